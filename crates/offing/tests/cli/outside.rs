//! What `offing lookout` and `offing people` print, with their sources and without, and what they say when one is broken.

use crate::stage::Stage;

#[test]
fn pages_with_and_without_sources() {
    let stage = Stage::with_models();
    for command in ["lookout", "people"] {
        for model in ["atelier", "corner-shop.yaml"] {
            let ran = stage.run(&[command, &format!("models/{model}")]);
            let shown = format!("{}{}\nexit code {}\n", ran.stdout, ran.stderr, ran.code);
            insta::assert_snapshot!(format!("{command}-{}", model.trim_end_matches(".yaml")), shown);
        }
    }
}

fn json(stage: &Stage, args: &[&str]) -> serde_json::Value {
    let ran = stage.run(&[args, &["--format", "json"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn the_json_of_lookout_is_full() {
    let stage = Stage::with_models();
    let full = json(&stage, &["lookout", "models/atelier"]);
    assert_eq!(full["beliefs"][2]["outcome"], "auctions");
    assert_eq!(full["beliefs"][2]["signals"][0]["factor"], 3.0);
    assert_eq!(full["radar"]["unringed"], serde_json::json!(["dbt"]));
    assert_eq!(full["radar"]["differences"][0]["technology"], "redis");
    assert_eq!(full["end_of_life"]["technologies"][0]["technology"], "rails");
    assert_eq!(full["end_of_life"]["technologies"][0]["stage"], "ended");
    assert!(full["exits"][0]["cost"]["p80"].is_f64());
    assert_eq!(full["guarantees"][0]["name"], "look-out");
    assert!(full["blindness"]["outward_share"].is_f64());
    let longer = json(&stage, &["lookout", "models/atelier", "--since", "2025-02-01"]);
    let moves = |of: &serde_json::Value| of["radar"]["moves"].as_array().unwrap().len();
    assert_eq!((moves(&full), moves(&longer)), (4, 6));
    let bare = json(&stage, &["lookout", "models/corner-shop.yaml"]);
    assert!(bare["end_of_life"].is_null());
    assert_eq!(bare["radar"]["has_radar"], false);
}

/// By hand, from root.ics: two hours of Auction pilot on three Tuesdays, three hours of sprint review on 2 February,
/// one and a half on the three other Mondays, four hours of 1:1, 45 minutes of payments on nineteen working days from
/// 3 February on, two hours of provenance on the 11th, two of dinner.
#[test]
fn hours_of_a_month_are_those_counted_by_hand() {
    let stage = Stage::with_models();
    let people = json(&stage, &["people", "models/atelier", "--since", "2026-02-01"]);
    let hat = &people["hats"][0];
    assert_eq!(hat["person"], "root");
    let months = hat["measured"]["months"].as_array().unwrap();
    assert_eq!((months.len(), &months[0]["month"]), (1, &"2026-02".into()));
    let hours = |key: &str| months[0][key].as_f64().unwrap();
    let total = 3.0 * 2.0 + 3.0 + 3.0 * 1.5 + 4.0 + 19.0 * 0.75 + 2.0 + 2.0;
    assert!((hours("hours") - total).abs() < 1e-9, "{} for {total}", hours("hours"));
    assert!((hours("enabling_hours") - 8.0).abs() < 1e-9);
    assert!((hours("outward_hours") - 6.0).abs() < 1e-9);
    assert!((hours("unknown_job_hours") - 2.0).abs() < 1e-9);
    assert_eq!(hat["measured"]["left_out"]["declined"], 1);
}

#[test]
fn neither_titles_nor_attendees_of_a_calendar_are_ever_shown() {
    let stage = Stage::with_models();
    for command in ["people", "lookout"] {
        for format in ["text", "markdown", "json"] {
            let ran = stage.run(&[command, "models/atelier", "--format", format]);
            for secret in
                ["Dinner", "Coffee", "partner@bank", "northlight.example.com\"", "Leads:", "Vendor pitch"]
            {
                assert!(
                    !ran.stdout.contains(secret) && !ran.stderr.contains(secret),
                    "{command} {format}: {secret}"
                );
            }
        }
    }
}

#[test]
fn a_broken_source_ends_with_its_place() {
    let stage = Stage::empty();
    stage.write(
        "offing.yaml",
        "company: { name: Shop, as-of: 2026-03-02 }\npeople: { mia: {} }\noutcomes: { a: {} }\n\
         sources: { radar: radar.csv, end-of-life: eol, calendars: [ { person: mia, path: mia.ics } ] }\n",
    );
    let ran = stage.run(&["lookout"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    for says in
        ["radar.csv: can not be read: it is not there", "eol: is no folder", "mia.ics: can not be read"]
    {
        assert!(ran.stderr.contains(says), "{}", ran.stderr);
    }
    stage.write("radar.csv", "name,ring,quadrant\nRails,Adopt\n");
    stage.write("eol/ruby.json", "[{\"cycle\": 3,\n}]");
    stage.write("mia.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n");
    let ran = stage.run(&["lookout"]);
    assert_eq!(ran.code, 2);
    for says in [
        "radar.csv:2: 2 cells where the head has 3",
        "eol/ruby.json:2: no JSON",
        "mia.ics:3: `DTSTART` is no time",
    ] {
        assert!(ran.stderr.contains(says), "{}", ran.stderr);
    }
    let ran = stage.run(&["people"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("mia.ics:3"), "{}", ran.stderr);
    stage.write("bad.yaml", "outcomes: { a: { needs: [b] } }\n");
    for command in ["lookout", "people"] {
        let ran = stage.run(&[command, "bad.yaml", "--format", "json"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stdout.contains("unknown-name"), "{}", ran.stdout);
    }
}
