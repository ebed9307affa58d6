//! How likely is each date promised?

use offing_model::units::Until;
use offing_model::{GuaranteeId, OutcomeId, Promise};

use super::planning::Planning;
use crate::guarantees::{Facts, Judgement, judge, limit, outcomes_of, waiver};
use crate::holding::Status;

/// A date promised of one outcome, and how likely it is.
#[derive(Debug, Clone, PartialEq)]
pub struct PromiseChance {
    /// The guarantee that promises it.
    pub guarantee: GuaranteeId,
    /// The outcome.
    pub outcome: OutcomeId,
    /// By when.
    pub when: Until,
    /// The same, in days from `as-of`.
    pub days: f64,
    /// How sure it was promised to be.
    pub at: f64,
    /// Whether a waiver excuses it today.
    pub waived: bool,
    /// How likely it is in the plan.
    pub in_plan: f64,
    /// How likely it is with all teams turned to that outcome.
    pub if_turned_to: f64,
}

impl PromiseChance {
    /// Returns the chance that the promise is about: a day promised (`by`) is kept by the plan; a distance promised
    /// (`within`) says how near an outcome is if turned to.
    pub fn chance(&self) -> f64 {
        match self.when {
            Until::Date(_) => self.in_plan,
            Until::Days(_) => self.if_turned_to,
        }
    }

    /// Returns whether it is less likely than was promised, and no waiver excuses that.
    pub fn at_risk(&self) -> bool {
        self.falls_short() && !self.waived
    }

    /// Returns whether it is less likely than was promised.
    pub fn falls_short(&self) -> bool {
        self.chance() < self.at
    }
}

/// Returns the chance to meet each date promised, those at risk first, then days before distances, the
/// soonest first.
pub(super) fn chances(
    planning: &Planning<'_>,
    in_plan: impl Fn(OutcomeId, f64) -> f64,
) -> Vec<PromiseChance> {
    let model = planning.open.model;
    let mut chances = Vec::new();
    for guarantee in offing_model::Guarantee::ids(model) {
        let Promise::Reach { of, when, at } = model[guarantee].promise else { continue };
        let days = limit(model, when);
        let waived = waiver(model, guarantee).is_some();
        for outcome in outcomes_of(model, of) {
            let idx = outcome.0 as usize;
            let enabled = planning.status[idx] == Status::Enabled && days >= 0.0;
            let reach = planning.ways[idx].reach.as_ref();
            let (in_plan, if_turned_to) = match (enabled, reach) {
                (true, _) => (1.0, 1.0),
                (false, Some(reach)) => (in_plan(outcome, days), reach.within(days)),
                (false, None) => (0.0, 0.0),
            };
            chances.push(PromiseChance { guarantee, outcome, when, days, at, waived, in_plan, if_turned_to });
        }
    }
    let rank = |one: &PromiseChance| (!one.at_risk(), !one.falls_short(), matches!(one.when, Until::Days(_)));
    chances.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.days.total_cmp(&b.days)));
    chances
}

/// Returns what became of the guarantees about the terms that work is planned for.
pub(super) fn of_horizons(planning: &Planning<'_>, shares: Option<[f64; 3]>) -> Vec<Judgement> {
    let model = planning.open.model;
    let facts = Facts {
        status: planning.status.clone(),
        reach: planning.ways.iter().map(|way| way.reach.as_ref()).collect(),
        closers: &[],
        horizons: shares,
        find: None,
    };
    let about = |one: &Judgement| matches!(model[one.guarantee].promise, Promise::HorizonShare { .. });
    judge(model, &facts).into_iter().filter(about).collect()
}
