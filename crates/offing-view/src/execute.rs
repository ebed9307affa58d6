//! `offing execute`: when the chosen outcome will be there, what decides that date, and what each team should do now.

pub(crate) mod attention;
mod beat;
mod compared;
pub(crate) mod gantt;
mod items;
mod json;
mod proof;
pub(crate) mod team_tables;

pub(crate) use beat::split_lines;
pub use beat::{add_beat, beat_json, beat_page, split_json};
pub use items::{items_json, items_page};
pub use json::json;

use offing_analysis::execute::{Aim, Execute, Planned, PromiseChance};
use offing_analysis::reach::Quantiles;
use offing_analysis::words::{amount, days, percent, several};
use offing_model::units::Until;
use offing_model::{InitiativeId, Model, TeamId};

use crate::dates::{date_after, long, short, short_after};
use crate::names::Names;
use crate::page::{Align, Line, Page, Run, Table, Tone, left_out};

/// How many initiatives the tables of the page name.
const MOST_DECIDING: usize = 8;

/// How many promises they do.
const MOST_PROMISES: usize = 8;

/// From which share of draws on work is said to decide the date.
const DECIDES: f64 = 0.05;

/// Returns the page for people, its chart as wide as asked for.
pub fn page(model: &Model, execute: &Execute, width: usize) -> Page {
    let mut page = Page::default();
    page.heading(heading(model, execute));
    page.text(verdict(model, execute));
    if let Some(line) = decided_by(model, execute) {
        page.text(line);
    }
    attention::add(model, execute, &mut page);
    gantt::add(model, execute, width, &mut page);
    team_tables::now_and_next(model, execute, &mut page);
    deciding(model, execute, &mut page);
    team_tables::waiting(model, execute, &mut page);
    in_the_way(model, execute, &mut page);
    compared::add(model, execute, &mut page);
    proof::add(model, execute, &mut page);
    promises(model, execute, &mut page);
    terms(model, execute, &mut page);
    calibration(model, execute, &mut page);
    footing(model, execute, &mut page);
    page
}

fn heading(model: &Model, execute: &Execute) -> String {
    let company = &model.company;
    let what = execute.aim.outcome().map_or("all open work", |id| model[id].card.shown());
    format!("{}, {}: {what}", company.name, long(company.as_of))
}

pub(crate) fn date(model: &Model, days: f64) -> String {
    date_after(model, days).map_or_else(|| "never".to_owned(), long)
}

pub(crate) fn verdict(model: &Model, execute: &Execute) -> Line {
    match (&execute.aim, &execute.finish) {
        (Aim::Open(id, path), Some(finish)) => {
            let mut line = vec![
                Tone::Strong.say(format!(
                    "{} will be enabled by {} with 80 % confidence",
                    model[*id].card.shown(),
                    date(model, finish.days.p80)
                )),
                Tone::Plain.say(format!(
                    " (P50 {}, P95 {})",
                    date(model, finish.days.p50),
                    date(model, finish.days.p95)
                )),
            ];
            if execute.works < 1.0 {
                line.push(Tone::Plain.say(format!(
                    ", if its work succeeds, which has a chance of {}",
                    percent(execute.works)
                )));
            }
            if !path.sure {
                line.push(Tone::Warn.say(", and what is unknown proves to be there"));
            }
            line.push(Tone::Plain.say("."));
            line
        }
        (Aim::Enabled(id), _) => vec![
            Tone::Good.say(format!("{} is enabled already", model[*id].card.shown())),
            Tone::Plain.say(format!(
                "; what is left is to learn whether it is a business. {}",
                all_work(model, execute)
            )),
        ],
        (Aim::Blocked(id, missing), _) => vec![
            Tone::Bad.say(format!("{} has no date", model[*id].card.shown())),
            Tone::Plain.say(": no initiative delivers "),
            Tone::Code.say(Names::of(model).several(missing, 4)),
            Tone::Plain.say(format!(". {}", all_work(model, execute))),
        ],
        (Aim::Undated(id, ..), _) | (Aim::Open(id, _), None) => vec![
            Tone::Bad.say(format!("{} has no date", model[*id].card.shown())),
            Tone::Plain.say(format!(": part of its path has none; see below. {}", all_work(model, execute))),
        ],
        (Aim::NothingChosen, _) => vec![
            Tone::Warn.say("No outcome is chosen"),
            Tone::Plain.say(", so nothing says what goes first: mark one with "),
            Tone::Code.say("chosen: true"),
            Tone::Plain.say(format!(". {}", all_work(model, execute))),
        ],
    }
}

fn all_work(model: &Model, execute: &Execute) -> String {
    match execute.all_done {
        None => "No open initiative has a date.".to_owned(),
        Some(done) => format!(
            "{} planned, all done by {} (P50), {} (P80).",
            amount(execute.initiatives.len(), "initiative is", "initiatives are"),
            date(model, done.p50),
            date(model, done.p80)
        ),
    }
}

/// Returns what decides the date, in a sentence.
pub(crate) fn decided_by(model: &Model, execute: &Execute) -> Option<Line> {
    let finish = execute.finish?;
    let mut line = Vec::new();
    let first = by_criticality(execute).into_iter().next()?;
    if !execute.aim.has_date() || first.criticality < DECIDES {
        return None;
    }
    line.push(Tone::Code.say(name(model, first.initiative)));
    line.push(Tone::Plain.say(format!(
        " decides that date most: it is critical in {} of the draws",
        percent(first.criticality)
    )));
    if finish.waits_for_date >= DECIDES {
        line.push(Tone::Plain.say(format!(
            "; in {} the date waits for a day in the model, whatever is done",
            percent(finish.waits_for_date)
        )));
    }
    match execute.path_alone {
        Some(alone) if alone.is_real() && alone.p80 < 0.0 => line.push(
            Tone::Plain
                .say(format!(". Everything else held back, the P80 would be {} earlier", days(-alone.p80))),
        ),
        _ => line.push(Tone::Plain.say(". Other work does not hold it up")),
    }
    line.push(Tone::Plain.say("."));
    Some(line)
}

fn by_criticality(execute: &Execute) -> Vec<&Planned> {
    let mut order: Vec<&Planned> = execute.initiatives.iter().collect();
    order.sort_by(|a, b| {
        let influence = |one: &Planned| one.influence.abs();
        (b.criticality.total_cmp(&a.criticality)).then(influence(b).total_cmp(&influence(a)))
    });
    order
}

pub(crate) fn deciding(model: &Model, execute: &Execute, page: &mut Page) {
    let critical: Vec<&Planned> =
        by_criticality(execute).into_iter().filter(|one| one.criticality >= 0.005).collect();
    if critical.is_empty() {
        return;
    }
    let dated = execute.aim.has_date();
    page.heading(if dated { "What decides the date" } else { "What decides when all work is done" });
    let mut table = Table::new([
        ("Initiative", Align::Left),
        ("Start P50 / P80", Align::Right),
        ("Finish P50 / P80", Align::Right),
        ("Critical", Align::Right),
        ("Influence", Align::Right),
        ("", Align::Left),
    ]);
    for one in critical.iter().take(MOST_DECIDING) {
        let beside = if dated && !one.on_path { "off the path" } else { "" };
        table.row([
            Tone::Strong.say(name(model, one.initiative)),
            Tone::Plain.say(if one.started { "started".to_owned() } else { two_dates(model, &one.start) }),
            Tone::Plain.say(two_dates(model, &one.finish)),
            Tone::Plain.say(percent(one.criticality)),
            Tone::Plain.say(influence(one.influence)),
            Tone::Warn.say(beside),
        ]);
    }
    page.table(table);
    fold(critical.len(), MOST_DECIDING, page);
}

/// Says how many are left out of a table.
fn fold(all: usize, most: usize, page: &mut Page) {
    if all > most {
        page.item(left_out(all - most, "execute"));
    }
}

/// Returns a correlation in two decimals, with its sign.
fn influence(correlation: f64) -> String {
    let rounded = (correlation * 100.0).round() / 100.0;
    if rounded.abs() < 0.005 { "0".to_owned() } else { format!("{rounded:+.2}") }
}

pub(crate) fn two_dates(model: &Model, of: &Quantiles) -> String {
    if of.p80 <= 0.0 {
        return "now".to_owned();
    }
    format!("{} / {}", short_after(model, of.p50), short_after(model, of.p80))
}

pub(crate) fn name(model: &Model, id: InitiativeId) -> &str {
    model[id].card.name.as_str()
}

fn team_name(model: &Model, id: TeamId) -> &str {
    model[id].card.name.as_str()
}

fn names(model: &Model, ids: &[InitiativeId], most: usize) -> String {
    several(ids.iter().map(|id| name(model, *id).to_owned()).collect(), most)
}

pub(crate) fn in_the_way(model: &Model, execute: &Execute, page: &mut Page) {
    let real: Vec<_> = (execute.in_the_way.iter())
        .filter(|one| one.held_back.is_real() && one.held_back.p80 < 0.0)
        .collect();
    if real.is_empty() {
        return;
    }
    page.heading("Off the path, and in its way");
    for one in real {
        let started =
            execute.initiatives.iter().any(|other| other.initiative == one.initiative && other.started);
        let what = if started { "stopping it" } else { "holding it back" };
        page.item(vec![
            Tone::Code.say(name(model, one.initiative)),
            Tone::Plain.say(format!(
                " is critical in {} of the draws; {what} would bring the P80 forward by {}",
                percent(one.criticality),
                days(-one.held_back.p80)
            )),
        ]);
    }
}

pub(crate) fn promises(model: &Model, execute: &Execute, page: &mut Page) {
    if execute.promises.is_empty() && execute.horizon_promises.is_empty() {
        return;
    }
    page.heading("Promises");
    let head = [
        ("", Align::Left),
        ("Guarantee", Align::Left),
        ("Outcome", Align::Left),
        ("Promised", Align::Left),
        ("At", Align::Right),
        ("In this plan", Align::Right),
        ("If turned to", Align::Right),
    ];
    let mut table = Table::new(head).whole(&[0, 3, 4]);
    for promise in execute.promises.iter().take(MOST_PROMISES) {
        table.row([
            standing(promise.falls_short(), promise.waived),
            Tone::Strong.say(model[promise.guarantee].card.name.as_str()),
            Tone::Plain.say(model[promise.outcome].card.name.as_str()),
            Tone::Plain.say(promised(model, promise)),
            Tone::Plain.say(percent(promise.at)),
            Tone::Plain.say(percent(promise.in_plan)),
            Tone::Plain.say(percent(promise.if_turned_to)),
        ]);
    }
    page.table(table);
    fold(execute.promises.len(), MOST_PROMISES, page);
    for judged in &execute.horizon_promises {
        page.item(vec![
            standing(!judged.holds, judged.waived),
            Tone::Plain.say(" "),
            Tone::Strong.say(model[judged.guarantee].card.name.as_str()),
            Tone::Plain.say(format!(": {}; found {}", judged.wants, judged.found)),
        ]);
    }
}

/// Returns by when something was promised.
pub(crate) fn promised(model: &Model, promise: &PromiseChance) -> String {
    match promise.when {
        Until::Date(date) => format!("by {}", short(date, model.company.as_of)),
        Until::Days(limit) => format!("within {}", days(limit)),
    }
}

pub(crate) fn standing(falls_short: bool, waived: bool) -> Run {
    match (falls_short, waived) {
        (false, _) => Tone::Good.say("holds"),
        (true, true) => Tone::Warn.say("waived"),
        (true, false) => Tone::Bad.say("AT RISK"),
    }
}

pub(crate) fn terms(model: &Model, execute: &Execute, page: &mut Page) {
    let Some([short, medium, long]) = execute.horizons.shares() else { return };
    let all: f64 = execute.horizons.weeks.iter().sum();
    let aside = match execute.horizons.aside {
        aside if aside >= 0.5 => format!("; another {aside:.0} serve no outcome"),
        _ => String::new(),
    };
    page.text(vec![Tone::Plain.say(format!(
        "Planned work of {all:.0} person-weeks: {} for the short term (within {}), {} for the medium (within {}), {} \
         for the long{aside}.",
        percent(short),
        days(model.company.short_days),
        percent(medium),
        days(model.company.medium_days),
        percent(long),
    ))]);
}

pub(crate) fn calibration(model: &Model, execute: &Execute, page: &mut Page) {
    let calibration = &execute.calibration;
    if calibration.outturns.is_empty() {
        return;
    }
    page.heading("Do our estimates hold?");
    let mut table = Table::new([
        ("Team", Align::Left),
        ("Done", Align::Right),
        ("Inside its range", Align::Left),
        ("Took, against the median", Align::Left),
        ("Later estimates of the team", Align::Left),
    ]);
    for team in &calibration.teams {
        let record = &team.record;
        let inside = record.inside_chance.map_or_else(String::new, |(low, high)| {
            format!("{} of {} ({} to {})", record.inside, record.ranged, percent(low), percent(high))
        });
        let read = attention::how_read(model, calibration, team.team);
        table.row([
            Tone::Strong.say(team_name(model, team.team)),
            Tone::Plain.say(record.done.to_string()),
            if record.too_narrow() { Tone::Bad.say(inside) } else { Tone::Plain.say(inside) },
            Tone::Plain.say(record.overrun.map_or_else(String::new, attention::overrun)),
            Tone::Plain.say(read),
        ]);
    }
    page.table(table);
    let overall = &calibration.overall;
    if let (true, Some((low, high))) = (calibration.teams.len() > 1, overall.inside_chance) {
        page.text(vec![Tone::Plain.say(format!(
            "Together {} of {} fell inside their range ({} to {}; a 90 % range should hold nine in ten).",
            overall.inside,
            overall.ranged,
            percent(low),
            percent(high)
        ))]);
    }
}

fn footing(model: &Model, execute: &Execute, page: &mut Page) {
    let mut parts = crate::ensure::rests_on(model, &execute.calibration.corrections.assumptions(model));
    if let Some(last) = parts.last_mut() {
        last.push_str(" (`offing ensure --assumed`)");
    }
    let error = match execute.finish {
        Some(finish) if execute.aim.has_date() && finish.p80_error.is_finite() => {
            format!(" (the P80 to ± {})", days(finish.p80_error.max(0.5)))
        }
        _ => String::new(),
    };
    parts.push(format!("{} draws, seed {}{error}", execute.question.draws, execute.question.seed));
    let rest = "Dates assume that work succeeds. All of it: `--format json`.";
    page.text(vec![Tone::Faint.say(format!("{}. {rest}", parts.join("; ")))]);
}

#[cfg(test)]
mod tests;
