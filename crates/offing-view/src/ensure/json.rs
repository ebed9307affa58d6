//! The answer as JSON (DESIGN 5). Keys may be added, never lost or changed within a schema version.

use offing_analysis::ensure::{Ensure, OutcomeAnswer};
use offing_analysis::reach::Quantiles;
use offing_model::{Inputs, Model};
use serde_json::{Value, json};

use super::place;
use crate::names::Names;

/// Version of the JSON output: raised when a key is lost or changes its meaning.
pub const SCHEMA: u32 = 1;

/// Returns the whole answer.
pub fn json(model: &Model, inputs: &Inputs, ensure: &Ensure) -> Value {
    let names = Names::of(model);
    let closers: Vec<Value> = (ensure.closers.iter())
        .map(|closer| {
            let closes: Vec<&str> = closer.closes.iter().map(|id| model[*id].card.name.as_str()).collect();
            json!({ "name": model.label(closer.node), "closes": closes })
        })
        .collect();
    let guarantees: Vec<Value> = (ensure.guarantees.iter())
        .map(|judgement| {
            let (file, line) = place(inputs, judgement.place);
            let waiver = judgement.waiver.filter(|_| judgement.waived).map(|at| &model.waivers[at]);
            json!({
                "name": model[judgement.guarantee].card.name.as_str(),
                "holds": judgement.holds,
                "waived": judgement.waived,
                "waived_until": waiver.map(|waiver| waiver.until.to_string()),
                "wants": judgement.wants,
                "found": judgement.found,
                "file": file,
                "line": line,
            })
        })
        .collect();
    let assumed: Vec<Value> =
        model.assumed.iter().map(|one| json!({ "about": one.about, "assumption": one.assumption })).collect();
    let stale: Vec<Value> = (ensure.stale.iter())
        .map(|stale| json!({ "about": stale.about, "reviewed": stale.reviewed.to_string() }))
        .collect();
    json!({
        "schema": SCHEMA,
        "company": model.company.name,
        "as_of": model.company.as_of.to_string(),
        "seed": ensure.question.seed,
        "draws": ensure.question.draws,
        "outcomes": ensure.outcomes.iter().map(|answer| outcome(model, answer, &names)).collect::<Vec<_>>(),
        "closers": closers,
        "guarantees": guarantees,
        "assumed": assumed,
        "stale": stale,
    })
}

fn outcome(model: &Model, answer: &OutcomeAnswer, names: &Names<'_>) -> Value {
    let outcome = &model[answer.outcome];
    let list =
        |nodes: &[offing_model::Node]| nodes.iter().map(|node| names.of_node(*node)).collect::<Vec<_>>();
    let path = answer.path.iter().flat_map(|path| &path.initiatives);
    let closed_by: Vec<Vec<String>> =
        answer.closing.sets.iter().map(|set| set.iter().map(|node| model.label(*node)).collect()).collect();
    json!({
        "name": outcome.card.name.as_str(),
        "title": outcome.card.shown(),
        "chosen": outcome.chosen,
        "odds": answer.odds,
        "status": answer.status.word(),
        "missing": list(&answer.missing),
        "undelivered": list(&answer.undelivered),
        "path": path.map(|id| model[*id].card.name.as_str()).collect::<Vec<_>>(),
        "reach_days": answer.reach.as_ref().map(|reach| quantiles(&reach.days)),
        "cost": answer.reach.as_ref().map(|reach| quantiles(&reach.cost)),
        "works": answer.reach.as_ref().map(|reach| reach.works),
        "closed_by": closed_by,
        "stays_enabled": answer.closing.stays_enabled,
    })
}

/// Returns three quantiles; null where even that share of draws does not arrive.
pub(crate) fn quantiles(of: &Quantiles) -> Value {
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    json!({ "p50": number(of.p50), "p80": number(of.p80), "p95": number(of.p95) })
}
