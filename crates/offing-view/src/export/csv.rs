//! A table, one line an entity, for a spreadsheet.

use offing_model::units::{Estimate, Presence};
use offing_model::{Card, EntityKind, InitiativeId, Model, Need, Node, TeamId};

use super::{Exported, Scope};

const HEAD: [&str; 17] = [
    "kind",
    "name",
    "title",
    "state",
    "owner",
    "lead",
    "needs",
    "delivers",
    "after",
    "odds",
    "takes_days_low",
    "takes_days_high",
    "staff",
    "started",
    "done",
    "tags",
    "note",
];

pub(super) fn export(scope: &Scope<'_>) -> Exported {
    let model = scope.model;
    let mut text = HEAD.join(",");
    text.push('\n');
    for one in scope.of(&model.outcomes, |one| &one.card) {
        let state = if one.chosen { "chosen" } else { "" };
        row(
            &mut text,
            EntityKind::Outcome,
            &one.card,
            &[("state", state.into()), ("needs", needs(scope, &one.needs)), ("odds", one.odds.to_string())],
        );
    }
    for one in scope.of(&model.capabilities, |one| &one.card) {
        row(
            &mut text,
            EntityKind::Capability,
            &one.card,
            &[("state", there(one.have)), ("needs", needs(scope, &one.needs))],
        );
    }
    for one in scope.of(&model.systems, |one| &one.card) {
        let uses = one.uses.iter().map(|id| Node::Technology(*id)).filter(|node| scope.tells_node(*node));
        let all: Vec<Node> = scope.needed(&one.needs).into_iter().chain(uses).collect();
        let fields = [
            ("state", there(one.live)),
            (
                "owner",
                one.owner
                    .map(|id| &model[id].card)
                    .filter(|card| scope.tells(card))
                    .map_or(String::new(), |card| card.name.to_string()),
            ),
            (
                "lead",
                one.lead
                    .map(|id| &model[id].card)
                    .filter(|card| scope.tells(card))
                    .map_or(String::new(), |card| card.name.to_string()),
            ),
            ("needs", labels(model, &all)),
        ];
        row(&mut text, EntityKind::System, &one.card, &fields);
    }
    for one in scope.of(&model.technologies, |one| &one.card) {
        let vendor = one.vendor.map(Node::Vendor).filter(|node| scope.tells_node(*node));
        let ring = one.ring.map_or("", |ring| ring.word());
        let needs = labels(model, &vendor.into_iter().collect::<Vec<_>>());
        row(&mut text, EntityKind::Technology, &one.card, &[("state", ring.into()), ("needs", needs)]);
    }
    scope
        .of(&model.vendors, |one| &one.card)
        .into_iter()
        .for_each(|one| row(&mut text, EntityKind::Vendor, &one.card, &[]));
    for one in scope.of(&model.initiatives, |one| &one.card) {
        let shown = |id: &InitiativeId| scope.tells(&model[*id].card);
        let after: Vec<String> =
            one.after.iter().filter(|id| shown(id)).map(|id| model[*id].card.name.to_string()).collect();
        let delivers: Vec<Node> =
            one.delivers.iter().copied().filter(|node| scope.tells_node(*node)).collect();
        let end = |of: &dyn Fn(Estimate) -> f64| {
            one.takes.map_or(String::new(), |takes| format!("{:.1}", of(takes)))
        };
        let fields = [
            ("delivers", labels(model, &delivers)),
            ("after", after.join("; ")),
            ("odds", one.odds.to_string()),
            ("takes_days_low", end(&|takes| takes.low)),
            ("takes_days_high", end(&|takes| takes.high)),
            ("staff", staff(scope, &one.staff)),
            ("started", one.started.map_or(String::new(), |day| day.to_string())),
            ("done", one.done.map_or(String::new(), |day| day.to_string())),
        ];
        row(&mut text, EntityKind::Initiative, &one.card, &fields);
    }
    for one in scope.of(&model.teams, |one| &one.card) {
        let lead = one.lead.map(|id| &model[id].card).filter(|card| scope.tells(card));
        row(
            &mut text,
            EntityKind::Team,
            &one.card,
            &[("lead", lead.map_or(String::new(), |card| card.name.to_string()))],
        );
    }
    scope
        .of(&model.people, |one| &one.card)
        .into_iter()
        .for_each(|one| row(&mut text, EntityKind::Person, &one.card, &[]));
    scope
        .of(&model.departments, |one| &one.card)
        .into_iter()
        .for_each(|one| row(&mut text, EntityKind::Department, &one.card, &[]));
    let left = [
        ("guarantees", model.guarantees.len()),
        ("signals", model.signals.len()),
        ("competitors", model.competitors.len()),
    ];
    let not_carried = left.into_iter().map(|(what, count)| (what.to_owned(), count)).collect();
    Exported { text, not_carried, ..Exported::default() }
}

fn row(text: &mut String, kind: EntityKind, card: &Card, fields: &[(&str, String)]) {
    let cell = |head: &str| -> String {
        match head {
            "kind" => kind.word().to_owned(),
            "name" => card.name.to_string(),
            "title" => card.title.clone().unwrap_or_default(),
            "tags" => card.tags.join("; "),
            "note" => card.note.clone().unwrap_or_default(),
            head => fields
                .iter()
                .find(|(field, _)| *field == head)
                .map_or(String::new(), |(_, value)| value.clone()),
        }
    };
    let cells: Vec<String> = HEAD.iter().map(|head| quoted(&cell(head))).collect();
    text.push_str(&cells.join(","));
    text.push('\n');
}

/// Returns a cell; what a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV injection).
pub(crate) fn quoted(cell: &str) -> String {
    let safe =
        if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

fn needs(scope: &Scope<'_>, need: &Need) -> String {
    labels(scope.model, &scope.needed(need))
}

fn labels(model: &Model, nodes: &[Node]) -> String {
    nodes.iter().map(|node| model.label(*node)).collect::<Vec<_>>().join("; ")
}

fn staff(scope: &Scope<'_>, staff: &[(TeamId, f64)]) -> String {
    let told = staff.iter().filter(|(team, _)| scope.tells(&scope.model[*team].card));
    told.map(|(team, people)| format!("{}: {people}", scope.model[*team].card.name))
        .collect::<Vec<_>>()
        .join("; ")
}

fn there(presence: Presence) -> String {
    match presence {
        Presence::Known(true) => "there".to_owned(),
        Presence::Known(false) => "not there".to_owned(),
        Presence::Unknown => "unknown".to_owned(),
        Presence::Chance(chance) => chance.to_string(),
        Presence::From(date) => format!("from {date}"),
    }
}
