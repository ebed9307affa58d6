//! How fast models are read, beside the YAML library alone on the same bytes.
//!
//! Each size runs in a process of its own, so that its peak memory is its own; every figure is the best of some runs.
//! Where the system tells it, what counts is processor time, on one thread: other work on the machine does not.
//! What an entity costs is shown beside what it costs in the smallest model: the whole is linear where that stays so.

use std::fmt::Write;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;
use offing_analysis::ensure::{EnsureQuestion, ensure};
use offing_analysis::graph::Graph;
use offing_analysis::holding::{Holding, Lost};
use offing_model::{Content, Inputs, Model, Source};
use saphyr::{LoadableYamlNode, MarkedYaml};
use saphyr_parser::Parser;

use crate::generate;

/// How fast models are read, beside the YAML library alone.
#[derive(Args)]
pub struct BenchRead {
    /// Sizes, in entities
    #[arg(long, value_delimiter = ',', default_value = "1000,10000,100000")]
    sizes: Vec<usize>,
    /// The best of so many runs counts
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// The seed of the models
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Measure one size in this process, and say what came of it as one line
    #[arg(long, hide = true, value_name = "WHAT")]
    alone: Option<String>,
}

/// What is measured: its name on the page, and what it does.
type Measured = (&'static str, fn(&Inputs) -> Result<()>);

const MEASURED: &[Measured] = &[
    ("YAML events alone", events),
    ("YAML tree alone (MarkedYaml)", marked),
    ("offing: read", read),
    ("offing: read and holding", read_and_hold),
    ("offing: read and ensure", read_and_ensure),
];

impl BenchRead {
    /// Prints a table a size.
    pub fn run(&self) -> Result<()> {
        match &self.alone {
            Some(what) => self.measure(what),
            None => self.compare(),
        }
    }

    /// Measures one thing, after everything it needs is in memory.
    fn measure(&self, what: &str) -> Result<()> {
        let size = *self.sizes.first().context("no size")?;
        let (_, run) = MEASURED.iter().find(|(name, _)| *name == what).context("nothing of that name")?;
        let inputs = inputs(size, self.seed);
        let before = peak_kb()?;
        let mut best = f64::INFINITY;
        for _ in 0..self.runs.max(1) {
            best = best.min(seconds_of(|| run(&inputs))?);
        }
        println!("{best} {} {before}", peak_kb()?);
        Ok(())
    }

    fn compare(&self) -> Result<()> {
        let mut smallest: Option<(usize, Vec<Cost>)> = None;
        for size in &self.sizes {
            let bytes: usize = generate::model(*size, self.seed).iter().map(|(_, text)| text.len()).sum();
            println!("{size} entities, {:.1} MB of YAML", bytes as f64 / 1e6);
            let mut costs: Vec<Cost> = Vec::new();
            for (what, _) in MEASURED {
                let cost = self.in_a_process(*size, what)?;
                let best = cost.seconds;
                let against_events = costs.first().map_or(1.0, |events| best / events.seconds);
                let against_tree = costs.get(1).map_or(1.0, |tree| best / tree.seconds);
                let mut line = format!("  {what:<30} {:>9.2} ms", best * 1e3);
                write!(
                    line,
                    " {:>9.0} entities/s {:>7.1} MB/s",
                    *size as f64 / best,
                    bytes as f64 / 1e6 / best
                )?;
                write!(line, " {:>6} MB peak", cost.peak_kb / 1000)?;
                if costs.len() >= 2 {
                    write!(line, "  {against_events:.2} x events, {against_tree:.2} x tree")?;
                }
                println!("{line}");
                costs.push(cost);
            }
            let (first, base) = smallest.get_or_insert((*size, costs.clone()));
            for (at, what) in [(2, "read"), (4, "read and ensure")] {
                println!("  {what}: {}", costs[at].growth(*size, &base[at], *first));
            }
        }
        Ok(())
    }

    /// Returns the cost of one thing, measured in a process of its own.
    fn in_a_process(&self, size: usize, what: &str) -> Result<Cost> {
        let output = Command::new(std::env::current_exe()?)
            .args(["bench-read", "--sizes", &size.to_string(), "--runs", &self.runs.to_string()])
            .args(["--seed", &self.seed.to_string(), "--alone", what])
            .env("RAYON_NUM_THREADS", "1")
            .output()?;
        if !output.status.success() {
            bail!("{what}: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let said = String::from_utf8(output.stdout)?;
        let mut figures = said.split_whitespace();
        let mut next = || figures.next().context("a figure is missing");
        Ok(Cost { seconds: next()?.parse()?, peak_kb: next()?.parse()? })
    }
}

/// What one thing costs: the best of some runs.
#[derive(Debug, Clone)]
struct Cost {
    seconds: f64,
    peak_kb: u64,
}

impl Cost {
    /// Returns what an entity costs, in words, beside what it costs in the smallest model; as much or less is linear.
    fn growth(&self, size: usize, base: &Cost, first: usize) -> String {
        let micros = |cost: &Cost, size: usize| cost.seconds * 1e6 / size as f64;
        let kb = |cost: &Cost, size: usize| cost.peak_kb as f64 / size as f64;
        let (time, memory) = (micros(self, size), kb(self, size));
        format!(
            "{time:.1} µs and {memory:.1} kB an entity, {:.2} x and {:.2} x what it is at {first}",
            time / micros(base, first),
            memory / kb(base, first)
        )
    }
}

fn inputs(size: usize, seed: u64) -> Inputs {
    let source = |(name, text)| Source { name, content: Content::Text(text) };
    let sources = generate::model(size, seed).into_iter().map(source).collect();
    Inputs { sources, ..Inputs::of_text("", jiff::civil::date(2026, 3, 2)) }
}

fn texts(inputs: &Inputs) -> impl Iterator<Item = &str> {
    (0..inputs.sources.len()).map(|at| inputs.text(at as u32))
}

fn events(inputs: &Inputs) -> Result<()> {
    let mut count = 0_usize;
    for text in texts(inputs) {
        for event in Parser::new_from_str(text) {
            std::hint::black_box(event?);
            count += 1;
        }
    }
    std::hint::black_box(count);
    Ok(())
}

fn marked(inputs: &Inputs) -> Result<()> {
    let load = |text| MarkedYaml::load_from_str(text);
    let trees = texts(inputs).map(load).collect::<Result<Vec<_>, _>>()?;
    std::hint::black_box(trees);
    Ok(())
}

fn read(inputs: &Inputs) -> Result<()> {
    std::hint::black_box(sound(inputs)?);
    Ok(())
}

fn read_and_hold(inputs: &Inputs) -> Result<()> {
    let model = sound(inputs)?;
    let graph = Graph::of(&model);
    std::hint::black_box(Holding::of(&model, &graph, &Lost::default()));
    Ok(())
}

fn read_and_ensure(inputs: &Inputs) -> Result<()> {
    let model = sound(inputs)?;
    std::hint::black_box(ensure(&model, &EnsureQuestion::default()));
    Ok(())
}

fn sound(inputs: &Inputs) -> Result<Model> {
    offing_model::read(inputs).model.context("the made-up model is not sound")
}

/// Returns the seconds that a run takes, on average over as many as it takes for the clock to tell.
fn seconds_of(mut run: impl FnMut() -> Result<()>) -> Result<f64> {
    const ENOUGH: f64 = 0.3;
    let (since, spent_before) = (Instant::now(), processor_seconds());
    let mut runs = 0.0;
    loop {
        run()?;
        runs += 1.0;
        let spent = match (spent_before, processor_seconds()) {
            (Some(before), Some(now)) => now - before,
            _ => since.elapsed().as_secs_f64(),
        };
        if spent >= ENOUGH {
            return Ok(spent / runs);
        }
    }
}

/// Returns the processor time of this process; `None` where the system does not tell.
fn processor_seconds() -> Option<f64> {
    /// Of a second, the same on every Linux.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name, in brackets, may hold spaces; what follows starts with the third field.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<f64>().ok();
    Some((ticks(14)? + ticks(15)?) / TICKS)
}

/// Returns the most memory this process ever had, in kB; zero where the system does not tell.
fn peak_kb() -> Result<u64> {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return Ok(0) };
    let line =
        status.lines().find(|line| line.starts_with("VmHWM:")).context("no VmHWM in /proc/self/status")?;
    let figure = line.split_whitespace().nth(1).context("VmHWM has no figure")?;
    Ok(figure.parse()?)
}
