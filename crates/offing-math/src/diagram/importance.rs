//! Which leaf matters most?
//!
//! All measures but one come from a single pass down the diagram. The exception is Fussell-Vesely in
//! its original meaning, which most tools replace by the criticality importance; both are here, under
//! their own names.

use oxidd::BooleanFunction;
use oxidd::bdd::BDDFunction;

use super::chance::{Chance, Chances};
use super::deep::with_room;
use super::engine::{Engine, with_engines};
use super::store::Cell;
use super::{Diagram, Kind, Limits, Side, TooLarge};
use crate::structure::Top;

/// How much one leaf matters to whether the structure holds, or fails, whichever side is looked at.
///
/// Below, a leaf *happens* when it does what the side asks: holds for [`Side::Holds`], fails for
/// [`Side::Fails`]. The structure likewise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Importance {
    /// How much the chance of the structure rises as the leaf goes from impossible to certain.
    ///
    /// *Source:* Z. W. Birnbaum, "On the importance of different components in a multicomponent
    /// system", Multivariate Analysis II, 1969, pp. 581–592.
    pub birnbaum: f64,
    /// The chance that the leaf has happened and the structure would not have without it, given that
    /// the structure has happened.
    ///
    /// *Source:* H. E. Lambert, "Measures of importance of events and cut sets in fault trees",
    /// Reliability and Fault Tree Analysis, SIAM, 1975, pp. 77–100.
    pub criticality: f64,
    /// Risk achievement worth: by what factor the chance of the structure rises if the leaf is certain.
    ///
    /// *Source:* W. E. Vesely et al., "Measures of risk importance and their applications",
    /// NUREG/CR-3385, 1983; likewise for the next.
    pub achievement: f64,
    /// Risk reduction worth: by what factor it falls if the leaf is impossible; infinite if the
    /// structure is then impossible too.
    pub reduction: f64,
}

/// Differences smaller than this share of what they were taken from are rounding.
const ROUNDING: f64 = 1e-13;

impl Diagram {
    /// Returns how much each leaf matters; nothing but zeros and ones for a leaf that does not.
    ///
    /// *Shape:* entry `i` belongs to leaf `i`, as `chances[i]` does.
    /// *Assumes:* independent leaves; if the structure can not happen at all, all measures are zero.
    /// *Panics:* if `chances` is shorter than the structure's leaves.
    /// *Cost:* two passes over the diagram, for all leaves together.
    pub fn importance(&self, side: Side, chances: &[f64]) -> Vec<Importance> {
        let known = self.chances(chances);
        let whole = match self.top {
            Top::Always(holds) => f64::from(u8::from(holds == (side == Side::Holds))),
            Top::Part(part) => happens(known.parts[part as usize], side),
        };
        let birnbaum = self.birnbaum(&known);
        (0..self.leaf_count as usize)
            .map(|leaf| {
                let (slope, part) = (birnbaum[leaf], known.parts[leaf]);
                let (with, without) = (happens(part, side), happens(part, other(side)));
                if whole <= 0.0 {
                    return Importance {
                        birnbaum: slope,
                        criticality: 0.0,
                        achievement: 0.0,
                        reduction: 0.0,
                    };
                }
                let criticality = (slope * with / whole).min(1.0);
                let left = 1.0 - criticality;
                Importance {
                    birnbaum: slope,
                    criticality,
                    achievement: 1.0 + slope * without / whole,
                    reduction: if left <= ROUNDING { f64::INFINITY } else { 1.0 / left },
                }
            })
            .collect()
    }

    /// Returns the derivative of the chance of the whole by that of each part.
    fn birnbaum(&self, known: &Chances) -> Vec<f64> {
        let mut slope = vec![0.0; self.part_count()];
        if let Top::Part(part) = self.top {
            slope[part as usize] = 1.0;
        }
        // How often a cell is come by, times the derivative by its module.
        let mut reach = vec![0.0; self.cells.len()];
        for module in (0..self.roots.len()).rev() {
            reach[self.roots[module].root as usize] = slope[self.leaf_count as usize + module];
            for node in self.cells_of(module).rev() {
                let (cell, here) = (self.cells[node], reach[node]);
                let part = self.parts[cell.level as usize] as usize;
                slope[part] += here * rise(known.cells[cell.low as usize], known.cells[cell.high as usize]);
                reach[cell.low as usize] += here * known.parts[part].fails;
                reach[cell.high as usize] += here * known.parts[part].holds;
            }
        }
        slope
    }

    /// Returns for each leaf the chance that it takes part: that some minimal set that contains it has
    /// happened, given that the structure has. This is what Fussell and Vesely defined; it is never
    /// less than the criticality importance, by which it is often replaced.
    ///
    /// *Shape:* entry `i` belongs to leaf `i`.
    /// *Assumes:* independent leaves.
    /// *Errors:* [`TooLarge`] when a leaf's minimal sets take more nodes than the limit.
    /// *Cost:* one diagram per leaf, each within the leaf's module; modules that are a plain all or any
    /// cost nothing.
    /// *Source:* J. B. Fussell, "How to hand-calculate system reliability and safety characteristics",
    /// IEEE Transactions on Reliability R-24(3), 1975, pp. 169–174.
    pub fn fussell_vesely(&self, side: Side, chances: &[f64], limits: &Limits) -> Result<Vec<f64>, TooLarge> {
        let known = self.chances(chances);
        let mut share = vec![0.0; self.part_count()];
        if let Top::Part(part) = self.top
            && happens(known.parts[part as usize], side) > 0.0
        {
            share[part as usize] = 1.0;
        }
        for module in (0..self.roots.len()).rev() {
            let whole = self.leaf_count as usize + module;
            let chance = happens(known.parts[whole], side);
            if share[whole] <= 0.0 || chance <= 0.0 {
                continue;
            }
            let alone = match self.roots[module].kind {
                Kind::All => Some(side == Side::Fails),
                Kind::Any => Some(side == Side::Holds),
                Kind::Drawn => None,
            };
            let mut levels: Vec<u32> = self.cells_of(module).map(|node| self.cells[node].level).collect();
            levels.sort_unstable();
            levels.dedup();
            for level in levels {
                let part = self.parts[level as usize] as usize;
                let takes_part = match alone {
                    Some(true) => happens(known.parts[part], side),
                    Some(false) => chance,
                    None => self.takes_part(module, level, side, &known, limits)?,
                };
                share[part] += share[whole] * takes_part / chance;
            }
        }
        share.truncate(self.leaf_count as usize);
        Ok(share)
    }

    /// Returns the chance that some minimal set of `module` that contains the part at `level` happens.
    fn takes_part(
        &self,
        module: usize,
        level: u32,
        side: Side,
        known: &Chances,
        limits: &Limits,
    ) -> Result<f64, TooLarge> {
        let cells = &self.cells[self.cells_of(module)];
        let first = cells.iter().map(|cell| cell.level).min().unwrap_or(level);
        let levels = cells.iter().map(|cell| cell.level + 1 - first).max().unwrap_or(1) as usize;
        let walk = || {
            with_engines(limits.nodes, levels, |engine| {
                let memo = Default::default();
                let mut together = Together { diagram: self, side, level, first, engine, memo };
                let root = together.with_part(self.roots[module].root)?;
                drop(together);
                Some(engine.copy(&root))
            })
        };
        let (cells, root) = with_room(self.parts.len(), walk).ok_or(TooLarge { nodes: limits.nodes })?;
        let mut chances = vec![0.0, 1.0];
        for cell in &cells[2..] {
            let part = known.parts[self.parts[(first + cell.level) as usize] as usize];
            let (low, high) = (chances[cell.low as usize], chances[cell.high as usize]);
            chances.push(happens(part, side) * high + happens(part, other(side)) * low);
        }
        let part = known.parts[self.parts[level as usize] as usize];
        Ok(chances[root as usize] * happens(part, side))
    }
}

fn happens(chance: Chance, side: Side) -> f64 {
    match side {
        Side::Holds => chance.holds,
        Side::Fails => chance.fails,
    }
}

fn other(side: Side) -> Side {
    match side {
        Side::Holds => Side::Fails,
        Side::Fails => Side::Holds,
    }
}

/// Returns by how much the chance of holding rises from `low` to `high`, from the smaller figures of
/// the two ways to say it.
fn rise(low: Chance, high: Chance) -> f64 {
    if high.holds < low.fails { high.holds - low.holds } else { low.fails - high.fails }
}

/// Draws, for one part, where some minimal set that contains it lies within what happens.
///
/// Such a set lies within what happens exactly if, among what happens, there is a choice of parts
/// that is enough with the part and not enough without.
struct Together<'a> {
    diagram: &'a Diagram,
    side: Side,
    level: u32,
    /// Over the same levels, counted from `first`; what happens leads to `high`.
    engine: &'a Engine,
    first: u32,
    memo: std::collections::HashMap<(u32, u32), BDDFunction>,
}

impl Together<'_> {
    /// The cell as seen from the side asked about.
    fn cell(&self, node: u32) -> Cell {
        let cell = self.diagram.cells[node as usize];
        match self.side {
            Side::Holds => cell,
            Side::Fails => Cell { level: cell.level, low: cell.high, high: cell.low },
        }
    }

    fn is_always(&self, node: u32) -> bool {
        node == u32::from(self.side == Side::Holds)
    }

    fn is_never(&self, node: u32) -> bool {
        node == u32::from(self.side == Side::Fails)
    }

    /// Returns where a choice among what happens is enough for `node` only with the part, or `None`
    /// where the limit does not allow it.
    fn with_part(&mut self, node: u32) -> Option<BDDFunction> {
        let cell = self.cell(node);
        if cell.level > self.level {
            return Some(self.engine.constant(false));
        }
        if cell.level == self.level {
            return self.enough_only(cell.high, cell.low);
        }
        if let Some(known) = self.memo.get(&(node, node)) {
            return Some(known.clone());
        }
        let low = self.with_part(cell.low)?;
        let high = self.with_part(cell.high)?;
        let drawn = self.node(cell.level, &low, &high)?;
        self.memo.insert((node, node), drawn.clone());
        Some(drawn)
    }

    /// Returns where a choice among what happens is enough for `this` and not for `that`.
    fn enough_only(&mut self, this: u32, that: u32) -> Option<BDDFunction> {
        if self.is_never(this) || self.is_always(that) || this == that {
            return Some(self.engine.constant(false));
        }
        if self.is_always(this) {
            // Choosing nothing is enough for the one, and not for the other.
            return Some(self.engine.constant(true));
        }
        if let Some(known) = self.memo.get(&(this, that)) {
            return Some(known.clone());
        }
        let (a, b) = (self.cell(this), self.cell(that));
        let level = a.level.min(b.level);
        let (a_low, a_high) = if a.level == level { (a.low, a.high) } else { (this, this) };
        let (b_low, b_high) = if b.level == level { (b.low, b.high) } else { (that, that) };
        let low = self.enough_only(a_low, b_low)?;
        let high = self.enough_only(a_high, b_high)?;
        let drawn = self.node(level, &low, &high)?;
        self.memo.insert((this, that), drawn.clone());
        Some(drawn)
    }

    /// What happens may be chosen or not, what does not may not.
    fn node(&self, level: u32, low: &BDDFunction, high: &BDDFunction) -> Option<BDDFunction> {
        let happens = self.engine.leaf(level - self.first, true)?;
        let either = self.engine.within(low.or(high))?;
        self.engine.within(happens.ite(&either, low))
    }
}
