//! What was brought → the least change of a model's text. Three sides meet, field by field: what the last import brought
//! (kept beside the model), what the model says now, and what the file says now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Brought, Entity};
use crate::inputs::{Content, Inputs, Source};
use crate::model::EntityKind;
use crate::patch::{Edit, Path, Refusal, Value, patch, stated, written};

/// What an import would write, and why not more.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Import {
    /// Files of the model whose text changes, by their index in [`Inputs::sources`], with the new text.
    pub changed: Vec<(u32, String)>,
    /// The text of the import's own file, where that is new or changed.
    pub own: Option<String>,
    /// What this import brought, to be kept beside the model for the next one.
    pub base: String,
    /// Entities that are new, as `kind:name`.
    pub added: Vec<String>,
    /// Fields that are brought up to date, as `section.name.field`.
    pub updated: Vec<String>,
    /// Where a person wrote something else, which stays.
    pub differences: Vec<Difference>,
    /// Entities that a person took out of the model, and that stay out.
    pub taken_out: Vec<String>,
    /// Entities that are no longer in the file; they stay.
    pub gone: Vec<String>,
}

/// A field that a person wrote and the file says otherwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Where: `section.name.field`, or `section.name` where the whole entity is a person's.
    pub path: String,
    /// What the model says.
    pub ours: String,
    /// What the file says.
    pub theirs: String,
}

/// Returns what has to be written so that a model says what was brought. `own` is the name of the import's own file,
/// `base` what the last import left.
///
/// *Errors:* a text that can not be changed safely; then nothing is to be written.
pub fn bring(inputs: &Inputs, own: &str, base: Option<&str>, brought: &Brought) -> Result<Import, Refusal> {
    let now = entities(inputs, &brought.source);
    let base = base.map(|text| Inputs::of_text(text, inputs.today));
    let before = base.map(|base| entities(&base, &brought.source)).unwrap_or_default();
    let named = names(inputs);
    let mut import = Import { base: kept(brought), ..Import::default() };
    let mut edits = Vec::new();
    let mut new: Vec<&Entity> = Vec::new();
    for entity in &brought.entities {
        let path = Path::of([entity.kind.section(), &entity.name]);
        let then = before.get(&entity.key);
        match (now.get(&entity.key), then) {
            (Some((path, fields)), _) => {
                meet(
                    path,
                    fields,
                    then.map(|(_, fields)| fields.as_slice()),
                    entity,
                    &mut edits,
                    &mut import,
                );
            }
            (None, Some(_)) => import.taken_out.push(path.to_string()),
            (None, None) if named.contains(&path) => import.differences.push(Difference {
                path: path.to_string(),
                ours: "a person's own entity of this name".to_owned(),
                theirs: entity.key.clone(),
            }),
            (None, None) => {
                import.added.push(format!("{}:{}", entity.kind.word(), entity.name));
                new.push(entity);
            }
        }
    }
    let still: BTreeSet<&String> = brought.entities.iter().map(|entity| &entity.key).collect();
    import.gone =
        before.keys().filter(|key| !still.contains(key) && now.contains_key(*key)).cloned().collect();
    let mut texts: BTreeMap<u32, String> = BTreeMap::new();
    if !edits.is_empty() {
        texts.extend(patch(inputs, &edits)?.files.into_iter().map(|file| (file.source, file.text)));
    }
    if !new.is_empty() {
        let at = inputs.sources.iter().position(|source| source.name == own).map(|at| at as u32);
        match at {
            Some(at) => {
                let text = texts.get(&at).cloned().unwrap_or_else(|| inputs.text(at).to_owned());
                texts.insert(at, with_new(own, &text, inputs, &brought.source, &new)?);
            }
            None => {
                import.own =
                    Some(format!("{}{}", head(&brought.source), written(&sections(&brought.source, &new))))
            }
        }
    }
    import.changed = texts.into_iter().collect();
    Ok(import)
}

/// Compares an entity's fields on all three sides.
fn meet(
    path: &Path,
    now: &[(String, Value)],
    before: Option<&[(String, Value)]>,
    entity: &Entity,
    edits: &mut Vec<Edit>,
    import: &mut Import,
) {
    fn of<'v>(fields: &'v [(String, Value)], key: &str) -> Option<&'v Value> {
        fields.iter().find(|(field, _)| field == key).map(|(_, value)| value)
    }
    let same = |one: Option<&Value>, other: Option<&Value>| match (one, other) {
        (Some(one), Some(other)) => one.same(other),
        (one, other) => one.is_none() && other.is_none(),
    };
    let before = before.unwrap_or(&[]);
    let keys = entity.fields.iter().chain(before).map(|(key, _)| key.as_str());
    let mut seen = BTreeSet::new();
    for key in keys.filter(|key| *key != "origin" && seen.insert(*key)) {
        let (theirs, ours, then) = (of(&entity.fields, key), of(now, key), of(before, key));
        if same(theirs, ours) {
            continue;
        }
        let field = path.then(key);
        if same(ours, then) {
            import.updated.push(field.to_string());
            edits.push(match theirs {
                Some(value) => Edit::set(field, value.clone()),
                None => Edit::remove(field),
            });
        } else if !same(theirs, then) || theirs.is_some() {
            let said = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
            import.differences.push(Difference {
                path: field.to_string(),
                ours: said(ours),
                theirs: said(theirs),
            });
        }
    }
}

/// Returns a file with new entities added to it.
fn with_new(
    own: &str,
    text: &str,
    inputs: &Inputs,
    source: &str,
    new: &[&Entity],
) -> Result<String, Refusal> {
    let file = Source { name: own.to_owned(), content: Content::Text(text.to_owned()) };
    let alone =
        Inputs { sources: vec![file], catalogs: Vec::new(), unmatched: Vec::new(), today: inputs.today };
    let edit = |entity: &&Entity| {
        Edit::set(Path::of([entity.kind.section(), &entity.name]), Value::Map(with_origin(source, entity)))
    };
    let edits: Vec<Edit> = new.iter().map(edit).collect();
    let changed = patch(&alone, &edits)?.files.into_iter().next();
    Ok(changed.map_or_else(|| text.to_owned(), |file| file.text))
}

fn head(source: &str) -> String {
    format!(
        "# Brought by `offing import {source}`. Change and move what you like: what you write stays, and the next import\n\
         # only brings up to date what it brought itself. `origin` is how it knows its own.\n\n"
    )
}

fn with_origin(source: &str, entity: &Entity) -> Vec<(String, Value)> {
    let origin = ("origin".to_owned(), Value::Text(format!("{source} {}", entity.key)));
    entity.fields.iter().cloned().chain([origin]).collect()
}

/// Returns entities by section, in the order of the kinds.
fn sections(source: &str, entities: &[&Entity]) -> Value {
    let of = |kind: EntityKind| {
        let fields = entities.iter().filter(|entity| entity.kind == kind);
        let fields: Vec<(String, Value)> =
            fields.map(|entity| (entity.name.clone(), Value::Map(with_origin(source, entity)))).collect();
        (kind.section().to_owned(), Value::Map(fields))
    };
    Value::Map(EntityKind::ALL.into_iter().map(of).filter(|(_, entities)| !entities.is_empty()).collect())
}

/// Returns what is kept for the next import.
fn kept(brought: &Brought) -> String {
    let head = format!(
        "# What `offing import {}` brought last, so that the next one can tell its own fields from yours. Commit it; do\n\
         # not change it. It is no part of the model: its name begins with `_`.\n\n",
        brought.source
    );
    let all: Vec<&Entity> = brought.entities.iter().collect();
    format!("{head}{}", written(&sections(&brought.source, &all)))
}

type Known = BTreeMap<String, (Path, Vec<(String, Value)>)>;

/// Returns the entities of a model that came from a tool, by its keys.
fn entities(inputs: &Inputs, source: &str) -> Known {
    let mut all: BTreeMap<Path, Vec<(String, Value)>> = BTreeMap::new();
    for told in stated(inputs) {
        if let [section, name, field] = told.path.parts() {
            let fields = all.entry(Path::of([section, name])).or_default();
            fields.push((field.to_string(), told.value));
        }
    }
    let mut known = Known::new();
    for (path, fields) in all {
        let origin = fields.iter().find(|(field, _)| field == "origin").map(|(_, value)| value.clone());
        if let Some(Value::Text(origin)) = origin
            && let Some(key) = origin.strip_prefix(source).and_then(|rest| rest.strip_prefix(' '))
        {
            known.insert(key.to_owned(), (path, fields));
        }
    }
    known
}

/// Returns the entities of a model by their paths.
fn names(inputs: &Inputs) -> BTreeSet<Path> {
    stated(inputs).into_iter().map(|told| Path::of(told.path.parts().iter().take(2))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(key: &str, name: &str, fields: &[(&str, &str)]) -> Entity {
        let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), Value::from(*value))).collect();
        Entity { key: key.to_owned(), kind: EntityKind::Initiative, name: name.to_owned(), fields }
    }

    fn brought(entities: Vec<Entity>) -> Brought {
        Brought { entities, ..Brought::from("jira") }
    }

    fn model(files: &[(&str, &str)]) -> Inputs {
        let mut inputs = Inputs::of_text("", jiff::civil::date(2026, 3, 2));
        let source = |(name, text): &(&str, &str)| Source {
            name: (*name).to_owned(),
            content: Content::Text((*text).to_owned()),
        };
        inputs.sources = files.iter().map(source).collect();
        inputs
    }

    const OWN: &str = "imported/jira.yaml";

    #[test]
    fn a_first_import_writes_its_own_file() {
        let brought = brought(vec![item("SHOP-1", "till", &[("title", "A till"), ("done", "2026-02-01")])]);
        let import = bring(&model(&[("a.yaml", "outcomes: {}\n")]), OWN, None, &brought).unwrap();
        assert_eq!(import.added, ["initiative:till"]);
        let text = import.own.unwrap();
        assert!(text.ends_with(
            "initiatives:\n  till:\n    title: A till\n    done: 2026-02-01\n    origin: jira SHOP-1\n"
        ));
        let reading = crate::reading::read(&model(&[(OWN, &text)]));
        assert!(reading.model.is_some(), "{:?}", reading.diagnostics);
    }

    #[test]
    fn the_next_import_updates_its_own_and_touches_nothing_of_a_person() {
        let first = brought(vec![
            item("SHOP-1", "till", &[("title", "A till"), ("note", "old")]),
            item("SHOP-2", "post", &[("title", "Post")]),
            item("SHOP-3", "cart", &[("title", "Cart")]),
            item("SHOP-4", "gift", &[("title", "Gifts")]),
        ]);
        let import = bring(&model(&[]), OWN, None, &first).unwrap();
        let (own, base) = (import.own.unwrap(), import.base);
        // A person adds a range, says another title, takes one out and moves one to another file under another name.
        let own = own
            .replace("    title: A till\n", "    title: The till   # better\n    takes: 3 weeks\n")
            .replace("  post:\n    title: Post\n    origin: jira SHOP-2\n", "");
        let own = own.replace("  cart:\n    title: Cart\n    origin: jira SHOP-3\n", "");
        let mine = "initiatives:\n  basket: { title: Cart, origin: jira SHOP-3 }   # renamed\n  late: {}\n";
        let inputs = model(&[(OWN, &own), ("mine.yaml", mine)]);
        let second = brought(vec![
            item("SHOP-1", "till", &[("title", "A till!"), ("note", "new")]),
            item("SHOP-2", "post", &[("title", "Post")]),
            item("SHOP-3", "cart", &[("title", "Carts"), ("done", "2026-02-02")]),
            item("SHOP-9", "late", &[("title", "Late")]),
            item("SHOP-5", "new", &[("title", "New")]),
        ]);
        let import = bring(&inputs, OWN, Some(&base), &second).unwrap();
        assert_eq!(
            import.updated,
            ["initiatives.till.note", "initiatives.basket.title", "initiatives.basket.done"]
        );
        assert_eq!(import.taken_out, ["initiatives.post"]);
        assert_eq!(import.gone, ["SHOP-4"]);
        assert_eq!(import.added, ["initiative:new"]);
        let paths: Vec<&str> = import.differences.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(paths, ["initiatives.till.title", "initiatives.late"]);
        let of = |at: u32| &import.changed.iter().find(|(source, _)| *source == at).unwrap().1;
        assert!(
            of(0).contains("    title: The till   # better\n    takes: 3 weeks\n    note: new\n"),
            "{}",
            of(0)
        );
        assert!(of(0).ends_with("  new:\n    title: New\n    origin: jira SHOP-5\n"), "{}", of(0));
        assert_eq!(
            of(1),
            "initiatives:\n  basket: { title: Carts, origin: jira SHOP-3, done: 2026-02-02 }   # renamed\n  late: {}\n"
        );
    }

    #[test]
    fn the_same_file_again_changes_nothing() {
        let brought =
            brought(vec![item("1", "a", &[("title", "A")]), item("2", "b", &[("note", "x: y #z")])]);
        let import = bring(&model(&[]), OWN, None, &brought).unwrap();
        let own = import.own.clone().unwrap();
        let again = bring(&model(&[(OWN, &own)]), OWN, Some(&import.base), &brought).unwrap();
        assert_eq!(again, Import { base: import.base, ..Import::default() });
    }
}
