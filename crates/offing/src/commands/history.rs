//! `offing history`.

use std::path::Path;

use anyhow::bail;
use clap::ValueEnum;
use jiff::civil::Date;
use offing_analysis::history::{History, HistoryQuestion, Version, history, states_as_of};
use offing_load::revision::{self, Past, RevisionError};
use offing_view::history::{Commit, Told};
use offing_view::page::Page;
use offing_view::render::markdown::markdown;
use serde_json::Value;

use crate::args::ModelArgs;
use crate::reading::today;
use crate::terminal::{Ending, Terminal, progress};

/// How did the company come to where it stands? The model at each commit of its own git history that changed it, and
/// on the first of each month between, as dates pass while nobody writes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing history models/atelier\n  \
    offing history --since 2026-01-01 --draws 200\n  \
    offing history --format json > history.json\n\n\
    A model that has no `as-of` is judged on the day of its commit. One that has is judged on the day it says, and no \
    time passes for it between its commits. Versions with errors are gaps, shown with their first fault.")]
pub(crate) struct HistoryArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Begin on this day
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Up to this revision
    #[arg(long, value_name = "REVISION", default_value = "HEAD")]
    until: String,
    /// How many commits are looked at, the newest ones
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    most: u32,
    /// Only the commits, no days between
    #[arg(long)]
    commits_only: bool,
    /// How many futures are drawn for each version
    #[arg(long, default_value_t = HistoryQuestion::default().draws, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// The seed of all luck
    #[arg(long, default_value_t = HistoryQuestion::default().seed)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

pub(crate) fn run(args: &HistoryArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let found = look(args, &|done, count| progress(&format!("{done} of {count} versions")))?;
    progress("");
    match args.format {
        Format::Text => terminal.show(&offing_view::history::page(&found.told(), &found.answer))?,
        Format::Markdown => {
            terminal.print(&markdown(&offing_view::history::page(&found.told(), &found.answer)))?;
        }
        Format::Json => terminal.json(&offing_view::history::json(&found.told(), &found.answer))?,
    }
    Ok(Ending::Good)
}

/// How many commits are looked at where nobody asked for them.
const FEW: u32 = 60;

/// Returns the history of a model as it is usually asked for, of its last commits: for people and for programs.
pub(super) fn past(path: &Path, today: Option<Date>, seed: u64) -> anyhow::Result<(Page, Value)> {
    let args = HistoryArgs {
        model: ModelArgs { model: Some(path.to_path_buf()), today },
        format: Format::Json,
        since: None,
        until: "HEAD".to_owned(),
        most: FEW,
        commits_only: false,
        draws: HistoryQuestion::default().draws,
        seed,
    };
    let found = look(&args, &|_, _| {})?;
    let page = offing_view::history::page(&found.told(), &found.answer);
    Ok((page, offing_view::history::json(&found.told(), &found.answer)))
}

/// What was found in the past.
struct Found {
    versions: Vec<Version>,
    commits: Vec<Commit>,
    shallow: bool,
    left_out: usize,
    answer: History,
}

impl Found {
    fn told(&self) -> Told<'_> {
        Told {
            versions: &self.versions,
            commits: &self.commits,
            shallow: self.shallow,
            left_out: self.left_out,
        }
    }
}

fn look(args: &HistoryArgs, watch: &(dyn Fn(usize, usize) + Sync)) -> anyhow::Result<Found> {
    let path = offing_load::find(args.model.model.as_deref())?;
    let past = Past::of(&path)?;
    let found = past.changes(&args.until)?;
    let all = found.commits.len();
    if all == 0 {
        bail!(
            "no commit up to `{}` changed {}: commit the model, and its history begins",
            args.until,
            path.display()
        );
    }
    let today = args.model.today.unwrap_or_else(today);
    let left_out = first_told(&found.commits, args);
    let (versions, commits) = versions(&past, &found.commits[left_out..], args, today)?;
    let question = HistoryQuestion { seed: args.seed, draws: args.draws, ..HistoryQuestion::default() };
    let count = versions.len();
    let answer = history(&versions, &question, &|done| watch(done, count));
    Ok(Found { versions, commits, shallow: found.shallow, left_out, answer })
}

/// Returns the position of the first commit that is told: the last one before `--since`, which says where things stood
/// then, or the first.
fn first_told(commits: &[revision::Commit], args: &HistoryArgs) -> usize {
    let by_day =
        args.since.map_or(0, |since| commits.iter().rposition(|commit| commit.date <= since).unwrap_or(0));
    by_day.max(commits.len().saturating_sub(args.most as usize))
}

/// Returns what is to be judged: each commit on its day, and the first of each month until the next.
fn versions(
    past: &Past,
    commits: &[revision::Commit],
    args: &HistoryArgs,
    today: Date,
) -> anyhow::Result<(Vec<Version>, Vec<Commit>)> {
    let mut versions = Vec::new();
    let mut told = Vec::new();
    for (at, commit) in commits.iter().enumerate() {
        let day = args.since.map_or(commit.date, |since| commit.date.max(since));
        let inputs = match past.inputs(&commit.id, day) {
            // The commit took the model away.
            Err(RevisionError::NoModel { .. }) => continue,
            other => other?,
        };
        let next = commits.get(at + 1).map_or(today, |next| next.date);
        let stands_still = args.commits_only || states_as_of(&inputs);
        let number = told.len();
        told.push(Commit {
            short: commit.short().to_owned(),
            id: commit.id.clone(),
            date: commit.date,
            subject: commit.subject.clone(),
        });
        let months = if stands_still { Vec::new() } else { firsts_between(day, next) };
        let is_commit = day == commit.date;
        versions.push(Version { inputs: inputs.clone(), commit: number, is_commit });
        for month in months {
            let mut inputs = inputs.clone();
            inputs.today = month;
            versions.push(Version { inputs, commit: number, is_commit: false });
        }
    }
    Ok((versions, told))
}

/// Returns the firsts of months after one day and before another.
fn firsts_between(from: Date, to: Date) -> Vec<Date> {
    let mut firsts = Vec::new();
    let mut day = from.first_of_month();
    while let Ok(next) = day.checked_add(jiff::Span::new().months(1)) {
        if next >= to {
            break;
        }
        firsts.push(next);
        day = next;
    }
    firsts
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_between_two_days() {
        let found = firsts_between(date(2025, 11, 14), date(2026, 2, 1));
        assert_eq!(found, [date(2025, 12, 1), date(2026, 1, 1)]);
        assert!(firsts_between(date(2026, 2, 1), date(2026, 2, 28)).is_empty());
        assert!(firsts_between(date(2026, 2, 1), date(2025, 2, 28)).is_empty());
    }
}
