//! `offing people`.

use clap::ValueEnum;
use jiff::civil::Date;
use offing_analysis::ensure::{EnsureQuestion, ensure};
use offing_analysis::people::{PeopleQuestion, people};
use offing_view::render::markdown::markdown;

use super::lookout::told;
use crate::args::ModelArgs;
use crate::reading::read;
use crate::terminal::{Ending, Terminal};

/// Who answers for what, whose leaving would close what, whether titles say what the job is, and which of the two jobs
/// a leader's time really goes to.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing people models/atelier\n  \
    offing people models/atelier --since 2025-12-01\n  \
    offing people models/atelier --format json\n\n\
    Calendars are read on this machine; only sums of hours are kept, no titles and no attendees. Nobody is ranked.\n\
    Exit codes: 0 answered, 2 there is no sound model, or a calendar can not be read.")]
pub(crate) struct PeopleArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// Since which day calendars count (default: half a year back)
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// How many systems one person may lead before that is too many
    #[arg(long, value_name = "COUNT", default_value_t = 4)]
    most_systems: usize,
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

pub(crate) fn run(args: &PeopleArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else { return read.refuse(args.format == Format::Json, terminal) };
    let since = args.since.unwrap_or(PeopleQuestion::usual(model).since);
    let calendars =
        offing_load::calendar::of_model(model, &read.inputs, since, model.company.as_of).map_err(told)?;
    let question = PeopleQuestion { since, most_systems: args.most_systems };
    let answer = people(model, &ensure(model, &EnsureQuestion::default()), &calendars, &question);
    let page = || offing_view::people::page(model, &answer);
    match args.format {
        Format::Text => {
            terminal.show(&page())?;
            read.warn();
        }
        Format::Markdown => terminal.print(&markdown(&page()))?,
        Format::Json => terminal.json(&offing_view::people::json(model, &answer))?,
    }
    Ok(Ending::Good)
}
