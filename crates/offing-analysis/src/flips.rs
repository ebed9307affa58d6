//! What would change the recommendation: at which odds, value or duration would another plan be worth more?
//!
//! One figure of the model is moved at a time, to the end of a wide range; where another plan is clearly better there,
//! the point between is found at which the two are worth the same, under the same luck.

use offing_math::stats::Moments;
use offing_model::units::Estimate;
use offing_model::{InitiativeId, Model, Outcome, OutcomeId};
use rayon::prelude::*;

use crate::draws::{Plan, Simulation};
use crate::frontier::SEARCH_FROM;
use crate::odds;

/// How far values and durations are moved: to a part, and to a multiple.
pub const RANGE: [f64; 2] = [0.25, 4.0];

/// How often the stretch in which plans change places is halved.
const HALVINGS: u32 = 6;

/// A figure of the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// The belief in an outcome, as a chance.
    Odds(OutcomeId),
    /// The value of an outcome, as a multiple of what the model says.
    Value(OutcomeId),
    /// The time an initiative takes, as a multiple of what the model says.
    Duration(InitiativeId),
}

/// A figure at which another plan takes over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flip {
    /// Which figure.
    pub figure: Figure,
    /// What it is today.
    pub today: f64,
    /// Where the plans are worth the same.
    pub at: f64,
    /// How exactly that is known: half the stretch that was left.
    pub within: f64,
    /// The plan that takes over, by its position in the list.
    pub plan: usize,
}

/// Returns the figures at which a plan of a list would no longer be the one of the highest expected value, those nearest
/// to what the model says first. Plans that are worth as much today are left out.
///
/// *Cost:* a few hundred draws of each plan, for each figure and halving.
pub fn flips(model: &Model, seed: u64, plans: &[Plan], recommended: usize) -> Vec<Flip> {
    let sim = Simulation::of(model, seed);
    let mut question =
        Question { model, seed, plans, recommended, today: odds::current(model), rivals: Vec::new() };
    question.rivals = question.worse_today(&sim);
    if question.rivals.is_empty() {
        return Vec::new();
    }
    let serves = sim.serves();
    let draws = (60_000 / sim.open().len().max(1)).clamp(200, 2_000) as u64;
    let mut figures: Vec<(Figure, f64, f64)> = Vec::new();
    for id in Outcome::ids(model) {
        let odds = question.today[id.0 as usize];
        figures.extend([0.01, 0.99].map(|end| (Figure::Odds(id), odds, end)));
        if model[id].value.is_some() {
            figures.extend(RANGE.map(|end| (Figure::Value(id), 1.0, end)));
        }
    }
    for (item, id) in sim.open().iter().enumerate() {
        if !serves[item].is_empty() && model[*id].takes.is_some() {
            figures.extend(RANGE.map(|end| (Figure::Duration(*id), 1.0, end)));
        }
    }
    let mut flips: Vec<Flip> = figures
        .into_par_iter()
        .filter_map(|(figure, today, end)| question.flip(figure, today, end, draws))
        .collect();
    flips.sort_by(|a, b| a.distance().total_cmp(&b.distance()));
    flips
}

impl Flip {
    /// Returns how far the figure has to move, as a ratio of odds or of multiples.
    fn distance(&self) -> f64 {
        let ratio = match self.figure {
            Figure::Odds(_) => self.at / (1.0 - self.at) * (1.0 - self.today) / self.today,
            Figure::Value(_) | Figure::Duration(_) => self.at / self.today,
        };
        libm::log(ratio).abs()
    }
}

struct Question<'a> {
    model: &'a Model,
    seed: u64,
    plans: &'a [Plan],
    recommended: usize,
    today: Vec<f64>,
    /// The plans that are clearly worth less today: what is as good already takes nothing over.
    rivals: Vec<usize>,
}

impl Question<'_> {
    fn flip(&self, figure: Figure, today: f64, end: f64, draws: u64) -> Option<Flip> {
        let (plan, _) = self.better(figure, end, draws)?;
        let (mut stays, mut turns) = (today, end);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (stays + turns);
            let gains = self.gain(figure, middle, plan, draws);
            if gains.mean() > 0.0 { turns = middle } else { stays = middle }
        }
        let at = 0.5 * (stays + turns);
        Some(Flip { figure, today, at, within: 0.5 * (stays - turns).abs(), plan })
    }

    fn worse_today(&self, sim: &Simulation) -> Vec<usize> {
        let fates = sim.fates(SEARCH_FROM..SEARCH_FROM + 2_000);
        let base = sim.under(&self.plans[self.recommended], &fates);
        let is_worse = |at: &usize| {
            let draws = sim.under(&self.plans[*at], &fates);
            let gains: Moments =
                draws.iter().zip(&base).map(|(draw, base)| draw.value - base.value).collect();
            gains.mean() < 0.0 && gains.mean().abs() > 2.0 * gains.standard_error()
        };
        (0..self.plans.len()).filter(|at| *at != self.recommended).filter(is_worse).collect()
    }

    /// Returns the plan that is worth most with a figure moved, where it is clearly worth more than the recommended one.
    fn better(&self, figure: Figure, to: f64, draws: u64) -> Option<(usize, f64)> {
        let sim = self.moved(figure, to);
        let fates = sim.fates(SEARCH_FROM..SEARCH_FROM + draws);
        let base = sim.under(&self.plans[self.recommended], &fates);
        let mut best: Option<(usize, f64)> = None;
        for (at, plan) in self.rivals.iter().map(|at| (*at, &self.plans[*at])) {
            let gains: Moments = sim
                .under(plan, &fates)
                .iter()
                .zip(&base)
                .map(|(draw, base)| draw.value - base.value)
                .collect();
            let clear = gains.mean() > 3.0 * gains.standard_error() && gains.mean() > 0.0;
            if clear && best.is_none_or(|(_, most)| gains.mean() > most) {
                best = Some((at, gains.mean()));
            }
        }
        best
    }

    fn gain(&self, figure: Figure, to: f64, plan: usize, draws: u64) -> Moments {
        let sim = self.moved(figure, to);
        let fates = sim.fates(SEARCH_FROM..SEARCH_FROM + draws);
        let base = sim.under(&self.plans[self.recommended], &fates);
        sim.under(&self.plans[plan], &fates)
            .iter()
            .zip(&base)
            .map(|(draw, base)| draw.value - base.value)
            .collect()
    }

    /// Returns the model made ready with a figure moved.
    fn moved(&self, figure: Figure, to: f64) -> Simulation {
        let scaled = |estimate: Estimate| Estimate { low: estimate.low * to, high: estimate.high * to };
        let mut odds = self.today.clone();
        let mut model = self.model.clone();
        match figure {
            Figure::Odds(id) => odds[id.0 as usize] = to,
            Figure::Value(id) => {
                let value = &mut model.outcomes[id.0 as usize].value;
                *value = value.map(scaled);
            }
            Figure::Duration(id) => {
                let takes = &mut model.initiatives[id.0 as usize].takes;
                *takes = takes.map(scaled);
            }
        }
        Simulation::with_odds(&model, &odds, self.seed)
    }
}
