//! How likely does it hold, what closes it, what opens it, and what matters most?
//!
//! A [`Diagram`] is a [`Structure`] made ready for exact answers: cut into modules, each drawn as a
//! binary decision diagram over the best of several leaf orders. From it come the chance, the minimal
//! sets of leaves that decide, and the importance of each leaf, all without approximation.
//!
//! ```
//! use offing_math::diagram::{Diagram, Limits, Side};
//! use offing_math::structure::Structure;
//!
//! // A ledger, and one of two providers.
//! let mut s = Structure::new();
//! let (ledger, a, b) = (s.leaf(0), s.leaf(1), s.leaf(2));
//! let either = s.any(&[a, b]);
//! let payments = s.all(&[ledger, either]);
//! let diagram = Diagram::draw(&s, payments, &Limits::default()).unwrap();
//! assert!((diagram.chance(&[0.9, 0.8, 0.8]).holds - 0.9 * 0.96).abs() < 1e-12);
//! // Two sets close it: the ledger alone, or both providers.
//! let closes = diagram.minimal_sets(Side::Fails, &Limits::default()).unwrap();
//! assert_eq!(closes.count(), 2);
//! ```
//!
//! *Absent on purpose:* rare-event and min-cut bounds. An answer is exact, or [`TooLarge`].

mod chance;
mod deep;
mod draw;
mod drawing;
mod engine;
mod importance;
mod minimal;
mod opposites;
mod ranked;
mod sets;
mod small_sets;
mod store;

pub use chance::Chance;
pub use importance::Importance;
pub use minimal::MinimalSets;
pub use opposites::chance_with_opposites;
pub use ranked::{Ranked, RankedSet, weights_of_chances};
pub use small_sets::small_sets;

use rayon::prelude::*;

use crate::structure::{Decisive, Gate, Node, Structure, Top};
use store::Cell;

/// How much an answer may cost before it is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Decision nodes, about forty bytes each while they are being made. A drawing never takes more than
    /// thirty million, whatever is allowed.
    pub nodes: usize,
}

impl Default for Limits {
    /// Returns limits that keep an answer within some seconds and about two gigabytes.
    fn default() -> Limits {
        Limits { nodes: 30_000_000 }
    }
}

/// Why there is no exact answer: it takes more decision nodes than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    /// The limit that was not enough.
    pub nodes: usize,
}

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "an exact answer takes more than {} decision nodes", self.nodes)
    }
}

impl std::error::Error for TooLarge {}

/// From which side a structure is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What makes it hold: its minimal sets are *path sets*. A fault tree, whose leaves are failures,
    /// is looked at from this side too, and calls the same sets its cut sets.
    Holds,
    /// What makes it fail: its minimal sets are *cut sets*.
    Fails,
}

/// A structure function as decision diagrams, one per module.
///
/// *Shape:* `cells` lists children before parents, module after module, each module after those it
/// asks about. Levels run on from module to module; `parts[level]` is what is asked about there: a
/// leaf, or `leaf_count + m` for module `m`.
#[derive(Clone, Debug)]
pub struct Diagram {
    leaf_count: u32,
    cells: Vec<Cell>,
    parts: Vec<u32>,
    roots: Vec<ModuleRoot>,
    top: Top,
    /// Nodes drawn on the way, in all orders tried: those that lost count for what they were allowed.
    tried: usize,
}

/// Where a module's decisions are.
#[derive(Clone, Copy, Debug)]
struct ModuleRoot {
    kind: Kind,
    root: u32,
    /// One past its last cell; its first follows the last of the module before.
    end: u32,
}

/// What a module is of its parts, none of which it asks about twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    All,
    Any,
    Drawn,
}

impl Diagram {
    /// Returns the diagrams of `roots`, in the order given, doing only once what they share.
    ///
    /// *Shape:* the same diagrams on any number of threads.
    /// *Errors:* as [`Diagram::draw`], for each root on its own.
    /// *Cost:* as [`Diagram::draw`] for what is left of each root once the leaves that decide alone are
    /// taken out, which [`Structure::decisive`] finds for all roots in one go.
    pub fn draw_all(
        structure: &Structure,
        roots: &[Node],
        limits: &Limits,
    ) -> Vec<Result<Diagram, TooLarge>> {
        let decisive = structure.decisive(roots);
        let drawn = |(&root, decisive): (&Node, &Decisive)| match structure.gate_of(root) {
            // Every leaf seems to decide what is constant, and none does.
            Gate::Always(_) => draw::draw(structure, root, limits),
            _ => draw::draw_without(structure, root, decisive, limits),
        };
        roots.par_iter().zip(&decisive).map(drawn).collect()
    }

    /// Returns the diagram of `root`.
    ///
    /// *Errors:* [`TooLarge`] when no order of the leaves that was tried keeps a module within the limit.
    /// *Cost:* linear in the structure, and in the nodes drawn; the latter may be exponential, which
    /// is what the limit is for.
    pub fn draw(structure: &Structure, root: Node, limits: &Limits) -> Result<Diagram, TooLarge> {
        draw::draw(structure, root, limits)
    }

    /// Returns the number of decision nodes.
    pub fn len(&self) -> usize {
        self.cells.len() - 2
    }

    /// Returns whether nothing needs deciding: the structure is a constant or a single leaf.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns how many nodes were drawn on the way to these, in all orders that were tried, each of which
    /// counts for what it was allowed: the cost of the diagram, on any machine.
    pub fn tried(&self) -> usize {
        self.tried
    }

    /// Returns the number of modules the structure was cut into.
    pub fn modules(&self) -> usize {
        self.roots.len()
    }

    /// The cells of module `m`, as positions in `cells`.
    fn cells_of(&self, module: usize) -> std::ops::Range<usize> {
        let start = if module == 0 { 2 } else { self.roots[module - 1].end as usize };
        start..self.roots[module].end as usize
    }

    /// The number of leaves and modules together.
    fn part_count(&self) -> usize {
        self.leaf_count as usize + self.roots.len()
    }
}

#[cfg(test)]
mod tests;
