//! When will so many items be done, for those who keep no estimates (DESIGN 4.4)?
//!
//! The items finished per week are drawn again, week by week, until enough are done. In each draw the history itself is
//! drawn again first, so that a short one leaves the rate as open as it is. The same is then done as of many days of
//! the past, and compared with what came.
//!
//! ```
//! use offing_analysis::throughput::{ThroughputQuestion, throughput};
//! let day = |back: i64| jiff::civil::date(2026, 3, 2).checked_add(jiff::Span::new().days(-back)).unwrap();
//! // One item on each of the last 70 days: seven a week, so 14 take two weeks.
//! let done: Vec<_> = (0..70).map(day).collect();
//! let question = ThroughputQuestion { items: 14, ..ThroughputQuestion::default() };
//! assert_eq!(throughput(&done, day(0), &question).unwrap().days.p80, 14.0);
//! ```
//!
//! *Assumes:* weeks to come are like the weeks seen, each by itself; the items are of the same kind as those done.
//!
//! *Source:* B. Efron, "Bootstrap methods: another look at the jackknife", The Annals of Statistics 7 (1979), pp. 1-26;
//! for delivery, D. Vacanti, Actionable Agile Metrics for Predictability (2015), chapters 14 and 15.

use jiff::civil::Date;
use offing_math::keyed::{Luck, Quantity};
use offing_math::stats::jeffreys_interval;
use offing_model::units::days_between;

use crate::reach::Quantiles;
use crate::work::WEEK;

/// How the question is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThroughputQuestion {
    /// How many items.
    pub items: u32,
    /// The seed of all luck.
    pub seed: u64,
    /// How many draws.
    pub draws: u32,
}

impl Default for ThroughputQuestion {
    fn default() -> Self {
        Self { items: 10, seed: 1, draws: 2_000 }
    }
}

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Throughput {
    /// How it was asked.
    pub question: ThroughputQuestion,
    /// Days from `as-of` until so many more items are done.
    pub days: Quantiles,
    /// How many were done in each week that was drawn from, the oldest first; the last ends at `as-of`.
    pub weeks: Vec<u32>,
    /// How many were done in all the history.
    pub done: usize,
    /// The day of the last one.
    pub last: Date,
    /// How often such forecasts held; `None` where the history is too short to say.
    pub backtest: Option<Backtest>,
}

impl Throughput {
    /// Returns how many were done in a week on average.
    pub fn per_week(&self) -> f64 {
        f64::from(self.weeks.iter().sum::<u32>()) / self.weeks.len() as f64
    }

    /// Returns how many weeks in a row, up to `as-of`, nothing was done: the list may be an old one.
    pub fn silent_weeks(&self) -> usize {
        self.weeks.iter().rev().take_while(|count| **count == 0).count()
    }
}

/// How often forecasts made in the past held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backtest {
    /// How many forecasts, none of which overlaps another, and all of which can be judged.
    pub forecasts: usize,
    /// How many items each was about.
    pub items: u32,
    /// In how many the items were done by the P80.
    pub held: usize,
    /// The 90 % interval of the chance behind that (Jeffreys).
    pub chance: (f64, f64),
}

/// Why there is no forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoThroughput {
    /// Nothing was finished by `as-of`.
    NothingDone,
    /// There are fewer full weeks of history than it takes.
    TooShort {
        /// How many full weeks there are.
        weeks: usize,
    },
}

/// How many full weeks a forecast takes.
pub const FEWEST_WEEKS: usize = 4;

/// How many weeks back the pace still counts: half a year.
const WINDOW: usize = 26;

/// How many weeks a forecast of the past has behind it.
const BACKTEST_WEEKS: usize = 8;

/// How many weeks of work a forecast of the past is about.
const BACKTEST_SPAN: f64 = 4.0;

/// Returns when so many more items are done, from the days on which others were.
///
/// *Errors:* nothing done, or too short a history.
pub fn throughput(
    done: &[Date],
    as_of: Date,
    question: &ThroughputQuestion,
) -> Result<Throughput, NoThroughput> {
    let past: Vec<Date> = done.iter().copied().filter(|day| *day <= as_of).collect();
    let last = past.iter().max().copied().ok_or(NoThroughput::NothingDone)?;
    let weeks = weekly(&past, as_of);
    if weeks.len() < FEWEST_WEEKS {
        return Err(NoThroughput::TooShort { weeks: weeks.len() });
    }
    let window = recent(&weeks);
    let luck = Weeks::of(question.seed);
    let days = days_until(window, question.items, luck, question.draws);
    Ok(Throughput {
        question: question.clone(),
        days,
        weeks: window.to_vec(),
        done: past.len(),
        last,
        backtest: backtest(&weeks, question),
    })
}

/// Returns how many items were done in each full week up to `as-of`, the oldest first.
///
/// The history begins with its first item, so the days before the first full week are left out: they would count a week
/// by the very item that opened it.
fn weekly(past: &[Date], as_of: Date) -> Vec<u32> {
    let ages: Vec<f64> = past.iter().map(|day| days_between(*day, as_of)).collect();
    let oldest = ages.iter().copied().fold(0.0, f64::max);
    let full = ((oldest + 1.0) / WEEK) as usize;
    let mut counts = vec![0_u32; full];
    for age in ages {
        let week = (age / WEEK) as usize;
        if week < full {
            counts[full - 1 - week] += 1;
        }
    }
    counts
}

fn recent(weeks: &[u32]) -> &[u32] {
    &weeks[weeks.len().saturating_sub(WINDOW)..]
}

/// The luck of weeks: which of the past is drawn again.
#[derive(Clone, Copy)]
struct Weeks {
    history: Luck,
    future: Luck,
}

impl Weeks {
    fn of(seed: u64) -> Self {
        let luck = |what: &str| Quantity::named("throughput").of(what).luck(seed);
        Self { history: luck("history"), future: luck("future") }
    }
}

/// How many weeks a draw runs at most: beyond a hundred years nobody plans.
const LONGEST: u64 = 5_218;

fn days_until(window: &[u32], items: u32, luck: Weeks, draws: u32) -> Quantiles {
    let mut days: Vec<f64> = (0..u64::from(draws)).map(|draw| one_draw(window, items, luck, draw)).collect();
    days.sort_unstable_by(f64::total_cmp);
    Quantiles::of_sorted(&days)
}

fn one_draw(window: &[u32], items: u32, luck: Weeks, draw: u64) -> f64 {
    let one_of = |luck: Luck, nth: u64| (luck.word((draw << 20) + nth) % window.len() as u64) as usize;
    let history: Vec<u32> = (0..window.len() as u64).map(|nth| window[one_of(luck.history, nth)]).collect();
    if history.iter().all(|count| *count == 0) {
        return f64::INFINITY;
    }
    let drawn = (0..LONGEST).map(|nth| history[one_of(luck.future, nth)]);
    days_of(drawn, items).unwrap_or(f64::INFINITY)
}

/// Returns the day on which so many items are done, when those of a week are spread evenly over it.
fn days_of(weeks: impl Iterator<Item = u32>, items: u32) -> Option<f64> {
    let mut left = items;
    for (week, count) in weeks.enumerate() {
        if count >= left {
            let share = if left == 0 { 0.0 } else { f64::from(left) / f64::from(count) };
            return Some(WEEK * (week as f64 + share));
        }
        left -= count;
    }
    None
}

/// Returns how often the P80 held when the same was asked as of weeks of the past.
///
/// Each forecast begins where the one before it ended by its P80, so that none is judged by the weeks of another. One
/// whose P80 lies beyond the history is not judged at all: its early successes would count, its failures would not.
fn backtest(weeks: &[u32], question: &ThroughputQuestion) -> Option<Backtest> {
    let mean = f64::from(weeks.iter().sum::<u32>()) / weeks.len() as f64;
    let items = ((mean * BACKTEST_SPAN).round() as u32).max(1);
    let luck = Weeks::of(question.seed);
    let (mut forecasts, mut held) = (0, 0);
    let mut now = BACKTEST_WEEKS;
    while now < weeks.len() {
        let (past, future) = weeks.split_at(now);
        let p80 = days_until(recent(past), items, luck, question.draws.min(500)).p80;
        if p80 > future.len() as f64 * WEEK {
            break;
        }
        let actual = days_of(future.iter().copied(), items);
        forecasts += 1;
        held += usize::from(actual.is_some_and(|actual| actual <= p80));
        now += (p80 / WEEK).ceil().max(1.0) as usize;
    }
    (forecasts > 0).then(|| Backtest {
        forecasts,
        items,
        held,
        chance: jeffreys_interval(held as u64, forecasts as u64, 0.9),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn today() -> Date {
        date(2026, 3, 2)
    }

    /// Items of so many a week, the oldest first, each on the last day of its week.
    fn history(weeks: &[u32]) -> Vec<Date> {
        let day = |back: usize| today().checked_add(jiff::Span::new().days(-(back as i64) * 7)).unwrap();
        let last = weeks.len() - 1;
        let mut done =
            vec![today().checked_add(jiff::Span::new().days(-(weeks.len() as i64) * 7 + 1)).unwrap()];
        for (at, count) in weeks.iter().enumerate() {
            done.extend(std::iter::repeat_n(day(last - at), *count as usize));
        }
        done
    }

    fn ask(items: u32) -> ThroughputQuestion {
        ThroughputQuestion { items, ..ThroughputQuestion::default() }
    }

    #[test]
    fn a_steady_pace_has_one_answer() {
        let found = throughput(&history(&[4, 5, 5, 5, 5, 5]), today(), &ask(40)).unwrap();
        assert_eq!(found.weeks, [5; 6], "the day that opens the history is in its first week");
        assert_eq!(found.days, Quantiles::exactly(56.0));
        assert_eq!((found.per_week(), found.silent_weeks(), found.done), (5.0, 0, 30));
    }

    /// By hand: in weeks of 0 or 10, one item is done on day 0.7 of the first week that has any; the first week has with
    /// chance 1/2. The history drawn again is of four empty weeks, so that nothing is ever done, with chance 1/16.
    #[test]
    fn an_uneven_pace_is_as_uneven_ahead() {
        let question = ThroughputQuestion { items: 1, draws: 40_000, seed: 3 };
        let found = throughput(&history(&[9, 0, 10, 0]), today(), &question).unwrap();
        assert_eq!(found.weeks, [10, 0, 10, 0]);
        let within = |days: f64| {
            let luck = Weeks::of(3);
            let within = (0..40_000).filter(|draw| one_draw(&found.weeks, 1, luck, *draw) <= days).count();
            within as f64 / 40_000.0
        };
        assert!((within(0.8) - 0.5).abs() < 0.01, "{}", within(0.8));
        assert!((within(1e9) - 15.0 / 16.0).abs() < 0.005, "{}", within(1e9));
        assert_eq!(found.days.p95, f64::INFINITY);
    }

    /// Poisson counts of mean 6 over 1,200 weeks: forecasts of the past hold in about four of five.
    #[test]
    fn the_p80_holds_in_four_of_five_where_weeks_are_alike() {
        let luck = Quantity::named("poisson").luck(7);
        let poisson = |week: u64| {
            let (mut product, mut count) = (1.0, 0);
            loop {
                product *= luck.uniform(week * 100 + count);
                if product < libm::exp(-6.0) {
                    return count as u32;
                }
                count += 1;
            }
        };
        let weeks: Vec<u32> = (0..1_200).map(poisson).collect();
        let found = throughput(&history(&weeks), today(), &ask(20)).unwrap();
        let backtest = found.backtest.unwrap();
        assert!(backtest.forecasts > 150, "{backtest:?}");
        assert!(backtest.chance.0 < 0.8 && backtest.chance.1 > 0.8, "{backtest:?}");
    }

    #[test]
    fn too_little_is_said_to_be_too_little() {
        assert_eq!(throughput(&[], today(), &ask(1)), Err(NoThroughput::NothingDone));
        assert_eq!(throughput(&[date(2026, 3, 3)], today(), &ask(1)), Err(NoThroughput::NothingDone));
        let short = throughput(&history(&[3, 3, 3]), today(), &ask(1));
        assert_eq!(short, Err(NoThroughput::TooShort { weeks: 3 }));
    }

    #[test]
    fn a_list_that_ends_early_is_noticed() {
        let found = throughput(&history(&[5, 5, 5, 5, 0, 0, 0]), today(), &ask(5)).unwrap();
        assert_eq!(found.silent_weeks(), 3);
    }
}
