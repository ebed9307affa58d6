//! `offing init`.

use std::path::PathBuf;

use crate::terminal::{Ending, Terminal};

/// Write a small model to start from, or one from the catalog you have.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// Where to write it
    #[arg(default_value = "offing.yaml")]
    to: PathBuf,
    /// Read what is there: Backstage descriptors and CODEOWNERS below these paths
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,
}

pub(crate) fn run(args: &InitArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let _ = (args, terminal);
    Ok(Ending::Good)
}
