//! Days as trackers write them.

use jiff::civil::Date;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Returns the day that a text begins with: `2026-03-02…`, `02/Mar/26 …`, `02 Mar 2026 …`, `Mon Mar 02 2026 …`,
/// `Mar 2, 2026 …`; the time of the day and its zone are left as they are written.
///
/// A day of three figures, such as `02/03/2026`, is no day: nobody knows which is the month.
pub(crate) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Some(iso) = text.get(..10)
        && text.as_bytes()[4] == b'-'
    {
        let rest = text[10..].chars().next();
        return rest.is_none_or(|c| !c.is_ascii_digit()).then(|| iso.parse().ok())?;
    }
    let parts: Vec<&str> = text.split(['/', ' ', ',', '-']).filter(|part| !part.is_empty()).collect();
    let month = |part: &&str| {
        let lower = part.to_lowercase();
        let at = MONTHS.iter().position(|name| lower.starts_with(name))?;
        // "Mon" is a day of the week, "Marketing" no month.
        (lower.len() == 3 || FULL[at] == lower).then_some(at as i8 + 1)
    };
    let at = parts.iter().take(2).position(|part| month(part).is_some())?;
    let month = month(&parts[at])?;
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
    // The day stands before the month, unless nothing does, or only a day of the week.
    let (day, year) = match at.checked_sub(1).and_then(number) {
        Some(day) => (day, number(at + 1)?),
        None => (number(at + 1)?, number(at + 2)?),
    };
    let year = if (0..100).contains(&year) { year + 2000 } else { year };
    Date::new(year, month, i8::try_from(day).ok()?).ok()
}

const FULL: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_as_trackers_write_them() {
        for text in [
            "2026-03-02",
            "2026-03-02T10:15:00.000+0000",
            "2026-03-02 10:15",
            "02/Mar/26 10:15 AM",
            "2/March/2026",
            "02 Mar 2026 10:15",
            "Mon Mar 02 2026 10:21:33 GMT+0000 (GMT)",
            "Mar 2, 2026, 10:15 AM",
        ] {
            assert_eq!(day(text), Some(date(2026, 3, 2)), "{text}");
        }
        for text in [
            "",
            "02/03/2026",
            "soon",
            "2026-02-30",
            "32/Mar/26",
            "Mon",
            "Mar",
            "é/é",
            "2026-03-022",
            "日本日本日本",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
