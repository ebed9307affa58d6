//! Chores of the workspace: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore prints")]

mod bench_balance;
mod bench_trees;
mod fault_tree;
mod bench_draws;
mod bench_prim;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the workspace")]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Draws and frontiers per second, beside the peers' way of doing it
    BenchBalance(bench_balance::BenchBalance),
    BenchTrees(bench_trees::BenchTrees),
    BenchDraws(bench_draws::BenchDraws),
    BenchPrim(bench_prim::BenchPrim),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().chore {
        Chore::BenchBalance(args) => bench_balance::run(&args),
        Chore::BenchTrees(chore) => chore.run(),
        Chore::BenchDraws(chore) => chore.run(),
        Chore::BenchPrim(chore) => chore.run(),
    }
}
