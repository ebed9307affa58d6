//! How a node is named to a reader: by its name, or `kind:name` where two kinds share it; and which names there are.

use offing_model::{Card, EntityKind, Model, Node};
use serde_json::{Value, json};

use crate::page::{Page, Tone};

/// How the nodes of a model are named.
#[derive(Debug, Clone, Copy)]
pub struct Names<'m> {
    model: &'m Model,
}

impl<'m> Names<'m> {
    /// Returns the names of a model.
    pub fn of(model: &'m Model) -> Self {
        Self { model }
    }

    /// Returns the name of a node as one would write it.
    pub fn of_node(&self, node: Node) -> String {
        let name = self.model.card(node).name.as_str();
        if self.model.shared_names.contains(name) { self.model.label(node) } else { name.to_owned() }
    }

    /// Returns the names of nodes, at most `most` of them, the rest counted.
    pub fn several(&self, nodes: &[Node], most: usize) -> String {
        offing_analysis::words::several(nodes.iter().map(|node| self.of_node(*node)).collect(), most)
    }
}

/// Returns every name of the model, by kind, as a page.
pub fn page(model: &Model) -> Page {
    let mut page = Page::default();
    for (kind, named) in by_kind(model) {
        page.heading(kind.section());
        for card in named {
            let mut line = vec![Tone::Code.say(card.name.as_str())];
            line.extend(card.title.as_deref().map(|title| Tone::Plain.say(format!(" {title}"))));
            page.item(line);
        }
    }
    page
}

/// Returns every name of the model, by kind, as JSON.
pub fn json(model: &Model) -> Value {
    let names = by_kind(model).into_iter().flat_map(|(kind, named)| {
        named
            .into_iter()
            .map(move |card| json!({ "kind": kind.word(), "name": card.name.as_str(), "title": card.title }))
    });
    let names: Vec<Value> = names.collect();
    json!({ "schema": crate::ensure::SCHEMA, "company": model.company.name, "names": names })
}

fn by_kind(model: &Model) -> Vec<(EntityKind, Vec<&Card>)> {
    let mut all: Vec<(EntityKind, Vec<&Card>)> = EntityKind::ALL.map(|kind| (kind, Vec::new())).into();
    model.each_card(&mut |kind, card| {
        all.iter_mut().filter(|(of, _)| *of == kind).for_each(|(_, named)| named.push(card));
    });
    all.retain(|(_, named)| !named.is_empty());
    all
}
