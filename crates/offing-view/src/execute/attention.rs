//! What a leader should look at before anything else: promises at risk, work that is late, work without a date,
//! ranges too narrow. Each with what to do about it.

use offing_analysis::calibration::{Calibration, ENOUGH, Overrun};
use offing_analysis::execute::{Aim, Execute, PromiseChance, Undated};
use offing_analysis::reach::NoDate;
use offing_analysis::words::{days, percent, range, several};
use offing_model::{Model, TeamId};

use super::{name, names, promised, team_name};
use crate::page::{Line, Page, Run, Tone, left_out};

/// How many things are named at most.
const MOST: usize = 10;

/// Adds them to the page.
pub(crate) fn add(model: &Model, execute: &Execute, page: &mut Page) {
    let mut lines = at_risk(model, execute);
    lines.extend(path_without_date(model, execute));
    lines.extend(overdue(model, execute));
    lines.extend(undated(model, execute));
    lines.extend(narrow(model, execute));
    if lines.is_empty() {
        return;
    }
    page.heading("Look at");
    let rest = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    lines.into_iter().for_each(|line| page.item(line));
    if rest > 0 {
        page.item(left_out(rest, "execute"));
    }
}

/// Tells each guarantee at risk once, with the outcomes that fall short of it.
fn at_risk(model: &Model, execute: &Execute) -> Vec<Line> {
    let mut grouped: Vec<Vec<&PromiseChance>> = Vec::new();
    for promise in execute.promises.iter().filter(|promise| promise.at_risk()) {
        match grouped.iter_mut().find(|group| group[0].guarantee == promise.guarantee) {
            Some(group) => group.push(promise),
            None => grouped.push(vec![promise]),
        }
    }
    let tell = |group: &Vec<&PromiseChance>| {
        let first = group[0];
        let short = |promise: &&PromiseChance| {
            format!("{} stands at {}", model[promise.outcome].card.shown(), percent(promise.chance()))
        };
        vec![
            Tone::Bad.say("Promise at risk: "),
            Tone::Code.say(model[first.guarantee].card.name.as_str()),
            Tone::Plain.say(format!(
                ", {} at {}: {}",
                promised(model, first),
                percent(first.at),
                several(group.iter().map(short).collect(), 3)
            )),
        ]
    };
    grouped.iter().map(tell).collect()
}

fn path_without_date(model: &Model, execute: &Execute) -> Option<Line> {
    let Aim::Undated(id, _, why) = &execute.aim else { return None };
    let shown = model[*id].card.shown();
    Some(match why {
        NoDate::NoEstimate(missing) => vec![
            Tone::Bad.say(format!("{shown} waits for an estimate of ")),
            Tone::Code.say(names(model, missing, 4)),
            Tone::Plain.say(": say how long it takes, such as "),
            Tone::Code.say("takes: 3 to 9 weeks"),
        ],
        NoDate::Overstaffed(over) => vec![
            Tone::Bad.say(format!("{shown} waits for people: ")),
            Tone::Code.say(names(model, over, 4)),
            Tone::Plain.say(" needs more of a team than there are"),
        ],
    })
}

fn overdue(model: &Model, execute: &Execute) -> Vec<Line> {
    let tell = |late: &offing_analysis::execute::Overdue| {
        vec![
            Tone::Warn.say("Past its P80: "),
            Tone::Code.say(name(model, late.initiative)),
            Tone::Plain.say(format!(
                " has taken {} where {} was expected at 80 %; another {} (P50) to {} (P80) to come",
                days(late.elapsed),
                days(late.p80),
                days(late.left.p50),
                days(late.left.p80)
            )),
        ]
    };
    execute.overdue.iter().map(tell).collect()
}

fn undated(model: &Model, execute: &Execute) -> Vec<Line> {
    let tell = |(id, why): &(offing_model::InitiativeId, Undated)| {
        let mut line = vec![Tone::Warn.say("No date: "), Tone::Code.say(name(model, *id))];
        line.extend(match why {
            Undated::NoEstimate => {
                vec![Tone::Plain.say(" has no estimate: add "), Tone::Code.say("takes: 3 to 9 weeks")]
            }
            Undated::Overstaffed { team, needs, people } => vec![
                Tone::Plain.say(format!(
                    " needs {needs} of {}, which has {people}: split it, ask for fewer, or compare ",
                    team_name(model, *team)
                )),
                Tone::Code
                    .say(format!("--what-if team:{}={needs}", team_name(model, *team)))
                    .on_pages(more_people(model, *team, *needs)),
            ],
            Undated::AfterDropped(before) => vec![
                Tone::Plain.say(" comes after "),
                Tone::Code.say(name(model, *before)),
                Tone::Plain.say(", which was dropped: drop it too, or let it come after something else"),
            ],
            Undated::After(before) => vec![
                Tone::Plain.say(" comes after "),
                Tone::Code.say(name(model, *before)),
                Tone::Plain.say(", which has none"),
            ],
        });
        line
    };
    execute.undated.iter().map(tell).collect()
}

fn narrow(model: &Model, execute: &Execute) -> Vec<Line> {
    let calibration = &execute.calibration;
    let narrow = calibration.teams.iter().filter(|team| team.record.too_narrow());
    let tell = |team: &offing_analysis::calibration::TeamRecord| {
        let record = &team.record;
        let mut line = vec![
            Tone::Warn.say("Ranges too narrow: "),
            Tone::Code.say(team_name(model, team.team)),
            Tone::Plain.say(format!(
                " stayed inside in {} of {}, where nine in ten should",
                record.inside, record.ranged
            )),
        ];
        let last =
            calibration.outturns.iter().rev().find(|one| one.team == Some(team.team) && one.score.is_some());
        if let (Some(correction), Some(last)) = (team.correction, last) {
            let (low, high) = last.estimated_days;
            let (as_low, as_high) = correction.interval(low, high);
            line.push(Tone::Plain.say(format!(
                "; what it calls {} has meant {}",
                range(low, high),
                range(as_low, as_high)
            )));
        } else {
            line.push(
                Tone::Plain.say(
                    "; before the next estimate, ask how long the last three things like it really took",
                ),
            );
        }
        line
    };
    narrow.map(tell).collect()
}

/// Returns how the later estimates of a team are read.
pub(super) fn how_read(model: &Model, calibration: &Calibration, team: TeamId) -> String {
    let record = calibration.teams.iter().find(|record| record.team == team);
    let Some(correction) = calibration.corrections.of_team(team) else {
        let ranged = record.map_or(0, |record| record.record.ranged);
        return format!("as written ({ranged} of {ENOUGH} done that it takes)");
    };
    let open = (model.initiatives.iter()).find(|one| {
        let own = one.staff.first().is_some_and(|(of, _)| *of == team);
        let range = one.takes.is_some_and(|takes| !takes.is_exact());
        own && range && one.progress(model.company.as_of) != offing_model::Progress::Done
    });
    match open.and_then(|one| one.takes.map(|takes| (one, takes))) {
        Some((one, takes)) => {
            let (low, high) = correction.interval(takes.low, takes.high);
            format!(
                "corrected: {} of `{}` are read as {}",
                range(takes.low, takes.high),
                one.card.name,
                range(low, high)
            )
        }
        None => "will be corrected".to_owned(),
    }
}

/// Returns by which factor work ran over.
pub(super) fn overrun(overrun: Overrun) -> String {
    match overrun.interval {
        Some((low, high)) => format!("{:.2} times ({low:.2} to {high:.2})", overrun.factor),
        None => format!("{:.2} times", overrun.factor),
    }
}
/// Returns what leads to the plan of a team that has so many people.
fn more_people(model: &Model, team: TeamId, people: f64) -> Run {
    let change = format!("team:{}={people}", team_name(model, team));
    Tone::Plain.say(format!("what if it had {people}")).to_what_if(change)
}
