//! All that must hold before a change is merged: named steps, each of which also runs alone.

use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::bless::Bless;
use crate::{browser, layering, tidy, tree};

#[derive(Args)]
pub struct CiArgs {
    /// Run only this step; may be given several times
    #[arg(long, value_name = "STEP", value_parser = step_names())]
    only: Vec<String>,
    /// Go on after a broken step, to see all of them
    #[arg(long)]
    keep_going: bool,
    /// Name the steps and stop
    #[arg(long)]
    list: bool,
}

fn step_names() -> Vec<&'static str> {
    STEPS.iter().map(|step| step.name).collect()
}

/// A step.
struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

/// Cheap steps first, and what shares compiled code beside each other: `clippy` and `doc` both need the metadata of
/// our dependencies, `test` needs them whole.
const STEPS: &[Step] = &[
    Step { name: "fmt", what: "every file is formatted", run: fmt },
    Step { name: "tidy", what: "sizes, names, maps, invariants, licences", run: tidy::run },
    Step { name: "layering", what: "which crate may know what", run: layering::run },
    Step { name: "generated", what: "generated files are as they would be written", run: generated },
    Step { name: "clippy", what: "no warning", run: clippy },
    Step { name: "test", what: "all tests, and the examples in the docs", run: test },
    Step { name: "browser", what: "the application and the brief in headless Chromium", run: browser::run },
    Step { name: "doc", what: "the docs build, every link leads somewhere", run: doc },
];

/// Runs the steps that were asked for and says what came of each.
pub fn run(args: &CiArgs) -> Result<()> {
    if args.list {
        STEPS.iter().for_each(|step| println!("{:<10} {}", step.name, step.what));
        return Ok(());
    }
    let wanted = |step: &&Step| args.only.is_empty() || args.only.iter().any(|name| name == step.name);
    let steps: Vec<&Step> = STEPS.iter().filter(wanted).collect();
    let mut ends: Vec<(&Step, Duration, Option<String>)> = Vec::new();
    let begin = Instant::now();
    for step in &steps {
        println!("\n── {}: {}", step.name, step.what);
        std::io::stdout().flush()?;
        let since = Instant::now();
        let broken = (step.run)().err().map(|error| format!("{error:#}"));
        let stop = broken.is_some() && !args.keep_going;
        ends.push((step, since.elapsed(), broken));
        if stop {
            break;
        }
    }
    summary(&ends, &steps, begin.elapsed())
}

fn summary(ends: &[(&Step, Duration, Option<String>)], steps: &[&Step], whole: Duration) -> Result<()> {
    println!("\n── summary");
    for (step, took, broken) in ends {
        let end = broken.as_ref().map_or_else(|| "ok".to_owned(), |why| format!("BROKEN: {why}"));
        println!("{:<10} {:>7.1} s  {end}", step.name, took.as_secs_f64());
    }
    for step in &steps[ends.len()..] {
        println!("{:<10}       —    not run", step.name);
    }
    println!("{:<10} {:>7.1} s", "together", whole.as_secs_f64());
    let broken: Vec<&str> =
        ends.iter().filter(|(_, _, broken)| broken.is_some()).map(|(step, _, _)| step.name).collect();
    if broken.is_empty() {
        return Ok(());
    }
    let again: Vec<String> = broken.iter().map(|name| format!("--only {name}")).collect();
    bail!("broken: {}. To run again: cargo xtask ci {}", broken.join(", "), again.join(" "))
}

fn generated() -> Result<()> {
    Bless { check: true }.run()
}

fn fmt() -> Result<()> {
    cargo(&["fmt", "--all", "--check"], &[])
}

fn clippy() -> Result<()> {
    cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"], &[])
}

fn doc() -> Result<()> {
    cargo(&["doc", "--locked", "--workspace", "--no-deps"], &[("RUSTDOCFLAGS", "-D warnings")])
}

/// Runs all tests; by nextest where it is installed, which runs the binaries beside each other.
fn test() -> Result<()> {
    // A snapshot that changed is a failure here, never something to write down.
    let environment = [("INSTA_UPDATE", "no"), ("INSTA_FORCE_PASS", "0")];
    if has_nextest() {
        cargo(&["nextest", "run", "--locked", "--workspace", "--no-fail-fast"], &environment)?;
        return cargo(&["test", "--locked", "--workspace", "--doc", "--quiet"], &environment);
    }
    cargo(&["test", "--locked", "--workspace", "--no-fail-fast", "--quiet"], &environment)
}

fn has_nextest() -> bool {
    let version = Command::new(env!("CARGO")).args(["nextest", "--version"]).output();
    version.is_ok_and(|output| output.status.success())
}

/// Runs cargo at the root of the workspace, its output as it comes.
pub fn cargo(args: &[&str], environment: &[(&str, &str)]) -> Result<()> {
    let status = Command::new(env!("CARGO"))
        .args(args)
        .envs(environment.iter().copied())
        .current_dir(tree::root())
        .status()
        .with_context(|| format!("starting cargo {}", args[0]))?;
    if !status.success() {
        bail!("cargo {} ended with {status}", args[0]);
    }
    Ok(())
}
