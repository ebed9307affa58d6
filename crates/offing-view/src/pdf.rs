//! Pages → PDF, set by Typst as a library; only with the feature `pdf`.
//!
//! What a model says goes into the source as string literals and is never markup. Same pages, same bytes: the date is
//! the model's, the fonts are those that come with Typst, and nothing else is read.

mod charts;
mod source;
mod world;

use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::brief::Brief;
use jiff::civil::Date;

/// The size of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 millimetres.
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// Why there is no PDF: a fault of ours, as everything that a page can hold can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotSet(String);

impl std::fmt::Display for NotSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the pages could not be set: {}", self.0)
    }
}

impl std::error::Error for NotSet {}

/// Returns a brief as PDF, tagged for screen readers.
///
/// *Errors:* the pages can not be set, which is a fault of ours.
/// *Cost:* seconds.
pub fn pdf(brief: &Brief, day: Date, paper: Paper) -> Result<Vec<u8>, NotSet> {
    let written = source::of(brief, day, paper);
    let world = world::Sheets::new(written);
    let told = |found: Vec<String>| NotSet(found.join("; "));
    let messages = |errors: &[typst::diag::SourceDiagnostic]| -> Vec<String> {
        errors.iter().map(|error| error.message.to_string()).collect()
    };
    let document: PagedDocument = typst::compile(&world).output.map_err(|errors| told(messages(&errors)))?;
    typst_pdf::pdf(&document, &PdfOptions::default()).map_err(|errors| told(messages(&errors)))
}

#[cfg(test)]
mod tests;
