//! The answer as JSON (DESIGN 5). Keys may be added, never lost or changed within a schema version.

use offing_analysis::balance::{Balance, Kind, PlanAnswer};
use offing_analysis::draws::Never;
use offing_analysis::failure::{Bound, Condition};
use offing_analysis::flips::{Figure, Flip};
use offing_analysis::information::{About, Information};
use offing_analysis::reach::Quantiles;
use offing_model::{GuaranteeId, InitiativeId, Model};
use serde_json::{Value, json};

use crate::ensure::{SCHEMA, assumed_json};

/// Returns the whole answer.
pub fn json(model: &Model, balance: &Balance) -> Value {
    let plan = &balance.plans[balance.recommended];
    let outcome = |at: usize| model.outcomes[at].card.name.as_str();
    json!({
        "schema": SCHEMA,
        "company": model.company.name,
        "as_of": model.company.as_of.to_string(),
        "seed": balance.question.seed,
        "draws": balance.question.draws,
        "search_draws": balance.question.search_draws,
        "plans_tried": balance.tried.0,
        "complete": balance.tried.1,
        "ended_early": balance.ended,
        "chosen": model.chosen().map(|id| model[id].card.name.as_str()),
        "begins_with": balance.first.map(|id| model[id].card.name.as_str()),
        "outcomes": (0..model.outcomes.len()).map(|at| json!({
            "name": outcome(at),
            "odds": balance.odds[at],
            "found": plan.report.found[at],
        })).collect::<Vec<_>>(),
        "plans": balance.plans.iter().map(|plan| self::plan(model, balance, plan)).collect::<Vec<_>>(),
        "recommended": balance.recommended,
        "binding": balance.binding.iter().map(|(id, _)| model[*id].card.name.as_str()).collect::<Vec<_>>(),
        "binding_plans": balance.binding.iter().map(|(_, plan)| plan).collect::<Vec<_>>(),
        "flips": balance.flips.iter().map(|flip| self::flip(model, flip)).collect::<Vec<_>>(),
        "flexibility_value": balance.valued.then_some(plan.report.flexibility.0),
        "flexibility_stderr": balance.valued.then_some(plan.report.flexibility.1),
        "information": balance.information.iter().map(|info| information(model, info)).collect::<Vec<_>>(),
        "carrying": plan.report.carrying.iter().map(|carried| json!({
            "outcome": model[carried.outcome].card.name.as_str(),
            "person_weeks_per_year": carried.person_weeks_per_year,
            "money_per_year": carried.money_per_year,
            "initiatives": initiatives(model, &carried.initiatives),
        })).collect::<Vec<_>>(),
        "failure": failure(model, balance),
        "horizons": horizons(balance.horizons.shares()),
        "horizons_person_weeks": horizons(Some(balance.horizons.weeks)),
        "competitors": balance.competitors.iter().map(|(id, outcome, chance)| json!({
            "name": model[*id].card.name.as_str(),
            "outcome": model[*outcome].card.name.as_str(),
            "arrives_first": chance,
        })).collect::<Vec<_>>(),
        "never_done": balance.never.iter().map(|(id, never)| json!({
            "name": model[*id].card.name.as_str(),
            "why": match never {
                Never::NoEstimate => "no-estimate",
                Never::TooManyPeople => "too-many-people",
                Never::AfterNever => "after-never",
            },
        })).collect::<Vec<_>>(),
        "assumed": assumed_json(model, &balance.calibrated),
    })
}

fn plan(model: &Model, balance: &Balance, plan: &PlanAnswer) -> Value {
    let report = &plan.report;
    let valued = |value: f64| balance.valued.then_some(value);
    json!({
        "kind": match plan.kind {
            Kind::ChosenFirst => "chosen-first",
            Kind::OptionsFirst => "options-first",
            Kind::Found => "found",
        },
        "order": initiatives(model, &report.plan.order),
        "forward": initiatives(model, &plan.forward),
        "left_out": initiatives(model, &plan.left_out),
        "chosen_days": report.chosen_days.as_ref().map(quantiles),
        "find": report.tally.find,
        "find_stderr": report.tally.find_stderr,
        "expected_value": valued(report.tally.value),
        "expected_value_stderr": valued(report.tally.value_stderr),
        "find_days": report.find_days.as_ref().map(quantiles),
        "tries": report.tries,
        "option_share": report.option_share,
        "found": report.found,
        "flexibility_value": valued(report.flexibility.0),
        "slip_days": finite(plan.slip_days),
        "find_gain": plan.find_gain.0,
        "find_gain_stderr": plan.find_gain.1,
        "value_gain": valued(plan.value_gain.0),
        "value_gain_stderr": valued(plan.value_gain.1),
        "breaks": guarantees(model, &plan.breaks),
        "beaten": plan.beaten,
        "horizons": horizons(plan.horizons.shares()),
    })
}

fn flip(model: &Model, flip: &Flip) -> Value {
    let (about, figure) = match flip.figure {
        Figure::Odds(id) => (model[id].card.name.as_str(), "odds"),
        Figure::Value(id) => (model[id].card.name.as_str(), "value"),
        Figure::Duration(id) => (model[id].card.name.as_str(), "duration"),
    };
    json!({
        "about": about,
        "figure": figure,
        "today": flip.today,
        "at": flip.at,
        "within": flip.within,
        "plan": flip.plan,
    })
}

fn information(model: &Model, info: &Information) -> Value {
    let (about, kind) = match info.about {
        About::Odds(id) => (format!("outcome:{}", model[id].card.name), "odds"),
        About::Duration(id) => (format!("initiative:{}", model[id].card.name), "duration"),
        About::Experiment(id) => (format!("initiative:{}", model[id].card.name), "experiment"),
    };
    json!({
        "about": about,
        "kind": kind,
        "worth": info.worth,
        "stderr": info.stderr,
        "cost": info.cost,
        "net": info.net(),
    })
}

fn failure(model: &Model, balance: &Balance) -> Value {
    let failure = &balance.failure;
    let conditions: Vec<Value> = failure.conditions.iter().map(|one| condition(model, one)).collect();
    json!({
        "share": failure.share,
        "conditions": conditions,
        "coverage": failure.coverage,
        "density": failure.density,
    })
}

fn condition(model: &Model, condition: &Condition) -> Value {
    let bound = |bound: &Bound| match bound {
        Bound::AtLeast(low) => json!({ "at_least": low }),
        Bound::AtMost(high) => json!({ "at_most": high }),
        Bound::Between(low, high) => json!({ "at_least": low, "at_most": high }),
    };
    match condition {
        Condition::Business(id, is) => json!({ "about": model[*id].card.name.as_str(), "business": is }),
        Condition::Takes(id, limit) => {
            json!({ "about": model[*id].card.name.as_str(), "takes_days": bound(limit) })
        }
        Condition::WorksOut(id, is) => json!({ "about": model[*id].card.name.as_str(), "works_out": is }),
        Condition::Learns(id, limit) => {
            json!({ "about": model[*id].card.name.as_str(), "learn_days": bound(limit) })
        }
        Condition::There(node, is) => json!({ "about": model.label(*node), "there": is }),
    }
}

fn horizons(terms: Option<[f64; 3]>) -> Value {
    match terms {
        Some([short, medium, long]) => json!({ "short": short, "medium": medium, "long": long }),
        None => Value::Null,
    }
}

fn quantiles(quantiles: &Quantiles) -> Value {
    json!({ "p50": finite(quantiles.p50), "p80": finite(quantiles.p80), "p95": finite(quantiles.p95) })
}

/// JSON has no infinity: what never comes is null.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

fn initiatives<'m>(model: &'m Model, ids: &[InitiativeId]) -> Vec<&'m str> {
    ids.iter().map(|id| model[*id].card.name.as_str()).collect()
}

fn guarantees<'m>(model: &'m Model, ids: &[GuaranteeId]) -> Vec<&'m str> {
    ids.iter().map(|id| model[*id].card.name.as_str()).collect()
}
