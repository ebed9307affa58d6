//! Jira and Linear: a table with a head. Jira repeats columns (`Sprint`, `Labels`); the first cell that says something
//! counts.

use offing_model::Finished;

use super::IssuesFault;
use super::day::day;

/// Which columns say what.
pub(super) struct Columns {
    tracker: &'static str,
    name: &'static [&'static str],
    done: &'static [&'static str],
    how: &'static [&'static str],
}

pub(super) const JIRA: Columns = Columns {
    tracker: "Jira",
    name: &["Issue key", "Key"],
    done: &["Resolved", "Resolution date"],
    how: &["Resolution"],
};

pub(super) const LINEAR: Columns = Columns {
    tracker: "Linear",
    name: &["ID", "Identifier"],
    done: &["Completed", "Completed at"],
    how: &[],
};

/// How a resolution begins that means nothing was delivered.
const NOT_DELIVERED: [&str; 11] = [
    "won't",
    "wont",
    "duplicate",
    "cannot",
    "can't",
    "declined",
    "abandoned",
    "obsolete",
    "rejected",
    "invalid",
    "incomplete",
];

/// Returns the finished items of a table.
pub(super) fn items(text: &str, columns: &Columns) -> Result<Vec<Finished>, IssuesFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| broken(&error))?.clone();
    let at = |names: &[&str]| -> Vec<usize> {
        let is = |title: &str| names.iter().any(|name| name.eq_ignore_ascii_case(title.trim()));
        (0..head.len()).filter(|at| is(&head[*at])).collect()
    };
    let (name_at, done_at, how_at) = (at(columns.name), at(columns.done), at(columns.how));
    for (found, wanted) in [(&name_at, columns.name), (&done_at, columns.done)] {
        if found.is_empty() {
            let message = format!("no column `{}`", wanted[0]);
            let help = format!("export it from {} with that column (all fields)", columns.tracker);
            return Err(IssuesFault::new(Some(1), message, help));
        }
    }
    let mut items = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let said = |at: &[usize]| at.iter().map(|at| record[*at].trim()).find(|cell| !cell.is_empty());
        let Some(done) = said(&done_at) else { continue };
        let how = said(&how_at).unwrap_or_default().to_lowercase().replace('\u{2019}', "'");
        if NOT_DELIVERED.iter().any(|not| how.starts_with(not)) {
            continue;
        }
        let line = record.position().map(csv::Position::line);
        let done = day(done).ok_or_else(|| {
            let help = "write it as `2026-03-02` or `02/Mar/26`";
            IssuesFault::new(line, format!("`{}` is no day: `{done}`", columns.done[0]), help)
        })?;
        let name = said(&name_at).ok_or_else(|| {
            IssuesFault::new(line, format!("`{}` is empty", columns.name[0]), "every item needs its name")
        })?;
        items.push(Finished { done, name: name.to_owned() });
    }
    Ok(items)
}

fn broken(error: &csv::Error) -> IssuesFault {
    let line = error.position().map(csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => IssuesFault::new(
            line,
            format!("{len} cells where the head has {expected_len}"),
            "put texts with commas or line feeds in double quotes",
        ),
        _ => IssuesFault::new(line, error.to_string(), "export it again as CSV"),
    }
}
