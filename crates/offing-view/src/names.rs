//! How a node is named to a reader: by its name, or `kind:name` where two kinds share it.

use std::collections::{HashMap, HashSet};

use offing_model::{EntityKind, Model, Node};

/// The names of a model that more than one kind of node has.
#[derive(Debug)]
pub struct Names<'m> {
    model: &'m Model,
    shared: HashSet<&'m str>,
}

impl<'m> Names<'m> {
    /// Returns the names of a model.
    pub fn of(model: &'m Model) -> Self {
        let mut kinds: HashMap<&str, EntityKind> = HashMap::new();
        let mut shared = HashSet::new();
        for node in model.nodes() {
            let name = model.card(node).name.as_str();
            if kinds.insert(name, node.kind()).is_some() {
                shared.insert(name);
            }
        }
        Self { model, shared }
    }

    /// Returns the name of a node as one would write it.
    pub fn of_node(&self, node: Node) -> String {
        let name = self.model.card(node).name.as_str();
        if self.shared.contains(name) { self.model.label(node) } else { name.to_owned() }
    }

    /// Returns the names of nodes, at most `most` of them, the rest counted.
    pub fn several(&self, nodes: &[Node], most: usize) -> String {
        offing_analysis::words::several(nodes.iter().map(|node| self.of_node(*node)).collect(), most)
    }
}
