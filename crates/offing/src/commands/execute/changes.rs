//! `--what-if team:web=5`, `--without NAME`, `--start NAME=DATE`: texts to changes.

use anyhow::bail;
use offing_analysis::change::{Change, NoChange};
use offing_model::Model;

/// Returns the changes that options name, in the order of the options.
pub(super) fn read(
    model: &Model,
    what_if: &[String],
    without: &[String],
    start: &[String],
) -> anyhow::Result<Vec<Change>> {
    let mut changes = Vec::new();
    for text in what_if {
        changes.push(Change::read(model, text)?);
    }
    for name in without {
        changes.push(given_up(model, name)?);
    }
    for text in start {
        let Some((name, day)) = text.rsplit_once('=') else {
            bail!("`--start {text}` says no day: write `--start NAME=2026-05-01`");
        };
        changes.push(Change::of(model, &format!("start:{}", name.trim()), day.trim())?);
    }
    Ok(changes)
}

fn given_up(model: &Model, name: &str) -> Result<Change, NoChange> {
    Change::of(model, "dropped", name.trim())
}
