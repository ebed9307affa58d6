//! A graph for Graphviz: what stands on what.

use offing_model::Node;

use super::diagram::parts;
use super::{Exported, Scope, choices};

pub(super) fn export(scope: &Scope<'_>) -> Exported {
    let (parts, arrows) = parts(scope);
    let mut text = String::from("digraph offing {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n");
    for part in &parts {
        let shape = match part.node {
            Node::Outcome(_) => "ellipse",
            Node::Capability(_) => "box\", style=\"rounded",
            Node::System(_) => "box",
            Node::Technology(_) => "component",
            Node::Vendor(_) | Node::Person(_) => "hexagon",
        };
        text.push_str(&format!("  {} [label=\"{}\", shape=\"{shape}\"];\n", part.id, escaped(&part.label)));
    }
    for (from, to) in arrows {
        text.push_str(&format!("  {from} -> {to};\n"));
    }
    text.push_str("}\n");
    Exported {
        text,
        not_carried: vec![("choices (any, at least), drawn as plain arrows".to_owned(), choices(scope))],
        ..Exported::default()
    }
}

fn escaped(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.replace('\\', "\\\\").replace('"', "\\\"")
}
