//! `offing schema`.

use crate::terminal::{Ending, Terminal};

pub(crate) fn run(terminal: &Terminal) -> anyhow::Result<Ending> {
    let _ = terminal;
    Ok(Ending::Good)
}
