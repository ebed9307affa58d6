//! Binary decision diagrams, and how a structure becomes one.
//!
//! Node 0 is never, node 1 always; any other asks about the leaf at its level and goes on to `high` if
//! that holds, to `low` if not.
//!
//! *Source:* R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE
//! Transactions on Computers 35(8), 1986, pp. 677–691.

use super::store::{BOTTOM, Cache, Cell, Store};
use crate::structure::{Node, Op, Structure};

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
        self.cache.put(key, node);
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
            if self.store.is_full {
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
