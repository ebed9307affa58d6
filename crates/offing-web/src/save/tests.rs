use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::Request;

use super::*;
use crate::News;
use crate::router::Save;
use crate::router::tests::{Served, config, served, study, text};
use offing_view::site::Beside;

/// Returns a server that may write, and what it wrote.
fn writing(answer: Result<(), NotSaved>) -> (Served, Arc<Mutex<Vec<Edit>>>) {
    let written = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&written);
    let save: Save = Box::new(move |edits| {
        if answer.is_ok() {
            into.lock().unwrap().extend(edits.to_vec());
        }
        answer.clone()
    });
    let served = served(config(), Some(save));
    served.publisher.publish(News::Sound(study(), Beside::default()));
    (served, written)
}

async fn post(served: &Served, body: &str) -> Response {
    let request = Request::post("/save")
        .header("host", "localhost:6464")
        .header("origin", "http://localhost:6464")
        .header("content-type", "application/x-www-form-urlencoded");
    served.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

const SECRET: &str = "secret=a-secret-for-forms-0123456789";

#[tokio::test]
async fn what_would_be_written_is_shown_first_and_then_written() {
    let (served, written) = writing(Ok(()));
    let page = text(served.get("/save?odds:shop=45%25&team:web=3").await).await;
    for part in [
        "-   shop: { chosen: true, odds: 30%",
        "+   shop: { chosen: true, odds: 45%",
        "cost-per-week: 12k",
        "method=\"post\"",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let body = format!("{SECRET}&reading=1&change=odds:shop%3D45%25&change=team:web%3D3");
    let response = post(&served, &body).await;
    assert_eq!((response.status().as_u16(), &response.headers()["location"]), (303, &"/".parse().unwrap()));
    let written = written.lock().unwrap();
    let [edit] = written.as_slice() else { panic!("{written:?}") };
    assert_eq!(edit.file, "model.yaml");
    assert_eq!(
        edit.after,
        edit.before
            .replace("odds: 30%", "odds: 45%")
            .replace("people: 2, cost-per-week: 8k", "people: 3, cost-per-week: 12k")
    );
}

#[tokio::test]
async fn nothing_is_written_that_was_not_shown() {
    let (served, written) = writing(Ok(()));
    let good = format!("{SECRET}&reading=1&change=odds:shop%3D45%25");
    served.publisher.publish(News::Sound(study(), Beside::default()));
    let response = post(&served, &good).await;
    assert_eq!(response.status(), 409, "the files were read again since");
    let page = text(response).await;
    assert!(
        page.contains("have changed since this was shown") && page.contains("value=\"2\""),
        "and asks anew"
    );
    let forged = "secret=guessed-0123456789012345&reading=2&change=odds:shop%3D45%25";
    assert_eq!(post(&served, forged).await.status(), 403);
    assert_eq!(post(&served, "reading=2&change=odds:shop%3D45%25").await.status(), 403);
    let request =
        Request::post("/save").header("host", "localhost:6464").header("origin", "http://evil.example");
    let request = request.body(Body::from(good.replace("reading=1", "reading=2"))).unwrap();
    assert_eq!(served.send(request).await.status(), 403);
    assert!(written.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_file_that_changed_meanwhile_is_left_alone() {
    let (served, _) = writing(Err(NotSaved::Changed("model.yaml".to_owned())));
    let response = post(&served, &format!("{SECRET}&reading=1&change=odds:shop%3D45%25")).await;
    assert_eq!(response.status(), 409);
    assert!(text(response).await.contains("model.yaml"));
}

#[tokio::test]
async fn what_is_no_decision_and_what_may_not_be_written_is_said() {
    let (served, _) = writing(Ok(()));
    let response = served.get("/save?without=vendor:host").await;
    assert_eq!(response.status(), 422);
    assert!(text(response).await.contains("change what that needs"));
    let reading = crate::router::tests::shop();
    let page = text(reading.get("/save?odds:shop=45%25").await).await;
    assert!(page.contains("This server only reads") && !page.contains("method=\"post\""));
    assert_eq!(post(&reading, &format!("{SECRET}&reading=1")).await.status(), 403);
    let long = "x".repeat(70 << 10);
    assert_eq!(post(&served, &long).await.status(), 413);
}
