//! `offing mcp`.

use std::sync::{Arc, Mutex, PoisonError};

use offing_analysis::study::{Settings, Study};
use offing_model::{Content, Inputs};

use crate::args::ModelArgs;
use crate::terminal::Ending;

/// The same questions as read-only tools for assistants, over standard input and output (Model Context Protocol).
#[derive(Debug, clap::Args)]
#[command(after_help = "For an assistant's settings:\n  \
    { \"mcpServers\": { \"offing\": { \"command\": \"offing\", \"args\": [\"mcp\", \"/path/to/model\"] } } }\n\n\
    The files are read again before each answer; nothing is written. Exit codes: 0 the other side closed, 2 it could\n\
    not begin.")]
pub(crate) struct McpArgs {
    #[command(flatten)]
    model: ModelArgs,
    /// How many futures are drawn
    #[arg(long, default_value_t = Settings::default().draws, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,
    /// The seed of all luck
    #[arg(long, default_value_t = Settings::default().seed)]
    seed: u64,
}

pub(crate) fn run(args: &McpArgs) -> anyhow::Result<Ending> {
    let path = offing_load::find(args.model.model.as_deref())?;
    let (given, settings) = (args.model.today, Settings { seed: args.seed, draws: args.draws });
    let last: Mutex<Option<Arc<Study>>> = Mutex::new(None);
    offing_web::mcp::run(Box::new(move || {
        let today = given.unwrap_or_else(crate::reading::today);
        let inputs = offing_load::inputs(&path, today).map_err(|error| error.to_string())?;
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(study) = last.as_ref().filter(|study| same(study.inputs(), &inputs)) {
            return Ok(Arc::clone(study));
        }
        let reading = offing_model::read(&inputs);
        let Some(model) = reading.model else {
            let faults = offing_view::diagnostics::concise(&reading.diagnostics, &inputs);
            return Err(format!("the model has errors, so there is no answer:\n{faults}"));
        };
        let study = Arc::new(Study::new(inputs, model, reading.diagnostics, settings));
        *last = Some(Arc::clone(&study));
        Ok(study)
    }))?;
    Ok(Ending::Good)
}

/// Returns whether two readings rest on the same.
fn same(one: &Inputs, other: &Inputs) -> bool {
    let texts = |inputs: &Inputs| -> Vec<(String, Option<String>)> {
        let text = |content: &Content| match content {
            Content::Text(text) => Some(text.clone()),
            _ => None,
        };
        let sources = inputs.sources.iter().chain(&inputs.catalogs);
        sources.map(|source| (source.name.clone(), text(&source.content))).collect()
    };
    one.today == other.today && texts(one) == texts(other)
}
