//! Which plans does no other plan beat on the date of the chosen outcome, the chance to find a business, and
//! expected value (DESIGN 4.6)?
//!
//! Small models are enumerated. Larger ones are searched: from the extremes and some plans a person would think of,
//! the plans that nothing beats yet are changed a little, again and again. What is tried next depends on the plans
//! tried so far and their number, never on time or threads.

use std::collections::BTreeSet;

use offing_math::keyed::{Luck, Quantity};
use offing_math::pareto::{self, Sense};
use offing_model::InitiativeId;
use rayon::prelude::*;

use crate::draws::{Fates, Plan, Simulation, Tally};

/// The first draw that plans are searched on: far from those that are reported, so that luck is not sold as skill.
pub const SEARCH_FROM: u64 = 1 << 40;

/// Plans tried between two questions whether to go on.
const BATCH: usize = 8;

/// Up to how many plans all are tried, however patient the search is.
const ENUMERATED: usize = 10_000;

/// How patiently to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// The seed of what is tried.
    pub seed: u64,
    /// Most plans to try.
    pub plans: u32,
    /// Draws that each plan is tried on.
    pub draws: u32,
}

/// A plan that was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The plan.
    pub plan: Plan,
    /// Its figures on the draws of the search.
    pub tally: Tally,
}

/// What a search found.
#[derive(Debug, Clone)]
pub struct Frontier {
    /// The plans that no plan tried beats, the earliest date first; of plans with the same figures, the first tried.
    pub points: Vec<Point>,
    /// How many plans were tried.
    pub tried: u32,
    /// Whether these are all plans there are.
    pub complete: bool,
    /// Whether it was told to end before it had tried all that it was asked to.
    pub ended: bool,
    /// The futures that plans were tried on.
    pub fates: Fates,
}

/// How far a search is.
#[derive(Debug, Clone, Copy)]
pub struct Progress<'s> {
    /// Plans tried.
    pub tried: u32,
    /// Those that none of them beats.
    pub points: &'s [Point],
}

impl Tally {
    /// Returns the figures that plans are compared by, with [`SENSES`].
    pub fn counts(&self) -> [f64; 3] {
        [self.chosen_p80, self.find, self.value]
    }
}

/// Which way the figures of [`Tally::counts`] are better.
pub const SENSES: [Sense; 3] = [Sense::Minimise, Sense::Maximise, Sense::Maximise];

/// Searches for the plans that no other plan beats. `go_on` is asked after every few plans, never before the two
/// extremes were tried; when it says no, what was found so far is the answer.
///
/// *Cost:* plans × draws.
pub fn search(sim: &Simulation, effort: &Effort, go_on: &mut dyn FnMut(Progress<'_>) -> bool) -> Frontier {
    let fates = sim.fates(SEARCH_FROM..SEARCH_FROM + u64::from(effort.draws));
    let mut search = Search {
        sim,
        fates: &fates,
        moves: Moves::of(sim),
        known: BTreeSet::new(),
        points: Vec::new(),
        tried: 0,
        limit: effort.plans,
        luck: Quantity::named("frontier").luck(effort.seed),
        step: 0,
    };
    let extremes = vec![sim.chosen_first(), sim.options_first()];
    search.try_all(extremes);
    let all = search.moves.all(sim, ENUMERATED.min(effort.plans as usize));
    let complete = all.is_some();
    let first = all.unwrap_or_else(|| search.moves.thought_of(sim));
    let mut goes_on = go_on(search.progress());
    for batch in first.chunks(BATCH) {
        if goes_on {
            search.try_all(batch.to_vec());
            goes_on = go_on(search.progress());
        }
    }
    let complete = complete && goes_on;
    while goes_on && !complete && search.tried < search.limit {
        let batch = search.next_batch();
        if batch.is_empty() {
            break;
        }
        search.try_all(batch);
        goes_on = go_on(search.progress());
    }
    let (mut points, tried) = (search.points, search.tried);
    points.sort_by(|a, b| {
        a.tally.chosen_p80.total_cmp(&b.tally.chosen_p80).then(b.tally.value.total_cmp(&a.tally.value))
    });
    Frontier { points, tried, complete, ended: !goes_on, fates }
}

struct Search<'a> {
    sim: &'a Simulation,
    fates: &'a Fates,
    moves: Moves,
    known: BTreeSet<Plan>,
    points: Vec<Point>,
    tried: u32,
    limit: u32,
    luck: Luck,
    /// How often luck was asked.
    step: u64,
}

impl Search<'_> {
    fn progress(&self) -> Progress<'_> {
        Progress { tried: self.tried, points: &self.points }
    }

    /// Tries plans that were not tried before, as far as the limit allows.
    fn try_all(&mut self, plans: Vec<Plan>) {
        let mut fresh: Vec<Plan> = Vec::new();
        for plan in plans {
            if self.tried < self.limit.max(2) && self.known.insert(plan.clone()) {
                self.tried += 1;
                fresh.push(plan);
            }
        }
        let (sim, fates) = (self.sim, self.fates);
        let tried: Vec<Point> = fresh
            .into_par_iter()
            .map(|plan| Point { tally: Tally::of(&sim.under(&plan, fates)), plan })
            .collect();
        self.points.extend(tried);
        let counts: Vec<[f64; 3]> = self.points.iter().map(|point| point.tally.counts()).collect();
        let mut kept = pareto::frontier(&counts, &SENSES);
        kept.sort_unstable();
        let mut at = 0..self.points.len();
        self.points.retain(|_| at.next().is_some_and(|at| kept.binary_search(&at).is_ok()));
    }

    /// Returns plans that differ a little from those that nothing beats; none when nothing new comes up.
    fn next_batch(&mut self) -> Vec<Plan> {
        let mut batch: Vec<Plan> = Vec::new();
        for _ in 0..40 * BATCH {
            if batch.len() == BATCH || self.points.is_empty() {
                break;
            }
            let at = self.chance(self.points.len());
            let mut plan = self.points[at].plan.clone();
            let steps = 1 + self.chance(3);
            for _ in 0..steps {
                self.change(&mut plan);
            }
            if !self.known.contains(&plan) && !batch.contains(&plan) {
                batch.push(plan);
            }
        }
        batch
    }

    /// Returns a number below `n`, at random.
    fn chance(&mut self, n: usize) -> usize {
        self.step += 1;
        ((self.luck.uniform(self.step) * n as f64) as usize).min(n.saturating_sub(1))
    }

    fn change(&mut self, plan: &mut Plan) {
        match self.chance(6) {
            // A single piece of work moves to where luck says.
            0..=2 if !self.moves.movable.is_empty() => {
                let nth = self.chance(self.moves.movable.len());
                let id = self.moves.movable[nth];
                if let Some(from) = plan.order.iter().position(|known| *known == id) {
                    plan.order.remove(from);
                    let to = self.chance(plan.order.len() + 1);
                    plan.order.insert(to, id);
                }
            }
            // All that one outcome needs moves to the front.
            3 if !self.moves.ways.is_empty() => {
                let nth = self.chance(self.moves.ways.len());
                let way = &self.moves.ways[nth];
                let (mut order, rest): (Vec<InitiativeId>, Vec<InitiativeId>) =
                    plan.order.iter().partition(|id| way.contains(id));
                order.extend(rest);
                plan.order = order;
            }
            // Something is left out, or taken up again.
            _ if !self.moves.optional.is_empty() => {
                let nth = self.chance(self.moves.optional.len());
                let id = self.moves.optional[nth];
                match plan.order.iter().position(|known| *known == id) {
                    Some(at) => {
                        plan.order.remove(at);
                    }
                    None => {
                        let to = self.chance(plan.order.len() + 1);
                        plan.order.insert(to, id);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What may be changed in a plan.
#[derive(Debug)]
struct Moves {
    /// Work whose place in the order can matter: it keeps people busy and can be done.
    movable: Vec<InitiativeId>,
    /// Work that may be left out: the way to the chosen outcome does not need it, and it serves another. What serves
    /// no outcome is for something that draws do not see.
    optional: Vec<InitiativeId>,
    /// What each outcome needs, where it needs anything.
    ways: Vec<Vec<InitiativeId>>,
}

impl Moves {
    fn of(sim: &Simulation) -> Self {
        let serves = sim.serves();
        let never: Vec<InitiativeId> = sim.never_done().map(|(id, _)| id).collect();
        let way_first =
            sim.begins_with().and_then(|first| sim.ways().swap_remove(first as usize)).unwrap_or_default();
        let can = |id: &InitiativeId| !never.contains(id);
        let open = || sim.open().iter().copied().enumerate().filter(|(_, id)| can(id));
        Self {
            movable: open().filter(|(item, _)| sim.keeps_busy(*item)).map(|(_, id)| id).collect(),
            optional: open()
                .filter(|(item, id)| !serves[*item].is_empty() && !way_first.contains(id))
                .map(|(_, id)| id)
                .collect(),
            ways: sim.ways().into_iter().flatten().filter(|way| !way.is_empty()).collect(),
        }
    }

    /// Returns every plan there is, where they are not more than `most`: every order of what can matter, with all
    /// that may be left out left out or not.
    fn all(&self, sim: &Simulation, most: usize) -> Option<Vec<Plan>> {
        let still: Vec<InitiativeId> =
            sim.open().iter().copied().filter(|id| !self.movable.contains(id)).collect();
        let mut count = 0_usize;
        let mut plans = Vec::new();
        if self.optional.len() > 12 || self.movable.len() > 12 {
            return None;
        }
        for left_out in 0..1_u32 << self.optional.len() {
            let out = |id: &InitiativeId| {
                self.optional.iter().position(|known| known == id).is_some_and(|at| left_out >> at & 1 == 1)
            };
            let moving: Vec<InitiativeId> = self.movable.iter().copied().filter(|id| !out(id)).collect();
            count = count.saturating_add((1..=moving.len()).product::<usize>());
            if count > most {
                return None;
            }
            let still: Vec<InitiativeId> = still.iter().copied().filter(|id| !out(id)).collect();
            each_order(&mut moving.clone(), 0, &mut |order| {
                plans.push(Plan { order: order.iter().chain(&still).copied().collect() });
            });
        }
        Some(plans)
    }

    /// Returns plans that a person would think of: for each outcome, its way first, or right after that of the
    /// chosen one; experiments first; nothing but the chosen outcome.
    fn thought_of(&self, sim: &Simulation) -> Vec<Plan> {
        let chosen_first = sim.chosen_first();
        let way_first =
            sim.begins_with().and_then(|first| sim.ways().swap_remove(first as usize)).unwrap_or_default();
        let ahead = |blocks: &[&[InitiativeId]]| {
            let mut order: Vec<InitiativeId> = Vec::new();
            for id in blocks.iter().flat_map(|block| block.iter()).chain(&chosen_first.order) {
                if !order.contains(id) {
                    order.push(*id);
                }
            }
            Plan { order }
        };
        let experiments = sim.experiments();
        let only = Plan {
            order: chosen_first.order.iter().copied().filter(|id| !self.optional.contains(id)).collect(),
        };
        let mut plans = vec![only, ahead(&[&experiments]), ahead(&[&way_first, &experiments])];
        for way in &self.ways {
            plans.push(ahead(&[&way_first, way]));
            plans.push(ahead(&[way]));
            plans.push(ahead(&[&experiments, way]));
        }
        plans.push(sim.text_order());
        plans
    }
}

/// Calls `visit` with every order of a list.
fn each_order(list: &mut [InitiativeId], fixed: usize, visit: &mut impl FnMut(&[InitiativeId])) {
    if fixed == list.len() {
        return visit(list);
    }
    for at in fixed..list.len() {
        // Rotations instead of swaps, so that the first order is the list itself.
        list[fixed..=at].rotate_right(1);
        each_order(list, fixed + 1, visit);
        list[fixed..=at].rotate_left(1);
    }
}
