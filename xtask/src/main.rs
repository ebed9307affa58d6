//! Chores of the workspace: `cargo xtask --help`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a chore prints")]

mod bench_trees;
mod fault_tree;
mod bench_draws;
mod bench_prim;
mod bench_rcpsp;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Chores of the workspace")]
struct Args {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    BenchTrees(bench_trees::BenchTrees),
    BenchDraws(bench_draws::BenchDraws),
    BenchPrim(bench_prim::BenchPrim),
    BenchRcpsp(bench_rcpsp::BenchRcpsp),
}

fn main() -> anyhow::Result<()> {
    match Args::parse().chore {
        Chore::BenchTrees(chore) => chore.run(),
        Chore::BenchDraws(chore) => chore.run(),
        Chore::BenchPrim(chore) => chore.run(),
        Chore::BenchRcpsp(chore) => chore.run(),
    }
}
