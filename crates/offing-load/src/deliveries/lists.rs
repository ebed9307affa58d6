//! Lists of deployments and of incidents, out of CSV or JSON.
//!
//! Columns go by several names, so that an export of Apache DevLake is read as it is: see [`DEPLOYMENT`] and
//! [`INCIDENT`]. What a list does not say is not made up.

use std::path::Path;

use offing_model::Content;
use offing_model::deliveries::{Deployment, Incident, Moment, Unread};

use super::moment::moment;
use super::table::{Row, fault, rows};
use crate::file::{content, shown};

const TIME: &[&str] =
    &["time", "finished", "finished_at", "finished_date", "deployed", "deployed_at", "date"];
const COMMIT: &[&str] = &["commit", "sha", "commit_sha", "revision"];
const SYSTEM: &[&str] = &["system", "service", "component"];
const ENVIRONMENT: &[&str] = &["environment", "env"];
const RESULT: &[&str] = &["result", "status", "state"];
const FAILED: &[&str] = &["failed", "change_failed", "caused_failure"];
const REWORK: &[&str] = &["rework", "unplanned", "hotfix"];
const OPENED: &[&str] = &["opened", "opened_at", "created_date", "created", "started", "start", "time"];
const RESOLVED: &[&str] = &["resolved", "resolved_at", "resolution_date", "ended", "end", "closed"];
const DEPLOYMENT: &[&str] = &["deployment", "deployment_id", "cicd_deployment_id"];

/// Columns that name an entry.
const ID: &[&str] = &["id", "name", "deployment", "cicd_deployment_id"];

/// How a run ended that brought nothing out.
const ABORTED: [&str; 9] =
    ["failure", "failed", "error", "aborted", "abort", "cancelled", "canceled", "skipped", "inactive"];

const TIME_HELP: &str = "write it as `2026-03-02T10:15:00Z` or `2026-03-02 10:15`";

/// Returns the deployments of a list.
///
/// *Errors:* a text that is no list, no column that says when, a moment or flag that is none; each with its line.
pub fn deployments_of(text: &str) -> Result<Vec<Deployment>, Vec<Unread>> {
    let (names, rows) = rows(text).map_err(|fault| vec![fault])?;
    wanted(&names, &rows, TIME, "time")?;
    each(&rows, |row| {
        let aborted =
            row.said(RESULT).is_some_and(|result| ABORTED.contains(&result.to_lowercase().as_str()));
        Ok(Deployment {
            file: String::new(),
            line: row.line,
            id: row.said(ID).unwrap_or_default().to_owned(),
            at: time(row, TIME)?.ok_or_else(|| fault(Some(row.line), "no time", TIME_HELP))?,
            commit: row.said(COMMIT).map(str::to_lowercase),
            system: row.said(SYSTEM).map(str::to_owned),
            environment: row.said(ENVIRONMENT).map(str::to_owned),
            aborted,
            failed: flag(row, FAILED)?,
            rework: flag(row, REWORK)?,
        })
    })
}

/// Returns the incidents of a list.
///
/// *Errors:* as of [`deployments_of`]; an incident that was over before it began.
pub fn incidents_of(text: &str) -> Result<Vec<Incident>, Vec<Unread>> {
    let (names, rows) = rows(text).map_err(|fault| vec![fault])?;
    wanted(&names, &rows, OPENED, "opened")?;
    each(&rows, |row| {
        let opened = time(row, OPENED)?.ok_or_else(|| fault(Some(row.line), "no time", TIME_HELP))?;
        let resolved = time(row, RESOLVED)?;
        if resolved.is_some_and(|resolved| resolved < opened) {
            let message = "it was resolved before it was opened";
            return Err(fault(Some(row.line), message, "correct one of the two"));
        }
        Ok(Incident {
            file: String::new(),
            line: row.line,
            id: row.said(&["id", "key", "name", "title"]).unwrap_or_default().to_owned(),
            opened,
            resolved,
            system: row.said(SYSTEM).map(str::to_owned),
            deployment: row.said(DEPLOYMENT).map(str::to_owned),
        })
    })
}

/// Returns the deployments of a file.
pub(super) fn deployments(path: &Path) -> Result<Vec<Deployment>, Vec<Unread>> {
    let mut listed = named(path, text(path).and_then(|text| deployments_of(&text)))?;
    listed.iter_mut().for_each(|one| one.file = shown(path));
    Ok(listed)
}

/// Returns the incidents of a file.
pub(super) fn incidents(path: &Path) -> Result<Vec<Incident>, Vec<Unread>> {
    let mut listed = named(path, text(path).and_then(|text| incidents_of(&text)))?;
    listed.iter_mut().for_each(|one| one.file = shown(path));
    Ok(listed)
}

fn named<T>(path: &Path, read: Result<Vec<T>, Vec<Unread>>) -> Result<Vec<T>, Vec<Unread>> {
    let named = |fault: Unread| Unread { file: shown(path), ..fault };
    read.map_err(|faults| faults.into_iter().map(named).collect())
}

fn text(path: &Path) -> Result<String, Vec<Unread>> {
    let cannot = |message: String, help: &str| Err(vec![fault(None, message, help)]);
    match content(path) {
        Content::Text(text) => Ok(text),
        Content::Unreadable { reason } => cannot(
            format!("can not be read: {reason}"),
            "`sources` names it, relative to the file it stands in",
        ),
        Content::NotUtf8 { valid_up_to } => {
            cannot(format!("is no UTF-8 from byte {valid_up_to} on"), "export it again as UTF-8")
        }
        Content::TooLarge { bytes } => {
            cannot(format!("is {} MB large", bytes >> 20), "export only the last year")
        }
    }
}

/// Reports that none of the columns is there.
fn wanted(names: &[String], rows: &[Row], columns: &[&str], first: &str) -> Result<(), Vec<Unread>> {
    let known = |name: &String| columns.contains(&name.as_str());
    if names.iter().any(known) || (rows.is_empty() && names.is_empty()) {
        return Ok(());
    }
    let others = columns.iter().filter(|name| **name != first).map(|name| format!("`{name}`"));
    let others = others.collect::<Vec<_>>().join(", ");
    Err(vec![fault(Some(1), format!("no column `{first}`"), format!("add it (also read as {others})"))])
}

/// Reads every row, or reports every fault.
fn each<T>(rows: &[Row], one: impl Fn(&Row) -> Result<T, Unread>) -> Result<Vec<T>, Vec<Unread>> {
    let (mut read, mut faults) = (Vec::new(), Vec::new());
    for row in rows {
        match one(row) {
            Ok(entry) => read.push(entry),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

fn time(row: &Row, columns: &[&str]) -> Result<Option<Moment>, Unread> {
    let Some(said) = row.said(columns) else { return Ok(None) };
    let read = moment(said).ok_or_else(|| fault(Some(row.line), format!("`{said}` is no time"), TIME_HELP));
    read.map(Some)
}

fn flag(row: &Row, columns: &[&str]) -> Result<Option<bool>, Unread> {
    let Some(said) = row.said(columns) else { return Ok(None) };
    match said.to_lowercase().as_str() {
        "true" | "yes" | "1" | "y" => Ok(Some(true)),
        "false" | "no" | "0" | "n" => Ok(Some(false)),
        _ => Err(fault(Some(row.line), format!("`{said}` is neither yes nor no"), "write `true` or `false`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use offing_model::deliveries::Moment;

    fn at(text: &str) -> Moment {
        moment(text).unwrap()
    }

    #[test]
    fn deployments_in_csv_and_json_are_the_same() {
        let csv = "time,commit,system,environment,id,failed\n\
            2026-03-02 10:00,ABCDEF1,shop,production,d1,true\n\
            2026-03-03T10:00:00Z,,,,,\n";
        let json = r#"[{"time": "2026-03-02T11:00:00+01:00", "commit": "abcdef1", "system": "shop",
            "environment": "production", "id": "d1", "failed": true}, {"time": "2026-03-03 10:00", "id": null}]"#;
        let (from_csv, from_json) = (deployments_of(csv).unwrap(), deployments_of(json).unwrap());
        assert_eq!(from_csv[0].commit.as_deref(), Some("abcdef1"));
        assert_eq!((from_csv[0].at, from_csv[0].failed), (at("2026-03-02 10:00"), Some(true)));
        assert_eq!((from_csv[1].system.as_deref(), from_csv[1].failed), (None, None));
        let without_lines = |mut all: Vec<Deployment>| {
            all.iter_mut().for_each(|one| one.line = 0);
            all
        };
        assert_eq!(without_lines(from_csv), without_lines(from_json));
    }

    #[test]
    fn columns_of_devlake_are_read_as_they_are() {
        let text = "id,result,finished_date,environment,commit_sha,cicd_deployment_id\n\
            1,SUCCESS,2023-04-10T06:52:47.000+00:00,PRODUCTION,abc,p1\n2,FAILURE,2023-04-10T07:00:00.000+00:00,STAGING,abd,p2\n";
        let read = deployments_of(text).unwrap();
        assert_eq!((read[0].aborted, read[1].aborted), (false, true));
        assert_eq!(read[0].at, at("2023-04-10 06:52:47"));
        let text = "id,created_date,resolution_date,deployment_id\ni1,2023-04-10 06:00,2023-04-10 08:00,1\ni2,2023-04-11 06:00,,\n";
        let read = incidents_of(text).unwrap();
        assert_eq!((read[0].deployment.as_deref(), read[1].resolved), (Some("1"), None));
    }

    #[test]
    fn every_fault_is_told_with_its_line() {
        let faults = |text: &str| -> Vec<String> {
            deployments_of(text).unwrap_err().iter().map(ToString::to_string).collect()
        };
        let found = faults("time,failed\nsoon,\n2026-03-02,maybe\n,true\n2026-03-02,true\n");
        assert_eq!(found.len(), 3);
        assert!(found[0].contains(":2: `soon` is no time"), "{found:?}");
        assert!(found[1].contains(":3: `maybe` is neither yes nor no"), "{found:?}");
        assert!(found[2].contains(":4: no time"), "{found:?}");
        assert!(faults("a,b\n1,2\n")[0].contains("no column `time`"));
        assert!(faults("time\n1,2\n")[0].contains("2 cells where the head has 1"));
        assert!(faults("[{\"time\": 1}, 2]")[0].contains("entry 2 of the list is no object"));
        assert!(faults("{}")[0].contains("no list of objects"));
        assert!(faults("[\n{,}")[0].contains(":2: no JSON"));
        let backwards = incidents_of("opened,resolved\n2026-03-02,2026-03-01\n").unwrap_err();
        assert!(backwards[0].to_string().contains(":2: it was resolved before it was opened"));
    }

    #[test]
    fn an_empty_list_is_a_list() {
        assert_eq!(deployments_of(""), Ok(Vec::new()));
        assert_eq!(deployments_of("[]"), Ok(Vec::new()));
        assert_eq!(incidents_of("opened\n"), Ok(Vec::new()));
    }
}
