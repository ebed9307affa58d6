//! Software catalogs: what Backstage descriptors say, as entries of a model that nobody had to type.
//!
//! Text → documents → descriptors → entries, merged under what was written by hand: that always wins, and where
//! the two differ both places are shown. Nothing a catalog holds makes a model unsound: what is faulty is a
//! warning, what has no place here is counted and named, what would close a circle is left out.
//!
//! *Absent on purpose:* people's mail addresses and pictures; owners of APIs as anything but a tag.

mod circles;
mod documents;
mod entity;
mod findings;
mod index;
mod merge;
mod reference;
mod translate;

use std::collections::BTreeMap;

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::draft::{CapabilityDraft, PersonDraft, SystemDraft, TeamDraft};
use crate::field::Name;
use crate::inputs::{Content, Source};
use crate::reading::{Draft, unread};
use crate::yaml::Tree;

pub(crate) use circles::break_circles;
pub(crate) use entity::shorten;
pub(crate) use findings::push_all;
pub(crate) use index::sanitised;
pub(crate) use merge::merge;

use entity::Entity;
use findings::Findings;

/// What became of a catalog's descriptors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogSummary {
    /// How many files were read.
    pub files: usize,
    /// Descriptors read, by kind as the catalog calls it.
    pub read: BTreeMap<String, usize>,
    /// Those of them that describe again what another described.
    pub repeated: BTreeMap<String, usize>,
    /// Descriptors of other kinds, left aside.
    pub left_aside: BTreeMap<String, usize>,
    /// Documents that no descriptor could be made out of.
    pub faulty: usize,
    /// Annotations left aside, by key.
    pub annotations: BTreeMap<String, usize>,
    /// Fields left aside, by name.
    pub fields: BTreeMap<String, usize>,
}

/// Entries that catalogs make.
#[derive(Debug, Default)]
pub(crate) struct Catalog {
    pub(crate) systems: Vec<(Name, SystemDraft)>,
    pub(crate) capabilities: Vec<(Name, CapabilityDraft)>,
    pub(crate) teams: Vec<(Name, TeamDraft)>,
    pub(crate) people: Vec<(Name, PersonDraft)>,
}

/// Returns the entries of all catalogs and what became of their descriptors.
///
/// *Shape:* the first of `sources` is source number `first` of its inputs.
/// *Cost:* linear in the text.
pub(crate) fn read(
    sources: &[Source],
    first: u32,
    draft: &Draft,
    faults: &mut Faults,
) -> (Catalog, CatalogSummary) {
    let mut findings = Findings::new(faults);
    let mut entities = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        entities_of(source, first + at as u32, &mut entities, &mut findings);
    }
    let catalog = translate::translate(entities, draft, &mut findings);
    (catalog, findings.close())
}

fn entities_of(source: &Source, number: u32, entities: &mut Vec<Entity>, findings: &mut Findings<'_>) {
    if let Some(fault) = unread(number, &source.content) {
        findings.push(Diagnostic { code: Code::CatalogSyntax, ..fault });
        return;
    }
    let Content::Text(text) = &source.content else { return };
    findings.summary.files += 1;
    for part in documents::documents(text) {
        let mut broken = Faults::default();
        let tree = Tree::read_part(number, text, part, &mut broken);
        for fault in broken.sorted() {
            findings.push(Diagnostic { code: Code::CatalogSyntax, ..fault });
        }
        if tree.incomplete {
            findings.summary.faulty += 1;
            continue;
        }
        for root in tree.roots().filter(|root| !root.is_null()) {
            entities.extend(Entity::read(root, findings));
        }
    }
}

#[cfg(test)]
mod tests;
