//! What is written to the model's files, when the server may write at all.

/// A file as it is and as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file, as [`offing_model::Source::name`] says it.
    pub file: String,
    /// Its text as the change was made for.
    pub before: String,
    /// Its text with the change.
    pub after: String,
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSaved {
    /// This file has changed meanwhile.
    Changed(String),
    /// The system did not let it.
    Failed(String),
}
