//! The answer as JSON (DESIGN 5). Keys may be added, never lost or changed within a schema version.

use offing_analysis::calibration::{Calibration, Record};
use offing_analysis::execute::{Aim, Comparison, Difference, Execute, Next, PromiseChance, Undated, Waits};
use offing_analysis::reach::{NoDate, Quantiles};
use offing_model::units::Until;
use offing_model::{InitiativeId, Inputs, Model};
use serde_json::{Value, json};

use super::compared::changes;
use super::{name, team_name};
use crate::dates::date_after;
use crate::ensure::{SCHEMA, assumed_json, place};
use crate::names::Names;

/// Returns the whole answer.
pub fn json(model: &Model, inputs: &Inputs, execute: &Execute) -> Value {
    let finish = execute.finish.as_ref();
    json!({
        "schema": SCHEMA,
        "company": model.company.name,
        "as_of": model.company.as_of.to_string(),
        "seed": execute.question.seed,
        "draws": execute.question.draws,
        "chosen": execute.aim.outcome().map(|id| model[id].card.name.as_str()),
        "status": status(&execute.aim),
        "why_no_date": why_no_date(model, &execute.aim),
        "path": execute.aim.path().map(|path| listed(model, &path.initiatives)),
        "finish_days": finish.map(|finish| quantiles(&finish.days)),
        "finish": finish.map(|finish| dates(model, &finish.days)),
        "finish_p80_error_days": finish.map(|finish| number(finish.p80_error)),
        "reach_days": finish.map(|finish| quantiles(&finish.reach)),
        "waits_for_date": finish.map(|finish| finish.waits_for_date),
        "works": execute.works,
        "all_done_days": execute.all_done.as_ref().map(quantiles),
        "path_alone": execute.path_alone.as_ref().map(difference),
        "initiatives": initiatives(model, execute),
        "undated": undated(model, execute),
        "overdue": overdue(model, execute),
        "now": now(model, execute),
        "leads": leads(model, execute),
        "teams": teams(model, execute),
        "in_the_way": in_the_way(model, execute),
        "promises": execute.promises.iter().map(|one| promise(model, inputs, one)).collect::<Vec<_>>(),
        "horizons": horizons(model, execute),
        "what_if": execute.comparisons.iter().map(|one| comparison(model, inputs, one)).collect::<Vec<_>>(),
        "proof": execute.proof.as_ref().map(|proof| super::proof::json(model, proof)),
        "calibration": calibration(model, &execute.calibration),
        "beat": Value::Null,
        "assumed": assumed_json(model, &execute.calibration.corrections.assumptions(model)),
    })
}

fn status(aim: &Aim) -> &'static str {
    match aim {
        Aim::NothingChosen => "nothing_chosen",
        Aim::Enabled(_) => "enabled",
        Aim::Blocked(..) => "blocked",
        Aim::Undated(..) => "no_date",
        Aim::Open(..) => "open",
    }
}

fn why_no_date(model: &Model, aim: &Aim) -> Value {
    match aim {
        Aim::Blocked(_, missing) => {
            let names = Names::of(model);
            json!({ "undelivered": missing.iter().map(|node| names.of_node(*node)).collect::<Vec<_>>() })
        }
        Aim::Undated(_, _, NoDate::NoEstimate(ids)) => json!({ "no_estimate": listed(model, ids) }),
        Aim::Undated(_, _, NoDate::Overstaffed(ids)) => json!({ "overstaffed": listed(model, ids) }),
        _ => Value::Null,
    }
}

fn listed<'m>(model: &'m Model, ids: &[InitiativeId]) -> Vec<&'m str> {
    ids.iter().map(|id| name(model, *id)).collect()
}

/// Returns a number; null where it is infinite.
fn number(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { Value::Null }
}

fn quantiles(of: &Quantiles) -> Value {
    json!({ "p50": number(of.p50), "p80": number(of.p80), "p95": number(of.p95) })
}

fn dates(model: &Model, of: &Quantiles) -> Value {
    let date = |days: f64| date_after(model, days).map(|date| date.to_string());
    json!({ "p50": date(of.p50), "p80": date(of.p80), "p95": date(of.p95) })
}

fn difference(of: &Difference) -> Value {
    json!({
        "p50_days": of.p50,
        "p50_error_days": number(of.p50_error),
        "p80_days": of.p80,
        "p80_error_days": number(of.p80_error),
        "beyond_luck": of.is_real(),
    })
}

fn initiatives(model: &Model, execute: &Execute) -> Vec<Value> {
    let tell = |one: &offing_analysis::execute::Planned| {
        json!({
            "name": name(model, one.initiative),
            "title": model[one.initiative].card.shown(),
            "start_days": quantiles(&one.start),
            "finish_days": quantiles(&one.finish),
            "criticality": one.criticality,
            "influence": one.influence,
            "on_path": one.on_path,
            "started": one.started,
            "now": one.now,
            "waits_for": waits(model, &one.waits),
        })
    };
    execute.initiatives.iter().map(tell).collect()
}

fn waits(model: &Model, waits: &Waits) -> Value {
    match waits {
        Waits::Nothing => Value::Null,
        Waits::After(before) => json!({ "after": listed(model, before) }),
        Waits::People(teams) => {
            json!({ "people": teams.iter().map(|team| team_name(model, *team)).collect::<Vec<_>>() })
        }
        Waits::Day(days) => json!({ "day": date_after(model, *days).map(|date| date.to_string()) }),
    }
}

fn undated(model: &Model, execute: &Execute) -> Vec<Value> {
    let tell = |(id, why): &(InitiativeId, Undated)| {
        let why = match why {
            Undated::NoEstimate => json!("no_estimate"),
            Undated::Overstaffed { team, needs, people } => {
                json!({ "overstaffed": { "team": team_name(model, *team), "needs": needs, "people": people } })
            }
            Undated::AfterDropped(before) => json!({ "after_dropped": name(model, *before) }),
            Undated::After(before) => json!({ "after": name(model, *before) }),
        };
        json!({ "name": name(model, *id), "why": why })
    };
    execute.undated.iter().map(tell).collect()
}

fn overdue(model: &Model, execute: &Execute) -> Vec<Value> {
    let tell = |late: &offing_analysis::execute::Overdue| {
        json!({
            "name": name(model, late.initiative),
            "elapsed_days": late.elapsed,
            "p80_days": late.p80,
            "left_days": quantiles(&late.left),
        })
    };
    execute.overdue.iter().map(tell).collect()
}

fn next(model: &Model, next: &[Next]) -> Vec<Value> {
    let tell = |one: &Next| {
        json!({
            "name": name(model, one.initiative),
            "start_days": one.start_days,
            "waits_for": waits(model, &one.waits),
        })
    };
    next.iter().map(tell).collect()
}

fn now(model: &Model, execute: &Execute) -> Vec<Value> {
    let mut teams: Vec<_> = execute.teams.iter().collect();
    teams.sort_by_key(|load| load.team);
    let tell = |load: &&offing_analysis::execute::TeamLoad| {
        json!({
            "team": team_name(model, load.team),
            "people": load.people,
            "busy": load.busy,
            "initiatives": listed(model, &load.now),
            "next": next(model, &load.next),
        })
    };
    teams.iter().map(tell).collect()
}

fn leads(model: &Model, execute: &Execute) -> Vec<Value> {
    let tell = |lead: &offing_analysis::execute::LeadTasks| {
        json!({
            "lead": model[lead.person].card.name.as_str(),
            "initiatives": listed(model, &lead.now),
            "next": next(model, &lead.next),
        })
    };
    execute.leads.iter().map(tell).collect()
}

fn teams(model: &Model, execute: &Execute) -> Vec<Value> {
    let tell = |load: &offing_analysis::execute::TeamLoad| {
        json!({
            "team": team_name(model, load.team),
            "people": load.people,
            "waits_share": load.waits.share,
            "waits_days": load.waits.mean,
            "critical_waits_share": load.waits.critical_share,
            "critical_waits_days": load.waits.critical_mean,
            "one_more_person": load.one_more.as_ref().map(difference),
        })
    };
    execute.teams.iter().map(tell).collect()
}

fn in_the_way(model: &Model, execute: &Execute) -> Vec<Value> {
    let tell = |one: &offing_analysis::execute::InTheWay| {
        json!({
            "name": name(model, one.initiative),
            "criticality": one.criticality,
            "held_back": difference(&one.held_back),
        })
    };
    execute.in_the_way.iter().map(tell).collect()
}

fn promise(model: &Model, inputs: &Inputs, one: &PromiseChance) -> Value {
    let guarantee = &model[one.guarantee].card;
    let (file, line) = place(inputs, guarantee.place);
    let by = match one.when {
        Until::Date(date) => Some(date.to_string()),
        Until::Days(_) => None,
    };
    json!({
        "guarantee": guarantee.name.as_str(),
        "outcome": model[one.outcome].card.name.as_str(),
        "by": by,
        "within_days": one.days,
        "at": one.at,
        "chance": one.chance(),
        "in_plan": one.in_plan,
        "if_turned_to": one.if_turned_to,
        "at_risk": one.at_risk(),
        "waived": one.waived,
        "file": file,
        "line": line,
    })
}

fn horizons(model: &Model, execute: &Execute) -> Value {
    let promises: Vec<Value> = (execute.horizon_promises.iter())
        .map(|judged| {
            json!({
                "guarantee": model[judged.guarantee].card.name.as_str(),
                "holds": judged.holds,
                "waived": judged.waived,
                "wants": judged.wants,
                "found": judged.found,
            })
        })
        .collect();
    let shares = execute.horizons.shares();
    let share = |term: usize| shares.map(|shares| shares[term]);
    json!({
        "short": share(0),
        "medium": share(1),
        "long": share(2),
        "person_weeks": execute.horizons.weeks,
        "aside_person_weeks": execute.horizons.aside,
        "promises": promises,
    })
}

fn comparison(model: &Model, inputs: &Inputs, one: &Comparison) -> Value {
    json!({
        "changes": changes(model, &one.changes),
        "status": status(&one.aim),
        "path": one.aim.path().map(|path| listed(model, &path.initiatives)),
        "other_path": one.other_path,
        "finish_days": one.finish.as_ref().map(quantiles),
        "difference": one.difference.as_ref().map(difference),
        "promises": one.promises.iter().map(|one| promise(model, inputs, one)).collect::<Vec<_>>(),
    })
}

fn calibration(model: &Model, calibration: &Calibration) -> Value {
    let teams: Vec<Value> = (calibration.teams.iter())
        .map(|team| {
            let mut told = record(&team.record);
            told["team"] = json!(team_name(model, team.team));
            told["correction"] = team.correction.map_or(
                Value::Null,
                |correction| json!({ "shift_deviations": correction.shift, "widen": correction.widen }),
            );
            told
        })
        .collect();
    let outturns: Vec<Value> = (calibration.outturns.iter())
        .map(|one| {
            json!({
                "name": name(model, one.initiative),
                "team": one.team.map(|team| team_name(model, team)),
                "estimated_days": [one.estimated_days.0, one.estimated_days.1],
                "actual_days": one.actual_days,
                "inside": one.inside,
            })
        })
        .collect();
    let mut told = record(&calibration.overall);
    told["teams"] = json!(teams);
    told["initiatives"] = json!(outturns);
    told
}

fn record(record: &Record) -> Value {
    let pair = |pair: Option<(f64, f64)>| pair.map(|(low, high)| json!([low, high]));
    json!({
        "done": record.done,
        "ranged": record.ranged,
        "inside": record.inside,
        "inside_chance": pair(record.inside_chance),
        "too_narrow": record.too_narrow(),
        "overrun": record.overrun.map(|overrun| overrun.factor),
        "overrun_interval": pair(record.overrun.and_then(|overrun| overrun.interval)),
    })
}
