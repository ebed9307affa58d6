//! Rules for documents: what they say must be so, and stay so.

use super::sources::modules;
use crate::tree::{Fault, Tree};
use crate::{layering, tidy};

const ARCHITECTURE: &str = "ARCHITECTURE.md";

/// Lines that some documents may have.
const LENGTHS: &[(&str, usize)] = &[(ARCHITECTURE, 250), ("CONTRIBUTING.md", 120), ("README.md", 250)];

/// What a decision says, in this order: as headings, or in bold at the beginning of a paragraph.
const DECISION: [&str; 4] = ["We decided", "Because", "Instead of", "Revisit when"];

/// Hosts of package registries; split so that this file does not hold them.
const REGISTRIES: &[&str] = &[
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("crates.io", "-index"),
    concat!("registry.npmjs", ".org"),
    concat!("registry.yarnpkg", ".com"),
    concat!("pypi", ".org/simple"),
    concat!("files.pythonhosted", ".org"),
    concat!("rubygems", ".org"),
    concat!("proxy.golang", ".org"),
];

/// Reports where the code map and the folders disagree.
pub fn code_map(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(ARCHITECTURE) else {
        return vec![Fault::new(ARCHITECTURE, 0, "not there")];
    };
    let map = map(text);
    let mut folders: Vec<String> = tree.crates().iter().map(|name| format!("crates/{name}")).collect();
    folders.push("xtask".to_owned());
    let mut faults = Vec::new();
    for folder in &folders {
        let name = folder.trim_start_matches("crates/");
        let Some(section) = map.iter().find(|section| section.name == name) else {
            faults.push(Fault::new(ARCHITECTURE, 0, format!("the code map leaves {name} out")));
            continue;
        };
        let there = modules(tree, folder);
        for module in there.iter().filter(|module| !section.modules.iter().any(|(m, _)| m == *module)) {
            let message = format!("the code map leaves module `{module}` of {name} out");
            faults.push(Fault::new(ARCHITECTURE, section.line, message));
        }
        for (module, line) in section.modules.iter().filter(|(module, _)| !there.contains(module)) {
            faults.push(Fault::new(ARCHITECTURE, *line, format!("{name} has no module `{module}`")));
        }
    }
    for section in &map {
        if !folders.iter().any(|folder| folder.trim_start_matches("crates/") == section.name) {
            let message = format!("there is no crate {}", section.name);
            faults.push(Fault::new(ARCHITECTURE, section.line, message));
        }
    }
    faults
}

/// What the code map says of one crate.
struct MapSection<'t> {
    name: &'t str,
    line: usize,
    modules: Vec<(&'t str, usize)>,
}

/// Returns the code map: under each heading ``### `crate` `` the names in the first cell of each row.
fn map(text: &str) -> Vec<MapSection<'_>> {
    let mut sections: Vec<MapSection<'_>> = Vec::new();
    for (line, text) in section(text, "## Code map") {
        if let Some(name) = text.strip_prefix("### ") {
            let name = quoted(name).next().unwrap_or(name);
            sections.push(MapSection { name, line, modules: Vec::new() });
        } else if let (Some(row), Some(section)) = (text.strip_prefix("| "), sections.last_mut()) {
            let cell = row.split('|').next().unwrap_or_default();
            section.modules.extend(quoted(cell).map(|module| (module, line)));
        }
    }
    sections
}

/// Reports invariants that nothing holds.
pub fn invariants(tree: &Tree) -> Vec<Fault> {
    let Some(text) = tree.text(ARCHITECTURE) else { return Vec::new() };
    let mut faults = Vec::new();
    let invariants = numbered(section(text, "## Invariants"));
    if invariants.is_empty() {
        faults.push(Fault::new(ARCHITECTURE, 0, "there is no numbered list under `## Invariants`"));
    }
    for (line, said) in invariants {
        let Some((_, holders)) = said.split_once("Held by") else {
            faults.push(Fault::new(ARCHITECTURE, line, "say what holds this invariant: `Held by …`"));
            continue;
        };
        let mut any = false;
        for holder in quoted(holders) {
            any = true;
            if !holds(tree, holder) {
                faults.push(Fault::new(ARCHITECTURE, line, format!("there is no test or check `{holder}`")));
            }
        }
        if !any {
            faults.push(Fault::new(ARCHITECTURE, line, "name the test in backticks after `Held by`"));
        }
    }
    faults
}

/// Returns whether a test, or a rule of ours (`tidy/code-map`, `layering/world`), has this name.
fn holds(tree: &Tree, name: &str) -> bool {
    if let Some(rule) = name.strip_prefix("tidy/") {
        return tidy::names().any(|known| known == rule);
    }
    if let Some(rule) = name.strip_prefix("layering/") {
        return layering::names().any(|known| known == rule);
    }
    let declared = format!("fn {name}(");
    tree.rust().any(|(_, text)| {
        (text.contains("#[test]") || text.contains("#[tokio::test]")) && text.contains(&declared)
    })
}

/// Reports decisions that do not say what, why, instead of what, and until when.
pub fn decisions(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut numbers: Vec<&str> = Vec::new();
    for (path, text) in tree.files() {
        let Some(name) = path.strip_prefix("docs/decisions/").and_then(|name| name.strip_suffix(".md"))
        else {
            continue;
        };
        let number = name.split('-').next().unwrap_or_default();
        if number.len() != 4 || !number.bytes().all(|byte| byte.is_ascii_digit()) || name.len() < 6 {
            faults.push(Fault::new(path, 0, "name it NNNN-title.md"));
        }
        if numbers.contains(&number) {
            faults.push(Fault::new(path, 0, format!("{number} is taken")));
        }
        numbers.push(number);
        let mut lines = text.lines();
        for wanted in DECISION {
            let says = |line: &str| {
                line.strip_prefix("## ").is_some_and(|rest| rest == wanted)
                    || line.strip_prefix("**").is_some_and(|rest| rest.starts_with(&format!("{wanted}**")))
            };
            if !lines.any(says) {
                faults.push(Fault::new(path, 0, format!("\"{wanted}\" is missing, or out of order")));
                break;
            }
        }
    }
    faults
}

/// Reports documents that nobody will read to the end.
pub fn document_length(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, most) in LENGTHS {
        match tree.text(path).map(|text| text.lines().count()) {
            None => faults.push(Fault::new(path, 0, "not there")),
            Some(lines) if lines > *most => {
                faults.push(Fault::new(path, 0, format!("{lines} lines, more than {most}")));
            }
            Some(_) => {}
        }
    }
    faults
}

/// Returns whether `crates/offing/tests` runs the console blocks of a document.
fn is_run(path: &str) -> bool {
    path == "README.md"
        || path.starts_with("docs/") && path.ends_with(".md")
        || path.starts_with("models/") && path.ends_with("README.md")
}

/// Reports console blocks that nothing runs: in other documents, or of other commands.
pub fn console_blocks(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".md")) {
        let (mut inside, mut fresh) = (false, false);
        for (at, line) in text.lines().enumerate() {
            let fence = line.trim_start();
            if !inside && fence.starts_with("```console") {
                (inside, fresh) = (true, true);
                if !is_run(path) {
                    let message = "console blocks are run in README.md, docs/ and models/: write `sh` here";
                    faults.push(Fault::new(path, at + 1, message));
                }
            } else if inside && fence.starts_with("```") {
                inside = false;
            } else if inside {
                let command = line.trim_start().strip_prefix("$ ");
                let runs = command.is_some_and(|command| {
                    command.starts_with("offing") || command.starts_with("cargo run ")
                });
                if (fresh || command.is_some()) && !runs {
                    let message = "a console block shows `$ offing …` and what it prints: write `sh` here";
                    faults.push(Fault::new(path, at + 1, message));
                }
                fresh = false;
            }
        }
    }
    faults
}

/// Reports links to files that are not there.
pub fn links(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| path.ends_with(".md")) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (at, line) in text.lines().enumerate() {
            for target in targets(line) {
                let file = target.split('#').next().unwrap_or_default();
                if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
                    continue;
                }
                let file = resolved(folder, file);
                let folder = format!("{}/", file.trim_end_matches('/'));
                let there = tree.has(&file) || tree.files().any(|(path, _)| path.starts_with(&folder));
                if !there {
                    faults.push(Fault::new(path, at + 1, format!("there is no {file}")));
                }
            }
        }
    }
    faults
}

/// Returns the targets of the links of a line: `[text](target)`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next())
}

/// Returns a path from the root for one that is written from a folder.
fn resolved(folder: &str, file: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reports addresses of package registries: what is fetched from where is the user's business. Lock files hold the
/// name that the package manager gives to its default registry, so they are left out.
pub fn no_registry(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.files().filter(|(path, _)| !path.ends_with("Cargo.lock")) {
        for (at, line) in text.lines().enumerate() {
            if REGISTRIES.iter().any(|registry| line.contains(registry)) {
                faults.push(Fault::new(path, at + 1, "the address of a package registry"));
            }
        }
    }
    faults
}

/// Returns the lines of a section, numbered from one in the whole text, without its heading.
fn section<'t>(text: &'t str, heading: &str) -> Vec<(usize, &'t str)> {
    let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    lines
        .skip_while(|(_, line)| *line != heading)
        .skip(1)
        .take_while(|(_, line)| !line.starts_with("## "))
        .collect()
}

/// Returns the items of a numbered list, each with its line.
fn numbered(lines: Vec<(usize, &str)>) -> Vec<(usize, String)> {
    let mut items: Vec<(usize, String)> = Vec::new();
    for (at, line) in lines {
        let number = line.split_once(". ").is_some_and(|(number, _)| number.parse::<u32>().is_ok());
        if number {
            items.push((at, line.to_owned()));
        } else if let (Some((_, item)), true) = (items.last_mut(), line.starts_with(' ')) {
            item.push(' ');
            item.push_str(line.trim());
        }
    }
    items
}

/// Returns what stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(rule: fn(&Tree) -> Vec<Fault>, files: &[(&str, &str)]) -> Vec<String> {
        rule(&Tree::of(files)).into_iter().map(|fault| fault.to_string()).collect()
    }

    #[test]
    fn a_code_map_that_disagrees_with_the_folders_is_reported() {
        let map = "## Code map\n\n### `a`\n\n| module | what |\n|---|---|\n| `one`, `gone` | x |\n\n### `b`\n\n## More\n";
        let files = [
            (ARCHITECTURE, map),
            ("crates/a/Cargo.toml", ""),
            ("crates/a/src/lib.rs", ""),
            ("crates/a/src/one.rs", ""),
            ("crates/a/src/new.rs", ""),
        ];
        assert_eq!(
            messages(code_map, &files),
            [
                "ARCHITECTURE.md:3: the code map leaves module `new` of a out",
                "ARCHITECTURE.md:7: a has no module `gone`",
                "ARCHITECTURE.md: the code map leaves xtask out",
                "ARCHITECTURE.md:9: there is no crate b",
            ]
        );
    }

    #[test]
    fn an_invariant_without_a_holder_is_reported() {
        let text = "## Invariants\n\n1. Good.\n   Held by `really`, `tidy/links` and `layering/world`.\n\
            2. Bad. Held by `nobody`.\n3. Worse.\n";
        let test = "#[test]\nfn really() {}\n";
        assert_eq!(
            messages(invariants, &[(ARCHITECTURE, text), ("crates/a/src/one.rs", test)]),
            [
                "ARCHITECTURE.md:5: there is no test or check `nobody`",
                "ARCHITECTURE.md:6: say what holds this invariant: `Held by …`",
            ]
        );
        assert_eq!(messages(invariants, &[(ARCHITECTURE, "# None\n")]).len(), 1);
    }

    #[test]
    fn a_decision_has_four_headings_and_a_number_of_its_own() {
        let whole = "# T\n\n## We decided\n\n## Because\n\n## Instead of\n\n## Revisit when\n";
        let files = [
            ("docs/decisions/0001-a.md", whole),
            ("docs/decisions/0001-b.md", whole),
            ("docs/decisions/0002-c.md", "## Because\n\n**We decided** that\n"),
            ("docs/decisions/three.md", whole),
        ];
        assert_eq!(
            messages(decisions, &files),
            [
                "docs/decisions/0001-b.md: 0001 is taken",
                "docs/decisions/0002-c.md: \"Because\" is missing, or out of order",
                "docs/decisions/three.md: name it NNNN-title.md",
            ]
        );
    }

    #[test]
    fn documents_that_are_missing_or_too_long_are_reported() {
        let long = "x\n".repeat(121);
        let files = [(ARCHITECTURE, "x"), ("CONTRIBUTING.md", long.as_str())];
        assert_eq!(
            messages(document_length, &files),
            ["CONTRIBUTING.md: 121 lines, more than 120", "README.md: not there"]
        );
    }

    #[test]
    fn a_console_block_that_nothing_runs_is_reported() {
        let sound = "```console\n$ offing ensure\nfine\n```\n";
        let other = "```console\n$ ls\n```\n```sh\nls\n```\n";
        assert!(messages(console_blocks, &[("docs/a.md", sound)]).is_empty());
        assert_eq!(messages(console_blocks, &[("docs/a.md", other)]).len(), 1);
        assert_eq!(messages(console_blocks, &[("STYLE.md", sound)]).len(), 1);
    }

    #[test]
    fn a_link_to_nowhere_is_reported() {
        let text = "[a](b.md) [c](../models/) [d](https://x.org/e) [f](#g) [h](gone.md#i)\n";
        let files = [("docs/a.md", text), ("docs/b.md", ""), ("models/x.yaml", "")];
        assert_eq!(messages(links, &files), ["docs/a.md:1: there is no docs/gone.md"]);
    }

    #[test]
    fn the_address_of_a_registry_is_reported() {
        let text = format!("source = \"https://{}\"\n", REGISTRIES[0]);
        assert_eq!(messages(no_registry, &[(".cargo/config.toml", &text)]).len(), 1);
        assert!(messages(no_registry, &[("Cargo.lock", &text)]).is_empty());
    }
}
