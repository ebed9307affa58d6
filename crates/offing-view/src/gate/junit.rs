//! JUnit XML: every finding is a test case, so that a build's test report shows guarantees beside its tests.

use super::{Finding, Level};

/// Returns the findings as one suite: errors have failed, notes and warnings were skipped with their reason.
pub fn junit(findings: &[Finding]) -> String {
    let count = |levels: &[Level]| findings.iter().filter(|finding| levels.contains(&finding.level)).count();
    let (failures, skipped) = (count(&[Level::Error]), count(&[Level::Note, Level::Warning]));
    let counts = format!("tests=\"{}\" failures=\"{failures}\" skipped=\"{skipped}\"", findings.len());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"offing\" {counts}>\n  \
         <testsuite name=\"offing ensure\" {counts} errors=\"0\" time=\"0\">\n"
    );
    for finding in findings {
        push_case(&mut xml, finding);
    }
    xml.push_str("  </testsuite>\n</testsuites>\n");
    xml
}

fn push_case(xml: &mut String, finding: &Finding) {
    let name = if finding.about.is_empty() { &finding.message } else { &finding.about };
    xml.push_str(&format!(
        "    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"0\"",
        escaped(&finding.id),
        escaped(name),
        escaped(&finding.file),
        finding.line
    ));
    let place = format!("{}:{}:{}", finding.file, finding.line, finding.column);
    let help = finding.help.as_deref().unwrap_or_default();
    let message = escaped(&finding.message);
    match finding.level {
        Level::Pass => xml.push_str("/>\n"),
        Level::Error => xml.push_str(&format!(
            ">\n      <failure message=\"{message}\" type=\"{}\">{}</failure>\n    </testcase>\n",
            escaped(&finding.id),
            escaped(format!("{place}: {}\n{help}", finding.message).trim_end())
        )),
        Level::Note | Level::Warning => {
            xml.push_str(&format!(">\n      <skipped message=\"{message}\"/>\n    </testcase>\n"));
        }
    }
}

/// Returns a text that an XML attribute or element can hold; characters that XML 1.0 does not know are replaced.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\t' => safe.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
