//! How short are our schedules, beside the best known ones and beside OR-Tools CP-SAT?
//!
//! On instances of PSPLIB (Kolisch and Sprecher, EJOR 96, 1997), by time and, independent of the machine, by
//! the number of generated schedules. Every schedule, whoever made it, goes through the checker.

mod patterson;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};
use offing_math::schedule::{Budget, Improvement, Project, Schedule, critical_path, improve, verify};

const CPSAT: &str = include_str!("bench_rcpsp/cpsat.py");

/// Measures how short schedules of PSPLIB projects get, beside OR-Tools CP-SAT where it is installed.
#[derive(clap::Args)]
pub(crate) struct BenchRcpsp {
    /// A folder of Patterson files (`j30_1_1.rcp`); the set is what stands before the first underscore.
    dir: PathBuf,
    /// Best known makespans, as `instance,best_known_makespan,…`; default DIR/../../reference/rcpsp.csv.
    #[arg(long)]
    reference: Option<PathBuf>,
    /// Seconds per instance, each a run of its own.
    #[arg(long, value_delimiter = ',', default_values_t = [1.0, 5.0])]
    seconds: Vec<f64>,
    /// Generated schedules per instance, each a run of its own.
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 5_000, 50_000])]
    schedules: Vec<u64>,
    /// Threads, or workers, per instance.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Only these sets, such as `j30,j120`.
    #[arg(long, value_delimiter = ',')]
    sets: Vec<String>,
    /// Only every so manieth instance.
    #[arg(long, default_value_t = 1)]
    every: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leave out the runs by time.
    #[arg(long)]
    no_seconds: bool,
    /// Leave out CP-SAT.
    #[arg(long)]
    no_cpsat: bool,
    /// A Python with `ortools`.
    #[arg(long, default_value = "python3")]
    python: String,
    /// One line per instance and run as well.
    #[arg(long)]
    each: bool,
}

struct Instance {
    name: String,
    path: PathBuf,
    project: Project,
    critical_path: u32,
    best_known: Option<u32>,
}

impl BenchRcpsp {
    pub(crate) fn run(&self) -> anyhow::Result<()> {
        let sets = self.read()?;
        let cpsat = !self.no_cpsat && !self.no_seconds && self.finds_cpsat();
        println!(
            "{:6} {:>5}  {:16} {:8} {:>10} {:>10} {:>8} {:>7} {:>7} {:>9}",
            "set", "count", "budget", "by", "gap %", "over CP %", "at best", "proved", "faults", "seconds"
        );
        let mut faults = 0;
        for (set, instances) in &sets {
            for &count in &self.schedules {
                let tally = self.ours(instances, &format!("{count} schedules"), |_| Timed::Schedules(count));
                faults += tally.print(set, &format!("{count} schedules"), "offing");
            }
            for &seconds in self.seconds.iter().filter(|_| !self.no_seconds) {
                let budget = format!("{seconds} s");
                let tally = self.ours(instances, &budget, |now| Timed::Until(now, seconds));
                faults += tally.print(set, &budget, "offing");
                if cpsat {
                    faults += self.theirs(instances, &budget, seconds)?.print(set, &budget, "cp-sat");
                }
            }
        }
        ensure!(faults == 0, "{faults} schedules break a rule, or their bounds are wrong");
        Ok(())
    }

    fn read(&self) -> anyhow::Result<BTreeMap<SetName, Vec<Instance>>> {
        let beside = self.dir.join("../../reference/rcpsp.csv");
        let best_known = reference(self.reference.as_deref().unwrap_or(&beside))?;
        let entries = std::fs::read_dir(&self.dir).with_context(|| format!("{}", self.dir.display()))?;
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<anyhow::Result<Vec<_>>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "rcp"));
        paths.sort();
        let mut sets: BTreeMap<SetName, Vec<Instance>> = BTreeMap::new();
        for path in paths {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let set = name.split('_').next().unwrap_or_default().to_owned();
            if !self.sets.is_empty() && !self.sets.contains(&set) {
                continue;
            }
            let project = patterson::read(&path)?;
            let (critical_path, best_known) = (critical_path(&project), best_known.get(&name).copied());
            let instance = Instance { name, path, project, critical_path, best_known };
            sets.entry(SetName(set.len(), set)).or_default().push(instance);
        }
        ensure!(!sets.is_empty(), "no `.rcp` file of these sets in {}", self.dir.display());
        for instances in sets.values_mut() {
            let every = self.every.max(1);
            let kept = std::mem::take(instances).into_iter().step_by(every);
            instances.extend(kept);
        }
        Ok(sets)
    }

    fn ours(&self, instances: &[Instance], budget: &str, timed: impl Fn(Instant) -> Timed) -> Tally {
        let mut tally = Tally::default();
        for instance in instances {
            let begin = Instant::now();
            let timed = timed(begin);
            let share = move || match timed {
                Timed::Until(begin, seconds) => begin.elapsed().as_secs_f64() / seconds,
                Timed::Schedules(_) => 0.0,
            };
            let budget_now = match timed {
                Timed::Schedules(count) => Budget::Schedules(count),
                Timed::Until(..) => Budget::Share(&share),
            };
            let asked = Improvement { budget: budget_now, seed: self.seed, threads: self.threads };
            let improved = improve(&instance.project, &asked);
            tally.seconds += begin.elapsed().as_secs_f64();
            let makespan = self.judge(&mut tally, instance, &improved.schedule, budget, "offing");
            tally.proved += usize::from(makespan == Some(improved.lower_bound));
            let above_best = instance.best_known.is_some_and(|best| improved.lower_bound > best);
            tally.faults += usize::from(above_best || makespan != Some(improved.makespan));
        }
        tally
    }

    fn theirs(&self, instances: &[Instance], budget: &str, seconds: f64) -> anyhow::Result<Tally> {
        let begin = Instant::now();
        let mut python = Command::new(&self.python);
        python.args(["-c", CPSAT, &seconds.to_string(), &self.threads.to_string()]);
        python.args(instances.iter().map(|instance| &instance.path));
        let output = python.stderr(Stdio::inherit()).output().context("running CP-SAT")?;
        ensure!(output.status.success(), "CP-SAT failed");
        let text = String::from_utf8(output.stdout).context("reading what CP-SAT printed")?;
        let mut tally = Tally { seconds: begin.elapsed().as_secs_f64(), ..Tally::default() };
        for (instance, line) in instances.iter().zip(text.lines()) {
            let starts = line.split_whitespace().skip(1).map(|word| Ok(word.parse()?));
            let starts = starts.collect::<anyhow::Result<Vec<u32>>>()?;
            if starts.is_empty() {
                eprintln!("{} by cp-sat in {budget}: no schedule, left out of its means", instance.name);
                continue;
            }
            self.judge(&mut tally, instance, &Schedule { starts }, budget, "cp-sat");
        }
        Ok(tally)
    }

    /// Counts a schedule in, and returns its makespan if the checker lets it pass.
    fn judge(
        &self,
        tally: &mut Tally,
        instance: &Instance,
        schedule: &Schedule,
        budget: &str,
        by: &str,
    ) -> Option<u32> {
        tally.count += 1;
        if let Err(violation) = verify(&instance.project, schedule) {
            eprintln!("{} by {by} in {budget}: {violation:?}", instance.name);
            tally.faults += 1;
            return None;
        }
        let makespan = schedule.makespan(&instance.project);
        let over = |base: u32| 100.0 * (f64::from(makespan) / f64::from(base.max(1)) - 1.0);
        tally.over_critical_path += over(instance.critical_path);
        if let Some(best) = instance.best_known {
            tally.known += 1;
            tally.gap += over(best);
            tally.at_best += usize::from(makespan <= best);
            if makespan < best {
                eprintln!("{} by {by} in {budget}: {makespan} is below the best known {best}", instance.name);
            }
        }
        if self.each {
            let best = instance.best_known.map_or("?".to_owned(), |best| best.to_string());
            println!("  {} by {by} in {budget}: {makespan} (best known {best})", instance.name);
        }
        Some(makespan)
    }

    fn finds_cpsat(&self) -> bool {
        let mut python = Command::new(&self.python);
        python.args(["-c", "import ortools; print(ortools.__version__)"]).stderr(Stdio::null());
        match python.output() {
            Ok(output) if output.status.success() => {
                println!("cp-sat of OR-Tools {}", String::from_utf8_lossy(&output.stdout).trim());
                true
            }
            _ => {
                println!("cp-sat is left out: `{}` has no `ortools`", self.python);
                false
            }
        }
    }
}

/// Shorter names first, so that j30 stands before j120.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct SetName(usize, String);

#[derive(Clone, Copy)]
enum Timed {
    Schedules(u64),
    Until(Instant, f64),
}

#[derive(Default)]
struct Tally {
    count: usize,
    known: usize,
    gap: f64,
    over_critical_path: f64,
    at_best: usize,
    proved: usize,
    faults: usize,
    seconds: f64,
}

impl Tally {
    /// Prints a line and returns the number of faults.
    fn print(&self, set: &SetName, budget: &str, by: &str) -> usize {
        let gap =
            if self.known > 0 { format!("{:.3}", self.gap / self.known as f64) } else { "?".to_owned() };
        println!(
            "{:6} {:>5}  {budget:16} {by:8} {gap:>10} {:>10.3} {:>8} {:>7} {:>7} {:>9.2}",
            set.1,
            self.count,
            self.over_critical_path / self.count.max(1) as f64,
            format!("{}/{}", self.at_best, self.known),
            if by == "offing" { self.proved.to_string() } else { String::new() },
            self.faults,
            self.seconds / self.count.max(1) as f64,
        );
        self.faults
    }
}

/// Reads `instance,best_known_makespan,…` below a heading.
fn reference(path: &Path) -> anyhow::Result<BTreeMap<String, u32>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let mut best_known = BTreeMap::new();
    for line in text.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let mut fields = line.split(',');
        let name = fields.next().unwrap_or_default().to_owned();
        let makespan = fields.next().unwrap_or_default();
        let makespan = makespan.trim().parse().with_context(|| format!("`{line}` in {}", path.display()))?;
        best_known.insert(name, makespan);
    }
    Ok(best_known)
}
