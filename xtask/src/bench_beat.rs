//! How fast is the beat of a repository, beside plain git and PyDriller; and is it, number by number, what a slow script
//! finds by `git log` alone?

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use offing_analysis::beat::held::{held, lead_days, marks};
use offing_load::repository::{HistoryQuestion, history};
use offing_math::stats::quantile;
use offing_model::Deploys;
use offing_model::deliveries::{History, Moment};

/// How fast the beat of a repository is, beside `git log` and PyDriller, and whether a slow script agrees
#[derive(Debug, clap::Args)]
pub(crate) struct BenchBeat {
    /// The repository
    repository: PathBuf,
    /// What counts as a deployment: tags that fit this pattern, or merges where it is empty
    #[arg(long, default_value = "v*")]
    tags: String,
    /// A Python; with PyDriller in it, that is timed too
    #[arg(long, value_name = "COMMAND", default_value = "python3")]
    python: PathBuf,
    /// How often each is run; the fastest counts
    #[arg(long, default_value_t = 3)]
    runs: u32,
    /// How many commits PyDriller is timed on, from the first on; the rest is taken to go as fast
    #[arg(long, value_name = "COUNT", default_value_t = 2_000)]
    peer_commits: usize,
    /// Compare and time only ourselves and git
    #[arg(long)]
    without_peer: bool,
    /// Do not compare with the script
    #[arg(long)]
    without_check: bool,
}

impl BenchBeat {
    pub(crate) fn run(&self) -> Result<()> {
        let log = self.fastest(|| git_time(&self.repository, &["log"]))?;
        let numstat = self.fastest(|| git_time(&self.repository, &["log", "--numstat"]))?;
        let plain = self.fastest(|| Ok(self.ours(false)?.1))?;
        let counted = self.fastest(|| Ok(self.ours(true)?.1))?;
        let found = self.ours(true)?.0;
        let tip = found.commits.first().context("the repository has no commit")?.id;
        println!(
            "{} commits on {} ({tip}), {} threads",
            found.on_branch,
            found.branch,
            rayon::current_num_threads()
        );
        println!("git log                        {log:8.3} s");
        println!("ours, without batch size       {plain:8.3} s   {:5.2} times that (at most 3)", plain / log);
        println!("git log --numstat              {numstat:8.3} s");
        println!(
            "ours, with batch size          {counted:8.3} s   {:5.2} times that (at most 1)",
            counted / numstat
        );
        if !self.without_peer {
            let peer = self.peer("commit.committer_date; commit.msg; commit.parents", found.commits.len())?;
            println!(
                "PyDriller                      {peer:8.3} s   ours {:5.0} times as fast (at least 10)",
                peer / plain
            );
            let peer = self.peer("commit.insertions; commit.deletions", found.commits.len())?;
            println!(
                "PyDriller, with lines          {peer:8.3} s   ours {:5.0} times as fast (at least 10)",
                peer / counted
            );
        }
        if !self.without_check {
            self.compare(&found)?;
        }
        Ok(())
    }

    fn deploys(&self) -> Deploys {
        if self.tags.is_empty() { Deploys::Merge } else { Deploys::Tag(self.tags.clone()) }
    }

    /// Reads the history and works out what each deployment was the first to hold; with the seconds that it took.
    fn ours(&self, lines: bool) -> Result<(History, f64)> {
        let question = HistoryQuestion {
            tags: Some(self.tags.clone()).filter(|tags| !tags.is_empty()),
            issues: Vec::new(),
            lines_since: lines.then_some(Moment::UNKNOWN),
        };
        let start = Instant::now();
        let found = history(&self.repository, &question, None)?;
        let rows = rows(&found, &self.deploys());
        let seconds = start.elapsed().as_secs_f64();
        anyhow::ensure!(!rows.is_empty(), "nothing was deployed: name other `--tags`");
        Ok((found, seconds))
    }

    fn fastest(&self, run: impl Fn() -> Result<f64>) -> Result<f64> {
        let mut best = f64::INFINITY;
        for _ in 0..self.runs.max(1) {
            best = best.min(run()?);
        }
        Ok(best)
    }

    /// Returns the seconds that PyDriller takes to tell the same of every commit, worked out from the first so many.
    fn peer(&self, asks: &str, commits: usize) -> Result<f64> {
        let script = format!(
            "from pydriller import Repository\nimport sys\nn = 0\n\
             for commit in Repository(sys.argv[1]).traverse_commits():\n    n += 1\n    {asks}\n    commit.hash\n    \
             if n == int(sys.argv[2]):\n        break\nprint(n)"
        );
        let start = Instant::now();
        let mut command = Command::new(&self.python);
        command.args(["-c", &script]).arg(&self.repository).arg(self.peer_commits.to_string());
        let output = command.output()?;
        if !output.status.success() {
            bail!("PyDriller: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let seconds = start.elapsed().as_secs_f64();
        let told: usize = String::from_utf8(output.stdout)?.trim().parse()?;
        println!("PyDriller told {told} commits in {seconds:.1} s; all of them:");
        Ok(seconds * commits as f64 / told.max(1) as f64)
    }

    /// Compares every figure of every deployment with those of the script.
    fn compare(&self, found: &History) -> Result<()> {
        let script = crate::tree::root().join("xtask/checks/beat.py");
        let mut command = Command::new(&self.python);
        command.arg(script).arg(&self.repository).arg(&found.branch);
        if self.tags.is_empty() {
            command.arg("merge")
        } else {
            command.args(["tag", &self.tags])
        };
        let start = Instant::now();
        let output = command.stderr(Stdio::inherit()).output()?;
        if !output.status.success() {
            bail!("the script ended with {}", output.status);
        }
        let seconds = start.elapsed().as_secs_f64();
        let theirs = String::from_utf8(output.stdout)?;
        let ours = rows(found, &self.deploys());
        let differ: Vec<(&str, &str)> =
            ours.lines().zip(theirs.lines()).filter(|(ours, theirs)| ours != theirs).collect();
        for (ours, theirs) in differ.iter().take(10) {
            println!("ours   {ours}\ntheirs {theirs}");
        }
        let (count, other) = (ours.lines().count(), theirs.lines().count());
        if count != other || !differ.is_empty() {
            bail!("{} of {count} deployments differ from the script's {other}", differ.len());
        }
        println!("equal to the script in every figure of {count} deployments ({seconds:.1} s by `git log`)");
        Ok(())
    }
}

/// Returns a row a deployment, as the script writes it.
fn rows(found: &History, deploys: &Deploys) -> String {
    let (marks, _) = marks(found, deploys);
    let mut rows = String::new();
    for (mark, changes) in marks.iter().zip(held(found, &marks)) {
        let leads: Vec<f64> =
            changes.iter().filter_map(|at| lead_days(&found.commits[*at as usize], mark.at)).collect();
        let (mut added, mut removed) = (0, 0);
        for at in &changes {
            let lines = found.commits[*at as usize].lines.unwrap_or_default();
            added += lines.added;
            removed += lines.removed;
        }
        let seconds: i64 = leads.iter().map(|days| (days * 86_400.0).round() as i64).sum();
        let median = if leads.is_empty() { 0.0 } else { quantile(&leads, 0.5) };
        let (at, count, skewed) = (mark.at.0, changes.len(), changes.len() - leads.len());
        let row = writeln!(
            rows,
            "{}\t{at}\t{count}\t{seconds}\t{median:.9}\t{skewed}\t{added}\t{removed}",
            mark.name
        );
        row.expect("a text takes everything");
    }
    rows
}

fn git_time(repository: &Path, args: &[&str]) -> Result<f64> {
    let start = Instant::now();
    let status = Command::new("git").arg("-C").arg(repository).args(args).stdout(Stdio::null()).status()?;
    if !status.success() {
        bail!("git {} ended with {status}", args.join(" "));
    }
    Ok(start.elapsed().as_secs_f64())
}
