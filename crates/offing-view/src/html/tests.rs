use super::*;
use crate::page::{Align, Block, Table, Tone, Tree, plain};
use crate::site;
use crate::site::tests::{hostile, study};

fn shown(page: &Page) -> String {
    let study = study();
    fragment(&Shell::new(study.model(), Section::BigPicture), page)
}

/// Returns the tags of a document, what stands in quotes within them left out.
fn tags(html: &str) -> Vec<String> {
    let (mut tags, mut quoted) = (Vec::new(), false);
    let mut tag: Option<String> = None;
    for c in html.chars() {
        match (&mut tag, c) {
            (None, '<') => tag = Some(String::new()),
            (Some(_), '"') => quoted = !quoted,
            (Some(_), '>') if !quoted => tags.extend(tag.take()),
            (Some(tag), c) if !quoted => tag.push(c),
            _ => {}
        }
    }
    tags
}

#[test]
fn what_a_model_says_is_text() {
    let study = hostile();
    let model = study.model();
    let mut sections = Section::NAV.to_vec();
    sections.extend(model.nodes().map(Section::Thing));
    for section in sections {
        let mut shell = Shell::new(model, section);
        shell.what_if = Some(site::what_if(&study));
        let html = document(&shell, &site::page(section, &study, &site::Beside::default()));
        for bad in [
            "<script>alert",
            "<img",
            "\"javascript:",
            "<b>bold",
            "<svg/onload",
            "<svg onload",
            "</title><script",
        ] {
            assert!(!html.contains(bad), "{bad} on {section:?}");
        }
        for tag in tags(&html) {
            let inline =
                [" style=", " on", "style ", "iframe", "img"].iter().any(|inline| tag.contains(inline));
            assert!(!inline && tag != "script" && tag != "style", "<{tag}> on {section:?}");
        }
    }
}

#[test]
fn only_addresses_that_are_no_script_are_followed() {
    for fine in ["https://a.example/x?y=1", "http://a.example", "MAILTO:a@b.example", "  https://a.example "]
    {
        assert!(followed(fine).is_some(), "{fine}");
    }
    for wrong in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " java\nscript:x",
        "data:text/html,x",
        "//a.example",
        "a.example",
        "https://a\n.example",
        "",
    ] {
        assert_eq!(followed(wrong), None, "{wrong}");
    }
}

#[test]
fn names_between_backticks_are_code_and_an_odd_backtick_is_none() {
    let mut page = Page::default();
    page.text(plain("`<gus>` does at 5 %"));
    page.text(plain("a ` b"));
    assert_eq!(
        shown(&page),
        "<article><p><code>&lt;gus&gt;</code> does at 5\u{a0}%</p><p>a ` b</p></article>"
    );
}

#[test]
fn lists_nest_and_trees_open() {
    let page = Page {
        blocks: vec![Block::Item(0, plain("a")), Block::Item(1, plain("b")), Block::Item(0, plain("c"))],
    };
    assert_eq!(shown(&page), "<article><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul></article>");
    let many = Page { blocks: (0..100).map(|at| Block::Item(0, plain(format!("nr {at};")))).collect() };
    let html = shown(&many);
    let (first, folded) =
        html.split_once("<details class=\"fold\"><summary>40 more</summary>").expect("the rest is folded");
    assert!(first.contains("nr 59;") && !first.contains("nr 60;") && folded.contains("nr 99;"), "{html}");
    let leaf = Tree { line: plain("leaf"), branches: Vec::new() };
    let page = Page { blocks: vec![Block::Tree(Tree { line: plain("root"), branches: vec![leaf] })] };
    let tree = "<li><details open><summary>root</summary><ul><li><span class=\"leaf\">leaf</span></li></ul></details></li>";
    assert!(shown(&page).contains(tree));
}

#[test]
fn a_table_has_a_caption_and_heads() {
    let mut table = Table::new([("", Align::Left), ("Name", Align::Left), ("Days", Align::Right)]);
    table.row([Tone::Good.say("holds"), Tone::Strong.say("x"), Tone::Plain.say("3")]);
    let mut page = Page::default();
    page.table(table);
    let html = shown(&page);
    for part in [
        "<caption>Name, Days</caption>",
        "scope=\"col\"",
        "scope=\"row\"",
        "<td class=\"right\" data-head=\"Days\">3</td>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn links_keep_what_is_different_from_today() {
    let study = study();
    let mut shell = Shell::new(study.model(), Section::Plan);
    shell.query = "without=vendor%3Ahost".to_owned();
    let node = study.model().nodes().next().unwrap();
    let mut page = Page::default();
    page.text(vec![
        Tone::Plain.say("x").to(Section::Thing(node)),
        Tone::Plain.say("y").to_what_if("done=a b"),
    ]);
    let html = fragment(&shell, &page);
    assert!(html.contains("href=\"/outcomes/shop?without=vendor%3Ahost\""), "{html}");
    assert!(html.contains("href=\"/plan?without=vendor%3Ahost&amp;change=done%3Da%20b\""), "{html}");
    shell.links = Links::Within(vec![Section::Plan]);
    assert!(!fragment(&shell, &page).contains("href"), "what is not in a document leads nowhere");
}

/// What speaks of a command line says something else on a page; where nobody can be asked, nothing is promised.
#[test]
fn a_page_speaks_of_pages_and_not_of_a_command_line() {
    let study = study();
    let mut shell = Shell::new(study.model(), Section::Plan);
    let mut page = Page::default();
    page.item(crate::page::left_out(3, "execute"));
    let html = fragment(&shell, &page);
    assert!(html.contains("and 3 more") && html.contains("href=\"/api/v1/execute\""), "{html}");
    assert!(!html.contains("--format"), "{html}");
    shell.links = Links::Within(vec![Section::Plan]);
    let html = fragment(&shell, &page);
    assert!(html.contains("and 3 more") && !html.contains("JSON") && !html.contains("--format"), "{html}");
}

/// One whole page, as a browser gets it: a change of what stands on pages is seen here.
#[test]
fn one_whole_page() {
    let text = include_str!("../../../../models/corner-shop.yaml");
    let inputs = offing_model::Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
    let reading = offing_model::read(&inputs);
    let model = reading.model.expect("the model is sound");
    let study = offing_analysis::study::Study::new(inputs, model, reading.diagnostics, Default::default());
    let mut shell = Shell::new(study.model(), Section::Outcomes);
    shell.what_if = Some(site::what_if(&study));
    let html = document(&shell, &site::page(Section::Outcomes, &study, &site::Beside::default()));
    // A tag a line, so that what changed stands by itself; style and script are looked at elsewhere.
    let mut lines = html.replace("><", ">\n<");
    for name in [crate::assets::ICON, crate::assets::STYLE, crate::assets::SCRIPT] {
        lines = lines.replace(&crate::assets::path(name), name);
    }
    insta::assert_snapshot!(lines.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}
