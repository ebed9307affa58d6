//! The ArchiMate model exchange file (The Open Group, 3.x): what its elements and relationships say in our words. A file
//! that `offing export archimate` wrote says with each element what it is.

use std::collections::BTreeMap;

use offing_model::EntityKind;
use offing_model::brought::{Brought, Entity, Naming};
use offing_model::patch::Value;
use roxmltree::Node;

use super::table::without_circles;
use super::xml::{children, line, parsed, text};
use crate::source::SourceFault;

/// What a type of element becomes.
const TYPES: [(&str, EntityKind); 13] = [
    ("Outcome", EntityKind::Outcome),
    ("Goal", EntityKind::Outcome),
    ("Capability", EntityKind::Capability),
    ("BusinessService", EntityKind::Capability),
    ("ApplicationComponent", EntityKind::System),
    ("ApplicationService", EntityKind::System),
    ("Node", EntityKind::Technology),
    ("SystemSoftware", EntityKind::Technology),
    ("TechnologyService", EntityKind::Technology),
    ("Device", EntityKind::Technology),
    ("BusinessActor", EntityKind::Team),
    ("BusinessRole", EntityKind::Person),
    ("WorkPackage", EntityKind::Initiative),
];

/// An element that is carried.
struct Element {
    kind: EntityKind,
    name: String,
    fields: Vec<(String, Value)>,
    lists: BTreeMap<&'static str, Vec<usize>>,
    /// Whether an initiative delivers it.
    is_delivered: bool,
}

impl Element {
    fn single(&mut self, field: &str, value: &str) -> bool {
        let free = self.fields.iter().all(|(key, _)| key != field);
        if free {
            self.fields.push((field.to_owned(), Value::from(value)));
        }
        free
    }
}

pub(super) fn brought(source: &str) -> Result<Brought, SourceFault> {
    let document = parsed(source)?;
    let root = document.root_element();
    if root.tag_name().name() != "model"
        || !root.tag_name().namespace().unwrap_or_default().contains("archimate")
    {
        let message =
            format!("this is no ArchiMate exchange file: it begins with `{}`", root.tag_name().name());
        let help =
            "export the model as \"Open Exchange\" XML (in Archi: File, Export, Model to Open Exchange File)";
        return Err(SourceFault::new(Some(line(&document, root)), message, help));
    }
    let properties = properties(root);
    let mut brought = Brought::from("archimate");
    let mut naming: BTreeMap<EntityKind, Naming> = BTreeMap::new();
    let (mut elements, mut keys) = (Vec::new(), Vec::new());
    let mut at: BTreeMap<&str, usize> = BTreeMap::new();
    for part in children(root, "elements").flat_map(|part| children(part, "element")) {
        let key = part.attribute("identifier").ok_or_else(|| {
            SourceFault::new(Some(line(&document, part)), "an element has no `identifier`", "export it again")
        })?;
        let title = text(part, "name").unwrap_or(key);
        let said = |name: &str| property(part, &properties, name);
        let own_type = type_of(part);
        let by_type = TYPES.iter().find(|(known, _)| *known == own_type).map(|(_, kind)| *kind);
        let Some(kind) = said("offing-kind").and_then(EntityKind::named).or(by_type) else {
            brought.leave(&format!("{own_type} elements"), title);
            continue;
        };
        let name = naming.entry(kind).or_default().name(said("offing-name").unwrap_or(title));
        let mut fields = Vec::new();
        if title != name {
            fields.push(("title".to_owned(), Value::from(title)));
        }
        fields.extend(text(part, "documentation").map(|note| ("note".to_owned(), Value::from(note))));
        fields.extend(said("offing-takes").map(|takes| ("takes".to_owned(), Value::from(takes))));
        at.insert(key, elements.len());
        keys.push(key);
        elements.push(Element { kind, name, fields, lists: BTreeMap::new(), is_delivered: false });
    }
    for part in children(root, "relationships").flat_map(|part| children(part, "relationship")) {
        let end = |name: &str| part.attribute(name).unwrap_or_default();
        let own_type = type_of(part);
        let carried = match (at.get(end("source")), at.get(end("target"))) {
            (Some(from), Some(to)) => relate(&mut elements, *from, *to, own_type, text(part, "name")),
            _ => false,
        };
        if !carried {
            let between = format!("{} to {}", end("source"), end("target"));
            brought.leave(&format!("{own_type} relationships"), between);
        }
    }
    let left =
        children(root, "views").flat_map(|part| part.descendants()).filter(|node| node.has_tag_name("view"));
    left.for_each(|view| brought.leave("views", text(view, "name").unwrap_or("unnamed")));
    made(&mut brought, elements, &keys);
    without_circles(&mut brought);
    Ok(brought)
}

/// Returns what a relationship says in our words, if anything: it is written into the element it is about.
fn relate(elements: &mut [Element], from: usize, to: usize, own_type: &str, name: Option<&str>) -> bool {
    use EntityKind::{Capability, Initiative, Outcome, Person, System, Team, Technology, Vendor};
    let (source, target) = (elements[from].kind, elements[to].kind);
    let source_name = elements[from].name.clone();
    let mut list = |at: usize, field: &'static str, item: usize| {
        let items = elements[at].lists.entry(field).or_default();
        if !items.contains(&item) {
            items.push(item);
        }
        true
    };
    match (own_type, source, target) {
        ("Realization", Initiative, Capability | System) => {
            list(from, "delivers", to);
            elements[to].is_delivered = true;
            true
        }
        ("Realization" | "Serving" | "Influence" | "Association", Capability | System, Outcome)
        | ("Realization" | "Serving", System | Capability, Capability)
        | ("Serving" | "Flow", System, System) => list(to, "needs", from),
        ("Association", Capability | System, Capability | System) if name == Some("needed by") => {
            list(to, "needs", from)
        }
        ("Serving" | "Realization" | "Assignment", Technology, System) => list(to, "uses", from),
        ("Triggering" | "Flow", Initiative, Initiative) => list(to, "after", from),
        ("Association" | "Assignment" | "Serving", Team, System)
            if name.is_none_or(|name| name == "owns") =>
        {
            elements[to].single("owner", &source_name)
        }
        ("Association" | "Assignment", Person, System) if name.is_none_or(|name| name == "leads") => {
            elements[to].single("lead", &source_name)
        }
        ("Association", Vendor, Technology) => elements[to].single("vendor", &source_name),
        ("Aggregation" | "Composition" | "Assignment", Team, Person) => {
            elements[to].single("team", &source_name)
        }
        _ => false,
    }
}

fn made(brought: &mut Brought, elements: Vec<Element>, keys: &[&str]) {
    let labels: Vec<String> =
        elements.iter().map(|element| format!("{}:{}", element.kind.word(), element.name)).collect();
    let shared = |at: usize| elements.iter().filter(|element| element.name == elements[at].name).count() > 1;
    let references: Vec<String> = (0..elements.len())
        .map(|at| if shared(at) { labels[at].clone() } else { elements[at].name.clone() })
        .collect();
    let entities: Vec<Entity> = elements
        .into_iter()
        .zip(keys)
        .map(|(element, key)| {
            let mut fields = element.fields;
            // An architecture shows what is there, unless work delivers it.
            if element.kind == EntityKind::Capability && !element.is_delivered {
                fields.push(("have".to_owned(), Value::from("true")));
            }
            if element.kind == EntityKind::System && element.is_delivered {
                fields.push(("live".to_owned(), Value::from("false")));
            }
            for (field, items) in element.lists {
                fields.push((field.to_owned(), Value::list(items.iter().map(|at| references[*at].clone()))));
            }
            Entity { key: (*key).to_owned(), kind: element.kind, name: element.name, fields }
        })
        .collect();
    brought.entities = entities;
}

/// Returns the type of an element or relationship, its namespace's prefix left out.
fn type_of<'a>(node: Node<'a, '_>) -> &'a str {
    let written =
        node.attributes().find(|attribute| attribute.name() == "type").map_or("", |found| found.value());
    written.rsplit(':').next().unwrap_or(written)
}

/// Returns the names of properties by their identifiers.
fn properties<'a>(root: Node<'a, '_>) -> BTreeMap<&'a str, &'a str> {
    let mut names = BTreeMap::new();
    for part in root.children().filter(|part| part.tag_name().name() == "propertyDefinitions") {
        for definition in part.children().filter(|part| part.is_element()) {
            if let Some(id) = definition.attribute("identifier") {
                names.insert(
                    id,
                    text(definition, "name").or(definition.attribute("name")).unwrap_or_default(),
                );
            }
        }
    }
    names
}

/// Returns the value of an element's property.
fn property<'a>(element: Node<'a, '_>, names: &BTreeMap<&str, &str>, wanted: &str) -> Option<&'a str> {
    let all = element.children().find(|part| part.tag_name().name() == "properties")?;
    let is_it = |part: &Node<'_, '_>| {
        let id = part.attribute("propertyDefinitionRef").unwrap_or_default();
        names.get(id).is_some_and(|name| *name == wanted)
    };
    all.children().find(is_it).and_then(|part| text(part, "value"))
}
