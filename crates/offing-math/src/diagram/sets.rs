//! Counting and listing minimal sets, without ever holding them all.

use std::ops::ControlFlow;

use super::deep::with_room;
use super::minimal::{MinimalSets, SetTop};

impl MinimalSets {
    /// Returns how many sets there are, without listing them; `u128::MAX` stands for that many or more.
    ///
    /// Sets of more leaves than were asked for are not counted.
    ///
    /// *Cost:* one pass over the diagram of the sets, or over its sizes if a size was asked for.
    pub fn count(&self) -> u128 {
        if self.most != u32::MAX {
            return self.count_by_size().iter().fold(0, |sum, &n| sum.saturating_add(n));
        }
        let SetTop::Part(part) = self.top else { return u128::from(self.top == SetTop::Empty) };
        let mut counts = vec![0_u128; self.cells.len()];
        counts[1] = 1;
        let mut of_part = vec![1_u128; self.leaf_count as usize];
        let mut next = 2;
        for (&root, &end) in self.roots.iter().zip(&self.ends) {
            for node in next..end as usize {
                let cell = self.cells[node];
                let with = of_part[self.parts[cell.level as usize] as usize]
                    .saturating_mul(counts[cell.high as usize]);
                counts[node] = counts[cell.low as usize].saturating_add(with);
            }
            next = end as usize;
            of_part.push(counts[root as usize]);
        }
        of_part[part as usize]
    }

    /// Returns how many sets there are of each size: entry `n` counts those of `n` leaves.
    ///
    /// *Cost:* nodes of the diagram times the sizes asked for.
    pub fn count_by_size(&self) -> Vec<u128> {
        let SetTop::Part(part) = self.top else { return vec![u128::from(self.top == SetTop::Empty)] };
        // One list behind the other: that of a leaf, which is one set of one, and those of the cells.
        let mut counts = vec![0, 1_u128, 1];
        let mut of_part = vec![0..2; self.leaf_count as usize];
        let mut of_cell = vec![0..0, 2..3];
        let mut sum = Vec::new();
        let mut next = 2;
        for (&root, &end) in self.roots.iter().zip(&self.ends) {
            for cell in &self.cells[next..end as usize] {
                sum.clear();
                sum.extend_from_slice(&counts[of_cell[cell.low as usize].clone()]);
                let part = of_part[self.parts[cell.level as usize] as usize].clone();
                self.add_product(&mut sum, &counts[part], &counts[of_cell[cell.high as usize].clone()]);
                of_cell.push(counts.len()..counts.len() + sum.len());
                counts.extend_from_slice(&sum);
            }
            next = end as usize;
            of_part.push(of_cell[root as usize].clone());
        }
        let mut counts = counts[of_part.swap_remove(part as usize)].to_vec();
        counts.truncate((self.most as usize).saturating_add(1));
        counts
    }

    fn add_product(&self, sum: &mut Vec<u128>, a: &[u128], b: &[u128]) {
        for (i, &x) in a.iter().enumerate().filter(|&(_, &x)| x > 0) {
            for (j, &y) in b.iter().enumerate().filter(|&(_, &y)| y > 0) {
                let size = i + j;
                if size as u64 > u64::from(self.most) {
                    break;
                }
                if size >= sum.len() {
                    sum.resize(size + 1, 0);
                }
                sum[size] = sum[size].saturating_add(x.saturating_mul(y));
            }
        }
    }

    /// Shows every set to `visit`, one after the other, until it has seen enough.
    ///
    /// *Shape:* the leaves of a set come in no particular order, and so do the sets; but always the same.
    /// *Cost:* linear in what is shown; nothing is kept.
    pub fn each(&self, visit: impl FnMut(&[u32]) -> ControlFlow<()> + Send) {
        self.each_up_to(self.most, visit);
    }

    /// Shows every set of at most `most` leaves to `visit`, as [`MinimalSets::each`] does.
    fn each_up_to(&self, most: u32, mut visit: impl FnMut(&[u32]) -> ControlFlow<()> + Send) {
        let SetTop::Part(part) = self.top else {
            if self.top == SetTop::Empty {
                let _ = visit(&[]);
            }
            return;
        };
        let least = self.least(most);
        with_room(self.parts.len(), || {
            let mut walk = Walk { sets: self, most, least: &least, chosen: Vec::new(), visit: &mut visit };
            let _ = walk.part(part, most, None);
        });
    }

    /// Returns the `limit` smallest sets, each in ascending order, smaller sets first and then by their leaves; of the
    /// size of which not all fit, the first in the order of [`MinimalSets::each`].
    ///
    /// *Cost:* one pass over the diagram of the sets, and linear in what is returned.
    pub fn smallest(&self, limit: usize) -> Vec<Vec<u32>> {
        let mut most = 0;
        let (mut whole, mut all) = (0, 0_u128);
        for count in self.count_by_size() {
            (whole, all) = (all, all.saturating_add(count));
            if all > limit as u128 {
                break;
            }
            most += 1;
        }
        if all <= limit as u128 {
            return self.listed(limit);
        }
        // Of the last size there is only room for some.
        let mut room = limit - whole as usize;
        let mut missing = limit;
        let mut sets: Vec<Vec<u32>> = Vec::with_capacity(limit);
        self.each_up_to(most, |set| {
            if missing == 0 {
                return ControlFlow::Break(());
            }
            if set.len() == most as usize {
                if room == 0 {
                    return ControlFlow::Continue(());
                }
                room -= 1;
            }
            missing -= 1;
            sets.push(set.to_vec());
            ControlFlow::Continue(())
        });
        in_order(&mut sets);
        sets
    }

    /// Returns all sets, each in ascending order, smaller sets first and then by their leaves; or the
    /// first `limit` in the order of [`MinimalSets::each`] if there are more.
    pub fn listed(&self, limit: usize) -> Vec<Vec<u32>> {
        let mut sets: Vec<Vec<u32>> = Vec::new();
        self.each(|set| {
            if sets.len() == limit {
                return ControlFlow::Break(());
            }
            sets.push(set.to_vec());
            ControlFlow::Continue(())
        });
        in_order(&mut sets);
        sets
    }

    /// The fewest leaves in any set of each cell, only where a size bounds the listing.
    fn least(&self, most: u32) -> Least {
        if most == u32::MAX {
            return Least::default();
        }
        let mut least = Least { cells: vec![u32::MAX, 0], parts: vec![1; self.leaf_count as usize] };
        let mut next = 2;
        for (&root, &end) in self.roots.iter().zip(&self.ends) {
            for cell in &self.cells[next..end as usize] {
                let part = least.parts[self.parts[cell.level as usize] as usize];
                let with = least.cells[cell.high as usize].saturating_add(part);
                least.cells.push(with.min(least.cells[cell.low as usize]));
            }
            next = end as usize;
            least.parts.push(least.cells[root as usize]);
        }
        least
    }
}

/// Puts the leaves of each set in ascending order, and smaller sets first.
fn in_order(sets: &mut [Vec<u32>]) {
    sets.iter_mut().for_each(|set| set.sort_unstable());
    sets.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
}

#[derive(Default)]
struct Least {
    cells: Vec<u32>,
    parts: Vec<u32>,
}

/// What is still to be chosen from once a module's own set is complete.
struct Rest<'a> {
    node: u32,
    /// The fewest leaves that the rest after this one takes.
    least_after: u32,
    after: Option<&'a Rest<'a>>,
}

struct Walk<'a, F> {
    sets: &'a MinimalSets,
    most: u32,
    least: &'a Least,
    chosen: Vec<u32>,
    visit: &'a mut F,
}

impl<F: FnMut(&[u32]) -> ControlFlow<()>> Walk<'_, F> {
    fn part(&mut self, part: u32, room: u32, rest: Option<&Rest<'_>>) -> ControlFlow<()> {
        match part.checked_sub(self.sets.leaf_count) {
            Some(module) => self.node(self.sets.roots[module as usize], room, rest),
            None => {
                if room == 0 {
                    return ControlFlow::Continue(());
                }
                self.chosen.push(part);
                let flow = match rest {
                    Some(rest) => self.node(rest.node, room - 1, rest.after),
                    None => (self.visit)(&self.chosen),
                };
                self.chosen.pop();
                flow
            }
        }
    }

    /// Completes the chosen leaves with each set of `node`, then with the rest.
    fn node(&mut self, mut node: u32, room: u32, rest: Option<&Rest<'_>>) -> ControlFlow<()> {
        let is_bounded = self.most != u32::MAX;
        let after = if is_bounded {
            rest.map_or(0, |rest| self.least.cells[rest.node as usize].saturating_add(rest.least_after))
        } else {
            0
        };
        while node > 1 {
            if is_bounded && self.least.cells[node as usize].saturating_add(after) > room {
                return ControlFlow::Continue(());
            }
            let cell = self.sets.cells[node as usize];
            let part = self.sets.parts[cell.level as usize];
            if cell.high == 1 {
                self.part(part, room, rest)?;
            } else {
                self.part(part, room, Some(&Rest { node: cell.high, least_after: after, after: rest }))?;
            }
            node = cell.low;
        }
        match (node, rest) {
            (0, _) => ControlFlow::Continue(()),
            (_, Some(rest)) => self.node(rest.node, room, rest.after),
            (_, None) => (self.visit)(&self.chosen),
        }
    }
}
