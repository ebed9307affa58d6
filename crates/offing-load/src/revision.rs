//! Which revision of its repository is checked out where a model lies.

use std::fs;
use std::path::{Path, PathBuf};

/// Returns the id of the commit that is checked out in the git repository around a path; `None` where there is none, or
/// no commit yet.
pub fn revision(path: &Path) -> Option<String> {
    let path = fs::canonicalize(path).ok()?;
    let git = path.ancestors().map(|folder| folder.join(".git")).find(|git| git.exists())?;
    let git = if git.is_dir() { git } else { linked(&git)? };
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    match head.trim().strip_prefix("ref: ") {
        None => id(&head),
        Some(name) => of_branch(&git, name),
    }
}

/// Returns the folder that a worktree's `.git` file leads to.
fn linked(file: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(file).ok()?;
    Some(file.parent()?.join(text.trim().strip_prefix("gitdir: ")?))
}

fn of_branch(git: &Path, name: &str) -> Option<String> {
    // Branches of a worktree stand in the repository that it belongs to.
    let common = fs::read_to_string(git.join("commondir"))
        .map_or_else(|_| git.to_path_buf(), |common| git.join(common.trim()));
    if let Ok(text) = fs::read_to_string(common.join(name)) {
        return id(&text);
    }
    let packed = fs::read_to_string(common.join("packed-refs")).ok()?;
    packed.lines().find_map(|line| line.strip_suffix(name)?.strip_suffix(' ').and_then(id))
}

fn id(text: &str) -> Option<String> {
    let text = text.trim();
    let is_id = text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_id.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_branches_packed_ones_and_worktrees() {
        let root = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        let of = |path: &str| revision(&root.path().join(path));
        let [a, b, c] = ["a", "b", "c"].map(|digit| digit.repeat(40));
        write("shop/model/offing.yaml", "");
        assert_eq!(of("shop/model"), None);
        write("shop/.git/HEAD", "ref: refs/heads/main\n");
        assert_eq!(of("shop/model"), None, "no commit yet");
        write(
            "shop/.git/packed-refs",
            &format!("# pack-refs\n{a} refs/heads/main\n{b} refs/heads/main-two\n"),
        );
        assert_eq!(of("shop/model/offing.yaml"), Some(a.clone()));
        write("shop/.git/refs/heads/main", &format!("{b}\n"));
        assert_eq!(of("shop/model"), Some(b.clone()));
        write("tree/offing.yaml", "");
        write("tree/.git", "gitdir: ../shop/.git/worktrees/tree\n");
        write("shop/.git/worktrees/tree/HEAD", "ref: refs/heads/main\n");
        write("shop/.git/worktrees/tree/commondir", "../..\n");
        assert_eq!(of("tree"), Some(b));
        write("shop/.git/HEAD", &format!("{c}\n"));
        assert_eq!(of("shop"), Some(c));
    }
}
