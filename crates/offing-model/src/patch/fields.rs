//! Everything that a model's text says, field by field, with its places.

use super::{Path, Value};
use crate::diagnostic::Faults;
use crate::inputs::{Content, Inputs};
use crate::span::Span;
use crate::yaml::{Node, Tree};

/// One thing that is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// Where in the model.
    pub path: Path,
    /// What.
    pub value: Value,
    /// The field's name in the text; the item itself in a list.
    pub place: Span,
    /// The name of the entity that the field belongs to, or of the record.
    pub entity: Span,
}

/// Returns what the model's own files say: an entity with no field as itself, every other by its fields, and the items
/// of `signals`, `waivers` and `decisions` each as a whole.
///
/// What breaks a file is left to reading it; what stood before the break is told.
pub fn stated(inputs: &Inputs) -> Vec<Stated> {
    let mut all = Vec::new();
    let mut items: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (index, source) in inputs.sources.iter().enumerate() {
        let Content::Text(text) = &source.content else { continue };
        let mut ignored = Faults::default();
        let tree = Tree::read(index as u32, text, &mut ignored);
        for (key, section) in tree.roots().filter_map(|root| root.entries()).flatten() {
            let Some(name) = key.scalar() else { continue };
            let path = Path::of([name]);
            if let Some(found) = section.items() {
                let count = items.entry(name.to_owned()).or_default();
                for item in found {
                    let path = path.then(&count.to_string());
                    let place = item.span();
                    all.push(Stated { path, value: Value::of(item), place, entity: place });
                    *count += 1;
                }
            } else {
                let depth = if name == "company" || name == "sources" { 1 } else { 2 };
                entity(&path, (key, key.span()), section, &mut all, depth);
            }
        }
    }
    all
}

/// Adds what is said `depth` steps further in; the entity is what stands one step before that.
fn entity(path: &Path, (key, of): (Node<'_>, Span), node: Node<'_>, all: &mut Vec<Stated>, depth: usize) {
    let mut entries = node.entries().into_iter().flatten().peekable();
    if depth == 0 || entries.peek().is_none() {
        all.push(Stated { path: path.clone(), value: Value::of(node), place: key.span(), entity: of });
        return;
    }
    for (key, value) in entries {
        let Some(name) = key.scalar() else { continue };
        let of = if depth > 1 { key.span() } else { of };
        entity(&path.then(name), (key, of), value, all, depth - 1);
    }
}
