//! What is written to the model's files: the smallest change of their text that a what-if comes to, shown before it is
//! made, and made only when the server may write and the files are still those that were shown.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use offing_analysis::change::{Change, edits};
use offing_analysis::study::Study;
use offing_analysis::turns::changed;
use offing_model::patch::patch;
use offing_model::{Content, Inputs, Severity};
use offing_view::html::Confirm;
use offing_view::page::{Block, Page, Tone, plain};
use offing_view::site::Section;
use subtle::ConstantTimeEq;

use crate::pages::{answer, shell};
use crate::router::App;
use crate::shown::Shown;
use crate::whatif::{Asked, pairs, query};

/// A file as it is and as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The file, as [`offing_model::Source::name`] says it.
    pub file: String,
    /// Its text as the change was made for.
    pub before: String,
    /// Its text with the change.
    pub after: String,
}

/// Why nothing was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSaved {
    /// This file has changed meanwhile.
    Changed(String),
    /// The system did not let it.
    Failed(String),
}

/// Shows what saving a what-if would write.
pub(crate) async fn show(State(app): State<Arc<App>>, uri: Uri) -> Response {
    let asked = Asked::of(uri.query().unwrap_or_default());
    let shown = app.now();
    let found = app.work(move |app| match &shown.study {
        Some(today) => proposal(app, &shown, today, &asked, None),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    });
    found.await.unwrap_or_else(IntoResponse::into_response)
}

/// Writes a what-if that was shown.
pub(crate) async fn write(State(app): State<Arc<App>>, body: Bytes) -> Response {
    if app.hooks.save.is_none() {
        return (StatusCode::FORBIDDEN, "This server only reads: start it with `--write`.").into_response();
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    let said = pairs(&body);
    let value =
        |key: &str| said.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value.as_str());
    let secret = app.config.secret.reveal().as_bytes();
    if !bool::from(secret.ct_eq(value("secret").as_bytes())) {
        return (StatusCode::FORBIDDEN, "The form is not from this server. Open the page again.")
            .into_response();
    }
    let reading = value("reading").parse::<u64>().ok();
    let asked = Asked::of(&body);
    // Whoever goes away now does not interrupt it, and the server does not end before it is done.
    let saving = Arc::clone(&app.saving).lock_owned().await;
    let shown = app.now();
    let written = app.work(move |app| {
        let _saving = saving;
        commit(app, &shown, reading, &asked)
    });
    written.await.unwrap_or_else(IntoResponse::into_response)
}

/// Returns the page that shows what would be written.
fn proposal(app: &App, shown: &Shown, today: &Arc<Study>, asked: &Asked, refused: Option<&str>) -> Response {
    let (changes, faults) = asked.read(today.model());
    let mut page = Page::default();
    page.heading("Save as change");
    let said = query(today.model(), &changes);
    let mut shell = shell(shown, today.model(), Section::BigPicture, said);
    if let Some(why) = refused {
        page.text(vec![Tone::Bad.say(format!("Nothing was written. {why} This is how it would be now."))]);
    }
    faults.iter().for_each(|fault| page.text(vec![Tone::Bad.say(fault.as_str())]));
    let mut status = StatusCode::OK;
    match made(today, &changes) {
        Ok(written) if written.is_empty() => {
            page.text(plain("The files say so already: there is nothing to save."))
        }
        Ok(written) => {
            page.text(plain("This is what would be different in the files. Comments and order stay."));
            page.blocks.push(difference(&written));
            if app.hooks.save.is_none() {
                page.text(plain(
                    "This server only reads. Make the change by hand, or start it with `--write`.",
                ));
            } else if shown.wrong.is_some() {
                page.text(vec![Tone::Bad.say("The files have errors now: mend them first.")]);
            } else {
                shell.confirm = Some(confirm(app, shown, today, &changes));
            }
        }
        Err(faults) => {
            status = StatusCode::UNPROCESSABLE_ENTITY;
            page.text(plain("This can not be written as it is:"));
            faults.iter().for_each(|fault| page.item(vec![Tone::Bad.say(fault.as_str())]));
        }
    }
    answer(status, &shell, &page)
}

fn confirm(app: &App, shown: &Shown, today: &Study, changes: &[Change]) -> Confirm {
    let mut hidden = vec![
        ("secret".to_owned(), app.config.secret.reveal().to_owned()),
        ("reading".to_owned(), shown.reading.to_string()),
    ];
    hidden.extend(changes.iter().map(|change| ("change".to_owned(), change.text(today.model()))));
    Confirm { action: "/save".to_owned(), hidden, label: "Write this to the files".to_owned() }
}

/// Writes, where the files are still those that were shown.
fn commit(app: &App, shown: &Shown, reading: Option<u64>, asked: &Asked) -> Response {
    let (Some(save), Some(today)) = (&app.hooks.save, &shown.study) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (changes, faults) = asked.read(today.model());
    if reading != Some(shown.reading) || shown.wrong.is_some() || !faults.is_empty() {
        return conflict(app, shown, today, "The files have changed since this was shown to you.", asked);
    }
    let written = match made(today, &changes) {
        Ok(written) => written,
        Err(faults) => return conflict(app, shown, today, &faults.join(" "), asked),
    };
    match save(&written) {
        Ok(()) => (StatusCode::SEE_OTHER, [(LOCATION, "/")]).into_response(),
        Err(NotSaved::Changed(file)) => {
            conflict(app, shown, today, &format!("`{file}` has changed since this was shown to you."), asked)
        }
        Err(NotSaved::Failed(why)) => conflict(app, shown, today, &why, asked),
    }
}

/// Says that nothing was written, above what would be written now.
fn conflict(app: &App, shown: &Shown, today: &Arc<Study>, why: &str, asked: &Asked) -> Response {
    let mut response = proposal(app, shown, today, asked, Some(why));
    *response.status_mut() = StatusCode::CONFLICT;
    response
}

/// Returns the files with changes made, or why they can not be.
fn made(today: &Study, changes: &[Change]) -> Result<Vec<Edit>, Vec<String>> {
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    for change in changes {
        match edits(today.model(), *change) {
            Ok(some) => all.extend(some),
            Err(not) => faults.push(not.0),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let inputs = today.inputs();
    let patch = patch(inputs, &all).map_err(|refusal| vec![refusal.to_string()])?;
    let mut then = inputs.clone();
    for file in &patch.files {
        then.sources[file.source as usize].content = Content::Text(file.text.clone());
    }
    let errors = errors(&then);
    if !errors.is_empty() {
        return Err(errors);
    }
    let edit = |file: offing_model::patch::FilePatch| Edit {
        before: inputs.text(file.source).to_owned(),
        file: file.name,
        after: file.text,
    };
    Ok(patch.files.into_iter().map(edit).collect())
}

/// Returns what would be wrong with a model.
fn errors(inputs: &Inputs) -> Vec<String> {
    let found = offing_model::read(inputs).diagnostics;
    found.into_iter().filter(|one| one.severity() == Severity::Error).map(|one| one.message).collect()
}

/// Returns the lines that go and come.
fn difference(edits: &[Edit]) -> Block {
    let then: Vec<(String, String)> =
        edits.iter().map(|edit| (edit.file.clone(), edit.before.clone())).collect();
    let now: Vec<(String, String)> =
        edits.iter().map(|edit| (edit.file.clone(), edit.after.clone())).collect();
    let line = |line: offing_model::Line| {
        let (sign, tone) = if line.came { ("+", Tone::Good) } else { ("-", Tone::Bad) };
        vec![
            Tone::Faint.say(format!("{}:{} ", line.file, line.number)),
            tone.say(format!("{sign} {}", line.text)),
        ]
    };
    Block::Verbatim(changed(&then, &now).into_iter().map(line).collect())
}

#[cfg(test)]
mod tests;
