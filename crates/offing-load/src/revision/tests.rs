use std::path::Path;
use std::process::Command;

use super::*;

const TODAY: Date = Date::constant(2026, 3, 2);

/// Runs git in a folder, without the user's settings.
fn git(folder: &Path, args: &[&str]) {
    let ran = Command::new("git")
        .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_COMMITTER_DATE", "2026-01-05T23:30:00+0100")
        .env("GIT_AUTHOR_DATE", "2026-01-05T23:30:00+0100")
        .output()
        .unwrap();
    assert!(ran.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&ran.stderr));
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Three commits, of which the second does not touch the model.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    git(at, &["init", "-q", "-b", "main"]);
    write(at, "model/a.yaml", "sources: { catalogs: [\"../*/catalog-info.yaml\", \"../**/none.yaml\"] }\n");
    write(at, "model/_draft.yaml", "x");
    write(at, "model/deep/b.yml", "teams: {}\n");
    write(at, "shop/catalog-info.yaml", "apiVersion: backstage.io/v1alpha1\n");
    git(at, &["add", "."]);
    git(at, &["commit", "-q", "-m", "first\n\nmore"]);
    write(at, "other.txt", "x");
    git(at, &["add", "."]);
    git(at, &["commit", "-q", "-m", "second"]);
    write(at, "model/a.yaml", "outcomes: {}\n");
    git(at, &["commit", "-q", "-am", "third"]);
    git(at, &["tag", "v1"]);
    folder
}

fn names(inputs: &Inputs) -> Vec<String> {
    inputs.sources.iter().chain(&inputs.catalogs).map(|source| source.name.clone()).collect()
}

#[test]
fn a_revision_is_read_as_the_disk_is() {
    let folder = repository();
    let model = folder.path().join("model");
    let past = Past::of(&model).unwrap();
    let now = past.inputs("HEAD", TODAY).unwrap();
    let disk = crate::inputs(&model, TODAY).unwrap();
    assert_eq!(names(&now), names(&disk));
    assert_eq!((now.text(0), now.text(1)), ("outcomes: {}\n", "teams: {}\n"));
    let then = past.inputs("v1~2", TODAY).unwrap();
    assert_eq!(then.sources.len(), 2);
    assert_eq!(then.catalogs[0].name, "shop/catalog-info.yaml");
    assert_eq!(then.unmatched[0].0, "../**/none.yaml");
    let file = Past::of(&model.join("a.yaml")).unwrap().inputs("v1", TODAY).unwrap();
    assert_eq!(names(&file), [model.join("a.yaml").display().to_string()]);
}

#[test]
fn only_commits_that_changed_the_model_are_its_history() {
    let folder = repository();
    let past = Past::of(&folder.path().join("model")).unwrap();
    let changes = past.changes("main").unwrap();
    let subjects: Vec<&str> = changes.commits.iter().map(|commit| commit.subject.as_str()).collect();
    assert_eq!(subjects, ["first", "third"]);
    assert_eq!(changes.commits[0].date, jiff::civil::date(2026, 1, 5), "the day where it was committed");
    assert!(!changes.shallow);
    let all = Past::of(folder.path()).unwrap().changes("main").unwrap();
    assert_eq!(all.commits.len(), 3);
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "."]);
    let cut = Past::of(&clone.path().join("model")).unwrap().changes("HEAD").unwrap();
    assert!(cut.shallow && cut.commits.len() == 1);
}

#[test]
fn what_is_not_there_says_what_to_do() {
    let folder = repository();
    let past = Past::of(&folder.path().join("model")).unwrap();
    let message = |revision: &str| past.inputs(revision, TODAY).unwrap_err().to_string();
    assert_eq!(message("mian"), "git knows no revision `mian`: did you mean `main`?");
    assert!(message("no such thing").contains("name a branch, a tag, a commit"));
    assert!(message("").starts_with("git knows no revision ``"));
    assert!(message("HEAD~99").starts_with("git knows no revision `HEAD~99`"));
    let gone = Past::of(&folder.path().join("old")).unwrap();
    assert!(matches!(gone.inputs("v1", TODAY), Err(RevisionError::NoModel { .. })));
    let outside = tempfile::tempdir().unwrap();
    assert!(matches!(Past::of(outside.path()), Err(RevisionError::NoRepository { .. })));
}

#[test]
fn what_two_branches_have_in_common() {
    let folder = repository();
    let at = folder.path();
    git(at, &["checkout", "-q", "-b", "idea", "v1~1"]);
    write(at, "model/c.yaml", "people: {}\n");
    git(at, &["add", "."]);
    git(at, &["commit", "-q", "-m", "idea"]);
    let past = Past::of(&at.join("model")).unwrap();
    assert_eq!(past.in_common("main", "idea").unwrap().subject, "second");
}
