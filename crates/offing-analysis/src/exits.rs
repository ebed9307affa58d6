//! What it takes to leave a system, technology or vendor: un-digging (DESIGN 4.7).
//!
//! Leaving something takes its own `exit`, and that of everything that can not stay without it. What an alternative
//! carries stays.

mod falls;
mod takes;

use offing_model::{Exit, Model, Node, Outcome, OutcomeId, System, Technology, Vendor};
use rayon::prelude::*;

use crate::graph::Graph;
use crate::holding::{Holding, Holds};
use crate::reach::{Effort, Quantiles};
use falls::Falls;
use takes::Takes;

/// What it takes to leave one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// What is left.
    pub node: Node,
    /// What has to go with it, as it can not stay without it.
    pub with: Vec<Node>,
    /// Days until all of it is left, and money; `None` where no exit among them has an estimate.
    pub takes: Option<(Quantiles, Quantiles)>,
    /// How many draws that is taken from: fewer are made where a model has very many exits.
    pub draws: u32,
    /// How many among them say nothing of how long their exit takes, so that the figures are too low.
    pub unestimated: usize,
    /// Outcomes that are enabled now and are not while it is gone.
    pub closes: Vec<OutcomeId>,
}

/// Returns what it takes to leave every system, technology and vendor that says so, or on which something that says so
/// stands; the dearest first.
///
/// *Shape:* the same digits on any number of threads.
/// *Cost:* what falls with each thing; as many draws of all exits together as `effort` allows.
pub fn exits(model: &Model, graph: &Graph, holding: &Holding, seed: u64, effort: Effort) -> Vec<Leaving> {
    let systems = System::ids(model).map(Node::System);
    let technologies = Technology::ids(model).map(Node::Technology);
    let all = systems.chain(technologies).chain(Vendor::ids(model).map(Node::Vendor));
    let all: Vec<Node> = all.filter(|node| holding.holds(model, *node) == Holds::Yes).collect();
    let says: Vec<Node> = all.iter().copied().filter(|node| exit_of(model, *node).is_some()).collect();
    // Only what stands below something with an exit can have that exit among what falls with it.
    let below = graph.below(model, &says);
    let ends = Ends::of(model, &all);
    let outcomes = Outcome::ids(model).map(Node::Outcome);
    let wanted: Vec<Node> = all.iter().copied().chain(outcomes).collect();
    let falls = Falls::of(model, graph, holding, &wanted);
    let (mut found, estimated): (Vec<Leaving>, Vec<Vec<u32>>) = (all.into_par_iter())
        .filter(|node| below[model.node_index(*node)])
        .map_init(|| falls.none(), |fallen, node| ends.leaving(falls.without(fallen, model.node_index(node))))
        .flatten_iter()
        .unzip();
    let draws = effort.draws_of(estimated.iter().map(Vec::len).sum(), 1);
    let takes = Takes::of(model, &ends.timed, seed, draws);
    for (leaving, took) in found.iter_mut().zip(takes.of_each(&estimated)) {
        (leaving.takes, leaving.draws) = (took, draws);
    }
    let cost = |leaving: &Leaving| leaving.takes.map_or(-1.0, |(_, cost)| cost.p80);
    found.sort_by(|a, b| cost(b).total_cmp(&cost(a)).then(a.node.cmp(&b.node)));
    found
}

impl Leaving {
    /// Returns those that say nothing of how long their exit takes.
    pub fn unestimated<'m>(&'m self, model: &'m Model) -> impl Iterator<Item = Node> + 'm {
        let goes = std::iter::once(&self.node).chain(&self.with).copied();
        goes.filter(|node| is_missed(*node, exit_of(model, *node)))
    }
}

/// What it means of each node that it falls.
struct Ends<'m> {
    nodes: Vec<Node>,
    /// By dense index.
    of: Vec<End>,
    /// The exits that say how long they take.
    timed: Vec<(Node, &'m Exit)>,
}

/// What it means that a node falls.
#[derive(Debug, Clone, Copy)]
enum End {
    /// Nothing for what it takes to leave.
    Aside,
    /// An outcome is closed.
    Closes(OutcomeId),
    /// It goes too, with the exit of this number among those that say how long they take.
    Takes(u32),
    /// It goes too. `says`: it has an exit, without a time; `missed`: that time is missed.
    Goes { says: bool, missed: bool },
}

impl<'m> Ends<'m> {
    /// Returns what it means that any of `all` falls, or an outcome.
    fn of(model: &'m Model, all: &[Node]) -> Self {
        let mut timed = Vec::new();
        let mut of = vec![End::Aside; model.node_count()];
        for id in Outcome::ids(model) {
            of[model.node_index(Node::Outcome(id))] = End::Closes(id);
        }
        for node in all {
            let exit = exit_of(model, *node);
            of[model.node_index(*node)] = match exit {
                Some(exit) if exit.takes.is_some() => {
                    timed.push((*node, exit));
                    End::Takes(timed.len() as u32 - 1)
                }
                _ => End::Goes { says: exit.is_some(), missed: is_missed(*node, exit) },
            };
        }
        Self { nodes: model.nodes().collect(), of, timed }
    }

    /// Returns what goes with the first of what falls, not yet how long that takes, and which exits that is made of;
    /// `None` where nothing of it says anything of its exit.
    fn leaving(&self, fallen: &[u32]) -> Option<(Leaving, Vec<u32>)> {
        let (mut with, mut unestimated) = (Vec::with_capacity(fallen.len()), 0);
        let (mut closes, mut takes) = (Vec::new(), Vec::new());
        let mut says_so = false;
        for at in fallen {
            let node = self.nodes[*at as usize];
            match self.of[*at as usize] {
                End::Aside => continue,
                End::Closes(outcome) => {
                    closes.push(outcome);
                    continue;
                }
                End::Takes(exit) => takes.push(exit),
                End::Goes { says, missed } => {
                    says_so |= says;
                    unestimated += usize::from(missed);
                }
            }
            with.push(node);
        }
        if takes.is_empty() && !says_so {
            return None;
        }
        let node = with.remove(0);
        closes.sort_unstable();
        with.shrink_to_fit();
        Some((Leaving { node, with, takes: None, draws: 0, unestimated, closes }, takes))
    }
}

/// Returns whether how long leaving a thing takes is missed.
fn is_missed(node: Node, exit: Option<&Exit>) -> bool {
    // A vendor is left with its technologies: only what it adds would be an exit of its own.
    !matches!(node, Node::Vendor(_)) && exit.is_none_or(|exit| exit.takes.is_none())
}

fn exit_of(model: &Model, node: Node) -> Option<&Exit> {
    match node {
        Node::System(id) => model[id].exit.as_ref(),
        Node::Technology(id) => model[id].exit.as_ref(),
        Node::Vendor(id) => model[id].exit.as_ref(),
        _ => None,
    }
}
