//! What a plan's draws say together (DESIGN 4.5, last paragraph).

use std::ops::Range;

use offing_math::stats::{Moments, standard_error_of_proportion};
use offing_model::{InitiativeId, OutcomeId};

use super::ledger::Ledger;
use super::{Draw, Plan, Simulation};
use crate::reach::Quantiles;

/// What a plan's draws say together.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The plan.
    pub plan: Plan,
    /// The figures that plans are compared by.
    pub tally: Tally,
    /// When the chosen outcome is enabled if the company stays with it, in days; `None` where none is chosen.
    pub chosen_days: Option<Quantiles>,
    /// Its days draw by draw, in ascending order.
    pub chosen_sorted: Vec<f64>,
    /// How long it takes to find a business, of the draws in which one is found.
    pub find_days: Option<Quantiles>,
    /// The days on which one is found, in ascending order; shorter than there are draws where none is in some.
    pub find_sorted: Vec<f64>,
    /// How many outcomes are tried on average.
    pub tries: f64,
    /// Per outcome, the share of draws in which it is the one that is found.
    pub found: Vec<f64>,
    /// Expected value less that of staying with the outcome pursued first, with its standard error.
    pub flexibility: (f64, f64),
    /// Share of people's time that goes to other outcomes until the one pursued first is enabled or left.
    pub option_share: f64,
    /// What each open option costs to carry.
    pub carrying: Vec<Carrying>,
}

/// The figures that plans are compared by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// Chance to find a business.
    pub find: f64,
    /// Its standard error.
    pub find_stderr: f64,
    /// Expected value: a chance to find discounted by time where no outcome has a value.
    pub value: f64,
    /// Its standard error.
    pub value_stderr: f64,
    /// The P80 of the day on which the outcome that draws begin with is enabled.
    pub chosen_p80: f64,
}

/// What it costs to keep an outcome open while another is pursued.
#[derive(Debug, Clone, PartialEq)]
pub struct Carrying {
    /// The outcome.
    pub outcome: OutcomeId,
    /// Weeks of one person per year of a draw.
    pub person_weeks_per_year: f64,
    /// Money per year of a draw: people's time and what is paid beyond it.
    pub money_per_year: f64,
    /// The initiatives that keep it open.
    pub initiatives: Vec<InitiativeId>,
}

impl Tally {
    /// Returns the figures of draws.
    pub fn of(draws: &[Draw]) -> Tally {
        let found = draws.iter().filter(|draw| draw.found.is_some()).count() as u64;
        let n = draws.len() as u64;
        let value: Moments = draws.iter().map(|draw| draw.value).collect();
        let mut days: Vec<f64> = draws.iter().map(|draw| draw.chosen_day).collect();
        Tally {
            find: found as f64 / n as f64,
            find_stderr: standard_error_of_proportion(found, n),
            value: value.mean(),
            value_stderr: value.standard_error(),
            chosen_p80: offing_math::stats::quantile_in_place(&mut days, 0.8),
        }
    }
}

impl Simulation {
    /// Returns what a plan's draws say together.
    ///
    /// *Panics:* if there are no draws.
    pub fn report(&self, plan: &Plan, draws: Range<u64>) -> Report {
        self.report_with_draws(plan, draws).0
    }

    /// Returns what a plan's draws say together, and the draws.
    ///
    /// *Panics:* if there are no draws.
    pub fn report_with_draws(&self, plan: &Plan, draws: Range<u64>) -> (Report, Vec<Draw>) {
        let (draws, ledger) = self.with_ledger(plan, draws);
        let sorted = |days: Vec<f64>| {
            let mut days = days;
            days.sort_by(f64::total_cmp);
            days
        };
        let chosen_sorted = sorted(draws.iter().map(|draw| draw.chosen_day).collect());
        let find_sorted =
            sorted(draws.iter().filter(|draw| draw.found.is_some()).map(|draw| draw.day).collect());
        let n = draws.len() as f64;
        let mut found = vec![0u32; self.outcomes.len()];
        draws.iter().filter_map(|draw| draw.found).for_each(|outcome| found[outcome.0 as usize] += 1);
        let flexibility: Moments = draws.iter().map(|draw| draw.value - draw.stays.unwrap_or(0.0)).collect();
        let leading = ledger.leading_on + ledger.leading_off;
        let report = Report {
            plan: plan.clone(),
            tally: Tally::of(&draws),
            chosen_days: self.chosen.map(|_| Quantiles::of_sorted(&chosen_sorted)),
            find_days: (!find_sorted.is_empty()).then(|| Quantiles::of_sorted(&find_sorted)),
            tries: draws.iter().map(|draw| f64::from(draw.tries)).sum::<f64>() / n,
            found: found.iter().map(|count| f64::from(*count) / n).collect(),
            flexibility: (flexibility.mean(), flexibility.standard_error()),
            option_share: if leading > 0.0 { ledger.leading_off / leading } else { 0.0 },
            carrying: self.carrying(&ledger),
            chosen_sorted,
            find_sorted,
        };
        (report, draws)
    }

    /// Returns what it costs to keep each outcome open: the work done for it while it is not pursued, shared evenly
    /// among the outcomes that the work serves; what the outcome pursued first needs as well costs nothing extra.
    fn carrying(&self, ledger: &Ledger) -> Vec<Carrying> {
        let first = self.begins_with();
        let years = ledger.days / 365.25;
        let mut carrying: Vec<Carrying> = (0..self.outcomes.len() as u32)
            .filter(|outcome| Some(*outcome) != first)
            .map(|outcome| Carrying {
                outcome: OutcomeId(outcome),
                person_weeks_per_year: 0.0,
                money_per_year: 0.0,
                initiatives: Vec::new(),
            })
            .collect();
        for (item, serves) in self.serves().into_iter().enumerate() {
            if serves.is_empty() || first.is_some_and(|first| serves.contains(&first)) || years <= 0.0 {
                continue;
            }
            let price = &self.prices[item];
            let days = ledger.off_route[item] / serves.len() as f64;
            // Money is paid as the work goes on.
            let whole = self.takes[item].mean;
            let money = if whole > 0.0 { price.money * days / whole } else { 0.0 };
            for carried in carrying.iter_mut().filter(|carried| serves.contains(&carried.outcome.0)) {
                carried.person_weeks_per_year += days * price.people / 7.0 / years;
                carried.money_per_year += (days * price.staff_per_day + money) / years;
                carried.initiatives.push(self.items[item]);
            }
        }
        carrying
    }
}
