//! Everything a reading rests on: the ground state. Nothing else is ever consulted.

use jiff::civil::Date;

use crate::span::Span;

/// What was read from disk or from a git revision, before anything is made of it.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// The model's own files, in the order of their names.
    pub sources: Vec<Source>,
    /// Catalog descriptors that `sources.catalogs` names, in the order of their names.
    pub catalogs: Vec<Source>,
    /// Patterns of `sources.catalogs` that no file matches, each with its place.
    pub unmatched: Vec<(String, Span)>,
    /// The date to take for today when the model has no `as-of`.
    pub today: Date,
}

impl Inputs {
    /// Returns the inputs of a model that is one text, named `model.yaml`.
    pub fn of_text(text: &str, today: Date) -> Self {
        let source = Source { name: "model.yaml".to_owned(), content: Content::Text(text.to_owned()) };
        Self { sources: vec![source], catalogs: Vec::new(), unmatched: Vec::new(), today }
    }

    /// Returns the source a span points into.
    ///
    /// *Panics:* never for spans that came from reading these inputs.
    pub fn source(&self, index: u32) -> &Source {
        let index = index as usize;
        if index < self.sources.len() {
            &self.sources[index]
        } else {
            &self.catalogs[index - self.sources.len()]
        }
    }

    /// Returns the text of a source; empty where it could not be read.
    pub fn text(&self, index: u32) -> &str {
        match &self.source(index).content {
            Content::Text(text) => text,
            _ => "",
        }
    }
}

/// One file.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user would write it.
    pub name: String,
    /// What the file holds.
    pub content: Content,
}

/// What a file holds, or why that is not known.
#[derive(Debug, Clone)]
pub enum Content {
    /// Text in UTF-8.
    Text(String),
    /// Bytes that are not UTF-8; the offset of the first that is not.
    NotUtf8 {
        /// Offset of the first byte that is no UTF-8.
        valid_up_to: usize,
    },
    /// The file is larger than [`crate::LARGEST_FILE`] bytes.
    TooLarge {
        /// Size in bytes.
        bytes: u64,
    },
    /// The system would not give it.
    Unreadable {
        /// What the system said.
        reason: String,
    },
}
