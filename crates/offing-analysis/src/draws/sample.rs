//! What luck decides in a draw, before anybody acts: the same for every plan.

use offing_math::dist::Dist;
use offing_math::keyed::{Luck, Quantity};
use offing_model::{Initiative, InitiativeId, Model};

use super::gates::Unknown;
use crate::work::Work;

/// Everything that luck decides, ready to be drawn.
#[derive(Debug, Clone)]
pub(super) struct Luckies {
    items: Vec<InitiativeId>,
    work: Work,
    /// Chance of a right answer of each experiment, by item.
    accuracy: Vec<f64>,
    answers: Vec<Luck>,
    outcomes: Vec<OutcomeLuck>,
    unknown: Vec<(f64, Luck)>,
}

#[derive(Debug, Clone)]
struct OutcomeLuck {
    odds: f64,
    business: Luck,
    learn: Dist,
    learn_luck: Luck,
    value: Dist,
    value_luck: Luck,
}

/// One draw: what luck decided.
#[derive(Debug, Clone, Default)]
pub(super) struct Fate {
    /// Days each item takes, or what is left of it; infinite where there is no estimate.
    pub(super) days: Vec<f64>,
    /// Whether each item succeeds technically.
    pub(super) succeeds: Vec<bool>,
    /// Whether the answer of each experiment is right.
    pub(super) right: Vec<bool>,
    /// Whether each outcome proves to be a business.
    pub(super) business: Vec<bool>,
    /// Days from being enabled to knowing, per outcome.
    pub(super) learn: Vec<f64>,
    /// What each outcome is worth once there, before discount.
    pub(super) value: Vec<f64>,
    /// Whether each unknown thing is there.
    pub(super) there: Vec<bool>,
}

impl Luckies {
    pub(super) fn of(
        model: &Model,
        work: Work,
        items: Vec<InitiativeId>,
        unknown: &[Unknown],
        odds: &[f64],
        values: &[Dist],
        seed: u64,
    ) -> Self {
        let luck = |what: &str, name: &str| Quantity::named(&format!("{what}:{name}")).luck(seed);
        let outcomes = model.outcomes.iter().zip(odds).zip(values).map(|((outcome, odds), value)| {
            let name = &outcome.card.name;
            OutcomeLuck {
                odds: *odds,
                business: luck("business", name),
                learn: outcome.learn.dist(),
                learn_luck: luck("learn", name),
                value: *value,
                value_luck: luck("value", name),
            }
        });
        let of_items = |id: &InitiativeId| -> &Initiative { &model[*id] };
        Self {
            accuracy: items
                .iter()
                .map(|id| of_items(id).tests.map_or(0.5, |(_, accuracy)| accuracy))
                .collect(),
            answers: items.iter().map(|id| luck("result", &of_items(id).card.name)).collect(),
            outcomes: outcomes.collect(),
            unknown: unknown
                .iter()
                .map(|unknown| (unknown.chance, luck("have", &model.label(unknown.node))))
                .collect(),
            items,
            work,
        }
    }

    /// Draws.
    pub(super) fn draw(&self, draw: u64, fate: &mut Fate) {
        let items = self.items.iter();
        fate.days.clear();
        fate.days.extend(items.clone().map(|id| self.work.days(*id, draw).unwrap_or(f64::INFINITY)));
        fate.succeeds.clear();
        fate.succeeds.extend(items.map(|id| self.work.succeeds(*id, draw)));
        fate.right.clear();
        fate.right.extend(
            self.answers.iter().zip(&self.accuracy).map(|(luck, accuracy)| luck.happens(draw, *accuracy)),
        );
        let outcomes = self.outcomes.iter();
        fate.business.clear();
        fate.business.extend(outcomes.clone().map(|outcome| outcome.business.happens(draw, outcome.odds)));
        fate.learn.clear();
        fate.learn.extend(outcomes.clone().map(|outcome| at(&outcome.learn, outcome.learn_luck, draw)));
        fate.value.clear();
        fate.value.extend(outcomes.map(|outcome| at(&outcome.value, outcome.value_luck, draw)));
        fate.there.clear();
        fate.there.extend(self.unknown.iter().map(|(chance, luck)| luck.happens(draw, *chance)));
    }
}

fn at(dist: &Dist, luck: Luck, draw: u64) -> f64 {
    if let Dist::Point(value) = dist { *value } else { dist.at_score(luck.normal(draw)) }
}
