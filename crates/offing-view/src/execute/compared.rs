//! What changes would do, beside the plan, under the same luck.

use offing_analysis::execute::{Aim, Change, Comparison, Execute, PromiseChance};
use offing_analysis::words::percent;
use offing_model::Model;
use offing_model::units::Until;

use super::team_tables::difference;
use super::{name, team_name};
use crate::dates::short_after;
use crate::page::{Align, Page, Run, Table, Tone};

/// How many promises are compared on the page.
const MOST_PROMISES: usize = 2;

/// Adds the comparison to the page, where one was asked for.
pub(super) fn add(model: &Model, execute: &Execute, page: &mut Page) {
    if execute.comparisons.is_empty() {
        return;
    }
    page.heading("What if");
    let dated = |promise: &&PromiseChance| matches!(promise.when, Until::Date(_));
    let promises: Vec<&PromiseChance> = execute.promises.iter().filter(dated).take(MOST_PROMISES).collect();
    let mut head = vec![
        (String::new(), Align::Left),
        ("P50".to_owned(), Align::Right),
        ("P80".to_owned(), Align::Right),
        ("Against the plan: P80".to_owned(), Align::Left),
    ];
    let of_promise =
        |promise: &&PromiseChance| (format!("Keeps {}", model[promise.guarantee].card.name), Align::Right);
    head.extend(promises.iter().map(of_promise));
    let mut table = Table { head, ..Table::default() }.whole(&[1, 2]);
    let dates = |quantiles: Option<&offing_analysis::reach::Quantiles>| match quantiles {
        Some(of) => [of.p50, of.p80].map(|days| Tone::Plain.say(short_after(model, days))),
        None => [Tone::Faint.say("no date"), Tone::Faint.say("no date")],
    };
    let mut plan = vec![Tone::Strong.say("the plan")];
    plan.extend(dates(execute.finish.as_ref().map(|finish| &finish.days)));
    plan.push(Tone::Plain.say(""));
    plan.extend(promises.iter().map(|promise| Tone::Plain.say(percent(promise.chance()))));
    table.rows.push(plan);
    for comparison in &execute.comparisons {
        let mut row = vec![Tone::Strong.say(changes(model, &comparison.changes))];
        row.extend(dates(comparison.finish.as_ref()));
        row.push(effect(model, comparison));
        row.extend(promises.iter().map(|promise| chance(comparison, promise)));
        table.rows.push(row);
    }
    page.table(table);
}

fn effect(model: &Model, comparison: &Comparison) -> Run {
    let mut run = match (&comparison.difference, &comparison.aim) {
        (Some(of), _) => difference(of),
        (None, Aim::Blocked(id, _)) => Tone::Bad.say(format!("{} would be blocked", model[*id].card.shown())),
        (None, _) => Tone::Faint.say("can not be compared"),
    };
    if comparison.other_path && comparison.difference.is_some() {
        run.text.push_str(", by another path");
    }
    run
}

fn chance(comparison: &Comparison, of: &PromiseChance) -> Run {
    let same = |one: &&PromiseChance| (one.guarantee, one.outcome) == (of.guarantee, of.outcome);
    Tone::Plain
        .say(comparison.promises.iter().find(same).map_or_else(String::new, |one| percent(one.chance())))
}

/// Returns changes in words.
pub(super) fn changes(model: &Model, changes: &[Change]) -> String {
    let all: Vec<String> = changes.iter().map(|change| one(model, *change)).collect();
    all.join(", ")
}

fn one(model: &Model, change: Change) -> String {
    match change {
        Change::People(team, people) => format!("team:{}={people}", team_name(model, team)),
        Change::Dropped(id) => format!("without {}", name(model, id)),
        Change::NotBefore(id, date) => format!("{} from {date} on", name(model, id)),
        _ => change.text(model),
    }
}
