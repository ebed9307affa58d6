//! What a compiler does not check: sizes, names, maps that must agree with the folders, licences.

mod sources;
mod documents;
mod licences;

use anyhow::Result;

use crate::packages;
use crate::tree::{self, Fault, Tree};

type Check = fn(&Tree) -> Vec<Fault>;

const RULES: &[(&str, Check)] = &[
    ("module-docs", sources::module_docs),
    ("file-length", sources::file_length),
    ("front-page", sources::front_page),
    ("file-names", sources::file_names),
    ("honest-tests", sources::honest_tests),
    ("no-unwrap", sources::no_unwrap),
    ("one-test-binary", sources::one_test_binary),
    ("code-map", documents::code_map),
    ("invariants", documents::invariants),
    ("decisions", documents::decisions),
    ("document-length", documents::document_length),
    ("console-blocks", documents::console_blocks),
    ("links", documents::links),
    ("no-registry", documents::no_registry),
];

/// The rule that needs more than files.
const LICENCES: &str = "licences";

/// Returns the names of all rules, for the invariants that lean on them.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|(name, _)| *name).chain([LICENCES])
}

/// Returns what each rule that needs only files found.
fn findings(tree: &Tree) -> Vec<(&'static str, Vec<Fault>)> {
    RULES.iter().map(|(name, check)| (*name, check(tree))).collect()
}

/// Prints what each rule found.
pub fn run() -> Result<()> {
    let mut findings = findings(&Tree::of_disk(&tree::root())?);
    findings.push((LICENCES, licences::licences(&packages::all()?)));
    tree::report(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_is_tidy() {
        for (rule, faults) in findings(&Tree::of_disk(&tree::root()).unwrap()) {
            assert!(faults.is_empty(), "{rule}: {faults:#?}");
        }
    }
}
