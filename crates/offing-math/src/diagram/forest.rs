//! Decision nodes, each kept once, and the operations that make more of them.
//!
//! The core of everything in [`diagram`](crate::diagram): an arena of nodes *(level, low, high)*, a
//! unique table, and a lossy cache of operations. Node 0 is never, node 1 always; a node asks about
//! the leaf at its level and goes on to `high` if it holds, to `low` if not.
//!
//! *Source:* R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE
//! Transactions on Computers 35(8), 1986, pp. 677–691; K. S. Brace, R. L. Rudell, R. E. Bryant,
//! "Efficient implementation of a BDD package", DAC 1990, pp. 40–45, for the two tables.

use crate::structure::{Node, Op, Structure};

/// Deeper than any leaf: the level of the two constants.
pub(crate) const BOTTOM: u32 = u32::MAX;

/// One decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) level: u32,
    pub(crate) low: u32,
    pub(crate) high: u32,
}

/// A growing set of decision nodes over one order of leaves.
#[derive(Debug)]
pub(crate) struct Forest {
    pub(crate) cells: Vec<Cell>,
    unique: Vec<u32>,
    cache: Vec<(u64, u32)>,
    budget: usize,
    /// Set once a node was refused; whatever is computed from then on means nothing.
    full: bool,
}

const SMALLEST: usize = 1 << 8;
const CACHE_EMPTY: u64 = u64::MAX;

#[inline]
fn hash3(level: u32, low: u32, high: u32) -> usize {
    let a = (u64::from(low) | u64::from(high) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let b = (a ^ u64::from(level)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (b >> 32 ^ a >> 40) as usize
}

impl Forest {
    /// Returns a forest of the two constants, which will refuse to hold more than `budget` nodes.
    pub(crate) fn new(budget: usize) -> Forest {
        let bottom = |value| Cell { level: BOTTOM, low: value, high: value };
        Forest {
            cells: vec![bottom(0), bottom(1)],
            unique: vec![0; SMALLEST],
            cache: vec![(CACHE_EMPTY, 0); SMALLEST],
            budget: budget.min(1 << 31),
            full: false,
        }
    }

    #[inline]
    fn level(&self, node: u32) -> u32 {
        self.cells[node as usize].level
    }

    /// Returns the node that asks about `level` and goes on to `low` or `high`.
    #[inline]
    pub(crate) fn node(&mut self, level: u32, low: u32, high: u32) -> u32 {
        if low == high {
            return low;
        }
        let mask = self.unique.len() - 1;
        let mut at = hash3(level, low, high) & mask;
        loop {
            let found = self.unique[at];
            if found == 0 {
                break;
            }
            let cell = self.cells[found as usize];
            if cell.low == low && cell.high == high && cell.level == level {
                return found;
            }
            at = (at + 1) & mask;
        }
        if self.cells.len() >= self.budget {
            self.full = true;
            return 0;
        }
        let node = self.cells.len() as u32;
        self.cells.push(Cell { level, low, high });
        self.unique[at] = node;
        if self.cells.len() * 2 > self.unique.len() {
            self.grow();
        }
        node
    }

    #[cold]
    fn grow(&mut self) {
        let len = self.unique.len() * 4;
        self.unique.clear();
        self.unique.resize(len, 0);
        for (node, cell) in self.cells.iter().enumerate().skip(2) {
            let mut at = hash3(cell.level, cell.low, cell.high) & (len - 1);
            while self.unique[at] != 0 {
                at = (at + 1) & (len - 1);
            }
            self.unique[at] = node as u32;
        }
        let old = std::mem::replace(&mut self.cache, vec![(CACHE_EMPTY, 0); len]);
        for (key, value) in old {
            if key != CACHE_EMPTY {
                let at = cache_slot(key) & (len - 1);
                self.cache[at] = (key, value);
            }
        }
    }

    /// Returns the node that holds where both do (`ALL`), or where either does.
    fn join<const ALL: bool>(&mut self, a: u32, b: u32) -> u32 {
        let (neutral, decisive) = if ALL { (1, 0) } else { (0, 1) };
        if a == b || b == neutral {
            return a;
        }
        if a == neutral {
            return b;
        }
        if a == decisive || b == decisive {
            return decisive;
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        let key = u64::from(a) << 32 | u64::from(b) << 1 | u64::from(ALL);
        let at = cache_slot(key) & (self.cache.len() - 1);
        if self.cache[at].0 == key {
            return self.cache[at].1;
        }
        if self.full {
            return 0;
        }
        let (ca, cb) = (self.cells[a as usize], self.cells[b as usize]);
        let level = ca.level.min(cb.level);
        let (a0, a1) = if ca.level == level { (ca.low, ca.high) } else { (a, a) };
        let (b0, b1) = if cb.level == level { (cb.low, cb.high) } else { (b, b) };
        let low = self.join::<ALL>(a0, b0);
        let high = self.join::<ALL>(a1, b1);
        let node = self.node(level, low, high);
        let at = cache_slot(key) & (self.cache.len() - 1);
        self.cache[at] = (key, node);
        node
    }

    pub(crate) fn all(&mut self, a: u32, b: u32) -> u32 {
        self.join::<true>(a, b)
    }

    pub(crate) fn any(&mut self, a: u32, b: u32) -> u32 {
        self.join::<false>(a, b)
    }

    /// Returns the node of `root` of `structure`, leaf `order[l]` being asked about at level `l`; or
    /// nothing if it takes more nodes than the budget.
    pub(crate) fn draw(&mut self, structure: &Structure, root: Node, order: &[u32]) -> Option<u32> {
        let mut level_of = vec![BOTTOM; structure.leaf_count()];
        order.iter().enumerate().for_each(|(level, &leaf)| level_of[leaf as usize] = level as u32);
        let mut drawn = vec![0_u32; root.idx() + 1];
        if let Some(always) = drawn.get_mut(1) {
            *always = 1;
        }
        let uses = crate::structure::uses(structure, root);
        let mut args: Vec<u32> = Vec::new();
        for idx in (2..=root.idx()).filter(|&idx| uses[idx] > 0) {
            let gate = Node(idx as u32);
            args.clear();
            args.extend(structure.args(gate).iter().map(|arg| drawn[arg.idx()]));
            // Deepest first: each step then adds on top of what is there.
            args.sort_by_key(|&arg| std::cmp::Reverse(self.level(arg)));
            drawn[idx] = match structure.op(gate) {
                Op::Always => unreachable!("the two constants come first"),
                Op::Leaf => self.node(level_of[structure.number(gate) as usize], 0, 1),
                Op::All => args.iter().fold(1, |all, &arg| self.all(arg, all)),
                Op::Any => args.iter().fold(0, |any, &arg| self.any(arg, any)),
                Op::AtLeast => self.at_least(structure.number(gate) as usize, &args),
            };
            if self.full {
                return None;
            }
        }
        Some(drawn[root.idx()])
    }

    /// Returns the node that holds where at least `k` of `args` do.
    fn at_least(&mut self, k: usize, args: &[u32]) -> u32 {
        let mut so_many = vec![0; k + 1];
        so_many[0] = 1;
        for &arg in args {
            for j in (1..=k).rev() {
                let one_more = self.all(arg, so_many[j - 1]);
                so_many[j] = self.any(one_more, so_many[j]);
            }
        }
        so_many[k]
    }
}

#[inline]
fn cache_slot(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize
}
