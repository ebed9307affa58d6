//! The answer as JSON (DESIGN 5). Keys may be added, never lost or changed within a schema version.

use offing_analysis::ensure::{Ensure, OutcomeAnswer};
use offing_analysis::exits::Leaving;
use offing_analysis::guarantees::Judgement;
use offing_analysis::holding::Status;
use offing_analysis::reach::{Quantiles, Reach};
use offing_model::{Assumption, InitiativeId, Inputs, Model, Node};
use serde_json::{Value, json};

use super::place;
use crate::names::Names;

/// Version of the JSON output: raised when a key is lost or changes its meaning.
pub(crate) const SCHEMA: u32 = 1;

/// Returns the whole answer.
pub fn json(model: &Model, inputs: &Inputs, ensure: &Ensure) -> Value {
    let names = Names::of(model);
    let closers: Vec<Value> = (ensure.closers.iter())
        .map(|closer| {
            let closes: Vec<&str> = closer.closes.iter().map(|id| model[*id].card.name.as_str()).collect();
            json!({ "name": model.label(closer.node), "closes": closes })
        })
        .collect();
    let guarantees: Vec<Value> =
        ensure.guarantees.iter().map(|judgement| guarantee(model, inputs, judgement)).collect();
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
        "together": ensure.together.iter().map(|(open, path)| json!({
            "open": open,
            "path": initiatives(model, &path.initiatives),
            "cost": path.cost,
        })).collect::<Vec<_>>(),
        "initiatives": leverage(model, ensure),
        "exits": exits(model, &ensure.exits),
        "assumed": assumed(model, &ensure.calibrated),
        "stale": stale,
    })
}

/// Returns what was taken where nothing was said, and which estimates are read otherwise than they were written.
pub(crate) fn assumed(model: &Model, calibrated: &[Assumption]) -> Vec<Value> {
    let tell = |one: &Assumption| json!({ "about": one.about, "assumption": one.assumption });
    model.assumed.iter().chain(calibrated).map(tell).collect()
}

fn outcome(model: &Model, answer: &OutcomeAnswer, names: &Names<'_>) -> Value {
    let outcome = &model[answer.outcome];
    let list =
        |nodes: &[offing_model::Node]| nodes.iter().map(|node| names.of_node(*node)).collect::<Vec<_>>();
    let closed_by: Vec<Vec<String>> =
        answer.closing.sets.iter().map(|set| set.iter().map(|node| model.label(*node)).collect()).collect();
    json!({
        "name": outcome.card.name.as_str(),
        "title": outcome.card.shown(),
        "chosen": outcome.chosen,
        "odds": answer.odds,
        "prior_odds": outcome.odds,
        "status": answer.status.word(),
        "missing": list(&answer.missing),
        "undelivered": list(&answer.undelivered),
        "path": answer.path.as_ref().map(|path| initiatives(model, &path.initiatives)).unwrap_or_default(),
        "path_is_sure": answer.path.as_ref().map(|path| path.sure),
        "paths": answer.paths.cheapest.iter().map(|path| json!({
            "initiatives": initiatives(model, &path.initiatives),
            "cost": path.cost,
        })).collect::<Vec<_>>(),
        "path_count": answer.paths.count.map(|count| count as f64),
        "reach_days": answer.reach.as_ref().map(|reach| quantiles(&reach.days)),
        "cost": answer.reach.as_ref().map(|reach| quantiles(&reach.cost)),
        "draws": answer.reach.as_ref().filter(|_| answer.status != Status::Enabled).map(Reach::draws),
        "works": answer.reach.as_ref().map(|reach| reach.works),
        "closed_by": closed_by,
        "closed_by_count": answer.closing.count as f64,
        "closed_by_complete": !answer.closing.only_singles && answer.closing.sets.len() as u128 == answer.closing.count,
        "stays_enabled": answer.closing.stays_enabled,
        "importance": answer.closing.importance.iter().map(|importance| json!({
            "name": model.label(importance.node),
            "birnbaum": importance.birnbaum,
            "fussell_vesely": importance.fussell_vesely,
        })).collect::<Vec<_>>(),
    })
}

fn initiatives<'m>(model: &'m Model, ids: &[InitiativeId]) -> Vec<&'m str> {
    ids.iter().map(|id| model[*id].card.name.as_str()).collect()
}

/// Returns for each initiative still to do the outcomes it brings nearer.
fn leverage(model: &Model, ensure: &Ensure) -> Vec<Value> {
    let tell = |id: InitiativeId| {
        let outcomes = &ensure.nearer[id.0 as usize];
        let nearer: Vec<&str> = outcomes.iter().map(|id| model[*id].card.name.as_str()).collect();
        json!({ "name": model[id].card.name.as_str(), "brings_nearer": nearer })
    };
    let usable = |id: &InitiativeId| ensure.holding.usable[id.0 as usize];
    offing_model::Initiative::ids(model).filter(usable).map(tell).collect()
}

/// Returns what became of a guarantee.
pub(crate) fn guarantee(model: &Model, inputs: &Inputs, judgement: &Judgement) -> Value {
    let (file, line) = place(inputs, judgement.place);
    let waiver = judgement.waiver.filter(|_| judgement.waived).map(|at| &model.waivers[at]);
    json!({
        "name": model[judgement.guarantee].card.name.as_str(),
        "holds": judgement.holds,
        "waived": judgement.waived,
        "adopted": judgement.adopted,
        "waived_until": waiver.map(|waiver| waiver.until.to_string()),
        "wants": judgement.wants,
        "found": judgement.found,
        "broken_by": judgement.broken_by,
        "file": file,
        "line": line,
    })
}

/// Up to how many names, of all exits together, everything that goes with what is left is named.
const MOST_NAMES: usize = 100_000;

/// How many are named for each exit beyond that, the closest first; all are counted.
const FEW_NAMES: usize = 10;

/// Returns what it takes to leave things.
pub(crate) fn exits(model: &Model, leavings: &[Leaving]) -> Vec<Value> {
    let names: usize = leavings.iter().map(|leaving| leaving.with.len() + leaving.unestimated).sum();
    let most = if names <= MOST_NAMES { usize::MAX } else { FEW_NAMES };
    leavings.iter().map(|leaving| exit(model, leaving, most)).collect()
}

fn exit(model: &Model, leaving: &Leaving, most: usize) -> Value {
    let labels = |nodes: &mut dyn Iterator<Item = Node>| -> Vec<String> {
        nodes.take(most).map(|node| model.label(node)).collect()
    };
    json!({
        "name": model.label(leaving.node),
        "takes_days": leaving.takes.as_ref().map(|(days, _)| quantiles(days)),
        "cost": leaving.takes.as_ref().map(|(_, cost)| quantiles(cost)),
        "draws": leaving.takes.map(|_| leaving.draws),
        "with": labels(&mut leaving.with.iter().copied()),
        "with_count": leaving.with.len(),
        "unestimated": labels(&mut leaving.unestimated(model)),
        "unestimated_count": leaving.unestimated,
        "closes": leaving.closes.iter().map(|id| model[*id].card.name.as_str()).collect::<Vec<_>>(),
    })
}

/// Returns three quantiles; null where even that share of draws does not arrive.
pub(crate) fn quantiles(of: &Quantiles) -> Value {
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    json!({ "p50": number(of.p50), "p80": number(of.p80), "p95": number(of.p95) })
}
