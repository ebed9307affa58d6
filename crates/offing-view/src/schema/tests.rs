use std::path::{Path, PathBuf};

use jsonschema::Validator;
use offing_model::{Code, Content, Inputs, read};
use proptest::prelude::*;
use saphyr::{LoadableYamlNode, Scalar, Yaml};

use super::*;

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).expect("the schema is a schema")
}

/// What an editor sees of a YAML text: its documents by YAML 1.2's core schema.
fn documents(text: &str) -> Vec<Value> {
    let documents = Yaml::load_from_str(text).expect("examples are YAML");
    documents.iter().map(to_json).collect()
}

fn to_json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(flag)) => json!(flag),
        Yaml::Value(Scalar::Integer(number)) => json!(number),
        Yaml::Value(Scalar::FloatingPoint(number)) => json!(number.into_inner()),
        Yaml::Value(Scalar::String(text)) => json!(text),
        Yaml::Sequence(items) => items.iter().map(to_json).collect(),
        Yaml::Mapping(entries) => {
            let entry = |(key, value): (&Yaml<'_>, &Yaml<'_>)| {
                let key = match to_json(key) {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                (key, to_json(value))
            };
            Value::Object(entries.iter().map(entry).collect())
        }
        other => panic!("no JSON for {other:?}"),
    }
}

fn faults(validator: &Validator, text: &str) -> Vec<String> {
    let documents = documents(text);
    let faults = documents.iter().flat_map(|document| validator.iter_errors(document));
    faults.map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

fn model_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the examples are there") {
        let path = entry.expect("a folder lists its files").path();
        if path.is_dir() {
            model_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "yaml" || end == "yml") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_of_every_example_validates() {
    let validator = validator();
    let mut files = Vec::new();
    model_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"), &mut files);
    assert!(files.len() > 10, "the examples are there: {files:?}");
    for file in files {
        let text = std::fs::read_to_string(&file).expect("an example is a text");
        assert_eq!(faults(&validator, &text), [""; 0], "{}", file.display());
    }
}

#[test]
fn the_mended_model_of_every_page_validates() {
    let validator = validator();
    for code in Code::ALL {
        for source in code.example().mended.iter().flat_map(|mended| &mended.sources) {
            let Content::Text(text) = &source.content else { panic!("{} has text", code.slug()) };
            assert_eq!(faults(&validator, text), [""; 0], "{}", code.slug());
        }
    }
}

/// Codes whose fault lies in the form of one file: there the schema must see what the reader sees.
const OF_FORM: &[Code] = &[
    Code::UnknownField,
    Code::WrongShape,
    Code::WrongUnit,
    Code::WrongDate,
    Code::WrongWord,
    Code::OutOfRange,
    Code::BadName,
];

#[test]
fn what_the_reader_refuses_for_its_form_the_schema_refuses_too() {
    let validator = validator();
    for code in OF_FORM {
        let faulty = code.example().faulty;
        assert_ne!(faults(&validator, faulty.text(0)), [""; 0], "{}", code.slug());
    }
    for (text, why) in [
        ("outcomes: { shop: { needs: { any: [] } } }", "a choice of nothing"),
        ("outcomes: { shop: { needs: { all: [a], any: [b] } } }", "two things at once"),
        ("outcomes: { shop: { needs: { at-least: 2 } } }", "a count of nothing"),
        ("outcomes: { shop: { odds: 0.3 } }", "a bare number for a percentage"),
        ("capabilities: { x: { have: maybe } }", "neither there nor not"),
        ("guarantees: { x: { no-single: team } }", "a kind that can not be lost"),
        ("outcomes: [shop]", "a list of names"),
    ] {
        assert_ne!(faults(&validator, text), [""; 0], "{why}");
        assert!(read(&Inputs::of_text(text, jiff::civil::date(2026, 3, 2))).model.is_none(), "{why}");
    }
}

#[test]
fn short_forms_validate() {
    let validator = validator();
    for text in [
        "",
        "outcomes:",
        "outcomes: { shop: }",
        "outcomes: { shop: { needs: } }",
        "outcomes: { shop: { needs: payments, tags: one, title: 24 } }",
        "outcomes: { shop: { needs: { at-least: 2, of: [a, { any: b }, [c, d]] }, value: 400 } }",
        "guarantees: { x: { no-single: vendor, closes: 2 }, y: { no-single: person, closes: chosen } }",
        "signals: { date: 2026-02-20, about: shop, factor: 2.5 }",
        "company: { correlation: 0.3, runway: 2028-03-31 }",
    ] {
        assert_eq!(faults(&validator, text), [""; 0], "{text}");
    }
}

#[test]
fn every_record_and_field_says_what_it_is() {
    let schema = schema();
    let records: Vec<&Value> = schema["$defs"].as_object().expect("it has parts").values().collect();
    assert!(records.len() > 25);
    for record in records.into_iter().chain([&schema]) {
        assert!(record["description"].as_str().is_some_and(|text| text.len() > 5), "{record}");
        for (key, field) in record["properties"].as_object().into_iter().flatten() {
            assert!(field["description"].as_str().is_some_and(|text| text.len() > 3), "{key}: {field}");
        }
    }
}

/// A model that says `text` where each quantity belongs.
const WHERE: [(&str, &str); 10] = [
    ("percentage", "company: { discount: \"TEXT\" }"),
    ("share", "company: { correlation: \"TEXT\" }"),
    ("duration", "company: { review-every: \"TEXT\" }"),
    ("duration-estimate", "outcomes: { x: { needs: [y], learn: \"TEXT\" } }\ncapabilities: { y: }"),
    ("money", "teams: { x: { cost-per-week: \"TEXT\" } }"),
    ("money-estimate", "outcomes: { x: { needs: [y], value: \"TEXT\" } }\ncapabilities: { y: }"),
    ("date", "company: { as-of: \"TEXT\" }"),
    ("date-range", "competitors: { x: { arrives: \"TEXT\" } }"),
    ("duration-or-date", "company: { runway: \"TEXT\" }"),
    ("presence", "capabilities: { y: { have: \"TEXT\" } }"),
];

fn quantity_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "1",
        "12",
        "100",
        "0.5",
        "1_000",
        "2026",
        "2026-03-02",
        "2026-13-02",
        " ",
        " days",
        "weeks",
        " mo",
        "Year",
        "%",
        " %",
        "k",
        " M",
        "bn",
        " to ",
        "to",
        "true",
        "false",
        "unknown",
        "-",
        ".",
        "x",
    ]);
    prop::collection::vec(part, 1..5).prop_map(|parts| parts.concat().trim().to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The schema's patterns and the reader take the same texts, but for faults that a pattern can not see.
    #[test]
    fn patterns_and_the_reader_agree(text in quantity_text()) {
        thread_local!(static VALIDATOR: Validator = validator());
        for (quantity, model) in WHERE {
            let model = model.replace("TEXT", &text);
            let read = read(&Inputs::of_text(&model, jiff::civil::date(2026, 3, 2)));
            let unseen = [Code::OutOfRange, Code::RangeBackwards, Code::WrongDate];
            let errors: Vec<Code> = read.diagnostics.iter().map(|found| found.code)
                .filter(|code| code.severity() == offing_model::Severity::Error).collect();
            let schema_takes = VALIDATOR.with(|validator| faults(validator, &model)).is_empty();
            if errors.is_empty() {
                prop_assert!(schema_takes, "the reader takes `{text}` as {quantity}");
            } else if !errors.iter().all(|code| unseen.contains(code)) {
                prop_assert!(!schema_takes, "the reader refuses `{text}` as {quantity}: {errors:?}");
            }
        }
    }
}
