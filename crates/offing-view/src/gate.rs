//! Findings in the formats that gates read: GitHub's workflow commands, SARIF 2.1.0, JUnit XML.
//!
//! A finding is a fault of the model's text or a guarantee that was checked; both say where they stand.
//!
//! ```
//! use offing_view::gate::{Finding, Level, github};
//! let broken = Finding {
//!     id: "guarantee".to_owned(),
//!     level: Level::Error,
//!     about: "no-single-vendor".to_owned(),
//!     message: "vendor `salesforce` closes 3 outcomes".to_owned(),
//!     file: "guarantees.yaml".to_owned(),
//!     line: 4,
//!     column: 3,
//!     help: None,
//! };
//! assert_eq!(
//!     github(&[broken]),
//!     "::error file=guarantees.yaml,line=4,col=3,title=guarantee::vendor `salesforce` closes 3 outcomes\n"
//! );
//! ```

mod baseline;
mod github;
mod junit;
mod sarif;

pub use baseline::{Adopted, Baseline};
pub use github::github;
pub(crate) use junit::escaped;
pub use junit::junit;
pub use sarif::sarif;

/// How much a finding weighs for a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It was checked, and it is as it should be.
    Pass,
    /// Worth knowing; a guarantee that is waived, or known from a baseline, is told so.
    Note,
    /// Suspicious; does not fail the gate.
    Warning,
    /// Fails the gate.
    Error,
}

/// One thing that was found, or checked, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What kind of thing it is: a diagnostic's code, or `guarantee`.
    pub id: String,
    /// How much it weighs.
    pub level: Level,
    /// What it is about, in words that stay the same while figures change: a name, or the text under the caret.
    pub about: String,
    /// What is to be said, in one sentence.
    pub message: String,
    /// The file, as its user wrote it.
    pub file: String,
    /// Line, from one.
    pub line: u32,
    /// Column in characters, from one.
    pub column: u32,
    /// What to do.
    pub help: Option<String>,
}

/// Returns an id for each finding that stays the same while lines move, figures change and the model is read from
/// another place, so that a baseline written today knows it tomorrow: made of its kind, its file's own name, what it
/// is about, and, where several agree in these, their order.
pub fn fingerprints(findings: &[Finding]) -> Vec<String> {
    let mut seen: std::collections::HashMap<u64, u64> = std::collections::HashMap::new();
    let fingerprint = |finding: &Finding| {
        let file = finding.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let same = hash([finding.id.as_str(), file, &finding.about]);
        let nth = seen.entry(same).or_default();
        *nth += 1;
        format!("{:016x}", hash([format!("{same:016x}").as_str(), nth.to_string().as_str()]))
    };
    findings.iter().map(fingerprint).collect()
}

/// Returns the FNV-1a hash of some texts, each closed by a byte that no UTF-8 text has.
fn hash<'t>(texts: impl IntoIterator<Item = &'t str>) -> u64 {
    let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;
