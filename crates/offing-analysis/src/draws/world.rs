//! A model made ready to be drawn from: everything that is the same in every draw and under every plan.

use libm::{exp, log1p};
use offing_math::dist::Dist;
use offing_model::units::days_between;
use offing_model::{Initiative, InitiativeId, Model, OutcomeId, Progress};

use super::crew::Staffing;
use super::gates::Gates;
use super::routes::{Prices, Routes};
use super::sample::Luckies;
use crate::odds;
use crate::work::Work;

/// How long draws run where no runway is given: ten years, in days.
pub const TEN_YEARS: f64 = 3652.5;

/// Why an initiative that is not done yet is never done in a draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {
    /// Nobody said how long it takes.
    NoEstimate,
    /// It keeps more people of a team busy than the team has.
    TooManyPeople,
    /// It waits for something that is never done.
    AfterNever,
}

/// A model made ready to be drawn from.
///
/// *Cost:* one drawing of up to 256 ways per outcome; memory linear in needs and initiatives.
#[derive(Debug, Clone)]
pub struct Simulation {
    pub(super) items: Vec<InitiativeId>,
    pub(super) never: Vec<Option<Never>>,
    /// Items that run at `as-of`.
    pub(super) running: Vec<u32>,
    /// The experiment each item is: outcome and accuracy.
    pub(super) tests: Vec<Option<(u32, f64)>>,
    pub(super) takes: Vec<Takes>,
    pub(super) prices: Vec<Price>,
    pub(super) staffing: Staffing,
    pub(super) gates: Gates,
    pub(super) routes: Vec<Routes>,
    pub(super) outcomes: Vec<Prospect>,
    pub(super) chosen: Option<u32>,
    /// Days until the money ends.
    pub(super) horizon: f64,
    /// What a day takes off the logarithm of a value.
    pub(super) decay: f64,
    pub(super) luck: Luckies,
    /// Whether any outcome has a value.
    pub(super) valued: bool,
}

/// How long an item takes, as far as anybody knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Takes {
    dist: Dist,
    /// Days it had been going on at `as-of`.
    pub(super) elapsed: f64,
    /// Mean days left at `as-of`.
    pub(super) mean: f64,
}

/// What an item costs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Price {
    /// People it keeps busy.
    pub(super) people: f64,
    /// Money for them, per day.
    pub(super) staff_per_day: f64,
    /// Mean money beyond staff.
    pub(super) money: f64,
}

/// What is believed of an outcome.
#[derive(Debug, Clone, Copy)]
pub(super) struct Prospect {
    pub(super) belief: f64,
    pub(super) mean_value: f64,
    pub(super) mean_learn: f64,
    /// Days from `as-of` after which it is too late.
    pub(super) until: f64,
}

impl Simulation {
    /// Returns a model made ready to be drawn from under a seed.
    pub fn of(model: &Model, seed: u64) -> Self {
        Self::with_odds(model, &odds::current(model), seed)
    }

    /// Returns the same, with these beliefs in its outcomes instead of those of today.
    pub fn with_odds(model: &Model, odds: &[f64], seed: u64) -> Self {
        let as_of = model.company.as_of;
        let open =
            |id: &InitiativeId| matches!(model[*id].progress(as_of), Progress::Waiting | Progress::Started);
        let items: Vec<InitiativeId> = Initiative::ids(model).filter(open).collect();
        let mut item_of = vec![None; model.initiatives.len()];
        items.iter().enumerate().for_each(|(item, id)| item_of[id.0 as usize] = Some(item as u32));
        let work = Work::of(model, seed);
        let staffing = staffing(model, &items, &item_of);
        let never = never(model, &items, &item_of, &staffing);
        let can: Vec<bool> = never.iter().map(Option::is_none).collect();
        let takes: Vec<Takes> = items.iter().map(|id| takes(&work, *id)).collect();
        let prices: Vec<Price> = items.iter().map(|id| price(&work, *id)).collect();
        let horizon = model.company.runway_days.unwrap_or(TEN_YEARS);
        let gates = Gates::of(model, &items, &can);
        let cost: Vec<f64> = prices
            .iter()
            .zip(&takes)
            .map(|(price, takes)| price.staff_per_day * takes.mean + price.money)
            .collect();
        let days: Vec<f64> = takes.iter().map(|takes| takes.mean).collect();
        let before =
            |id: &InitiativeId| model[*id].after.iter().filter_map(|id| item_of[id.0 as usize]).collect();
        let before: Vec<Vec<u32>> = items.iter().map(before).collect();
        let routes = Routes::of(&gates, &Prices { cost: &cost, days: &days, before: &before, horizon });
        let values = values(model);
        let prospect = |(at, value): (usize, &Dist)| {
            let outcome = &model.outcomes[at];
            Prospect {
                belief: odds[at],
                mean_value: value.mean(),
                mean_learn: outcome.learn.mean(),
                until: outcome.until.map_or(f64::INFINITY, |until| days_between(as_of, until)),
            }
        };
        Self {
            running: (0..items.len() as u32)
                .filter(|item| model[items[*item as usize]].progress(as_of) == Progress::Started)
                .collect(),
            tests: items
                .iter()
                .map(|id| model[*id].tests.map(|(outcome, accuracy)| (outcome.0, accuracy)))
                .collect(),
            outcomes: values.iter().enumerate().map(prospect).collect(),
            chosen: model.chosen().map(|OutcomeId(at)| at),
            horizon,
            decay: log1p(model.company.discount) / 365.25,
            luck: Luckies::of(model, work, items.clone(), &gates.unknown, odds, &values, seed),
            valued: model.outcomes.iter().any(|outcome| outcome.value.is_some()),
            items,
            never,
            takes,
            prices,
            staffing,
            gates,
            routes,
        }
    }

    /// Returns the initiatives that are not done yet, in the order of the model.
    pub fn open(&self) -> &[InitiativeId] {
        &self.items
    }

    /// Returns the initiatives that are never done in a draw, and why.
    pub fn never_done(&self) -> impl Iterator<Item = (InitiativeId, Never)> + '_ {
        self.items.iter().zip(&self.never).filter_map(|(id, never)| never.map(|never| (*id, never)))
    }

    /// Returns whether any outcome has a value, so that expected value means something.
    pub fn is_valued(&self) -> bool {
        self.valued
    }

    /// Returns the days until the money ends, or until draws end where no runway is given.
    pub fn horizon(&self) -> f64 {
        self.horizon
    }

    /// Returns the outcomes for which not every way to open them could be kept.
    pub fn cut_short(&self) -> impl Iterator<Item = OutcomeId> + '_ {
        (0..).zip(&self.routes).filter(|(_, routes)| routes.cut).map(|(at, _)| OutcomeId(at))
    }

    /// Returns what is left of a value after so many days.
    #[inline]
    pub(super) fn discount(&self, days: f64) -> f64 {
        exp(-self.decay * days)
    }
}

impl Takes {
    /// Returns the mean of what is left after so many days of work: of the estimate, known to exceed them.
    pub(super) fn mean_left(&self, worked: f64) -> f64 {
        if worked <= self.elapsed { self.mean } else { self.dist.mean_remaining(worked) }
    }
}

fn takes(work: &Work, id: InitiativeId) -> Takes {
    let item = work.item(id);
    let Some(dist) = item.takes else {
        return Takes { dist: Dist::Point(f64::INFINITY), elapsed: 0.0, mean: 0.0 };
    };
    let elapsed = item.elapsed.unwrap_or(0.0).max(0.0);
    let mean = if elapsed > 0.0 { dist.mean_remaining(elapsed) } else { dist.mean() };
    Takes { dist, elapsed, mean }
}

fn price(work: &Work, id: InitiativeId) -> Price {
    let item = work.item(id);
    Price {
        people: item.staff.iter().map(|(_, people)| people).sum(),
        staff_per_day: item.staff_cost_per_day,
        money: item.cost.as_ref().map_or(0.0, Dist::mean),
    }
}

/// Returns the value of each outcome: its own, the mean of the others, or one where none has any (DESIGN 4.0).
fn values(model: &Model) -> Vec<Dist> {
    let known: Vec<f64> =
        model.outcomes.iter().filter_map(|outcome| outcome.value).map(|value| value.mean()).collect();
    let mean = if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
    model
        .outcomes
        .iter()
        .map(|outcome| outcome.value.map_or(Dist::Point(mean), |value| value.dist()))
        .collect()
}

fn staffing(model: &Model, items: &[InitiativeId], item_of: &[Option<u32>]) -> Staffing {
    let hundredths = |people: f64| libm::round(people * 100.0) as i64;
    let mut staffing = Staffing {
        people: model.teams.iter().map(|team| hundredths(team.people)).collect(),
        next: vec![Vec::new(); items.len()],
        ..Staffing::default()
    };
    for (item, id) in items.iter().enumerate() {
        let mut staff: Vec<(u32, i64)> =
            model[*id].staff.iter().map(|(team, people)| (team.0, hundredths(*people))).collect();
        staff.sort_unstable();
        staffing.staff.push(staff);
        let open = model[*id].after.iter().filter_map(|before| item_of[before.0 as usize]);
        let before: Vec<u32> = open.collect();
        before.iter().for_each(|before| staffing.next[*before as usize].push(item as u32));
        // What was dropped is never done, so what waits for it never starts.
        let dropped = model[*id]
            .after
            .iter()
            .any(|before| model[*before].progress(model.company.as_of) == Progress::Dropped);
        staffing.before.push(before.len() as u32 + u32::from(dropped));
    }
    staffing.classify();
    staffing
}

/// Returns which items are never done in a draw. What runs already is done even if it has too many people.
fn never(
    model: &Model,
    items: &[InitiativeId],
    item_of: &[Option<u32>],
    staffing: &Staffing,
) -> Vec<Option<Never>> {
    let as_of = model.company.as_of;
    let own = |item: usize| {
        let initiative = &model[items[item]];
        let runs = initiative.progress(as_of) == Progress::Started;
        let too_many =
            staffing.staff[item].iter().any(|(team, people)| *people > staffing.people[*team as usize]);
        let dropped =
            initiative.after.iter().any(|before| model[*before].progress(as_of) == Progress::Dropped);
        match () {
            () if initiative.takes.is_none() => Some(Never::NoEstimate),
            () if too_many && !runs => Some(Never::TooManyPeople),
            () if dropped && !runs => Some(Never::AfterNever),
            () => None,
        }
    };
    let mut never: Vec<Option<Never>> = (0..items.len()).map(own).collect();
    let mut open: Vec<usize> = (0..items.len()).filter(|item| never[*item].is_some()).collect();
    while let Some(item) = open.pop() {
        for next in &staffing.next[item] {
            let next = *next as usize;
            let runs = model[items[next]].progress(as_of) == Progress::Started;
            if never[next].is_none() && !runs {
                never[next] = Some(Never::AfterNever);
                open.push(next);
            }
        }
    }
    debug_assert_eq!(item_of.len(), model.initiatives.len());
    never
}
