//! Licences of what we build on: all of them must let our users do what ours do.

use crate::packages::Package;
use crate::tree::Fault;

/// Licences that ask for no more than a notice, or less.
const FINE: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "BSL-1.0",
    "Unicode-3.0",
];

/// Packages with another licence, each with the reason why it may be used.
const EXCEPTIONS: &[(&str, &str)] = &[(
    "webpki-roots",
    "the roots of Mozilla, data under CDLA-Permissive-2.0, which asks for its text beside them",
)];

/// Reports packages that could not be passed on under our licences.
pub fn licences(packages: &[Package]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for package in packages {
        if EXCEPTIONS.iter().any(|(name, _)| *name == package.name) {
            continue;
        }
        let what = format!("{} {}", package.name, package.version);
        match &package.licence {
            None => faults.push(Fault::new("Cargo.lock", 0, format!("{what} names no licence"))),
            Some(licence) if !is_fine(licence) => {
                faults.push(Fault::new("Cargo.lock", 0, format!("{what} is under {licence}")));
            }
            Some(_) => {}
        }
    }
    for (name, _) in
        EXCEPTIONS.iter().filter(|(name, _)| packages.iter().all(|package| package.name != *name))
    {
        faults.push(Fault::new("Cargo.lock", 0, format!("{name} has an exception and is not used")));
    }
    faults
}

/// Returns whether an SPDX expression can be met with fine licences only: one of each `OR`, all of each `AND`.
fn is_fine(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = expression.split_whitespace().collect();
    let mut at = 0;
    any_of(&words, &mut at) && at == words.len()
}

fn any_of(words: &[&str], at: &mut usize) -> bool {
    let mut fine = all_of(words, at);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        fine |= all_of(words, at);
    }
    fine
}

fn all_of(words: &[&str], at: &mut usize) -> bool {
    let mut fine = one(words, at);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        fine &= one(words, at);
    }
    fine
}

fn one(words: &[&str], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let fine = any_of(words, at);
        *at += 1;
        return fine;
    }
    if words.get(*at) == Some(&"WITH") {
        let with = format!("{word} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
        return FINE.contains(&with.as_str());
    }
    FINE.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_fine_when_some_choice_is() {
        for fine in [
            "MIT",
            "MIT OR GPL-3.0",
            "MIT/Apache-2.0",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
        ] {
            assert!(is_fine(fine), "{fine}");
        }
        for wrong in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND LGPL-2.1", "", "MIT )"] {
            assert!(!is_fine(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_package_under_another_licence_or_none_is_reported() {
        let package = |name: &str, licence: Option<&str>| Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            licence: licence.map(str::to_owned),
            needs: Vec::new(),
        };
        let excepted = EXCEPTIONS.iter().map(|(name, _)| package(name, Some("of its own")));
        let mut packages = vec![package("a", Some("MIT")), package("b", Some("GPL-3.0")), package("c", None)];
        packages.extend(excepted.skip(1));
        let found = licences(&packages);
        let messages: Vec<&str> = found.iter().map(|fault| fault.message.as_str()).collect();
        let unused = format!("{} has an exception and is not used", EXCEPTIONS[0].0);
        assert_eq!(messages, ["b 1.0.0 is under GPL-3.0", "c 1.0.0 names no licence", unused.as_str()]);
    }
}
