//! Every commit that the branch and the tags hold, each read once.

use gix::ObjectId;
use gix::hashtable::HashMap;
use gix::objs::{CommitRefIter, Find, commit::ref_iter::Token};
use offing_model::deliveries::{Commit, Moment, Named, Unread};

use super::{commit_id, fault, message};

/// Where a walk begins, and where it must end.
#[derive(Debug)]
pub(super) struct Roots<'q> {
    /// The last commit of the branch.
    pub(super) tip: ObjectId,
    /// The commits of the tags.
    pub(super) tags: Vec<ObjectId>,
    /// Commits whose parents a shallow clone lacks.
    pub(super) cut: Vec<ObjectId>,
    /// Issues that are asked for, in rising order.
    pub(super) issues: &'q [String],
}

impl Roots<'_> {
    /// Returns all that decides what a walk finds, as text.
    pub(super) fn key(&self, pulls: &[(u32, ObjectId)]) -> String {
        let ids = |ids: &[ObjectId]| ids.iter().map(|id| format!(" {id}")).collect::<String>();
        let pulls: String = pulls.iter().map(|(number, id)| format!(" {number}:{id}")).collect();
        format!(
            "tip {}\ntags{}\ncut{}\npulls{pulls}\nissues {}",
            self.tip,
            ids(&self.tags),
            ids(&self.cut),
            self.issues.join(" ")
        )
    }
}

/// What a walk found.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Walked {
    /// Every commit, those of the branch first, its tip before all.
    pub(super) commits: Vec<Commit>,
    /// How many of them the branch holds.
    pub(super) on_branch: usize,
    /// Where the commits of the tags are.
    pub(super) tags_at: Vec<u32>,
    /// What commits say they are for.
    pub(super) named: Vec<Named>,
    /// Whether parents are missing, as the clone is shallow.
    pub(super) cut: bool,
}

/// Returns every commit that can be reached.
///
/// *Errors:* a commit that is missing or damaged.
pub(super) fn walk(
    repo: &gix::Repository,
    roots: &Roots<'_>,
    pulls: &[(u32, ObjectId)],
) -> Result<Walked, Unread> {
    let mut walk = Walk {
        repo,
        roots,
        bytes: Vec::new(),
        at: HashMap::default(),
        ids: Vec::new(),
        found: Walked::default(),
    };
    walk.reach(roots.tip)?;
    walk.found.on_branch = walk.found.commits.len();
    for tag in &roots.tags {
        walk.reach(*tag)?;
        let at = walk.at[tag];
        walk.found.tags_at.push(at);
    }
    walk.pull_requests(pulls);
    Ok(walk.found)
}

struct Walk<'r> {
    repo: &'r gix::Repository,
    roots: &'r Roots<'r>,
    bytes: Vec<u8>,
    /// Where each commit that was met will be.
    at: HashMap<ObjectId, u32>,
    /// The commits that were met, in that order.
    ids: Vec<ObjectId>,
    found: Walked,
}

impl Walk<'_> {
    /// Reads everything that a commit holds and that was not read yet.
    fn reach(&mut self, from: ObjectId) -> Result<(), Unread> {
        self.met(from);
        while self.found.commits.len() < self.ids.len() {
            let id = self.ids[self.found.commits.len()];
            self.one(id)?;
        }
        Ok(())
    }

    /// Returns where a commit will be.
    fn met(&mut self, id: ObjectId) -> u32 {
        let next = u32::try_from(self.ids.len()).expect("no repository has four billion commits");
        let ids = &mut self.ids;
        *self.at.entry(id).or_insert_with(|| {
            ids.push(id);
            next
        })
    }

    fn one(&mut self, id: ObjectId) -> Result<(), Unread> {
        let cut = self.roots.cut.contains(&id);
        let mut bytes = std::mem::take(&mut self.bytes);
        let read = read(self.repo, &id, &mut bytes)?;
        self.found.cut |= cut && !read.parents.is_empty();
        let parents =
            if cut { Vec::new() } else { read.parents.iter().map(|parent| self.met(*parent)).collect() };
        let merge = read.parents.len() > 1;
        let commit = self.found.commits.len() as u32;
        let what = message::named(read.message, self.roots.issues);
        self.found.named.extend(what.into_iter().map(|what| Named { commit, what }));
        self.found.commits.push(Commit {
            id: commit_id(&id),
            parents,
            merge,
            authored: read.authored,
            committed: read.committed,
            pull_request: if merge { None } else { message::pull_request(read.message) },
            began: None,
            lines: None,
        });
        self.bytes = bytes;
        Ok(())
    }

    /// Finds when the work of squashed pull requests began, where their own commits are still here.
    fn pull_requests(&mut self, pulls: &[(u32, ObjectId)]) {
        for at in 0..self.found.commits.len() {
            let Some(number) = self.found.commits[at].pull_request else { continue };
            let Ok(pull) = pulls.binary_search_by_key(&number, |pull| pull.0) else { continue };
            self.found.commits[at].began = self.began(pulls[pull].1);
        }
    }

    /// Returns when the first commit that only a pull request holds was written.
    fn began(&mut self, head: ObjectId) -> Option<Moment> {
        let (mut open, mut seen, mut first) = (vec![head], HashMap::<ObjectId, ()>::default(), None);
        while let Some(id) = open.pop() {
            if self.at.contains_key(&id) || seen.insert(id, ()).is_some() {
                continue;
            }
            let mut bytes = std::mem::take(&mut self.bytes);
            if let Ok(read) = read(self.repo, &id, &mut bytes) {
                if read.authored != Moment::UNKNOWN {
                    first = Some(first.map_or(read.authored, |first: Moment| first.min(read.authored)));
                }
                if !self.roots.cut.contains(&id) {
                    open.extend(&read.parents);
                }
            }
            self.bytes = bytes;
        }
        first
    }
}

/// What of a commit's object matters.
struct Read<'b> {
    parents: Vec<ObjectId>,
    authored: Moment,
    committed: Moment,
    message: &'b [u8],
}

fn read<'b>(repo: &gix::Repository, id: &ObjectId, bytes: &'b mut Vec<u8>) -> Result<Read<'b>, Unread> {
    let broken =
        |error: &dyn std::fmt::Display| fault(&format!("commit `{}`", id.to_hex_with_len(12)), error);
    let object = repo.objects.try_find(id, bytes).map_err(|error| broken(&error))?;
    let object = object.ok_or_else(|| broken(&"it is not there"))?;
    let mut read =
        Read { parents: Vec::new(), authored: Moment::UNKNOWN, committed: Moment::UNKNOWN, message: b"" };
    for token in CommitRefIter::from_bytes(object.data, id.kind()) {
        match token.map_err(|error| broken(&error))? {
            Token::Parent { id } => read.parents.push(id),
            Token::Author { signature } => read.authored = moment(signature.time),
            Token::Committer { signature } => read.committed = moment(signature.time),
            Token::Message(message) => read.message = message,
            _ => {}
        }
    }
    // One date stands for both where the other is none.
    if read.authored == Moment::UNKNOWN {
        read.authored = read.committed;
    } else if read.committed == Moment::UNKNOWN {
        read.committed = read.authored;
    }
    Ok(read)
}

/// Returns the moment that git wrote: seconds, then a time zone, which changes nothing.
pub(super) fn moment(text: &str) -> Moment {
    text.split_whitespace().next().and_then(|seconds| seconds.parse().ok()).map_or(Moment::UNKNOWN, Moment)
}
