//! From a model to an order of its open work: what the plan is for, and who goes first.

use offing_math::forecast::{Forecast, ForecastQuestion, Milestone, Order, Project, moments};
use offing_model::{Model, Node, Outcome, OutcomeId, Promise};

use super::open::Open;
use super::order::{Goal, good_order};
use super::{Aim, ExecuteQuestion};
use crate::ensure::{THRIFTY, Way, way};
use crate::graph::Graph;
use crate::guarantees::limit;
use crate::holding::{Holding, Lost, Status};
use crate::paths::{CHEAPEST, paths};
use crate::reach::{Effort, NoDate, Reach, dates_come};
use crate::work::Work;

/// Up to how many draws a path is chosen by.
const PATH_DRAWS: u32 = 10_000;

/// A plan before it is drawn.
pub(super) struct Planning<'m> {
    pub(super) open: Open<'m>,
    pub(super) aim: Aim,
    /// When the chosen outcome is enabled; `None` where it has no date still to come.
    pub(super) chosen: Option<Milestone>,
    /// When each outcome is enabled along its path; never where it has none.
    pub(super) outcomes: Vec<Milestone>,
    /// The way to each outcome.
    pub(super) ways: Vec<Way>,
    /// Where each outcome stands.
    pub(super) status: Vec<Status>,
    pub(super) goal: Goal,
    /// The activities that can be scheduled, the one that goes first first.
    pub(super) order: Vec<usize>,
}

impl<'m> Planning<'m> {
    pub(super) fn of(model: &'m Model, work: Work, question: &ExecuteQuestion) -> Self {
        let graph = Graph::of(model);
        let holding = Holding::of(model, &graph, &Lost::of(Vec::new()));
        let budget = THRIFTY / model.outcomes.len().max(1) as u64;
        let effort = Effort { draws: question.draws.min(PATH_DRAWS), budget };
        let opened = paths(model, &graph, &holding, &work, CHEAPEST);
        let ways: Vec<Way> = Outcome::ids(model)
            .map(|id| {
                let paths = &opened.of[id.0 as usize];
                way(model, &graph, &holding, &work, Node::Outcome(id), paths, effort)
            })
            .collect();
        let status: Vec<Status> = Outcome::ids(model).map(|id| holding.status(model, id)).collect();
        let open = Open::of(model, &holding, work);
        let outcomes: Vec<Milestone> = (Outcome::ids(model).zip(&ways))
            .map(|(id, way)| match &way.path {
                Some(path) if status[id.0 as usize] != Status::Enabled => {
                    let come = dates_come(model, &graph, &holding, Node::Outcome(id), path);
                    open.milestone(&path.initiatives, come)
                }
                Some(_) => Milestone::At(0.0),
                None => Milestone::At(f64::INFINITY),
            })
            .collect();
        let aim = aim(model, &holding, &ways);
        let chosen = aim.outcome().filter(|_| aim.has_date()).map(|id| outcomes[id.0 as usize].clone());
        let goal = goal(model, &aim, &chosen, &outcomes, &ways);
        let order = good_order(&open, &goal, question.seed);
        Self { open, aim, chosen, outcomes, ways, status, goal, order }
    }

    /// Returns when the plan's aim is reached in each draw: the chosen outcome, or all work where none has a date.
    pub(super) fn dates(&self, draws: u32) -> Vec<f64> {
        self.dates_of(&self.aimed_at(), &self.open.project, &self.order, draws)
    }

    /// Returns the same for another order, or another project.
    pub(super) fn dates_under(&self, project: &Project, order: &[usize], draws: u32) -> Vec<f64> {
        self.dates_of(&self.aimed_at(), project, order, draws)
    }

    fn aimed_at(&self) -> Milestone {
        let all = || Milestone::all_finished(self.open.scheduled.iter().copied());
        self.chosen.clone().unwrap_or_else(all)
    }

    fn dates_of(&self, milestone: &Milestone, project: &Project, order: &[usize], draws: u32) -> Vec<f64> {
        let order = Order::new(project, order);
        let milestones = std::slice::from_ref(milestone);
        let question = ForecastQuestion::new(project, &order, milestones, 0..u64::from(draws));
        moments(&question, milestone, |draw, durations| self.open.draw(draw, durations))
    }

    /// Returns the chance that an outcome is enabled within so many days.
    pub(super) fn share_within(&self, outcome: OutcomeId, days: f64, draws: u32) -> f64 {
        let dates = self.dates_of(&self.outcomes[outcome.0 as usize], &self.open.project, &self.order, draws);
        dates.iter().filter(|date| **date <= days).count() as f64 / dates.len().max(1) as f64
    }

    /// Returns the reach of the chosen outcome.
    pub(super) fn reach(&self) -> Option<&Reach> {
        self.aim.outcome().and_then(|id| self.ways[id.0 as usize].reach.as_ref())
    }

    /// Returns the chance that all work on the path succeeds technically.
    pub(super) fn works(&self) -> f64 {
        let path = self.aim.path();
        path.map_or(1.0, |path| path.initiatives.iter().map(|id| self.open.work.item(*id).odds).product())
    }

    /// Returns the share of draws in which no work on the path is critical: the outcome waits for a date.
    pub(super) fn share_waiting(&self, forecast: &Forecast) -> f64 {
        let Some(Milestone::All(parts)) = &self.chosen else { return 0.0 };
        let date = parts.iter().find_map(|part| match part {
            Milestone::At(day) => Some(*day),
            _ => None,
        });
        match date {
            // Work that ends on the very day counts as waiting; that has no weight.
            Some(day) if day > 0.0 => forecast.milestones[0].share_within(day),
            _ => 0.0,
        }
    }
}

fn aim(model: &Model, holding: &Holding, ways: &[Way]) -> Aim {
    let Some(id) = model.chosen() else { return Aim::NothingChosen };
    if holding.status(model, id) == Status::Enabled {
        return Aim::Enabled(id);
    }
    let way = &ways[id.0 as usize];
    match (&way.path, &way.reach, &way.no_date) {
        (Some(path), Some(_), _) => Aim::Open(id, path.clone()),
        (Some(path), None, Some(why)) => Aim::Undated(id, path.clone(), why.clone()),
        (Some(path), None, None) => Aim::Undated(id, path.clone(), NoDate::NoEstimate(Vec::new())),
        (None, ..) => Aim::Blocked(id, holding.undelivered(model, Node::Outcome(id))),
    }
}

/// Returns what the order is improved for: the chosen outcome, then what was promised of others, the nearest first.
fn goal(model: &Model, aim: &Aim, chosen: &Option<Milestone>, outcomes: &[Milestone], ways: &[Way]) -> Goal {
    let path = aim.path().map_or_else(Vec::new, |path| path.initiatives.clone());
    let mut promised = Vec::new();
    for guarantee in &model.guarantees {
        let Promise::Reach { of, when, at } = guarantee.promise else { continue };
        let limit = limit(model, when);
        for id in
            crate::guarantees::outcomes_of(model, of).into_iter().filter(|id| Some(*id) != model.chosen())
        {
            let way = &ways[id.0 as usize];
            if let (Some(path), Some(_)) = (&way.path, &way.reach) {
                promised.push((outcomes[id.0 as usize].clone(), limit, at, path.initiatives.clone()));
            }
        }
    }
    promised.sort_by(|a, b| a.1.total_cmp(&b.1));
    Goal { chosen: chosen.clone(), path, promised }
}
