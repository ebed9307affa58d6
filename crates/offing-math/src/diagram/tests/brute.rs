//! Truth tables, and what can be read off them by counting every case.
//!
//! Shares no code with what it checks, and favours being obvious over being fast.

use crate::diagram::Side;

/// The value of a function in each case: bit `i` of a case's number says whether leaf `i` holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Table {
    pub(super) leaves: usize,
    pub(super) holds: Vec<bool>,
}

impl Table {
    pub(super) fn of(leaves: usize, holds: impl Fn(usize) -> bool) -> Table {
        Table { leaves, holds: (0..1 << leaves).map(holds).collect() }
    }

    pub(super) fn is_monotone(&self) -> bool {
        (0..self.holds.len())
            .all(|case| (0..self.leaves).all(|leaf| !self.holds[case] || self.holds[case | 1 << leaf]))
    }

    /// Whether what `side` looks at happens when exactly the leaves of `set` do.
    fn happens(&self, side: Side, set: usize) -> bool {
        match side {
            Side::Holds => self.holds[set],
            Side::Fails => !self.holds[(self.holds.len() - 1) & !set],
        }
    }

    /// All minimal sets, smaller first, then in the order of their leaves.
    pub(super) fn minimal_sets(&self, side: Side) -> Vec<Vec<u32>> {
        let is_minimal = |&set: &usize| {
            self.happens(side, set)
                && (0..self.leaves)
                    .all(|leaf| set >> leaf & 1 == 0 || !self.happens(side, set & !(1 << leaf)))
        };
        let mut sets: Vec<Vec<u32>> = (0..self.holds.len()).filter(is_minimal).map(members).collect();
        sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        sets
    }

    pub(super) fn chance(&self, side: Side, chances: &[f64]) -> f64 {
        let wanted = side == Side::Holds;
        // Fold one leaf after the other, from the highest down.
        let mut values: Vec<f64> =
            self.holds.iter().map(|&holds| if holds == wanted { 1.0 } else { 0.0 }).collect();
        for leaf in (0..self.leaves).rev() {
            let half = 1 << leaf;
            for case in 0..half {
                values[case] = values[case] * (1.0 - chances[leaf]) + values[case + half] * chances[leaf];
            }
        }
        values[0]
    }

    pub(super) fn chance_given(&self, side: Side, chances: &[f64], leaf: usize, happens: bool) -> f64 {
        let mut chances = chances.to_vec();
        chances[leaf] = if happens == (side == Side::Holds) { 1.0 } else { 0.0 };
        self.chance(side, &chances)
    }

    /// The chance that a minimal set with `leaf` in it happens.
    pub(super) fn takes_part(&self, side: Side, chances: &[f64], leaf: usize) -> f64 {
        let sets: Vec<usize> = self
            .minimal_sets(side)
            .iter()
            .filter(|set| set.contains(&(leaf as u32)))
            .map(|set| set.iter().map(|&leaf| 1 << leaf).sum())
            .collect();
        let happens = |leaf: usize| if side == Side::Holds { chances[leaf] } else { 1.0 - chances[leaf] };
        (0..self.holds.len())
            .filter(|case| sets.iter().any(|set| set & case == *set))
            .map(|case| {
                (0..self.leaves)
                    .map(|leaf| if case >> leaf & 1 == 1 { happens(leaf) } else { 1.0 - happens(leaf) })
                    .product::<f64>()
            })
            .sum()
    }
}

fn members(set: usize) -> Vec<u32> {
    (0..usize::BITS).filter(|leaf| set >> leaf & 1 == 1).collect()
}
