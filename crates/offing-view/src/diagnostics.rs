//! What is wrong with a model, shown: with carets for people, in a line each for lists, as JSON for programs, as
//! findings for the gate's formats ([`crate::gate`]).
//!
//! ```
//! use offing_model::{Inputs, read};
//! use offing_view::diagnostics::{Look, concise, full};
//! let inputs = Inputs::of_text("company: { discount: 120% }", jiff::civil::date(2026, 3, 2));
//! let found = read(&inputs).diagnostics;
//! assert!(concise(&found, &inputs).starts_with("model.yaml:1:22: error[out-of-range]: "));
//! assert!(full(&found, &inputs, &Look::plain(80)).contains("^^^^"));
//! ```

mod excerpt;
mod full;
mod places;
pub(crate) mod safe;

use offing_model::{Diagnostic, Inputs, Severity, Span};
use serde_json::{Value, json};

use crate::gate::{Finding, Level};
pub use full::{Look, full};
use places::Places;
use safe::one_line;

/// Returns one line a finding: `file:line:column: error[code]: message`.
pub fn concise(found: &[Diagnostic], inputs: &Inputs) -> String {
    let mut places = Places::new(inputs);
    let mut lines = String::new();
    for diagnostic in found {
        let place = places.of(diagnostic.span);
        let (word, slug) = (diagnostic.severity().word(), diagnostic.code.slug());
        let message = one_line(&diagnostic.message);
        let file = one_line(place.file);
        let (line, column) = (place.start.line, place.start.column);
        lines.push_str(&format!("{file}:{line}:{column}: {word}[{slug}]: {message}\n"));
    }
    lines
}

/// Returns the findings as JSON, with everything the other formats show; `dropped` is how many more there were.
pub fn json(found: &[Diagnostic], dropped: usize, inputs: &Inputs) -> Value {
    let mut places = Places::new(inputs);
    let diagnostics: Vec<Value> = found
        .iter()
        .map(|diagnostic| {
            let others = diagnostic.others.iter().map(|(span, what)| {
                let mut other = place_json(&mut places, *span);
                other["what"] = json!(what);
                other
            });
            let others: Vec<Value> = others.collect();
            let mut shown = json!({
                "code": diagnostic.code.slug(),
                "severity": diagnostic.severity().word(),
                "message": diagnostic.message,
                "label": if diagnostic.label.is_empty() { Value::Null } else { json!(diagnostic.label) },
                "help": diagnostic.help,
            });
            if let (Value::Object(shown), Value::Object(place)) =
                (&mut shown, place_json(&mut places, diagnostic.span))
            {
                shown.extend(place);
            }
            shown["others"] = Value::Array(others);
            shown
        })
        .collect();
    json!({ "schema": 1, "diagnostics": diagnostics, "dropped": dropped })
}

fn place_json(places: &mut Places<'_>, span: Span) -> Value {
    let place = places.of(span);
    json!({
        "file": place.file,
        "line": place.start.line,
        "column": place.start.column,
        "end_line": place.end.line,
        "end_column": place.end.column,
    })
}

/// Returns the findings in the form that the gate's formats share.
pub fn findings(found: &[Diagnostic], inputs: &Inputs) -> Vec<Finding> {
    let mut places = Places::new(inputs);
    let finding = |diagnostic: &Diagnostic| {
        let place = places.of(diagnostic.span);
        Finding {
            id: diagnostic.code.slug().to_owned(),
            level: match diagnostic.severity() {
                Severity::Error => Level::Error,
                Severity::Warning => Level::Warning,
                Severity::Note => Level::Note,
            },
            about: excerpt::under(inputs.text(diagnostic.span.source), diagnostic.span),
            message: diagnostic.message.clone(),
            file: place.file.to_owned(),
            line: place.start.line,
            column: place.start.column,
            help: diagnostic.help.clone(),
        }
    };
    found.iter().map(finding).collect()
}

/// Returns one sentence that counts the findings, such as "2 errors and 1 warning"; empty when there are none.
pub fn summary(found: &[Diagnostic], dropped: usize) -> String {
    let counted = |severity: Severity| {
        let count = found.iter().filter(|diagnostic| diagnostic.severity() == severity).count();
        let plural = if count == 1 { "" } else { "s" };
        (count > 0).then(|| format!("{count} {}{plural}", severity.word()))
    };
    let mut parts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(counted).collect();
    if dropped > 0 {
        parts.push(format!("{dropped} more that are not shown"));
    }
    match parts.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests;
