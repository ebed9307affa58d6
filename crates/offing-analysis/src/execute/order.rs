//! Which initiative should go first where they compete for people?
//!
//! Priority rules give the orders to begin with; a search moves one initiative at a time and keeps what makes the
//! chosen outcome's P80 earlier. It searches on draws of its own, chooses among what it found on others, and the
//! answer is reported on others again, so that luck is not sold as skill.
//!
//! *Source:* priority rules as in R. Kolisch and S. Hartmann, "Heuristic algorithms for the resource-constrained
//! project scheduling problem: classification and computational analysis", in Project Scheduling (1999), pp. 147-178;
//! common random numbers as in A. M. Law, Simulation Modeling and Analysis, 5th ed. (2015), section 11.2.

use offing_math::forecast::{Milestone, Order, Project, Schedule};
use offing_math::keyed::Quantity;
use offing_math::stats;
use offing_model::InitiativeId;
use rayon::prelude::*;

use super::open::Open;
use crate::reach::longest_chain_first;

/// What a good order is good for.
#[derive(Debug, Clone, Default)]
pub(super) struct Goal {
    /// The chosen outcome, if it has a date.
    pub(super) chosen: Option<Milestone>,
    /// Its path.
    pub(super) path: Vec<InitiativeId>,
    /// What else was promised: when it is reached, until which day that was promised, how surely, and along which path.
    pub(super) promised: Vec<(Milestone, f64, f64, Vec<InitiativeId>)>,
}

/// Draws that are searched with, and draws that choose among what was found; reports use those from 0 up.
const SEARCH_FROM: u64 = 1 << 40;
const CHOICE_FROM: u64 = 1 << 41;
const SEARCHED: u64 = 256;
const CHOSEN_BY: u64 = 1024;

/// How many activities are placed at most while searching.
const PLACEMENTS: usize = 12_000_000;

/// How many orders are tried at most.
const TRIALS: usize = 600;

/// A promise missed for certain weighs as much as one day of the chosen outcome; a day of everything else a hundredth.
const PROMISE_DAYS: f64 = 1.0;
const REST: f64 = 0.01;

/// Returns a good order of everything that can be scheduled.
///
/// *Shape:* never worse than a priority rule on the draws that choose; the same on any number of threads.
pub(super) fn good_order(open: &Open<'_>, goal: &Goal, seed: u64) -> Vec<usize> {
    let mut orders = rules(open, goal);
    if !open.is_contested() {
        return orders.swap_remove(0);
    }
    let judge = Judge::new(open, goal, SEARCH_FROM, SEARCHED);
    let values: Vec<f64> = orders.iter().map(|order| judge.value(&open.project, order)).collect();
    let best = (0..orders.len()).min_by(|a, b| values[*a].total_cmp(&values[*b])).expect("there are rules");
    let found = search(open, goal, &judge, orders[best].clone(), values[best], seed);
    orders.push(found);
    choose(open, goal, orders)
}

/// Returns the best of some orders for a project of other team sizes, by the same draws as [`good_order`] chooses by.
pub(super) fn best_for(open: &Open<'_>, goal: &Goal, project: &Project, known: &[usize]) -> Vec<usize> {
    let mut orders = rules(open, goal);
    orders.push(known.to_vec());
    let judge = Judge::new(open, goal, SEARCH_FROM, SEARCHED);
    pick(&judge, project, orders)
}

fn choose(open: &Open<'_>, goal: &Goal, orders: Vec<Vec<usize>>) -> Vec<usize> {
    pick(&Judge::new(open, goal, CHOICE_FROM, CHOSEN_BY), &open.project, orders)
}

/// Returns the best of some orders; of equal ones, the last.
fn pick(judge: &Judge<'_>, project: &Project, orders: Vec<Vec<usize>>) -> Vec<usize> {
    let valued = orders.into_iter().rev().map(|order| (judge.value(project, &order), order));
    valued.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, order)| order).expect("there are rules")
}

/// Returns the orders of the priority rules, all of them with running work first.
fn rules(open: &Open<'_>, goal: &Goal) -> Vec<Vec<usize>> {
    let mean = |at: usize| open.work.mean_days(open.initiatives[at]).unwrap_or(0.0);
    let chains = longest_chain_first(&open.project, &mean);
    let mut class = vec![2 + goal.promised.len(); open.initiatives.len()];
    for (nth, (_, _, _, path)) in goal.promised.iter().enumerate().rev() {
        path.iter().filter_map(|id| open.activity(*id)).for_each(|at| class[at] = 1 + nth);
    }
    goal.path.iter().filter_map(|id| open.activity(*id)).for_each(|at| class[at] = 0);
    let can = |at: &usize| open.scheduled.binary_search(at).is_ok();
    let chain_order: Vec<usize> = chains.iter().copied().filter(can).collect();
    let with = |key: &dyn Fn(usize) -> (bool, usize)| {
        let mut order = chain_order.clone();
        order.sort_by_key(|at| key(*at));
        order
    };
    let waits = |at: usize| !open.project.is_running(at);
    let mut rank = vec![0; open.initiatives.len()];
    chains.iter().enumerate().for_each(|(nth, at)| rank[*at] = nth);
    let shortest = |at: usize| (mean(at) * 100.0) as usize;
    let mut orders = vec![
        // The path first, the longest chain first among equals.
        with(&|at| (waits(at), class[at])),
        // The longest chain first, whatever it is for.
        with(&|at| (waits(at), 0)),
        // The path first, as the model lists it.
        with(&|at| (waits(at), class[at] * open.initiatives.len() + at)),
        // The path first, the shortest first among the rest: little stands in the way for long.
        with(&|at| (waits(at), if class[at] == 0 { rank[at] } else { rank.len() + shortest(at) })),
    ];
    orders.dedup();
    orders
}

/// Moves one initiative at a time to another place and keeps what is better.
fn search(
    open: &Open<'_>,
    goal: &Goal,
    judge: &Judge<'_>,
    mut order: Vec<usize>,
    mut value: f64,
    seed: u64,
) -> Vec<usize> {
    let running = order.iter().filter(|at| open.project.is_running(**at)).count();
    let movable = order.len() - running;
    if movable < 2 {
        return order;
    }
    let trials = (PLACEMENTS / (SEARCHED as usize * order.len())).clamp(20, TRIALS);
    let luck = Quantity::named("order").luck(seed);
    let mut on_path = vec![false; open.initiatives.len()];
    goal.path.iter().filter_map(|id| open.activity(*id)).for_each(|at| on_path[at] = true);
    let mut tried = 0;
    // Moves that change nothing are free, but not without end.
    for attempt in 0..trials as u64 * 8 {
        let pick = |which: u64| running + (luck.word(attempt * 3 + which) % movable as u64) as usize;
        let (mut from, to) = (pick(0), pick(1));
        // Half of the moves are of the path itself.
        if luck.word(attempt * 3 + 2).is_multiple_of(2) {
            let next = (from..order.len()).chain(running..from).find(|at| on_path[order[*at]]);
            from = next.unwrap_or(from);
        }
        if from == to || !matters(open, &order, from, to) {
            continue;
        }
        let mut other = order.clone();
        let moved = other.remove(from);
        other.insert(to, moved);
        let found = judge.value(&open.project, &other);
        if found < value {
            (order, value) = (other, found);
        }
        tried += 1;
        if tried == trials {
            break;
        }
    }
    order
}

/// Returns whether an activity passes one it shares a team with.
fn matters(open: &Open<'_>, order: &[usize], from: usize, to: usize) -> bool {
    let staff = |at: usize| open.project.staff(order[at]);
    let passed = if from < to { from + 1..to + 1 } else { to..from };
    passed
        .into_iter()
        .any(|at| staff(at).iter().any(|(team, _)| staff(from).iter().any(|own| own.0 == *team)))
}

/// The draws an order is judged by.
struct Judge<'a> {
    goal: &'a Goal,
    durations: Vec<Vec<f64>>,
}

impl<'a> Judge<'a> {
    fn new(open: &Open<'_>, goal: &'a Goal, from: u64, count: u64) -> Self {
        let drawn = |draw: u64| {
            let mut durations = vec![0.0; open.initiatives.len()];
            open.draw(from + draw, &mut durations);
            durations
        };
        Self { goal, durations: (0..count).into_par_iter().map(drawn).collect() }
    }

    /// Returns how late an order is: the chosen outcome's P80 in days, and a little for all else.
    fn value(&self, project: &Project, order: &[usize]) -> f64 {
        let order = Order::new(project, order);
        let promised = &self.goal.promised;
        let drawn: Vec<(f64, f64, Vec<bool>)> = (self.durations.par_chunks(32))
            .flat_map_iter(|chunk| {
                let mut schedule = Schedule::default();
                let order = &order;
                chunk.iter().map(move |durations| {
                    schedule.make(project, order, durations);
                    let finishes = schedule.finishes();
                    let chosen = self.goal.chosen.as_ref().map_or(0.0, |chosen| chosen.moment(finishes));
                    let all: f64 = order.activities().map(|at| finishes[at]).sum();
                    let kept = promised.iter().map(|(moment, day, ..)| moment.moment(finishes) <= *day);
                    (chosen, all / order.activities().count().max(1) as f64, kept.collect())
                })
            })
            .collect();
        let count = drawn.len() as f64;
        let mut chosen: Vec<f64> = drawn.iter().map(|(chosen, ..)| *chosen).collect();
        let rest = drawn.iter().map(|(_, all, _)| *all).sum::<f64>() / count;
        let missed = |(nth, (_, _, at, _)): (usize, &(Milestone, f64, f64, Vec<InitiativeId>))| {
            let kept = drawn.iter().filter(|(_, _, kept)| kept[nth]).count() as f64 / count;
            (at - kept).max(0.0)
        };
        let missed: f64 = promised.iter().enumerate().map(missed).sum();
        stats::quantile_in_place(&mut chosen, 0.8) + PROMISE_DAYS * missed + REST * rest
    }
}
