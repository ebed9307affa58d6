//! Where in the text something stands.

/// A stretch of one source: the byte offsets of its first character and of the one after its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Index of the source in [`crate::Inputs::sources`], catalogs counted after the model's own files.
    pub source: u32,
    /// Byte offset of the first character.
    pub start: u32,
    /// Byte offset after the last character.
    pub end: u32,
}

/// A value and the text it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Returns `value` as it stands at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// A line and column, both counted from one, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line, from one.
    pub line: u32,
    /// Column in characters, from one.
    pub column: u32,
}

/// Returns the line and column of a byte offset; an offset past the end is the end.
///
/// *Cost:* linear in the offset; for many positions of one text, count lines once with [`Lines`].
pub fn position(text: &str, offset: u32) -> Position {
    Lines::of(text).position(text, offset)
}

/// The line starts of one text, so that many offsets can be turned into positions.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
    /// How many characters stand before every [`STRIDE`]th byte; empty for ASCII, where bytes are characters.
    marks: Vec<u32>,
}

/// Bytes between two marks: a column costs no more than this, however long its line is.
const STRIDE: usize = 1024;

impl Lines {
    /// Returns the line starts of `text`.
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts
            .extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut characters = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                marks.push(characters);
                characters += first_bytes(chunk);
            }
        }
        Self { starts, marks }
    }

    /// Returns the line and column of a byte offset in the text the lines were counted in.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = text.floor_char_boundary(offset as usize);
        let line = self.starts.partition_point(|start| *start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        let column = self.characters(text, offset) - self.characters(text, start) + 1;
        Position { line: line as u32, column }
    }

    /// Returns the byte offsets of a line's first character and of the one after its last, its end of line left
    /// out; a line past the last is the last.
    pub fn bytes_of(&self, text: &str, line: u32) -> (usize, usize) {
        let line = (line.max(1) as usize).min(self.starts.len());
        let start = self.starts[line - 1] as usize;
        let end = self.starts.get(line).map_or(text.len(), |next| *next as usize - 1);
        let end = if end > start && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end };
        (start, end)
    }

    /// Returns how many characters stand before a byte offset.
    fn characters(&self, text: &str, offset: usize) -> u32 {
        let Some(mark) = self.marks.get((offset / STRIDE).min(self.marks.len().saturating_sub(1))) else {
            return offset as u32;
        };
        let from = (offset / STRIDE).min(self.marks.len() - 1) * STRIDE;
        mark + first_bytes(&text.as_bytes()[from..offset])
    }
}

/// Returns how many characters begin in these bytes of a UTF-8 text.
fn first_bytes(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "a\né: ü\n";
        assert_eq!(position(text, 0), Position { line: 1, column: 1 });
        let umlaut = text.find('ü').unwrap() as u32;
        assert_eq!(position(text, umlaut), Position { line: 2, column: 4 });
        assert_eq!(position(text, 999), Position { line: 3, column: 1 });
    }

    #[test]
    fn marks_count_as_a_walk_from_the_start_does() {
        let text = format!("a: b\nkey: \"{}\" end\nlast: é", "é ü x ".repeat(2_000));
        let lines = Lines::of(&text);
        for (offset, _) in text.char_indices().step_by(97).chain([(text.len(), ' ')]) {
            let before = &text[..offset];
            let line = before.matches('\n').count() as u32 + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() as u32 + 1;
            assert_eq!(lines.position(&text, offset as u32), Position { line, column }, "{offset}");
        }
    }

    #[test]
    fn a_line_is_without_its_end() {
        let text = "one\r\ntwo\n";
        let lines = Lines::of(text);
        let line = |number| {
            let (start, end) = lines.bytes_of(text, number);
            &text[start..end]
        };
        assert_eq!([line(1), line(2), line(3), line(9)], ["one", "two", "", ""]);
    }
}
