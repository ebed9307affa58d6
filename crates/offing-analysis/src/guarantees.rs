//! Is every guarantee we gave still true?

use offing_model::draft::{Closer, Horizon, Is};
use offing_model::units::{Until, days_between};
use offing_model::{
    Closes, EntityKind, GuaranteeId, Meant, Model, Node, Outcome, OutcomeId, Promise, Span, Waiver,
};

use crate::holding::Status;
use crate::stale::older_than;
use crate::words::{amount, days, percent, several};

/// What the judge may ask about an outcome.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Where each outcome stands.
    pub status: Vec<Status>,
    /// How far each outcome is; `None` where that is not known.
    pub reach: Vec<Option<&'a crate::reach::Reach>>,
    /// The single things that close outcomes, those that close most first.
    pub closers: &'a [crate::ensure::Closer],
    /// The planned split of capacity: short, medium, long; `None` when nothing is planned.
    pub horizons: Option<[f64; 3]>,
    /// The chance to find a business, with its standard error; `None` when there is nothing to find.
    pub find: Option<(f64, f64)>,
}

/// What became of a guarantee.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Which one.
    pub guarantee: GuaranteeId,
    /// Whether it holds.
    pub holds: bool,
    /// Whether a waiver excuses it today.
    pub waived: bool,
    /// What it wants, in words.
    pub wants: String,
    /// What was found, in words.
    pub found: String,
    /// The outcomes and things that break it, as `kind:name`; empty where it holds, or is about one figure.
    pub broken_by: Vec<String>,
    /// Where it stands in the text.
    pub place: Span,
    /// The waiver that excuses it, by its index in the model.
    pub waiver: Option<usize>,
    /// Whether all that breaks it was known and adopted before; never so unless a baseline is held against it.
    pub adopted: bool,
}

impl Judgement {
    /// Returns whether it neither holds nor is excused by a waiver or a baseline.
    pub fn fails(&self) -> bool {
        !self.holds && !self.waived && !self.adopted
    }
}

/// Returns what became of each guarantee, in the order of the model.
pub fn judge(model: &Model, facts: &Facts<'_>) -> Vec<Judgement> {
    offing_model::Guarantee::ids(model)
        .map(|id| {
            let Verdict { wants, holds, found, broken_by } = promise(model, &model[id].promise, facts);
            let waiver = waiver(model, id);
            let waived = !holds && waiver.is_some();
            let place = model[id].card.place;
            Judgement { guarantee: id, holds, waived, wants, found, broken_by, place, waiver, adopted: false }
        })
        .collect()
}

/// Returns the waiver that excuses a guarantee at `as-of`, its last day included.
pub(crate) fn waiver(model: &Model, id: GuaranteeId) -> Option<usize> {
    let excuses = |waiver: &Waiver| waiver.guarantee == id && waiver.until >= model.company.as_of;
    model.waivers.iter().position(excuses)
}

/// What became of a promise, wherever it stands and whatever excuses it.
struct Verdict {
    wants: String,
    holds: bool,
    found: String,
    broken_by: Vec<String>,
}

impl Verdict {
    /// Of a promise about one figure.
    fn of(wants: String, holds: bool, found: String) -> Self {
        Self { wants, holds, found, broken_by: Vec::new() }
    }

    /// Of a promise that things break, the worst first: each with its label and what is said of it.
    fn broken(wants: String, by: Vec<(String, String)>) -> Self {
        let (broken_by, told): (Vec<String>, Vec<String>) = by.into_iter().unzip();
        Self { wants, holds: false, found: several(told, 4), broken_by }
    }
}

fn promise(model: &Model, promise: &Promise, facts: &Facts<'_>) -> Verdict {
    match promise {
        Promise::Reach { of, when, at } => reach(model, *of, *when, *at, facts),
        Promise::State { of, is } => state(model, *of, *is, facts),
        Promise::NoSingle { kind, closes } => no_single(model, *kind, *closes, facts),
        Promise::HorizonShare { horizon, at_least, at_most } => {
            horizon_share(*horizon, *at_least, *at_most, facts.horizons)
        }
        Promise::Find(chance) => find(*chance, facts.find),
        Promise::SignalsWithin(within) => signals_within(model, *within),
        Promise::FactsWithin(within) => facts_within(model, *within),
    }
}

/// Returns the outcomes that a guarantee means.
pub fn outcomes_of(model: &Model, of: Meant) -> Vec<OutcomeId> {
    match of {
        Meant::Every(_) => Outcome::ids(model).collect(),
        Meant::One(id) => vec![id],
    }
}

/// Returns the days from `as-of` until a date promised.
pub fn limit(model: &Model, when: Until) -> f64 {
    match when {
        Until::Days(days) => days,
        Until::Date(date) => days_between(model.company.as_of, date),
    }
}

fn meant(model: &Model, of: Meant) -> (Vec<OutcomeId>, String) {
    match of {
        Meant::Every(_) => (Outcome::ids(model).collect(), "every outcome".to_owned()),
        Meant::One(id) => (vec![id], format!("`{}`", model[id].card.name)),
    }
}

fn reach(model: &Model, of: Meant, when: Until, at: f64, facts: &Facts<'_>) -> Verdict {
    let (outcomes, subject) = meant(model, of);
    let (limit, deadline) = match when {
        Until::Days(limit) => (limit, format!("within {}", days(limit))),
        Until::Date(date) => (days_between(model.company.as_of, date), format!("by {date}")),
    };
    let wants = format!("{subject} {deadline} at {}", percent(at));
    let mut short: Vec<(f64, (String, String))> = Vec::new();
    let mut lowest: f64 = 1.0;
    for id in outcomes {
        let name = &model[id].card.name;
        let at_idx = id.0 as usize;
        let enabled = facts.status[at_idx] == Status::Enabled && limit >= 0.0;
        let share = if enabled { 1.0 } else { facts.reach[at_idx].map_or(0.0, |reach| reach.within(limit)) };
        lowest = lowest.min(share);
        if share < at {
            let why = match facts.reach[at_idx] {
                Some(_) => format!("`{name}` at {}", percent(share)),
                None => format!("`{name}` {}", unreached(facts.status[at_idx])),
            };
            short.push((share, (model.label(Node::Outcome(id)), why)));
        }
    }
    if short.is_empty() {
        return Verdict::of(wants, true, format!("at {}", percent(lowest)));
    }
    short.sort_by(|a, b| a.0.total_cmp(&b.0));
    Verdict::broken(wants, short.into_iter().map(|(_, broken)| broken).collect())
}

fn unreached(status: Status) -> &'static str {
    match status {
        Status::Blocked => "is blocked",
        Status::Unknown => "hangs on something unknown",
        Status::Enabled | Status::Reachable => "has no estimate",
    }
}

fn state(model: &Model, of: Meant, is: Is, facts: &Facts<'_>) -> Verdict {
    let (outcomes, subject) = meant(model, of);
    let fits = |status: Status| match is {
        Is::Enabled => status == Status::Enabled,
        Is::Reachable => matches!(status, Status::Enabled | Status::Reachable),
    };
    let status = |id: &OutcomeId| facts.status[id.0 as usize];
    let tell = |id: &OutcomeId| {
        let told = format!("`{}` is {}", model[*id].card.name, status(id).word());
        (model.label(Node::Outcome(*id)), told)
    };
    let not: Vec<(String, String)> = outcomes.iter().filter(|id| !fits(status(id))).map(tell).collect();
    let wants = format!("{subject} is {}", is.word());
    if not.is_empty() {
        return Verdict::of(wants, true, format!("{} {}", outcomes.len(), is.word()));
    }
    Verdict::broken(wants, not)
}

/// Returns whether a closer breaks a promise that no single thing of a kind closes so much.
pub fn breaks(model: &Model, kind: Closer, closes: Closes, closer: &crate::ensure::Closer) -> bool {
    is_of(kind, closer.node)
        && match closes {
            Closes::Count(count) => closer.closes.len() >= count as usize,
            Closes::Chosen => model.chosen().is_some_and(|chosen| closer.closes.contains(&chosen)),
            Closes::One(id) => closer.closes.contains(&id),
        }
}

fn is_of(kind: Closer, node: Node) -> bool {
    match kind {
        Closer::Vendor => node.kind() == EntityKind::Vendor,
        Closer::Technology => node.kind() == EntityKind::Technology,
        Closer::System => node.kind() == EntityKind::System,
        Closer::Person => node.kind() == EntityKind::Person,
        Closer::Capability => node.kind() == EntityKind::Capability,
        Closer::Thing => true,
    }
}

fn no_single(model: &Model, kind: Closer, closes: Closes, facts: &Facts<'_>) -> Verdict {
    let what = match closes {
        Closes::Count(count) => format!("{} or more", amount(count as usize, "outcome", "outcomes")),
        Closes::Chosen => "the chosen outcome".to_owned(),
        Closes::One(id) => format!("`{}`", model[id].card.name),
    };
    let wants = format!("no single {} closes {what}", kind.word());
    if closes == Closes::Chosen && model.chosen().is_none() {
        return Verdict::of(wants, true, "no outcome is chosen".to_owned());
    }
    let breaking = facts.closers.iter().filter(|closer| breaks(model, kind, closes, closer));
    let tell = |closer: &crate::ensure::Closer| {
        let name = &model.card(closer.node).name;
        let told = match closes {
            Closes::Count(_) => format!("`{name}` closes {}", closer.closes.len()),
            Closes::Chosen | Closes::One(_) => format!("`{name}` does"),
        };
        (model.label(closer.node), told)
    };
    let told: Vec<(String, String)> = breaking.map(tell).collect();
    if told.is_empty() {
        return Verdict::of(wants, true, "none does".to_owned());
    }
    Verdict::broken(wants, told)
}

fn horizon_share(
    horizon: Horizon,
    at_least: Option<f64>,
    at_most: Option<f64>,
    shares: Option<[f64; 3]>,
) -> Verdict {
    let bound = |word: &str, share: Option<f64>| share.map(|share| format!("{word} {}", percent(share)));
    let bounds: Vec<String> =
        bound("at least", at_least).into_iter().chain(bound("at most", at_most)).collect();
    let wants = format!("{} of planned capacity for the {} term", bounds.join(" and "), horizon.word());
    let Some(shares) = shares else { return Verdict::of(wants, true, "nothing is planned".to_owned()) };
    let share = shares[horizon as usize];
    let holds = at_least.is_none_or(|least| share >= least) && at_most.is_none_or(|most| share <= most);
    Verdict::of(wants, holds, percent(share))
}

fn find(chance: f64, found: Option<(f64, f64)>) -> Verdict {
    let wants = format!("a chance of {} to find a business", percent(chance));
    match found {
        Some((found, error)) => {
            Verdict::of(wants, found >= chance, format!("{} ± {}", percent(found), percent(error)))
        }
        None => Verdict::of(wants, false, "no outcome can be tried".to_owned()),
    }
}

fn signals_within(model: &Model, within: f64) -> Verdict {
    let wants = format!("a signal for every outcome within {}", days(within));
    let mut newest = vec![f64::INFINITY; model.outcomes.len()];
    for signal in &model.signals {
        let age = days_between(signal.date, model.company.as_of);
        let newest = &mut newest[signal.about.0 as usize];
        if age >= 0.0 {
            *newest = newest.min(age);
        }
    }
    let mut blind: Vec<(f64, &Outcome)> =
        newest.iter().copied().zip(&model.outcomes).filter(|(age, _)| *age > within).collect();
    if blind.is_empty() {
        let oldest = newest.iter().copied().fold(0.0, f64::max);
        let found = if model.outcomes.is_empty() {
            "no outcomes".to_owned()
        } else {
            format!("within {}", days(oldest))
        };
        return Verdict::of(wants, true, found);
    }
    blind.sort_by(|a, b| b.0.total_cmp(&a.0));
    let tell = |(age, outcome): (f64, &Outcome)| {
        let name = &outcome.card.name;
        let told =
            if age.is_finite() { format!("`{name}` {} ago", days(age)) } else { format!("`{name}` never") };
        (format!("outcome:{name}"), told)
    };
    Verdict::broken(wants, blind.into_iter().map(tell).collect())
}

fn facts_within(model: &Model, within: f64) -> Verdict {
    let wants = format!("every dated fact reviewed within {}", days(within));
    let old = older_than(model, within);
    if old.is_empty() {
        return Verdict::of(wants, true, "all are".to_owned());
    }
    let tell = |stale: crate::stale::Stale| {
        let told = format!("`{}` on {}", stale.about, stale.reviewed);
        (stale.about, told)
    };
    Verdict::broken(wants, old.into_iter().map(tell).collect())
}
