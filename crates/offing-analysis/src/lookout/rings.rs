//! Where do technologies stand: what moved, what is on hold and carries outcomes, what runs that no ring names?

use std::collections::BTreeMap;

use jiff::civil::Date;
use offing_model::draft::Ring;
use offing_model::radar::{Radar, RadarEntry, RadarMove, plain_name, stance};
use offing_model::{Model, Technology, TechnologyId};

use super::{Carried, Carriers};

/// Where technologies stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Rings {
    /// Whether a radar was read, rather than only the rings of the model.
    pub has_radar: bool,
    /// Whether that radar knows days, so that moves between two of them can be told.
    pub has_days: bool,
    /// How many technologies stand in each ring: adopt, trial, assess, hold.
    pub counts: [usize; 4],
    /// What moved, the latest first.
    pub moves: Vec<Moved>,
    /// Technologies on hold that something stands on, those that carry most first.
    pub held: Vec<Held>,
    /// Technologies in use that no ring names.
    pub unringed: Vec<TechnologyId>,
    /// Where the radar says another ring than the model, which counts.
    pub differences: Vec<Difference>,
    /// What the radar names and the model does not.
    pub only_on_radar: Vec<String>,
    /// Rings of the radar that are none of ours, each with what stands in it.
    pub other_rings: Vec<(String, Vec<String>)>,
}

/// A technology that moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What the radar calls it.
    pub name: String,
    /// The technology of the model, if it is one.
    pub technology: Option<TechnologyId>,
    /// The ring before, if there was one.
    pub from: Option<String>,
    /// The ring now.
    pub to: String,
    /// The day of the last move; `None` where the radar knows no days.
    pub date: Option<Date>,
}

/// A technology on hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Which one.
    pub technology: TechnologyId,
    /// What stands on it.
    pub carries: Carried,
}

/// A ring said twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The technology.
    pub technology: TechnologyId,
    /// What the model says; it counts.
    pub model: Ring,
    /// What the radar says.
    pub radar: String,
}

/// Returns the radar that a model's own rings make; technologies without one are not on it.
///
/// *Shape:* the quadrant is a technology's first tag, and "Technologies" without one.
pub fn of_model(model: &Model) -> Radar {
    let entry = |technology: &Technology| {
        let card = &technology.card;
        Some(RadarEntry {
            name: card.shown().to_owned(),
            key: Some(card.name.to_string()),
            ring: technology.ring?.word().to_owned(),
            quadrant: card.tags.first().cloned().unwrap_or_else(|| "Technologies".to_owned()),
            change: None,
            description: card.note.clone().unwrap_or_default(),
            link: card.link.clone(),
            tags: card.tags.clone(),
            place: (String::new(), None),
        })
    };
    Radar {
        title: Some(model.company.name.clone()),
        date: Some(model.company.as_of),
        entries: model.technologies.iter().filter_map(entry).collect(),
        moves: Vec::new(),
    }
}

/// Returns where technologies stand, and what moved since a day.
pub(super) fn rings(model: &Model, radar: Option<&Radar>, carriers: &Carriers<'_>, since: Date) -> Rings {
    let mut rings = Rings {
        has_radar: radar.is_some(),
        has_days: radar.is_some_and(|radar| !radar.moves.is_empty()),
        counts: [0; 4],
        moves: radar.map(|radar| moves(model, radar, since)).unwrap_or_default(),
        held: Vec::new(),
        unringed: Vec::new(),
        differences: Vec::new(),
        only_on_radar: Vec::new(),
        other_rings: Vec::new(),
    };
    let entries = Entries::of(radar);
    for id in Technology::ids(model) {
        let entry = entries.of_technology(model, id);
        let ring = model[id].ring.or_else(|| entry?.stance());
        if let Some(entry) = entry
            && let Some(own) = model[id].ring
            && entry.stance() != Some(own)
        {
            rings.differences.push(Difference { technology: id, model: own, radar: entry.ring.clone() });
        }
        match ring {
            Some(ring) => rings.counts[ring as usize] += 1,
            None if carriers.is_used(id) => rings.unringed.push(id),
            None => {}
        }
        if ring == Some(Ring::Hold) {
            let carries = carriers.on(id);
            if !carries.systems.is_empty() || !carries.outcomes.is_empty() {
                rings.held.push(Held { technology: id, carries });
            }
        }
    }
    let weight = |held: &Held| (held.carries.closes.len(), held.carries.outcomes.len());
    rings.held.sort_by(|a, b| weight(b).cmp(&weight(a)).then(a.technology.cmp(&b.technology)));
    aside(model, radar, &mut rings);
    rings
}

/// Adds what the radar names and the model does not, and rings that are not ours.
fn aside(model: &Model, radar: Option<&Radar>, rings: &mut Rings) {
    let known = known(model);
    let mut others: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in radar.iter().flat_map(|radar| &radar.entries) {
        if keys(entry).all(|key| !known.contains_key(&key)) {
            rings.only_on_radar.push(entry.name.clone());
        }
        if entry.stance().is_none() {
            others.entry(&entry.ring).or_default().push(entry.name.clone());
        }
    }
    rings.other_rings = others.into_iter().map(|(ring, names)| (ring.to_owned(), names)).collect();
}

/// The entries of a radar by their plain names.
struct Entries<'r>(BTreeMap<String, &'r RadarEntry>);

impl<'r> Entries<'r> {
    fn of(radar: Option<&'r Radar>) -> Self {
        let mut entries = BTreeMap::new();
        for entry in radar.iter().flat_map(|radar| &radar.entries) {
            keys(entry).for_each(|key| {
                entries.entry(key).or_insert(entry);
            });
        }
        Self(entries)
    }

    fn of_technology(&self, model: &Model, id: TechnologyId) -> Option<&'r RadarEntry> {
        names(&model[id]).find_map(|name| self.0.get(&name).copied())
    }
}

/// Returns the plain names an entry goes by.
fn keys(entry: &RadarEntry) -> impl Iterator<Item = String> {
    std::iter::once(plain_name(&entry.name)).chain(entry.key.as_deref().map(plain_name))
}

/// Returns the plain names a technology goes by.
fn names(technology: &Technology) -> impl Iterator<Item = String> {
    let card = &technology.card;
    std::iter::once(plain_name(&card.name)).chain(card.title.as_deref().map(plain_name))
}

fn known(model: &Model) -> BTreeMap<String, TechnologyId> {
    let mut known = BTreeMap::new();
    for id in Technology::ids(model) {
        for name in names(&model[id]) {
            known.entry(name).or_insert(id);
        }
    }
    known
}

/// Returns what moved after a day, up to `as-of`; all that says so where the radar knows no days.
fn moves(model: &Model, radar: &Radar, since: Date) -> Vec<Moved> {
    let known = known(model);
    let mut keys_of: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for entry in &radar.entries {
        keys_of.entry(&entry.name).or_default().extend(keys(entry));
    }
    let technology = |name: &str| {
        let keys = keys_of.get(name).cloned().unwrap_or_else(|| vec![plain_name(name)]);
        keys.iter().find_map(|key| known.get(key).copied())
    };
    if radar.moves.is_empty() {
        return undated(radar, &technology);
    }
    let mut by_name: BTreeMap<&str, Vec<&RadarMove>> = BTreeMap::new();
    for step in radar.moves.iter().filter(|step| step.date <= model.company.as_of) {
        by_name.entry(&step.name).or_default().push(step);
    }
    let mut moved: Vec<Moved> = (by_name.into_iter())
        .filter_map(|(name, steps)| {
            let now = steps.last()?;
            let before = steps.iter().rev().find(|step| step.date <= since).map(|step| step.ring.clone());
            let same = before.as_deref().is_some_and(|before| is_same(before, &now.ring));
            // The day is that of the step that brought it here, not of a later one that only says more about it.
            let arrived = steps.iter().rev().take_while(|step| is_same(&step.ring, &now.ring)).last()?;
            let date = Some(arrived.date);
            let (technology, to) = (technology(name), now.ring.clone());
            (!same).then(|| Moved { name: name.to_owned(), technology, from: before, to, date })
        })
        .collect();
    moved.sort_by(|a, b| b.date.cmp(&a.date).then_with(|| a.name.cmp(&b.name)));
    moved
}

fn is_same(one: &str, other: &str) -> bool {
    match (stance(one), stance(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.trim().eq_ignore_ascii_case(other.trim()),
    }
}

/// Returns what an edition says has moved since the one before.
fn undated(radar: &Radar, technology: &dyn Fn(&str) -> Option<TechnologyId>) -> Vec<Moved> {
    use offing_model::radar::RadarChange::{In, New, Out};
    let moved = |entry: &RadarEntry| {
        let from = match entry.change? {
            New => None,
            In => Some("a ring further out".to_owned()),
            Out => Some("a ring further in".to_owned()),
            offing_model::radar::RadarChange::Stays => return None,
        };
        let technology = technology(&entry.name);
        Some(Moved { name: entry.name.clone(), technology, from, to: entry.ring.clone(), date: None })
    };
    radar.entries.iter().filter_map(moved).collect()
}
