//! Does a schedule keep the rules? Shares no code with the scheduler.

use super::project::Project;
use super::schedule::Order;

/// A rule that a schedule breaks.
#[derive(Clone, Debug, PartialEq)]
pub enum Violation {
    /// It does not finish its duration after its start.
    Duration(usize),
    /// It starts before something it comes after has finished, or before it is allowed to.
    TooEarly(usize),
    /// Running work does not start at 0.
    Interrupted(usize),
    /// It starts although its team has not people enough at that moment.
    TooFewPeople(usize),
    /// It is ready and fits at this moment, and does not start.
    Idle(usize, f64),
    /// It starts at this moment although one that goes first was ready then and fitted.
    OutOfTurn(usize, f64),
}

/// Returns the first rule of parallel schedule generation that starts and finishes break, if any.
///
/// Shares no code with the scheduler, and favours being obvious over being fast.
///
/// *Assumes:* one finish or more may be ∞. Who goes first is not checked at moments at which something
/// starts and finishes at once.
/// *Cost:* activities³.
pub fn verify(
    project: &Project,
    order: &Order,
    durations: &[f64],
    starts: &[f64],
    finishes: &[f64],
) -> Result<(), Violation> {
    let check = Check { project, order, starts, finishes };
    for activity in 0..project.n_activities() {
        let (start, finish) = (starts[activity], finishes[activity]);
        if finish.to_bits() != (start + durations[activity]).to_bits() {
            return Err(Violation::Duration(activity));
        }
        if order.rank(activity).is_none() {
            if start < f64::INFINITY {
                return Err(Violation::TooEarly(activity));
            }
            continue;
        }
        check.is_allowed(activity)?;
        check.never_idles(activity)?;
    }
    Ok(())
}

struct Check<'a> {
    project: &'a Project,
    order: &'a Order,
    starts: &'a [f64],
    finishes: &'a [f64],
}

impl Check<'_> {
    fn is_allowed(&self, activity: usize) -> Result<(), Violation> {
        let start = self.starts[activity];
        if self.project.is_running(activity) {
            return if start > 0.0 { Err(Violation::Interrupted(activity)) } else { Ok(()) };
        }
        if start < self.ready(activity) {
            return Err(Violation::TooEarly(activity));
        }
        let overloaded = |&(team, _): &(u32, i32)| {
            let busy = self.busy(team, |other| self.is_at_work(other, start));
            busy > self.project.people()[team as usize]
        };
        if start < f64::INFINITY
            && self.finishes[activity] > start
            && self.project.staff(activity).iter().any(overloaded)
        {
            return Err(Violation::TooFewPeople(activity));
        }
        Ok(())
    }

    /// At every moment at which anything happens between being ready and starting, it must not fit.
    fn never_idles(&self, activity: usize) -> Result<(), Violation> {
        let (ready, start) = (self.ready(activity), self.starts[activity]);
        let moments = self.starts.iter().chain(self.finishes).copied().chain([ready]);
        for now in moments.filter(|&now| ready <= now && now < start) {
            if self.fits(activity, |other| self.is_at_work(other, now)) {
                return Err(Violation::Idle(activity, now));
            }
            let goes_first = |other: usize| {
                self.is_at_work(other, now)
                    && (self.starts[other] < now
                        || self.order.rank(other) < self.order.rank(activity)
                        || self.project.is_running(other))
            };
            if !self.something_flashes(now) && self.fits(activity, goes_first) {
                return Err(Violation::OutOfTurn(activity, now));
            }
        }
        Ok(())
    }

    fn ready(&self, activity: usize) -> f64 {
        if self.project.is_running(activity) {
            return 0.0;
        }
        let after = self.project.after(activity).iter().map(|&after| self.finishes[after as usize]);
        after.fold(self.project.not_before(activity), f64::max)
    }

    fn fits(&self, activity: usize, is_busy: impl Fn(usize) -> bool) -> bool {
        self.project
            .staff(activity)
            .iter()
            .all(|&(team, people)| self.busy(team, &is_busy) + people <= self.project.people()[team as usize])
    }

    fn busy(&self, team: u32, is_busy: impl Fn(usize) -> bool) -> i32 {
        let people = |activity: usize| {
            let of_team = self.project.staff(activity).iter().filter(|entry| entry.0 == team);
            of_team.map(|entry| entry.1).sum::<i32>()
        };
        (0..self.project.n_activities()).filter(|&activity| is_busy(activity)).map(people).sum()
    }

    fn is_at_work(&self, activity: usize, now: f64) -> bool {
        self.starts[activity] <= now && now < self.finishes[activity]
    }

    fn something_flashes(&self, now: f64) -> bool {
        let both = |(start, finish): (&f64, &f64)| *start >= now && *finish <= now;
        self.starts.iter().zip(self.finishes).any(both)
    }
}
