//! `offing ensure`.

mod baseline;
mod why;

use std::borrow::Cow;

use anyhow::{Context, bail};
use clap::{Subcommand, ValueEnum};
use offing_analysis::ensure::{Ensure, EnsureQuestion, ensure};
use offing_model::{InitiativeId, Model, Named, Node};
use offing_view::gate::{self, Adopted};
use offing_view::page::Page;
use offing_view::render::markdown::markdown;

use crate::args::ModelArgs;
use crate::reading::{Read, read};
use crate::terminal::{Ending, Terminal};

/// Which outcomes could we pursue today, how far are the others, what single thing would close which, what is the
/// cheapest way to open them, and is every guarantee we gave still true?
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Examples:\n  \
    offing ensure models/atelier\n  \
    offing ensure why marketplace models/atelier\n  \
    offing ensure models/atelier --without vendor:salesforce --without person:ana\n  \
    offing ensure models/atelier --with initiative:take-payments\n  \
    offing ensure models/atelier --format sarif > offing.sarif\n  \
    offing ensure models/atelier --write-baseline offing-baseline.json\n  \
    offing ensure models/atelier --baseline offing-baseline.json        fails on what is new only\n\n\
    Exit codes: 0 every guarantee holds or is excused by a waiver or the baseline, 1 one fails, 2 there is no sound \
    model or the call was wrong.")]
pub(crate) struct EnsureArgs {
    #[command(subcommand)]
    why: Option<EnsureCommand>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    question: QuestionArgs,
    /// How to say it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    baseline: baseline::BaselineArgs,
    /// Also list everything that was assumed, and every fact past its review
    #[arg(long)]
    assumed: bool,
    /// Look again whenever a file of the model changes
    #[arg(long)]
    watch: bool,
}

#[derive(Debug, Subcommand)]
enum EnsureCommand {
    /// Why something holds or does not, branch by branch; also why a guarantee fails
    Why(why::WhyArgs),
}

/// How the question is put.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct QuestionArgs {
    /// What would be left without this; may be given several times
    #[arg(long, value_name = "KIND:NAME")]
    without: Vec<String>,
    /// What would be opened if this initiative were done; may be given several times
    #[arg(long, value_name = "INITIATIVE")]
    with: Vec<String>,
    /// How many futures are drawn (default: 2000, fewer for very large models)
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    draws: Option<u32>,
    /// The seed of all luck
    #[arg(long, default_value_t = EnsureQuestion::default().seed)]
    seed: u64,
    /// Size of the largest set of losses to look for
    #[arg(long, value_name = "SIZE", default_value_t = EnsureQuestion::default().largest_set, value_parser = clap::value_parser!(u32).range(1..=20))]
    largest_set: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Markdown,
    /// Workflow commands of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test reports
    Junit,
}

pub(crate) fn run(args: &EnsureArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    if let Some(EnsureCommand::Why(why)) = &args.why {
        return why::run(why, terminal);
    }
    if !args.watch {
        return once(args, terminal);
    }
    once(args, terminal)?;
    let path = offing_load::find(args.model.model.as_deref())?;
    offing_load::watch(&path, &mut || {
        terminal.print("\n")?;
        once(args, terminal).map(|_| ())
    })?;
    Ok(Ending::Good)
}

fn once(args: &EnsureArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else {
        return refuse(&read, args.format, terminal);
    };
    let today = args.question.changes_something().then(|| ensure(model, &args.question.plain()));
    let (model, mut answer) = args.question.ask(model)?;
    let adopted = args.baseline.hold_against(&model, &read.inputs, &mut answer)?;
    let changes = today.map(|today| offing_view::ensure::changes(&model, &today, &answer));
    let beside = Beside { changes, adopted };
    show(args, &read, &model, &answer, &beside, terminal)?;
    let ending = if answer.holds() { Ending::Good } else { Ending::GateSaysNo };
    if !args.watch {
        // The process ends here and gives its memory back at once, which is quicker than piece by piece.
        drop(model);
        std::mem::forget((read, answer));
    }
    Ok(ending)
}

impl QuestionArgs {
    /// Returns whether anything is taken away or done.
    fn changes_something(&self) -> bool {
        !self.without.is_empty() || !self.with.is_empty()
    }

    /// Returns the question with nothing taken away.
    fn plain(&self) -> EnsureQuestion {
        let usual = EnsureQuestion::default();
        EnsureQuestion {
            seed: self.seed,
            draws: self.draws.unwrap_or(usual.draws),
            thrifty: self.draws.is_none(),
            largest_set: self.largest_set,
            without: Vec::new(),
        }
    }

    /// Puts the question to a model; returns the model it was put to, as `--with` changes it.
    pub(crate) fn ask<'m>(&self, model: &'m Model) -> anyhow::Result<(Cow<'m, Model>, Ensure)> {
        let without =
            self.without.iter().map(|name| lost(model, name)).collect::<anyhow::Result<Vec<Node>>>()?;
        let with =
            self.with.iter().map(|name| done(model, name)).collect::<anyhow::Result<Vec<InitiativeId>>>()?;
        let model = if with.is_empty() { Cow::Borrowed(model) } else { Cow::Owned(model.with_done(&with)) };
        let answer = ensure(&model, &EnsureQuestion { without, ..self.plain() });
        Ok((model, answer))
    }
}

fn lost(model: &Model, name: &str) -> anyhow::Result<Node> {
    match one(model, name, |named| matches!(named, Named::Node(_)))? {
        Named::Node(node) => Ok(node),
        _ => bail!(
            "`{name}` is nothing that can be lost: a system, technology, vendor, person or capability is"
        ),
    }
}

fn done(model: &Model, name: &str) -> anyhow::Result<InitiativeId> {
    match one(model, name, |named| matches!(named, Named::Initiative(_)))? {
        Named::Initiative(id) => Ok(id),
        _ => bail!("`{name}` is no initiative"),
    }
}

/// Returns the one thing of the fitting kinds that a name means.
pub(crate) fn one(model: &Model, name: &str, fits: impl Fn(&Named) -> bool) -> anyhow::Result<Named> {
    let found: Vec<Named> = model.named(name).into_iter().filter(fits).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            let mut names = Vec::new();
            model.each_card(&mut |_, card| names.push(card.name.as_str()));
            let bare = name.rsplit(':').next().unwrap_or(name);
            let near = offing_model::diagnostic::did_you_mean(bare, names).context("").unwrap_or_default();
            bail!("nothing that fits here is called `{name}`; {near}")
        }
        _ => bail!("`{name}` is the name of several things: write `kind:name`, such as `vendor:{name}`"),
    }
}

/// What is shown beside the answer.
struct Beside {
    /// What was taken away or done, and what that changed.
    changes: Option<Page>,
    /// What a baseline made of the answer.
    adopted: Option<Adopted>,
}

fn show(
    args: &EnsureArgs,
    read: &Read,
    model: &Model,
    answer: &Ensure,
    beside: &Beside,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    let findings = || offing_view::ensure::findings(model, &read.inputs, answer);
    let page = || {
        let mut page = offing_view::ensure::page(model, &read.inputs, answer);
        if let Some(changes) = &beside.changes {
            page.blocks.splice(0..0, changes.blocks.iter().cloned());
        }
        if let Some(adopted) = &beside.adopted {
            page.blocks.extend(args.baseline.page(adopted).blocks);
        }
        if args.assumed {
            page.blocks.extend(offing_view::ensure::assumed(model, answer).blocks);
        }
        page
    };
    match args.format {
        Format::Text => {
            terminal.show(&page())?;
            read.warn();
        }
        Format::Markdown => terminal.print(&markdown(&page()))?,
        Format::Json => terminal.json(&offing_view::ensure::json(model, &read.inputs, answer))?,
        Format::Github => terminal.print(&gate::github(&findings()))?,
        Format::Sarif => terminal.json(&gate::sarif(&findings()))?,
        Format::Junit => terminal.print(&gate::junit(&findings()))?,
    }
    Ok(())
}

/// Says why there is no model, in the format that was asked for.
fn refuse(read: &Read, format: Format, terminal: &Terminal) -> anyhow::Result<Ending> {
    let findings = || offing_view::diagnostics::findings(&read.diagnostics, &read.inputs);
    match format {
        Format::Text | Format::Markdown | Format::Json => {
            return read.refuse(format == Format::Json, terminal);
        }
        Format::Github => terminal.print(&gate::github(&findings()))?,
        Format::Sarif => terminal.json(&gate::sarif(&findings()))?,
        Format::Junit => terminal.print(&gate::junit(&findings()))?,
    }
    Ok(Ending::NoModel)
}
