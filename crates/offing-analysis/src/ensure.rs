//! Which outcomes could we pursue today, how far is each of the others, what would close which, and is every
//! guarantee still true? The answer behind `offing ensure`.

use std::collections::BTreeMap;

use offing_model::{Assumption, Model, Node, Outcome, OutcomeId, Promise};

use crate::calibration::Corrections;
use crate::closing::{Closing, World, closing, risk};
use crate::draws::{Simulation, find};
use crate::exits::{Leaving, exits};
use crate::graph::Graph;
use crate::guarantees::{Facts, Judgement, judge};
use crate::holding::{Holding, Holds, Lost, Status};
use crate::horizons::horizons;
use crate::odds;
use crate::paths::{CHEAPEST, Path, Paths, paths};
use crate::reach::{Effort, NoDate, Reach, dates_come, fastest};
use crate::stale::{Stale, stale};
use crate::work::Work;

/// How `ensure` is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct EnsureQuestion {
    /// The seed of all luck.
    pub seed: u64,
    /// How many draws.
    pub draws: u32,
    /// Whether fewer draws are made where a model is so large that they would take long.
    pub thrifty: bool,
    /// Size of the largest set of things that is looked for.
    pub largest_set: u32,
    /// What is taken away.
    pub without: Vec<Node>,
}

impl Default for EnsureQuestion {
    fn default() -> Self {
        Self { seed: 1, draws: 2_000, thrifty: true, largest_set: 3, without: Vec::new() }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Ensure {
    /// How it was asked.
    pub question: EnsureQuestion,
    /// Every outcome, in the order of the model.
    pub outcomes: Vec<OutcomeAnswer>,
    /// Single things that close outcomes, those that close most first.
    pub closers: Vec<Closer>,
    /// Every guarantee, in the order of the model.
    pub guarantees: Vec<Judgement>,
    /// Estimates that are read otherwise than they were written, as their team's done work says.
    pub calibrated: Vec<Assumption>,
    /// Facts past their review.
    pub stale: Vec<Stale>,
    /// The cheapest way to have at least so many outcomes open.
    pub together: Vec<(usize, Path)>,
    /// For each initiative the outcomes that it brings nearer.
    pub nearer: Vec<Vec<OutcomeId>>,
    /// What it takes to leave systems, technologies and vendors, the dearest first.
    pub exits: Vec<Leaving>,
    /// What holds.
    pub holding: Holding,
}

/// What there is to say about one outcome.
#[derive(Debug, Clone)]
pub struct OutcomeAnswer {
    /// Which one.
    pub outcome: OutcomeId,
    /// Where it stands.
    pub status: Status,
    /// Belief that it proves to be a business, signals counted.
    pub odds: f64,
    /// The things whose absence keeps it from being enabled.
    pub missing: Vec<Node>,
    /// The things among them that no initiative delivers and no date brings.
    pub undelivered: Vec<Node>,
    /// The path its reach follows.
    pub path: Option<Path>,
    /// How far it is along that path.
    pub reach: Option<Reach>,
    /// Why the path has no date.
    pub no_date: Option<NoDate>,
    /// The cheapest paths.
    pub paths: Paths,
    /// What closes it, now or as it would be once opened.
    pub closing: Closing,
}

/// A single thing that closes outcomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Closer {
    /// The thing.
    pub node: Node,
    /// The outcomes that are not enabled without it.
    pub closes: Vec<OutcomeId>,
}

impl Ensure {
    /// Returns whether every guarantee holds or is excused, by a waiver or a baseline.
    pub fn holds(&self) -> bool {
        !self.guarantees.iter().any(Judgement::fails)
    }
}

/// How many draws exits are judged by at most: their ranges are wide, and there may be many.
const EXIT_DRAWS: u32 = 1_000;

/// Returns the answer to `ensure` for a model.
pub fn ensure(model: &Model, question: &EnsureQuestion) -> Ensure {
    let graph = Graph::of(model);
    let holding = Holding::of(model, &graph, &Lost::of(question.without.clone()));
    let work = Work::of(model, question.seed);
    let odds = odds::current(model);
    let effort = effort(model, question);
    let opened = paths(model, &graph, &holding, &work, CHEAPEST);
    let mut outcomes: Vec<OutcomeAnswer> = Outcome::ids(model)
        .map(|id| {
            let node = Node::Outcome(id);
            let status = holding.status(model, id);
            let found = way(model, &graph, &holding, &work, node, &opened.of[id.0 as usize], effort);
            OutcomeAnswer {
                outcome: id,
                status,
                odds: odds[id.0 as usize],
                missing: holding.missing(model, node),
                undelivered: if status == Status::Enabled {
                    Vec::new()
                } else {
                    holding.undelivered(model, node)
                },
                path: found.path,
                reach: found.reach,
                no_date: found.no_date,
                paths: opened.of[id.0 as usize].clone(),
                closing: Closing::none(),
            }
        })
        .collect();
    let worlds: Vec<Option<World>> = outcomes.iter().map(world).collect();
    let closings = closing(model, &graph, &holding, &worlds, question.largest_set);
    for (answer, closing) in outcomes.iter_mut().zip(closings) {
        answer.closing = closing;
    }
    let closers = closers(model, &outcomes);
    let simulation = wants_draws(model).then(|| Simulation::of(model, question.seed));
    let facts = Facts {
        status: outcomes.iter().map(|answer| answer.status).collect(),
        reach: outcomes.iter().map(|answer| answer.reach.as_ref()).collect(),
        closers: &closers,
        horizons: simulation.as_ref().and_then(|sim| horizons(model, sim, &sim.chosen_first()).shares()),
        find: simulation.as_ref().and_then(find),
    };
    let guarantees = judge(model, &facts);
    Ensure {
        question: question.clone(),
        closers,
        outcomes,
        guarantees,
        calibrated: Corrections::of(model).assumptions(model),
        stale: stale(model),
        together: opened.together,
        nearer: opened.nearer,
        exits: exits(model, &graph, &holding, question.seed, exit_effort(question)),
        holding,
    }
}

/// Initiatives that are drawn for all outcomes together when draws are saved.
pub(crate) const THRIFTY: u64 = 3_000_000;

/// Returns how many draws each outcome's reach may take.
fn effort(model: &Model, question: &EnsureQuestion) -> Effort {
    let each = if question.thrifty { THRIFTY / model.outcomes.len().max(1) as u64 } else { u64::MAX };
    Effort { draws: question.draws, budget: each }
}

/// Returns how many draws all exits together may take.
fn exit_effort(question: &EnsureQuestion) -> Effort {
    let budget = if question.thrifty { THRIFTY } else { u64::MAX };
    Effort { draws: question.draws.min(EXIT_DRAWS), budget }
}

/// Returns whether any guarantee is about what draws by trial and error say.
fn wants_draws(model: &Model) -> bool {
    let wants = |promise: &Promise| matches!(promise, Promise::Find(_) | Promise::HorizonShare { .. });
    model.guarantees.iter().any(|guarantee| wants(&guarantee.promise))
}

/// The way to an outcome.
pub(crate) struct Way {
    pub(crate) path: Option<Path>,
    pub(crate) reach: Option<Reach>,
    pub(crate) no_date: Option<NoDate>,
}

/// Returns the path an outcome's reach follows: the fastest by P80 among the cheapest, or the cheapest where none has a
/// date.
pub(crate) fn way(
    model: &Model,
    graph: &Graph,
    holding: &Holding,
    work: &Work,
    outcome: Node,
    paths: &Paths,
    effort: Effort,
) -> Way {
    let Some(cheapest) = paths.cheapest.first() else {
        return Way { path: None, reach: None, no_date: None };
    };
    if holding.holds(model, outcome) == Holds::Yes {
        return Way { path: Some(cheapest.clone()), reach: Some(Reach::now()), no_date: None };
    }
    let dates_come = dates_come(model, graph, holding, outcome, cheapest);
    match fastest(model, work, &paths.cheapest, dates_come, effort) {
        Ok((path, reach)) => Way { path: Some(path.clone()), reach: Some(reach), no_date: None },
        Err(why) => Way { path: Some(cheapest.clone()), reach: None, no_date: Some(why) },
    }
}

/// Returns the world in which what closes an outcome is judged; `None` where it can not be opened.
fn world(answer: &OutcomeAnswer) -> Option<World> {
    match (answer.status, &answer.path) {
        (Status::Enabled, _) => Some(World::Today),
        (_, Some(path)) if path.sure => Some(World::Opened(path.initiatives.clone())),
        (_, Some(path)) => Some(World::OpenedIfKnown(path.initiatives.clone())),
        (_, None) => None,
    }
}

/// Returns the single things that close outcomes: those that close most first, then those most at risk.
fn closers(model: &Model, outcomes: &[OutcomeAnswer]) -> Vec<Closer> {
    let mut closes: BTreeMap<Node, Vec<OutcomeId>> = BTreeMap::new();
    for answer in outcomes {
        answer.closing.singles().for_each(|node| closes.entry(node).or_default().push(answer.outcome));
    }
    let mut closers: Vec<Closer> = closes.into_iter().map(|(node, closes)| Closer { node, closes }).collect();
    closers.sort_by(|a, b| {
        (b.closes.len().cmp(&a.closes.len())).then(risk(model, b.node).total_cmp(&risk(model, a.node)))
    });
    closers
}
