//! What is seen outside, and what does it do to what we believe and stand on (DESIGN 4.7)? The answer behind
//! `offing lookout`.

mod blind;
mod ending;
mod rings;

pub use blind::{Blind, Blindness, Outward};
pub use ending::{Ending, EndsOfLife, Stage};
pub use rings::{Difference, Held, Moved, Rings, of_model};

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use offing_model::calendar::Calendar;
use offing_model::end_of_life::Product;
use offing_model::radar::Radar;
use offing_model::{
    Competitor, CompetitorId, Model, Node, Outcome, OutcomeId, Promise, SystemId, TechnologyId,
};

use crate::ensure::Ensure;
use crate::exits::Leaving;
use crate::graph::needed;
use crate::guarantees::Judgement;
use crate::holding::Status;
use crate::odds::{self, Turn};
use crate::people::hats;

/// How `lookout` is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct LookoutQuestion {
    /// Since which day moves on the radar are told.
    pub since: Date,
    /// After how many days without a signal an outcome is not seen.
    pub blind_days: f64,
}

impl LookoutQuestion {
    /// Returns the usual question: what moved within a quarter, what was not seen for 90 days.
    pub fn usual(model: &Model) -> Self {
        let quarter = jiff::Span::new().months(3);
        let as_of = model.company.as_of;
        Self { since: as_of.checked_sub(quarter).unwrap_or(as_of), blind_days: 90.0 }
    }
}

/// What was read outside the model.
#[derive(Debug, Clone, Default)]
pub struct Outside {
    /// The radar, where one is named.
    pub radar: Option<Radar>,
    /// Products with their ends of life, where a folder of them is named.
    pub products: Option<Vec<Product>>,
    /// Calendars of leaders.
    pub calendars: Vec<Calendar>,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Lookout {
    /// How it was asked.
    pub question: LookoutQuestion,
    /// What is believed of each outcome, in the order of the model.
    pub beliefs: Vec<Belief>,
    /// Each competitor at each outcome it goes for, in the order of the model.
    pub rivals: Vec<Rival>,
    /// Where technologies stand.
    pub rings: Rings,
    /// Until when they are supported.
    pub ends: EndsOfLife,
    /// What it takes to leave systems, technologies and vendors, the dearest first.
    pub exits: Vec<Leaving>,
    /// What is not seen.
    pub blindness: Blindness,
    /// What became of the guarantees about looking out.
    pub guarantees: Vec<Judgement>,
}

/// The belief in one outcome over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Belief {
    /// Which outcome.
    pub outcome: OutcomeId,
    /// Before the first signal.
    pub prior: f64,
    /// At `as-of`.
    pub now: f64,
    /// Each signal with what it did, in the order of days.
    pub turns: Vec<Turn>,
}

/// A competitor at one outcome.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rival {
    /// Who.
    pub competitor: CompetitorId,
    /// At which outcome.
    pub outcome: OutcomeId,
    /// The chance that it arrives before us, if all our teams turned to it today.
    pub before_us: Option<f64>,
    /// Why there is no such chance.
    pub why_not: Option<NoChance>,
}

/// Why there is no chance to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoChance {
    /// Nobody says when the competitor arrives.
    NoArrival,
    /// Nobody can say when we do.
    NoReach,
}

/// What stands on a technology.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Carried {
    /// Systems that use it.
    pub systems: Vec<SystemId>,
    /// Outcomes that stand on it, somewhere below.
    pub outcomes: Vec<OutcomeId>,
    /// Outcomes among them that are closed without it.
    pub closes: Vec<OutcomeId>,
}

/// Returns what is seen outside.
///
/// *Cost:* beside `ensure`, what stands above each technology that is on hold or has an end of life.
pub fn lookout(model: &Model, ensure: &Ensure, outside: &Outside, question: &LookoutQuestion) -> Lookout {
    let carriers = Carriers::of(model, ensure);
    let looks_out =
        |promise: &Promise| matches!(promise, Promise::SignalsWithin(_) | Promise::FactsWithin(_));
    let guarantees = ensure.guarantees.iter();
    Lookout {
        question: question.clone(),
        beliefs: Outcome::ids(model).map(|id| belief(model, id)).collect(),
        rivals: rivals(model, ensure),
        rings: rings::rings(model, outside.radar.as_ref(), &carriers, question.since),
        ends: ending::ends(model, outside.products.as_deref(), &carriers),
        exits: ensure.exits.clone(),
        blindness: blind::blindness(
            model,
            ensure,
            &hats(model, ensure, &outside.calendars),
            question.blind_days,
        ),
        guarantees: guarantees
            .filter(|judged| looks_out(&model[judged.guarantee].promise))
            .cloned()
            .collect(),
    }
}

fn belief(model: &Model, outcome: OutcomeId) -> Belief {
    Belief {
        outcome,
        prior: model[outcome].odds,
        now: odds::at(model, outcome, model.company.as_of),
        turns: odds::timeline(model, outcome),
    }
}

fn rivals(model: &Model, ensure: &Ensure) -> Vec<Rival> {
    let at = |competitor: CompetitorId, outcome: OutcomeId| {
        let found = before_us(model, ensure, competitor, outcome);
        Rival { competitor, outcome, before_us: found.ok(), why_not: found.err() }
    };
    Competitor::ids(model)
        .flat_map(|id| model[id].pursues.iter().map(move |outcome| at(id, *outcome)))
        .collect()
}

/// Returns the chance that a competitor arrives before us. What does not work out technically never arrives.
fn before_us(
    model: &Model,
    ensure: &Ensure,
    competitor: CompetitorId,
    outcome: OutcomeId,
) -> Result<f64, NoChance> {
    let answer = &ensure.outcomes[outcome.0 as usize];
    let never = odds::arrives_before(model, competitor, &[f64::INFINITY]).ok_or(NoChance::NoArrival)?;
    let Some(reach) = &answer.reach else {
        return if answer.status == Status::Blocked { Ok(never) } else { Err(NoChance::NoReach) };
    };
    let ours = odds::arrives_before(model, competitor, &reach.sorted_days).ok_or(NoChance::NoReach)?;
    Ok(reach.works * ours + (1.0 - reach.works) * never)
}

/// What stands on what, worked out once.
pub(crate) struct Carriers<'a> {
    model: &'a Model,
    /// The nodes that name each node among their needs, by dense index.
    above: Vec<Vec<Node>>,
    /// The outcomes that each technology closes.
    closes: BTreeMap<TechnologyId, &'a [OutcomeId]>,
}

impl<'a> Carriers<'a> {
    pub(crate) fn of(model: &'a Model, ensure: &'a Ensure) -> Self {
        let mut above = vec![Vec::new(); model.node_count()];
        for node in model.nodes() {
            for need in needed(model, node) {
                above[model.node_index(need)].push(node);
            }
        }
        let closes = ensure.closers.iter().filter_map(|closer| match closer.node {
            Node::Technology(id) => Some((id, closer.closes.as_slice())),
            _ => None,
        });
        Self { model, above, closes: closes.collect() }
    }

    /// Returns whether something stands on a technology.
    pub(crate) fn is_used(&self, technology: TechnologyId) -> bool {
        !self.above[self.model.node_index(Node::Technology(technology))].is_empty()
    }

    /// Returns what stands on a technology.
    ///
    /// *Cost:* what stands above it.
    pub(crate) fn on(&self, technology: TechnologyId) -> Carried {
        let node = Node::Technology(technology);
        let mut carried = Carried {
            closes: self.closes.get(&technology).map(|closes| closes.to_vec()).unwrap_or_default(),
            ..Carried::default()
        };
        let mut seen = BTreeSet::from([node]);
        let mut open = vec![node];
        while let Some(at) = open.pop() {
            for above in &self.above[self.model.node_index(at)] {
                if !seen.insert(*above) {
                    continue;
                }
                match above {
                    Node::Outcome(id) => carried.outcomes.push(*id),
                    Node::System(id) if at == node => carried.systems.push(*id),
                    _ => {}
                }
                open.push(*above);
            }
        }
        carried.systems.sort_unstable();
        carried.outcomes.sort_unstable();
        carried
    }
}
