//! Binary decision diagrams, and how a structure becomes one.
//!
//! Node 0 is never, node 1 always; any other asks about the leaf at its level and goes on to `high` if
//! that holds, to `low` if not.
//!
//! *Source:* R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE
//! Transactions on Computers 35(8), 1986, pp. 677–691.

use super::store::{BOTTOM, Cache, Cell, Store};
use crate::structure::{Node, Op, Structure, uses};

/// A growing set of decision nodes over one order of leaves.
#[derive(Debug)]
pub(crate) struct Forest {
    store: Store,
    cache: Cache,
}

impl Forest {
    /// Returns a forest of the two constants, which will refuse to hold more than `budget` nodes.
    pub(crate) fn new(budget: usize) -> Forest {
        Forest { store: Store::new(budget, 0), cache: Cache::new(0) }
    }

    pub(crate) fn cells(&self) -> &[Cell] {
        &self.store.cells
    }

    /// Returns whether a node was refused; whatever is computed from then on means nothing.
    pub(crate) fn is_full(&self) -> bool {
        self.store.is_full
    }

    fn level(&self, node: u32) -> u32 {
        self.store.cells[node as usize].level
    }

    /// Returns the node that asks about `level` and goes on to `low` or `high`.
    #[inline]
    pub(crate) fn node(&mut self, level: u32, low: u32, high: u32) -> u32 {
        if low == high { low } else { self.store.add(Cell { level, low, high }) }
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
        if let Some(known) = self.cache.get(key) {
            return known;
        }
        if self.store.is_full {
            return 0;
        }
        let (ca, cb) = (self.store.cells[a as usize], self.store.cells[b as usize]);
        let level = ca.level.min(cb.level);
        let (a0, a1) = if ca.level == level { (ca.low, ca.high) } else { (a, a) };
        let (b0, b1) = if cb.level == level { (cb.low, cb.high) } else { (b, b) };
        let low = self.join::<ALL>(a0, b0);
        let high = self.join::<ALL>(a1, b1);
        let node = self.node(level, low, high);
        // What comes after a refusal means nothing, and the drawing may be taken up again later.
        if !self.store.is_full {
            self.cache.put(key, node);
        }
        node
    }

    pub(crate) fn all(&mut self, a: u32, b: u32) -> u32 {
        self.join::<true>(a, b)
    }

    pub(crate) fn any(&mut self, a: u32, b: u32) -> u32 {
        self.join::<false>(a, b)
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

/// A structure on its way to a diagram, in one order of its leaves.
#[derive(Debug)]
pub(crate) struct Drawing<'a> {
    structure: &'a Structure,
    root: Node,
    /// Leaf `order[l]` is asked about at level `l`.
    pub(crate) order: Vec<u32>,
    pub(crate) forest: Forest,
    level_of: Vec<u32>,
    uses: Vec<u32>,
    drawn: Vec<u32>,
}

impl<'a> Drawing<'a> {
    pub(crate) fn new(structure: &'a Structure, root: Node, order: Vec<u32>) -> Drawing<'a> {
        let mut level_of = vec![BOTTOM; structure.leaf_count()];
        order.iter().enumerate().for_each(|(level, &leaf)| level_of[leaf as usize] = level as u32);
        let mut drawn = Vec::with_capacity(root.idx() + 1);
        drawn.extend([0, 1]);
        Drawing {
            structure,
            root,
            order,
            forest: Forest::new(0),
            level_of,
            uses: uses(structure, root),
            drawn,
        }
    }

    /// Goes on until the root is drawn, whose node it returns, or `budget` nodes are there. What has
    /// been drawn so far is kept for the next time.
    pub(crate) fn go_on(&mut self, budget: usize) -> Option<u32> {
        let forest = &mut self.forest;
        forest.store.allow(budget);
        let mut args: Vec<u32> = Vec::new();
        for idx in self.drawn.len()..=self.root.idx() {
            let gate = Node(idx as u32);
            if self.uses[idx] == 0 {
                self.drawn.push(0);
                continue;
            }
            args.clear();
            args.extend(self.structure.args(gate).iter().map(|arg| self.drawn[arg.idx()]));
            // Deepest first: each step then adds on top of what is there.
            args.sort_by_key(|&arg| std::cmp::Reverse(forest.level(arg)));
            let node = match self.structure.op(gate) {
                Op::Always => unreachable!("the two constants come first"),
                Op::Leaf => forest.node(self.level_of[self.structure.number(gate) as usize], 0, 1),
                Op::All => args.iter().fold(1, |all, &arg| forest.all(arg, all)),
                Op::Any => args.iter().fold(0, |any, &arg| forest.any(arg, any)),
                Op::AtLeast => forest.at_least(self.structure.number(gate) as usize, &args),
            };
            if forest.store.is_full {
                return None;
            }
            self.drawn.push(node);
        }
        Some(self.drawn[self.root.idx()])
    }
}
