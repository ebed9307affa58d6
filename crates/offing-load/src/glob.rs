//! Which files a pattern with `*`, `?` and `**` names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use offing_model::wildcard;

use crate::folder::below;

/// Returns the files that a pattern names, seen from a folder, in the order of their paths.
///
/// `*` and `?` stand for anything within one name, `**` for any number of folders; neither stands for a name that
/// begins with a dot unless the pattern does.
pub(crate) fn matching(base: &Path, pattern: &str) -> Vec<PathBuf> {
    let mut at: BTreeSet<PathBuf> = BTreeSet::from([base.to_path_buf()]);
    let mut last_was_deep = false;
    for part in Path::new(pattern).components() {
        let deep = part.as_os_str() == "**";
        if deep && last_was_deep {
            continue;
        }
        last_was_deep = deep;
        at = match part {
            Component::CurDir => at,
            Component::Normal(name) if deep => {
                debug_assert_eq!(name, "**");
                at.iter()
                    .flat_map(|folder| below(folder, |name| !name.starts_with('.'), |_| false).folders)
                    .collect()
            }
            Component::Normal(name) => {
                let name = name.to_string_lossy();
                at.iter().flat_map(|folder| entries(folder, &name)).collect()
            }
            other => at.iter().map(|folder| folder.join(other)).collect(),
        };
    }
    at.into_iter().filter(|path| path.is_file()).collect()
}

/// Returns what in a folder has a name that fits one part of a pattern.
fn entries(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    if !pattern.contains(['*', '?']) {
        return vec![folder.join(pattern)].into_iter().filter(|path| path.exists()).collect();
    }
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let fits =
        |name: &str| (!name.starts_with('.') || pattern.starts_with('.')) && wildcard::fits(pattern, name);
    entries
        .flatten()
        .filter(|entry| fits(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_reach_up_across_and_down() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        for folder in ["model", "shop/api", "search", ".git/x"] {
            fs::create_dir_all(at(folder)).unwrap();
        }
        for file in ["shop/c.yaml", "shop/api/c.yaml", "search/c.yaml", ".git/x/c.yaml", "c.yaml"] {
            fs::write(at(file), "").unwrap();
        }
        let found = |pattern: &str| -> Vec<String> {
            let paths = matching(&at("model"), pattern);
            paths.iter().map(|path| path.strip_prefix(at("model")).unwrap().display().to_string()).collect()
        };
        assert_eq!(found("../*/c.yaml"), ["../search/c.yaml", "../shop/c.yaml"]);
        assert_eq!(
            found("../**/**/c.yaml"),
            ["../c.yaml", "../search/c.yaml", "../shop/api/c.yaml", "../shop/c.yaml"]
        );
        assert_eq!(found("../c.yaml"), ["../c.yaml"]);
        assert!(found("../shop").is_empty(), "a folder is no file");
        assert!(found("none/*.yaml").is_empty());
    }
}
