//! `cargo xtask bless`: writes the files that are generated from the code; with `--check`, tells which are not as
//! they would be written.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};

/// A generated file.
struct Generated {
    /// Where it stands, from the workspace's root.
    path: &'static str,
    /// What it says.
    text: fn() -> String,
}

/// Every generated file.
const GENERATED: &[Generated] = &[
    Generated { path: "docs/reference/language.md", text: offing_view::reference::language },
    Generated { path: "docs/errors.md", text: offing_view::reference::errors },
    Generated { path: "docs/reference/model.schema.json", text: schema },
];

#[derive(Debug, clap::Args)]
pub(crate) struct Bless {
    /// Only say whether they are as they would be written
    #[arg(long)]
    pub(crate) check: bool,
}

impl Bless {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let root = crate::tree::root();
        let is_stale = |file: &&Generated| !is_written(&root.join(file.path), &(file.text)());
        let stale: Vec<&Generated> = GENERATED.iter().filter(is_stale).collect();
        if self.check {
            let names: Vec<&str> = stale.iter().map(|file| file.path).collect();
            if !names.is_empty() {
                bail!("not as they would be written: {}; run `cargo xtask bless`", names.join(", "));
            }
            println!("{} generated files are as they would be written", GENERATED.len());
            return Ok(());
        }
        for file in stale {
            write(&root.join(file.path), &(file.text)())?;
            println!("wrote {}", file.path);
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
