//! What should each team and lead do now, and what comes next?

use offing_model::{InitiativeId, Model, Node, PersonId, TeamId};

use super::Planned;
use super::planning::Planning;

/// What an initiative waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum Waits {
    /// It is in progress, or can begin today.
    Nothing,
    /// For these to be done.
    After(Vec<InitiativeId>),
    /// For people of these teams.
    People(Vec<TeamId>),
    /// For a day.
    Day(f64),
}

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub struct Next {
    /// Which initiative.
    pub initiative: InitiativeId,
    /// When it is likely to start, in days from `as-of` (P50).
    pub start_days: f64,
    /// What it waits for.
    pub waits: Waits,
}

/// What a lead has to see to.
#[derive(Debug, Clone, PartialEq)]
pub struct LeadTasks {
    /// The lead.
    pub person: PersonId,
    /// What should be in progress today.
    pub now: Vec<InitiativeId>,
    /// What comes next, the soonest first.
    pub next: Vec<Next>,
}

/// Says of every planned initiative that does not start now what it waits for.
pub(super) fn say_what_each_waits_for(planning: &Planning<'_>, planned: &mut [Planned]) {
    let open = &planning.open;
    let model = open.model;
    for one in planned.iter_mut().filter(|one| !one.now) {
        let before: Vec<InitiativeId> =
            model[one.initiative].after.iter().copied().filter(|id| open.activity(*id).is_some()).collect();
        let not_before = open.work.item(one.initiative).not_before;
        one.waits = if !before.is_empty() {
            Waits::After(before)
        } else if not_before > 0.0 && one.start.p50 <= not_before {
            Waits::Day(not_before)
        } else {
            let at = open.activity(one.initiative);
            Waits::People(at.map_or_else(Vec::new, |at| short_teams(planning, at)))
        };
    }
}

/// Returns the teams of an activity that are short of people today; all of its teams where none is.
fn short_teams(planning: &Planning<'_>, activity: usize) -> Vec<TeamId> {
    let project = &planning.open.project;
    let staff = project.staff(activity);
    let mut free: Vec<i32> = project.people().to_vec();
    let ahead = planning.order.iter().take_while(|at| **at != activity);
    // Those ahead in the order take theirs first; who fits of them does not matter to who is short.
    for at in ahead.filter(|at| project.is_running(**at) || project.after(**at).is_empty()) {
        project.staff(*at).iter().for_each(|(team, people)| free[*team as usize] -= people);
    }
    let named = |(team, _): &(u32, i32)| TeamId(*team);
    let short: Vec<TeamId> =
        staff.iter().filter(|(team, people)| free[*team as usize] < *people).map(named).collect();
    if short.is_empty() { staff.iter().map(named).collect() } else { short }
}

/// Returns what is in progress today, and what comes next, of some initiatives.
pub(super) fn of<'p>(planned: impl Iterator<Item = &'p Planned>) -> (Vec<InitiativeId>, Vec<Next>) {
    let (now, later): (Vec<&Planned>, Vec<&Planned>) = planned.partition(|one| one.now);
    let mut next: Vec<Next> = (later.iter())
        .map(|one| Next { initiative: one.initiative, start_days: one.start.p50, waits: one.waits.clone() })
        .collect();
    next.sort_by(|a, b| a.start_days.total_cmp(&b.start_days));
    (now.iter().map(|one| one.initiative).collect(), next)
}

/// Returns what each lead has to see to: the leads of the systems that work delivers, or else of its first team.
pub(super) fn leads(model: &Model, planned: &[Planned]) -> Vec<LeadTasks> {
    let led: Vec<Vec<PersonId>> = planned.iter().map(|one| leads_of(model, one.initiative)).collect();
    offing_model::Person::ids(model)
        .filter_map(|person| {
            let own = planned.iter().zip(&led).filter(|(_, led)| led.contains(&person)).map(|(one, _)| one);
            let (now, next) = of(own);
            let any = !now.is_empty() || !next.is_empty();
            any.then_some(LeadTasks { person, now, next })
        })
        .collect()
}

fn leads_of(model: &Model, id: InitiativeId) -> Vec<PersonId> {
    let system_lead = |node: &Node| match node {
        Node::System(id) => model[*id].lead,
        _ => None,
    };
    let mut leads: Vec<PersonId> = model[id].delivers.iter().filter_map(system_lead).collect();
    if leads.is_empty() {
        leads.extend(model[id].staff.first().and_then(|(team, _)| model[*team].lead));
    }
    leads.sort_unstable();
    leads.dedup();
    leads
}
