//! `offing export`: a model in forms that other tools read. Each says what it could not carry.

mod archimate;
mod backstage;
mod csv;
mod diagram;
mod dot;
mod json;
mod mermaid;
mod msproject;
mod owm;
mod radar;

pub(crate) use csv::quoted;

use offing_model::{Card, EntityKind, Inputs, Model, Need, Node};

/// A form that other tools read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Backstage descriptors.
    Backstage,
    /// The ArchiMate model exchange file.
    Archimate,
    /// A Wardley map as onlinewardleymaps writes it.
    Owm,
    /// A Mermaid flowchart.
    Mermaid,
    /// A graph for Graphviz.
    Dot,
    /// A table.
    Csv,
    /// Microsoft Project's XML.
    Msproject,
    /// The model's own words as one JSON document.
    Json,
}

pub use radar::{Chart, radar};

/// What was written, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// The file.
    pub text: String,
    /// How many entities were left out as they are confidential.
    pub confidential: usize,
    /// What the form has no words for: what, and how often.
    pub not_carried: Vec<(String, usize)>,
}

/// Returns a model in another form; what is confidential is left out unless it is asked for.
pub fn export(model: &Model, inputs: &Inputs, form: Form, with_confidential: bool) -> Exported {
    let scope = Scope { model, all: with_confidential };
    let mut exported = match form {
        Form::Backstage => backstage::export(&scope),
        Form::Archimate => archimate::export(&scope),
        Form::Owm => owm::export(&scope),
        Form::Mermaid => mermaid::export(&scope),
        Form::Dot => dot::export(&scope),
        Form::Csv => csv::export(&scope),
        Form::Msproject => msproject::export(&scope),
        Form::Json => json::export(&scope, inputs),
    };
    exported.confidential = scope.hidden().len();
    exported.not_carried.retain(|(_, count)| *count > 0);
    exported
}

/// What may be told of a model.
struct Scope<'m> {
    model: &'m Model,
    all: bool,
}

impl<'m> Scope<'m> {
    fn tells(&self, card: &Card) -> bool {
        self.all || !card.confidential
    }

    fn tells_node(&self, node: Node) -> bool {
        self.tells(self.model.card(node))
    }

    /// Returns what is told of a list.
    fn of<E>(&self, entities: &'m [E], card: impl Fn(&E) -> &Card) -> Vec<&'m E> {
        entities.iter().filter(|entity| self.tells(card(entity))).collect()
    }

    /// Returns the nodes that something needs and that are told.
    fn needed(&self, need: &Need) -> Vec<Node> {
        let mut nodes = Vec::new();
        need.each_node(&mut |node, _| {
            if self.tells_node(node) && !nodes.contains(&node) {
                nodes.push(node);
            }
        });
        nodes
    }

    /// Returns the names that are not told, bare and as `kind:name`.
    fn hidden(&self) -> Vec<(EntityKind, &'m str)> {
        let mut hidden = Vec::new();
        self.model.each_card(&mut |kind, card| {
            if !self.tells(card) {
                hidden.push((kind, card.name.as_str()));
            }
        });
        hidden
    }
}

/// Returns whether a need offers a choice, which most forms have no word for.
fn is_choice(need: &Need) -> bool {
    match need {
        Need::One(..) => false,
        Need::All(parts) => parts.iter().any(is_choice),
        Need::Any(parts) => parts.len() > 1,
        Need::AtLeast(least, parts) => (*least as usize) < parts.len() || parts.iter().any(is_choice),
    }
}

/// Returns how many needs offer a choice.
fn choices(scope: &Scope<'_>) -> usize {
    let model = scope.model;
    let outcomes = model.outcomes.iter().filter(|one| scope.tells(&one.card)).map(|one| &one.needs);
    let capabilities = model.capabilities.iter().filter(|one| scope.tells(&one.card)).map(|one| &one.needs);
    let systems = model.systems.iter().filter(|one| scope.tells(&one.card)).map(|one| &one.needs);
    outcomes.chain(capabilities).chain(systems).filter(|need| is_choice(need)).count()
}

#[cfg(test)]
mod tests;
