//! The beat as JSON (DESIGN 5).

use offing_analysis::beat::split::Split;
use offing_analysis::beat::{Band, Beat, Rhythm, Share, Spread, Week, Whose, bands, breaks};
use offing_model::Model;
use serde_json::{Value, json};

use super::{named, notes};

/// Returns the beat; null where the model names no source of deliveries.
pub fn beat_json(model: &Model, beat: &Beat, split: &Split) -> Value {
    if !beat.sourced {
        return Value::Null;
    }
    let (first, last) = beat.question.window(model);
    let note = |note: &offing_analysis::beat::Note| json!({ "code": notes::code(note), "text": notes::text(model, note) });
    json!({
        "days": beat.question.days,
        "from": first.to_string(),
        "to": last.to_string(),
        "bands_of": bands::REPORT,
        "teams": beat.teams.iter().map(|one| rhythm(model, one)).collect::<Vec<_>>(),
        "systems": beat.systems.iter().map(|one| rhythm(model, one)).collect::<Vec<_>>(),
        "incidents_read": beat.incidents,
        "notes": beat.notes.iter().map(note).collect::<Vec<_>>(),
        "split": split_json(model, split),
    })
}

fn rhythm(model: &Model, of: &Rhythm) -> Value {
    let kind = match of.whose {
        Whose::Team(_) => "team",
        Whose::System(_) => "system",
        Whose::Repository(_) => "repository",
        Whose::Nobody => "none",
    };
    let name = match of.whose {
        Whose::Team(id) => model[id].card.name.to_string(),
        _ => named(model, of.whose),
    };
    let team = match of.whose {
        Whose::System(id) => model[id].owner.map(|team| model[team].card.name.as_str()),
        _ => None,
    };
    let [frequency, lead, recovery] = of.bands().map(|band| band.map(Band::word));
    json!({
        "kind": kind,
        "name": name,
        "team": team,
        "deployments": of.deployments,
        "deployments_per_week": of.per_week,
        "lead_time_days": of.lead_days.as_ref().map(spread),
        "change_fail_rate": of.failed.as_ref().map(share),
        "recovery_days": of.recovery_days.as_ref().map(spread),
        "unrecovered": of.unrecovered,
        "rework_rate": of.rework.as_ref().map(share),
        "gap_variation": of.gap_variation,
        "batch_commits": of.batch_commits.as_ref().map(spread),
        "batch_lines": of.batch_lines.as_ref().map(spread),
        "bands": { "deployment_frequency": frequency, "lead_time": lead, "recovery": recovery },
        "weeks": of.weeks.iter().map(week).collect::<Vec<_>>(),
        "break": of.broken_on().map(|(day, broken)| json!({
            "week": day.to_string(),
            "per_week_before": broken.before,
            "per_week_after": broken.after,
            "p": broken.chance,
            "false_alarm": breaks::FALSE_ALARM,
            "method": breaks::METHOD,
        })),
    })
}

fn spread(of: &Spread) -> Value {
    json!({ "count": of.count, "p50": of.p50, "p80": of.p80, "p90": of.p90 })
}

fn share(of: &Share) -> Value {
    json!({ "count": of.count, "of": of.of, "rate": of.rate() })
}

fn week(of: &Week) -> Value {
    json!({
        "begins": of.begins.to_string(),
        "known": of.known,
        "deployments": of.deployments,
        "failed": of.failed,
        "lead_time_days": of.lead_days,
    })
}

/// Returns what commits say the work was for.
pub fn split_json(model: &Model, split: &Split) -> Value {
    let shares =
        split.shares().map(|[short, medium, long]| json!({ "short": short, "medium": medium, "long": long }));
    let initiatives = split.initiatives.iter();
    let outcomes = split.outcomes.iter();
    json!({
        "days": split.days,
        "commits": split.commits,
        "named": split.named,
        "horizons": shares,
        "outcomes": outcomes.map(|(id, commits)| json!({ "name": model[*id].card.name.as_str(), "commits": commits })).collect::<Vec<_>>(),
        "no_outcome": split.aside,
        "initiatives": initiatives.map(|(id, commits)| json!({ "name": model[*id].card.name.as_str(), "commits": commits })).collect::<Vec<_>>(),
        "unknown": split.unknown.iter().map(|(name, count)| json!({ "name": name, "commits": count })).collect::<Vec<_>>(),
    })
}
