//! Which plans of a frontier truly differ for a reader, and how.

use offing_math::pareto;
use offing_model::{InitiativeId, Model, TeamId};
use rayon::prelude::*;

use super::{Kind, PlanAnswer};
use crate::draws::{Fates, Plan, Simulation, Tally};
use crate::frontier::{Frontier, Point, SENSES};

/// How many plans a reader is shown at most.
pub(super) const MOST: usize = 8;

/// How many plans of the search are looked at closely.
const LOOKED_AT: usize = 12;

/// Returns plans spread over a frontier, each freed of what makes no difference.
pub(super) fn telling(sim: &Simulation, found: &Frontier) -> Vec<Plan> {
    let points: Vec<&Point> = found.points.iter().collect();
    let counts: Vec<[f64; 3]> = points.iter().map(|point| point.tally.counts()).collect();
    let chosen_first = sim.chosen_first();
    let plain: Vec<Plan> = spread(&counts, LOOKED_AT)
        .into_par_iter()
        .map(|at| plainer(sim, &found.fates, &chosen_first, &points[at].plan, &points[at].tally))
        .collect();
    let mut plans: Vec<Plan> = Vec::new();
    plain.into_iter().for_each(|plan| {
        if !plans.contains(&plan) {
            plans.push(plan);
        }
    });
    plans
}

/// Returns the points that lie furthest apart, the best on each count first among them; by position.
fn spread(counts: &[[f64; 3]], most: usize) -> Vec<usize> {
    let scale: Vec<(f64, f64)> = (0..3)
        .map(|count| {
            let finite = counts.iter().map(|counts| counts[count]).filter(|value| value.is_finite());
            let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
            (low, (high - low).max(f64::MIN_POSITIVE))
        })
        .collect();
    let place =
        |at: usize, count: usize| ((counts[at][count] - scale[count].0) / scale[count].1).clamp(-1.0, 2.0);
    let distance = |a: usize, b: usize| {
        (0..3).map(|count| (place(a, count) - place(b, count)).abs()).fold(0.0, f64::max)
    };
    let mut chosen: Vec<usize> = Vec::new();
    let ends = (0..3).filter_map(|count| {
        (0..counts.len()).min_by(|a, b| {
            let (a, b) = (counts[*a][count], counts[*b][count]);
            if count == 0 { a.total_cmp(&b) } else { b.total_cmp(&a) }
        })
    });
    ends.for_each(|at| {
        if !chosen.contains(&at) {
            chosen.push(at);
        }
    });
    while chosen.len() < most.min(counts.len()) {
        let apart = |at: usize| chosen.iter().map(|known| distance(at, *known)).fold(f64::INFINITY, f64::min);
        let next = (0..counts.len())
            .filter(|at| !chosen.contains(at))
            .reduce(|best, at| if apart(at) > apart(best) { at } else { best });
        match next {
            Some(next) if apart(next) > 0.02 => chosen.push(next),
            _ => break,
        }
    }
    chosen.sort_unstable();
    chosen
}

/// Returns a plan that is as good, with as little as possible otherwise than in the plan that does the chosen outcome
/// first: so that what is said to move is what matters.
fn plainer(sim: &Simulation, fates: &Fates, chosen_first: &Plan, plan: &Plan, tally: &Tally) -> Plan {
    let mut plain = plan.clone();
    let mut figures = *tally;
    for nth in (0..chosen_first.order.len()).rev() {
        let id = chosen_first.order[nth];
        let mut candidate = plain.clone();
        candidate.order.retain(|known| *known != id);
        // Right behind the nearest of those that stand before it.
        let before = |at: &InitiativeId| candidate.order.iter().position(|known| known == at);
        let to = chosen_first.order[..nth].iter().rev().find_map(before).map_or(0, |at| at + 1);
        candidate.order.insert(to, id);
        if candidate == plain {
            continue;
        }
        let tried = Tally::of(&sim.under(&candidate, fates));
        let no_worse = tried.chosen_p80 <= figures.chosen_p80
            && tried.find >= figures.find
            && tried.value >= figures.value;
        if no_worse {
            (plain, figures) = (candidate, tried);
        }
    }
    plain
}

/// Returns the work that comes before work on the way to the chosen outcome, asks for people of the same teams, and
/// would come after it if that went first.
pub(super) fn forward(
    model: &Model,
    sim: &Simulation,
    chosen_first: &Plan,
    plan: &Plan,
) -> Vec<InitiativeId> {
    let way = sim.begins_with().and_then(|first| sim.ways().swap_remove(first as usize)).unwrap_or_default();
    let last = plan.order.iter().rposition(|id| way.contains(id)).unwrap_or(0);
    let teams = |id: &InitiativeId| model[*id].staff.iter().map(|(team, _)| *team);
    let asked: Vec<TeamId> = way.iter().flat_map(teams).collect();
    let place = |id: &InitiativeId| chosen_first.order.iter().position(|known| known == id);
    let ahead = |at: usize, id: &InitiativeId| {
        let way_ahead = at < last && !way.contains(id) && teams(id).any(|team| asked.contains(&team));
        // Work on options that changed places among itself counts as well, where the chosen outcome needs nothing.
        way_ahead || (way.is_empty() && place(id).is_some_and(|place| at < place))
    };
    plan.order.iter().enumerate().filter(|(at, id)| ahead(*at, id)).map(|(_, id)| *id).collect()
}

/// Returns the plans a reader is shown: the extremes, and those that no other beats and that differ from the others by
/// more than luck, the earliest date first.
pub(super) fn kept(mut plans: Vec<PlanAnswer>) -> Vec<PlanAnswer> {
    let counts: Vec<[f64; 3]> = plans.iter().map(|plan| plan.report.tally.counts()).collect();
    let frontier = pareto::frontier(&counts, &SENSES);
    for (at, plan) in plans.iter_mut().enumerate() {
        plan.beaten = !frontier.contains(&at);
    }
    let (mut shown, mut others): (Vec<PlanAnswer>, Vec<PlanAnswer>) =
        plans.into_iter().partition(|plan| plan.kind != Kind::Found);
    others.retain(|plan| !plan.beaten);
    // Those worth most come first, so that they are never the ones left out.
    others.sort_by(|a, b| {
        a.breaks.len().cmp(&b.breaks.len()).then(b.report.tally.value.total_cmp(&a.report.tally.value))
    });
    let extremes = shown.len();
    for plan in others {
        if shown.len() < MOST && shown.iter().all(|known| differ(known, &plan)) {
            shown.push(plan);
        }
    }
    shown[extremes..].sort_by(|a, b| a.report.tally.chosen_p80.total_cmp(&b.report.tally.chosen_p80));
    shown
}

/// Returns whether two plans differ by more than luck and rounding, on any count or guarantee.
fn differ(a: &PlanAnswer, b: &PlanAnswer) -> bool {
    let (one, other) = (&a.report.tally, &b.report.tally);
    let days = (one.chosen_p80 - other.chosen_p80).abs() >= 2.0;
    let find = (one.find - other.find).abs() >= 0.005_f64.max(one.find_stderr);
    let value = (one.value - other.value).abs() >= 0.5 * one.value_stderr;
    days || find || value || a.breaks != b.breaks
}
