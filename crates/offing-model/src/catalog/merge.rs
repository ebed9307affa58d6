//! A catalog under a draft: what was written by hand wins, what it leaves out is filled, differences are shown.

use std::collections::{BTreeSet, HashMap, HashSet};

use smol_str::SmolStr;

use super::Catalog;
use super::entity::shorten;
use super::findings::push_all;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::draft::{CapabilityDraft, Card, NeedDraft, PersonDraft, SystemDraft, TeamDraft};
use crate::field::{List, Name};
use crate::model::EntityKind;
use crate::reading::Draft;
use crate::span::Spanned;

/// Adds a catalog's entries to a draft; differences are notes, never more.
pub(crate) fn merge(draft: &mut Draft, catalog: Catalog, faults: &mut Faults) {
    let mut differences = Vec::new();
    add(EntityKind::System, &mut draft.systems, catalog.systems, &mut differences);
    add(EntityKind::Capability, &mut draft.capabilities, catalog.capabilities, &mut differences);
    add(EntityKind::Team, &mut draft.teams, catalog.teams, &mut differences);
    add(EntityKind::Person, &mut draft.people, catalog.people, &mut differences);
    push_all(faults, differences);
}

fn add<T: Fill>(
    kind: EntityKind,
    mine: &mut Vec<(Name, T)>,
    theirs: Vec<(Name, T)>,
    differences: &mut Vec<Diagnostic>,
) {
    if theirs.is_empty() {
        return;
    }
    let mut at: HashMap<SmolStr, usize> = HashMap::with_capacity(mine.len());
    for (index, (name, _)) in mine.iter().enumerate() {
        at.entry(name.value.clone()).or_insert(index);
    }
    for (name, entry) in theirs {
        match at.get(&name.value) {
            Some(index) => {
                let mut differ = Differ { kind, name: &name.value, found: differences };
                mine[*index].1.fill(entry, &mut differ);
            }
            None => mine.push((name, entry)),
        }
    }
}

/// An entry that can be filled from another of the same name.
trait Fill {
    /// Takes what it does not say itself.
    fn fill(&mut self, theirs: Self, differ: &mut Differ<'_>);
}

impl Fill for SystemDraft {
    fn fill(&mut self, theirs: Self, differ: &mut Differ<'_>) {
        card(&mut self.card, theirs.card, differ);
        differ.field("owner", &mut self.owner, theirs.owner, bare);
        differ.field("lead", &mut self.lead, theirs.lead, bare);
        differ.field("needs", &mut self.needs, theirs.needs, needed);
    }
}

impl Fill for CapabilityDraft {
    fn fill(&mut self, theirs: Self, differ: &mut Differ<'_>) {
        card(&mut self.card, theirs.card, differ);
        differ.field("have", &mut self.have, theirs.have, |have| have.0.to_string());
        differ.field("needs", &mut self.needs, theirs.needs, needed);
    }
}

impl Fill for TeamDraft {
    fn fill(&mut self, theirs: Self, differ: &mut Differ<'_>) {
        card(&mut self.card, theirs.card, differ);
        differ.field("people", &mut self.people, theirs.people, |people| crate::units::trim(people.0));
    }
}

impl Fill for PersonDraft {
    fn fill(&mut self, theirs: Self, differ: &mut Differ<'_>) {
        card(&mut self.card, theirs.card, differ);
        differ.field("team", &mut self.team, theirs.team, bare);
    }
}

/// Fills a card. A note is free text, so two notes are no difference; tags add up.
fn card(mine: &mut Card, theirs: Card, differ: &mut Differ<'_>) {
    differ.field("title", &mut mine.title, theirs.title, Clone::clone);
    let Some(theirs) = theirs.rest else { return };
    let mine = mine.rest();
    differ.field("link", &mut mine.link, theirs.link, Clone::clone);
    mine.note = mine.note.take().or(theirs.note);
    mine.tags = match (mine.tags.take(), theirs.tags) {
        (Some(mine), Some(theirs)) => {
            let mut all = mine.value.0;
            let known: HashSet<String> = all.iter().map(|tag| tag.value.clone()).collect();
            all.extend(theirs.value.0.into_iter().filter(|tag| !known.contains(&tag.value)));
            Some(Spanned::new(List(all), mine.span))
        }
        (mine, theirs) => mine.or(theirs),
    };
}

/// Gathers where an entry and a catalog say different things.
struct Differ<'d> {
    kind: EntityKind,
    name: &'d str,
    found: &'d mut Vec<Diagnostic>,
}

impl Differ<'_> {
    /// Fills a field that is not said; where both say it, compares what `said` makes of the two.
    fn field<T>(
        &mut self,
        field: &str,
        mine: &mut Option<Spanned<T>>,
        theirs: Option<Spanned<T>>,
        said: impl Fn(&T) -> String,
    ) {
        let Some(theirs) = theirs else { return };
        let Some(mine) = mine else {
            *mine = Some(theirs);
            return;
        };
        let (ours, other) = (said(&mine.value), said(&theirs.value));
        if ours == other {
            return;
        }
        let (ours, other) = (shorten(&ours, 60), shorten(&other, 60));
        let message = format!(
            "{} `{}`: `{field}` is `{ours}` here and `{other}` in the catalog; what is written here counts",
            self.kind.word(),
            self.name
        );
        let found = Diagnostic::new(Code::CatalogDiffers, mine.span, message);
        let found = found.other(theirs.span, "the catalog says otherwise");
        self.found
            .push(found.help("mend the one that is wrong, or delete the line here to take the catalog's"));
    }
}

/// Returns a name without the kind before it.
fn bare(name: &SmolStr) -> String {
    name.rsplit_once(':').map_or(name.as_str(), |(_, bare)| bare).to_owned()
}

/// Returns the names a need has in it, in the order of the alphabet.
fn needed(need: &NeedDraft) -> String {
    let mut names = BTreeSet::new();
    need.each_name(&mut |name| {
        names.insert(bare(&name.value));
    });
    names.into_iter().collect::<Vec<_>>().join(", ")
}
