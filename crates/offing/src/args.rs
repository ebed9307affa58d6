//! What can be said on the command line. The doc comments are the help.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::commands;

/// Keep every outcome of a company in the offing while one of them is being shipped.
#[derive(Debug, Parser)]
#[command(name = "offing", version, max_term_width = 100)]
#[command(after_help = "Begin here:\n  \
    offing init                       write a small model to start from\n  \
    offing ensure                     which outcomes are open, what closes them, is every guarantee true?\n  \
    offing ensure why NAME            why something holds, or does not\n  \
    offing execute                    when will the chosen outcome be there, and what is to be done now?\n\n\
    Exit codes: 0 all guarantees hold, 1 one does not, 2 there is no sound model or the call was wrong.")]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to colour what is shown; NO_COLOR is obeyed
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Which outcomes could we pursue, how far are the others, what closes them, is every guarantee true?
    Ensure(commands::ensure::EnsureArgs),
    /// When will the chosen outcome be there, what decides that date, what should each team do now?
    Execute(commands::execute::ExecuteArgs),
    /// What does keeping every outcome open cost, what does it buy, and which plan should be followed?
    Balance(commands::balance::BalanceArgs),
    /// What was seen outside, who else is coming, where technologies stand and until when, where are we blind?
    Lookout(commands::lookout::LookoutArgs),
    /// Who answers for what, do titles say what the job is, which of the two jobs does a leader's time go to?
    People(commands::people::PeopleArgs),
    /// One document for the board, a department or the leads, with nothing confidential in it
    Brief(commands::brief::BriefArgs),
    /// A local web application over the model's files: every answer on pages that follow them
    Serve(commands::serve::ServeArgs),
    /// The same questions as read-only tools for assistants (Model Context Protocol)
    Mcp(commands::mcp::McpArgs),
    /// What does a change of the model mean, and which lines did it?
    Diff(commands::diff::DiffArgs),
    /// How did the company come to where it stands?
    History(commands::history::HistoryArgs),
    /// Bring what another tool knows into the model
    Import(commands::import::ImportArgs),
    /// Write the model in a form that another tool reads
    Export(commands::export::ExportArgs),
    /// What a diagnostic code means, with a faulty model and a mended one
    Explain(commands::explain::ExplainArgs),
    /// The JSON Schema of the model language, for editors
    Schema,
    /// Write a small model to start from, or one from the catalog you have
    Init(commands::init::InitArgs),
}

/// Which model, and which day.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ModelArgs {
    /// The model: a folder or a file (default: offing.yaml, offing/, model/ or the folder you are in)
    #[arg(value_name = "MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// The day to take for today when the model has no `as-of`
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<jiff::civil::Date>,
}
