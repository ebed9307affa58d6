//! Which address is answered by what, and what stands before all of them.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::sync::{Semaphore, watch};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use offing_model::Evaluation;
use offing_view::html::FIGURES;
use offing_view::record::Told;

use crate::door::Door;
use crate::questions::QUESTIONS;
use crate::save::{Edit, NotSaved};
use crate::search::Searches;
use crate::shown::Shown;
use crate::whatif::WhatIfs;
use crate::{api, events, headers, openapi, pages, save};

/// How long an answer may take to begin.
const PATIENCE: Duration = Duration::from_secs(60);

/// How large what is sent here may be, in bytes.
const LARGEST_BODY: usize = 64 << 10;

/// How long an address may be, in bytes.
const LONGEST_ADDRESS: usize = 8 << 10;

/// How many requests are answered at once; more are asked to come again.
const MOST_REQUESTS: usize = 256;

/// How many answers are worked out at once.
const MOST_AT_WORK: usize = 16;

/// How a server is set up.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who may ask.
    pub door: Door,
    /// What forms carry to prove that they came from here; luck that nobody can guess.
    pub secret: crate::Token,
}

/// What the binary does for the server.
pub struct Hooks {
    /// Writes files of the model; `None` where the server only reads.
    pub save: Option<Save>,
    /// Returns what was recorded: evaluations and turns, the last first.
    pub record: Record,
}

/// Writes edits, all of them or none.
pub type Save = Box<dyn Fn(&[Edit]) -> Result<(), NotSaved> + Send + Sync>;

/// Returns what was recorded.
pub type Record = Box<dyn Fn() -> (Vec<Evaluation>, Vec<Told>) + Send + Sync>;

impl std::fmt::Debug for Hooks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hooks").field("save", &self.save.is_some()).finish_non_exhaustive()
    }
}

/// What every handler may look at.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) config: Config,
    pub(crate) hooks: Hooks,
    pub(crate) shown: watch::Receiver<Shown>,
    pub(crate) whatifs: WhatIfs,
    pub(crate) searches: Searches,
    /// Says when the server ends.
    pub(crate) ending: watch::Receiver<bool>,
    /// Pages that take too long to be waited for.
    pub(crate) making: pages::Making,
    /// Held by whoever writes.
    pub(crate) saving: Arc<tokio::sync::Mutex<()>>,
    requests: Semaphore,
    at_work: Arc<Semaphore>,
}

impl App {
    pub(crate) fn new(
        config: Config,
        hooks: Hooks,
        shown: watch::Receiver<Shown>,
        ending: watch::Receiver<bool>,
    ) -> Arc<Self> {
        Arc::new(Self {
            config,
            hooks,
            shown,
            whatifs: WhatIfs::default(),
            searches: Searches::default(),
            ending,
            making: pages::Making::default(),
            saving: Arc::default(),
            requests: Semaphore::new(MOST_REQUESTS),
            at_work: Arc::new(Semaphore::new(MOST_AT_WORK)),
        })
    }

    /// Returns what is shown now.
    pub(crate) fn now(&self) -> Shown {
        self.shown.borrow().clone()
    }

    /// Returns when nobody writes any more.
    pub(crate) async fn saved(&self) {
        drop(self.saving.lock().await);
    }

    /// Works something out beside the requests, a bounded number of things at once. Who goes away before it is done
    /// does not make room for more.
    pub(crate) async fn work<T: Send + 'static>(
        self: &Arc<Self>,
        what: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T, StatusCode> {
        let gone = |_| StatusCode::SERVICE_UNAVAILABLE;
        let permit = Arc::clone(&self.at_work).acquire_owned().await.map_err(gone)?;
        let app = Arc::clone(self);
        let work = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            what(&app)
        });
        work.await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Returns the router: every address, and what stands before all of them.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let at = |name: &str| format!("{}/{name}", api::ROOT);
    let mut router = Router::new()
        .route("/assets/{name}", get(pages::asset))
        .route("/save", get(save::show).post(save::write))
        .route("/events", get(events::events))
        .route("/events/balance", get(events::balance))
        .route(openapi::PATH, get(openapi::document))
        .route(&at("state"), get(|State(app)| api::shown(app)))
        .route(&at("beat"), get(|State(app)| api::beat(app)))
        .route(&at("history"), get(|State(app)| api::history(app)))
        .route(&at("record"), get(|State(app)| api::record(app)))
        .route(FIGURES, get(|State(app), uri| api::chart(app, uri)));
    for question in QUESTIONS {
        let answer = move |State(app): State<Arc<App>>, uri: Uri| api::answer(app, question, uri);
        router = router.route(&at(question.name), get(answer));
    }
    router
        .fallback(pages::page)
        .with_state(Arc::clone(app))
        .layer(RequestBodyLimitLayer::new(LARGEST_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::custom(|_| fault()))
        .layer(middleware::from_fn_with_state(Arc::clone(app), admit))
        .layer(middleware::from_fn(headers::add))
}

/// Lets a request in, or turns it away.
async fn admit(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.uri().path_and_query().is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        return (StatusCode::URI_TOO_LONG, "The address is too long.").into_response();
    }
    if let Err(refusal) = app.config.door.check(request.method(), request.uri(), request.headers()) {
        return *refusal;
    }
    let Ok(_permit) = app.requests.try_acquire() else {
        return (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "1")], "Too many ask at once.")
            .into_response();
    };
    next.run(request).await
}

/// The answer when we are wrong; what happened is on the server's screen.
fn fault() -> Response {
    let why = "A fault of ours, not of your model. What happened stands where the server was started.";
    (StatusCode::INTERNAL_SERVER_ERROR, why).into_response()
}

#[cfg(test)]
pub(crate) mod tests;
