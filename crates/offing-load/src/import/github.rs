//! GitHub: JSON of `gh issue list`. Milestones, and issues that a label calls an epic, become initiatives.

use std::collections::BTreeMap;

use jiff::civil::Date;
use offing_model::EntityKind;
use offing_model::brought::{Brought, Entity, Naming};
use offing_model::patch::Value as Said;
use serde_json::{Deserializer, Value};

use crate::issues::day::day;
use crate::source::SourceFault;

const HELP: &str = "write it by `gh issue list --state all --limit 1000 --json number,title,url,state,stateReason,closedAt,labels,milestone`";

/// Labels that call an issue larger than a task.
const LARGE: [&str; 3] = ["epic", "initiative", "theme"];

/// A milestone, gathered from its issues.
struct Milestone {
    title: String,
    open: usize,
    last: Option<Date>,
}

pub(super) fn brought(text: &str) -> Result<Brought, SourceFault> {
    let mut issues = Vec::new();
    for page in Deserializer::from_str(text).into_iter::<Value>() {
        let page = page.map_err(|error| {
            SourceFault::new(Some(error.line() as u64), format!("no JSON: {error}"), HELP)
        })?;
        let Value::Array(page) = page else {
            return Err(SourceFault::new(Some(1), "no list of issues", HELP));
        };
        issues.extend(page);
    }
    let mut brought = Brought::from("github");
    let mut naming = Naming::default();
    let mut milestones: BTreeMap<String, Milestone> = BTreeMap::new();
    for (nth, issue) in issues.iter().enumerate() {
        let fault =
            |message: &str| SourceFault::new(None, format!("issue {} of the list {message}", nth + 1), HELP);
        let text = |keys: &[&str]| keys.iter().find_map(|key| issue.get(*key)?.as_str());
        let number = issue.get("number").and_then(Value::as_u64);
        if !issue.is_object() {
            return Err(fault("is no object"));
        }
        if issue.get("pull_request").is_some_and(|pull| !pull.is_null()) {
            continue;
        }
        let number = number.ok_or_else(|| fault("has no `number`"))?;
        let closed = match text(&["closedAt", "closed_at"]).filter(|closed| !closed.is_empty()) {
            Some(closed) => Some(day(closed).ok_or_else(|| fault("was closed on no day"))?),
            None => None,
        };
        if let Some(title) = issue.get("milestone").and_then(|one| one.get("title")).and_then(Value::as_str) {
            let id = issue["milestone"].get("number").and_then(Value::as_u64);
            let key = id.map_or_else(|| format!("milestone {title}"), |id| format!("milestone {id}"));
            let of = milestones.entry(key).or_insert_with(|| Milestone {
                title: title.to_owned(),
                open: 0,
                last: None,
            });
            match closed {
                Some(day) => of.last = of.last.into_iter().chain([day]).max(),
                None => of.open += 1,
            }
        }
        let labels: Vec<&str> = issue
            .get("labels")
            .and_then(Value::as_array)
            .map(|labels| {
                labels
                    .iter()
                    .filter_map(|one| one.get("name").and_then(Value::as_str).or(one.as_str()))
                    .collect()
            })
            .unwrap_or_default();
        if !labels.iter().any(|label| LARGE.iter().any(|large| label.eq_ignore_ascii_case(large))) {
            brought
                .leave("issues (finished ones are read by `sources: { issues: … }`)", format!("#{number}"));
            continue;
        }
        let title = text(&["title"]).ok_or_else(|| fault("has no `title`"))?;
        let reason = text(&["stateReason", "state_reason"]).unwrap_or_default();
        let dropped = ["not_planned", "duplicate"].iter().any(|not| reason.eq_ignore_ascii_case(not));
        let mut fields = vec![("title".to_owned(), Said::from(title))];
        fields.extend(text(&["url", "html_url"]).map(|url| ("link".to_owned(), Said::from(url))));
        let end = if dropped { "dropped" } else { "done" };
        fields.extend(closed.map(|day| (end.to_owned(), Said::from(day.to_string()))));
        brought.entities.push(Entity {
            key: format!("#{number}"),
            kind: EntityKind::Initiative,
            name: naming.name(title),
            fields,
        });
    }
    for (key, of) in milestones {
        let mut fields = vec![("title".to_owned(), Said::from(of.title.as_str()))];
        let done = of.last.filter(|_| of.open == 0);
        fields.extend(done.map(|day| ("done".to_owned(), Said::from(day.to_string()))));
        brought.entities.push(Entity {
            key,
            kind: EntityKind::Initiative,
            name: naming.name(&of.title),
            fields,
        });
    }
    Ok(brought)
}
