//! `offing export`.

use std::path::PathBuf;

use anyhow::Context;
use clap::ValueEnum;
use offing_analysis::words::amount;
use offing_view::export::{self, export};

use crate::args::ModelArgs;
use crate::reading::read;
use crate::terminal::{Ending, Terminal, complain};

/// Write the model in a form that another tool reads.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing export mermaid models/atelier\n  \
    offing export archimate models/atelier -o atelier.xml\n  \
    offing export backstage models/atelier -o catalog-info.yaml\n\n\
    What is confidential is left out, names of it too, and counted. What a form has no words for is counted as well.")]
pub(crate) struct ExportArgs {
    /// Which form
    #[arg(value_enum)]
    form: Form,
    #[command(flatten)]
    model: ModelArgs,
    /// Where to write it (default: standard output)
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Also what is confidential
    #[arg(long)]
    confidential: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Backstage descriptors; `offing init --from` reads them again
    Backstage,
    /// ArchiMate model exchange file
    Archimate,
    /// Wardley map of onlinewardleymaps
    Owm,
    /// Mermaid flowchart
    Mermaid,
    /// Graphviz
    Dot,
    /// A table, one line an entity
    Csv,
    /// Microsoft Project's XML
    Msproject,
    /// All the model's own files as one JSON document, in the words of `offing schema`
    Json,
}

pub(crate) fn run(args: &ExportArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let read = read(&args.model)?;
    let Some(model) = &read.model else { return read.refuse(false, terminal) };
    let form = match args.form {
        Form::Backstage => export::Form::Backstage,
        Form::Archimate => export::Form::Archimate,
        Form::Owm => export::Form::Owm,
        Form::Mermaid => export::Form::Mermaid,
        Form::Dot => export::Form::Dot,
        Form::Csv => export::Form::Csv,
        Form::Msproject => export::Form::Msproject,
        Form::Json => export::Form::Json,
    };
    let exported = export(model, &read.inputs, form, args.confidential);
    match &args.output {
        None => terminal.print(&exported.text)?,
        Some(path) => std::fs::write(path, &exported.text)
            .with_context(|| format!("{} can not be written", path.display()))?,
    }
    if exported.confidential > 0 {
        let left = amount(exported.confidential, "confidential entity is", "confidential entities are");
        complain(&format!("{left} left out; `--confidential` tells them too."));
    }
    if !exported.not_carried.is_empty() {
        let left = exported.not_carried.iter().map(|(what, count)| format!("{count} {what}"));
        complain(&format!("Not carried: {}.", left.collect::<Vec<_>>().join("; ")));
    }
    Ok(Ending::Good)
}
