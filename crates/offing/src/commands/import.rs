//! `offing import`.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::ValueEnum;
use offing_load::import;
use offing_model::brought::{Brought, Import, bring};
use offing_model::{Content, Inputs, Severity, Source};
use offing_view::import::{json, page};
use offing_view::render::markdown::markdown;

use crate::reading::{Read, today};
use crate::terminal::{Ending, Terminal, complain};

/// Bring what another tool knows into the model; again and again, and never over what a person wrote.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing import jira export.csv --into model --dry-run\n  \
    offing import archimate landscape.xml --into model\n  \
    offing import msproject plan.xml --into model\n\n\
    A folder gets its own file, `imported/SOURCE.yaml`, and beside it what was brought last (`imported/_SOURCE.yaml`, \
    commit it too): so the next import knows its own fields from yours. Move, rename and change what you like.")]
pub(crate) struct ImportArgs {
    /// Which tool wrote the file
    #[arg(value_enum)]
    form: Form,
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The model it is brought into (default: the one `offing ensure` would read)
    #[arg(long, value_name = "MODEL")]
    into: Option<PathBuf>,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// CSV of all fields: epics and initiatives
    Jira,
    /// JSON of `gh issue list`: milestones, and issues labelled epic
    Github,
    /// CSV: projects
    Linear,
    /// Text of onlinewardleymaps
    Owm,
    /// ArchiMate model exchange file
    Archimate,
    /// XML of Microsoft Project
    Msproject,
    /// A technology radar: Thoughtworks, AOE (a folder), Zalando, Backstage
    Radar,
}

pub(crate) fn run(args: &ImportArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let form = match args.form {
        Form::Jira => import::Form::Jira,
        Form::Github => import::Form::Github,
        Form::Linear => import::Form::Linear,
        Form::Owm => import::Form::Owm,
        Form::Archimate => import::Form::Archimate,
        Form::Msproject => import::Form::Msproject,
        Form::Radar => import::Form::Radar,
    };
    let brought = import::read(&args.file, form)?;
    let place = Place::of(args.into.as_deref(), form.word())?;
    let base = std::fs::read_to_string(&place.base).ok();
    let import = bring(&place.inputs, &place.own, base.as_deref(), &brought)?;
    if let Some(ending) = refused(&place.inputs, &place, &import, terminal)? {
        return Ok(ending);
    }
    if !args.dry_run {
        write(&place, &import)?;
    }
    show(args, &place, &brought, &import, terminal)?;
    Ok(Ending::Good)
}

/// Where an import writes.
struct Place {
    inputs: Inputs,
    /// The import's own file.
    own: String,
    /// What it brought last.
    base: PathBuf,
}

impl Place {
    fn of(into: Option<&Path>, source: &str) -> anyhow::Result<Place> {
        let model = match into {
            Some(path) => path.to_path_buf(),
            None => offing_load::find(None)?,
        };
        if model.is_file() {
            let name = model.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let base = model.with_file_name(format!("_{name}.{source}.yaml"));
            let inputs = offing_load::inputs(&model, today())?;
            let own = inputs.sources[0].name.clone();
            return Ok(Place { inputs, own, base });
        }
        let folder = model.join("imported");
        // A folder without a model yet is where one begins.
        let inputs = match offing_load::inputs(&model, today()) {
            Ok(inputs) => inputs,
            Err(offing_load::LoadError::NoYaml { .. } | offing_load::LoadError::Missing { .. }) => {
                Inputs { sources: Vec::new(), catalogs: Vec::new(), unmatched: Vec::new(), today: today() }
            }
            Err(other) => return Err(other.into()),
        };
        let own = folder.join(format!("{source}.yaml"));
        let own = own.strip_prefix(".").unwrap_or(&own).display().to_string();
        Ok(Place { inputs, own, base: folder.join(format!("_{source}.yaml")) })
    }
}

/// Returns what an import makes of a model.
fn after(inputs: &Inputs, place: &Place, import: &Import) -> Inputs {
    let mut after = inputs.clone();
    for (source, text) in &import.changed {
        after.sources[*source as usize].content = Content::Text(text.clone());
    }
    let new = import
        .own
        .as_ref()
        .map(|text| Source { name: place.own.clone(), content: Content::Text(text.clone()) });
    after.sources.extend(new);
    after
}

/// Says why nothing is written, where a sound model would not be sound any more.
fn refused(
    inputs: &Inputs,
    place: &Place,
    import: &Import,
    terminal: &Terminal,
) -> anyhow::Result<Option<Ending>> {
    let errors = |inputs: &Inputs| -> usize {
        let found = offing_model::read(inputs).diagnostics;
        found.iter().filter(|found| found.severity() == Severity::Error).count()
    };
    let after = after(inputs, place, import);
    if errors(&after) <= errors(inputs) {
        return Ok(None);
    }
    complain("Nothing is written: the model would not be sound with it.");
    Read::of(after).refuse(false, terminal).map(Some)
}

fn write(place: &Place, import: &Import) -> anyhow::Result<()> {
    let put = |path: &Path, text: &str| {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("{} can not be made", folder.display()))?;
        }
        std::fs::write(path, text).with_context(|| format!("{} can not be written", path.display()))
    };
    for (source, text) in &import.changed {
        put(Path::new(&place.inputs.sources[*source as usize].name), text)?;
    }
    if let Some(text) = &import.own {
        if Path::new(&place.own).exists() {
            bail!("{} is there already, but is no part of the model; move it away", place.own);
        }
        put(Path::new(&place.own), text)?;
    }
    put(&place.base, &import.base)
}

fn show(
    args: &ImportArgs,
    place: &Place,
    brought: &Brought,
    import: &Import,
    terminal: &Terminal,
) -> anyhow::Result<()> {
    match args.format {
        Format::Text => terminal.show(&page(&place.own, brought, import, args.dry_run)),
        Format::Markdown => terminal.print(&markdown(&page(&place.own, brought, import, args.dry_run))),
        Format::Json => terminal.json(&json(&place.own, brought, import, args.dry_run)),
    }
}
