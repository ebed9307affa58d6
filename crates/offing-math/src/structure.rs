//! What holds, given what its parts do?
//!
//! A [`Structure`] is a monotone function of numbered leaves, built from all-of, any-of and
//! at-least-k-of, with subtrees shared by name. It is the question; a
//! [`Diagram`](crate::diagram::Diagram) is where the answers are read: how likely, what closes it,
//! what opens it, what matters.
//!
//! ```
//! use offing_math::structure::Structure;
//!
//! // Payments work when the ledger does and two of three providers do.
//! let mut s = Structure::new();
//! let ledger = s.leaf(0);
//! let providers = [s.leaf(1), s.leaf(2), s.leaf(3)];
//! let two = s.at_least(2, &providers);
//! let payments = s.all(&[ledger, two]);
//! assert!(s.eval(payments, &[true, true, false, true]));
//! assert!(!s.eval(payments, &[true, true, false, false]));
//! ```
//!
//! *Absent on purpose:* negation. A structure never loses by having more, so the minimal sets that
//! make it hold, or make it fail, are all there is to know about it.

mod decisive;
mod modules;
mod order;
mod simplify;

pub use decisive::Decisive;
pub(crate) use modules::{Module, Modules, Top, modules, modules_without};
pub(crate) use order::{Order, ordered};
pub(crate) use simplify::uses;

use crate::interning::{Interned, mix};

/// One node of a [`Structure`]: a handle that means something only there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node(pub(crate) u32);

impl Node {
    pub(crate) const FALSE: Node = Node(0);
    pub(crate) const TRUE: Node = Node(1);

    pub(crate) fn idx(self) -> usize {
        self.0 as usize
    }
}

/// What a node of a [`Structure`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate<'a> {
    Always(bool),
    Leaf(u32),
    /// Holds when all of its arguments hold.
    All(&'a [Node]),
    /// Holds when any of its arguments holds.
    Any(&'a [Node]),
    /// Holds when at least so many of its arguments hold.
    AtLeast(u32, &'a [Node]),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Always,
    Leaf,
    All,
    Any,
    AtLeast,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    op: Op,
    /// The leaf's number, or how many arguments must hold.
    number: u32,
    start: u32,
    end: u32,
}

/// A monotone function of numbered leaves, as a directed graph of gates with shared subtrees.
///
/// *Shape:* arguments are always built before the gate that takes them, so ascending node order is
/// children first. Equal gates are one node.
#[derive(Clone, Debug)]
pub struct Structure {
    cells: Vec<Cell>,
    args: Vec<Node>,
    same: Interned,
    leaf_nodes: Vec<Option<Node>>,
}

impl Default for Structure {
    fn default() -> Structure {
        Structure::new()
    }
}

impl Structure {
    /// Returns a structure with nothing in it but the two constants.
    pub fn new() -> Structure {
        let constant = Cell { op: Op::Always, number: 0, start: 0, end: 0 };
        Structure {
            cells: vec![constant, constant],
            args: Vec::new(),
            same: Interned::default(),
            leaf_nodes: Vec::new(),
        }
    }

    /// Returns the node that always holds, or never does.
    pub fn always(&self, holds: bool) -> Node {
        if holds { Node::TRUE } else { Node::FALSE }
    }

    /// Returns the node of leaf `leaf`: the same one however often it is asked for.
    pub fn leaf(&mut self, leaf: u32) -> Node {
        let idx = leaf as usize;
        if idx >= self.leaf_nodes.len() {
            self.leaf_nodes.resize(idx + 1, None);
        }
        if let Some(node) = self.leaf_nodes[idx] {
            return node;
        }
        let at = self.args.len() as u32;
        let node = self.push(Cell { op: Op::Leaf, number: leaf, start: at, end: at });
        self.leaf_nodes[idx] = Some(node);
        node
    }

    /// Returns the node that holds when all of `args` do; with none of them, always.
    pub fn all(&mut self, args: &[Node]) -> Node {
        self.gate(Op::All, args)
    }

    /// Returns the node that holds when any of `args` does; with none of them, never.
    pub fn any(&mut self, args: &[Node]) -> Node {
        self.gate(Op::Any, args)
    }

    /// Returns the node that holds when at least `k` of `args` do.
    ///
    /// *Assumes:* an argument given twice counts twice.
    pub fn at_least(&mut self, k: u32, args: &[Node]) -> Node {
        let sure = args.iter().filter(|&&arg| arg == Node::TRUE).count() as u32;
        let mut open: Vec<Node> = args.iter().copied().filter(|arg| arg.0 > 1).collect();
        let k = k.saturating_sub(sure);
        let n = open.len() as u32;
        match k {
            0 => Node::TRUE,
            _ if k > n => Node::FALSE,
            1 => self.any(&open),
            _ if k == n => self.all(&open),
            _ => {
                open.sort_unstable();
                self.intern(Op::AtLeast, k, &open)
            }
        }
    }

    /// Returns what `node` is.
    pub fn gate_of(&self, node: Node) -> Gate<'_> {
        let cell = self.cells[node.idx()];
        let args = &self.args[cell.start as usize..cell.end as usize];
        match cell.op {
            Op::Always => Gate::Always(node == Node::TRUE),
            Op::Leaf => Gate::Leaf(cell.number),
            Op::All => Gate::All(args),
            Op::Any => Gate::Any(args),
            Op::AtLeast => Gate::AtLeast(cell.number, args),
        }
    }

    /// Returns the number of nodes, the two constants and all leaves included.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Returns whether there is nothing but the two constants.
    pub fn is_empty(&self) -> bool {
        self.cells.len() == 2
    }

    /// Returns one more than the highest leaf number in use.
    pub fn leaf_count(&self) -> usize {
        self.leaf_nodes.len()
    }

    /// Returns whether `node` holds when exactly the leaves with `holds[leaf]` do.
    ///
    /// *Panics:* if `holds` is shorter than [`Structure::leaf_count`]: it comes from the same model.
    /// *Cost:* linear in the size of the structure.
    pub fn eval(&self, node: Node, holds: &[bool]) -> bool {
        let mut values = vec![false; node.idx().max(1) + 1];
        for idx in 0..=node.idx() {
            values[idx] = match self.gate_of(Node(idx as u32)) {
                Gate::Always(value) => value,
                Gate::Leaf(leaf) => holds[leaf as usize],
                Gate::All(args) => args.iter().all(|arg| values[arg.idx()]),
                Gate::Any(args) => args.iter().any(|arg| values[arg.idx()]),
                Gate::AtLeast(k, args) => args.iter().filter(|arg| values[arg.idx()]).count() >= k as usize,
            };
        }
        values[node.idx()]
    }

    /// How many leaves there are, numbers that are left out not counted.
    pub(crate) fn leaves_below(&self) -> usize {
        self.leaf_nodes.iter().flatten().count()
    }

    pub(crate) fn op(&self, node: Node) -> Op {
        self.cells[node.idx()].op
    }

    /// The leaf's number, or how many arguments of an at-least gate must hold.
    pub(crate) fn number(&self, node: Node) -> u32 {
        self.cells[node.idx()].number
    }

    pub(crate) fn args(&self, node: Node) -> &[Node] {
        let cell = self.cells[node.idx()];
        &self.args[cell.start as usize..cell.end as usize]
    }

    /// Returns the gate of kind `op` over `args`, made as simple as its arguments alone allow.
    pub(crate) fn gate(&mut self, op: Op, args: &[Node]) -> Node {
        let (neutral, decisive) = if op == Op::All { (1, 0) } else { (0, 1) };
        if args.iter().any(|arg| arg.0 == decisive) {
            return Node(decisive);
        }
        let mut open: Vec<Node> = args.iter().copied().filter(|arg| arg.0 != neutral).collect();
        open.sort_unstable();
        open.dedup();
        match open.as_slice() {
            [] => Node(neutral),
            [one] => *one,
            _ => self.intern(op, 0, &open),
        }
    }

    fn intern(&mut self, op: Op, number: u32, args: &[Node]) -> Node {
        let hash = hash_of(op, number, args);
        let (cells, all) = (&self.cells, &self.args);
        let slot = self.same.find(hash, |idx| {
            let cell = cells[idx as usize];
            cell.op == op && cell.number == number && all[cell.start as usize..cell.end as usize] == *args
        });
        if let Some(idx) = slot {
            return Node(idx);
        }
        let start = self.args.len() as u32;
        self.args.extend_from_slice(args);
        let node = self.push(Cell { op, number, start, end: self.args.len() as u32 });
        self.same.insert(hash, node.0);
        node
    }

    fn push(&mut self, cell: Cell) -> Node {
        let node = Node(u32::try_from(self.cells.len()).expect("fewer than four billion nodes"));
        self.cells.push(cell);
        node
    }
}

fn hash_of(op: Op, number: u32, args: &[Node]) -> u64 {
    args.iter().fold(u64::from(number) << 3 | op as u64, |hash, arg| mix(hash, u64::from(arg.0)))
}
