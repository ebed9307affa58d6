use super::*;
use std::fs;

use jiff::civil::date;

fn today() -> Date {
    date(2026, 3, 2)
}

/// A folder with these files, gone when dropped.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

fn names(sources: &[Source], root: &Path) -> Vec<String> {
    let prefix = format!("{}/", root.display());
    sources
        .iter()
        .map(|source| source.name.strip_prefix(&prefix).unwrap_or(&source.name).to_owned())
        .collect()
}

#[test]
fn every_yaml_file_of_a_folder_is_read_but_private_ones() {
    let root = folder(&[
        ("b.yml", "outcomes: {}"),
        ("a/c.yaml", "teams: {}"),
        ("a/_draft.yaml", "x"),
        ("_old/d.yaml", "x"),
        (".git/e.yaml", "x"),
        ("notes.md", "x"),
        ("UPPER.YAML", "people: {}"),
    ]);
    let inputs = inputs(root.path(), today()).unwrap();
    assert_eq!(names(&inputs.sources, root.path()), ["UPPER.YAML", "a/c.yaml", "b.yml"]);
    assert_eq!(inputs.text(1), "teams: {}");
    assert_eq!(inputs.today, today());
}

#[test]
fn one_file_is_a_model_whatever_its_name() {
    let root = folder(&[("_model.txt", "outcomes: {}")]);
    let path = root.path().join("_model.txt");
    assert_eq!(inputs(&path, today()).unwrap().sources[0].name, path.display().to_string());
}

#[test]
fn nothing_to_read_is_an_error_that_says_what_to_do() {
    let root = folder(&[("notes.md", "x")]);
    let empty = inputs(root.path(), today()).unwrap_err();
    assert_eq!(empty, LoadError::NoYaml { path: root.path().to_path_buf() });
    let missing = root.path().join("none");
    assert_eq!(find(Some(&missing)), Err(LoadError::Missing { path: missing.clone() }));
    let missing = inputs(&missing, today()).unwrap_err();
    for error in [empty, missing] {
        assert!(error.to_string().contains("offing init"), "{error}");
    }
    #[cfg(unix)]
    assert!(matches!(inputs(Path::new("/dev/null"), today()), Err(LoadError::NotAFile { .. })));
}

#[test]
fn a_model_is_looked_for_where_one_usually_is() {
    let root = folder(&[("model/m.yaml", "")]);
    assert_eq!(found_in(root.path()), Some(root.path().join("model")));
    fs::create_dir(root.path().join("offing")).unwrap();
    assert_eq!(found_in(root.path()), Some(root.path().join("offing")));
    fs::write(root.path().join("offing.yaml"), "").unwrap();
    assert_eq!(found_in(root.path()), Some(root.path().join("offing.yaml")));
    assert_eq!(found_in(&root.path().join("offing")), None);
}

#[test]
fn catalogs_are_found_from_the_file_that_names_them() {
    let root = folder(&[
        (
            "model/parts/sources.yaml",
            "sources:\n  catalogs: ['../../*/catalog-info.yaml', '../../none/*.yaml']\n",
        ),
        ("model/zero.yaml", "outcomes: {}"),
        ("shop/catalog-info.yaml", "kind: Component"),
        ("search/catalog-info.yaml", "kind: API"),
    ]);
    let inputs = inputs(&root.path().join("model"), today()).unwrap();
    assert_eq!(inputs.catalogs.len(), 2);
    assert_eq!((inputs.text(2), inputs.text(3)), ("kind: API", "kind: Component"), "sorted by path");
    assert_eq!(inputs.unmatched.len(), 1);
    let (pattern, place) = &inputs.unmatched[0];
    let text = &inputs.text(place.source)[place.start as usize..place.end as usize];
    assert_eq!((pattern.as_str(), text), ("../../none/*.yaml", "'../../none/*.yaml'"));
    let reading = offing_model::read(&inputs);
    let found: Vec<&str> = reading.diagnostics.iter().map(|found| found.code.slug()).collect();
    assert!(found.contains(&"catalog-not-found"), "{found:?}");
}

#[test]
fn a_catalog_inside_the_model_is_a_catalog() {
    let root = folder(&[
        ("a/catalog-info.yaml", "kind: Component"),
        ("offing.yaml", "sources: { catalogs: ['**/catalog-info.yaml', 'none*.yaml'] }"),
    ]);
    let inputs = inputs(root.path(), today()).unwrap();
    assert_eq!(names(&inputs.sources, root.path()), ["offing.yaml"]);
    assert_eq!(inputs.catalogs.len(), 1);
    assert_eq!(inputs.unmatched[0].1.source, 0, "places follow the file they are in");
}

#[test]
fn files_that_can_not_be_taken_are_inputs_that_say_why() {
    let root = folder(&[("ok.yaml", "outcomes: {}")]);
    fs::write(root.path().join("latin.yaml"), b"\xe9").unwrap();
    fs::write(root.path().join("nul.yaml"), b"a: \0\0").unwrap();
    fs::File::create(root.path().join("big.yaml")).unwrap().set_len(100 << 20).unwrap();
    let inputs = inputs(root.path(), today()).unwrap();
    let reading = offing_model::read(&inputs);
    assert!(reading.model.is_none());
    let mut found: Vec<&str> = reading.diagnostics.iter().map(|found| found.code.slug()).collect();
    found.dedup();
    assert_eq!(found, ["file-too-large", "not-utf8", "yaml-syntax"]);
}

#[cfg(unix)]
#[test]
fn links_in_circles_end_and_pipes_do_not_hold_up() {
    use std::os::unix::fs::symlink;
    let root = folder(&[
        ("a/m.yaml", "outcomes: {}"),
        ("s.yaml", "sources: { catalogs: ['**/c*.yaml', '**/*/x/**'] }"),
    ]);
    symlink(root.path(), root.path().join("a/up")).unwrap();
    symlink(root.path().join("a"), root.path().join("b")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(root.path().join("pipe.yaml")).status().unwrap();
    assert!(made.success());
    let inputs = inputs(root.path(), today()).unwrap();
    assert_eq!(names(&inputs.sources, root.path()), ["a/m.yaml", "pipe.yaml", "s.yaml"]);
    assert!(matches!(&inputs.sources[1].content, Content::Unreadable { reason } if reason.contains("pipe")));
}
