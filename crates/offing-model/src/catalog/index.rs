//! Which descriptor is meant, and what it is called here.

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use super::entity::{Entity, Kind};
use super::findings::Findings;
use super::reference::{DEFAULT, Reference, Role};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::model::EntityKind;
use crate::reading::Draft;
use crate::span::Spanned;

/// Longest name, in bytes; the language takes 200 and a suffix may follow.
const LONGEST: usize = 180;

/// All descriptors by kind, namespace and name, none of which cares for upper or lower case.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_key: HashMap<(Kind, String, String), usize>,
}

impl Index {
    /// Returns the descriptor of the same kind, namespace and name, or takes this one in at `at`.
    pub(super) fn enter(&mut self, entity: &Entity, at: usize) -> Option<usize> {
        let key = (entity.kind, entity.namespace.to_lowercase(), entity.name.value.to_lowercase());
        match self.by_key.get(&key) {
            Some(first) => Some(*first),
            None => {
                self.by_key.insert(key, at);
                None
            }
        }
    }

    /// Returns the descriptor a reference means.
    pub(super) fn find(&self, reference: &Reference) -> Option<usize> {
        let namespace = reference.namespace.to_lowercase();
        let name = reference.name.to_lowercase();
        kinds_of(reference)
            .into_iter()
            .find_map(|kind| self.by_key.get(&(kind, namespace.clone(), name.clone())).copied())
    }
}

/// Returns the kinds a reference may mean: the one it names, or those its role says.
pub(super) fn kinds_of(reference: &Reference) -> Vec<Kind> {
    match &reference.kind {
        None => reference.role.kinds().to_vec(),
        Some(word) => Kind::named(word).into_iter().collect(),
    }
}

/// Returns what a descriptor becomes here; a domain becomes a tag of others.
pub(super) fn becomes(kind: Kind) -> Option<EntityKind> {
    match kind {
        Kind::Component | Kind::Resource => Some(EntityKind::System),
        Kind::Api | Kind::System => Some(EntityKind::Capability),
        Kind::Group => Some(EntityKind::Team),
        Kind::User => Some(EntityKind::Person),
        Kind::Domain => None,
    }
}

/// Returns the name each descriptor has here, those of hand-written entries of the same name among them; what
/// had to be changed is reported.
pub(super) fn names(entities: &[Entity], typed: &Typed, findings: &mut Findings<'_>) -> Vec<SmolStr> {
    let mut names = vec![SmolStr::default(); entities.len()];
    let mut taken = Taken::default();
    // Where two kinds become one, the commoner keeps the name, whichever file comes first.
    let rank = |kind: Kind| matches!(kind, Kind::Resource | Kind::System);
    let mut order: Vec<usize> = (0..entities.len()).collect();
    order.sort_by_key(|at| rank(entities[*at].kind));
    for at in order {
        let entity = &entities[at];
        let Some(kind) = becomes(entity.kind) else {
            names[at] = sanitised(&entity.name.value);
            continue;
        };
        let written = written_name(entity);
        let plain = sanitised(&written);
        let wanted = typed.of_kind(kind, &plain).unwrap_or_else(|| plain.clone());
        if entity.by_hand {
            names[at] = wanted;
            continue;
        }
        let name = taken.free_name(kind, &wanted, entity.kind);
        if name != wanted || plain != written {
            findings.push(renamed(entity, &written, &name, name == wanted));
        }
        names[at] = name;
    }
    names
}

/// Returns the name in its namespace, the default one left out.
fn written_name(entity: &Entity) -> SmolStr {
    in_namespace(&entity.namespace, &entity.name.value)
}

fn in_namespace(namespace: &str, name: &SmolStr) -> SmolStr {
    if namespace.eq_ignore_ascii_case(DEFAULT) {
        return name.clone();
    }
    SmolStr::new(format!("{namespace}.{name}"))
}

/// Takes in what descriptors name and only the hand-written model has, so that it is met and not missed.
pub(super) fn meet_typed(entities: &mut Vec<Entity>, index: &mut Index, typed: &Typed) {
    let references: Vec<Reference> = entities.iter().flat_map(|entity| &entity.refs).cloned().collect();
    for reference in references.iter().filter(|_| !typed.exact.is_empty()) {
        if index.find(reference).is_some() {
            continue;
        }
        let name = sanitised(&in_namespace(&reference.namespace, &reference.name));
        let known = |kind: &Kind| becomes(*kind).is_some_and(|kind| typed.of_kind(kind, &name).is_some());
        if let Some(kind) = kinds_of(reference).into_iter().find(known) {
            let name = Spanned::new(reference.name.clone(), reference.place);
            let mut entity = Entity::bare(kind, reference.namespace.clone(), name);
            entity.by_hand = true;
            index.enter(&entity, entities.len());
            entities.push(entity);
        }
    }
}

/// Returns a name that the language can carry.
pub(crate) fn sanitised(name: &str) -> SmolStr {
    let bad = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, ':' | ',' | '[' | ']' | '{' | '}' | '#' | '`' | '"')
    };
    let clean: String = name.trim().chars().map(|c| if bad(c) { '-' } else { c }).collect();
    SmolStr::new(cut(&clean, LONGEST))
}

/// Names given so far.
#[derive(Debug, Default)]
struct Taken {
    names: HashSet<(EntityKind, SmolStr)>,
    /// The last number given to names that begin alike, so that a thousand of them cost a thousand steps.
    last: HashMap<(EntityKind, String), usize>,
}

impl Taken {
    /// Returns the wanted name, or one made from it that is free.
    fn free_name(&mut self, kind: EntityKind, wanted: &SmolStr, of: Kind) -> SmolStr {
        if self.names.insert((kind, wanted.clone())) {
            return wanted.clone();
        }
        let base = format!("{}-{}", cut(wanted, LONGEST), of.word().to_lowercase());
        let last = self.last.entry((kind, base.clone())).or_insert(0);
        loop {
            *last += 1;
            let name = if *last == 1 { SmolStr::new(&base) } else { SmolStr::new(format!("{base}-{last}")) };
            if self.names.insert((kind, name.clone())) {
                return name;
            }
        }
    }
}

/// Returns the first bytes of a text, at most so many, whole characters only.
fn cut(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn renamed(entity: &Entity, written: &str, name: &str, by_form: bool) -> Diagnostic {
    let why =
        if by_form { "as its name has marks that names here can not have" } else { "as the name is taken" };
    let word = entity.kind.word();
    let written = super::entity::shorten(written, 80);
    let message = format!("{word} `{written}` is called `{}` here, {why}", super::entity::shorten(name, 80));
    let help = "refer to it by the name it has here, or rename it in the catalog";
    Diagnostic::new(Code::CatalogRenamed, entity.name.span, message).help(help)
}

/// The names of hand-written entries that descriptors may meet.
pub(super) struct Typed {
    exact: HashSet<(EntityKind, SmolStr)>,
    /// Names by their lower case; none where two differ only in case.
    lower: HashMap<(EntityKind, String), Option<SmolStr>>,
}

impl Typed {
    pub(super) fn of(draft: &Draft) -> Typed {
        let mut typed = Typed { exact: HashSet::new(), lower: HashMap::new() };
        typed.add(EntityKind::System, draft.systems.iter().map(|(name, _)| &name.value));
        typed.add(EntityKind::Capability, draft.capabilities.iter().map(|(name, _)| &name.value));
        typed.add(EntityKind::Team, draft.teams.iter().map(|(name, _)| &name.value));
        typed.add(EntityKind::Person, draft.people.iter().map(|(name, _)| &name.value));
        typed
    }

    fn add<'d>(&mut self, kind: EntityKind, names: impl Iterator<Item = &'d SmolStr>) {
        for name in names {
            self.exact.insert((kind, name.clone()));
            self.lower
                .entry((kind, name.to_lowercase()))
                .and_modify(|known| *known = known.take().filter(|known| known == name))
                .or_insert_with(|| Some(name.clone()));
        }
    }

    /// Returns the hand-written name that a catalog's name means.
    fn of_kind(&self, kind: EntityKind, name: &SmolStr) -> Option<SmolStr> {
        if self.exact.contains(&(kind, name.clone())) {
            return Some(name.clone());
        }
        self.lower.get(&(kind, name.to_lowercase())).cloned().flatten()
    }
}

/// References to what no descriptor describes, gathered so that each is told once.
#[derive(Debug, Default)]
pub(super) struct Missing {
    found: Vec<(String, Vec<Reference>)>,
    at: HashMap<String, usize>,
}

impl Missing {
    pub(super) fn note(&mut self, reference: &Reference) {
        let label = reference.label();
        let at = *self.at.entry(label.to_lowercase()).or_insert_with(|| {
            self.found.push((label, Vec::new()));
            self.found.len() - 1
        });
        self.found[at].1.push(reference.clone());
    }

    /// Reports each with its first place and at most two more.
    pub(super) fn tell(self, findings: &mut Findings<'_>) {
        for (label, references) in self.found {
            let first = &references[0];
            let times = match references.len() {
                1 => String::new(),
                times => format!(" {times} times"),
            };
            let label = super::entity::shorten(&label, 80);
            let field = first.role.field();
            let (what, help) = match first.role {
                Role::Owner | Role::MemberOf | Role::Member => (
                    "and described nowhere: it is taken in with the tag `undeclared`",
                    "describe it in the catalog, or mend the name",
                ),
                role if !kinds_of(first).iter().any(|kind| role.fits(*kind)) => (
                    "where nothing of that kind can stand: it is left out",
                    "name a thing of the kind that the field asks for",
                ),
                _ => (
                    "and described nowhere: it is left out",
                    "describe it in the catalog, name its file under `sources.catalogs`, or mend the name",
                ),
            };
            let message = format!("`{label}` is named under `{field}`{times} {what}");
            let mut found = Diagnostic::new(Code::CatalogReference, first.place, message).help(help);
            for other in references.iter().skip(1).take(2) {
                found = found.other(other.place, "named here too");
            }
            findings.push(found);
        }
    }
}
