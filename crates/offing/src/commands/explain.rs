//! `offing explain CODE`.

use anyhow::bail;
use offing_model::Code;

use crate::terminal::{Ending, Terminal};

/// Explain a diagnostic code, or list them all.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  offing explain unknown-name\n  offing explain")]
pub(crate) struct ExplainArgs {
    /// The code, as it stands in brackets after `error`; without it, all codes are listed
    code: Option<String>,
}

pub(crate) fn run(args: &ExplainArgs, terminal: &Terminal) -> anyhow::Result<Ending> {
    let Some(slug) = &args.code else {
        let list: String =
            Code::ALL.iter().map(|code| format!("{:8} {}\n", code.severity().word(), code.slug())).collect();
        terminal.print(&list)?;
        return Ok(Ending::Good);
    };
    let Some(code) = Code::named(slug) else {
        let near = offing_model::diagnostic::did_you_mean(slug, Code::ALL.iter().map(|code| code.slug()));
        bail!(
            "there is no code `{slug}`; {}",
            near.unwrap_or_else(|| "`offing explain` lists them all".to_owned())
        );
    };
    terminal.print(code.page())?;
    Ok(Ending::Good)
}
