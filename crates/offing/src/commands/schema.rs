//! `offing schema`.

use crate::terminal::{Ending, Terminal};

pub(crate) fn run(terminal: &Terminal) -> anyhow::Result<Ending> {
    terminal.json(&offing_view::schema::schema())?;
    Ok(Ending::Good)
}
