//! What was delivered, as it was read from outside: commits, deployments, incidents, pull requests. Plain data; what it
//! means is asked elsewhere.
//!
//! *Absent on purpose:* who wrote or deployed anything. Systems and teams have a beat, people have none.

use std::fmt;

use jiff::civil::Date;

/// A moment: seconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Moment(pub i64);

/// Seconds in a day.
const DAY: i64 = 86_400;

/// The first day of the count.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl Moment {
    /// Stands for a date that could not be read.
    pub const UNKNOWN: Moment = Moment(i64::MIN);

    /// Returns the moment at which a day begins (UTC).
    pub fn start_of(date: Date) -> Self {
        Self((date - EPOCH).get_days() as i64 * DAY)
    }

    /// Returns the days that passed from an earlier moment to this one; negative where that one is later.
    pub fn days_since(self, earlier: Moment) -> f64 {
        self.0.saturating_sub(earlier.0) as f64 / DAY as f64
    }

    /// Returns the day it lies in (UTC); the last that a calendar has beyond its ends.
    pub fn date(self) -> Date {
        let days = self.0.div_euclid(DAY);
        let end = if days < 0 { Date::MIN } else { Date::MAX };
        jiff::Span::new().try_days(days).and_then(|days| EPOCH.checked_add(days)).unwrap_or(end)
    }
}

/// The name of a commit: the SHA-1 that git gave it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(pub [u8; 20]);

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// All evidence of what was delivered.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deliveries {
    /// The repositories that could be read.
    pub histories: Vec<History>,
    /// What the lists of deployments hold.
    pub deployments: Vec<Deployment>,
    /// What the lists of incidents hold.
    pub incidents: Vec<Incident>,
    /// What could not be read, and why; the rest was.
    pub unread: Vec<Unread>,
}

/// The history of one repository.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Which of `sources.repositories` it is, by position.
    pub repository: usize,
    /// The branch taken for the main one: `main`; `HEAD` where it has no name.
    pub branch: String,
    /// Every commit that the branch or one of the tags holds; the tip of the branch is the first, if there is any.
    pub commits: Vec<Commit>,
    /// How many of them the branch holds; these come first.
    pub on_branch: usize,
    /// Tags that fit what `deploys` asks for, by name.
    pub tags: Vec<Tag>,
    /// What commits say they are for.
    pub named: Vec<Named>,
    /// What a reader of the figures has to know.
    pub remarks: Vec<Remark>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its name.
    pub id: CommitId,
    /// Its parents, by position in the history; empty for a root, and where a shallow clone is cut off.
    pub parents: Vec<u32>,
    /// Whether git has it merge several lines, even where the history lacks them.
    pub merge: bool,
    /// When the change was written.
    pub authored: Moment,
    /// When it became this commit.
    pub committed: Moment,
    /// The pull request that its first line names at its end, as squash merges do: `Take payments (#12)`.
    pub pull_request: Option<u32>,
    /// When the first commit of that pull request was written, where the repository still has it.
    pub began: Option<Moment>,
    /// Lines added and removed; `None` where nobody counted them.
    pub lines: Option<Lines>,
}

/// How many lines a commit added and removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lines {
    /// Lines that were not there before.
    pub added: u64,
    /// Lines that are no longer there.
    pub removed: u64,
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its name, without `refs/tags/`.
    pub name: String,
    /// The commit it stands at, by position in the history.
    pub commit: u32,
    /// When it was set: its own date, or that of its commit where it has none.
    pub at: Moment,
}

/// What a commit says it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The commit, by position in the history.
    pub commit: u32,
    /// What it names.
    pub what: What,
}

/// What a commit can name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// An initiative, in a trailer: `Initiative: take-payments`.
    Initiative(String),
    /// An issue that `sources` maps to an initiative: `SHOP-12`.
    Issue(String),
}

/// What a reader of a history has to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// There is no commit yet.
    Empty,
    /// The clone is shallow: commits before this moment are not there.
    Shallow(Moment),
    /// `HEAD` stands at a commit, not at a branch.
    Detached,
    /// `HEAD` stands at another branch than the one taken.
    ElsewhereCheckedOut(String),
    /// No tag fits the pattern; so many tags there are at all.
    NoTag(String, usize),
    /// These tags stand at commits that the branch does not hold: release branches, or a history that was rewritten.
    OffBranch(Vec<String>),
    /// These tags stood at other commits when they were first seen.
    Moved(Vec<String>),
    /// Tags that lead to no commit.
    NoCommit(Vec<String>),
    /// So many commits have a date that is none.
    NoDate(usize),
    /// So many commits could not be compared with their parents, as their files are not in the clone.
    Uncounted(usize),
}

/// An entry of a list of deployments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployment {
    /// The list it stands in.
    pub file: String,
    /// The line, from 1; of JSON the number of the entry.
    pub line: u64,
    /// What the list calls it; empty where it has no name.
    pub id: String,
    /// When it was finished.
    pub at: Moment,
    /// The commit it brought out, as written: a name, or the beginning of one.
    pub commit: Option<String>,
    /// The system, as written.
    pub system: Option<String>,
    /// Where to: production where it does not say.
    pub environment: Option<String>,
    /// Whether it did not come about at all.
    pub aborted: bool,
    /// Whether it failed in production; `None` where the list does not say.
    pub failed: Option<bool>,
    /// Whether it was not planned, but had to mend something; `None` where the list does not say.
    pub rework: Option<bool>,
}

/// An entry of a list of incidents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// The list it stands in.
    pub file: String,
    /// The line, from 1; of JSON the number of the entry.
    pub line: u64,
    /// What the list calls it.
    pub id: String,
    /// When it began.
    pub opened: Moment,
    /// When it was over; `None` while it is not.
    pub resolved: Option<Moment>,
    /// The system, as written.
    pub system: Option<String>,
    /// The deployment that brought it about: its `id`.
    pub deployment: Option<String>,
}

/// A source that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The file or repository, as the user would write it.
    pub file: String,
    /// The line, from 1, if there is one to name.
    pub line: Option<u64>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.message, self.help)
    }
}

impl std::error::Error for Unread {}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// 20,514 days lie between 1970-01-01 and 2026-03-02: 56 years of 365 days, 14 leap days, 31 + 28 + 1.
    #[test]
    fn moments_and_days() {
        let noon = Moment(20_514 * 86_400 + 43_200);
        assert_eq!(noon.date(), date(2026, 3, 2));
        assert!((noon.days_since(Moment::start_of(date(2026, 3, 1))) - 1.5).abs() < 1e-12);
        assert_eq!(Moment(-1).date(), date(1969, 12, 31));
        assert_eq!((Moment(i64::MAX).date(), Moment(i64::MIN).date()), (Date::MAX, Date::MIN));
        assert_eq!(CommitId([0xab; 20]).to_string(), "ab".repeat(20));
    }
}
