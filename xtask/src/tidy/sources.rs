//! Rules for Rust files.

use crate::rust;
use crate::tree::{Fault, Tree, is_test};

/// Lines a file may have.
const LONGEST: usize = 1000;

/// Longer files, each with the reason why it is.
const LONGER: &[(&str, &str)] = &[];

/// Lines the front page of a crate may have.
const LONGEST_FRONT_PAGE: usize = 80;

/// Names that say nothing about what is inside.
const SAY_NOTHING: &[&str] = &["util", "utils", "common", "helpers", "helper", "misc", "types", "manager"];

/// Reports modules that do not say what they are about.
pub fn module_docs(tree: &Tree) -> Vec<Fault> {
    let silent = |(path, text): &(&str, &str)| {
        let inside = path.contains("/src/") || path.contains("/tests/");
        inside && !text.trim_start().starts_with("//!") && !path.ends_with("/tests.rs")
    };
    let fault = |(path, _)| Fault::new(path, 1, "begin with `//!`: which question does this module answer?");
    tree.rust().filter(silent).map(fault).collect()
}

/// Reports files that are too long to be one idea.
pub fn file_length(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.rust() {
        let lines = text.lines().count();
        if lines > LONGEST && !LONGER.iter().any(|(listed, _)| *listed == path) {
            let message = format!("{lines} lines, more than {LONGEST}: look for the seam");
            faults.push(Fault::new(path, 0, message));
        }
    }
    let gone = LONGER.iter().filter(|(path, _)| tree.text(path).is_none());
    faults.extend(gone.map(|(path, _)| Fault::new(path, 0, "listed as a long file, and not there")));
    faults
}

/// Reports front pages that are more than a front page.
pub fn front_page(tree: &Tree) -> Vec<Fault> {
    let long = |(path, text): &(&str, &str)| {
        path.ends_with("/src/lib.rs") && text.lines().count() > LONGEST_FRONT_PAGE
    };
    let fault =
        |(path, _)| Fault::new(path, 0, format!("a front page has at most {LONGEST_FRONT_PAGE} lines"));
    tree.rust().filter(long).map(fault).collect()
}

/// Reports files whose name says nothing.
pub fn file_names(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, _) in tree.rust() {
        let mut parts = path.trim_end_matches(".rs").split('/');
        if let Some(part) = parts.find(|part| SAY_NOTHING.contains(part)) {
            faults.push(Fault::new(path, 0, format!("`{part}` says nothing: name it by what is inside")));
        }
    }
    faults
}

/// Reports tests that are skipped, that hope for a crash, or that wait for the clock.
pub fn honest_tests(tree: &Tree) -> Vec<Fault> {
    const DISHONEST: &[(&str, &str)] = &[
        ("# [ ignore", "a test that is not run tests nothing: mend it or delete it"),
        ("# [ should_panic", "catch the panic where it is meant, or test for the error"),
        ("thread : : sleep", "a test that waits fails on a slow machine: wait for the thing itself"),
    ];
    let mut faults = Vec::new();
    for (path, text) in tree.rust() {
        let Ok(words) = rust::all_words(text) else {
            faults.push(Fault::new(path, 0, "this is no Rust"));
            continue;
        };
        let outside_tests = rust::words(text).unwrap_or_default();
        for (way, why) in DISHONEST {
            let mut lines = rust::lines_with(&words, way);
            if way.contains("sleep") && !is_test(path) {
                let may = rust::lines_with(&outside_tests, way);
                lines.retain(|line| !may.contains(line));
            }
            faults.extend(lines.into_iter().map(|line| Fault::new(path, line, *why)));
        }
    }
    faults
}

/// Reports what gives up without saying why.
pub fn no_unwrap(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.rust().filter(|(path, _)| !is_test(path)) {
        let words = rust::words(text).unwrap_or_default();
        let lines = rust::lines_with(&words, ". unwrap ( )");
        let message = "say why this holds: `expect(\"…\")`, or return the error";
        faults.extend(lines.into_iter().map(|line| Fault::new(path, line, message)));
    }
    faults
}

/// Reports integration tests that are a binary of their own (each links everything again), or that no binary holds.
pub fn one_test_binary(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for name in tree.crates() {
        let folder = format!("crates/{name}/tests/");
        let inside: Vec<(&str, &str)> = tree.rust().filter(|(path, _)| path.starts_with(&folder)).collect();
        let mains: Vec<&(&str, &str)> =
            inside.iter().filter(|(path, _)| !path[folder.len()..].contains('/')).collect();
        for (path, _) in mains.iter().skip(1) {
            let message = format!("{name} has a test binary already: make this a module of {}", mains[0].0);
            faults.push(Fault::new(path, 0, message));
        }
        for (path, _) in inside.iter().filter(|(path, _)| path[folder.len()..].contains('/')) {
            let stem = module_name(path);
            let held = inside.iter().any(|(other, text)| other != path && declares(text, stem));
            if !held {
                faults.push(Fault::new(path, 0, "no test binary holds this file: it is never run"));
            }
        }
    }
    faults
}

/// Returns the name a module's file is declared by.
fn module_name(path: &str) -> &str {
    let path = path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
    path.rsplit('/').next().unwrap_or(path)
}

fn declares(text: &str, module: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim().trim_start_matches("pub ");
        line.strip_prefix("mod ").is_some_and(|rest| rest.trim_end_matches(';').trim() == module)
    })
}

/// Returns the modules of a crate that its front page declares, by their files.
pub fn modules<'t>(tree: &'t Tree, folder: &str) -> Vec<&'t str> {
    let src = format!("{folder}/src/");
    let mut modules: Vec<&str> = tree
        .rust()
        .filter_map(|(path, _)| path.strip_prefix(&src))
        .filter_map(|path| path.strip_suffix(".rs"))
        .filter_map(|path| match path.split_once('/') {
            None => Some(path),
            Some((folder, "mod")) => Some(folder),
            Some(_) => None,
        })
        .filter(|module| !["lib", "main"].contains(module))
        .collect();
    modules.sort_unstable();
    modules.dedup();
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rule: fn(&Tree) -> Vec<Fault>, files: &[(&str, &str)]) -> Vec<usize> {
        rule(&Tree::of(files)).into_iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn a_module_says_what_it_is_about() {
        let files = [("crates/a/src/one.rs", "//! One.\n"), ("crates/a/src/two.rs", "// Two.\nfn f() {}\n")];
        assert_eq!(lines(module_docs, &files), [1]);
    }

    #[test]
    fn long_files_and_front_pages_are_reported() {
        let (long, short) = ("x();\n".repeat(1001), "x();\n".repeat(81));
        assert_eq!(
            lines(file_length, &[("crates/a/src/one.rs", &long), ("crates/a/src/lib.rs", &short)]),
            [0]
        );
        assert_eq!(
            lines(front_page, &[("crates/a/src/one.rs", &short), ("crates/a/src/lib.rs", &short)]),
            [0]
        );
    }

    #[test]
    fn names_that_say_nothing_are_reported() {
        let files =
            [("crates/a/src/util.rs", ""), ("crates/a/src/misc/x.rs", ""), ("crates/a/src/ensure.rs", "")];
        assert_eq!(file_names(&Tree::of(&files)).len(), 2);
    }

    #[test]
    fn tests_that_are_skipped_or_hope_for_a_crash_are_reported() {
        let text = "#[test]\n#[ignore]\nfn a() {}\n#[test]\n#[should_panic(expected = \"x\")]\nfn b() {}\n\
            #[test]\nfn c() { std::thread::sleep(x) }\nfn d() { std::thread::sleep(x) }\n// #[ignore]\n";
        assert_eq!(lines(honest_tests, &[("crates/a/src/one.rs", text)]), [2, 5, 8]);
    }

    #[test]
    fn unwrap_is_for_tests() {
        let text =
            "fn a() { x.unwrap(); y.unwrap_or(1); }\n#[cfg(test)]\nmod tests { fn b() { x.unwrap() } }\n";
        assert_eq!(lines(no_unwrap, &[("crates/a/src/one.rs", text)]), [1]);
        assert!(lines(no_unwrap, &[("crates/a/tests/cli.rs", text)]).is_empty());
    }

    #[test]
    fn a_second_test_binary_and_a_forgotten_file_are_reported() {
        let files = [
            ("crates/a/Cargo.toml", ""),
            ("crates/a/tests/all.rs", "mod held;\n"),
            ("crates/a/tests/held/mod.rs", "mod inner;\n"),
            ("crates/a/tests/held/inner.rs", ""),
            ("crates/a/tests/held/forgotten.rs", ""),
            ("crates/a/tests/more.rs", ""),
        ];
        let found: Vec<String> =
            one_test_binary(&Tree::of(&files)).into_iter().map(|fault| fault.path).collect();
        assert_eq!(found, ["crates/a/tests/more.rs", "crates/a/tests/held/forgotten.rs"]);
    }

    #[test]
    fn the_modules_of_a_crate_are_its_files_and_folders_of_the_first_level() {
        let files = [
            ("crates/a/src/lib.rs", ""),
            ("crates/a/src/one.rs", ""),
            ("crates/a/src/one/inner.rs", ""),
            ("crates/a/src/two/mod.rs", ""),
        ];
        assert_eq!(modules(&Tree::of(&files), "crates/a"), ["one", "two"]);
    }
}
