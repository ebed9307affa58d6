//! What can not stay once one thing is gone, for many things one after the other.
//!
//! The requirements of what holds now, turned upside down once: each thing knows whose requirements it is part of, and
//! each requirement how many of its parts may go. A thing then costs what falls with it, and nothing else is looked at.

use offing_model::{Model, Need, Node};

use crate::graph::{Graph, Part, each_part};
use crate::holding::{Holding, Holds, judge_need};

/// Everything that holds now, ready to fall.
///
/// A *slot* is what counts a part as gone: a node, by dense index, which falls with the first of its parts; or, numbered
/// after the nodes, an alternative within a requirement, which bears some losses.
#[derive(Debug)]
pub(super) struct Falls {
    nodes: u32,
    alternatives: Vec<Alternative>,
    /// Where the uses of each node end, and those of the next begin.
    ends: Vec<u32>,
    /// The slots that each node is a part of.
    uses: Vec<u32>,
}

/// Several parts of which so many may go.
#[derive(Debug, Clone, Copy)]
struct Alternative {
    /// With how many of its parts it falls.
    limit: u32,
    /// The slot it is itself a part of.
    of: u32,
}

/// What has fallen, and the memory to find out again.
#[derive(Debug)]
pub(super) struct Fallen {
    /// How many parts of each alternative are gone.
    gone: Vec<u32>,
    touched: Vec<u32>,
    is_listed: Vec<bool>,
    listed: Vec<u32>,
}

impl Falls {
    /// Returns what holds in a model, as far as it matters to any of `wanted` whether it falls.
    ///
    /// *Cost:* linear in nodes and needs.
    pub(super) fn of(model: &Model, graph: &Graph, holding: &Holding, wanted: &[Node]) -> Self {
        let matters = graph.below(model, wanted);
        let nodes = model.node_count() as u32;
        let mut adding = Adding { model, holding, nodes, alternatives: Vec::new(), uses: Vec::new() };
        for node in graph.order() {
            let at = model.node_index(*node);
            if matters[at] && holding.now[at] == Holds::Yes {
                each_part(model, *node, &mut |part| adding.part(part, at as u32));
            }
        }
        let Adding { alternatives, uses: pairs, .. } = adding;
        let mut ends = vec![0_u32; nodes as usize + 1];
        pairs.iter().for_each(|(part, _)| ends[*part as usize + 1] += 1);
        (1..ends.len()).for_each(|node| ends[node] += ends[node - 1]);
        let mut next = ends.clone();
        let mut uses = vec![0; pairs.len()];
        for (part, slot) in pairs {
            let at = &mut next[part as usize];
            uses[*at as usize] = slot;
            *at += 1;
        }
        Self { nodes, alternatives, ends, uses }
    }

    /// Returns that nothing has fallen yet.
    pub(super) fn none(&self) -> Fallen {
        Fallen {
            gone: vec![0; self.alternatives.len()],
            touched: Vec::new(),
            is_listed: vec![false; self.nodes as usize],
            listed: Vec::new(),
        }
    }

    /// Returns everything that matters and does not hold without a node, by dense index: the node first, then what
    /// is closest to it.
    ///
    /// *Cost:* linear in what falls and the requirements it is part of.
    pub(super) fn without<'f>(&self, fallen: &'f mut Fallen, node: usize) -> &'f [u32] {
        fallen.clear();
        fallen.list(node as u32);
        let mut next = 0;
        while let Some(node) = fallen.listed.get(next).map(|node| *node as usize) {
            next += 1;
            let uses = &self.uses[self.ends[node] as usize..self.ends[node + 1] as usize];
            uses.iter().for_each(|slot| self.take_from(fallen, *slot));
        }
        &fallen.listed
    }

    /// Counts a part of a slot as gone, and lists the node that falls with it.
    fn take_from(&self, fallen: &mut Fallen, mut slot: u32) {
        while let Some(at) = slot.checked_sub(self.nodes) {
            let Alternative { limit, of } = self.alternatives[at as usize];
            let gone = &mut fallen.gone[at as usize];
            if *gone == 0 {
                fallen.touched.push(at);
            }
            *gone += 1;
            if *gone != limit {
                return;
            }
            slot = of;
        }
        fallen.list(slot);
    }
}

impl Fallen {
    fn clear(&mut self) {
        self.listed.drain(..).for_each(|node| self.is_listed[node as usize] = false);
        self.touched.drain(..).for_each(|at| self.gone[at as usize] = 0);
    }

    /// Lists a node that is not listed yet.
    fn list(&mut self, node: u32) {
        if !std::mem::replace(&mut self.is_listed[node as usize], true) {
            self.listed.push(node);
        }
    }
}

/// Requirements on their way in.
struct Adding<'a> {
    model: &'a Model,
    holding: &'a Holding,
    nodes: u32,
    alternatives: Vec<Alternative>,
    /// The slots that each node is a part of, in the order in which they are met.
    uses: Vec<(u32, u32)>,
}

impl Adding<'_> {
    fn part(&mut self, part: Part<'_>, slot: u32) {
        match part {
            Part::Need(need) => self.need(need, slot),
            Part::Uses(technology) => self.node(Node::Technology(technology), slot),
            Part::Vendor(vendor) => self.node(vendor, slot),
            Part::Knows(system) => {
                let people = self.model[system].knows.iter().map(|id| Node::Person(*id));
                let knows: Vec<Node> =
                    people.filter(|person| self.holding.holds(self.model, *person) == Holds::Yes).collect();
                let slot = self.alternatives(knows.len(), 1, slot);
                knows.into_iter().for_each(|person| self.node(person, slot));
            }
        }
    }

    fn need(&mut self, need: &Need, slot: u32) {
        match need {
            Need::One(node, _) => self.node(*node, slot),
            Need::All(parts) => parts.iter().for_each(|part| self.need(part, slot)),
            Need::Any(parts) => self.at_least(1, parts, slot),
            Need::AtLeast(least, parts) => self.at_least(*least as usize, parts, slot),
        }
    }

    fn at_least(&mut self, least: usize, parts: &[Need], slot: u32) {
        let of = |node: Node| self.holding.holds(self.model, node);
        let holding: Vec<&Need> = parts.iter().filter(|part| judge_need(part, &of) == Holds::Yes).collect();
        let alternatives = self.alternatives(holding.len(), least, slot);
        for part in holding {
            match part {
                Need::One(node, _) => self.node(*node, alternatives),
                // However many of its own parts go, it is counted as gone once.
                _ => {
                    let whole = self.alternative(1, alternatives);
                    self.need(part, whole);
                }
            }
        }
    }

    /// Returns the slot that falls once fewer than `least` of so many parts are left.
    fn alternatives(&mut self, parts: usize, least: usize, slot: u32) -> u32 {
        match (parts + 1).saturating_sub(least.max(1)) {
            0 | 1 => slot,
            limit => self.alternative(limit as u32, slot),
        }
    }

    fn alternative(&mut self, limit: u32, of: u32) -> u32 {
        self.alternatives.push(Alternative { limit, of });
        self.nodes + self.alternatives.len() as u32 - 1
    }

    fn node(&mut self, node: Node, slot: u32) {
        self.uses.push((self.model.node_index(node) as u32, slot));
    }
}
