//! `cargo xtask bench-trees DIR`: holds the structure functions of `offing-math` against the Aralia
//! fault trees, and against two independent programs where they are installed.
//!
//! Every model is run in a process of its own, so that its peak memory is its own and one that takes
//! too long stops nothing. Times leave out process start and reading, for all three programs.

mod ours;
mod peers;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;

use ours::Ours;
use peers::{Python, Scram};

/// Chance, count and list of minimal cut sets of fault trees in Open-PSA format
#[derive(Args)]
pub(crate) struct BenchTrees {
    /// Folder of `.xml` files, or one such file
    dir: PathBuf,
    /// CSV of `model,coherent,minimal_cut_sets,top_event_probability` to compare with
    #[arg(long)]
    reference: Option<PathBuf>,
    /// Only models whose name contains this
    #[arg(long, default_value = "")]
    only: String,
    /// Runs of each program, of which the median counts
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Seconds that one program may take over one model
    #[arg(long, default_value_t = 120)]
    patience: u64,
    /// Python with `relibmss` installed
    #[arg(long, default_value = "python3")]
    python: PathBuf,
    /// Leave the peers out
    #[arg(long)]
    alone: bool,
    /// Run this one model and print what was measured, for the parent process to read
    #[arg(long, hide = true)]
    child: bool,
}

/// Lists are asked for where there are fewer sets than this.
const LISTED: u128 = 1_000_000;

impl BenchTrees {
    pub(crate) fn run(&self) -> Result<()> {
        if self.child {
            println!("{}", Ours::measure(&self.dir, self.runs)?);
            return Ok(());
        }
        let reference = self.reference.as_deref().map(read_reference).transpose()?.unwrap_or_default();
        let patience = Duration::from_secs(self.patience);
        let scram = if self.alone { None } else { Scram::find() };
        let python = if self.alone { None } else { Python::find(&self.python) };
        if !self.alone {
            println!("scram: {}", scram.as_ref().map_or("not installed", |scram| &scram.version));
            println!("relibmss: {}", python.as_ref().map_or("not installed", |python| &python.version));
        }
        println!("times in milliseconds, median of {}; theirs/ours in brackets", self.runs);
        println!(
            "peak memory of all that a program was asked, reading included; - where it was not measured"
        );
        println!(
            "scram's list: runs that list less runs that only validate, in turn, mean ± standard error;"
        );
        println!("< noise where that is not above twice its standard error, and then left out of the sums");
        println!(
            "{:<10} {:>7} {:>8} {:>9} {:>16} {:>22} {:>4} {:>8} {:>8}  {:>20} {:>20} {:>20} {:>20} {:>18}  against the reference",
            "model",
            "modules",
            "nodes",
            "tried",
            "cut sets",
            "chance",
            "MB",
            "scram MB",
            "relib MB",
            "chance",
            "count",
            "diagram of sets",
            "list",
            "scram's list"
        );
        let mut totals = Totals::default();
        for model in models(&self.dir, &self.only)? {
            let name = model.file_stem().and_then(|stem| stem.to_str()).context("a file name in Unicode")?;
            let ours = match Ours::in_child(&model, self.runs, patience) {
                Ok(ours) => ours,
                Err(why) => {
                    println!("{name:<10} {why:#}");
                    continue;
                }
            };
            let scram = scram
                .as_ref()
                .map(|scram| scram.measure(&model, &ours, self.runs, patience))
                .unwrap_or_default();
            let python =
                python.as_ref().map(|python| python.measure(&model, self.runs, patience)).unwrap_or_default();
            let against = reference.get(name).map_or("not in it".to_owned(), |known| known.compare(&ours));
            let against =
                if ours.is_coherent() { against } else { format!("{against}, not coherent: chance only") };
            let chance = totals.chance.pair(Some(ours.chance_ms), scram.chance_ms);
            let count = totals.count.pair(ours.count_ms, python.count_ms);
            let is_listed = ours.sets.is_some_and(|sets| sets < LISTED);
            let diagram = totals.diagram.pair(ours.count_ms, scram.sets_ms);
            let list_ms = ours.list_ms.filter(|_| is_listed);
            let clear = scram.list.and_then(|list| list.clear());
            let mut list = totals.list.pair(list_ms, clear);
            if scram.list.is_some() && clear.is_none() {
                list.push_str(" [< noise]");
            }
            let theirs =
                scram.list.map_or("-".to_owned(), |list| format!("{:.2} ± {:.2}", list.mean, list.error));
            let sets = ours.sets.map_or("-".to_owned(), |sets| sets.to_string());
            let [scram_mb, python_mb] = [scram.peak_mb, python.peak_mb].map(megabytes);
            println!(
                "{name:<10} {:>7} {:>8} {:>9} {sets:>16} {:>22e} {:>4} {scram_mb:>8} {python_mb:>8}  {chance:>20} {count:>20} {diagram:>20} {list:>20} {theirs:>18}  {against}",
                ours.modules, ours.nodes, ours.tried, ours.chance, ours.peak_mb
            );
            if let Some((chance, sets)) = python.found
                && (ours.sets.is_some_and(|ours| ours != sets) || relative_error(chance, ours.chance) > 1e-9)
            {
                println!("{name:<10} relibmss finds {sets} sets and the chance {chance:e}");
            }
        }
        println!("in all, ours against theirs where both are there:");
        println!("  chance           {}", totals.chance.sum("scram --bdd -l 1"));
        println!("  count            {}", totals.count.sum("relibmss"));
        println!("  diagram of sets  {}", totals.diagram.sum("scram --bdd, its own analysis time"));
        println!("  list             {}", totals.list.sum("scram --bdd, writing the sets included"));
        Ok(())
    }
}

fn megabytes(peak: Option<u64>) -> String {
    peak.map_or("-".to_owned(), |peak| peak.to_string())
}

fn models(dir: &Path, only: &str) -> Result<Vec<PathBuf>> {
    if dir.is_file() {
        return Ok(vec![dir.to_owned()]);
    }
    let entries = std::fs::read_dir(dir).with_context(|| format!("reading {}", dir.display()))?;
    let paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let is_wanted = |path: &PathBuf| {
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        path.extension().is_some_and(|extension| extension == "xml")
            && stem.is_some_and(|stem| stem.contains(only))
    };
    let mut models: Vec<PathBuf> = paths.into_iter().filter(is_wanted).collect();
    models.sort();
    ensure!(!models.is_empty(), "no `.xml` file in {}", dir.display());
    Ok(models)
}

/// What is known of a model.
struct Known {
    sets: Option<u128>,
    chance: Option<f64>,
}

impl Known {
    fn compare(&self, ours: &Ours) -> String {
        let sets = match (self.sets, ours.sets) {
            (Some(known), Some(sets)) if known == sets => "same count".to_owned(),
            (Some(known), Some(_)) => format!("COUNT DIFFERS: {known}"),
            _ => "no count".to_owned(),
        };
        let chance = match self.chance.map(|known| (known, relative_error(known, ours.chance))) {
            Some((_, error)) if error < 1e-9 => format!("chance within {error:.0e}"),
            Some((known, _)) => format!("CHANCE DIFFERS: {known:e}"),
            None => "no chance".to_owned(),
        };
        format!("{sets}, {chance}")
    }
}

fn relative_error(a: f64, b: f64) -> f64 {
    (a - b).abs() / a.abs().max(f64::MIN_POSITIVE)
}

fn read_reference(path: &Path) -> Result<BTreeMap<String, Known>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut known = BTreeMap::new();
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        let fields: Vec<&str> = line.split(',').collect();
        let [name, _, sets, chance] = fields[..] else { anyhow::bail!("not four fields: {line}") };
        known.insert(name.to_owned(), Known { sets: sets.parse().ok(), chance: chance.parse().ok() });
    }
    Ok(known)
}

#[derive(Default)]
struct Totals {
    chance: Total,
    count: Total,
    diagram: Total,
    list: Total,
}

/// Sums over the models that both programs have done.
#[derive(Default)]
struct Total {
    ours: f64,
    theirs: f64,
    models: usize,
    worst: Option<f64>,
}

impl Total {
    /// Adds a pair of times, and returns how it is shown.
    fn pair(&mut self, ours: Option<f64>, theirs: Option<f64>) -> String {
        let Some(ours) = ours else { return "-".to_owned() };
        let Some(theirs) = theirs else { return format!("{ours:.3}") };
        self.ours += ours;
        self.theirs += theirs;
        self.models += 1;
        let ratio = theirs / ours;
        self.worst = Some(self.worst.map_or(ratio, |worst| worst.min(ratio)));
        format!("{ours:.3} [{ratio:.1}]")
    }

    fn sum(&self, whose: &str) -> String {
        let Some(worst) = self.worst else { return format!("nothing to compare with {whose}") };
        let ratio = self.theirs / self.ours;
        format!(
            "{:.3} ms against {:.3} ms of {whose} over {} models: {ratio:.1} times, at worst {worst:.1}",
            self.ours, self.theirs, self.models
        )
    }
}
