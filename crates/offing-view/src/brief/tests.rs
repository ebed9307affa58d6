use std::sync::Arc;

use offing_analysis::study::Settings;
use offing_model::Inputs;

use super::*;

/// A company with a secret of every kind; all of them have `zz` in what they say.
pub(crate) fn secretive() -> Arc<Study> {
    let text = "company: { name: Corner, runway: 2 years }
outcomes:
  shop: { chosen: true, needs: [till, zz-room], title: The shop }
  zz-loans: { title: Loans zz, confidential: true, note: Ask zz bank, link: https://zz.example, needs: [till] }
capabilities: { till: { needs: [rack] }, zz-room: { confidential: true } }
systems: { rack: { uses: [zz-db], owner: web, knows: [mia], exit: { takes: 3 weeks } } }
technologies: { zz-db: { ring: hold, confidential: true, vendor: zz-corp, exit: { takes: 4 weeks } } }
vendors: { zz-corp: { confidential: true, risk: 9% } }
people: { mia: {} }
initiatives:
  zz-build: { title: Build zz, delivers: [zz-room], takes: 3 to 9 weeks, staff: { web: 1 }, confidential: true }
  open: { delivers: [till], takes: 2 to 4 weeks, staff: { web: 1 } }
teams: { web: { people: 2, lead: mia } }
signals: [ { date: 2026-02-01, about: shop, note: A zz rumour, source: https://zz.example/r, confidential: true } ]
competitors: { zz-rival: { pursues: [shop], arrives: 2026 to 2028, confidential: true } }
departments: { sales: { relies-on: [till, zz-room] } }
guarantees: { all: { every: outcome, within: 2 weeks, at: 80% }, alone: { no-single: thing, closes: 1 } }";
    let inputs = Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
    let reading = offing_model::read(&inputs);
    let model = reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
    let settings = Settings { draws: 200, ..Settings::default() };
    Arc::new(Study::new(inputs, model, reading.diagnostics, settings))
}

#[test]
fn what_is_confidential_is_nowhere_in_any_edition_and_counted() {
    let study = secretive();
    let mut changed = Page::default();
    changed.heading("What changed");
    changed.item(crate::page::plain("Loans zz: odds rose; zz-build done"));
    let editions = [Edition::Board, Edition::Department(DepartmentId(0)), Edition::Leads];
    for edition in editions {
        let brief = brief(
            &study,
            edition,
            &Beside::default(),
            Some(Changed { page: changed.clone(), before: study.model().clone() }),
        );
        assert_eq!(brief.withheld, 7);
        for text in [brief.html(&study), brief.markdown()] {
            let leak = text
                .to_lowercase()
                .find("zz")
                .map(|at| text[at.saturating_sub(80)..].chars().take(160).collect::<String>());
            assert_eq!(leak, None, "{edition:?}");
            assert!(text.contains("7 things are left out as confidential"), "{edition:?}");
        }
    }
}

#[test]
fn a_brief_is_one_document_that_asks_for_nothing() {
    let study = secretive();
    let html = brief(&study, Edition::Board, &Beside::default(), None).html(&study);
    for outside in ["src=", "<link", "@import", "url(", "href=\"/", "http://", "https://"] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert!(html.contains("href=\"#plan\"") && html.contains("id=\"plan\""), "links lead within it");
    assert!(html.contains("default-src 'none'"));
}

#[test]
fn a_department_reads_what_it_relies_on_and_never_who_might_leave() {
    let study = secretive();
    let text = brief(&study, Edition::Department(DepartmentId(0)), &Beside::default(), None).markdown();
    assert!(text.contains("**till**") && text.contains("open") && !text.contains("mia"), "{text}");
}
