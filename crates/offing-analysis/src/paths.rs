//! The cheapest ways to open an outcome (DESIGN 4.3).
//!
//! A path is a minimal set of initiatives, neither done nor dropped, closed under `after`, that makes an outcome hold
//! once every date has come. It is a minimal path set of the structure in which a delivered thing needs its initiative
//! and everything before it.

use offing_math::diagram::{Diagram, Limits, Side};
use offing_math::structure::{self, Structure};
use offing_model::{Initiative, InitiativeId, Model, Node, Outcome, OutcomeId};

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

/// What initiatives open: for one outcome, for several, and for how many each is good.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The ways to open each outcome, in the order of the model; an outcome that holds once every date has come has
    /// one, of nothing.
    pub of: Vec<Paths>,
    /// The cheapest way to have at least so many outcomes open, for each number beyond those open already that can be
    /// had at all; the last entry opens all that can be opened.
    pub together: Vec<(usize, Path)>,
    /// For each initiative the outcomes that it brings nearer: those with a minimal path through it.
    pub nearer: Vec<Vec<OutcomeId>>,
}

/// Up to how many outcomes every number of them is asked for; beyond, only all.
const MOST_TOGETHER: usize = 8;

/// Returns what initiatives open: the `k` cheapest paths of each outcome and of several at once.
///
/// *Cost:* one structure for all outcomes, in which what they share stands once; a diagram for each.
/// *Source:* the paths of least cost come from the diagram of minimal path sets (Rauzy, 1993), best first and exactly.
pub fn paths(model: &Model, graph: &Graph, holding: &Holding, work: &Work, k: usize) -> Opened {
    let weights: Vec<u64> = Initiative::ids(model).map(|id| cents(work.mean_cost(id))).collect();
    let outcomes: Vec<Node> = Outcome::ids(model).map(Node::Outcome).collect();
    let below = graph.below(model, &outcomes);
    let mut opening = Opening::new(model, holding);
    let sure = opening.add(graph, &below, Holds::Yes);
    let hoped = opening.add(graph, &below, Holds::Unknown);
    let never = opening.structure.always(false);
    let root = |node: &Node| {
        let at = model.node_index(*node);
        match sure[at].filter(|sure| *sure != never) {
            Some(sure) => (sure, true),
            None => (hoped[at].unwrap_or(never), false),
        }
    };
    let roots: Vec<(structure::Node, bool)> = outcomes.iter().map(root).collect();
    let handles: Vec<structure::Node> = roots.iter().map(|(handle, _)| *handle).collect();
    let diagrams = Diagram::draw_all(&opening.structure, &handles, &LIMITS);
    let mut nearer = vec![Vec::new(); model.initiatives.len()];
    let mut of = Vec::new();
    for ((diagram, (_, sure)), outcome) in diagrams.iter().zip(&roots).zip(Outcome::ids(model)) {
        let Ok(diagram) = diagram else {
            of.push(Paths { cheapest: Vec::new(), count: None });
            continue;
        };
        for id in relevant(diagram, &weights) {
            nearer[id.0 as usize].push(outcome);
        }
        of.push(cheapest(diagram, &weights, k, *sure));
    }
    let together = together(&mut opening.structure, &roots, &weights);
    Opened { of, together, nearer }
}

/// Returns an amount in hundredths, for ranking.
fn cents(cost: f64) -> u64 {
    (cost * 100.0).round() as u64
}

/// Returns the `k` cheapest minimal path sets of a diagram over initiatives.
fn cheapest(diagram: &Diagram, weights: &[u64], k: usize, sure: bool) -> Paths {
    let Ok(sets) = diagram.minimal_sets(Side::Holds, &LIMITS) else {
        return Paths { cheapest: Vec::new(), count: None };
    };
    let path = |set: offing_math::diagram::RankedSet| Path {
        initiatives: set.leaves.into_iter().map(InitiativeId).collect(),
        cost: set.weight as f64 / 100.0,
        sure,
    };
    Paths { cheapest: sets.ranked(weights).take(k).map(path).collect(), count: Some(sets.count()) }
}

/// Returns the initiatives that some minimal path goes through.
fn relevant(diagram: &Diagram, weights: &[u64]) -> Vec<InitiativeId> {
    let half = vec![0.5; weights.len()];
    let importance = diagram.importance(Side::Holds, &half);
    (importance.iter().enumerate())
        .filter(|(_, importance)| importance.birnbaum > 0.0)
        .map(|(at, _)| InitiativeId(at as u32))
        .collect()
}

/// Returns the cheapest way to have so many outcomes open, for each number beyond those that are.
fn together(
    structure: &mut Structure,
    roots: &[(structure::Node, bool)],
    weights: &[u64],
) -> Vec<(usize, Path)> {
    let (never, always) = (structure.always(false), structure.always(true));
    let open = roots.iter().filter(|(root, _)| *root == always).count();
    let closed: Vec<(structure::Node, bool)> =
        roots.iter().copied().filter(|(root, _)| *root != always && *root != never).collect();
    let handles: Vec<structure::Node> = closed.iter().map(|(root, _)| *root).collect();
    let numbers =
        if handles.len() <= MOST_TOGETHER { 1..=handles.len() } else { handles.len()..=handles.len() };
    let mut found = Vec::new();
    for number in numbers.filter(|number| *number > 0) {
        let root = structure.at_least(number as u32, &handles);
        let Ok(diagram) = Diagram::draw(structure, root, &LIMITS) else { continue };
        let mut paths = cheapest(&diagram, weights, 1, closed.iter().all(|(_, sure)| *sure));
        found.extend(paths.cheapest.pop().map(|path| (open + number, path)));
    }
    found
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
}
