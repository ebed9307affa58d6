//! A model as it was at a commit of its own git history: a path and a revision in, [`Inputs`] out.
//!
//! What is read is what was committed: the files of the model's folder and the catalogs they name, as far as they lie in
//! the same repository. Names of files are those of today's folder.
//!
//! *Absent on purpose:* the index, the network, who wrote what. The user's own git settings change no answer.

mod error;
mod tree;

pub use error::RevisionError;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use gix::ObjectId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use offing_model::{Content, Inputs, Source, catalog_patterns};

use crate::disk::is_model_file;
use crate::file::{of_bytes, shown};
use tree::{Found, Tree};

/// A commit, as far as a reader of a model's history wants to know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its full name.
    pub id: String,
    /// The day it was committed, where it was committed.
    pub date: Date,
    /// The first line of its message.
    pub subject: String,
}

impl Commit {
    /// Returns the beginning of its name, as people write it.
    pub fn short(&self) -> &str {
        &self.id[..self.id.len().min(10)]
    }
}

/// The commits that changed a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Oldest first.
    pub commits: Vec<Commit>,
    /// Whether older commits are missing, as only a part of the history was cloned.
    pub shallow: bool,
}

/// The git history in which a model lies.
pub struct Past {
    repo: gix::ThreadSafeRepository,
    /// The model's path within the repository; empty for the whole of it.
    within: PathBuf,
    /// The model's path as the user wrote it.
    model: PathBuf,
}

impl std::fmt::Debug for Past {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Past")
            .field("model", &self.model)
            .field("within", &self.within)
            .finish_non_exhaustive()
    }
}

impl Past {
    /// Returns the history in which the model at a path lies; the model itself need not be there any more.
    ///
    /// *Errors:* the path is in no git repository.
    pub fn of(model: &Path) -> Result<Past, RevisionError> {
        let none = || RevisionError::NoRepository { path: model.to_path_buf() };
        let absolute = std::path::absolute(model).map_err(|_| none())?;
        let absolute = without_ups(&absolute);
        let there = absolute.ancestors().find(|path| path.exists()).ok_or_else(none)?;
        let rest = absolute.strip_prefix(there).map_err(|_| none())?;
        let real = std::fs::canonicalize(there).map_err(|_| none())?.join(rest);
        let root = real.ancestors().find(|path| path.join(".git").exists()).ok_or_else(none)?;
        let options = gix::open::Options::isolated().bail_if_untrusted(false).strict_config(false);
        let repo = gix::ThreadSafeRepository::open_opts(root, options)
            .map_err(|error| RevisionError::Damaged { what: shown(root), reason: tree::one_line(&error) })?;
        let within = real.strip_prefix(root).map_err(|_| none())?.to_path_buf();
        Ok(Past { repo, within, model: model.to_path_buf() })
    }

    /// Returns the commit that a revision names: a branch, a tag, (the beginning of) a commit's name, `HEAD~3`.
    ///
    /// *Errors:* nothing is called so, or several commits begin so.
    pub fn commit(&self, revision: &str) -> Result<Commit, RevisionError> {
        let repo = self.repo.to_thread_local();
        let id = self.named(&repo, revision)?;
        told(&repo, id)
    }

    /// Returns the last commit that both revisions have in their past.
    ///
    /// *Errors:* as [`Self::commit`]; they have none in common.
    pub fn in_common(&self, one: &str, other: &str) -> Result<Commit, RevisionError> {
        let repo = self.repo.to_thread_local();
        let (first, second) = (self.named(&repo, one)?, self.named(&repo, other)?);
        let none = |reason: String| RevisionError::Unknown {
            revision: format!("{one}...{other}"),
            reason,
            near: Vec::new(),
        };
        let base = repo.merge_base(first, second).map_err(|error| none(tree::one_line(&error)))?;
        let base = base.ok_or_else(|| none("they have no commit in common".to_owned()))?;
        told(&repo, base.detach())
    }

    /// Returns everything a reading of the model at a revision rests on, as [`inputs`](crate::inputs) does of the disk.
    ///
    /// *Errors:* nothing is called so; the model was not there; objects are missing or damaged.
    pub fn inputs(&self, revision: &str, today: Date) -> Result<Inputs, RevisionError> {
        let repo = self.repo.to_thread_local();
        let id = self.named(&repo, revision)?;
        let tree = Tree::of(&repo, id)?;
        let found = tree.find(&self.within)?;
        let no_model = || RevisionError::NoModel { revision: revision.to_owned(), path: shown(&self.model) };
        let own: Vec<PathBuf> = match found {
            Some(Found::File) => vec![self.within.clone()],
            Some(Found::Folder) => {
                let private = |path: &Path| {
                    let inner = path.strip_prefix(&self.within).unwrap_or(path);
                    inner.components().any(|part| part.as_os_str().to_string_lossy().starts_with(['.', '_']))
                };
                let of_model = |path: &PathBuf| {
                    path.file_name().is_some_and(|name| is_model_file(&name.to_string_lossy()))
                        && !private(path)
                };
                tree.files_below(&self.within)?.into_iter().filter(of_model).collect()
            }
            None => return Err(no_model()),
        };
        if own.is_empty() {
            return Err(no_model());
        }
        let source = |path: &PathBuf| -> Result<Source, RevisionError> {
            let content = tree.bytes(path)?.map_or_else(gone, of_bytes);
            Ok(Source { name: self.shown(path), content })
        };
        let sources = own.iter().map(source).collect::<Result<Vec<Source>, RevisionError>>()?;
        let mut inputs = Inputs { sources, catalogs: Vec::new(), unmatched: Vec::new(), today };
        let mut catalogs: BTreeSet<PathBuf> = BTreeSet::new();
        for (pattern, place) in catalog_patterns(&inputs) {
            let base = own[place.source as usize].parent().unwrap_or(Path::new(""));
            let found = tree.matching(base, &pattern)?;
            if found.is_empty() {
                inputs.unmatched.push((pattern, place));
            }
            catalogs.extend(found.into_iter().filter(|path| !own.contains(path)));
        }
        inputs.catalogs = catalogs.iter().map(source).collect::<Result<_, _>>()?;
        Ok(inputs)
    }

    /// Returns the commits up to a revision that changed the model, along first parents: what was merged counts when it
    /// was merged.
    ///
    /// *Errors:* nothing is called so; objects are damaged.
    /// *Cost:* linear in the commits, one look at the model's folder each.
    pub fn changes(&self, revision: &str) -> Result<Changes, RevisionError> {
        let repo = self.repo.to_thread_local();
        let cut = repo.shallow_commits().ok().flatten();
        let is_cut = |id: &ObjectId| cut.as_ref().is_some_and(|cut| cut.iter().any(|one| one == id));
        let mut id = self.named(&repo, revision)?;
        let mut state = Tree::of(&repo, id)?.id_of(&self.within)?;
        let mut commits = Vec::new();
        let mut shallow = false;
        loop {
            let parent = if is_cut(&id) { None } else { tree::first_parent(&repo, id)? };
            shallow |= is_cut(&id);
            let before =
                parent.map(|parent| Tree::of(&repo, parent)?.id_of(&self.within)).transpose()?.flatten();
            if state != before {
                commits.push(told(&repo, id)?);
            }
            let Some(parent) = parent else { break };
            (id, state) = (parent, before);
        }
        commits.reverse();
        Ok(Changes { commits, shallow })
    }

    fn named(&self, repo: &gix::Repository, revision: &str) -> Result<ObjectId, RevisionError> {
        let unknown = |reason: String| RevisionError::Unknown {
            revision: revision.to_owned(),
            reason,
            near: tree::near(repo, revision),
        };
        let found = repo.rev_parse_single(revision).map_err(|error| unknown(tree::one_line(&error)))?;
        let object = found.object().map_err(|error| unknown(tree::one_line(&error)))?;
        let commit = object.peel_to_commit().map_err(|error| unknown(tree::one_line(&error)))?;
        Ok(commit.id)
    }

    /// Returns a path of the repository as the user would write it.
    fn shown(&self, path: &Path) -> String {
        match path.strip_prefix(&self.within) {
            Ok(inner) if inner.as_os_str().is_empty() => shown(&self.model),
            Ok(inner) => shown(&self.model.join(inner)),
            Err(_) => shown(path),
        }
    }
}

fn gone() -> Content {
    Content::Unreadable { reason: "it is no file".to_owned() }
}

fn told(repo: &gix::Repository, id: ObjectId) -> Result<Commit, RevisionError> {
    let damaged = |reason: String| RevisionError::Damaged { what: format!("the commit {id}"), reason };
    let commit = repo.find_commit(id).map_err(|error| damaged(tree::one_line(&error)))?;
    let time = commit.time().map_err(|error| damaged(tree::one_line(&error)))?;
    let offset = Offset::from_seconds(time.offset).unwrap_or(Offset::UTC);
    let moment = Timestamp::from_second(time.seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let message = commit.message_raw_sloppy().to_string();
    let subject = message.lines().next().unwrap_or_default().trim().to_owned();
    Ok(Commit { id: id.to_string(), date: offset.to_datetime(moment).date(), subject })
}

/// Returns a path with `x/..` taken out; links are resolved afterwards.
fn without_ups(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
