//! The command line: text in, exit code out. Every command is one file under `commands`.

mod args;
mod terminal;
mod reading;
mod waiting;
mod commands;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use terminal::Terminal;

/// A model is many small things, made and let go at once: see docs/decisions/0018-an-allocator.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|info| {
        let note =
            "offing: a fault of ours, not of your model. Please report it with the model that shows it.";
        terminal::complain(&format!("{note}\n{info}"));
    }));
    let args = Args::parse();
    let terminal = Terminal::of(args.color);
    let result = match args.command {
        Command::Ensure(ensure) => commands::ensure::run(&ensure, &terminal),
        Command::Execute(execute) => commands::execute::run(&execute, &terminal),
        Command::Balance(balance) => commands::balance::run(&balance, &terminal),
        Command::Brief(brief) => commands::brief::run(&brief, &terminal),
        Command::Lookout(lookout) => commands::lookout::run(&lookout, &terminal),
        Command::People(people) => commands::people::run(&people, &terminal),
        Command::Serve(serve) => commands::serve::run(&serve, &terminal),
        Command::Mcp(mcp) => commands::mcp::run(&mcp),
        Command::Diff(diff) => commands::diff::run(&diff, &terminal),
        Command::History(history) => commands::history::run(&history, &terminal),
        Command::Import(import) => commands::import::run(&import, &terminal),
        Command::Export(export) => commands::export::run(&export, &terminal),
        Command::Explain(explain) => commands::explain::run(&explain, &terminal),
        Command::Schema => commands::schema::run(&terminal),
        Command::Init(init) => commands::init::run(&init, &terminal),
    };
    match result {
        Ok(outcome) => outcome.code(),
        Err(error) if terminal::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal::complain(&format!("offing: {error:#}"));
            ExitCode::from(2)
        }
    }
}
