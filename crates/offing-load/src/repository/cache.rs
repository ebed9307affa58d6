//! What was read of a repository, kept between runs: one file each, safe to delete.
//!
//! Commits never change, so what a file holds is as true as on the day it was written; what it can not know is whether
//! there are more by now, and that the key tells. A file that is damaged counts as none, and is written anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gix::ObjectId;
use offing_model::deliveries::{Commit, CommitId, Lines, Moment, Named, What};

use super::commit_id;
use super::walk::Walked;

/// The beginning of every file; another form has another number.
const MAGIC: &[u8] = b"offing history 1\n";

/// How much a file may hold that is read.
const LARGEST: u64 = 1 << 30;

/// The file of one repository.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// Where it is; `None` where nothing is kept.
    path: Option<PathBuf>,
    /// What it held when it was opened.
    held: Option<Held>,
    /// What the walk that is now at hand was asked.
    key: String,
    /// Where each tag stood when it was first seen.
    seen: BTreeMap<String, CommitId>,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq)]
struct Held {
    key: String,
    seen: BTreeMap<String, CommitId>,
    walked: Walked,
}

impl Cache {
    /// Opens the file of a repository in a folder.
    pub(super) fn open(folder: Option<&Path>, repository: &Path) -> Self {
        let Some(folder) = folder else { return Self::default() };
        let real = fs::canonicalize(repository).unwrap_or_else(|_| repository.to_path_buf());
        let path = folder.join(format!("{:016x}.history", fnv(real.as_os_str().as_encoded_bytes())));
        let held = read(&path);
        let seen = held.as_ref().map(|held| held.seen.clone()).unwrap_or_default();
        Self { path: Some(path), held, key: String::new(), seen }
    }

    /// Returns what was found when the same was asked.
    pub(super) fn walked(&mut self, key: &str) -> Option<Walked> {
        self.key = key.to_owned();
        self.held.as_ref().filter(|held| held.key == key).map(|held| held.walked.clone())
    }

    /// Gives commits the line counts that they had before.
    pub(super) fn recall_lines(&self, walked: &mut Walked) {
        let Some(held) = &self.held else { return };
        let counted: BTreeMap<CommitId, Lines> =
            held.walked.commits.iter().filter_map(|commit| Some((commit.id, commit.lines?))).collect();
        for commit in &mut walked.commits {
            commit.lines = counted.get(&commit.id).copied();
        }
    }

    /// Returns the tags that stood elsewhere when they were first seen, and remembers the others.
    pub(super) fn moved(&mut self, tags: &[(String, ObjectId, Option<Moment>)]) -> Vec<String> {
        let mut moved = Vec::new();
        for (name, id, _) in tags {
            let now = commit_id(id);
            if *self.seen.entry(name.clone()).or_insert(now) != now {
                moved.push(name.clone());
            }
        }
        moved
    }

    /// Writes the file, if it does not hold the same already; where that fails, the next run reads again.
    pub(super) fn keep(self, walked: &Walked) {
        let Some(path) = &self.path else { return };
        let now = Held { key: self.key, seen: self.seen, walked: walked.clone() };
        if self.held.as_ref() == Some(&now) {
            return;
        }
        let Some(folder) = path.parent() else { return };
        let mut bytes = MAGIC.to_vec();
        let body = written(&now);
        bytes.extend(fnv(&body).to_le_bytes());
        bytes.extend(body);
        // By renaming: whoever reads meanwhile sees the old file or the new one, never half of it.
        let beside = path.with_extension(format!("{}.part", std::process::id()));
        let done = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&beside, bytes))
            .and_then(|()| fs::rename(&beside, path));
        if done.is_err() {
            let _ = fs::remove_file(&beside);
        }
    }
}

/// Returns what a file holds; `None` where there is none, or it is damaged.
fn read(path: &Path) -> Option<Held> {
    if fs::metadata(path).ok()?.len() > LARGEST {
        return None;
    }
    let bytes = fs::read(path).ok()?;
    let (sum, body) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<8>()?;
    if fnv(body) != u64::from_le_bytes(*sum) {
        return None;
    }
    let mut rest = Rest(body);
    let held = rest.held()?;
    (rest.0.is_empty() && is_sound(&held.walked)).then_some(held)
}

/// Returns whether every position leads somewhere.
fn is_sound(walked: &Walked) -> bool {
    let count = walked.commits.len();
    let inside = |at: &u32| (*at as usize) < count;
    walked.on_branch <= count
        && walked.tags_at.iter().all(inside)
        && walked.named.iter().all(|named| inside(&named.commit))
        && walked.commits.iter().all(|commit| commit.parents.iter().all(inside))
}

/// Returns a checksum and short name of bytes: FNV-1a.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn written(held: &Held) -> Vec<u8> {
    let mut to = Vec::with_capacity(64 * held.walked.commits.len());
    let text = |to: &mut Vec<u8>, text: &str| {
        to.extend((text.len() as u32).to_le_bytes());
        to.extend(text.as_bytes());
    };
    let number = |to: &mut Vec<u8>, number: u32| to.extend(number.to_le_bytes());
    text(&mut to, &held.key);
    number(&mut to, held.seen.len() as u32);
    for (name, id) in &held.seen {
        text(&mut to, name);
        to.extend(id.0);
    }
    let walked = &held.walked;
    number(&mut to, walked.on_branch as u32);
    to.push(u8::from(walked.cut));
    number(&mut to, walked.tags_at.len() as u32);
    walked.tags_at.iter().for_each(|at| number(&mut to, *at));
    number(&mut to, walked.named.len() as u32);
    for named in &walked.named {
        number(&mut to, named.commit);
        let (kind, name) = match &named.what {
            What::Initiative(name) => (0, name),
            What::Issue(name) => (1, name),
        };
        to.push(kind);
        text(&mut to, name);
    }
    number(&mut to, walked.commits.len() as u32);
    for commit in &walked.commits {
        to.extend(commit.id.0);
        number(&mut to, commit.parents.len() as u32);
        commit.parents.iter().for_each(|parent| number(&mut to, *parent));
        to.push(u8::from(commit.merge));
        to.extend(commit.authored.0.to_le_bytes());
        to.extend(commit.committed.0.to_le_bytes());
        number(&mut to, commit.pull_request.map_or(u32::MAX, |number| number));
        to.extend(commit.began.unwrap_or(Moment::UNKNOWN).0.to_le_bytes());
        to.push(u8::from(commit.lines.is_some()));
        let lines = commit.lines.unwrap_or_default();
        to.extend(lines.added.to_le_bytes());
        to.extend(lines.removed.to_le_bytes());
    }
    to
}

/// What of a file is still to be read.
struct Rest<'b>(&'b [u8]);

impl Rest<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_le_bytes)
    }

    fn long(&mut self) -> Option<u64> {
        self.bytes().map(u64::from_le_bytes)
    }

    fn flag(&mut self) -> Option<bool> {
        self.bytes::<1>().map(|byte| byte[0] != 0)
    }

    fn moment(&mut self) -> Option<Moment> {
        self.bytes().map(|bytes| Moment(i64::from_le_bytes(bytes)))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    /// Reads a count, then as many things; a count that can not be true ends it before room is made for them.
    fn many<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(one(self)?);
        }
        Some(all)
    }

    fn held(&mut self) -> Option<Held> {
        let key = self.text()?;
        let seen = self.many(|rest| Some((rest.text()?, CommitId(rest.bytes()?))))?.into_iter().collect();
        let walked = Walked {
            on_branch: self.number()? as usize,
            cut: self.flag()?,
            tags_at: self.many(Self::number)?,
            named: self.many(Self::named)?,
            commits: self.many(Self::commit)?,
        };
        Some(Held { key, seen, walked })
    }

    fn named(&mut self) -> Option<Named> {
        let commit = self.number()?;
        let issue = self.flag()?;
        let name = self.text()?;
        Some(Named { commit, what: if issue { What::Issue(name) } else { What::Initiative(name) } })
    }

    fn commit(&mut self) -> Option<Commit> {
        Some(Commit {
            id: CommitId(self.bytes()?),
            parents: self.many(Self::number)?,
            merge: self.flag()?,
            authored: self.moment()?,
            committed: self.moment()?,
            pull_request: self.number().map(|number| Some(number).filter(|number| *number != u32::MAX))?,
            began: self.moment().map(|at| Some(at).filter(|at| *at != Moment::UNKNOWN))?,
            lines: {
                let counted = self.flag()?;
                let lines = Lines { added: self.long()?, removed: self.long()? };
                counted.then_some(lines)
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walked() -> Walked {
        let commit = |id: u8, parents: &[u32]| Commit {
            id: CommitId([id; 20]),
            parents: parents.to_vec(),
            merge: parents.len() > 1,
            authored: Moment(1_700_000_000 - i64::from(id)),
            committed: Moment(1_700_000_000),
            pull_request: (id == 2).then_some(12),
            began: (id == 2).then_some(Moment(1_600_000_000)),
            lines: (id != 3).then_some(Lines { added: 7, removed: u64::from(id) }),
        };
        Walked {
            commits: vec![commit(1, &[1, 2]), commit(2, &[2]), commit(3, &[])],
            on_branch: 3,
            tags_at: vec![1],
            named: vec![Named { commit: 2, what: What::Issue("SHOP-1".to_owned()) }],
            cut: true,
        }
    }

    fn kept(folder: &Path) -> PathBuf {
        let mut cache = Cache::open(Some(folder), folder);
        assert_eq!(cache.walked("tip 1"), None);
        assert!(cache.moved(&[("v1".to_owned(), ObjectId::from_bytes_or_panic(&[2; 20]), None)]).is_empty());
        cache.keep(&walked());
        fs::read_dir(folder).unwrap().next().unwrap().unwrap().path()
    }

    #[test]
    fn what_is_kept_is_found_again() {
        let folder = tempfile::tempdir().unwrap();
        kept(folder.path());
        let mut cache = Cache::open(Some(folder.path()), folder.path());
        assert_eq!(cache.walked("tip 1"), Some(walked()));
        assert_eq!(cache.walked("tip 2"), None);
        let mut fresh = walked();
        fresh.commits.iter_mut().for_each(|commit| commit.lines = None);
        cache.recall_lines(&mut fresh);
        assert_eq!(fresh, walked(), "lines of a commit stay what they are");
        let elsewhere = ObjectId::from_bytes_or_panic(&[3; 20]);
        assert_eq!(cache.moved(&[("v1".to_owned(), elsewhere, None)]), ["v1"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    /// Whatever byte is lost or changed, the file counts as none; and one that lies about its counts takes no room.
    #[test]
    fn a_damaged_file_counts_as_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = kept(folder.path());
        let sound = fs::read(&path).unwrap();
        assert!(read(&path).is_some());
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x40;
            fs::write(&path, &bytes).unwrap();
            assert!(read(&path).is_none(), "byte {at}");
            fs::write(&path, &sound[..at]).unwrap();
            assert!(read(&path).is_none(), "cut at {at}");
        }
        let body = u32::MAX.to_le_bytes().repeat(20);
        let lying = [MAGIC, &fnv(&body).to_le_bytes(), &body].concat();
        fs::write(&path, lying).unwrap();
        assert!(read(&path).is_none());
        Cache::open(Some(folder.path()), folder.path()).keep(&walked());
        assert!(read(&path).is_some(), "it is written anew");
    }

    #[test]
    fn positions_that_lead_nowhere_are_damage() {
        let mut wrong = walked();
        wrong.commits[0].parents.push(3);
        assert!(is_sound(&walked()) && !is_sound(&wrong));
    }

    #[test]
    fn a_folder_that_can_not_be_written_is_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        Cache::open(Some(&file.join("cache")), folder.path()).keep(&walked());
        assert_eq!(fs::read(&file).unwrap(), b"");
    }
}
