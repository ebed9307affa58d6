//! A text while it is edited: which parts of it still stand where they stood.

use super::Replacement;

/// A text as stretches of the original and of what was put in.
#[derive(Debug, Clone)]
pub(super) struct Pieces {
    original: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    Kept { start: usize, end: usize },
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Piece::Kept { start, end } => end - start,
            Piece::New(text) => text.len(),
        }
    }

    /// Returns the part of it between two offsets.
    fn part(&self, from: usize, to: usize) -> Piece {
        match self {
            Piece::Kept { start, .. } => Piece::Kept { start: start + from, end: start + to },
            Piece::New(text) => Piece::New(text[from..to].to_owned()),
        }
    }
}

impl Pieces {
    pub(super) fn of(text: &str) -> Self {
        Self { original: text.to_owned(), pieces: vec![Piece::Kept { start: 0, end: text.len() }] }
    }

    /// Replaces parts of the text as it is now; they are in its order and do not overlap.
    pub(super) fn replace(&mut self, replacements: &[Replacement]) {
        for replacement in replacements.iter().rev() {
            self.replace_one(replacement);
        }
    }

    fn replace_one(&mut self, replacement: &Replacement) {
        let mut after = Vec::with_capacity(self.pieces.len() + 2);
        let mut at = 0;
        let mut placed = false;
        for piece in &self.pieces {
            let (start, end) = (at, at + piece.len());
            let keep_to = replacement.start.clamp(start, end);
            let keep_from = replacement.end.clamp(start, end);
            if keep_to > start {
                after.push(piece.part(0, keep_to - start));
            }
            if !placed && replacement.start <= end {
                after.push(Piece::New(replacement.text.clone()));
                placed = true;
            }
            if keep_from < end {
                after.push(piece.part(keep_from - start, end - start));
            }
            at = end;
        }
        self.pieces = after;
    }

    /// Returns the text as it is now.
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.original.len());
        for piece in &self.pieces {
            match piece {
                Piece::Kept { start, end } => text.push_str(&self.original[*start..*end]),
                Piece::New(new) => text.push_str(new),
            }
        }
        text
    }

    /// Returns what was replaced in the original.
    pub(super) fn replacements(&self) -> Vec<Replacement> {
        let mut replacements = Vec::new();
        let mut at = 0;
        let mut text = String::new();
        let end = Piece::Kept { start: self.original.len(), end: self.original.len() };
        for piece in self.pieces.iter().chain([&end]) {
            match piece {
                Piece::New(new) => text.push_str(new),
                Piece::Kept { start, end } => {
                    if *start > at || !text.is_empty() {
                        let text = std::mem::take(&mut text);
                        replacements.push(Replacement { start: at, end: *start, text });
                    }
                    at = *end;
                }
            }
        }
        replacements
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replacement(start: usize, end: usize, text: &str) -> Replacement {
        Replacement { start, end, text: text.to_owned() }
    }

    #[test]
    fn replacements_of_replacements_are_replacements_of_the_original() {
        let mut pieces = Pieces::of("one two three");
        pieces.replace(&[replacement(4, 7, "2"), replacement(13, 13, "!")]);
        assert_eq!(pieces.text(), "one 2 three!");
        pieces.replace(&[replacement(0, 3, "1"), replacement(11, 12, "?")]);
        assert_eq!(pieces.text(), "1 2 three?");
        let expected = [replacement(0, 3, "1"), replacement(4, 7, "2"), replacement(13, 13, "?")];
        assert_eq!(pieces.replacements(), expected);
    }
}
