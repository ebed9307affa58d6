//! Quantities that carry their unit: durations, money, chances, dates, and estimates of them.

use std::fmt;

use jiff::civil::Date;
use offing_math::dist::{Dist, Lognormal};

/// Days in a week, month, quarter and year (calendar days, DESIGN 3).
pub const DAYS: [(&str, &str, f64); 5] = [
    ("day", "d", 1.0),
    ("week", "w", 7.0),
    ("month", "mo", 30.4375),
    ("quarter", "q", 91.3125),
    ("year", "y", 365.25),
];

/// What is wrong with a quantity's text: a sentence, and what to write instead.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitFault {
    /// Which code it is.
    pub code: crate::code::Code,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl UnitFault {
    pub(crate) fn new(code: crate::code::Code, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, message: message.into(), help: help.into() }
    }
}

/// A range `low to high`, or a single figure.
///
/// *Unit:* whatever its text carried: days for durations, the company's currency for money.
/// *Assumes:* `low <= high`; a range is the 5 % and 95 % quantiles of a lognormal and lies above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The 5 % quantile, or the figure.
    pub low: f64,
    /// The 95 % quantile, or the figure.
    pub high: f64,
}

impl Estimate {
    /// Returns the estimate that is one exact figure.
    pub fn exact(value: f64) -> Self {
        Self { low: value, high: value }
    }

    /// Returns whether it is a single figure.
    pub fn is_exact(self) -> bool {
        self.low >= self.high
    }

    /// Returns the distribution it stands for (DESIGN 3).
    pub fn dist(self) -> Dist {
        if self.is_exact() {
            Dist::Point(self.low)
        } else {
            Dist::Lognormal(
                Lognormal::from_interval90(self.low, self.high).expect("a range is above zero and in order"),
            )
        }
    }

    /// Returns the mean of the distribution it stands for.
    pub fn mean(self) -> f64 {
        self.dist().mean()
    }
}

/// A stretch of days, every day as likely as another; one day when both ends are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// First day.
    pub first: Date,
    /// Last day.
    pub last: Date,
}

/// A duration or a date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Until {
    /// So many days from `as-of`.
    Days(f64),
    /// Up to this day.
    Date(Date),
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Presence {
    /// It is, or it is not.
    Known(bool),
    /// Nobody knows; counts as 50 %.
    Unknown,
    /// It is with this chance.
    Chance(f64),
    /// It is not before this day, and is from it on.
    From(Date),
}

/// Returns the days that a duration's text says.
///
/// ```
/// assert_eq!(offing_model::units::days("2 weeks").unwrap(), 14.0);
/// assert_eq!(offing_model::units::days("1.5y").unwrap(), 547.875);
/// ```
///
/// *Errors:* a text without a number or without one of the units.
pub fn days(text: &str) -> Result<f64, UnitFault> {
    let (number, unit) = split(text);
    let number = number.ok_or_else(|| not_a_duration(text))?;
    match unit_days(unit) {
        Some(length) => Ok(number * length),
        None if unit.is_empty() => Err(no_unit(text)),
        None => Err(not_a_duration(text)),
    }
}

/// Returns the amount that a money text says, in the company's currency.
///
/// *Errors:* a text that is no number with one of the suffixes `k M B` or none.
pub fn money(text: &str) -> Result<f64, UnitFault> {
    let (number, unit) = split(text);
    match (number, money_factor(unit)) {
        (Some(number), Some(factor)) => Ok(number * factor),
        _ => Err(not_money(text)),
    }
}

/// Returns the chance that a percentage's text says, in `0.0..=1.0`.
///
/// *Errors:* a text without `%`, or beyond 0 % to 100 %.
pub fn percent(text: &str) -> Result<f64, UnitFault> {
    use crate::code::Code;
    let trimmed = text.trim();
    let Some(number) = trimmed.strip_suffix('%').and_then(|number| plain_number(number.trim_end())) else {
        let help = match plain_number(trimmed) {
            Some(value) if value > 0.0 && value < 1.0 => format!("write `{}%`", trim(value * 100.0)),
            Some(value) => format!("write `{}%`", trim(value)),
            None => "write a percentage, such as `30%`".to_owned(),
        };
        return Err(UnitFault::new(Code::WrongUnit, format!("`{text}` is no percentage"), help));
    };
    if !(0.0..=100.0).contains(&number) {
        let help = "write a percentage from 0% to 100%";
        return Err(UnitFault::new(Code::OutOfRange, format!("`{text}` is not between 0 % and 100 %"), help));
    }
    Ok(number / 100.0)
}

/// Returns the day that a text `YYYY-MM-DD` says.
///
/// *Errors:* any other form, or a day the calendar does not have.
pub fn date(text: &str) -> Result<Date, UnitFault> {
    let fault = |message: String| {
        UnitFault::new(crate::code::Code::WrongDate, message, "write a day of the calendar as `2026-03-02`")
    };
    let text = text.trim();
    if !looks_like_date(text) {
        return Err(fault(format!("`{text}` is no date")));
    }
    text.parse().map_err(|_| fault(format!("`{text}` is not in the calendar")))
}

/// Returns whether a text has the form of a date, right or wrong.
pub fn looks_like_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && bytes.iter().enumerate().all(|(at, byte)| at == 4 || at == 7 || byte.is_ascii_digit())
}

/// Returns the estimate of days that a text `a to b`, or a single duration, says; the unit of `b` serves both
/// ends when `a` has none.
///
/// *Errors:* as [`days`]; ends in the wrong order; a range that touches zero.
pub fn duration_estimate(text: &str) -> Result<Estimate, UnitFault> {
    let Some((low, high)) = ends(text) else { return days(text).map(Estimate::exact) };
    let (number, unit) = split(low);
    let (_, unit_high) = split(high);
    let low = match (number, unit.is_empty(), unit_days(unit_high)) {
        (Some(number), true, Some(length)) => number * length,
        (Some(_), true, None) if unit_high.is_empty() => return Err(no_unit(text)),
        _ => days(low)?,
    };
    range(text, low, days(high)?)
}

/// Returns the estimate of money that a text `a to b`, or a single amount, says; `20 to 50k` means 20k to 50k,
/// unless that turns the ends round (`500 to 2k`).
///
/// *Errors:* as [`money`]; ends in the wrong order; a range that touches zero.
pub fn money_estimate(text: &str) -> Result<Estimate, UnitFault> {
    let Some((low, high)) = ends(text) else { return money(text).map(Estimate::exact) };
    let (number, unit) = split(low);
    let (_, unit_high) = split(high);
    let high = money(high)?;
    let low = match (number, unit.is_empty(), money_factor(unit_high)) {
        (Some(number), true, Some(factor)) if number * factor <= high => number * factor,
        _ => money(low)?,
    };
    range(text, low, high)
}

/// Returns the days that a text says: a day, a year, or `a to b` of these (years from their first day to their
/// last).
///
/// *Errors:* as [`date`]; ends in the wrong order.
pub fn date_range(text: &str) -> Result<DateRange, UnitFault> {
    let (low, high) = ends(text).unwrap_or((text, text));
    let end = |text: &str, month: i8, day: i8| match text.trim().parse::<i16>() {
        Ok(year @ 1000..=9999) => Ok(jiff::civil::date(year, month, day)),
        _ => date(text),
    };
    let (first, last) = (end(low, 1, 1)?, end(high, 12, 31)?);
    if first > last {
        return Err(backwards(text));
    }
    Ok(DateRange { first, last })
}

/// Returns the days from one day to another; negative when the second is earlier.
pub fn days_between(from: Date, to: Date) -> f64 {
    f64::from(from.until(to).expect("civil dates differ by a span of days").get_days())
}

fn range(text: &str, low: f64, high: f64) -> Result<Estimate, UnitFault> {
    if low > high {
        return Err(backwards(text));
    }
    if low <= 0.0 {
        let message = format!("the range `{text}` does not lie above zero");
        let help =
            "write a small figure for 0: a range is the 5 % and 95 % end of a lognormal, which is above zero";
        return Err(UnitFault::new(crate::code::Code::OutOfRange, message, help));
    }
    Ok(Estimate { low, high })
}

fn backwards(text: &str) -> UnitFault {
    let help = "write the low end first";
    UnitFault::new(
        crate::code::Code::RangeBackwards,
        format!("the range `{text}` ends before it begins"),
        help,
    )
}

fn ends(text: &str) -> Option<(&str, &str)> {
    let at = text.find(" to ")?;
    Some((text[..at].trim(), text[at + 4..].trim()))
}

/// Splits `1.5 weeks` into its number and what follows.
fn split(text: &str) -> (Option<f64>, &str) {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(text.len());
    (plain_number(&text[..end]), text[end..].trim_start())
}

/// Returns a number written with digits and a point only: no sign, no exponent, no infinity; `_` may group
/// the digits before the point.
pub(crate) fn plain_number(text: &str) -> Option<f64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'_');
    let ends = text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit());
    let grouped = text.split_once('.').is_none_or(|(_, decimals)| !decimals.contains('_'));
    let number: f64 =
        (digits && ends && grouped && text.len() <= 30).then(|| text.replace('_', "").parse().ok())??;
    (number <= 1e15).then_some(number)
}

fn unit_days(unit: &str) -> Option<f64> {
    let lower = unit.to_ascii_lowercase();
    DAYS.iter()
        .find(|(long, short, _)| lower == *short || lower.strip_suffix('s').unwrap_or(&lower) == *long)
        .map(|(_, _, length)| *length)
}

fn money_factor(unit: &str) -> Option<f64> {
    match unit {
        "" => Some(1.0),
        "k" | "K" => Some(1e3),
        "m" | "M" => Some(1e6),
        "b" | "B" | "bn" => Some(1e9),
        _ => None,
    }
}

fn no_unit(text: &str) -> UnitFault {
    let help = format!("write `{text} weeks`, or days, months, quarters, years");
    UnitFault::new(crate::code::Code::WrongUnit, format!("`{text}` has no unit"), help)
}

fn not_a_duration(text: &str) -> UnitFault {
    let help =
        "write a number with days, weeks, months, quarters or years (also d w mo q y), as in `6 weeks`";
    UnitFault::new(crate::code::Code::WrongUnit, format!("`{text}` is no duration"), help)
}

fn not_money(text: &str) -> UnitFault {
    let help = "write a number with k, M or B, as in `20k`; the currency stands under `company`";
    UnitFault::new(crate::code::Code::WrongUnit, format!("`{text}` is no amount of money"), help)
}

/// Returns a number without needless zeros, at most four decimals.
pub(crate) fn trim(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Presence::Known(known) => write!(f, "{known}"),
            Presence::Unknown => write!(f, "unknown"),
            Presence::Chance(chance) => write!(f, "{}%", trim(chance * 100.0)),
            Presence::From(date) => write!(f, "{date}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;
    use jiff::civil::date as day;

    #[test]
    fn durations_are_calendar_days() {
        for (text, expected) in [
            ("3 days", 3.0),
            ("1 d", 1.0),
            ("2w", 14.0),
            ("1 month", 30.4375),
            ("2 mo", 60.875),
            ("1 quarter", 91.3125),
            ("1 Year", 365.25),
            ("0.5 weeks", 3.5),
        ] {
            assert_eq!(days(text), Ok(expected), "{text}");
        }
        for text in
            ["3", "weeks", "-3 weeks", "3 fortnights", "", "1e3 days", "nan days", ". weeks", "1.5_0 days"]
        {
            assert_eq!(days(text).unwrap_err().code, Code::WrongUnit, "{text}");
        }
    }

    #[test]
    fn the_last_unit_serves_both_ends() {
        assert_eq!(duration_estimate("6 to 14 weeks"), Ok(Estimate { low: 42.0, high: 98.0 }));
        assert_eq!(duration_estimate("2 weeks to 3 months"), Ok(Estimate { low: 14.0, high: 91.3125 }));
        assert_eq!(duration_estimate("2 weeks"), Ok(Estimate::exact(14.0)));
        assert_eq!(
            duration_estimate("3 to 8").unwrap_err().help,
            "write `3 to 8 weeks`, or days, months, quarters, years"
        );
        assert_eq!(duration_estimate("3 to 2 weeks").unwrap_err().code, Code::RangeBackwards);
        assert_eq!(duration_estimate("0 to 2 weeks").unwrap_err().code, Code::OutOfRange);
        assert_eq!(money_estimate("80M to 400M"), Ok(Estimate { low: 80e6, high: 400e6 }));
        assert_eq!(money_estimate("20 to 50k"), Ok(Estimate { low: 20e3, high: 50e3 }));
        assert_eq!(money_estimate("500 to 2k"), Ok(Estimate { low: 500.0, high: 2e3 }));
    }

    #[test]
    fn chances_dates_and_their_faults() {
        assert_eq!(percent("30%"), Ok(0.3));
        assert_eq!(percent("12.5 %"), Ok(0.125));
        assert_eq!(percent("0.3").unwrap_err().help, "write `30%`");
        assert_eq!(percent("120%").unwrap_err().code, Code::OutOfRange);
        assert_eq!(date("2026-02-29").unwrap_err().message, "`2026-02-29` is not in the calendar");
        assert_eq!(date("02/03/2026").unwrap_err().code, Code::WrongDate);
        let years = date_range("2026 to 2028").unwrap();
        assert_eq!((years.first, years.last), (day(2026, 1, 1), day(2028, 12, 31)));
        assert_eq!(date_range("2028 to 2026").unwrap_err().code, Code::RangeBackwards);
    }
}
