//! What is proved about the order of work: whether any other could be faster.

use offing_analysis::execute::{Execute, NoProof, Proof};
use offing_analysis::words::days;
use offing_model::Model;
use serde_json::{Value, json};

use super::{name, names};
use crate::page::{Line, Page, Tone};

/// How much of the fastest order is named.
const MOST: usize = 6;

/// Adds what is proved, where that was asked for.
pub(super) fn add(model: &Model, execute: &Execute, page: &mut Page) {
    let Some(asked) = &execute.proof else { return };
    page.heading("Could any order be faster?");
    match asked {
        Ok(proof) => {
            page.text(verdict(model, proof));
            page.text(against_the_plan(model, proof));
        }
        Err(NoProof::NoDate) => {
            page.text(vec![
                Tone::Plain
                    .say("Nothing to prove: no outcome is chosen that work is still to bring to a date."),
            ]);
        }
        Err(NoProof::TooLong) => {
            page.text(vec![Tone::Warn.say("The work takes longer than can be counted: thousands of years.")]);
        }
    }
}

fn verdict(model: &Model, proof: &Proof) -> Line {
    let outcome = model[proof.outcome].card.shown();
    let ways = match (proof.paths, proof.all_paths) {
        (1, true) => "on its only path".to_owned(),
        (paths, true) => format!("on any of its {paths} paths"),
        (paths, false) => format!("on the {paths} cheapest of its paths"),
    };
    if proof.is_optimal() {
        return vec![
            Tone::Good.say(format!("No order is faster than {}", days(proof.days))),
            Tone::Plain.say(format!(
                ": proved for {outcome} {ways}, on mean durations in whole days, with all teams turned to it."
            )),
        ];
    }
    let mut line = vec![
        Tone::Warn.say(format!("No order is faster than {}", days(proof.at_least_days))),
        Tone::Plain.say(format!(
            ", and one of {} is known: proved for {outcome} {ways}, on mean durations in whole days, with all teams \
             turned to it.",
            days(proof.days),
        )),
    ];
    if proof.stopped {
        let gap = days(proof.days - proof.at_least_days);
        line.push(Tone::Plain.say(format!(" More time may close the gap of {gap}: ")));
        line.push(Tone::Code.say("--prove=10m"));
    }
    line
}

fn against_the_plan(model: &Model, proof: &Proof) -> Line {
    let starts: Vec<_> = proof.starts.iter().map(|(id, _)| *id).collect();
    let lost = proof.plan_days - proof.days;
    if lost < 0.5 {
        return vec![Tone::Plain.say("The plan above takes just as long on these durations.")];
    }
    vec![
        Tone::Plain.say(format!(
            "The plan above takes {} on these durations, {} more, as other work goes on beside it. The fastest begins \
             in this order: ",
            days(proof.plan_days),
            days(lost)
        )),
        Tone::Code.say(names(model, &starts, MOST)),
        Tone::Plain.say("."),
    ]
}

/// Returns the same as JSON.
pub(super) fn json(model: &Model, proof: &Result<Proof, NoProof>) -> Value {
    match proof {
        Ok(proof) => json!({
            "outcome": model[proof.outcome].card.name.as_str(),
            "optimal": proof.is_optimal(),
            "shortest_days": proof.days,
            "at_least_days": proof.at_least_days,
            "plan_days": proof.plan_days,
            "paths": proof.paths,
            "all_paths": proof.all_paths,
            "stopped": proof.stopped,
            "starts": proof.starts.iter()
                .map(|(id, day)| json!({ "name": name(model, *id), "start_days": day })).collect::<Vec<_>>(),
        }),
        Err(NoProof::NoDate) => json!({ "why_none": "no_date" }),
        Err(NoProof::TooLong) => json!({ "why_none": "too_long" }),
    }
}
