//! Events written out: every recurrence within a stretch of days, with what replaces single ones.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime};
use offing_model::calendar::{Appointment, LeftOut};

use super::event::{Event, When};
use super::rule::Budget;
use super::zone::too_many;
use crate::source::SourceFault;

/// Longer than this is no meeting but a state: a holiday, a conference, a business trip.
const WHOLE_DAY: i64 = 86_400;

/// What is asked of a calendar.
pub(super) struct Asked<'a> {
    /// From which day on.
    pub(super) from: Date,
    /// Before which day.
    pub(super) to: Date,
    /// The owner's address, in lower case.
    pub(super) owner: Option<&'a str>,
}

/// Returns the appointments of events, by their beginning.
///
/// *Errors:* a rule that repeats more often than the budget allows.
pub(super) fn written_out(
    events: &[Event],
    asked: &Asked<'_>,
    budget: &mut Budget,
) -> Result<(Vec<Appointment>, LeftOut), SourceFault> {
    let mut out = Out { asked, appointments: Vec::new(), left_out: LeftOut::default() };
    for series in series(events) {
        series.write(&mut out, budget)?;
    }
    out.appointments.sort_by(|a, b| (a.start, a.end, &a.title).cmp(&(b.start, b.end, &b.title)));
    Ok((out.appointments, out.left_out))
}

/// An event and what replaces single recurrences of it.
struct Series<'e> {
    master: Option<&'e Event>,
    /// By the moment of the recurrence that is replaced.
    replaced: BTreeMap<i64, &'e Event>,
}

/// Returns events by series; of several versions of one event the latest counts.
fn series(events: &[Event]) -> Vec<Series<'_>> {
    let mut by_uid: BTreeMap<(&str, usize), Series<'_>> = BTreeMap::new();
    for (nth, event) in events.iter().enumerate() {
        // An event without a name is a series of its own.
        let key = event.uid.as_deref().map_or(("", nth + 1), |uid| (uid, 0));
        let series = by_uid.entry(key).or_insert_with(|| Series { master: None, replaced: BTreeMap::new() });
        let newer = |known: &Event| event.sequence >= known.sequence;
        match &event.replaces {
            None if series.master.is_none_or(newer) => series.master = Some(event),
            Some((of, _)) if series.replaced.get(&of.moment()).is_none_or(|known| newer(known)) => {
                series.replaced.insert(of.moment(), event);
            }
            _ => {}
        }
    }
    by_uid.into_values().collect()
}

impl Series<'_> {
    fn write(&self, out: &mut Out<'_>, budget: &mut Budget) -> Result<(), SourceFault> {
        if let Some(master) = self.master {
            let mut later: Option<(&Event, i64)> = None;
            for at in self.recurrences(master, out.asked, budget)? {
                let moment = master.start.zone.moment(at);
                if let Some(event) = self.replaced.get(&moment) {
                    if let Some((of, true)) = &event.replaces {
                        later = Some((event, seconds_between(of.local, event.start.local)));
                    }
                    continue;
                }
                match later {
                    Some((event, shift)) => {
                        let at = at.checked_add(jiff::Span::new().seconds(shift)).unwrap_or(at);
                        out.take(event, at);
                    }
                    None => out.take(master, at),
                }
            }
        }
        self.replaced.values().for_each(|event| out.take(event, event.start.local));
        Ok(())
    }

    /// Returns the local times at which an event happens, up to the last day asked for, in order.
    fn recurrences(
        &self,
        master: &Event,
        asked: &Asked<'_>,
        budget: &mut Budget,
    ) -> Result<BTreeSet<DateTime>, SourceFault> {
        let start = master.start.local;
        let last = asked.to.at(0, 0, 0, 0);
        // What replaces all later recurrences may stand long before the first day asked for.
        let moves_all = self.replaced.values().any(|event| matches!(event.replaces, Some((_, true))));
        let from = if moves_all { start } else { asked.from.at(0, 0, 0, 0) };
        let moment = |at: DateTime| master.start.zone.moment(at);
        let mut times = BTreeSet::from([start]);
        for (rule, line) in &master.rules {
            times.extend(rule.expand(start, from, last, &moment, budget).map_err(|_| too_many(line))?);
        }
        // A day or moment of another zone is brought to the event's own clock by how far it is from its start.
        let own_clock = |when: &When| {
            let shift = if when.day_only { None } else { Some(when.moment() - moment(when.local)) };
            let at = when.local.checked_add(jiff::Span::new().seconds(shift.unwrap_or(0)));
            at.unwrap_or(when.local)
        };
        times.extend(master.also.iter().map(|when| match when.day_only {
            true => when.local.date().to_datetime(start.time()),
            false => own_clock(when),
        }));
        let moments: BTreeSet<i64> =
            master.except.iter().filter(|when| !when.day_only).map(When::moment).collect();
        let days: BTreeSet<Date> =
            master.except.iter().filter(|when| when.day_only).map(|when| when.local.date()).collect();
        times.retain(|at| !days.contains(&at.date()) && !moments.contains(&moment(*at)));
        Ok(times)
    }
}

fn seconds_between(from: DateTime, to: DateTime) -> i64 {
    to.duration_since(from).as_secs()
}

/// Where appointments go, or the count of why they do not.
struct Out<'a> {
    asked: &'a Asked<'a>,
    appointments: Vec<Appointment>,
    left_out: LeftOut,
}

impl Out<'_> {
    fn take(&mut self, event: &Event, at: DateTime) {
        let day = at.date();
        if day < self.asked.from || day >= self.asked.to {
            return;
        }
        let is_owner = |address: &str| self.asked.owner == Some(address);
        let declined = event.attendees.iter().any(|one| one.declined && is_owner(&one.address));
        let out = &mut self.left_out;
        let why = [
            (event.cancelled, &mut out.cancelled),
            (declined, &mut out.declined),
            (event.start.day_only || event.length >= WHOLE_DAY, &mut out.all_day),
            (event.free, &mut out.free),
        ];
        if let Some((_, count)) = why.into_iter().find(|(is, _)| *is) {
            *count += 1;
            return;
        }
        if event.length == 0 {
            return;
        }
        let start = event.start.zone.moment(at);
        let mut attendees: Vec<String> = event
            .attendees
            .iter()
            .map(|one| one.address.clone())
            .filter(|address| !is_owner(address))
            .collect();
        attendees.sort();
        attendees.dedup();
        self.appointments.push(Appointment {
            start,
            end: start + event.length,
            day,
            categories: event.categories.clone(),
            attendees,
            title: event.title.clone(),
        });
    }
}
