//! SARIF 2.1.0, the format that code scanning reads (OASIS, "Static Analysis Results Interchange Format (SARIF)
//! Version 2.1.0", 2020).

use offing_model::Code;
use serde_json::{Value, json};

use super::{Finding, Level, fingerprints};

/// Returns the findings as one SARIF run, each with a fingerprint that survives edits elsewhere.
pub fn sarif(findings: &[Finding]) -> Value {
    let mut ids: Vec<&str> = findings.iter().map(|finding| finding.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let results = findings.iter().zip(fingerprints(findings)).map(|(finding, print)| {
        let rule = ids.binary_search(&finding.id.as_str()).unwrap_or_default();
        result(finding, rule, &print)
    });
    let results: Vec<Value> = results.collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "offing",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": ids.iter().map(|id| rule(id)).collect::<Vec<Value>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn result(finding: &Finding, rule: usize, print: &str) -> Value {
    let text = match &finding.help {
        Some(help) => format!("{}. {help}", finding.message),
        None => finding.message.clone(),
    };
    json!({
        "ruleId": finding.id,
        "ruleIndex": rule,
        "kind": if finding.level == Level::Pass { "pass" } else { "fail" },
        "level": level(finding.level),
        "message": { "text": text },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&finding.file) },
            "region": { "startLine": finding.line.max(1), "startColumn": finding.column.max(1) },
        }}],
        "partialFingerprints": { "offing/v1": print },
    })
}

/// Returns what a rule is, from its page where it has one.
fn rule(id: &str) -> Value {
    let Some(code) = Code::named(id) else {
        let what = if id == "guarantee" { "A promise about the model, checked as a test is" } else { id };
        return json!({ "id": id, "shortDescription": { "text": what } });
    };
    let page = code.page();
    let sentence = crate::reference::first_sentence(page);
    json!({
        "id": id,
        "shortDescription": { "text": sentence },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": code.severity().word() },
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Pass => "none",
        Level::Note => "note",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}

/// Returns a path as a URI reference: slashes, and percent-encoded beyond the characters that need nothing.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte as char),
            byte if byte.is_ascii_alphanumeric() => uri.push(byte as char),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
