//! What a reader has to know of where the beat comes from, each with what to do.

use offing_analysis::beat::{Beat, Note};
use offing_analysis::words::{amount, several};
use offing_model::Model;
use offing_model::deliveries::Remark;

use crate::dates::long;
use crate::page::{Line, Tone};

/// Returns the notes, those that need doing something first.
pub(super) fn lines(model: &Model, beat: &Beat) -> Vec<Line> {
    let mut lines: Vec<(u8, Line)> = beat.notes.iter().map(|note| line(model, note)).collect();
    if !beat.incidents && !beat.systems.is_empty() {
        lines.push((1, missing_incidents()));
    }
    lines.sort_by_key(|(rank, _)| *rank);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn missing_incidents() -> Line {
    vec![
        Tone::Warn.say("No incidents are read"),
        Tone::Plain.say(", so failures, recovery and rework are not known: "),
        Tone::Code.say("sources: { incidents: [ incidents.csv ] }"),
        Tone::Plain.say(" with columns opened, resolved, system"),
    ]
}

/// Returns a short name of a note for programs.
pub(super) fn code(note: &Note) -> &'static str {
    match note {
        Note::Unread(_) => "unread",
        Note::History(_, remark) => match remark {
            Remark::Empty => "empty",
            Remark::Shallow(_) => "shallow",
            Remark::Detached => "detached",
            Remark::ElsewhereCheckedOut(_) => "elsewhere-checked-out",
            Remark::NoTag(..) => "no-tag",
            Remark::OffBranch(_) => "tag-off-branch",
            Remark::Moved(_) => "tag-moved",
            Remark::NoCommit(_) => "tag-without-commit",
            Remark::NoDate(_) => "no-date",
            Remark::Uncounted(_) => "uncounted",
        },
        Note::NoMerge(_) => "no-merge",
        Note::Skew(..) => "clock-skew",
        Note::Squashed(..) => "squashed",
        Note::Listed(_) => "listed",
        Note::NoCommit(_) => "deployment-without-commit",
        Note::LostCommit(..) => "commit-not-found",
        Note::UnknownSystem(..) => "unknown-system",
        Note::Elsewhere(_) => "other-environment",
        Note::Aborted(_) => "aborted",
        Note::Later(_) => "later",
        Note::Guessed(..) => "incident-guessed",
        Note::UnknownDeployment(..) => "unknown-deployment",
        Note::NoDeployment(_) => "incident-without-deployment",
    }
}

/// Returns a note in one line of plain text.
pub(super) fn text(model: &Model, note: &Note) -> String {
    line(model, note).1.into_iter().map(|run| run.text).collect()
}

/// Returns how much a note weighs (0 the most), and its line: what is so, then what follows.
fn line(model: &Model, note: &Note) -> (u8, Line) {
    let path = |at: &usize| model.sources.repositories[*at].path.clone();
    let (rank, what, rest) = match note {
        Note::Unread(unread) => (0, unread.to_string(), String::new()),
        Note::History(at, remark) => return of_history(&path(at), remark),
        Note::NoMerge(at) => (
            1,
            format!("`{}` has no merge on its main branch", path(at)),
            ": each commit there counts as a deployment; if tags mark them, write `deploys: \"tag v*\"`"
                .to_owned(),
        ),
        Note::Skew(at, count) => (
            2,
            format!(
                "`{}`: {} later than the deployment with it",
                path(at),
                amount(*count, "change is", "changes are")
            ),
            ": some clock was wrong, so that they have no lead time".to_owned(),
        ),
        Note::Squashed(at, all, known) => (
            3,
            format!("`{}`: {} came squashed", path(at), amount(*all, "pull request", "pull requests")),
            match all - known {
                0 => ": their lead time starts at the first commit of each".to_owned(),
                rest if *known == 0 => format!(
                    ": the lead time of {} starts at the squashed commit, as nothing older is in the clone \
                     (`git fetch origin '+refs/pull/*/head:refs/pull/*/head'` brings it)",
                    if rest == 1 { "it" } else { "all of them" }
                ),
                rest => format!(
                    ": the lead time of {known} starts at their first commit, of {rest} at the squashed one"
                ),
            },
        ),
        Note::Listed(system) => (
            4,
            format!("Deployments of `{}` are those of its list", model[*system].card.name),
            "; tags or merges of its repository do not count".to_owned(),
        ),
        Note::NoCommit(count) => (
            2,
            format!("{} no commit", amount(*count, "listed deployment names", "listed deployments name")),
            ", so their lead times and batches are not known: add a column `commit`".to_owned(),
        ),
        Note::LostCommit(count, first) => (
            1,
            format!("{} in no repository", amount(*count, "deployed commit is", "deployed commits are")),
            format!(", such as `{first}`: fetch it, or name the repository under `sources.repositories`"),
        ),
        Note::UnknownSystem(name, count, near) => (
            0,
            format!(
                "A list names system `{name}` in {}, and the model has none",
                amount(*count, "row", "rows")
            ),
            near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")),
        ),
        Note::Elsewhere(count) => (
            4,
            format!(
                "{} elsewhere than to production",
                amount(*count, "listed deployment went", "listed deployments went")
            ),
            " and do not count".to_owned(),
        ),
        Note::Aborted(count) => (
            4,
            format!("{} not come about", amount(*count, "listed deployment did", "listed deployments did")),
            " and do not count".to_owned(),
        ),
        Note::Later(count) => (
            3,
            format!("{} later than {}", amount(*count, "event is", "events are"), long(model.company.as_of)),
            " and do not count".to_owned(),
        ),
        Note::Guessed(all, guessed) => (
            3,
            format!(
                "{guessed} of {} not say which deployment brought them about",
                amount(*all, "incident does", "incidents do")
            ),
            ": taken is the last one before them; a column `deployment` with its id says it".to_owned(),
        ),
        Note::UnknownDeployment(count, first) => (
            1,
            format!("{} a deployment that no list has", amount(*count, "incident names", "incidents name")),
            format!(", such as `{first}`: taken is the last one before it"),
        ),
        Note::NoDeployment(count) => (
            2,
            format!("{} no deployment before", amount(*count, "incident has", "incidents have")),
            " and do not count".to_owned(),
        ),
    };
    (rank, vec![if rank < 2 { Tone::Warn.say(what) } else { Tone::Plain.say(what) }, Tone::Plain.say(rest)])
}

fn of_history(path: &str, remark: &Remark) -> (u8, Line) {
    let list = |names: &[String]| several(names.iter().map(|name| format!("`{name}`")).collect(), 3);
    let (rank, what, rest) = match remark {
        Remark::Empty => (1, "has no commit yet".to_owned(), String::new()),
        Remark::Shallow(since) => (
            0,
            format!("is a shallow clone that begins on {}", long(since.date())),
            ": what is older is missing in its first batch; `git fetch --unshallow` brings it".to_owned(),
        ),
        Remark::Detached => (2, "stands at a commit, not at a branch".to_owned(), String::new()),
        Remark::ElsewhereCheckedOut(branch) => {
            (4, format!("has `{branch}` checked out"), "; read is its main branch".to_owned())
        }
        Remark::NoTag(pattern, others) => (
            0,
            format!("has no tag that fits `{pattern}`"),
            match others {
                0 => ", and no tag at all: `git fetch --tags` may bring some; without `deploys` merges count"
                    .to_owned(),
                some => format!(", but {}: correct `deploys`", amount(*some, "other", "others")),
            },
        ),
        Remark::OffBranch(tags) => (
            3,
            format!("has {} off the main branch", amount(tags.len(), "tag", "tags")),
            format!(" ({}): release branches, or a history that was rewritten; they count", list(tags)),
        ),
        Remark::Moved(tags) => (
            1,
            format!("has {} that moved since first read", amount(tags.len(), "tag", "tags")),
            format!(" ({}): what was deployed then can not be told from it", list(tags)),
        ),
        Remark::NoCommit(tags) => {
            (3, "has tags that lead to no commit".to_owned(), format!(" ({})", list(tags)))
        }
        Remark::NoDate(count) => (
            2,
            format!("has {} without a date", amount(*count, "commit", "commits")),
            " and no lead time".to_owned(),
        ),
        Remark::Uncounted(count) => (
            2,
            format!("lacks the files of {}", amount(*count, "commit", "commits")),
            ": their lines are not counted".to_owned(),
        ),
    };
    let what = format!("`{path}` {what}");
    (rank, vec![if rank < 2 { Tone::Warn.say(what) } else { Tone::Plain.say(what) }, Tone::Plain.say(rest)])
}
