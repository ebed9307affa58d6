//! Chores of the workspace: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore prints")]
#![allow(clippy::disallowed_methods, reason = "a chore and a benchmark may ask the clock")]
#![allow(unreachable_pub, reason = "a binary has no outside")]

mod browser;
mod ci;
mod tidy;
mod layering;
mod bless;
mod generate;
mod bench_read;
mod bench_trees;
mod fault_tree;
mod bench_draws;
mod bench_prim;
mod tree;
mod rust;
mod packages;
mod bench_rcpsp;
mod bench_balance;
mod bench_serve;
mod make_history;
mod bench_beat;
mod check_lead_time;

use std::process::{Command, ExitCode};

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

/// The program's own, so that what is measured here is what it does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the workspace")]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
#[allow(clippy::enum_variant_names, reason = "a benchmark is called one on the command line")]
enum Chore {
    /// All that must hold before a change is merged; the only thing that CI calls
    Ci(ci::CiArgs),
    /// What a compiler does not check: sizes, names, maps, invariants, licences
    Tidy,
    /// Which crate may know what
    Layering,
    /// Write the generated files: reference page, error gallery, schema
    Bless(bless::Bless),
    /// Write a made-up model of a size, the same for the same seed
    Generate(generate::Generate),
    /// How fast models are read, beside the YAML library alone
    BenchRead(bench_read::BenchRead),
    BenchTrees(bench_trees::BenchTrees),
    BenchDraws(bench_draws::BenchDraws),
    BenchPrim(bench_prim::BenchPrim),
    BenchRcpsp(bench_rcpsp::BenchRcpsp),
    /// How many draws and plans a second, beside the same simulation through `ema_workbench`
    BenchBalance(bench_balance::BenchBalance),
    BenchServe(bench_serve::BenchServe),
    MakeHistory(make_history::MakeHistory),
    BenchBeat(bench_beat::BenchBeat),
    CheckLeadTime(check_lead_time::CheckLeadTime),
}

fn main() -> ExitCode {
    let args = Args::parse();
    let result = if cfg!(debug_assertions) && args.chore.is_bench() { optimised() } else { args.chore.run() };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

impl Chore {
    fn run(self) -> Result<()> {
        match self {
            Chore::Ci(chore) => ci::run(&chore),
            Chore::Tidy => tidy::run(),
            Chore::Layering => layering::run(),
            Chore::Bless(chore) => chore.run(),
            Chore::Generate(chore) => chore.run(),
            Chore::BenchRead(chore) => chore.run(),
            Chore::BenchTrees(chore) => chore.run(),
            Chore::BenchDraws(chore) => chore.run(),
            Chore::BenchPrim(chore) => chore.run(),
            Chore::BenchRcpsp(chore) => chore.run(),
            Chore::BenchBalance(chore) => chore.run(),
            Chore::BenchServe(chore) => chore.run(),
            Chore::MakeHistory(chore) => chore.run(),
            Chore::BenchBeat(chore) => chore.run(),
            Chore::CheckLeadTime(chore) => chore.run(),
        }
    }

    /// Returns whether the chore measures time, which only optimised code is worth.
    fn is_bench(&self) -> bool {
        !matches!(
            self,
            Chore::Ci(_)
                | Chore::Tidy
                | Chore::Layering
                | Chore::Bless(_)
                | Chore::Generate(_)
                | Chore::MakeHistory(_)
                | Chore::CheckLeadTime(_)
        )
    }
}

/// Runs the same chore in optimised code. All other chores run in the code that the tests are built from, so that
/// nothing is built twice for them.
fn optimised() -> Result<()> {
    let status = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--release", "--package", "xtask", "--"])
        .args(std::env::args_os().skip(1))
        .status()?;
    if !status.success() {
        bail!("the benchmark ended with {status}");
    }
    Ok(())
}
