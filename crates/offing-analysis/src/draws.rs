//! Does the company find a business, by trial and error, before its money ends (DESIGN 4.5)?
//!
//! A [`Simulation`] is a model made ready: requirements as a network of counters, the ways to each outcome, people
//! per team. A draw lives through one future under one [`Plan`]: work, learning, turning to another outcome,
//! experiments, windows that close. What luck decides in a future is the same under every plan.
//!
//! How the text was read where it can be read in two ways: `docs/theory/draws.md`.

mod crew;
mod gates;
mod ledger;
mod plan;
mod report;
mod routes;
mod run;
mod sample;
mod world;

pub use plan::Plan;
pub use report::{Carrying, Report, Tally};
pub use world::{Never, Simulation, TEN_YEARS};

use std::ops::Range;

use offing_math::stats::standard_error_of_proportion;
use offing_model::{InitiativeId, Node, OutcomeId};
use rayon::prelude::*;

use ledger::Ledger;
use plan::Marching;
use run::{Desk, Mode};
use sample::Fate;

/// Draws that one thread lives through in one go: fixed, so that sums do not depend on the number of threads.
const CHUNK: usize = 128;

/// How a future came out under a plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draw {
    /// The outcome that proved to be a business.
    pub found: Option<OutcomeId>,
    /// Days from `as-of` until it was found, or until the draw ended without.
    pub day: f64,
    /// What was found is worth, discounted from the day it was enabled; zero where nothing was.
    pub value: f64,
    /// How many outcomes were tried.
    pub tries: u32,
    /// Days until the outcome that the draw begins with is enabled when the company stays with it, if need be
    /// beyond the end of its money; infinite where it never is.
    pub chosen_day: f64,
    /// What is found by staying with that outcome whatever is learned, and its worth.
    pub stays: Option<f64>,
}

/// What luck decides in a number of futures, kept so that many plans can meet them.
#[derive(Debug, Clone)]
pub struct Fates(Vec<Fate>);

impl Fates {
    /// Returns how many futures they are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the days an open initiative takes in each future, by its position in [`Simulation::open`].
    pub fn days(&self, item: usize) -> impl Iterator<Item = f64> + '_ {
        self.0.iter().map(move |fate| fate.days[item])
    }

    /// Returns whether the answer of an experiment is right in each future, by its position in [`Simulation::open`].
    pub fn right(&self, item: usize) -> impl Iterator<Item = bool> + '_ {
        self.0.iter().map(move |fate| fate.right[item])
    }

    /// Returns whether an open initiative works out technically in each future, by its position.
    pub fn succeeds(&self, item: usize) -> impl Iterator<Item = bool> + '_ {
        self.0.iter().map(move |fate| fate.succeeds[item])
    }

    /// Returns how long it takes to learn about an outcome in each future.
    pub fn learn(&self, outcome: OutcomeId) -> impl Iterator<Item = f64> + '_ {
        self.0.iter().map(move |fate| fate.learn[outcome.0 as usize])
    }

    /// Returns whether an unknown thing is there in each future, by its position in [`Simulation::unknown`].
    pub fn there(&self, unknown: usize) -> impl Iterator<Item = bool> + '_ {
        self.0.iter().map(move |fate| fate.there[unknown])
    }

    /// Returns whether an outcome proves to be a business in each future.
    pub fn business(&self, outcome: OutcomeId) -> impl Iterator<Item = bool> + '_ {
        self.0.iter().map(move |fate| fate.business[outcome.0 as usize])
    }
}

/// Draws behind a figure that a guarantee is judged by.
const DRAWS: u64 = 2_000;

/// Draws times the square of the initiatives behind such a figure: fewer draws are made of large plans, and the
/// standard error says so.
const MOST_WORK: u64 = 100_000_000;

/// Draws that are made all the same.
const FEWEST: u64 = 16;

/// Returns the chance to find a business under the plan that does what the chosen outcome needs first, and its
/// standard error; `None` where there is no outcome.
pub fn find(sim: &Simulation) -> Option<(f64, f64)> {
    if sim.outcomes.is_empty() {
        return None;
    }
    let plan = sim.chosen_first();
    let work = plan.order.len().max(1) as u64;
    let draws = (MOST_WORK / (work * work)).clamp(FEWEST, DRAWS);
    let found = sim.how_many_find(&plan, 0..draws);
    Some((found as f64 / draws as f64, standard_error_of_proportion(found, draws)))
}

/// What the company comes to know in a draw.
#[derive(Debug, Clone, Copy)]
enum Insight {
    /// What it finds out itself.
    Own,
    /// Also, from the start, whether this outcome will prove to be a business.
    Told(u32),
    /// All but the answer of this item.
    Deaf(u32),
}

impl Insight {
    fn mode(self) -> Mode {
        match self {
            Insight::Own => Mode::default(),
            Insight::Told(outcome) => Mode { told: Some(outcome), ..Mode::default() },
            Insight::Deaf(item) => Mode { deaf: Some(item), ..Mode::default() },
        }
    }
}

/// Which futures are met.
#[derive(Debug, Clone)]
enum Futures<'a> {
    Keyed(Range<u64>),
    Kept(&'a [Fate]),
}

impl Simulation {
    /// Returns what luck decides in these draws.
    pub fn fates(&self, draws: Range<u64>) -> Fates {
        let drawn = |draw: u64| {
            let mut fate = Fate::default();
            self.luck.draw(draw, &mut fate);
            fate
        };
        Fates(draws.into_par_iter().map(drawn).collect())
    }

    /// Returns how these draws come out under a plan.
    ///
    /// *Cost:* about initiatives × log initiatives per draw.
    pub fn draws(&self, plan: &Plan, draws: Range<u64>) -> Vec<Draw> {
        self.live(plan, &Futures::Keyed(draws), Insight::Own, false).0
    }

    /// Returns in how many draws a business is found under a plan.
    fn how_many_find(&self, plan: &Plan, draws: Range<u64>) -> u64 {
        let plan = Marching::of(self, plan);
        let finds = |(desk, fate): &mut (Desk, Fate), draw: u64| {
            self.luck.draw(draw, fate);
            u64::from(desk.run(self, &plan, fate, Mode::default()).found.is_some())
        };
        draws.into_par_iter().map_init(|| (Desk::default(), Fate::default()), finds).sum()
    }

    /// Returns how kept futures come out under a plan.
    pub fn under(&self, plan: &Plan, fates: &Fates) -> Vec<Draw> {
        self.live(plan, &Futures::Kept(&fates.0), Insight::Own, false).0
    }

    /// Returns how kept futures come out under a plan when the company is told at once whether an outcome will
    /// prove to be a business, and may turn to another on hearing it.
    pub fn told(&self, plan: &Plan, fates: &Fates, outcome: OutcomeId) -> Vec<Draw> {
        self.live(plan, &Futures::Kept(&fates.0), Insight::Told(outcome.0), false).0
    }

    /// Returns how kept futures come out under a plan when nobody listens to the answer of an experiment.
    pub fn deaf_to(&self, plan: &Plan, fates: &Fates, experiment: InitiativeId) -> Vec<Draw> {
        let insight =
            self.items.binary_search(&experiment).map_or(Insight::Own, |item| Insight::Deaf(item as u32));
        self.live(plan, &Futures::Kept(&fates.0), insight, false).0
    }

    /// Returns these draws under a plan, with what their work adds up to.
    fn with_ledger(&self, plan: &Plan, draws: Range<u64>) -> (Vec<Draw>, Ledger) {
        self.live(plan, &Futures::Keyed(draws), Insight::Own, true)
    }

    /// Returns the things of which it is drawn whether they are there.
    pub fn unknown(&self) -> impl Iterator<Item = Node> + '_ {
        self.gates.unknown.iter().map(|unknown| unknown.node)
    }

    /// Returns what an open initiative costs on average, people and money, by its position in
    /// [`Simulation::open`].
    pub fn mean_cost(&self, item: usize) -> f64 {
        self.prices[item].staff_per_day * self.takes[item].mean + self.prices[item].money
    }

    /// Returns the outcome that draws begin with, everything unknown taken for there: the chosen one, or the one
    /// of the highest index.
    pub fn begins_with(&self) -> Option<u32> {
        self.chosen.or_else(|| {
            let mut fate = Fate::default();
            self.luck.draw(0, &mut fate);
            fate.there.fill(true);
            let mut desk = Desk::default();
            let plan = Marching::of(self, &self.text_order());
            desk.run(self, &plan, &fate, Mode::default()).first
        })
    }

    /// Returns the days on which a plan would enable each outcome, infinite where it never does: all work takes its
    /// mean time and succeeds, what is unknown is there, and the company stays with its plan.
    pub fn expected_days(&self, plan: &Plan) -> Vec<f64> {
        let mut fate = Fate::default();
        self.luck.draw(0, &mut fate);
        fate.there.fill(true);
        fate.succeeds.fill(true);
        for ((days, takes), never) in fate.days.iter_mut().zip(&self.takes).zip(&self.never) {
            *days = if *never == Some(Never::NoEstimate) { f64::INFINITY } else { takes.mean };
        }
        let mut desk = Desk::default();
        desk.run(self, &Marching::of(self, plan), &fate, Mode::ALL_WORK);
        desk.enabled
    }

    /// Returns, per outcome, the days on which it is enabled in these draws when all of a plan's work is done and the
    /// company stays with it; infinite where it never is.
    pub fn enabled_days(&self, plan: &Plan, draws: Range<u64>) -> Vec<Vec<f64>> {
        let plan = Marching::of(self, plan);
        let one = |(desk, fate): &mut (Desk, Fate), draw: u64| {
            self.luck.draw(draw, fate);
            desk.run(self, &plan, fate, Mode::ALL_WORK);
            desk.enabled.clone()
        };
        let rows: Vec<Vec<f64>> =
            draws.into_par_iter().map_init(|| (Desk::default(), Fate::default()), one).collect();
        (0..self.outcomes.len()).map(|at| rows.iter().map(|row| row[at]).collect()).collect()
    }

    /// Returns the days of one person that an open initiative still takes on average, by its position in
    /// [`Simulation::open`].
    pub fn person_days(&self, item: usize) -> f64 {
        self.takes[item].mean * self.prices[item].people
    }

    fn live(&self, plan: &Plan, futures: &Futures<'_>, insight: Insight, books: bool) -> (Vec<Draw>, Ledger) {
        let plan = Marching::of(self, plan);
        let n = match futures {
            Futures::Keyed(range) => range.end.saturating_sub(range.start) as usize,
            Futures::Kept(fates) => fates.len(),
        };
        let chunk = |(desk, fate): &mut (Desk, Fate), chunk: usize| {
            let mut draws = Vec::with_capacity(CHUNK);
            desk.ledger = books.then(|| Ledger::of(self.items.len()));
            for at in chunk * CHUNK..n.min((chunk + 1) * CHUNK) {
                draws.push(match futures {
                    Futures::Keyed(range) => {
                        self.luck.draw(range.start + at as u64, fate);
                        self.one(desk, &plan, fate, insight)
                    }
                    Futures::Kept(fates) => self.one(desk, &plan, &fates[at], insight),
                });
            }
            (draws, desk.ledger.take())
        };
        let parts: Vec<(Vec<Draw>, Option<Ledger>)> = (0..n.div_ceil(CHUNK))
            .into_par_iter()
            .map_init(|| (Desk::default(), Fate::default()), |desk, at| chunk(desk, at))
            .collect();
        let mut all = Vec::with_capacity(n);
        let mut sum = Ledger::of(if books { self.items.len() } else { 0 });
        for (draws, ledger) in parts {
            all.extend(draws);
            if let Some(ledger) = ledger {
                sum.merge(&ledger);
            }
        }
        (all, sum)
    }

    /// Lives through one future.
    fn one(&self, desk: &mut Desk, plan: &Marching, fate: &Fate, insight: Insight) -> Draw {
        let end = desk.run(self, plan, fate, insight.mode());
        let Some(first) = end.first else {
            return Draw {
                found: None,
                day: end.day,
                value: 0.0,
                tries: end.tries,
                chosen_day: f64::INFINITY,
                stays: None,
            };
        };
        let at = first as usize;
        let mut chosen_day = desk.enabled[at];
        if end.first_open {
            let ledger = desk.ledger.take();
            desk.run(self, plan, fate, Mode::STAYS);
            desk.ledger = ledger;
            chosen_day = desk.enabled[at];
        }
        let learned_in_time =
            chosen_day + fate.learn[at] <= self.horizon && chosen_day <= self.outcomes[at].until;
        let stays =
            (fate.business[at] && learned_in_time).then(|| fate.value[at] * self.discount(chosen_day));
        Draw {
            found: end.found.map(OutcomeId),
            day: end.day,
            value: end.value,
            tries: end.tries,
            chosen_day,
            stays,
        }
    }
}
