//! What is worth saying about a catalog: bounded, since catalogs are large and nobody here wrote them.

use std::collections::BTreeMap;

use super::CatalogSummary;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::span::Span;

/// How many findings of one code are told one by one.
const MOST: usize = 40;

/// How many names of things left aside are told in one finding; the summary has them all.
const MOST_NAMED: usize = 12;

/// Gathers findings and figures while catalogs are read.
pub(super) struct Findings<'f> {
    faults: &'f mut Faults,
    told: BTreeMap<Code, Told>,
    /// Documents of kinds that Offing has no use for, by kind.
    kinds: BTreeMap<String, Aside>,
    annotations: BTreeMap<String, Aside>,
    fields: BTreeMap<String, Aside>,
    pub(super) summary: CatalogSummary,
}

struct Told {
    count: usize,
    last: Span,
}

#[derive(Debug, Clone, Copy)]
struct Aside {
    count: usize,
    first: Span,
}

impl<'f> Findings<'f> {
    pub(super) fn new(faults: &'f mut Faults) -> Self {
        Self {
            faults,
            told: BTreeMap::new(),
            kinds: BTreeMap::new(),
            annotations: BTreeMap::new(),
            fields: BTreeMap::new(),
            summary: CatalogSummary::default(),
        }
    }

    pub(super) fn push(&mut self, found: Diagnostic) {
        let told = self.told.entry(found.code).or_insert(Told { count: 0, last: found.span });
        told.count += 1;
        told.last = found.span;
        if told.count <= MOST {
            self.faults.push(found);
        }
    }

    /// Reports something that is not as a descriptor should be.
    pub(super) fn syntax(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.push(Diagnostic::new(Code::CatalogSyntax, span, message).help(help));
    }

    /// Notes a document of a kind that is not carried over.
    pub(super) fn kind_aside(&mut self, kind: &str, place: Span) {
        note(&mut self.kinds, kind, place);
    }

    pub(super) fn annotation_aside(&mut self, key: &str, place: Span) {
        note(&mut self.annotations, key, place);
    }

    pub(super) fn field_aside(&mut self, field: &str, place: Span) {
        note(&mut self.fields, field, place);
    }

    /// Tells what was counted, and how many findings were not told one by one; returns the figures.
    pub(super) fn close(mut self) -> CatalogSummary {
        for (kind, aside) in &self.kinds {
            let documents = plural(aside.count, "descriptor", "descriptors");
            let message = format!("{documents} of kind `{kind}` left aside");
            let note =
                Diagnostic::new(Code::CatalogLeftAside, aside.first, message).label("the first of them");
            self.faults
                .push(note.help("Offing reads Component, API, Resource, System, Domain, Group and User"));
        }
        for (aside, word, words) in
            [(&self.annotations, "annotation", "annotations"), (&self.fields, "field", "fields")]
        {
            let Some(first) = aside.values().map(|aside| aside.first).min() else { continue };
            let message = format!("{} left aside: {}", plural(aside.len(), word, words), named(aside));
            let note = Diagnostic::new(Code::CatalogLeftAside, first, message).label("the first of them");
            self.faults.push(note.help("nothing to mend: the model has no field for them"));
        }
        for (code, told) in self.told.iter().filter(|(_, told)| told.count > MOST) {
            let more = told.count - MOST;
            let message = format!("the catalogs have {more} more findings of this kind");
            let note = Diagnostic::new(*code, told.last, message).label("the last of them");
            self.faults.push(note.help("mend those told one by one, then read again"));
        }
        let counts = |aside: BTreeMap<String, Aside>| {
            aside.into_iter().map(|(name, aside)| (name, aside.count)).collect()
        };
        self.summary.left_aside = counts(self.kinds);
        self.summary.annotations = counts(self.annotations);
        self.summary.fields = counts(self.fields);
        self.summary
    }
}

/// Reports a stretch of findings about catalogs outside a reading of their text.
pub(crate) fn push_all(faults: &mut Faults, found: impl IntoIterator<Item = Diagnostic>) {
    let mut findings = Findings::new(faults);
    for one in found {
        findings.push(one);
    }
    findings.close();
}

fn note(counts: &mut BTreeMap<String, Aside>, name: &str, place: Span) {
    match counts.get_mut(name) {
        Some(aside) => aside.count += 1,
        None => {
            counts.insert(name.to_owned(), Aside { count: 1, first: place });
        }
    }
}

/// Returns the most frequent names with their counts, and how many more there are.
fn named(counts: &BTreeMap<String, Aside>) -> String {
    let mut all: Vec<(&String, usize)> = counts.iter().map(|(name, aside)| (name, aside.count)).collect();
    all.sort_by_key(|(name, count)| (std::cmp::Reverse(*count), *name));
    let mut told: Vec<String> =
        all.iter().take(MOST_NAMED).map(|(name, count)| format!("`{name}` ({count})")).collect();
    if all.len() > MOST_NAMED {
        told.push(format!("and {} more", all.len() - MOST_NAMED));
    }
    told.join(", ")
}

/// Returns "1 field", "3 fields".
pub(super) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
