//! What `offing ensure` prints of the example models, in every format: snapshots, numbers and all, as they are the
//! same on every machine.

use crate::stage::Stage;

const FORMATS: [&str; 5] = ["json", "markdown", "github", "sarif", "junit"];

#[test]
fn pages_of_the_example_models() {
    let stage = Stage::with_models();
    for model in ["atelier", "ballpark", "bookstore", "corner-shop.yaml", "suite"] {
        let ran = stage.run(&["ensure", &format!("models/{model}")]);
        let shown = format!("{}{}\nexit code {}\n", ran.stdout, ran.stderr, ran.code);
        insta::assert_snapshot!(format!("ensure-{}", model.trim_end_matches(".yaml")), shown);
    }
}

#[test]
fn every_format_of_the_tour() {
    let stage = Stage::with_models();
    for format in FORMATS {
        let ran = stage.run(&["ensure", "models/atelier", "--format", format]);
        assert_eq!(ran.stderr, "", "{format}");
        // The program's version changes with every release, and nothing else with it.
        let shown = ran.stdout.replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"VERSION\"");
        insta::assert_snapshot!(format!("atelier-{format}"), shown);
    }
}

#[test]
fn the_branches_behind_an_answer() {
    let stage = Stage::with_models();
    for name in ["auctions", "data-products", "no-single-person"] {
        let ran = stage.run(&["ensure", "why", name, "models/atelier"]);
        assert_eq!(ran.stderr, "", "{name}");
        insta::assert_snapshot!(format!("why-{name}"), ran.stdout);
    }
}

#[test]
fn a_broken_model_in_every_format() {
    let stage = Stage::empty();
    stage.write(
        "broken.yaml",
        "outcomes:\n  shop: { needs: [paymnets], odds: 120% }\ncapabilities:\n  payments: { haev: true }\n",
    );
    for format in ["text"].into_iter().chain(FORMATS) {
        let ran = stage.run(&["ensure", "broken.yaml", "--format", format]);
        let shown = format!("{}{}", ran.stdout, ran.stderr);
        let shown = shown.replace(&format!("\"{}\"", env!("CARGO_PKG_VERSION")), "\"VERSION\"");
        insta::assert_snapshot!(format!("broken-{format}"), shown);
    }
}

#[test]
fn the_json_has_the_keys_that_are_promised() {
    let ran = Stage::with_models().run(&["ensure", "models/atelier", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    for key in [
        "schema",
        "company",
        "as_of",
        "seed",
        "draws",
        "outcomes",
        "closers",
        "guarantees",
        "assumed",
        "stale",
    ] {
        assert!(json.get(key).is_some(), "{key}");
    }
    let outcome = &json["outcomes"][0];
    for key in
        ["name", "title", "chosen", "odds", "status", "missing", "path", "reach_days", "cost", "closed_by"]
    {
        assert!(outcome.get(key).is_some(), "{key}");
    }
    assert!(outcome.get("stays_enabled").is_some());
    for key in ["name", "holds", "waived", "wants", "found", "file", "line"] {
        assert!(json["guarantees"][0].get(key).is_some(), "{key}");
    }
    let mut statuses: Vec<&str> = json["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|outcome| outcome["status"].as_str().unwrap())
        .collect();
    statuses.sort_unstable();
    statuses.dedup();
    assert_eq!(statuses, ["blocked", "enabled", "reachable", "unknown"], "the tour shows every state");
}
