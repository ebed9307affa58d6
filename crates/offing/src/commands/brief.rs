//! `offing brief`.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::ValueEnum;
use offing_analysis::diff::{DiffQuestion, Side, diff};
use offing_analysis::lookout::Outside;
use offing_analysis::standing::StandingQuestion;
use offing_analysis::study::{Settings, Study};
use offing_load::revision::Past;
use offing_model::{Department, DepartmentId, Model};
use offing_view::brief::{Brief, Changed, Edition, MadeOf, brief};
use offing_view::diff::Sides;
use offing_view::site::Beside;

use super::balance::Watch;
use super::execute::beat_outside;
use super::lookout::outside;
use crate::args::ModelArgs;
use crate::reading::read;
use crate::terminal::{Ending, Terminal, complain};
use crate::waiting::was_interrupted;

/// What `--since` says for "say nothing of changes".
const NONE: &str = "none";

/// One document for those who never see the application: the board, a department, the leads. What is confidential is
/// left out, and counted.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing brief models/atelier -o board.html                         for the board\n  \
    offing brief models/atelier --for gallery-relations -o them.html  for a department\n  \
    offing brief models/atelier --edition leads --format markdown     for the leads\n  \
    offing brief --since HEAD~30 -o board.html                        and what changed since then\n\n\
    The HTML file needs no network and prints as it is. Where it takes the place of an earlier brief, and the model is \
    kept in git, it also says what changed since that one. Exit codes: 0 written, 2 there is no sound model.")]
pub(crate) struct BriefArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// The file to write (default: what is written goes to standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Whom it is for
    #[arg(long, value_enum, default_value_t = EditionName::Board, conflicts_with = "department")]
    edition: EditionName,
    /// The department it is for
    #[arg(long = "for", value_name = "DEPARTMENT")]
    department: Option<String>,
    /// Also say what changed since this revision of the git repository that the model's files are kept in; `none` says
    /// nothing of changes (default: since the brief that the file holds now)
    #[arg(long, value_name = "REVISION")]
    since: Option<String>,
    /// How to say it (default: by the ending of the file, else HTML)
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The paper of a PDF
    #[arg(long, value_enum, default_value_t = PaperName::A4)]
    paper: PaperName,
    /// How many futures are drawn
    #[arg(long, default_value_t = Settings::default().draws, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// The seed of all luck
    #[arg(long, default_value_t = Settings::default().seed)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EditionName {
    /// Investors and the board
    Board,
    /// Those who lead teams and systems
    Leads,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Markdown,
    /// Needs an offing that was built with its feature `pdf`
    Pdf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PaperName {
    A4,
    Letter,
}

pub(crate) fn run(args: &BriefArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else { return read.refuse(false, terminal) };
    let edition = edition(args, model)?;
    if format(args) == Format::Pdf && cfg!(not(feature = "pdf")) {
        bail!(
            "this offing was built without PDF: build it with `--features pdf`, or write an HTML file (`-o FILE.html`) \
             and print that from a browser"
        );
    }
    let settings = Settings { seed: args.seed, draws: args.draws };
    let study = Study::new(read.inputs.clone(), model.clone(), read.diagnostics.clone(), settings);
    let outside = outside(&read.inputs, model).unwrap_or_else(|faults| {
        faults.iter().for_each(|fault| complain(&format!("warning: {fault}; the brief is made without it")));
        Outside::default()
    });
    let study = study.with_outside(outside);
    let past = offing_load::find(args.model.model.as_deref()).map(|path| Past::of(&path))?;
    let changed = match &args.since {
        Some(since) if since == NONE => None,
        Some(since) => Some(changed(past.as_ref().map_err(Clone::clone)?, since, since, &study)?),
        None => since_last(args, past.as_ref().ok(), &study),
    };
    if edition == Edition::Board {
        let mut watch = Watch::start(None, "writes nothing");
        study.balance_watched(&mut |progress| watch.goes_on(progress));
        watch.end();
        if was_interrupted() {
            bail!("interrupted: nothing was written");
        }
    }
    let beat = (edition == Edition::Leads).then(|| beat_outside(&study));
    let mut brief = brief(&study, edition, &Beside { beat, ..Beside::default() }, changed);
    let commit = past.and_then(|past| past.commit("HEAD")).ok();
    brief.made_of = commit.map(|commit| MadeOf { day: model.company.as_of, commit: commit.id });
    let bytes = match format(args) {
        Format::Html => brief.html(&study).into_bytes(),
        Format::Markdown => brief.markdown().into_bytes(),
        Format::Pdf => pdf(args, &brief, &study)?,
    };
    match &args.output {
        None => terminal.write(&bytes)?,
        Some(path) => {
            std::fs::write(path, &bytes).with_context(|| format!("writing {}", path.display()))?;
            complain(&written(&brief, &bytes, path));
        }
    }
    Ok(Ending::Good)
}

#[cfg(feature = "pdf")]
fn pdf(args: &BriefArgs, brief: &Brief, study: &Study) -> anyhow::Result<Vec<u8>> {
    use offing_view::pdf::{Paper, pdf};
    let paper = match args.paper {
        PaperName::A4 => Paper::A4,
        PaperName::Letter => Paper::Letter,
    };
    Ok(pdf(brief, study.model().company.as_of, paper)?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &BriefArgs, _: &Brief, _: &Study) -> anyhow::Result<Vec<u8>> {
    unreachable!("refused before anything is worked out")
}

/// Returns what changed since the brief whose place this one takes, if there is one and it says what it was made of.
fn since_last(args: &BriefArgs, past: Option<&Past>, study: &Study) -> Option<Changed> {
    let last = MadeOf::find(&String::from_utf8_lossy(&std::fs::read(args.output.as_ref()?).ok()?))?;
    let past = past?;
    let commit = past.commit(&last.commit);
    let title = format!("the last brief, of {}", offing_view::dates::long(last.day));
    let changed = commit.map_err(Into::into).and_then(|commit| changed(past, commit.short(), &title, study));
    changed
        .inspect_err(|error| {
            complain(&format!("warning: {error:#}; what changed since the last brief is not said"));
        })
        .ok()
}

/// Returns what changed since a revision.
fn changed(past: &Past, since: &str, title: &str, study: &Study) -> anyhow::Result<Changed> {
    let inputs = past.inputs(since, study.model().company.as_of)?;
    let Some(before) = offing_model::read(&inputs).model else {
        bail!("the model at `{since}` has errors: `offing diff {since}` shows them");
    };
    let settings = study.settings();
    let standing = StandingQuestion { seed: settings.seed, draws: settings.draws, ..Default::default() };
    let answer = diff(
        Side { inputs: &inputs, model: &before },
        Side { inputs: study.inputs(), model: study.model() },
        &DiffQuestion { standing, ..DiffQuestion::default() },
    );
    let sides = Sides {
        before: since,
        before_inputs: &inputs,
        after: "today",
        after_inputs: study.inputs(),
        outward: true,
    };
    Ok(Changed::of(title, &sides, &answer, &before))
}

fn edition(args: &BriefArgs, model: &Model) -> anyhow::Result<Edition> {
    let Some(name) = &args.department else {
        return Ok(match args.edition {
            EditionName::Board => Edition::Board,
            EditionName::Leads => Edition::Leads,
        });
    };
    let bare = name.strip_prefix("department:").unwrap_or(name);
    let found: Option<DepartmentId> = Department::ids(model).find(|id| model[*id].card.name == bare);
    if let Some(id) = found {
        return Ok(Edition::Department(id));
    }
    let names: Vec<&str> = model.departments.iter().map(|one| one.card.name.as_str()).collect();
    match (names.is_empty(), offing_model::diagnostic::did_you_mean(bare, names.iter().copied())) {
        (true, _) => bail!("no department is called `{bare}`: the model names none under `departments:`"),
        (_, Some(near)) => bail!("no department is called `{bare}`; {near}"),
        (_, None) => bail!("no department is called `{bare}`; there are {}", names.join(", ")),
    }
}

fn format(args: &BriefArgs) -> Format {
    let ending = args.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
    args.format.unwrap_or(match ending {
        Some("md") => Format::Markdown,
        Some("pdf") => Format::Pdf,
        _ => Format::Html,
    })
}

fn written(brief: &Brief, bytes: &[u8], path: &std::path::Path) -> String {
    let withheld = match brief.withheld {
        0 => String::new(),
        1 => "; 1 confidential thing is left out".to_owned(),
        count => format!("; {count} confidential things are left out"),
    };
    format!("{}: {}, {} kB{withheld}", path.display(), brief.title, bytes.len().div_ceil(1_000))
}
