//! The reference pages that are generated: the language, from the definitions that read it, and the error gallery,
//! from the pages of all codes and what is really shown for their faulty models.
//!
//! ```
//! let page = offing_view::reference::language();
//! assert!(page.contains("## outcomes"));
//! assert!(offing_view::reference::errors().contains("error[unknown-name]: nothing is called `chekout`"));
//! ```

mod errors;
mod sample;

use std::fmt::Write as _;

use offing_model::shape::{Field, Quantity, Record, Shape};
use offing_model::{Code, Inputs, draft, read};

use crate::schema::paragraph;
pub use errors::errors;

/// Fields that any entity may carry, told once.
const CARD: [&str; 7] = ["title", "note", "link", "reviewed", "review-every", "confidential", "tags"];

/// What stands before the sections.
const OPENING: &str = "\
# The language

Every section of a model, every field, what it means and how it is written. This page is generated from the same
definitions that read the files and that make the schema for editors (`offing schema`).

A model is a folder, or one file. Every `*.yaml` and `*.yml` file below the folder is read, but for files and folders
whose name begins with `.` or `_`, and all are merged: it does not matter which file a thing stands in. The same name
twice in one section is an error that shows both places. Nearly every field may be left out; what is taken instead is
listed under \"assumed\" in the answer.
";

/// Returns the page of the whole language, in Markdown.
pub fn language() -> String {
    let mut page = OPENING.to_owned();
    let shape = draft::shape();
    let Shape::Record(model) = &shape else { return page };
    forms(&mut page, model);
    any_entity(&mut page, model);
    let mut parts: Vec<(&Record, String)> = Vec::new();
    for section in &model.fields {
        push_section(&mut page, section, &mut parts);
    }
    page.push_str("\n## Parts of several sections\n");
    let mut at = 0;
    while at < parts.len() {
        let (record, place) = parts[at].clone();
        let _ = write!(page, "\n### {}\n\n{}\n", record.name, paragraph(record.doc));
        push_fields(&mut page, record, &place, &mut parts);
        at += 1;
    }
    page
}

/// The table of forms: how texts, numbers and quantities are written.
fn forms(page: &mut String, model: &Record) {
    page.push_str("\n## Forms\n\n| form | written as |\n|---|---|\n");
    for (form, written) in [
        ("text", "any text; quotes where YAML needs them"),
        ("yes or no", "`true` or `false`"),
        ("number", "zero or more, without a unit: `3`, `0.5`"),
        (
            "name",
            "what people invent, in lower case with dashes: `take-payments`; to refer to it, the name, or \
            `kind:name` (`capability:catalog`) where two kinds share it",
        ),
        ("list of …", "`[a, b]`, or one item a line after a dash; a single value stands for a list of one"),
        (
            "needs",
            "`[a, b]` is all of them; `{ all: […] }`, `{ any: […] }` and `{ at-least: 2, of: […] }` nest",
        ),
    ] {
        let _ = writeln!(page, "| {form} | {written} |");
    }
    let mut quantities = Vec::new();
    quantities_in(&model.fields, &mut quantities);
    for quantity in quantities {
        let _ = writeln!(page, "| {} | {} |", words(quantity.name), ticked(quantity.examples));
    }
    page.push_str(
        "\nA range `a to b` is an estimate: nine times in ten the truth falls between its ends, which are the 5 % and \
         95 % quantiles of a lognormal. A single figure is exact. A week is 7 days, a month 30.4375, a quarter \
         91.3125, a year 365.25. A range of dates or years holds each of its days as likely as any other.\n",
    );
}

fn quantities_in(fields: &[Field], found: &mut Vec<&'static Quantity>) {
    for field in fields {
        let mut shape = &field.shape;
        while let Shape::List(of) | Shape::Entries(of) = shape {
            shape = of;
        }
        match shape {
            Shape::Quantity(quantity) if !found.iter().any(|known| known.name == quantity.name) => {
                found.push(quantity);
            }
            Shape::Record(record) => quantities_in(&record.fields, found),
            _ => {}
        }
    }
}

/// The fields that any entity may carry.
fn any_entity(page: &mut String, model: &Record) {
    let with_card = model.fields.iter().find_map(|section| match inner(&section.shape) {
        Shape::Record(record) if has_card(record) => Some(record),
        _ => None,
    });
    let Some(record) = with_card else { return };
    page.push_str("\n## What any entity may carry\n\n");
    let fields: Vec<&Field> = record.fields.iter().filter(|field| CARD.contains(&field.key)).collect();
    table(page, &fields, &[]);
}

fn push_section<'s>(page: &mut String, section: &'s Field, parts: &mut Vec<(&'s Record, String)>) {
    let _ = write!(page, "\n## {}\n\n{}\n", section.key, paragraph(section.doc));
    let Shape::Record(record) = inner(&section.shape) else { return };
    let (said, place) = match &section.shape {
        Shape::Entries(_) => {
            ("Names that people invent, each with:", format!("{}: {{ x: HERE }}", section.key))
        }
        Shape::List(_) => ("A list, each item with:", format!("{}: [HERE]", section.key)),
        _ => ("With:", format!("{}: HERE", section.key)),
    };
    let _ = write!(page, "\n{said}\n");
    push_fields(page, record, &place, parts);
}

/// Adds the table of a record's fields, an example, and notes the records in it as parts; `place` is a model with
/// `HERE` where the record belongs.
fn push_fields<'s>(
    page: &mut String,
    record: &'s Record,
    place: &str,
    parts: &mut Vec<(&'s Record, String)>,
) {
    let card = has_card(record);
    let own: Vec<&Field> = record.fields.iter().filter(|field| !card || !CARD.contains(&field.key)).collect();
    page.push('\n');
    table(page, &own, &needed(place));
    if card {
        page.push_str("\nand [what any entity may carry](#what-any-entity-may-carry).\n");
    }
    for field in &own {
        match inner(&field.shape) {
            Shape::Words(words) => {
                let _ = write!(page, "\n`{}` is one of:\n\n", field.key);
                for (word, doc) in *words {
                    let _ = writeln!(page, "- `{word}`: {}", lowered(&paragraph(doc)));
                }
            }
            Shape::Record(part) if !parts.iter().any(|(known, _)| known.name == part.name) => {
                let there = match &field.shape {
                    Shape::List(_) => "[HERE]",
                    _ => "HERE",
                };
                parts.push((part, place.replace("HERE", &format!("{{ {}: {there} }}", field.key))));
            }
            _ => {}
        }
    }
}

/// Adds the table of some fields: form, meaning, what is taken where nothing is said, an example.
fn table(page: &mut String, fields: &[&Field], needed: &[String]) {
    page.push_str("| field | form | meaning | default | example |\n|---|---|---|---|---|\n");
    for field in fields {
        let (meaning, default) = split_default(&paragraph(field.doc));
        let default = match default {
            Some(default) => default,
            None if needed.iter().any(|name| name == field.key) => "must be said".to_owned(),
            None => "–".to_owned(),
        };
        let (key, form) = (field.key, form(&field.shape));
        let _ = writeln!(page, "| `{key}` | {form} | {meaning} | {default} | `{}` |", sample::of(field));
    }
}

/// Returns the fields that the reader misses where the record at `HERE` says nothing.
fn needed(place: &str) -> Vec<String> {
    let empty = Inputs::of_text(&place.replace("HERE", "{}"), jiff::civil::date(2026, 3, 2));
    let found = read(&empty).diagnostics.into_iter().filter(|found| found.code == Code::MissingField);
    found.filter_map(|found| found.message.split('`').nth(1).map(str::to_owned)).collect()
}

/// Returns a doc comment without its "(default …)", and that default.
fn split_default(doc: &str) -> (String, Option<String>) {
    let Some(start) = doc.find(" (default") else { return (doc.to_owned(), None) };
    let Some(end) = doc[start..].find(')').map(|at| start + at) else { return (doc.to_owned(), None) };
    let default = doc[start + " (default".len()..end].trim_start_matches(':').trim();
    (format!("{}{}", &doc[..start], &doc[end + 1..]), Some(default.to_owned()))
}

fn form(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Flag => "yes or no".to_owned(),
        Shape::Count => "number".to_owned(),
        Shape::Quantity(quantity) => words(quantity.name),
        Shape::Name => "name".to_owned(),
        Shape::Words(_) => "a word, see below".to_owned(),
        Shape::List(of) => format!("list of {}", plural(of)),
        Shape::Entries(of) => format!("names, each with a {}", form(of)),
        Shape::Need => "needs".to_owned(),
        Shape::Record(record) => format!("[{0}](#{0})", record.name),
        Shape::AnyOf(shapes) => shapes.iter().map(form).collect::<Vec<_>>().join(" or "),
    }
}

fn plural(shape: &Shape) -> String {
    match shape {
        Shape::Words(_) => "words, see below".to_owned(),
        Shape::Record(record) => format!("[{0}](#{0})", record.name),
        other => format!("{}s", form(other)),
    }
}

fn inner(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(of) | Shape::Entries(of) => inner(of),
        other => other,
    }
}

fn has_card(record: &Record) -> bool {
    CARD.iter().all(|key| record.fields.iter().any(|field| field.key == *key))
}

fn words(dashed: &str) -> String {
    dashed.replace('-', " ")
}

fn lowered(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn ticked(examples: &[&str]) -> String {
    examples.iter().map(|example| format!("`{example}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
