//! How likely does it hold?

use super::Diagram;
use crate::structure::Top;

/// The chance that something holds, and the chance that it fails, each to full relative precision.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    pub holds: f64,
    pub fails: f64,
}

impl Chance {
    pub(crate) fn of(holds: f64) -> Chance {
        Chance { holds, fails: 1.0 - holds }
    }

    fn always(holds: bool) -> Chance {
        Chance::of(if holds { 1.0 } else { 0.0 })
    }
}

/// The chance at every cell and of every part.
pub(super) struct Chances {
    pub(super) cells: Vec<Chance>,
    pub(super) parts: Vec<Chance>,
}

impl Diagram {
    /// Returns the exact chance that the structure holds.
    ///
    /// *Shape:* `chances[i]` is the chance that leaf `i` holds.
    /// *Assumes:* the leaves hold independently of each other.
    /// *Panics:* if `chances` is shorter than the structure's leaves: they come from the same model.
    /// *Cost:* one pass over the diagram.
    /// *Source:* the recursion is Shannon's expansion; A. Rauzy, "New algorithms for fault trees
    /// analysis", Reliability Engineering and System Safety 40(3), 1993, pp. 203–211.
    pub fn chance(&self, chances: &[f64]) -> Chance {
        let known = self.chances(chances);
        match self.top {
            Top::Always(holds) => Chance::always(holds),
            Top::Part(part) => known.parts[part as usize],
        }
    }

    pub(super) fn chances(&self, chances: &[f64]) -> Chances {
        let leaf_count = self.leaf_count as usize;
        assert!(
            chances.len() >= leaf_count,
            "a chance for each of {leaf_count} leaves, not {}",
            chances.len()
        );
        let mut parts: Vec<Chance> = Vec::with_capacity(self.part_count());
        parts.extend(chances[..leaf_count].iter().map(|&holds| Chance::of(holds)));
        let mut cells = Vec::with_capacity(self.cells.len());
        cells.extend([Chance::always(false), Chance::always(true)]);
        for module in 0..self.roots.len() {
            for cell in &self.cells[self.cells_of(module)] {
                let part = parts[self.parts[cell.level as usize] as usize];
                let (low, high): (Chance, Chance) = (cells[cell.low as usize], cells[cell.high as usize]);
                cells.push(Chance {
                    holds: part.holds * high.holds + part.fails * low.holds,
                    fails: part.holds * high.fails + part.fails * low.fails,
                });
            }
            parts.push(cells[self.roots[module].root as usize]);
        }
        Chances { cells, parts }
    }
}
