//! `--baseline FILE`, `--write-baseline FILE`: a gate adopted with old findings.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use offing_analysis::ensure::Ensure;
use offing_analysis::words::amount;
use offing_model::{Inputs, Model};
use offing_view::gate::{Adopted, Baseline};
use offing_view::page::Page;

use crate::terminal::complain;

/// Which findings are known.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineArgs {
    /// Fail only on what this file does not know: a gate adopted with the findings of its first day
    #[arg(long, value_name = "FILE", conflicts_with = "write_baseline")]
    baseline: Option<PathBuf>,
    /// Write everything that fails now into this file, for `--baseline`
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

impl BaselineArgs {
    /// Marks what a baseline knows, or writes one that knows everything; `None` where no baseline is spoken of.
    pub(super) fn hold_against(
        &self,
        model: &Model,
        inputs: &Inputs,
        answer: &mut Ensure,
    ) -> anyhow::Result<Option<Adopted>> {
        let baseline = match (&self.baseline, &self.write_baseline) {
            (Some(file), _) => read(file)?,
            (None, Some(file)) => {
                let baseline = Baseline::of(model, inputs, answer);
                write(file, &baseline)?;
                baseline
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(baseline.adopt(model, inputs, answer)))
    }

    /// Returns what there is to say of it below the answer.
    pub(super) fn page(&self, adopted: &Adopted) -> Page {
        self.baseline.as_ref().map(|file| adopted.page(&file.display().to_string())).unwrap_or_default()
    }
}

fn read(file: &Path) -> anyhow::Result<Baseline> {
    let shown = file.display();
    let text = match std::fs::read_to_string(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("there is no baseline {shown} yet: write it with `offing ensure --write-baseline {shown}`")
        }
        text => text.with_context(|| format!("the baseline {shown} can not be read"))?,
    };
    Baseline::read(&text).map_err(|fault| {
        anyhow::anyhow!(
            "{shown} is no baseline, as {fault}; write it anew with `offing ensure --write-baseline {shown}`"
        )
    })
}

fn write(file: &Path, baseline: &Baseline) -> anyhow::Result<()> {
    let shown = file.display();
    std::fs::write(file, format!("{:#}\n", baseline.json()))
        .with_context(|| format!("the baseline {shown} can not be written"))?;
    let known = amount(baseline.len(), "finding", "findings");
    complain(&format!("Wrote {shown} with {known}. Next: offing ensure --baseline {shown}"));
    Ok(())
}
