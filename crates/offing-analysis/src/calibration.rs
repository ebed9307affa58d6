//! Do our estimates hold? How often the truth fell inside its range, by how much work ran over, and what that says
//! about the next estimates of the same team (DESIGN 4.4).
//!
//! Every done initiative with `started`, `done` and `takes` is an experiment on the team that estimated it (the first
//! team of its `staff`). Its *score* is where the truth fell on the estimate's own scale:
//! `z = (ln actual − ln median) / sigma`. If ranges meant what they say, scores would be standard normal. What they are
//! instead is learned by Bayes' rule from a prior that says just that and weighs as much as two done initiatives;
//! later estimates of the team are then read at the quantiles of what is predicted for the next score.
//!
//! *Absent on purpose:* people. Only teams have estimates here.

use std::collections::BTreeMap;

use offing_math::dist::{Dist, Lognormal, normal};
use offing_math::stats::{Moments, jeffreys_interval, student_quantile};
use offing_model::units::days_between;
use offing_model::{Assumption, Initiative, InitiativeId, Model, Progress, Team, TeamId};

use crate::words::range;

/// From how many done initiatives on a team's later estimates are corrected (DESIGN 4.4).
pub const ENOUGH: usize = 5;

/// As many done initiatives as the belief that ranges mean what they say weighs.
const PRIOR_WEIGHT: f64 = 2.0;

/// The largest score that counts: of a range far too narrow no more is learned than that.
const LARGEST_SCORE: f64 = 4.0;

/// How sure the intervals of this report are.
const CONFIDENCE: f64 = 0.9;

/// What done work says about estimates.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Every done initiative that says something, in the order of the model.
    pub outturns: Vec<Outturn>,
    /// All of them together.
    pub overall: Record,
    /// Team by team, those with nothing done left out.
    pub teams: Vec<TeamRecord>,
    /// How later estimates are corrected.
    pub corrections: Corrections,
}

/// How the estimates of each team are corrected: all of a calibration that other figures rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrections {
    /// By team; with how many done initiatives it rests on; `None` while too few are done.
    of: Vec<Option<(Correction, usize)>>,
}

/// An estimate, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outturn {
    /// What was done.
    pub initiative: InitiativeId,
    /// Whose estimate it was.
    pub team: Option<TeamId>,
    /// Days it was meant to take: the ends of its range.
    pub estimated_days: (f64, f64),
    /// Days it took, at least one.
    pub actual_days: f64,
    /// The natural logarithm of actual over median.
    pub log_ratio: f64,
    /// Where the truth fell in standard deviations of the estimate; `None` for a single figure, which has no range.
    pub score: Option<f64>,
    /// Whether the truth fell inside the range; `None` for a single figure.
    pub inside: Option<bool>,
}

/// How well some estimates held.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// How many are done.
    pub done: usize,
    /// How many of them had a range.
    pub ranged: usize,
    /// How many fell inside it.
    pub inside: usize,
    /// The 90 % interval of the chance to fall inside (Jeffreys); `None` where nothing had a range.
    pub inside_chance: Option<(f64, f64)>,
    /// The factor by which actual exceeded the median.
    pub overrun: Option<Overrun>,
}

/// By how much work ran over: a geometric mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overrun {
    /// Actual over median, on average.
    pub factor: f64,
    /// The 90 % interval of that (Student's t on the logarithms); `None` for a single one.
    pub interval: Option<(f64, f64)>,
}

/// How well the estimates of a team held.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamRecord {
    /// The team.
    pub team: TeamId,
    /// Its record.
    pub record: Record,
    /// How its later estimates are corrected; `None` while too few are done.
    pub correction: Option<Correction>,
}

/// How estimates are read, in standard deviations of each estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correction {
    /// By how many standard deviations the median moves.
    pub shift: f64,
    /// By which factor the standard deviation grows.
    pub widen: f64,
}

impl Calibration {
    /// Returns what the done initiatives of a model say.
    pub fn of(model: &Model) -> Self {
        let outturns = outturns(model);
        let corrections = Corrections::from_outturns(model, &outturns);
        let record = |(team, own): (TeamId, Vec<&Outturn>)| {
            let correction = corrections.of_team(team);
            (!own.is_empty()).then(|| TeamRecord { team, record: Record::of(&own), correction })
        };
        let teams = Team::ids(model).zip(by_team(model, &outturns)).filter_map(record).collect();
        Self { overall: Record::of(&outturns.iter().collect::<Vec<_>>()), outturns, teams, corrections }
    }
}

impl Corrections {
    /// Returns the corrections that the done initiatives of a model ask for.
    pub fn of(model: &Model) -> Self {
        Self::from_outturns(model, &outturns(model))
    }

    fn from_outturns(model: &Model, outturns: &[Outturn]) -> Self {
        // Many teams have as many scores as another, and the quantile is the dear part.
        let mut quantiles = BTreeMap::new();
        let of = by_team(model, outturns).into_iter().map(|own| {
            let scores: Vec<f64> = own.iter().filter_map(|one| one.score).collect();
            (scores.len() >= ENOUGH).then(|| {
                let quantile =
                    *quantiles.entry(scores.len()).or_insert_with(|| Correction::quantile(scores.len()));
                (Correction::from_quantile(&scores, quantile), scores.len())
            })
        });
        Self { of: of.collect() }
    }

    /// Returns how the estimates of a team are corrected.
    pub fn of_team(&self, team: TeamId) -> Option<Correction> {
        self.of[team.0 as usize].map(|(correction, _)| correction)
    }

    /// Returns which estimates still to come are read otherwise than they were written, with an example each.
    pub fn assumptions(&self, model: &Model) -> Vec<Assumption> {
        let mut examples: Vec<Option<&Initiative>> = vec![None; model.teams.len()];
        for one in &model.initiatives {
            let to_come = matches!(one.progress(model.company.as_of), Progress::Waiting | Progress::Started);
            if let Some((team, _)) = one.staff.first()
                && to_come
                && one.takes.is_some_and(|takes| !takes.is_exact())
            {
                examples[team.0 as usize].get_or_insert(one);
            }
        }
        let tell = |(team, example): (TeamId, Option<&Initiative>)| {
            let (correction, done) = self.of[team.0 as usize]?;
            let example = example?;
            let takes = example.takes?;
            let (low, high) = correction.interval(takes.low, takes.high);
            let assumption = format!(
                "estimates are read as {done} done initiatives turned out: {} of `{}` as {}",
                range(takes.low, takes.high),
                example.card.name,
                range(low, high)
            );
            Some(Assumption { about: format!("team:{}", model[team].card.name), assumption })
        };
        Team::ids(model).zip(examples).filter_map(tell).collect()
    }

    /// Returns how long an initiative takes as its team's record says; `None` where it has no estimate.
    pub fn takes(&self, initiative: &Initiative) -> Option<Dist> {
        let dist = initiative.takes?.dist();
        let correction = initiative.staff.first().and_then(|(team, _)| self.of_team(*team));
        Some(correction.map_or(dist, |correction| correction.apply(dist)))
    }
}

impl Correction {
    /// Returns the correction that scores of done work ask for.
    ///
    /// With prior weight `k`, `n` scores, their mean `m` and squared deviations `q`: the mean of the next score is
    /// `n·m / (k + n)`, its spread `s² = (k + q + k·n·m²/(k + n)) / (k + n)`, and its 5 % and 95 % quantiles are those of
    /// Student's t with `k + n` degrees of freedom, scaled by `s·sqrt(1 + 1/(k + n))`. The corrected lognormal has
    /// exactly these quantiles, so that it is wide where little is known.
    ///
    /// *Source:* A. Gelman et al., Bayesian Data Analysis, 3rd ed. (2013), section 3.3, with the conjugate prior
    /// N-Inv-χ²(0, 1/k; k, 1).
    pub fn of(scores: &[f64]) -> Self {
        Self::from_quantile(scores, Self::quantile(scores.len()))
    }

    /// Returns the 95 % quantile of Student's t that belongs to so many scores.
    fn quantile(scores: usize) -> f64 {
        student_quantile(0.95, PRIOR_WEIGHT + scores as f64)
    }

    fn from_quantile(scores: &[f64], quantile: f64) -> Self {
        let capped: Vec<f64> =
            scores.iter().map(|score| score.clamp(-LARGEST_SCORE, LARGEST_SCORE)).collect();
        let n = capped.len() as f64;
        let mean = capped.iter().sum::<f64>() / n.max(1.0);
        let squares: f64 = capped.iter().map(|score| (score - mean) * (score - mean)).sum();
        let weight = PRIOR_WEIGHT + n;
        let spread = (PRIOR_WEIGHT + squares + PRIOR_WEIGHT * n / weight * mean * mean) / weight;
        let scale = (spread * (1.0 + 1.0 / weight)).sqrt();
        let widen = scale * quantile / normal::SCORE_95;
        Self { shift: n * mean / weight, widen }
    }

    /// Returns an estimate as it is to be read; a single figure stays what it is, as it claims no range.
    pub fn apply(self, dist: Dist) -> Dist {
        match dist {
            Dist::Lognormal(takes) => Dist::Lognormal(self.read(takes)),
            other => other,
        }
    }

    fn read(self, takes: Lognormal) -> Lognormal {
        takes.recalibrated(libm::exp(self.shift * takes.sigma()), self.widen)
    }

    /// Returns the ends of a range as they are to be read.
    pub fn interval(self, low: f64, high: f64) -> (f64, f64) {
        Lognormal::from_interval90(low, high).map_or((low, high), |takes| self.read(takes).interval90())
    }
}

impl Record {
    fn of(outturns: &[&Outturn]) -> Self {
        let ranged = outturns.iter().filter(|one| one.inside.is_some()).count();
        let inside = outturns.iter().filter(|one| one.inside == Some(true)).count();
        Self {
            done: outturns.len(),
            ranged,
            inside,
            inside_chance: (ranged > 0).then(|| jeffreys_interval(inside as u64, ranged as u64, CONFIDENCE)),
            overrun: overrun(outturns),
        }
    }

    /// Returns whether ranges are too narrow beyond doubt: even the upper end of the interval stays below 90 %.
    pub fn too_narrow(&self) -> bool {
        self.inside_chance.is_some_and(|(_, high)| high < CONFIDENCE)
    }
}

fn outturns(model: &Model) -> Vec<Outturn> {
    Initiative::ids(model).filter_map(|id| outturn(model, id)).collect()
}

/// Returns the outturns of each team.
fn by_team<'o>(model: &Model, outturns: &'o [Outturn]) -> Vec<Vec<&'o Outturn>> {
    let mut of: Vec<Vec<&Outturn>> = vec![Vec::new(); model.teams.len()];
    for one in outturns {
        if let Some(team) = one.team {
            of[team.0 as usize].push(one);
        }
    }
    of
}

fn outturn(model: &Model, id: InitiativeId) -> Option<Outturn> {
    let initiative = &model[id];
    if initiative.progress(model.company.as_of) != Progress::Done {
        return None;
    }
    let (takes, started, done) = (initiative.takes?, initiative.started?, initiative.done?);
    let actual_days = days_between(started, done).max(1.0);
    let lognormal = Lognormal::from_interval90(takes.low, takes.high).ok()?;
    let ranged = !takes.is_exact();
    Some(Outturn {
        initiative: id,
        team: initiative.staff.first().map(|(team, _)| *team),
        estimated_days: (takes.low, takes.high),
        actual_days,
        log_ratio: libm::log(actual_days / lognormal.median()),
        score: ranged.then(|| lognormal.score(actual_days)),
        inside: ranged.then(|| (takes.low..=takes.high).contains(&actual_days)),
    })
}

fn overrun(outturns: &[&Outturn]) -> Option<Overrun> {
    let logs: Moments = outturns.iter().map(|one| one.log_ratio).collect();
    let n = outturns.len();
    (n > 0).then(|| {
        let interval = (n > 1).then(|| {
            let half = student_quantile(0.5 + 0.5 * CONFIDENCE, (n - 1) as f64) * logs.standard_error();
            (libm::exp(logs.mean() - half), libm::exp(logs.mean() + half))
        });
        Overrun { factor: libm::exp(logs.mean()), interval }
    })
}

#[cfg(test)]
mod tests;
