use offing_model::{Code, Content, Source, read};
use proptest::prelude::*;

use super::*;

fn inputs(files: &[(&str, &str)]) -> Inputs {
    let source = |(name, text): &(&str, &str)| Source {
        name: (*name).to_owned(),
        content: Content::Text((*text).to_owned()),
    };
    let mut inputs = Inputs::of_text("", jiff::civil::date(2026, 3, 2));
    inputs.sources = files.iter().map(source).collect();
    inputs
}

fn shown(files: &[(&str, &str)], width: usize) -> String {
    let inputs = inputs(files);
    full(&read(&inputs).diagnostics, &inputs, &Look::plain(width))
}

#[test]
fn a_misspelt_name_is_shown_with_the_one_that_was_meant() {
    let page = shown(
        &[
            ("a.yaml", "outcomes:\n  shop: { needs: [paymnets] }\n"),
            ("b.yaml", "capabilities:\n  payments:\n"),
        ],
        100,
    );
    let expected = "\
error[unknown-name]: nothing is called `paymnets`
 --> a.yaml:2:19
  |
2 |   shop: { needs: [paymnets] }
  |                   ^^^^^^^^ no capability, system, technology, vendor, person or outcome has this name
  |
 ::: b.yaml:2:3
  |
2 |   payments:
  |   -------- `payments` stands here
  |
  = help: did you mean `payments`? Or declare it under `capabilities`
  = more: offing explain unknown-name

";
    assert_eq!(page, expected);
}

#[test]
fn both_places_of_a_duplicate_share_an_excerpt_where_they_are_near() {
    let page = shown(&[("a.yaml", "teams:\n  web:\n  core:\n  web:\n")], 100);
    assert!(
        page.contains("2 |   web:\n  |   --- first here\n3 |   core:\n4 |   web:\n  |   ^^^\n"),
        "{page}"
    );
}

#[test]
fn a_line_of_ten_megabytes_is_clipped_and_its_column_is_that_of_the_file() {
    let text = format!("outcomes: {{ {}x: {{ odds: 120% }} }}", "é: {}, ".repeat(1_000_000));
    let page = shown(&[("a.yaml", &text)], 100);
    let at = text.chars().position(|c| c == '%').expect("it is there") - 3 + 1;
    assert!(page.contains(&format!("--> a.yaml:1:{at}\n")), "{}", &page[..400]);
    assert!(page.contains("^^^^"));
    assert!(page.lines().all(|line| line.chars().count() <= 120), "lines are clipped to the terminal");
}

#[test]
fn control_characters_of_the_model_never_reach_the_terminal() {
    let page = shown(
        &[(
            "a\u{1b}[31m.yaml",
            "outcomes:\n  \"x\u{9b}31m\\e[2J\u{202e}\": [a]\n  y\u{200b}: {odds: \"\\e[31m\\n::error::x\"}\n",
        )],
        100,
    );
    let bad: Vec<char> = page.chars().filter(|c| *c != '\n' && safe::is_unseen(*c)).collect();
    assert_eq!(bad, [' '; 0], "{page}");
    assert!(page.contains("a\\u{1b}[31m.yaml:2:3"), "{page}");
    let line = concise(
        &read(&inputs(&[("a", "company: { discount: \"1\\n2\" }")])).diagnostics,
        &inputs(&[("a", "")]),
    );
    assert_eq!(line.lines().count(), 1);
}

#[test]
fn colour_is_there_when_asked_for_and_changes_no_word() {
    let inputs = inputs(&[("a.yaml", "teams:\n  web:\n  web:\n")]);
    let found = read(&inputs).diagnostics;
    let coloured = full(&found, &inputs, &Look { width: 100, colour: true });
    assert!(coloured.contains("\u{1b}["));
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some(start) = rest.find('\u{1b}') {
        plain.push_str(&rest[..start]);
        rest = &rest[start + rest[start..].find('m').expect("a colour ends") + 1..];
    }
    plain.push_str(rest);
    assert_eq!(plain, full(&found, &inputs, &Look::plain(100)));
}

#[test]
fn sentences_are_broken_at_the_width_of_the_terminal() {
    let page = shown(&[("a.yaml", "nonsense: 1\n")], 60);
    assert!(page.lines().count() > 8 && page.lines().all(|line| line.chars().count() <= 60), "{page}");
}

#[test]
fn json_has_all_that_is_shown() {
    let inputs = inputs(&[("a.yaml", "teams:\n  é: { people: x }\n  web:\n  web:\n")]);
    let found = read(&inputs).diagnostics;
    let shown = json(&found, 3, &inputs);
    assert_eq!(shown["schema"], 1);
    assert_eq!(shown["dropped"], 3);
    let first = &shown["diagnostics"][0];
    assert_eq!(
        (&first["code"], &first["line"], &first["column"]),
        (&json!("wrong-unit"), &json!(2), &json!(16))
    );
    assert_eq!((&first["end_line"], &first["end_column"]), (&json!(2), &json!(17)));
    assert_eq!(
        shown["diagnostics"][1]["others"][0],
        json!({
            "file": "a.yaml", "line": 3, "column": 3, "end_line": 3, "end_column": 6, "what": "first here",
        })
    );
}

#[test]
fn what_was_found_is_counted_in_words() {
    let inputs = inputs(&[("a.yaml", "teams:\n  Web:\n  core:\n  core:\nx: 1\n")]);
    let found = read(&inputs).diagnostics;
    assert_eq!(summary(&found, 0), "2 errors and 1 warning");
    assert_eq!(summary(&found, 7), "2 errors, 1 warning and 7 more that are not shown");
    assert_eq!(summary(&[], 0), "");
}

#[test]
fn files_that_are_no_text_are_shown_without_an_excerpt() {
    for code in [Code::UnreadableFile, Code::NotUtf8, Code::FileTooLarge] {
        let faulty = code.example().faulty;
        let page = full(&read(&faulty).diagnostics, &faulty, &Look::plain(100));
        assert!(page.contains("--> model.yaml\n = help: "), "{page}");
    }
}

/// Shows findings in every format; nothing is asserted but that there is an end to it.
fn show_all(found: &[Diagnostic], inputs: &Inputs) -> usize {
    let gate = findings(found, inputs);
    let pages = [
        full(found, inputs, &Look { width: 80, colour: true }),
        full(found, inputs, &Look::plain(0)),
        concise(found, inputs),
        json(found, 0, inputs).to_string(),
        crate::gate::github(&gate),
        crate::gate::junit(&gate),
        crate::gate::sarif(&gate).to_string(),
    ];
    pages.iter().map(String::len).sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Any places in any text, even places that no reading would give, can be shown.
    #[test]
    fn every_span_can_be_shown(
        text in "(?s)[a-c\\n\\r\\t é\u{1b}\u{202e}字\u{301}👩‍🚀]{0,60}",
        spans in prop::collection::vec((0u32..100, 0u32..100), 1..6),
    ) {
        let inputs = inputs(&[("a.yaml", &text), ("b.yaml", "x: y\n")]);
        let span = |(at, (start, end)): (usize, &(u32, u32))| Span { source: at as u32 % 2, start: *start, end: *end };
        let mut spans = spans.iter().enumerate().map(span);
        let mut found = Diagnostic::new(Code::WrongWord, spans.next().expect("there is one"), &text);
        for span in spans {
            found = found.other(span, text.as_str());
        }
        prop_assert!(show_all(&[found.label(text.as_str()).help(text.as_str())], &inputs) > 0);
    }

    /// Any text gives a model or an error, and what was found can be shown.
    #[test]
    fn any_text_gives_a_model_or_an_error(text in any_text()) {
        let inputs = inputs(&[("a.yaml", &text)]);
        let read = read(&inputs);
        let errors = read.diagnostics.iter().any(|found| found.severity() == Severity::Error);
        prop_assert_eq!(read.model.is_none(), errors || read.dropped > 0);
        for found in &read.diagnostics {
            for span in found.others.iter().map(|(span, _)| *span).chain([found.span]) {
                prop_assert!(span.start <= span.end && span.end as usize <= text.len(), "{:?}", found);
                prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
            }
        }
        prop_assert!(show_all(&read.diagnostics, &inputs) > 0);
    }
}

/// Text of the kind that YAML minds, and examples with lines and characters deleted, doubled and swapped.
fn any_text() -> impl Strategy<Value = String> {
    let noise = prop_oneof![any::<String>(), "(?s)[a-z:,\\[\\]{}&*!|>'\"%@`#?~\\- \\n\\t0-9é]{0,200}",];
    let edit = (0usize..4, any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let mutated = (prop::sample::select(examples()), prop::collection::vec(edit, 1..8));
    let mutated = mutated.prop_map(|(text, edits)| edits.into_iter().fold(text, mutate));
    prop_oneof![1 => noise, 3 => mutated]
}

fn mutate(text: String, (kind, one, other): (usize, prop::sample::Index, prop::sample::Index)) -> String {
    if kind == 3 {
        let mut chars: Vec<char> = text.chars().collect();
        if chars.is_empty() {
            return text;
        }
        let (one, other) = (one.index(chars.len()), other.index(chars.len()));
        match one % 3 {
            0 => drop(chars.remove(one)),
            1 => chars.insert(one, chars[other]),
            _ => chars.swap(one, other),
        }
        return chars.into_iter().collect();
    }
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return text;
    }
    let (one, other) = (one.index(lines.len()), other.index(lines.len()));
    match kind {
        0 => drop(lines.remove(one)),
        1 => lines.insert(other, lines[one]),
        _ => lines.swap(one, other),
    }
    lines.join("\n")
}

/// The mended and faulty models of all pages, and the examples of the repository.
fn examples() -> Vec<String> {
    let models = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let mut texts: Vec<String> =
        ["corner-shop.yaml", "atelier/outcomes.yaml", "atelier/systems.yaml", "atelier/initiatives.yaml"]
            .iter()
            .map(|file| std::fs::read_to_string(models.join(file)).expect("the example is there"))
            .collect();
    for code in Code::ALL {
        let example = code.example();
        for source in example.mended.iter().chain([&example.faulty]).flat_map(|inputs| &inputs.sources) {
            if let Content::Text(text) = &source.content {
                texts.push(text.clone());
            }
        }
    }
    texts
}
