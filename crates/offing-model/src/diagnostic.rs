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
        let message = clipped(message.into());
        Self { code, span, message, label: String::new(), others: Vec::new(), help: None }
    }

    /// Says what the text under the caret is.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = clipped(label.into());
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn other(mut self, span: Span, what: impl Into<String>) -> Self {
        self.others.push((span, clipped(what.into())));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(clipped(help.into()));
        self
    }

    /// Returns how much it weighs.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// Characters of the user's text that a sentence quotes at most.
const MOST_QUOTED: usize = 80;

/// Characters a sentence has at most, if it quotes much: a circle of a hundred steps is still told.
const MOST_SAID: usize = 20_000;

/// Returns a sentence in which no quoted text (between backticks) is longer than anyone reads.
fn clipped(sentence: String) -> String {
    if sentence.len() <= MOST_QUOTED {
        return sentence;
    }
    let mut parts: Vec<String> = Vec::new();
    let mut left = MOST_SAID;
    for part in sentence.split('`') {
        // A sentence quotes in every second part; what the user wrote may hold backticks and turn that round, so
        // every part is clipped, the unquoted ones later, as help has a long list here and there.
        let most = if parts.len() % 2 == 1 { MOST_QUOTED } else { 600 };
        let part = middle_out(part, most);
        if left <= part.len() {
            parts.push("…".to_owned());
            break;
        }
        left -= part.len() + 1;
        parts.push(part);
    }
    parts.join("`")
}

/// Returns a text of at most `most` characters, its middle left out where it is longer.
fn middle_out(text: &str, most: usize) -> String {
    if text.char_indices().nth(most).is_none() {
        return text.to_owned();
    }
    let head = text.char_indices().nth(most - most / 4).map_or(text.len(), |(at, _)| at);
    let tail = text.char_indices().nth_back(most / 4 - 2).map_or(0, |(at, _)| at);
    format!("{}…{}", &text[..head], &text[tail..])
}

/// Findings of one reading, gathered while it goes on; never more than [`Faults::MOST`].
#[derive(Debug, Default)]
pub struct Faults {
    found: Vec<Diagnostic>,
    /// How many were found and not kept, because there were too many already.
    pub dropped: usize,
    /// Whether one of them, kept or not, forbids a model.
    error: bool,
}

impl Faults {
    /// How many findings are kept: more than anyone reads, few enough for any memory.
    pub const MOST: usize = 2_000;

    /// Keeps a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.error |= diagnostic.severity() == Severity::Error;
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
        self.error
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
    (!near.is_empty()).then(|| format!("did you mean {}?", quoted(&near)))
}

/// Returns "`a`, `b` or `c`".
pub(crate) fn quoted(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} or {last}", head.join(", ")),
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
    fn what_is_quoted_is_clipped_in_its_middle() {
        let long = format!("{}end", "é".repeat(1_000_000));
        let found = Diagnostic::new(Code::WrongUnit, Span::default(), format!("`{long}` is no duration"));
        assert_eq!(found.message.chars().count(), "`` is no duration".len() + MOST_QUOTED);
        assert!(found.message.starts_with("`éé") && found.message.ends_with("éend` is no duration"));
        let short = Diagnostic::new(Code::WrongUnit, Span::default(), "`3` has no unit");
        assert_eq!(short.message, "`3` has no unit");
        let ticks = format!("`{}`{} is no name", "`a`".repeat(500_000), "b".repeat(5_000));
        assert!(Diagnostic::new(Code::BadName, Span::default(), ticks).message.len() < 3 * MOST_SAID);
    }

    #[test]
    fn more_faults_than_anyone_reads_are_counted_not_kept() {
        let mut faults = Faults::default();
        for _ in 0..Faults::MOST + 5 {
            faults.push(Diagnostic::new(Code::WaiverExpired, Span::default(), "x"));
        }
        assert_eq!(faults.dropped, 5);
        assert!(!faults.any_error(), "warnings forbid nothing, however many");
        faults.push(Diagnostic::new(Code::YamlSyntax, Span::default(), "y"));
        assert!(faults.any_error(), "an error that is not kept is one all the same");
        assert_eq!(faults.sorted().len(), Faults::MOST);
    }
}
