//! Which name is what: the table that references are bound by.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use smol_str::SmolStr;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults, did_you_mean, nearest, quoted};
use crate::field::Name;
use crate::model::EntityKind;
use crate::span::Span;

/// How many misspelt names get a suggestion: each costs a walk over all names.
const MOST_SUGGESTIONS: usize = 50;

/// All names of a model, each with what it names.
pub(crate) struct Names<'d> {
    /// Each with its own copy of the name, so that looking one up reads one place in memory.
    by_name: HashMap<SmolStr, Known>,
    /// What shares its name with what was met first, by the number that stands there; the list at 0 stays empty.
    others: Vec<Vec<Named>>,
    order: Vec<(EntityKind, &'d str)>,
    suggested: usize,
    /// Some text could not be read: a name that is not found may stand there.
    incomplete: bool,
    /// Places in sources from this one on were read from catalogs.
    own_sources: u32,
}

#[derive(Debug, Clone, Copy)]
struct Named {
    kind: EntityKind,
    id: u32,
    span: Span,
}

/// What a name names: one thing almost always, which therefore stands in the table itself.
#[derive(Debug, Clone, Copy)]
struct Known {
    first: Named,
    /// Where in [`Names::others`] the rest is; 0 where there is none.
    others: u32,
}

impl<'d> Names<'d> {
    /// Returns a table of no names yet, with room for so many.
    pub(crate) fn new(room: usize, incomplete: bool, own_sources: u32) -> Self {
        let (by_name, order) = (HashMap::with_capacity(room), Vec::with_capacity(room));
        Self { by_name, others: vec![Vec::new()], order, suggested: 0, incomplete, own_sources }
    }

    /// Adds the names of one kind, in order; a name twice is reported with both places.
    pub(crate) fn add<'a: 'd, T>(&mut self, kind: EntityKind, entries: &'a [(Name, T)], faults: &mut Faults) {
        for (id, (name, _)) in entries.iter().enumerate() {
            let new = Named { kind, id: id as u32, span: name.span };
            self.order.push((kind, &name.value));
            let known = match self.by_name.entry(name.value.clone()) {
                Entry::Vacant(free) => {
                    free.insert(Known { first: new, others: 0 });
                    continue;
                }
                Entry::Occupied(known) => known.into_mut(),
            };
            let mut named = std::iter::once(&known.first).chain(&self.others[known.others as usize]);
            if let Some(first) = named.find(|named| named.kind == kind) {
                self.order.pop();
                let message = format!("{} `{}` stands here a second time", kind.word(), name.value);
                let help = "rename one of the two, or merge them";
                faults.push(
                    Diagnostic::new(Code::DuplicateKey, name.span, message)
                        .other(first.span, "first here")
                        .help(help),
                );
                continue;
            }
            if known.others == 0 {
                known.others = self.others.len() as u32;
                self.others.push(Vec::new());
            }
            self.others[known.others as usize].push(new);
        }
    }

    /// Returns what a name names.
    fn named(&self, name: &str) -> impl Iterator<Item = Named> {
        let known = self.by_name.get(name).into_iter();
        known
            .flat_map(|known| std::iter::once(&known.first).chain(&self.others[known.others as usize]))
            .copied()
    }

    /// Returns what a name names, of these kinds.
    fn fitting(&self, name: &str, kinds: &[EntityKind]) -> impl Iterator<Item = Named> {
        self.named(name).filter(|named| kinds.contains(&named.kind))
    }

    /// Returns the names that several things of these kinds have.
    pub(crate) fn shared(&self, kinds: &[EntityKind]) -> BTreeSet<SmolStr> {
        let several = self.by_name.iter().filter(|(_, known)| known.others > 0);
        let shared = several.filter(|(name, _)| self.fitting(name, kinds).nth(1).is_some());
        shared.map(|(name, _)| name.clone()).collect()
    }

    /// Binds a reference to an entity of one of the kinds, or reports why that can not be.
    pub(crate) fn bind(
        &mut self,
        name: &Name,
        kinds: &[EntityKind],
        faults: &mut Faults,
    ) -> Option<(EntityKind, u32)> {
        let (kind, bare) = self.qualified(name, kinds, faults)?;
        let kinds = kind.as_ref().map_or(kinds, std::slice::from_ref);
        let (first, second) = {
            let mut found = self.fitting(bare, kinds);
            (found.next(), found.next())
        };
        match (first, second) {
            (Some(only), None) => Some((only.kind, only.id)),
            (Some(one), Some(other)) => {
                // What a catalog brings can not make a name ambiguous that was clear before.
                let mut own = self.fitting(bare, kinds).filter(|named| named.span.source < self.own_sources);
                if let (Some(only), None) = (own.next(), own.next()) {
                    return Some((only.kind, only.id));
                }
                let message = format!("`{bare}` is both {} and {}", a(one.kind), a(other.kind));
                let help = format!("write `{}:{bare}` or `{}:{bare}`", one.kind.word(), other.kind.word());
                let fault = Diagnostic::new(Code::AmbiguousName, name.span, message)
                    .other(one.span, format!("the {}", one.kind.word()))
                    .other(other.span, format!("the {}", other.kind.word()));
                faults.push(fault.help(help));
                None
            }
            (None, _) => {
                let other = self.named(bare).next();
                self.not_found(name, bare, kinds, other, faults);
                None
            }
        }
    }

    /// Splits `kind:name`; the kind, if any, must be one that is meant here.
    fn qualified<'n>(
        &self,
        name: &'n Name,
        kinds: &[EntityKind],
        faults: &mut Faults,
    ) -> Option<(Option<EntityKind>, &'n str)> {
        let Some((word, bare)) = name.value.split_once(':') else { return Some((None, &name.value)) };
        match EntityKind::named(word) {
            Some(kind) if kinds.contains(&kind) => Some((Some(kind), bare)),
            Some(kind) => {
                let message = format!("{} is expected here, not {}", one_of(kinds), a(kind));
                faults.push(
                    Diagnostic::new(Code::WrongKind, name.span, message).help("name another thing here"),
                );
                None
            }
            None => {
                let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
                let help = did_you_mean(word, words.iter().copied()).unwrap_or_else(|| {
                    format!("write {} before the colon, or only the name", quoted(&words))
                });
                let message = format!("`{word}` in `{}` is no kind of thing", name.value);
                faults.push(Diagnostic::new(Code::WrongKind, name.span, message).help(help));
                None
            }
        }
    }

    fn not_found(
        &mut self,
        name: &Name,
        bare: &str,
        kinds: &[EntityKind],
        other: Option<Named>,
        faults: &mut Faults,
    ) {
        let expected = one_of(kinds);
        if let Some(other) = other {
            let message = format!("`{bare}` is {}; {expected} is expected here", a(other.kind));
            let fault =
                Diagnostic::new(Code::WrongKind, name.span, message).other(other.span, "it stands here");
            faults
                .push(fault.help(format!("name {expected}, or declare one under `{}`", kinds[0].section())));
            return;
        }
        if self.incomplete {
            return;
        }
        let kinds_meant = words(kinds);
        let (message, label) = match kinds.len() {
            1 | 2 => (format!("no {kinds_meant} is called `{bare}`"), String::new()),
            _ => (format!("nothing is called `{bare}`"), format!("no {kinds_meant} has this name")),
        };
        let fault = Diagnostic::new(Code::UnknownName, name.span, message).label(label);
        let declare = format!("declare it under `{}`", kinds[0].section());
        let near = if self.suggested < MOST_SUGGESTIONS { self.near(bare, kinds) } else { Vec::new() };
        self.suggested += 1;
        faults.push(match near.as_slice() {
            [] => fault.help(declare),
            [first, ..] => {
                let names: Vec<&str> = near.iter().map(|(name, _)| *name).collect();
                let help = format!("did you mean {}? Or {declare}", quoted(&names));
                fault.other(first.1, format!("`{}` stands here", first.0)).help(help)
            }
        });
    }

    /// Returns the names of these kinds that are nearest to a misspelt one, each with its place.
    fn near(&self, wrong: &str, kinds: &[EntityKind]) -> Vec<(&'d str, Span)> {
        let candidates = self.order.iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, name)| *name);
        let place = |name| Some((name, self.fitting(name, kinds).next()?.span));
        nearest(wrong, candidates).into_iter().filter_map(place).collect()
    }
}

fn a(kind: EntityKind) -> String {
    crate::field::with_article(kind.word())
}

fn one_of(kinds: &[EntityKind]) -> String {
    crate::field::with_article(&words(kinds))
}

/// Returns "system or capability".
fn words(kinds: &[EntityKind]) -> String {
    let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
    }
}

/// Returns whether a name is in lower case with dashes, as DESIGN 3 wants names to be.
pub(crate) fn is_kebab_case(name: &str) -> bool {
    let good = |c: char| match c {
        'a'..='z' | '0'..='9' | '-' => true,
        _ => c.is_numeric() || (c.is_alphabetic() && !c.is_uppercase()),
    };
    name.chars().all(good) && !name.starts_with('-') && !name.ends_with('-') && !name.contains("--")
}
