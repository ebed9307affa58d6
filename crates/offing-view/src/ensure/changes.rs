//! What taking something away, or having something done, changes: one answer beside another.

use offing_analysis::ensure::{Ensure, OutcomeAnswer};
use offing_analysis::guarantees::Judgement;
use offing_analysis::holding::Status;
use offing_analysis::words::{amount, days};
use offing_model::Model;
use serde_json::{Value, json};

use super::json::{SCHEMA, quantiles};
use crate::page::{Page, Run, Tone, plain};

/// Returns what differs between two answers about the same outcomes, the first being as things are.
pub fn changes(model: &Model, today: &Ensure, changed: &Ensure) -> Page {
    let mut page = Page::default();
    page.heading("What that changes");
    for (before, after) in today.outcomes.iter().zip(&changed.outcomes) {
        let shown = Tone::Strong.say(model[before.outcome].card.shown());
        if let Some(mut said) = difference(before, after) {
            said.insert(0, shown);
            page.item(said);
        }
    }
    for (before, after) in today.guarantees.iter().zip(&changed.guarantees) {
        let name = Tone::Code.say(model[before.guarantee].card.name.as_str());
        match (before.holds, after.holds) {
            (true, false) => {
                page.item(vec![Tone::Bad.say("broken "), name, Tone::Plain.say(format!(": {}", after.found))])
            }
            (false, true) => page.item(vec![
                Tone::Good.say("mended "),
                name,
                Tone::Plain.say(format!(": {}", after.found)),
            ]),
            _ => {}
        }
    }
    if page.blocks.len() == 1 {
        page.text(plain("Nothing: no outcome and no guarantee depends on it."));
    }
    page
}

/// Returns the two answers beside each other, for programs.
pub fn changes_json(model: &Model, today: &Ensure, changed: &Ensure) -> Value {
    let outcome = |answer: &OutcomeAnswer| {
        json!({
            "status": answer.status.word(),
            "odds": answer.odds,
            "reach_days": answer.reach.as_ref().map(|reach| quantiles(&reach.days)),
            "cost": answer.reach.as_ref().map(|reach| quantiles(&reach.cost)),
            "stays_enabled": answer.closing.stays_enabled,
            "closed_alone_by": answer.closing.singles().map(|node| model.label(node)).collect::<Vec<_>>(),
        })
    };
    let outcomes: Vec<Value> = (today.outcomes.iter().zip(&changed.outcomes))
        .map(|(before, after)| {
            let name = model[before.outcome].card.name.as_str();
            json!({ "name": name, "today": outcome(before), "then": outcome(after) })
        })
        .collect();
    let guarantees: Vec<Value> = (today.guarantees.iter().zip(&changed.guarantees))
        .map(|(before, after)| {
            let name = model[before.guarantee].card.name.as_str();
            let judged =
                |judgement: &Judgement| json!({ "holds": judgement.holds, "found": judgement.found });
            json!({ "name": name, "today": judged(before), "then": judged(after) })
        })
        .collect();
    json!({ "schema": SCHEMA, "outcomes": outcomes, "guarantees": guarantees })
}

fn difference(before: &OutcomeAnswer, after: &OutcomeAnswer) -> Option<Vec<Run>> {
    if before.status != after.status {
        let tone = if rank(after.status) < rank(before.status) { Tone::Good } else { Tone::Bad };
        return Some(vec![tone.say(format!(": {}, now {}", before.status.word(), after.status.word()))]);
    }
    let (Some(was), Some(is)) = (&before.reach, &after.reach) else {
        return match (&before.reach, &after.reach) {
            (Some(_), None) => Some(vec![Tone::Bad.say(": no way to it any more that has a date")]),
            (None, Some(is)) => {
                Some(vec![Tone::Good.say(format!(": can be had in {} at P80", days(is.days.p80)))])
            }
            _ => None,
        };
    };
    let moved = is.days.p80 - was.days.p80;
    let (fewer, more) = (before.closing.singles().count(), after.closing.singles().count());
    if moved.abs() >= 1.0 {
        let (tone, word) = if moved > 0.0 { (Tone::Bad, "later") } else { (Tone::Good, "sooner") };
        return Some(vec![tone.say(format!(": {} {word} at P80", days(moved.abs())))]);
    }
    (fewer != more).then(|| {
        let tone = if more > fewer { Tone::Bad } else { Tone::Good };
        vec![tone.say(format!(": {} close it alone, not {fewer}", amount(more, "thing", "things")))]
    })
}

/// Returns how far a state is from the best.
fn rank(status: Status) -> u8 {
    match status {
        Status::Enabled => 0,
        Status::Reachable => 1,
        Status::Unknown => 2,
        Status::Blocked => 3,
    }
}
