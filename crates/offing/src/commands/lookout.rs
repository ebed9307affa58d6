//! `offing lookout`.

use clap::ValueEnum;
use jiff::civil::Date;
use offing_analysis::ensure::{EnsureQuestion, ensure};
use offing_analysis::lookout::{Lookout, LookoutQuestion, Outside, lookout};
use offing_analysis::people::PeopleQuestion;
use offing_load::SourceFault;
use offing_model::{Inputs, Model};
use offing_view::render::markdown::markdown;

use crate::args::ModelArgs;
use crate::reading::read;
use crate::terminal::{Ending, Terminal};

/// What was seen outside and what it does to our beliefs; who else is coming; where technologies stand and until when;
/// what leaving takes; where we are blind.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing lookout models/atelier\n  \
    offing lookout models/atelier --since 2025-09-01\n  \
    offing lookout models/atelier --format json\n\n\
    The radar and the ends of life are read from what `sources:` names; the page says how to name them.\n\
    Exit codes: 0 answered, 2 there is no sound model, or a source can not be read.")]
pub(crate) struct LookoutArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// Since which day moves on the radar are told (default: a quarter back)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// The seed of all luck
    #[arg(long, default_value_t = EnsureQuestion::default().seed)]
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

pub(crate) fn run(args: &LookoutArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else { return read.refuse(args.format == Format::Json, terminal) };
    let outside = outside(&read.inputs, model).map_err(told)?;
    let usual = LookoutQuestion::usual(model);
    let question = LookoutQuestion { since: args.since.unwrap_or(usual.since), ..usual };
    let ensure = ensure(model, &EnsureQuestion { seed: args.seed, ..EnsureQuestion::default() });
    let answer: Lookout = lookout(model, &ensure, &outside, &question);
    let page = || offing_view::lookout::page(model, &read.inputs, &answer);
    match args.format {
        Format::Text => {
            terminal.show(&page())?;
            read.warn();
        }
        Format::Markdown => terminal.print(&markdown(&page()))?,
        Format::Json => terminal.json(&offing_view::lookout::json(model, &read.inputs, &answer))?,
    }
    Ok(Ending::Good)
}

/// Reads what the model names outside itself.
pub(crate) fn outside(inputs: &Inputs, model: &Model) -> Result<Outside, Vec<SourceFault>> {
    let since = PeopleQuestion::usual(model).since;
    let radar = offing_load::radar::of_model(model, inputs).map_err(|fault| vec![fault]);
    let products = offing_load::end_of_life::of_model(model, inputs);
    let calendars = offing_load::calendar::of_model(model, inputs, since, model.company.as_of);
    match (radar, products, calendars) {
        (Ok(radar), Ok(products), Ok(calendars)) => Ok(Outside { radar, products, calendars }),
        (radar, products, calendars) => {
            Err([radar.err(), products.err(), calendars.err()].into_iter().flatten().flatten().collect())
        }
    }
}

/// Returns the faults of sources as one error, one a line.
pub(super) fn told(faults: Vec<SourceFault>) -> anyhow::Error {
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("{}", faults.join("\n"))
}
