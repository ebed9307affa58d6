//! `offing import` and `offing export`: what goes out and comes in again is the same.

use std::collections::BTreeMap;

use offing_model::{Model, read};

use crate::stage::Stage;

fn model(stage: &Stage, path: &str) -> Model {
    let inputs = offing_load::inputs(&stage.path(path), jiff::civil::date(2026, 3, 2)).unwrap();
    let reading = read(&inputs);
    reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

#[test]
fn a_project_file_comes_back_with_the_same_durations_links_and_people() {
    let stage = Stage::with_models();
    let out = stage.run(&["export", "msproject", "models/atelier", "--confidential", "-o", "plan.xml"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    let into = stage.run(&["import", "msproject", "plan.xml", "--into", "again"]);
    assert_eq!(into.code, 0, "{}{}", into.stdout, into.stderr);
    let (before, after) = (model(&stage, "models/atelier"), model(&stage, "again"));
    let told = |model: &Model| -> BTreeMap<String, String> {
        let one = |initiative: &offing_model::Initiative| {
            let mut after: Vec<&str> =
                initiative.after.iter().map(|id| model[*id].card.name.as_str()).collect();
            after.sort_unstable();
            let staff: BTreeMap<&str, String> = initiative
                .staff
                .iter()
                .map(|(id, n)| (model[*id].card.name.as_str(), n.to_string()))
                .collect();
            let takes = initiative.takes.map(|takes| format!("{:.6} to {:.6}", takes.low, takes.high));
            let said =
                format!("{takes:?} {after:?} {staff:?} {:?} {:?}", initiative.started, initiative.done);
            (initiative.card.name.to_string(), said)
        };
        model.initiatives.iter().map(one).collect()
    };
    assert_eq!(told(&before), told(&after));
    assert!(!before.initiatives.is_empty());
}

#[test]
fn an_exchange_file_comes_back_with_the_same_entities_and_needs() {
    let stage = Stage::with_models();
    let out = stage.run(&["export", "archimate", "models/corner-shop.yaml", "-o", "shop.xml"]);
    assert_eq!(out.code, 0, "{}", out.stderr);
    let into = stage.run(&["import", "archimate", "shop.xml", "--into", "again"]);
    assert_eq!(into.code, 0, "{}{}", into.stdout, into.stderr);
    let (before, after) = (model(&stage, "models/corner-shop.yaml"), model(&stage, "again"));
    let names = |model: &Model| {
        let mut names = Vec::new();
        model.each_card(&mut |kind, card| names.push(format!("{}:{}", kind.word(), card.name)));
        names.retain(|name| !name.starts_with("guarantee:"));
        names.sort();
        names
    };
    assert_eq!(names(&before), names(&after));
    let needs = |model: &Model| {
        let mut links = Vec::new();
        for one in &model.outcomes {
            one.needs
                .each_node(&mut |node, _| links.push(format!("{} on {}", one.card.name, model.label(node))));
        }
        for one in &model.systems {
            links.extend(one.uses.iter().map(|id| format!("{} on {}", one.card.name, model[*id].card.name)));
            links.extend(one.owner.map(|id| format!("{} of {}", one.card.name, model[id].card.name)));
        }
        links.extend(model.initiatives.iter().flat_map(|one| {
            one.delivers.iter().map(|node| format!("{} makes {}", one.card.name, model.label(*node)))
        }));
        links.sort();
        links.dedup();
        links
    };
    assert_eq!(needs(&before), needs(&after));
}

#[test]
fn backstage_descriptors_are_where_init_starts_from() {
    let stage = Stage::with_models();
    let out = stage.run(&["export", "backstage", "models/atelier", "-o", "catalog/catalog-info.yaml"]);
    assert_eq!(out.code, 2, "a folder that is not there is not made");
    stage.write("catalog/README", "");
    let out = stage.run(&["export", "backstage", "models/atelier", "-o", "catalog/catalog-info.yaml"]);
    assert!(out.code == 0 && out.stderr.contains("left out"), "{}", out.stderr);
    let init = stage.run(&["init", "--from", "catalog", "-o", "again.yaml"]);
    assert_eq!(init.code, 0, "{}", init.stderr);
    let (before, after) = (model(&stage, "models/atelier"), model(&stage, "again.yaml"));
    let systems = |model: &Model| {
        let told = model.systems.iter().filter(|one| !one.card.confidential);
        let mut names: Vec<String> = told
            .map(|one| {
                format!("{} of {:?}", one.card.name, one.owner.map(|id| model[id].card.name.to_string()))
            })
            .collect();
        names.sort();
        names
    };
    assert_eq!(systems(&before), systems(&after));
}

const JIRA: &str = "\
Issue key,Issue Type,Summary,Status,Resolution,Resolved
SHOP-1,Epic,Take payments,In Progress,,
SHOP-2,Story,A button,Done,Done,2026-02-02
";

#[test]
fn an_import_can_be_run_again_and_says_what_it_did() {
    let stage = Stage::empty();
    stage.write("model/a.yaml", "company: { name: Shop }\n");
    stage.write("jira.csv", JIRA);
    let dry = stage.run(&["import", "jira", "jira.csv", "--into", "model", "--dry-run"]);
    assert!(dry.code == 0 && !stage.path("model/imported").exists(), "{}", dry.stderr);
    let first = stage.run(&["import", "jira", "jira.csv", "--into", "model"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    insta::assert_snapshot!(first.stdout);
    let file = stage.path("model/imported/jira.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("title: Take payments", "title: Money   # ours")).unwrap();
    stage.write(
        "jira.csv",
        &JIRA.replace("Take payments", "Take payments now").replace(",,\n", ",Done,2026-03-01\n"),
    );
    let second = stage.run(&["import", "jira", "jira.csv", "--into", "model"]);
    assert_eq!(second.code, 0, "{}", second.stderr);
    insta::assert_snapshot!("a_second_import", second.stdout);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("title: Money   # ours") && text.contains("done: 2026-03-01"), "{text}");
    let third = stage.run(&["import", "jira", "jira.csv", "--into", "model"]);
    assert!(third.stdout.contains("nothing is new or out of date"), "{}", third.stdout);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "nothing to do is nothing done");
}

#[test]
fn what_is_broken_says_where() {
    let stage = Stage::with_models();
    stage.write("bomb.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]>\n<Project>&a;</Project>");
    stage.write("short.csv", "Issue key,Issue Type,Summary\nA-1,Epic\n");
    for (form, file, said) in [
        ("msproject", "bomb.xml", "bomb.xml:1: a document type stands here"),
        ("jira", "short.csv", "short.csv:2: 2 cells where the head has 3"),
        ("owm", "none.owm", "none.owm: can not be read: it is not there"),
    ] {
        let ran = stage.run(&["import", form, file, "--into", "models/atelier"]);
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
    assert!(!stage.path("models/atelier/imported").exists());
}
