//! What can not stay once one thing is gone, for many things one after the other.
//!
//! The requirements of what holds now, turned upside down once: each thing knows whose requirements it is part of, and
//! each requirement how many of its parts may go. A thing then costs what falls with it, and nothing else is looked at.

use offing_model::{Model, Need, Node};

use crate::graph::{Graph, Part, each_part};
use crate::holding::{Holding, Holds, judge_need};

/// Everything that holds now, ready to fall.
#[derive(Debug)]
pub(super) struct Falls {
    nodes: Vec<Node>,
    /// With how many of its parts each slot falls: a slot for each node by dense index, then one for each alternative
    /// within a requirement.
    limits: Vec<u32>,
    /// Where the uses of each slot end, and those of the next begin.
    ends: Vec<u32>,
    uses: Vec<Use>,
}

/// A part of a requirement.
#[derive(Debug, Clone, Copy, Default)]
struct Use {
    /// What counts the part.
    slot: u32,
    /// The node whose requirement it is.
    of: u32,
}

/// What has fallen, and the memory to find out again.
#[derive(Debug)]
pub(super) struct Fallen {
    /// How many parts of each slot are gone.
    gone: Vec<u32>,
    touched: Vec<u32>,
    is_listed: Vec<bool>,
    listed: Vec<u32>,
}

impl Falls {
    /// Returns what holds in a model.
    ///
    /// *Cost:* linear in nodes and needs.
    pub(super) fn of(model: &Model, graph: &Graph, holding: &Holding) -> Self {
        let mut slots = Slots { limits: vec![1; model.node_count()], uses: Vec::new() };
        for node in graph.order() {
            let at = model.node_index(*node);
            if holding.now[at] == Holds::Yes {
                let mut adding = Adding { model, holding, slots: &mut slots, of: at as u32 };
                each_part(model, *node, &mut |part| adding.part(part));
            }
        }
        let mut ends = vec![0_u32; slots.limits.len() + 1];
        slots.uses.iter().for_each(|(part, _)| ends[*part as usize + 1] += 1);
        (1..ends.len()).for_each(|slot| ends[slot] += ends[slot - 1]);
        let mut next = ends.clone();
        let mut uses = vec![Use::default(); slots.uses.len()];
        for (part, user) in slots.uses {
            let at = &mut next[part as usize];
            uses[*at as usize] = user;
            *at += 1;
        }
        Self { nodes: model.nodes().collect(), limits: slots.limits, ends, uses }
    }

    /// Returns that nothing has fallen yet.
    pub(super) fn none(&self) -> Fallen {
        Fallen {
            gone: vec![0; self.limits.len()],
            touched: Vec::new(),
            is_listed: vec![false; self.nodes.len()],
            listed: Vec::new(),
        }
    }

    /// Returns everything that holds now and does not without a node: the node first, then what is closest to it.
    ///
    /// *Cost:* linear in what falls and the requirements it is part of.
    pub(super) fn without<'f>(
        &'f self,
        fallen: &'f mut Fallen,
        node: usize,
    ) -> impl ExactSizeIterator<Item = Node> + 'f {
        fallen.clear();
        self.list(fallen, node as u32);
        let mut next = 0;
        while let Some(node) = fallen.listed.get(next).copied() {
            next += 1;
            for user in self.uses(node) {
                if fallen.gone[user.of as usize] > 0 && !fallen.is_listed[user.of as usize] {
                    self.list(fallen, user.of);
                }
            }
        }
        fallen.listed.iter().map(|node| self.nodes[*node as usize])
    }

    fn uses(&self, slot: u32) -> &[Use] {
        &self.uses[self.ends[slot as usize] as usize..self.ends[slot as usize + 1] as usize]
    }

    fn list(&self, fallen: &mut Fallen, node: u32) {
        fallen.is_listed[node as usize] = true;
        fallen.listed.push(node);
        self.take_away(fallen, node);
    }

    /// Counts a part as gone wherever it is used.
    fn take_away(&self, fallen: &mut Fallen, part: u32) {
        for user in self.uses(part) {
            let gone = &mut fallen.gone[user.slot as usize];
            if *gone == 0 {
                fallen.touched.push(user.slot);
            }
            *gone += 1;
            // Only alternatives are slots beside the nodes, and are no deeper than requirements are written.
            if user.slot as usize >= self.nodes.len() && *gone == self.limits[user.slot as usize] {
                self.take_away(fallen, user.slot);
            }
        }
    }
}

impl Fallen {
    fn clear(&mut self) {
        self.listed.drain(..).for_each(|node| self.is_listed[node as usize] = false);
        self.touched.drain(..).for_each(|slot| self.gone[slot as usize] = 0);
    }
}

/// Slots on their way in, with the uses of each part in the order in which they are met.
struct Slots {
    limits: Vec<u32>,
    uses: Vec<(u32, Use)>,
}

/// The requirements of one node on their way in.
struct Adding<'a> {
    model: &'a Model,
    holding: &'a Holding,
    slots: &'a mut Slots,
    of: u32,
}

impl Adding<'_> {
    fn part(&mut self, part: Part<'_>) {
        match part {
            Part::Need(need) => self.need(need, self.of),
            Part::Uses(technology) => self.node(Node::Technology(technology), self.of),
            Part::Vendor(vendor) => self.node(vendor, self.of),
            Part::Knows(system) => {
                let people = self.model[system].knows.iter().map(|id| Node::Person(*id));
                let knows: Vec<Node> =
                    people.filter(|person| self.holding.holds(self.model, *person) == Holds::Yes).collect();
                let slot = self.alternatives(knows.len(), 1, self.of);
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
                    let whole = self.slot(1, alternatives);
                    self.need(part, whole);
                }
            }
        }
    }

    /// Returns the slot that falls once fewer than `least` of so many parts are left.
    fn alternatives(&mut self, parts: usize, least: usize, slot: u32) -> u32 {
        match (parts + 1).saturating_sub(least.max(1)) {
            0 | 1 => slot,
            limit => self.slot(limit as u32, slot),
        }
    }

    /// Returns a new slot, which is a part of `slot` and falls with so many of its own.
    fn slot(&mut self, limit: u32, slot: u32) -> u32 {
        let new = self.slots.limits.len() as u32;
        self.slots.limits.push(limit);
        self.slots.uses.push((new, Use { slot, of: self.of }));
        new
    }

    fn node(&mut self, node: Node, slot: u32) {
        let at = self.model.node_index(node);
        self.slots.uses.push((at as u32, Use { slot, of: self.of }));
    }
}
