//! What is worth finding out first (DESIGN 4.6)?
//!
//! *Odds.* Perfect information about an outcome: the company is told at once whether it will prove to be a business,
//! and may turn on hearing it. It may also ignore it, whichever is better for each of the two answers; so information
//! is never worth less than nothing.
//!
//! *Experiments.* The same with what the experiment really tells, when it really ends: begun at once against the same
//! with nobody listening. What it costs in money, and in delay to other work, is taken off.
//!
//! *Durations.* Perfect information about how long a piece of work takes, when it decides which of the frontier's
//! plans to follow: expected value of each plan given the duration by regression, over the draws that are there
//! anyway.

use offing_math::stats::Moments;
use offing_model::{InitiativeId, Model, OutcomeId};
use rayon::prelude::*;

use crate::draws::{Draw, Fates, Plan, Simulation};

/// What would be found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Whether an outcome proves to be a business.
    Odds(OutcomeId),
    /// How long an initiative takes.
    Duration(InitiativeId),
    /// The answer of an experiment.
    Experiment(InitiativeId),
}

/// What finding something out is worth, in the unit of expected value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Information {
    /// What is found out.
    pub about: About,
    /// Gain in expected value.
    pub worth: f64,
    /// Its standard error.
    pub stderr: f64,
    /// What finding it out costs: money, people and the delay to other work; zero for perfect information, which nobody
    /// sells.
    pub cost: f64,
}

impl Information {
    /// Returns worth less cost.
    pub fn net(&self) -> f64 {
        self.worth - self.cost
    }
}

/// Returns what finding out each outcome's odds, each experiment's answer and each initiative's duration is worth under
/// a plan, the most worth first; what is worth nothing is left out, except of experiments.
///
/// *Assumes:* `rivals` are the plans that could be followed instead, for durations.
pub fn information(
    model: &Model,
    sim: &Simulation,
    plan: &Plan,
    rivals: &[Plan],
    fates: &Fates,
) -> Vec<Information> {
    let base = sim.under(plan, fates);
    let mut list = of_odds(model, sim, plan, fates, &base);
    list.extend(sim.experiments().into_iter().map(|id| of_experiment(model, sim, plan, fates, id)));
    list.extend(of_durations(sim, rivals, fates, &base));
    let kept = |info: &Information| info.worth > 0.0 || matches!(info.about, About::Experiment(_));
    list.retain(kept);
    list.sort_by(|a, b| b.net().total_cmp(&a.net()));
    list
}

fn of_odds(model: &Model, sim: &Simulation, plan: &Plan, fates: &Fates, base: &[Draw]) -> Vec<Information> {
    let one = |outcome: OutcomeId| {
        let told = sim.told(plan, fates, outcome);
        let (worth, stderr) = gain(&told, base, fates.business(outcome));
        Information { about: About::Odds(outcome), worth, stderr, cost: 0.0 }
    };
    offing_model::Outcome::ids(model).map(one).collect()
}

fn of_experiment(
    model: &Model,
    sim: &Simulation,
    plan: &Plan,
    fates: &Fates,
    id: InitiativeId,
) -> Information {
    let about = About::Experiment(id);
    let nothing = Information { about, worth: 0.0, stderr: 0.0, cost: 0.0 };
    let (Ok(item), Some((outcome, _))) = (sim.open().binary_search(&id), model[id].tests) else {
        return nothing;
    };
    let without = Plan { order: plan.order.iter().copied().filter(|other| *other != id).collect() };
    let with = Plan { order: std::iter::once(id).chain(without.order.iter().copied()).collect() };
    let deaf = sim.deaf_to(&with, fates, id);
    let says_yes = fates.business(outcome).zip(fates.right(item)).map(|(business, right)| business == right);
    let (worth, stderr) = gain(&sim.under(&with, fates), &deaf, says_yes);
    // What it delivers besides is not lost by delay; only the value without it counts.
    let delay = mean(&sim.deaf_to(&without, fates, id)) - mean(&deaf);
    let money = if sim.is_valued() { sim.mean_cost(item) } else { 0.0 };
    Information { about, worth, stderr, cost: money + delay.max(0.0) }
}

fn mean(draws: &[Draw]) -> f64 {
    draws.iter().map(|draw| draw.value).collect::<Moments>().mean()
}

/// Returns what it gains to act on an answer where that is better, and its standard error.
fn gain(acting: &[Draw], ignoring: &[Draw], says_yes: impl Iterator<Item = bool>) -> (f64, f64) {
    let mut sides = [0.0_f64; 2];
    let differences: Vec<(f64, bool)> = (acting.iter().zip(ignoring))
        .zip(says_yes)
        .map(|((acting, ignoring), yes)| (acting.value - ignoring.value, yes))
        .collect();
    differences.iter().for_each(|(difference, yes)| sides[usize::from(*yes)] += difference);
    let acts = sides.map(|sum| sum > 0.0);
    let gained = differences.iter().map(|(gain, yes)| if acts[usize::from(*yes)] { *gain } else { 0.0 });
    let moments: Moments = gained.collect();
    (moments.mean(), moments.standard_error())
}

/// Returns the worth of knowing durations.
///
/// *Source:* M. Strong, J. E. Oakley and A. Brennan, "Estimating multiparameter partial expected value of perfect
/// information from a probabilistic sensitivity analysis sample: a nonparametric regression approach", Medical Decision
/// Making 34 (2014), pp. 311-326. The regression here is on Legendre polynomials of the duration's rank, which are
/// orthogonal over ranks, so that each coefficient is a mean; those within three standard errors of zero are taken for
/// zero, which keeps luck from being sold as worth.
fn of_durations(sim: &Simulation, rivals: &[Plan], fates: &Fates, base: &[Draw]) -> Vec<Information> {
    let gains: Vec<Vec<f64>> = rivals
        .iter()
        .map(|plan| sim.under(plan, fates))
        .map(|draws| draws.iter().zip(base).map(|(draw, base)| draw.value - base.value).collect())
        .collect();
    (0..sim.open().len())
        .into_par_iter()
        .filter_map(|item| {
            let days: Vec<f64> = fates.days(item).collect();
            let varies = days.iter().any(|day| day.is_finite() && *day < days[0] || *day > days[0]);
            let (worth, stderr) = if varies { switching(&days, &gains) } else { (0.0, 0.0) };
            let about = About::Duration(sim.open()[item]);
            (worth > 0.0).then_some(Information { about, worth, stderr, cost: 0.0 })
        })
        .collect()
}

/// Returns the mean of the best fitted gain, less the best mean gain: what choosing among plans by a quantity is worth.
fn switching(quantity: &[f64], gains: &[Vec<f64>]) -> (f64, f64) {
    let n = quantity.len() as f64;
    let ranks: Vec<f64> =
        offing_math::stats::ranks(quantity).iter().map(|rank| 2.0 * (rank - 0.5) / n - 1.0).collect();
    let basis: [Vec<f64>; 3] = [
        ranks.clone(),
        ranks.iter().map(|x| 1.5 * x * x - 0.5).collect(),
        ranks.iter().map(|x| (2.5 * x * x - 1.5) * x).collect(),
    ];
    let mut best = vec![0.0_f64; quantity.len()];
    let mut best_mean = 0.0_f64;
    for gain in gains {
        let mean = gain.iter().sum::<f64>() / n;
        best_mean = best_mean.max(mean);
        let mut fitted = vec![mean; gain.len()];
        for (degree, basis) in (1..).zip(&basis) {
            let products: Moments =
                gain.iter().zip(basis).map(|(gain, basis)| (gain - mean) * basis).collect();
            if products.mean().abs() > 3.0 * products.standard_error() {
                let coefficient = products.mean() * f64::from(2 * degree + 1);
                fitted.iter_mut().zip(basis).for_each(|(fitted, basis)| *fitted += coefficient * basis);
            }
        }
        best.iter_mut().zip(fitted).for_each(|(best, fitted)| *best = best.max(fitted));
    }
    let moments: Moments = best.iter().map(|best| best - best_mean).collect();
    (moments.mean().max(0.0), moments.standard_error())
}
