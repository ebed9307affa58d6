//! The map of a study: what outcomes stand on, layer by layer, coloured by state.

use offing_analysis::closing::can_be_lost;
use offing_analysis::graph::needed;
use offing_analysis::holding::{Holds, Status};
use offing_analysis::study::Study;
use offing_analysis::words::amount;
use offing_model::{EntityKind, Model, Node, System, TeamId};

use crate::map::{Layer, Map, Thing};
use crate::names::Names;
use crate::page::Tone;
use crate::site::Section;

/// How many things of a layer are drawn; of more, those on which most outcomes stand.
const MOST: usize = 36;

/// The layers that hold nodes.
const LAYERS: [(EntityKind, &str); 5] = [
    (EntityKind::Outcome, "Outcomes"),
    (EntityKind::Capability, "Capabilities"),
    (EntityKind::System, "Systems"),
    (EntityKind::Technology, "Technologies"),
    (EntityKind::Vendor, "Vendors"),
];

/// Returns the map, of things that outcomes stand on; `None` where there is no outcome.
pub(crate) fn map(study: &Study) -> Option<Map> {
    let model = study.model();
    if model.outcomes.is_empty() {
        return None;
    }
    let names = Names::of(model);
    let weight = standing_on(study);
    let mut drawn: Vec<Node> = Vec::new();
    let mut layers = Vec::new();
    for (kind, title) in LAYERS {
        let mut here: Vec<Node> =
            model.nodes().filter(|node| node.kind() == kind && weight[model.node_index(*node)] > 0).collect();
        here.sort_by_key(|node| std::cmp::Reverse(weight[model.node_index(*node)]));
        let more = here.len().saturating_sub(MOST);
        here.truncate(MOST);
        here.sort_unstable();
        let things = here.iter().map(|node| thing(study, &names, *node)).collect();
        drawn.extend(here);
        layers.push(Layer { title, things, more });
    }
    let teams = teams(model, &drawn);
    let place = |node: Node| drawn.iter().position(|other| *other == node);
    let mut edges: Vec<(usize, usize)> = Vec::new();
    for (from, node) in drawn.iter().enumerate() {
        edges.extend(needed(model, *node).into_iter().filter_map(place).map(|to| (from, to)));
        if let Node::System(id) = node
            && let Some(owner) = model[*id].owner
        {
            let team = teams.iter().position(|team| *team == owner);
            edges.extend(team.map(|at| (from, drawn.len() + at)));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    let things = teams.iter().map(|id| team_thing(model, *id)).collect();
    layers.push(Layer { title: "Teams", things, more: 0 });
    layers.retain(|layer| !layer.things.is_empty());
    mark_closers(study, &drawn, &mut layers);
    Some(Map { says: says(&layers), layers, edges })
}

/// Returns how many outcomes stand on each node, outcomes on themselves.
fn standing_on(study: &Study) -> Vec<u32> {
    let model = study.model();
    let mut weight = vec![0; model.node_count()];
    for id in offing_model::Outcome::ids(model) {
        let below = study.graph().below(model, &[Node::Outcome(id)]);
        weight.iter_mut().zip(below).for_each(|(weight, below)| *weight += u32::from(below));
    }
    weight
}

fn teams(model: &Model, drawn: &[Node]) -> Vec<TeamId> {
    let owner = |node: &Node| match node {
        Node::System(id) => model[*id].owner,
        _ => None,
    };
    let mut teams: Vec<TeamId> = drawn.iter().filter_map(owner).collect();
    teams.sort_unstable();
    teams.dedup();
    teams
}

fn thing(study: &Study, names: &Names<'_>, node: Node) -> Thing {
    let model = study.model();
    let at = model.node_index(node);
    let holding = &study.ensure().holding;
    let (state, tone) = match node {
        Node::Outcome(id) => match holding.status(model, id) {
            Status::Enabled => ("enabled", Tone::Good),
            Status::Reachable => ("reachable", Tone::Strong),
            Status::Unknown => ("unknown", Tone::Warn),
            Status::Blocked => ("blocked", Tone::Bad),
        },
        _ => match (holding.now[at], holding.later[at]) {
            (Holds::Yes, _) => ("holds", Tone::Good),
            (Holds::Unknown, _) => ("unknown", Tone::Warn),
            (Holds::No, Holds::No) => ("missing", Tone::Bad),
            (Holds::No, _) => ("on its way", Tone::Strong),
        },
    };
    let card = model.card(node);
    // Outcomes are known by their titles; what they stand on by names, which are short enough for a map.
    let label = match node {
        Node::Outcome(_) => card.shown().to_owned(),
        _ => names.of_node(node),
    };
    let loss = if can_be_lost(model, node) { model.label(node) } else { String::new() };
    let brings = holding.brought_by[at].first().filter(|_| holding.exists[at] != Holds::Yes);
    let brought_by = brings.map(|id| model[*id].card.name.to_string()).unwrap_or_default();
    let title = card.title.clone().filter(|title| *title != label).unwrap_or_default();
    Thing {
        label,
        title,
        loss,
        brought_by,
        kind: node.kind().word(),
        state,
        tone,
        section: Some(Section::Thing(node)),
        closes: Vec::new(),
    }
}

fn team_thing(model: &Model, id: TeamId) -> Thing {
    let owned = System::ids(model).filter(|system| model[*system].owner == Some(id)).count();
    Thing {
        label: format!("{} ({owned})", model[id].card.name),
        title: model[id].card.title.clone().unwrap_or_default(),
        loss: String::new(),
        brought_by: String::new(),
        kind: "team",
        state: "",
        tone: Tone::Faint,
        section: Some(Section::Plan),
        closes: Vec::new(),
    }
}

/// Says of each thing which outcomes it closes alone.
fn mark_closers(study: &Study, drawn: &[Node], layers: &mut [Layer]) {
    let mut things: Vec<&mut Thing> = layers.iter_mut().flat_map(|layer| &mut layer.things).collect();
    for closer in &study.ensure().closers {
        let Some(at) = drawn.iter().position(|node| *node == closer.node) else { continue };
        let outcome =
            |id: &offing_model::OutcomeId| drawn.iter().position(|node| *node == Node::Outcome(*id));
        things[at].closes = closer.closes.iter().filter_map(outcome).collect();
    }
}

fn says(layers: &[Layer]) -> String {
    let count: usize = layers.iter().map(|layer| layer.things.len()).sum();
    let more: usize = layers.iter().map(|layer| layer.more).sum();
    let rest =
        if more > 0 { format!(", and {more} more on which fewer outcomes stand") } else { String::new() };
    format!(
        "What outcomes stand on: {} in {} layers{rest}. Choose one to light up what it stands on, and what stands on it.",
        amount(count, "thing", "things"),
        layers.len()
    )
}
