//! `offing import`: what was brought, what a person's text said otherwise, and what could not be carried.

use offing_analysis::words::{amount, several};
use offing_model::brought::{Brought, Import};
use serde_json::{Value, json as object};

use crate::ensure::SCHEMA;
use crate::page::{Page, Tone, plain};

/// Names that are told of a list.
const MOST: usize = 4;

/// Returns the page for people.
pub fn page(own: &str, brought: &Brought, import: &Import, dry_run: bool) -> Page {
    let mut page = Page::default();
    let would = if dry_run { "Would bring" } else { "Brought" };
    let found = amount(brought.entities.len(), "entity", "entities");
    page.text(plain(format!("{would} {found} of {} into the model ({own}).", brought.source)));
    let lists = [
        ("new", &import.added),
        ("brought up to date", &import.updated),
        ("taken out by a person, and stays out", &import.taken_out),
        ("no longer in the file, and left as it is", &import.gone),
    ];
    for (what, names) in lists.into_iter().filter(|(_, names)| !names.is_empty()) {
        page.item(plain(format!("{} {what}: {}", names.len(), several(names.clone(), MOST))));
    }
    if import.added.is_empty() && import.updated.is_empty() {
        page.item(plain("nothing is new or out of date"));
    }
    if !import.differences.is_empty() {
        page.heading("Written by a person, and left as it is");
        for difference in &import.differences {
            page.item(vec![
                Tone::Code.say(difference.path.as_str()),
                Tone::Plain.say(format!(": {} here, {} there", difference.ours, difference.theirs)),
            ]);
        }
    }
    if !brought.left.is_empty() {
        page.heading("Not carried");
        for (what, names) in &brought.left {
            page.item(plain(format!("{} {what}: {}", names.len(), several(names.clone(), MOST))));
        }
    }
    page
}

/// Returns the whole answer.
pub fn json(own: &str, brought: &Brought, import: &Import, dry_run: bool) -> Value {
    object!({
        "schema": SCHEMA,
        "source": brought.source,
        "file": own,
        "dry_run": dry_run,
        "entities": brought.entities.iter().map(|entity| object!({
            "key": entity.key,
            "kind": entity.kind.word(),
            "name": entity.name,
        })).collect::<Vec<_>>(),
        "added": import.added,
        "updated": import.updated,
        "taken_out": import.taken_out,
        "gone": import.gone,
        "differences": import.differences.iter().map(|one| object!({
            "path": one.path,
            "ours": one.ours,
            "theirs": one.theirs,
        })).collect::<Vec<_>>(),
        "left": brought.left.iter().map(|(what, names)| object!({
            "what": what,
            "count": names.len(),
            "names": names,
        })).collect::<Vec<_>>(),
    })
}
