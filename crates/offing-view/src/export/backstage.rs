//! Backstage descriptors: systems are components, capabilities systems, teams groups, people users. What
//! `offing init --from` makes of them are the same entities.

use offing_model::patch::Value;
use offing_model::{Card, Node, System};

use super::{Exported, Scope, choices};

pub(super) fn export(scope: &Scope<'_>) -> Exported {
    let model = scope.model;
    let mut text = String::new();
    for team in scope.of(&model.teams, |one| &one.card) {
        let spec = [("type", Value::from("team")), ("children", Value::List(Vec::new()))];
        push(&mut text, "Group", &team.card, spec.to_vec());
    }
    for person in scope.of(&model.people, |one| &one.card) {
        let team = person.team.map(|id| &model[id].card).filter(|card| scope.tells(card));
        let member_of = Value::list(team.map(|card| card.name.to_string()));
        push(&mut text, "User", &person.card, vec![("memberOf", member_of)]);
    }
    let mut lost = 0;
    for capability in scope.of(&model.capabilities, |one| &one.card) {
        lost +=
            scope.needed(&capability.needs).iter().filter(|node| !matches!(node, Node::System(_))).count();
        push(&mut text, "System", &capability.card, vec![("owner", Value::from("unknown"))]);
    }
    for system in scope.of(&model.systems, |one| &one.card) {
        push(&mut text, "Component", &system.card, component(scope, system, &mut lost));
    }
    let counted = |what: &str, count: usize| (what.to_owned(), count);
    let not_carried = vec![
        counted("outcomes", scope.of(&model.outcomes, |one| &one.card).len()),
        counted("technologies", scope.of(&model.technologies, |one| &one.card).len()),
        counted("vendors", scope.of(&model.vendors, |one| &one.card).len()),
        counted("initiatives", scope.of(&model.initiatives, |one| &one.card).len()),
        counted("guarantees", scope.of(&model.guarantees, |one| &one.card).len()),
        counted("needs between capabilities", lost),
        counted("choices (any, at least), written as if all were needed", choices(scope)),
    ];
    Exported { text, not_carried, ..Exported::default() }
}

fn component(scope: &Scope<'_>, system: &System, lost: &mut usize) -> Vec<(&'static str, Value)> {
    let model = scope.model;
    let owner = system.owner.map(|id| &model[id].card).filter(|card| scope.tells(card));
    let lead = system.lead.map(|id| &model[id].card).filter(|card| scope.tells(card));
    let owner = match (owner, lead) {
        (Some(team), _) => format!("group:default/{}", team.name),
        (None, Some(person)) => format!("user:default/{}", person.name),
        (None, None) => "unknown".to_owned(),
    };
    let needed = scope.needed(&system.needs);
    let reference = |node: &Node| match node {
        Node::System(id) => Some(format!("component:{}", model[*id].card.name)),
        Node::Capability(id) => Some(format!("system:{}", model[*id].card.name)),
        _ => None,
    };
    let depends: Vec<String> = needed.iter().filter_map(reference).collect();
    *lost += needed.len() - depends.len();
    let id = System::ids(model).find(|id| std::ptr::eq(&model[*id], system));
    let serves = model.capabilities.iter().filter(|one| scope.tells(&one.card)).filter(|one| {
        scope.needed(&one.needs).iter().any(|node| matches!(node, Node::System(of) if Some(*of) == id))
    });
    let serves: Vec<String> = serves.map(|one| format!("system:{}", one.card.name)).collect();
    let mut spec = vec![
        ("type", Value::from("service")),
        ("lifecycle", Value::from("production")),
        ("owner", Value::from(owner)),
    ];
    for (field, list) in [("dependsOn", depends), ("dependencyOf", serves)] {
        if !list.is_empty() {
            spec.push((field, Value::list(list)));
        }
    }
    spec
}

fn push(text: &mut String, kind: &str, card: &Card, spec: Vec<(&'static str, Value)>) {
    let mut metadata = vec![("name", Value::from(card.name.as_str()))];
    // A person's title is a job; Backstage's is a name.
    if let Some(title) = card.title.as_ref().filter(|_| kind != "User") {
        metadata.push(("title", Value::from(title.as_str())));
    }
    if let Some(note) = &card.note {
        metadata.push(("description", Value::from(note.as_str())));
    }
    if !card.tags.is_empty() {
        metadata.push(("tags", Value::list(card.tags.iter().cloned())));
    }
    if let Some(link) = &card.link {
        metadata.push(("links", Value::List(vec![Value::map([("url", Value::from(link.as_str()))])])));
    }
    let whole = Value::map([
        ("apiVersion", Value::from("backstage.io/v1alpha1")),
        ("kind", Value::from(kind)),
        ("metadata", Value::map(metadata)),
        ("spec", Value::map(spec)),
    ]);
    if !text.is_empty() {
        text.push_str("---\n");
    }
    // Sections stand apart in a model; in a descriptor they do not.
    let written = offing_model::patch::written(&whole);
    written.lines().filter(|line| !line.is_empty()).for_each(|line| {
        text.push_str(line);
        text.push('\n');
    });
}
