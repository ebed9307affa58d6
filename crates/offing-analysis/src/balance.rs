//! What does it cost to keep every outcome open while one is shipped, and what does it buy? The answer behind
//! `offing balance`.

mod promises;
mod select;

use offing_math::stats::Moments;
use offing_model::{Assumption, CompetitorId, GuaranteeId, InitiativeId, Model, OutcomeId};

use crate::calibration::Corrections;
use crate::draws::{Draw, Never, Plan, Report, Simulation};
use crate::failure::{Failure, failure};
use crate::flips::{Flip, flips};
use crate::frontier::{Effort, Frontier, Progress, search};
use crate::horizons::{Horizons, horizons};
use crate::information::{Information, information};
use crate::odds;

/// How `balance` is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct BalanceQuestion {
    /// The seed of all luck.
    pub seed: u64,
    /// How many draws each plan is reported on.
    pub draws: u32,
    /// How many draws each plan is tried on.
    pub search_draws: u32,
    /// How many plans are tried at most.
    pub plans: u32,
}

impl Default for BalanceQuestion {
    fn default() -> Self {
        Self { seed: 1, draws: 10_000, search_draws: 2_000, plans: 300 }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Balance {
    /// How it was asked.
    pub question: BalanceQuestion,
    /// The outcome that draws begin with.
    pub first: Option<OutcomeId>,
    /// Plans that truly differ: the first does everything on the way to that outcome first, the second everything else
    /// first; then those that no other beats, the earliest date first.
    pub plans: Vec<PlanAnswer>,
    /// The plan with the highest expected value that keeps every guarantee, by its position, or one worth as much within
    /// luck that finds a business more often; of plans of which none keeps all, one that breaks fewest.
    pub recommended: usize,
    /// The guarantees without which another plan would be recommended, and which.
    pub binding: Vec<(GuaranteeId, usize)>,
    /// What would change the recommendation.
    pub flips: Vec<Flip>,
    /// What is worth finding out first.
    pub information: Vec<Information>,
    /// When it goes wrong under the recommended plan.
    pub failure: Failure,
    /// For which term work is planned, under the recommended plan.
    pub horizons: Horizons,
    /// The belief in each outcome, signals counted.
    pub odds: Vec<f64>,
    /// Each competitor's chance to be at an outcome it goes for before us, under the recommended plan.
    pub competitors: Vec<(CompetitorId, OutcomeId, f64)>,
    /// Work that is never done in a draw, and why.
    pub never: Vec<(InitiativeId, Never)>,
    /// Estimates that are read otherwise than they were written, as their team's done work says.
    pub calibrated: Vec<Assumption>,
    /// Outcomes for which not every way could be kept.
    pub cut_short: Vec<OutcomeId>,
    /// Whether any outcome has a value.
    pub valued: bool,
    /// How many plans were tried, and whether these are all there are.
    pub tried: (u32, bool),
    /// Whether the search was told to end before that.
    pub ended: bool,
}

/// What kind of plan it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Everything on the way to the chosen outcome first.
    ChosenFirst,
    /// Everything else first.
    OptionsFirst,
    /// One that the search found.
    Found,
}

/// What there is to say about a plan.
#[derive(Debug, Clone)]
pub struct PlanAnswer {
    /// Which kind it is.
    pub kind: Kind,
    /// Its figures.
    pub report: Report,
    /// Work that comes before work on the chosen outcome, asks for people of the same teams, and would come after it if
    /// that went first.
    pub forward: Vec<InitiativeId>,
    /// Work that is not done at all.
    pub left_out: Vec<InitiativeId>,
    /// By how many days the P80 of the chosen outcome moves against the first plan.
    pub slip_days: f64,
    /// By how much the chance to find a business rises against the first plan, with its standard error: both under the
    /// same luck.
    pub find_gain: (f64, f64),
    /// The same of expected value.
    pub value_gain: (f64, f64),
    /// The guarantees it breaks, waived ones left out.
    pub breaks: Vec<GuaranteeId>,
    /// For which term its work is.
    pub horizons: Horizons,
    /// Whether another of these plans beats it on every count.
    pub beaten: bool,
}

/// Returns the answer to `balance` for a model; `None` where there is no outcome. `go_on` is asked during the search for
/// plans and ends it when it says no.
pub fn balance(
    model: &Model,
    question: &BalanceQuestion,
    go_on: &mut dyn FnMut(Progress<'_>) -> bool,
) -> Option<Balance> {
    if model.outcomes.is_empty() {
        return None;
    }
    let sim = Simulation::of(model, question.seed);
    let effort = Effort { seed: question.seed, plans: question.plans, draws: question.search_draws.max(1) };
    let found = search(&sim, &effort, go_on);
    let plans = reported(model, &sim, question, &found);
    let (recommended, binding) = promises::recommended(&plans);
    let plan = plans[recommended].report.plan.clone();
    let allowed: Vec<usize> = promises::allowed(&plans, recommended);
    let rivals: Vec<Plan> = allowed.iter().map(|at| plans[*at].report.plan.clone()).collect();
    let among = allowed.iter().position(|at| *at == recommended).expect("the recommended plan is allowed");
    let fates = sim.fates(0..u64::from(question.draws.clamp(1, 4_000)));
    let base = sim.under(&plan, &fates);
    let mut turned = flips(model, question.seed, &rivals, among);
    turned.iter_mut().for_each(|flip| flip.plan = allowed[flip.plan]);
    Some(Balance {
        first: sim.begins_with().map(OutcomeId),
        flips: turned,
        information: information(model, &sim, &plan, &rivals, &fates),
        failure: failure(
            model,
            &sim,
            &sim.fates(0..base.len().min(2_000) as u64),
            &base[..base.len().min(2_000)],
        ),
        horizons: plans[recommended].horizons,
        odds: odds::current(model),
        competitors: competitors(model, &sim, &plan),
        never: sim.never_done().collect(),
        calibrated: Corrections::of(model).assumptions(model),
        cut_short: sim.cut_short().collect(),
        valued: sim.is_valued(),
        tried: (found.tried, found.complete),
        ended: found.ended,
        question: question.clone(),
        plans,
        recommended,
        binding,
    })
}

/// Returns the extremes and the plans that truly differ, each with its figures on draws that the search did not see.
fn reported(
    model: &Model,
    sim: &Simulation,
    question: &BalanceQuestion,
    found: &Frontier,
) -> Vec<PlanAnswer> {
    let draws = 0..u64::from(question.draws.max(1));
    let first = sim.chosen_first();
    let (base, base_draws) = sim.report_with_draws(&first, draws.clone());
    let mut plans = vec![(Kind::ChosenFirst, first.clone()), (Kind::OptionsFirst, sim.options_first())];
    if plans[0].1 == plans[1].1 {
        plans.pop();
    }
    for plan in select::telling(sim, found) {
        if plans.iter().all(|(_, known)| *known != plan) {
            plans.push((Kind::Found, plan));
        }
    }
    let answer = |(kind, plan): (Kind, Plan)| {
        let (report, own) = sim.report_with_draws(&plan, draws.clone());
        let horizons = horizons(model, sim, &plan);
        let slip_days = match report.tally.chosen_p80 - base.tally.chosen_p80 {
            slip if slip.is_nan() => 0.0,
            slip => slip,
        };
        PlanAnswer {
            kind,
            forward: select::forward(model, sim, &first, &plan),
            left_out: first.order.iter().copied().filter(|id| !plan.order.contains(id)).collect(),
            slip_days,
            find_gain: paired(&own, &base_draws, |draw| f64::from(u8::from(draw.found.is_some()))),
            value_gain: paired(&own, &base_draws, |draw| draw.value),
            breaks: promises::broken(model, &report, horizons.shares()),
            horizons,
            beaten: false,
            report,
        }
    };
    select::kept(plans.into_iter().map(answer).collect())
}

/// Returns the mean of what one plan has over another in the same draws, and its standard error.
fn paired(own: &[Draw], base: &[Draw], of: impl Fn(&Draw) -> f64) -> (f64, f64) {
    let moments: Moments = own.iter().zip(base).map(|(own, base)| of(own) - of(base)).collect();
    (moments.mean(), moments.standard_error())
}

/// Returns each competitor's chance to be at an outcome before us.
fn competitors(model: &Model, sim: &Simulation, plan: &Plan) -> Vec<(CompetitorId, OutcomeId, f64)> {
    let ours = sim.enabled_days(plan, 0..2_000);
    let mut chances = Vec::new();
    for id in offing_model::Competitor::ids(model) {
        for outcome in &model[id].pursues {
            let chance = odds::arrives_before(model, id, &ours[outcome.0 as usize]);
            chances.extend(chance.map(|chance| (id, *outcome, chance)));
        }
    }
    chances
}
