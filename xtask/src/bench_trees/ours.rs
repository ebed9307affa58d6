//! What Offing's own engine makes of a model.

use std::fmt;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use offing_math::diagram::{Diagram, Limits, Side};

use super::LISTED;
use super::peers::{median, run_for};
use crate::fault_tree::FaultTree;

/// What was found, and how long it took, in milliseconds.
#[derive(Debug)]
pub(crate) struct Ours {
    pub(crate) modules: usize,
    /// Decision nodes of the diagram, and of all that were drawn on the way to it.
    pub(crate) nodes: usize,
    pub(crate) tried: usize,
    pub(crate) sets: Option<u128>,
    pub(crate) chance: f64,
    /// From the resolved gates to the chance.
    pub(crate) chance_ms: f64,
    /// From the resolved gates to the number of minimal cut sets.
    pub(crate) count_ms: Option<f64>,
    /// From the resolved gates to a list of all of them, where there are not too many.
    pub(crate) list_ms: Option<f64>,
    pub(crate) peak_mb: u64,
}

impl Ours {
    /// Measures `model` in a process of its own.
    pub(crate) fn in_child(model: &Path, runs: usize, patience: Duration) -> Result<Ours> {
        let mut command = std::process::Command::new(std::env::current_exe()?);
        command.arg("bench-trees").arg(model).arg("--child").args(["--runs", &runs.to_string()]);
        let output = run_for(&mut command, patience)?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
        Ours::parse(&String::from_utf8(output.stdout)?)
    }

    /// Measures `model` here.
    #[allow(clippy::disallowed_methods, reason = "a benchmark asks the clock")]
    pub(crate) fn measure(model: &Path, runs: usize) -> Result<Ours> {
        let text = std::fs::read_to_string(model).with_context(|| format!("reading {}", model.display()))?;
        let tree = FaultTree::read(&text)?;
        let top = tree.top_event()?;
        if !top.is_coherent() {
            bail!("not coherent: skipped");
        }
        let chances = top.chances(&tree)?;
        let limits = Limits::default();
        let (mut chance_ms, mut count_ms, mut list_ms) = (Vec::new(), Vec::new(), Vec::new());
        let mut found = None;
        for _ in 0..runs.max(1) {
            let start = Instant::now();
            let top = tree.top_event()?;
            let diagram = Diagram::draw(&top.structure, top.root, &limits)?;
            let drawn = start.elapsed();
            let chance = diagram.chance(&chances).holds;
            chance_ms.push(start.elapsed());
            // Counting does not need the chance.
            let start = Instant::now();
            let family = diagram.minimal_sets(Side::Holds, &limits);
            let sets = family.as_ref().ok().map(|family| family.count());
            let counted = drawn + start.elapsed();
            found = Some((diagram.modules(), diagram.len(), diagram.tried(), sets, chance));
            let (Ok(family), Some(sets)) = (family, sets) else { continue };
            count_ms.push(counted);
            if sets < LISTED {
                let start = Instant::now();
                let leaves: u128 =
                    family.count_by_size().iter().zip(0..).map(|(&sets, size)| sets * size).sum();
                let mut list: Vec<u32> = Vec::with_capacity(leaves as usize);
                let mut ends: Vec<usize> = Vec::with_capacity(sets as usize);
                family.each(|set| {
                    list.extend_from_slice(set);
                    ends.push(list.len());
                    ControlFlow::Continue(())
                });
                list_ms.push(counted + start.elapsed());
                ensure!(ends.len() as u128 == sets, "{} sets listed, {sets} counted", ends.len());
            }
        }
        let (modules, nodes, tried, sets, chance) = found.context("at least one run")?;
        Ok(Ours {
            modules,
            nodes,
            tried,
            sets,
            chance,
            chance_ms: median(&chance_ms).context("at least one run")?,
            count_ms: median(&count_ms),
            list_ms: median(&list_ms),
            peak_mb: peak_mb(),
        })
    }

    fn parse(line: &str) -> Result<Ours> {
        let fields: Vec<&str> = line.trim().split('\t').collect();
        let [modules, nodes, tried, sets, chance, chance_ms, count_ms, list_ms, peak_mb] = fields[..] else {
            bail!("not nine fields: {line}");
        };
        Ok(Ours {
            modules: modules.parse()?,
            nodes: nodes.parse()?,
            tried: tried.parse()?,
            sets: sets.parse().ok(),
            chance: chance.parse()?,
            chance_ms: chance_ms.parse()?,
            count_ms: count_ms.parse().ok(),
            list_ms: list_ms.parse().ok(),
            peak_mb: peak_mb.parse()?,
        })
    }
}

/// The line that [`Ours::parse`] reads.
impl fmt::Display for Ours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let fields = [
            self.modules.to_string(),
            self.nodes.to_string(),
            self.tried.to_string(),
            or_none(self.sets.map(|sets| sets.to_string())),
            self.chance.to_string(),
            self.chance_ms.to_string(),
            or_none(self.count_ms.map(|ms| ms.to_string())),
            or_none(self.list_ms.map(|ms| ms.to_string())),
            self.peak_mb.to_string(),
        ];
        f.write_str(&fields.join("\t"))
    }
}

/// The most memory this process has had, in megabytes; 0 where the system does not say.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kilobytes.unwrap_or(0).div_ceil(1024)
}
