//! The history of a git repository: a path in, a [`History`] out, nothing interpreted.
//!
//! Every commit that the main branch holds is read once; with line counts, each is compared with its parent. What was
//! read is kept in a cache folder, if there is one: commits never change, so only new ones are read again.
//!
//! *Absent on purpose:* the network, the index, the files that are checked out, and who wrote what.

mod branch;
mod cache;
mod lines;
mod message;
mod walk;

use std::path::Path;

use gix::ObjectId;
use gix::objs::FindExt;
use offing_model::deliveries::{CommitId, History, Moment, Remark, Tag, Unread};
use offing_model::wildcard;

use branch::{Branch, branch};
use cache::Cache;
use walk::{Roots, Walked};

use crate::file::shown;

/// How many bytes of unpacked objects are kept at hand by each thread, as later ones are told by their difference.
const PACK_CACHE: usize = 64 << 20;

/// What is asked of a repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HistoryQuestion {
    /// Tags that fit this pattern are wanted.
    pub tags: Option<String>,
    /// Commits that name one of these issues are wanted.
    pub issues: Vec<String>,
    /// Lines of commits from this moment on are counted; of none where it is not given.
    pub lines_since: Option<Moment>,
}

/// Returns the history of the repository at a path: a working folder, a bare repository, or a `.git` folder.
///
/// *Errors:* no repository at the path; objects that are damaged or missing.
/// *Cost:* linear in the commits; with line counts, in what they changed.
pub fn history(path: &Path, question: &HistoryQuestion, cache: Option<&Path>) -> Result<History, Unread> {
    read(path, question, cache).map_err(|fault| Unread { file: shown(path), ..fault })
}

fn read(path: &Path, question: &HistoryQuestion, cache: Option<&Path>) -> Result<History, Unread> {
    let repo = open(path)?;
    let Some(Branch { name, tip, mut remarks }) = branch(&repo)? else {
        return Ok(History { branch: "HEAD".to_owned(), remarks: vec![Remark::Empty], ..History::default() });
    };
    let refs = refs(&repo, question, &mut remarks)?;
    let cut = repo.shallow_commits().map_err(|error| fault("its list of cut-off commits", &error))?;
    let cut: Vec<ObjectId> = cut.iter().flat_map(|cut| cut.iter().copied()).collect();
    let roots =
        Roots { tip, tags: refs.tags.iter().map(|tag| tag.1).collect(), cut, issues: &question.issues };

    let mut cache = Cache::open(cache, path);
    let mut walked = match cache.walked(&roots.key(&refs.pulls)) {
        Some(walked) => walked,
        None => {
            let mut walked = walk::walk(&repo, &roots, &refs.pulls)?;
            cache.recall_lines(&mut walked);
            walked
        }
    };
    if let Some(since) = question.lines_since {
        lines::count(&repo, &mut walked, since);
        let uncounted =
            |at: &usize| walked.commits[*at].committed >= since && walked.commits[*at].lines.is_none();
        let uncounted = (0..walked.commits.len()).filter(uncounted).count();
        remarks.extend((uncounted > 0).then_some(Remark::Uncounted(uncounted)));
    }
    let moved = cache.moved(&refs.tags);
    remarks.extend((!moved.is_empty()).then_some(Remark::Moved(moved)));
    cache.keep(&walked);
    Ok(told(walked, name, refs.tags, remarks, question))
}

/// Returns the history with its remarks, each tag at the place of its commit.
fn told(
    walked: Walked,
    branch: String,
    tags: Vec<(String, ObjectId, Option<Moment>)>,
    mut remarks: Vec<Remark>,
    question: &HistoryQuestion,
) -> History {
    let Walked { commits, on_branch, tags_at, named, cut, .. } = walked;
    if cut {
        let dates = commits.iter().map(|commit| commit.committed).filter(|date| *date != Moment::UNKNOWN);
        remarks.push(Remark::Shallow(dates.min().unwrap_or(Moment::UNKNOWN)));
    }
    let undated = commits.iter().filter(|commit| commit.committed == Moment::UNKNOWN).count();
    remarks.extend((undated > 0).then_some(Remark::NoDate(undated)));
    let place = |((name, _, at), commit): ((String, _, Option<Moment>), &u32)| {
        let at = at.unwrap_or(commits[*commit as usize].committed);
        Tag { name, commit: *commit, at }
    };
    let tags: Vec<Tag> = tags.into_iter().zip(&tags_at).map(place).collect();
    let off: Vec<&Tag> = tags.iter().filter(|tag| tag.commit as usize >= on_branch).collect();
    if !off.is_empty() {
        remarks.push(Remark::OffBranch(off.iter().map(|tag| tag.name.clone()).collect()));
    }
    debug_assert!(question.tags.is_some() || tags.is_empty(), "tags are read only where they are asked for");
    History { repository: 0, branch, commits, on_branch, tags, named, remarks }
}

/// Opens a repository without a look at the user's own settings, which must not change an answer.
fn open(path: &Path) -> Result<gix::Repository, Unread> {
    let cannot = |message: String, help: &str| Unread {
        file: String::new(),
        line: None,
        message,
        help: help.to_owned(),
    };
    let help = "`sources.repositories` names its folder, relative to the file it stands in";
    if !path.exists() {
        return Err(cannot("no repository is there".to_owned(), help));
    }
    let options = gix::open::Options::isolated().bail_if_untrusted(false).strict_config(false);
    let repo = gix::open_opts(path, options).map_err(|error| {
        cannot(format!("is no git repository that can be opened: {}", one_line(&error)), help)
    })?;
    Ok(with_cache(repo))
}

/// Returns the repository with room for unpacked objects.
fn with_cache(mut repo: gix::Repository) -> gix::Repository {
    repo.objects
        .set_pack_cache(|| Box::new(gix::odb::pack::cache::lru::MemoryCappedHashmap::new(PACK_CACHE)));
    repo
}

/// What else of the references matters.
#[derive(Debug, Default)]
struct Refs {
    /// Tags that fit, by name, each with its commit and its own date.
    tags: Vec<(String, ObjectId, Option<Moment>)>,
    /// Pull requests whose commits are here: number and last commit.
    pulls: Vec<(u32, ObjectId)>,
}

fn refs(
    repo: &gix::Repository,
    question: &HistoryQuestion,
    remarks: &mut Vec<Remark>,
) -> Result<Refs, Unread> {
    let mut refs = Refs::default();
    let (mut others, mut lost) = (0, Vec::new());
    let all = repo.references().map_err(|error| fault("its list of references", &error))?;
    let all = all.all().map_err(|error| fault("its list of references", &error))?;
    for reference in all {
        // A reference that can not be read is one that leads nowhere; git itself only warns of it.
        let Ok(mut reference) = reference else { continue };
        let full = reference.name().as_bstr().to_string();
        if let Some(tag) = full.strip_prefix("refs/tags/") {
            let Some(pattern) = &question.tags else { continue };
            if !wildcard::fits(pattern, tag) {
                others += 1;
                continue;
            }
            let set = tagged(repo, &reference);
            match reference.peel_to_commit() {
                Ok(commit) => refs.tags.push((tag.to_owned(), commit.id, set)),
                Err(_) => lost.push(tag.to_owned()),
            }
        } else if let Some(number) = pull_request(&full)
            && let Ok(commit) = reference.peel_to_commit()
        {
            refs.pulls.push((number, commit.id));
        }
    }
    if let (Some(pattern), true) = (&question.tags, refs.tags.is_empty()) {
        remarks.push(Remark::NoTag(pattern.clone(), others));
    }
    remarks.extend((!lost.is_empty()).then_some(Remark::NoCommit(lost)));
    refs.tags.sort();
    refs.pulls.sort();
    Ok(refs)
}

/// Returns when a tag was set, if it has a date of its own.
fn tagged(repo: &gix::Repository, reference: &gix::Reference<'_>) -> Option<Moment> {
    let mut bytes = Vec::new();
    let tag = repo.objects.find_tag(&reference.try_id()?, &mut bytes).ok()?;
    let tagger = tag.tagger().ok().flatten()?;
    Some(walk::moment(tagger.time)).filter(|at| *at != Moment::UNKNOWN)
}

/// Returns the number of the pull request whose last commit a reference keeps: `refs/pull/12/head` as GitHub, Gitea and
/// Forgejo name it, `refs/merge-requests/12/head` as GitLab does, or either fetched to `refs/remotes/…`.
fn pull_request(name: &str) -> Option<u32> {
    let rest = name.strip_prefix("refs/")?;
    let mut parts = rest.split('/').rev();
    let mut last = parts.next()?;
    if last == "head" {
        last = parts.next()?;
    }
    matches!(parts.next()?, "pull" | "pr" | "merge-requests").then(|| last.parse().ok())?
}

fn commit_id(id: &ObjectId) -> CommitId {
    let bytes = id.as_slice().try_into().expect("only repositories with SHA-1 names are opened");
    CommitId(bytes)
}

/// Returns what git's objects keep from being read.
fn fault(what: &str, error: &dyn std::fmt::Display) -> Unread {
    Unread {
        file: String::new(),
        line: None,
        message: format!("{what} can not be read: {}", one_line(error)),
        help: "run `git fsck` there, or clone it again".to_owned(),
    }
}

fn one_line(error: &dyn std::fmt::Display) -> String {
    let text = error.to_string();
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
