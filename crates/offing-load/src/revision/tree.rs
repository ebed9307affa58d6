//! The files of one commit.

use std::path::{Component, Path, PathBuf};

use gix::ObjectId;
use gix::object::tree::EntryKind;
use offing_model::wildcard;

use super::RevisionError;

/// The files of one commit.
pub(super) struct Tree<'r> {
    repo: &'r gix::Repository,
    root: ObjectId,
}

/// What is at a path.
pub(super) enum Found {
    File,
    Folder,
}

impl<'r> Tree<'r> {
    pub(super) fn of(repo: &'r gix::Repository, commit: ObjectId) -> Result<Self, RevisionError> {
        let found =
            repo.find_commit(commit).map_err(|error| damaged(format!("the commit {commit}"), &error))?;
        let root = found.tree_id().map_err(|error| damaged(format!("the commit {commit}"), &error))?;
        Ok(Self { repo, root: root.detach() })
    }

    pub(super) fn find(&self, path: &Path) -> Result<Option<Found>, RevisionError> {
        let kind = |(_, kind): (ObjectId, EntryKind)| match kind {
            EntryKind::Tree => Some(Found::Folder),
            EntryKind::Blob | EntryKind::BlobExecutable => Some(Found::File),
            _ => None,
        };
        Ok(self.entry(path)?.and_then(kind))
    }

    /// Returns the object at a path: the same while nothing changes there.
    pub(super) fn id_of(&self, path: &Path) -> Result<Option<ObjectId>, RevisionError> {
        Ok(self.entry(path)?.map(|(id, _)| id))
    }

    /// Returns the content of a file; nothing where no file is.
    pub(super) fn bytes(&self, path: &Path) -> Result<Option<Vec<u8>>, RevisionError> {
        let Some((id, EntryKind::Blob | EntryKind::BlobExecutable)) = self.entry(path)? else {
            return Ok(None);
        };
        let object =
            self.repo.find_object(id).map_err(|error| damaged(path.display().to_string(), &error))?;
        Ok(Some(object.detach().data))
    }

    /// Returns the files below a folder, in the order of their paths; links are no files.
    pub(super) fn files_below(&self, folder: &Path) -> Result<Vec<PathBuf>, RevisionError> {
        let mut files = Vec::new();
        let mut open = vec![folder.to_path_buf()];
        while let Some(folder) = open.pop() {
            for (name, kind) in self.entries(&folder)? {
                match kind {
                    EntryKind::Tree => open.push(folder.join(name)),
                    EntryKind::Blob | EntryKind::BlobExecutable => files.push(folder.join(name)),
                    _ => {}
                }
            }
        }
        files.sort();
        Ok(files)
    }

    /// Returns the files that a pattern names, seen from a folder, as on disk; what lies outside of the repository is not
    /// there.
    pub(super) fn matching(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, RevisionError> {
        let mut at = vec![base.to_path_buf()];
        for part in Path::new(pattern).components() {
            let mut next = Vec::new();
            for folder in at {
                match part {
                    Component::CurDir => next.push(folder),
                    Component::ParentDir => next.extend(folder.parent().map(Path::to_path_buf)),
                    Component::Normal(name) if name == "**" => {
                        let mut open = vec![folder];
                        while let Some(folder) = open.pop() {
                            let below = self.entries(&folder)?.into_iter();
                            let below = below
                                .filter(|(name, kind)| *kind == EntryKind::Tree && !name.starts_with('.'));
                            open.extend(below.map(|(name, _)| folder.join(name)));
                            next.push(folder);
                        }
                    }
                    Component::Normal(name) => {
                        let pattern = name.to_string_lossy();
                        let fits = |name: &str| {
                            (!name.starts_with('.') || pattern.starts_with('.'))
                                && wildcard::fits(&pattern, name)
                        };
                        let entries = self.entries(&folder)?.into_iter();
                        next.extend(
                            entries.filter(|(name, _)| fits(name)).map(|(name, _)| folder.join(name)),
                        );
                    }
                    Component::RootDir | Component::Prefix(_) => return Ok(Vec::new()),
                }
            }
            next.sort();
            next.dedup();
            at = next;
        }
        let mut files = Vec::new();
        for path in at {
            if let Some(Found::File) = self.find(&path)? {
                files.push(path);
            }
        }
        Ok(files)
    }

    fn entry(&self, path: &Path) -> Result<Option<(ObjectId, EntryKind)>, RevisionError> {
        if path.as_os_str().is_empty() {
            return Ok(Some((self.root, EntryKind::Tree)));
        }
        let root =
            self.repo.find_tree(self.root).map_err(|error| damaged("the commit's files".into(), &error))?;
        let entry =
            root.lookup_entry_by_path(path).map_err(|error| damaged(path.display().to_string(), &error))?;
        Ok(entry.map(|entry| (entry.object_id(), entry.mode().kind())))
    }

    fn entries(&self, folder: &Path) -> Result<Vec<(String, EntryKind)>, RevisionError> {
        let Some((id, EntryKind::Tree)) = self.entry(folder)? else { return Ok(Vec::new()) };
        let tree = self.repo.find_tree(id).map_err(|error| damaged(folder.display().to_string(), &error))?;
        let tree = tree.decode().map_err(|error| damaged(folder.display().to_string(), &error))?;
        Ok(tree.entries.iter().map(|entry| (entry.filename.to_string(), entry.mode.kind())).collect())
    }
}

/// Returns the first parent of a commit, if it has one and its object is here.
pub(super) fn first_parent(
    repo: &gix::Repository,
    commit: ObjectId,
) -> Result<Option<ObjectId>, RevisionError> {
    let found = repo.find_commit(commit).map_err(|error| damaged(format!("the commit {commit}"), &error))?;
    Ok(found.parent_ids().next().map(gix::Id::detach))
}

/// Returns names of branches and tags that are near to one that is not there.
pub(super) fn near(repo: &gix::Repository, revision: &str) -> Vec<String> {
    let Ok(platform) = repo.references() else { return Vec::new() };
    let Ok(all) = platform.all() else { return Vec::new() };
    let names: Vec<String> = all.flatten().map(|reference| reference.name().shorten().to_string()).collect();
    let found = offing_model::diagnostic::nearest(revision, names.iter().map(String::as_str));
    found.into_iter().map(str::to_owned).collect()
}

fn damaged(what: String, error: &(dyn std::fmt::Display + '_)) -> RevisionError {
    RevisionError::Damaged { what, reason: one_line(error) }
}

/// Returns what a fault says, on one line.
pub(super) fn one_line(error: &(dyn std::fmt::Display + '_)) -> String {
    error.to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
