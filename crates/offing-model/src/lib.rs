//! Text → draft → model, or every fault at once.
//!
//! ```
//! use offing_model::{Inputs, read};
//! let today = jiff::civil::date(2026, 3, 2);
//! let reading = read(&Inputs::of_text("outcomes: { shop: { needs: [payments] } }", today));
//! assert!(reading.model.is_none());
//! assert_eq!(reading.diagnostics[0].message, "nothing is called `payments`");
//! ```
//!
//! In reading order: [`Inputs`] hold texts → a tree with places → [`draft`], typed records of what the text says
//! → names bound, defaults taken, checks made → [`Model`], which exists only when sound.
//!
//! *Absent on purpose:* files, clocks, answers. Parsing never fails: it reports.

mod assumed;
pub mod brought;
pub mod calendar;
mod catalog;
pub mod change;
mod checks;
mod circle;
pub mod code;
pub mod codeowners;
pub mod deliveries;
pub mod diagnostic;
pub mod draft;
pub mod end_of_life;
mod evaluation;
pub mod field;
mod finished;
pub mod front_matter;
mod inputs;
mod model;
mod names;
pub mod radar;
pub mod patch;
mod reading;
mod resolve;
pub mod shape;
pub mod span;
pub mod starter;
pub mod units;
pub mod wildcard;
mod yaml;

pub use catalog::CatalogSummary;
pub use code::Code;
pub use diagnostic::{Diagnostic, Severity};
pub use evaluation::{Because, Evaluation, Line, Turn, Verdict};
pub use finished::Finished;
pub use inputs::{Content, Inputs, Source};
pub use model::*;
pub use reading::{Reading, catalog_patterns, read};
pub use span::{Span, Spanned};

/// Size of the largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 32 << 20;
