use super::source::{Written, of};
use super::*;
use crate::page::{Align, Page, Table, Target, Tone, plain};

const DAY: Date = jiff::civil::date(2026, 3, 2);

fn brief_of(page: Page) -> Brief {
    Brief { title: "Corner".to_owned(), sheets: vec![(None, page)], withheld: 0, made_of: None }
}

/// Everything that would be markup if it were taken for it.
const HOSTILE: [&str; 8] = [
    "#import \"@preview/x:1.0.0\"",
    "$ x + $",
    "*bold* _it_ `raw",
    "\\ \" ] ) } [ ( {",
    "<label> @ref // no /* comment",
    "= not a heading",
    "日本語 🚢 العربية",
    "#panic(\"never\")",
];

#[test]
fn what_a_model_says_is_never_markup() {
    let mut page = Page::default();
    for text in HOSTILE {
        page.heading(text);
        page.text(plain(text));
        page.item(vec![Tone::Strong.say(text), Tone::Code.say(text), Tone::Bad.say(text)]);
        let mut table = Table::new([(text, Align::Left), ("n", Align::Right)]).whole(&[0]);
        table.row([Tone::Plain.say(text), Tone::Good.say(text)]);
        page.table(table);
        let web = |address: &str| Tone::Plain.say(text).to_web(address);
        page.text(vec![web("https://example.com/\"#panic()"), web("javascript:alert(1)")]);
    }
    let written = of(&brief_of(page.clone()), DAY, Paper::A4);
    // Outside of string literals nothing is left of it.
    let mut outside = String::new();
    let (mut within, mut escaped) = (false, false);
    for c in written.source.chars() {
        match (within, escaped, c) {
            (true, true, _) => escaped = false,
            (true, false, '\\') => escaped = true,
            (_, _, '"') => within = !within,
            (true, ..) => {}
            (false, ..) => outside.push(c),
        }
    }
    assert!(!within, "every literal ends");
    for part in ["import", "panic", "not a heading", "label", "preview", "javascript", "日"] {
        assert!(!outside.contains(part), "{part}: {outside}");
    }
    assert!(!written.source.contains("#link(\"javascript"));
    assert!(pdf(&brief_of(page), DAY, Paper::A4).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn same_pages_same_bytes_and_another_paper_is_another_sheet() {
    let study = crate::site::tests::study();
    let made = || crate::brief::brief(&study, crate::brief::Edition::Board, &Default::default(), None);
    let (first, second) = (pdf(&made(), DAY, Paper::A4).unwrap(), pdf(&made(), DAY, Paper::A4).unwrap());
    assert_eq!(first, second);
    let holds = |bytes: &[u8], what: &str| bytes.windows(what.len()).any(|part| part == what.as_bytes());
    assert!(holds(&first, "/MediaBox[0 0 595"), "A4 is 595 points wide");
    assert!(
        holds(&pdf(&made(), DAY, Paper::Letter).unwrap(), "/MediaBox[0 0 612"),
        "Letter is 612 points wide"
    );
}

#[test]
fn a_chart_says_in_words_what_it_shows() {
    let study = crate::site::tests::study();
    let brief = crate::brief::brief(&study, crate::brief::Edition::Board, &Default::default(), None);
    let written = of(&brief, DAY, Paper::A4);
    assert!(written.drawings.len() >= 4, "{}", written.drawings.len());
    assert_eq!(written.source.matches("image(").count(), 2 * written.drawings.len());
    for (name, svg) in &written.drawings {
        assert!(svg.contains("xmlns") && !svg.contains("var("), "{name}");
    }
    let none = written.source.contains("alt: \"\"");
    assert!(!none, "every drawing has its words");
}

#[test]
fn only_the_web_is_linked() {
    let mut page = Page::default();
    page.text(vec![
        Tone::Plain.say("x").to_web("https://example.com"),
        Tone::Plain.say("all").to_answer("ensure"),
    ]);
    let source = of(&brief_of(page), DAY, Paper::A4).source;
    assert!(source.contains("#link(\"https://example.com\")") && !source.contains("\"all\""));
    assert!(matches!(Tone::Plain.say("x").to_web("y").target, Some(Target::Web(_))));
}

#[test]
fn what_is_confidential_is_not_in_the_source_nor_in_a_drawing() {
    use crate::brief::Edition;
    let study = crate::brief::tests::secretive();
    for edition in [Edition::Board, Edition::Department(offing_model::DepartmentId(0)), Edition::Leads] {
        let brief = crate::brief::brief(&study, edition, &Default::default(), None);
        let Written { source, drawings } = of(&brief, DAY, Paper::A4);
        assert!(source.contains("left out as confidential"), "{edition:?}");
        for text in drawings.into_iter().map(|(_, svg)| svg).chain([source]) {
            assert!(!text.to_lowercase().contains("zz"), "{edition:?}: {text}");
        }
    }
}

#[test]
fn colors_are_those_of_the_style_sheet_in_print() {
    let css = crate::assets::text(crate::assets::STYLE);
    let print = &css[css.find("@media print").unwrap()..];
    for (class, color) in super::charts::INKS {
        let name = match class {
            "text" => "ink",
            "grid" => "line",
            other => other,
        };
        let said = print.split(&format!("--{name}: #")).nth(1).unwrap().split(';').next().unwrap();
        let whole: String =
            if said.len() == 3 { said.chars().flat_map(|c| [c, c]).collect() } else { said.to_owned() };
        assert_eq!(format!("#{whole}"), color, "{class}");
    }
}

#[test]
fn what_it_was_made_of_is_found_in_its_bytes() {
    let made_of = crate::brief::MadeOf { day: DAY, commit: "0123456789".repeat(4) };
    let brief = Brief { made_of: Some(made_of.clone()), ..brief_of(Page::default()) };
    let bytes = pdf(&brief, DAY, Paper::A4).unwrap();
    assert_eq!(crate::brief::MadeOf::find(&String::from_utf8_lossy(&bytes)), Some(made_of));
}

#[test]
fn a_very_long_word_stays_on_the_sheet() {
    let mut page = Page::default();
    page.text(plain("a".repeat(400)));
    let source = of(&brief_of(page), DAY, Paper::A4).source;
    assert!(source.contains("a\u{200b}a") && !source.contains("aa"));
}
