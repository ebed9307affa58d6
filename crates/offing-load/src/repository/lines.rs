//! How many lines each commit added and removed, as `git log --numstat -M100%` counts them.
//!
//! A file that only moved changed no line. Merges are not counted: what they bring in is counted where it was written.
//!
//! *Assumes:* git's own default: Myers' algorithm, no attributes. A file with a zero byte among its first 8,000 is no text.

use std::sync::atomic::{AtomicUsize, Ordering};

use gix::ObjectId;
use gix::bstr::BStr;
use gix::diff::tree::{State, Visit, visit};
use gix::objs::{CommitRefIter, Find, TreeRefIter};
use gix_imara_diff::{Algorithm, Diff, InternedInput, sources::byte_lines};
use offing_model::deliveries::{Commit, Lines, Moment};
use rayon::prelude::*;

use super::walk::Walked;
use super::with_cache;

/// How many bytes are looked at to tell text from what is none, as git does.
const LOOKED_AT: usize = 8_000;

/// The fewest commits that a thread counts before it asks for more: neighbours share most of their files, and what one is
/// told by is what another was unpacked to.
const AT_ONCE: usize = 128;

/// Counts the lines of commits from a moment on that were not counted yet; what the clone lacks stays uncounted.
pub(super) fn count(repo: &gix::Repository, walked: &mut Walked, since: Moment) {
    let wanted: Vec<usize> = (0..walked.commits.len())
        .filter(|at| walked.commits[*at].committed >= since && walked.commits[*at].lines.is_none())
        .collect();
    let shared = repo.clone().into_sync();
    let commits = &walked.commits;
    let threads = rayon::current_num_threads();
    let chunks: Vec<&[usize]> = wanted.chunks((wanted.len() / (4 * threads)).max(AT_ONCE)).collect();
    let next = AtomicUsize::new(0);
    // One loop a thread, not one task a chunk: what a thread unpacked serves it for its next chunks too.
    let work = |_| {
        let mut counter = Counter::new(with_cache(shared.to_thread_local()));
        let mut counted: Vec<(usize, Option<Lines>)> = Vec::new();
        while let Some(chunk) = chunks.get(next.fetch_add(1, Ordering::Relaxed)) {
            counted.extend(chunk.iter().map(|at| (*at, counter.commit(&commits[*at]))));
        }
        counted
    };
    let counted: Vec<Vec<_>> = (0..threads).into_par_iter().map(work).collect();
    for (at, lines) in counted.into_iter().flatten() {
        walked.commits[at].lines = lines;
    }
}

/// How many bytes of files and trees each thread keeps at hand.
const OBJECT_CACHE: usize = 64 << 20;

/// One thread's tools.
struct Counter {
    repo: gix::Repository,
    bytes: [Vec<u8>; 2],
    state: State,
}

impl Counter {
    fn new(mut repo: gix::Repository) -> Self {
        // What a commit made of a file is what the next one starts from.
        repo.object_cache_size(OBJECT_CACHE);
        Self { repo, bytes: [Vec::new(), Vec::new()], state: State::default() }
    }

    /// Returns what a commit changed against its parent; `None` where the clone lacks something of it.
    fn commit(&mut self, commit: &Commit) -> Option<Lines> {
        if commit.merge {
            return Some(Lines::default());
        }
        let (tree, parent) = self.tree(&ObjectId::from_bytes_or_panic(&commit.id.0))?;
        let before = match parent {
            Some(parent) => Some(self.tree(&parent)?.0),
            None => None,
        };
        let changes = self.changes(before, tree)?;
        let mut lines = Lines::default();
        for change in changes.changed {
            let one = self.file(change.0, change.1)?;
            lines.added += one.added;
            lines.removed += one.removed;
        }
        Some(lines)
    }

    /// Returns a commit's tree and its first parent.
    fn tree(&mut self, commit: &ObjectId) -> Option<(ObjectId, Option<ObjectId>)> {
        let object = self.repo.objects.try_find(commit, &mut self.bytes[0]).ok()??;
        let mut iter = CommitRefIter::from_bytes(object.data, commit.kind());
        let tree = iter.tree_id().ok()?;
        Some((tree, iter.parent_ids().next()))
    }

    /// Returns the files that differ, without those that only moved.
    fn changes(&mut self, before: Option<ObjectId>, after: ObjectId) -> Option<Changes> {
        let [old, new] = &mut self.bytes;
        old.clear();
        let kind = after.kind();
        if let Some(before) = before {
            self.repo.objects.try_find(&before, old).ok()??;
        }
        self.repo.objects.try_find(&after, new).ok()??;
        let mut found = Changes::default();
        gix::diff::tree(
            TreeRefIter::from_bytes(old, kind),
            TreeRefIter::from_bytes(new, kind),
            &mut self.state,
            &self.repo.objects,
            &mut found,
        )
        .ok()?;
        found.pair();
        Some(found)
    }

    /// Returns what changed in one file, of which one side may be missing.
    fn file(&mut self, before: Side, after: Side) -> Option<Lines> {
        let [old, new] = &mut self.bytes;
        for (side, bytes) in [(&before, &mut *old), (&after, &mut *new)] {
            match side {
                Side::Nothing => bytes.clear(),
                Side::Module(id) => {
                    bytes.clear();
                    bytes.extend_from_slice(format!("Subproject commit {id}\n").as_bytes());
                }
                Side::File(id) => {
                    self.repo.objects.try_find(id, bytes).ok()??;
                }
            }
        }
        if is_binary(old) || is_binary(new) {
            return Some(Lines::default());
        }
        Some(match (&before, &after) {
            (Side::Nothing, _) => Lines { added: line_count(new), removed: 0 },
            (_, Side::Nothing) => Lines { added: 0, removed: line_count(old) },
            _ => {
                let input = InternedInput::new(byte_lines(old), byte_lines(new));
                let diff = Diff::compute(Algorithm::Myers, &input);
                Lines { added: diff.count_additions().into(), removed: diff.count_removals().into() }
            }
        })
    }
}

/// One side of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Nothing,
    File(ObjectId),
    /// Another repository that is checked out here; git counts its commit as a line.
    Module(ObjectId),
}

/// The files that differ between two trees.
#[derive(Debug, Default)]
struct Changes {
    changed: Vec<(Side, Side)>,
    gone: Vec<ObjectId>,
    new: Vec<ObjectId>,
}

impl Changes {
    /// Takes out files that are gone here and there again elsewhere with the same bytes, one by one.
    fn pair(&mut self) {
        self.gone.sort();
        self.new.sort();
        let (mut gone, mut new) = (self.gone.iter().peekable(), self.new.iter().peekable());
        loop {
            match (gone.peek(), new.peek()) {
                (Some(old), Some(fresh)) if old == fresh => {
                    gone.next();
                    new.next();
                }
                (Some(old), fresh) if fresh.is_none_or(|fresh| *old < fresh) => {
                    self.changed.push((Side::File(**old), Side::Nothing));
                    gone.next();
                }
                (_, Some(fresh)) => {
                    self.changed.push((Side::Nothing, Side::File(**fresh)));
                    new.next();
                }
                (None, None) => break,
                (Some(_), None) => unreachable!("the second case takes it"),
            }
        }
    }
}

impl Visit for Changes {
    fn pop_front_tracked_path_and_set_current(&mut self) {}
    fn push_back_tracked_path_component(&mut self, _: &BStr) {}
    fn push_path_component(&mut self, _: &BStr) {}
    fn pop_path_component(&mut self) {}

    fn visit(&mut self, change: visit::Change) -> visit::Action {
        use visit::Change::{Addition, Deletion, Modification};
        let side = |mode: gix::objs::tree::EntryMode, oid| {
            if mode.is_commit() { Side::Module(oid) } else { Side::File(oid) }
        };
        match change {
            Addition { entry_mode, .. } | Deletion { entry_mode, .. } if entry_mode.is_tree() => {}
            Addition { entry_mode, oid, .. } if entry_mode.is_commit() => {
                self.changed.push((Side::Nothing, Side::Module(oid)));
            }
            Deletion { entry_mode, oid, .. } if entry_mode.is_commit() => {
                self.changed.push((Side::Module(oid), Side::Nothing));
            }
            Addition { oid, .. } => self.new.push(oid),
            Deletion { oid, .. } => self.gone.push(oid),
            Modification { entry_mode, previous_entry_mode, .. }
                if entry_mode.is_tree() && previous_entry_mode.is_tree() => {}
            Modification { previous_entry_mode, previous_oid, entry_mode, oid } => {
                self.changed.push((side(previous_entry_mode, previous_oid), side(entry_mode, oid)));
            }
        }
        std::ops::ControlFlow::Continue(())
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    bytes[..bytes.len().min(LOOKED_AT)].contains(&0)
}

fn line_count(bytes: &[u8]) -> u64 {
    let ends = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    ends + u64::from(bytes.last().is_some_and(|byte| *byte != b'\n'))
}
