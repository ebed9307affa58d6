//! The answer as JSON. Keys may be added, never lost or changed within a schema version. Of calendars only sums of hours
//! are in it.

use offing_analysis::people::{Hat, Hours, Measured, People, Source, direction, job};
use offing_model::{Model, PersonId, SystemId};
use serde_json::{Value, json};

use crate::ensure::SCHEMA;

/// Returns the whole answer.
pub fn json(model: &Model, people: &People) -> Value {
    let bus = &people.bus;
    json!({
        "schema": SCHEMA,
        "company": model.company.name,
        "as_of": model.company.as_of.to_string(),
        "since": people.question.since.to_string(),
        "company_people": people.size.people,
        "responsibilities": people.duties.iter().map(|(duty, who)| json!({
            "name": duty.word(),
            "job": job(*duty).word(),
            "direction": direction(*duty).word(),
            "people": names(model, who),
        })).collect::<Vec<_>>(),
        "gaps": people.gaps().iter().map(|duty| duty.word()).collect::<Vec<_>>(),
        "doubles": people.doubles().iter().map(|(duty, who)| json!({
            "name": duty.word(),
            "people": names(model, who),
        })).collect::<Vec<_>>(),
        "leads": people.leads.iter().map(|led| json!({
            "person": model[led.person].card.name.as_str(),
            "systems": systems(model, &led.systems),
        })).collect::<Vec<_>>(),
        "without_lead": systems(model, &people.without_lead),
        "leaving": {
            "alone": bus.singles.iter().map(|(person, closes)| json!({
                "person": model[*person].card.name.as_str(),
                "closes": closes.iter().map(|id| model[*id].card.name.as_str()).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "outcomes": bus.outcomes.iter().map(|(outcome, set)| json!({
                "outcome": model[*outcome].card.name.as_str(),
                "bus_factor": (!set.is_empty()).then_some(set.len()),
                "closed_by": names(model, set),
            })).collect::<Vec<_>>(),
            "known_by_one": bus.known_by_one.iter().map(|(system, person)| json!({
                "system": model[*system].card.name.as_str(),
                "person": model[*person].card.name.as_str(),
            })).collect::<Vec<_>>(),
            "known_by_none": systems(model, &bus.known_by_none),
        },
        "spans": people.spans.iter().map(|span| json!({
            "person": model[span.person].card.name.as_str(),
            "title": model[span.person].card.title,
            "direct": span.direct,
            "total": span.total,
        })).collect::<Vec<_>>(),
        "titles": people.titles.iter().map(|finding| json!({
            "check": finding.check.word(),
            "people": names(model, &finding.people),
            "reason": finding.reason,
            "remedy": finding.remedy,
        })).collect::<Vec<_>>(),
        "hats": people.hats.iter().map(|one| hat(model, one)).collect::<Vec<_>>(),
        "relief": people.relief.iter().map(|one| json!({
            "person": model[one.person].card.name.as_str(),
            "system": model[one.system].card.name.as_str(),
            "takers": one.takers.iter().map(|taker| json!({
                "person": model[taker.person].card.name.as_str(),
                "leads": taker.leads,
            })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn names<'m>(model: &'m Model, ids: &[PersonId]) -> Vec<&'m str> {
    ids.iter().map(|id| model[*id].card.name.as_str()).collect()
}

fn systems<'m>(model: &'m Model, ids: &[SystemId]) -> Vec<&'m str> {
    ids.iter().map(|id| model[*id].card.name.as_str()).collect()
}

fn hat(model: &Model, hat: &Hat) -> Value {
    let said = |share: Option<(f64, Source)>| {
        share.map(|(share, source)| {
            let source = match source {
                Source::Intends => "intends",
                Source::Outward => "outward",
                Source::Does => "does",
            };
            json!({ "share": share, "from": source })
        })
    };
    let [short, medium, long] = hat.intended.terms;
    json!({
        "person": model[hat.person].card.name.as_str(),
        "intended": {
            "enabling": said(hat.intended.enable),
            "outward": said(hat.intended.outward),
            "short": short,
            "medium": medium,
            "long": long,
        },
        "measured": hat.measured.as_ref().map(measured),
    })
}

fn measured(measured: &Measured) -> Value {
    let left = measured.left_out;
    let mut value = hours(&measured.hours);
    value["enabling_share"] = json!(measured.hours.enable_share());
    value["outward_share"] = json!(measured.hours.outward_share());
    value["term_shares"] = json!(measured.hours.term_shares());
    value["months"] = measured
        .months
        .iter()
        .map(|one| {
            let mut month = json!({ "month": format!("{:04}-{:02}", one.year, one.month) });
            if let (Value::Object(month), Value::Object(hours)) = (&mut month, hours(&one.hours)) {
                month.extend(hours);
            }
            month
        })
        .collect();
    value["left_out"] = json!({
        "all_day": left.all_day,
        "declined": left.declined,
        "cancelled": left.cancelled,
        "free": left.free,
    });
    value["owner_known"] = json!(measured.owner_known);
    value["domains_known"] = json!(measured.domains_known);
    value
}

fn hours(hours: &Hours) -> Value {
    let [enable, execute, job] = hours.jobs;
    let [outward, inward, direction] = hours.directions;
    let [short, medium, long, term] = hours.terms;
    json!({
        "hours": hours.total(),
        "enabling_hours": enable,
        "executing_hours": execute,
        "unknown_job_hours": job,
        "outward_hours": outward,
        "inward_hours": inward,
        "unknown_direction_hours": direction,
        "short_hours": short,
        "medium_hours": medium,
        "long_hours": long,
        "unknown_term_hours": term,
    })
}
