//! The pages for people: which one an address means, with what is different from today, and what stands around it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION, REFRESH};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use offing_analysis::study::Study;
use offing_model::{Inputs, Model};
use offing_view::html::{self, Shell};
use offing_view::page::{Page, Tone, plain};
use offing_view::site::{self, Beside, Section};
use offing_view::{assets, diagnostics};

use crate::router::App;
use crate::shown::{Shown, Wrong};
use crate::whatif::{Asked, decoded, query};

/// How long a page is waited for before it says that it is being worked out.
const PATIENCE: Duration = Duration::from_secs(4);

/// After how many seconds a browser asks again for a page that is being made.
const AGAIN: &str = "3";

/// How many pages are made meanwhile at most.
const MOST_MADE: usize = 64;

/// How many faults a page shows.
const MOST_FAULTS: usize = 30;

/// Answers an address with its page.
pub(crate) async fn page(State(app): State<Arc<App>>, method: Method, uri: Uri) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let asked = Asked::of(uri.query().unwrap_or_default());
    let path = decoded(uri.path());
    let shown = app.now();
    let address = (shown.reading, uri.to_string());
    if let Some(response) = app.being_made(&address) {
        return response;
    }
    let (beside, seen) = (Arc::clone(&app), shown.clone());
    let mut making = tokio::spawn(async move {
        let made = beside.work(move |app| match &shown.study {
            Some(_) => show(app, &shown, &path, &asked),
            None => waiting(&shown),
        });
        made.await.unwrap_or_else(|status| (status, "The page could not be made. Try again.").into_response())
    });
    match tokio::time::timeout(PATIENCE, &mut making).await {
        Ok(made) => made.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()),
        Err(_) => {
            app.make_meanwhile(address, making);
            later(&seen)
        }
    }
}

/// The pages that took too long to be waited for, and are made meanwhile: of which reading, and their addresses.
#[derive(Debug, Default)]
pub(crate) struct Making(Mutex<BTreeSet<(u64, String)>>);

impl Making {
    fn all(&self) -> MutexGuard<'_, BTreeSet<(u64, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Returns what to say where a page is being made already, or where too many are.
    fn being_made(&self, address: &(u64, String)) -> Option<Response> {
        let making = self.making.all();
        let wait = making.contains(address) || making.len() >= MOST_MADE;
        drop(making);
        wait.then(|| later(&self.now()))
    }

    /// Lets a page be made to its end; what it needs is known then, so that it comes at once when it is asked for again.
    fn make_meanwhile(self: &Arc<Self>, address: (u64, String), making: tokio::task::JoinHandle<Response>) {
        self.making.all().insert(address.clone());
        let app = Arc::clone(self);
        tokio::spawn(async move {
            // A panic in there is told by the hook.
            let _ = making.await;
            app.making.all().remove(&address);
        });
    }
}

/// Says that a page is being made; the browser asks again by itself.
fn later(shown: &Shown) -> Response {
    let mut page = Page::default();
    page.heading("This is being worked out");
    page.text(plain(
        "The model is large, so the first time takes a while. The page comes as soon as it is there.",
    ));
    let mut response = bare(shown, &page);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(REFRESH, HeaderValue::from_static(AGAIN));
    response
}

/// Serves a file that pages need. Its address changes with what it holds, so that it may be kept.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let Some(asset) = assets::named(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [(CONTENT_TYPE, asset.media_type), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (headers, asset.text).into_response()
}

fn show(app: &App, shown: &Shown, path: &str, asked: &Asked) -> Response {
    let Some(today) = &shown.study else { return waiting(shown) };
    let (changes, faults) = asked.read(today.model());
    let study = app.whatifs.study(today, &changes);
    let said = query(today.model(), study.changes());
    let Some(section) = Section::at(today.model(), path) else {
        let mut page = Page::default();
        page.heading("There is no such page");
        page.text(plain("It may have been renamed in the model, or taken out of it."));
        let shell = shell(shown, study.model(), Section::BigPicture, said);
        return answer(StatusCode::NOT_FOUND, &shell, &page);
    };
    // A form says changes one by one; the address that is kept and shared says them all, each once.
    if asked.by_form && faults.is_empty() {
        let to = with_query(&section.path(today.model()), &said);
        return (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response();
    }
    let mut shell = shell(shown, study.model(), section, said);
    shell.what_if = Some(site::what_if(&study));
    if !faults.is_empty() {
        let banner = shell.banner.get_or_insert_default();
        faults.iter().for_each(|fault| banner.text(vec![Tone::Warn.say(fault.as_str())]));
    }
    if app.hooks.save.is_some() && !study.changes().is_empty() {
        shell.save = Some(with_query("/save", &shell.query));
    }
    answer(StatusCode::OK, &shell, &of_section(app, shown, &study, section))
}

/// Returns what stands on a page.
pub(crate) fn of_section(app: &App, shown: &Shown, study: &Study, section: Section) -> Page {
    let mut page = site::page(section, study, &beside(app, shown, study, section));
    if section == Section::Guarantees {
        page.blocks.extend(recorded(app).blocks);
    }
    page
}

/// Returns what is shown beside the answers of a study: only what this page needs.
fn beside(app: &App, shown: &Shown, study: &Study, section: Section) -> Beside {
    let mut beside = shown.beside.as_ref().clone();
    match section {
        Section::Landscape => {
            let answer = || offing_view::lookout::page(study.model(), study.inputs(), study.lookout());
            beside.landscape.get_or_insert_with(answer);
        }
        Section::People => {
            let answer = || offing_view::people::page(study.model(), study.people());
            beside.people.get_or_insert_with(answer);
        }
        Section::Plan => beside.beat = shown.beat.as_deref().map(|(page, _)| page.clone()),
        Section::History => {
            let mut page = recorded(app);
            if let Some((past, _)) = shown.past.as_deref() {
                page.blocks.extend(past.blocks.iter().cloned());
            }
            beside.history = Some(page);
        }
        _ => {}
    }
    beside
}

/// Returns when guarantees broke and mended.
fn recorded(app: &App) -> Page {
    let (evaluations, turns) = (app.hooks.record)();
    offing_view::record::page(&evaluations, &turns)
}

/// Returns what is shown before there ever was a sound model.
fn waiting(shown: &Shown) -> Response {
    let mut page = Page::default();
    page.heading(if shown.wrong.is_some() {
        "There is no sound model yet"
    } else {
        "The model is being read"
    });
    page.text(plain("This page shows it as soon as there is one."));
    bare(shown, &page)
}

/// Returns a page that needs no model.
fn bare(shown: &Shown, page: &Page) -> Response {
    let empty = offing_model::read(&Inputs::of_text("", jiff::civil::Date::ZERO)).model;
    let model = empty.expect("a model that says nothing is sound");
    let mut shell = Shell::new(&model, Section::BigPicture);
    shell.live = Some(shown.version);
    shell.banner = banner(shown);
    answer(StatusCode::OK, &shell, page)
}

/// Returns what stands around a page.
pub(crate) fn shell<'m>(shown: &Shown, model: &'m Model, section: Section, query: String) -> Shell<'m> {
    let mut shell = Shell::new(model, section);
    shell.query = query;
    shell.banner = banner(shown);
    shell.live = Some(shown.version);
    shell
}

/// Returns why what is shown is not what the files say now.
fn banner(shown: &Shown) -> Option<Page> {
    let wrong = shown.wrong.as_ref()?;
    let mut page = Page::default();
    if shown.study.is_some() {
        page.heading("The files have errors: these are the answers from before");
    } else {
        page.heading("The files have errors");
    }
    match wrong {
        Wrong::Unreadable(why) => page.text(vec![Tone::Bad.say(&**why)]),
        Wrong::Faults(faults) => {
            let found = diagnostics::findings(&faults.diagnostics, &faults.inputs);
            for fault in found.iter().take(MOST_FAULTS) {
                page.item(vec![
                    Tone::Code.say(format!("{}:{}:{}", fault.file, fault.line, fault.column)),
                    Tone::Plain.say(format!(" {}", fault.message)),
                ]);
            }
            let more = (found.len() + faults.dropped).saturating_sub(MOST_FAULTS);
            if more > 0 {
                page.text(plain(format!("and {more} more")));
            }
        }
    }
    Some(page)
}

pub(crate) fn answer(status: StatusCode, shell: &Shell<'_>, page: &Page) -> Response {
    let text = html::document(shell, page);
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

pub(crate) fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests;
