//! CODEOWNERS beside a catalog: who is named there, and what they own that nobody else does.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::catalog::{Catalog, push_all, sanitised, shorten};
use crate::code::Code;
use crate::codeowners::{Codeowners, Owner};
use crate::diagnostic::{Diagnostic, Faults};
use crate::draft::{Card, PersonDraft, TeamDraft};
use crate::field::{List, Name};
use crate::inputs::{Content, Source};
use crate::reading::unread;
use crate::span::Spanned;

/// Folders in which the hosts look for the file, beside the top of a repository.
const HOSTS: [&str; 4] = [".github", ".gitlab", ".gitea", "docs"];

/// Adds the owners of CODEOWNERS files to a catalog, and gives systems without an owner the one whose pattern matches
/// their descriptor; returns how many files were read.
///
/// *Shape:* the files are numbered after the catalogs.
pub(super) fn assign(
    catalog: &mut Catalog,
    catalogs: &[Source],
    files: &[Source],
    faults: &mut Faults,
) -> usize {
    let mut found = Vec::new();
    let mut roots: Vec<(String, Codeowners)> = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let number = (catalogs.len() + at) as u32;
        if let Some(fault) = unread(number, &file.content) {
            found.push(Diagnostic { code: Code::CatalogSyntax, ..fault });
        } else if let Content::Text(text) = &file.content {
            let (owners, faulty) = Codeowners::read(number, text);
            found.extend(faulty);
            roots.push((root_of(&file.name), owners));
        }
    }
    let mut known = Known::of(catalog);
    for owner in roots.iter().flat_map(|(_, owners)| owners.owners()) {
        if !known.has(owner) {
            found.push(known.declare(owner, catalog));
        }
    }
    for (name, system) in &mut catalog.systems {
        let Some(source) = catalogs.get(name.span.source as usize) else { continue };
        if system.owner.is_some() || system.lead.is_some() {
            continue;
        }
        let owners = nearest(&roots, &source.name);
        let mut names = owners.iter().filter_map(|owner| known.find(owner).map(|id| (id, owner.span)));
        if let Some(((_, team), place)) = names.clone().find(|((kind, _), _)| *kind == Kind::Team) {
            system.owner = Some(Spanned::new(team, place));
        } else if let Some(((_, person), place)) = names.next() {
            system.lead = Some(Spanned::new(person, place));
        }
    }
    push_all(faults, found);
    roots.len()
}

/// Returns the folder whose paths a CODEOWNERS file speaks of, with a slash at its end or empty.
fn root_of(file: &str) -> String {
    let file = file.replace('\\', "/");
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, last) = folder.rsplit_once('/').unwrap_or(("", folder));
    match (HOSTS.contains(&last), folder) {
        (true, _) if above.is_empty() && !folder.starts_with('/') => String::new(),
        (true, _) => format!("{above}/"),
        (false, "") => String::new(),
        (false, folder) => format!("{folder}/"),
    }
}

/// Returns the owners of a file by the CODEOWNERS nearest above it.
fn nearest<'o>(roots: &'o [(String, Codeowners)], file: &str) -> Vec<&'o Spanned<Owner>> {
    let file = file.replace('\\', "/");
    let above = roots.iter().filter(|(root, _)| file.starts_with(root.as_str()));
    let Some((root, owners)) = above.max_by_key(|(root, _)| root.len()) else { return Vec::new() };
    owners.owners_of(&file[root.len()..])
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Team,
    Person,
}

/// Teams and people by the lower case of their names: hosts do not tell upper from lower.
struct Known {
    names: HashMap<(Kind, String), SmolStr>,
}

impl Known {
    fn of(catalog: &Catalog) -> Known {
        let mut known = Known { names: HashMap::new() };
        for (name, _) in &catalog.teams {
            known.names.entry((Kind::Team, name.value.to_lowercase())).or_insert_with(|| name.value.clone());
        }
        for (name, _) in &catalog.people {
            known
                .names
                .entry((Kind::Person, name.value.to_lowercase()))
                .or_insert_with(|| name.value.clone());
        }
        known
    }

    fn has(&self, owner: &Spanned<Owner>) -> bool {
        self.find(owner).is_some()
    }

    /// Returns the team or person that an owner is.
    fn find(&self, owner: &Spanned<Owner>) -> Option<(Kind, SmolStr)> {
        let (kind, name) = called(&owner.value);
        let of = |kind: Kind| self.names.get(&(kind, name.to_lowercase())).map(|name| (kind, name.clone()));
        // `@name` is a person on GitHub and may be a group on GitLab.
        of(kind).or_else(|| of(Kind::Team).filter(|_| matches!(owner.value, Owner::User(_))))
    }

    /// Adds an owner that no descriptor describes, and reports that.
    fn declare(&mut self, owner: &Spanned<Owner>, catalog: &mut Catalog) -> Diagnostic {
        let (kind, name) = called(&owner.value);
        self.names.insert((kind, name.to_lowercase()), name.clone());
        let tags = List(vec![Spanned::new("undeclared".to_owned(), owner.span)]);
        let mut card = Card::default();
        card.rest().tags = Some(Spanned::new(tags, owner.span));
        let key = Name::new(name.clone(), owner.span);
        let word = match kind {
            Kind::Team => {
                let draft = TeamDraft { place: owner.span, card, ..TeamDraft::default() };
                catalog.teams.push((key, draft));
                "team"
            }
            Kind::Person => {
                let draft = PersonDraft { place: owner.span, card, ..PersonDraft::default() };
                catalog.people.push((key, draft));
                "person"
            }
        };
        let name = shorten(&name, 80);
        let message = format!(
            "{word} `{name}` owns code and no descriptor describes it: taken in with the tag `undeclared`"
        );
        Diagnostic::new(Code::CatalogReference, owner.span, message)
            .help("describe it in the catalog, or mend the name here")
    }
}

/// Returns what an owner is called in a model: a mail address by what stands before the `@`.
fn called(owner: &Owner) -> (Kind, SmolStr) {
    match owner {
        Owner::Team { team, .. } => (Kind::Team, sanitised(team)),
        Owner::User(name) => (Kind::Person, sanitised(name)),
        Owner::Mail(mail) => (Kind::Person, sanitised(mail.split('@').next().unwrap_or(mail))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_speaks_of_the_folder_its_host_says() {
        for (file, root) in [
            ("CODEOWNERS", ""),
            (".github/CODEOWNERS", ""),
            ("shop/CODEOWNERS", "shop/"),
            ("shop/.gitlab/CODEOWNERS", "shop/"),
            ("../a/docs/CODEOWNERS", "../a/"),
            ("/srv/CODEOWNERS", "/srv/"),
            ("/docs/CODEOWNERS", "/"),
        ] {
            assert_eq!(root_of(file), root, "{file}");
        }
    }
}
