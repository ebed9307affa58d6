//! Evaluations of a model over time: which guarantees held when, and what was different when one broke or mended.

use jiff::Timestamp;
use jiff::civil::Date;

/// One evaluation of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// When it was made.
    pub at: Timestamp,
    /// The day that was taken for today.
    pub as_of: Date,
    /// The revision of the files' repository that was checked out, where there is one.
    pub revision: Option<String>,
    /// How many errors the model had; with any, there are no verdicts.
    pub errors: usize,
    /// What became of each guarantee.
    pub verdicts: Vec<Verdict>,
}

/// What became of a guarantee in one evaluation.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Its name.
    pub guarantee: String,
    /// Whether it neither held nor was waived.
    pub fails: bool,
    /// What it wants, in words.
    pub wants: String,
    /// What was found, in words.
    pub found: String,
}

/// The day a guarantee broke or mended.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Its name.
    pub guarantee: String,
    /// When that was seen.
    pub at: Timestamp,
    /// Whether it broke; else it mended.
    pub broke: bool,
    /// What it wants, in words.
    pub wants: String,
    /// What was found, in words.
    pub found: String,
    /// What was different from the evaluation before.
    pub because: Because,
}

/// What was different between two evaluations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Because {
    /// The revision that is checked out since.
    pub revision: Option<String>,
    /// Lines of the files that came or went.
    pub lines: Vec<Line>,
    /// How many more lines did.
    pub more_lines: usize,
    /// The days between which `as-of` moved.
    pub days: Option<(Date, Date)>,
}

/// A line of a file that came or went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The file.
    pub file: String,
    /// Which line of it, from one: of the file as it is for one that came, as it was for one that went.
    pub number: usize,
    /// Whether it came.
    pub came: bool,
    /// What it says.
    pub text: String,
}
