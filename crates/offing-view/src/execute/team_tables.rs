//! Teams and leads: what to do now and next, and where work waits for people.

use offing_analysis::execute::{Difference, Execute, Next, TeamLoad, Waits};
use offing_analysis::words::{days, percent};
use offing_model::{InitiativeId, Model};

use super::gantt::CRITICAL;
use super::{name, names, team_name};
use crate::dates::short_after;
use crate::page::{Align, Page, Run, Table, Tone};

/// How many teams and leads a table of the page names.
const MOST: usize = 14;

/// How much of what is in progress, or comes next, is named.
const MOST_NAMED: usize = 3;

/// Adds what each team and lead should do now and next.
pub(crate) fn now_and_next(model: &Model, execute: &Execute, page: &mut Page) {
    let mut teams: Vec<&TeamLoad> =
        execute.teams.iter().filter(|load| !load.now.is_empty() || !load.next.is_empty()).collect();
    teams.sort_by_key(|load| load.team);
    let idle: Vec<&str> = (execute.teams.iter())
        .filter(|load| load.now.is_empty() && load.next.is_empty())
        .map(|load| team_name(model, load.team))
        .collect();
    let nobody: Vec<InitiativeId> = (execute.initiatives.iter())
        .filter(|one| one.now && model[one.initiative].staff.is_empty())
        .map(|one| one.initiative)
        .collect();
    if teams.is_empty() && nobody.is_empty() {
        return;
    }
    page.heading("Now and next");
    let mut table = Table::new([
        ("Team", Align::Left),
        ("Busy", Align::Right),
        ("Now", Align::Left),
        ("Next", Align::Left),
    ]);
    for load in teams.iter().take(MOST) {
        table.row([
            Tone::Strong.say(team_name(model, load.team)),
            busy(load),
            now(model, execute, &load.now),
            Tone::Plain.say(next(model, &load.next)),
        ]);
    }
    page.table(table);
    super::fold(teams.len(), MOST, page);
    if !nobody.is_empty() {
        page.item(vec![
            Tone::Plain.say("Keeping nobody busy, and going on: "),
            Tone::Code.say(names(model, &nobody, 4)),
        ]);
    }
    if !idle.is_empty() {
        let idle = idle.into_iter().map(str::to_owned).collect();
        let idle = offing_analysis::words::several(idle, 4);
        page.item(vec![Tone::Plain.say("Nothing is planned for "), Tone::Code.say(idle)]);
    }
    leads(model, execute, page);
}

fn busy(load: &TeamLoad) -> Run {
    let text = format!("{} of {}", people(load.busy), people(load.people));
    if load.busy > load.people { Tone::Warn.say(text) } else { Tone::Plain.say(text) }
}

fn people(count: f64) -> String {
    let text = format!("{count:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

fn now(model: &Model, execute: &Execute, ids: &[InitiativeId]) -> Run {
    if ids.is_empty() {
        return Tone::Faint.say("nothing");
    }
    let starts = |id: &InitiativeId| {
        let planned = execute.initiatives.iter().find(|one| one.initiative == *id);
        let verb = if planned.is_some_and(|one| one.started) { "" } else { "start " };
        let mark = if planned.is_some_and(|one| one.criticality >= CRITICAL) { " ◆" } else { "" };
        format!("{verb}{}{mark}", name(model, *id))
    };
    Tone::Plain.say(offing_analysis::words::several(ids.iter().map(starts).collect(), MOST_NAMED))
}

fn next(model: &Model, next: &[Next]) -> String {
    let tell = |one: &Next| {
        let why = match &one.waits {
            Waits::After(before) => format!(", after {}", names(model, before, 2)),
            Waits::People(_) => ", when there are people".to_owned(),
            Waits::Nothing | Waits::Day(_) => String::new(),
        };
        format!("{} ({}{why})", name(model, one.initiative), short_after(model, one.start_days))
    };
    offing_analysis::words::several(next.iter().map(tell).collect(), 2)
}

fn leads(model: &Model, execute: &Execute, page: &mut Page) {
    if execute.leads.is_empty() {
        return;
    }
    let mut table = Table::new([("Lead", Align::Left), ("Now", Align::Left), ("Next", Align::Left)]);
    for lead in execute.leads.iter().take(MOST) {
        let coming: Vec<InitiativeId> = lead.next.iter().map(|next| next.initiative).collect();
        table.row([
            Tone::Strong.say(model[lead.person].card.name.as_str()),
            now(model, execute, &lead.now),
            Tone::Plain.say(names(model, &coming, MOST_NAMED)),
        ]);
    }
    page.table(table);
    super::fold(execute.leads.len(), MOST, page);
}

/// Adds the teams that work waits for, and what one more person in each would gain.
pub(crate) fn waiting(model: &Model, execute: &Execute, page: &mut Page) {
    let waited: Vec<&TeamLoad> = execute.teams.iter().filter(|load| load.waits.share > 0.0).collect();
    if waited.is_empty() {
        return;
    }
    page.heading("Work waits for");
    let aim = if execute.aim.has_date() { "Holds the date up" } else { "Holds all work up" };
    let mut table = Table::new([
        ("Team", Align::Left),
        ("People", Align::Right),
        ("Any work waits", Align::Left),
        (aim, Align::Left),
        ("One more person: P80", Align::Left),
    ]);
    for load in waited.iter().take(MOST) {
        let waits = &load.waits;
        table.row([
            Tone::Strong.say(team_name(model, load.team)),
            Tone::Plain.say(people(load.people)),
            Tone::Plain.say(wait(waits.share, waits.mean)),
            Tone::Plain.say(wait(waits.critical_share, waits.critical_mean)),
            load.one_more.as_ref().map_or_else(|| Tone::Faint.say("no date"), difference),
        ]);
    }
    page.table(table);
    super::fold(waited.len(), MOST, page);
}

fn wait(share: f64, mean: f64) -> String {
    if share <= 0.0 {
        return "never".to_owned();
    }
    format!("in {} of draws, {} on average", percent(share), days(mean))
}

/// Returns a difference of dates in words; what luck explains is no difference.
pub(super) fn difference(of: &Difference) -> Run {
    if !of.is_real() {
        return Tone::Faint.say("no difference");
    }
    // A standard error below a tenth of a day says nothing more.
    let error = if of.p80_error >= 0.05 { format!(" ± {:.1} days", of.p80_error) } else { String::new() };
    if of.p80 < 0.0 {
        Tone::Good.say(format!("{} earlier{error}", days(-of.p80)))
    } else {
        Tone::Bad.say(format!("{} later{error}", days(of.p80)))
    }
}
