//! Moments as lists write them.

use jiff::civil::Date;
use offing_model::deliveries::Moment;

/// Returns the moment that a text tells: `2026-03-02`, `2026-03-02 10:15`, `2026-03-02T10:15:30.5+01:00`, also with
/// `2026-3-2` and `9:05`. Without a zone it is UTC; a day alone is its beginning; parts of a second are left out.
///
/// ```
/// use offing_load::deliveries::moment;
/// assert_eq!(moment("2026-03-02T10:15:00+01:00"), moment("2026-3-2 9:15"));
/// assert_eq!(moment("02/03/2026"), None);
/// ```
pub fn moment(text: &str) -> Option<Moment> {
    let text = text.trim();
    let (day, clock) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], text[at + 1..].trim()),
        None => (text, ""),
    };
    let mut parts = day.split('-');
    let year = parts.next().filter(|year| year.len() == 4).and_then(digits)?;
    let month = parts.next().and_then(digits)?;
    let last = parts.next().and_then(digits)?;
    if parts.next().is_some() {
        return None;
    }
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(last).ok()?).ok()?;
    Some(Moment(Moment::start_of(date).0 + seconds(clock)?))
}

/// Returns the seconds from the beginning of the day (UTC) of a clock time with or without a zone.
fn seconds(clock: &str) -> Option<i64> {
    if clock.is_empty() {
        return Some(0);
    }
    let (time, zone) = match clock.find(['Z', 'z', '+', '-']) {
        Some(at) => (clock[..at].trim_end(), offset(&clock[at..])?),
        None => (clock.strip_suffix(" UTC").unwrap_or(clock), 0),
    };
    let time =
        time.split_once(['.', ',']).map_or(Some(time), |(whole, parts)| digits(parts).map(|_| whole))?;
    let mut parts = time.split(':');
    let hours = parts.next().and_then(digits).filter(|hours| *hours < 24)?;
    let minutes = parts.next().and_then(digits).filter(|minutes| *minutes < 60)?;
    // A leap second is the last one of its minute.
    let seconds = parts.next().map_or(Some(0), digits).filter(|seconds| *seconds <= 60)?.min(59);
    parts.next().is_none().then_some(hours * 3600 + minutes * 60 + seconds - zone)
}

/// Returns the seconds that a zone is ahead of UTC: `Z`, `+01:00`, `-0330`, `+1`.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let rest = zone.get(1..)?;
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if rest.len() == 4 && rest.is_ascii() => rest.split_at(2),
        None => (rest, "0"),
    };
    let (hours, minutes) = (digits(hours)?, digits(minutes)?);
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Returns a number of digits and nothing else.
fn digits(text: &str) -> Option<i64> {
    let plain = !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn moments_as_lists_write_them() {
        let noon = Moment(Moment::start_of(date(2026, 3, 2)).0 + 12 * 3600);
        for text in [
            "2026-03-02T12:00:00Z",
            "2026-03-02 12:00",
            "2026-3-2 12:00:00",
            "2026-03-02T13:00:00.000+01:00",
            "2026-03-02T08:30:00-0330",
            "2026-03-02 14:00+2",
            " 2026-03-02 12:00:00 UTC ",
            "2026-03-02 12:00:00,5",
            "2026-03-02 12:00:00 +0000",
        ] {
            assert_eq!(moment(text), Some(noon), "{text}");
        }
        assert_eq!(moment("2026-03-02"), Some(Moment::start_of(date(2026, 3, 2))));
        for text in [
            "",
            "soon",
            "02/03/2026",
            "2026-02-30",
            "26-03-02",
            "2026-03-02 25:00",
            "2026-03-02T12",
            "2026-03-02 12:60",
            "2026-03-02 12:00:00:00",
            "2026-03-02 12:00+25",
            "2026-03-02-01",
            "2026-03",
            "日本",
            "2026-03-02 1é:00",
            "2026-03-02 12:00:00.x",
            "99999-01-01",
            "2026-03-02 +",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }
}
