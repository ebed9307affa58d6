//! What the peers make of a model, by their own clocks.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use super::LISTED;
use super::ours::Ours;
use crate::fault_tree::{FaultTree, Formula, Kind};

/// Returns the middle of `times`, in milliseconds.
pub(crate) fn median(times: &[Duration]) -> Option<f64> {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 2).map(|time| time.as_secs_f64() * 1e3)
}

/// Returns what `command` prints, unless it takes longer than `patience`.
#[allow(clippy::disallowed_methods, reason = "a benchmark asks the clock")]
pub(crate) fn run_for(command: &mut Command, patience: Duration) -> Result<Output> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (mut out, mut err) = (child.stdout.take().context("a pipe")?, child.stderr.take().context("a pipe")?);
    let read = |pipe: &mut dyn Read| {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).map(|_| bytes)
    };
    let (send, receive) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let stdout = read(&mut out);
        let stderr = read(&mut err);
        // The parent may have given up waiting.
        let _ = send.send(());
        (stdout, stderr)
    });
    if receive.recv_timeout(patience).is_err() {
        child.kill()?;
        child.wait()?;
        bail!("not done within {} s", patience.as_secs());
    }
    let status = child.wait()?;
    let (stdout, stderr) = reader.join().ok().context("the reading thread ends")?;
    Ok(Output { status, stdout: stdout?, stderr: stderr? })
}

/// What a run of a peer printed, and the most memory it had, in megabytes; `None` where that was not measured.
#[derive(Debug)]
struct Watched {
    output: Output,
    peak_mb: Option<u64>,
}

/// Runs a program as [`run_for`] does, under GNU `time` where that is installed, which tells its peak memory.
fn run_watched(program: &Path, args: &[&OsStr], patience: Duration) -> Result<Watched> {
    if !Path::new(TIME).exists() {
        let output = run_for(Command::new(program).args(args), patience)?;
        return Ok(Watched { output, peak_mb: None });
    }
    let peak = std::env::temp_dir().join(format!("bench-trees-{}.peak", std::process::id()));
    let mut command = Command::new(TIME);
    command.args(["-f", "%M", "-o"]).arg(&peak);
    // What is given up must not go on behind the back of `time`.
    command.args(["timeout", "--signal=KILL", &patience.as_secs().to_string()]).arg(program).args(args);
    let output = run_for(&mut command, patience + Duration::from_secs(5));
    let told = std::fs::read_to_string(&peak).unwrap_or_default();
    // A report that was never written need not be removed.
    let _ = std::fs::remove_file(&peak);
    let kilobytes = told.lines().last().and_then(|line| line.trim().parse::<u64>().ok());
    Ok(Watched { output: output?, peak_mb: kilobytes.map(|kilobytes| kilobytes.div_ceil(1024)) })
}

const TIME: &str = "/usr/bin/time";

/// At least so many runs that list are held against as many that only validate.
const PAIRS: usize = 10;

/// Times of the program `scram`, in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct ScramTimes {
    /// Its own analysis time for the exact chance, sets being limited to one event.
    pub(crate) chance_ms: Option<f64>,
    /// Its own analysis time for all minimal cut sets: up to their diagram, as its times show.
    pub(crate) sets_ms: Option<f64>,
    /// From start to a written list of all of them, less a run that only reads and validates.
    pub(crate) list: Option<Difference>,
    /// The most memory that any of these runs had.
    pub(crate) peak_mb: Option<u64>,
}

/// By how much one kind of run takes longer than another, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Difference {
    pub(crate) mean: f64,
    /// The standard error of the mean.
    pub(crate) error: f64,
}

impl Difference {
    /// Returns by how much the first of each pair took longer than the second; `None` for fewer than two.
    fn of(pairs: &[(Duration, Duration)]) -> Option<Difference> {
        let count = pairs.len() as f64;
        let longer = || pairs.iter().map(|(a, b)| (a.as_secs_f64() - b.as_secs_f64()) * 1e3);
        let mean = longer().sum::<f64>() / count;
        let squares: f64 = longer().map(|ms| (ms - mean) * (ms - mean)).sum();
        (pairs.len() > 1).then(|| Difference { mean, error: (squares / (count - 1.0) / count).sqrt() })
    }

    /// Returns the mean where it stands out from the noise: above twice its standard error.
    pub(crate) fn clear(&self) -> Option<f64> {
        (self.mean > 2.0 * self.error).then_some(self.mean)
    }
}

pub(crate) struct Scram {
    pub(crate) version: String,
}

impl Scram {
    pub(crate) fn find() -> Option<Scram> {
        let output = Command::new("scram").arg("--version").output().ok()?;
        let version = String::from_utf8_lossy(&output.stdout).lines().next()?.trim().to_owned();
        Some(Scram { version })
    }

    /// Measures `model`; a time that can not be had is left out.
    #[allow(clippy::disallowed_methods, reason = "a benchmark asks the clock")]
    pub(crate) fn measure(&self, model: &Path, ours: &Ours, runs: usize, patience: Duration) -> ScramTimes {
        let mut peak_mb = None;
        let mut timed = |options: &[&str]| -> Option<(Duration, Duration)> {
            let report = std::env::temp_dir().join(format!("bench-trees-{}.xml", std::process::id()));
            let mut args: Vec<&OsStr> = options.iter().map(OsStr::new).collect();
            args.extend([model.as_os_str(), OsStr::new("-o"), report.as_os_str()]);
            let start = Instant::now();
            let done = run_watched(Path::new("scram"), &args, patience);
            let took = start.elapsed();
            let own = done.and_then(|done| {
                ensure!(done.output.status.success(), "given up");
                peak_mb = peak_mb.max(done.peak_mb);
                own_time(&report)
            });
            // A report that was never written need not be removed.
            let _ = std::fs::remove_file(&report);
            Some((own.ok()?, took))
        };
        let mut times = ScramTimes::default();
        let chances: Option<Vec<Duration>> =
            (0..runs.max(1)).map(|_| Some(timed(&["--bdd", "-l", "1", "--probability", "1"])?.0)).collect();
        times.chance_ms = chances.as_deref().and_then(median);
        let validated = || -> Option<Duration> {
            let start = Instant::now();
            let args = [OsStr::new("--validate"), model.as_os_str()];
            let done = run_watched(Path::new("scram"), &args, patience).ok()?;
            done.output.status.success().then(|| start.elapsed())
        };
        if ours.sets.is_some_and(|sets| sets < LISTED) {
            // In turn, so that what slows the machine for a while slows both.
            let listed: Option<Vec<(Duration, (Duration, Duration))>> = (0..PAIRS.max(runs))
                .map(|_| {
                    let (own, whole) = timed(&["--bdd"])?;
                    Some((own, (whole, validated()?)))
                })
                .collect();
            let (own, pairs): (Vec<_>, Vec<_>) = listed.unwrap_or_default().into_iter().unzip();
            times.sets_ms = median(&own);
            times.list = Difference::of(&pairs);
        }
        times.peak_mb = peak_mb;
        times
    }
}

/// Returns the analysis time that a report of scram gives, of all its parts.
fn own_time(report: &Path) -> Result<Duration> {
    let mut head = Vec::new();
    std::fs::File::open(report)?.take(4096).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let (_, times) = head.split_once("<calculation-time").context("no time in the report")?;
    let (times, _) = times.split_once("</calculation-time>").context("no end of the time in the report")?;
    let mut seconds = 0.0;
    for part in ["products", "probability"] {
        if let Some((_, rest)) = times.split_once(&format!("<{part}>")) {
            seconds += rest.split('<').next().unwrap_or_default().parse::<f64>()?;
        }
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// Times and findings of the Python package `relibmss`.
#[derive(Debug, Default)]
pub(crate) struct PythonTimes {
    /// From its own nodes to the number of minimal sets, in milliseconds.
    pub(crate) count_ms: Option<f64>,
    /// The chance and the number of sets that it finds.
    pub(crate) found: Option<(f64, u128)>,
    /// The most memory that any run had, its interpreter included.
    pub(crate) peak_mb: Option<u64>,
}

pub(crate) struct Python {
    pub(crate) version: String,
    program: PathBuf,
}

const SCRIPT: &str = include_str!("relibmss.py");

impl Python {
    pub(crate) fn find(program: &Path) -> Option<Python> {
        let script = "import importlib.metadata as m; print(m.version('relibmss'))";
        let output = Command::new(program)
            .args(["-c", script])
            .output()
            .ok()
            .filter(|output| output.status.success())?;
        let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        Some(Python { version, program: program.to_owned() })
    }

    /// Measures `model`; what can not be had is left out.
    pub(crate) fn measure(&self, model: &Path, runs: usize, patience: Duration) -> PythonTimes {
        self.try_measure(model, runs, patience).unwrap_or_default()
    }

    fn try_measure(&self, model: &Path, runs: usize, patience: Duration) -> Result<PythonTimes> {
        let tree = FaultTree::read(&std::fs::read_to_string(model)?)?;
        let plan = std::env::temp_dir().join(format!("bench-trees-{}.txt", std::process::id()));
        let mut times = Vec::new();
        let (mut found, mut peak_mb) = (None, None);
        std::fs::File::create(&plan)?.write_all(plan_of(&tree)?.as_bytes())?;
        for _ in 0..runs.max(1) {
            let args = [OsStr::new("-c"), OsStr::new(SCRIPT), plan.as_os_str()];
            let watched = run_watched(&self.program, &args, patience);
            let Ok(watched) = watched.and_then(|watched| {
                let output = &watched.output;
                ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
                Ok(watched)
            }) else {
                break;
            };
            peak_mb = peak_mb.max(watched.peak_mb);
            let text = String::from_utf8(watched.output.stdout)?;
            let fields: Vec<&str> = text.split_whitespace().collect();
            let [seconds, chance, sets] = fields[..] else { bail!("not three fields: {text}") };
            times.push(Duration::from_secs_f64(seconds.parse()?));
            found = Some((chance.parse()?, sets.parse()?));
        }
        std::fs::remove_file(&plan)?;
        Ok(PythonTimes { count_ms: median(&times), found, peak_mb })
    }
}

/// Writes a tree for the script: one line per event or gate, those that are taken before those that
/// take them, in the order in which they are first met depth first.
fn plan_of(tree: &FaultTree) -> Result<String> {
    let mut plan = Plan {
        tree,
        lines: String::new(),
        names: vec![None; tree.gates.len()],
        has_event: vec![false; tree.events.len()],
        next: 0,
    };
    let top = plan.gate(tree.top)?;
    plan.lines.push_str(&format!("top {top}\n"));
    Ok(plan.lines)
}

struct Plan<'a> {
    tree: &'a FaultTree,
    lines: String,
    names: Vec<Option<String>>,
    has_event: Vec<bool>,
    next: usize,
}

impl Plan<'_> {
    fn gate(&mut self, gate: usize) -> Result<String> {
        if let Some(name) = &self.names[gate] {
            return Ok(name.clone());
        }
        let tree = self.tree;
        let name = self.formula(&tree.gates[gate].1)?;
        self.names[gate] = Some(name.clone());
        Ok(name)
    }

    fn formula(&mut self, formula: &Formula) -> Result<String> {
        let op = match formula.kind {
            Kind::Gate(gate) => return self.gate(gate),
            Kind::Event(event) => {
                let name = format!("e{event}");
                if !std::mem::replace(&mut self.has_event[event], true) {
                    let chance = self.tree.events[event].1.context("a plain chance")?;
                    self.lines.push_str(&format!("event {name} {chance}\n"));
                }
                return Ok(name);
            }
            Kind::And => "and".to_owned(),
            Kind::Or => "or".to_owned(),
            Kind::Count(min, None) => format!("atleast {min}"),
            other => bail!("{other:?} is not for this peer"),
        };
        let args = formula.args.iter().map(|arg| self.formula(arg)).collect::<Result<Vec<String>>>()?;
        let name = format!("n{}", self.next);
        self.next += 1;
        self.lines.push_str(&format!("gate {name} {op} : {}\n", args.join(" ")));
        Ok(name)
    }
}
