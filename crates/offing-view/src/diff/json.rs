//! The answer as JSON. Keys may be added, never lost or changed within a schema version.

use offing_analysis::diff::{About, Causes, Diff, Effect, Tried, Turn, What};
use offing_analysis::reach::Quantiles;
use offing_analysis::standing::{PlanStanding, Standing, Which};
use offing_model::Inputs;
use offing_model::change::Change;
use offing_model::patch::Value as Said;
use serde_json::{Value, json};

use super::{Sides, idle};
use crate::ensure::{SCHEMA, place};
use crate::page::Run;

/// Returns the whole answer.
pub fn json(sides: &Sides<'_>, diff: &Diff) -> Value {
    json!({
        "schema": SCHEMA,
        "before": side(sides.before, &diff.before),
        "after": side(sides.after, &diff.after),
        "worse": diff.is_worse(),
        "breaks_a_guarantee": diff.breaks_a_guarantee(),
        "effects": diff.effects.iter().map(effect).collect::<Vec<_>>(),
        "changes": diff.changes.iter().map(|one| change(sides, one)).collect::<Vec<_>>(),
        "idle": idle(diff),
        "tried": match diff.tried {
            Tried::Nothing => "nothing",
            Tried::Each => "each",
            Tried::Entities => "entities",
            Tried::None => "none",
        },
    })
}

fn side(name: &str, standing: &Standing) -> Value {
    let mut told = self::standing(standing);
    if let Value::Object(fields) = &mut told {
        fields.insert("name".to_owned(), json!(name));
    }
    told
}

/// Returns where a company stands.
pub(crate) fn standing(standing: &Standing) -> Value {
    json!({
        "as_of": standing.as_of.to_string(),
        "chosen": standing.chosen,
        "enabled": standing.outcomes.iter().filter(|one| one.status == offing_analysis::holding::Status::Enabled).count(),
        "outcomes": standing.outcomes.iter().map(|one| json!({
            "name": one.name,
            "title": one.title,
            "status": one.status.word(),
            "odds": one.odds,
            "reach_days": one.reach.as_ref().map(quantiles),
            "closed_by": one.closed_by,
        })).collect::<Vec<_>>(),
        "guarantees": standing.guarantees.iter().map(|one| json!({
            "name": one.name,
            "wants": one.wants,
            "found": one.found,
            "holds": one.holds,
            "waived": one.waived,
        })).collect::<Vec<_>>(),
        "plans": standing.plans.iter().map(|one| plan(one, standing.valued)).collect::<Vec<_>>(),
    })
}

fn plan(plan: &PlanStanding, valued: bool) -> Value {
    json!({
        "which": which(plan.which),
        "order": plan.order,
        "chosen_days": quantiles(&plan.days),
        "find": plan.find.0,
        "find_stderr": plan.find.1,
        "expected_value": valued.then_some(plan.value.0),
        "expected_value_stderr": valued.then_some(plan.value.1),
        "flexibility_value": valued.then_some(plan.flexibility.0),
        "flexibility_value_stderr": valued.then_some(plan.flexibility.1),
    })
}

fn which(which: Which) -> &'static str {
    match which {
        Which::ChosenFirst => "chosen-first",
        Which::OptionsFirst => "options-first",
        Which::Best => "best",
    }
}

fn quantiles(of: &Quantiles) -> Value {
    crate::ensure::quantiles(of)
}

/// Returns an effect: its kind, what it is about, its figures, and the numbers of the changes that did it.
pub(crate) fn effect(effect: &Effect) -> Value {
    let (about, name, title) = match &effect.about {
        About::Company => ("company", String::new(), String::new()),
        About::Outcome { name, title } => ("outcome", name.clone(), title.clone()),
        About::Guarantee(name) => ("guarantee", name.clone(), name.clone()),
        About::Plan(of) => ("plan", which(*of).to_owned(), super::plan_name(*of).to_owned()),
    };
    let (how, changes) = match &effect.causes {
        Causes::Alone(found) => ("alone", found.as_slice()),
        Causes::Together(found) => ("together", found.as_slice()),
        Causes::Unknown => ("unknown", &[][..]),
        Causes::NotTheText => ("not-the-text", &[][..]),
    };
    let (what, figures) = what(&effect.what);
    json!({
        "about": about,
        "name": name,
        "title": title,
        "what": what,
        "turn": match effect.turn() {
            Turn::Worse => "worse",
            Turn::Better => "better",
            Turn::Other => "other",
        },
        "says": super::effect(effect).iter().map(|run: &Run| run.text.as_str()).collect::<String>(),
        "figures": figures,
        "caused": how,
        "changes": changes,
    })
}

fn what(what: &What) -> (&'static str, Value) {
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    match what {
        What::Opened => ("opened", json!({})),
        What::Closed(to) => ("closed", json!({ "to": to.word() })),
        What::State(from, to) => ("state", json!({ "from": from.word(), "to": to.word() })),
        What::New(status) => ("new", json!({ "status": status.map(|status| status.word()) })),
        What::Gone => ("gone", json!({})),
        What::Moved { from, to, dates, later } => (
            "moved",
            json!({
                "from_days": quantiles(from),
                "to_days": quantiles(to),
                "from_p80": dates.0.map(|date| date.to_string()),
                "to_p80": dates.1.map(|date| date.to_string()),
                "later_days": { "p50": number(later.0), "p80": number(later.1) },
            }),
        ),
        What::Dated(reach) => ("dated", json!({ "to_days": reach.as_ref().map(quantiles) })),
        What::Odds(from, to) => ("odds", json!({ "from": from, "to": to })),
        What::ClosedBy(more, fewer) => ("closed-by", json!({ "now": more, "no_longer": fewer })),
        What::Chosen(from, to) => ("chosen", json!({ "from": from, "to": to })),
        What::Broken(found) => ("broken", json!({ "found": found })),
        What::Mended(found) => ("mended", json!({ "found": found })),
        What::Waived => ("waived", json!({})),
        What::Plan(moved) => (
            "plan",
            json!({
                "find": { "from": moved.find.0, "to": moved.find.1, "gain": moved.find_gain.0, "stderr": moved.find_gain.1 },
                "expected_value": moved.valued.then(|| json!({
                    "from": moved.value.0,
                    "to": moved.value.1,
                    "gain": moved.value_gain.0,
                    "stderr": moved.value_gain.1,
                })),
                "chosen_p80_days": { "from": number(moved.p80_days.0), "to": number(moved.p80_days.1) },
                "later_days": number(moved.later),
            }),
        ),
    }
}

/// Returns a change with its places on both sides.
pub(crate) fn change(sides: &Sides<'_>, change: &Change) -> Value {
    let told = |told: &Option<(Said, offing_model::Span)>, inputs: &Inputs| {
        told.as_ref().map(|(value, span)| {
            let (file, line) = place(inputs, *span);
            let value = if change.in_catalog { None } else { Some(value.to_string()) };
            json!({ "value": value, "file": file, "line": line })
        })
    };
    json!({
        "path": change.path.to_string(),
        "in_catalog": change.in_catalog,
        "before": told(&change.before, sides.before_inputs),
        "after": told(&change.after, sides.after_inputs),
    })
}
