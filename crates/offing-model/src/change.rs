//! What does one text of a model say otherwise than another, and where?
//!
//! ```
//! use offing_model::{Inputs, change::changes};
//! let today = jiff::civil::date(2026, 3, 2);
//! let before = Inputs::of_text("outcomes: { shop: { odds: 30% } }", today);
//! let after = Inputs::of_text("outcomes: { shop: { odds: 40% }, club: {} }", today);
//! let paths: Vec<String> = changes(&before, &after).iter().map(|change| change.path.to_string()).collect();
//! assert_eq!(paths, ["outcomes.shop.odds", "outcomes.club"]);
//! ```
//!
//! An entity that came or went is one change; in one that stayed each field is. Moving it to another file or writing it
//! in another way is none.
//!
//! *Absent on purpose:* what a change means: that is a question to the model.

use std::collections::BTreeMap;

use crate::inputs::{Content, Inputs};
use crate::patch::{Edit, Path, Refusal, Stated, Value, patch, stated};
use crate::span::Span;

/// One thing that is said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it is about: an entity, a field of it, an item of a list; for a catalog, its file.
    pub path: Path,
    /// What was said and where, if anything was.
    pub before: Option<(Value, Span)>,
    /// What is said and where, if anything is.
    pub after: Option<(Value, Span)>,
    /// Whether it stands in a catalog descriptor, of which only the whole file is compared.
    pub in_catalog: bool,
}

/// Returns what `after` says otherwise than `before`: first what is changed or gone in the order of `before`, section by
/// section, then what is new in the order of `after`; then catalogs.
///
/// *Cost:* linear in both texts, but for looking up paths.
pub fn changes(before: &Inputs, after: &Inputs) -> Vec<Change> {
    let (was, is) = (told(before), told(after));
    let mut changes = Vec::new();
    for (path, (value, place)) in was.in_order() {
        match is.of.get(&path) {
            None => changes.push((path, Some((value, place)), None)),
            Some((now, there)) if !now.same(&value) => {
                fields(&path, (&value, place, &was), (now, *there, &is), &mut changes);
            }
            Some(_) => {}
        }
    }
    for (path, told) in is.in_order() {
        if !was.of.contains_key(&path) {
            changes.push((path, None, Some(told)));
        }
    }
    let change = |(path, before, after)| Change { path, before, after, in_catalog: false };
    let mut changes: Vec<Change> = changes.into_iter().map(change).collect();
    changes.extend(items(before, after));
    changes.extend(catalogs(before, after));
    changes
}

/// Returns what `before` would say if these changes, and no others, were made to it.
///
/// *Errors:* a change that can not be made to the text safely.
pub fn with(before: &Inputs, after: &Inputs, changes: &[&Change]) -> Result<Inputs, Refusal> {
    let mut edits: Vec<Edit> =
        changes.iter().filter(|change| !change.in_catalog).map(|change| change.edit()).collect();
    // Items are taken away from the last to the first, so that the numbers of the others stay what they were.
    edits.sort_by_key(|edit| match edit {
        Edit::Remove { path } => {
            (0, std::cmp::Reverse(path.parts().get(1).and_then(|part| part.parse::<u64>().ok())))
        }
        _ => (1, std::cmp::Reverse(None)),
    });
    let mut inputs = before.clone();
    for file in patch(before, &edits)?.files {
        inputs.sources[file.source as usize].content = Content::Text(file.text);
    }
    for change in changes.iter().filter(|change| change.in_catalog) {
        let name = change.path.parts().first().map_or("", |name| name.as_str());
        inputs.catalogs.retain(|catalog| catalog.name != name);
        inputs.catalogs.extend(after.catalogs.iter().filter(|catalog| catalog.name == name).cloned());
        inputs.catalogs.sort_by(|one, other| one.name.cmp(&other.name));
    }
    Ok(inputs)
}

impl Change {
    /// Returns the edit that makes it.
    fn edit(&self) -> Edit {
        let parts = self.path.parts();
        let is_item = parts.len() == 2 && LISTS.contains(&parts[0].as_str());
        match &self.after {
            Some((value, _)) if is_item => Edit::append(Path::of([&parts[0]]), value.clone()),
            Some((value, _)) => Edit::set(self.path.clone(), value.clone()),
            None => Edit::remove(self.path.clone()),
        }
    }

    /// Returns the entity that it is about.
    pub fn entity(&self) -> Path {
        Path::of(self.path.parts().iter().take(2))
    }
}

/// Sections whose entries have no names.
const LISTS: [&str; 3] = ["signals", "waivers", "decisions"];

/// Sections that are one record.
const RECORDS: [&str; 2] = ["company", "sources"];

/// What a text says, entity by entity.
#[derive(Default)]
struct Told {
    of: BTreeMap<Path, (Value, Span)>,
    order: Vec<Path>,
    /// Where each field stands.
    fields: BTreeMap<Path, Span>,
}

impl Told {
    fn in_order(&self) -> impl Iterator<Item = (Path, (Value, Span))> + '_ {
        self.order.iter().map(|path| (path.clone(), self.of[path].clone()))
    }
}

fn told(inputs: &Inputs) -> Told {
    let mut told = Told::default();
    for Stated { path, value, place, entity: entity_place } in stated(inputs) {
        let parts = path.parts();
        let section = parts.first().map_or("", |part| part.as_str());
        if LISTS.contains(&section) {
            continue;
        }
        let depth = if RECORDS.contains(&section) { 1 } else { 2 };
        let entity = Path::of(parts.iter().take(depth));
        if !told.of.contains_key(&entity) {
            told.order.push(entity.clone());
            told.of.insert(entity.clone(), (Value::Nothing, entity_place));
        }
        let (whole, _) = told.of.get_mut(&entity).expect("it was put there");
        match parts.get(depth) {
            None if whole.is_empty() => *whole = value,
            None => {}
            Some(field) => {
                let mut fields = match std::mem::replace(whole, Value::Nothing) {
                    Value::Map(fields) => fields,
                    _ => Vec::new(),
                };
                fields.push((field.to_string(), value));
                *whole = Value::Map(fields);
                told.fields.insert(path, place);
            }
        }
    }
    told
}

/// What an entity says, where, and the text it stands in.
type Entity<'t> = (&'t Value, Span, &'t Told);

/// What was said where, and what is said instead.
type Turned = (Path, Option<(Value, Span)>, Option<(Value, Span)>);

/// Adds the fields in which an entity that stayed is told otherwise.
fn fields(
    path: &Path,
    (was, was_at, before): Entity<'_>,
    (is, is_at, after): Entity<'_>,
    changes: &mut Vec<Turned>,
) {
    let fields_of = |value: &Value| match value {
        Value::Map(fields) => Some(fields.clone()),
        Value::Nothing => Some(Vec::new()),
        _ => None,
    };
    let (Some(old), Some(new)) = (fields_of(was), fields_of(is)) else {
        changes.push((path.clone(), Some((was.clone(), was_at)), Some((is.clone(), is_at))));
        return;
    };
    let at = |told: &Told, path: &Path, entity: Span| told.fields.get(path).copied().unwrap_or(entity);
    for (key, value) in &old {
        let field = path.then(key);
        let now = is.get(key);
        if now.is_none_or(|now| !now.same(value)) {
            let now = now.map(|now| (now.clone(), at(after, &field, is_at)));
            changes.push((field.clone(), Some((value.clone(), at(before, &field, was_at))), now));
        }
    }
    for (key, value) in new.iter().filter(|(key, _)| was.get(key).is_none()) {
        let field = path.then(key);
        changes.push((field.clone(), None, Some((value.clone(), at(after, &field, is_at)))));
    }
}

/// Returns the items of lists that came and went; where they stand in a list says nothing.
fn items(before: &Inputs, after: &Inputs) -> Vec<Change> {
    let of = |inputs: &Inputs| -> Vec<Stated> {
        let is_item =
            |stated: &Stated| stated.path.parts().first().is_some_and(|part| LISTS.contains(&part.as_str()));
        stated(inputs).into_iter().filter(is_item).collect()
    };
    let (was, mut is) = (of(before), of(after));
    let mut changes = Vec::new();
    for Stated { path, value, place, .. } in was {
        let section = &path.parts()[0];
        let same = is.iter().position(|one| one.path.parts()[0] == *section && one.value.same(&value));
        match same {
            Some(at) => drop(is.remove(at)),
            None => {
                changes.push(Change { path, before: Some((value, place)), after: None, in_catalog: false })
            }
        }
    }
    let new = |Stated { path, value, place, .. }| Change {
        path,
        before: None,
        after: Some((value, place)),
        in_catalog: false,
    };
    changes.extend(is.into_iter().map(new));
    changes
}

/// Returns the catalog files that came, went or were changed.
fn catalogs(before: &Inputs, after: &Inputs) -> Vec<Change> {
    let of = |inputs: &Inputs| -> BTreeMap<String, (Value, Span)> {
        let own = inputs.sources.len();
        let told = |(at, source): (usize, &crate::inputs::Source)| {
            let index = (own + at) as u32;
            let text = Value::Text(inputs.text(index).to_owned());
            (source.name.clone(), (text, Span { source: index, start: 0, end: 0 }))
        };
        inputs.catalogs.iter().enumerate().map(told).collect()
    };
    let (was, is) = (of(before), of(after));
    let names: std::collections::BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let differs = |name: &&&String| was.get(**name).map(|told| &told.0) != is.get(**name).map(|told| &told.0);
    let change = |name: &String| Change {
        path: Path::of([name]),
        before: was.get(name).cloned(),
        after: is.get(name).cloned(),
        in_catalog: true,
    };
    names.iter().filter(differs).map(|name| change(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(text: &str) -> Inputs {
        Inputs::of_text(text, jiff::civil::date(2026, 3, 2))
    }

    const BEFORE: &str = "\
company: { name: Shop, runway: 2 years }
outcomes:
  shop: { odds: 30%, needs: [a, b] }
  club: { odds: 10% }
signals:
  - { date: 2026-01-01, about: shop }
  - { date: 2026-01-02, about: club }
";

    const AFTER: &str = "\
signals: [{ about: club, date: 2026-01-02 }, { about: club, date: 2026-01-03 }]
company: { runway: 1 year, name: Shop }
outcomes:
  fair: { odds: 5% }
  shop: { needs: [a, b], value: 3M }   # moved
";

    #[test]
    fn each_change_has_both_its_places() {
        let (before, after) = (inputs(BEFORE), inputs(AFTER));
        let told: Vec<(String, &str, &str)> = changes(&before, &after)
            .into_iter()
            .map(|change| {
                let under = |text: &'static str, told: &Option<(Value, Span)>| {
                    told.as_ref().map_or("", |(_, span)| &text[span.start as usize..span.end as usize])
                };
                (change.path.to_string(), under(BEFORE, &change.before), under(AFTER, &change.after))
            })
            .collect();
        let told: Vec<(&str, &str, &str)> =
            told.iter().map(|(path, was, is)| (path.as_str(), *was, *is)).collect();
        assert_eq!(
            told,
            [
                ("company.runway", "runway", "runway"),
                ("outcomes.shop.odds", "odds", ""),
                ("outcomes.shop.value", "", "value"),
                ("outcomes.club", "club", ""),
                ("outcomes.fair", "", "fair"),
                ("signals.0", "{ date: 2026-01-01, about: shop }", ""),
                ("signals.1", "", "{ about: club, date: 2026-01-03 }"),
            ]
        );
    }

    #[test]
    fn all_changes_together_make_the_other_text() {
        let (before, after) = (inputs(BEFORE), inputs(AFTER));
        let found = changes(&before, &after);
        let all: Vec<&Change> = found.iter().collect();
        let made = with(&before, &after, &all).unwrap();
        assert_eq!(changes(&made, &after), []);
        let one = with(&before, &after, &all[..1]).unwrap();
        assert_eq!(one.text(0), BEFORE.replace("2 years", "1 year"));
    }
}
