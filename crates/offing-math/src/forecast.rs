//! When will work be done that shares people, what decides that date, and where does work wait?
//!
//! A [`Project`] (teams, activities) and an [`Order`] give one [`Schedule`] per draw of the durations;
//! [`forecast`] makes many, on all threads, and sums them up.
//!
//! ```
//! use offing_math::dist::{Dist, Lognormal};
//! use offing_math::forecast::*;
//! use offing_math::keyed::Quantity;
//!
//! let pay = Activity { staff: vec![(0, 2)], ..Activity::default() };
//! let sell = Activity { staff: vec![(0, 2)], after: vec![0], ..Activity::default() };
//! let project = Project::new(&[3], &[pay, sell]).expect("three people are enough");
//! let takes = Dist::Lognormal(Lognormal::from_interval90(6.0, 14.0).expect("6 is below 14"));
//! let estimates: Vec<Estimate> = ["pay", "sell"]
//!     .map(|name| Estimate { takes, elapsed: 0.0, own: Quantity::named(name), team: None })
//!     .to_vec();
//! let estimates = Estimates::new(1, 0.0, &estimates);
//!
//! let order = Order::new(&project, &[0, 1]);
//! let question = ForecastQuestion::new(&project, &order, &[Milestone::Finished(1)], 0..1000);
//! let forecast = forecast(&question, |draw, durations| estimates.draw(draw, durations));
//! assert!(forecast.milestones[0].quantile(0.8) > forecast.milestones[0].quantile(0.5));
//! assert_eq!(forecast.criticality, [1.0, 1.0]);
//! ```
//!
//! *Absent on purpose:* the search for a good order; people who come and go.

mod critical;
mod estimates;
mod milestone;
mod project;
mod sample;
mod schedule;
mod verify;

pub use critical::Criticality;
pub use estimates::{Estimate, Estimates};
pub use milestone::Milestone;
pub use project::{Activity, Project, ProjectFault};
pub use sample::Sample;
pub use schedule::{Order, Schedule};
pub use verify::{Violation, verify};

use crate::stats;
use rayon::prelude::*;
use std::ops::{ControlFlow, Range};

/// What a forecast is made of.
#[derive(Clone, Debug)]
pub struct ForecastQuestion<'a> {
    /// Teams and activities.
    pub project: &'a Project,
    /// Which activities are done, and which goes first.
    pub order: &'a Order,
    /// The moments asked for. What is critical and what has influence is said for the first.
    pub milestones: &'a [Milestone],
    /// The draws: other ones to report on than those searched with.
    pub draws: Range<u64>,
    /// Up to how many draws every value is kept, and all quantiles are exact.
    pub keep: usize,
}

impl<'a> ForecastQuestion<'a> {
    /// Up to how many draws values are kept where nothing else is said.
    pub const KEEP: usize = 20_000;

    /// Returns the question that keeps as many values as is usual.
    pub fn new(
        project: &'a Project,
        order: &'a Order,
        milestones: &'a [Milestone],
        draws: Range<u64>,
    ) -> ForecastQuestion<'a> {
        ForecastQuestion { project, order, milestones, draws, keep: Self::KEEP }
    }
}

/// When things happen over all draws, and what decides that.
#[derive(Clone, Debug)]
pub struct Forecast {
    /// How many draws were made.
    pub n_draws: u64,
    /// When each activity starts.
    pub starts: Vec<Sample>,
    /// When each activity finishes.
    pub finishes: Vec<Sample>,
    /// When each milestone is reached.
    pub milestones: Vec<Sample>,
    /// In which share of the draws each activity is critical for the first milestone.
    pub criticality: Vec<f64>,
    /// Spearman's correlation of each activity's duration with the first milestone, over the draws kept.
    pub influence: Vec<f64>,
    /// Where work waits for people, per team.
    pub teams: Vec<TeamWait>,
}

/// How much work waits for one team.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TeamWait {
    /// Share of the draws in which any work that was ready waited for this team.
    pub share: f64,
    /// Mean time per draw in which any did.
    pub mean: f64,
    /// Share of the draws in which work critical for the first milestone waited for this team.
    pub critical_share: f64,
    /// Mean time per draw for which critical work waited for this team.
    pub critical_mean: f64,
}

/// Returns when everything happens over all draws.
///
/// `draw_durations` writes how long each activity takes in a draw; of a running one, what is left.
///
/// *Shape:* the same digits on any number of threads.
/// *Cost:* memory for [`ForecastQuestion::keep`] draws of all starts, finishes and durations; it does
/// not grow with more draws.
pub fn forecast(
    question: &ForecastQuestion<'_>,
    draw_durations: impl Fn(u64, &mut [f64]) + Sync,
) -> Forecast {
    forecast_watched(question, draw_durations, |_| ControlFlow::Continue(()))
}

/// Returns the same as [`forecast`], and tells `watch` now and then how many draws are done; when that
/// breaks, the forecast is of the draws made so far.
pub fn forecast_watched(
    question: &ForecastQuestion<'_>,
    draw_durations: impl Fn(u64, &mut [f64]) + Sync,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> Forecast {
    let layout = Layout::of(question);
    let n_draws = question.draws.end.saturating_sub(question.draws.start);
    let mut columns = layout.columns(n_draws, question.keep);
    let mut n_critical = vec![0_u64; layout.n_activities];
    let mut tiles: Vec<Tile> = Vec::new();
    let mut next = question.draws.start;
    while next < question.draws.end {
        let end = question.draws.end.min(next + DRAWS_PER_ROUND);
        let n_tiles = ((end - next) as usize).div_ceil(DRAWS_PER_TILE);
        tiles.resize_with(n_tiles, Tile::default);
        tiles.par_iter_mut().enumerate().for_each_init(Desk::default, |desk, (idx, tile)| {
            let first = next + (idx * DRAWS_PER_TILE) as u64;
            let draws = first..end.min(first + DRAWS_PER_TILE as u64);
            desk.fill(question, &layout, &draw_durations, draws, tile);
        });
        columns.par_iter_mut().enumerate().for_each(|(idx, column)| {
            tiles.iter().for_each(|tile| column.extend(tile.column(idx)));
        });
        for tile in &tiles {
            n_critical.iter_mut().zip(&tile.n_critical).for_each(|(sum, &n)| *sum += u64::from(n));
        }
        next = end;
        if watch(next - question.draws.start).is_break() {
            break;
        }
    }
    let n_draws = next - question.draws.start;
    layout.sum_up(n_draws, columns, &n_critical)
}

/// Returns when one milestone is reached in each draw, in the order of the draws: all that a search
/// for a better order needs.
///
/// *Cost:* one number per draw, beyond the schedules.
pub fn moments(
    question: &ForecastQuestion<'_>,
    milestone: &Milestone,
    draw_durations: impl Fn(u64, &mut [f64]) + Sync,
) -> Vec<f64> {
    let n_draws = question.draws.end.saturating_sub(question.draws.start) as usize;
    let mut moments = vec![0.0; n_draws];
    moments.par_chunks_mut(DRAWS_PER_TILE).enumerate().for_each_init(Desk::default, |desk, (idx, chunk)| {
        let first = question.draws.start + (idx * DRAWS_PER_TILE) as u64;
        for (draw, moment) in (first..).zip(chunk) {
            desk.schedule(question, &draw_durations, draw);
            *moment = milestone.moment_with(desk.schedule.finishes(), &mut desk.scratch);
        }
    });
    moments
}

/// Draws whose values are held between two sums: enough to keep every thread busy, small enough for
/// the cache.
const DRAWS_PER_ROUND: u64 = 4096;
/// Draws that one thread makes in one go.
const DRAWS_PER_TILE: usize = 64;

/// What is written down of every draw, one column each, in this order: starts, finishes, milestones,
/// waits per team, critical waits per team, durations.
#[derive(Clone, Copy, Debug)]
struct Layout {
    n_activities: usize,
    n_milestones: usize,
    n_teams: usize,
}

impl Layout {
    fn of(question: &ForecastQuestion<'_>) -> Layout {
        Layout {
            n_activities: question.project.n_activities(),
            n_milestones: question.milestones.len(),
            n_teams: question.project.n_teams(),
        }
    }

    fn n_columns(self) -> usize {
        3 * self.n_activities + self.n_milestones + 2 * self.n_teams
    }

    fn columns(self, n_draws: u64, keep: usize) -> Vec<Column> {
        let n_moments = 2 * self.n_activities + self.n_milestones;
        let n_kept = usize::try_from(n_draws).unwrap_or(usize::MAX).min(keep);
        let is_exact = n_draws <= keep as u64;
        let aligned = || Aligned { values: Vec::with_capacity(n_kept), keep };
        let column = |idx: usize| {
            if idx < n_moments {
                let sample = if is_exact { Sample::kept(n_kept) } else { Sample::counted() };
                // Only the first milestone is compared with the durations, draw by draw.
                let aligned = (idx == 2 * self.n_activities && self.n_milestones > 0).then(aligned);
                Column::Sample { sample, aligned }
            } else if idx < n_moments + 2 * self.n_teams {
                Column::Wait { n_positive: 0, sum: 0.0 }
            } else {
                Column::Duration(aligned())
            }
        };
        (0..self.n_columns()).map(column).collect()
    }

    fn sum_up(self, n_draws: u64, mut columns: Vec<Column>, n_critical: &[u64]) -> Forecast {
        columns.par_iter_mut().for_each(Column::close);
        let mut samples = Vec::new();
        let mut waits = Vec::new();
        let mut durations = Vec::new();
        let mut reached = None;
        for column in columns {
            match column {
                Column::Sample { sample, aligned } => {
                    samples.push(sample);
                    reached = reached.or(aligned);
                }
                Column::Wait { n_positive, sum } => {
                    waits.push((n_positive as f64 / n_draws as f64, sum / n_draws as f64));
                }
                Column::Duration(aligned) => durations.push(aligned.values),
            }
        }
        let milestones = samples.split_off(2 * self.n_activities);
        let finishes = samples.split_off(self.n_activities);
        let team = |idx: usize| {
            let ((share, mean), (critical_share, critical_mean)) = (waits[idx], waits[self.n_teams + idx]);
            TeamWait { share, mean, critical_share, critical_mean }
        };
        Forecast {
            n_draws,
            starts: samples,
            finishes,
            milestones,
            criticality: n_critical.iter().map(|&n| n as f64 / n_draws as f64).collect(),
            influence: influence(&durations, reached.as_ref().map_or(&[], |reached| &reached.values)),
            teams: (0..self.n_teams).map(team).collect(),
        }
    }
}

/// Spearman's correlation of each duration with the moments a milestone was reached.
fn influence(durations: &[Vec<f64>], reached: &[f64]) -> Vec<f64> {
    let reached = stats::ranks(reached);
    let correlation = |values: &Vec<f64>| {
        if values.len() == reached.len() { stats::spearman_with_ranks(values, &reached) } else { 0.0 }
    };
    durations.par_iter().map(correlation).collect()
}

/// One column summed up over all draws.
#[derive(Debug)]
enum Column {
    Sample { sample: Sample, aligned: Option<Aligned> },
    Wait { n_positive: u64, sum: f64 },
    Duration(Aligned),
}

/// The values of the first draws, draw by draw.
#[derive(Debug)]
struct Aligned {
    values: Vec<f64>,
    keep: usize,
}

impl Aligned {
    fn extend(&mut self, values: &[f64]) {
        let room = self.keep.saturating_sub(self.values.len());
        self.values.extend_from_slice(&values[..values.len().min(room)]);
    }
}

impl Column {
    fn extend(&mut self, values: &[f64]) {
        match self {
            Column::Sample { sample, aligned } => {
                sample.extend(values);
                if let Some(aligned) = aligned {
                    aligned.extend(values);
                }
            }
            Column::Wait { n_positive, sum } => {
                for &value in values {
                    *n_positive += u64::from(value > 0.0);
                    *sum += value;
                }
            }
            Column::Duration(aligned) => aligned.extend(values),
        }
    }

    fn close(&mut self) {
        if let Column::Sample { sample, .. } = self {
            sample.close();
        }
    }
}

/// The values of some draws, column by column.
#[derive(Debug, Default)]
struct Tile {
    values: Vec<f64>,
    n_draws: usize,
    n_critical: Vec<u32>,
}

impl Tile {
    fn clear(&mut self, layout: &Layout, n_draws: usize) {
        self.values.resize(layout.n_columns() * DRAWS_PER_TILE, 0.0);
        self.n_draws = n_draws;
        self.n_critical.clear();
        self.n_critical.resize(layout.n_activities, 0);
    }

    fn column(&self, idx: usize) -> &[f64] {
        &self.values[idx * DRAWS_PER_TILE..][..self.n_draws]
    }
}

/// What one thread works with.
#[derive(Debug, Default)]
struct Desk {
    durations: Vec<f64>,
    schedule: Schedule,
    criticality: Criticality,
    scratch: Vec<f64>,
}

impl Desk {
    fn schedule(
        &mut self,
        question: &ForecastQuestion<'_>,
        draw_durations: &impl Fn(u64, &mut [f64]),
        draw: u64,
    ) {
        self.durations.resize(question.project.n_activities(), 0.0);
        draw_durations(draw, &mut self.durations);
        self.schedule.make(question.project, question.order, &self.durations);
    }

    fn fill(
        &mut self,
        question: &ForecastQuestion<'_>,
        layout: &Layout,
        draw_durations: &impl Fn(u64, &mut [f64]),
        draws: Range<u64>,
        tile: &mut Tile,
    ) {
        tile.clear(layout, (draws.end - draws.start) as usize);
        for (row, draw) in draws.enumerate() {
            self.schedule(question, draw_durations, draw);
            let mut places = tile.values[row..].iter_mut().step_by(DRAWS_PER_TILE);
            let mut write =
                |values: &[f64]| values.iter().zip(&mut places).for_each(|(value, place)| *place = *value);
            write(self.schedule.starts());
            write(self.schedule.finishes());
            for milestone in question.milestones {
                write(&[milestone.moment_with(self.schedule.finishes(), &mut self.scratch)]);
            }
            write(self.schedule.waits());
            if let Some(first) = question.milestones.first() {
                self.criticality.trace(question.project, &self.schedule, first);
                write(self.criticality.waits());
                for (n, &is_critical) in tile.n_critical.iter_mut().zip(self.criticality.is_critical()) {
                    *n += u32::from(is_critical);
                }
            } else {
                (0..layout.n_teams).for_each(|_| write(&[0.0]));
            }
            write(&self.durations);
        }
    }
}

#[cfg(test)]
mod tests;
