//! Is a schedule the shortest there is? Asked of a constraint solver, for projects small enough.
//!
//! *Method:* lazy clause generation (Schutt, Feydy, Stuckey and Wallace, "Explaining the cumulative
//! propagator", Constraints 16, 2011), by the solver Pumpkin. Ends are tried from the lower bound
//! upwards, so each refuted one is a better bound, and the first that is not refuted is optimal.

use pumpkin_conflict_resolvers::resolvers::ResolutionResolver;
use pumpkin_constraints::{cumulative, less_than_or_equals};
use pumpkin_core::Solver;
use pumpkin_core::results::{ProblemSolution, SatisfactionResult};
use pumpkin_core::termination::TerminationCondition;
use pumpkin_core::variables::{DomainId, TransformableVariable};

use super::bounds::Bounds;
use super::improve::Improved;
use super::project::{Project, Schedule};

/// Returns `known` with its lower bound raised, and with a shorter schedule if there is one, until `stop` says so.
///
/// The makespan is proved to be optimal when it equals the lower bound of what is returned.
///
/// *Cost:* exponential in the worst case; below sixty activities often less than a second.
/// *Assumes:* that `known` is of this `project`.
pub fn prove(project: &Project, known: Improved, stop: &(dyn Fn() -> bool + Sync)) -> Improved {
    let mut found = known;
    let mut bounds = Bounds::new(project);
    found.lower_bound = found.lower_bound.max(bounds.tighten(found.makespan));
    while found.lower_bound < found.makespan && !stop() {
        match ends_by(project, &bounds, found.lower_bound, stop) {
            Within::Refuted => found.lower_bound += 1,
            Within::Found(schedule) => {
                found.makespan = schedule.makespan(project);
                found.schedule = schedule;
            }
            Within::Unknown => break,
        }
    }
    found
}

/// Whether a project can be over by some moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Within {
    /// It can, by this schedule.
    Found(Schedule),
    /// No schedule ends by then.
    Refuted,
    /// The search was stopped before either was known.
    Unknown,
}

/// Returns whether a project can be over by `end`, unless `stop` says so before that is known.
pub fn within(project: &Project, end: u32, stop: &(dyn Fn() -> bool + Sync)) -> Within {
    let mut bounds = Bounds::new(project);
    if bounds.best() > end || bounds.tighten(end.saturating_add(1)) > end {
        return Within::Refuted;
    }
    ends_by(project, &bounds, end, stop)
}

struct Until<'a>(&'a (dyn Fn() -> bool + Sync));

impl TerminationCondition for Until<'_> {
    fn should_stop(&mut self) -> bool {
        (self.0)()
    }
}

/// Looks for a schedule that ends by `end`.
fn ends_by(project: &Project, bounds: &Bounds<'_>, end: u32, stop: &(dyn Fn() -> bool + Sync)) -> Within {
    let activities = project.activities();
    let mut solver = Solver::default();
    let mut starts: Vec<DomainId> = Vec::with_capacity(activities.len());
    for i in 0..activities.len() {
        let Some((earliest, latest)) = bounds.window(i, end) else { return Within::Refuted };
        starts.push(solver.new_bounded_integer(signed(earliest), signed(latest)));
    }
    post(project, bounds, end, &starts, &mut solver);
    let mut brancher = solver.default_brancher();
    let mut resolver = ResolutionResolver::default();
    match solver.satisfy(&mut brancher, &mut Until(stop), &mut resolver) {
        SatisfactionResult::Satisfiable(satisfied) => {
            let solution = satisfied.solution();
            let value = |&start: &DomainId| {
                u32::try_from(solution.get_integer_value(start))
                    .expect("starts are above zero by their domains")
            };
            Within::Found(Schedule { starts: starts.iter().map(value).collect() })
        }
        SatisfactionResult::Unsatisfiable(..) => Within::Refuted,
        SatisfactionResult::Unknown(..) => Within::Unknown,
    }
}

/// States the rules of `project`.
///
/// Pairs that no resource can run at once get an order of their own, although the resource says as much:
/// learned clauses over such choices are what proofs are made of.
fn post(project: &Project, bounds: &Bounds<'_>, end: u32, starts: &[DomainId], solver: &mut Solver) {
    let activities = project.activities();
    let tag = solver.new_constraint_tag();
    let first = |i: usize, j: usize| {
        let terms = vec![starts[i].scaled(1), starts[j].scaled(-1)];
        less_than_or_equals(terms, -signed(activities[i].duration), tag)
    };
    for (j, activity) in activities.iter().enumerate() {
        for &i in &activity.after {
            solver.add_constraint(first(i, j)).post();
        }
    }
    for i in 0..activities.len() {
        for j in i + 1..activities.len() {
            if bounds.undecided(i, j, end) {
                let literal = solver.new_literal();
                solver.add_constraint(first(i, j)).implied_by(literal);
                solver.add_constraint(first(j, i)).implied_by(!literal);
            }
        }
    }
    for (resource, &capacity) in project.capacities().iter().enumerate() {
        let needs = |i: &usize| activities[*i].demands[resource] > 0 && activities[*i].duration > 0;
        let users: Vec<usize> = (0..activities.len()).filter(needs).collect();
        // A resource that is always enough says nothing, and the solver takes no rule without a task.
        if users.iter().map(|&i| u64::from(activities[i].demands[resource])).sum::<u64>()
            <= u64::from(capacity)
        {
            continue;
        }
        let tag = solver.new_constraint_tag();
        let begins: Vec<DomainId> = users.iter().map(|&i| starts[i]).collect();
        let durations: Vec<i32> = users.iter().map(|&i| signed(activities[i].duration)).collect();
        let demands: Vec<i32> = users.iter().map(|&i| signed(activities[i].demands[resource])).collect();
        let rule = cumulative(begins, durations, demands, signed(capacity), tag);
        solver.add_constraint(rule).post();
    }
}

fn signed(amount: u32) -> i32 {
    i32::try_from(amount).expect("projects keep times and capacities below 2^31")
}
