//! The requirement graph of a model: every node, what it needs, in an order in which needs come first.

use offing_model::{Model, Need, Node, SystemId, TechnologyId};

/// The order in which nodes can be judged: whatever a node needs comes before it.
///
/// *Assumes:* a sound model, so that needs have no circle.
#[derive(Debug, Clone)]
pub struct Graph {
    order: Vec<Node>,
}

impl Graph {
    /// Returns the graph of a model.
    ///
    /// *Cost:* linear in nodes and needs; no recursion over nodes.
    pub fn of(model: &Model) -> Self {
        let mut order = Vec::with_capacity(model.node_count());
        let mut seen = vec![false; model.node_count()];
        let mut open: Vec<(Node, Vec<Node>)> = Vec::new();
        for root in model.nodes() {
            if std::mem::replace(&mut seen[model.node_index(root)], true) {
                continue;
            }
            open.push((root, needed(model, root)));
            while let Some((node, needs)) = open.last_mut() {
                match needs.pop() {
                    None => {
                        order.push(*node);
                        open.pop();
                    }
                    Some(next) => {
                        if !std::mem::replace(&mut seen[model.node_index(next)], true) {
                            open.push((next, needed(model, next)));
                        }
                    }
                }
            }
        }
        Self { order }
    }

    /// Returns all nodes, needs first.
    pub fn order(&self) -> &[Node] {
        &self.order
    }

    /// Returns the nodes that a node stands on, itself included, as marks by dense index.
    pub fn below(&self, model: &Model, roots: &[Node]) -> Vec<bool> {
        let mut marked = vec![false; model.node_count()];
        let mut open: Vec<Node> = Vec::new();
        for root in roots {
            if !std::mem::replace(&mut marked[model.node_index(*root)], true) {
                open.push(*root);
            }
        }
        while let Some(node) = open.pop() {
            for next in needed(model, node) {
                if !std::mem::replace(&mut marked[model.node_index(next)], true) {
                    open.push(next);
                }
            }
        }
        marked
    }
}

/// Returns every node that a node names among its needs, implicit ones included (DESIGN 4.1).
pub fn needed(model: &Model, node: Node) -> Vec<Node> {
    let mut found = Vec::new();
    each_part(model, node, &mut |part| match part {
        Part::Need(need) => need.each_node(&mut |node, _| found.push(node)),
        Part::Knows(system) => found.extend(model[system].knows.iter().map(|id| Node::Person(*id))),
        Part::Uses(technology) => found.push(Node::Technology(technology)),
        Part::Vendor(vendor) => found.push(vendor),
    });
    found
}

/// One of the things that must hold for a node to hold; all parts of a node must.
#[derive(Debug, Clone, Copy)]
pub enum Part<'m> {
    /// The requirement tree under `needs`.
    Need(&'m Need),
    /// One of the people who know the system.
    Knows(SystemId),
    /// A technology the system uses.
    Uses(TechnologyId),
    /// The vendor of a technology.
    Vendor(Node),
}

/// Calls `visit` with each part of what a node needs, in the order a reader meets them.
pub fn each_part<'m>(model: &'m Model, node: Node, visit: &mut impl FnMut(Part<'m>)) {
    match node {
        Node::Outcome(id) => visit(Part::Need(&model[id].needs)),
        Node::Capability(id) => visit(Part::Need(&model[id].needs)),
        Node::System(id) => {
            let system = &model[id];
            visit(Part::Need(&system.needs));
            system.uses.iter().for_each(|technology| visit(Part::Uses(*technology)));
            if !system.knows.is_empty() {
                visit(Part::Knows(id));
            }
        }
        Node::Technology(id) => {
            if let Some(vendor) = model[id].vendor {
                visit(Part::Vendor(Node::Vendor(vendor)));
            }
        }
        Node::Vendor(_) | Node::Person(_) => {}
    }
}
