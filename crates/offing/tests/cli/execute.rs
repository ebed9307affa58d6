//! What `offing execute` prints of the example models: snapshots, numbers and all, as they are the same on every
//! machine.

use crate::stage::Stage;

#[test]
fn pages_of_the_example_models() {
    let stage = Stage::with_models();
    for model in ["atelier", "bookstore", "corner-shop.yaml"] {
        let ran = stage.run(&["execute", &format!("models/{model}")]);
        let shown = format!("{}{}\nexit code {}\n", ran.stdout, ran.stderr, ran.code);
        insta::assert_snapshot!(format!("execute-{}", model.trim_end_matches(".yaml")), shown);
    }
}

#[test]
fn changes_beside_the_plan() {
    let ran = Stage::with_models().run(&[
        "execute",
        "models/atelier",
        "--what-if",
        "team:commerce=3",
        "--without",
        "initiative:leave-heroku",
        "--start",
        "pay-galleries=2026-06-01",
        "--format",
        "markdown",
    ]);
    assert_eq!((ran.stderr.as_str(), ran.code), ("", 0));
    insta::assert_snapshot!("execute-changes", ran.stdout);
}

#[test]
fn the_json_has_the_keys_that_are_promised() {
    let ran = Stage::with_models().run(&["execute", "models/atelier", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    for key in
        ["schema", "company", "as_of", "seed", "draws", "chosen", "initiatives", "now", "promises", "beat"]
    {
        assert!(json.get(key).is_some(), "{key}");
    }
    for quantile in ["p50", "p80", "p95"] {
        assert!(json["finish_days"][quantile].is_f64(), "{quantile}");
    }
    let initiative = &json["initiatives"][0];
    for key in ["name", "start_days", "finish_days", "criticality", "influence"] {
        assert!(initiative.get(key).is_some(), "{key}");
    }
    assert_eq!(json["now"][0]["team"], "web");
    assert!(json["now"][0]["initiatives"].is_array());
    assert_eq!(json["calibration"]["done"], 6);
    assert!(json["beat"]["systems"].is_array());
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let stage = Stage::with_models();
    let bytes = |threads: &str| {
        let args = ["execute", "models/atelier", "--what-if", "team:data=6", "--format", "json"];
        let output = stage.offing(&args).env("RAYON_NUM_THREADS", threads).output().unwrap();
        output.stdout
    };
    let one = bytes("1");
    assert!(one == bytes("2") && one == bytes("8"));
}

#[test]
fn wrong_calls_say_what_to_write() {
    let stage = Stage::with_models();
    for (args, says) in [
        (["--what-if", "team:commerce"], "says no value: write"),
        (["--what-if", "team:comerce=5"], "did you mean `commerce`"),
        (["--what-if", "team:commerce=-1"], "no number of people"),
        (["--without", "pci-review"], "is done"),
        (["--without", "wall-preview-app"], "was dropped already"),
        (["--start", "take-payments=2026-05-01"], "has started already"),
        (["--start", "pay-galleries=soon"], "is no date: write it"),
        (["--items", "40"], "`--items` goes by lists of finished items"),
    ] {
        let ran = stage.run(&["execute", "models/atelier", args[0], args[1]]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert!(ran.stderr.contains(says), "{args:?}: {}", ran.stderr);
    }
}

/// Five items a week for eleven weeks: ten more take two.
#[test]
fn items_by_the_pace_of_a_list() {
    let stage = Stage::empty();
    let mut csv = "Issue key,Sprint,Sprint,Resolved\n".to_owned();
    let first = jiff::civil::date(2025, 12, 16);
    for week in 0..11_i64 {
        for nth in 0..5 {
            let day = first.checked_add(jiff::Span::new().days(7 * week)).unwrap();
            csv.push_str(&format!("SHOP-{},7,8,{day}\n", week * 5 + nth));
        }
    }
    stage.write("jira.csv", &csv);
    stage.write(
        "offing.yaml",
        "company: { name: Shop, as-of: 2026-03-02 }\nsources: { issues: [ { path: jira.csv, format: jira } ] }\n",
    );
    let ran = stage.run(&["execute", "--items", "10"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("10 more items will be done by 16 March 2026 at 80 %"), "{}", ran.stdout);
    let json = stage.run(&["execute", "--items", "10", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["throughput"]["finish_days"]["p80"], 14.0);
    stage.write("jira.csv", "Issue key,Resolved\nSHOP-1,soon\n");
    let ran = stage.run(&["execute", "--items", "10"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("jira.csv:2: `Resolved` is no day: `soon`"), "{}", ran.stderr);
}

#[test]
fn how_fast_it_could_be_at_best_is_proved_when_asked() {
    let stage = Stage::with_models();
    let plain = stage.run(&["execute", "models/atelier", "--format", "json"]);
    assert!(serde_json::from_str::<serde_json::Value>(&plain.stdout).unwrap()["proof"].is_null());
    let ran = stage.run(&["execute", "models/atelier", "--prove=5m", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    let days = |key: &str| json["proof"][key].as_f64().unwrap();
    assert_eq!(json["proof"]["optimal"], true, "{}", json["proof"]);
    assert!(days("plan_days") >= days("shortest_days") && days("at_least_days") >= days("shortest_days"));
    assert!(days("shortest_days") > 30.0, "{}", json["proof"]);
    let page = stage.run(&["execute", "models/atelier", "--prove"]).stdout;
    assert!(page.contains("No order is faster than"), "{page}");
    let wrong = stage.run(&["execute", "models/atelier", "--prove=soon"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("write a time such as"), "{}", wrong.stderr);
}
