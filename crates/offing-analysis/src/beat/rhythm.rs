//! The measures of one system or team.

use jiff::civil::Date;
use offing_math::stats::{coefficient_of_variation, quantile};
use offing_model::Model;
use offing_model::deliveries::{Deliveries, Moment};

use super::bands::Band;
use super::breaks::{Break, break_of};
use super::held::lead_days;
use super::releases::Release;
use super::{BeatQuestion, Whose, end_of};

/// The fewest gaps between deployments of which a regularity can be told.
const FEWEST_GAPS: usize = 4;

/// The beat of one system or team.
#[derive(Debug, Clone, PartialEq)]
pub struct Rhythm {
    /// Whose it is.
    pub whose: Whose,
    /// Deployments in the days asked for.
    pub deployments: usize,
    /// The same a week.
    pub per_week: f64,
    /// Days from a change to the deployment that first held it; `None` where no commits are known.
    pub lead_days: Option<Spread>,
    /// Deployments that failed; `None` where nothing says which.
    pub failed: Option<Share>,
    /// Days until a failed deployment was recovered from; `None` where none was.
    pub recovery_days: Option<Spread>,
    /// Failed deployments that were not recovered from yet.
    pub unrecovered: usize,
    /// Deployments that had to mend something; `None` where nothing says which.
    pub rework: Option<Share>,
    /// How uneven the gaps between deployments are: their standard deviation over their mean.
    pub gap_variation: Option<f64>,
    /// Commits that a deployment brought.
    pub batch_commits: Option<Spread>,
    /// Lines added and removed that it brought, where they were counted.
    pub batch_lines: Option<Spread>,
    /// Week by week, the oldest first.
    pub weeks: Vec<Week>,
    /// Where the beat broke.
    pub broken: Option<Break>,
}

impl Rhythm {
    /// Returns DORA's bands of deployment frequency, lead time and recovery time, where these are known.
    pub fn bands(&self) -> [Option<Band>; 3] {
        [
            Some(Band::of_frequency(self.per_week)),
            self.lead_days.map(|lead| Band::of_lead_time(lead.p50)),
            self.recovery_days.map(|recovery| Band::of_recovery(recovery.p50)),
        ]
    }

    /// Returns the day on which the beat broke.
    pub fn broken_on(&self) -> Option<(Date, Break)> {
        let broken = self.broken?;
        let known = self.weeks.iter().skip_while(|week| !week.known);
        known.map(|week| week.begins).nth(broken.week).map(|day| (day, broken))
    }
}

/// How something spreads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Of how many.
    pub count: usize,
    /// The median.
    pub p50: f64,
    /// Four of five are no more than this.
    pub p80: f64,
    /// Nine of ten are.
    pub p90: f64,
}

impl Spread {
    /// Returns how values spread; `None` of none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let at = |p: f64| quantile(values, p);
        (!values.is_empty()).then(|| Self { count: values.len(), p50: at(0.5), p80: at(0.8), p90: at(0.9) })
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// So many.
    pub count: usize,
    /// Of so many.
    pub of: usize,
}

impl Share {
    /// Returns the share; there is one of nothing only where there are none.
    pub fn rate(self) -> f64 {
        self.count as f64 / self.of.max(1) as f64
    }
}

/// A week.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    /// Its first day.
    pub begins: Date,
    /// Whether anything is known of it: it does not lie before the first deployment of all.
    pub known: bool,
    /// Deployments in it.
    pub deployments: usize,
    /// Those of them that failed.
    pub failed: usize,
    /// The median lead time of the changes that they brought, in days.
    pub lead_days: Option<f64>,
}

/// Returns the measures of these deployments.
pub(super) fn rhythm(
    model: &Model,
    deliveries: &Deliveries,
    whose: Whose,
    releases: &[&Release],
    question: &BeatQuestion,
) -> Rhythm {
    let end = end_of(model.company.as_of);
    let start = Moment(end.0 - i64::from(question.days) * 86_400);
    let within: Vec<&Release> =
        releases.iter().copied().filter(|one| one.at >= start && one.at < end).collect();
    let all = within.len();
    let share = |of: fn(&Release) -> Option<bool>| {
        let said: Vec<bool> = within.iter().filter_map(|release| of(release)).collect();
        let share = Share { count: said.iter().filter(|yes| **yes).count(), of: said.len() };
        (share.of > 0).then_some(share)
    };
    let (recovery, unrecovered) = recovery(deliveries, releases, &within);
    let weeks = weeks(model, deliveries, releases, question);
    let known: Vec<u32> =
        weeks.iter().skip_while(|week| !week.known).map(|week| week.deployments as u32).collect();
    let batches = |of: &dyn Fn(&Release) -> Option<f64>| {
        Spread::of(&within.iter().filter_map(|release| of(release)).collect::<Vec<f64>>())
    };
    Rhythm {
        whose,
        deployments: all,
        per_week: all as f64 / (f64::from(question.days) / 7.0),
        lead_days: Spread::of(&leads(deliveries, &within)),
        failed: share(|release| release.failed),
        recovery_days: Spread::of(&recovery),
        unrecovered,
        rework: share(|release| release.rework),
        gap_variation: gap_variation(&within),
        batch_commits: batches(&|release| release.changes.as_ref().map(|changes| changes.len() as f64)),
        batch_lines: batches(&|release| lines(deliveries, release)),
        broken: break_of(&known, question.seed),
        weeks,
    }
}

/// Returns the lead time of every change that was brought, in days.
pub(super) fn leads(deliveries: &Deliveries, releases: &[&Release]) -> Vec<f64> {
    let mut leads = Vec::new();
    for release in releases {
        let (Some(history), Some(changes)) = (release.history, &release.changes) else { continue };
        let commits = &deliveries.histories[history].commits;
        leads.extend(changes.iter().filter_map(|at| lead_days(&commits[*at as usize], release.at)));
    }
    leads
}

/// Returns how many lines a deployment added and removed, where all of them were counted.
fn lines(deliveries: &Deliveries, release: &Release) -> Option<f64> {
    let commits = &deliveries.histories[release.history?].commits;
    let changes = release.changes.as_ref()?.iter();
    let lines =
        changes.map(|at| commits[*at as usize].lines.map(|lines| (lines.added + lines.removed) as f64));
    lines.sum()
}

fn gap_variation(within: &[&Release]) -> Option<f64> {
    let mut times: Vec<Moment> = within.iter().map(|release| release.at).collect();
    times.sort_unstable();
    let gaps: Vec<f64> = times.windows(2).map(|pair| pair[1].days_since(pair[0])).collect();
    (gaps.len() >= FEWEST_GAPS)
        .then(|| coefficient_of_variation(&gaps))
        .filter(|variation| variation.is_finite())
}

/// Returns how many days each failed deployment took to be recovered from, and how many were not yet: until its last
/// incident was over, or where it has none until the next deployment of the same thing that did not fail.
fn recovery(deliveries: &Deliveries, releases: &[&Release], within: &[&Release]) -> (Vec<f64>, usize) {
    let (mut days, mut open) = (Vec::new(), 0);
    for failed in within.iter().filter(|release| release.failed == Some(true)) {
        if failed.incidents.is_empty() {
            let same = |next: &&&Release| {
                next.system == failed.system
                    && next.history == failed.history
                    && next.at > failed.at
                    && next.failed != Some(true)
            };
            match releases.iter().filter(same).map(|next| next.at).min() {
                Some(next) => days.push(next.days_since(failed.at)),
                None => open += 1,
            }
            continue;
        }
        let of = failed.incidents.iter().map(|at| &deliveries.incidents[*at]);
        let over = of.clone().try_fold(Moment::UNKNOWN, |last, one| Some(last.max(one.resolved?)));
        match (over, of.map(|one| one.opened).min()) {
            (Some(over), Some(opened)) => days.push(over.days_since(opened)),
            _ => open += 1,
        }
    }
    (days, open)
}

fn weeks(
    model: &Model,
    deliveries: &Deliveries,
    releases: &[&Release],
    question: &BeatQuestion,
) -> Vec<Week> {
    let end = end_of(model.company.as_of);
    let first = releases.iter().map(|release| release.at).min();
    let week = |back: u32| {
        let (from, to) = (i64::from(back + 1) * 7 * 86_400, i64::from(back) * 7 * 86_400);
        let (from, to) = (Moment(end.0 - from), Moment(end.0 - to));
        let within: Vec<&Release> =
            releases.iter().copied().filter(|one| one.at >= from && one.at < to).collect();
        Week {
            begins: from.date(),
            known: first.is_some_and(|first| first < to),
            deployments: within.len(),
            failed: within.iter().filter(|release| release.failed == Some(true)).count(),
            lead_days: Spread::of(&leads(deliveries, &within)).map(|lead| lead.p50),
        }
    };
    (0..question.weeks).rev().map(week).collect()
}
