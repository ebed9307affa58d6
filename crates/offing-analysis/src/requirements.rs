//! A model's requirements as a structure function: what stands below some nodes, with atoms for what may change.

use offing_math::structure::{self, Structure};
use offing_model::{Model, Need, Node};

use crate::graph::{Graph, Part, each_part};

/// Adds the requirements of every node marked in `below` to a structure, needs first; returns the handle of each
/// by dense index (`None` where not marked). `atom` says what a node is by itself, its needs not counted.
///
/// *Cost:* linear in the marked nodes and their needs.
pub(crate) fn add(
    model: &Model,
    graph: &Graph,
    below: &[bool],
    structure: &mut Structure,
    mut atom: impl FnMut(&mut Structure, Node) -> structure::Node,
) -> Vec<Option<structure::Node>> {
    let mut handles: Vec<Option<structure::Node>> = vec![None; model.node_count()];
    let mut parts = Vec::new();
    for node in graph.order() {
        let at = model.node_index(*node);
        if !below[at] {
            continue;
        }
        parts.clear();
        parts.push(atom(structure, *node));
        each_part(model, *node, &mut |part| parts.push(self::part(model, part, structure, &handles)));
        handles[at] = Some(structure.all(&parts));
    }
    handles
}

fn part(
    model: &Model,
    part: Part<'_>,
    structure: &mut Structure,
    handles: &[Option<structure::Node>],
) -> structure::Node {
    let of = |node: Node| handles[model.node_index(node)].expect("what is below a marked node is marked");
    match part {
        Part::Need(need) => self::need(need, structure, &of),
        Part::Uses(technology) => of(Node::Technology(technology)),
        Part::Vendor(vendor) => of(vendor),
        Part::Knows(system) => {
            let people: Vec<_> = model[system].knows.iter().map(|person| of(Node::Person(*person))).collect();
            structure.any(&people)
        }
    }
}

fn need(need: &Need, structure: &mut Structure, of: &impl Fn(Node) -> structure::Node) -> structure::Node {
    let mut all = |parts: &[Need]| -> Vec<structure::Node> {
        parts.iter().map(|part| self::need(part, structure, of)).collect()
    };
    match need {
        Need::One(node, _) => of(*node),
        Need::All(parts) => {
            let parts = all(parts);
            structure.all(&parts)
        }
        Need::Any(parts) => {
            let parts = all(parts);
            structure.any(&parts)
        }
        Need::AtLeast(least, parts) => {
            let parts = all(parts);
            structure.at_least(*least, &parts)
        }
    }
}
