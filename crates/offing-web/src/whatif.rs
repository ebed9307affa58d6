//! What would be different? Changes out of an address, and the studies they give: the last few are kept, so that
//! going back and forth between them costs nothing.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use offing_analysis::change::{Change, in_order};
use offing_analysis::study::Study;
use offing_model::Model;

/// How many changes one address may say.
const MOST_CHANGES: usize = 40;

/// How many what-ifs are kept: at most so many, and no more than so many entities together.
const MOST_KEPT: usize = 64;
const MOST_ENTITIES: usize = 1_000_000;

/// What an address asks for besides its path.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Asked {
    /// Its changes, as texts: key and value.
    pub(crate) changes: Vec<(String, String)>,
    /// Everything else it says.
    pub(crate) others: Vec<(String, String)>,
    /// Whether any change was said as one text, as a form does.
    pub(crate) by_form: bool,
}

impl Asked {
    /// Returns what a query asks for. A change may also be said as one text under `change`, as a form sends it.
    pub(crate) fn of(query: &str) -> Self {
        let mut asked = Self::default();
        for (key, value) in pairs(query) {
            match (key.as_str(), value.split_once('=')) {
                ("change", Some((key, value))) => {
                    asked.by_form = true;
                    asked.changes.push((key.trim().to_owned(), value.trim().to_owned()));
                }
                ("change", None) => {
                    asked.by_form = true;
                    let text = value.trim().to_owned();
                    asked.changes.extend((!text.is_empty()).then_some((text, String::new())));
                }
                _ if Change::is_key(&key) => asked.changes.push((key, value)),
                _ => asked.others.push((key, value)),
            }
        }
        asked
    }

    /// Returns the first value said under a key.
    pub(crate) fn other(&self, key: &str) -> Option<&str> {
        self.others.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str())
    }

    /// Returns the changes it names, and why others are none.
    pub(crate) fn read(&self, model: &Model) -> (Vec<Change>, Vec<String>) {
        let (mut changes, mut faults) = (Vec::new(), Vec::new());
        for (key, value) in self.changes.iter().take(MOST_CHANGES) {
            match Change::of(model, key, value) {
                Ok(change) => changes.push(change),
                Err(fault) => faults.push(fault.to_string()),
            }
        }
        if self.changes.len() > MOST_CHANGES {
            faults.push(format!("only the first {MOST_CHANGES} changes are counted"));
        }
        (in_order(model, &changes), faults)
    }
}

/// Returns the keys and values of a query or of a form.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| decoded(&text.replace('+', " "));
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decoded(key), decoded(value)))
        .collect()
}

/// Returns the query that says changes; empty where there are none.
pub(crate) fn query(model: &Model, changes: &[Change]) -> String {
    let pairs: Vec<String> = (changes.iter())
        .map(|change| format!("{}={}", encoded(&change.key(model)), encoded(&change.value(model))))
        .collect();
    pairs.join("&")
}

/// Returns a text as it stands in a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b':' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Returns the text that a percent-encoded one stands for; what is no encoding stays as it is.
pub(crate) fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        let byte = hex.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match byte.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The what-ifs asked for last, of the model shown now.
#[derive(Debug, Default)]
pub(crate) struct WhatIfs(Mutex<VecDeque<Arc<Study>>>);

impl WhatIfs {
    /// Returns the study of today with changes laid over it: the one kept, or a new one.
    pub(crate) fn study(&self, today: &Arc<Study>, changes: &[Change]) -> Arc<Study> {
        if changes.is_empty() {
            return Arc::clone(today);
        }
        if let Some(kept) = self.kept(today, changes) {
            return kept;
        }
        // Two who ask at once may both lay the changes over; the first one kept is what both get.
        let fresh = today.with(changes);
        self.kept(today, fresh.changes()).unwrap_or_else(|| {
            let most = (MOST_ENTITIES / today.model().entity_count().max(1)).clamp(2, MOST_KEPT);
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            all.push_front(Arc::clone(&fresh));
            all.truncate(most);
            fresh
        })
    }

    /// Returns a what-if that is kept, and puts it in front; what belongs to an earlier model is let go.
    fn kept(&self, today: &Arc<Study>, changes: &[Change]) -> Option<Arc<Study>> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|study| study.today().is_some_and(|of| Arc::ptr_eq(of, today)));
        let at = all.iter().position(|study| study.changes() == changes)?;
        let found = all.remove(at)?;
        all.push_front(Arc::clone(&found));
        Some(found)
    }

    #[cfg(test)]
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::router::tests::study;

    #[test]
    fn a_query_comes_back_as_it_was() {
        let study = study();
        let query_text = "without=vendor:host&team:web=5&odds:shop=40%25&runway=18+months&q=a%26b&open=1";
        let asked = Asked::of(query_text);
        assert_eq!(asked.others, [("q".to_owned(), "a&b".to_owned()), ("open".to_owned(), "1".to_owned())]);
        let (changes, faults) = asked.read(study.model());
        assert_eq!((changes.len(), faults), (4, Vec::new()));
        let again = query(study.model(), &changes);
        assert_eq!(again, "odds:shop=40%25&runway=18+months&team:web=5&without=vendor:host");
        assert_eq!(Asked::of(&again).read(study.model()).0, changes);
    }

    #[test]
    fn what_is_no_change_is_told_and_the_rest_counts() {
        let study = study();
        let asked = Asked::of("change=team:web%3D7&change=&without=vendor:nobody&done=%ff%");
        let (changes, faults) = asked.read(study.model());
        assert_eq!(changes.len(), 1);
        assert_eq!(faults.len(), 2, "{faults:?}");
        let many = vec!["team:web=1"; MOST_CHANGES + 5].join("&");
        assert_eq!(Asked::of(&many).read(study.model()).1.len(), 1);
    }

    #[test]
    fn what_ifs_are_kept_up_to_a_bound_and_for_one_model() {
        let (today, whatifs) = (study(), WhatIfs::default());
        let with = |people: usize| Asked::of(&format!("team:web={people}")).read(today.model()).0;
        let first = whatifs.study(&today, &with(1));
        assert!(Arc::ptr_eq(&first, &whatifs.study(&today, &with(1))));
        (2..200).for_each(|people| drop(whatifs.study(&today, &with(people))));
        assert_eq!(whatifs.count(), MOST_KEPT);
        assert!(!Arc::ptr_eq(&first, &whatifs.study(&today, &with(1))), "long ago, so worked out anew");
        let tomorrow = study();
        drop(whatifs.study(&tomorrow, &with(1)));
        assert_eq!(whatifs.count(), 1, "what-ifs of the model before are let go");
    }
}
