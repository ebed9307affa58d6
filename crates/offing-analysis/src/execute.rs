//! When will the chosen outcome be there, what decides that date, and what should each team do now? The answer behind
//! `offing execute` (DESIGN 4.4).
//!
//! All open initiatives share the people of their teams in one plan. Its order is improved for the chosen outcome's P80;
//! then it is drawn, as many times as asked for, and everything said comes from these draws. What would happen if a team
//! had other people, an initiative were given up or began later is answered under the same luck.
//!
//! *Assumes:* technical success; the chance of it stands beside the date as [`Execute::works`].
//!
//! *Absent on purpose:* pivots and beliefs ([`crate::draws`]); people one by one.

mod difference;
mod open;
mod order;
mod planning;
mod promises;
mod proof;
mod tasks;
mod teams;

pub use crate::change::Change;
pub use difference::Difference;
pub use open::Undated;
pub use promises::PromiseChance;
pub use proof::{NoProof, Proof, proof};
pub use tasks::{LeadTasks, Next, Waits};
pub use teams::{InTheWay, TeamLoad};

use std::ops::ControlFlow;

use offing_math::forecast::{Forecast, ForecastQuestion, Milestone, Order, forecast_watched};
use offing_model::{InitiativeId, Model, Node, OutcomeId};

use crate::calibration::Calibration;
use crate::change;
use crate::draws::{Plan, Simulation};
use crate::guarantees::Judgement;
use crate::horizons::{Horizons, horizons};
use crate::paths::Path;
use crate::reach::{NoDate, Quantiles};
use crate::work::Work;
use planning::Planning;

/// How `execute` is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct ExecuteQuestion {
    /// The seed of all luck.
    pub seed: u64,
    /// How many draws.
    pub draws: u32,
    /// What is compared with the plan.
    pub changes: Vec<Change>,
}

impl Default for ExecuteQuestion {
    fn default() -> Self {
        Self { seed: 1, draws: 2_000, changes: Vec::new() }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Execute {
    /// How it was asked.
    pub question: ExecuteQuestion,
    /// What the plan is for.
    pub aim: Aim,
    /// When the chosen outcome is enabled, in days from `as-of`; `None` where it has no date.
    pub finish: Option<Finish>,
    /// Its days draw by draw, in ascending order; empty where it has no date.
    pub finish_sorted: Vec<f64>,
    /// The chance that all work on the chosen outcome's path succeeds technically.
    pub works: f64,
    /// Every initiative that can be scheduled, in the order of the plan.
    pub initiatives: Vec<Planned>,
    /// Open initiatives that have no date, and why.
    pub undated: Vec<(InitiativeId, Undated)>,
    /// Started initiatives past their P80.
    pub overdue: Vec<Overdue>,
    /// When everything that can be scheduled is done.
    pub all_done: Option<Quantiles>,
    /// Every team that has people or work, those that hold up the date most first.
    pub teams: Vec<TeamLoad>,
    /// What each lead has to see to.
    pub leads: Vec<LeadTasks>,
    /// Work off the path that holds the date up.
    pub in_the_way: Vec<InTheWay>,
    /// By how much earlier the date would be with everything off the path held back.
    pub path_alone: Option<Difference>,
    /// The chance to meet each date promised.
    pub promises: Vec<PromiseChance>,
    /// For which term the planned work is.
    pub horizons: Horizons,
    /// What became of guarantees about that.
    pub horizon_promises: Vec<Judgement>,
    /// How well estimates held.
    pub calibration: Calibration,
    /// What the changes asked for would do, one by one; all of them together last, where there are several.
    pub comparisons: Vec<Comparison>,
    /// What is proved about the order of work, once [`proof`] was asked.
    pub proof: Option<Result<Proof, NoProof>>,
}

/// What the plan is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Aim {
    /// No outcome is chosen.
    NothingChosen,
    /// The chosen outcome is enabled already.
    Enabled(OutcomeId),
    /// No initiative known opens it; these things are missing.
    Blocked(OutcomeId, Vec<Node>),
    /// It can be opened, but part of its path has no date.
    Undated(OutcomeId, Path, NoDate),
    /// It is opened along this path.
    Open(OutcomeId, Path),
}

impl Aim {
    /// Returns whether the chosen outcome has a date still to come, which everything else is then about; where it has
    /// none, all of that is about the end of all work.
    pub fn has_date(&self) -> bool {
        matches!(self, Aim::Open(..))
    }

    /// Returns the chosen outcome.
    pub fn outcome(&self) -> Option<OutcomeId> {
        match self {
            Aim::NothingChosen => None,
            Aim::Enabled(id) | Aim::Blocked(id, _) | Aim::Undated(id, ..) | Aim::Open(id, _) => Some(*id),
        }
    }

    /// Returns the path to it.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Aim::Open(_, path) | Aim::Undated(_, path, _) => Some(path),
            _ => None,
        }
    }
}

/// When the chosen outcome is enabled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finish {
    /// Days from `as-of`.
    pub days: Quantiles,
    /// The standard error of the P80, in days: how far it would move under other luck.
    pub p80_error: f64,
    /// The same with all teams turned to it: its reach.
    pub reach: Quantiles,
    /// The share of draws in which a date that it hangs on, and no work, comes last.
    pub waits_for_date: f64,
}

/// One initiative in the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// Which one.
    pub initiative: InitiativeId,
    /// When it starts, in days from `as-of`; of a started one 0.
    pub start: Quantiles,
    /// When it is finished.
    pub finish: Quantiles,
    /// Share of the draws in which it is critical for the chosen outcome, or for all work where none has a date.
    pub criticality: f64,
    /// Rank correlation of its duration with that date.
    pub influence: f64,
    /// Whether it is on the chosen outcome's path.
    pub on_path: bool,
    /// Whether it has started.
    pub started: bool,
    /// Whether it should be in progress today.
    pub now: bool,
    /// What it waits for, if it does not start now.
    pub waits: Waits,
}

/// A started initiative that has been going on for longer than its P80.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overdue {
    /// Which one.
    pub initiative: InitiativeId,
    /// Days since it started.
    pub elapsed: f64,
    /// Days it should have taken at P80.
    pub p80: f64,
    /// Days still to come.
    pub left: Quantiles,
}

/// What a change would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The changes.
    pub changes: Vec<Change>,
    /// What the plan would be for.
    pub aim: Aim,
    /// When the chosen outcome would be enabled.
    pub finish: Option<Quantiles>,
    /// How that differs from the plan; `None` where either has no date.
    pub difference: Option<Difference>,
    /// Whether it would be opened along another path.
    pub other_path: bool,
    /// The chance to meet each date promised, as in [`Execute::promises`].
    pub promises: Vec<PromiseChance>,
}

/// What is being computed, for whoever waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What.
    pub what: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// How much there is of it.
    pub of: u64,
}

/// Up to how many draws dates are compared by, pair by pair.
const COMPARED: u32 = 20_000;

/// Returns the answer to `execute` for a model.
pub fn execute(model: &Model, question: &ExecuteQuestion) -> Execute {
    execute_watched(model, question, &mut |_| {})
}

/// Returns the same as [`execute`], and tells `watch` now and then what is being computed.
pub fn execute_watched(model: &Model, question: &ExecuteQuestion, watch: &mut dyn FnMut(Step)) -> Execute {
    watch(Step { what: "order", done: 0, of: 1 });
    let work = Work::of(model, question.seed);
    let planning = Planning::of(model, work, question);
    let run = Run::of(&planning, question, watch);
    let dates = planning.dates(question.draws.min(COMPARED));
    let initiatives = run.planned(&planning);
    let teams = teams::loads(&planning, &run.forecast, &initiatives, &dates, watch);
    let in_the_way = teams::in_the_way(&planning, &run.forecast, &dates);
    let comparisons = comparisons(model, question, &planning, &dates, watch);
    let plan = Plan { order: initiatives.iter().map(|one| one.initiative).collect() };
    let horizons = horizons(model, &Simulation::of(model, question.seed), &plan);
    let mut finish_sorted = if planning.aim.has_date() { dates.clone() } else { Vec::new() };
    finish_sorted.sort_unstable_by(f64::total_cmp);
    Execute {
        question: question.clone(),
        finish: run.finish(&planning, &dates),
        finish_sorted,
        works: planning.works(),
        undated: planning.open.undated.clone(),
        overdue: overdue(&planning),
        all_done: run.all_done(),
        leads: tasks::leads(model, &initiatives),
        path_alone: teams::path_alone(&planning, &dates),
        promises: promises::chances(&planning, |outcome, day| run.outcome_within(outcome, day)),
        horizon_promises: promises::of_horizons(&planning, horizons.shares()),
        horizons,
        calibration: Calibration::of(model),
        aim: planning.aim.clone(),
        initiatives,
        teams,
        in_the_way,
        comparisons,
        proof: None,
    }
}

/// The plan, drawn.
struct Run {
    /// Its milestones: what the plan is for, every outcome in the order of the model, all work.
    forecast: Forecast,
}

impl Run {
    /// Draws the plan: first what it is for, then every outcome, then all work.
    fn of(planning: &Planning<'_>, question: &ExecuteQuestion, watch: &mut dyn FnMut(Step)) -> Self {
        let open = &planning.open;
        let all = Milestone::all_finished(open.scheduled.iter().copied());
        let mut milestones = vec![planning.chosen.clone().unwrap_or_else(|| all.clone())];
        milestones.extend(planning.outcomes.iter().cloned());
        milestones.push(all);
        let order = Order::new(&open.project, &planning.order);
        let draws = u64::from(question.draws);
        let asked = ForecastQuestion::new(&open.project, &order, &milestones, 0..draws);
        let forecast = forecast_watched(
            &asked,
            |draw, durations| open.draw(draw, durations),
            |done| {
                watch(Step { what: "draws", done, of: draws });
                ControlFlow::Continue(())
            },
        );
        Self { forecast }
    }

    fn all_done(&self) -> Option<Quantiles> {
        let all = self.forecast.milestones.last()?;
        let some = !self.forecast.starts.is_empty();
        some.then(|| quantiles(all))
    }

    /// Returns the chance that an outcome is enabled within so many days in the plan.
    fn outcome_within(&self, outcome: OutcomeId, days: f64) -> f64 {
        self.forecast.milestones[1 + outcome.0 as usize].share_within(days)
    }

    fn finish(&self, planning: &Planning<'_>, dates: &[f64]) -> Option<Finish> {
        if matches!(planning.aim, Aim::Enabled(_)) {
            let zero = Quantiles::exactly(0.0);
            return Some(Finish { days: zero, p80_error: 0.0, reach: zero, waits_for_date: 0.0 });
        }
        let reach = planning.reach()?.days;
        planning.chosen.as_ref()?;
        let days = quantiles(&self.forecast.milestones[0]);
        // Of more draws than are compared, the error is so much smaller.
        let share = dates.len() as f64 / self.forecast.n_draws.max(1) as f64;
        let p80_error = difference::quantile_error(dates, 0.8) * share.sqrt();
        Some(Finish { days, p80_error, reach, waits_for_date: planning.share_waiting(&self.forecast) })
    }

    fn planned(&self, planning: &Planning<'_>) -> Vec<Planned> {
        let open = &planning.open;
        let path: &[InitiativeId] = planning.aim.path().map_or(&[], |path| &path.initiatives);
        let mut planned: Vec<Planned> = (planning.order.iter())
            .map(|at| {
                let id = open.initiatives[*at];
                let start = &self.forecast.starts[*at];
                Planned {
                    initiative: id,
                    start: quantiles(start),
                    finish: quantiles(&self.forecast.finishes[*at]),
                    criticality: self.forecast.criticality[*at],
                    influence: self.forecast.influence[*at],
                    on_path: path.contains(&id),
                    started: open.project.is_running(*at),
                    now: start.quantile(1.0) <= 0.0,
                    waits: Waits::Nothing,
                }
            })
            .collect();
        tasks::say_what_each_waits_for(planning, &mut planned);
        planned
    }
}

fn quantiles(of: &offing_math::forecast::Sample) -> Quantiles {
    Quantiles { p50: of.quantile(0.5), p80: of.quantile(0.8), p95: of.quantile(0.95) }
}

fn overdue(planning: &Planning<'_>) -> Vec<Overdue> {
    let open = &planning.open;
    let mut found: Vec<Overdue> = (open.initiatives.iter())
        .filter_map(|id| {
            let item = open.work.item(*id);
            let (takes, elapsed) = (item.takes?, item.elapsed?);
            let p80 = takes.quantile(0.8);
            let left = |p: f64| takes.remaining_at_score(elapsed, offing_math::dist::normal::quantile(p));
            let left = Quantiles { p50: left(0.5), p80: left(0.8), p95: left(0.95) };
            (elapsed > p80).then_some(Overdue { initiative: *id, elapsed, p80, left })
        })
        .collect();
    found.sort_by(|a, b| (b.elapsed / b.p80).total_cmp(&(a.elapsed / a.p80)));
    found
}

/// Returns what each change would do, and all of them together.
fn comparisons(
    model: &Model,
    question: &ExecuteQuestion,
    planning: &Planning<'_>,
    dates: &[f64],
    watch: &mut dyn FnMut(Step),
) -> Vec<Comparison> {
    let changes = &question.changes;
    let mut sets: Vec<Vec<Change>> = changes.iter().map(|change| vec![*change]).collect();
    if changes.len() > 1 {
        sets.push(changes.clone());
    }
    let of = sets.len() as u64;
    (sets.into_iter().zip(0..))
        .map(|(set, done)| {
            watch(Step { what: "changes", done, of });
            compare(model, question, set, planning, dates)
        })
        .collect()
}

fn compare(
    model: &Model,
    question: &ExecuteQuestion,
    changes: Vec<Change>,
    planning: &Planning<'_>,
    dates: &[f64],
) -> Comparison {
    let changed = change::applied(model, &changes);
    let work = Work::of(&changed, question.seed);
    let other = Planning::of(&changed, work, question);
    let then = other.dates(question.draws.min(COMPARED));
    let both = planning.chosen.is_some() && other.chosen.is_some();
    let mut sorted = then.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let initiatives = |planning: &Planning<'_>| planning.aim.path().map(|path| path.initiatives.clone());
    let promises = promises::chances(&other, |outcome, day| {
        other.share_within(outcome, day, question.draws.min(COMPARED))
    });
    Comparison {
        finish: other.chosen.is_some().then(|| Quantiles::of_sorted(&sorted)),
        difference: both.then(|| Difference::between(dates, &then)).flatten(),
        other_path: initiatives(planning) != initiatives(&other),
        aim: other.aim.clone(),
        promises,
        changes,
    }
}

#[cfg(test)]
mod tests;
