//! `offing brief`: what it remembers of the last one, and what it reads beside the model.

use crate::changes::{SHOP, commit, repository};
use crate::stage::Stage;

/// Writes the brief of a stage to a file and returns what the file holds, and what was said.
fn briefed(stage: &Stage, file: &str, more: &[&str]) -> (String, String) {
    let args = ["brief", "-o", file, "--draws", "200", "--today", "2026-03-02"];
    let ran = stage.run(&[&args, more].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    (std::fs::read_to_string(stage.path(file)).unwrap(), ran.stderr)
}

#[test]
fn a_brief_says_what_changed_since_the_one_whose_place_it_takes() {
    let stage = repository();
    for file in ["board.html", "board.md"] {
        let (first, said) = briefed(&stage, file, &[]);
        assert!(!first.contains("What changed since") && !said.contains("warning"), "{said}");
        let (same, _) = briefed(&stage, file, &[]);
        assert!(same.contains("What changed since the last brief, of 2 March 2026"), "{file}");
        assert!(same.contains("Nothing is said otherwise."), "{file}");
    }
    stage.write("offing.yaml", &SHOP.replace("60 days", "90 days"));
    commit(&stage, "2026-03-02", "The stock feed is back");
    for file in ["board.html", "board.md"] {
        let (other, said) = briefed(&stage, file, &[]);
        assert!(other.contains("wholesale") && other.contains("enabled now"), "{file}: {said}");
        let (silent, _) = briefed(&stage, file, &["--since", "none"]);
        assert!(!silent.contains("What changed since"), "{file}");
    }
}

#[test]
fn a_last_brief_that_can_not_be_compared_with_is_no_fault() {
    let stage = repository();
    let lost = format!("# Shop\n\n<!-- offing-brief 2026-02-01 {} -->\n", "7".repeat(40));
    stage.write("board.md", &lost);
    let (brief, said) = briefed(&stage, "board.md", &[]);
    assert!(said.contains("what changed since the last brief is not said"), "{said}");
    assert!(!brief.contains("What changed since"));
    // The model had errors when this one was made.
    let broken = stage.run(&["history", "--format", "json", "--today", "2026-03-02"]).stdout;
    let history: serde_json::Value = serde_json::from_str(&broken).unwrap();
    let slip = history["commits"].as_array().unwrap().iter().find(|one| one["subject"] == "A slip").unwrap();
    stage.write("board.md", &format!("<!-- offing-brief 2026-03-01 {} -->\n", slip["id"].as_str().unwrap()));
    let (_, said) = briefed(&stage, "board.md", &[]);
    assert!(said.contains("has errors") && said.contains("is not said"), "{said}");
    stage.write("board.md", "Notes of mine\n");
    let (_, said) = briefed(&stage, "board.md", &[]);
    assert!(!said.contains("warning"), "{said}");
}

#[test]
fn what_lies_beside_the_model_is_in_its_brief() {
    let stage = Stage::with_models();
    let (board, _) = briefed(&stage, "board.md", &["models/atelier"]);
    for said in ["Technology past its time", "rails 7.1", "Moved on the radar"] {
        assert!(board.contains(said), "{said}");
    }
    let (leads, _) = briefed(&stage, "leads.md", &["models/atelier", "--edition", "leads"]);
    assert!(leads.contains("Beat") && leads.contains("storefront"), "{leads}");
    std::fs::remove_dir_all(stage.path("models/atelier/radar")).unwrap();
    let (_, said) = briefed(&stage, "leads.md", &["models/atelier", "--edition", "leads"]);
    assert!(said.contains("warning") && said.contains("radar"), "{said}");
}

#[test]
fn words_that_only_sources_use_do_not_leave_the_house() {
    let stage = repository();
    stage.write(
        "offing.yaml",
        &format!(
            "{SHOP}systems: {{ till: {{ uses: [ecs] }} }}
technologies: {{ ecs: {{ ring: trial, confidential: true }}, perl: {{ ring: hold }} }}
signals:
  - {{ date: 2026-02-01, about: web-shop, says: for, confidential: true,
      note: Zz-bank asked in the strictest confidence whether it could have a share of it }}
sources:
  radar: radar.csv
  repositories: [ {{ path: zz-repository, deploys: \"tag v*\" }} ]
"
        ),
    );
    let radar =
        "name,ring,quadrant,isNew,description\nECS,trial,platforms,TRUE,Zz Fargate\nPerl,hold,tools,FALSE,\n";
    stage.write("radar.csv", radar);
    let repository = stage.path("zz-repository");
    std::fs::create_dir(&repository).unwrap();
    let git = |args: &[&str]| {
        let author =
            ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
        let mut git = std::process::Command::new("git");
        let day = "2026-03-01T12:00:00+0000";
        git.args(author).args(args).current_dir(&repository).env("GIT_CONFIG_GLOBAL", "/dev/null");
        git.env("GIT_COMMITTER_DATE", day).env("GIT_AUTHOR_DATE", day);
        assert!(git.status().unwrap().success(), "git {args:?}");
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["commit", "-q", "--allow-empty", "-m", "More\n\nInitiative: zz-chekout"]);
    git(&["commit", "-q", "--allow-empty", "-m", "Less\n\nInitiative: open-checkout"]);
    git(&["tag", "v1"]);
    let within = stage.run(&["execute", "--today", "2026-03-02"]);
    assert!(
        within.stdout.contains("zz-chekout") && within.stdout.contains("zz-repository"),
        "{}",
        within.stdout
    );
    for edition in ["board", "leads"] {
        let (brief, _) = briefed(&stage, "brief.html", &["--edition", edition]);
        let found = ["zz-", "Zz-bank", "Zz Fargate"].iter().find_map(|word| brief.find(word));
        let around = found.map(|at| brief[at.saturating_sub(80)..].chars().take(160).collect::<String>());
        assert_eq!(around, None, "{edition}");
    }
}

#[test]
#[cfg(not(feature = "pdf"))]
fn a_pdf_that_can_not_be_made_says_what_can() {
    let stage = repository();
    let ran = stage.run(&["brief", "-o", "board.pdf", "--today", "2026-03-02"]);
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--features pdf") && ran.stderr.contains("-o FILE.html"), "{}", ran.stderr);
    assert!(!stage.path("board.pdf").exists());
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_is_written_where_its_name_says_so() {
    let stage = repository();
    let args = ["brief", "-o", "board.pdf", "--draws", "200", "--today", "2026-03-02", "--paper", "letter"];
    let ran = stage.run(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(std::fs::read(stage.path("board.pdf")).unwrap().starts_with(b"%PDF-"));
}
