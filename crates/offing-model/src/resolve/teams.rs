//! Teams, and how many people they have where nobody said.

use super::bind::Binder;
use crate::assumed::Assumed;
use crate::draft::TeamDraft;
use crate::field::Name;
use crate::model::*;

/// Binds a team; a team without `people` gets none here, and its number from [`filled`].
pub(super) fn team(name: &Name, draft: &TeamDraft, bind: &mut Binder<'_, '_>) -> Team {
    Team {
        card: bind.card(name, &draft.card),
        lead: bind.one(draft.lead.as_ref(), PersonId),
        people: draft.people.as_ref().map_or(f64::NAN, |people| people.value.0),
        cost_per_week: draft.cost_per_week.as_ref().map(|cost| cost.value.0),
    }
}

/// Gives teams that say nothing their number of people: the persons who name them; where none do, as many as
/// their largest initiative needs (DESIGN 4.0).
pub(super) fn filled(mut model: Model, assumed: &mut Assumed) -> Model {
    let mut named = vec![0usize; model.teams.len()];
    for team in model.people.iter().filter_map(|person| person.team) {
        named[team.0 as usize] += 1;
    }
    let mut needed = vec![0.0f64; model.teams.len()];
    for (team, people) in model.initiatives.iter().flat_map(|initiative| &initiative.staff) {
        let most = &mut needed[team.0 as usize];
        *most = most.max(*people);
    }
    for (at, team) in model.teams.iter_mut().enumerate().filter(|(_, team)| team.people.is_nan()) {
        let (people, why) = match named[at] {
            0 => (needed[at], "as many as its largest initiative needs"),
            named => (named as f64, "the persons who name it"),
        };
        assumed.push(&team.card.name, format!("{} people: {why}", crate::units::trim(people)));
        team.people = people;
    }
    model
}
