//! A line on the terminal that says what is being computed, once that has taken a second.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use offing_analysis::execute::Step;

/// For how long nothing is said.
const QUIET: Duration = Duration::from_secs(1);

/// The line, if the errors go to a terminal.
pub(super) struct Progress {
    since: Instant,
    bar: Option<ProgressBar>,
    wanted: bool,
}

impl Progress {
    #[allow(clippy::disallowed_methods, reason = "how long a reader waits is no part of any answer")]
    pub(super) fn new() -> Self {
        Self { since: Instant::now(), bar: None, wanted: std::io::stderr().is_terminal() }
    }

    pub(super) fn show(&mut self, step: Step) {
        if !self.wanted || self.since.elapsed() < QUIET {
            return;
        }
        let bar = self.bar.get_or_insert_with(new_bar);
        bar.set_length(step.of.max(1));
        bar.set_message(step.what);
        bar.set_position(step.done);
    }

    /// Shows how much of the time for a proof is over, from here on.
    pub(super) fn prove(&mut self, limit: Duration) {
        if self.wanted {
            let bar = self.bar.get_or_insert_with(new_bar);
            bar.set_length(limit.as_secs().max(1));
            bar.set_message("proof, Ctrl-C to end it");
            bar.set_position(0);
        }
    }

    /// Says that a proof has taken so long.
    pub(super) fn proving(&self, passed: Duration) {
        if let Some(bar) = self.bar.as_ref().filter(|bar| bar.position() != passed.as_secs()) {
            bar.set_position(passed.as_secs());
        }
    }

    /// Takes the line away.
    pub(super) fn end(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}

fn new_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} %").expect("the template is sound");
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_style(style)
}
