//! Calendars: an iCalendar file in, what took time within a stretch of days out.
//!
//! Recurrences are written out with their exceptions; what is cancelled, declined by the owner, shown as free or of a
//! whole day is left out and counted. Times follow the tz database that is built in, so every machine sums the same
//! hours; a zone it does not have is read from the calendar's own rules.
//!
//! ```
//! use jiff::civil::date;
//! let ics = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20260302T100000Z\nDTEND:20260302T110000Z\n\
//!            RRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\nEND:VCALENDAR\n";
//! let asked = offing_load::calendar::Asked { from: date(2026, 1, 1), to: date(2026, 3, 4), email: None, name: "ana" };
//! assert_eq!(offing_load::calendar::of_text(ics, &asked).unwrap().appointments.len(), 2);
//! ```

mod event;
mod lines;
mod rule;
mod value;
mod written_out;
mod zone;

use jiff::ToSpan;
use jiff::civil::Date;
use offing_model::calendar::{Appointment, Calendar, LeftOut};
use offing_model::{Inputs, Model};

use crate::source::{SourceFault, path_of, text_of};
use event::Event;
use lines::{Line, lines};
use rule::Budget;
use written_out::written_out;
use zone::Zones;

/// How many days and times the rules of one calendar may look at: a daily event for thirty years takes 11,000.
const BUDGET: u32 = 10_000_000;

/// What is asked of a calendar.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// From which day on.
    pub from: Date,
    /// Before which day.
    pub to: Date,
    /// The owner's address, if that is known.
    pub email: Option<&'a str>,
    /// The owner's name: an address that begins with it is the owner's where none is known.
    pub name: &'a str,
}

/// What one calendar says.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What took time, by its beginning.
    pub appointments: Vec<Appointment>,
    /// How much was left out, and why.
    pub left_out: LeftOut,
    /// Whether the owner's own address is known.
    pub owner_known: bool,
}

/// Returns the calendars that a model names under `sources.calendars`, between two days, the second not included.
///
/// *Errors:* every calendar that can not be read, in the order of the model.
pub fn of_model(
    model: &Model,
    inputs: &Inputs,
    from: Date,
    to: Date,
) -> Result<Vec<Calendar>, Vec<SourceFault>> {
    let (mut calendars, mut faults) = (Vec::new(), Vec::new());
    for named in &model.sources.calendars {
        let path = path_of(inputs, named.place, &named.path);
        let name = model[named.person].card.name.as_str();
        let asked = Asked { from, to, email: named.email.as_deref(), name };
        match text_of(&path).and_then(|text| of_text(&text, &asked).map_err(|fault| fault.of(&path))) {
            Ok(Read { appointments, left_out, owner_known }) => {
                calendars.push(Calendar { person: named.person, owner_known, appointments, left_out });
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(calendars) } else { Err(faults) }
}

/// Returns what a calendar's text says between two days.
///
/// *Errors:* a text that is no calendar or breaks off, an event that can not be read, a recurrence that never ends in
/// practice; each with its line.
pub fn of_text(text: &str, asked: &Asked<'_>) -> Result<Read, SourceFault> {
    let lines = lines(text)?;
    let parts = parts(&lines)?;
    let mut budget = Budget(BUDGET);
    let mut zones = Zones::new();
    // A year more on either side, so that the change before the first day and the one after the last are known.
    let first = asked.from.checked_sub(1.year()).unwrap_or(asked.from).at(0, 0, 0, 0);
    let last = asked.to.checked_add(1.year()).unwrap_or(asked.to).at(0, 0, 0, 0);
    for part in parts.iter().filter(|part| part.kind == "VTIMEZONE") {
        zones.take(&lines[part.from..part.to], (first, last), &mut budget)?;
    }
    if let Some(zone) =
        parts.iter().find_map(|part| part.own(&lines).find(|line| line.name == "X-WR-TIMEZONE"))
        && let Some(known) = zones.named(zone.value.trim())
    {
        zones.floating = known;
    }
    let mut events = Vec::new();
    for part in parts.iter().filter(|part| part.kind == "VEVENT") {
        let own: Vec<&Line> = part.own(&lines).collect();
        events.push(Event::read(&lines[part.from - 1], &own, &zones)?);
    }
    let owner = owner(asked, &lines, &events);
    let asked = written_out::Asked { from: asked.from, to: asked.to, owner: owner.as_deref() };
    let (appointments, left_out) = written_out(&events, &asked, &mut budget)?;
    Ok(Read { appointments, left_out, owner_known: owner.is_some() })
}

/// A component of a calendar: the lines between its `BEGIN` and its `END`.
#[derive(Debug)]
struct Part {
    kind: String,
    from: usize,
    to: usize,
    /// Lines within that belong to components inside it.
    inner: Vec<(usize, usize)>,
}

impl Part {
    /// Returns the lines that are its own.
    fn own<'l>(&self, lines: &'l [Line]) -> impl Iterator<Item = &'l Line> {
        let mut inner = self.inner.clone().into_iter().peekable();
        let mut at = self.from;
        let to = self.to;
        std::iter::from_fn(move || {
            while let Some((from, end)) = inner.peek().copied().filter(|(from, _)| *from == at) {
                debug_assert!(from < end, "a component has its BEGIN and its END");
                at = end;
                inner.next();
            }
            (at < to).then(|| {
                at += 1;
                &lines[at - 1]
            })
        })
    }
}

/// Returns the components of a calendar, in the order of their ends.
fn parts(lines: &[Line]) -> Result<Vec<Part>, SourceFault> {
    let help = "export the calendar again as iCalendar (.ics)";
    if !lines
        .first()
        .is_some_and(|line| line.name == "BEGIN" && line.value.trim().eq_ignore_ascii_case("VCALENDAR"))
    {
        return Err(SourceFault::new(Some(1), "no calendar: it does not begin with `BEGIN:VCALENDAR`", help));
    }
    let (mut open, mut done): (Vec<Part>, Vec<Part>) = (Vec::new(), Vec::new());
    for (at, line) in lines.iter().enumerate() {
        let kind = || line.value.trim().to_ascii_uppercase();
        if line.name == "BEGIN" {
            open.push(Part { kind: kind(), from: at + 1, to: at + 1, inner: Vec::new() });
        } else if line.name == "END" {
            let Some(mut part) = open.pop().filter(|part| part.kind == kind()) else {
                return Err(
                    line.fault(format!("`END:{}` ends nothing that is open", line.value.trim()), help)
                );
            };
            part.to = at;
            if let Some(around) = open.last_mut() {
                around.inner.push((part.from - 1, at + 1));
            }
            done.push(part);
        }
    }
    match open.pop() {
        None => Ok(done),
        Some(part) => {
            let begin = &lines[part.from - 1];
            Err(begin
                .fault(format!("`BEGIN:{}` is never ended: the file breaks off", begin.value.trim()), help))
        }
    }
}

/// Returns the owner's address: the one that is given, that the calendar is named by, or that begins with the name.
fn owner(asked: &Asked<'_>, lines: &[Line], events: &[Event]) -> Option<String> {
    let named = || {
        let name = lines.iter().find(|line| line.name == "X-WR-CALNAME")?.text();
        name.contains('@').then(|| name.trim().to_owned())
    };
    let begins = || {
        let start = format!("{}@", asked.name.to_lowercase());
        let all = events.iter().flat_map(|event| &event.attendees);
        all.map(|one| &one.address).find(|address| address.starts_with(&start)).cloned()
    };
    let owner = asked.email.map(str::to_owned).or_else(named).or_else(begins)?;
    Some(owner.to_lowercase())
}

#[cfg(test)]
mod tests;
