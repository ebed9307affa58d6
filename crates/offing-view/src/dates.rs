//! Days from `as-of` as dates, the way people write them.

use jiff::civil::Date;
use offing_model::Model;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the date that comes so many days after `as-of`, a day begun counted in full; `None` beyond the calendar.
pub fn date_after(model: &Model, days: f64) -> Option<Date> {
    let whole = days.ceil();
    (whole.abs() < 3e6)
        .then(|| jiff::Span::new().days(whole as i64))
        .and_then(|span| model.company.as_of.checked_add(span).ok())
}

/// Returns a date as people write it: 2 March 2026.
pub fn long(date: Date) -> String {
    format!("{} {} {}", date.day(), MONTHS[date.month() as usize - 1], date.year())
}

/// Returns a date in short: 2 Mar, with the year where it is not that of `today`.
pub fn short(date: Date, today: Date) -> String {
    let year = if date.year() == today.year() { String::new() } else { format!(" {}", date.year()) };
    format!("{} {}{year}", date.day(), month(date))
}

/// Returns the month of a date in three letters.
pub fn month(date: Date) -> &'static str {
    &MONTHS[date.month() as usize - 1][..3]
}

/// Returns the date so many days after `as-of` in short; "never" where there is none.
pub fn short_after(model: &Model, days: f64) -> String {
    date_after(model, days).map_or_else(|| "never".to_owned(), |date| short(date, model.company.as_of))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn dates_as_people_write_them() {
        assert_eq!(long(date(2026, 3, 2)), "2 March 2026");
        assert_eq!(short(date(2026, 5, 31), date(2026, 3, 2)), "31 May");
        assert_eq!(short(date(2027, 1, 1), date(2026, 3, 2)), "1 Jan 2027");
    }
}
