//! Why a revision of a model can not be read.

use std::fmt;
use std::path::PathBuf;

/// Why there is nothing to read at a revision; says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RevisionError {
    /// The model is in no git repository.
    NoRepository {
        /// The model's path as given.
        path: PathBuf,
    },
    /// Nothing, or more than one thing, is called so.
    Unknown {
        /// The revision as given.
        revision: String,
        /// What git says.
        reason: String,
        /// Names that are near.
        near: Vec<String>,
    },
    /// The revision has no model at that path.
    NoModel {
        /// The revision as given.
        revision: String,
        /// The model's path as given.
        path: String,
    },
    /// Something in the repository can not be read.
    Damaged {
        /// What.
        what: String,
        /// What git says.
        reason: String,
    },
}

impl fmt::Display for RevisionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RevisionError::NoRepository { path } => write!(
                f,
                "`{}` is in no git repository: name a model that is, or compare two folders with `offing diff FOLDER1 \
                 FOLDER2`",
                path.display()
            ),
            RevisionError::Unknown { revision, reason, near } => {
                write!(f, "git knows no revision `{revision}`: ")?;
                if near.is_empty() {
                    write!(f, "name a branch, a tag, a commit or `HEAD~1` ({reason})")
                } else {
                    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
                    write!(f, "did you mean {}?", near.join(" or "))
                }
            }
            RevisionError::NoModel { revision, path } => write!(
                f,
                "there is no model at `{path}` in `{revision}`: name the path it had then, or a revision in which it \
                 is there (`git log -- {path}` lists them)"
            ),
            RevisionError::Damaged { what, reason } => write!(
                f,
                "{what} can not be read from the git repository: {reason}; `git fsck` tells more, `git fetch \
                 --unshallow` brings what a shallow clone left out"
            ),
        }
    }
}

impl std::error::Error for RevisionError {}
