//! GitHub: JSON of the REST interface (`closed_at`) or of `gh issue list --json number,closedAt,stateReason`
//! (`closedAt`); several pages one behind the other are read as one.

use offing_model::Finished;
use serde_json::{Deserializer, Value};

use super::IssuesFault;
use super::day::day;

const HELP: &str =
    "write it by `gh issue list --state closed --limit 1000 --json number,url,closedAt,stateReason`";

/// Returns the finished items of one or several lists; pull requests do not count.
pub(super) fn items(text: &str) -> Result<Vec<Finished>, IssuesFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut items = Vec::new();
    let mut nth = 0;
    for page in Deserializer::from_str(text).into_iter::<Value>() {
        let page = page.map_err(|error| {
            let message = format!("no JSON: {error}");
            IssuesFault::new(Some(error.line() as u64), message, HELP)
        })?;
        let Value::Array(page) = page else {
            return Err(IssuesFault::new(Some(1), "no list of issues", HELP));
        };
        for item in page {
            nth += 1;
            items.extend(finished(&item, nth)?);
        }
    }
    Ok(items)
}

/// Returns an item, if it is finished.
fn finished(item: &Value, nth: usize) -> Result<Option<Finished>, IssuesFault> {
    let fault = |message: String| IssuesFault::new(None, format!("issue {nth} of the list {message}"), HELP);
    let said = |keys: [&str; 2]| keys.iter().find_map(|key| item.get(key));
    if !item.is_object() {
        return Err(fault("is no object".to_owned()));
    }
    if item.get("pull_request").is_some_and(|pull| !pull.is_null()) {
        return Ok(None);
    }
    let closed = said(["closed_at", "closedAt"]).ok_or_else(|| fault("has no `closedAt`".to_owned()))?;
    if closed.is_null() {
        return Ok(None);
    }
    let reason = said(["state_reason", "stateReason"]).and_then(Value::as_str).unwrap_or_default();
    if ["not_planned", "duplicate"].iter().any(|not| reason.eq_ignore_ascii_case(not)) {
        return Ok(None);
    }
    let done =
        closed.as_str().and_then(day).ok_or_else(|| fault(format!("was closed on no day: {closed}")))?;
    let url = said(["html_url", "url"]).and_then(Value::as_str);
    let number = item.get("number").and_then(Value::as_u64);
    let name = match (url, number) {
        (Some(url), _) => url.to_owned(),
        (None, Some(number)) => format!("#{number}"),
        (None, None) => return Err(fault("has no `number`".to_owned())),
    };
    Ok(Some(Finished { done, name }))
}
