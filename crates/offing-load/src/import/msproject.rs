//! Microsoft Project's XML: tasks become initiatives, resources teams, assignments staff, finish-to-start links `after`.
//! Summary tasks and milestones take no time: what comes after one comes after all that is before it or in it.

use std::collections::{BTreeMap, BTreeSet};

use offing_model::EntityKind;
use offing_model::brought::{Brought, Entity, Naming};
use offing_model::patch::Value;
use roxmltree::{Document, Node};

use super::table::without_circles;
use super::xml::{children, line, parsed, text};
use crate::source::SourceFault;

/// A task as the file has it.
struct Task<'a> {
    uid: &'a str,
    name: &'a str,
    level: usize,
    is_summary: bool,
    minutes: Option<f64>,
    fields: Vec<(String, Value)>,
    before: Vec<&'a str>,
}

pub(super) fn brought(source: &str) -> Result<Brought, SourceFault> {
    let document = parsed(source)?;
    let root = document.root_element();
    if root.tag_name().name() != "Project" {
        let message = format!("this is no project: it begins with `{}`", root.tag_name().name());
        return Err(SourceFault::new(Some(line(&document, root)), message, "save the project as XML"));
    }
    let mut brought = Brought::from("msproject");
    let week = text(root, "MinutesPerWeek").and_then(|minutes| minutes.parse().ok()).unwrap_or(2400.0);
    let mut tasks: Vec<Task<'_>> = Vec::new();
    for part in children(root, "Tasks").flat_map(|part| children(part, "Task")) {
        // UID 0 stands for the project itself.
        if text(part, "IsNull") != Some("1") && text(part, "UID") != Some("0") {
            tasks.push(task(&document, part, week, &mut brought)?);
        }
    }
    let mut naming = Naming::default();
    let resources = resources(root, &mut naming, &mut brought);
    let staff = staff(&document, root, &resources, &mut brought)?;
    let order: BTreeMap<&str, usize> = tasks.iter().enumerate().map(|(at, task)| (task.uid, at)).collect();
    let mut work_naming = Naming::default();
    let is_work = |task: &Task<'_>| !task.is_summary && task.minutes != Some(0.0);
    let names: Vec<Option<String>> = tasks
        .iter()
        .map(|task| {
            let given =
                task.fields.iter().find(|(key, _)| key == "offing-name").map(|(_, value)| value.to_string());
            is_work(task).then(|| work_naming.name(given.as_deref().unwrap_or(task.name)))
        })
        .collect();
    for (at, task) in tasks.iter().enumerate() {
        let Some(name) = &names[at] else {
            let what = if task.is_summary { "summary tasks" } else { "milestones" };
            brought.leave(&format!("{what} (what comes after them is linked through)"), task.name);
            continue;
        };
        let mut fields: Vec<(String, Value)> =
            task.fields.iter().filter(|(key, _)| key != "offing-name").cloned().collect();
        if name != task.name {
            fields.insert(0, ("title".to_owned(), Value::from(task.name)));
        }
        if let Some(staff) = staff.get(task.uid) {
            let people = staff.iter().map(|(team, units)| (team.clone(), Value::from(number(*units))));
            fields.push(("staff".to_owned(), Value::map(people)));
        }
        let before: BTreeSet<usize> = befores(&tasks, &order, at, &is_work);
        if !before.is_empty() {
            let before = before.into_iter().filter_map(|at| names[at].clone());
            fields.push(("after".to_owned(), Value::list(before)));
        }
        let key = task.uid.to_owned();
        brought.entities.push(Entity { key, kind: EntityKind::Initiative, name: name.clone(), fields });
    }
    for (uid, (name, people)) in &resources {
        let fields = vec![("people".to_owned(), Value::from(number(people.max(1.0))))];
        let key = format!("resource {uid}");
        brought.entities.push(Entity { key, kind: EntityKind::Team, name: name.clone(), fields });
    }
    without_circles(&mut brought);
    Ok(brought)
}

fn task<'a>(
    document: &Document<'_>,
    part: Node<'a, '_>,
    week: f64,
    brought: &mut Brought,
) -> Result<Task<'a>, SourceFault> {
    let at = line(document, part);
    let uid = text(part, "UID")
        .ok_or_else(|| SourceFault::new(Some(at), "a task has no `UID`", "export it again"))?;
    let name = text(part, "Name").unwrap_or("unnamed");
    let is_summary = text(part, "Summary") == Some("1");
    let minutes = match text(part, "Duration") {
        Some(duration) => Some(minutes(duration).ok_or_else(|| {
            let message = format!("the duration `{duration}` of task `{name}` can not be read");
            SourceFault::new(Some(at), message, "durations are written as `PT80H0M0S`")
        })?),
        None => None,
    };
    // These formats count the hours of the clock, not of work (Microsoft Project XML schema, DurationFormat).
    let elapsed =
        matches!(text(part, "DurationFormat"), Some("4" | "6" | "8" | "10" | "12" | "36" | "38" | "40"));
    let days = minutes.map(|minutes| if elapsed { minutes / 1440.0 } else { minutes / week * 7.0 });
    let mut fields = Vec::new();
    let mut field = |key: &str, value: String| fields.push((key.to_owned(), Value::from(value)));
    let notes = text(part, "Notes").unwrap_or_default();
    let told = |key: &str| notes.lines().find_map(|line| line.trim().strip_prefix(key)?.strip_prefix(": "));
    if let Some(name) = told("offing-name") {
        field("offing-name", name.to_owned());
    }
    if let Some(days) = days.filter(|days| *days > 0.0 && !is_summary) {
        // The range that stands in the notes counts as long as the duration is still its mean.
        let range = told("offing-takes").and_then(|range| {
            let estimate = offing_model::units::duration_estimate(range).ok()?;
            ((estimate.mean() - days).abs() < 0.01).then(|| range.to_owned())
        });
        field("takes", range.unwrap_or_else(|| duration(days)));
    }
    for (key, tag) in [("started", "ActualStart"), ("done", "ActualFinish")] {
        if let Some(day) = text(part, tag).and_then(|moment| moment.get(..10)) {
            field(key, day.to_owned());
        }
    }
    let own: Vec<&str> = notes.lines().filter(|line| !line.trim().starts_with("offing-")).collect();
    let own = own.join("\n");
    if !own.trim().is_empty() {
        field("note", own.trim().to_owned());
    }
    let mut before = Vec::new();
    for link in children(part, "PredecessorLink") {
        match (text(link, "PredecessorUID"), text(link, "Type").unwrap_or("1")) {
            (Some(uid), "1") => before.push(uid),
            (uid, _) => {
                let link = format!("{name} on {}", uid.unwrap_or("nothing"));
                brought.leave("links other than finish-to-start", link);
            }
        }
        if text(link, "LinkLag").is_some_and(|lag| lag != "0") {
            brought.leave("waiting times of links", name);
        }
    }
    let level = text(part, "OutlineLevel").and_then(|level| level.parse().ok()).unwrap_or(1);
    Ok(Task { uid, name, level, is_summary, minutes, fields, before })
}

/// Returns the resources that work, by their keys: a name and how many they are.
fn resources(
    root: Node<'_, '_>,
    naming: &mut Naming,
    brought: &mut Brought,
) -> BTreeMap<String, (String, f64)> {
    let mut resources = BTreeMap::new();
    for part in children(root, "Resources").flat_map(|part| children(part, "Resource")) {
        let (Some(uid), Some(name)) = (text(part, "UID"), text(part, "Name")) else { continue };
        if text(part, "Type").unwrap_or("1") != "1" {
            brought.leave("materials and costs", name);
            continue;
        }
        let people = text(part, "MaxUnits").and_then(|units| units.parse().ok()).unwrap_or(1.0);
        resources.insert(uid.to_owned(), (naming.name(name), people));
    }
    resources
}

/// Returns who works on what: units of each team, by task.
fn staff(
    document: &Document<'_>,
    root: Node<'_, '_>,
    resources: &BTreeMap<String, (String, f64)>,
    brought: &mut Brought,
) -> Result<BTreeMap<String, BTreeMap<String, f64>>, SourceFault> {
    let mut staff: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for part in children(root, "Assignments").flat_map(|part| children(part, "Assignment")) {
        let (Some(task), Some(resource)) = (text(part, "TaskUID"), text(part, "ResourceUID")) else {
            continue;
        };
        let units = text(part, "Units").unwrap_or("1");
        let units: f64 =
            units.parse().ok().filter(|units: &f64| units.is_finite() && *units >= 0.0).ok_or_else(|| {
                let message = format!("`{units}` is no number of units");
                SourceFault::new(Some(line(document, part)), message, "write a number such as `0.5`")
            })?;
        match resources.get(resource) {
            Some((team, _)) => {
                *staff.entry(task.to_owned()).or_default().entry(team.clone()).or_default() += units
            }
            None => brought.leave("assignments of nobody", format!("task {task}")),
        }
    }
    Ok(staff)
}

/// Returns the work that has to be done before a task: through milestones and summaries, its own summaries' too.
fn befores(
    tasks: &[Task<'_>],
    order: &BTreeMap<&str, usize>,
    at: usize,
    is_work: &dyn Fn(&Task<'_>) -> bool,
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = above(tasks, at);
    open.push(at);
    let mut open: Vec<usize> =
        open.iter().flat_map(|at| &tasks[*at].before).filter_map(|uid| order.get(uid)).copied().collect();
    let mut seen = BTreeSet::new();
    while let Some(before) = open.pop() {
        if !seen.insert(before) {
            continue;
        }
        if is_work(&tasks[before]) {
            found.insert(before);
            continue;
        }
        open.extend(tasks[before].before.iter().filter_map(|uid| order.get(uid)));
        if tasks[before].is_summary {
            let inside =
                (before + 1..tasks.len()).take_while(|inner| tasks[*inner].level > tasks[before].level);
            open.extend(inside);
        }
    }
    found.remove(&at);
    found
}

/// Returns the summary tasks that a task is in.
fn above(tasks: &[Task<'_>], at: usize) -> Vec<usize> {
    let mut level = tasks[at].level;
    let mut above = Vec::new();
    for outer in (0..at).rev() {
        if tasks[outer].is_summary && tasks[outer].level < level {
            level = tasks[outer].level;
            above.push(outer);
        }
    }
    above
}

/// Returns the minutes of `PT80H30M0S`.
fn minutes(duration: &str) -> Option<f64> {
    let mut rest = duration.strip_prefix("PT").or_else(|| duration.strip_prefix('P'))?;
    let mut minutes = 0.0;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let value: f64 = rest[..end].parse().ok()?;
        minutes += value
            * match rest[end..].chars().next()? {
                'D' => 1440.0,
                'H' => 60.0,
                'M' => 1.0,
                'S' => 1.0 / 60.0,
                _ => return None,
            };
        rest = rest[end..].trim_start_matches(['D', 'H', 'M', 'S', 'T']);
    }
    Some(minutes)
}

/// Returns a duration in the unit in which it is whole, or in days.
fn duration(days: f64) -> String {
    let weeks = days / 7.0;
    match (weeks - weeks.round()).abs() < 1e-6 {
        true => format!("{} {}", weeks.round(), if weeks.round() > 1.0 { "weeks" } else { "week" }),
        false => format!("{} days", number(days)),
    }
}

/// Returns a number with as many places as it needs, at most four.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
