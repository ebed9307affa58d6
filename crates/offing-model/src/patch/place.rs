//! Where exactly in the text a value stands: the nodes of a tree know where they begin, lines know the rest.

use crate::yaml::Node;

/// A text with what is asked of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'t> {
    pub(super) text: &'t str,
}

/// The place of a value: behind a colon, behind a dash, between brackets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot<'t> {
    /// What stands there.
    pub(super) node: Node<'t>,
    /// Offset behind the colon or dash; in brackets without either, behind what stood before.
    pub(super) after: usize,
    /// Offset of the first character of the key or the value; for an item below a dash, the dash.
    pub(super) head: usize,
    /// Whether it stands in brackets.
    pub(super) in_brackets: bool,
    /// Whether it is an alias of something that stands elsewhere.
    pub(super) alias: bool,
}

impl<'t> Text<'t> {
    pub(super) fn line_start(self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Returns the end of a line, its newline left out.
    pub(super) fn line_end(self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        if end > at && self.text[..end].ends_with('\r') { end - 1 } else { end }
    }

    /// Returns the end of the line before this one; 0 where there is none.
    pub(super) fn line_before(self, at: usize) -> usize {
        let start = self.line_start(at);
        if start == 0 { 0 } else { self.line_end(self.line_start(start - 1)) }
    }

    /// Returns the start of the line after this one; the end of the text where there is none.
    pub(super) fn next_line(self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    pub(super) fn newline(self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// Returns how many characters a place is from the left.
    pub(super) fn column(self, at: usize) -> usize {
        let line = self.text[self.line_start(at)..at].trim_start_matches('\u{feff}');
        line.chars().count()
    }

    /// Returns whether only spaces stand before it on its line.
    pub(super) fn begins_line(self, at: usize) -> bool {
        self.text[self.line_start(at)..at].trim_start_matches('\u{feff}').trim().is_empty()
    }

    /// Returns whether nothing, or only a comment, follows on the line.
    pub(super) fn ends_line(self, at: usize) -> bool {
        let rest = self.text[at..self.line_end(at)].trim_start();
        rest.is_empty() || rest.starts_with('#')
    }

    /// Returns the offset of the next character that is neither white space, nor in a comment, nor one of `skipped`.
    pub(super) fn next(self, from: usize, skipped: &[char]) -> usize {
        let mut at = from;
        loop {
            let rest = &self.text[at..];
            let next = rest.trim_start_matches(|c: char| c.is_whitespace() || skipped.contains(&c));
            at = self.text.len() - next.len();
            let free =
                at == 0 || self.text[..at].ends_with(|c: char| c.is_whitespace() || skipped.contains(&c));
            if !(next.starts_with('#') && free) {
                return at;
            }
            at = self.line_end(at);
        }
    }

    /// Returns the offset behind the colon of a key; of the key where it has none.
    fn colon(self, key: Node<'_>) -> usize {
        let end = key.span().end as usize;
        let rest = self.text[end..].trim_start_matches(' ');
        if rest.starts_with(':') { self.text.len() - rest.len() + 1 } else { end }
    }

    /// Returns where the bracket stands that opens a list or mapping, if one does: behind an anchor or tag.
    pub(super) fn bracket(self, slot: &Slot<'_>) -> Option<usize> {
        let at = self.behind_properties(self.start(slot)?);
        (!slot.alias && self.text[at..].starts_with(['[', '{'])).then_some(at)
    }

    /// Returns the offset of a value itself, behind its anchor and tag.
    fn behind_properties(self, mut at: usize) -> usize {
        while self.text[at..].starts_with(['&', '!']) {
            let rest = &self.text[at..];
            let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            at = self.next(at + word, &[]);
        }
        at
    }

    /// Returns the slot of a whole document.
    pub(super) fn root(node: Node<'t>) -> Slot<'t> {
        let start = node.span().start as usize;
        Slot { node, after: start, head: start, in_brackets: false, alias: false }
    }

    /// Returns the slot of each entry of a mapping, and its key.
    pub(super) fn entries(self, map: &Slot<'t>) -> impl Iterator<Item = (Node<'t>, Slot<'t>)> {
        let in_brackets = self.bracket(map).is_some();
        map.node.entries().into_iter().flatten().map(move |(key, node)| {
            let (after, head) = (self.colon(key), key.span().start as usize);
            let alias = (node.span().start as usize) < head;
            (key, Slot { node, after, head, in_brackets, alias })
        })
    }

    /// Returns the slot of each item of a list.
    ///
    /// *Cost:* linear in the list and in what stands in it.
    pub(super) fn items(self, list: &Slot<'t>) -> Vec<Slot<'t>> {
        let bracket = self.bracket(list);
        let mut slots: Vec<Slot<'t>> = Vec::new();
        // Where a list is indented no further than its key, its node begins behind the first dash.
        let mut from = bracket.map_or(list.after, |bracket| bracket + 1);
        for node in list.node.items().into_iter().flatten() {
            let start = node.span().start as usize;
            let (after, head) = match bracket {
                Some(_) => (from, self.next(from, &[','])),
                None => {
                    let dash = self.dash(from);
                    (dash + 1, dash)
                }
            };
            let alias = start < from && !is_bare(node);
            let slot = Slot { node, after, head, in_brackets: bracket.is_some(), alias };
            from = self.end(&slot);
            slots.push(slot);
        }
        slots
    }

    /// Returns the offset of the next dash of a list.
    fn dash(self, from: usize) -> usize {
        let mut at = self.next(from, &[]);
        while !self.text[at..].starts_with('-') && at < self.text.len() {
            at = self
                .next(self.text[at..].find(char::is_whitespace).map_or(self.text.len(), |to| at + to), &[]);
        }
        at
    }

    /// Returns where the value begins, if it says anything: with its anchor, tag or `|`.
    pub(super) fn start(self, slot: &Slot<'_>) -> Option<usize> {
        if is_bare(slot.node) {
            return None;
        }
        let behind = self.text[slot.after..].trim_start_matches(' ');
        let at = self.text.len() - behind.len();
        if slot.in_brackets || !(behind.is_empty() || behind.starts_with(['\n', '\r', '#'])) {
            let skipped: &[char] = if slot.in_brackets && slot.head >= slot.after { &[','] } else { &[] };
            return Some(if slot.in_brackets { self.next(slot.after, skipped) } else { at });
        }
        Some(self.next(at, &[]))
    }

    /// Returns where the value ends; behind the colon or dash where it says nothing.
    pub(super) fn end(self, slot: &Slot<'t>) -> usize {
        let Some(start) = self.start(slot) else { return slot.after };
        let word_end = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
        if slot.alias {
            return self.text[start..].find(word_end).map_or(self.text.len(), |end| start + end);
        }
        self.end_of(slot)
    }

    fn end_of(self, slot: &Slot<'t>) -> usize {
        let (node, span) = (slot.node, slot.node.span());
        if node.scalar().is_some() {
            // The library's end of a quoted text may run on over the comment behind it.
            return self.closing_quote(span.start as usize).unwrap_or(span.end as usize);
        }
        let last = if node.items().is_some() {
            self.items(slot).last().map(|slot| self.end(slot))
        } else {
            self.entries(slot).last().map(|(_, slot)| self.end(&slot))
        };
        match self.bracket(slot) {
            None => last.unwrap_or(span.end as usize),
            Some(bracket) => (self.next(last.unwrap_or(bracket + 1), &[',']) + 1).min(self.text.len()),
        }
    }
}

impl Text<'_> {
    /// Returns the offset behind a text in quotes that begins at `at`, behind an anchor or tag perhaps.
    fn closing_quote(self, at: usize) -> Option<usize> {
        let start = self.behind_properties(at);
        let quote = self.text[start..].chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let mut escaped = false;
        let mut characters = self.text[start + 1..].char_indices().peekable();
        while let Some((offset, c)) = characters.next() {
            if escaped {
                escaped = false;
            } else if c == '\\' && quote == '"' {
                escaped = true;
            } else if c == quote {
                if quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == '\'') {
                    characters.next();
                    continue;
                }
                return Some(start + 1 + offset + 1);
            }
        }
        None
    }
}

/// Returns whether a value is left out, rather than written as `~` or `null`.
fn is_bare(node: Node<'_>) -> bool {
    node.is_null() && node.scalar() == Some("")
}
