//! What the head of a Markdown file says: the front matter between two lines `---`, as plain data.

use crate::diagnostic::Faults;
use crate::span::Lines;
use crate::yaml::{Node, Tree};

/// A value and the line it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The line, from 1.
    pub line: u32,
    /// What is said.
    pub said: Said,
}

/// What a value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Nothing.
    Nothing,
    /// A text, a number, a truth value: as written.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Names with a value each.
    Map(Vec<(String, Value)>),
}

/// What is wrong with a front matter, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatterFault {
    /// The line, from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Value {
    /// Returns the value of a name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match &self.said {
            Said::Map(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Returns the text.
    pub fn text(&self) -> Option<&str> {
        match &self.said {
            Said::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the texts of a list; a single text is a list of one.
    pub fn texts(&self) -> Vec<&str> {
        match &self.said {
            Said::Text(text) => vec![text],
            Said::List(items) => items.iter().filter_map(Value::text).collect(),
            _ => Vec::new(),
        }
    }
}

/// Returns the front matter of a text and what follows it; `None` where the text does not begin with one.
///
/// *Errors:* a head that never ends, that is no YAML, or that is no mapping.
pub fn front_matter(text: &str) -> Result<Option<(Value, &str)>, FrontMatterFault> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return Ok(None) };
    let from = start + first.len();
    let mut end = from;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return read(text, from, end).map(|head| Some((head, &text[end + line.len()..])));
        }
        end += line.len();
    }
    let help = "end it with a line `---`".to_owned();
    Err(FrontMatterFault { line: 1, message: "the front matter never ends".to_owned(), help })
}

fn read(text: &str, from: usize, end: usize) -> Result<Value, FrontMatterFault> {
    let mut faults = Faults::default();
    let tree = Tree::read_part(0, text, from..end, &mut faults);
    let lines = Lines::of(text);
    if let Some(first) = faults.sorted().into_iter().next() {
        let line = lines.position(text, first.span.start).line;
        let help = first.help.unwrap_or_default();
        return Err(FrontMatterFault { line, message: first.message, help });
    }
    let head = tree.roots().next().map(|root| value(text, &lines, root));
    match head {
        Some(head @ Value { said: Said::Map(_), .. }) => Ok(head),
        Some(Value { said: Said::Nothing, .. }) | None => Ok(Value { line: 1, said: Said::Map(Vec::new()) }),
        Some(other) => Err(FrontMatterFault {
            line: other.line,
            message: "the front matter has no names".to_owned(),
            help: "write it as `name: value`, one a line".to_owned(),
        }),
    }
}

/// Returns a node as plain data; the tree is at most so deep that this can not run out of stack.
fn value(text: &str, lines: &Lines, node: Node<'_>) -> Value {
    let line = lines.position(text, node.span().start).line;
    let said = if node.is_null() {
        Said::Nothing
    } else if let Some(scalar) = node.scalar() {
        Said::Text(scalar.to_owned())
    } else if let Some(items) = node.items() {
        Said::List(items.map(|item| value(text, lines, item)).collect())
    } else {
        let entries = node.entries().into_iter().flatten();
        let entry =
            |(key, of): (Node<'_>, Node<'_>)| Some((key.scalar()?.to_owned(), value(text, lines, of)));
        Said::Map(entries.filter_map(entry).collect())
    };
    Value { line, said }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_data_and_the_rest_is_left() {
        let text = "---\ntitle: React\ntags: [a, b]\nfeatured: false\nnote:\n---\nBody\n---\n";
        let (head, rest) = front_matter(text).unwrap().unwrap();
        assert_eq!(rest, "Body\n---\n");
        assert_eq!(head.get("title").and_then(Value::text), Some("React"));
        assert_eq!(head.get("title").map(|value| value.line), Some(2));
        assert_eq!(head.get("tags").map(Value::texts), Some(vec!["a", "b"]));
        assert_eq!(head.get("note").map(|value| &value.said), Some(&Said::Nothing));
        assert_eq!(front_matter("# No head\n---\n"), Ok(None));
    }

    #[test]
    fn faults_name_their_line() {
        assert_eq!(front_matter("---\na: b\n").unwrap_err().line, 1);
        let fault = front_matter("---\na: b\nc: [d\n---\n").unwrap_err();
        assert!(fault.line >= 3, "{fault:?}");
        assert_eq!(front_matter("---\n- a\n---\n").unwrap_err().message, "the front matter has no names");
        assert!(front_matter("---\r\na: b\r\n---\r\nx").unwrap().is_some());
    }
}
