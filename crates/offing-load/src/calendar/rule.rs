//! Recurrence: `RRULE` to the local times it means.
//!
//! A rule is walked period by period; of each period the days that pass every part are taken, at the times the rule
//! says. What a walk may cost is bounded by a [`Budget`], so no rule can hang.
//!
//! *Source:* RFC 5545, 3.3.10 and 3.8.5.3.

use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan};

use super::lines::Line;
use super::value::local;
use crate::source::SourceFault;

/// How many days and times all rules of a calendar may look at together.
#[derive(Debug)]
pub(super) struct Budget(pub(super) u32);

/// The budget is used up.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany;

/// What one step of a rule within days costs: nobody meets every minute, and such a rule is soon long.
const WITHIN_A_DAY: u32 = 10;

impl Budget {
    fn spend(&mut self, cost: u32) -> Result<(), TooMany> {
        self.0 = self.0.checked_sub(cost).ok_or(TooMany)?;
        Ok(())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Every {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// When a rule ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    /// With this local time.
    Local(DateTime),
    /// With this time in UTC.
    Utc(DateTime),
}

/// A recurrence rule.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    every: Every,
    interval: u32,
    count: Option<u32>,
    until: Option<Until>,
    seconds: Vec<i32>,
    minutes: Vec<i32>,
    hours: Vec<i32>,
    /// A day of the week, and which of its period: 0 for each, -1 for the last.
    weekdays: Vec<(i32, Weekday)>,
    month_days: Vec<i32>,
    year_days: Vec<i32>,
    weeks: Vec<i32>,
    months: Vec<i32>,
    places: Vec<i32>,
    week_start: Weekday,
}

impl Rule {
    /// Reads the rule of a line.
    ///
    /// *Errors:* a part that is not known or says no number of its range.
    pub(super) fn of(line: &Line) -> Result<Rule, SourceFault> {
        let mut rule = Rule {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            seconds: Vec::new(),
            minutes: Vec::new(),
            hours: Vec::new(),
            weekdays: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            months: Vec::new(),
            places: Vec::new(),
            week_start: Weekday::Monday,
        };
        let mut says_every = false;
        for part in line.value.trim().split(';').filter(|part| !part.is_empty()) {
            let wrong = || {
                let message = format!("`{part}` is no part of a recurrence that can be read");
                line.fault(message, "save the event again in your calendar, and export it anew")
            };
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            let (name, value) = (name.trim().to_ascii_uppercase(), value.trim().to_ascii_uppercase());
            says_every |= name == "FREQ";
            rule.set(&name, &value).ok_or_else(wrong)?;
        }
        if !says_every {
            return Err(line.fault("a recurrence without `FREQ`", "say how often, such as `FREQ=WEEKLY`"));
        }
        Ok(rule)
    }

    fn set(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "FREQ" => self.every = frequency(value)?,
            "INTERVAL" => self.interval = value.parse().ok().filter(|n| (1..=10_000).contains(n))?,
            "COUNT" => self.count = Some(value.parse().ok()?),
            "UNTIL" => {
                let at = local(value)?;
                // A day alone ends with that day.
                let end = if value.contains('T') { at } else { at.date().at(23, 59, 59, 0) };
                self.until = Some(if value.ends_with('Z') { Until::Utc(end) } else { Until::Local(end) });
            }
            "BYSECOND" => self.seconds = numbers(value, 0, 59)?,
            "BYMINUTE" => self.minutes = numbers(value, 0, 59)?,
            "BYHOUR" => self.hours = numbers(value, 0, 23)?,
            "BYDAY" => self.weekdays = value.split(',').map(weekday).collect::<Option<_>>()?,
            "BYMONTHDAY" => self.month_days = numbers(value, -31, 31)?,
            "BYYEARDAY" => self.year_days = numbers(value, -366, 366)?,
            "BYWEEKNO" => self.weeks = numbers(value, -53, 53)?,
            "BYMONTH" => self.months = numbers(value, 1, 12)?,
            "BYSETPOS" => self.places = numbers(value, -366, 366)?,
            "WKST" => self.week_start = weekday(value)?.1,
            "RSCALE" => return (value == "GREGORIAN").then_some(()),
            name if name.starts_with("X-") => {}
            _ => return None,
        }
        Some(())
    }

    /// Returns the local times a rule means from `start` up to `last`, in order; the start itself is always one, and
    /// counts. Of those before `from` any may be left out, and most are.
    ///
    /// `moment` tells what a local time is in seconds since 1970, for rules that end at a time in UTC.
    ///
    /// *Errors:* a rule that would look at more than the budget allows.
    pub(super) fn expand(
        &self,
        start: DateTime,
        from: DateTime,
        last: DateTime,
        moment: &dyn Fn(DateTime) -> i64,
        budget: &mut Budget,
    ) -> Result<Vec<DateTime>, TooMany> {
        let rule = self.with_defaults(start);
        let over = |at: DateTime| match rule.until {
            Some(Until::Local(end)) => at > end,
            Some(Until::Utc(end)) => {
                let end = jiff::tz::TimeZone::UTC.to_timestamp(end).map_or(i64::MAX, |end| end.as_second());
                moment(at) > end
            }
            None => false,
        };
        let most = rule.count.unwrap_or(u32::MAX) as usize;
        let mut found = vec![start];
        let mut period = Some(rule.skip(rule.first_period(start), from));
        while let Some(at) = period.filter(|at| *at <= last && found.len() < most) {
            for time in rule.within(at, budget)? {
                if time <= start {
                    continue;
                }
                if found.len() >= most || time > last || over(time) {
                    return Ok(found);
                }
                found.push(time);
            }
            if over(at) {
                break;
            }
            period = rule.next(at);
        }
        Ok(found)
    }

    /// Returns the rule with what its start says where the rule says nothing.
    fn with_defaults(&self, start: DateTime) -> Rule {
        let mut rule = self.clone();
        let says_day = !(rule.weekdays.is_empty()
            && rule.month_days.is_empty()
            && rule.year_days.is_empty()
            && rule.weeks.is_empty());
        match rule.every {
            Every::Year if !says_day => {
                rule.month_days = vec![i32::from(start.day())];
                if rule.months.is_empty() {
                    rule.months = vec![i32::from(start.month())];
                }
            }
            Every::Year if !rule.weeks.is_empty() && rule.weekdays.is_empty() => {
                rule.weekdays = vec![(0, start.date().weekday())];
            }
            Every::Month if !says_day => rule.month_days = vec![i32::from(start.day())],
            Every::Week if rule.weekdays.is_empty() => rule.weekdays = vec![(0, start.date().weekday())],
            _ => {}
        }
        let fill = |list: &mut Vec<i32>, above: bool, value: i8| {
            if list.is_empty() && above {
                list.push(i32::from(value));
            }
        };
        fill(&mut rule.hours, rule.every > Every::Hour, start.hour());
        fill(&mut rule.minutes, rule.every > Every::Minute, start.minute());
        fill(&mut rule.seconds, rule.every > Every::Second, start.second());
        rule
    }

    /// Returns the beginning of the period that the start lies in.
    fn first_period(&self, start: DateTime) -> DateTime {
        let day = start.date();
        let midnight = |day: Date| day.at(0, 0, 0, 0);
        match self.every {
            Every::Year => midnight(day.with().month(1).day(1).build().unwrap_or(day)),
            Every::Month => midnight(day.first_of_month()),
            Every::Week => {
                let since = i64::from(day.weekday().since(self.week_start));
                midnight(day.checked_sub(since.days()).unwrap_or(day))
            }
            Every::Day => midnight(day),
            Every::Hour | Every::Minute | Every::Second => start,
        }
    }

    /// Returns the last period of the rule that ends before `from`, or the first one: nothing earlier is asked for.
    ///
    /// A rule that counts has to be walked from its start; of one that ends, the last two years are kept, as they tell
    /// what holds after its end.
    fn skip(&self, first: DateTime, from: DateTime) -> DateTime {
        let from = match self.until {
            Some(Until::Local(end) | Until::Utc(end)) => from.min(end.checked_sub(2.years()).unwrap_or(end)),
            None => from,
        };
        if self.count.is_some() || from <= first {
            return first;
        }
        let days = || i64::from(first.date().until(from.date()).map_or(0, |span| span.get_days()));
        let years = i64::from(from.year() - first.year());
        let whole = match self.every {
            Every::Year => years,
            Every::Month => years * 12 + i64::from(from.month()) - i64::from(first.month()),
            Every::Week => days() / 7,
            Every::Day => days(),
            Every::Hour | Every::Minute | Every::Second => return first,
        };
        let interval = i64::from(self.interval);
        let steps = ((whole - 1) / interval).max(0) * interval;
        first.checked_add(self.periods(steps)).unwrap_or(first)
    }

    fn next(&self, at: DateTime) -> Option<DateTime> {
        at.checked_add(self.periods(i64::from(self.interval))).ok()
    }

    /// Returns so many periods.
    fn periods(&self, n: i64) -> Span {
        match self.every {
            Every::Year => n.years(),
            Every::Month => n.months(),
            Every::Week => n.weeks(),
            Every::Day => n.days(),
            Every::Hour => n.hours(),
            Every::Minute => n.minutes(),
            Every::Second => n.seconds(),
        }
    }

    /// Returns the times of one period, in order.
    fn within(&self, period: DateTime, budget: &mut Budget) -> Result<Vec<DateTime>, TooMany> {
        if self.every < Every::Day {
            budget.spend(WITHIN_A_DAY)?;
            let fits = |list: &[i32], value: i8| list.is_empty() || list.contains(&i32::from(value));
            let passes = self.passes(period.date())
                && fits(&self.hours, period.hour())
                && fits(&self.minutes, period.minute())
                && fits(&self.seconds, period.second());
            return Ok(if passes { vec![period] } else { Vec::new() });
        }
        let first = period.date();
        let days = match self.every {
            Every::Year => i64::from(first.days_in_year()),
            Every::Month => i64::from(first.days_in_month()),
            Every::Week => 7,
            _ => 1,
        };
        budget.spend(days as u32)?;
        let mut times = Vec::new();
        for day in (0..days).filter_map(|n| first.checked_add(n.days()).ok()).filter(|day| self.passes(*day))
        {
            budget.spend((self.hours.len() * self.minutes.len() * self.seconds.len()) as u32)?;
            for hour in &self.hours {
                for minute in &self.minutes {
                    for second in &self.seconds {
                        times.push(day.at(*hour as i8, *minute as i8, *second as i8, 0));
                    }
                }
            }
        }
        times.sort_unstable();
        times.dedup();
        if self.places.is_empty() {
            return Ok(times);
        }
        let at = |place: &i32| match *place {
            place if place > 0 => times.get(place as usize - 1).copied(),
            place => times.len().checked_sub(place.unsigned_abs() as usize).map(|at| times[at]),
        };
        let mut placed: Vec<DateTime> = self.places.iter().filter_map(at).collect();
        placed.sort_unstable();
        placed.dedup();
        Ok(placed)
    }

    /// Returns whether a day passes every part that is about days.
    fn passes(&self, day: Date) -> bool {
        let (month_day, in_month) = (i32::from(day.day()), i32::from(day.days_in_month()));
        let (year_day, in_year) = (i32::from(day.day_of_year()), i32::from(day.days_in_year()));
        let either = |list: &[i32], value: i32, length: i32| {
            list.is_empty() || list.contains(&value) || list.contains(&(value - length - 1))
        };
        (self.months.is_empty() || self.months.contains(&i32::from(day.month())))
            && either(&self.month_days, month_day, in_month)
            && either(&self.year_days, year_day, in_year)
            && self.passes_week(day)
            && self.passes_weekday(day, (month_day, in_month), (year_day, in_year))
    }

    fn passes_week(&self, day: Date) -> bool {
        if self.weeks.is_empty() {
            return true;
        }
        // The week belongs to the year that has at least four of its days: that of its fourth day.
        let since = i64::from(day.weekday().since(self.week_start));
        let Ok(fourth) = day.checked_add((3 - since).days()) else { return false };
        let week = (i32::from(fourth.day_of_year()) - 1) / 7 + 1;
        let left = i32::from(fourth.days_in_year() - fourth.day_of_year()) / 7;
        self.weeks.contains(&week) || self.weeks.contains(&(-left - 1))
    }

    /// Returns whether the weekday fits: any, or the nth of its month or year.
    fn passes_weekday(&self, day: Date, month: (i32, i32), year: (i32, i32)) -> bool {
        if self.weekdays.is_empty() {
            return true;
        }
        let (at, length) = match self.every {
            Every::Year if self.months.is_empty() => year,
            _ => month,
        };
        let fits = |nth: i32| match nth {
            0 => true,
            nth if nth > 0 => (at - 1) / 7 + 1 == nth,
            nth => (length - at) / 7 + 1 == -nth,
        };
        self.weekdays.iter().any(|(nth, weekday)| *weekday == day.weekday() && fits(*nth))
    }
}

fn frequency(word: &str) -> Option<Every> {
    Some(match word {
        "SECONDLY" => Every::Second,
        "MINUTELY" => Every::Minute,
        "HOURLY" => Every::Hour,
        "DAILY" => Every::Day,
        "WEEKLY" => Every::Week,
        "MONTHLY" => Every::Month,
        "YEARLY" => Every::Year,
        _ => return None,
    })
}

fn numbers(text: &str, low: i32, high: i32) -> Option<Vec<i32>> {
    let number = |text: &str| {
        let number: i32 = text.trim().parse().ok()?;
        // Where numbers count from an end, none is the zeroth.
        ((low..=high).contains(&number) && (number != 0 || low == 0)).then_some(number)
    };
    text.split(',').map(number).collect()
}

fn weekday(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let at = text.len().checked_sub(2)?;
    let weekday = match text.get(at..)? {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let nth =
        if at == 0 { 0 } else { text[..at].parse().ok().filter(|nth: &i32| *nth != 0 && nth.abs() <= 53)? };
    Some((nth, weekday))
}

#[cfg(test)]
mod tests;
