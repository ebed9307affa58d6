//! The OpenAPI document of what is under `/api/v1`, made from the table that the router is made from.

use axum::http::StatusCode;
use axum::response::Response;
use offing_view::html::FIGURES;
use serde_json::{Map, Value, json};

use crate::api::{CSV, ROOT, as_json};
use crate::questions::{QUESTIONS, Question, Type};

/// Where the document is.
pub(crate) const PATH: &str = "/api/v1/openapi.json";

/// Serves the document.
pub(crate) async fn document() -> Response {
    as_json(StatusCode::OK, whole().to_string())
}

/// Returns the document.
pub(crate) fn whole() -> Value {
    let mut paths = Map::new();
    for question in QUESTIONS {
        paths.insert(format!("{ROOT}/{}", question.name), json!({ "get": operation(question) }));
    }
    let state = [
        ("version", Type::Number),
        ("reading", Type::Number),
        ("recorded", Type::Number),
        ("sound", Type::Truth),
        ("busy", Type::MaybeText),
        ("diagnostics", Type::List),
        ("unreadable", Type::MaybeText),
    ];
    let about = "What is shown now: whether the files are sound, and what is wrong with them if not.";
    paths.insert(format!("{ROOT}/state"), json!({ "get": plain("state", about, &state) }));
    let record = [("schema", Type::Number), ("evaluations", Type::List), ("turns", Type::List)];
    let about = "Every evaluation on record, and when which guarantee broke or mended.";
    paths.insert(format!("{ROOT}/record"), json!({ "get": plain("record", about, &record) }));
    let history = [("schema", Type::Number), ("commits", Type::List), ("points", Type::List)];
    let beat = [("schema", Type::Number), ("beat", Type::MaybeObject)];
    let about_history = "How the company came to where it stands, by the history of the model's files.";
    let about_beat = "How steady delivery is, and what the work of the last 90 days was for.";
    for (name, about, keys) in
        [("history", about_history, history.as_slice()), ("beat", about_beat, beat.as_slice())]
    {
        let mut operation = plain(name, about, keys);
        let nothing =
            response("It is not known, or not yet", &json!({ "$ref": "#/components/schemas/Error" }));
        operation["responses"]["404"] = nothing;
        paths.insert(format!("{ROOT}/{name}"), json!({ "get": operation }));
    }
    paths.insert(FIGURES.to_owned(), json!({ "get": chart() }));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Offing",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The answers that the pages show. Keys may be added, never lost or changed within a \
                schema version. Durations are days, chances 0..1, money plain numbers.",
        },
        "paths": paths,
        "components": { "parameters": parameters(), "schemas": { "Error": error() } },
    })
}

/// The changes that may be said with every question: key, whether it may be said more than once, meaning.
const CHANGES: [(&str, &str); 5] = [
    ("without", "What is taken away: `vendor:NAME`, `person:NAME`, `system:NAME`, …"),
    ("done", "An initiative that is done"),
    ("dropped", "An initiative that is given up"),
    ("runway", "How long the money lasts: `18 months`, a day, or `none`"),
    ("chosen", "The outcome that is chosen instead"),
];

fn parameters() -> Value {
    let mut parameters = Map::new();
    for (name, meaning) in CHANGES {
        let many = json!({ "type": "array", "items": { "type": "string" } });
        parameters.insert(name.to_owned(), parameter(name, meaning, false, &many));
    }
    let meaning = "A change as one text: `team:NAME=5`, `odds:OUTCOME=40%`, `start:INITIATIVE=2026-05-01`, or any \
                   of the others";
    let many = json!({ "type": "array", "items": { "type": "string" } });
    parameters.insert("change".to_owned(), parameter("change", meaning, false, &many));
    Value::Object(parameters)
}

fn parameter(name: &str, meaning: &str, required: bool, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "description": meaning, "required": required, "schema": schema })
}

/// Returns references to the changes that may be said.
fn changes() -> Vec<Value> {
    let changes = CHANGES.iter().map(|(name, _)| *name).chain(["change"]);
    changes.map(|name| json!({ "$ref": format!("#/components/parameters/{name}") })).collect()
}

fn chart() -> Value {
    let mut parameters = changes();
    let name = "The chart's title in small letters and hyphens, as in `when-it-is-there`";
    for (key, about) in [("page", "The path of the page that it stands on, as in `/plan`"), ("name", name)] {
        parameters.push(parameter(key, about, true, &json!({ "type": "string" })));
    }
    let fault = json!({ "$ref": "#/components/schemas/Error" });
    json!({
        "operationId": "chart",
        "summary": "The figures of a chart as CSV, their units in the head: days from `as-of`, chances 0..1.",
        "parameters": parameters,
        "responses": {
            "200": { "description": "The figures", "content": { CSV: { "schema": { "type": "string" } } } },
            "400": response("A change that is none, or no chart named", &fault),
            "404": response("No such page, or no such chart on it", &fault),
            "503": response("There is no sound model yet, or too many ask at once", &fault),
        },
    })
}

fn operation(question: &Question) -> Value {
    let mut operation = plain(question.name, question.summary, question.keys);
    let mut parameters = changes();
    if let Some(about) = &question.about {
        parameters.push(parameter(about.name, about.summary, true, &json!({ "type": "string" })));
    }
    operation["parameters"] = Value::Array(parameters);
    for (status, meaning) in [
        ("400", "A change that is none, or nothing said that it could be about"),
        ("404", "Nothing is called that"),
        ("422", "The model says nothing that could be asked about"),
        ("503", "There is no sound model yet, or too many ask at once"),
    ] {
        operation["responses"][status] = response(meaning, &json!({ "$ref": "#/components/schemas/Error" }));
    }
    operation
}

fn plain(name: &str, summary: &str, keys: &[(&str, Type)]) -> Value {
    json!({
        "operationId": name,
        "summary": summary,
        "responses": { "200": response("The answer", &object(keys)) },
    })
}

fn response(meaning: &str, schema: &Value) -> Value {
    json!({ "description": meaning, "content": { "application/json": { "schema": schema } } })
}

fn error() -> Value {
    object(&[("error", Type::Text)])
}

fn object(keys: &[(&str, Type)]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|(key, of)| ((*key).to_owned(), json!({ "type": names(*of) }))).collect();
    let required: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn names(of: Type) -> Value {
    match of {
        Type::Text => json!("string"),
        Type::Number => json!("number"),
        Type::Truth => json!("boolean"),
        Type::List => json!("array"),
        Type::Object => json!("object"),
        Type::MaybeText => json!(["string", "null"]),
        Type::MaybeNumber => json!(["number", "null"]),
        Type::MaybeList => json!(["array", "null"]),
        Type::MaybeObject => json!(["object", "null"]),
    }
}
