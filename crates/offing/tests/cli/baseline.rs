//! A gate adopted with old findings: it fails on new ones, and on nothing else.

use crate::stage::Stage;

/// Two outcomes; each vendor closes what leans on it.
fn model(second: &str) -> String {
    format!(
        "company: {{ as-of: 2026-03-02 }}\noutcomes:\n  shop: {{ needs: [till] }}\n  club: {{ needs: [list] }}\n\
         systems:\n  till: {{ uses: [linea] }}\n  list: {{ uses: [{second}] }}\n\
         technologies:\n  linea: {{ vendor: northwind }}\n  boxes: {{ vendor: southwind }}\n\
         vendors:\n  northwind: {{}}\n  southwind: {{}}\n\
         guarantees:\n  no-vendor: {{ no-single: vendor, closes: 1 }}\n  open: {{ every: outcome, is: enabled }}\n"
    )
}

const GATE: [&str; 4] = ["ensure", "model.yaml", "--baseline", "known.json"];

#[test]
fn what_was_known_passes_and_what_is_new_fails() {
    let stage = Stage::empty();
    stage.write("model.yaml", &model("linea"));
    assert_eq!(stage.run(&["ensure", "model.yaml"]).code, 1, "one vendor closes both");

    let written = stage.run(&["ensure", "model.yaml", "--write-baseline", "known.json"]);
    assert_eq!(written.code, 0, "{}{}", written.stdout, written.stderr);
    assert!(written.stderr.contains("Wrote known.json with 1 finding."), "{}", written.stderr);
    let file = std::fs::read_to_string(stage.path("known.json")).unwrap();
    insta::assert_snapshot!("baseline-file", file);

    let adopted = stage.run(&GATE);
    assert_eq!(adopted.code, 0, "{}", adopted.stdout);
    insta::assert_snapshot!("baseline-page", adopted.stdout);

    // Lines move, figures change: the finding is the same one.
    stage.write("model.yaml", &format!("# moved\n\n{}", model("linea").replace("{}", "{ risk: 3% }")));
    assert_eq!(stage.run(&GATE).code, 0);

    // Another vendor closes an outcome: known by that guarantee's name, and new all the same.
    stage.write("model.yaml", &model("boxes"));
    let new = stage.run(&GATE);
    assert_eq!(new.code, 1, "{}", new.stdout);
    assert!(new.stdout.contains("FAILS  no-vendor"), "{}", new.stdout);
}

#[test]
fn a_baseline_that_could_be_smaller_says_so() {
    let stage = Stage::empty();
    stage.write("model.yaml", &model("boxes"));
    assert_eq!(stage.run(&["ensure", "model.yaml", "--write-baseline", "known.json"]).code, 0);
    assert!(!stage.run(&GATE).stdout.contains("Better than the baseline"));
    stage.write("model.yaml", &model("linea"));
    let better = stage.run(&GATE);
    assert_eq!(better.code, 0, "{}", better.stdout);
    assert!(better.stdout.contains("Better than the baseline: no-vendor."), "{}", better.stdout);
}

#[test]
fn every_format_passes_what_is_known() {
    let stage = Stage::with_models();
    let written = stage.run(&["ensure", "models/atelier", "--write-baseline", "known.json"]);
    assert_eq!(written.code, 0, "{}", written.stdout);
    for format in ["text", "json", "markdown", "github", "sarif", "junit"] {
        let args = ["ensure", "models/atelier", "--baseline", "known.json", "--format", format];
        let ran = stage.run(&args);
        assert_eq!(ran.code, 0, "{format}: {}", ran.stdout);
        let fails = ["::error", "\"level\": \"error\"", "<failure", "FAILS"];
        assert!(!fails.iter().any(|fails| ran.stdout.contains(fails)), "{format}: {}", ran.stdout);
    }
}

#[test]
fn a_baseline_that_is_none_is_refused_with_what_to_do() {
    let stage = Stage::empty();
    stage.write("model.yaml", &model("linea"));
    let missing = stage.run(&GATE);
    assert_eq!((missing.code, missing.stdout.as_str()), (2, ""));
    assert!(missing.stderr.contains("offing ensure --write-baseline known.json"), "{}", missing.stderr);
    for (text, fault) in [
        ("{", "it is no JSON"),
        ("{}", "it says no `schema`"),
        ("{ \"schema\": 7, \"findings\": [] }", "schema 7"),
        ("{ \"schema\": 1 }", "no list of `findings`"),
        ("{ \"schema\": 1, \"findings\": [{ \"id\": 3 }] }", "each finding has an `id`"),
    ] {
        stage.write("known.json", text);
        let ran = stage.run(&GATE);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{text}");
        assert!(ran.stderr.contains(fault) && ran.stderr.contains("--write-baseline"), "{}", ran.stderr);
    }
}
