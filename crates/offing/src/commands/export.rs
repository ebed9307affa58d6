//! `offing export`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::ValueEnum;
use offing_analysis::words::amount;
use offing_model::Model;
use offing_view::export::{self, Chart, Exported, export, radar};

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
    /// Which form a radar has
    #[arg(long, value_enum, default_value_t = RadarForm::Byor)]
    format: RadarForm,
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
    /// Technologies with their rings; `--format` says for which radar
    Radar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RadarForm {
    /// The table of Thoughtworks' build-your-own-radar
    Byor,
    /// AOE's folder; `-o` names it
    Aoe,
    /// Zalando's JSON
    Zalando,
    /// Backstage's JSON
    Backstage,
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
        Form::Radar => return run_radar(args, model, terminal),
    };
    let exported = export(model, &read.inputs, form, args.confidential);
    match &args.output {
        None => terminal.print(&exported.text)?,
        Some(path) => write(path, &exported.text)?,
    }
    report(&exported);
    Ok(Ending::Good)
}

fn run_radar(args: &ExportArgs, model: &Model, terminal: &Terminal) -> anyhow::Result<Ending> {
    let chart = match args.format {
        RadarForm::Byor => Chart::Byor,
        RadarForm::Aoe => Chart::Aoe,
        RadarForm::Zalando => Chart::Zalando,
        RadarForm::Backstage => Chart::Backstage,
    };
    let (files, exported) = radar(model, chart, args.confidential);
    match (&args.output, files.get("")) {
        (None, Some(text)) => terminal.print(text)?,
        (Some(path), Some(text)) => write(path, text)?,
        (None, None) => bail!("this radar is a folder of files: name it with `-o FOLDER`"),
        (Some(folder), None) => {
            for (name, text) in &files {
                let path = folder.join(name);
                let parent = path.parent().unwrap_or(folder);
                std::fs::create_dir_all(parent)
                    .with_context(|| format!("{} can not be made", parent.display()))?;
                write(&path, text)?;
            }
        }
    }
    report(&exported);
    Ok(Ending::Good)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("{} can not be written", path.display()))
}

/// Says what was left out, beside what was written.
fn report(exported: &Exported) {
    if exported.confidential > 0 {
        let left = amount(exported.confidential, "confidential entity is", "confidential entities are");
        complain(&format!("{left} left out; `--confidential` tells them too."));
    }
    if !exported.not_carried.is_empty() {
        let left = exported.not_carried.iter().map(|(what, count)| format!("{count} {what}"));
        complain(&format!("Not carried: {}.", left.collect::<Vec<_>>().join("; ")));
    }
}
