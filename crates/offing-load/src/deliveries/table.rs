//! Rows of named cells, out of CSV or JSON alike.

use offing_model::deliveries::Unread;
use serde_json::Value;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins in, from 1; of JSON which entry of the list it is.
    pub line: u64,
    /// The name of each cell in lower case, with what it says; what says nothing is left out.
    pub cells: Vec<(String, String)>,
}

impl Row {
    /// Returns what the first of these columns says that says anything.
    pub fn said(&self, columns: &[&str]) -> Option<&str> {
        let cell = |column: &&str| self.cells.iter().find(|(name, _)| name == column);
        columns.iter().find_map(cell).map(|(_, said)| said.as_str())
    }
}

/// Returns the names of the columns and the rows of a list: CSV with a head, or JSON, a list of objects.
///
/// *Errors:* a text of neither form, with its line.
pub fn rows(text: &str) -> Result<(Vec<String>, Vec<Row>), Unread> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['[', '{']) { of_json(text) } else { of_csv(text) }
}

pub(super) fn fault(line: Option<u64>, message: impl Into<String>, help: impl Into<String>) -> Unread {
    Unread { file: String::new(), line, message: message.into(), help: help.into() }
}

fn of_csv(text: &str) -> Result<(Vec<String>, Vec<Row>), Unread> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| broken(&error))?;
    let names: Vec<String> = head.iter().map(|name| name.trim().to_lowercase()).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map_or(1, csv::Position::line);
        let said = names.iter().zip(&record).map(|(name, cell)| (name.clone(), cell.trim().to_owned()));
        rows.push(Row { line, cells: said.filter(|(_, cell)| !cell.is_empty()).collect() });
    }
    Ok((names, rows))
}

fn broken(error: &csv::Error) -> Unread {
    let line = error.position().map(csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => fault(
            line,
            format!("{len} cells where the head has {expected_len}"),
            "put texts with commas or line feeds in double quotes",
        ),
        _ => fault(line, error.to_string(), "export it again as CSV"),
    }
}

fn of_json(text: &str) -> Result<(Vec<String>, Vec<Row>), Unread> {
    const HELP: &str = "write a list of objects: `[ { \"time\": \"2026-03-02T10:15:00Z\", … } ]`";
    let value: Value = serde_json::from_str(text)
        .map_err(|error| fault(Some(error.line() as u64), format!("no JSON: {error}"), HELP))?;
    let Value::Array(entries) = value else { return Err(fault(Some(1), "no list of objects", HELP)) };
    let (mut names, mut rows) = (Vec::new(), Vec::new());
    for (nth, entry) in entries.into_iter().enumerate() {
        let line = nth as u64 + 1;
        let Value::Object(entry) = entry else {
            return Err(fault(None, format!("entry {line} of the list is no object"), HELP));
        };
        let mut cells = Vec::new();
        for (name, value) in entry {
            let name = name.to_lowercase();
            let said = match value {
                Value::Null => String::new(),
                Value::String(text) => text.trim().to_owned(),
                Value::Bool(flag) => flag.to_string(),
                Value::Number(number) => number.to_string(),
                // What is nested is nothing we ask for.
                Value::Array(_) | Value::Object(_) => String::new(),
            };
            if !names.contains(&name) {
                names.push(name.clone());
            }
            if !said.is_empty() {
                cells.push((name, said));
            }
        }
        rows.push(Row { line, cells });
    }
    Ok((names, rows))
}
