//! The only place that prints.
#![allow(clippy::print_stderr, reason = "this is where what is said goes out")]

use std::io::{IsTerminal, Write, stdout};
use std::process::ExitCode;

use offing_view::page::Page;
use offing_view::render::text::{Style, text};

use crate::args::ColorChoice;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Yes, or done.
    Good,
    /// The gate says no.
    GateSaysNo,
    /// There is no sound model.
    NoModel,
}

impl Ending {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// What the terminal is like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    width: u16,
    color: bool,
    error_color: bool,
}

impl Terminal {
    pub(crate) fn of(choice: ColorChoice) -> Self {
        let wanted = |is_terminal: bool| match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width =
            columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| width.0)).unwrap_or(120);
        Self {
            width: width.clamp(40, 200),
            color: wanted(stdout().is_terminal()),
            error_color: wanted(std::io::stderr().is_terminal()),
        }
    }

    pub(crate) fn width(&self) -> u16 {
        self.width
    }

    pub(crate) fn error_color(&self) -> bool {
        self.error_color
    }

    /// Shows a page as text.
    pub(crate) fn show(&self, page: &Page) -> anyhow::Result<()> {
        self.print(&text(page, Style { width: self.width, color: self.color }))
    }

    /// Prints a text as it is.
    pub(crate) fn print(&self, text: &str) -> anyhow::Result<()> {
        self.write(text.as_bytes())
    }

    /// Writes bytes to standard output as they are.
    pub(crate) fn write(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let mut out = stdout().lock();
        out.write_all(bytes)?;
        out.flush()?;
        Ok(())
    }

    /// Prints JSON, indented.
    pub(crate) fn json(&self, value: &serde_json::Value) -> anyhow::Result<()> {
        let mut text = serde_json::to_string_pretty(value)?;
        text.push('\n');
        self.print(&text)
    }
}

/// Says something beside the answer.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}

/// Shows how far something is, on one line that the next call writes over; nothing where nobody watches.
pub(crate) fn progress(text: &str) {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        let _ = write!(out, "\r\u{1b}[2K{text}").and_then(|()| out.flush());
    }
}

/// Returns whether the reader went away, which is no fault.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = error.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
    kind == Some(std::io::ErrorKind::BrokenPipe)
}
