//! Which deployment was the first to hold a change?

use offing_model::Deploys;
use offing_model::deliveries::{Commit, History, Moment};

/// A commit that was brought out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// What the deployment is called.
    pub name: String,
    /// When it was.
    pub at: Moment,
    /// What it brought out, by position in the history.
    pub commit: u32,
}

/// Returns what counts as deployments in a history, in their order; and whether commits stand in for merges, as there
/// are none.
///
/// Tags are in the order of their dates. Merges and commits of the main line are in the order of that line, whatever
/// their clocks say.
pub fn marks(history: &History, deploys: &Deploys) -> (Vec<Mark>, bool) {
    if matches!(deploys, Deploys::Tag(_)) {
        let mark = |tag: &offing_model::deliveries::Tag| Mark {
            name: tag.name.clone(),
            at: tag.at,
            commit: tag.commit,
        };
        let mut marks: Vec<Mark> = history.tags.iter().map(mark).collect();
        // Of two at once the one whose name comes first: `v1.2` before `v1.2.1`.
        marks.sort_by(|one, other| (one.at, &one.name).cmp(&(other.at, &other.name)));
        return (marks, false);
    }
    let line = main_line(history);
    let arrives = |at: &u32| {
        let commit = &history.commits[*at as usize];
        commit.merge || commit.pull_request.is_some()
    };
    let merges: Vec<u32> = line.iter().copied().filter(arrives).collect();
    let stand_in = *deploys == Deploys::Merge && merges.is_empty();
    let taken = if *deploys == Deploys::Commit || stand_in { line } else { merges };
    let mark = |at: u32| {
        let commit = &history.commits[at as usize];
        let name = commit.id.to_string()[..12].to_owned();
        Mark { name, at: commit.committed, commit: at }
    };
    (taken.into_iter().map(mark).filter(|mark| mark.at != Moment::UNKNOWN).collect(), stand_in)
}

/// Returns the commits of the main line, the oldest first: from the tip on, always the first parent.
pub fn main_line(history: &History) -> Vec<u32> {
    let mut line = Vec::new();
    let mut next = (!history.commits.is_empty()).then_some(0_u32);
    while let Some(at) = next {
        line.push(at);
        next = history.commits[at as usize].parents.first().copied();
    }
    line.reverse();
    line
}

/// Returns, for each deployment, the changes that it was the first to hold, by position in the history and in rising
/// order; merges are no changes of their own.
///
/// *Cost:* linear in the commits and deployments.
pub fn held(history: &History, marks: &[Mark]) -> Vec<Vec<u32>> {
    let mut known = vec![false; history.commits.len()];
    let mut held = Vec::with_capacity(marks.len());
    let mut open: Vec<u32> = Vec::new();
    for mark in marks {
        let mut changes = Vec::new();
        open.push(mark.commit);
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut known[at as usize], true) {
                continue;
            }
            let commit = &history.commits[at as usize];
            if !commit.merge {
                changes.push(at);
            }
            open.extend(commit.parents.iter().filter(|parent| !known[**parent as usize]));
        }
        changes.sort_unstable();
        held.push(changes);
    }
    held
}

/// Returns when the work on a change began: with the first commit of its pull request where that is known, else when
/// the change itself was written.
pub fn began(commit: &Commit) -> Moment {
    match commit.began {
        Some(began) => began.min(commit.authored),
        None => commit.authored,
    }
}

/// Returns the days from a change to the deployment that first held it; `None` where a clock was wrong, so that it would
/// be negative, or a date is missing.
pub fn lead_days(commit: &Commit, at: Moment) -> Option<f64> {
    let began = began(commit);
    (began != Moment::UNKNOWN && began <= at).then(|| at.days_since(began))
}
