//! `offing people`: who answers for what, whose leaving would close what, what titles say, and where leaders' time goes.
//!
//! Persons stand in the order of the model: nobody is ranked. Of calendars only sums of hours are shown.

mod hats;
mod json;
mod titles;

pub use hats::hats;
pub use json::json;
pub use titles::titles;

use offing_analysis::people::{People, is_sole, job};
use offing_analysis::words::{amount, several};
use offing_model::{Model, Node, PersonId, SystemId};

use crate::dates::long;
use crate::page::{Align, Line, Page, Table, Tone, plain};
use crate::site::Section;

/// How many things are named in one line.
const MOST: usize = 6;

/// Returns the page for people.
pub fn page(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    page.heading(format!("{}, {}: people", model.company.name, long(model.company.as_of)));
    page.text(verdict(people));
    let sections = [
        duties(model, people),
        titles(model, people),
        hats(model, people),
        leads(model, people),
        bus(model, people),
        spans(model, people),
        relief(model, people),
    ];
    sections.into_iter().for_each(|section| page.blocks.extend(section.blocks));
    page
}

/// Returns the page in one paragraph.
pub fn verdict(people: &People) -> Line {
    let (gaps, doubles) = (people.gaps().len(), people.doubles().len());
    let mut line =
        match gaps {
            0 => plain("No responsibility is without a person"),
            gaps => vec![Tone::Warn.say(format!(
                "{} without a person",
                amount(gaps, "responsibility is", "responsibilities are")
            ))],
        };
    if people.duties.iter().all(|(_, who)| who.is_empty()) {
        line = plain("Nobody's responsibilities are named yet");
    }
    if doubles > 0 {
        line.push(Tone::Warn.say(format!(", {doubles} with several who decide")));
    }
    let systems = people.without_lead.len();
    if systems > 0 {
        line.push(
            Tone::Warn.say(format!(", {} without a lead", amount(systems, "system is", "systems are"))),
        );
    }
    let singles = people.bus.singles.len();
    line.push(Tone::Plain.say(". "));
    if singles > 0 {
        line.push(
            Tone::Bad.say(format!(
                "{} alone would close outcomes by leaving. ",
                amount(singles, "person", "people")
            )),
        );
    }
    match people.titles.len() {
        0 => {}
        found => line.push(
            Tone::Plain.say(format!("{} about titles and mandates.", amount(found, "remark", "remarks"))),
        ),
    }
    line
}

fn name(model: &Model, id: PersonId) -> &str {
    &model[id].card.name
}

fn names(model: &Model, ids: &[PersonId], most: usize) -> String {
    several(ids.iter().map(|id| name(model, *id).to_owned()).collect(), most)
}

fn systems(model: &Model, ids: &[SystemId], most: usize) -> String {
    several(ids.iter().map(|id| model[*id].card.name.to_string()).collect(), most)
}

/// Returns the matrix of responsibilities and people.
pub fn duties(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    page.heading("Who answers for what");
    if people.duties.iter().all(|(_, who)| who.is_empty()) {
        page.text(vec![
            Tone::Plain.say("Say it for those who lead: "),
            Tone::Code.say(
                "people: { ana: { title: Head of Engineering, does: [execute-outcome, delivery-beat] } }",
            ),
            Tone::Plain.say(". The responsibilities are: "),
            Tone::Plain.say(people.duties.iter().map(|(duty, _)| duty.word()).collect::<Vec<_>>().join(", ")),
            Tone::Plain.say("."),
        ]);
        return page;
    }
    let mut table = Table::new([
        ("Responsibility", Align::Left),
        ("Job", Align::Left),
        ("Who", Align::Left),
        ("", Align::Left),
    ])
    .whole(&[0, 1, 3]);
    for (duty, who) in &people.duties {
        let remark = match who.len() {
            count if count > 1 && is_sole(*duty) => Tone::Warn.say(format!("{count} decide")),
            _ => Tone::Plain.say(""),
        };
        table.row([
            Tone::Strong.say(duty.word()),
            Tone::Plain.say(job(*duty).word()),
            if who.is_empty() { Tone::Warn.say("nobody") } else { Tone::Plain.say(names(model, who, MOST)) },
            remark,
        ]);
    }
    page.table(table);
    page
}

/// Returns systems per lead, and systems without one.
pub fn leads(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    page.heading("Who leads which systems");
    if model.systems.is_empty() {
        page.text(vec![
            Tone::Plain.say("No system is named yet: "),
            Tone::Code.say("systems: { shop: { owner: TEAM, lead: PERSON } }"),
            Tone::Plain.say("."),
        ]);
        return page;
    }
    let mut table = Table::new([("Lead", Align::Left), ("Systems", Align::Right), ("Which", Align::Left)]);
    for led in &people.leads {
        table.row([
            Tone::Strong.say(name(model, led.person)).to(Section::Thing(Node::Person(led.person))),
            Tone::Plain.say(led.systems.len().to_string()),
            Tone::Plain.say(systems(model, &led.systems, MOST)),
        ]);
    }
    page.table(table);
    if !people.without_lead.is_empty() {
        page.item(vec![
            Tone::Warn.say("Nobody leads: "),
            Tone::Code.say(systems(model, &people.without_lead, MOST)),
            Tone::Plain.say("; name one with "),
            Tone::Code.say("lead: PERSON"),
        ]);
    }
    page
}

/// Returns whose leaving would close what.
pub fn bus(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    let bus = &people.bus;
    page.heading("If somebody leaves");
    for (person, closes) in &bus.singles {
        let closed: Vec<String> = closes.iter().map(|id| model[*id].card.shown().to_owned()).collect();
        page.item(vec![
            Tone::Bad.say(name(model, *person)),
            Tone::Plain.say(format!(" alone closes {}: {}", closed.len(), several(closed, 4))),
        ]);
    }
    let several_close = bus.outcomes.iter().filter(|(_, set)| set.len() > 1);
    for (outcome, set) in several_close {
        page.item(plain(format!(
            "{}: closed when {} leave",
            model[*outcome].card.shown(),
            set.iter().map(|id| name(model, *id)).collect::<Vec<_>>().join(" and ")
        )));
    }
    for (person, known) in by_person(people) {
        page.item(vec![
            Tone::Warn.say(format!("only {}", name(model, person))),
            Tone::Plain.say(" could run "),
            Tone::Code.say(systems(model, &known, MOST)),
            Tone::Plain.say(": have somebody learn it, and name both under "),
            Tone::Code.say("knows:"),
        ]);
    }
    if !bus.known_by_none.is_empty() {
        page.item(vec![
            Tone::Plain.say("nobody is named who could run "),
            Tone::Code.say(systems(model, &bus.known_by_none, MOST)),
            Tone::Plain.say(", so leaving closes nothing there: say it with "),
            Tone::Code.say("knows:"),
        ]);
    }
    if page.blocks.len() == 1 {
        page.text(plain("No one person's leaving closes an outcome, and every system is known by two."));
    }
    page
}

/// Returns the systems that one person alone knows, by person, in the order of the model.
fn by_person(people: &People) -> Vec<(PersonId, Vec<SystemId>)> {
    let mut found: Vec<(PersonId, Vec<SystemId>)> = Vec::new();
    for (system, person) in &people.bus.known_by_one {
        match found.iter_mut().find(|(known, _)| known == person) {
            Some((_, systems)) => systems.push(*system),
            None => found.push((*person, vec![*system])),
        }
    }
    found.sort_by_key(|(person, _)| *person);
    found
}

/// Returns how many people report to whom.
pub fn spans(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    page.heading("Span");
    if people.spans.is_empty() {
        page.text(vec![
            Tone::Plain.say("Nobody reports to anybody yet: write "),
            Tone::Code.say("reports-to: PERSON"),
            Tone::Plain.say(" at a person, and "),
            Tone::Code.say("lead: PERSON"),
            Tone::Plain.say(" at a team."),
        ]);
        return page;
    }
    let mut table = Table::new([
        ("Who", Align::Left),
        ("Title", Align::Left),
        ("Reports", Align::Right),
        ("With theirs", Align::Right),
    ])
    .whole(&[2, 3]);
    for span in &people.spans {
        table.row([
            Tone::Strong.say(name(model, span.person)).to(Section::Thing(Node::Person(span.person))),
            Tone::Plain.say(model[span.person].card.title.as_deref().unwrap_or("no title")),
            Tone::Plain.say(count(span.direct)),
            Tone::Plain.say(count(span.total)),
        ]);
    }
    page.table(table);
    let from = if people.size.said { "as the model says" } else { "the teams, and those in none" };
    page.text(vec![Tone::Faint.say(format!("The company: {} people ({from}).", count(people.size.people)))]);
    page
}

/// Returns a count of people, which may have halves.
fn count(people: f64) -> String {
    let text = format!("{people:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// Returns what would free time: systems that somebody else could lead.
pub fn relief(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    if people.relief.is_empty() {
        return page;
    }
    page.heading("What would free time");
    let mut table =
        Table::new([("Who", Align::Left), ("Could hand over", Align::Left), ("To", Align::Left)]).whole(&[0]);
    for one in &people.relief {
        let takers: Vec<String> = (one.takers.iter())
            .map(|taker| match taker.leads {
                0 => format!("{} (leads none)", name(model, taker.person)),
                leads => format!("{} (leads {leads})", name(model, taker.person)),
            })
            .collect();
        let to = match takers.is_empty() {
            true => Tone::Warn.say("somebody who learns it first"),
            false => Tone::Plain.say(takers.join(", ")),
        };
        table.row([
            Tone::Strong.say(name(model, one.person)).to(Section::Thing(Node::Person(one.person))),
            Tone::Plain.say(model[one.system].card.shown()),
            to,
        ]);
    }
    page.table(table);
    page.text(vec![Tone::Faint.say(
        "Of those who lead several systems, or people, or who enable too; to those who know the system already.",
    )]);
    page
}
