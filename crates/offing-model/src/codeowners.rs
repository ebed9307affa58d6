//! Who owns a path: CODEOWNERS files, as GitHub, GitLab and others read them.
//!
//! A line gives a pattern, written as in `.gitignore`, and owners; the last line that matches a path counts. Each
//! section of GitLab's form counts for itself, and all of them together.
//!
//! *Source:* the rules are those of git's documentation of gitignore and of the hosts' own pages on code owners.

use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::span::{Span, Spanned};
use crate::wildcard::fits;

/// Longest line that is read, in bytes: an owner's line has a few hundred.
const LONGEST_LINE: usize = 10_000;

/// Who owns what below one folder.
#[derive(Debug, Clone, Default)]
pub struct Codeowners {
    sections: Vec<Vec<Rule>>,
}

#[derive(Debug, Clone)]
struct Rule {
    pattern: Pattern,
    owners: Vec<Spanned<Owner>>,
}

/// An owner as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// `@organisation/team`, or `@group/subgroup/team`.
    Team {
        /// Everything before the last slash.
        organisation: String,
        /// What stands after it.
        team: String,
    },
    /// `@name`: a person; on some hosts a group may be meant.
    User(String),
    /// A mail address.
    Mail(String),
}

impl Owner {
    fn named(text: &str) -> Option<Owner> {
        if let Some(name) = text.strip_prefix('@') {
            return match name.rsplit_once('/') {
                Some((organisation, team)) if !organisation.is_empty() && !team.is_empty() => {
                    Some(Owner::Team { organisation: organisation.to_owned(), team: team.to_owned() })
                }
                Some(_) => None,
                None => (!name.is_empty() && !name.contains('@')).then(|| Owner::User(name.to_owned())),
            };
        }
        let (local, domain) = text.split_once('@')?;
        (!local.is_empty() && domain.contains('.') && !domain.contains('@'))
            .then(|| Owner::Mail(text.to_owned()))
    }
}

impl Codeowners {
    /// Returns what a text says, and what in it could not be understood: the rest counts all the same.
    pub fn read(source: u32, text: &str) -> (Codeowners, Vec<Diagnostic>) {
        let mut reader = Reader { source, found: Vec::new(), section: Vec::new(), defaults: Vec::new() };
        let mut owners = Codeowners::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            reader.line(line, start, &mut owners);
            start += line.len();
        }
        owners.sections.push(reader.section);
        owners.sections.retain(|section| !section.is_empty());
        (owners, reader.found)
    }

    /// Returns the owners of a path below the folder that the file speaks of: those of the last pattern of each section
    /// that matches, in the order of the file, each once.
    ///
    /// *Shape:* the path with `/` between its parts and none before the first.
    /// *Cost:* one match per pattern, each at most the product of both lengths.
    pub fn owners_of(&self, path: &str) -> Vec<&Spanned<Owner>> {
        let path: Vec<&str> = path.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
        let mut owners: Vec<&Spanned<Owner>> = Vec::new();
        for section in &self.sections {
            let last = section.iter().rev().find(|rule| rule.pattern.matches(&path));
            for owner in last.iter().flat_map(|rule| &rule.owners) {
                if !owners.iter().any(|known| known.value == owner.value) {
                    owners.push(owner);
                }
            }
        }
        owners
    }

    /// Returns all owners, in the order of the file, each at its first place.
    pub fn owners(&self) -> Vec<&Spanned<Owner>> {
        let mut seen = std::collections::HashSet::new();
        let all = self.sections.iter().flatten().flat_map(|rule| &rule.owners);
        all.filter(|owner| seen.insert(&owner.value)).collect()
    }
}

struct Reader {
    source: u32,
    found: Vec<Diagnostic>,
    section: Vec<Rule>,
    /// Owners of the section's patterns that name none.
    defaults: Vec<Spanned<Owner>>,
}

impl Reader {
    fn line(&mut self, line: &str, start: usize, owners: &mut Codeowners) {
        let text = line.trim_end();
        let text = if start == 0 { text.trim_start_matches('\u{feff}') } else { text };
        let trimmed = text.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') {
            return;
        }
        let at = start + line.find(trimmed).unwrap_or(0);
        if trimmed.len() > LONGEST_LINE {
            self.fault(
                at,
                1,
                "this line is too long to be a pattern and its owners",
                "part it into several lines",
            );
            return;
        }
        if let Some(rest) = section_head(trimmed) {
            let done = std::mem::take(&mut self.section);
            owners.sections.push(done);
            self.defaults = self.owners(rest, at + trimmed.len() - rest.len());
            return;
        }
        let (pattern, rest) = first_word(trimmed);
        if pattern.starts_with('!') {
            self.fault(
                at,
                pattern.len(),
                "a pattern can not take paths out again",
                "give those paths owners of their own",
            );
            return;
        }
        let Some(pattern) = Pattern::of(&unescaped(pattern)) else {
            self.fault(
                at,
                pattern.len(),
                "this pattern matches nothing",
                "write a path such as `/docs/` or `*.rs`",
            );
            return;
        };
        let named = self.owners(rest, at + trimmed.len() - rest.len());
        let none = rest.trim().is_empty() || rest.trim_start().starts_with('#');
        let owners = if none && !self.defaults.is_empty() { self.defaults.clone() } else { named };
        self.section.push(Rule { pattern, owners });
    }

    fn owners(&mut self, text: &str, start: usize) -> Vec<Spanned<Owner>> {
        let mut owners = Vec::new();
        let mut rest = text;
        loop {
            rest = rest.trim_start();
            if rest.is_empty() || rest.starts_with('#') {
                return owners;
            }
            let word = rest.split_whitespace().next().unwrap_or(rest);
            let at = start + text.len() - rest.len();
            match Owner::named(word) {
                Some(owner) => owners.push(Spanned::new(owner, self.span(at, word.len()))),
                None => {
                    let shown = crate::catalog::shorten(word, 60);
                    let message = format!("`{shown}` is no owner");
                    self.fault(
                        at,
                        word.len(),
                        message,
                        "write `@organisation/team`, `@user` or a mail address",
                    );
                }
            }
            rest = &rest[word.len()..];
        }
    }

    fn fault(&mut self, at: usize, length: usize, message: impl Into<String>, help: &str) {
        let span = self.span(at, length);
        self.found.push(Diagnostic::new(Code::CatalogSyntax, span, message).help(help));
    }

    fn span(&self, at: usize, length: usize) -> Span {
        Span { source: self.source, start: at as u32, end: (at + length) as u32 }
    }
}

/// Returns what follows `[Section]`, `^[Section]` or `[Section][2]`; nothing when the line is none of these.
fn section_head(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('^').unwrap_or(line).strip_prefix('[')?;
    let (name, rest) = rest.split_once(']')?;
    // A pattern may begin with a set of characters, as `[ab].txt`: a head is followed by white space or a number.
    let after = match rest.strip_prefix('[') {
        Some(count) => {
            count.split_once(']').filter(|(count, _)| count.bytes().all(|b| b.is_ascii_digit()))?.1
        }
        None => rest,
    };
    (!name.is_empty() && (after.is_empty() || after.starts_with([' ', '\t']))).then_some(after)
}

/// Splits off the pattern: up to the first white space without a backslash before it.
fn first_word(line: &str) -> (&str, &str) {
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() && !escaped {
            return line.split_at(at);
        }
        escaped = c == '\\' && !escaped;
    }
    (line, "")
}

fn unescaped(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len());
    let mut escaped = false;
    for c in pattern.chars() {
        if c == '\\' && !escaped {
            escaped = true;
            continue;
        }
        escaped = false;
        plain.push(c);
    }
    plain
}

/// Parts of a path, each of which may have `*` and `?` in it.
#[derive(Debug, Clone, PartialEq)]
struct Pattern {
    parts: Vec<Part>,
    /// Only what is below counts, not the path itself (`docs/`).
    below_only: bool,
    /// What is below a match counts too; not so after a last part with a star of its own (`docs/*`).
    descends: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// `**`: any number of folders.
    Deep,
    /// One name.
    Name(String),
}

impl Pattern {
    fn of(text: &str) -> Option<Pattern> {
        let below_only = text.ends_with('/');
        let inner = text.trim_matches('/');
        // Without a slash but at its end it stands for a name at any depth.
        let anchored = text.trim_end_matches('/').contains('/');
        if inner.is_empty() {
            let all = vec![Part::Deep];
            return text.starts_with('/').then_some(Pattern {
                parts: all,
                below_only: false,
                descends: true,
            });
        }
        let mut parts = if anchored { Vec::new() } else { vec![Part::Deep] };
        for part in inner.split('/').filter(|part| !part.is_empty()) {
            let part = if part == "**" { Part::Deep } else { Part::Name(part.to_owned()) };
            if part != Part::Deep || parts.last() != Some(&Part::Deep) {
                parts.push(part);
            }
        }
        let star_last = matches!(parts.last(), Some(Part::Name(name)) if name == "*");
        let descends = below_only || !(anchored && star_last);
        Some(Pattern { parts, below_only, descends })
    }

    /// Returns whether a path matches.
    fn matches(&self, path: &[&str]) -> bool {
        // reached[i]: the parts so far match the first i names of the path.
        let mut reached = vec![false; path.len() + 1];
        reached[0] = true;
        for (at, part) in self.parts.iter().enumerate() {
            let mut next = vec![false; path.len() + 1];
            match part {
                Part::Deep => {
                    // At the end it stands for what is below: for one name at least.
                    let least = usize::from(at + 1 == self.parts.len());
                    if let Some(first) = reached.iter().position(|reached| *reached) {
                        next.iter_mut().skip(first + least).for_each(|next| *next = true);
                    }
                }
                Part::Name(name) => {
                    for at in 0..path.len() {
                        next[at + 1] = reached[at] && fits(name, path[at]);
                    }
                }
            }
            reached = next;
        }
        let whole = reached[path.len()] && !self.below_only;
        whole || self.descends && reached[..path.len()].iter().skip(1).any(|reached| *reached)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn owners(text: &str, path: &str) -> Vec<String> {
        let (read, found) = Codeowners::read(0, text);
        assert!(found.is_empty(), "{found:?}");
        read.owners_of(path)
            .into_iter()
            .map(|owner| match &owner.value {
                Owner::Team { team, .. } => team.clone(),
                Owner::User(name) => format!("@{name}"),
                Owner::Mail(mail) => mail.clone(),
            })
            .collect()
    }

    fn matches(pattern: &str, path: &str) -> bool {
        !owners(&format!("{pattern} @o/t"), path).is_empty()
    }

    #[test]
    fn the_last_match_counts() {
        let text = "# all\n* @org/all\n*.js @org/js @ana # inline\n/docs/ dee@example.com\n/docs/api/\n";
        assert_eq!(owners(text, "src/main.rs"), ["all"]);
        assert_eq!(owners(text, "src/a.js"), ["js", "@ana"]);
        assert_eq!(owners(text, "docs/a.js"), ["dee@example.com"]);
        assert!(owners(text, "docs/api/x").is_empty(), "a pattern without owners takes ownership away");
    }

    /// Cases from the hosts' own pages, and from git's on gitignore.
    #[test]
    fn patterns_are_those_of_gitignore() {
        for (pattern, path) in [
            ("*", "a/b"),
            ("*.go", "deep/down/x.go"),
            ("/build/logs/", "build/logs/a/b"),
            ("docs/*", "docs/getting-started.md"),
            ("apps/", "here/apps/x"),
            ("/apps/github", "apps/github/x"),
            ("/apps/github", "apps/github"),
            ("**/logs", "build/logs/x"),
            ("**/logs", "logs"),
            ("a/**/b", "a/b"),
            ("a/**/b", "a/x/y/b"),
            ("/docs/**", "docs/a/b"),
            ("/a?c", "abc"),
            ("logs", "x/logs/y"),
            ("/", "anything"),
            (r"/with\ space/", "with space/x"),
            ("/*.md", "README.md"),
            ("*/", "a/b"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("docs/*", "docs/build-app/troubleshooting.md"),
            ("docs/*", "x/docs/a"),
            ("/build/logs/", "x/build/logs/a"),
            ("/build/logs/", "build/logs"),
            ("apps/", "apps"),
            ("*.go", "x.gox"),
            ("/docs/**", "docs"),
            ("/*.md", "docs/README.md"),
            ("a/**/b", "a/x/c"),
            ("*/", "a"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
        assert!(!matches(&"**/a/".repeat(500), &"a/".repeat(400)), "no pattern takes for ever");
    }

    #[test]
    fn sections_count_each_for_itself() {
        let text = "* @all\n[Docs] @org/docs\n*.md\n/ops/ @org/ops\n^[Optional][2]\n*.rs @org/rust\n";
        assert_eq!(owners(text, "a.md"), ["@all", "docs"]);
        assert_eq!(owners(text, "ops/a.md"), ["@all", "ops"]);
        assert_eq!(owners(text, "a.rs"), ["@all", "rust"]);
    }

    #[test]
    fn what_is_no_owner_is_told_with_its_place() {
        let text = "*.rs @org/rust nobody @\n!x @a\n*.md\tdee@example.com\r\n";
        let (read, found) = Codeowners::read(3, text);
        let under: Vec<&str> =
            found.iter().map(|found| &text[found.span.start as usize..found.span.end as usize]).collect();
        assert_eq!(under, ["nobody", "@", "!x"]);
        assert!(found.iter().all(|found| found.span.source == 3 && found.code == Code::CatalogSyntax));
        let owners = read.owners();
        assert_eq!(owners.len(), 2);
        assert_eq!(owners[1].value, Owner::Mail("dee@example.com".to_owned()));
        assert_eq!(&text[owners[0].span.start as usize..owners[0].span.end as usize], "@org/rust");
    }

    proptest! {
        #[test]
        fn nothing_a_file_holds_makes_it_panic(text in r"(?s)([ -~]|\PC|[@/*#\[\]!^\\\r\n\t ]){0,200}", path in r"[a-c/*.]{0,30}") {
            let (read, found) = Codeowners::read(0, &text);
            for found in found {
                prop_assert!(text.get(found.span.start as usize..found.span.end as usize).is_some());
            }
            let all = read.owners();
            for owner in read.owners_of(&path) {
                prop_assert!(all.iter().any(|known| known.value == owner.value));
            }
        }
    }
}
