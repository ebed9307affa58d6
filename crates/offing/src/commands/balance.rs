//! `offing balance`.

use std::time::Duration;

use anyhow::bail;
use clap::ValueEnum;
use offing_analysis::balance::{BalanceQuestion, balance};
use offing_analysis::beat::BeatQuestion;
use offing_analysis::beat::split::split;
use offing_analysis::draws::Simulation;
use offing_analysis::frontier::Progress;
use offing_analysis::words::percent;
use offing_view::render::markdown::markdown;

use crate::args::ModelArgs;
use crate::reading::read;
use crate::terminal::{Ending, Terminal, complain};
use crate::waiting::{Waiting, duration, was_interrupted};

/// What does it cost to keep every outcome open while one is shipped, and what does it buy: every choice between
/// delivering and keeping options open, priced.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing balance models/atelier\n  \
    offing balance models/atelier --budget 60s\n  \
    offing balance models/atelier --plans 1000 --draws 50000\n  \
    offing balance models/atelier --format csv > draws.csv\n\n\
    With `--plans` the answer is the same on any machine; with `--budget` it is as good as the time allows. Ctrl-C ends \
    the search and keeps what was found; a second one ends all.")]
pub(crate) struct BalanceArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// How many futures each plan is reported on
    #[arg(long, default_value_t = BalanceQuestion::default().draws, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    draws: u32,
    /// How many other futures each plan is tried on
    #[arg(long, default_value_t = BalanceQuestion::default().search_draws, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    search_draws: u32,
    /// The seed of all luck
    #[arg(long, default_value_t = BalanceQuestion::default().seed)]
    seed: u64,
    /// How many plans are tried at most
    #[arg(long, default_value_t = BalanceQuestion::default().plans, value_parser = clap::value_parser!(u32).range(2..), conflicts_with = "budget")]
    plans: u32,
    /// How long plans are searched for, instead of how many: `2s`, `60s`, `5m`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    budget: Option<Duration>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
    /// The draws of the recommended plan, one row per draw
    Csv,
}

pub(crate) fn run(args: &BalanceArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else { return read.refuse(args.format == Format::Json, terminal) };
    let question = BalanceQuestion {
        seed: args.seed,
        draws: args.draws,
        search_draws: args.search_draws,
        plans: if args.budget.is_some() { u32::MAX } else { args.plans },
    };
    let mut watch = Watch::start(args.budget, "keeps what was found");
    if let Some(budget) = args.budget {
        complain(&format!(
            "Searching for {} s; Ctrl-C ends that and keeps what was found.",
            budget.as_secs_f64()
        ));
    }
    let Some(answer) = balance(model, &question, &mut |progress| watch.goes_on(progress)) else {
        bail!("no outcome is named yet: name one under `outcomes:` and say what it `needs:`");
    };
    watch.end();
    if was_interrupted() && answer.ended {
        complain("Interrupted: this is what was found until then.");
    }
    let question = BeatQuestion { seed: args.seed, ..BeatQuestion::default() };
    let order = &answer.plans[answer.recommended].report.plan.order;
    let split = split(model, &read.deliveries(model, &question), &question, order);
    let page = || offing_view::balance::page_beside(model, &answer, Some(&split));
    match args.format {
        Format::Text => {
            terminal.show(&page())?;
            read.warn();
        }
        Format::Markdown => terminal.print(&markdown(&page()))?,
        Format::Json => {
            let mut json = offing_view::balance::json(model, &answer);
            json["horizons_real"] = offing_view::execute::split_json(model, &split);
            terminal.json(&json)?;
        }
        Format::Csv => {
            let plan = &answer.plans[answer.recommended].report.plan;
            let draws = Simulation::of(model, args.seed).draws(plan, 0..u64::from(args.draws));
            terminal.print(&offing_view::balance::csv(model, &draws))?;
        }
    }
    Ok(Ending::Good)
}

/// The clock of a search: ends it when its time is over, and says how far it is when it takes long.
pub(super) struct Watch {
    waiting: Waiting,
    said: Duration,
    /// What Ctrl-C does to it.
    interrupt: &'static str,
}

impl Watch {
    pub(super) fn start(budget: Option<Duration>, interrupt: &'static str) -> Self {
        Self { waiting: Waiting::start(budget), said: Duration::ZERO, interrupt }
    }

    pub(super) fn goes_on(&mut self, progress: Progress<'_>) -> bool {
        let passed = self.waiting.passed();
        if passed >= self.said + Duration::from_secs(1) {
            self.said = passed;
            let find = progress.points.iter().map(|point| point.tally.find).fold(0.0, f64::max);
            crate::terminal::progress(&format!(
                "{} plans tried, {} that no other beats, find up to {}, {} s (Ctrl-C {})",
                progress.tried,
                progress.points.len(),
                percent(find),
                passed.as_secs(),
                self.interrupt
            ));
        }
        !self.waiting.is_over()
    }

    pub(super) fn end(&self) {
        if self.said > Duration::ZERO {
            crate::terminal::progress("");
        }
    }
}
