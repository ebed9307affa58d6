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
}

impl Lines {
    /// Returns the line starts of `text`.
    pub fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts
            .extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at as u32 + 1));
        Self { starts }
    }

    /// Returns the line and column of a byte offset in the text the lines were counted in.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start as usize <= offset);
        let start = self.starts[line - 1] as usize;
        Position { line: line as u32, column: text[start..offset].chars().count() as u32 + 1 }
    }
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
}
