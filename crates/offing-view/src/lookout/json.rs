//! The answer as JSON. Keys may be added, never lost or changed within a schema version.

use offing_analysis::lookout::{Belief, Carried, Ending, Lookout, NoChance, Rings, Rival, Stage};
use offing_model::draft::Ring;
use offing_model::end_of_life::Ends;
use offing_model::{Inputs, Model, OutcomeId, TechnologyId};
use serde_json::{Map, Value, json};

use crate::ensure::{SCHEMA, exits_json, guarantee};

/// Returns the whole answer.
pub fn json(model: &Model, inputs: &Inputs, lookout: &Lookout) -> Value {
    let blind = &lookout.blindness;
    json!({
        "schema": SCHEMA,
        "company": model.company.name,
        "as_of": model.company.as_of.to_string(),
        "since": lookout.question.since.to_string(),
        "blind_after_days": lookout.question.blind_days,
        "beliefs": lookout.beliefs.iter().map(|belief| self::belief(model, belief)).collect::<Vec<_>>(),
        "competitors": lookout.rivals.iter().map(|rival| self::rival(model, rival)).collect::<Vec<_>>(),
        "radar": rings(model, &lookout.rings),
        "end_of_life": if lookout.ends.has_folder {
            json!({
                "technologies": lookout.ends.endings.iter().map(|one| ending(model, one)).collect::<Vec<_>>(),
                "unlisted": technologies(model, &lookout.ends.unlisted),
                "silent": lookout.ends.silent,
            })
        } else {
            Value::Null
        },
        "exits": exits_json(model, &lookout.exits),
        "blindness": {
            "outcomes": blind.outcomes.iter().map(|one| json!({
                "outcome": model[one.outcome].card.name.as_str(),
                "newest": one.newest.map(|(date, _)| date.to_string()),
                "age_days": one.newest.map(|(_, age)| age),
            })).collect::<Vec<_>>(),
            "stale": blind.stale.iter().map(|one| json!({
                "about": one.about,
                "reviewed": one.reviewed.to_string(),
                "age_days": one.age_days,
            })).collect::<Vec<_>>(),
            "dated": blind.dated.0,
            "could_be_dated": blind.dated.1,
            "outward_share": blind.outward_share().map(|(share, _)| share),
            "outward": blind.outward.iter().map(|one| json!({
                "person": model[one.person].card.name.as_str(),
                "said": one.said,
                "measured": one.measured,
            })).collect::<Vec<_>>(),
        },
        "guarantees": lookout.guarantees.iter().map(|one| guarantee(model, inputs, one)).collect::<Vec<_>>(),
    })
}

fn belief(model: &Model, belief: &Belief) -> Value {
    let turns: Vec<Value> = (belief.turns.iter())
        .map(|turn| {
            let signal = &model.signals[turn.signal];
            json!({
                "date": turn.date.to_string(),
                "says": signal.says.word(),
                "factor": signal.factor,
                "before": turn.before,
                "after": turn.after,
                "note": signal.card.note,
                "source": signal.source,
            })
        })
        .collect();
    json!({
        "outcome": model[belief.outcome].card.name.as_str(),
        "title": model[belief.outcome].card.shown(),
        "prior_odds": belief.prior,
        "odds": belief.now,
        "signals": turns,
    })
}

fn rival(model: &Model, rival: &Rival) -> Value {
    let competitor = &model[rival.competitor];
    json!({
        "competitor": competitor.card.name.as_str(),
        "outcome": model[rival.outcome].card.name.as_str(),
        "has": competitor.has.iter().map(|id| model[*id].card.name.as_str()).collect::<Vec<_>>(),
        "arrives": competitor.arrives.map(|range| json!([range.first.to_string(), range.last.to_string()])),
        "before_us": rival.before_us,
        "why_not": rival.why_not.map(|why| match why {
            NoChance::NoArrival => "no arrival",
            NoChance::NoReach => "no reach",
        }),
    })
}

fn technologies<'m>(model: &'m Model, ids: &[TechnologyId]) -> Vec<&'m str> {
    ids.iter().map(|id| model[*id].card.name.as_str()).collect()
}

fn outcomes<'m>(model: &'m Model, ids: &[OutcomeId]) -> Vec<&'m str> {
    ids.iter().map(|id| model[*id].card.name.as_str()).collect()
}

fn carried(model: &Model, carries: &Carried) -> Value {
    json!({
        "systems": carries.systems.iter().map(|id| model[*id].card.name.as_str()).collect::<Vec<_>>(),
        "outcomes": outcomes(model, &carries.outcomes),
        "closes": outcomes(model, &carries.closes),
    })
}

fn rings(model: &Model, rings: &Rings) -> Value {
    let counts: Map<String, Value> = Ring::ALL
        .iter()
        .zip(rings.counts)
        .map(|(ring, count)| (ring.word().to_owned(), json!(count)))
        .collect();
    json!({
        "has_radar": rings.has_radar,
        "has_days": rings.has_days,
        "counts": counts,
        "moves": rings.moves.iter().map(|moved| json!({
            "name": moved.name,
            "technology": moved.technology.map(|id| model[id].card.name.as_str()),
            "from": moved.from,
            "to": moved.to,
            "date": moved.date.map(|date| date.to_string()),
        })).collect::<Vec<_>>(),
        "on_hold": rings.held.iter().map(|held| json!({
            "technology": model[held.technology].card.name.as_str(),
            "carries": carried(model, &held.carries),
        })).collect::<Vec<_>>(),
        "unringed": technologies(model, &rings.unringed),
        "differences": rings.differences.iter().map(|one| json!({
            "technology": model[one.technology].card.name.as_str(),
            "model": one.model.word(),
            "radar": one.radar,
        })).collect::<Vec<_>>(),
        "only_on_radar": rings.only_on_radar,
        "other_rings": rings.other_rings.iter().map(|(ring, names)| json!({ "ring": ring, "names": names })).collect::<Vec<_>>(),
    })
}

fn ending(model: &Model, ending: &Ending) -> Value {
    let (stage, date, left) = match ending.stage {
        Stage::Ended(day) => ("ended", day, None),
        Stage::Ends(day, left) => ("ends", Some(day), Some(left)),
        Stage::NoVersion => ("no version", None, None),
        Stage::NoCycle => ("unknown version", None, None),
        Stage::Open => ("open", None, None),
    };
    let end = |ends: &Ends| match ends {
        Ends::On(day) => json!(day.to_string()),
        Ends::Over => json!(true),
        Ends::Open => json!(false),
        Ends::Unsaid => Value::Null,
    };
    json!({
        "technology": model[ending.technology].card.name.as_str(),
        "product": ending.product,
        "version": model[ending.technology].version,
        "cycle": ending.cycle.as_ref().map(|cycle| cycle.name.as_str()),
        "latest": ending.cycle.as_ref().and_then(|cycle| cycle.latest.as_deref()),
        "support": ending.cycle.as_ref().map(|cycle| end(&cycle.support)),
        "stage": stage,
        "date": date.map(|date| date.to_string()),
        "left_days": left,
        "newest": ending.newest,
        "supported": ending.supported.iter().map(|(name, ends)| json!({ "cycle": name, "eol": end(ends) })).collect::<Vec<_>>(),
        "carries": carried(model, &ending.carries),
    })
}
