//! One VEVENT: when it is, how it repeats, who is asked to it.

use jiff::civil::DateTime;

use super::lines::Line;
use super::rule::Rule;
use super::value::{duration, local};
use super::zone::{Zone, Zones};
use crate::source::SourceFault;

/// A time as an event says it.
#[derive(Debug, Clone)]
pub(super) struct When {
    /// The local time; midnight for a day alone.
    pub(super) local: DateTime,
    /// Where that is local; UTC for one that ends in `Z`.
    pub(super) zone: Zone,
    /// Whether it is a day without a time.
    pub(super) day_only: bool,
}

impl When {
    /// Returns the moment, in seconds since 1970.
    pub(super) fn moment(&self) -> i64 {
        self.zone.moment(self.local)
    }
}

/// An event before it is written out.
#[derive(Debug, Clone)]
pub(super) struct Event {
    pub(super) uid: Option<String>,
    pub(super) sequence: u32,
    pub(super) start: When,
    /// How long it is, in seconds.
    pub(super) length: i64,
    /// The recurrence of another event that it replaces, and whether it replaces all later ones too.
    pub(super) replaces: Option<(When, bool)>,
    /// The rules it repeats by, each with its line.
    pub(super) rules: Vec<(Rule, Line)>,
    pub(super) also: Vec<When>,
    pub(super) except: Vec<When>,
    pub(super) cancelled: bool,
    pub(super) free: bool,
    pub(super) categories: Vec<String>,
    pub(super) attendees: Vec<Attendee>,
    pub(super) title: String,
}

/// Somebody asked to an event, or who asks.
#[derive(Debug, Clone)]
pub(super) struct Attendee {
    /// The address, in lower case.
    pub(super) address: String,
    pub(super) declined: bool,
}

impl Event {
    /// Reads an event: the lines between its `BEGIN` and its `END`, those of what is inside it left out.
    ///
    /// *Errors:* an event without a start, a time, duration or rule that can not be read; each with its line.
    pub(super) fn read(begin: &Line, lines: &[&Line], zones: &Zones) -> Result<Event, SourceFault> {
        let find = |name: &str| lines.iter().find(|line| line.name == name).copied();
        let start = find("DTSTART").ok_or_else(|| {
            begin.fault("an event without `DTSTART`", "export the calendar again, or delete the event")
        })?;
        let start = when(start, start.value.trim(), zones)?;
        let mut event = Event {
            uid: find("UID").map(|line| line.value.trim().to_owned()),
            sequence: find("SEQUENCE").and_then(|line| line.value.trim().parse().ok()).unwrap_or(0),
            length: length(&start, find("DTEND"), find("DURATION"), zones)?,
            replaces: None,
            rules: Vec::new(),
            also: Vec::new(),
            except: Vec::new(),
            cancelled: find("STATUS").is_some_and(|line| line.value.trim().eq_ignore_ascii_case("CANCELLED")),
            free: find("TRANSP").is_some_and(|line| line.value.trim().eq_ignore_ascii_case("TRANSPARENT"))
                || find("X-MICROSOFT-CDO-BUSYSTATUS")
                    .is_some_and(|line| line.value.trim().eq_ignore_ascii_case("FREE")),
            categories: Vec::new(),
            attendees: Vec::new(),
            title: find("SUMMARY").map(|line| clipped(&line.text())).unwrap_or_default(),
            start,
        };
        for line in lines {
            event.take(line, zones)?;
        }
        Ok(event)
    }

    /// Takes a line that may stand more than once.
    fn take(&mut self, line: &Line, zones: &Zones) -> Result<(), SourceFault> {
        match line.name.as_str() {
            "RRULE" => self.rules.push((Rule::of(line)?, line.clone())),
            "EXRULE" => {
                return Err(line.fault("`EXRULE` is not read", "save the event again in your calendar"));
            }
            "RDATE" => self.also.extend(moments(line, zones)?),
            "EXDATE" => self.except.extend(moments(line, zones)?),
            "RECURRENCE-ID" => {
                let all_later =
                    line.param("RANGE").is_some_and(|range| range.eq_ignore_ascii_case("THISANDFUTURE"));
                self.replaces = Some((when(line, line.value.trim(), zones)?, all_later));
            }
            "CATEGORIES" => self.categories.extend(line.texts().iter().map(|text| clipped(text))),
            "ATTENDEE" | "ORGANIZER" if is_person(line) => self.attendees.push(attendee(line)),
            _ => {}
        }
        Ok(())
    }
}

/// Returns as much of a text as anybody reads of a title.
fn clipped(text: &str) -> String {
    text.chars().take(300).collect()
}

/// Reads the times of a line; of a period the beginning counts.
fn moments(line: &Line, zones: &Zones) -> Result<Vec<When>, SourceFault> {
    let parts = line.value.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| when(line, part.split('/').next().unwrap_or(part), zones)).collect()
}

fn when(line: &Line, text: &str, zones: &Zones) -> Result<When, SourceFault> {
    let time = local(text).ok_or_else(|| {
        let help = "write it as `20260302T101500`, with `Z` for UTC, or `20260302` for a day";
        line.fault(format!("`{}` is no time: `{text}`", line.name), help)
    })?;
    let zone = match text.ends_with(['Z', 'z']) {
        true => Zone::Known(jiff::tz::TimeZone::UTC),
        false => zones.of(line)?,
    };
    Ok(When { local: time, zone, day_only: !text.contains(['T', 't']) })
}

/// Returns how long an event is, in seconds.
fn length(start: &When, end: Option<&Line>, lasts: Option<&Line>, zones: &Zones) -> Result<i64, SourceFault> {
    if let Some(line) = end {
        let end = when(line, line.value.trim(), zones)?;
        let length = end.moment() - start.moment();
        return if length >= 0 {
            Ok(length)
        } else {
            Err(line.fault("an event that ends before it begins", "mend it"))
        };
    }
    match lasts {
        Some(line) => duration(line.value.trim()).filter(|length| *length >= 0).ok_or_else(|| {
            line.fault(format!("`DURATION` is none: `{}`", line.value), "write it as `PT1H30M`")
        }),
        None => Ok(if start.day_only { 86_400 } else { 0 }),
    }
}

/// Returns whether an attendee is a person: rooms and resources have addresses too.
fn is_person(line: &Line) -> bool {
    let kind = line.param("CUTYPE").unwrap_or_default().to_ascii_uppercase();
    let address = line.value.to_ascii_lowercase();
    let thing = ["@resource.calendar.google.com", "@group.calendar.google.com"];
    !matches!(kind.as_str(), "ROOM" | "RESOURCE")
        && address.contains('@')
        && !thing.iter().any(|end| address.ends_with(end))
}

fn attendee(line: &Line) -> Attendee {
    let address = line.value.trim().to_lowercase();
    let address = address.strip_prefix("mailto:").unwrap_or(&address).to_owned();
    Attendee {
        address,
        declined: line.param("PARTSTAT").is_some_and(|said| said.eq_ignore_ascii_case("DECLINED")),
    }
}
