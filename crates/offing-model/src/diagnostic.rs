//! What is wrong with a model: a code, a place, a sentence, and what to do about it.

use crate::code::Code;
use crate::span::Span;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// There is no model, so no numbers.
    Error,
    /// The model is sound, yet something in it is suspicious.
    Warning,
    /// Worth knowing; nothing to mend.
    Note,
}

impl Severity {
    /// Returns the word readers see.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// One finding about the text of a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    /// What kind of fault; `offing explain CODE` teaches it.
    pub code: Code,
    /// The text to put the caret under.
    pub span: Span,
    /// What is wrong, in one sentence without a full stop, names in backticks.
    pub message: String,
    /// What the caret's text is, said beside it; may be empty.
    pub label: String,
    /// Other places that belong to it, each with what it is.
    pub others: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Returns a finding without label, other places or help.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), label: String::new(), others: Vec::new(), help: None }
    }

    /// Says what the text under the caret is.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn other(mut self, span: Span, what: impl Into<String>) -> Self {
        self.others.push((span, what.into()));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Returns how much it weighs.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Findings of one reading, gathered while it goes on; never more than [`Faults::MOST`].
#[derive(Debug, Default)]
pub struct Faults {
    found: Vec<Diagnostic>,
    /// How many were found and not kept, because there were too many already.
    pub dropped: usize,
}

impl Faults {
    /// How many findings are kept: more than anyone reads, few enough for any memory.
    pub const MOST: usize = 2_000;

    /// Keeps a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if self.found.len() < Self::MOST {
            self.found.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// Returns all findings by place, those of one place in the order they were found.
    pub fn sorted(mut self) -> Vec<Diagnostic> {
        self.found.sort_by_key(|found| (found.span, found.code));
        self.found
    }

    /// Returns whether any finding so far forbids a model.
    pub fn any_error(&self) -> bool {
        self.dropped > 0 || self.found.iter().any(|found| found.severity() == Severity::Error)
    }
}

/// Returns the names nearest to a misspelt one, nearest first, at most three; only those near enough to be
/// what was meant (Damerau-Levenshtein distance of at most a third of the longer name, or a shared prefix).
///
/// *Cost:* one distance per candidate of a similar length.
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let length = wrong.chars().count();
    let mut near: Vec<(usize, &str)> = Vec::new();
    if length > 100 {
        return Vec::new();
    }
    for name in names {
        let other = name.len();
        let limit = length.max(other).div_ceil(3).min(4);
        if other.abs_diff(wrong.len()) > limit + 8 {
            continue;
        }
        let distance = strsim::damerau_levenshtein(wrong, name);
        let extends = length >= 4 && (name.starts_with(wrong) || wrong.starts_with(name) && other >= 4);
        if distance <= limit {
            near.push((distance, name));
        } else if extends {
            near.push((limit + 1, name));
        }
    }
    near.sort();
    near.dedup();
    near.into_iter().take(3).map(|(_, name)| name).collect()
}

/// Returns "did you mean …?" for a misspelt name, or nothing when no name is near.
pub fn did_you_mean<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let near = nearest(wrong, names);
    let quoted: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => None,
        [only] => Some(format!("did you mean {only}?")),
        [head @ .., last] => Some(format!("did you mean {} or {last}?", head.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_a_stranger_is_not() {
        let names = ["payments", "catalog", "inquiry", "catalog-service"];
        assert_eq!(nearest("paymnets", names), ["payments"]);
        assert_eq!(nearest("catalgo", names), ["catalog"]);
        assert!(nearest("quantum", names).is_empty());
        assert_eq!(did_you_mean("inqiury", names).unwrap(), "did you mean `inquiry`?");
    }

    #[test]
    fn more_faults_than_anyone_reads_are_counted_not_kept() {
        let mut faults = Faults::default();
        for _ in 0..Faults::MOST + 5 {
            faults.push(Diagnostic::new(Code::WaiverExpired, Span::default(), "x"));
        }
        assert_eq!(faults.dropped, 5);
        assert!(faults.any_error(), "what was dropped may have been an error");
        assert_eq!(faults.sorted().len(), Faults::MOST);
    }
}
