//! GitHub's workflow commands: each finding becomes an annotation of the line it stands on.

use super::{Finding, Level};

/// Returns a workflow command a finding; what passed is left out, as an annotation would only be in the way.
pub fn github(findings: &[Finding]) -> String {
    let mut commands = String::new();
    for finding in findings {
        let command = match finding.level {
            Level::Pass => continue,
            Level::Note => "notice",
            Level::Warning => "warning",
            Level::Error => "error",
        };
        let message = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        };
        commands.push_str(&format!(
            "::{command} file={},line={},col={},title={}::{}\n",
            property(&finding.file),
            finding.line,
            finding.column,
            property(&finding.id),
            data(&message)
        ));
    }
    commands
}

/// Returns a message in which nothing ends the command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a property in which nothing ends it either.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
