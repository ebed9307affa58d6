//! onlinewardleymaps' text. An anchor is what the map serves: an outcome. A component that needs others is a capability,
//! one that needs none a system, one that is bought a technology. How settled it is becomes a tag.

use std::collections::{BTreeMap, BTreeSet};

use offing_model::EntityKind;
use offing_model::brought::{Brought, Entity, Naming};
use offing_model::patch::Value;

use super::table::without_circles;
use crate::source::SourceFault;

/// Words that begin a line of the map which says nothing of what stands on what.
const ASIDE: [&str; 16] = [
    "annotation",
    "annotations",
    "note",
    "evolve",
    "pipeline",
    "submap",
    "url",
    "market",
    "ecosystem",
    "pioneers",
    "settlers",
    "townplanners",
    "accelerator",
    "deaccelerator",
    "buy",
    "build",
];

/// Words of lines that only say how the map looks.
const LOOKS: [&str; 6] = ["title", "style", "evolution", "size", "y-axis", "x-axis"];

/// A component as its line says it.
struct Component {
    title: String,
    is_anchor: bool,
    is_bought: bool,
    stage: Option<&'static str>,
}

pub(super) fn brought(text: &str) -> Result<Brought, SourceFault> {
    let mut brought = Brought::from("owm");
    let mut components: Vec<Component> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    let mut links: Vec<(u64, String, String)> = Vec::new();
    for (line, written) in (1..).zip(text.lines()) {
        let said = written.split("//").next().unwrap_or_default();
        // A web address has two slashes too.
        let said = if written.contains("://") { written } else { said }.trim();
        let word = said.split_whitespace().next().unwrap_or_default();
        match word {
            "" | "{" | "}" | "[" => {}
            "anchor" | "component" => {
                let component = component(said, word, line)?;
                if at.contains_key(&component.title) {
                    brought.leave("components that stand twice", component.title);
                    continue;
                }
                at.insert(component.title.clone(), components.len());
                components.push(component);
            }
            word if LOOKS.contains(&word) => {}
            word if ASIDE.contains(&word) => brought.leave(word, said[word.len()..].trim()),
            _ => match link(said) {
                Some((from, to)) => links.push((line, from, to)),
                None => brought.leave("lines that are not understood", format!("line {line}")),
            },
        }
    }
    if components.is_empty() {
        let message = "no `component` and no `anchor` stands in this text";
        return Err(SourceFault::new(Some(1), message, "save the map's text from onlinewardleymaps"));
    }
    let mut needs: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (line, from, to) in links {
        match (at.get(&from), at.get(&to)) {
            (Some(from), Some(to)) => drop(needs.entry(*from).or_default().insert(*to)),
            _ => brought.leave("links to what is no component", format!("line {line}: {from} to {to}")),
        }
    }
    entities(&mut brought, &components, &needs);
    without_circles(&mut brought);
    Ok(brought)
}

/// Reads `component Cup of Tea [0.79, 0.61] label [19, -4] (buy)`.
fn component(said: &str, word: &str, line: u64) -> Result<Component, SourceFault> {
    let rest = said[word.len()..].trim();
    let (title, place) =
        rest.split_once('[').map_or((rest, None), |(title, place)| (title.trim(), Some(place)));
    let marks: String = rest.split('(').skip(1).filter_map(|part| part.split(')').next()).collect();
    let title = title.split('(').next().unwrap_or_default().trim();
    if title.is_empty() {
        return Err(SourceFault::new(
            Some(line),
            format!("this {word} has no name"),
            "write `component NAME [0.5, 0.5]`",
        ));
    }
    let mut stage = None;
    if let Some(place) = place {
        let numbers = place.split(']').next().unwrap_or_default();
        let settled = numbers.split(',').nth(1).map(str::trim).and_then(|number| number.parse::<f64>().ok());
        let Some(settled) = settled.filter(|settled| (0.0..=1.0).contains(settled)) else {
            let message = format!("`[{numbers}]` is no place on the map");
            return Err(SourceFault::new(
                Some(line),
                message,
                "write two numbers from 0 to 1: `[0.79, 0.61]`",
            ));
        };
        stage = Some(match settled {
            settled if settled < 0.175 => "genesis",
            settled if settled < 0.4 => "custom",
            settled if settled < 0.7 => "product",
            _ => "commodity",
        });
    }
    let is_bought = ["buy", "outsource"].iter().any(|mark| marks.contains(mark));
    Ok(Component { title: title.to_owned(), is_anchor: word == "anchor", is_bought, stage })
}

/// Reads `Cup of Tea->Kettle; limited by`, also with what flows between: `A+'money'>B`.
fn link(said: &str) -> Option<(String, String)> {
    let said = said.split(';').next().unwrap_or_default();
    let (from, to) = match said.split_once("->") {
        Some(parts) => parts,
        None => {
            let (head, to) = said.split_once('>')?;
            (head.split_once('+')?.0, to)
        }
    };
    let (from, to) = (from.trim(), to.trim());
    (!from.is_empty() && !to.is_empty()).then(|| (from.to_owned(), to.to_owned()))
}

fn entities(brought: &mut Brought, components: &[Component], needs: &BTreeMap<usize, BTreeSet<usize>>) {
    let of = |at: usize| needs.get(&at).into_iter().flatten().copied();
    let kind = |at: usize| match &components[at] {
        Component { is_anchor: true, .. } => EntityKind::Outcome,
        Component { is_bought: true, .. } if of(at).next().is_none() => EntityKind::Technology,
        _ if of(at).any(|below| !components[below].is_bought || of(below).next().is_some()) => {
            EntityKind::Capability
        }
        _ => EntityKind::System,
    };
    let mut naming = Naming::default();
    let names: Vec<String> = components.iter().map(|one| naming.name(&one.title)).collect();
    for (at, component) in components.iter().enumerate() {
        let mut fields = Vec::new();
        if names[at] != component.title {
            fields.push(("title".to_owned(), Value::from(component.title.as_str())));
        }
        let own = kind(at);
        if own == EntityKind::Capability {
            fields.push(("have".to_owned(), Value::from("true")));
        }
        let mut below = Vec::new();
        let mut uses = Vec::new();
        for to in of(at) {
            match (own, kind(to)) {
                (EntityKind::Technology, _) => {}
                (_, EntityKind::Outcome) => {
                    brought.leave(
                        "links to an anchor",
                        format!("{} to {}", component.title, components[to].title),
                    );
                }
                (EntityKind::System, EntityKind::Technology) => uses.push(names[to].clone()),
                _ => below.push(names[to].clone()),
            }
        }
        for (field, list) in [("needs", below), ("uses", uses)] {
            if !list.is_empty() {
                fields.push((field.to_owned(), Value::list(list)));
            }
        }
        fields.extend(
            component
                .stage
                .filter(|_| !component.is_anchor)
                .map(|stage| ("tags".to_owned(), Value::list([stage]))),
        );
        let (key, name) = (component.title.clone(), names[at].clone());
        brought.entities.push(Entity { key, kind: own, name, fields });
    }
}
