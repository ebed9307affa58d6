//! Real catalogs hold circles; a requirement tree may not. Which step of a circle is left out.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet, VecDeque};

use super::entity::shorten;
use super::findings::push_all;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::model::{Model, Need, Node};
use crate::span::Span;

/// How many circles are told step by step; each costs a search.
const MOST_TOLD: usize = 40;

/// Leaves out the needs from catalogs that close a circle and reports each; needs written by hand stay, so that a
/// circle of these alone remains for the check to find.
///
/// *Shape:* sources from number `first` on are catalogs.
/// *Cost:* linear in nodes and needs but for a heap, plus one search for each circle told.
pub(crate) fn break_circles(model: &mut Model, first: u32, faults: &mut Faults) {
    let graph = Graph::of(model, first);
    let dropped = graph.dropped();
    if dropped.is_empty() {
        return;
    }
    let nodes: Vec<Node> = model.nodes().collect();
    let name = |at: usize| shorten(&model.card(nodes[at]).name, 80);
    let found: Vec<Diagnostic> = dropped
        .iter()
        .enumerate()
        .map(|(count, edge)| {
            let steps = if count < MOST_TOLD { graph.way(edge.to, edge.from) } else { Vec::new() };
            told(edge, &steps, name)
        })
        .collect();
    push_all(faults, found);
    let mut gone: Vec<HashSet<usize>> = vec![HashSet::new(); nodes.len()];
    for edge in &dropped {
        gone[edge.from].insert(edge.to);
    }
    for (node, gone) in nodes.into_iter().zip(gone).filter(|(_, gone)| !gone.is_empty()) {
        let stays = |part: &Need| !matches!(part, Need::One(to, _) if gone.contains(&model.node_index(*to)));
        // Needs of a catalog are one level deep, and all of one entry's needs come from one place.
        let Some(Need::All(list) | Need::Any(list)) = needs(model, node) else { continue };
        let keep: Vec<bool> = list.iter().map(stays).collect();
        let Some(need) = needs_mut(model, node) else { continue };
        if let Need::All(list) | Need::Any(list) = need {
            let mut keep = keep.into_iter();
            list.retain(|_| keep.next().unwrap_or(true));
            if list.is_empty() {
                *need = Need::nothing();
            }
        }
    }
}

fn needs(model: &Model, node: Node) -> Option<&Need> {
    match node {
        Node::Outcome(id) => Some(&model[id].needs),
        Node::Capability(id) => Some(&model[id].needs),
        Node::System(id) => Some(&model[id].needs),
        Node::Technology(_) | Node::Vendor(_) | Node::Person(_) => None,
    }
}

fn needs_mut(model: &mut Model, node: Node) -> Option<&mut Need> {
    match node {
        Node::Outcome(id) => Some(&mut model.outcomes[id.0 as usize].needs),
        Node::Capability(id) => Some(&mut model.capabilities[id.0 as usize].needs),
        Node::System(id) => Some(&mut model.systems[id.0 as usize].needs),
        Node::Technology(_) | Node::Vendor(_) | Node::Person(_) => None,
    }
}

fn told(edge: &Edge, steps: &[Edge], name: impl Fn(usize) -> String) -> Diagnostic {
    let (from, to) = (name(edge.from), name(edge.to));
    let message = match steps {
        [] if edge.from == edge.to => format!("in the catalog `{from}` needs itself: that is left out"),
        [] => format!("in the catalog `{from}` needs `{to}`, which needs it in turn: that step is left out"),
        steps => {
            let rest: Vec<String> = steps.iter().map(|step| format!("`{}`", name(step.to))).collect();
            let way = rest.join(", which needs ");
            format!("in the catalog `{from}` needs `{to}`, which needs {way}: the first step is left out")
        }
    };
    let mut found = Diagnostic::new(Code::CatalogCircle, edge.place, message).label("left out");
    for step in steps {
        found = found.other(step.place, format!("`{}` needs `{}`", name(step.from), name(step.to)));
    }
    found.help("nothing is lost but this step; what two things both need is a thing of its own")
}

#[derive(Debug, Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    place: Span,
    /// Said by a catalog, so that it may be left out.
    loose: bool,
}

/// Who needs whom, by dense index.
struct Graph {
    out: Vec<Vec<Edge>>,
}

impl Graph {
    fn of(model: &Model, first: u32) -> Graph {
        let mut out = vec![Vec::new(); model.node_count()];
        for node in model.nodes() {
            let from = model.node_index(node);
            if let Some(need) = needs(model, node) {
                need.each_node(&mut |to, place| {
                    let loose = place.source >= first;
                    out[from].push(Edge { from, to: model.node_index(to), place, loose });
                });
            }
        }
        Graph { out }
    }

    /// Returns the loose edges to leave out: within each knot of nodes that reach one another, nodes are put in an
    /// order that all firm edges follow, and loose ones that go against it are dropped.
    fn dropped(&self) -> Vec<Edge> {
        let (finish, component) = self.knots();
        let mut size = vec![0usize; component.len()];
        for knot in &component {
            size[*knot] += 1;
        }
        let inner = |edge: &&Edge| component[edge.from] == component[edge.to];
        let mut waiting = vec![0usize; self.out.len()];
        for edge in self.out.iter().flatten().filter(inner).filter(|edge| !edge.loose && edge.from != edge.to)
        {
            waiting[edge.to] += 1;
        }
        // Kahn's algorithm over firm edges; among the ready the one that finished last in the search goes first,
        // which is the order in which only edges back up the search tree go against it.
        let mut ready: BinaryHeap<(usize, Reverse<usize>)> = BinaryHeap::new();
        let mut place = vec![usize::MAX; self.out.len()];
        let knotted: Vec<usize> = (0..self.out.len()).filter(|at| size[component[*at]] > 1).collect();
        ready.extend(knotted.iter().filter(|at| waiting[**at] == 0).map(|at| (finish[*at], Reverse(*at))));
        let mut next = 0;
        while let Some((_, Reverse(at))) = ready.pop() {
            place[at] = next;
            next += 1;
            for edge in self.out[at].iter().filter(inner).filter(|edge| !edge.loose && edge.from != edge.to) {
                waiting[edge.to] -= 1;
                if waiting[edge.to] == 0 {
                    ready.push((finish[edge.to], Reverse(edge.to)));
                }
            }
        }
        let against = |edge: &&Edge| edge.loose && place[edge.from] >= place[edge.to];
        self.out.iter().flatten().filter(inner).filter(against).copied().collect()
    }

    /// Returns for each node when a depth-first search leaves it, and the knot it is in (Tarjan 1972), without
    /// recursion.
    fn knots(&self) -> (Vec<usize>, Vec<usize>) {
        const NEW: usize = usize::MAX;
        let count = self.out.len();
        let (mut entered, mut low) = (vec![NEW; count], vec![0; count]);
        let (mut finish, mut knot) = (vec![0; count], vec![NEW; count]);
        let (mut clock, mut finished, mut knots) = (0, 0, 0);
        let mut stack = Vec::new();
        let mut path: Vec<(usize, usize)> = Vec::new();
        for root in 0..count {
            if entered[root] != NEW {
                continue;
            }
            path.push((root, 0));
            while let Some((at, next)) = path.last_mut() {
                let (at, turn) = (*at, *next);
                if turn == 0 {
                    (entered[at], low[at]) = (clock, clock);
                    clock += 1;
                    stack.push(at);
                }
                *next += 1;
                if let Some(edge) = self.out[at].get(turn) {
                    if entered[edge.to] == NEW {
                        path.push((edge.to, 0));
                    } else if knot[edge.to] == NEW {
                        low[at] = low[at].min(entered[edge.to]);
                    }
                    continue;
                }
                path.pop();
                (finish[at], finished) = (finished, finished + 1);
                if let Some((above, _)) = path.last() {
                    low[*above] = low[*above].min(low[at]);
                }
                if low[at] == entered[at] {
                    while let Some(member) = stack.pop() {
                        knot[member] = knots;
                        if member == at {
                            break;
                        }
                    }
                    knots += 1;
                }
            }
        }
        (finish, knot)
    }

    /// Returns the edges of a shortest way from one node to another; none when they are the same.
    fn way(&self, from: usize, to: usize) -> Vec<Edge> {
        let mut came: Vec<Option<Edge>> = vec![None; self.out.len()];
        let mut waiting = VecDeque::from([from]);
        while let Some(at) = waiting.pop_front().filter(|at| *at != to) {
            for edge in &self.out[at] {
                if edge.to != from && came[edge.to].is_none() {
                    came[edge.to] = Some(*edge);
                    waiting.push_back(edge.to);
                }
            }
        }
        let mut way = Vec::new();
        let mut at = to;
        while let Some(edge) = came[at].filter(|_| at != from) {
            way.push(edge);
            at = edge.from;
        }
        way.reverse();
        way
    }
}
