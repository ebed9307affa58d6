//! What stands on what, as boxes and arrows: what Mermaid and Graphviz have in common.

use offing_model::{Capability, Node, Outcome, System, Technology};

use super::Scope;

/// A box.
pub(super) struct Part {
    pub(super) node: Node,
    /// Its name in the diagram.
    pub(super) id: String,
    /// What readers see.
    pub(super) label: String,
}

/// Returns the boxes, and the arrows between them from what needs to what is needed.
pub(super) fn parts(scope: &Scope<'_>) -> (Vec<Part>, Vec<(String, String)>) {
    let model = scope.model;
    let drawn = |node: &Node| !matches!(node, Node::Person(_)) && scope.tells_node(*node);
    let id = |node: Node| format!("n{}", model.node_index(node));
    let part = |node: Node| Part { node, id: id(node), label: model.card(node).shown().to_owned() };
    let parts = model.nodes().filter(drawn).map(part).collect();
    let mut arrows = Vec::new();
    let mut from = |node: Node, to: Vec<Node>| {
        if scope.tells_node(node) {
            arrows.extend(to.into_iter().map(|to| (id(node), id(to))));
        }
    };
    Outcome::ids(model).for_each(|at| from(Node::Outcome(at), scope.needed(&model[at].needs)));
    Capability::ids(model).for_each(|at| from(Node::Capability(at), scope.needed(&model[at].needs)));
    for at in System::ids(model) {
        let uses = model[at].uses.iter().map(|used| Node::Technology(*used));
        let mut to = scope.needed(&model[at].needs);
        to.extend(uses.filter(|node| scope.tells_node(*node)));
        to.dedup();
        from(Node::System(at), to);
    }
    for at in Technology::ids(model) {
        let vendor = model[at].vendor.map(Node::Vendor).filter(|node| scope.tells_node(*node));
        from(Node::Technology(at), vendor.into_iter().collect());
    }
    (parts, arrows)
}
