//! Two standings → what differs.

use jiff::civil::Date;
use offing_math::stats::Moments;

use super::Causes;
use crate::draws::Draw;
use crate::holding::Status;
use crate::reach::Quantiles;
use crate::standing::{GuaranteeStanding, OutcomeStanding, PlanStanding, Standing, Which};

/// One thing that a change means.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What it is about.
    pub about: About,
    /// What became of it.
    pub what: What,
    /// Which changes did it.
    pub causes: Causes,
}

/// What an effect is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The company.
    Company,
    /// An outcome.
    Outcome {
        /// Its name.
        name: String,
        /// What readers see.
        title: String,
    },
    /// A guarantee, by its name.
    Guarantee(String),
    /// A plan.
    Plan(Which),
}

/// What became of something.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// An outcome is enabled now.
    Opened,
    /// An outcome is not enabled any more; what it is instead.
    Closed(Status),
    /// An outcome is something else than before.
    State(Status, Status),
    /// An outcome or a guarantee is new; an outcome's state.
    New(Option<Status>),
    /// An outcome or a guarantee is no longer there.
    Gone,
    /// Its date moved: days until then before and after, the dates of P80, and by how many days they differ, P50 and P80.
    Moved {
        /// Before.
        from: Quantiles,
        /// After.
        to: Quantiles,
        /// The dates of the P80, before and after.
        dates: (Option<Date>, Option<Date>),
        /// Days by which P50 and P80 are later.
        later: (f64, f64),
    },
    /// It has a date now (P80 in days), or none any more.
    Dated(Option<Quantiles>),
    /// The belief in it changed.
    Odds(f64, f64),
    /// Other single things close it: those that do now and did not, and those that did.
    ClosedBy(Vec<String>, Vec<String>),
    /// Another outcome is chosen.
    Chosen(Option<String>, Option<String>),
    /// A guarantee fails that did not; what was found.
    Broken(String),
    /// A guarantee holds that did not; what was found.
    Mended(String),
    /// A guarantee that fails is excused now.
    Waived,
    /// What a plan yields moved.
    Plan(PlanMove),
}

/// How what a plan yields moved.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanMove {
    /// Chance to find a business, before and after.
    pub find: (f64, f64),
    /// By how much it differs in the same draws, with its standard error.
    pub find_gain: (f64, f64),
    /// Expected value, before and after.
    pub value: (f64, f64),
    /// By how much it differs in the same draws, with its standard error.
    pub value_gain: (f64, f64),
    /// Days until the first outcome is enabled, P80, before and after; infinite where that never is.
    pub p80_days: (f64, f64),
    /// Days by which that is later.
    pub later: f64,
    /// Whether values are told.
    pub valued: bool,
}

/// Which way an effect goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// Worse than it was.
    Worse,
    /// Better than it was.
    Better,
    /// Neither.
    Other,
}

/// Days below which a date did not move.
const DAY: f64 = 0.5;

/// Standard errors beyond which a difference is taken for one.
const SURE: f64 = 2.0;

impl Effect {
    /// Returns which way it goes.
    pub fn turn(&self) -> Turn {
        let by = |worse: f64| match worse {
            worse if worse > 0.0 => Turn::Worse,
            worse if worse < 0.0 => Turn::Better,
            _ => Turn::Other,
        };
        match &self.what {
            What::Opened | What::Mended(_) | What::Dated(Some(_)) => Turn::Better,
            What::Closed(_) | What::Broken(_) | What::Dated(None) => Turn::Worse,
            What::State(from, to) => by(rank(*to) - rank(*from)),
            What::Moved { later, .. } => by(later.1),
            What::Odds(from, to) => by(from - to),
            What::ClosedBy(more, fewer) => by(more.len() as f64 - fewer.len() as f64),
            What::Plan(moved) if moved.valued => by(-moved.value_gain.0),
            What::Plan(moved) => by(-moved.find_gain.0),
            What::New(_) | What::Gone | What::Chosen(..) | What::Waived => Turn::Other,
        }
    }

    /// Returns where it stands among others: what is promised first, then outcomes, then plans.
    pub(super) fn rank(&self) -> (u8, u8) {
        let part = match (&self.about, &self.what) {
            (_, What::Broken(_)) => 0,
            (About::Company, _) => 1,
            (_, What::Closed(_)) => 2,
            (_, What::Opened) => 3,
            (_, What::Mended(_)) => 4,
            (_, What::State(..) | What::Dated(_)) => 5,
            (About::Outcome { .. }, What::New(_) | What::Gone) => 6,
            (_, What::Moved { .. }) => 7,
            (_, What::Odds(..)) => 8,
            (_, What::ClosedBy(..)) => 9,
            (About::Guarantee(_), _) => 10,
            (About::Plan(_), _) | (About::Outcome { .. }, _) => 11,
        };
        (part, u8::from(self.turn() != Turn::Worse))
    }

    /// Returns what makes two effects the same one, whatever its size.
    pub(super) fn key(&self) -> (About, u8) {
        let what = match &self.what {
            What::Opened => 0,
            What::Closed(_) => 1,
            What::State(..) => 2,
            What::New(_) => 3,
            What::Gone => 4,
            // A date that comes or goes is a date that moved.
            What::Moved { .. } | What::Dated(_) => 5,
            What::Odds(..) => 6,
            What::ClosedBy(..) => 7,
            What::Chosen(..) => 8,
            What::Broken(_) => 9,
            What::Mended(_) => 10,
            What::Waived => 11,
            What::Plan(_) => 12,
        };
        let about = match &self.about {
            About::Outcome { name, .. } => About::Outcome { name: name.clone(), title: String::new() },
            other => other.clone(),
        };
        (about, what)
    }
}

/// Returns how far a state is from the best.
fn rank(status: Status) -> f64 {
    match status {
        Status::Enabled => 0.0,
        Status::Reachable => 1.0,
        Status::Unknown => 2.0,
        Status::Blocked => 3.0,
    }
}

/// Returns what differs between two standings; nothing yet about what did it.
pub(super) fn between(was: &Standing, is: &Standing) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut found = |about: About, what: What| effects.push(Effect { about, what, causes: Causes::Unknown });
    if was.chosen != is.chosen {
        found(About::Company, What::Chosen(was.chosen.clone(), is.chosen.clone()));
    }
    let about = |outcome: &OutcomeStanding| About::Outcome {
        name: outcome.name.clone(),
        title: outcome.title.clone(),
    };
    for now in &is.outcomes {
        match was.outcome(&now.name) {
            Some(then) => outcome((was, then), (is, now), &mut |what| found(about(now), what)),
            None => found(about(now), What::New(Some(now.status))),
        }
    }
    for then in was.outcomes.iter().filter(|then| is.outcome(&then.name).is_none()) {
        found(about(then), What::Gone);
    }
    for now in &is.guarantees {
        let then = was.guarantees.iter().find(|then| then.name == now.name);
        if let Some(what) = guarantee(then, now) {
            found(About::Guarantee(now.name.clone()), what);
        }
    }
    for then in was.guarantees.iter().filter(|then| is.guarantees.iter().all(|now| now.name != then.name)) {
        found(About::Guarantee(then.name.clone()), What::Gone);
    }
    for now in &is.plans {
        if let Some(moved) = was.plan(now.which).and_then(|then| plan((was, then), (is, now))) {
            found(About::Plan(now.which), What::Plan(moved));
        }
    }
    effects
}

fn outcome(
    (was, then): (&Standing, &OutcomeStanding),
    (is, now): (&Standing, &OutcomeStanding),
    found: &mut impl FnMut(What),
) {
    match (then.status, now.status) {
        (from, to) if from == to => {}
        (_, Status::Enabled) => found(What::Opened),
        (Status::Enabled, to) => found(What::Closed(to)),
        (from, to) => found(What::State(from, to)),
    }
    let dated = |one: &OutcomeStanding| one.reach.filter(|_| one.status != Status::Enabled);
    match (dated(then), dated(now)) {
        (Some(from), Some(to)) => {
            let later = |to: f64, from: f64| match is.later_than(to, was, from) {
                later if later.is_nan() => 0.0,
                later => later,
            };
            let later = (later(to.p50, from.p50), later(to.p80, from.p80));
            if later.1.abs() >= DAY {
                let dates = (was.day_after(from.p80), is.day_after(to.p80));
                found(What::Moved { from, to, dates, later });
            }
        }
        (None, Some(to)) if then.status != Status::Enabled => found(What::Dated(Some(to))),
        (Some(_), None) if now.status == then.status => found(What::Dated(None)),
        _ => {}
    }
    if (then.odds - now.odds).abs() > 1e-9 {
        found(What::Odds(then.odds, now.odds));
    }
    let not_in = |one: &OutcomeStanding, other: &OutcomeStanding| -> Vec<String> {
        one.closed_by.iter().filter(|label| !other.closed_by.contains(label)).cloned().collect()
    };
    let (more, fewer) = (not_in(now, then), not_in(then, now));
    // What is blocked is closed by nothing: that it is blocked is told.
    if then.status == now.status && (!more.is_empty() || !fewer.is_empty()) {
        found(What::ClosedBy(more, fewer));
    }
}

fn guarantee(then: Option<&GuaranteeStanding>, now: &GuaranteeStanding) -> Option<What> {
    let fails = |one: &GuaranteeStanding| !one.holds && !one.waived;
    let Some(then) = then else {
        return Some(if fails(now) { What::Broken(now.found.clone()) } else { What::New(None) });
    };
    match (fails(then), fails(now)) {
        (false, true) => Some(What::Broken(now.found.clone())),
        _ if !then.holds && now.holds => Some(What::Mended(now.found.clone())),
        (true, false) => Some(What::Waived),
        _ if then.holds && now.waived => Some(What::Waived),
        _ => None,
    }
}

fn plan((was, then): (&Standing, &PlanStanding), (is, now): (&Standing, &PlanStanding)) -> Option<PlanMove> {
    let gain = |of: &dyn Fn(&Draw) -> f64| {
        let moments: Moments =
            then.draws.iter().zip(&now.draws).map(|(then, now)| of(now) - of(then)).collect();
        (moments.mean(), moments.standard_error())
    };
    let later = match is.later_than(now.days.p80, was, then.days.p80) {
        later if later.is_nan() => 0.0,
        later => later,
    };
    let moved = PlanMove {
        find: (then.find.0, now.find.0),
        find_gain: gain(&|draw| f64::from(u8::from(draw.found.is_some()))),
        value: (then.value.0, now.value.0),
        value_gain: gain(&|draw| draw.value),
        p80_days: (then.days.p80, now.days.p80),
        later,
        valued: was.valued && is.valued,
    };
    let sure = |(gain, error): (f64, f64)| gain.abs() > SURE * error && gain.abs() > 1e-12;
    let matters = sure(moved.find_gain) || sure(moved.value_gain) || moved.later.abs() >= DAY;
    matters.then_some(moved)
}
