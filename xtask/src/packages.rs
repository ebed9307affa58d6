//! What cargo knows of the workspace: packages, licences, who depends on whom.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::tree;

/// A package.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// The SPDX expression, where it has one.
    pub licence: Option<String>,
    pub needs: Vec<Dependency>,
}

/// A direct dependency.
#[derive(Debug, Clone, PartialEq)]
pub struct Dependency {
    pub name: String,
    /// Only its tests, examples and benchmarks need it.
    pub dev: bool,
}

/// Returns the packages of the workspace.
pub fn ours() -> Result<Vec<Package>> {
    of_metadata(&metadata(&["--no-deps", "--offline"])?)
}

/// Returns every package that any build of the workspace could use, on any platform.
pub fn all() -> Result<Vec<Package>> {
    of_metadata(&metadata(&["--locked"])?)
}

fn metadata(flags: &[&str]) -> Result<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1"])
        .args(flags)
        .current_dir(tree::root())
        .output()
        .context("starting cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("reading what cargo metadata says")
}

fn of_metadata(metadata: &Value) -> Result<Vec<Package>> {
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    Ok(packages.iter().map(package).collect())
}

fn package(package: &Value) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let needs = package["dependencies"].as_array().into_iter().flatten();
    Package {
        name: text(&package["name"]),
        version: text(&package["version"]),
        licence: package["license"].as_str().map(str::to_owned),
        needs: needs
            .map(|need| Dependency { name: text(&need["name"]), dev: need["kind"] == "dev" })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_names_this_crate_and_what_it_needs() {
        let ours = ours().unwrap();
        let xtask = ours.iter().find(|package| package.name == "xtask").unwrap();
        assert!(xtask.needs.contains(&Dependency { name: "anyhow".to_owned(), dev: false }));
        assert_eq!(xtask.licence.as_deref(), Some("MIT OR Apache-2.0"));
    }
}
