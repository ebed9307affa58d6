//! What changes meanwhile? Server-sent events: that the model changed, and how far the search for the frontier is.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;

use crate::router::App;
use crate::search::Step;
use crate::shown::Shown;
use crate::whatif::Asked;

/// How often a silent stream says that it is still there, which also finds out who has gone.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Streams what is shown: an event `state` now, and whenever it changes.
pub(crate) async fn events(State(app): State<Arc<App>>) -> Response {
    let mut shown = app.shown.clone();
    shown.mark_changed();
    stream(&app, shown, |shown| (event("state", &state(shown)), false))
}

/// Returns what is shown, as JSON.
pub(crate) fn state(shown: &Shown) -> Value {
    json!({
        "version": shown.version,
        "reading": shown.reading,
        "recorded": shown.recorded,
        "sound": shown.study.is_some() && shown.wrong.is_none(),
        "busy": shown.busy,
    })
}

/// Streams the search for the frontier of today or of a what-if: events `progress`, then one `done`.
pub(crate) async fn balance(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    let Some(today) = app.now().study else {
        return (StatusCode::SERVICE_UNAVAILABLE, "There is no sound model yet.").into_response();
    };
    let asked = Asked::of(query.as_deref().unwrap_or_default());
    let (changes, faults) = asked.read(today.model());
    if !faults.is_empty() {
        return (StatusCode::BAD_REQUEST, faults.join("\n")).into_response();
    }
    let study = match app.work(move |app| app.whatifs.study(&today, &changes)).await {
        Ok(study) => study,
        Err(status) => return status.into_response(),
    };
    let mut steps = app.searches.follow(&study);
    steps.mark_changed();
    stream(&app, steps, |step| match step {
        Step::Done => (event("done", &json!({})), true),
        Step::GivenUp => (event("given-up", &json!({})), true),
        Step::Waiting => (event("progress", &progress(0, 0, &[])), false),
        Step::Searching { tried, of, points } => (event("progress", &progress(*tried, *of, points)), false),
    })
}

fn progress(tried: u32, of: u32, points: &[[f64; 3]]) -> Value {
    let points: Vec<Value> = (points.iter())
        .map(|[days, find, value]| {
            let days = days.is_finite().then_some(*days);
            json!({ "chosen_p80_days": days, "find": find, "expected_value": value })
        })
        .collect();
    json!({ "tried": tried, "of": of, "points": points })
}

fn event(name: &str, data: &Value) -> Event {
    Event::default().event(name).data(data.to_string())
}

/// Streams the events that values give, until one is the last, the reader goes, or the server ends. A slow reader
/// misses steps, never the last one.
fn stream<T: Clone + Send + Sync + 'static>(
    app: &App,
    mut values: watch::Receiver<T>,
    mut tell: impl FnMut(&T) -> (Event, bool) + Send + 'static,
) -> Response {
    let (sender, receiver) = mpsc::channel::<Result<Event, Infallible>>(1);
    let mut ending = app.ending.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                changed = values.changed() => if changed.is_err() { return },
                () = sender.closed() => return,
                _ = ending.wait_for(|ending| *ending) => return,
            }
            let (event, last) = tell(&values.borrow_and_update().clone());
            if sender.send(Ok(event)).await.is_err() || last {
                return;
            }
        }
    });
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response()
}
