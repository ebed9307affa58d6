//! Decision nodes, each kept once, and a memory of what was computed from them.
//!
//! Finished binary decision diagrams are lists of such nodes, of which those with equal ways on are left
//! out; zero-suppressed ones, whose nodes that lead nowhere are left out, are made here.
//!
//! *Source:* K. S. Brace, R. L. Rudell, R. E. Bryant, "Efficient implementation of a BDD package",
//! DAC 1990, pp. 40–45.

/// Deeper than any leaf: the level of the two constants.
pub(crate) const BOTTOM: u32 = u32::MAX;

/// One decision: at `level`, go on to `low` or to `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) level: u32,
    pub(crate) low: u32,
    pub(crate) high: u32,
}

/// The two constants, which come first in every list of cells.
pub(crate) const CONSTANTS: [Cell; 2] =
    [Cell { level: BOTTOM, low: 0, high: 0 }, Cell { level: BOTTOM, low: 1, high: 1 }];

/// A growing list of cells, no two of them equal.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) cells: Vec<Cell>,
    /// Hashes and positions in `cells`, of which 0 is free; as many as a power of two. With the hash at
    /// hand, cells are hardly ever looked at in vain, which far apart in memory costs more than all else.
    slots: Vec<(u32, u32)>,
    budget: usize,
    /// Set once a cell was refused; whatever is computed from then on means nothing.
    pub(crate) is_full: bool,
}

impl Store {
    /// Returns a store of the two constants, which will refuse to hold more than `budget` cells.
    pub(crate) fn new(budget: usize, expected: usize) -> Store {
        Store {
            cells: CONSTANTS.to_vec(),
            slots: vec![(0, 0); (expected * 2).next_power_of_two().max(256)],
            budget: budget.min(1 << 31),
            is_full: false,
        }
    }

    /// Returns the position of `cell`, which is added if it is new.
    #[inline]
    pub(crate) fn add(&mut self, cell: Cell) -> u32 {
        let mask = self.slots.len() - 1;
        let hash = hash_of(cell);
        let mut at = hash as usize & mask;
        loop {
            let (slot_hash, found) = self.slots[at];
            if found == 0 {
                break;
            }
            if slot_hash == hash && self.cells[found as usize] == cell {
                return found;
            }
            at = (at + 1) & mask;
        }
        if self.cells.len() >= self.budget {
            self.is_full = true;
            return 0;
        }
        let node = self.cells.len() as u32;
        self.cells.push(cell);
        self.slots[at] = (hash, node);
        if self.cells.len() * 3 > self.slots.len() * 2 {
            self.grow();
        }
        node
    }

    #[cold]
    fn grow(&mut self) {
        let len = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![(0, 0); len]);
        for (hash, node) in old.into_iter().filter(|&(_, node)| node > 0) {
            let mut at = hash as usize & (len - 1);
            while self.slots[at].1 != 0 {
                at = (at + 1) & (len - 1);
            }
            self.slots[at] = (hash, node);
        }
    }
}

#[inline]
fn hash_of(cell: Cell) -> u32 {
    let ways = (u64::from(cell.low) | u64::from(cell.high) << 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let all = (ways ^ ways >> 32).wrapping_add(u64::from(cell.level)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (all >> 32) as u32
}

/// Results of operations on two nodes, of which a later one may push out an earlier one.
#[derive(Debug)]
pub(crate) struct Cache {
    slots: Vec<(u64, u32)>,
    misses: usize,
}

const FREE: u64 = u64::MAX;

impl Cache {
    pub(crate) fn new(expected: usize) -> Cache {
        Cache { slots: vec![(FREE, 0); (expected * 2).next_power_of_two().max(256)], misses: 0 }
    }

    /// Returns what was kept under `key`.
    #[inline]
    pub(crate) fn get(&self, key: u64) -> Option<u32> {
        let (kept, value) = self.slots[self.at(key)];
        (kept == key).then_some(value)
    }

    /// Keeps `value` under `key`, in place of whatever is in the way.
    #[inline]
    pub(crate) fn put(&mut self, key: u64, value: u32) {
        self.misses += 1;
        if self.misses > self.slots.len() * 2 {
            self.grow();
        }
        let at = self.at(key);
        self.slots[at] = (key, value);
    }

    #[inline]
    fn at(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (self.slots.len() - 1)
    }

    #[cold]
    fn grow(&mut self) {
        self.misses = 0;
        let roomier = vec![(FREE, 0); self.slots.len() * 2];
        for (key, value) in std::mem::replace(&mut self.slots, roomier) {
            if key != FREE {
                let at = self.at(key);
                self.slots[at] = (key, value);
            }
        }
    }
}
