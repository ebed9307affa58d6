//! The requirement graph of a model: every node, what it needs, in an order in which needs come first.

use offing_model::{Model, Need, Node, SystemId, TechnologyId};

/// What each node needs, and the order in which nodes can be judged: whatever a node needs comes before it.
///
/// *Assumes:* a sound model, so that needs have no circle.
#[derive(Debug, Clone)]
pub struct Graph {
    order: Vec<Node>,
    /// What each node names among its needs, by dense index, one node after the other.
    needs: Vec<u32>,
    /// Where the needs of each node end, and those of the next begin.
    ends: Vec<u32>,
}

impl Graph {
    /// Returns the graph of a model.
    ///
    /// *Cost:* linear in nodes and needs; no recursion over nodes.
    pub fn of(model: &Model) -> Self {
        let nodes: Vec<Node> = model.nodes().collect();
        let mut graph = Self { order: Vec::with_capacity(nodes.len()), needs: Vec::new(), ends: vec![0] };
        for node in &nodes {
            each_needed(model, *node, &mut |needed| graph.needs.push(model.node_index(needed) as u32));
            graph.ends.push(graph.needs.len() as u32);
        }
        let mut seen = vec![false; nodes.len()];
        // Nodes on the way down, with how many of the needs of each are still to be looked at.
        let mut open: Vec<(usize, usize)> = Vec::new();
        for root in 0..nodes.len() {
            if std::mem::replace(&mut seen[root], true) {
                continue;
            }
            open.push((root, graph.needs(root).len()));
            while let Some((at, left)) = open.last_mut() {
                if *left == 0 {
                    graph.order.push(nodes[*at]);
                    open.pop();
                    continue;
                }
                *left -= 1;
                let next = graph.needs(*at)[*left] as usize;
                if !std::mem::replace(&mut seen[next], true) {
                    open.push((next, graph.needs(next).len()));
                }
            }
        }
        graph
    }

    /// Returns all nodes, needs first.
    pub fn order(&self) -> &[Node] {
        &self.order
    }

    /// Returns what a node names among its needs, implicit ones included (DESIGN 4.1), by dense index.
    fn needs(&self, at: usize) -> &[u32] {
        &self.needs[self.ends[at] as usize..self.ends[at + 1] as usize]
    }

    /// Returns the nodes that a node stands on, itself included, as marks by dense index.
    pub fn below(&self, model: &Model, roots: &[Node]) -> Vec<bool> {
        let mut marked = vec![false; model.node_count()];
        let mut open: Vec<usize> = Vec::new();
        for root in roots.iter().map(|root| model.node_index(*root)) {
            if !std::mem::replace(&mut marked[root], true) {
                open.push(root);
            }
        }
        while let Some(at) = open.pop() {
            for next in self.needs(at).iter().map(|next| *next as usize) {
                if !std::mem::replace(&mut marked[next], true) {
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
    each_needed(model, node, &mut |needed| found.push(needed));
    found
}

/// Calls `visit` with every node that a node names among its needs.
fn each_needed(model: &Model, node: Node, visit: &mut impl FnMut(Node)) {
    each_part(model, node, &mut |part| match part {
        Part::Need(need) => need.each_node(&mut |node, _| visit(node)),
        Part::Knows(system) => model[system].knows.iter().for_each(|id| visit(Node::Person(*id))),
        Part::Uses(technology) => visit(Node::Technology(technology)),
        Part::Vendor(vendor) => visit(vendor),
    });
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
