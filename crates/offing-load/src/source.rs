//! What a model names under `sources`: where it lies, and what is wrong with it.

use std::fmt;
use std::path::{Path, PathBuf};

use offing_model::{Content, Inputs, Span};

use crate::file::{content, shown};

/// What is wrong with a file of evidence, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFault {
    /// The file; empty while only its text is known.
    pub file: String,
    /// The line, from 1, if there is one to name.
    pub line: Option<u64>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl SourceFault {
    pub(crate) fn new(line: Option<u64>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: String::new(), line, message: message.into(), help: help.into() }
    }

    /// Says which file it is about, unless that is known already.
    pub(crate) fn of(mut self, path: &Path) -> Self {
        if self.file.is_empty() {
            self.file = shown(path);
        }
        self
    }
}

impl fmt::Display for SourceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        let colon = if self.file.is_empty() && self.line.is_none() { "" } else { ": " };
        write!(f, "{colon}{}; {}", self.message, self.help)
    }
}

impl std::error::Error for SourceFault {}

/// Returns where a path of `sources` leads: it is relative to the file that names it.
pub(crate) fn path_of(inputs: &Inputs, place: Span, path: &str) -> PathBuf {
    let named_in = Path::new(&inputs.source(place.source).name);
    named_in.parent().unwrap_or(Path::new("")).join(path)
}

/// Returns the text of a file.
///
/// *Errors:* what is no file, no UTF-8, or too large.
pub(crate) fn text_of(path: &Path) -> Result<String, SourceFault> {
    let fault = |message: String, help: &str| Err(SourceFault::new(None, message, help).of(path));
    match content(path) {
        Content::Text(text) => Ok(text),
        Content::Unreadable { reason } => fault(
            format!("can not be read: {reason}"),
            "`sources` names it, relative to the file it stands in",
        ),
        Content::NotUtf8 { valid_up_to } => {
            fault(format!("is no UTF-8 from byte {valid_up_to} on"), "export it again as UTF-8")
        }
        Content::TooLarge { bytes } => {
            fault(format!("is {} MiB large", bytes >> 20), "export less of it: 32 MiB are read at most")
        }
    }
}
