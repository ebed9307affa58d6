//! What holds now, and what could be made to hold (DESIGN 4.1).
//!
//! Three values: for a monotone requirement, judging with everything unknown taken for the worst and for the
//! best gives exactly what Kleene's three-valued logic should; both ends are carried in one pass.

use offing_model::units::Presence;
use offing_model::{InitiativeId, Model, Need, Node, OutcomeId, Progress};

use crate::graph::{Graph, Part, each_part};

/// Whether something holds; ordered, so that `all` is the least of its parts and `any` the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holds {
    /// It does not.
    No,
    /// It hangs on something not known.
    Unknown,
    /// It does.
    Yes,
}

/// Where an outcome stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Its needs hold now.
    Enabled,
    /// They can be made to hold with initiatives we know, or by waiting for a date.
    Reachable,
    /// It hangs on something not known.
    Unknown,
    /// With no initiative we know.
    Blocked,
}

impl Status {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Status::Enabled => "enabled",
            Status::Reachable => "reachable",
            Status::Unknown => "unknown",
            Status::Blocked => "blocked",
        }
    }
}

/// What is taken away from the world that the model describes.
#[derive(Debug, Clone, Default)]
pub struct Lost(Vec<Node>);

impl Lost {
    /// Returns a world without these nodes.
    pub fn of(nodes: Vec<Node>) -> Self {
        Self(nodes)
    }

    /// Returns whether a node is taken away.
    pub fn has(&self, node: Node) -> bool {
        self.0.contains(&node)
    }

    /// Returns what is taken away.
    pub fn nodes(&self) -> &[Node] {
        &self.0
    }
}

/// What holds, for every node.
#[derive(Debug, Clone)]
pub struct Holding {
    /// Whether each node exists now, by dense index.
    pub exists: Vec<Holds>,
    /// Whether each node holds now, by dense index.
    pub now: Vec<Holds>,
    /// Whether each node exists once every date has come, by dense index; initiatives bring nothing.
    pub dated: Vec<Holds>,
    /// Whether each node would exist with every usable initiative done and every date come.
    pub exists_later: Vec<Holds>,
    /// Whether each node would hold then.
    pub later: Vec<Holds>,
    /// Which initiatives could still be done: neither done nor dropped, and nothing before them dropped.
    pub usable: Vec<bool>,
    /// The usable initiatives that deliver each node, by dense index.
    pub brought_by: Vec<Vec<InitiativeId>>,
}

impl Holding {
    /// Returns what holds in the model, without what is lost there or here.
    ///
    /// *Cost:* linear in nodes and needs.
    pub fn of(model: &Model, graph: &Graph, lost: &Lost) -> Self {
        let usable = usable(model);
        let (mut exists, mut dated, mut exists_later) = existence(model, &usable);
        for node in lost.nodes().iter().chain(&model.lost) {
            exists[model.node_index(*node)] = Holds::No;
            dated[model.node_index(*node)] = Holds::No;
            exists_later[model.node_index(*node)] = Holds::No;
        }
        let everything = vec![true; exists.len()];
        let now = judge_within(model, graph, &everything, &exists);
        let later = judge_within(model, graph, &everything, &exists_later);
        let mut brought_by = vec![Vec::new(); model.node_count()];
        for id in offing_model::Initiative::ids(model).filter(|id| usable[id.0 as usize]) {
            for node in &model[id].delivers {
                brought_by[model.node_index(*node)].push(id);
            }
        }
        Self { exists, now, dated, exists_later, later, usable, brought_by }
    }

    /// Returns whether a node holds now.
    pub fn holds(&self, model: &Model, node: Node) -> Holds {
        self.now[model.node_index(node)]
    }

    /// Returns where an outcome stands. What is unknown now is *unknown*, even where an initiative would settle
    /// it; what is not enabled now is *reachable* when initiatives or dates are sure to open it.
    pub fn status(&self, model: &Model, outcome: OutcomeId) -> Status {
        let at = model.node_index(Node::Outcome(outcome));
        match (self.now[at], self.later[at]) {
            (Holds::Yes, _) => Status::Enabled,
            (Holds::Unknown, _) => Status::Unknown,
            (Holds::No, Holds::Yes) => Status::Reachable,
            (Holds::No, Holds::Unknown) => Status::Unknown,
            (Holds::No, Holds::No) => Status::Blocked,
        }
    }

    /// Returns whether a requirement holds now.
    pub fn need(&self, model: &Model, need: &Need) -> Holds {
        judge_need(need, &|node| self.now[model.node_index(node)])
    }

    /// Returns the things whose absence keeps a node from holding, where they stand in the requirement tree; of
    /// alternatives, the one that misses least. What is unknown counts as missing.
    pub fn missing(&self, model: &Model, node: Node) -> Vec<Node> {
        self.missing_by(model, node, &self.now, &self.exists)
    }

    /// Returns the things that no initiative delivers and no date brings, which keep a node blocked.
    pub fn undelivered(&self, model: &Model, node: Node) -> Vec<Node> {
        self.missing_by(model, node, &self.later, &self.exists_later)
    }

    fn missing_by(&self, model: &Model, node: Node, holds: &[Holds], exists: &[Holds]) -> Vec<Node> {
        let mut search =
            Missing { model, holds, exists, seen: vec![false; model.node_count()], found: Vec::new() };
        search.visit(node);
        search.found
    }
}

/// Returns which initiatives could still be done.
fn usable(model: &Model) -> Vec<bool> {
    let as_of = model.company.as_of;
    let progress: Vec<Progress> =
        model.initiatives.iter().map(|initiative| initiative.progress(as_of)).collect();
    let mut usable: Vec<bool> =
        progress.iter().map(|progress| matches!(progress, Progress::Waiting | Progress::Started)).collect();
    // `after` has no circle, so striking what waits for something unusable ends.
    let mut waits_for_it: Vec<Vec<u32>> = vec![Vec::new(); model.initiatives.len()];
    for (at, initiative) in model.initiatives.iter().enumerate() {
        initiative.after.iter().for_each(|before| waits_for_it[before.0 as usize].push(at as u32));
    }
    let mut open: Vec<usize> = (0..usable.len()).filter(|at| progress[*at] == Progress::Dropped).collect();
    while let Some(at) = open.pop() {
        for next in &waits_for_it[at] {
            if std::mem::replace(&mut usable[*next as usize], false) {
                open.push(*next as usize);
            }
        }
    }
    usable
}

/// Returns whether each node exists now, once every date has come, and with every usable initiative done too.
fn existence(model: &Model, usable: &[bool]) -> (Vec<Holds>, Vec<Holds>, Vec<Holds>) {
    let as_of = model.company.as_of;
    let presence = |presence: Presence| match presence {
        Presence::Known(true) => (Holds::Yes, Holds::Yes),
        Presence::Known(false) => (Holds::No, Holds::No),
        Presence::Unknown => (Holds::Unknown, Holds::Unknown),
        Presence::Chance(chance) if chance <= 0.0 => (Holds::No, Holds::No),
        Presence::Chance(chance) if chance >= 1.0 => (Holds::Yes, Holds::Yes),
        Presence::Chance(_) => (Holds::Unknown, Holds::Unknown),
        Presence::From(date) if date <= as_of => (Holds::Yes, Holds::Yes),
        Presence::From(_) => (Holds::No, Holds::Yes),
    };
    let (mut exists, mut dated): (Vec<Holds>, Vec<Holds>) = model
        .nodes()
        .map(|node| match node {
            Node::Capability(id) => presence(model[id].have),
            Node::System(id) => presence(model[id].live),
            _ => (Holds::Yes, Holds::Yes),
        })
        .unzip();
    for initiative in model.initiatives.iter().filter(|one| one.progress(as_of) == Progress::Done) {
        for node in &initiative.delivers {
            let at = model.node_index(*node);
            (exists[at], dated[at]) = (Holds::Yes, Holds::Yes);
        }
    }
    let mut later = dated.clone();
    for (initiative, _) in model.initiatives.iter().zip(usable).filter(|(_, usable)| **usable) {
        initiative.delivers.iter().for_each(|node| later[model.node_index(*node)] = Holds::Yes);
    }
    (exists, dated, later)
}

/// Returns what holds of the nodes marked in `below`, when so much of each exists by itself.
pub(crate) fn judge_within(model: &Model, graph: &Graph, below: &[bool], exists: &[Holds]) -> Vec<Holds> {
    let mut holds = vec![Holds::No; exists.len()];
    for node in graph.order().iter().filter(|node| below[model.node_index(**node)]) {
        let at = model.node_index(*node);
        holds[at] = judge_node(model, *node, exists[at], &|node| holds[model.node_index(node)]);
    }
    holds
}

/// Returns whether a node holds when it exists as said and what it needs holds as `of` says.
pub(crate) fn judge_node(model: &Model, node: Node, exists: Holds, of: &impl Fn(Node) -> Holds) -> Holds {
    let mut state = exists;
    each_part(model, node, &mut |part| {
        if state > Holds::No {
            state = state.min(judge_part(model, part, of));
        }
    });
    state
}

fn judge_part(model: &Model, part: Part<'_>, of: &impl Fn(Node) -> Holds) -> Holds {
    match part {
        Part::Need(need) => judge_need(need, of),
        Part::Uses(technology) => of(Node::Technology(technology)),
        Part::Vendor(vendor) => of(vendor),
        Part::Knows(system) => {
            model[system].knows.iter().map(|person| of(Node::Person(*person))).max().unwrap_or(Holds::Yes)
        }
    }
}

/// Returns whether a requirement holds when its nodes hold as `of` says.
pub fn judge_need(need: &Need, of: &impl Fn(Node) -> Holds) -> Holds {
    match need {
        Need::One(node, _) => of(*node),
        Need::All(parts) => parts.iter().map(|part| judge_need(part, of)).min().unwrap_or(Holds::Yes),
        Need::Any(parts) => parts.iter().map(|part| judge_need(part, of)).max().unwrap_or(Holds::No),
        Need::AtLeast(least, parts) => {
            let mut states: Vec<Holds> = parts.iter().map(|part| judge_need(part, of)).collect();
            states.sort_unstable_by(|a, b| b.cmp(a));
            states.get(*least as usize - 1).copied().unwrap_or(Holds::No)
        }
    }
}

struct Missing<'a> {
    model: &'a Model,
    holds: &'a [Holds],
    exists: &'a [Holds],
    seen: Vec<bool>,
    found: Vec<Node>,
}

impl Missing<'_> {
    /// Walks down the failing branches; an explicit stack, as chains of needs may be long.
    fn visit(&mut self, root: Node) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            let at = self.model.node_index(node);
            if self.holds[at] == Holds::Yes || std::mem::replace(&mut self.seen[at], true) {
                continue;
            }
            if self.exists[at] != Holds::Yes {
                self.found.push(node);
            }
            let mut below = Vec::new();
            let (model, holds) = (self.model, self.holds);
            each_part(model, node, &mut |part| match part {
                Part::Need(need) => self.branches(need, &mut below),
                Part::Uses(technology) => below.push(Node::Technology(technology)),
                Part::Vendor(vendor) => below.push(vendor),
                Part::Knows(system)
                    if judge_part(model, part, &|node| holds[model.node_index(node)]) != Holds::Yes =>
                {
                    below.extend(model[system].knows.first().map(|person| Node::Person(*person)));
                }
                Part::Knows(_) => {}
            });
            open.extend(below.into_iter().rev());
        }
    }

    /// Adds the nodes of the branches that would have to be mended for the requirement to hold.
    fn branches(&self, need: &Need, below: &mut Vec<Node>) {
        let of = |node: Node| self.holds[self.model.node_index(node)];
        if judge_need(need, &of) == Holds::Yes {
            return;
        }
        let short = |part: &&Need| judge_need(part, &of) != Holds::Yes;
        match need {
            Need::One(node, _) => below.push(*node),
            Need::All(parts) => parts.iter().for_each(|part| self.branches(part, below)),
            Need::Any(parts) => {
                if let Some(best) = parts.iter().min_by_key(|part| self.distance(part)) {
                    self.branches(best, below);
                }
            }
            Need::AtLeast(least, parts) => {
                let holding = parts.iter().filter(|part| !short(part)).count();
                let mut failing: Vec<&Need> = parts.iter().filter(short).collect();
                failing.sort_by_key(|part| self.distance(part));
                let wanted = (*least as usize).saturating_sub(holding);
                failing.into_iter().take(wanted).for_each(|part| self.branches(part, below));
            }
        }
    }

    /// Returns how far a failing branch is from holding: unknown before absent, then fewer names before more.
    fn distance(&self, need: &Need) -> (std::cmp::Reverse<Holds>, usize) {
        let of = |node: Node| self.holds[self.model.node_index(node)];
        let mut failing = 0;
        need.each_node(&mut |node, _| failing += usize::from(of(node) != Holds::Yes));
        (std::cmp::Reverse(judge_need(need, &of)), failing)
    }
}
