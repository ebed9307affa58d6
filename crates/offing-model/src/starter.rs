//! The first model of a company: a small one to change, or one made out of the catalog there is.
//!
//! ```
//! use offing_model::{Inputs, read, starter};
//! let reading = read(&Inputs::of_text(starter::text(), jiff::civil::date(2026, 3, 2)));
//! assert_eq!(reading.model.expect("the starter is sound").outcomes.len(), 3);
//! ```

mod owners;
mod write;

pub(crate) use write::{in_quotes, is_printable};

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::{self, CatalogSummary};
use crate::diagnostic::{Diagnostic, Faults};
use crate::inputs::{Inputs, Source};
use crate::model::{EntityKind, Model};
use crate::reading::Draft;
use crate::resolve;

/// Returns the text of a small, commented model that already yields an answer.
pub fn text() -> &'static str {
    include_str!("starter/model.yaml")
}

/// What was found to start from.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// Catalog descriptors, in the order of their names.
    pub catalogs: Vec<Source>,
    /// CODEOWNERS files, in the order of their names.
    pub owners: Vec<Source>,
    /// How many other YAML files were seen.
    pub others: usize,
}

/// A model made out of what was there.
#[derive(Debug)]
pub struct Init {
    /// The model, as text to be written.
    pub text: String,
    /// What it was made of and what of that was left aside.
    pub summary: Summary,
    /// What is worth knowing about the catalog, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that the diagnostics' places are in.
    pub inputs: Inputs,
}

/// What became of what was gathered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// What became of descriptors, by kind as the catalog calls it.
    pub catalog: CatalogSummary,
    /// How many CODEOWNERS files were read.
    pub owners_files: usize,
    /// Other YAML files, not read.
    pub others: usize,
    /// Entries of the model, by kind.
    pub made: BTreeMap<EntityKind, usize>,
}

/// Returns the model that descriptors and CODEOWNERS make, as text with comments: the same gathered, the same text.
///
/// Owners of CODEOWNERS become teams and people, and own what they match where a descriptor names no owner. One outcome
/// is added, `run-today`, which needs every system and capability that nothing else needs.
pub fn from_catalogs(gathered: Gathered) -> Init {
    let Gathered { catalogs, owners, others } = gathered;
    let mut faults = Faults::default();
    // Nothing is written by hand: every source is a catalog.
    let mut draft = Draft::default();
    let (mut made, catalog) = catalog::read(&catalogs, 0, &draft, &mut faults);
    let owners_files = owners::assign(&mut made, &catalogs, &owners, &mut faults);
    catalog::merge(&mut draft, made, &mut faults);
    let model = resolve::resolve(&draft, Date::ZERO, &mut faults)
        .expect("what a catalog says is turned into entries without errors, or left out");
    let summary = Summary { catalog, owners_files, others, made: counts(&model) };
    let text = write::model(&model, &summary);
    let sources = catalogs.into_iter().chain(owners).collect();
    let inputs = Inputs { sources: Vec::new(), catalogs: sources, unmatched: Vec::new(), today: Date::ZERO };
    Init { text, summary, diagnostics: faults.sorted(), inputs }
}

fn counts(model: &Model) -> BTreeMap<EntityKind, usize> {
    // The outcome that is added when the model is written.
    let mut made = BTreeMap::from([(EntityKind::Outcome, 1)]);
    model.each_card(&mut |kind, _| *made.entry(kind).or_default() += 1);
    made
}

#[cfg(test)]
mod tests;
