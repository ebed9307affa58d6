//! From a path to a sound model, or to its faults on the screen.

use offing_analysis::beat::BeatQuestion;
use offing_model::deliveries::Deliveries;
use offing_model::{Diagnostic, Inputs, Model, Reading, Severity};
use offing_view::diagnostics;

use crate::args::ModelArgs;
use crate::terminal::{Ending, Terminal, complain};

/// How many warnings are shown beside an answer; the rest is counted.
const MOST_WARNINGS: usize = 5;

/// A model and what it was read from.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) inputs: Inputs,
    pub(crate) model: Option<Model>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) dropped: usize,
}

/// Reads the model a command names.
pub(crate) fn read(args: &ModelArgs) -> anyhow::Result<Read> {
    let path = offing_load::find(args.model.as_deref())?;
    let inputs = offing_load::inputs(&path, args.today.unwrap_or_else(today))?;
    Ok(Read::of(inputs))
}

/// Returns the current date where the user is.
pub(crate) fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

impl Read {
    /// Reads what texts say.
    pub(crate) fn of(inputs: Inputs) -> Self {
        let Reading { diagnostics, dropped, model, .. } = offing_model::read(&inputs);
        Self { inputs, model, diagnostics, dropped }
    }

    /// Reads what was delivered by what the model's `sources` name.
    pub(crate) fn deliveries(&self, model: &Model, question: &BeatQuestion) -> Deliveries {
        let cache = offing_load::deliveries::cache_folder();
        offing_load::deliveries::deliveries(
            model,
            &self.inputs,
            Some(question.since(model)),
            cache.as_deref(),
        )
    }

    /// Shows what is wrong with a model that has errors.
    pub(crate) fn complain(&self, terminal: &Terminal) {
        let look = diagnostics::Look { width: terminal.width().into(), colour: terminal.error_color() };
        complain(&diagnostics::full(&self.diagnostics, &self.inputs, &look));
        complain(&diagnostics::summary(&self.diagnostics, self.dropped));
    }

    /// Says why there is no model: as JSON where the answer would have been, else on the screen.
    pub(crate) fn refuse(&self, as_json: bool, terminal: &Terminal) -> anyhow::Result<Ending> {
        if as_json {
            terminal.json(&diagnostics::json(&self.diagnostics, self.dropped, &self.inputs))?;
        } else {
            self.complain(terminal);
        }
        Ok(Ending::NoModel)
    }

    /// Shows the first warnings of a sound model, beside its answer.
    pub(crate) fn warn(&self) {
        let warnings: Vec<Diagnostic> =
            self.diagnostics.iter().filter(|found| found.severity() == Severity::Warning).cloned().collect();
        if warnings.is_empty() {
            return;
        }
        let shown = &warnings[..warnings.len().min(MOST_WARNINGS)];
        complain(&diagnostics::concise(shown, &self.inputs));
        if warnings.len() > shown.len() {
            complain(&format!("and {} more warnings", warnings.len() - shown.len()));
        }
    }
}
