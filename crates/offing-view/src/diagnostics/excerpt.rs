//! The few lines of a file that a finding points at, clipped and made safe, with the carets' places in them.

use std::ops::Range;

use offing_model::Span;
use offing_model::span::Lines;

use super::safe::in_excerpt;

/// Characters of a line that are shown at most.
const WIDEST: usize = 400;

/// Characters shown before the caret in a line that is longer.
const LEAD: usize = 40;

/// Lines that may lie between two carets of one excerpt.
const FARTHEST: u32 = 30;

/// Carets of one excerpt.
const MOST_CARETS: usize = 12;

/// A piece of text to show, and where in it the carets go.
#[derive(Debug, PartialEq)]
pub(super) struct Excerpt {
    /// The lines.
    pub(super) text: String,
    /// The number of the first.
    pub(super) first_line: u32,
    /// For each mark its bytes in `text`, and its index among the spans asked for.
    pub(super) carets: Vec<(usize, Range<usize>)>,
}

/// Returns excerpts that show all `spans` of one text, the first span in the first excerpt; spans that stand near
/// one another share one.
pub(super) fn excerpts(text: &str, lines: &Lines, spans: &[Span]) -> Vec<Excerpt> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        let line = lines.position(text, span.start).line;
        let near = |group: &&mut Vec<usize>| {
            let others = || group.iter().map(|at| lines.position(text, spans[*at].start).line).chain([line]);
            let (first, last) = (others().min().unwrap_or(line), others().max().unwrap_or(line));
            let short = |line| {
                let (start, end) = lines.bytes_of(text, line);
                end - start <= WIDEST
            };
            last - first <= FARTHEST && group.len() < MOST_CARETS && (first..=last).all(short)
        };
        match groups.iter_mut().find(near) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    groups.iter().map(|group| excerpt(text, lines, spans, group)).collect()
}

fn excerpt(text: &str, lines: &Lines, spans: &[Span], group: &[usize]) -> Excerpt {
    let line_of = |at: &usize| lines.position(text, spans[*at].start).line;
    let first_line = group.iter().map(line_of).min().unwrap_or(1);
    let last_line = group.iter().map(line_of).max().unwrap_or(1);
    let mut shown = Excerpt { text: String::new(), first_line, carets: Vec::new() };
    for line in first_line..=last_line {
        if line > first_line {
            shown.text.push('\n');
        }
        let here: Vec<usize> = group.iter().copied().filter(|at| line_of(at) == line).collect();
        let (start, end) = lines.bytes_of(text, line);
        let focus = here.first().map_or(start, |at| spans[*at].start as usize);
        let (from, to) = window(text, start, end, focus);
        let offset = |byte: usize| text[from..text.floor_char_boundary(byte).clamp(from, to)].chars().count();
        let ends: Vec<(usize, usize, usize)> = here
            .iter()
            .map(|at| (*at, offset(spans[*at].start as usize), offset(spans[*at].end as usize)))
            .collect();
        push_line(&mut shown, (text, start, end), (from, to), &ends);
    }
    shown
}

/// Adds one line: clip marks where it is cut, and for each of `ends` (index, first and last character in the
/// window) a caret.
fn push_line(
    shown: &mut Excerpt,
    (text, start, end): (&str, usize, usize),
    (from, to): (usize, usize),
    ends: &[(usize, usize, usize)],
) {
    if from > start {
        shown.text.push('…');
    }
    let mut bytes = Vec::new();
    for c in text[from..to].chars() {
        bytes.push(shown.text.len());
        shown.text.push(in_excerpt(c));
    }
    bytes.push(shown.text.len());
    if to < end {
        shown.text.push('…');
    }
    for (at, first, last) in ends {
        shown.carets.push((*at, bytes[*first]..bytes[*last.max(first)]));
    }
}

/// Returns from where to where a line is shown so that `focus` is in it.
fn window(text: &str, start: usize, end: usize, focus: usize) -> (usize, usize) {
    if end - start <= WIDEST {
        return (start, end);
    }
    let focus = text.floor_char_boundary(focus.clamp(start, end));
    let from = text[start..focus].char_indices().rev().take(LEAD).last().map_or(focus, |(at, _)| start + at);
    let to = text[from..end].char_indices().nth(WIDEST).map_or(end, |(at, _)| from + at);
    (from, to)
}

/// Returns the text under a span's caret, at most one line and not too long of it.
pub(super) fn under(text: &str, span: Span) -> String {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.floor_char_boundary((span.end as usize).max(start));
    text[start..end].lines().next().unwrap_or_default().chars().take(80).collect()
}
