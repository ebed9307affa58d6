//! `cargo xtask bless`: writes the files that are generated from the code; with `--check`, tells which are not as
//! they would be written.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};

/// Every generated file, relative to the workspace's root, with what writes it.
const GENERATED: &[(&str, fn() -> String)] = &[
    ("docs/reference/language.md", offing_view::reference::language),
    ("docs/errors.md", offing_view::reference::errors),
    ("docs/reference/model.schema.json", schema),
];

#[derive(Debug, clap::Args)]
pub(crate) struct Bless {
    /// Only say whether they are as they would be written
    #[arg(long)]
    check: bool,
}

impl Bless {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let root = crate::tree::root();
        let stale: Vec<&(&str, fn() -> String)> =
            GENERATED.iter().filter(|(path, text)| !is_written(&root.join(path), &text())).collect();
        if self.check {
            let names: Vec<&str> = stale.iter().map(|(path, _)| *path).collect();
            if !names.is_empty() {
                bail!("not as they would be written: {}; run `cargo xtask bless`", names.join(", "));
            }
            println!("{} generated files are as they would be written", GENERATED.len());
            return Ok(());
        }
        for (path, text) in stale {
            write(&root.join(path), &text())?;
            println!("wrote {path}");
        }
        Ok(())
    }
}

/// Returns the schema as the file editors are pointed at.
fn schema() -> String {
    format!("{:#}\n", offing_view::schema::schema())
}

/// Returns whether a file says this, whatever its ends of line.
fn is_written(path: &PathBuf, text: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|written| written.replace("\r\n", "\n") == text)
}

fn write(path: &PathBuf, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().context("a generated file stands in a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("{} can not be made", folder.display()))?;
    fs::write(path, text).with_context(|| format!("{} can not be written", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_files_are_as_they_would_be_written() {
        Bless { check: true }.run().expect("run `cargo xtask bless` and commit what it wrote");
    }
}
