//! What the standard library offers to everyone, and only some of our crates may take.

use crate::rust::{self, Word};
use crate::tree::{Fault, Tree, crate_of, is_test};

/// Ways to reach the disk without naming `std::fs`.
const DISK: &[&str] = &[
    ". exists ( )",
    ". is_file ( )",
    ". is_dir ( )",
    ". canonicalize ( )",
    ". read_dir ( )",
    ". read_link ( )",
    ". symlink_metadata ( )",
];

/// Reports what touches disk, environment, network or other processes outside `offing-load` and the binary; `offing-web`
/// may listen.
pub fn world(tree: &Tree) -> Vec<Fault> {
    let mut faults = outside(tree, &["offing-load", "offing"], |words| {
        let mut lines = std_modules(words, &["fs", "env", "process"]);
        for way in DISK {
            let say = |line| (line, format!("`{}` looks at the disk", way.replace(' ', "")));
            lines.extend(rust::lines_with(words, way).into_iter().map(say));
        }
        lines
    });
    faults.extend(outside(tree, &["offing-load", "offing-web", "offing"], |words| {
        std_modules(words, &["net"])
    }));
    faults
}

/// Returns where modules of the standard library are named.
fn std_modules(words: &[Word], modules: &[&str]) -> Vec<(usize, String)> {
    let named = |module: &&str| {
        let say = format!("std::{module} belongs into offing-load");
        rust::lines_with_std(words, module).into_iter().map(move |line| (line, say.clone()))
    };
    modules.iter().flat_map(named).collect()
}

/// Types whose `now` asks the clock.
const CLOCKS: &[&str] = &["SystemTime", "Instant", "Timestamp", "Zoned", "ZonedDateTime", "Utc", "Local"];

/// Reports what asks the clock: dates and budgets of time are inputs.
pub fn clock(tree: &Tree) -> Vec<Fault> {
    outside(tree, &["offing-load", "offing"], |words| {
        let found = CLOCKS.iter().flat_map(|of| rust::lines_with(words, &format!("{of} : : now (")));
        found.map(|line| (line, "the time is an input: take it as an argument".to_owned())).collect()
    })
}

/// Reports what prints outside the binary.
pub fn printing(tree: &Tree) -> Vec<Fault> {
    let ways = ["print !", "println !", "eprint !", "eprintln !", "dbg !", "stdout (", "stderr ("];
    outside(tree, &["offing"], |words| {
        let found = ways.iter().flat_map(|way| rust::lines_with(words, way));
        found.map(|line| (line, "only the binary prints: return what is to be said".to_owned())).collect()
    })
}

/// Reports what is async outside `offing-web`.
pub fn asynchronous(tree: &Tree) -> Vec<Fault> {
    outside(tree, &["offing-web"], |words| {
        let found = ["async", "await"].iter().flat_map(|way| rust::lines_with(words, way));
        found.map(|line| (line, "only offing-web is async".to_owned())).collect()
    })
}

/// Reports what names the YAML library outside the one module that knows it.
pub fn yaml(tree: &Tree) -> Vec<Fault> {
    let all = outside(tree, &[], |words| {
        let named = words.iter().filter(|word| word.text.starts_with("saphyr"));
        named
            .map(|word| (word.line, "only offing-model/src/yaml.rs knows the YAML library".to_owned()))
            .collect()
    });
    all.into_iter().filter(|fault| fault.path != "crates/offing-model/src/yaml.rs").collect()
}

/// Reports what `find` finds in the crates outside the listed ones, tests left out.
fn outside(tree: &Tree, may: &[&str], find: impl Fn(&[Word]) -> Vec<(usize, String)>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.rust() {
        let Some(name) = crate_of(path) else { continue };
        if may.contains(&name) || name == "testkit" || is_test(path) {
            continue;
        }
        match rust::words(text) {
            Ok(words) => {
                faults.extend(find(&words).into_iter().map(|(line, message)| Fault::new(path, line, message)))
            }
            Err(error) => faults.push(Fault::new(path, 0, error.to_string())),
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the lines at which a rule finds something in a file of a crate.
    fn found(rule: fn(&Tree) -> Vec<Fault>, path: &str, text: &str) -> Vec<usize> {
        rule(&Tree::of(&[(path, text)])).into_iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn disk_and_environment_are_for_the_loader_and_the_binary() {
        let text = "use std::fs;\nfn home(path: &Path) -> bool { path.exists() }\nuse std::{env, io};\n";
        assert_eq!(found(world, "crates/offing-view/src/page.rs", text), [1, 3, 2]);
        assert!(found(world, "crates/offing-load/src/disk.rs", text).is_empty());
        assert!(found(world, "crates/offing-view/src/page/tests.rs", text).is_empty());
        let field = "fn f(h: &Holding) -> bool { h.exists[0] }";
        assert!(
            found(world, "crates/offing-view/src/page.rs", field).is_empty(),
            "a field is no look at the disk"
        );
    }

    #[test]
    fn the_clock_is_an_input() {
        assert_eq!(found(clock, "crates/offing-analysis/src/a.rs", "fn f() { Zoned::now(); }"), [1]);
        assert!(
            found(clock, "crates/offing-analysis/src/a.rs", "fn f(h: H) { h.now[0]; Reach::now(); }")
                .is_empty()
        );
    }

    #[test]
    fn only_the_binary_prints() {
        let text = "fn f() {\n    println!(\"x\");\n    let out = std::io::stdout();\n}";
        assert_eq!(found(printing, "crates/offing-model/src/a.rs", text), [2, 3]);
        assert!(found(printing, "crates/offing/src/terminal.rs", text).is_empty());
    }

    #[test]
    fn only_the_web_is_async() {
        let text = "async fn f() { g().await }";
        assert_eq!(found(asynchronous, "crates/offing/src/main.rs", text), [1, 1]);
        assert!(found(asynchronous, "crates/offing-web/src/lib.rs", text).is_empty());
    }

    #[test]
    fn one_module_knows_the_yaml_library() {
        let text = "use saphyr_parser::Parser;";
        assert_eq!(found(yaml, "crates/offing-model/src/reading.rs", text), [1]);
        assert!(found(yaml, "crates/offing-model/src/yaml.rs", text).is_empty());
    }

    #[test]
    fn what_is_no_rust_is_reported_not_skipped() {
        assert_eq!(found(yaml, "crates/offing-model/src/a.rs", "fn f( {"), [0]);
    }
}
