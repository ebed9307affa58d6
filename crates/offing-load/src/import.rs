//! Files of other tools: a text in, [`Brought`] out, as far as each form goes toward our words. What it does not reach is
//! counted and named, never dropped in silence.
//!
//! ```
//! use offing_load::import::{Form, brought};
//! let map = "title Tea\nanchor Public [0.9, 0.5]\ncomponent Cup of Tea [0.8, 0.6]\nPublic->Cup of Tea\n";
//! let brought = brought(map, Form::Owm).unwrap();
//! assert_eq!(brought.entities.len(), 2);
//! assert_eq!(brought.entities[1].name, "cup-of-tea");
//! ```

mod archimate;
mod github;
mod msproject;
mod owm;
mod table;
mod xml;

use std::fmt;
use std::path::Path;

use offing_model::Content;
use offing_model::brought::Brought;

use crate::file::{content, shown};

/// Which tool wrote a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Jira's CSV export: epics and initiatives.
    Jira,
    /// GitHub's JSON of `gh issue list`: milestones and epics.
    Github,
    /// Linear's CSV export: projects.
    Linear,
    /// A Wardley map of onlinewardleymaps.
    Owm,
    /// The ArchiMate model exchange file.
    Archimate,
    /// Microsoft Project's XML.
    Msproject,
}

impl Form {
    /// Returns its name, as it stands in origins and file names.
    pub fn word(self) -> &'static str {
        match self {
            Form::Jira => "jira",
            Form::Github => "github",
            Form::Linear => "linear",
            Form::Owm => "owm",
            Form::Archimate => "archimate",
            Form::Msproject => "msproject",
        }
    }
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportFault {
    /// The file; empty while only its text is known.
    pub file: String,
    /// The line, from 1, if there is one to name.
    pub line: Option<u64>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl ImportFault {
    fn new(line: Option<u64>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: String::new(), line, message: message.into(), help: help.into() }
    }
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.message, self.help)
    }
}

impl std::error::Error for ImportFault {}

/// Returns what a file's text brings.
///
/// *Errors:* a text of another form, or one that breaks; each with its line where there is one.
pub fn brought(text: &str, form: Form) -> Result<Brought, ImportFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match form {
        Form::Jira => table::jira(text),
        Form::Linear => table::linear(text),
        Form::Github => github::brought(text),
        Form::Owm => owm::brought(text),
        Form::Archimate => archimate::brought(text),
        Form::Msproject => msproject::brought(text),
    }
}

/// Returns what a file brings.
///
/// *Errors:* as [`brought`]; a file that can not be read.
pub fn read(path: &Path, form: Form) -> Result<Brought, ImportFault> {
    let fault = |message: String, help: &str| Err(ImportFault::new(None, message, help));
    let found = match content(path) {
        Content::Text(text) => brought(&text, form),
        Content::Unreadable { reason } => {
            fault(format!("can not be read: {reason}"), "name a file that is there")
        }
        Content::NotUtf8 { valid_up_to } => {
            fault(format!("is no UTF-8 from byte {valid_up_to} on"), "export or save it again as UTF-8")
        }
        Content::TooLarge { bytes } => {
            fault(format!("is {} MB large", bytes >> 20), "export less of it at a time")
        }
    };
    found.map_err(|fault| ImportFault { file: shown(path), ..fault })
}

#[cfg(test)]
mod tests;
