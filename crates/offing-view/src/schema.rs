//! The JSON Schema of the language, for editors that complete and check while a model is typed.
//!
//! It is made from the definitions that read the files, so the two can not part: a field that is read is in it, one
//! that is not is refused.
//!
//! ```
//! let schema = offing_view::schema::schema();
//! assert_eq!(schema["properties"]["outcomes"]["description"].as_str().unwrap().chars().next(), Some('B'));
//! assert_eq!(schema["$defs"]["outcome"]["additionalProperties"], false);
//! ```
//!
//! *Absent on purpose:* what only the whole model shows: whether a name is known, whether a range ends before it
//! begins, whether the calendar has a day.

use std::collections::BTreeMap;

use offing_model::draft;
use offing_model::shape::{Bare, Quantity, Record, Shape};
use serde_json::{Map, Value, json};

/// A name that people invent, as a key.
const KEY: &str = r#"^[^\s:,\[\]{}#`"]{1,200}$"#;

/// Returns the schema of a model's file (draft 2020-12).
pub fn schema() -> Value {
    let mut defs = Defs::default();
    let shape = draft::shape();
    let mut root = match &shape {
        Shape::Record(record) => defs.record_itself(record),
        other => defs.of(other),
    };
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("Offing model");
    root["$defs"] = Value::Object(defs.named.into_iter().collect::<Map<String, Value>>());
    root
}

/// Returns a doc comment as one paragraph.
pub(crate) fn paragraph(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of the schema that have a name, by name.
#[derive(Default)]
struct Defs {
    named: BTreeMap<String, Value>,
}

impl Defs {
    /// Returns the schema of a shape where it stands: a reference for what has a name.
    fn of(&mut self, shape: &Shape) -> Value {
        match shape {
            // Where a text belongs, a number or a truth value of YAML is read as its text.
            Shape::Text => json!({ "type": ["string", "number", "boolean"] }),
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Count => self.named("count", |_| count()),
            Shape::Quantity(quantity) => self.named(quantity.name, |_| quantity_itself(quantity)),
            Shape::Name => self.named("name", |_| name()),
            Shape::Words(words) => {
                let word =
                    |(word, doc): &(&str, &str)| json!({ "const": word, "description": paragraph(doc) });
                json!({ "oneOf": words.iter().map(word).collect::<Vec<Value>>() })
            }
            Shape::List(of) => {
                let item = self.of(of);
                json!({ "anyOf": [{ "type": "array", "items": item }, item, { "type": "null" }] })
            }
            Shape::Entries(of) => {
                let value = self.of(of);
                let names = json!({ "pattern": KEY });
                json!({ "type": ["object", "null"], "propertyNames": names, "additionalProperties": value })
            }
            Shape::Need => self.named("need", Self::need),
            Shape::Record(record) => self.named(record.name, |defs| defs.record_itself(record)),
            Shape::AnyOf(shapes) => {
                json!({ "anyOf": shapes.iter().map(|shape| self.of(shape)).collect::<Vec<Value>>() })
            }
        }
    }

    /// Returns a reference to a named part, making the part when it is first met.
    fn named(&mut self, name: &str, part: impl FnOnce(&mut Self) -> Value) -> Value {
        if !self.named.contains_key(name) {
            // The name is taken before its part is made, so that a part may refer to itself.
            self.named.insert(name.to_owned(), Value::Null);
            let made = part(self);
            self.named.insert(name.to_owned(), made);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn record_itself(&mut self, record: &Record) -> Value {
        let mut properties = Map::new();
        for field in &record.fields {
            let mut value = self.of(&field.shape);
            value["description"] = json!(paragraph(field.doc));
            properties.insert(field.key.to_owned(), value);
        }
        json!({
            "description": paragraph(record.doc),
            "type": if record.may_be_empty { json!(["object", "null"]) } else { json!("object") },
            "properties": properties,
            "additionalProperties": false,
        })
    }

    /// A requirement, which nests.
    fn need(&mut self) -> Value {
        let name = self.of(&Shape::Name);
        let choice_of = self.named("choice", |_| choices());
        let list = json!({ "type": "array", "items": { "$ref": "#/$defs/need" } });
        json!({
            "description": "What something stands on: a name, a list of which all are needed, \
                `{ all: […] }`, `{ any: […] }`, or `{ at-least: 2, of: […] }`; these nest.",
            "examples": [
                ["payments", "catalog"],
                { "all": ["price-history", { "any": ["warehouse", "lake"] }] },
                { "at-least": 2, "of": ["stream-a", "stream-b", "stream-c"] },
            ],
            "anyOf": [name, list, choice_of, { "type": "null" }],
        })
    }
}

/// A requirement that says how many of its parts are needed.
fn choices() -> Value {
    let need = json!({ "$ref": "#/$defs/need" });
    // A single part stands for a list of one; a list that must not be empty may not hide behind that.
    let single = [json!({ "$ref": "#/$defs/name" }), json!({ "$ref": "#/$defs/choice" })];
    let list = |fewest: u32| json!({ "type": "array", "items": need, "minItems": fewest });
    let parts = json!({ "anyOf": [list(0), single[0], single[1], { "type": "null" }] });
    let some = json!({ "anyOf": [list(1), single[0], single[1]] });
    let least = json!({ "anyOf": [
        { "type": "integer", "minimum": 1 },
        { "type": "string", "pattern": "^[0-9]+$" },
    ]});
    json!({
        "description": "How many of its parts are needed: all, any one, or at least so many.",
        "anyOf": [
            choice("All of these are needed.", json!({ "all": parts })),
            choice("Any one of these will do.", json!({ "any": some })),
            choice("At least so many of these are needed.", json!({ "at-least": least, "of": some })),
        ],
    })
}

fn choice(description: &str, properties: Value) -> Value {
    let required: Vec<&String> =
        properties.as_object().map(|fields| fields.keys().collect()).unwrap_or_default();
    json!({
        "description": description,
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn count() -> Value {
    json!({
        "description": "A number without a unit, zero or more.",
        "anyOf": [
            { "type": "number", "minimum": 0, "maximum": 1e9 },
            { "type": "string", "pattern": r"^[0-9]([0-9_]*[0-9])?(\.[0-9]+)?$" },
        ],
        "examples": [3],
    })
}

fn name() -> Value {
    json!({
        "description": "A name, or `kind:name` where two kinds share it.",
        "anyOf": [
            { "type": "string", "pattern": r"^\s*\S[^\r\n]*$", "maxLength": 200 },
            { "type": ["number", "boolean"] },
        ],
        "examples": ["payments", "capability:catalog"],
    })
}

fn quantity_itself(quantity: &Quantity) -> Value {
    let examples = quantity.examples;
    let such_as = format!("A {}, such as `{}`.", quantity.name.replace('-', " "), examples.join("` or `"));
    let text = json!({ "type": "string", "pattern": quantity.pattern });
    let mut schema = match quantity.bare {
        Bare::Nothing => text,
        Bare::Number => json!({ "anyOf": [text, { "type": "number", "minimum": 0 }] }),
        Bare::Flag => json!({ "anyOf": [text, { "type": "boolean" }] }),
    };
    schema["description"] = json!(such_as);
    schema["examples"] = json!(examples);
    schema
}

#[cfg(test)]
mod tests;
