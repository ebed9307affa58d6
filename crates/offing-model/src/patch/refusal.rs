//! Why an edit is not made.

use super::Path;
use crate::diagnostic::Diagnostic;
use crate::span::Span;

/// Why an edit can not be made safely.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// The text is no path.
    Path {
        /// What was written.
        text: String,
    },
    /// The model has no file to write into.
    NoFile {
        /// What was to be said.
        path: Path,
    },
    /// A file of the model could not be read.
    Unread {
        /// Its name.
        file: String,
    },
    /// A file of the model is no YAML.
    Broken {
        /// Its name.
        file: String,
        /// What breaks it.
        fault: Box<Diagnostic>,
    },
    /// Nothing stands there that could be taken away.
    Missing {
        /// Where.
        path: Path,
    },
    /// The way leads through a text or a number, which has no fields.
    Through {
        /// Where.
        path: Path,
        /// The text or number.
        place: Span,
    },
    /// What is to be changed is shared by an anchor (`&`) and its aliases (`*`), or tagged (`!`).
    Shared {
        /// Where.
        path: Path,
        /// What is shared.
        place: Span,
    },
    /// The text is written in a way that can not be edited without saying something else.
    Unsafe {
        /// Where.
        path: Path,
        /// The file, or the place in it.
        place: Span,
    },
}

impl Refusal {
    /// Returns where in the text the edit stopped, if it got as far as the text.
    pub fn place(&self) -> Option<Span> {
        match self {
            Refusal::Broken { fault, .. } => Some(fault.span),
            Refusal::Through { place, .. }
            | Refusal::Shared { place, .. }
            | Refusal::Unsafe { place, .. } => Some(*place),
            _ => None,
        }
    }

    /// Returns why an edit failed whose text, read again, says something else.
    pub(super) fn after_the_fact(text: &str, path: &Path, place: Span) -> Refusal {
        let path = path.clone();
        let shares = |word: &str| word.len() > 1 && word.starts_with(['&', '*', '!']);
        if text.split([' ', '\n', '[', '{', ',']).any(shares) {
            Refusal::Shared { path, place }
        } else {
            Refusal::Unsafe { path, place }
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Path { text } => {
                write!(f, "`{text}` is no path: write `section.name.field`, such as `outcomes.shop.odds`")
            }
            Refusal::NoFile { path } => write!(f, "`{path}` can not be said: the model has no file"),
            Refusal::Unread { file } => write!(f, "{file} can not be read, so nothing is changed in it"),
            Refusal::Broken { file, fault } => {
                write!(f, "{file} is not read to its end, so nothing is changed: {}", fault.message)
            }
            Refusal::Missing { path } => write!(f, "nothing stands at `{path}` that could be taken away"),
            Refusal::Through { path, .. } => {
                write!(f, "`{path}` leads through a text, which has no fields: change the text itself")
            }
            Refusal::Shared { path, .. } => write!(
                f,
                "`{path}` is shared by an anchor (`&`) and its aliases (`*`), or tagged (`!`): write it out where it \
                 is meant, then change it"
            ),
            Refusal::Unsafe { path, .. } => write!(
                f,
                "`{path}` is written in a way that can not be changed without changing something else: change it by \
                 hand"
            ),
        }
    }
}

impl std::error::Error for Refusal {}
