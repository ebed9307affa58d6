//! Lines and columns of many spans, each file's lines counted once.

use offing_model::span::{Lines, Position};
use offing_model::{Inputs, Span};

/// Where a span stands, for readers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'i> {
    /// The file, as its user wrote it.
    pub(super) file: &'i str,
    /// Its first character.
    pub(super) start: Position,
    /// The one after its last.
    pub(super) end: Position,
}

/// The lines of all files, counted when first asked for.
pub(super) struct Places<'i> {
    inputs: &'i Inputs,
    lines: Vec<Option<Lines>>,
}

impl<'i> Places<'i> {
    pub(super) fn new(inputs: &'i Inputs) -> Self {
        Self { inputs, lines: vec![None; inputs.sources.len() + inputs.catalogs.len()] }
    }

    /// Returns where a span stands.
    pub(super) fn of(&mut self, span: Span) -> Place<'i> {
        let file = self.inputs.source(span.source).name.as_str();
        let (text, lines) = self.lines(span.source);
        Place { file, start: lines.position(text, span.start), end: lines.position(text, span.end) }
    }

    /// Returns a file's text and lines.
    pub(super) fn lines(&mut self, source: u32) -> (&'i str, &Lines) {
        let text = self.inputs.text(source);
        (text, self.lines[source as usize].get_or_insert_with(|| Lines::of(text)))
    }
}
