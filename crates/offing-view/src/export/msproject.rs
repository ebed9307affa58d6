//! Microsoft Project's XML: initiatives are tasks, teams resources, staff assignments, `after` finish-to-start links.
//!
//! A task has one duration: the mean of the range, in working time (40 hours a week). The range itself stands in the
//! task's notes, from where `offing import msproject` takes it again as long as the duration is the same.

use jiff::civil::Date;
use offing_model::{Initiative, InitiativeId, TeamId};

use super::{Exported, Scope};
use crate::gate::escaped;

/// Working minutes in a week.
const WEEK: f64 = 2_400.0;

pub(super) fn export(scope: &Scope<'_>) -> Exported {
    let model = scope.model;
    let start = model.company.as_of;
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Project xmlns=\"http://schemas.microsoft.com/project\">\n  \
         <SaveVersion>14</SaveVersion>\n  <Name>{}</Name>\n  <StartDate>{start}T08:00:00</StartDate>\n  \
         <MinutesPerDay>480</MinutesPerDay>\n  <MinutesPerWeek>2400</MinutesPerWeek>\n  \
         <DaysPerMonth>20</DaysPerMonth>\n  <Tasks>\n",
        escaped(&model.company.name)
    );
    let told = |id: &InitiativeId| scope.tells(&model[*id].card);
    let uid = |id: InitiativeId| id.0 + 1;
    for id in Initiative::ids(model).filter(told) {
        let after: Vec<u32> = model[id].after.iter().filter(|id| told(id)).map(|id| uid(*id)).collect();
        task(&mut text, uid(id), &model[id], &after, start);
    }
    text.push_str("  </Tasks>\n  <Resources>\n");
    let teams: Vec<TeamId> =
        offing_model::Team::ids(model).filter(|id| scope.tells(&model[*id].card)).collect();
    for id in &teams {
        let team = &model[*id];
        text.push_str(&format!(
            "    <Resource>\n      <UID>{0}</UID>\n      <ID>{0}</ID>\n      <Name>{1}</Name>\n      <Type>1</Type>\n      \
             <MaxUnits>{2}</MaxUnits>\n    </Resource>\n",
            id.0 + 1,
            escaped(&team.card.name),
            team.people
        ));
    }
    text.push_str("  </Resources>\n  <Assignments>\n");
    let mut nth = 0;
    for id in Initiative::ids(model).filter(told) {
        for (team, people) in model[id].staff.iter().filter(|(team, _)| teams.contains(team)) {
            nth += 1;
            text.push_str(&format!(
                "    <Assignment>\n      <UID>{nth}</UID>\n      <TaskUID>{}</TaskUID>\n      <ResourceUID>{}</ResourceUID>\n      \
                 <Units>{people}</Units>\n    </Assignment>\n",
                uid(id),
                team.0 + 1
            ));
        }
    }
    text.push_str("  </Assignments>\n</Project>\n");
    let open = |one: &&&Initiative| one.odds < 1.0 || one.tests.is_some();
    let initiatives = scope.of(&model.initiatives, |one| &one.card);
    let not_carried = vec![
        ("chances and experiments of initiatives".to_owned(), initiatives.iter().filter(open).count()),
        (
            "what initiatives deliver".to_owned(),
            initiatives.iter().filter(|one| !one.delivers.is_empty()).count(),
        ),
        ("outcomes, capabilities, systems and all else that is no work".to_owned(), model.node_count()),
    ];
    Exported { text, not_carried, ..Exported::default() }
}

fn task(text: &mut String, uid: u32, initiative: &Initiative, after: &[u32], start: Date) {
    let card = &initiative.card;
    let minutes = initiative.takes.map(|takes| (takes.mean() / 7.0 * WEEK).round() as u64);
    let started = initiative.started.unwrap_or(start);
    text.push_str(&format!(
        "    <Task>\n      <UID>{uid}</UID>\n      <ID>{uid}</ID>\n      <Name>{}</Name>\n      <Type>1</Type>\n      \
         <IsNull>0</IsNull>\n      <OutlineLevel>1</OutlineLevel>\n      <Start>{started}T08:00:00</Start>\n",
        escaped(card.shown())
    ));
    if let Some(minutes) = minutes {
        text.push_str(&format!(
            "      <Duration>PT{}H{}M0S</Duration>\n      <DurationFormat>9</DurationFormat>\n",
            minutes / 60,
            minutes % 60
        ));
    }
    text.push_str(&format!(
        "      <Estimated>{}</Estimated>\n      <Milestone>0</Milestone>\n      <Summary>0</Summary>\n      \
         <PercentComplete>{}</PercentComplete>\n",
        u8::from(initiative.takes.is_none_or(|takes| !takes.is_exact())),
        if initiative.done.is_some() { 100 } else { 0 }
    ));
    if let Some(day) = initiative.started {
        text.push_str(&format!("      <ActualStart>{day}T08:00:00</ActualStart>\n"));
    }
    if let Some(day) = initiative.done {
        text.push_str(&format!("      <ActualFinish>{day}T17:00:00</ActualFinish>\n"));
    }
    let mut notes = vec![format!("offing-name: {}", card.name)];
    if let Some(takes) = initiative.takes.filter(|takes| !takes.is_exact()) {
        notes.push(format!("offing-takes: {} to {} days", takes.low, takes.high));
    }
    notes.extend(card.note.clone());
    text.push_str(&format!("      <Notes>{}</Notes>\n", escaped(&notes.join("\n"))));
    for before in after {
        text.push_str(&format!(
            "      <PredecessorLink>\n        <PredecessorUID>{before}</PredecessorUID>\n        <Type>1</Type>\n      \
             </PredecessorLink>\n"
        ));
    }
    text.push_str("    </Task>\n");
}
