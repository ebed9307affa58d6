use offing_model::Severity;

use super::*;

#[test]
fn every_section_and_every_field_of_the_language_is_told() {
    fn fields_of(record: &Record, keys: &mut Vec<&'static str>) {
        for field in &record.fields {
            keys.push(field.key);
            if let Shape::Record(part) = inner(&field.shape) {
                fields_of(part, keys);
            }
        }
    }
    let page = language();
    let shape = draft::shape();
    let Shape::Record(model) = &shape else { panic!("a model has fields") };
    for section in &model.fields {
        assert!(page.contains(&format!("\n## {}\n", section.key)), "{}", section.key);
        let mut keys = Vec::new();
        if let Shape::Record(record) = inner(&section.shape) {
            fields_of(record, &mut keys);
        }
        for key in keys {
            assert!(page.contains(&format!("| `{key}` |")), "{key} of {}", section.key);
        }
    }
    assert!(!page.contains("a few words") && !page.contains("()"), "every field has an example of its own");
}

#[test]
fn fields_that_must_be_said_and_defaults_are_told() {
    let page = language();
    let line = |start: &str| page.lines().find(|line| line.starts_with(start)).map(str::to_owned);
    let date = line("| `date` | date | The day it was seen.").expect("signals have a date");
    assert!(date.contains("| must be said |"), "{date}");
    let odds = line("| `odds` | percentage | Belief").expect("outcomes have odds");
    assert!(odds.contains("| 50% | `odds: 30%` |"), "{odds}");
    let accuracy = line("| `accuracy` |").expect("experiments have an accuracy");
    assert!(accuracy.contains("| must be said |"), "{accuracy}");
}

/// The example of every field is read without a fault of form: only its names are strangers here.
#[test]
fn the_example_of_every_field_is_read() {
    fn check(record: &Record, place: &str) {
        for field in &record.fields {
            let text = place.replace("HERE", &format!("{{ {} }}", sample::of(field)));
            let read = read(&Inputs::of_text(&text, jiff::civil::date(2026, 3, 2)));
            let stranger =
                [Code::UnknownName, Code::MissingField, Code::GuaranteeUnclear, Code::HorizonsOutOfOrder];
            let mut errors = read.diagnostics.iter().filter(|found| found.severity() == Severity::Error);
            let other = errors.find(|found| !stranger.contains(&found.code));
            assert_eq!(other, None, "{text}");
            if let Shape::Record(part) = inner(&field.shape) {
                let there = match field.shape {
                    Shape::List(_) => "[HERE]",
                    Shape::Entries(_) => "{ x: HERE }",
                    _ => "HERE",
                };
                check(part, &place.replace("HERE", &format!("{{ {}: {there} }}", field.key)));
            }
        }
    }
    let shape = draft::shape();
    let Shape::Record(model) = &shape else { panic!("a model has fields") };
    for section in &model.fields {
        let Shape::Record(record) = inner(&section.shape) else { continue };
        let place = match &section.shape {
            Shape::Entries(_) => "{ x: HERE }",
            Shape::List(_) => "[HERE]",
            _ => "HERE",
        };
        check(record, &format!("{}: {place}", section.key));
    }
}

#[test]
fn the_gallery_shows_every_code_as_the_program_does() {
    let page = errors();
    for code in Code::ALL {
        let (slug, word) = (code.slug(), code.severity().word());
        assert!(page.contains(&format!("\n{word}[{slug}]: ")), "{slug}");
        assert!(page.contains(&format!("more: offing explain {slug}\n")), "{slug}");
        assert!(page.contains(&format!("| [`{slug}`](#{slug}) | {word} | ")), "{slug}");
    }
    assert_eq!(page.matches("```").count() % 2, 0);
    assert!(
        page.lines().all(|line| line.chars().count() <= 130 || line.starts_with('|')),
        "no line runs off"
    );
}

fn docs(file: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(file);
    std::fs::read_to_string(path).expect("the page is there")
}

/// Every kind of entity, every section and every word of the answer has its line in the glossary.
#[test]
fn the_glossary_has_every_word() {
    let page = docs("reference/glossary.md");
    let of_answers = [
        "need",
        "enabled",
        "reachable",
        "blocked",
        "unknown",
        "reach",
        "closes",
        "path",
        "draw",
        "plan",
        "frontier",
        "exit",
        "beat",
        "hat",
        "horizon",
        "signal",
        "waiver",
        "decision",
        "chosen",
        "odds",
        "stale",
        "assumed",
    ];
    for word in offing_model::EntityKind::ALL.iter().map(|kind| kind.word()).chain(of_answers) {
        let lines =
            page.lines().filter(|line| line.starts_with("- **") && line.contains(&format!("**{word}**")));
        assert_eq!(lines.count(), 1, "`{word}` has one line");
    }
    for rejected in ["project", "epic", "goal", "scenario"] {
        assert!(page.contains(rejected), "{rejected} is left to others");
    }
}

/// The models of the tutorial are sound when read together with what they follow.
#[test]
fn the_models_of_the_tutorial_are_sound() {
    let page = docs("tutorial.md");
    let blocks: Vec<&str> =
        page.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 4);
    let model = blocks.concat();
    let read = read(&Inputs::of_text(&model, jiff::civil::date(2026, 3, 2)));
    assert_eq!(read.diagnostics, [], "{model}");
}
