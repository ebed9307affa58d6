//! The cheapest ways to open an outcome (DESIGN 4.3).
//!
//! A path is a minimal set of initiatives, neither done nor dropped, closed under `after`, that makes an outcome hold
//! once every date has come. It is a minimal path set of the structure in which a delivered thing needs its initiative
//! and everything before it.

use offing_math::diagram::{Diagram, Limits, Side};
use offing_math::structure::{self, Structure};
use offing_model::{InitiativeId, Model, Node};

use crate::graph::Graph;
use crate::holding::{Holding, Holds};
use crate::requirements;
use crate::work::Work;

/// A minimal set of initiatives, closed under `after`, that opens an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The initiatives, in the order of the model.
    pub initiatives: Vec<InitiativeId>,
    /// Expected cost still to come: staff and money, in the company's currency.
    pub cost: f64,
    /// Whether it opens the outcome without anything unknown proving to be there.
    pub sure: bool,
}

/// The ways to open an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Paths {
    /// The cheapest, the cheapest first; empty where none opens it.
    pub cheapest: Vec<Path>,
    /// How many there are in all; `None` where counting takes too long.
    pub count: Option<u128>,
}

/// How many of the cheapest paths are looked at for the fastest (DESIGN 4.3).
pub const CHEAPEST: usize = 32;

/// How many decision nodes paths may take.
const LIMITS: Limits = Limits { nodes: 2_000_000 };

/// Returns the `k` cheapest paths of each outcome.
///
/// *Shape:* one entry per outcome, in the order of the model; an outcome that holds once every date has come has one
/// path, of nothing.
/// *Cost:* one structure for all outcomes; a diagram for each.
pub fn paths(model: &Model, graph: &Graph, holding: &Holding, work: &Work, k: usize) -> Vec<Paths> {
    let weights: Vec<f64> = offing_model::Initiative::ids(model).map(|id| work.mean_cost(id)).collect();
    let outcomes: Vec<Node> = offing_model::Outcome::ids(model).map(Node::Outcome).collect();
    let below = graph.below(model, &outcomes);
    let mut opening = Opening::new(model, holding);
    let sure = opening.add(graph, &below, Holds::Yes);
    let hoped = opening.add(graph, &below, Holds::Unknown);
    let of = |node: &Node| {
        let at = model.node_index(*node);
        match (sure[at], hoped[at]) {
            (Some(sure), _) if sure != opening.structure.always(false) => {
                opening.paths(sure, &weights, k, true)
            }
            (_, Some(hoped)) => opening.paths(hoped, &weights, k, false),
            _ => Paths { cheapest: Vec::new(), count: Some(0) },
        }
    };
    outcomes.iter().map(of).collect()
}

/// Returns the initiatives to be done for these, everything before them included and nothing done, in the order of
/// the model.
pub fn closed(model: &Model, initiatives: &[InitiativeId]) -> Vec<InitiativeId> {
    let mut wanted = vec![false; model.initiatives.len()];
    let mut open: Vec<InitiativeId> = initiatives.to_vec();
    while let Some(id) = open.pop() {
        let done = model[id].progress(model.company.as_of) == offing_model::Progress::Done;
        if !done && !std::mem::replace(&mut wanted[id.0 as usize], true) {
            open.extend(&model[id].after);
        }
    }
    offing_model::Initiative::ids(model).filter(|id| wanted[id.0 as usize]).collect()
}

/// The structure over initiatives; leaf `i` is initiative `i` done.
struct Opening<'m> {
    model: &'m Model,
    holding: &'m Holding,
    structure: Structure,
    /// Each usable initiative with everything before it.
    done: Vec<Option<structure::Node>>,
}

impl<'m> Opening<'m> {
    fn new(model: &'m Model, holding: &'m Holding) -> Self {
        let done = vec![None; model.initiatives.len()];
        Self { model, holding, structure: Structure::new(), done }
    }

    /// Adds the requirements below some nodes, in which at least what `least` says of it exists by itself.
    fn add(&mut self, graph: &Graph, below: &[bool], least: Holds) -> Vec<Option<structure::Node>> {
        let (model, holding, done) = (self.model, self.holding, &mut self.done);
        requirements::add(model, graph, below, &mut self.structure, |structure, node| {
            let at = model.node_index(node);
            if holding.dated[at] >= least {
                return structure.always(true);
            }
            let brought: Vec<structure::Node> = holding.brought_by[at]
                .iter()
                .map(|id| {
                    *done[id.0 as usize].get_or_insert_with(|| {
                        let leaves: Vec<structure::Node> =
                            closed(model, &[*id]).iter().map(|id| structure.leaf(id.0)).collect();
                        structure.all(&leaves)
                    })
                })
                .collect();
            // What is lost comes back by nothing.
            if holding.exists_later[at] == Holds::No {
                return structure.always(false);
            }
            structure.any(&brought)
        })
    }

    fn paths(&self, root: structure::Node, weights: &[f64], k: usize, sure: bool) -> Paths {
        let path = |leaves: &[u32]| {
            let initiatives: Vec<InitiativeId> = leaves.iter().map(|leaf| InitiativeId(*leaf)).collect();
            Path { cost: leaves.iter().map(|leaf| weights[*leaf as usize]).sum(), initiatives, sure }
        };
        let Ok(diagram) = Diagram::draw(&self.structure, root, &LIMITS) else {
            return Paths { cheapest: Vec::new(), count: None };
        };
        let Ok(sets) = diagram.minimal_sets(Side::Holds, &LIMITS) else {
            return Paths { cheapest: Vec::new(), count: None };
        };
        let mut cheapest: Vec<Path> = sets.listed(20_000).iter().map(|set| path(set)).collect();
        cheapest.sort_by(|a, b| a.cost.total_cmp(&b.cost).then_with(|| a.initiatives.cmp(&b.initiatives)));
        cheapest.truncate(k);
        Paths { cheapest, count: Some(sets.count()) }
    }
}
