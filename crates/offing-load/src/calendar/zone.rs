//! Local times to moments: by the tz database that is built in, or by the rules a calendar brings along.
//!
//! The built-in database is the same on every machine, and more complete than what calendars bring, which often know
//! only this year's rule: a zone that it has is taken from it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::lines::Line;
use super::rule::{Budget, Rule};
use super::value::local;
use crate::source::SourceFault;

/// What a local time is seen from.
#[derive(Debug, Clone)]
pub(super) enum Zone {
    /// A zone of the database.
    Known(TimeZone),
    /// A zone by the calendar's own rules.
    Own(Arc<Vec<Onset>>),
}

/// When an offset begins to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Onset {
    /// The local time it begins at, as the offset before it tells it.
    at: DateTime,
    /// The offset before, in seconds east.
    from: i32,
    /// The offset from then on.
    to: i32,
}

impl Zone {
    /// Returns the moment of a local time, in seconds since 1970.
    ///
    /// A time that a change of clocks skips is taken by the offset before it, one that comes twice is the first.
    pub(super) fn moment(&self, local: DateTime) -> i64 {
        match self {
            Zone::Known(zone) => {
                zone.to_ambiguous_timestamp(local).compatible().map_or(i64::MAX, |at| at.as_second())
            }
            Zone::Own(onsets) => seconds(local) - i64::from(offset(onsets, local)),
        }
    }
}

/// Returns the seconds from 1970 to a local time, as if it were UTC.
fn seconds(local: DateTime) -> i64 {
    TimeZone::UTC.to_timestamp(local).map_or(i64::MAX, |at| at.as_second())
}

fn offset(onsets: &[Onset], local: DateTime) -> i32 {
    let Some(at) = onsets.partition_point(|onset| onset.at <= local).checked_sub(1) else {
        return onsets.first().map_or(0, |onset| onset.from);
    };
    let onset = onsets[at];
    let skipped = i64::from(onset.to - onset.from);
    if seconds(local) - seconds(onset.at) < skipped { onset.from } else { onset.to }
}

/// The zones of a calendar.
#[derive(Debug)]
pub(super) struct Zones {
    database: TimeZoneDatabase,
    own: HashMap<String, Arc<Vec<Onset>>>,
    /// The zone of times that name none.
    pub(super) floating: Zone,
}

impl Zones {
    /// Returns the zones of a calendar whose floating times are UTC.
    pub(super) fn new() -> Self {
        Self {
            database: TimeZoneDatabase::bundled(),
            own: HashMap::new(),
            floating: Zone::Known(TimeZone::UTC),
        }
    }

    /// Returns the zone that a line's `TZID` names.
    ///
    /// *Errors:* a zone that neither the database nor the calendar knows.
    pub(super) fn of(&self, line: &Line) -> Result<Zone, SourceFault> {
        let Some(name) = line.param("TZID") else { return Ok(self.floating.clone()) };
        self.named(name).ok_or_else(|| {
            let message =
                format!("nobody knows the time zone `{name}`: the calendar has no VTIMEZONE of that name");
            line.fault(message, "export it with its time zones, or name one such as `Europe/Berlin`")
        })
    }

    /// Returns a zone by its name; `/mozilla.org/20050126_1/Europe/Berlin` is Europe/Berlin.
    pub(super) fn named(&self, name: &str) -> Option<Zone> {
        let known = |name: &str| self.database.get(name).ok().map(Zone::Known);
        let tail = || {
            let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
            (1..parts.len()).find_map(|at| known(&parts[at..].join("/")))
        };
        let own = || self.own.get(name).cloned().map(Zone::Own);
        known(name).or_else(own).or_else(tail)
    }

    /// Takes a VTIMEZONE: the lines between its `BEGIN` and its `END`, as it is within a stretch of time.
    ///
    /// *Errors:* an observance without a start or an offset, or a rule that can not be read.
    pub(super) fn take(
        &mut self,
        lines: &[Line],
        stretch: (DateTime, DateTime),
        budget: &mut Budget,
    ) -> Result<(), SourceFault> {
        let Some(name) = lines.iter().find(|line| line.name == "TZID") else { return Ok(()) };
        let mut onsets = Vec::new();
        let mut part: Option<usize> = None;
        for (at, line) in lines.iter().enumerate() {
            match (line.name.as_str(), line.value.trim().to_ascii_uppercase().as_str()) {
                ("BEGIN", "STANDARD" | "DAYLIGHT") => part = Some(at),
                ("END", "STANDARD" | "DAYLIGHT") => {
                    if let Some(from) = part.take() {
                        observance(&lines[from..at], stretch, budget, &mut onsets)?;
                    }
                }
                _ => {}
            }
        }
        onsets.sort();
        self.own.insert(name.value.trim().to_owned(), Arc::new(onsets));
        Ok(())
    }
}

/// Writes out when one observance begins to hold.
fn observance(
    lines: &[Line],
    stretch: (DateTime, DateTime),
    budget: &mut Budget,
    onsets: &mut Vec<Onset>,
) -> Result<(), SourceFault> {
    let find = |name: &str| {
        let missing = || lines[0].fault(format!("a time zone without `{name}`"), "export the calendar again");
        lines.iter().find(|line| line.name == name).ok_or_else(missing)
    };
    let offset = |name: &str| {
        let line = find(name)?;
        east(line.value.trim()).ok_or_else(|| line.fault("no offset from UTC", "write it as `+0100`"))
    };
    let (from, to) = (offset("TZOFFSETFROM")?, offset("TZOFFSETTO")?);
    let line = find("DTSTART")?;
    let no_time = || line.fault("no local time", "write it as `20260329T020000`");
    let start = local(line.value.trim()).ok_or_else(no_time)?;
    let mut starts = vec![start];
    for line in lines {
        if line.name == "RRULE" {
            let rule = Rule::of(line)?;
            let utc = |at: DateTime| seconds(at) - i64::from(from);
            starts
                .extend(rule.expand(start, stretch.0, stretch.1, &utc, budget).map_err(|_| too_many(line))?);
        } else if line.name == "RDATE" {
            starts.extend(line.value.split(',').filter_map(|text| local(text.trim())));
        }
    }
    onsets.extend(starts.into_iter().map(|at| Onset { at, from, to }));
    Ok(())
}

/// Returns the fault of a rule that repeats too often.
pub(super) fn too_many(line: &Line) -> SourceFault {
    let help = "give it an end (`UNTIL` or `COUNT`), or export less of the calendar";
    line.fault("the calendar repeats too often to be written out", help)
}

/// Returns the seconds of `+0130` or `-053000`.
fn east(text: &str) -> Option<i32> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits = &text[1..];
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize| digits.get(from..from + 2).map_or(Ok(0), str::parse::<i32>).ok();
    Some(sign * (number(0)? * 3600 + number(2)? * 60 + number(4)?))
}
