//! `offing diff` and `offing history`, on a small repository of their own.

use std::process::Command;

use crate::stage::Stage;

pub(crate) const SHOP: &str = "\
company: { name: Shop, runway: 2 years }
outcomes:
  web-shop: { chosen: true, odds: 40%, value: 5M, needs: [checkout, catalog] }
  wholesale: { odds: 20%, value: 8M, needs: [catalog, stock-feed] }
capabilities:
  catalog: { have: true }
  checkout: {}
  stock-feed: { have: true }
initiatives:
  open-checkout: { delivers: [checkout], takes: 60 days }
guarantees:
  ship: { outcome: web-shop, by: 2026-06-30 }
";

/// Commits what lies in the stage on a day, without a look at anybody's settings.
pub(crate) fn commit(stage: &Stage, day: &str, message: &str) {
    let moment = format!("{day}T12:00:00+0000");
    for args in [&["add", "."][..], &["commit", "-q", "-m", message]] {
        let ran = Command::new("git")
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"])
            .args(args)
            .current_dir(stage.path(""))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_COMMITTER_DATE", &moment)
            .env("GIT_AUTHOR_DATE", &moment)
            .output()
            .unwrap();
        assert!(ran.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&ran.stderr));
    }
}

pub(crate) fn repository() -> Stage {
    let stage = Stage::empty();
    let made = Command::new("git").args(["init", "-q", "-b", "main"]).current_dir(stage.path("")).status();
    assert!(made.is_ok_and(|status| status.success()), "git is part of every developer's machine");
    stage.write("offing.yaml", SHOP);
    commit(&stage, "2026-01-10", "The model begins");
    stage.write("offing.yaml", &SHOP.replace("60 days", "90 days"));
    commit(&stage, "2026-02-20", "Checkout takes longer");
    stage.write("offing.yaml", &SHOP.replace("stock-feed: { have: true }", "stock-feed: { hav: true }"));
    commit(&stage, "2026-03-01", "A slip");
    let closed = SHOP.replace("stock-feed: { have: true }", "stock-feed: { have: false }");
    stage.write("offing.yaml", &closed.replace("60 days", "90 days"));
    commit(&stage, "2026-03-02", "The stock feed is gone");
    stage
}

const TODAY: [&str; 2] = ["--today", "2026-05-05"];

#[test]
fn a_change_is_told_with_the_lines_that_did_it() {
    let stage = repository();
    let run = |args: &[&str]| stage.run(&[args, &TODAY].concat());
    let diff = run(&["diff", "HEAD~3..HEAD"]);
    assert_eq!(diff.code, 0, "{}", diff.stderr);
    insta::assert_snapshot!(diff.stdout);
    let gate = run(&["diff", "HEAD~3..HEAD", "--exit-code"]);
    assert_eq!(gate.code, 1);
    let same = run(&["diff", "--exit-code"]);
    assert_eq!((same.code, same.stdout.contains("Nothing is said otherwise.")), (0, true), "{}", same.stdout);
    insta::assert_snapshot!(
        "a_change_as_a_comment",
        run(&["diff", "main~3..main", "--format", "markdown"]).stdout
    );
    let json = run(&["diff", "HEAD~3..HEAD", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let closed = json["effects"].as_array().unwrap().iter().find(|one| one["what"] == "closed").unwrap();
    assert_eq!(closed["name"], "wholesale");
    let change = &json["changes"][closed["changes"][0].as_u64().unwrap() as usize];
    assert_eq!(change["path"], "capabilities.stock-feed.have");
    assert_eq!((&change["after"]["file"], &change["after"]["line"]), (&"offing.yaml".into(), &8.into()));
}

#[test]
fn a_side_without_a_sound_model_is_told() {
    let stage = repository();
    let ran = stage.run(&["diff", "HEAD~2..HEAD~1"]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.starts_with("HEAD~1 (") && ran.stderr.contains("has no sound model:"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("has no field `hav`"), "{}", ran.stderr);
    let unknown = stage.run(&["diff", "mian..HEAD"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("did you mean `main`?"), "{}", unknown.stderr);
    let outside = Stage::with_models();
    let ran = outside.run(&["diff", "HEAD~1..HEAD", "models/atelier"]);
    assert!(ran.code == 2 && ran.stderr.contains("is in no git repository"), "{}", ran.stderr);
    let missing = outside.run(&["diff", "./none", "models/atelier"]);
    assert!(
        missing.code == 2 && missing.stderr.contains("there is nothing at `./none`"),
        "{}",
        missing.stderr
    );
}

#[test]
fn the_way_here_has_gaps_where_the_model_had_errors() {
    let stage = repository();
    let run = |args: &[&str]| stage.run(&[&["history"], args, &TODAY].concat());
    let history = run(&["--draws", "200"]);
    assert_eq!(history.code, 0, "{}", history.stderr);
    insta::assert_snapshot!(history.stdout);
    let json = run(&["--draws", "100", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    let points = json["points"].as_array().unwrap();
    let days: Vec<&str> = points.iter().map(|point| point["date"].as_str().unwrap()).collect();
    assert_eq!(
        days,
        ["2026-01-10", "2026-02-01", "2026-02-20", "2026-03-01", "2026-03-02", "2026-04-01", "2026-05-01"]
    );
    assert_eq!(points[3]["fault"]["line"], 8);
    assert!(points[3]["standing"].is_null());
    let since = run(&["--since", "2026-03-15", "--draws", "100", "--format", "json"]);
    let since: serde_json::Value = serde_json::from_str(&since.stdout).unwrap();
    assert_eq!(since["points"][0]["date"], "2026-03-15");
    assert_eq!(since["left_out"], 3);
    assert!(run(&["--until", "HEAD~9"]).stderr.contains("git knows no revision"));
}
