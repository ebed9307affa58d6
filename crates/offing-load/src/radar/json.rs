//! Radars in JSON: Zalando's, Backstage's, and Thoughtworks' list.

use jiff::civil::Date;
use offing_model::radar::{Radar, RadarChange, RadarEntry, RadarMove, stance};
use serde_json::Value;

use super::FORMS;
use crate::issues::day::day;
use crate::source::SourceFault;

/// What rings are called by their number where a radar does not name them.
const RINGS: [&str; 4] = ["adopt", "trial", "assess", "hold"];

/// Returns the radar of a JSON text.
pub(super) fn radar(text: &str) -> Result<Radar, SourceFault> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| SourceFault::new(Some(error.line() as u64), format!("no JSON: {error}"), FORMS))?;
    let entries = match &value {
        Value::Array(entries) => entries,
        other => match other.get("entries") {
            Some(Value::Array(entries)) => entries,
            Some(_) => return Err(SourceFault::new(None, "`entries` is no list", FORMS)),
            None => return Err(SourceFault::new(None, "no `entries`", FORMS)),
        },
    };
    let mut radar = Radar {
        title: value.get("title").and_then(Value::as_str).map(str::to_owned),
        date: value.get("date").and_then(Value::as_str).and_then(edition),
        ..Radar::default()
    };
    for (nth, entry) in entries.iter().enumerate() {
        let nth = nth + 1;
        let read = Read { whole: &value, entry, nth };
        if !entry.is_object() {
            return Err(read.fault("is no object"));
        }
        if entry.get("timeline").is_some() {
            read.backstage(&mut radar)?;
        } else {
            read.flat(&mut radar)?;
        }
    }
    radar.moves.sort();
    Ok(radar)
}

/// Returns the day of an edition: `2024-11-01`, `2024.11`, `2024-11`.
fn edition(text: &str) -> Option<Date> {
    let dashed = text.trim().replace(['.', '/'], "-");
    let full = if dashed.matches('-').count() == 1 { format!("{dashed}-01") } else { dashed };
    full.parse().ok()
}

/// An entry about to be read.
struct Read<'v> {
    whole: &'v Value,
    entry: &'v Value,
    nth: usize,
}

impl Read<'_> {
    fn fault(&self, message: impl std::fmt::Display) -> SourceFault {
        let name =
            self.text(&["title", "label", "name"]).map(|name| format!(" (`{name}`)")).unwrap_or_default();
        SourceFault::new(None, format!("entry {}{name} {message}", self.nth), FORMS)
    }

    /// Returns the first text that one of the keys has.
    fn text(&self, keys: &[&str]) -> Option<String> {
        let said = keys.iter().find_map(|key| self.entry.get(key)?.as_str()).map(str::trim)?;
        (!said.is_empty()).then(|| said.to_owned())
    }

    fn name(&self) -> Result<String, SourceFault> {
        self.text(&["title", "label", "name"]).ok_or_else(|| self.fault("has no name"))
    }

    fn link(&self) -> Option<String> {
        let first = || self.entry.get("links")?.get(0)?.get("url")?.as_str().map(str::to_owned);
        self.text(&["url", "link"]).filter(|link| link != "#").or_else(first)
    }

    /// Returns the name of a ring or quadrant that is said by number, id or name.
    fn named(&self, list: &str, said: &Value) -> Option<String> {
        let all = self.whole.get(list).and_then(Value::as_array);
        let name_of = |one: &Value| one.get("name").and_then(Value::as_str).map(str::to_owned);
        if let Some(number) = said.as_u64() {
            let at = usize::try_from(number).ok()?;
            let known = if list == "rings" { RINGS.get(at).map(|ring| (*ring).to_owned()) } else { None };
            let listed = all.and_then(|all| name_of(all.get(at)?)).or(known);
            return listed.or((list != "rings").then(|| format!("quadrant {}", number + 1)));
        }
        let id = said.as_str()?.trim();
        let is = |one: &&Value| one.get("id").and_then(Value::as_str) == Some(id);
        let listed = all.and_then(|all| all.iter().find(is)).and_then(name_of);
        // An id that is one of our words is clearer than a name such as "Use it".
        let clear = list == "rings"
            && stance(id).is_some()
            && listed.as_deref().is_none_or(|name| stance(name).is_none());
        if clear { Some(id.to_owned()) } else { Some(listed.unwrap_or_else(|| id.to_owned())) }
    }

    fn of_list(&self, list: &str, key: &str) -> Result<String, SourceFault> {
        let said = self.entry.get(key).ok_or_else(|| self.fault(format!("has no `{key}`")))?;
        let named = self.named(list, said).filter(|name| !name.is_empty());
        named.ok_or_else(|| self.fault(format!("has a `{key}` that is not in `{list}`: {said}")))
    }

    /// Reads an entry without days: Zalando's or Thoughtworks'.
    fn flat(&self, radar: &mut Radar) -> Result<(), SourceFault> {
        let (name, ring) = (self.name()?, self.of_list("rings", "ring")?);
        let quadrant = self.of_list("quadrants", "quadrant")?;
        let change = match self.entry.get("moved") {
            Some(moved) => Some(self.change(moved)?),
            None => self.newness()?,
        };
        radar.entries.push(RadarEntry {
            name,
            key: None,
            ring,
            quadrant,
            change,
            description: self.text(&["description"]).unwrap_or_default(),
            link: self.link(),
            tags: Vec::new(),
            place: (String::new(), None),
        });
        Ok(())
    }

    fn newness(&self) -> Result<Option<RadarChange>, SourceFault> {
        let text = |value: &Value| value.as_str().map(str::to_lowercase);
        match self.entry.get("isNew") {
            None => Ok(None),
            Some(flag) if flag.as_bool() == Some(true) || text(flag).as_deref() == Some("true") => {
                Ok(Some(RadarChange::New))
            }
            Some(flag) if flag.as_bool() == Some(false) || text(flag).as_deref() == Some("false") => {
                Ok(Some(RadarChange::Stays))
            }
            Some(other) => Err(self.fault(format!("has an `isNew` that is neither true nor false: {other}"))),
        }
    }

    fn change(&self, moved: &Value) -> Result<RadarChange, SourceFault> {
        match moved.as_i64() {
            Some(1) => Ok(RadarChange::In),
            Some(-1) => Ok(RadarChange::Out),
            Some(0) => Ok(RadarChange::Stays),
            Some(2) => Ok(RadarChange::New),
            _ => Err(self.fault(format!("has a `moved` that is none of -1, 0, 1, 2: {moved}"))),
        }
    }

    /// Reads an entry with a timeline: Backstage's.
    fn backstage(&self, radar: &mut Radar) -> Result<(), SourceFault> {
        let name = self.name()?;
        let timeline = self.entry.get("timeline").and_then(Value::as_array);
        let timeline = timeline.ok_or_else(|| self.fault("has a `timeline` that is no list"))?;
        let mut steps: Vec<(RadarMove, Option<RadarChange>)> = Vec::new();
        for step in timeline {
            let text = |key: &str| step.get(key).and_then(Value::as_str).map(str::trim);
            let date = text("date").and_then(day).ok_or_else(|| {
                self.fault(format!("has a step on no day: {}", step.get("date").unwrap_or(&Value::Null)))
            })?;
            let ring = step.get("ringId").ok_or_else(|| self.fault("has a step without `ringId`"))?;
            let ring = self.named("rings", ring).ok_or_else(|| self.fault("has a step in no ring"))?;
            let change = step.get("moved").map(|moved| self.change(moved)).transpose()?;
            let description = text("description").unwrap_or_default().to_owned();
            steps.push((RadarMove { date, name: name.clone(), ring, description }, change));
        }
        // Of two steps on one day the one that stands first is the newer, as the whole list runs backwards.
        steps.reverse();
        steps.sort_by_key(|(step, _)| step.date);
        let Some((last, change)) = steps.last() else { return Err(self.fault("has an empty `timeline`")) };
        let first = steps.len() == 1;
        radar.entries.push(RadarEntry {
            key: self.text(&["key", "id"]).filter(|key| *key != name),
            ring: last.ring.clone(),
            quadrant: self.of_list("quadrants", "quadrant")?,
            change: change.filter(|_| !first).or(first.then_some(RadarChange::New)),
            description: self.text(&["description"]).unwrap_or_default(),
            link: self.link(),
            tags: Vec::new(),
            place: (String::new(), None),
            name,
        });
        radar.moves.extend(steps.into_iter().map(|(step, _)| step));
        Ok(())
    }
}
