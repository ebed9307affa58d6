//! Which crate may depend on which.

use crate::packages::Package;
use crate::tree::Fault;

/// Our crates and those of ours that each may use. What is not listed may not be.
const EDGES: &[(&str, &[&str])] = &[
    ("offing-math", &[]),
    ("offing-model", &["offing-math"]),
    ("offing-analysis", &["offing-math", "offing-model"]),
    ("offing-view", &["offing-model", "offing-analysis"]),
    ("offing-load", &["offing-model"]),
    ("offing-web", &["offing-model", "offing-analysis", "offing-view"]),
    ("offing", &["offing-model", "offing-analysis", "offing-view", "offing-load", "offing-web"]),
];

/// What the tests of any crate may use besides.
const FOR_TESTS: &[&str] = &["offing-load", "testkit"];

/// Foreign crates that only some of ours may use, and why.
const FOREIGN: &[(&[&str], &[&str], &str)] = &[
    (
        &["serde", "serde_json"],
        &["offing-view", "offing-web", "offing-load", "offing"],
        "only the view serialises",
    ),
    (&["saphyr", "saphyr-parser"], &["offing-model"], "one module knows the YAML library"),
    (
        &["gix", "git2", "notify", "walkdir", "ignore", "glob"],
        &["offing-load"],
        "one crate reads disk and git",
    ),
    (
        &["tokio", "tokio-stream", "axum", "hyper", "hyper-util", "tower", "tower-http", "rmcp", "futures"],
        &["offing-web"],
        "one crate is async",
    ),
    (&["rusqlite", "ureq"], &["offing-load"], "one crate reads disk and network"),
    (&["clap", "terminal_size"], &["offing"], "only the binary knows the command line"),
    (&["rand", "fastrand"], &[], "luck is keyed by seed and name"),
    (&["getrandom"], &["offing"], "only secrets come from the system; luck is keyed by seed and name"),
    (
        &["jiff"],
        &["offing-model", "offing-analysis", "offing-view", "offing-load", "offing-web", "offing"],
        "mathematics knows no calendar",
    ),
];

/// Reports edges between our crates that are not allowed.
pub fn between_ours(packages: &[Package]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let is_ours = |name: &str| name == "xtask" || packages.iter().any(|package| package.name == name);
    for package in packages.iter().filter(|package| !is_chore(&package.name)) {
        let manifest = format!("crates/{}/Cargo.toml", package.name);
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| *name == package.name) else {
            let message = "no rule says what this crate may use: add it to layering/edges.rs";
            faults.push(Fault::new(&manifest, 0, message));
            continue;
        };
        for need in package.needs.iter().filter(|need| is_ours(&need.name)) {
            let for_tests = need.dev && FOR_TESTS.contains(&need.name.as_str());
            if !allowed.contains(&need.name.as_str()) && !for_tests {
                let message = format!("{} must not depend on {}", package.name, need.name);
                faults.push(Fault::new(&manifest, 0, message));
            }
        }
    }
    faults
}

/// Reports foreign crates where they must not be used.
pub fn to_foreign(packages: &[Package]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for package in packages.iter().filter(|package| !is_chore(&package.name)) {
        for need in package.needs.iter().filter(|need| !need.dev) {
            let rule = FOREIGN.iter().find(|(names, _, _)| names.contains(&need.name.as_str()));
            if let Some((_, _, why)) = rule.filter(|(_, may, _)| !may.contains(&package.name.as_str())) {
                let message = format!("{} must not depend on {}: {why}", package.name, need.name);
                faults.push(Fault::new(&format!("crates/{}/Cargo.toml", package.name), 0, message));
            }
        }
    }
    faults
}

/// Returns whether a package is made of chores or tools for tests, which may use everything.
fn is_chore(name: &str) -> bool {
    name == "xtask" || name == "testkit"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::Dependency;

    fn package(name: &str, needs: &[&str], dev: &[&str]) -> Package {
        let need = |dev: bool| move |name: &&str| Dependency { name: (*name).to_owned(), dev };
        Package {
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            licence: None,
            needs: needs.iter().map(need(false)).chain(dev.iter().map(need(true))).collect(),
        }
    }

    #[test]
    fn an_edge_that_is_not_listed_is_reported() {
        let sound = package("offing-view", &["offing-analysis", "offing-model"], &["offing-load"]);
        let wrong = package("offing-math", &["offing-model"], &[]);
        let wrong_test = package("offing-model", &["offing-math"], &["offing-view"]);
        let all = [
            sound,
            wrong,
            wrong_test,
            package("offing-load", &[], &[]),
            package("offing-analysis", &[], &[]),
        ];
        let found: Vec<String> = between_ours(&all).into_iter().map(|fault| fault.message).collect();
        assert_eq!(
            found,
            ["offing-math must not depend on offing-model", "offing-model must not depend on offing-view"]
        );
    }

    #[test]
    fn a_crate_without_a_rule_and_a_use_of_the_chores_are_reported() {
        assert_eq!(between_ours(&[package("offing-new", &[], &[])]).len(), 1);
        assert_eq!(between_ours(&[package("offing", &["xtask"], &[])]).len(), 1);
    }

    #[test]
    fn a_foreign_crate_in_the_wrong_place_is_reported_but_for_tests() {
        let wrong = package("offing-analysis", &["serde_json", "rayon"], &["tokio"]);
        let found = to_foreign(&[wrong, package("offing-view", &["serde_json"], &[])]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message,
            "offing-analysis must not depend on serde_json: only the view serialises"
        );
        assert_eq!(to_foreign(&[package("offing-math", &["jiff"], &[])]).len(), 1);
    }
}
