//! Why something holds or does not: its requirement tree, branch by branch.

use offing_model::units::Presence;
use offing_model::{InitiativeId, Model, Need, Node, Progress};

use crate::graph::{Part, each_part};
use crate::holding::{Holding, Holds, judge_need};

/// One branch of the tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// What the branch is.
    pub what: What,
    /// Whether it holds now.
    pub holds: Holds,
    /// Its own state in words, the state of its branches not counted; empty where there is nothing to say.
    pub because: String,
    /// The initiatives that would bring it.
    pub brought_by: Vec<InitiativeId>,
    /// What it needs.
    pub needs: Vec<Branch>,
    /// Shown in full further up.
    pub repeated: bool,
}

/// What a branch is.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A node.
    Node(Node),
    /// All of its branches.
    All,
    /// Any of its branches.
    Any,
    /// At least so many of its branches.
    AtLeast(u32),
    /// One of the people who know a system.
    OnePerson,
}

/// How many branches a tree has at most; larger ones are cut, and say so by [`Branch::repeated`].
const MOST: usize = 20_000;

/// How deep a tree is followed.
const DEEPEST: usize = 400;

/// Returns the requirement tree of a node; a node that stands in it twice is shown in full once.
pub fn why(model: &Model, holding: &Holding, node: Node) -> Branch {
    let mut walk = Walk { model, holding, shown: vec![false; model.node_count()], left: MOST };
    walk.node(node, 0)
}

struct Walk<'a> {
    model: &'a Model,
    holding: &'a Holding,
    shown: Vec<bool>,
    left: usize,
}

impl Walk<'_> {
    fn node(&mut self, node: Node, depth: usize) -> Branch {
        let at = self.model.node_index(node);
        let holds = self.holding.now[at];
        let absent = self.holding.exists[at] != Holds::Yes;
        let mut branch = Branch {
            what: What::Node(node),
            holds,
            because: self.because(node),
            brought_by: if absent { self.holding.brought_by[at].clone() } else { Vec::new() },
            needs: Vec::new(),
            repeated: false,
        };
        let mut parts = Vec::new();
        each_part(self.model, node, &mut |part| parts.push(part));
        let bare = parts.iter().all(|part| matches!(part, Part::Need(need) if need.is_nothing()));
        if bare {
            return branch;
        }
        if std::mem::replace(&mut self.shown[at], true) || self.left == 0 || depth > DEEPEST {
            branch.repeated = true;
            return branch;
        }
        for part in parts {
            self.part(part, depth, &mut branch.needs);
        }
        branch
    }

    fn part(&mut self, part: Part<'_>, depth: usize, into: &mut Vec<Branch>) {
        self.left = self.left.saturating_sub(1);
        match part {
            Part::Need(Need::All(parts)) => {
                for part in parts {
                    let branch = self.need(part, depth + 1);
                    into.push(branch);
                }
            }
            Part::Need(need) => {
                let branch = self.need(need, depth + 1);
                into.push(branch);
            }
            Part::Uses(technology) => {
                let branch = self.node(Node::Technology(technology), depth + 1);
                into.push(branch);
            }
            Part::Vendor(vendor) => {
                let branch = self.node(vendor, depth + 1);
                into.push(branch);
            }
            Part::Knows(system) => {
                let people = &self.model[system].knows;
                let people: Vec<Node> = people.iter().map(|person| Node::Person(*person)).collect();
                if let [only] = people.as_slice() {
                    let branch = self.node(*only, depth + 1);
                    into.push(branch);
                    return;
                }
                let needs: Vec<Branch> =
                    people.into_iter().map(|person| self.node(person, depth + 2)).collect();
                let holds = needs.iter().map(|branch| branch.holds).max().unwrap_or(Holds::Yes);
                into.push(group(What::OnePerson, holds, needs));
            }
        }
    }

    fn need(&mut self, need: &Need, depth: usize) -> Branch {
        self.left = self.left.saturating_sub(1);
        let (what, parts) = match need {
            Need::One(node, _) => return self.node(*node, depth),
            Need::All(parts) => (What::All, parts),
            Need::Any(parts) => (What::Any, parts),
            Need::AtLeast(least, parts) => (What::AtLeast(*least), parts),
        };
        let holds = judge_need(need, &|node| self.holding.now[self.model.node_index(node)]);
        let needs = parts.iter().map(|part| self.need(part, depth + 1)).collect();
        group(what, holds, needs)
    }

    /// Says why a node exists or does not.
    fn because(&self, node: Node) -> String {
        let model = self.model;
        let done = model
            .initiatives
            .iter()
            .find(|one| one.delivers.contains(&node) && one.progress(model.company.as_of) == Progress::Done);
        if model.lost.contains(&node)
            || (self.holding.exists[model.node_index(node)] == Holds::No && self.exists_without_loss(node))
        {
            return "taken away".to_owned();
        }
        if let Some(done) = done {
            return format!("delivered by `{}`", done.card.name);
        }
        let presence = match node {
            Node::Capability(id) => model[id].have,
            Node::System(id) => model[id].live,
            _ => return String::new(),
        };
        match presence {
            Presence::Known(true) => String::new(),
            Presence::Known(false) => "not there".to_owned(),
            Presence::Unknown => "not known".to_owned(),
            Presence::Chance(chance) => format!("there with a chance of {:.0} %", chance * 100.0),
            Presence::From(date) => format!("there from {date}"),
        }
    }

    fn exists_without_loss(&self, node: Node) -> bool {
        let presence = match node {
            Node::Capability(id) => self.model[id].have,
            Node::System(id) => self.model[id].live,
            _ => return true,
        };
        presence == Presence::Known(true)
    }
}

fn group(what: What, holds: Holds, needs: Vec<Branch>) -> Branch {
    Branch { what, holds, because: String::new(), brought_by: Vec::new(), needs, repeated: false }
}
