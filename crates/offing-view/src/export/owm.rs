//! A Wardley map in the text of onlinewardleymaps: outcomes are anchors, what they stand on are components; how high
//! one stands is how near it is to an outcome, how far to the right is how settled it is.

use std::collections::BTreeMap;

use offing_model::draft::Ring;
use offing_model::units::Presence;
use offing_model::{Node, System};

use super::{Exported, Scope, choices};

/// Tags that say how settled something is, each with its place on the axis.
const STAGES: [(&str, f64); 4] = [("genesis", 0.1), ("custom", 0.3), ("product", 0.6), ("commodity", 0.85)];

pub(super) fn export(scope: &Scope<'_>) -> Exported {
    let model = scope.model;
    let drawn: Vec<Node> = model
        .nodes()
        .filter(|node| !matches!(node, Node::Person(_) | Node::Vendor(_)) && scope.tells_node(*node))
        .collect();
    let names = names(scope, &drawn);
    let below: BTreeMap<Node, Vec<Node>> = drawn.iter().map(|node| (*node, needed(scope, *node))).collect();
    let depth = depths(&drawn, &below);
    let deepest = depth.values().copied().max().unwrap_or(0) as f64;
    let mut text = format!("title {}\n\n", one_line(&model.company.name));
    for node in &drawn {
        let visible = 0.97 - 0.9 * depth[node] as f64 / deepest.max(1.0);
        let name = &names[node];
        let line = match node {
            Node::Outcome(_) => format!("anchor {name} [0.97, {:.2}]\n", settled(scope, *node)),
            Node::Technology(_) => {
                format!("component {name} [{visible:.2}, {:.2}] (buy)\n", settled(scope, *node))
            }
            _ => format!("component {name} [{visible:.2}, {:.2}]\n", settled(scope, *node)),
        };
        text.push_str(&line);
    }
    text.push('\n');
    for (node, needed) in drawn.iter().map(|node| (node, &below[node])) {
        for other in needed {
            text.push_str(&format!("{}->{}\n", names[node], names[other]));
        }
    }
    text.push_str("\nstyle wardley\n");
    let left = [
        ("choices (any, at least), drawn as plain links", choices(scope)),
        ("vendors", scope.of(&model.vendors, |one| &one.card).len()),
        ("people", scope.of(&model.people, |one| &one.card).len()),
        ("initiatives", scope.of(&model.initiatives, |one| &one.card).len()),
    ];
    let not_carried = left.into_iter().map(|(what, count)| (what.to_owned(), count)).collect();
    Exported { text, not_carried, ..Exported::default() }
}

fn needed(scope: &Scope<'_>, node: Node) -> Vec<Node> {
    let model = scope.model;
    let mut nodes = match node {
        Node::Outcome(id) => scope.needed(&model[id].needs),
        Node::Capability(id) => scope.needed(&model[id].needs),
        Node::System(id) => {
            let system: &System = &model[id];
            let mut nodes = scope.needed(&system.needs);
            nodes.extend(
                system.uses.iter().map(|id| Node::Technology(*id)).filter(|node| scope.tells_node(*node)),
            );
            nodes
        }
        Node::Technology(_) | Node::Vendor(_) | Node::Person(_) => Vec::new(),
    };
    nodes.retain(|node| !matches!(node, Node::Person(_) | Node::Vendor(_)));
    nodes
}

/// Returns how many steps each thing is below the nearest outcome.
fn depths(drawn: &[Node], below: &BTreeMap<Node, Vec<Node>>) -> BTreeMap<Node, usize> {
    let mut depth: BTreeMap<Node, usize> = BTreeMap::new();
    let mut level: Vec<Node> =
        drawn.iter().copied().filter(|node| matches!(node, Node::Outcome(_))).collect();
    let mut at = 0;
    while !level.is_empty() {
        level.retain(|node| !depth.contains_key(node));
        depth.extend(level.iter().map(|node| (*node, at)));
        level = level.iter().flat_map(|node| below[node].iter().copied()).collect();
        at += 1;
    }
    for node in drawn {
        depth.entry(*node).or_insert(1);
    }
    depth
}

/// Returns how settled something is: what its tags say, or what is known of it.
fn settled(scope: &Scope<'_>, node: Node) -> f64 {
    let model = scope.model;
    let tags = &model.card(node).tags;
    if let Some((_, place)) = STAGES.iter().find(|(stage, _)| tags.iter().any(|tag| tag == stage)) {
        return *place;
    }
    match node {
        Node::Capability(id) if model[id].have == Presence::Known(true) => 0.5,
        Node::Capability(_) => 0.3,
        Node::Technology(id) => match model[id].ring {
            Some(Ring::Assess) => 0.4,
            Some(Ring::Trial) => 0.6,
            _ => 0.8,
        },
        _ => 0.5,
    }
}

/// Returns a name for each thing that no other has: its title, with its kind where two share one.
fn names(scope: &Scope<'_>, drawn: &[Node]) -> BTreeMap<Node, String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    let title = |node: Node| one_line(scope.model.card(node).shown());
    drawn.iter().for_each(|node| *count.entry(title(*node)).or_default() += 1);
    let name = |node: &Node| match count[&title(*node)] {
        1 => title(*node),
        _ => format!("{} {}", title(*node), node.kind().word()),
    };
    drawn.iter().map(|node| (*node, name(node))).collect()
}

/// Returns a text without what the map's lines are cut at.
fn one_line(text: &str) -> String {
    let safe =
        |c: char| if c.is_control() || matches!(c, '[' | ']' | '(' | ')' | ';' | '>') { ' ' } else { c };
    let text: String = text.chars().map(safe).collect();
    text.replace("//", "/").split_whitespace().collect::<Vec<_>>().join(" ")
}
