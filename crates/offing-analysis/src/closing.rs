//! What closes an outcome, and how likely it stays enabled (DESIGN 4.2).
//!
//! Basic events are the losses of systems, technologies, vendors, people and atomic capabilities that hold. An
//! outcome that is not enabled is judged as it would be once opened along its path.

use std::collections::BTreeMap;

use offing_math::diagram::{Diagram, Limits, Side, TooLarge};
use offing_math::structure::{self, Structure};
use offing_model::{InitiativeId, Model, Node, OutcomeId, SystemId, TechnologyId, VendorId};
use rayon::prelude::*;

use crate::graph::Graph;
use crate::holding::{Holding, Holds};
use crate::requirements;

/// What closes one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    /// Minimal sets of things whose loss together makes the outcome not enabled, smallest first, up to the size
    /// asked for; at most [`MOST_SETS`].
    pub sets: Vec<Vec<Node>>,
    /// How many such sets there are up to that size.
    pub count: u128,
    /// The chance that it stays enabled for a year; `None` where it can not be opened, or where the exact figure
    /// takes too long.
    pub stays_enabled: Option<f64>,
    /// The things that matter most, by Fussell-Vesely importance, then Birnbaum importance.
    pub importance: Vec<Importance>,
    /// Whether only single things could be told, because everything else takes too long.
    pub only_singles: bool,
}

/// How much a thing matters for an outcome to stay enabled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Importance {
    /// The thing.
    pub node: Node,
    /// How much the chance to stay enabled would fall if it went from sure to lost.
    pub birnbaum: f64,
    /// The share of the chance to be closed that goes through a set with it; `None` where that takes too long.
    pub fussell_vesely: Option<f64>,
}

/// How many minimal sets are kept for one outcome, the smallest; all are counted.
pub const MOST_SETS: usize = 1_000;

/// How many of the most important things are told.
pub const MOST_IMPORTANT: usize = 10;

/// Up to how many decision nodes times things the Fussell-Vesely importance is worked out.
const MOST_FOR_FUSSELL_VESELY: usize = 1_000_000;

/// How many decision nodes an outcome may take before only single things are told.
const LIMITS: Limits = Limits { nodes: 100_000 };

impl Closing {
    /// Returns the closing of an outcome that can not be opened: nothing closes what is shut.
    pub fn none() -> Self {
        Self { sets: Vec::new(), count: 0, stays_enabled: None, importance: Vec::new(), only_singles: false }
    }

    /// Returns the single things that close the outcome.
    pub fn singles(&self) -> impl Iterator<Item = Node> {
        self.sets.iter().filter(|set| set.len() == 1).map(|set| set[0])
    }
}

/// In which world an outcome is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum World {
    /// As things are today: for an outcome that is enabled.
    Today,
    /// Once these initiatives are done and every date has come.
    Opened(Vec<InitiativeId>),
    /// As `Opened`, and everything unknown has proved to be there.
    OpenedIfKnown(Vec<InitiativeId>),
}

/// Returns what closes each outcome.
///
/// *Shape:* `opened[o]` is the world in which outcome `o` is judged, `None` for one that can not be opened. One entry
/// per outcome comes back, in the same order, the same on any number of threads.
/// *Assumes:* things are lost independently of each other.
/// *Cost:* requirements are added once per set of initiatives and shared where they agree; single things cost one
/// pass for all outcomes together.
/// *Source:* A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System Safety 40(3),
/// 1993.
pub fn closing(
    model: &Model,
    graph: &Graph,
    holding: &Holding,
    opened: &[Option<World>],
    largest_set: u32,
) -> Vec<Closing> {
    let mut losses = Losses::default();
    let mut roots: Vec<Option<structure::Node>> = vec![None; opened.len()];
    for (world, outcomes) in worlds(opened) {
        let exists = existing(model, holding, world);
        let nodes: Vec<Node> = outcomes.iter().map(|at| Node::Outcome(OutcomeId(*at as u32))).collect();
        let below = graph.below(model, &nodes);
        let Losses { structure, leaves, leaf_of } = &mut losses;
        leaf_of.resize(model.node_count(), u32::MAX);
        let handles = requirements::add(model, graph, &below, structure, |structure, node| {
            let at = model.node_index(node);
            if !exists[at] || !can_be_lost(model, node) {
                return structure.always(exists[at]);
            }
            if leaf_of[at] == u32::MAX {
                leaf_of[at] = leaves.len() as u32;
                leaves.push(node);
            }
            structure.leaf(leaf_of[at])
        });
        for at in outcomes {
            roots[at] = handles[model.node_index(Node::Outcome(OutcomeId(at as u32)))];
        }
    }
    let never = losses.structure.always(false);
    let open: Vec<structure::Node> = roots.iter().flatten().copied().collect();
    let mut diagrams = Diagram::draw_all(&losses.structure, &open, &LIMITS).into_iter();
    let chances: Vec<f64> = losses.leaves.iter().map(|node| 1.0 - risk(model, *node)).collect();
    let drawn: Vec<_> = roots.into_iter().map(|root| root.zip(root.and_then(|_| diagrams.next()))).collect();
    drawn
        .into_par_iter()
        .map(|drawn| match drawn {
            Some((root, diagram)) if root != never => losses.closing(root, diagram, &chances, largest_set),
            _ => Closing::none(),
        })
        .collect()
}

/// What may be lost, and the structure over it.
#[derive(Default)]
struct Losses {
    structure: Structure,
    leaves: Vec<Node>,
    leaf_of: Vec<u32>,
}

impl Losses {
    fn closing(
        &self,
        root: structure::Node,
        diagram: Result<Diagram, TooLarge>,
        chances: &[f64],
        largest_set: u32,
    ) -> Closing {
        let Ok(diagram) = diagram else { return self.only_singles(root, None) };
        let stays_enabled = Some(diagram.chance(chances).holds);
        let Ok(minimal) = diagram.minimal_sets_up_to(largest_set, Side::Fails, &LIMITS) else {
            return self.only_singles(root, stays_enabled);
        };
        let mut sets: Vec<Vec<Node>> =
            minimal.smallest(MOST_SETS).iter().map(|set| self.nodes(set)).collect();
        sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        let importance = self.importance(&diagram, chances);
        Closing { sets, count: minimal.count(), stays_enabled, importance, only_singles: false }
    }

    /// Returns what closes an outcome alone, which needs no diagram.
    fn only_singles(&self, root: structure::Node, stays_enabled: Option<f64>) -> Closing {
        let decisive = self.structure.decisive(&[root]);
        let needed = decisive.iter().flat_map(|decisive| &decisive.needed);
        let mut sets: Vec<Vec<Node>> = needed.map(|leaf| self.nodes(&[*leaf])).collect();
        sets.sort();
        Closing { count: sets.len() as u128, sets, stays_enabled, only_singles: true, ..Closing::none() }
    }

    /// Returns the things that some leaves are, in the order of the model.
    fn nodes(&self, leaves: &[u32]) -> Vec<Node> {
        let mut nodes: Vec<Node> = leaves.iter().map(|leaf| self.leaves[*leaf as usize]).collect();
        nodes.sort_unstable();
        nodes
    }

    /// Returns the things that matter most, when any can be lost at all.
    fn importance(&self, diagram: &Diagram, chances: &[f64]) -> Vec<Importance> {
        let measures = diagram.importance(Side::Fails, chances);
        // Its original meaning takes a diagram for each thing; where that is too much it is left unsaid.
        let fussell_vesely = match diagram.len() * self.leaves.len() <= MOST_FOR_FUSSELL_VESELY {
            true => diagram.fussell_vesely(Side::Fails, chances, &LIMITS).unwrap_or_default(),
            false => Vec::new(),
        };
        let mut importance: Vec<Importance> = (measures.iter().enumerate())
            .filter(|(_, measure)| measure.birnbaum > 0.0)
            .map(|(leaf, measure)| Importance {
                node: self.leaves[leaf],
                birnbaum: measure.birnbaum,
                fussell_vesely: fussell_vesely.get(leaf).copied(),
            })
            .collect();
        let by = |of: &Importance| of.fussell_vesely.unwrap_or(0.0);
        importance.sort_by(|a, b| {
            by(b).total_cmp(&by(a)).then(b.birnbaum.total_cmp(&a.birnbaum)).then(a.node.cmp(&b.node))
        });
        importance.truncate(MOST_IMPORTANT);
        importance
    }
}

/// Returns the outcomes judged in each world.
fn worlds(opened: &[Option<World>]) -> BTreeMap<&World, Vec<usize>> {
    let mut worlds: BTreeMap<&World, Vec<usize>> = BTreeMap::new();
    for (at, world) in opened.iter().enumerate() {
        if let Some(world) = world {
            worlds.entry(world).or_default().push(at);
        }
    }
    worlds
}

/// Returns what exists in a world.
fn existing(model: &Model, holding: &Holding, world: &World) -> Vec<bool> {
    let (least, done) = match world {
        World::Today => return holding.exists.iter().map(|holds| *holds == Holds::Yes).collect(),
        World::Opened(done) => (Holds::Yes, done),
        World::OpenedIfKnown(done) => (Holds::Unknown, done),
    };
    let mut exists = holding.dated.iter().map(|holds| *holds >= least).collect::<Vec<bool>>();
    for node in done.iter().flat_map(|id| &model[*id].delivers) {
        exists[model.node_index(*node)] = true;
    }
    exists
}

/// Returns whether the loss of a node is a basic event: capabilities that stand on others are not lost by
/// themselves, and an outcome is nothing that can be lost.
pub fn can_be_lost(model: &Model, node: Node) -> bool {
    match node {
        Node::Outcome(_) => false,
        Node::Capability(id) => model[id].needs.is_nothing(),
        Node::System(_) | Node::Technology(_) | Node::Vendor(_) | Node::Person(_) => true,
    }
}

/// Returns the chance to lose a node within a year, what it stands on not counted.
pub fn risk(model: &Model, node: Node) -> f64 {
    match node {
        Node::Outcome(_) => 0.0,
        Node::Capability(id) => model[id].risk,
        Node::System(SystemId(id)) => model.systems[id as usize].risk,
        Node::Technology(TechnologyId(id)) => model.technologies[id as usize].risk,
        Node::Vendor(VendorId(id)) => model.vendors[id as usize].risk,
        Node::Person(id) => model[id].risk,
    }
}
