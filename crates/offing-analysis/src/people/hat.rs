//! Where does a leader's time go: to which of the two jobs, outward or inward, for which term, beside what was intended?
//!
//! An appointment is put somewhere by what is surest: its categories, then whether somebody outside the own domains is
//! asked to it, then words, outcomes and initiatives in its title. What nothing speaks for, or what several things speak
//! for differently, is not guessed. Where two appointments overlap, each has half of that time, so that hours add up
//! to hours that passed. Only sums leave this module.

use offing_model::calendar::{Appointment, Calendar, LeftOut};
use offing_model::{Model, Person, PersonId};

use super::duties::{Direction, Job, job};
use super::words::{Phrases, Said};
use crate::ensure::Ensure;

/// The hat of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Hat {
    /// Whose.
    pub person: PersonId,
    /// How the time was meant to be spent.
    pub intended: Intended,
    /// How it was, where there is a calendar.
    pub measured: Option<Measured>,
}

/// How time was meant to be spent, in shares; `None` where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Intended {
    /// For enabling.
    pub enable: Option<(f64, Source)>,
    /// Outward.
    pub outward: Option<(f64, Source)>,
    /// For the short, the medium and the long term.
    pub terms: [Option<f64>; 3],
}

/// Where an intended share comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// From `intends`.
    Intends,
    /// From `outward`.
    Outward,
    /// From `does`, each responsibility as much as another.
    Does,
}

/// How time was spent.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// All hours.
    pub hours: Hours,
    /// The same by month, in order.
    pub months: Vec<Month>,
    /// What was left out.
    pub left_out: LeftOut,
    /// Whether the owner's address is known; if not, what was declined is counted.
    pub owner_known: bool,
    /// Whether the company names domains; if not, nobody is known to be outside.
    pub domains_known: bool,
}

/// The hours of one month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The hours.
    pub hours: Hours,
}

/// Hours by what they went to; the last of each is what is not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Hours {
    /// Enabling, executing.
    pub jobs: [f64; 3],
    /// Outward, inward.
    pub directions: [f64; 3],
    /// For the short, the medium, the long term.
    pub terms: [f64; 4],
}

impl Hours {
    /// Returns all hours.
    pub fn total(&self) -> f64 {
        self.jobs.iter().sum()
    }

    /// Returns the share of enabling in the hours whose job is known.
    pub fn enable_share(&self) -> Option<f64> {
        share(self.jobs[0], self.jobs[0] + self.jobs[1])
    }

    /// Returns the share that went outward, in the hours of which that is known.
    pub fn outward_share(&self) -> Option<f64> {
        share(self.directions[0], self.directions[0] + self.directions[1])
    }

    /// Returns the share of each term in the hours whose term is known.
    pub fn term_shares(&self) -> Option<[f64; 3]> {
        let [short, medium, long, _] = self.terms;
        let known = short + medium + long;
        (known > 0.0).then(|| [short, medium, long].map(|hours| hours / known))
    }

    fn add(&mut self, class: Class, hours: f64) {
        self.jobs[class.job.map_or(2, |job| job as usize)] += hours;
        self.directions[class.direction.map_or(2, |direction| direction as usize)] += hours;
        self.terms[class.term.unwrap_or(3)] += hours;
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

/// What an appointment is put to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Class {
    job: Option<Job>,
    direction: Option<Direction>,
    term: Option<usize>,
}

/// Returns the hats of those who have a calendar, or of whom anything is said about their time or responsibilities, in
/// the order of the model.
pub fn hats(model: &Model, ensure: &Ensure, calendars: &[Calendar]) -> Vec<Hat> {
    let phrases = (!calendars.is_empty()).then(|| Phrases::of(model, ensure));
    let hat = |person: PersonId| {
        let own: Vec<&Calendar> = calendars.iter().filter(|calendar| calendar.person == person).collect();
        let intended = intended(model, person);
        let phrases = phrases.as_ref().filter(|_| !own.is_empty());
        let measured = phrases.map(|phrases| measured(model, phrases, &own));
        let says = measured.is_some() || intended.enable.is_some() || intended.outward.is_some();
        says.then_some(Hat { person, intended, measured })
    };
    Person::ids(model).filter_map(hat).collect()
}

fn intended(model: &Model, person: PersonId) -> Intended {
    let person = &model[person];
    let split = person.intends.unwrap_or_default();
    let enabling = person.does.iter().filter(|duty| job(**duty) == Job::Enable).count();
    let by_does = share(enabling as f64, person.does.len() as f64).map(|share| (share, Source::Does));
    let said = |share: Option<f64>, source: Source| share.map(|share| (share, source));
    Intended {
        enable: said(split.enable, Source::Intends).or(by_does),
        outward: said(split.outward, Source::Intends).or(said(person.outward, Source::Outward)),
        terms: split.terms,
    }
}

fn measured(model: &Model, phrases: &Phrases, calendars: &[&Calendar]) -> Measured {
    let appointments: Vec<&Appointment> =
        calendars.iter().flat_map(|calendar| &calendar.appointments).collect();
    let domains: Vec<String> = model.company.domains.iter().map(|domain| domain.to_lowercase()).collect();
    let mut hours = Hours::default();
    let mut months: Vec<Month> = Vec::new();
    for (appointment, seconds) in appointments.iter().zip(shares(&appointments)) {
        let class = class(appointment, phrases, &domains);
        let spent = seconds / 3600.0;
        hours.add(class, spent);
        let (year, month) = (appointment.day.year(), appointment.day.month());
        let at =
            months.iter().position(|known| (known.year, known.month) == (year, month)).unwrap_or_else(|| {
                months.push(Month { year, month, hours: Hours::default() });
                months.len() - 1
            });
        months[at].hours.add(class, spent);
    }
    months.sort_by_key(|month| (month.year, month.month));
    let mut left_out = LeftOut::default();
    for one in calendars.iter().map(|calendar| calendar.left_out) {
        left_out.all_day += one.all_day;
        left_out.declined += one.declined;
        left_out.cancelled += one.cancelled;
        left_out.free += one.free;
    }
    let owner_known = calendars.iter().all(|calendar| calendar.owner_known);
    Measured { hours, months, left_out, owner_known, domains_known: !domains.is_empty() }
}

/// Returns the seconds of each appointment, time that several share divided among them.
///
/// *Cost:* sorting, however many share a stretch: between its ends each has the difference of one running sum.
fn shares(appointments: &[&Appointment]) -> Vec<f64> {
    let mut turns: Vec<(i64, i64)> =
        appointments.iter().flat_map(|one| [(one.start, 1), (one.end, -1)]).collect();
    turns.sort_unstable();
    let mut sums: Vec<(i64, f64)> = Vec::with_capacity(turns.len());
    let (mut running, mut sum) = (0, 0.0);
    for (at, change) in turns {
        let last = sums.last().map_or(at, |(last, _)| *last);
        if running > 0 {
            sum += (at - last) as f64 / running as f64;
        }
        running += change;
        match sums.last_mut() {
            Some((last, known)) if *last == at => *known = sum,
            _ => sums.push((at, sum)),
        }
    }
    let sum_at =
        |at: i64| sums.binary_search_by_key(&at, |(known, _)| *known).map_or(0.0, |found| sums[found].1);
    appointments.iter().map(|one| sum_at(one.end) - sum_at(one.start)).collect()
}

/// Puts an appointment somewhere.
fn class(appointment: &Appointment, phrases: &Phrases, domains: &[String]) -> Class {
    let mut categories = Said::default();
    for category in &appointment.categories {
        let said = phrases.category(category);
        categories.job.join(said.job);
        categories.direction.join(said.direction);
        categories.term.join(said.term);
    }
    let title = phrases.said(&appointment.title);
    let outside = outside(appointment, domains);
    let direction = if !categories.direction.is_silent() {
        categories.direction.answer()
    } else {
        outside.or(title.direction.answer())
    };
    let job = if !categories.job.is_silent() {
        categories.job.answer()
    } else if outside == Some(Direction::Outward) && direction == Some(Direction::Outward) {
        // Every responsibility that looks outward belongs to the enabling job.
        Some(Job::Enable)
    } else {
        title.job.answer()
    };
    let term = if categories.term.is_silent() { title.term } else { categories.term };
    Class { job, direction, term: term.answer() }
}

/// Returns whether somebody outside the own domains is asked to it; nothing where nobody is asked, or no domain known.
fn outside(appointment: &Appointment, domains: &[String]) -> Option<Direction> {
    if domains.is_empty() || appointment.attendees.is_empty() {
        return None;
    }
    let is_own = |address: &String| {
        let domain = address.rsplit('@').next().unwrap_or_default();
        domains.iter().any(|own| {
            domain == own || domain.strip_suffix(own.as_str()).is_some_and(|sub| sub.ends_with('.'))
        })
    };
    Some(if appointment.attendees.iter().all(is_own) { Direction::Inward } else { Direction::Outward })
}

#[cfg(test)]
mod tests;
