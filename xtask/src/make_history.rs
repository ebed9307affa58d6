//! Made-up git histories: the example company's own, and long ones for benchmarks; the same for the same seed.

mod atelier;
mod long;
mod model;
mod stream;

use std::path::PathBuf;

use anyhow::{Result, bail};

/// Write the git histories of the example company, or a long one of so many commits
#[derive(Debug, clap::Args)]
pub(crate) struct MakeHistory {
    /// The folder to write to; it must not exist yet
    dir: PathBuf,
    /// The model whose systems these are the histories of
    #[arg(long, default_value = "models/atelier")]
    model: PathBuf,
    /// Write one history of so many commits instead: merges, squash merges, tags, release branches, skewed clocks
    #[arg(long, value_name = "COUNT")]
    commits: Option<usize>,
    /// The seed of all luck
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl MakeHistory {
    pub(crate) fn run(&self) -> Result<()> {
        if self.dir.exists() {
            bail!("`{}` is there already: name another folder", self.dir.display());
        }
        match self.commits {
            Some(commits) => long::write(&self.dir, commits, self.seed),
            None => atelier::write(&self.model, &self.dir, self.seed),
        }
    }
}
