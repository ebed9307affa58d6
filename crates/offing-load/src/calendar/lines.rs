//! The text of a calendar as content lines: unfolded, each with its name, parameters and the line it begins in.
//!
//! *Source:* RFC 5545, 3.1 and 3.2.

use crate::source::SourceFault;

/// A content line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Where it begins, from 1.
    pub(super) at: u64,
    /// Its name, in capitals.
    pub(super) name: String,
    /// Its parameters: names in capitals, values without quotes.
    pub(super) params: Vec<(String, String)>,
    /// What it says, escapes and all.
    pub(super) value: String,
}

impl Line {
    /// Returns the value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns a fault of this line.
    pub(super) fn fault(&self, message: impl Into<String>, help: impl Into<String>) -> SourceFault {
        SourceFault::new(Some(self.at), message, help)
    }

    /// Returns the text it says, escapes undone.
    pub(super) fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// Returns the texts of a list with commas between them.
    pub(super) fn texts(&self) -> Vec<String> {
        let (mut parts, mut part, mut escaped) = (Vec::new(), String::new(), false);
        for c in self.value.chars() {
            if c == ',' && !escaped {
                parts.push(unescaped(&std::mem::take(&mut part)));
                continue;
            }
            escaped = c == '\\' && !escaped;
            part.push(c);
        }
        parts.push(unescaped(&part));
        parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}

/// Returns the content lines of a text.
///
/// *Errors:* a line that is none, with its number.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, SourceFault> {
    let mut unfolded: Vec<(u64, String)> = Vec::new();
    for (at, raw) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
        match (raw.strip_prefix([' ', '\t']), unfolded.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ if raw.trim().is_empty() => {}
            _ => unfolded.push((at as u64 + 1, raw.to_owned())),
        }
    }
    unfolded.into_iter().map(|(at, line)| content(at, &line)).collect()
}

/// Reads `NAME;PARAM=VALUE:what it says`.
fn content(at: u64, line: &str) -> Result<Line, SourceFault> {
    let broken = || {
        let help = "export the calendar again as iCalendar (.ics)";
        SourceFault::new(Some(at), "no line of a calendar: `NAME:VALUE` is expected", help)
    };
    let mut quoted = false;
    let mut ends = Vec::new();
    let colon = line.char_indices().find(|(at, c)| {
        match c {
            '"' => quoted = !quoted,
            ';' if !quoted => ends.push(*at),
            _ => {}
        }
        *c == ':' && !quoted
    });
    let (colon, _) = colon.ok_or_else(broken)?;
    ends.push(colon);
    let name = &line[..ends[0]];
    if name.is_empty()
        || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    {
        return Err(broken());
    }
    let param = |pair: &[usize]| {
        let (name, value) = line[pair[0] + 1..pair[1]].split_once('=')?;
        Some((name.to_ascii_uppercase(), value.trim_matches('"').to_owned()))
    };
    let params = ends.windows(2).filter_map(param).collect();
    // Some programs write `item1.DTSTART`.
    let name = name.rsplit('.').next().unwrap_or(name).to_ascii_uppercase();
    Ok(Line { at, name, params, value: line[colon + 1..].to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_unfolded_and_taken_apart() {
        let text = "ATTENDEE;CN=\"Doe; J: x\";PARTSTAT=DECLINED:mailto:j\r\n @a.example\r\n\r\nSUMMARY:a\\, b\\nc\r\n";
        let lines = lines(text).unwrap();
        assert_eq!(
            (lines[0].param("CN"), lines[0].value.as_str()),
            (Some("Doe; J: x"), "mailto:j@a.example")
        );
        assert_eq!((lines[1].at, lines[1].text().as_str()), (4, "a, b\nc"));
        let list = Line { value: "a\\,b, c,,\\".to_owned(), ..lines[1].clone() };
        assert_eq!(list.texts(), ["a,b", "c"]);
    }

    #[test]
    fn what_is_no_line_is_told_by_its_number() {
        assert_eq!(lines("BEGIN:VCALENDAR\nnonsense\n").unwrap_err().line, Some(2));
        assert_eq!(lines("A;B=\"x:1\n").unwrap_err().line, Some(1));
        assert_eq!(lines(":x\n").unwrap_err().line, Some(1));
        assert_eq!(lines("é:x\n").unwrap_err().line, Some(1));
    }
}
