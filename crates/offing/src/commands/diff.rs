//! `offing diff`.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueEnum;
use offing_analysis::diff::{Diff, DiffQuestion, Side, diff};
use offing_analysis::standing::StandingQuestion;
use offing_load::revision::Past;
use offing_model::Inputs;
use offing_view::diff::Sides;
use offing_view::render::markdown::markdown;

use crate::reading::{Read, today};
use crate::terminal::{Ending, Terminal, complain};

/// What does a change of the model mean: outcomes opened and closed, dates moved, guarantees broken and mended, and
/// which lines did it? Both sides meet the same luck.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing diff                             what is not committed yet, against HEAD\n  \
    offing diff main                        the files as they are, against a branch\n  \
    offing diff HEAD~3..HEAD models/atelier two revisions\n  \
    offing diff main...idea                 what a branch changed since it left main\n  \
    offing diff plan-a plan-b               two folders, or two files\n\n\
    Exit codes: 0 compared, 2 one side has no sound model. With --exit-code, 1 where a guarantee breaks or an outcome \
    closes.")]
pub(crate) struct DiffArgs {
    /// Revisions (`A..B`, `A...B`, or `A` against the files as they are), or two folders; then the model
    #[arg(value_name = "A..B|FOLDER", num_args = 0..=2)]
    what: Vec<String>,
    /// How to say it; markdown is for a comment on a pull request
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// End with 1 where a guarantee breaks or an outcome closes
    #[arg(long)]
    exit_code: bool,
    /// How many futures are drawn
    #[arg(long, default_value_t = StandingQuestion::default().draws, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// How many plans are tried for the best one; 0 leaves that out
    #[arg(long, default_value_t = StandingQuestion::default().plans)]
    plans: u32,
    /// The seed of all luck
    #[arg(long, default_value_t = StandingQuestion::default().seed)]
    seed: u64,
    /// The day to take for today where the model has no `as-of`, on both sides
    #[arg(long, value_name = "DATE")]
    today: Option<jiff::civil::Date>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

pub(crate) fn run(args: &DiffArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let today = args.today.unwrap_or_else(today);
    let (before, after) = sides(&args.what, today)?;
    let (was, is) = (Read::of(before.inputs), Read::of(after.inputs));
    for (name, read) in [(&before.name, &was), (&after.name, &is)] {
        if read.model.is_none() {
            complain(&format!("{name} has no sound model:"));
            return read.refuse(args.format == Format::Json, terminal);
        }
    }
    let (Some(was_model), Some(is_model)) = (&was.model, &is.model) else { return Ok(Ending::NoModel) };
    let standing = StandingQuestion { seed: args.seed, draws: args.draws, plans: args.plans };
    let question = DiffQuestion { standing, ..DiffQuestion::default() };
    let answer = diff(
        Side { inputs: &was.inputs, model: was_model },
        Side { inputs: &is.inputs, model: is_model },
        &question,
    );
    let sides = Sides {
        before: &before.name,
        before_inputs: &was.inputs,
        after: &after.name,
        after_inputs: &is.inputs,
        outward: false,
    };
    show(args.format, &sides, &answer, terminal)?;
    let worse = args.exit_code && answer.breaks_or_closes();
    Ok(if worse { Ending::GateSaysNo } else { Ending::Good })
}

fn show(format: Format, sides: &Sides<'_>, diff: &Diff, terminal: &Terminal) -> anyhow::Result<()> {
    match format {
        Format::Text => terminal.show(&offing_view::diff::page(sides, diff)),
        Format::Markdown => terminal.print(&markdown(&offing_view::diff::page(sides, diff))),
        Format::Json => terminal.json(&offing_view::diff::json(sides, diff)),
    }
}

/// One side, not read yet.
struct Unread {
    name: String,
    inputs: Inputs,
}

/// Returns the two sides that are meant.
fn sides(what: &[String], today: jiff::civil::Date) -> anyhow::Result<(Unread, Unread)> {
    let exists = |name: &String| Path::new(name).exists();
    match what {
        [one, other] if exists(one) && exists(other) => Ok((folder(one, today)?, folder(other, today)?)),
        [] => with_files("HEAD", None, today),
        [model] if exists(model) => with_files("HEAD", Some(model), today),
        [one, ..] if looks_like_path(one) => {
            bail!(
                "there is nothing at `{one}`: name two folders that exist, or revisions such as `HEAD~1..HEAD`"
            )
        }
        [revisions, rest @ ..] => {
            let model = rest.first();
            match revisions.split_once("..") {
                None => with_files(revisions, model, today),
                Some((from, to)) => {
                    let path = path_of(model)?;
                    let past = Past::of(&path)?;
                    let head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
                    let (from, to) = match to.strip_prefix('.') {
                        Some(to) => (past.in_common(&head(from), &head(to))?.id, head(to)),
                        None => (head(from), head(to)),
                    };
                    Ok((revision(&past, &from, today)?, revision(&past, &to, today)?))
                }
            }
        }
    }
}

fn looks_like_path(name: &str) -> bool {
    name.starts_with(['/', '.']) && name != ".." || name.ends_with(".yaml") || name.ends_with(".yml")
}

/// Returns the path of a model; one that is named need not exist any more, as it may have at a revision.
fn path_of(model: Option<&String>) -> anyhow::Result<PathBuf> {
    match model {
        Some(model) => Ok(PathBuf::from(model)),
        None => Ok(offing_load::find(None)?),
    }
}

fn with_files(
    name: &str,
    model: Option<&String>,
    today: jiff::civil::Date,
) -> anyhow::Result<(Unread, Unread)> {
    let path = path_of(model)?;
    let before = revision(&Past::of(&path)?, name, today)?;
    let inputs = offing_load::inputs(&path, today)?;
    Ok((before, Unread { name: "the files as they are".to_owned(), inputs }))
}

fn folder(name: &str, today: jiff::civil::Date) -> anyhow::Result<Unread> {
    Ok(Unread { name: name.to_owned(), inputs: offing_load::inputs(Path::new(name), today)? })
}

fn revision(past: &Past, name: &str, today: jiff::civil::Date) -> anyhow::Result<Unread> {
    let inputs = past.inputs(name, today)?;
    let commit = past.commit(name)?;
    let short = commit.short();
    let name = if commit.id.starts_with(name) { short.to_owned() } else { format!("{name} ({short})") };
    Ok(Unread { name, inputs })
}
