//! Who answers for what.

use offing_analysis::study::Study;
use offing_model::{Model, Node, Person, PersonId};

use super::{Beside, Section};
use crate::page::{Align, Page, Table, Tone, plain};

/// Adds the page.
pub(super) fn add(study: &Study, beside: &Beside, page: &mut Page) {
    let model = study.model();
    page.heading("People");
    if let Some(people) = &beside.people {
        page.blocks.extend(super::within(model, people));
        return;
    }
    if model.people.is_empty() {
        return page.text(plain("Nobody is named yet. Name those that others depend on under `people:`."));
    }
    page.text(plain(
        "Who answers for what. Nobody is ranked here; what counts is that every responsibility has somebody.",
    ));
    let mut table = Table::new([
        ("Person", Align::Left),
        ("Title", Align::Left),
        ("Team", Align::Left),
        ("Reports to", Align::Left),
        ("Responsibilities", Align::Left),
        ("Leads", Align::Left),
    ]);
    for id in Person::ids(model) {
        let person = &model[id];
        let does: Vec<&str> = person.does.iter().map(|duty| duty.word()).collect();
        table.row([
            Tone::Strong.say(person.card.name.as_str()).to(Section::Thing(Node::Person(id))),
            Tone::Plain.say(person.card.title.clone().unwrap_or_default()),
            Tone::Plain.say(person.team.map(|team| model[team].card.shown().to_owned()).unwrap_or_default()),
            Tone::Plain.say(person.reports_to.map(|id| model[id].card.name.to_string()).unwrap_or_default()),
            Tone::Plain.say(does.join(", ")),
            Tone::Plain.say(led(model, id)),
        ]);
    }
    page.table(table);
    leaderless(model, page);
}

fn led(model: &Model, id: PersonId) -> String {
    let systems = model.systems.iter().filter(|system| system.lead == Some(id));
    let names: Vec<&str> = systems.map(|system| system.card.shown()).collect();
    names.join(", ")
}

fn leaderless(model: &Model, page: &mut Page) {
    let without: Vec<&str> = model
        .systems
        .iter()
        .filter(|system| system.lead.is_none())
        .map(|system| system.card.shown())
        .collect();
    if !without.is_empty() {
        page.item(plain(format!("Nobody leads {}", without.join(", "))));
    }
}
