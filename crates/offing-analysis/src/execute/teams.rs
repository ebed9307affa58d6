//! Which team holds the date up, and what would another person gain?

use offing_math::forecast::{Forecast, TeamWait};
use offing_model::{InitiativeId, Team, TeamId};

use super::order::best_for;
use super::planning::Planning;
use super::tasks::{self, Next};
use super::{Difference, Planned, Step};

/// One team in the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct TeamLoad {
    /// The team.
    pub team: TeamId,
    /// How many it has.
    pub people: f64,
    /// How many of them are busy today if the plan is followed.
    pub busy: f64,
    /// How much work waits for it.
    pub waits: TeamWait,
    /// What one more person would do to the date; `None` where there is none, or no work waits for the team.
    pub one_more: Option<Difference>,
    /// What should be in progress today.
    pub now: Vec<InitiativeId>,
    /// What comes next, the soonest first.
    pub next: Vec<Next>,
}

/// Work off the path that holds the chosen outcome up.
#[derive(Debug, Clone, PartialEq)]
pub struct InTheWay {
    /// Which.
    pub initiative: InitiativeId,
    /// Share of the draws in which it is critical.
    pub criticality: f64,
    /// What holding it back until the outcome is enabled would do to the date.
    pub held_back: Difference,
}

/// From which share of draws on work off the path is looked at.
const IN_THE_WAY: f64 = 0.05;

/// How much of it is looked at.
const MOST_IN_THE_WAY: usize = 5;

/// Returns every team that has people or work: those that hold up the date most first.
pub(super) fn loads(
    planning: &Planning<'_>,
    forecast: &Forecast,
    planned: &[Planned],
    dates: &[f64],
    watch: &mut dyn FnMut(Step),
) -> Vec<TeamLoad> {
    let open = &planning.open;
    let of = open.model.teams.len() as u64;
    let mut loads: Vec<TeamLoad> = Team::ids(open.model)
        .map(|team| {
            watch(Step { what: "teams", done: u64::from(team.0), of });
            let waits = forecast.teams[team.0 as usize];
            let one_more = (waits.share > 0.0).then(|| one_more(planning, team, dates)).flatten();
            let people = open.model[team].people;
            let people_on = |id: InitiativeId| -> f64 {
                let staff = open.work.item(id).staff.iter();
                staff.filter(|(of, _)| *of == team).map(|(_, people)| people).sum()
            };
            let (now, next) = tasks::of(planned.iter().filter(|one| people_on(one.initiative) > 0.0));
            let busy = now.iter().map(|id| people_on(*id)).sum();
            TeamLoad { team, people, busy, waits, one_more, now, next }
        })
        .filter(|load| load.people > 0.0 || !load.now.is_empty() || !load.next.is_empty())
        .collect();
    let held = |load: &TeamLoad| (load.waits.critical_share * load.waits.critical_mean, load.waits.mean);
    loads.sort_by(|a, b| {
        let ((a_critical, a_any), (b_critical, b_any)) = (held(a), held(b));
        b_critical.total_cmp(&a_critical).then(b_any.total_cmp(&a_any)).then(a.team.cmp(&b.team))
    });
    loads
}

/// Returns by how much one more person in a team moves the date, under the same luck.
fn one_more(planning: &Planning<'_>, team: TeamId, dates: &[f64]) -> Option<Difference> {
    let project = planning.open.with_one_more(team);
    let order = best_for(&planning.open, &planning.goal, &project, &planning.order);
    Difference::between(dates, &planning.dates_under(&project, &order, dates.len() as u32))
}

/// Returns the work off the path that is critical often, with what holding it back would gain.
pub(super) fn in_the_way(planning: &Planning<'_>, forecast: &Forecast, dates: &[f64]) -> Vec<InTheWay> {
    let (Some(_), Some(path)) = (&planning.chosen, planning.aim.path()) else { return Vec::new() };
    let open = &planning.open;
    let mut off: Vec<usize> = (planning.order.iter().copied())
        .filter(|at| {
            forecast.criticality[*at] >= IN_THE_WAY && !path.initiatives.contains(&open.initiatives[*at])
        })
        .collect();
    off.sort_by(|a, b| forecast.criticality[*b].total_cmp(&forecast.criticality[*a]).then(a.cmp(b)));
    off.truncate(MOST_IN_THE_WAY);
    (off.into_iter())
        .filter_map(|at| {
            let without: Vec<usize> = planning.order.iter().copied().filter(|other| *other != at).collect();
            let then = planning.dates_under(&open.project, &without, dates.len() as u32);
            Some(InTheWay {
                initiative: open.initiatives[at],
                criticality: forecast.criticality[at],
                held_back: Difference::between(dates, &then)?,
            })
        })
        .collect()
}

/// Returns what holding back everything off the path would do to the date.
pub(super) fn path_alone(planning: &Planning<'_>, dates: &[f64]) -> Option<Difference> {
    let (Some(_), Some(path)) = (&planning.chosen, planning.aim.path()) else { return None };
    let on_path = |at: &usize| path.initiatives.contains(&planning.open.initiatives[*at]);
    let only: Vec<usize> = planning.order.iter().copied().filter(on_path).collect();
    let then = planning.dates_under(&planning.open.project, &only, dates.len() as u32);
    Difference::between(dates, &then)
}
