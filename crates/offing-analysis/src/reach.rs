//! How long until an outcome would be enabled if all teams turned to it today (DESIGN 4.3).
//!
//! Its path alone is scheduled, with all teams at full strength from `as-of`; started work keeps what is left of it.
//! An outcome holds exactly when all of its path is done (the path is minimal) and the dates it hangs on have come.
//!
//! *Assumes:* technical success; the chance of it stands beside the dates as [`Reach::works`].

use jiff::civil::Date;
use offing_math::forecast::{Activity, Order, Project, Schedule};
use offing_math::stats;
use offing_model::units::{Presence, days_between};
use offing_model::{InitiativeId, Model, Node, Progress, TeamId};
use rayon::prelude::*;

use crate::graph::Graph;
use crate::holding::{Holding, Holds, judge_within};
use crate::paths::Path;
use crate::work::Work;

/// Three quantiles of a quantity; infinite where even that share of draws does not arrive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantiles {
    /// Half of the draws stay below.
    pub p50: f64,
    /// Four of five do.
    pub p80: f64,
    /// Nineteen of twenty do.
    pub p95: f64,
}

impl Quantiles {
    /// Returns the quantiles of values in ascending order.
    ///
    /// *Panics:* if there are none.
    pub fn of_sorted(sorted: &[f64]) -> Self {
        let at = |p: f64| stats::quantile_sorted(sorted, p);
        Self { p50: at(0.5), p80: at(0.8), p95: at(0.95) }
    }

    /// Returns the quantiles of a value that is the same in every draw.
    pub fn exactly(value: f64) -> Self {
        Self { p50: value, p80: value, p95: value }
    }
}

/// When an outcome would be enabled, and what that costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// Days from `as-of`.
    pub days: Quantiles,
    /// Money, in the company's currency.
    pub cost: Quantiles,
    /// Days in each draw, in ascending order, so that any share can be asked for.
    pub sorted_days: Vec<f64>,
    /// The chance that all its work succeeds technically; the dates assume it does.
    pub works: f64,
}

impl Reach {
    /// Returns the reach of what is enabled.
    pub fn now() -> Self {
        let zero = Quantiles::exactly(0.0);
        Self { days: zero, cost: zero, sorted_days: vec![0.0], works: 1.0 }
    }

    /// Returns how many draws it is taken from: fewer are made where a path is very long.
    pub fn draws(&self) -> usize {
        self.sorted_days.len()
    }

    /// Returns the share of draws that arrive within so many days.
    pub fn within(&self, days: f64) -> f64 {
        if self.sorted_days.is_empty() {
            return 0.0;
        }
        self.sorted_days.partition_point(|day| *day <= days) as f64 / self.sorted_days.len() as f64
    }
}

/// Why a path has no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoDate {
    /// These initiatives have no estimate.
    NoEstimate(Vec<InitiativeId>),
    /// These initiatives need more people than a team has.
    Overstaffed(Vec<InitiativeId>),
}

/// How many draws dates may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// Draws of each date that is told.
    pub draws: u32,
    /// Pieces of work drawn in all; fewer draws are made where a path is so long that they would not
    /// do. `u64::MAX` for no such limit.
    pub budget: u64,
}

impl Effort {
    /// Returns how many draws of a path of so many initiatives there are, given a share of the budget.
    pub(crate) fn draws_of(self, initiatives: usize, share: u64) -> u32 {
        const FEWEST: u64 = 50;
        let affordable = (self.budget / share.max(1) / initiatives.max(1) as u64).max(FEWEST);
        u64::from(self.draws).min(affordable) as u32
    }
}

/// How many draws each path is judged by before the best few are judged by all.
const SCREENING: u32 = 200;

/// How many paths are judged by all draws.
const FINALISTS: usize = 4;

/// People are counted in hundredths, so that half a person is a whole number.
pub const PERSON: f64 = 100.0;

/// Returns the fastest of some paths to an outcome by P80, with its reach; or why the cheapest has no date.
///
/// *Shape:* the same digits on any number of threads.
/// *Cost:* of many paths, each is judged by a few draws first, and the best of them by all.
pub fn fastest<'p>(
    model: &Model,
    work: &Work,
    paths: &'p [Path],
    dates_come: f64,
    effort: Effort,
) -> Result<(&'p Path, Reach), NoDate> {
    let mut tracks: Vec<(usize, Track<'_>)> = Vec::new();
    let mut why = None;
    for (at, path) in paths.iter().enumerate() {
        match Track::of(model, work, &path.initiatives, dates_come) {
            Ok(found) => tracks.extend(found.into_iter().map(|track| (at, track))),
            Err(no_date) => why = why.or(Some(no_date)),
        }
    }
    let longest = tracks.iter().map(|(_, track)| track.initiatives.len()).max().unwrap_or(0);
    let screening = effort.draws_of(longest, 2 * tracks.len() as u64).min(SCREENING);
    let draws = effort.draws_of(longest, 2 * (FINALISTS as u64 + 1));
    if tracks.len() > FINALISTS {
        let mut judged: Vec<(f64, usize)> =
            (tracks.par_iter().enumerate()).map(|(at, (_, track))| (track.p80(screening), at)).collect();
        judged.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut kept: Vec<usize> = judged.into_iter().take(FINALISTS).map(|(_, at)| at).collect();
        kept.sort_unstable();
        let mut all: Vec<Option<_>> = tracks.into_iter().map(Some).collect();
        tracks = kept.into_iter().filter_map(|at| all[at].take()).collect();
    }
    (tracks.iter())
        .map(|(at, track)| (&paths[*at], track.reach(draws)))
        .min_by(|a, b| a.1.days.p80.total_cmp(&b.1.days.p80))
        .ok_or(why.unwrap_or(NoDate::NoEstimate(Vec::new())))
}

/// A path, ready to be scheduled in one order.
struct Track<'w> {
    work: &'w Work,
    initiatives: Vec<InitiativeId>,
    project: Project,
    order: Order,
    dates_come: f64,
}

impl<'w> Track<'w> {
    /// Returns the path in the orders worth trying: as the model lists it, and longest chain first.
    fn of(
        model: &Model,
        work: &'w Work,
        initiatives: &[InitiativeId],
        dates_come: f64,
    ) -> Result<Vec<Self>, NoDate> {
        let unestimated: Vec<InitiativeId> =
            initiatives.iter().copied().filter(|id| work.item(*id).takes.is_none()).collect();
        if !unestimated.is_empty() {
            return Err(NoDate::NoEstimate(unestimated));
        }
        let project = project(model, work, initiatives).map_err(NoDate::Overstaffed)?;
        let listed: Vec<usize> = (0..initiatives.len()).collect();
        let longest = longest_chain_first(&project, &|at| work.mean_days(initiatives[at]).unwrap_or(0.0));
        let track = |order: &[usize]| Track {
            work,
            initiatives: initiatives.to_vec(),
            order: Order::new(&project, order),
            project: project.clone(),
            dates_come,
        };
        let mut tracks = vec![track(&listed)];
        if longest != listed {
            tracks.push(track(&longest));
        }
        Ok(tracks)
    }

    /// Calls `visit` with the day on which it is done and what it costs, draw by draw.
    fn each_draw(&self, draws: std::ops::Range<u32>, mut visit: impl FnMut(f64, f64)) {
        let mut schedule = Schedule::default();
        let mut days = vec![0.0; self.initiatives.len()];
        for draw in draws.map(u64::from) {
            let mut cost = 0.0;
            for (days, id) in days.iter_mut().zip(&self.initiatives) {
                *days = self.work.days(*id, draw).unwrap_or(f64::INFINITY);
                cost += self.work.cost(*id, draw, *days);
            }
            schedule.make(&self.project, &self.order, &days);
            let done = schedule.finishes().iter().copied().fold(self.dates_come, f64::max);
            visit(done, cost);
        }
    }

    fn p80(&self, draws: u32) -> f64 {
        let mut days = Vec::with_capacity(draws as usize);
        self.each_draw(0..draws, |day, _| days.push(day));
        stats::quantile_in_place(&mut days, 0.8)
    }

    fn reach(&self, draws: u32) -> Reach {
        const CHUNK: u32 = 256;
        let chunks: Vec<Vec<(f64, f64)>> = (0..draws.div_ceil(CHUNK))
            .into_par_iter()
            .map(|chunk| {
                let mut drawn = Vec::with_capacity(CHUNK as usize);
                let (from, to) = (chunk * CHUNK, ((chunk + 1) * CHUNK).min(draws));
                self.each_draw(from..to, |day, cost| drawn.push((day, cost)));
                drawn
            })
            .collect();
        let (mut days, mut costs): (Vec<f64>, Vec<f64>) = chunks.into_iter().flatten().unzip();
        days.sort_unstable_by(f64::total_cmp);
        costs.sort_unstable_by(f64::total_cmp);
        let works = self.initiatives.iter().map(|id| self.work.item(*id).odds).product();
        Reach {
            days: Quantiles::of_sorted(&days),
            cost: Quantiles::of_sorted(&costs),
            sorted_days: days,
            works,
        }
    }
}

/// Returns some initiatives as a project of the teams that do them; or those that need more people than a team has.
///
/// *Shape:* activity `i` is `initiatives[i]`; what comes before them and is not among them is taken as done.
fn project(model: &Model, work: &Work, initiatives: &[InitiativeId]) -> Result<Project, Vec<InitiativeId>> {
    let hundredths = |people: f64| (people * PERSON).round() as u32;
    let mut place = vec![usize::MAX; model.initiatives.len()];
    for (at, id) in initiatives.iter().enumerate() {
        place[id.0 as usize] = at;
    }
    // Only the teams that have work in it: a schedule costs time for every team it knows.
    let mut teams: Vec<TeamId> =
        initiatives.iter().flat_map(|id| &work.item(*id).staff).map(|(team, _)| *team).collect();
    teams.sort_unstable();
    teams.dedup();
    let seat = |team: &TeamId| teams.binary_search(team).expect("every team with work in it is seated");
    let activities: Vec<Activity> = (initiatives.iter())
        .map(|id| Activity {
            staff: work.item(*id).staff.iter().map(|(team, n)| (seat(team), hundredths(*n))).collect(),
            after: model[*id]
                .after
                .iter()
                .map(|id| place[id.0 as usize])
                .filter(|at| *at != usize::MAX)
                .collect(),
            not_before: work.item(*id).not_before,
            running: work.item(*id).progress == Progress::Started,
        })
        .collect();
    let people: Vec<u32> = teams.iter().map(|team| hundredths(model[*team].people)).collect();
    Project::new(&people, &activities).map_err(|_| {
        let over = |id: &InitiativeId| {
            work.item(*id).staff.iter().any(|(team, n)| hundredths(*n) > people[seat(team)])
        };
        initiatives.iter().copied().filter(over).collect()
    })
}

/// Returns the activities of a project by the length of the longest chain that begins with each, longest first.
pub fn longest_chain_first(project: &Project, mean_days: &impl Fn(usize) -> f64) -> Vec<usize> {
    let count = project.n_activities();
    let mut tail = vec![f64::NAN; count];
    let mut open: Vec<usize> = (0..count).collect();
    while let Some(at) = open.last().copied() {
        let next = project.before(at);
        match next.iter().find(|next| tail[**next as usize].is_nan()) {
            _ if !tail[at].is_nan() => {
                open.pop();
            }
            Some(next) => open.push(*next as usize),
            None => {
                tail[at] = mean_days(at) + next.iter().map(|next| tail[*next as usize]).fold(0.0, f64::max);
                open.pop();
            }
        }
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| tail[*b].total_cmp(&tail[*a]).then(a.cmp(b)));
    order
}

/// Returns the first day, in days from `as-of`, on which the dates that an outcome hangs on have all come, given
/// that its path is done; zero where it hangs on none.
///
/// *Cost:* one look at what is below the outcome for each halving of the dates there.
pub fn dates_come(model: &Model, graph: &Graph, holding: &Holding, outcome: Node, path: &Path) -> f64 {
    let below = graph.below(model, &[outcome]);
    let as_of = model.company.as_of;
    let presence = |node: Node| match node {
        Node::Capability(id) => model[id].have,
        Node::System(id) => model[id].live,
        _ => Presence::Known(true),
    };
    let from = |node: Node| match presence(node) {
        Presence::From(date) if date > as_of && holding.exists[model.node_index(node)] == Holds::No => {
            Some(date)
        }
        _ => None,
    };
    let mut dates: Vec<Date> =
        model.nodes().filter(|node| below[model.node_index(*node)]).filter_map(from).collect();
    dates.sort_unstable();
    dates.dedup();
    if dates.is_empty() {
        return 0.0;
    }
    let mut exists = holding.exists.clone();
    path.initiatives
        .iter()
        .flat_map(|id| &model[*id].delivers)
        .for_each(|node| exists[model.node_index(*node)] = Holds::Yes);
    let least = if path.sure { Holds::Yes } else { Holds::Unknown };
    let holds_by = |date: Option<Date>| {
        let mut exists = exists.clone();
        for node in graph.order().iter().filter(|node| below[model.node_index(**node)]) {
            if from(*node).is_some_and(|from| Some(from) <= date) {
                exists[model.node_index(*node)] = Holds::Yes;
            }
        }
        judge_within(model, graph, &below, &exists)[model.node_index(outcome)] >= least
    };
    if holds_by(None) {
        return 0.0;
    }
    let last = dates.partition_point(|date| !holds_by(Some(*date)));
    dates.get(last).map_or(f64::INFINITY, |date| days_between(as_of, *date))
}
