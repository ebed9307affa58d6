//! Descriptors → entries of a draft: what each becomes here, what it needs, who owns it.
//!
//! Components and resources become systems, APIs and systems capabilities, groups teams, users people, domains
//! tags. What is made of parts needs its parts: a system its components, a component its subcomponents.

use std::collections::HashSet;

use smol_str::SmolStr;

use super::Catalog;
use super::entity::{Entity, Kind, shorten};
use super::findings::{Findings, plural};
use super::index::{self, Index, Missing, Typed, becomes, kinds_of, sanitised};
use super::reference::{Reference, Role};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::draft::{CapabilityDraft, Card, CardRest, NeedDraft, PersonDraft, SystemDraft, TeamDraft};
use crate::field::{Count, Have, List, Name};
use crate::model::EntityKind;
use crate::reading::Draft;
use crate::span::{Span, Spanned};
use crate::units::Presence;

/// Longest note, in characters: a description may be a page.
const LONGEST_NOTE: usize = 240;

/// Longest tag, in characters.
const LONGEST_TAG: usize = 60;

/// Returns the entries that descriptors make; hand-written names of the draft are met, not doubled.
pub(super) fn translate(mut entities: Vec<Entity>, draft: &Draft, findings: &mut Findings<'_>) -> Catalog {
    let mut index = Index::default();
    merge_repeated(&mut entities, &mut index, findings);
    let typed = Typed::of(draft);
    index::meet_typed(&mut entities, &mut index, &typed);
    let mut missing = Missing::default();
    declare_named(&mut entities, &mut index, &mut missing, findings);
    let names = index::names(&entities, &typed, findings);
    let links = Links::of(&entities, &names, &index, &mut missing);
    missing.tell(findings);
    links.tell_several_teams(&entities, &names, findings);
    let mut catalog = Catalog::default();
    let made = Made { entities: &entities, names: &names, links: &links };
    for at in (0..entities.len()).filter(|at| !entities[*at].by_hand) {
        made.add(at, &mut catalog);
    }
    catalog
}

/// Merges descriptors of the same kind, namespace and name: the first counts, later ones fill what it leaves out.
fn merge_repeated(entities: &mut Vec<Entity>, index: &mut Index, findings: &mut Findings<'_>) {
    let mut kept: Vec<Entity> = Vec::with_capacity(entities.len());
    for entity in entities.drain(..) {
        let Some(first) = index.enter(&entity, kept.len()) else {
            kept.push(entity);
            continue;
        };
        *findings.summary.repeated.entry(entity.kind.word().to_owned()).or_default() += 1;
        let (word, name) = (entity.kind.word(), shorten(&entity.name.value, 80));
        let place = entity.name.span;
        let first = &mut kept[first];
        let differ = fill(first, entity);
        let what = match differ.as_slice() {
            [] => "and says nothing else there".to_owned(),
            fields => format!("and differs in {}; the first counts", fields.join(", ")),
        };
        let message = format!("{word} `{name}` is described a second time {what}");
        let found = Diagnostic::new(Code::CatalogTwice, place, message).other(first.name.span, "first here");
        findings.push(found.help("give the two different names in the catalog, or delete one"));
    }
    *entities = kept;
}

/// Fills what the first leaves out from a second; returns the fields in which both say something different.
fn fill(first: &mut Entity, second: Entity) -> Vec<&'static str> {
    let mut differ = Vec::new();
    type Text = Option<Spanned<String>>;
    let fields: [(&'static str, &mut Text, Text); 6] = [
        ("title", &mut first.title, second.title),
        ("description", &mut first.description, second.description),
        ("link", &mut first.link, second.link),
        ("type", &mut first.subtype, second.subtype),
        ("lifecycle", &mut first.lifecycle, second.lifecycle),
        ("displayName", &mut first.display_name, second.display_name),
    ];
    for (field, mine, theirs) in fields {
        match (&*mine, theirs) {
            (None, theirs) => *mine = theirs,
            (Some(mine), Some(theirs)) if mine.value != theirs.value => differ.push(field),
            _ => {}
        }
    }
    first.tags.extend(second.tags);
    for reference in second.refs {
        match first.single(reference.role) {
            _ if !reference.role.is_single() => first.refs.push(reference),
            None => first.refs.insert(0, reference),
            Some(known) if known.label() != reference.label() => differ.push(reference.role.field()),
            Some(_) => {}
        }
    }
    differ
}

/// Takes in who is named as member or owner and described nowhere.
fn declare_named(
    entities: &mut Vec<Entity>,
    index: &mut Index,
    missing: &mut Missing,
    findings: &mut Findings<'_>,
) {
    let of_role = |entities: &[Entity], roles: &[Role]| -> Vec<Reference> {
        let all = entities.iter().flat_map(|entity| &entity.refs);
        all.filter(|reference| roles.contains(&reference.role)).cloned().collect()
    };
    // Members first: a group that names a person vouches for them.
    let members = of_role(entities, &[Role::Member]);
    let owners = of_role(entities, &[Role::Owner, Role::MemberOf]);
    for (reference, vouched) in
        members.into_iter().map(|member| (member, true)).chain(owners.into_iter().map(|owner| (owner, false)))
    {
        let field = reference.role.field();
        let kind = match (reference.role, kinds_of(&reference).first()) {
            (Role::Member | Role::Owner, Some(Kind::User)) => Kind::User,
            (Role::MemberOf | Role::Owner, Some(Kind::Group)) => Kind::Group,
            _ => {
                let message = format!("`{}` can not stand under `{field}`", shorten(&reference.label(), 80));
                findings.syntax(reference.place, message, "name a group or a user, as the field asks");
                continue;
            }
        };
        match index.find(&reference) {
            Some(at) if entities[at].undeclared => missing.note(&reference),
            Some(_) => {}
            None => {
                let name = Spanned::new(reference.name.clone(), reference.place);
                let mut entity = Entity::bare(kind, reference.namespace.clone(), name);
                entity.undeclared = !vouched;
                index.enter(&entity, entities.len());
                entities.push(entity);
                if !vouched {
                    missing.note(&reference);
                }
            }
        }
    }
}

/// Who needs, owns, provides, belongs to whom, by the descriptors' places in the list.
struct Links {
    needs: Vec<Vec<(usize, Span)>>,
    providers: Vec<Vec<(usize, Span)>>,
    owner: Vec<Option<(usize, Span)>>,
    /// Names of domains, to be tags.
    domain: Vec<Option<Spanned<SmolStr>>>,
    /// The system something is a part of.
    whole: Vec<Option<usize>>,
    members: Vec<usize>,
    teams: Vec<Vec<(usize, Span)>>,
}

impl Links {
    fn of(entities: &[Entity], names: &[SmolStr], index: &Index, missing: &mut Missing) -> Links {
        let count = entities.len();
        let mut links = Links {
            needs: vec![Vec::new(); count],
            providers: vec![Vec::new(); count],
            owner: vec![None; count],
            domain: vec![None; count],
            whole: vec![None; count],
            members: vec![0; count],
            teams: vec![Vec::new(); count],
        };
        for (at, entity) in entities.iter().enumerate() {
            for reference in &entity.refs {
                match (index.find(reference), reference.role) {
                    (Some(to), role) if role.fits(entities[to].kind) => {
                        links.add(entities, names, at, to, reference);
                    }
                    (_, Role::Owner | Role::Member | Role::MemberOf) => {}
                    (_, Role::Domain) => {
                        links.domain[at] = Some(Spanned::new(sanitised(&reference.name), reference.place));
                        missing.note(reference);
                    }
                    _ => missing.note(reference),
                }
            }
        }
        links.domains_of_parts();
        links.only_once();
        links
    }

    fn add(&mut self, entities: &[Entity], names: &[SmolStr], at: usize, to: usize, reference: &Reference) {
        let place = reference.place;
        match reference.role {
            Role::Owner => self.owner[at] = Some((to, place)),
            Role::DependsOn | Role::ConsumesApi => self.needs[at].push((to, place)),
            Role::DependencyOf | Role::SubcomponentOf => self.needs[to].push((at, place)),
            Role::System => {
                self.whole[at] = Some(to);
                if entities[at].kind != Kind::Api {
                    self.needs[to].push((at, place));
                }
            }
            Role::ProvidesApi => self.providers[to].push((at, place)),
            Role::Domain => self.domain[at] = Some(Spanned::new(names[to].clone(), place)),
            Role::Member => self.teams[to].push((at, place)),
            Role::MemberOf => self.teams[at].push((to, place)),
        }
    }

    /// A part is in the domain of its system.
    fn domains_of_parts(&mut self) {
        for at in 0..self.whole.len() {
            if let Some(whole) = self.whole[at] {
                self.domain[at] = self.domain[whole].clone();
            }
        }
    }

    /// What is said twice counts once.
    fn only_once(&mut self) {
        for list in self.needs.iter_mut().chain(&mut self.providers).chain(&mut self.teams) {
            let mut seen = HashSet::new();
            list.retain(|(to, _)| seen.insert(*to));
        }
        for (team, _) in self.teams.iter().flatten() {
            self.members[*team] += 1;
        }
    }

    /// A person here has one team: one finding for all who are in several groups.
    fn tell_several_teams(&self, entities: &[Entity], names: &[SmolStr], findings: &mut Findings<'_>) {
        let several: Vec<usize> = (0..entities.len()).filter(|at| self.teams[*at].len() > 1).collect();
        let Some(first) = several.first() else { return };
        let told: Vec<String> = several
            .iter()
            .take(5)
            .map(|at| {
                let teams: Vec<&str> =
                    self.teams[*at].iter().take(4).map(|(team, _)| &*names[*team]).collect();
                format!("`{}` ({})", names[*at], teams.join(", "))
            })
            .collect();
        let more = several.len() - told.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let are = plural(several.len(), "person is", "people are");
        let message =
            format!("{are} in several groups; the first counts as the team: {}{more}", told.join(", "));
        let found = Diagnostic::new(Code::CatalogLeftAside, self.teams[*first][1].1, message);
        findings.push(
            found.help("to choose another team, write `people: { NAME: { team: TEAM } }` in the model"),
        );
    }
}

/// Descriptors with all that is known about them, ready to become entries.
struct Made<'e> {
    entities: &'e [Entity],
    names: &'e [SmolStr],
    links: &'e Links,
}

impl Made<'_> {
    /// Adds what a descriptor becomes.
    fn add(&self, at: usize, catalog: &mut Catalog) {
        let entity = &self.entities[at];
        let name = Spanned::new(self.names[at].clone(), entity.name.span);
        let (place, card) = (name.span, self.card(at));
        match becomes(entity.kind) {
            Some(EntityKind::System) => {
                let (owner, lead) = self.owner(at);
                let needs = self.needs(&self.links.needs[at], NeedDraft::All);
                catalog
                    .systems
                    .push((name, SystemDraft { place, card, owner, lead, needs, ..Default::default() }));
            }
            Some(EntityKind::Capability) => {
                let have = Some(Spanned::new(Have(Presence::Known(true)), place));
                let needs = match entity.kind {
                    Kind::Api => self.needs(&self.links.providers[at], NeedDraft::Any),
                    _ => self.needs(&self.links.needs[at], NeedDraft::All),
                };
                let draft = CapabilityDraft { place, card, have, needs, ..Default::default() };
                catalog.capabilities.push((name, draft));
            }
            Some(EntityKind::Team) => {
                let members = self.links.members[at];
                let people = (members > 0).then(|| Spanned::new(Count(members as f64), place));
                catalog.teams.push((name, TeamDraft { place, card, people, ..Default::default() }));
            }
            Some(EntityKind::Person) => {
                let team = self.links.teams[at].first();
                let team = team.map(|(team, place)| Spanned::new(self.names[*team].clone(), *place));
                catalog.people.push((name, PersonDraft { place, card, team, ..Default::default() }));
            }
            _ => {}
        }
    }

    /// Returns the team, or the person, who owns it.
    fn owner(&self, at: usize) -> (Option<Name>, Option<Name>) {
        let Some((owner, place)) = self.links.owner[at] else { return (None, None) };
        let name = Some(Spanned::new(self.names[owner].clone(), place));
        if self.entities[owner].kind == Kind::User { (None, name) } else { (name, None) }
    }

    fn needs(
        &self,
        links: &[(usize, Span)],
        of: impl Fn(Vec<NeedDraft>) -> NeedDraft,
    ) -> Option<Spanned<NeedDraft>> {
        let (_, first) = links.first()?;
        let parts = links.iter().filter_map(|(to, place)| {
            let kind = becomes(self.entities[*to].kind)?;
            let name = SmolStr::new(format!("{}:{}", kind.word(), self.names[*to]));
            Some(NeedDraft::One(Spanned::new(name, *place)))
        });
        Some(Spanned::new(of(parts.collect()), *first))
    }

    fn card(&self, at: usize) -> Card {
        let entity = &self.entities[at];
        let is_person = entity.kind == Kind::User;
        // A person's title is a job, not a name: the name they go by is a note.
        let title =
            if is_person { None } else { entity.display_name.clone().or_else(|| entity.title.clone()) };
        let title = title.filter(|title| *title.value != *self.names[at]);
        let spoken = if is_person { entity.display_name.as_ref().or(entity.title.as_ref()) } else { None };
        let note = match (spoken, &entity.description) {
            (Some(name), Some(text)) => {
                Some(Spanned::new(format!("{}: {}", name.value, text.value), text.span))
            }
            (one, other) => one.or(other.as_ref()).cloned(),
        };
        let note = note.map(|note| Spanned::new(shorten(&note.value, LONGEST_NOTE), note.span));
        let tags = self.tags(at);
        let tags = (!tags.is_empty()).then(|| Spanned::new(List(tags), entity.name.span));
        let title = title.map(|title| Spanned::new(shorten(&title.value, LONGEST_NOTE), title.span));
        let rest = CardRest { note, link: entity.link.clone(), tags, ..CardRest::default() };
        Card { title, rest: Some(Box::new(rest)), ..Card::default() }
    }

    fn tags(&self, at: usize) -> Vec<Spanned<String>> {
        let entity = &self.entities[at];
        let mut tags = entity.tags.clone();
        let mut add = |prefix: &str, text: &str, place: Span| {
            tags.push(Spanned::new(format!("{prefix}{}", kebab(text)), place));
        };
        if let Some(subtype) = &entity.subtype {
            add("type-", &subtype.value, subtype.span);
        }
        if let Some(lifecycle) = &entity.lifecycle {
            add("lifecycle-", &lifecycle.value, lifecycle.span);
        }
        if entity.kind == Kind::Resource {
            add("resource", "", entity.name.span);
        }
        if entity.undeclared {
            add("undeclared", "", entity.name.span);
        }
        if let Some(domain) = &self.links.domain[at] {
            add("domain-", &domain.value, domain.span);
        }
        if let Some((owner, place)) = self.links.owner[at]
            && becomes(entity.kind) == Some(EntityKind::Capability)
        {
            // A capability has no owner of its own.
            add("owner-", &self.names[owner], place);
        }
        if let Some(system) = entity.single(Role::System).filter(|_| entity.kind == Kind::Api) {
            add("system-", &system.name, system.place);
        }
        let mut seen = HashSet::new();
        tags.retain_mut(|tag| {
            tag.value = shorten(&tag.value, LONGEST_TAG);
            seen.insert(tag.value.clone())
        });
        tags
    }
}

/// Returns a word as tags are written.
fn kebab(text: &str) -> String {
    text.trim().to_lowercase().replace(|c: char| c.is_whitespace() || c.is_control(), "-")
}
