//! Which findings were known when a gate was adopted, so that it fails on new ones only.
//!
//! A baseline is a file in git: for each guarantee that failed on that day its fingerprint and what broke it. The same
//! guarantee broken by more than that is new; what a waiver excuses is no part of it, so a waiver's end is felt.

use std::collections::{BTreeMap, BTreeSet};

use offing_analysis::ensure::Ensure;
use offing_analysis::words::several;
use offing_model::{Inputs, Model};
use serde_json::{Value, json};

use super::fingerprints;
use crate::ensure::findings;
use crate::page::{Page, Tone};

/// Version of the file: raised when what an older program reads would mislead it.
const SCHEMA: u64 = 1;

/// The findings that are known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    known: BTreeMap<String, Known>,
}

/// One known finding.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    guarantee: String,
    broken_by: BTreeSet<String>,
    found: String,
}

/// What a baseline made of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopted {
    /// The guarantees that fail as they did, in the order of the model.
    pub known: Vec<String>,
    /// The guarantees that failed then and do not now, or are broken by less: the baseline is larger than it need be.
    pub better: Vec<String>,
}

impl Baseline {
    /// Returns the baseline that knows everything that fails now.
    pub fn of(model: &Model, inputs: &Inputs, ensure: &Ensure) -> Self {
        let prints = fingerprints(&findings(model, inputs, ensure));
        let known = prints.into_iter().zip(&ensure.guarantees).filter(|(_, one)| !one.holds && !one.waived);
        let known = known.map(|(print, one)| {
            let known = Known {
                guarantee: model[one.guarantee].card.name.to_string(),
                broken_by: one.broken_by.iter().cloned().collect(),
                found: one.found.clone(),
            };
            (print, known)
        });
        Self { known: known.collect() }
    }

    /// Returns how many findings it knows.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// Returns whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Returns the baseline that a file holds.
    ///
    /// *Errors:* what is wrong with the text, in words, where it is no baseline or one of a later version.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: Value = serde_json::from_str(text).map_err(|fault| format!("it is no JSON: {fault}"))?;
        match file["schema"].as_u64() {
            Some(SCHEMA) => {}
            Some(later) => return Err(format!("it has schema {later}, and this program knows {SCHEMA}")),
            None => return Err("it says no `schema`".to_owned()),
        }
        let list = file["findings"].as_array().ok_or("it has no list of `findings`")?;
        let known: Option<BTreeMap<String, Known>> = list.iter().map(known).collect();
        Ok(Self { known: known.ok_or("each finding has an `id`, a `guarantee` and what it is `broken_by`")? })
    }

    /// Returns the file, the same bytes for the same findings, one finding after another so that git shows which came.
    pub fn json(&self) -> Value {
        let findings: Vec<Value> = (self.known.iter())
            .map(|(id, known)| {
                json!({
                    "id": id,
                    "guarantee": known.guarantee,
                    "broken_by": known.broken_by,
                    "found": known.found,
                })
            })
            .collect();
        json!({ "schema": SCHEMA, "findings": findings })
    }

    /// Marks what fails as it did as adopted, and returns what that came to.
    pub fn adopt(&self, model: &Model, inputs: &Inputs, ensure: &mut Ensure) -> Adopted {
        let prints = fingerprints(&findings(model, inputs, ensure));
        let mut adopted = Adopted { known: Vec::new(), better: Vec::new() };
        let mut met = BTreeSet::new();
        for (print, judgement) in prints.into_iter().zip(&mut ensure.guarantees) {
            let Some(known) = self.known.get(&print) else { continue };
            let broken_by: BTreeSet<String> = judgement.broken_by.iter().cloned().collect();
            let fails = !judgement.holds && !judgement.waived;
            judgement.adopted = fails && broken_by.is_subset(&known.broken_by);
            if judgement.adopted {
                adopted.known.push(known.guarantee.clone());
            }
            if !fails || (judgement.adopted && broken_by != known.broken_by) {
                adopted.better.push(known.guarantee.clone());
            }
            met.insert(print);
        }
        let gone = self.known.iter().filter(|(print, _)| !met.contains(*print));
        adopted.better.extend(gone.map(|(_, known)| known.guarantee.clone()));
        adopted
    }
}

fn known(finding: &Value) -> Option<(String, Known)> {
    let text = |key: &str| finding[key].as_str().map(str::to_owned);
    let broken_by = finding["broken_by"].as_array()?.iter().map(|one| one.as_str().map(str::to_owned));
    let known = Known {
        guarantee: text("guarantee")?,
        broken_by: broken_by.collect::<Option<BTreeSet<String>>>()?,
        found: text("found").unwrap_or_default(),
    };
    Some((text("id")?, known))
}

impl Adopted {
    /// Returns what there is to say of it below an answer: that the baseline can be made smaller.
    pub fn page(&self, file: &str) -> Page {
        let mut page = Page::default();
        if !self.better.is_empty() {
            page.text(vec![
                Tone::Good.say(format!("Better than the baseline: {}.", several(self.better.clone(), 4))),
                Tone::Plain.say(" Keep it so: "),
                Tone::Code.say(format!("offing ensure --write-baseline {file}")),
            ]);
        }
        page
    }
}
