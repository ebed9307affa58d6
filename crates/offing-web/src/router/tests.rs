use axum::body::Body;
use http_body_util::BodyExt;
use offing_analysis::study::{Settings, Study};
use offing_model::Inputs;
use offing_view::page::Page;
use offing_view::site::Beside;
use serde_json::Value;
use tower::ServiceExt;

use super::*;
use crate::openapi;
use crate::{Faults, News, Publisher, Token};

const SHOP: &str = "
company: { name: Corner shop, as-of: 2026-03-02, runway: 24 months }
outcomes:
  shop: { chosen: true, odds: 30%, needs: [till, lager] }
  post: { needs: [parcels] }
capabilities: { till: {}, parcels: { have: true } }
systems: { lager: { uses: [linux], knows: [ana] } }
technologies: { linux: { vendor: host } }
vendors: { host: {} }
people: { ana: {} }
teams: { web: { people: 2, cost-per-week: 8k } }
initiatives:
  tills: { delivers: [till], takes: 4 to 9 weeks, staff: { web: 1 } }
guarantees: { open: { outcome: post, is: enabled } }
";

/// Returns the study of a small shop.
pub(crate) fn study() -> Arc<Study> {
    study_of(SHOP)
}

pub(crate) fn study_of(text: &str) -> Arc<Study> {
    let inputs = Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
    let reading = offing_model::read(&inputs);
    let model = reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    Arc::new(Study::new(inputs, model, reading.diagnostics, Settings::default()))
}

/// A server without a socket.
pub(crate) struct Served {
    pub(crate) router: Router,
    pub(crate) publisher: Publisher,
    pub(crate) app: Arc<App>,
    _ending: watch::Sender<bool>,
}

pub(crate) fn config() -> Config {
    let address = "127.0.0.1:6464".parse().unwrap();
    let secret = Token::new("a-secret-for-forms-0123456789").unwrap();
    Config { door: Door { address, names: Vec::new(), token: None }, secret }
}

pub(crate) fn served(config: Config, save: Option<Save>) -> Served {
    let (publisher, ending) = (Publisher::default(), watch::Sender::new(false));
    let record: Record = Box::new(|| (Vec::new(), Vec::new()));
    let app = App::new(config, Hooks { save, record }, publisher.shown(), ending.subscribe());
    Served { router: router(&app), publisher, app, _ending: ending }
}

/// Returns a server that shows the shop.
pub(crate) fn shop() -> Served {
    let served = served(config(), None);
    served.publisher.publish(News::Sound(study(), Beside::default()));
    served
}

impl Served {
    /// Keeps everything from being worked out, until what is returned is dropped.
    pub(crate) async fn hold(&self) -> tokio::sync::OwnedSemaphorePermit {
        Arc::clone(&self.app.at_work).acquire_many_owned(MOST_AT_WORK as u32).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn get(&self, uri: &str) -> Response {
        self.send(Request::get(uri).header("host", "localhost:6464").body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn json(&self, uri: &str) -> (u16, Value) {
        let response = self.get(uri).await;
        assert_eq!(response.headers()["content-type"], "application/json", "{uri}");
        let status = response.status().as_u16();
        (status, serde_json::from_str(&text(response).await).unwrap())
    }
}

pub(crate) async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

/// Every path of the document is answered as the document says, and every question stands in it.
#[tokio::test]
async fn the_document_says_what_is_answered() {
    let served = shop();
    served.publisher.publish(News::Past(
        Page::default(),
        serde_json::json!({ "schema": 1, "commits": [], "points": [] }),
    ));
    served.publisher.publish(News::Beat(Page::default(), serde_json::json!({ "schema": 1, "beat": null })));
    let document = openapi::whole();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!(paths.len(), QUESTIONS.len() + 5);
    for (path, operations) in paths {
        let operation = &operations["get"];
        if path == FIGURES {
            // Charts are figures, not JSON: see `every_chart_on_every_page_gives_its_figures`.
            continue;
        }
        let needed: Vec<String> = (operation["parameters"].as_array().into_iter().flatten())
            .filter(|parameter| parameter["required"] == true)
            .map(|parameter| format!("{}=shop", parameter["name"].as_str().unwrap()))
            .collect();
        let (status, answer) = served.json(&format!("{path}?{}", needed.join("&"))).await;
        assert_eq!(status, 200, "{path}: {answer}");
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        let validator = jsonschema::validator_for(schema).unwrap();
        let faults: Vec<String> = validator.iter_errors(&answer).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
        let unsaid: Vec<&String> = (answer.as_object().unwrap().keys())
            .filter(|key| schema["properties"].get(key.as_str()).is_none())
            .collect();
        assert!(unsaid.is_empty(), "{path} answers with more than is said: {unsaid:?}");
        for needed in operation["parameters"].as_array().into_iter().flatten() {
            let Some(reference) = needed["$ref"].as_str() else { continue };
            let at = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(at).is_some(), "{reference}");
        }
    }
    assert_eq!(served.json(openapi::PATH).await.1, document);
}

#[tokio::test]
async fn a_what_if_is_answered_beside_today() {
    let served = shop();
    let (_, today) = served.json("/api/v1/ensure").await;
    let (_, then) = served.json("/api/v1/ensure?without=vendor:host&odds:shop=60%25").await;
    let shop =
        |answer: &Value| (answer["outcomes"][0]["status"].clone(), answer["outcomes"][0]["odds"].clone());
    assert_eq!(shop(&today), ("reachable".into(), 0.3.into()));
    assert_eq!(shop(&then), ("blocked".into(), 0.6.into()));
    let (_, both) = served.json("/api/v1/changes?done=tills").await;
    assert_eq!(both["outcomes"][0]["today"]["status"], "reachable");
    assert_eq!(both["outcomes"][0]["then"]["status"], "enabled");
    let response = served.get("/api/v1/ensure?odds:shop=70%25&done=tills&odds:shop=60%25").await;
    let address = response.headers()["content-location"].to_str().unwrap();
    assert_eq!(address, "/api/v1/ensure?done=tills&odds:shop=60%25", "one address for what means the same");
    let (status, fault) = served.json("/api/v1/ensure?without=vendor:hots").await;
    assert_eq!((status, &fault["error"].as_str().unwrap()[..28]), (400, "no system, technology, vendo"));
    assert_eq!(served.json("/api/v1/why").await.0, 400);
    assert_eq!(served.json("/api/v1/why?of=nothing").await.0, 404);
}

#[tokio::test]
async fn a_broken_edit_keeps_the_last_sound_answers_and_says_what_is_wrong() {
    let served = served(config(), None);
    assert_eq!(served.json("/api/v1/ensure").await.0, 503);
    served.publisher.publish(News::Sound(study(), Beside::default()));
    let inputs = Inputs::of_text("outcomes: { shop: { needs: [nobody] } }", jiff::civil::date(2026, 3, 2));
    let reading = offing_model::read(&inputs);
    let faults = Faults { inputs, diagnostics: reading.diagnostics, dropped: 0 };
    served.publisher.publish(News::Broken(faults));
    let (status, answer) = served.json("/api/v1/ensure").await;
    assert_eq!((status, answer["company"].as_str()), (200, Some("Corner shop")));
    let (_, state) = served.json("/api/v1/state").await;
    assert_eq!((state["sound"].as_bool(), state["version"].as_u64()), (Some(false), Some(2)));
    assert_eq!(state["diagnostics"][0]["file"], "model.yaml");
    assert_eq!(state["diagnostics"][0]["line"], 1);
    served.publisher.publish(News::Sound(study(), Beside::default()));
    assert_eq!(served.json("/api/v1/state").await.1["sound"], true);
}

#[tokio::test]
async fn every_answer_has_its_headers_and_the_door_is_before_everything() {
    let served = shop();
    for uri in ["/api/v1/ensure", "/api/v1/nothing", "/events", "/nowhere"] {
        let response = served.get(uri).await;
        let header =
            |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let policy = header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{uri}");
        assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
        assert_eq!(header("x-content-type-options").as_deref(), Some("nosniff"));
        assert_eq!(header("referrer-policy").as_deref(), Some("same-origin"));
    }
    let evil = Request::get("/api/v1/ensure").header("host", "evil.example").body(Body::empty()).unwrap();
    let response = served.send(evil).await;
    assert_eq!(response.status(), 421);
    assert!(response.headers().contains_key("content-security-policy"));
    let forged = Request::get("/api/v1/ensure").header("host", "localhost:6464");
    let forged = forged.header("origin", "http://evil.example").body(Body::empty()).unwrap();
    assert_eq!(served.send(forged).await.status(), 403);
    assert_eq!(served.get(&format!("/api/v1/ensure?{}", "x".repeat(LONGEST_ADDRESS))).await.status(), 414);
}

#[tokio::test]
async fn events_tell_that_the_model_changed() {
    let served = shop();
    let response = served.get("/events").await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body();
    let mut next = async || {
        let frame = body.frame().await.unwrap().unwrap();
        String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap()
    };
    let first = next().await;
    assert!(first.starts_with("event: state\n") && first.contains("\"version\":1"), "{first}");
    served.publisher.publish(News::Busy(Some("ensure")));
    assert!(next().await.contains("\"busy\":\"ensure\""));
    served.publisher.publish(News::Sound(study(), Beside::default()));
    assert!(next().await.contains("\"version\":2"));
}

#[tokio::test]
async fn the_frontier_streams_in_and_is_known_afterwards() {
    let served = shop();
    let events = text(served.get("/events/balance?odds:shop=60%25").await).await;
    assert!(events.contains("event: progress\n") && events.contains("\"points\":[{"), "{events}");
    assert!(events.trim_end().ends_with("data: {}") && events.contains("event: done\n"), "{events}");
    let again = text(served.get("/events/balance?odds:shop=60%25").await).await;
    assert_eq!(again.matches("event: ").count(), 1, "nothing is searched twice: {again}");
    assert_eq!(served.get("/events/balance?odds:shop=lots").await.status(), 400);
}
