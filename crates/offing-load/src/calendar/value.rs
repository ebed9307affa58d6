//! Dates, times and durations as calendars write them.
//!
//! *Source:* RFC 5545, 3.3.4 to 3.3.6.

use jiff::civil::{Date, DateTime, Time};

/// Returns the day of `20260302`.
pub(super) fn date(text: &str) -> Option<Date> {
    (text.len() == 8).then_some(())?;
    Date::new(number(text, 0, 4)?, number(text, 4, 2)? as i8, number(text, 6, 2)? as i8).ok()
}

/// Returns the local time of `20260302T101500`, whatever stands behind it; midnight of a day alone.
pub(super) fn local(text: &str) -> Option<DateTime> {
    let text = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    match text.split_once(['T', 't']) {
        None => date(text).map(|day| day.at(0, 0, 0, 0)),
        Some((day, time)) => {
            (time.len() == 6).then_some(())?;
            let part = |from: usize| number(time, from, 2).map(|number| number as i8);
            // A leap second is the last second of its minute.
            let time = Time::new(part(0)?, part(2)?, part(4)?.min(59), 0).ok()?;
            Some(date(day)?.to_datetime(time))
        }
    }
}

fn number(text: &str, from: usize, length: usize) -> Option<i16> {
    let digits = text.get(from..from + length)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Returns the seconds of `PT1H30M`, `P1D`, `P2W`; a negative one is negative.
pub(super) fn duration(text: &str) -> Option<i64> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut rest = text.strip_prefix('P')?;
    let (mut seconds, mut time, mut any) = (0_i64, false, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            (time, rest) = (true, after);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let count: i64 = rest[..end].parse().ok().filter(|count| *count <= 1_000_000_000)?;
        seconds += count
            * match (time, rest.as_bytes()[end]) {
                (false, b'W') => 7 * 86_400,
                (false, b'D') => 86_400,
                (true, b'H') => 3_600,
                (true, b'M') => 60,
                (true, b'S') => 1,
                _ => return None,
            };
        any = true;
        rest = &rest[end + 1..];
    }
    any.then_some(sign * seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_calendars_write_them() {
        assert_eq!(date("20260302"), Some(jiff::civil::date(2026, 3, 2)));
        assert_eq!(local("20260302T101500Z"), Some(jiff::civil::date(2026, 3, 2).at(10, 15, 0, 0)));
        for text in [
            "",
            "2026030",
            "20260230",
            "2026-3-2",
            "20260302T",
            "20260302T1015",
            "20260302T251500",
            "é0260302",
            "٢٠٢٦٠٣٠٢",
        ] {
            assert_eq!(local(text), None, "{text}");
        }
        assert_eq!(duration("PT1H30M"), Some(5_400));
        assert_eq!(
            (duration("P1DT1S"), duration("P2W"), duration("-PT5M")),
            (Some(86_401), Some(1_209_600), Some(-300))
        );
        for text in ["", "P", "PT", "1H", "P1H", "PT1D", "P1", "P99999999999W"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
