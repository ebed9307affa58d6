use std::sync::Arc;

use offing_analysis::study::Settings;
use offing_model::Inputs;

use super::*;
use crate::page::Block;

fn of(text: &str) -> Arc<Study> {
    let inputs = Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
    let reading = offing_model::read(&inputs);
    let model = reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    Arc::new(Study::new(inputs, model, reading.diagnostics, Settings { draws: 200, ..Settings::default() }))
}

pub(crate) fn study() -> Arc<Study> {
    of("company: { name: Corner, runway: 2 years }
outcomes: { shop: { chosen: true, needs: [till], title: The shop }, post: { odds: 20%, needs: [shelf] } }
capabilities: { till: {}, shelf: { have: true, needs: [rack] } }
systems: { rack: { uses: [wood], owner: web } }
technologies: { wood: { vendor: host, ring: hold } }
vendors: { host: { risk: 5% } }
initiatives: { tills: { delivers: [till], takes: 3 to 9 weeks, staff: { web: 1 } } }
teams: { web: { people: 2 } }
signals: [ { date: 2026-02-01, about: post, says: for } ]
guarantees: { ship: { outcome: shop, by: 2026-06-01, at: 80% } }")
}

/// A model that would be markup, if what it says were taken as such.
pub(crate) fn hostile() -> Arc<Study> {
    of(r#"company: { name: "</title><script>alert(1)</script>" }
outcomes: { "<script>alert(2)</script>": { chosen: true, title: "<img src=x onerror=alert(3)>", note: "<b>bold", link: "javascript:alert(4)", needs: ["<svg/onload=alert(5)>"] } }
capabilities: { "<svg/onload=alert(5)>": { title: "'><svg onload=alert(6)>" } }
initiatives: { "</script><script>alert(7)</script>": { delivers: ["<svg/onload=alert(5)>"], takes: 3 weeks } }
decisions: [ { date: 2026-01-01, chose: "<script>alert(2)</script>", because: "<img src=x>", link: "javascript:alert(8)" } ]
signals: [ { date: 2026-02-01, about: "<script>alert(2)</script>", source: "javascript:alert(9)", note: "<img src=y>" } ]"#)
}

#[test]
fn every_page_has_an_address_and_begins_with_its_title() {
    let study = study();
    let model = study.model();
    let mut sections = Section::NAV.to_vec();
    sections.extend(model.nodes().map(Section::Thing));
    for section in sections {
        assert_eq!(Section::at(model, &section.path(model)), Some(section));
        let page = page(section, &study, &Beside::default());
        assert!(matches!(page.blocks.first(), Some(Block::Heading(_))), "{section:?}");
        assert!(page.blocks.len() > 1, "{section:?} says something");
    }
    for nowhere in ["/x", "/outcomes/x", "/outcomes/shop/x", "/teams/web"] {
        assert_eq!(Section::at(model, nowhere), None, "{nowhere}");
    }
}

#[test]
fn a_name_of_any_characters_is_found_again() {
    let study = hostile();
    let model = study.model();
    let path = Section::Thing(model.nodes().next().unwrap()).path(model);
    assert_eq!(path, "/outcomes/%3Cscript%3Ealert%282%29%3C%2Fscript%3E");
    assert!(Section::at(model, "/outcomes/<script>alert(2)</script>").is_some());
}

#[test]
fn a_what_if_says_on_every_page_what_it_changes() {
    let today = study();
    let change = offing_analysis::change::Change::read(today.model(), "without=vendor:host").unwrap();
    let then = today.with(&[change]);
    for section in Section::NAV {
        let page = page(section, &then, &Beside::default());
        let told = page
            .blocks
            .iter()
            .any(|block| matches!(block, Block::Heading(text) if text == "What that changes"));
        assert!(told, "{section:?}");
    }
    let said: Vec<String> = what_if(&then).changes.into_iter().map(|said| said.words).collect();
    assert_eq!(said, ["without vendor host"]);
}

#[test]
fn what_is_offered_is_what_a_change_reads() {
    let study = study();
    let offers = what_if(&study).offers;
    assert!(offers.len() >= 6, "{offers:?}");
    for offer in offers.iter().flat_map(|(_, offers)| offers) {
        let read = offing_analysis::change::Change::read(study.model(), &offer.text);
        assert_eq!(read.map(|change| change.text(study.model())), Ok(offer.text.clone()));
    }
}

#[test]
fn the_map_shows_what_outcomes_stand_on_and_what_each_thing_closes() {
    let study = study();
    let map = layers::map(&study).unwrap();
    let labels: Vec<&str> = map.things().map(|thing| thing.label.as_str()).collect();
    assert_eq!(labels, ["The shop", "post", "till", "shelf", "rack", "wood", "host", "web (1)"]);
    assert_eq!(map.edges, [(0, 2), (1, 3), (3, 4), (4, 5), (4, 7), (5, 6)]);
    let host = map.things().nth(6).unwrap();
    assert_eq!((host.loss.as_str(), host.closes.as_slice()), ("vendor:host", [1].as_slice()));
    assert!(map.things().next().unwrap().loss.is_empty(), "an outcome is not lost");
}
