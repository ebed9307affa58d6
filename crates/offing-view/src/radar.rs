//! A radar in the forms that others read: Thoughtworks' table, Zalando's and Backstage's JSON, AOE's folders.
//!
//! Each carries what its form has room for; the reference page says what that is. What is written is read back as it
//! was by `offing_load::radar`.

mod markdown;

pub use markdown::aoe;

use jiff::civil::Date;
use offing_model::draft::Ring;
use offing_model::radar::{Radar, RadarChange, RadarEntry, RadarMove, stance};
use serde_json::{Value, json};

/// Returns the radar as Thoughtworks' build-your-own-radar reads it: `name,ring,quadrant,isNew,description`.
///
/// *Shape:* days, links and tags have no room in it.
pub fn thoughtworks(radar: &Radar) -> String {
    let mut out = "name,ring,quadrant,isNew,description\n".to_owned();
    for entry in &radar.entries {
        let is_new = if entry.change == Some(RadarChange::New) { "TRUE" } else { "FALSE" };
        let cells = [&entry.name, &entry.ring, &entry.quadrant, is_new, &entry.description];
        let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push('\n');
    }
    out
}

/// Returns a cell of a table, in quotes where it has to be.
fn quoted(cell: &str) -> String {
    let plain = !cell.contains([',', '"', '\n', '\r']) && cell.trim().len() == cell.len();
    if plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
}

/// Returns the radar as Zalando's page draws it.
///
/// *Shape:* quadrants and rings are numbers, in the order in which they first stand; days before the newest,
/// descriptions and tags have no room in it.
pub fn zalando(radar: &Radar) -> Value {
    let quadrants = first_of(radar, |entry| &entry.quadrant);
    let rings = rings(radar);
    let at = |list: &[String], name: &str| list.iter().position(|known| known == name);
    let entry = |entry: &RadarEntry| {
        let moved = match entry.change {
            Some(RadarChange::In) => 1,
            Some(RadarChange::Out) => -1,
            Some(RadarChange::New) => 2,
            Some(RadarChange::Stays) | None => 0,
        };
        let mut value = json!({
            "label": entry.name,
            "quadrant": at(&quadrants, &entry.quadrant),
            "ring": at(&rings, &entry.ring),
            "active": entry.link.is_some(),
            "moved": moved,
        });
        if let Some(link) = &entry.link {
            value["link"] = json!(link);
        }
        value
    };
    json!({
        "title": radar.title,
        "date": radar.date.map(|date| date.to_string()),
        "quadrants": named(&quadrants),
        "rings": named(&rings),
        "entries": radar.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

fn named(names: &[String]) -> Vec<Value> {
    names.iter().map(|name| json!({ "name": name })).collect()
}

/// Returns the radar as Backstage's tech-radar plugin loads it.
///
/// *Shape:* a technology without days stands in its ring since `today`, or since the day of the radar; tags have no room
/// in it.
pub fn backstage(radar: &Radar, today: Date) -> Value {
    let quadrants = first_of(radar, |entry| &entry.quadrant);
    let id_of = |name: &str| name.trim().to_lowercase().replace(|c: char| !c.is_alphanumeric(), "-");
    let entry = |entry: &RadarEntry| {
        let key = entry.key.clone().unwrap_or_else(|| entry.name.clone());
        let mut value = json!({
            "key": key,
            "id": key,
            "title": entry.name,
            "quadrant": id_of(&entry.quadrant),
            "description": entry.description,
            "timeline": timeline(radar, entry, today, &id_of),
        });
        if let Some(link) = &entry.link {
            value["url"] = json!(link);
        }
        value
    };
    let listed = |names: &[String]| {
        names.iter().map(|name| json!({ "id": id_of(name), "name": name })).collect::<Vec<_>>()
    };
    let colour = |ring: &str| match stance(ring) {
        Some(Ring::Adopt) => "#5ba300",
        Some(Ring::Trial) => "#009eb0",
        Some(Ring::Assess) => "#c7ba00",
        Some(Ring::Hold) | None => "#e09b96",
    };
    let rings: Vec<Value> = rings(radar)
        .iter()
        .map(|ring| json!({ "id": id_of(ring), "name": ring, "color": colour(ring) }))
        .collect();
    json!({
        "title": radar.title,
        "quadrants": listed(&quadrants),
        "rings": rings,
        "entries": radar.entries.iter().map(entry).collect::<Vec<_>>(),
    })
}

/// Returns the steps of an entry, the newest first.
fn timeline(radar: &Radar, entry: &RadarEntry, today: Date, id_of: &dyn Fn(&str) -> String) -> Vec<Value> {
    let steps = steps(radar, entry, today);
    let moved = |at: usize| {
        let Some(before) = at.checked_sub(1).map(|before| &steps[before]) else {
            return i64::from(entry.change == Some(RadarChange::In))
                - i64::from(entry.change == Some(RadarChange::Out));
        };
        match (stance(&before.ring), stance(&steps[at].ring)) {
            (Some(from), Some(to)) if to < from => 1,
            (Some(from), Some(to)) if to > from => -1,
            _ => 0,
        }
    };
    let step = |(at, step): (usize, &RadarMove)| {
        json!({
            "date": step.date.to_string(),
            "ringId": id_of(&step.ring),
            "moved": moved(at),
            "description": step.description,
        })
    };
    let mut told: Vec<Value> = steps.iter().enumerate().map(step).collect();
    told.reverse();
    told
}

/// Returns the steps of an entry, the oldest first; one that is now where the radar knows none.
fn steps(radar: &Radar, entry: &RadarEntry, today: Date) -> Vec<RadarMove> {
    let own: Vec<RadarMove> = radar.moves.iter().filter(|step| step.name == entry.name).cloned().collect();
    if !own.is_empty() {
        return own;
    }
    let date = radar.date.unwrap_or(today);
    let (name, ring) = (entry.name.clone(), entry.ring.clone());
    vec![RadarMove { date, name, ring, description: String::new() }]
}

/// Returns what entries say of one thing, each once, in the order in which it first stands.
fn first_of(radar: &Radar, of: impl Fn(&RadarEntry) -> &String) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for entry in &radar.entries {
        if !found.contains(of(entry)) {
            found.push(of(entry).clone());
        }
    }
    found
}

/// Returns all rings of a radar, from the innermost out.
fn rings(radar: &Radar) -> Vec<String> {
    let mut rings = first_of(radar, |entry| &entry.ring);
    for step in &radar.moves {
        if !rings.contains(&step.ring) {
            rings.push(step.ring.clone());
        }
    }
    rings.sort_by_key(|ring| stance(ring).map_or(Ring::ALL.len(), |stance| stance as usize));
    rings
}

#[cfg(test)]
mod tests;
