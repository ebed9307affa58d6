//! Lists of finished items: a tracker's export in, [`Finished`] items out.
//!
//! [`items_of`] is a pure function of a text; [`finished`] reads the files that `sources.issues` names, relative to the
//! file that names them. What was given up, or is a duplicate, was not delivered and does not count.
//!
//! ```
//! use offing_model::draft::IssuesFormat;
//! let csv = "Issue key,Sprint,Sprint,Resolved\nSHOP-1,7,8,02/Mar/26 10:15 AM\nSHOP-2,8,,\n";
//! let items = offing_load::issues::items_of(csv, IssuesFormat::Jira).unwrap();
//! assert_eq!(items.len(), 1);
//! assert_eq!(items[0].done, jiff::civil::date(2026, 3, 2));
//! ```

pub(crate) mod day;
mod github;
mod table;

use std::fmt;
use std::path::Path;

use offing_model::draft::IssuesFormat;
use offing_model::{Content, Finished, Inputs, Model};

use crate::file::{content, shown};

/// What is wrong with a list, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuesFault {
    /// The file; empty while only its text is known.
    pub file: String,
    /// The line, from 1, if there is one to name.
    pub line: Option<u64>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl IssuesFault {
    fn new(line: Option<u64>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { file: String::new(), line, message: message.into(), help: help.into() }
    }
}

impl fmt::Display for IssuesFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.message, self.help)
    }
}

impl std::error::Error for IssuesFault {}

/// Returns the finished items of a tracker's export.
///
/// *Errors:* a text of another form, a column or key that is missing, a day that can not be read; each with its line.
pub fn items_of(text: &str, format: IssuesFormat) -> Result<Vec<Finished>, IssuesFault> {
    match format {
        IssuesFormat::Jira => table::items(text, &table::JIRA),
        IssuesFormat::Linear => table::items(text, &table::LINEAR),
        IssuesFormat::Github => github::items(text),
    }
}

/// Returns the finished items of all lists that a model names, each item once, the oldest first.
///
/// *Errors:* every list that can not be read, in the order of the model.
pub fn finished(model: &Model, inputs: &Inputs) -> Result<Vec<Finished>, Vec<IssuesFault>> {
    let (mut items, mut faults) = (Vec::new(), Vec::new());
    for list in &model.sources.issues {
        let named_in = Path::new(&inputs.source(list.place.source).name);
        let path = named_in.parent().unwrap_or(Path::new("")).join(&list.path);
        match read(&path, list.format) {
            Ok(found) => items.extend(found),
            Err(fault) => faults.push(IssuesFault { file: shown(&path), ..fault }),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    items.sort();
    items.dedup();
    Ok(items)
}

fn read(path: &Path, format: IssuesFormat) -> Result<Vec<Finished>, IssuesFault> {
    let fault = |message: String, help: &str| Err(IssuesFault::new(None, message, help));
    match content(path) {
        Content::Text(text) => items_of(&text, format),
        Content::Unreadable { reason } => fault(
            format!("can not be read: {reason}"),
            "`sources.issues` names it, relative to the file it stands in",
        ),
        Content::NotUtf8 { valid_up_to } => {
            fault(format!("is no UTF-8 from byte {valid_up_to} on"), "export it again as UTF-8")
        }
        Content::TooLarge { bytes } => {
            fault(format!("is {} MB large", bytes >> 20), "export only the items of the last year")
        }
    }
}

#[cfg(test)]
mod tests;
