//! Which parts of a structure stand alone?
//!
//! A *module* shares no leaf with the rest, so the rest may treat it as one leaf. [`modules`] cuts a
//! structure into modules, each of them a small structure over leaves and other modules: whatever is
//! asked of the whole is asked of each once, and put together.
//!
//! *Source:* Y. Dutuit, A. Rauzy, "A linear-time algorithm to find modules of fault trees", IEEE
//! Transactions on Reliability 45(3), 1996, pp. 422–425; K. A. Reay, J. D. Andrews, "A fault tree analysis
//! strategy using binary decision diagrams", Reliability Engineering and System Safety 78(1), 2002,
//! pp. 45–56 (leaves that always come together made one).

use super::decisive::{Decisive, decisive};
use super::simplify::{simplified, uses};
use super::{Node, Op, Structure};

/// One module: a structure whose leaves are the whole's leaves, or other modules.
///
/// *Shape:* leaf `n + m`, with `n` the number of leaves of the whole, is module `m`, which comes
/// before this one in the list.
#[derive(Clone, Debug)]
pub(crate) enum Module {
    /// All or any of these, as `op` says.
    Plain {
        op: Op,
        parts: Vec<u32>,
    },
    Graph {
        structure: Structure,
        root: Node,
    },
}

/// A structure cut into modules.
#[derive(Clone, Debug)]
pub(crate) struct Modules {
    pub(crate) leaf_count: u32,
    /// In an order in which each comes after those it is made of.
    pub(crate) modules: Vec<Module>,
    pub(crate) top: Top,
}

/// What the whole comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Top {
    Always(bool),
    /// A leaf of the whole, or `leaf_count` and more for a module.
    Part(u32),
}

/// Taking out what decides alone may reveal more of the same; deeper than this it is left in.
const ROUNDS: u32 = 100;

/// Returns `root` of `structure` cut into modules.
///
/// *Cost:* linear in the size of what `root` reaches, for each round of simplification.
pub(crate) fn modules(structure: &Structure, root: Node) -> Modules {
    let mut cut = Modules::none(structure);
    cut.top = cut.split(structure, root, 0);
    cut
}

/// Returns the same, given the leaves that decide `root` alone: in a large structure that is all
/// about its few weak points, little else is left to look at.
pub(crate) fn modules_without(structure: &Structure, root: Node, decisive: &Decisive) -> Modules {
    let mut cut = Modules::none(structure);
    cut.top = if decisive.needed.is_empty() && decisive.enough.is_empty() {
        cut.split(structure, root, 0)
    } else {
        cut.split_without(structure, root, decisive, 0)
    };
    cut
}

impl Modules {
    fn none(structure: &Structure) -> Modules {
        Modules { leaf_count: structure.leaf_count() as u32, modules: Vec::new(), top: Top::Always(false) }
    }

    /// Adds the modules of `root`, and returns what stands for it.
    fn split(&mut self, from: &Structure, root: Node, round: u32) -> Top {
        let (structure, root) = simplified(from, root, |_| None);
        match structure.op(root) {
            Op::Always => return Top::Always(root == Node::TRUE),
            Op::Leaf => return Top::Part(structure.number(root)),
            _ => {}
        }
        let is_module = module_gates(&structure, root);
        let uses = uses(&structure, root);
        // What each module gate has become, once it has been added.
        let mut stands_for = vec![u32::MAX; root.idx() + 1];
        for idx in (2..=root.idx()).filter(|&idx| is_module[idx]) {
            if let Some(parts) = plain_parts(&structure, Node(idx as u32), &stands_for) {
                stands_for[idx] = self.push(Module::Plain { op: structure.op(Node(idx as u32)), parts });
                continue;
            }
            let (body, body_root) = self.body_of(&structure, Node(idx as u32), &stands_for, &uses);
            stands_for[idx] = self.add(body, body_root, round);
        }
        Top::Part(stands_for[root.idx()])
    }

    /// Adds one module, first taking out of it what decides alone and what shares no leaf.
    fn add(&mut self, body: Structure, root: Node, round: u32) -> u32 {
        if round == ROUNDS {
            return self.push(Module::Graph { structure: body, root });
        }
        let decisive = decisive(&body, root);
        if decisive.needed.is_empty() && decisive.enough.is_empty() {
            return self.add_components(body, root, round);
        }
        match self.split_without(&body, root, &decisive, round) {
            Top::Part(part) => part,
            Top::Always(_) => unreachable!("a leaf that decides is left"),
        }
    }

    /// Adds what is left of `root` without the leaves that decide alone, puts these back, and returns
    /// what stands for it all.
    fn split_without(&mut self, from: &Structure, root: Node, decisive: &Decisive, round: u32) -> Top {
        // A leaf both needed and enough is all there is; otherwise only one of the lists has any.
        let (op, holds, leaves) = match decisive.needed.is_empty() {
            false => (Op::All, true, &decisive.needed),
            true => (Op::Any, false, &decisive.enough),
        };
        let fixed = |leaf| leaves.binary_search(&leaf).is_ok().then_some(holds);
        let (rest, rest_root) = simplified(from, root, fixed);
        let mut parts = leaves.clone();
        match self.split(&rest, rest_root, round + 1) {
            Top::Part(part) => parts.push(part),
            Top::Always(value) => debug_assert_eq!(value, holds, "the rest is neutral or open"),
        }
        Top::Part(self.push_gate(op, &parts))
    }

    /// Adds a module gate whose arguments fall into groups that share no leaf: each group is a module.
    fn add_components(&mut self, body: Structure, root: Node, round: u32) -> u32 {
        let op = body.op(root);
        let groups = if op == Op::AtLeast { Vec::new() } else { components(&body, root) };
        if groups.len() < 2 {
            return self.push(Module::Graph { structure: body, root });
        }
        let mut parts = Vec::new();
        for group in groups {
            let mut own = body.clone();
            let group_root = own.gate(op, &group);
            match self.split(&own, group_root, round + 1) {
                Top::Part(part) => parts.push(part),
                Top::Always(_) => unreachable!("a group of open arguments is open"),
            }
        }
        self.push_gate(op, &parts)
    }

    /// Returns the structure of one module gate, in which the modules below it are leaves. What only one gate
    /// below it asks about is a module too: all or any of that, as the gate says.
    fn body_of(
        &mut self,
        from: &Structure,
        gate: Node,
        stands_for: &[u32],
        uses: &[u32],
    ) -> (Structure, Node) {
        let part = |node: Node| match from.op(node) {
            Op::Leaf => from.number(node),
            _ => stands_for[node.idx()],
        };
        let mut inside = vec![gate];
        let mut seen = vec![false; gate.idx() + 1];
        let mut next = 0;
        while let Some(&node) = inside.get(next) {
            next += 1;
            let gates = from.args(node).iter().copied().filter(|arg| part(*arg) == u32::MAX);
            inside.extend(gates.filter(|arg| !std::mem::replace(&mut seen[arg.idx()], true)));
        }
        inside.sort_unstable();
        let mut body = Structure::new();
        let mut moved = vec![Node::FALSE; gate.idx() + 1];
        for node in inside {
            let op = from.op(node);
            // What the module itself asks about alone decides alone, and is taken out as such.
            let bundles = op != Op::AtLeast && node != gate;
            let (mut args, mut own) = (Vec::new(), Vec::new());
            for &arg in from.args(node) {
                match part(arg) {
                    u32::MAX => args.push(moved[arg.idx()]),
                    part if bundles && uses[arg.idx()] == 1 => own.push(part),
                    part => args.push(body.leaf(part)),
                }
            }
            match own.as_slice() {
                [] => {}
                [one] => args.push(body.leaf(*one)),
                _ => args.push(body.leaf(self.push(Module::Plain { op, parts: own }))),
            }
            moved[node.idx()] = match op {
                Op::AtLeast => body.at_least(from.number(node), &args),
                op => body.gate(op, &args),
            };
        }
        let root = moved[gate.idx()];
        (body, root)
    }

    fn push_gate(&mut self, op: Op, parts: &[u32]) -> u32 {
        match parts {
            [one] => *one,
            _ => self.push(Module::Plain { op, parts: parts.to_vec() }),
        }
    }

    fn push(&mut self, module: Module) -> u32 {
        self.modules.push(module);
        self.leaf_count + self.modules.len() as u32 - 1
    }
}

/// Returns what a gate is all or any of, if these are nothing but leaves and modules.
fn plain_parts(structure: &Structure, gate: Node, stands_for: &[u32]) -> Option<Vec<u32>> {
    if structure.op(gate) == Op::AtLeast {
        return None;
    }
    let part = |&arg: &Node| match (structure.op(arg), stands_for[arg.idx()]) {
        (Op::Leaf, _) => Some(structure.number(arg)),
        (_, u32::MAX) => None,
        (_, part) => Some(part),
    };
    structure.args(gate).iter().map(part).collect()
}

/// Returns which gates below `root`, itself included, share no leaf with what is not below them.
///
/// A walk visits gates depth first, each gate's arguments once. A gate is a module when everything
/// below it is met for the first and for the last time between the gate's entry and its exit.
fn module_gates(structure: &Structure, root: Node) -> Vec<bool> {
    let len = root.idx() + 1;
    let (mut first, mut last, mut exit) = (vec![0_u32; len], vec![0_u32; len], vec![0_u32; len]);
    let mut time = 0;
    let mut walk: Vec<(Node, usize)> = Vec::new();
    let mut meet = |node: Node, time: &mut u32, walk: &mut Vec<(Node, usize)>| {
        *time += 1;
        last[node.idx()] = *time;
        if first[node.idx()] == 0 {
            first[node.idx()] = *time;
            walk.push((node, 0));
        }
    };
    meet(root, &mut time, &mut walk);
    while let Some((node, next)) = walk.last_mut() {
        let node = *node;
        if let Some(&arg) = structure.args(node).get(*next) {
            *next += 1;
            meet(arg, &mut time, &mut walk);
        } else {
            time += 1;
            exit[node.idx()] = time;
            walk.pop();
        }
    }
    let (mut earliest, mut latest) = (first.clone(), last.clone());
    let mut is_module = vec![false; len];
    for idx in (2..len).filter(|&idx| first[idx] > 0) {
        let args = structure.args(Node(idx as u32));
        let (mut low, mut high) = (u32::MAX, 0);
        for arg in args {
            low = low.min(earliest[arg.idx()]);
            high = high.max(latest[arg.idx()]);
        }
        is_module[idx] = !args.is_empty() && low > first[idx] && high < exit[idx];
        earliest[idx] = earliest[idx].min(low);
        latest[idx] = latest[idx].max(high);
    }
    is_module
}

/// Returns the arguments of `root` in groups that share nothing with each other.
fn components(structure: &Structure, root: Node) -> Vec<Vec<Node>> {
    let args = structure.args(root);
    let mut leader: Vec<usize> = (0..args.len()).collect();
    fn find(leader: &mut [usize], mut idx: usize) -> usize {
        while leader[idx] != idx {
            leader[idx] = leader[leader[idx]];
            idx = leader[idx];
        }
        idx
    }
    let mut met_by = vec![usize::MAX; root.idx()];
    for (nth, &arg) in args.iter().enumerate() {
        let mut walk = vec![arg];
        while let Some(node) = walk.pop() {
            if met_by[node.idx()] == usize::MAX {
                met_by[node.idx()] = nth;
                walk.extend_from_slice(structure.args(node));
            } else {
                let (a, b) = (find(&mut leader, met_by[node.idx()]), find(&mut leader, nth));
                leader[a.max(b)] = a.min(b);
            }
        }
    }
    let mut groups: Vec<Vec<Node>> = vec![Vec::new(); args.len()];
    for (nth, &arg) in args.iter().enumerate() {
        groups[find(&mut leader, nth)].push(arg);
    }
    groups.retain(|group| !group.is_empty());
    groups
}
