//! What was delivered: the repositories, lists of deployments and of incidents that a model names, read side by side.
//!
//! What can not be read is told, and the rest is read all the same.

mod lists;
mod moment;
mod table;

use std::path::{Path, PathBuf};

use offing_model::deliveries::{Deliveries, Moment, Unread};
use offing_model::{Deploys, Inputs, Model, Repository, Span};
use rayon::prelude::*;

use crate::repository::{HistoryQuestion, history};

pub use lists::{deployments_of, incidents_of};
pub use moment::moment;
pub use table::{Row, rows};

/// Returns what was delivered by all that `sources` names.
///
/// *Shape:* lines of commits from `lines_since` on are counted. What is read of repositories is kept in the folder
/// `cache`, if one is given.
pub fn deliveries(
    model: &Model,
    inputs: &Inputs,
    lines_since: Option<Moment>,
    cache: Option<&Path>,
) -> Deliveries {
    let path = |written: &str, place: Span| beside(inputs, written, place);
    let of = |(at, repository): (usize, &Repository)| {
        let question = HistoryQuestion { lines_since, ..asked(repository) };
        let mut history = history(&path(&repository.path, repository.place), &question, cache)?;
        history.repository = at;
        Ok(history)
    };
    let mut found = Deliveries::default();
    let histories: Vec<Result<_, Unread>> =
        model.sources.repositories.par_iter().enumerate().map(of).collect();
    for history in histories {
        match history {
            Ok(history) => found.histories.push(history),
            Err(unread) => found.unread.push(unread),
        }
    }
    for (written, place) in &model.sources.deployments {
        match lists::deployments(&path(written, *place)) {
            Ok(listed) => found.deployments.extend(listed),
            Err(unread) => found.unread.extend(unread),
        }
    }
    for (written, place) in &model.sources.incidents {
        match lists::incidents(&path(written, *place)) {
            Ok(listed) => found.incidents.extend(listed),
            Err(unread) => found.unread.extend(unread),
        }
    }
    found
}

/// Returns the folder for what may be kept between runs: `offing` in the user's cache folder.
pub fn cache_folder() -> Option<PathBuf> {
    let absolute = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")));
    base.or_else(|| absolute("LOCALAPPDATA")).map(|base| base.join("offing"))
}

fn asked(repository: &Repository) -> HistoryQuestion {
    let tags = match &repository.deploys {
        Deploys::Tag(pattern) => Some(pattern.clone()),
        Deploys::Merge | Deploys::Commit => None,
    };
    // A number alone is the issue of a host that counts: `12: take-payments` stands for `#12`.
    let key = |issue: &String| {
        let counted = issue.bytes().all(|byte| byte.is_ascii_digit());
        if counted { format!("#{issue}") } else { issue.clone() }
    };
    let mut issues: Vec<String> = repository.initiatives.iter().map(|(issue, _)| key(issue)).collect();
    issues.sort();
    HistoryQuestion { tags, issues, lines_since: None }
}

/// Returns a path that is relative to the file it stands in.
fn beside(inputs: &Inputs, written: &str, place: Span) -> PathBuf {
    let named_in = Path::new(&inputs.source(place.source).name);
    named_in.parent().unwrap_or(Path::new("")).join(written)
}
