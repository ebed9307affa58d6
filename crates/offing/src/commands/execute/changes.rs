//! `--what-if team:web=5`, `--without NAME`, `--start NAME=DATE`: texts to changes.

use anyhow::{Context, bail};
use offing_analysis::execute::Change;
use offing_model::units::days_between;
use offing_model::{InitiativeId, Model, Named, Progress};

use crate::commands::ensure::one;

/// The largest team anybody asks about.
const MOST_PEOPLE: f64 = 100_000.0;

/// Returns the changes that options name, in the order of the options.
pub(super) fn read(
    model: &Model,
    what_if: &[String],
    without: &[String],
    start: &[String],
) -> anyhow::Result<Vec<Change>> {
    let people = what_if.iter().map(|text| people(model, text));
    let without = without.iter().map(|name| Ok(Change::Without(open(model, name)?)));
    let start = start.iter().map(|text| not_before(model, text));
    people.chain(without).chain(start).collect()
}

fn people(model: &Model, text: &str) -> anyhow::Result<Change> {
    let Some((name, count)) = text.rsplit_once('=') else {
        bail!("`--what-if {text}` says no number: write `--what-if team:NAME=5`");
    };
    let Named::Team(team) = one(model, name.trim(), |named| matches!(named, Named::Team(_)))? else {
        bail!("`{name}` is no team");
    };
    let people: f64 =
        count.trim().parse().ok().filter(|count| (0.0..=MOST_PEOPLE).contains(count)).with_context(|| {
            format!("`{count}` is no number of people: write `--what-if team:{}=5`", model[team].card.name)
        })?;
    Ok(Change::People(team, people))
}

fn not_before(model: &Model, text: &str) -> anyhow::Result<Change> {
    let Some((name, date)) = text.rsplit_once('=') else {
        bail!("`--start {text}` says no day: write `--start NAME=2026-05-01`");
    };
    let id = open(model, name.trim())?;
    if model[id].progress(model.company.as_of) == Progress::Started {
        bail!("`{name}` has started already; `--start` is for what has not");
    }
    let date: jiff::civil::Date = date.trim().parse().ok().with_context(|| {
        format!("`{date}` is no day of the calendar: write it as `--start {name}=2026-05-01`")
    })?;
    Ok(Change::NotBefore(id, days_between(model.company.as_of, date).max(0.0)))
}

/// Returns the initiative that a name means, if it is still to be done.
fn open(model: &Model, name: &str) -> anyhow::Result<InitiativeId> {
    let Named::Initiative(id) = one(model, name, |named| matches!(named, Named::Initiative(_)))? else {
        bail!("`{name}` is no initiative");
    };
    match model[id].progress(model.company.as_of) {
        Progress::Done => bail!("`{name}` is done: nothing about it can change"),
        Progress::Dropped => bail!("`{name}` was dropped already"),
        Progress::Waiting | Progress::Started => Ok(id),
    }
}
