//! The beat as `offing execute` shows it: out of lists and a git repository, and what is said where one is broken.

use std::process::Command;

use crate::stage::Stage;

const MODEL: &str = r#"
company: { name: Shop, as-of: 2026-03-02 }
outcomes: { web-shop: { chosen: true, needs: [checkout] } }
capabilities: { checkout: {} }
systems: { shop: { owner: makers }, desk: { owner: makers } }
teams: { makers: { people: 3 } }
initiatives: { open-checkout: { delivers: [checkout], takes: 3 weeks, staff: { makers: 2 } } }
sources:
  repositories: [ { path: shop, system: shop, deploys: "tag v*" }, { path: gone, system: desk } ]
  deployments: [ deployments.csv ]
  incidents: [ incidents.csv ]
"#;

fn json(stage: &Stage, command: &str) -> serde_json::Value {
    let ran = stage.run(&[command, "--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Two commits of 10 and 20 February, tags on 12 and 21 February.
fn repository(stage: &Stage) {
    let folder = stage.path("shop");
    std::fs::create_dir_all(&folder).unwrap();
    let git = |args: &[&str], at: &str| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]).args(args).current_dir(&folder);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command.env("GIT_AUTHOR_DATE", at).env("GIT_COMMITTER_DATE", at);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet", "--initial-branch=main", "."], "");
    for (at, tagged, tag) in [(10, 12, "v1"), (20, 21, "v2")] {
        let message = "Change\n\nInitiative: open-checkout";
        git(&["commit", "--quiet", "--allow-empty", "-m", message], &format!("2026-02-{at}T12:00:00Z"));
        git(&["tag", "-a", "-m", tag, tag], &format!("2026-02-{tagged}T12:00:00Z"));
    }
}

#[test]
fn what_can_not_be_read_is_told_with_its_place_and_the_rest_is_answered() {
    let stage = Stage::empty();
    stage.write("offing.yaml", MODEL);
    stage.write("deployments.csv", "time,system\n2026-02-27,desk\nsoon,desk\n");
    stage.write("incidents.csv", "opened,resolved\n2026-02-27,2026-02-26\n");
    repository(&stage);
    let ran = stage.run(&["execute"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let shown = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for says in [
        "deployments.csv:3: `soon` is no time; write it as",
        "incidents.csv:2: it was resolved before it was opened",
        "gone: no repository is there; `sources.repositories` names its folder",
        "What the last 90 days were for: 100 % short",
    ] {
        assert!(shown.contains(says), "{says}: {}", ran.stdout);
    }
    let json = json(&stage, "execute");
    let shop = &json["beat"]["systems"][0];
    assert_eq!((&shop["name"], &shop["deployments"]), (&"shop".into(), &2.into()));
    assert_eq!(
        shop["lead_time_days"]["p50"], 1.0,
        "what the first tag holds was begun before anything is known"
    );
    assert_eq!(shop["change_fail_rate"], serde_json::Value::Null);
}

#[test]
fn lists_alone_give_a_beat_and_horizons_stand_beside_the_plan() {
    let stage = Stage::empty();
    stage.write("offing.yaml", MODEL);
    stage.write(
        "deployments.csv",
        "id,time,system\nd1,2026-02-20,desk\nd2,2026-02-25,desk\nd3,2026-02-26 10:00,desk\n",
    );
    stage.write("incidents.csv", "opened,resolved,system\n2026-02-25 06:00,2026-02-26 12:00,desk\n");
    repository(&stage);
    let found = json(&stage, "execute");
    let desk = found["beat"]["systems"].as_array().unwrap().iter().find(|one| one["name"] == "desk").unwrap();
    assert_eq!(desk["change_fail_rate"], serde_json::json!({ "count": 1, "of": 3, "rate": 1.0 / 3.0 }));
    assert_eq!(desk["rework_rate"]["count"], 1, "d3 ended the incident");
    assert_eq!(desk["recovery_days"]["p50"], 1.25);
    assert_eq!(found["beat"]["split"]["named"], 2);
    let balance = json(&stage, "balance");
    assert_eq!(balance["horizons_real"]["horizons"]["short"], 1.0);
}

#[test]
fn without_sources_the_page_says_which_two_lines_to_add() {
    let stage = Stage::empty();
    stage.write("offing.yaml", MODEL.split("sources:").next().unwrap());
    let ran = stage.run(&["execute"]);
    assert!(ran.stdout.contains("repositories: [ { path: ../REPOSITORY, system: shop"), "{}", ran.stdout);
    assert!(json(&stage, "execute")["beat"].is_null());
}
