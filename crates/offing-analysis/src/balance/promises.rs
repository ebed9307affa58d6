//! Which guarantees a plan keeps, and which plan to recommend.
//!
//! Only what a plan can change is looked at: the chance to find a business, the split over terms, and dates promised
//! for the chosen outcome. Guarantees that are waived today are left out.

use offing_model::units::{Until, days_between};
use offing_model::{Guarantee, GuaranteeId, Meant, Model, Promise};

use super::PlanAnswer;
use crate::draws::Report;

/// Returns the guarantees that a plan breaks.
pub(super) fn broken(model: &Model, report: &Report, shares: Option<[f64; 3]>) -> Vec<GuaranteeId> {
    let waived = |id: GuaranteeId| {
        model.waivers.iter().any(|waiver| waiver.guarantee == id && waiver.until >= model.company.as_of)
    };
    Guarantee::ids(model)
        .filter(|id| !waived(*id) && !keeps(model, &model[*id].promise, report, shares))
        .collect()
}

fn keeps(model: &Model, promise: &Promise, report: &Report, shares: Option<[f64; 3]>) -> bool {
    match promise {
        Promise::Find(chance) => report.tally.find >= *chance,
        Promise::HorizonShare { horizon, at_least, at_most } => shares.is_none_or(|shares| {
            let share = shares[*horizon as usize];
            at_least.is_none_or(|least| share >= least) && at_most.is_none_or(|most| share <= most)
        }),
        Promise::Reach { of: Meant::One(id), when: Until::Date(date), at } if model.chosen() == Some(*id) => {
            let limit = days_between(model.company.as_of, *date);
            let in_time = report.chosen_sorted.partition_point(|day| *day <= limit);
            in_time as f64 >= *at * report.chosen_sorted.len() as f64
        }
        _ => true,
    }
}

/// Returns the plan to recommend, and the guarantees without which it would be another, with that.
pub(super) fn recommended(plans: &[PlanAnswer]) -> (usize, Vec<(GuaranteeId, usize)>) {
    let best = best(plans, None);
    let mut named: Vec<GuaranteeId> = plans.iter().flat_map(|plan| plan.breaks.iter().copied()).collect();
    named.sort_unstable();
    named.dedup();
    let without = named.into_iter().map(|id| (id, self::best(plans, Some(id))));
    let binding = without.filter(|(_, other)| *other != best).collect();
    (best, binding)
}

/// Returns the plans that break no more guarantees than the recommended one.
pub(super) fn allowed(plans: &[PlanAnswer], recommended: usize) -> Vec<usize> {
    let most = plans[recommended].breaks.len();
    (0..plans.len()).filter(|at| plans[*at].breaks.len() <= most).collect()
}

/// Returns the plan of the highest expected value among those that break fewest guarantees, one of them not counted;
/// of plans worth as much within luck, the one that finds a business most often.
fn best(plans: &[PlanAnswer], without: Option<GuaranteeId>) -> usize {
    let breaks = |plan: &PlanAnswer| plan.breaks.iter().filter(|id| Some(**id) != without).count();
    let better = |a: &PlanAnswer, b: &PlanAnswer| {
        let by_value = b.report.tally.value.total_cmp(&a.report.tally.value);
        breaks(a).cmp(&breaks(b)).then(by_value).is_lt()
    };
    let dearest =
        (1..plans.len()).fold(0, |best, at| if better(&plans[at], &plans[best]) { at } else { best });
    let as_good = |at: &usize| {
        let (plan, best) = (&plans[*at], &plans[dearest]);
        let error = libm::hypot(plan.value_gain.1, best.value_gain.1);
        let less = best.report.tally.value - plan.report.tally.value;
        breaks(plan) == breaks(best) && less <= 2.0 * error
    };
    let find = |at: usize| plans[at].report.tally.find;
    (0..plans.len()).filter(as_good).fold(dearest, |best, at| if find(at) > find(best) { at } else { best })
}
