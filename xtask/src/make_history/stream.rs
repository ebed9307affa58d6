//! A repository written through `git fast-import`.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result, bail};

/// Who writes and commits everything.
const NOBODY: &str = "Nobody <nobody@atelier.example.com>";

/// A commit about to be written.
#[derive(Debug, Default)]
pub struct Told<'t> {
    /// The branch it is for, in full: `refs/heads/main`.
    pub branch: &'t str,
    /// The commit it stands on, and those it merges.
    pub parents: &'t [u32],
    /// When the change was written, in seconds since 1970.
    pub authored: i64,
    /// When it became this commit.
    pub committed: i64,
    /// What it says.
    pub message: &'t str,
    /// The files it writes; those without text are deleted.
    pub files: &'t [(String, Option<Vec<u8>>)],
}

/// A repository that is being written.
#[derive(Debug)]
pub struct Stream {
    git: Child,
    to: BufWriter<ChildStdin>,
    last: u32,
}

impl Stream {
    /// Makes an empty repository in a folder, checked out at `main`.
    pub fn start(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        git(folder, &["init", "--quiet", "--initial-branch=main", "."])?;
        let mut git = Command::new("git")
            .args([
                "fast-import",
                "--quiet",
                "--done",
                "--date-format=raw",
                "--depth=50",
                "--export-marks=.git/marks",
            ])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .spawn()
            .context("running git")?;
        let to = BufWriter::with_capacity(1 << 20, git.stdin.take().context("its input is ours")?);
        Ok(Self { git, to, last: 0 })
    }

    /// Writes a commit and returns its number.
    pub fn commit(&mut self, told: &Told<'_>) -> Result<u32> {
        self.last += 1;
        let to = &mut self.to;
        writeln!(to, "commit {}\nmark :{}", told.branch, self.last)?;
        writeln!(to, "author {NOBODY} {} +0000\ncommitter {NOBODY} {} +0000", told.authored, told.committed)?;
        writeln!(to, "data {}\n{}", told.message.len(), told.message)?;
        for (at, parent) in told.parents.iter().enumerate() {
            writeln!(to, "{} :{parent}", if at == 0 { "from" } else { "merge" })?;
        }
        for (path, bytes) in told.files {
            match bytes {
                Some(bytes) => {
                    write!(to, "M 100644 inline {path}\ndata {}\n", bytes.len())?;
                    to.write_all(bytes)?;
                    writeln!(to)?;
                }
                None => writeln!(to, "D {path}")?,
            }
        }
        Ok(self.last)
    }

    /// Sets a tag: with a date of its own, or without.
    pub fn tag(&mut self, name: &str, commit: u32, at: Option<i64>) -> Result<()> {
        match at {
            Some(at) => {
                writeln!(self.to, "tag {name}\nfrom :{commit}\ntagger {NOBODY} {at} +0000\ndata 0\n")?;
            }
            None => writeln!(self.to, "reset refs/tags/{name}\nfrom :{commit}\n")?,
        }
        Ok(())
    }

    /// Sets any other reference.
    pub fn reference(&mut self, name: &str, commit: u32) -> Result<()> {
        writeln!(self.to, "reset {name}\nfrom :{commit}\n")?;
        Ok(())
    }

    /// Writes everything, forgets the branches that only served to write it, and returns the name of each commit by its
    /// number.
    pub fn finish(mut self, folder: &Path, forget: &[&str]) -> Result<BTreeMap<u32, String>> {
        writeln!(self.to, "done")?;
        drop(self.to.into_inner().context("writing to git")?);
        let status = self.git.wait()?;
        if !status.success() {
            bail!("git fast-import ended with {status}");
        }
        for reference in forget {
            git(folder, &["update-ref", "-d", reference])?;
        }
        let marks = std::fs::read_to_string(folder.join(".git/marks"))?;
        let named = marks.lines().filter_map(|line| line.strip_prefix(':')?.split_once(' '));
        named.map(|(number, name)| Ok((number.parse()?, name.to_owned()))).collect()
    }
}

/// Runs git in a folder and returns what it prints.
pub fn git(folder: &Path, args: &[&str]) -> Result<String> {
    let output = Command::new("git").args(args).current_dir(folder).output().context("running git")?;
    if !output.status.success() {
        bail!(
            "git {} ended with {}: {}",
            args[0],
            output.status,
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8(output.stdout)?)
}
