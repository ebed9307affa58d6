//! Jira and Linear: tables with a head. Epics and projects become initiatives; single items stay where they are, as lists
//! of finished items say more together (`sources.issues`).

use std::collections::{BTreeMap, BTreeSet};

use csv::StringRecord;
use jiff::civil::Date;
use offing_model::EntityKind;
use offing_model::brought::{Brought, Entity, Naming};
use offing_model::patch::Value;

use crate::issues::day::day;
use crate::source::SourceFault;

/// Types of Jira items that are work in our sense: larger than a task.
const LARGE: [&str; 5] = ["epic", "initiative", "theme", "legend", "feature"];

/// How a resolution begins that means nothing was delivered.
const NOT_DELIVERED: [&str; 9] =
    ["won't", "wont", "duplicate", "cannot", "declined", "abandoned", "obsolete", "rejected", "invalid"];

/// A table with its head.
struct Table {
    head: StringRecord,
    rows: Vec<(u64, StringRecord)>,
}

impl Table {
    fn read(text: &str) -> Result<Table, SourceFault> {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| broken(&error))?.clone();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| broken(&error))?;
            let line = record.position().map_or(0, csv::Position::line);
            rows.push((line, record));
        }
        Ok(Table { head, rows })
    }

    /// Returns the columns of these names, the first name that any column has first.
    fn columns(&self, names: &[&str]) -> Vec<usize> {
        let of = |name: &&str| {
            (0..self.head.len())
                .filter(|at| self.head[*at].trim().eq_ignore_ascii_case(name))
                .collect::<Vec<_>>()
        };
        names.iter().flat_map(of).collect()
    }

    fn needed(&self, names: &[&str], tool: &str) -> Result<Vec<usize>, SourceFault> {
        let columns = self.columns(names);
        if columns.is_empty() {
            let help = format!("export it from {tool} with that column (all fields)");
            return Err(SourceFault::new(Some(1), format!("no column `{}`", names[0]), help));
        }
        Ok(columns)
    }
}

/// Returns what the first of these cells says that says anything.
fn said<'r>(record: &'r StringRecord, columns: &[usize]) -> Option<&'r str> {
    columns.iter().filter_map(|at| record.get(*at)).map(str::trim).find(|cell| !cell.is_empty())
}

fn all_said<'r>(record: &'r StringRecord, columns: &[usize]) -> Vec<&'r str> {
    columns.iter().filter_map(|at| record.get(*at)).map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

/// Returns the day in a cell, or what is wrong with it.
fn day_of(
    record: &StringRecord,
    columns: &[usize],
    what: &str,
    line: u64,
) -> Result<Option<Date>, SourceFault> {
    let Some(cell) = said(record, columns) else { return Ok(None) };
    day(cell).map(Some).ok_or_else(|| {
        let message = format!("`{what}` is no day: `{cell}`");
        SourceFault::new(Some(line), message, "write it as `2026-03-02` or `02/Mar/26`")
    })
}

pub(super) fn jira(text: &str) -> Result<Brought, SourceFault> {
    let table = Table::read(text)?;
    let key = table.needed(&["Issue key", "Key"], "Jira")?;
    let kind = table.needed(&["Issue Type", "Type"], "Jira")?;
    let title = table.needed(&["Summary"], "Jira")?;
    let resolved = table.columns(&["Resolved", "Resolution date"]);
    let (resolution, labels) = (table.columns(&["Resolution"]), table.columns(&["Labels"]));
    let started = table.columns(&[
        "Custom field (Actual start)",
        "Actual start",
        "Custom field (Start date)",
        "Start date",
    ]);
    let blocked_by = table.columns(&["Inward issue link (Blocks)"]);
    let status = table.columns(&["Status Category", "Status"]);
    let is_large = |record: &StringRecord| {
        said(record, &kind).is_some_and(|kind| LARGE.iter().any(|large| kind.eq_ignore_ascii_case(large)))
    };
    let mut brought = Brought::from("jira");
    let (mut naming, mut names) = (Naming::default(), BTreeMap::new());
    for (line, record) in table.rows.iter().filter(|(_, record)| is_large(record)) {
        let key = said(record, &key).ok_or_else(|| {
            SourceFault::new(Some(*line), "`Issue key` is empty", "every item needs its key")
        })?;
        let title = said(record, &title).unwrap_or(key);
        names.entry(key.to_owned()).or_insert_with(|| naming.name(title));
    }
    let mut told = BTreeSet::new();
    for (line, record) in &table.rows {
        let own = said(record, &key).unwrap_or_default();
        if !is_large(record) {
            let what = said(record, &kind).unwrap_or("item");
            brought.leave(&format!("{what} (finished ones are read by `sources: {{ issues: … }}`)"), own);
            continue;
        }
        if !told.insert(own) {
            brought.leave("items that stand twice", own);
            continue;
        }
        let mut fields = vec![("title".to_owned(), Value::from(said(record, &title).unwrap_or(own)))];
        let mut field = |key: &str, value: String| fields.push((key.to_owned(), Value::from(value)));
        let end = day_of(record, &resolved, "Resolved", *line)?;
        let start = day_of(record, &started, "Start date", *line)?;
        let begun = end.is_some()
            || said(record, &status).is_some_and(|status| status.to_lowercase().contains("progress"));
        if let Some(start) = start.filter(|start| begun && end.is_none_or(|end| *start <= end)) {
            field("started", start.to_string());
        }
        let how = said(record, &resolution).unwrap_or_default().to_lowercase().replace('\u{2019}', "'");
        if let Some(end) = end {
            let dropped = NOT_DELIVERED.iter().any(|not| how.starts_with(not));
            field(if dropped { "dropped" } else { "done" }, end.to_string());
        }
        let after = all_said(record, &blocked_by);
        let (inside, outside): (Vec<&str>, Vec<&str>) =
            after.into_iter().partition(|key| names.contains_key(*key) && *key != own);
        outside.iter().for_each(|key| {
            brought.leave("links to items that are not carried", format!("{own} after {key}"))
        });
        if !inside.is_empty() {
            fields.push(("after".to_owned(), Value::list(inside.iter().map(|key| names[*key].clone()))));
        }
        let labels = all_said(record, &labels);
        if !labels.is_empty() {
            fields.push(("tags".to_owned(), Value::list(labels)));
        }
        brought.entities.push(Entity {
            key: own.to_owned(),
            kind: EntityKind::Initiative,
            name: names[own].clone(),
            fields,
        });
    }
    without_circles(&mut brought);
    Ok(brought)
}

/// A project of Linear, gathered from its items.
#[derive(Default)]
struct Project {
    items: usize,
    open: usize,
    started: Option<Date>,
    done: Option<Date>,
}

pub(super) fn linear(text: &str) -> Result<Brought, SourceFault> {
    let table = Table::read(text)?;
    let key = table.needed(&["ID", "Identifier"], "Linear")?;
    let project = table.needed(&["Project"], "Linear")?;
    let (started, completed) = (table.columns(&["Started"]), table.columns(&["Completed"]));
    let canceled = table.columns(&["Canceled"]);
    let mut brought = Brought::from("linear");
    let mut order: Vec<&str> = Vec::new();
    let mut projects: BTreeMap<&str, Project> = BTreeMap::new();
    for (line, record) in &table.rows {
        let own = said(record, &key).unwrap_or_default();
        let Some(name) = said(record, &project) else {
            brought.leave("items of no project (finished ones are read by `sources: { issues: … }`)", own);
            continue;
        };
        brought.leave("items of projects (finished ones are read by `sources: { issues: … }`)", own);
        if !projects.contains_key(name) {
            order.push(name);
        }
        let of = projects.entry(name).or_default();
        if said(record, &canceled).is_some() {
            continue;
        }
        of.items += 1;
        let start = day_of(record, &started, "Started", *line)?;
        of.started = of.started.into_iter().chain(start).min();
        match day_of(record, &completed, "Completed", *line)? {
            Some(end) => of.done = of.done.into_iter().chain([end]).max(),
            None => of.open += 1,
        }
    }
    let mut naming = Naming::default();
    for name in order {
        let of = &projects[name];
        let mut fields = vec![("title".to_owned(), Value::from(name))];
        let done = of.done.filter(|_| of.open == 0);
        let start = of.started.filter(|start| done.is_none_or(|done| *start <= done));
        for (field, day) in [("started", start), ("done", done)] {
            fields.extend(day.map(|day| (field.to_owned(), Value::from(day.to_string()))));
        }
        brought.entities.push(Entity {
            key: name.to_owned(),
            kind: EntityKind::Initiative,
            name: naming.name(name),
            fields,
        });
    }
    Ok(brought)
}

/// Takes links out that would close a circle, the later ones in the order of the file.
pub(super) fn without_circles(brought: &mut Brought) {
    let mut after: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut cut: Vec<String> = Vec::new();
    for entity in &mut brought.entities {
        for (_, value) in entity.fields.iter_mut().filter(|(key, _)| key == "after" || key == "needs") {
            let Value::List(items) = value else { continue };
            items.retain(|item| {
                let Value::Text(to) = item else { return true };
                if *to == entity.name || leads(&after, to, &entity.name) {
                    cut.push(format!("{} on {to}", entity.name));
                    return false;
                }
                after.entry(entity.name.clone()).or_default().insert(to.clone());
                true
            });
        }
        entity.fields.retain(|(_, value)| !matches!(value, Value::List(items) if items.is_empty()));
    }
    cut.into_iter().for_each(|link| brought.leave("links that would close a circle", link));
}

/// Returns whether one can get from one thing to another along links.
fn leads(links: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let mut open = vec![from.to_owned()];
    let mut seen = BTreeSet::new();
    while let Some(at) = open.pop() {
        if at == to {
            return true;
        }
        if seen.insert(at.clone()) {
            open.extend(links.get(&at).into_iter().flatten().cloned());
        }
    }
    false
}

fn broken(error: &csv::Error) -> SourceFault {
    let line = error.position().map(csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => SourceFault::new(
            line,
            format!("{len} cells where the head has {expected_len}"),
            "put texts with commas or line feeds in double quotes",
        ),
        _ => SourceFault::new(line, error.to_string(), "export it again as CSV"),
    }
}
