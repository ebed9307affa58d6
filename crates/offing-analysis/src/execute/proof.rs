//! Could any order bring the chosen outcome earlier? A proof on the mean durations, when asked for.
//!
//! Luck aside, the work on a path is a resource-constrained project: its shortest schedule is looked for, and a
//! constraint solver refutes every shorter one or says how far below nothing can be. All paths that reach looks at are
//! weighed, each with all teams turned to it, in whole days.
//!
//! *Assumes:* work in progress goes on from `as-of` and keeps its people. Where it keeps more of them busy than there
//! are, the proof lets it do with none: the bound is then lower than need be, never too high.

use offing_math::forecast::{Order, Schedule};
use offing_math::schedule::{Activity, Budget, Improved, Improvement, Project, improve};
#[cfg(feature = "prove")]
use offing_math::schedule::{Within, prove, within};
use offing_model::{InitiativeId, Model, Node, OutcomeId};

use super::open::Open;
use super::{Aim, Execute};
use crate::graph::Graph;
use crate::holding::{Holding, Lost};
use crate::paths::{CHEAPEST, paths};
use crate::reach::dates_come;
use crate::work::Work;

/// What is proved about the shortest time to the chosen outcome, in whole days from `as-of` on mean durations.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// The outcome.
    pub outcome: OutcomeId,
    /// When it is enabled by the shortest schedule found, with all teams turned to it.
    pub days: f64,
    /// No schedule enables it earlier: equal to `days` where the one found is proved to be the shortest.
    pub at_least_days: f64,
    /// When the plan enables it on the same durations, other work going on beside it.
    pub plan_days: f64,
    /// The work of the shortest schedule, with the day on which each piece starts, the earliest first.
    pub starts: Vec<(InitiativeId, f64)>,
    /// How many paths were weighed.
    pub paths: usize,
    /// Whether these are all there are.
    pub all_paths: bool,
    /// Whether it was stopped while more could still have been proved.
    pub stopped: bool,
}

impl Proof {
    /// Returns whether no schedule on any of the paths enables the outcome earlier than the one found.
    pub fn is_optimal(&self) -> bool {
        self.at_least_days >= self.days
    }
}

/// Why nothing is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoProof {
    /// The chosen outcome has no date still to come, or none is chosen.
    NoDate,
    /// The work on its paths takes longer than the solver counts: thousands of years.
    TooLong,
}

/// Schedules generated before the solver is asked: what is easy is settled by then.
const GENERATED: u64 = 5_000;

/// Returns what is proved about the order of work on the chosen outcome of an answer, until `stop` says so.
///
/// *Shape:* the same on any machine where `stop` never says so.
/// *Cost:* exponential in the worst case; below sixty initiatives often less than a second.
pub fn proof(model: &Model, answer: &Execute, stop: &(dyn Fn() -> bool + Sync)) -> Result<Proof, NoProof> {
    let Aim::Open(outcome, _) = answer.aim else { return Err(NoProof::NoDate) };
    let graph = Graph::of(model);
    let holding = Holding::of(model, &graph, &Lost::of(Vec::new()));
    let work = Work::of(model, answer.question.seed);
    let opened = paths(model, &graph, &holding, &work, CHEAPEST);
    let opened = &opened.of[outcome.0 as usize];
    let open = Open::of(model, &holding, work);
    let durations = whole_days(&open);
    let node = Node::Outcome(outcome);
    let mut ways: Vec<Way> = (opened.cheapest.iter())
        .filter_map(|path| {
            let from = dates_come(model, &graph, &holding, node, path);
            let activities = path.initiatives.iter().map(|id| dated(&open, *id));
            Some((activities.collect::<Option<Vec<usize>>>()?, from.ceil()))
        })
        .map(|(activities, from)| Way::of(&open, &durations, activities, from))
        .collect::<Result<_, NoProof>>()?;
    // What is shortest already leaves least to refute of the others.
    ways.sort_by(|a, b| a.days.total_cmp(&b.days));
    let shortest = ways.first().map_or(f64::INFINITY, |way| way.days);
    let mut stopped = false;
    let days = ways.iter_mut().fold(shortest, |days, way| {
        stopped |= !way.prove(&open, &durations, days, stop);
        days.min(way.days)
    });
    let best = ways.iter().min_by(|a, b| a.days.total_cmp(&b.days)).ok_or(NoProof::NoDate)?;
    let at_least_days = ways.iter().map(|way| way.at_least).fold(days, f64::min);
    Ok(Proof {
        outcome,
        days,
        at_least_days,
        plan_days: plan_days(&open, &durations, answer, best.from),
        starts: best.in_order(&open),
        paths: ways.len(),
        all_paths: opened.count == Some(opened.cheapest.len() as u128),
        stopped: stopped && at_least_days < days,
    })
}

/// Returns an initiative's activity, if it can be scheduled at all.
fn dated(open: &Open<'_>, id: InitiativeId) -> Option<usize> {
    open.activity(id).filter(|at| open.scheduled.binary_search(at).is_ok())
}

/// Returns what each activity still takes on average, in whole days and at least one; infinite where nobody said.
fn whole_days(open: &Open<'_>) -> Vec<f64> {
    let days = |id: &InitiativeId| open.work.mean_days(*id);
    open.initiatives.iter().map(|id| days(id).map_or(f64::INFINITY, |days| days.round().max(1.0))).collect()
}

/// One path as a project, and what is known of it.
struct Way {
    activities: Vec<usize>,
    /// The day before which no work helps.
    from: f64,
    project: Project,
    /// Whether the project asks for fewer people than its work does, as teams are overbooked today.
    relaxed: bool,
    known: Improved,
    /// The shortest schedule with work in progress where it is: when each activity starts, and when all are finished.
    starts: Vec<f64>,
    days: f64,
    at_least: f64,
}

impl Way {
    fn of(open: &Open<'_>, durations: &[f64], activities: Vec<usize>, from: f64) -> Result<Self, NoProof> {
        let (project, relaxed) = project(open, durations, &activities)?;
        let asked = Improvement { budget: Budget::Schedules(GENERATED), seed: 1, threads: 1 };
        let known = improve(&project, &asked);
        let starts = Vec::new();
        let mut way = Self { activities, from, project, relaxed, known, starts, days: 0.0, at_least: 0.0 };
        way.settle(open, durations);
        Ok(way)
    }

    /// Looks for a shorter schedule or refutes all that are shorter than `days`; returns whether that came to its end.
    #[cfg(feature = "prove")]
    fn prove(
        &mut self,
        open: &Open<'_>,
        durations: &[f64],
        days: f64,
        stop: &(dyn Fn() -> bool + Sync),
    ) -> bool {
        if self.at_least >= days.min(self.days) {
            return true;
        }
        self.known = prove(&self.project, self.known.clone(), stop);
        self.settle(open, durations);
        // What is left is what letting work in progress wait would win: end by end it is kept where it is.
        while self.at_least < days.min(self.days) && !self.relaxed {
            let end = self.known.lower_bound;
            match within(&self.held(open, end), end, stop) {
                Within::Refuted => self.known.lower_bound += 1,
                Within::Found(schedule) => {
                    self.starts =
                        schedule.starts[..self.activities.len()].iter().copied().map(f64::from).collect();
                    self.days = f64::from(end).max(self.from);
                }
                Within::Unknown => return false,
            }
            self.at_least = f64::from(self.known.lower_bound).max(self.from).min(self.days);
        }
        !stop() || self.at_least >= days.min(self.days) || self.relaxed
    }

    /// Returns that nothing more is known than the bounds say: this build has no solver.
    #[cfg(not(feature = "prove"))]
    fn prove(&mut self, _: &Open<'_>, _: &[f64], days: f64, _: &(dyn Fn() -> bool + Sync)) -> bool {
        let bound = f64::from(offing_math::schedule::lower_bound(&self.project));
        self.at_least = self.at_least.max(bound.min(self.days));
        self.at_least >= days.min(self.days)
    }

    /// Returns the project in which whatever is in progress is followed by so long a wait that nothing is over by
    /// `end` unless that begins at once.
    #[cfg(feature = "prove")]
    fn held(&self, open: &Open<'_>, end: u32) -> Project {
        let mut activities = self.project.activities().to_vec();
        let running = |nth: &usize| open.project.is_running(self.activities[*nth]);
        for nth in (0..self.activities.len()).filter(running) {
            let wait = end.saturating_sub(activities[nth].duration);
            let demands = vec![0; self.project.capacities().len()];
            activities.push(Activity { duration: wait, demands, after: vec![nth] });
        }
        Project::new(self.project.capacities().to_vec(), activities)
            .expect("a wait keeps nobody busy, waits for what is there, and is shorter than the project")
    }

    /// Reads dates off what is known: as they are where that leaves work in progress in peace, else by its order.
    fn settle(&mut self, open: &Open<'_>, durations: &[f64]) {
        let starts = &self.known.schedule.starts;
        let running = |nth: usize| open.project.is_running(self.activities[nth]);
        let mut order: Vec<usize> = (0..self.activities.len()).collect();
        order.sort_by_key(|nth| (!running(*nth), starts[*nth], *nth));
        let order: Vec<usize> = order.into_iter().map(|nth| self.activities[nth]).collect();
        let listed = made(open, durations, &order);
        let end = end(&listed, &self.activities);
        let in_peace = !self.relaxed && (0..starts.len()).all(|nth| !running(nth) || starts[nth] == 0);
        let (days, starts) = if in_peace && f64::from(self.known.makespan) <= end {
            (f64::from(self.known.makespan), starts.iter().map(|start| f64::from(*start)).collect())
        } else {
            (end, self.activities.iter().map(|at| listed.starts()[*at]).collect())
        };
        self.starts = starts;
        self.days = days.max(self.from);
        self.at_least = f64::from(self.known.lower_bound).max(self.from).min(self.days);
    }

    fn in_order(&self, open: &Open<'_>) -> Vec<(InitiativeId, f64)> {
        let ids = self.activities.iter().map(|at| open.initiatives[*at]);
        let mut starts: Vec<(InitiativeId, f64)> = ids.zip(self.starts.iter().copied()).collect();
        starts.sort_by(|a, b| a.1.total_cmp(&b.1));
        starts
    }
}

/// Returns a path as a project without luck, and whether it asks for fewer people than its work does.
fn project(open: &Open<'_>, durations: &[f64], activities: &[usize]) -> Result<(Project, bool), NoProof> {
    let people: Vec<u32> = open.project.people().iter().map(|people| people.unsigned_abs()).collect();
    let mut running = vec![0_u32; people.len()];
    for at in activities.iter().filter(|at| open.project.is_running(**at)) {
        open.project.staff(*at).iter().for_each(|(team, n)| running[*team as usize] += n.unsigned_abs());
    }
    let overbooked = running.iter().zip(&people).any(|(running, people)| running > people);
    let activity = |at: &usize| {
        let mut demands = vec![0; people.len()];
        for (team, n) in open.project.staff(*at) {
            let team = *team as usize;
            // Work in progress that together keeps more people busy than there are goes on all the same.
            let goes_on = open.project.is_running(*at) && running[team] > people[team];
            demands[team] = if goes_on { 0 } else { n.unsigned_abs() };
        }
        // What is in progress waits for nothing.
        let after: &[u32] = if open.project.is_running(*at) { &[] } else { open.project.after(*at) };
        let after =
            after.iter().filter_map(|before| activities.iter().position(|at| *at == *before as usize));
        Activity { duration: durations[*at] as u32, demands, after: after.collect() }
    };
    let activities: Vec<Activity> = activities.iter().map(activity).collect();
    Ok((Project::new(people, activities).map_err(|_| NoProof::TooLong)?, overbooked))
}

/// Returns when activities are all finished.
fn end(schedule: &Schedule, activities: &[usize]) -> f64 {
    activities.iter().map(|at| schedule.finishes()[*at]).fold(0.0, f64::max)
}

fn made(open: &Open<'_>, durations: &[f64], order: &[usize]) -> Schedule {
    let mut schedule = Schedule::default();
    schedule.make(&open.project, &Order::new(&open.project, order), durations);
    schedule
}

/// Returns when the plan of an answer enables the outcome on these durations.
fn plan_days(open: &Open<'_>, durations: &[f64], answer: &Execute, from: f64) -> f64 {
    let activities = |ids: &mut dyn Iterator<Item = InitiativeId>| -> Vec<usize> {
        ids.filter_map(|id| dated(open, id)).collect()
    };
    let order = activities(&mut answer.initiatives.iter().map(|one| one.initiative));
    let path = answer.aim.path().map_or(&[][..], |path| &path.initiatives);
    end(&made(open, durations, &order), &activities(&mut path.iter().copied())).max(from)
}

#[cfg(all(test, feature = "prove"))]
mod tests;
