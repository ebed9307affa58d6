//! A technology radar: each blip is a technology with its ring; the quadrant becomes a tag.

use offing_model::EntityKind;
use offing_model::brought::{Brought, Entity, Naming};
use offing_model::patch::Value;
use offing_model::radar::{Radar, plain_name};

pub(super) fn brought(radar: &Radar) -> Brought {
    let mut brought = Brought::from("radar");
    let mut naming = Naming::default();
    let mut known: Vec<String> = Vec::new();
    for entry in &radar.entries {
        let key = plain_name(&entry.name);
        if known.contains(&key) {
            brought.leave("technologies that stand twice", entry.name.as_str());
            continue;
        }
        let name = naming.name(&entry.name);
        let mut fields = Vec::new();
        let mut field = |key: &str, value: Value| fields.push((key.to_owned(), value));
        if name != entry.name {
            field("title", Value::from(entry.name.as_str()));
        }
        match entry.stance() {
            Some(ring) => field("ring", Value::from(ring.word())),
            None => brought.leave(
                "rings that are none of adopt, trial, assess and hold",
                format!("{}: {}", entry.name, entry.ring),
            ),
        }
        if let Some(link) = &entry.link {
            field("link", Value::from(link.as_str()));
        }
        if !entry.quadrant.trim().is_empty() {
            field("tags", Value::list([entry.quadrant.trim()]));
        }
        if !entry.description.trim().is_empty() {
            brought.leave(
                "descriptions (`offing lookout` reads them where `sources: { radar: … }` names the file)",
                entry.name.as_str(),
            );
        }
        known.push(key.clone());
        brought.entities.push(Entity { key, kind: EntityKind::Technology, name, fields });
    }
    let moves = radar.moves.iter().map(|one| format!("{} on {}", one.name, one.date));
    moves.for_each(|one| brought.leave("earlier moves", one));
    brought
}
