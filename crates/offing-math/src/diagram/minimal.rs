//! Which minimal sets of leaves decide?
//!
//! *Source:* A. Rauzy, "New algorithms for fault trees analysis", Reliability Engineering and System
//! Safety 40(3), 1993, pp. 203–211 (minimal solutions of a monotone function, and `without`);
//! S. Minato, "Zero-suppressed BDDs for set manipulation in combinatorial problems", DAC 1993,
//! pp. 272–277 (the diagram that holds them).

use std::collections::HashMap;

use super::store::{Cache, Cell, Store};
use super::{Diagram, Limits, Side, TooLarge};
use crate::structure::Top;

/// A family of minimal sets, as zero-suppressed decision diagrams, one per module.
///
/// *Shape:* as in [`Diagram`]; node 0 is no set, node 1 the empty set; a cell's `low` holds the sets
/// without what is asked about there, `high` the rest of those with it.
#[derive(Clone, Debug)]
pub struct MinimalSets {
    pub(super) leaf_count: u32,
    pub(super) cells: Vec<Cell>,
    pub(super) parts: Vec<u32>,
    /// The node of each module, in an order in which each comes after those it is made of.
    pub(super) roots: Vec<u32>,
    /// One past the last cell that the module of the same place may reach.
    pub(super) ends: Vec<u32>,
    pub(super) top: SetTop,
    /// Sets of more leaves than this have been left out.
    pub(super) most: u32,
}

/// What the whole family comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SetTop {
    /// No set will do.
    None,
    /// Nothing is needed.
    Empty,
    Part(u32),
}

impl Diagram {
    /// Returns all minimal sets of leaves that decide for `side`, counted but not yet listed.
    ///
    /// *Errors:* [`TooLarge`] when their diagram takes more nodes than the limit.
    pub fn minimal_sets(&self, side: Side, limits: &Limits) -> Result<MinimalSets, TooLarge> {
        self.minimal_sets_up_to(u32::MAX, side, limits)
    }

    /// Returns the minimal sets of at most `most` leaves that decide for `side`.
    ///
    /// Larger sets are never made, so that small sets are cheap where all sets are not.
    ///
    /// *Errors:* [`TooLarge`] when their diagram takes more nodes than the limit.
    pub fn minimal_sets_up_to(
        &self,
        most: u32,
        side: Side,
        limits: &Limits,
    ) -> Result<MinimalSets, TooLarge> {
        match side {
            Side::Holds => Solver::<false>::new(self, limits).solve(most),
            Side::Fails => Solver::<true>::new(self, limits).solve(most),
        }
    }
}

/// Minimal solutions of a diagram, seen from one side: what fails is the dual function, whose
/// diagram is the same with low and high, and the constants, exchanged.
struct Solver<'a, const FAILS: bool> {
    diagram: &'a Diagram,
    store: Store,
    cache: Cache,
    /// The solutions of each diagram cell, one more than their node, or 0 for not yet.
    solved: Vec<u32>,
    solved_up_to: HashMap<(u32, u32), u32>,
    /// Sizes of the smallest solutions, used only where a size is asked for.
    least: Vec<u32>,
    least_of_part: Vec<u32>,
    limit: usize,
}

impl<'a, const FAILS: bool> Solver<'a, FAILS> {
    fn new(diagram: &'a Diagram, limits: &Limits) -> Self {
        let expected = diagram.cells.len();
        Solver {
            diagram,
            store: Store::new(limits.nodes, expected),
            cache: Cache::new(expected),
            solved: vec![0; diagram.cells.len()],
            solved_up_to: HashMap::new(),
            least: Vec::new(),
            least_of_part: Vec::new(),
            limit: limits.nodes,
        }
    }

    fn solve(mut self, most: u32) -> Result<MinimalSets, TooLarge> {
        let diagram = self.diagram;
        if most != u32::MAX {
            self.measure();
        }
        let mut roots = Vec::with_capacity(diagram.roots.len());
        let mut ends = Vec::with_capacity(diagram.roots.len());
        for module in &diagram.roots {
            let root = if most == u32::MAX {
                self.solutions(module.root)
            } else {
                self.solutions_up_to(module.root, most)
            };
            if self.store.is_full {
                return Err(TooLarge { nodes: self.limit });
            }
            roots.push(root);
            ends.push(self.store.cells.len() as u32);
        }
        let top = match diagram.top {
            Top::Always(holds) if holds != FAILS => SetTop::Empty,
            Top::Always(_) => SetTop::None,
            Top::Part(part) => SetTop::Part(part),
        };
        let sets = MinimalSets {
            leaf_count: diagram.leaf_count,
            cells: self.store.cells,
            parts: diagram.parts.clone(),
            roots,
            ends,
            top,
            most,
        };
        Ok(sets)
    }

    /// The cell as seen from this side; the constants need [`Self::is_never`] and [`Self::is_always`].
    #[inline]
    fn cell(&self, node: u32) -> Cell {
        let cell = self.diagram.cells[node as usize];
        if FAILS { Cell { level: cell.level, low: cell.high, high: cell.low } } else { cell }
    }

    #[inline]
    fn is_never(node: u32) -> bool {
        node == u32::from(FAILS)
    }

    #[inline]
    fn is_always(node: u32) -> bool {
        node == u32::from(!FAILS)
    }

    /// Returns the minimal solutions of `node`.
    fn solutions(&mut self, node: u32) -> u32 {
        if node < 2 {
            return u32::from(Self::is_always(node));
        }
        if self.solved[node as usize] > 0 {
            return self.solved[node as usize] - 1;
        }
        if self.store.is_full {
            return 0;
        }
        let cell = self.cell(node);
        let low = self.solutions(cell.low);
        let with = self.solutions(cell.high);
        let high = self.without(with, cell.low);
        let sets = self.node(cell.level, low, high);
        self.solved[node as usize] = sets + 1;
        sets
    }

    /// Returns the minimal solutions of `node` of at most `most` leaves.
    fn solutions_up_to(&mut self, node: u32, most: u32) -> u32 {
        if self.least[node as usize] > most || self.store.is_full {
            return 0;
        }
        if node < 2 {
            return 1;
        }
        if let Some(&known) = self.solved_up_to.get(&(node, most)) {
            return known;
        }
        let cell = self.cell(node);
        let part = self.diagram.parts[cell.level as usize];
        let low = self.solutions_up_to(cell.low, most);
        let high = match most.checked_sub(self.least_of_part[part as usize]) {
            Some(left) => {
                let with = self.solutions_up_to(cell.high, left);
                self.without(with, cell.low)
            }
            None => 0,
        };
        let sets = self.node(cell.level, low, high);
        self.solved_up_to.insert((node, most), sets);
        sets
    }

    /// Finds the size of the smallest solution of every node and part.
    fn measure(&mut self) {
        const NEVER: u32 = u32::MAX;
        let diagram = self.diagram;
        self.least = if FAILS { vec![0, NEVER] } else { vec![NEVER, 0] };
        self.least_of_part = vec![1; diagram.leaf_count as usize];
        for module in 0..diagram.roots.len() {
            for node in diagram.cells_of(module) {
                let cell = self.cell(node as u32);
                let part = self.least_of_part[diagram.parts[cell.level as usize] as usize];
                let with = self.least[cell.high as usize].saturating_add(part);
                self.least.push(with.min(self.least[cell.low as usize]));
            }
            self.least_of_part.push(self.least[diagram.roots[module].root as usize]);
        }
    }

    /// Returns those of the sets `sets` that are no solution of `node`.
    fn without(&mut self, sets: u32, mut node: u32) -> u32 {
        if sets == 0 || Self::is_always(node) {
            return 0;
        }
        if sets == 1 {
            return 1;
        }
        let family = self.store.cells[sets as usize];
        let mut cell = self.cell(node);
        while node > 1 && cell.level < family.level {
            node = cell.low;
            cell = self.cell(node);
        }
        if Self::is_never(node) {
            return sets;
        }
        if Self::is_always(node) {
            return 0;
        }
        let key = u64::from(sets) << 32 | u64::from(node);
        if let Some(known) = self.cache.get(key) {
            return known;
        }
        if self.store.is_full {
            return 0;
        }
        let (below_low, below_high) =
            if cell.level == family.level { (cell.low, cell.high) } else { (node, node) };
        let low = self.without(family.low, below_low);
        let high = self.without(family.high, below_high);
        let left = self.node(family.level, low, high);
        self.cache.put(key, left);
        left
    }

    fn node(&mut self, level: u32, low: u32, high: u32) -> u32 {
        if high == 0 { low } else { self.store.add(Cell { level, low, high }) }
    }
}
