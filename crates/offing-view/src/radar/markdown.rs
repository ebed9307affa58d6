//! AOE's form: a file for each technology and day, below a folder named by the day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use offing_model::radar::{Radar, RadarEntry};

use super::steps;

/// Returns the files of a radar: paths such as `2026-03-02/postgres.md`, each with its text, in the order of their paths.
///
/// *Shape:* a technology without days stands in the edition of the radar's day, or of `today`; links have no room in it.
pub fn aoe(radar: &Radar, today: Date) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for entry in &radar.entries {
        let all = steps(radar, entry, today);
        for (at, step) in all.iter().enumerate() {
            let last = at + 1 == all.len();
            let body =
                if last && step.description.is_empty() { &entry.description } else { &step.description };
            let path = format!("{}/{}.md", step.date, file_name(entry));
            files.insert(path, file(entry, &step.ring, body));
        }
    }
    files
}

/// Returns a name that every file system takes.
fn file_name(entry: &RadarEntry) -> String {
    let name = entry.key.as_deref().unwrap_or(&entry.name);
    let plain: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.') { c } else { '-' })
        .collect();
    plain.trim_matches(['.', '-']).to_lowercase()
}

fn file(entry: &RadarEntry, ring: &str, body: &str) -> String {
    let mut text = format!(
        "---\ntitle: {}\nring: {}\nsegment: {}\n",
        said(&entry.name),
        said(ring),
        said(&entry.quadrant)
    );
    if !entry.tags.is_empty() {
        let tags: Vec<String> = entry.tags.iter().map(|tag| said(tag)).collect();
        text.push_str(&format!("tags: [{}]\n", tags.join(", ")));
    }
    text.push_str("---\n");
    if !body.is_empty() {
        text.push_str(&format!("\n{}\n", body.trim()));
    }
    text
}

/// Returns a text as YAML takes it, whatever is in it: what JSON says is YAML too.
fn said(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
