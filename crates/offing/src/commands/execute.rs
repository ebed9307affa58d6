//! `offing execute`.

mod changes;
mod progress;

use std::time::Duration;

use anyhow::bail;
use clap::ValueEnum;
use offing_analysis::beat::split::{Split, split};
use offing_analysis::beat::{Beat, BeatQuestion, Whose, beat};
use offing_analysis::execute::{Execute, ExecuteQuestion, execute_watched, proof};
use offing_analysis::study::Study;
use offing_analysis::throughput::{NoThroughput, Throughput, ThroughputQuestion, throughput};
use offing_model::{InitiativeId, Inputs, Model};
use offing_view::page::Page;
use offing_view::render::markdown::markdown;
use serde_json::Value;

use crate::args::ModelArgs;
use crate::reading::{Read, deliveries, read};
use crate::terminal::{Ending, Terminal};
use crate::waiting::{Waiting, duration};
use progress::Progress;

/// When will the chosen outcome be there, at what confidence, what decides that date, and what should each team and
/// lead do now?
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing execute models/atelier\n  \
    offing execute models/atelier --what-if team:commerce=8\n  \
    offing execute models/atelier --without initiative:leave-heroku --start quote-shipping=2026-05-01\n  \
    offing execute models/atelier --draws 100000 --format json\n  \
    offing execute models/atelier --prove          is there any faster order? at most a minute; `--prove=10m` for longer\n  \
    offing execute shop --items 40        when will 40 more items be done, by the lists under `sources.issues`?\n\n\
    Exit codes: 0 answered (also where a promise is at risk: `offing ensure` is the gate), 2 there is no sound model.")]
pub(crate) struct ExecuteArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// How the plan would change if a team had so many people (team:NAME=5), or without a thing (without=vendor:NAME); may be given several times
    #[arg(long, value_name = "CHANGE")]
    what_if: Vec<String>,
    /// How it would change if this initiative were given up; may be given several times
    #[arg(long, value_name = "INITIATIVE")]
    without: Vec<String>,
    /// How it would change if this initiative did not start before a day; may be given several times
    #[arg(long, value_name = "INITIATIVE=DATE")]
    start: Vec<String>,
    /// When will so many more items be done, by the pace of the lists under `sources.issues`?
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    items: Option<u32>,
    /// Prove how fast the chosen outcome could be at best, on mean durations, within so much time
    #[arg(long, value_name = "TIME", num_args = 0..=1, require_equals = true, default_missing_value = "60s", value_parser = duration)]
    prove: Option<Duration>,
    /// How many futures are drawn
    #[arg(long, default_value_t = ExecuteQuestion::default().draws, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    draws: u32,
    /// The seed of all luck
    #[arg(long, default_value_t = ExecuteQuestion::default().seed)]
    seed: u64,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
}

/// How wide a chart is in a document.
const DOCUMENT_WIDTH: usize = 100;

/// What is known about so many items.
struct Items {
    question: ThroughputQuestion,
    found: Result<Throughput, NoThroughput>,
}

/// What was delivered, and what for.
struct Delivered {
    beat: Beat,
    split: Split,
}

impl Delivered {
    fn of(inputs: &Inputs, model: &Model, answer: &Execute, seed: u64) -> Self {
        let question = BeatQuestion { seed, ..BeatQuestion::default() };
        let deliveries = deliveries(inputs, model, &question);
        let order: Vec<InitiativeId> = answer.initiatives.iter().map(|one| one.initiative).collect();
        Self {
            beat: beat(model, &deliveries, &question),
            split: split(model, &deliveries, &question, &order),
        }
    }
}

/// Returns the beat of a model's deliveries beside its plan: for people and for programs.
pub(super) fn beat_beside(study: &Study) -> (Page, Value) {
    let (model, answer) = (study.model(), study.execute());
    let delivered = Delivered::of(study.inputs(), model, answer, study.settings().seed);
    let planned = answer.horizons.shares();
    let page = offing_view::execute::beat_page(model, &delivered.beat, &delivered.split, planned);
    let beat = offing_view::execute::beat_json(model, &delivered.beat, &delivered.split);
    (page, serde_json::json!({ "schema": 1, "beat": beat }))
}

/// Returns the beat for those who have not the model: without what commits and paths say in words of their own, as
/// nobody can tell what of that is confidential.
pub(super) fn beat_outside(study: &Study) -> Page {
    let (model, answer) = (study.model(), study.execute());
    let mut delivered = Delivered::of(study.inputs(), model, answer, study.settings().seed);
    delivered.beat.notes.clear();
    delivered.beat.systems.retain(|rhythm| !matches!(rhythm.whose, Whose::Repository(_)));
    delivered.split.unknown.clear();
    offing_view::execute::beat_page(model, &delivered.beat, &delivered.split, answer.horizons.shares())
}

pub(crate) fn run(args: &ExecuteArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else { return read.refuse(args.format == Format::Json, terminal) };
    let changes = changes::read(model, &args.what_if, &args.without, &args.start)?;
    let items = args.items.map(|items| items_of(args, items, model, &read)).transpose()?;
    let question = ExecuteQuestion { seed: args.seed, draws: args.draws, changes };
    let mut progress = Progress::new();
    let mut answer = execute_watched(model, &question, &mut |step| progress.show(step));
    if let Some(limit) = args.prove {
        if cfg!(not(feature = "prove")) {
            bail!("this offing was built without its prover: build it with `--features prove`");
        }
        let waiting = Waiting::start(Some(limit));
        progress.prove(limit);
        answer.proof = Some(proof(model, &answer, &|| {
            progress.proving(waiting.passed());
            waiting.is_over()
        }));
    }
    progress.end();
    let delivered = Delivered::of(&read.inputs, model, &answer, args.seed);
    show(args, &read, model, &answer, &delivered, items.as_ref(), terminal)?;
    Ok(Ending::Good)
}

fn items_of(args: &ExecuteArgs, items: u32, model: &Model, read: &Read) -> anyhow::Result<Items> {
    if model.sources.issues.is_empty() {
        bail!(
            "`--items` goes by lists of finished items, and the model names none: add one under `sources: {{ issues: \
             [ {{ path: jira.csv, format: jira }} ] }}`"
        );
    }
    let finished = offing_load::issues::finished(model, &read.inputs).map_err(|faults| {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", faults.join("\n"))
    })?;
    let done: Vec<jiff::civil::Date> = finished.iter().map(|item| item.done).collect();
    let question = ThroughputQuestion { items, seed: args.seed, draws: args.draws };
    let found = throughput(&done, model.company.as_of, &question);
    Ok(Items { question, found })
}

fn show(
    args: &ExecuteArgs,
    read: &Read,
    model: &Model,
    answer: &Execute,
    delivered: &Delivered,
    items: Option<&Items>,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let page = |width: usize| {
        let mut page = offing_view::execute::page(model, answer, width);
        let planned = answer.horizons.shares();
        offing_view::execute::add_beat(model, &delivered.beat, &delivered.split, planned, &mut page);
        if let Some(items) = items {
            let asked = offing_view::execute::items_page(model, &items.question, &items.found);
            page.blocks.extend(asked.blocks);
        }
        page
    };
    match args.format {
        Format::Text => {
            terminal.show(&page(terminal.width().into()))?;
            read.warn();
        }
        Format::Markdown => terminal.print(&markdown(&page(DOCUMENT_WIDTH)))?,
        Format::Json => {
            let mut answer = offing_view::execute::json(model, &read.inputs, answer);
            answer["beat"] = offing_view::execute::beat_json(model, &delivered.beat, &delivered.split);
            if let Some(items) = items {
                answer["throughput"] = offing_view::execute::items_json(model, &items.question, &items.found);
            }
            terminal.json(&answer)?;
        }
    }
    Ok(())
}
