//! The initiatives of a made-up company, and who does them.

use super::dice::Dice;
use super::field;
use super::names::{Names, title};
use super::structure::{Structure, There, entry};

/// Persons a team has at least, so that any initiative can be staffed.
const TEAM: usize = 4;

/// Where an initiative stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Open,
    Started,
    Done,
    Dropped,
}

/// Returns the initiatives as they are written. Whatever is planned is delivered by one, in turn, if there are enough;
/// each waits for some that come before it.
pub fn initiatives(structure: &Structure, names: &Names, seed: u64) -> Vec<String> {
    let mut dice = Dice::about("initiatives", seed);
    let counts = &structure.counts;
    let of = |there: &[There], wanted: There, names: &[String]| -> Vec<String> {
        let fits = |(at, one): (usize, &There)| (*one == wanted).then(|| names[at].clone());
        there.iter().enumerate().filter_map(fits).collect()
    };
    let mut planned = of(&structure.capabilities, There::Planned, &names.capabilities);
    planned.extend(of(&structure.systems, There::Planned, &names.systems));
    planned.reverse();
    let there = of(&structure.capabilities, There::Yes, &names.capabilities);
    // What is planned must be brought, whatever the luck of stages: done work comes from what is left.
    let mut spare = counts.initiatives.saturating_sub(planned.len());
    let mut usable: Vec<usize> = Vec::new();
    let mut entries = Vec::new();
    for at in 0..counts.initiatives {
        let aside = spare > 0 && (planned.is_empty() || dice.percent(40));
        let mut text = format!("  {}:\n", names.initiatives[at]);
        field(&mut text, "title", title(&names.initiatives[at]));
        let stage = if aside {
            spare -= 1;
            dice.pick(&[Stage::Done, Stage::Done, Stage::Done, Stage::Dropped, Stage::Open])
        } else {
            dice.pick(&[Stage::Open, Stage::Open, Stage::Open, Stage::Open, Stage::Started])
        };
        if !aside && let Some(name) = planned.pop() {
            let mut brings = vec![name];
            let left_over = planned.len() > counts.initiatives - at - 1;
            if left_over || dice.percent(15) {
                brings.extend(planned.pop());
            }
            field(&mut text, "delivers", format!("[{}]", brings.join(", ")));
        } else if stage == Stage::Done && !there.is_empty() {
            field(&mut text, "delivers", format!("[{}]", there[dice.below(there.len())]));
        } else {
            let outcome = &names.outcomes[dice.below(counts.outcomes)];
            field(
                &mut text,
                "tests",
                format!("{{ outcome: {outcome}, accuracy: {}% }}", dice.between(60, 95)),
            );
        }
        when_and_who(&mut text, stage, &usable, names, &mut dice);
        if stage == Stage::Open || stage == Stage::Started {
            usable.push(at);
        }
        entries.push(text);
    }
    entries
}

fn when_and_who(text: &mut String, stage: Stage, before: &[usize], names: &Names, dice: &mut Dice) {
    field(text, "takes", dice.weeks());
    let teams = dice.between(1, 2);
    let teams = dice.several(teams, |dice| dice.below(names.teams.len()));
    let staff: Vec<String> =
        teams.into_iter().map(|team| format!("{}: {}", names.teams[team], dice.between(1, 3))).collect();
    field(text, "staff", format!("{{ {} }}", staff.join(", ")));
    if stage == Stage::Open && !before.is_empty() && dice.percent(35) {
        let count = dice.between(1, 2);
        let after = dice.several(count, |dice| before[before.len() - 1 - dice.below(before.len().min(40))]);
        let after: Vec<&str> = after.into_iter().map(|at| names.initiatives[at].as_str()).collect();
        field(text, "after", format!("[{}]", after.join(", ")));
    }
    if dice.percent(40) {
        let low = dice.between(1, 9) * 10;
        field(text, "cost", format!("{low}k to {}k", low * 3));
    }
    if dice.percent(25) {
        field(text, "odds", format!("{}%", dice.between(6, 9) * 10));
    }
    match stage {
        Stage::Open => {}
        Stage::Started => field(text, "started", dice.recent_day()),
        Stage::Done => {
            field(text, "started", dice.past_day());
            field(text, "done", dice.recent_day());
        }
        Stage::Dropped => field(text, "dropped", dice.recent_day()),
    }
}

/// Returns teams, people and departments as they are written.
pub fn organisation(structure: &Structure, names: &Names, seed: u64) -> String {
    let mut dice = Dice::about("organisation", seed);
    let counts = &structure.counts;
    let mut text = String::from("teams:\n");
    for name in &names.teams {
        let people = dice.between(TEAM, 12);
        let mut fields = vec![format!("people: {people}"), format!("cost-per-week: {}k", people * 3)];
        fields.insert(0, format!("lead: {}", names.people[dice.below(counts.people)]));
        entry(&mut text, name, &fields);
    }
    text.push_str("\npeople:\n");
    for (at, name) in names.people.iter().enumerate() {
        let job =
            dice.pick(&["Engineer", "Senior Engineer", "Staff Engineer", "Engineering Manager", "Designer"]);
        let mut fields = vec![format!("title: {job}"), format!("team: {}", names.teams[at % counts.teams])];
        if at > 0 {
            // Someone who comes earlier, so that nobody reports to themselves.
            fields.push(format!("reports-to: {}", names.people[(at - 1) / 6]));
        }
        if dice.percent(8) {
            let duty =
                dice.pick(&["lead-system", "focus-teams", "delivery-beat", "hire-engineers", "big-picture"]);
            fields.push(format!("does: [{duty}]"));
            fields.push(format!("outward: {}%", dice.between(1, 8) * 5));
        }
        if dice.percent(30) {
            fields.push(format!("risk: {}%", dice.between(2, 20)));
        }
        entry(&mut text, name, &fields);
    }
    text.push_str("\ndepartments:\n");
    for name in &names.departments {
        let relied = dice.several(4, |dice| dice.below(counts.capabilities));
        let relied: Vec<&str> = relied.into_iter().map(|at| names.capabilities[at].as_str()).collect();
        entry(&mut text, name, &[format!("relies-on: [{}]", relied.join(", "))]);
    }
    text
}
