//! What the model's own files say, merged into one JSON document in the words of the language: what `offing schema`
//! describes.

use offing_model::Inputs;
use offing_model::patch::{Stated, Value as Said, stated};
use serde_json::{Map, Value};

use super::{Exported, Scope};

/// Sections whose entries have no names.
const LISTS: [&str; 3] = ["signals", "waivers", "decisions"];

pub(super) fn export(scope: &Scope<'_>, inputs: &Inputs) -> Exported {
    let hidden = scope.hidden();
    let sections: Vec<(&str, &str)> = hidden.iter().map(|(kind, name)| (kind.section(), *name)).collect();
    let names: Vec<String> = hidden
        .iter()
        .flat_map(|(kind, name)| [(*name).to_owned(), format!("{}:{name}", kind.word())])
        .collect();
    let tells = |name: &str| !names.iter().any(|hidden| hidden == name);
    let mut root = Map::new();
    for Stated { path, value, .. } in stated(inputs) {
        let parts = path.parts();
        let Some(section) = parts.first().map(|part| part.as_str()) else { continue };
        if LISTS.contains(&section) {
            let secret = value.get("confidential").is_some_and(|said| *said == Said::from("true"));
            let of_hidden = ["about", "guarantee", "chose"]
                .iter()
                .any(|key| matches!(value.get(key), Some(Said::Text(name)) if !tells(name)));
            if scope.all || !secret && !of_hidden {
                let list = root.entry(section).or_insert_with(|| Value::Array(Vec::new()));
                if let (Value::Array(list), Some(value)) = (list, told(&value, &tells)) {
                    list.push(value);
                }
            }
            continue;
        }
        if parts.get(1).is_some_and(|name| sections.contains(&(section, name.as_str()))) {
            continue;
        }
        if let Some(value) = told(&value, &tells) {
            put(&mut root, parts.iter().map(|part| part.as_str()).collect::<Vec<_>>().as_slice(), value);
        }
    }
    let from_catalog = {
        let mut count = 0;
        scope.model.each_card(&mut |_, card| count += usize::from(card.from_catalog));
        count
    };
    Exported {
        text: format!("{:#}\n", Value::Object(root)),
        not_carried: vec![("entities that only a catalog says".to_owned(), from_catalog)],
        ..Exported::default()
    }
}

fn put(object: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [last] => {
            let keep = matches!((&object.get(*last), &value), (Some(Value::Object(_)), Value::Null));
            if !keep {
                object.insert((*last).to_owned(), value);
            }
        }
        [first, rest @ ..] => {
            let inner = object.entry(*first).or_insert_with(|| Value::Object(Map::new()));
            if !inner.is_object() {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// Returns a value without the names that are not told; `None` where it is such a name.
fn told(value: &Said, tells: &dyn Fn(&str) -> bool) -> Option<Value> {
    Some(match value {
        Said::Nothing => Value::Object(Map::new()),
        Said::Text(text) if !tells(text) => return None,
        Said::Text(text) => match text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => match text.parse::<u32>() {
                Ok(number) if number.to_string() == text => Value::from(number),
                _ => Value::from(text),
            },
        },
        Said::List(items) => Value::Array(items.iter().filter_map(|item| told(item, tells)).collect()),
        Said::Map(fields) => {
            let fields = fields.iter().filter(|(key, _)| tells(key));
            Value::Object(
                fields.filter_map(|(key, value)| Some((key.clone(), told(value, tells)?))).collect(),
            )
        }
    })
}
