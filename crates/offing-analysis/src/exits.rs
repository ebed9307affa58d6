//! What it takes to leave a system, technology or vendor: un-digging (DESIGN 4.7).
//!
//! Leaving something takes its own `exit`, and that of everything that can not stay without it. What an alternative
//! carries stays.

mod falls;
mod takes;

use offing_model::{Exit, Model, Node, OutcomeId, System, Technology, Vendor};
use rayon::prelude::*;

use crate::graph::Graph;
use crate::holding::{Holding, Holds};
use crate::reach::{Effort, Quantiles};
use falls::{Fallen, Falls};
use takes::{Memory, Takes};

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
    /// Those among them that say nothing of their exit, so that the figures are too low.
    pub unestimated: Vec<Node>,
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
    let falls = Falls::of(model, graph, holding);
    let mut found: Vec<Leaving> = (all.into_par_iter())
        .filter(|node| below[model.node_index(*node)])
        .map_init(|| falls.none(), |fallen, node| leaving(model, &falls, fallen, node))
        .flatten_iter()
        .collect();
    time(model, &mut found, seed, effort);
    let cost = |leaving: &Leaving| leaving.takes.map_or(-1.0, |(_, cost)| cost.p80);
    found.sort_by(|a, b| cost(b).total_cmp(&cost(a)).then(a.node.cmp(&b.node)));
    found
}

/// Says of each leaving how long it takes and what it costs.
fn time(model: &Model, found: &mut [Leaving], seed: u64, effort: Effort) {
    let mut exits: Vec<(Node, &Exit)> = Vec::new();
    let mut place: Vec<Option<u32>> = vec![None; model.node_count()];
    let estimated: Vec<Vec<u32>> = (found.iter())
        .map(|leaving| {
            let exits_of = leaving.all().filter_map(|node| Some((node, timed_exit(model, node)?)));
            exits_of
                .map(|exit| {
                    *place[model.node_index(exit.0)].get_or_insert_with(|| {
                        exits.push(exit);
                        exits.len() as u32 - 1
                    })
                })
                .collect()
        })
        .collect();
    let draws = effort.draws_of(estimated.iter().map(Vec::len).sum(), 1);
    let takes = Takes::of(model, &exits, seed, draws);
    found.par_iter_mut().zip(&estimated).for_each_init(Memory::default, |memory, (leaving, exits)| {
        leaving.takes = takes.together(exits, memory);
        leaving.draws = draws;
    });
}

impl Leaving {
    /// Returns everything that goes, the thing itself first.
    fn all(&self) -> impl Iterator<Item = Node> + '_ {
        std::iter::once(self.node).chain(self.with.iter().copied())
    }
}

fn exit_of(model: &Model, node: Node) -> Option<&Exit> {
    match node {
        Node::System(id) => model[id].exit.as_ref(),
        Node::Technology(id) => model[id].exit.as_ref(),
        Node::Vendor(id) => model[id].exit.as_ref(),
        _ => None,
    }
}

/// Returns the exit of something that says how long leaving it takes.
fn timed_exit(model: &Model, node: Node) -> Option<&Exit> {
    exit_of(model, node).filter(|exit| exit.takes.is_some())
}

/// Returns what goes with a thing, not yet how long that takes; `None` where nothing of it says anything of its exit.
fn leaving(model: &Model, falls: &Falls, fallen: &mut Fallen, node: Node) -> Option<Leaving> {
    let fallen = falls.without(fallen, model.node_index(node));
    let (mut with, mut unestimated) = (Vec::with_capacity(fallen.len()), Vec::with_capacity(fallen.len()));
    let mut closes = Vec::new();
    let mut says = false;
    for gone in fallen {
        match gone {
            Node::Outcome(id) => closes.push(id),
            Node::Capability(_) | Node::Person(_) => {}
            Node::System(_) | Node::Technology(_) | Node::Vendor(_) => {
                says |= exit_of(model, gone).is_some();
                // A vendor is left with its technologies: only what it adds would be an exit of its own.
                if timed_exit(model, gone).is_none() && !matches!(gone, Node::Vendor(_)) {
                    unestimated.push(gone);
                }
                if gone != node {
                    with.push(gone);
                }
            }
        }
    }
    closes.sort_unstable();
    with.shrink_to_fit();
    unestimated.shrink_to_fit();
    says.then_some(Leaving { node, with, takes: None, draws: 0, unestimated, closes })
}
