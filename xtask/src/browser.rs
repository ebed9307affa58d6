//! What only a browser can tell: builds the binary and runs `tests/browser` in headless Chromium.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::ci::cargo;
use crate::tree;

/// Where Debian puts the browser.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Runs the tests. A machine without the browser may leave them to CI, which has it.
pub fn run() -> Result<()> {
    let folder = tree::root().join("tests/browser");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| CHROMIUM.to_owned());
    let missing = if !Path::new(&chromium).exists() {
        Some(format!("there is no {chromium}: `apt-get install chromium`, or name yours in CHROMIUM"))
    } else if !folder.join("node_modules").exists() {
        Some("the test tools are not installed: `npm ci` in tests/browser".to_owned())
    } else {
        None
    };
    match missing {
        Some(what) if std::env::var_os("CI").is_some() => bail!("{what}"),
        Some(what) => {
            println!("NOT RUN: {what}");
            return Ok(());
        }
        None => {}
    }
    cargo(&["build", "--locked", "-p", "offing"], &[])?;
    let status = Command::new("npm")
        .args(["test", "--silent"])
        .env("CHROMIUM", chromium)
        .current_dir(folder)
        .status()
        .context("starting npm")?;
    if !status.success() {
        bail!("npm test ended with {status}");
    }
    Ok(())
}
