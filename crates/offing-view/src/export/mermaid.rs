//! A Mermaid flowchart: what stands on what.

use offing_model::Node;

use super::diagram::parts;
use super::{Exported, Scope, choices};

pub(super) fn export(scope: &Scope<'_>) -> Exported {
    let (parts, arrows) = parts(scope);
    let mut text = String::from("flowchart LR\n");
    for part in &parts {
        let label = escaped(&part.label);
        let (open, close) = match part.node {
            Node::Outcome(_) => ("([", "])"),
            Node::Capability(_) => ("(", ")"),
            Node::System(_) => ("[", "]"),
            Node::Technology(_) => ("[[", "]]"),
            Node::Vendor(_) | Node::Person(_) => ("{{", "}}"),
        };
        text.push_str(&format!("  {}{open}\"{label}\"{close}\n", part.id));
    }
    for (from, to) in arrows {
        text.push_str(&format!("  {from} --> {to}\n"));
    }
    Exported {
        text,
        not_carried: vec![("choices (any, at least), drawn as plain arrows".to_owned(), choices(scope))],
        ..Exported::default()
    }
}

/// Returns a text as a label in quotes may hold it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => safe.push_str("#quot;"),
            '#' => safe.push_str("#35;"),
            '<' => safe.push_str("#lt;"),
            '>' => safe.push_str("#gt;"),
            '&' => safe.push_str("#amp;"),
            '`' => safe.push_str("#96;"),
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}
