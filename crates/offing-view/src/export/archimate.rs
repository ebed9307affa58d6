//! The ArchiMate model exchange file (The Open Group, ArchiMate Model Exchange File Format 3.1): elements and
//! relationships, each element with its kind here as a property, so that reading it again gives the same.

use offing_model::units::Estimate;
use offing_model::{Card, EntityKind, Need, Node};

use super::{Exported, Scope, choices};
use crate::gate::escaped;

/// The kinds that are told, and the type of element each becomes.
const TYPES: [(EntityKind, &str); 9] = [
    (EntityKind::Outcome, "Outcome"),
    (EntityKind::Capability, "Capability"),
    (EntityKind::System, "ApplicationComponent"),
    (EntityKind::Technology, "SystemSoftware"),
    (EntityKind::Vendor, "BusinessActor"),
    (EntityKind::Person, "BusinessActor"),
    (EntityKind::Initiative, "WorkPackage"),
    (EntityKind::Team, "BusinessActor"),
    (EntityKind::Department, "BusinessActor"),
];

/// Properties, by their identifiers.
const PROPERTIES: [(&str, &str); 3] =
    [("property-kind", "offing-kind"), ("property-name", "offing-name"), ("property-takes", "offing-takes")];

pub(super) fn export(scope: &Scope<'_>) -> Exported {
    let model = scope.model;
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<model xmlns=\"http://www.opengroup.org/xsd/archimate/3.0/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://www.opengroup.org/xsd/archimate/3.0/ \
         http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd\" identifier=\"offing-model\">\n",
    );
    text.push_str(&format!(
        "  <name xml:lang=\"en\">{}</name>\n  <elements>\n",
        escaped(&model.company.name)
    ));
    let takes = |kind: EntityKind, card: &Card| {
        let initiative = model.initiatives.iter().find(|one| std::ptr::eq(&one.card, card));
        (kind == EntityKind::Initiative).then_some(initiative?.takes?)
    };
    let mut competitors = 0;
    model.each_card(&mut |kind, card| match TYPES.iter().find(|(known, _)| *known == kind) {
        Some((_, element)) if scope.tells(card) => {
            push_element(&mut text, kind, element, card, takes(kind, card))
        }
        Some(_) => {}
        None => competitors += 1,
    });
    text.push_str("  </elements>\n");
    let relations = relations(scope);
    if !relations.is_empty() {
        text.push_str("  <relationships>\n");
        for (at, relation) in relations.iter().enumerate() {
            relation.push(&mut text, at);
        }
        text.push_str("  </relationships>\n");
    }
    text.push_str("  <propertyDefinitions>\n");
    for (id, name) in PROPERTIES {
        text.push_str(&format!(
            "    <propertyDefinition identifier=\"{id}\" type=\"string\">\n      <name xml:lang=\"en\">{name}</name>\n    \
             </propertyDefinition>\n"
        ));
    }
    text.push_str("  </propertyDefinitions>\n</model>\n");
    let not_carried = vec![
        ("guarantees and competitors".to_owned(), competitors),
        ("choices (any, at least), written as plain relations".to_owned(), choices(scope)),
        (
            "signals, waivers and decisions".to_owned(),
            model.signals.len() + model.waivers.len() + model.decisions.len(),
        ),
    ];
    Exported { text, not_carried, ..Exported::default() }
}

fn push_element(text: &mut String, kind: EntityKind, element: &str, card: &Card, takes: Option<Estimate>) {
    text.push_str(&format!(
        "    <element identifier=\"{}\" xsi:type=\"{element}\">\n      <name xml:lang=\"en\">{}</name>\n",
        identifier(kind, &card.name),
        escaped(card.shown())
    ));
    if let Some(note) = &card.note {
        text.push_str(&format!("      <documentation xml:lang=\"en\">{}</documentation>\n", escaped(note)));
    }
    text.push_str("      <properties>\n");
    let takes = takes.map(|takes| match takes.is_exact() {
        true => format!("{} days", takes.low),
        false => format!("{} to {} days", takes.low, takes.high),
    });
    let values = [kind.word().to_owned(), card.name.to_string(), takes.unwrap_or_default()];
    for ((property, _), value) in PROPERTIES.iter().zip(values).filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!(
            "        <property propertyDefinitionRef=\"{property}\">\n          <value xml:lang=\"en\">{}</value>\n        \
             </property>\n",
            escaped(&value)
        ));
    }
    text.push_str("      </properties>\n    </element>\n");
}

/// A relationship; a name says what it is where its type does not.
struct Relation {
    kind: &'static str,
    source: String,
    target: String,
    name: &'static str,
}

impl Relation {
    fn push(&self, text: &mut String, at: usize) {
        let name = match self.name {
            "" => "/>\n".to_owned(),
            name => format!(">\n      <name xml:lang=\"en\">{name}</name>\n    </relationship>\n"),
        };
        text.push_str(&format!(
            "    <relationship identifier=\"relation-{at}\" source=\"{}\" target=\"{}\" xsi:type=\"{}\"{name}",
            self.source, self.target, self.kind
        ));
    }
}

fn relations(scope: &Scope<'_>) -> Vec<Relation> {
    let model = scope.model;
    let mut relations = Vec::new();
    let id = |node: Node| identifier(node.kind(), &model.card(node).name);
    let of = |kind: EntityKind, card: &Card| identifier(kind, &card.name);
    let mut needs = |target: String, kind: EntityKind, need: &Need| {
        for node in scope.needed(need) {
            let (relation, name) = match (node.kind(), kind) {
                (_, EntityKind::Outcome) | (EntityKind::System, EntityKind::Capability) => {
                    ("Realization", "")
                }
                (EntityKind::Capability, EntityKind::Capability) => ("Serving", ""),
                (EntityKind::System | EntityKind::Technology, EntityKind::System) => ("Serving", ""),
                _ => ("Association", "needed by"),
            };
            relations.push(Relation { kind: relation, source: id(node), target: target.clone(), name });
        }
    };
    for one in scope.of(&model.outcomes, |one| &one.card) {
        needs(of(EntityKind::Outcome, &one.card), EntityKind::Outcome, &one.needs);
    }
    for one in scope.of(&model.capabilities, |one| &one.card) {
        needs(of(EntityKind::Capability, &one.card), EntityKind::Capability, &one.needs);
    }
    for one in scope.of(&model.systems, |one| &one.card) {
        needs(of(EntityKind::System, &one.card), EntityKind::System, &one.needs);
    }
    let mut link = |kind: &'static str, source: String, target: String, name: &'static str| {
        relations.push(Relation { kind, source, target, name });
    };
    for system in scope.of(&model.systems, |one| &one.card) {
        let own = || of(EntityKind::System, &system.card);
        for node in system.uses.iter().map(|id| Node::Technology(*id)).filter(|node| scope.tells_node(*node))
        {
            link("Serving", id(node), own(), "");
        }
        if let Some(team) = system.owner.map(|id| &model[id].card).filter(|card| scope.tells(card)) {
            link("Association", of(EntityKind::Team, team), own(), "owns");
        }
        if let Some(lead) = system.lead.map(|id| &model[id].card).filter(|card| scope.tells(card)) {
            link("Association", of(EntityKind::Person, lead), own(), "leads");
        }
    }
    for technology in scope.of(&model.technologies, |one| &one.card) {
        if let Some(vendor) = technology.vendor.map(Node::Vendor).filter(|node| scope.tells_node(*node)) {
            link("Association", id(vendor), of(EntityKind::Technology, &technology.card), "sells");
        }
    }
    for person in scope.of(&model.people, |one| &one.card) {
        if let Some(team) = person.team.map(|id| &model[id].card).filter(|card| scope.tells(card)) {
            link("Aggregation", of(EntityKind::Team, team), of(EntityKind::Person, &person.card), "");
        }
    }
    for initiative in scope.of(&model.initiatives, |one| &one.card) {
        let own = || of(EntityKind::Initiative, &initiative.card);
        for node in initiative.delivers.iter().filter(|node| scope.tells_node(**node)) {
            link("Realization", own(), id(*node), "");
        }
        for before in initiative.after.iter().map(|id| &model[*id].card).filter(|card| scope.tells(card)) {
            link("Triggering", of(EntityKind::Initiative, before), own(), "");
        }
    }
    relations
}

/// Returns an identifier that XML takes (an NCName), the same for the same name at every export.
fn identifier(kind: EntityKind, name: &str) -> String {
    let mut id = format!("{}-", kind.word());
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') => id.push(c),
            c => id.push_str(&format!("_{:x}_", c as u32)),
        }
    }
    id
}
