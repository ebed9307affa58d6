//! A catalog file → its documents, each read as if it stood alone, so that a broken one hides no other.

use std::ops::Range;

/// Returns the stretches of a text that are documents of their own, those without content left out.
///
/// A line that begins with `---` or `...` ends a document wherever it stands, even inside quotes or a block of
/// text (YAML 1.2.2, rule 211, `c-forbidden`): so the cut needs no parser, and no broken document can hide it.
pub(super) fn documents(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let end = at + line.len();
        if is_marker(line, "---") {
            found.push(start..at);
            start = at;
        } else if is_marker(line, "...") {
            found.push(start..at);
            start = end;
        }
        at = end;
    }
    found.push(start..text.len());
    found.retain(|part| has_content(&text[part.clone()]));
    found
}

fn is_marker(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']))
}

/// Returns whether a document has more than comments, directives and its own marker.
fn has_content(part: &str) -> bool {
    part.lines().any(|line| {
        let rest = if is_marker(line, "---") { &line[3..] } else { line };
        let rest = rest.trim();
        !(rest.is_empty() || rest.starts_with('#') || line.starts_with('%'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        documents(text).into_iter().map(|part| &text[part]).collect()
    }

    #[test]
    fn markers_part_documents_and_only_at_the_start_of_a_line() {
        assert_eq!(parts("a: 1\n---\nb: 2\n"), ["a: 1\n", "---\nb: 2\n"]);
        assert_eq!(parts("---\na: |\n  ---\n  x\n---\nb: 2"), ["---\na: |\n  ---\n  x\n", "---\nb: 2"]);
        assert_eq!(parts("--- {a: 1}\r\n...\r\n%YAML 1.2\r\n---\r\nb: 2"), ["--- {a: 1}\r\n", "---\r\nb: 2"]);
        assert_eq!(parts("---a: 1\n"), ["---a: 1\n"], "a key may begin with dashes");
    }

    #[test]
    fn what_has_no_content_is_no_document() {
        assert!(parts("").is_empty());
        assert!(parts("\u{feff}# a comment\n---\n---\n# another\n").is_empty());
    }
}
