//! What does a department rely on, what is coming for it, and what single loss would hurt it?
//!
//! ```
//! use offing_analysis::{graph::Graph, holding::{Holding, Lost}, reliance::reliance};
//! let text = "capabilities: { till: { have: true, needs: [shop] } }\nsystems: { shop: { uses: [host] } }\n\
//!             technologies: { host: {} }\ndepartments: { sales: { relies-on: [till] } }";
//! let inputs = offing_model::Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
//! let model = offing_model::read(&inputs).model.expect("the text is sound");
//! let graph = Graph::of(&model);
//! let holding = Holding::of(&model, &graph, &Lost::default());
//! let sales = offing_model::Department::ids(&model).next().expect("there is one");
//! let answer = reliance(&model, &graph, &holding, sales);
//! assert_eq!((answer.relied.len(), answer.hurts.len()), (1, 2));
//! ```

use offing_model::{Department, DepartmentId, InitiativeId, Model, Node, System};

use crate::closing::{can_be_lost, risk};
use crate::graph::Graph;
use crate::holding::{Holding, Holds, judge_within};

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliance {
    /// What the department relies on: what it says it does, then the systems that say they serve it.
    pub relied: Vec<Node>,
    /// Open work that delivers something of that, or something it stands on.
    pub coming: Vec<(InitiativeId, Vec<Node>)>,
    /// The single losses that take something away, those that take most first.
    pub hurts: Vec<Hurt>,
    /// How many things were not tried, as there are too many.
    pub untried: usize,
}

/// A loss.
#[derive(Debug, Clone, PartialEq)]
pub struct Hurt {
    /// Of what.
    pub node: Node,
    /// What is relied on and does not hold without it.
    pub takes: Vec<Node>,
}

/// How many losses are tried.
const MOST_TRIED: usize = 1_000;

/// Returns the answer for a department.
///
/// *Cost:* for each thing below what is relied on, a look at all of them.
pub fn reliance(model: &Model, graph: &Graph, holding: &Holding, department: DepartmentId) -> Reliance {
    let relied = relied(model, &model[department], department);
    let below = graph.below(model, &relied);
    let is_below = |node: &Node| below[model.node_index(*node)];
    let coming = (offing_model::Initiative::ids(model).filter(|id| holding.usable[id.0 as usize]))
        .map(|id| (id, model[id].delivers.iter().copied().filter(is_below).collect::<Vec<_>>()))
        .filter(|(_, delivers)| !delivers.is_empty())
        .collect();
    let holds = |node: &Node| holding.holds(model, *node) == Holds::Yes;
    let mut candidates: Vec<Node> =
        model.nodes().filter(is_below).filter(|node| can_be_lost(model, *node) && holds(node)).collect();
    candidates.sort_by(|a, b| risk(model, *b).total_cmp(&risk(model, *a)).then(a.cmp(b)));
    let untried = candidates.len().saturating_sub(MOST_TRIED);
    candidates.truncate(MOST_TRIED);
    let mut exists = holding.exists.clone();
    let mut hurt = |node: Node| {
        let before = std::mem::replace(&mut exists[model.node_index(node)], Holds::No);
        let then = judge_within(model, graph, &below, &exists);
        exists[model.node_index(node)] = before;
        let lost = |one: &Node| holds(one) && then[model.node_index(*one)] != Holds::Yes;
        Hurt { node, takes: relied.iter().copied().filter(lost).collect() }
    };
    let mut hurts: Vec<Hurt> = candidates.into_iter().map(&mut hurt).collect();
    hurts.retain(|hurt| !hurt.takes.is_empty());
    hurts.sort_by_key(|hurt| std::cmp::Reverse(hurt.takes.len()));
    Reliance { relied, coming, hurts, untried }
}

fn relied(model: &Model, department: &Department, id: DepartmentId) -> Vec<Node> {
    let mut relied = department.relies_on.clone();
    let serving = System::ids(model).filter(|system| model[*system].serves.contains(&id)).map(Node::System);
    relied.extend(serving);
    let mut seen = std::collections::BTreeSet::new();
    relied.retain(|node| seen.insert(*node));
    relied
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holding::Lost;

    /// One of two hosts is enough, so neither alone hurts; their common vendor does, and so does the one who knows.
    #[test]
    fn alternatives_do_not_hurt_and_what_they_share_does() {
        let text = "capabilities: { run: { have: true, needs: { any: [a, b] } }, pay: {} }\n\
                    systems: { a: { uses: [ta] }, b: { uses: [tb] }, desk: { knows: [mia], serves: [sales] } }\n\
                    technologies: { ta: { vendor: v }, tb: { vendor: v } }\nvendors: { v: { risk: 1% } }\n\
                    people: { mia: {} }\ndepartments: { sales: { relies-on: [run, pay] } }\n\
                    initiatives: { till: { delivers: [pay], takes: 3 weeks }, other: { takes: 1 week } }";
        let inputs = offing_model::Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
        let reading = offing_model::read(&inputs);
        let model = reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
        let graph = Graph::of(&model);
        let holding = Holding::of(&model, &graph, &Lost::default());
        let answer = reliance(&model, &graph, &holding, DepartmentId(0));
        let label = |node: &Node| model.label(*node);
        assert_eq!(
            answer.relied.iter().map(label).collect::<Vec<_>>(),
            ["capability:run", "capability:pay", "system:desk"]
        );
        let hurts: Vec<(String, Vec<String>)> = answer
            .hurts
            .iter()
            .map(|hurt| (label(&hurt.node), hurt.takes.iter().map(label).collect()))
            .collect();
        let one = |node: &str, takes: &str| (node.to_owned(), vec![takes.to_owned()]);
        assert_eq!(
            hurts,
            [
                one("vendor:v", "capability:run"),
                one("system:desk", "system:desk"),
                one("person:mia", "system:desk")
            ]
        );
        assert_eq!((answer.coming.len(), answer.untried), (1, 0));
    }
}
