//! `offing serve`.

mod evaluator;
mod messages;
mod token;

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, bail};
use offing_analysis::study::Settings;
use offing_web::{Config, Door, Edit, Hooks, NotSaved, Publisher, Save};

use crate::args::ModelArgs;
use crate::terminal::{Ending, Terminal, complain};
use evaluator::Evaluator;
use messages::Messages;

/// A local web application over the model's files: every answer on pages that follow the files as they change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    offing serve models/atelier\n  \
    offing serve models/atelier --write                        what-ifs may be saved to the files\n  \
    offing serve models/atelier --webhook-file ~/.offing-hook   tell a chat when a guarantee breaks\n  \
    offing serve models/atelier --address 0.0.0.0              for others too: asks for a token, printed once\n\n\
    Evaluates the model when it changes and every day, and keeps a record of that below XDG_STATE_HOME or\n\
    ~/.local/state, which may be deleted at any time. Exit codes: 0 it was asked to end, 2 it could not begin.")]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// The address to listen on; any other than this machine's own asks everyone for a token
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// The port to listen on; 0 for any that is free
    #[arg(long, default_value_t = 6464)]
    port: u16,
    /// A name by which others call this machine; may be given several times
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// The file with the token that others need (default: a new one, printed once)
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Let what-ifs be saved to the model's files
    #[arg(long)]
    write: bool,
    /// The file with the address that is told when a guarantee breaks or mends
    #[arg(long, value_name = "FILE")]
    webhook_file: Option<PathBuf>,
    /// That address itself
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "OFFING_WEBHOOK",
        hide_env_values = true,
        conflicts_with = "webhook_file"
    )]
    webhook: Option<String>,
    /// Where the record of evaluations is kept (default: below XDG_STATE_HOME or ~/.local/state)
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// How many futures are drawn
    #[arg(long, default_value_t = Settings::default().draws, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// The seed of all luck
    #[arg(long, default_value_t = Settings::default().seed)]
    seed: u64,
}

pub(crate) fn run(args: &ServeArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let path = offing_load::find(args.model.model.as_deref())?;
    let webhook = webhook(args)?;
    let listener = listen(args)?;
    let address = listener.local_addr().context("looking up the port")?;
    let door = door(args, address)?;
    // Counted from the second of the start on, so that no two servers use the same numbers.
    let start = jiff::Timestamp::now().as_second().unsigned_abs();
    let publisher = Publisher::above(start << 16);
    let shown = publisher.shown();
    let settings = Settings { seed: args.seed, draws: args.draws };
    let messages = Messages::new();
    let record = args.record.clone().or_else(offing_load::record::usual_place);
    let evaluator = Evaluator::new(
        &path,
        args.model.today,
        settings,
        record,
        publisher,
        webhook.is_some().then(|| messages.bell()),
    );
    let evaluator = Arc::new(evaluator);
    terminal.print(&welcome(&door, address, args))?;
    let running = evaluator::start(&evaluator);
    if let (Some(webhook), Some(record)) = (webhook, evaluator.record_place()) {
        messages.start(webhook, record.to_path_buf(), path);
    }
    let config = Config { door, secret: token::fresh()? };
    let told = Arc::clone(&evaluator);
    let hooks = Hooks { save: args.write.then(save), record: Box::new(move || told.recorded()) };
    offing_web::serve(listener, config, hooks, shown)?;
    // Whoever evaluates or sends comes to its end, then no more begins.
    drop(running);
    evaluator.end();
    messages.end();
    Ok(Ending::Good)
}

fn listen(args: &ServeArgs) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::new(args.address, args.port);
    match TcpListener::bind(address) {
        Ok(listener) => Ok(listener),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            bail!("port {} is in use: end what uses it, or take another with `--port`", args.port)
        }
        Err(error) => Err(error).with_context(|| format!("listening on {address}")),
    }
}

fn door(args: &ServeArgs, address: SocketAddr) -> anyhow::Result<Door> {
    let token = match &args.token_file {
        Some(file) => Some(token::of_file(file)?),
        None if args.address.is_loopback() => None,
        None => Some(token::fresh()?),
    };
    Ok(Door { address, names: args.name.clone(), token })
}

/// Returns the address that is told of turns. It may hold a secret, so it is never shown.
fn webhook(args: &ServeArgs) -> anyhow::Result<Option<String>> {
    let said = match &args.webhook_file {
        Some(file) => {
            let text = std::fs::read_to_string(file);
            Some(text.with_context(|| format!("reading the webhook's address from `{}`", file.display()))?)
        }
        None => args.webhook.clone(),
    };
    let Some(said) = said.map(|said| said.trim().to_owned()) else { return Ok(None) };
    if !said.starts_with("http://") && !said.starts_with("https://") {
        bail!("the webhook's address begins neither with `https://` nor with `http://`");
    }
    Ok(Some(said))
}

/// Returns what is said at the beginning: where to look.
fn welcome(door: &Door, address: SocketAddr, args: &ServeArgs) -> String {
    let host = match args.name.first() {
        Some(name) => format!("{name}:{}", address.port()),
        None if address.ip().is_unspecified() => format!("localhost:{}", address.port()),
        None => address.to_string(),
    };
    let token = match (&door.token, &args.token_file) {
        (Some(token), None) => format!("?token={}", token.reveal()),
        (Some(_), Some(_)) => "?token=…  (the token of your file)".to_owned(),
        (None, _) => String::new(),
    };
    format!("Offing is at http://{host}/{token}\nStop it with Ctrl-C.\n")
}

/// Returns what writes edits to the model's files.
fn save() -> Save {
    Box::new(|edits: &[Edit]| {
        let edits: Vec<(&str, &str, &str)> = (edits.iter())
            .map(|edit| (edit.file.as_str(), edit.before.as_str(), edit.after.as_str()))
            .collect();
        offing_load::write::replace(&edits).map_err(|error| match error {
            offing_load::write::WriteError::Changed { file } => NotSaved::Changed(file),
            denied @ offing_load::write::WriteError::Denied { .. } => NotSaved::Failed(denied.to_string()),
        })
    })
}

/// Says something that happens while the server runs.
fn remark(text: &str) {
    complain(&format!("offing: {text}"));
}
