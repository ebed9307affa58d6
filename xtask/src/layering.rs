//! Which crate may know what: the rules that the crates of the workspace stand for, held by checks.
//!
//! Edges between our crates and foreign crates that only one of ours may use come from `cargo metadata`;
//! what the standard library offers to everyone (disk, clock, printing) is looked for in the words of the sources.

mod edges;
mod sources;

use anyhow::Result;

use crate::packages::{self, Package};
use crate::tree::{self, Fault, Tree};

/// A rule: its name, and what breaks it.
struct Rule {
    name: &'static str,
    check: Check,
}

enum Check {
    Packages(fn(&[Package]) -> Vec<Fault>),
    Sources(fn(&Tree) -> Vec<Fault>),
}

const RULES: &[Rule] = &[
    Rule { name: "edges", check: Check::Packages(edges::between_ours) },
    Rule { name: "foreign-crates", check: Check::Packages(edges::to_foreign) },
    Rule { name: "world", check: Check::Sources(sources::world) },
    Rule { name: "clock", check: Check::Sources(sources::clock) },
    Rule { name: "printing", check: Check::Sources(sources::printing) },
    Rule { name: "async", check: Check::Sources(sources::asynchronous) },
    Rule { name: "yaml", check: Check::Sources(sources::yaml) },
];

/// Returns the names of all rules, for the invariants that lean on them.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}

/// Returns what each rule found in the workspace.
fn findings() -> Result<Vec<(&'static str, Vec<Fault>)>> {
    let tree = Tree::of_disk(&tree::root())?;
    let packages = packages::ours()?;
    let found = |rule: &Rule| match rule.check {
        Check::Packages(check) => (rule.name, check(&packages)),
        Check::Sources(check) => (rule.name, check(&tree)),
    };
    Ok(RULES.iter().map(found).collect())
}

/// Prints what each rule found.
pub fn run() -> Result<()> {
    tree::report(findings()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_of_the_workspace_keeps_its_rule() {
        for (rule, faults) in findings().unwrap() {
            assert!(faults.is_empty(), "{rule}: {faults:#?}");
        }
    }
}
