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
mod radar;
mod table;
mod xml;

use std::path::Path;

use offing_model::brought::Brought;

use crate::source::{SourceFault, text_of};

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
    /// A technology radar in any form that [`crate::radar`] reads.
    Radar,
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
            Form::Radar => "radar",
        }
    }
}

/// Returns what a file's text brings.
///
/// *Errors:* a text of another form, or one that breaks; each with its line where there is one.
pub fn brought(text: &str, form: Form) -> Result<Brought, SourceFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match form {
        Form::Jira => table::jira(text),
        Form::Linear => table::linear(text),
        Form::Github => github::brought(text),
        Form::Owm => owm::brought(text),
        Form::Archimate => archimate::brought(text),
        Form::Msproject => msproject::brought(text),
        Form::Radar => crate::radar::of_text(text).map(|radar| radar::brought(&radar)),
    }
}

/// Returns what a file brings; a radar may be a folder.
///
/// *Errors:* as [`brought`]; a file that can not be read.
pub fn read(path: &Path, form: Form) -> Result<Brought, SourceFault> {
    if form == Form::Radar {
        return crate::radar::read(path).map(|radar| radar::brought(&radar));
    }
    if !path.exists() {
        return Err(
            SourceFault::new(None, "can not be read: it is not there", "name a file that is there").of(path)
        );
    }
    brought(&text_of(path)?, form).map_err(|fault| fault.of(path))
}

#[cfg(test)]
mod tests;
