//! The answers as JSON, under `/api/v1`: what the pages show, for programs.

use std::sync::Arc;

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LOCATION, CONTENT_TYPE};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use offing_analysis::change::Change;
use offing_model::Model;
use offing_view::page::Page;
use offing_view::site::Section;
use serde_json::{Value, json};

use crate::events::state;
use crate::pages;
use crate::questions::{NoAnswer, Question};
use crate::router::App;
use crate::shown::{Shown, Wrong};
use crate::whatif::{Asked, decoded, encoded, query};

/// Where the answers are.
pub(crate) const ROOT: &str = offing_view::html::ANSWERS;

/// What figures are sent as.
pub(crate) const CSV: &str = "text/csv; charset=utf-8";

/// Answers a question about today, or about the what-if that the address says.
pub(crate) async fn answer(app: Arc<App>, question: &'static Question, uri: Uri) -> Response {
    let asked = Asked::of(uri.query().unwrap_or_default());
    let Some(today) = app.now().study else {
        return error(StatusCode::SERVICE_UNAVAILABLE, "there is no sound model yet: see /api/v1/state");
    };
    let (changes, faults) = asked.read(today.model());
    if let Some(fault) = faults.first() {
        return error(StatusCode::BAD_REQUEST, fault);
    }
    let about = question.about.as_ref().map_or("", |about| asked.other(about.name).unwrap_or_default());
    if let Some(about_what) = question.about.as_ref().filter(|_| about.is_empty()) {
        let name = about_what.name;
        return error(StatusCode::BAD_REQUEST, &format!("say what it is about: `?{name}=NAME`"));
    }
    let about = about.to_owned();
    let location = location(question, today.model(), &changes, &about);
    let found = app.work(move |app| {
        let study = app.whatifs.study(&today, &changes);
        (question.json)(&study, &about).map(|answer| answer.to_string())
    });
    match found.await {
        Ok(Ok(answer)) => {
            let mut response = as_json(StatusCode::OK, answer);
            // One address for one what-if, however it was said.
            if let Ok(location) = location.parse() {
                response.headers_mut().insert(CONTENT_LOCATION, location);
            }
            response
        }
        Ok(Err(NoAnswer::Unknown(why))) => error(StatusCode::NOT_FOUND, &why),
        Ok(Err(NoAnswer::Nothing(why))) => error(StatusCode::UNPROCESSABLE_ENTITY, &why),
        Err(status) => error(status, "the answer could not be worked out"),
    }
}

/// Returns the address of an answer: the same for what-ifs that mean the same.
fn location(question: &Question, model: &Model, changes: &[Change], about: &str) -> String {
    let mut said =
        question.about.iter().map(|key| format!("{}={}", key.name, encoded(about))).collect::<Vec<_>>();
    said.extend(Some(query(model, changes)).filter(|query| !query.is_empty()));
    let mark = if said.is_empty() { "" } else { "?" };
    format!("{ROOT}/{}{mark}{}", question.name, said.join("&"))
}

/// Answers with the figures of a chart on a page as CSV, of today or of a what-if.
pub(crate) async fn chart(app: Arc<App>, uri: Uri) -> Response {
    let asked = Asked::of(uri.query().unwrap_or_default());
    let shown = app.now();
    let Some(today) = shown.study.clone() else {
        return error(StatusCode::SERVICE_UNAVAILABLE, "there is no sound model yet: see /api/v1/state");
    };
    let (changes, faults) = asked.read(today.model());
    if let Some(fault) = faults.first() {
        return error(StatusCode::BAD_REQUEST, fault);
    }
    let (Some(page), Some(name)) = (asked.other("page"), asked.other("name").map(str::to_owned)) else {
        return error(StatusCode::BAD_REQUEST, "say which chart: `?page=/plan&name=NAME`");
    };
    let Some(section) = Section::at(today.model(), &decoded(page)) else {
        return error(StatusCode::NOT_FOUND, "there is no such page");
    };
    let found = app.work(move |app| {
        let study = app.whatifs.study(&today, &changes);
        let page = pages::of_section(app, &shown, &study, section);
        page.chart_named(&name).map(|chart| (chart.name(), chart.csv()))
    });
    match found.await {
        Ok(Some((name, csv))) => {
            let file = format!("attachment; filename=\"{name}.csv\"");
            ([(CONTENT_TYPE, CSV.to_owned()), (CONTENT_DISPOSITION, file)], csv).into_response()
        }
        Ok(None) => error(StatusCode::NOT_FOUND, "no chart of that name stands on the page now"),
        Err(status) => error(status, "the chart could not be made"),
    }
}

/// Returns what is shown, and what is wrong with the files.
pub(crate) async fn shown(app: Arc<App>) -> Response {
    let shown = app.now();
    match app.work(move |_| whole_state(&shown).to_string()).await {
        Ok(state) => as_json(StatusCode::OK, state),
        Err(status) => error(status, "the answer could not be worked out"),
    }
}

fn whole_state(shown: &Shown) -> Value {
    let mut state = state(shown);
    let (found, unreadable) = match &shown.wrong {
        None => (json!([]), Value::Null),
        Some(Wrong::Unreadable(why)) => (json!([]), json!(**why)),
        Some(Wrong::Faults(faults)) => {
            let found = offing_view::diagnostics::json(&faults.diagnostics, faults.dropped, &faults.inputs);
            (found["diagnostics"].clone(), Value::Null)
        }
    };
    state["diagnostics"] = found;
    state["unreadable"] = unreadable;
    state
}

/// Returns how the company came to where it stands.
pub(crate) async fn history(app: Arc<App>) -> Response {
    let none = "no history is known: the files are in no git repository, or not read yet";
    beside(&app, app.now().past, none).await
}

/// Returns how steady delivery is.
pub(crate) async fn beat(app: Arc<App>) -> Response {
    beside(&app, app.now().beat, "the beat is not known yet: it is being read").await
}

/// Returns what is shown beside the answers, or why there is nothing.
async fn beside(app: &Arc<App>, found: Option<Arc<(Page, Value)>>, none: &str) -> Response {
    let Some(found) = found else { return error(StatusCode::NOT_FOUND, none) };
    match app.work(move |_| found.1.to_string()).await {
        Ok(found) => as_json(StatusCode::OK, found),
        Err(status) => error(status, "the answer could not be worked out"),
    }
}

/// Returns what was recorded of evaluations.
pub(crate) async fn record(app: Arc<App>) -> Response {
    match app.work(record_json).await {
        Ok(record) => as_json(StatusCode::OK, record),
        Err(status) => error(status, "the record could not be read"),
    }
}

fn record_json(app: &App) -> String {
    let (evaluations, turns) = (app.hooks.record)();
    offing_view::record::json(&evaluations, &turns).to_string()
}

pub(crate) fn as_json(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], text).into_response()
}

fn error(status: StatusCode, why: &str) -> Response {
    as_json(status, json!({ "error": why }).to_string())
}
