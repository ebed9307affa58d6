//! The answer as JSON. Keys may be added, never lost or changed within a schema version.

use offing_analysis::history::{History, State};
use serde_json::{Value, json};

use super::Told;
use crate::diff::Sides;
use crate::diff::{change_json, effect_json, standing_json};
use crate::ensure::{SCHEMA, place};

/// Returns the whole answer.
pub fn json(told: &Told<'_>, history: &History) -> Value {
    let mut before: Option<usize> = None;
    let points: Vec<Value> =
        (0..history.points.len()).map(|at| point(told, history, at, &mut before)).collect();
    json!({
        "schema": SCHEMA,
        "seed": history.question.seed,
        "draws": history.question.draws,
        "shallow": told.shallow,
        "left_out": told.left_out,
        "commits": told.commits.iter().map(|commit| json!({
            "id": commit.id,
            "date": commit.date.to_string(),
            "subject": commit.subject,
        })).collect::<Vec<_>>(),
        "points": points,
    })
}

fn point(told: &Told<'_>, history: &History, at: usize, before: &mut Option<usize>) -> Value {
    let point = &history.points[at];
    let mut value = json!({
        "date": point.date.to_string(),
        "commit": told.commits[point.commit].id,
        "is_commit": point.is_commit,
        "states_as_of": point.states_as_of,
    });
    let fields = value.as_object_mut().expect("it was made as an object");
    match &point.state {
        State::Faulty { first, errors } => {
            let (file, line) = place(&told.versions[at].inputs, first.span);
            fields.insert("standing".to_owned(), Value::Null);
            fields.insert(
                "fault".to_owned(),
                json!({
                    "errors": errors,
                    "code": first.code.slug(),
                    "message": first.message,
                    "file": file,
                    "line": line,
                }),
            );
        }
        State::Sound { standing, since } => {
            fields.insert("standing".to_owned(), standing_json(standing));
            let earlier = before.replace(at);
            if let Some((since, earlier)) = since.as_ref().zip(earlier) {
                let sides = Sides {
                    before: "",
                    before_inputs: &told.versions[earlier].inputs,
                    after: "",
                    after_inputs: &told.versions[at].inputs,
                    outward: false,
                };
                let changes = since.changes.iter().map(|one| change_json(&sides, one)).collect::<Vec<_>>();
                fields.insert(
                    "since".to_owned(),
                    json!({
                        "effects": since.effects.iter().map(effect_json).collect::<Vec<_>>(),
                        "changes": changes,
                    }),
                );
            }
        }
    }
    value
}
