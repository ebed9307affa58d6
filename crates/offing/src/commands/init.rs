//! `offing init`.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use offing_analysis::words::amount;
use offing_model::starter::{self, Init};
use offing_view::diagnostics;

use crate::terminal::{Ending, Terminal, complain};

/// Write a small, commented model to start from, or one made of the catalog you have.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  offing init\n  offing init shop.yaml\n  \
    offing init --from ../catalog -o offing.yaml\n\nNothing that exists is ever overwritten.")]
pub(crate) struct InitArgs {
    /// Where to write it
    #[arg(value_name = "FILE", conflicts_with = "output")]
    file: Option<PathBuf>,
    /// Where to write it; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Read what is there: Backstage descriptors and CODEOWNERS below these paths
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,
}

pub(crate) fn run(args: &InitArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let to = args.output.as_ref().or(args.file.as_ref());
    let to = to.cloned().unwrap_or_else(|| PathBuf::from("offing.yaml"));
    if args.from.is_empty() {
        write(&to, starter::text(), terminal)?;
    } else {
        let init = starter::from_catalogs(offing_load::gather(&args.from)?);
        write(&to, &init.text, terminal)?;
        report(&init, terminal);
    }
    if to != Path::new("-") {
        complain(&format!("Wrote {}. Next: offing ensure {0}", to.display()));
    }
    Ok(Ending::Good)
}

/// Writes a new file; one that exists is left alone.
fn write(to: &Path, text: &str, terminal: &Terminal) -> anyhow::Result<()> {
    if to == Path::new("-") {
        return terminal.print(text);
    }
    match std::fs::File::create_new(to) {
        Ok(mut file) => Ok(file.write_all(text.as_bytes())?),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} is there already and is left alone; name another file with `-o`", to.display())
        }
        Err(error) => Err(error).with_context(|| format!("{} can not be written", to.display())),
    }
}

/// Says what the model was made of, and what was left aside.
fn report(init: &Init, terminal: &Terminal) {
    let look = diagnostics::Look { width: terminal.width().into(), colour: terminal.error_color() };
    if !init.diagnostics.is_empty() {
        complain(&diagnostics::full(&init.diagnostics, &init.inputs, &look));
    }
    let catalog = &init.summary.catalog;
    complain(&format!(
        "Read {} and {}: {}.",
        amount(catalog.files, "catalog file", "catalog files"),
        amount(init.summary.owners_files, "CODEOWNERS file", "CODEOWNERS files"),
        counted(&catalog.read)
    ));
    let aside =
        [("kinds", &catalog.left_aside), ("annotations", &catalog.annotations), ("fields", &catalog.fields)];
    for (what, counts) in aside.into_iter().filter(|(_, counts)| !counts.is_empty()) {
        complain(&format!("Left aside, {what}: {}.", counted(counts)));
    }
    if catalog.faulty > 0 {
        complain(&format!("{} could be made nothing of.", amount(catalog.faulty, "document", "documents")));
    }
    let made = init.summary.made.iter().map(|(kind, count)| amount(*count, kind.word(), kind.section()));
    complain(&format!("Made: {}.", made.collect::<Vec<_>>().join(", ")));
}

/// Returns "75 Component, 12 Group".
fn counted(counts: &BTreeMap<String, usize>) -> String {
    counts.iter().map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}
