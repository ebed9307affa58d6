//! AOE's radar: a folder for each edition, named by its day, with one Markdown file for each technology that was new or
//! changed in it. Its head says `ring`, and `quadrant` (older) or `segment` (newer).

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use offing_model::front_matter::{Value, front_matter};
use offing_model::radar::{Radar, RadarChange, RadarEntry, RadarMove};

use super::FORMS;
use crate::file::shown;
use crate::folder::below;
use crate::source::{SourceFault, text_of};

/// What is known about one technology while its editions are read.
struct Blip {
    entry: RadarEntry,
    rings: Vec<(Date, String)>,
}

/// Returns the radar of a folder.
pub(super) fn radar(folder: &Path) -> Result<Radar, SourceFault> {
    let found = below([folder.to_path_buf()], |name| !name.starts_with('.'), |name| name.ends_with(".md"));
    if let Some((path, error)) = found.closed.first() {
        return Err(SourceFault::new(None, format!("can not be looked into: {error}"), FORMS).of(path));
    }
    // The editions one after the other, the oldest first: a later file adds to what an earlier one said.
    let mut files: Vec<(Option<Date>, &Path)> =
        found.files.iter().map(|path| (edition(path), path.as_path())).collect();
    files.sort();
    let mut blips: BTreeMap<String, Blip> = BTreeMap::new();
    let mut moves = Vec::new();
    for (date, path) in files {
        let text = text_of(path)?;
        let head = front_matter(&text).map_err(|fault| {
            SourceFault::new(Some(u64::from(fault.line)), fault.message, fault.help).of(path)
        })?;
        let Some((head, body)) = head.filter(|(head, _)| date.is_some() || head.get("ring").is_some()) else {
            continue;
        };
        let Some(date) = date else {
            let help = "name the folder of an edition by its day, such as `2026-03-02`";
            return Err(SourceFault::new(None, "lies in no folder that is named by a day", help).of(path));
        };
        let key = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        moves.extend(take(&mut blips, key, date, &head, body, path)?);
    }
    if blips.is_empty() {
        return Err(SourceFault::new(None, "no technology below", FORMS).of(folder));
    }
    moves.sort();
    let newest = moves.iter().map(|step: &RadarMove| step.date).max();
    let entries = blips.into_values().map(|blip| finished(blip, newest)).collect();
    Ok(Radar { title: None, date: newest, entries, moves })
}

/// Returns the day that the folder of a file is named by.
fn edition(path: &Path) -> Option<Date> {
    path.parent()?.file_name()?.to_str()?.parse().ok()
}

/// Takes one file; returns the move it says.
fn take(
    blips: &mut BTreeMap<String, Blip>,
    key: String,
    date: Date,
    head: &Value,
    body: &str,
    path: &Path,
) -> Result<Option<RadarMove>, SourceFault> {
    let said =
        |name: &str| head.get(name).and_then(Value::text).map(str::trim).filter(|text| !text.is_empty());
    let quadrant = said("segment").or(said("quadrant"));
    let before = blips.get(&key);
    let missing = |what: &str| {
        let message = format!("the head says no `{what}`, and no earlier edition does");
        SourceFault::new(Some(1), message, "every technology needs it").of(path)
    };
    let ring = said("ring").or(before.map(|blip| blip.entry.ring.as_str())).ok_or_else(|| missing("ring"))?;
    let quadrant = quadrant.or(before.map(|blip| blip.entry.quadrant.as_str()));
    let (ring, quadrant) = (ring.to_owned(), quadrant.ok_or_else(|| missing("segment"))?.to_owned());
    let name = said("title").or(before.map(|blip| blip.entry.name.as_str())).unwrap_or(&key).to_owned();
    let description = body.trim().to_owned();
    let tags: Vec<String> =
        head.get("tags").map(Value::texts).unwrap_or_default().into_iter().map(str::to_owned).collect();
    let step = RadarMove { date, name: name.clone(), ring: ring.clone(), description: description.clone() };
    let blip = blips.entry(key.clone()).or_insert_with(|| Blip {
        entry: RadarEntry {
            name: name.clone(),
            key: Some(key),
            ring: ring.clone(),
            quadrant: quadrant.clone(),
            change: None,
            description: String::new(),
            link: None,
            tags: Vec::new(),
            place: (shown(path), Some(1)),
        },
        rings: Vec::new(),
    });
    blip.rings.push((date, ring.clone()));
    let entry = &mut blip.entry;
    (entry.name, entry.ring, entry.quadrant) = (name, ring, quadrant);
    if !description.is_empty() {
        entry.description = description;
    }
    if !tags.is_empty() {
        entry.tags = tags;
    }
    entry.place = (shown(path), Some(1));
    Ok(Some(step))
}

/// Returns the entry with what became of it in the newest edition.
fn finished(blip: Blip, newest: Option<Date>) -> RadarEntry {
    let Blip { mut entry, rings } = blip;
    let inward = |ring: &str| offing_model::radar::stance(ring);
    entry.change = match rings.as_slice() {
        [.., (_, before), (last, now)] if Some(*last) == newest && before != now => {
            inward(before).zip(inward(now)).map(|(before, now)| match now < before {
                true => RadarChange::In,
                false => RadarChange::Out,
            })
        }
        [(first, _)] if Some(*first) == newest => Some(RadarChange::New),
        _ => Some(RadarChange::Stays),
    };
    entry
}
