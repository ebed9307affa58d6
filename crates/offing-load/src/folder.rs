//! Which files are below a folder: every one once, in the order of their names, however links lead in circles.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What is below a folder.
#[derive(Debug, Default)]
pub(crate) struct Below {
    /// Files that were asked for, in the order of their paths.
    pub(crate) files: Vec<PathBuf>,
    /// Folders that could not be looked into, with the reason.
    pub(crate) closed: Vec<(PathBuf, io::Error)>,
    /// Folders that were looked into.
    pub(crate) folders: Vec<PathBuf>,
}

/// Returns the files below a folder for which `wanted` says yes to their name, in folders for which `enter` does.
///
/// Links are followed after everything real was seen, so that a file is known by its own path where it has one; a
/// folder or file seen already is passed over.
pub(crate) fn below(root: &Path, enter: impl Fn(&str) -> bool, wanted: impl Fn(&str) -> bool) -> Below {
    let mut found = Below::default();
    let mut walk = Walk { seen: BTreeSet::new(), links: vec![root.to_path_buf()] };
    while !walk.links.is_empty() {
        let mut round = std::mem::take(&mut walk.links);
        round.sort();
        for path in round {
            if path != root && !path.is_dir() {
                walk.take_file(path, &mut found);
            } else if walk.is_new(&path) {
                walk.real_folder(path, &enter, &wanted, &mut found);
            }
        }
    }
    found.files.sort();
    found.folders.sort();
    found.closed.sort_by(|one, other| one.0.cmp(&other.0));
    found
}

struct Walk {
    /// What was seen, by the path it really has.
    seen: BTreeSet<PathBuf>,
    /// Links met, to be followed once everything real was seen.
    links: Vec<PathBuf>,
}

impl Walk {
    fn is_new(&mut self, path: &Path) -> bool {
        match fs::canonicalize(path) {
            Ok(real) => self.seen.insert(real),
            // It can not be told apart from what was seen: whoever opens it will say why.
            Err(_) => true,
        }
    }

    fn take_file(&mut self, path: PathBuf, found: &mut Below) {
        if self.is_new(&path) {
            found.files.push(path);
        }
    }

    fn real_folder(
        &mut self,
        folder: PathBuf,
        enter: impl Fn(&str) -> bool,
        wanted: impl Fn(&str) -> bool,
        found: &mut Below,
    ) {
        let mut waiting = vec![folder];
        while let Some(folder) = waiting.pop() {
            let entries = match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
                Ok(entries) => entries,
                Err(error) => {
                    found.closed.push((folder, error));
                    continue;
                }
            };
            found.folders.push(folder);
            for entry in entries {
                let name = entry.file_name();
                let name = name.to_string_lossy();
                let path = entry.path();
                match entry.file_type() {
                    Ok(kind) if kind.is_symlink() => {
                        if path.is_dir() && enter(&name) || !path.is_dir() && wanted(&name) {
                            self.links.push(path);
                        }
                    }
                    Ok(kind) if kind.is_dir() => {
                        if enter(&name) && self.is_new(&path) {
                            waiting.push(path);
                        }
                    }
                    _ => {
                        if wanted(&name) {
                            self.take_file(path, found);
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(root: &Path) -> Vec<String> {
        let found = below(root, |name| !name.starts_with('.'), |name| name.ends_with(".yaml"));
        assert!(found.closed.is_empty());
        let name = |path: &PathBuf| path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/");
        found.files.iter().map(name).collect()
    }

    #[test]
    fn files_come_in_the_order_of_their_paths() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["b/c", "a", ".hidden"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for file in ["z.yaml", "b/c/y.yaml", "b/x.yaml", "a/w.yaml", "a/w.txt", ".hidden/v.yaml"] {
            fs::write(root.path().join(file), "").unwrap();
        }
        assert_eq!(names(root.path()), ["a/w.yaml", "b/c/y.yaml", "b/x.yaml", "z.yaml"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_circles_end_and_nothing_is_read_twice() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("real/deep")).unwrap();
        fs::write(at("real/deep/m.yaml"), "").unwrap();
        symlink(root.path(), at("real/deep/up")).unwrap();
        symlink(at("real"), at("a-link")).unwrap();
        symlink(at("loop-b"), at("loop-a")).unwrap();
        symlink(at("loop-a"), at("loop-b")).unwrap();
        symlink(at("real/deep/m.yaml"), at("again.yaml")).unwrap();
        assert_eq!(names(root.path()), ["real/deep/m.yaml"], "known by its own path, and once");
    }

    #[cfg(unix)]
    #[test]
    fn what_only_a_link_leads_to_is_read() {
        use std::os::unix::fs::symlink;
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(other.path().join("o.yaml"), "").unwrap();
        symlink(other.path(), root.path().join("shared")).unwrap();
        symlink(other.path().join("none"), root.path().join("dangling.yaml")).unwrap();
        assert_eq!(
            names(root.path()),
            ["dangling.yaml", "shared/o.yaml"],
            "a link to nothing is not passed over"
        );
    }
}
