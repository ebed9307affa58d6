//! How blind are we: outcomes nobody saw anything of, facts nobody looked at, leaders who never look outside?

use jiff::civil::Date;
use offing_model::units::days_between;
use offing_model::{Model, Outcome, OutcomeId, Person, PersonId};

use crate::ensure::Ensure;
use crate::people::Hat;
use crate::stale::Stale;

/// What is not seen.
#[derive(Debug, Clone, PartialEq)]
pub struct Blindness {
    /// Outcomes without a signal for too long, those never seen first.
    pub outcomes: Vec<Blind>,
    /// Facts past their review, the oldest first.
    pub stale: Vec<Stale>,
    /// How many named entities say when somebody last looked, of how many.
    pub dated: (usize, usize),
    /// Who spends which share of the time outward, in the order of the model.
    pub outward: Vec<Outward>,
}

/// An outcome nobody saw anything of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Blind {
    /// Which one.
    pub outcome: OutcomeId,
    /// The day of its newest signal, and how many days ago that was.
    pub newest: Option<(Date, f64)>,
}

/// The share of a person's time spent outward.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outward {
    /// Who.
    pub person: PersonId,
    /// The share the model says.
    pub said: Option<f64>,
    /// The share of the hours in the calendar of which it is known.
    pub measured: Option<f64>,
}

/// Returns what is not seen.
pub(super) fn blindness(model: &Model, ensure: &Ensure, hats: &[Hat], blind_days: f64) -> Blindness {
    let mut outcomes: Vec<Blind> = Outcome::ids(model)
        .map(|outcome| Blind { outcome, newest: newest(model, outcome) })
        .filter(|blind| blind.newest.is_none_or(|(_, age)| age > blind_days))
        .collect();
    let age = |blind: &Blind| blind.newest.map_or(f64::INFINITY, |(_, age)| age);
    outcomes.sort_by(|a, b| age(b).total_cmp(&age(a)).then(a.outcome.cmp(&b.outcome)));
    let mut dated = (0, 0);
    model.each_card(&mut |_, card| {
        dated.0 += usize::from(card.reviewed.is_some());
        dated.1 += 1;
    });
    let measured = |person: PersonId| {
        let hat = hats.iter().find(|hat| hat.person == person && hat.measured.is_some())?;
        hat.measured.as_ref()?.hours.outward_share()
    };
    let outward = Person::ids(model).map(|person| Outward {
        person,
        said: model[person].outward,
        measured: measured(person),
    });
    let says = |outward: &Outward| outward.said.is_some() || outward.measured.is_some();
    Blindness { outcomes, stale: ensure.stale.clone(), dated, outward: outward.filter(says).collect() }
}

/// Returns the newest signal about an outcome; one after `as-of` has not been seen yet.
fn newest(model: &Model, outcome: OutcomeId) -> Option<(Date, f64)> {
    let as_of = model.company.as_of;
    let seen = model.signals.iter().filter(|signal| signal.about == outcome && signal.date <= as_of);
    seen.map(|signal| signal.date).max().map(|date| (date, days_between(date, as_of)))
}

impl Blindness {
    /// Returns the mean share of time outward: measured where a calendar tells it, else as said; with how many people
    /// it is of. `None` where nobody says anything.
    pub fn outward_share(&self) -> Option<(f64, usize)> {
        let shares: Vec<f64> = self.outward.iter().filter_map(|one| one.measured.or(one.said)).collect();
        (!shares.is_empty()).then(|| (shares.iter().sum::<f64>() / shares.len() as f64, shares.len()))
    }
}
