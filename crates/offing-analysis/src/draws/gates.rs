//! What opens which outcome, as a network of counters: each gate waits for so many of its inputs, and is never
//! looked at again until one of them comes true.
//!
//! Requirements are monotone and in a draw nothing is lost, so a gate opens at most once: a whole draw costs no
//! more than the number of wires.

use offing_model::units::{Presence, days_between};
use offing_model::{InitiativeId, Model, Need, Node, Progress};

use crate::graph::{Graph, Part, each_part};

/// What makes a thing exist that does not exist today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// An item of work, by its index.
    Item(u32),
    /// Something unknown that turns out to be there, by its index.
    Unknown(u32),
    /// A day, by its index.
    Date(u32),
}

/// Whether a node holds: for good, never, or when a gate opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    Yes,
    No,
    Gate(u32),
    Source(Source),
}

/// A gate: opens when so many inputs hold.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    pub(super) wants: u32,
    pub(super) inputs: Vec<Wire>,
}

/// A capability or system nobody is sure of.
#[derive(Debug, Clone)]
pub(super) struct Unknown {
    pub(super) node: Node,
    pub(super) chance: f64,
}

/// The whole network, with the wires seen from both ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Gates {
    pub(super) gates: Vec<Gate>,
    /// What each outcome waits for.
    pub(super) outcomes: Vec<Wire>,
    pub(super) unknown: Vec<Unknown>,
    /// Days from `as-of` on which something comes to exist, ascending and distinct.
    pub(super) dates: Vec<f64>,
    /// How many inputs each gate still waits for at the start.
    pub(super) wants: Vec<i32>,
    /// The gates each gate feeds.
    gate_feeds: Feeds,
    item_feeds: Feeds,
    unknown_feeds: Feeds,
    date_feeds: Feeds,
    /// The outcomes that a gate, or a source, opens by itself.
    gate_outcomes: Feeds,
}

/// Lists of numbers, one after the other.
#[derive(Debug, Clone, Default)]
struct Feeds {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Feeds {
    fn of(lists: &[Vec<u32>]) -> Self {
        let mut starts = vec![0];
        let mut targets = Vec::new();
        for list in lists {
            targets.extend(list);
            starts.push(targets.len() as u32);
        }
        Self { starts, targets }
    }

    #[inline]
    fn of_index(&self, at: u32) -> &[u32] {
        let at = at as usize;
        &self.targets[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Gates {
    /// Returns the network of a model in which `items` are the initiatives that can still deliver.
    pub(super) fn of(model: &Model, items: &[InitiativeId], can_be_done: &[bool]) -> Self {
        let mut gates = Gates::default();
        let sources = gates.sources(model, items, can_be_done);
        let mut wires = vec![Wire::No; model.node_count()];
        for node in Graph::of(model).order() {
            let at = model.node_index(*node);
            let exists = match &sources[at] {
                None => Wire::Yes,
                Some(sources) => gates.gate(1, sources.iter().map(|source| Wire::Source(*source)).collect()),
            };
            let mut parts = vec![exists];
            each_part(model, *node, &mut |part| parts.push(gates.part(model, part, &wires)));
            wires[at] = gates.gate(parts.len() as u32, parts);
        }
        gates.outcomes = (0..model.outcomes.len())
            .map(|at| wires[model.node_index(Node::Outcome(offing_model::OutcomeId(at as u32)))])
            .collect();
        // A source that opens an outcome by itself gets a gate of its own, so that only gates open outcomes.
        for at in 0..gates.outcomes.len() {
            if let Wire::Source(source) = gates.outcomes[at] {
                gates.outcomes[at] = gates.raw(1, vec![Wire::Source(source)]);
            }
        }
        gates.connect(items.len());
        gates
    }

    /// Returns, for each node, what can make it exist; `None` where it exists.
    fn sources(
        &mut self,
        model: &Model,
        items: &[InitiativeId],
        can_be_done: &[bool],
    ) -> Vec<Option<Vec<Source>>> {
        let as_of = model.company.as_of;
        let mut coming: Vec<(usize, f64)> = Vec::new();
        let mut sources: Vec<Option<Vec<Source>>> = Vec::with_capacity(model.node_count());
        for node in model.nodes() {
            let presence = match node {
                Node::Capability(id) => model[id].have,
                Node::System(id) => model[id].live,
                _ => Presence::Known(true),
            };
            let chance = match presence {
                Presence::Known(known) => f64::from(u8::from(known)),
                Presence::Unknown => 0.5,
                Presence::Chance(chance) => chance,
                Presence::From(date) if date <= as_of => 1.0,
                Presence::From(date) => {
                    coming.push((sources.len(), days_between(as_of, date)));
                    0.0
                }
            };
            sources.push(match chance {
                chance if chance >= 1.0 => None,
                chance if chance <= 0.0 => Some(Vec::new()),
                chance => {
                    self.unknown.push(Unknown { node, chance });
                    Some(vec![Source::Unknown(self.unknown.len() as u32 - 1)])
                }
            });
        }
        self.dates = coming.iter().map(|(_, day)| *day).collect();
        self.dates.sort_by(f64::total_cmp);
        self.dates.dedup();
        for (at, day) in coming {
            let date = self.dates.partition_point(|known| *known < day) as u32;
            sources[at].get_or_insert_default().push(Source::Date(date));
        }
        for initiative in
            model.initiatives.iter().filter(|initiative| initiative.progress(as_of) == Progress::Done)
        {
            initiative.delivers.iter().for_each(|node| sources[model.node_index(*node)] = None);
        }
        for (item, id) in items.iter().enumerate().filter(|(item, _)| can_be_done[*item]) {
            for node in &model[*id].delivers {
                if let Some(sources) = &mut sources[model.node_index(*node)] {
                    sources.push(Source::Item(item as u32));
                }
            }
        }
        for node in &model.lost {
            sources[model.node_index(*node)] = Some(Vec::new());
        }
        sources
    }

    fn part(&mut self, model: &Model, part: Part<'_>, wires: &[Wire]) -> Wire {
        let of = |node: Node| wires[model.node_index(node)];
        match part {
            Part::Need(need) => self.need(model, need, wires),
            Part::Uses(technology) => of(Node::Technology(technology)),
            Part::Vendor(vendor) => of(vendor),
            Part::Knows(system) => {
                let knows = model[system].knows.iter().map(|person| of(Node::Person(*person))).collect();
                self.gate(1, knows)
            }
        }
    }

    fn need(&mut self, model: &Model, need: &Need, wires: &[Wire]) -> Wire {
        let (wants, parts) = match need {
            Need::One(node, _) => return wires[model.node_index(*node)],
            Need::All(parts) => (parts.len() as u32, parts),
            Need::Any(parts) => (1, parts),
            Need::AtLeast(least, parts) => (*least, parts),
        };
        let inputs = parts.iter().map(|part| self.need(model, part, wires)).collect();
        self.gate(wants, inputs)
    }

    /// Returns a gate that wants so many of these inputs, or what it comes to without any luck.
    fn gate(&mut self, wants: u32, mut inputs: Vec<Wire>) -> Wire {
        let held = inputs.iter().filter(|input| **input == Wire::Yes).count() as u32;
        let Some(wants) = wants.checked_sub(held).filter(|wants| *wants > 0) else { return Wire::Yes };
        inputs.retain(|input| !matches!(input, Wire::Yes | Wire::No));
        match inputs.len() as u32 {
            n if n < wants => Wire::No,
            1 => inputs[0],
            _ => self.raw(wants, inputs),
        }
    }

    fn raw(&mut self, wants: u32, inputs: Vec<Wire>) -> Wire {
        self.gates.push(Gate { wants, inputs });
        Wire::Gate(self.gates.len() as u32 - 1)
    }

    /// Lays the wires from their other end.
    fn connect(&mut self, items: usize) {
        let mut gates = vec![Vec::new(); self.gates.len()];
        let mut of_items = vec![Vec::new(); items];
        let mut of_unknown = vec![Vec::new(); self.unknown.len()];
        let mut of_dates = vec![Vec::new(); self.dates.len()];
        let mut outcomes = vec![Vec::new(); self.gates.len()];
        for (at, gate) in self.gates.iter().enumerate() {
            for input in &gate.inputs {
                match input {
                    Wire::Gate(from) => gates[*from as usize].push(at as u32),
                    Wire::Source(Source::Item(item)) => of_items[*item as usize].push(at as u32),
                    Wire::Source(Source::Unknown(unknown)) => of_unknown[*unknown as usize].push(at as u32),
                    Wire::Source(Source::Date(date)) => of_dates[*date as usize].push(at as u32),
                    Wire::Yes | Wire::No => {}
                }
            }
        }
        for (outcome, wire) in self.outcomes.iter().enumerate() {
            if let Wire::Gate(gate) = wire {
                outcomes[*gate as usize].push(outcome as u32);
            }
        }
        self.wants = self.gates.iter().map(|gate| gate.wants as i32).collect();
        self.gate_feeds = Feeds::of(&gates);
        self.item_feeds = Feeds::of(&of_items);
        self.unknown_feeds = Feeds::of(&of_unknown);
        self.date_feeds = Feeds::of(&of_dates);
        self.gate_outcomes = Feeds::of(&outcomes);
    }
}

/// Which gates are open in a draw.
#[derive(Debug, Clone, Default)]
pub(super) struct Opening {
    wants: Vec<i32>,
    stack: Vec<u32>,
}

impl Opening {
    /// Closes every gate that is not open from the start.
    pub(super) fn reset(&mut self, gates: &Gates) {
        self.wants.clone_from(&gates.wants);
    }

    /// Takes over the state of another.
    pub(super) fn copy(&mut self, other: &Opening) {
        self.wants.clone_from(&other.wants);
    }

    /// Lets a source come true, and calls `opened` with every outcome that this enables.
    #[inline]
    pub(super) fn comes(&mut self, gates: &Gates, source: Source, mut opened: impl FnMut(usize)) {
        let feeds = match source {
            Source::Item(item) => gates.item_feeds.of_index(item),
            Source::Unknown(unknown) => gates.unknown_feeds.of_index(unknown),
            Source::Date(date) => gates.date_feeds.of_index(date),
        };
        for gate in feeds {
            self.less(*gate);
        }
        while let Some(gate) = self.stack.pop() {
            gates.gate_outcomes.of_index(gate).iter().for_each(|outcome| opened(*outcome as usize));
            for next in gates.gate_feeds.of_index(gate) {
                self.less(*next);
            }
        }
    }

    #[inline]
    fn less(&mut self, gate: u32) {
        let wants = &mut self.wants[gate as usize];
        *wants -= 1;
        if *wants == 0 {
            self.stack.push(gate);
        }
    }

    /// Returns whether what a wire stands for holds.
    #[inline]
    pub(super) fn is_open(&self, wire: Wire) -> bool {
        match wire {
            Wire::Yes => true,
            Wire::No | Wire::Source(_) => false,
            Wire::Gate(gate) => self.wants[gate as usize] <= 0,
        }
    }
}
