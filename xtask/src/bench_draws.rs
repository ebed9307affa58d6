//! How fast are draws of a schedule, beside the same simulation in numpy and beside mcprojsim?
//!
//! All of them in one run, on one project: initiatives with lognormal durations that share their
//! team's luck, people of several teams, precedence, parallel schedule generation in a fixed order.

use anyhow::{Context, ensure};
use offing_math::dist::{Dist, Lognormal};
use offing_math::forecast::{
    Activity, Estimate, Estimates, Forecast, ForecastQuestion, Milestone, Order, Project, forecast,
};
use offing_math::keyed::{Luck, Quantity};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

const NUMPY: &str = include_str!("bench_draws/numpy_draws.py");
const MCPROJSIM: &str = include_str!("bench_draws/mcprojsim_draws.py");
const CORRELATION: f64 = 0.3;

/// Measures draws per second of a schedule, beside numpy and mcprojsim where they are installed.
#[derive(clap::Args)]
pub(crate) struct BenchDraws {
    /// How many draws.
    #[arg(long, default_value_t = 10_000)]
    draws: u64,
    /// How many initiatives.
    #[arg(long, default_value_t = 50)]
    initiatives: usize,
    /// How often Offing is measured; the median counts.
    #[arg(long, default_value_t = 9)]
    rounds: usize,
    /// A Python with numpy.
    #[arg(long, default_value = "python3")]
    python: String,
    /// A Python 3.13 with mcprojsim.
    #[arg(long)]
    python_mcprojsim: Option<String>,
}

impl BenchDraws {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        ensure!(self.rounds > 0 && self.draws > 0 && self.initiatives > 0, "there is nothing to measure");
        let case = Case::of(self.initiatives);
        println!(
            "{} draws of {} initiatives over {} teams, {} threads",
            self.draws,
            self.initiatives,
            case.people.len(),
            rayon::current_num_threads()
        );
        let (found, seconds) = self.measure(&case)?;
        report("offing", seconds, self.draws, seconds);
        for (p, name) in [(0.5, "P50"), (0.8, "P80"), (0.95, "P95")] {
            println!("  {name} {:.2}", found.milestones[0].quantile(p));
        }
        println!("  memory at its highest {}", peak_memory());
        let json = case.json(self.draws);
        run_python(&self.python, NUMPY, &json, self.draws, seconds);
        if let Some(python) = &self.python_mcprojsim {
            run_python(python, MCPROJSIM, &json, self.draws, seconds);
        }
        Ok(())
    }

    fn measure(&self, case: &Case) -> anyhow::Result<(Forecast, f64)> {
        let project = Project::new(&case.people, &case.activities)
            .map_err(|faults| anyhow::anyhow!("the project of the benchmark has faults: {faults:?}"))?;
        let order: Vec<usize> = (0..self.initiatives).collect();
        let milestones = [Milestone::all_finished(order.iter().copied())];
        let order = Order::new(&project, &order);
        let estimates = Estimates::new(1, CORRELATION, &case.estimates()?);
        let question = ForecastQuestion::new(&project, &order, &milestones, 0..self.draws);
        let mut seconds = Vec::new();
        let mut last = None;
        for _ in 0..self.rounds {
            let start = now();
            last = Some(forecast(&question, |draw, durations| estimates.draw(draw, durations)));
            seconds.push(start.elapsed().as_secs_f64());
        }
        let seconds = offing_math::stats::quantile(&seconds, 0.5);
        Ok((last.context("at least one round was made")?, seconds))
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]
fn now() -> Instant {
    Instant::now()
}

fn report(name: &str, seconds: f64, draws: u64, ours: f64) {
    let rate = draws as f64 / seconds;
    println!("{name:<32} {seconds:>9.4} s  {rate:>12.0} draws/s  {:>8.1} x", seconds / ours);
}

/// What Linux says of this process; where it does not, nothing is said.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    line.map_or("unknown", |line| line.trim_start_matches("VmHWM:").trim()).to_owned()
}

/// Runs a script that reads the project and prints `name seconds draws` and notes, one a line.
fn run_python(python: &str, script: &str, json: &str, draws: u64, ours: f64) {
    match python_lines(python, script, json) {
        Ok(lines) => {
            for line in lines.lines() {
                match line.split('\t').collect::<Vec<_>>()[..] {
                    [name, seconds, n] => {
                        let per_draw: f64 =
                            seconds.parse().unwrap_or(f64::NAN) / n.parse().unwrap_or(f64::NAN);
                        report(name, per_draw * draws as f64, draws, ours);
                    }
                    _ => println!("  {line}"),
                }
            }
        }
        Err(error) => println!("{python}: not measured: {error:#}"),
    }
}

fn python_lines(python: &str, script: &str, json: &str) -> anyhow::Result<String> {
    let mut child =
        Command::new(python).args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    child.stdin.take().context("its input is piped")?.write_all(json.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "it ended with {}", output.status);
    Ok(String::from_utf8(output.stdout)?)
}

/// A project of a plausible shape, the same on every machine.
struct Case {
    people: Vec<u32>,
    activities: Vec<Activity>,
    intervals: Vec<(f64, f64)>,
}

impl Case {
    fn of(n: usize) -> Case {
        let people = vec![4, 6, 3, 5, 8, 4];
        let luck = Quantity::named("bench-draws").luck(1);
        let mut activities = Vec::new();
        let mut intervals = Vec::new();
        for idx in 0..n {
            let mut pick = Pick { luck, next: idx as u64 * 100 };
            let first_team = pick.below(people.len());
            let mut staff = vec![(first_team, 1 + pick.below(3) as u32)];
            if pick.below(5) == 0 {
                staff.push(((first_team + 1) % people.len(), 1));
            }
            let after = (0..pick.below(3).min(idx)).map(|_| idx - 1 - pick.below(idx.min(12))).collect();
            activities.push(Activity { staff, after, ..Activity::default() });
            let low = 10.0 + pick.below(50) as f64;
            intervals.push((low, low * (1.5 + pick.below(10) as f64 / 5.0)));
        }
        Case { people, activities, intervals }
    }

    fn estimates(&self) -> anyhow::Result<Vec<Estimate>> {
        let estimate = |(idx, &(low, high)): (usize, &(f64, f64))| {
            Ok(Estimate {
                takes: Dist::Lognormal(Lognormal::from_interval90(low, high)?),
                elapsed: 0.0,
                own: Quantity::named("takes").part(idx as u64),
                team: Some(Quantity::named("team").part(self.activities[idx].staff[0].0 as u64)),
            })
        };
        self.intervals.iter().enumerate().map(estimate).collect()
    }

    fn json(&self, draws: u64) -> String {
        let mut json = format!(
            "{{\"draws\": {draws}, \"correlation\": {CORRELATION}, \"people\": {:?}, \"initiatives\": [",
            self.people
        );
        for (idx, (activity, (low, high))) in self.activities.iter().zip(&self.intervals).enumerate() {
            let staff: Vec<[u32; 2]> =
                activity.staff.iter().map(|&(team, people)| [team as u32, people]).collect();
            let comma = if idx == 0 { "" } else { ", " };
            let after = &activity.after;
            write!(json, "{comma}{{\"takes\": [{low}, {high}], \"staff\": {staff:?}, \"after\": {after:?}}}")
                .expect("a string takes what is written to it");
        }
        json + "]}"
    }
}

/// Numbers one after the other.
struct Pick {
    luck: Luck,
    next: u64,
}

impl Pick {
    fn below(&mut self, n: usize) -> usize {
        self.next += 1;
        (self.luck.uniform(self.next) * n as f64) as usize
    }
}
