//! In which futures is no business found: the two or three conditions that single them out best?

use offing_math::prim::{self, PrimQuestion};
use offing_model::{Model, Node, Outcome, OutcomeId};

use crate::draws::{Draw, Fates, Simulation};

/// How many conditions are named at most.
pub const CONDITIONS: usize = 3;

/// The futures without a business, and what singles them out.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Share of all futures in which no business is found.
    pub share: f64,
    /// What singles them out; empty where nothing does.
    pub conditions: Vec<Condition>,
    /// Share of these futures that meet the conditions.
    pub coverage: f64,
    /// Share without a business among the futures that meet them.
    pub density: f64,
}

/// Something that is so in a future.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Condition {
    /// The outcome does, or does not, prove to be a business.
    Business(OutcomeId, bool),
    /// The initiative takes at least, or at most, so many days.
    Takes(offing_model::InitiativeId, Bound),
    /// The initiative does, or does not, work out technically.
    WorksOut(offing_model::InitiativeId, bool),
    /// Learning whether the outcome is a business takes at least, or at most, so many days.
    Learns(OutcomeId, Bound),
    /// What is unknown is, or is not, there.
    There(Node, bool),
}

/// A limit on a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// So much or more.
    AtLeast(f64),
    /// So much or less.
    AtMost(f64),
    /// From so much to so much.
    Between(f64, f64),
}

/// A quantity that may single futures out.
#[derive(Debug, Clone, Copy)]
enum Input {
    Business(OutcomeId),
    Takes(offing_model::InitiativeId),
    WorksOut(offing_model::InitiativeId),
    Learns(OutcomeId),
    There(Node),
}

/// Returns what singles out the futures in which no business is found, by scenario discovery.
///
/// *Cost:* that of [`prim::peel`] over at most 2,000 futures and all quantities that vary.
pub fn failure(model: &Model, sim: &Simulation, fates: &Fates, draws: &[Draw]) -> Failure {
    let lost: Vec<bool> = draws.iter().map(|draw| draw.found.is_none()).collect();
    let count = lost.iter().filter(|lost| **lost).count();
    let share = count as f64 / lost.len().max(1) as f64;
    let nothing = Failure { share, conditions: Vec::new(), coverage: 0.0, density: 0.0 };
    if count == 0 || count == lost.len() {
        return nothing;
    }
    let (inputs, columns) = inputs(model, sim, fates);
    if inputs.is_empty() {
        return nothing;
    }
    let question = PrimQuestion { max_restricted: CONDITIONS, beam: 2, ..PrimQuestion::new(&columns, &lost) };
    let boxes = prim::peel(&question);
    let Some(best) = prim::best(&boxes, CONDITIONS) else { return nothing };
    let mut conditions = Vec::new();
    for (input, limits) in inputs.iter().zip(&best.limits) {
        let bound = match (limits.low > f64::NEG_INFINITY, limits.high < f64::INFINITY) {
            (false, false) => continue,
            (true, false) => Bound::AtLeast(limits.low),
            (false, true) => Bound::AtMost(limits.high),
            (true, true) => Bound::Between(limits.low, limits.high),
        };
        conditions.push(input.condition(bound));
    }
    Failure { share, conditions, coverage: best.coverage, density: best.density }
}

/// Returns the quantities that vary between these futures, with their values.
fn inputs(model: &Model, sim: &Simulation, fates: &Fates) -> (Vec<Input>, Vec<Vec<f64>>) {
    let number = |is: bool| f64::from(u8::from(is));
    let mut all: Vec<(Input, Vec<f64>)> = Vec::new();
    for id in Outcome::ids(model) {
        all.push((Input::Business(id), fates.business(id).map(number).collect()));
        all.push((Input::Learns(id), fates.learn(id).collect()));
    }
    for (item, id) in sim.open().iter().enumerate() {
        let days: Vec<f64> = fates.days(item).collect();
        if days.iter().all(|day| day.is_finite()) {
            all.push((Input::Takes(*id), days));
        }
        all.push((Input::WorksOut(*id), fates.succeeds(item).map(number).collect()));
    }
    for (at, node) in sim.unknown().enumerate() {
        all.push((Input::There(node), fates.there(at).map(number).collect()));
    }
    all.retain(|(_, column)| column.iter().any(|value| value.total_cmp(&column[0]).is_ne()));
    all.into_iter().unzip()
}

impl Input {
    fn condition(self, bound: Bound) -> Condition {
        // Yes and no are the numbers one and zero: a limit from below is a yes.
        let yes = !matches!(bound, Bound::AtMost(_));
        match self {
            Input::Business(id) => Condition::Business(id, yes),
            Input::Takes(id) => Condition::Takes(id, bound),
            Input::WorksOut(id) => Condition::WorksOut(id, yes),
            Input::Learns(id) => Condition::Learns(id, bound),
            Input::There(node) => Condition::There(node, yes),
        }
    }
}
