//! Facts that nobody has looked at for too long.

use jiff::civil::Date;
use offing_model::units::days_between;
use offing_model::{EntityKind, Model};

/// A fact that is past its review.
#[derive(Debug, Clone, PartialEq)]
pub struct Stale {
    /// What it is about, as `kind:name`.
    pub about: String,
    /// When somebody last looked.
    pub reviewed: Date,
    /// How many days ago that was.
    pub age_days: f64,
}

/// Returns the entities whose `reviewed` is older than their `review-every`, the oldest first.
///
/// *Assumes:* an entity that never says `reviewed` has no age, so it is not stale; it is not fresh either.
pub fn stale(model: &Model) -> Vec<Stale> {
    older(model, |every| every)
}

/// Returns the entities reviewed longer ago than so many days, the oldest first.
pub fn older_than(model: &Model, days: f64) -> Vec<Stale> {
    older(model, |_| days)
}

fn older(model: &Model, limit: impl Fn(f64) -> f64) -> Vec<Stale> {
    let mut found = Vec::new();
    model.each_card(&mut |kind: EntityKind, card| {
        let Some(reviewed) = card.reviewed else { return };
        let age_days = days_between(reviewed, model.company.as_of);
        if age_days > limit(card.review_every_days) {
            found.push(Stale { about: format!("{}:{}", kind.word(), card.name), reviewed, age_days });
        }
    });
    found.sort_by(|a, b| b.age_days.total_cmp(&a.age_days).then_with(|| a.about.cmp(&b.about)));
    found
}
