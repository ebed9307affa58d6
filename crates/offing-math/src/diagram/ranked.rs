//! Which minimal sets are cheapest?
//!
//! Sets come one after the other, best first, and only as far as they are asked for: every node of the
//! diagram keeps the best sets below it that were needed so far, and finds the next one by comparing
//! the next of its two ways on.
//!
//! *Source:* V. M. Jiménez, A. Marzal, "Computing the K shortest paths: a new algorithm and an
//! experimental comparison", WAE 1999, LNCS 1668, pp. 15–29 (the recursive enumeration, here over a
//! diagram of sets and with modules in the place of single leaves).

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::minimal::{MinimalSets, SetTop};

/// One minimal set and what it weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankedSet {
    /// In ascending order.
    pub leaves: Vec<u32>,
    /// The sum of its leaves' weights; `u64::MAX` stands for that much or more.
    pub weight: u64,
}

impl MinimalSets {
    /// Returns the sets from the lightest on: exactly, without leaving any out, and as many as are asked for.
    ///
    /// Sets of equal weight come in the order of their leaves, compared one by one from the lowest.
    ///
    /// *Shape:* `weights[i]` belongs to leaf `i`; ones rank by size, and [`weights_of_chances`] by chance.
    /// *Panics:* if `weights` is shorter than the structure's leaves: they come from the same model.
    /// *Cost:* one pass over the diagram, then for each set about the length of the way to it.
    pub fn ranked(&self, weights: &[u64]) -> Ranked<'_> {
        assert!(weights.len() >= self.leaf_count as usize, "a weight for each leaf");
        let streams = (0..self.cells.len()).map(|_| Stream::default()).collect();
        Ranked { sets: self, weights: weights.to_vec(), streams, next: 0 }
    }
}

/// Returns weights that rank sets by the chance that all of their leaves happen, likeliest first.
///
/// *Unit:* nats times 2³²; two chances closer than about one in 10⁹ may get equal weights.
pub fn weights_of_chances(chances: &[f64]) -> Vec<u64> {
    const PER_NAT: f64 = 4_294_967_296.0;
    // The cast saturates: what never happens weighs as much as can be.
    chances.iter().map(|&chance| (-libm::log(chance) * PER_NAT).max(0.0) as u64).collect()
}

/// Minimal sets from the lightest on, as an iterator.
#[derive(Clone, Debug)]
pub struct Ranked<'a> {
    sets: &'a MinimalSets,
    weights: Vec<u64>,
    streams: Vec<Stream>,
    next: u32,
}

/// The sets of one cell that have been found, and those that may come next.
#[derive(Clone, Debug, Default)]
struct Stream {
    found: Vec<Found>,
    is_started: bool,
    /// The next set without what the cell asks about, if any.
    low: Option<u32>,
    /// The next sets with it: which of the module's sets, and which of the rest.
    high: BinaryHeap<Reverse<(u64, u32, u32)>>,
}

/// One set of a cell: its weight and how to come by it.
#[derive(Clone, Copy, Debug)]
struct Found {
    weight: u64,
    step: Step,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    /// Nothing more to choose.
    End,
    /// The so-manieth set without what the cell asks about.
    Low(u32),
    /// The so-manieth set of the part, with the so-manieth of the rest.
    High(u32, u32),
}

impl Iterator for Ranked<'_> {
    type Item = RankedSet;

    fn next(&mut self) -> Option<RankedSet> {
        loop {
            let nth = self.next;
            self.next += 1;
            let mut leaves = Vec::new();
            let weight = match self.sets.top {
                SetTop::None => None,
                SetTop::Empty => (nth == 0).then_some(0),
                SetTop::Part(part) => {
                    let weight = self.of_part(part, nth)?;
                    self.leaves_of_part(part, nth, &mut leaves);
                    Some(weight)
                }
            }?;
            // Small sets of modules may make a large set together.
            if leaves.len() as u64 <= u64::from(self.sets.most) {
                leaves.sort_unstable();
                return Some(RankedSet { leaves, weight });
            }
        }
    }
}

impl Ranked<'_> {
    /// Returns the weight of the `nth` set of `part`, which is found if it has not been.
    fn of_part(&mut self, part: u32, nth: u32) -> Option<u64> {
        match part.checked_sub(self.sets.leaf_count) {
            None => (nth == 0).then(|| self.weights[part as usize]),
            Some(module) => self.of_node(self.sets.roots[module as usize], nth),
        }
    }

    /// Returns the weight of the `nth` set of `node`, which is found if it has not been.
    fn of_node(&mut self, node: u32, nth: u32) -> Option<u64> {
        if node < 2 {
            return (node == 1 && nth == 0).then_some(0);
        }
        while self.streams[node as usize].found.len() <= nth as usize {
            let found = self.find_next(node)?;
            self.streams[node as usize].found.push(found);
        }
        Some(self.streams[node as usize].found[nth as usize].weight)
    }

    fn find_next(&mut self, node: u32) -> Option<Found> {
        let cell = self.sets.cells[node as usize];
        let part = self.sets.parts[cell.level as usize];
        if !self.streams[node as usize].is_started {
            self.streams[node as usize].is_started = true;
            self.streams[node as usize].low = Some(0);
            self.offer(node, part, cell.high, 0, 0);
        }
        let low = self.streams[node as usize].low.and_then(|nth| {
            let weight = self.of_node(cell.low, nth);
            if weight.is_none() {
                self.streams[node as usize].low = None;
            }
            weight.map(|weight| Found { weight, step: Step::Low(nth) })
        });
        let high = self.lightest_high(node);
        let best = match (low, high) {
            (Some(low), Some(high)) => Some(if self.compare(node, low, high).is_le() { low } else { high }),
            (low, high) => low.or(high),
        }?;
        match best.step {
            Step::End => unreachable!("only the constants end"),
            Step::Low(nth) => self.streams[node as usize].low = Some(nth + 1),
            Step::High(of_part, of_rest) => {
                let heap = &mut self.streams[node as usize].high;
                let mut others = Vec::new();
                // The one chosen need not be on top: others of the same weight may lie above it.
                while let Some(Reverse(top)) = heap.pop() {
                    if (top.1, top.2) == (of_part, of_rest) {
                        break;
                    }
                    others.push(Reverse(top));
                }
                heap.extend(others);
                self.offer(node, part, cell.high, of_part, of_rest + 1);
                if of_rest == 0 {
                    self.offer(node, part, cell.high, of_part + 1, 0);
                }
            }
        }
        Some(best)
    }

    /// Puts a pair of a part's set and a set of the rest among those that may come next.
    fn offer(&mut self, node: u32, part: u32, rest: u32, of_part: u32, of_rest: u32) {
        let weights = self.of_part(part, of_part).zip(self.of_node(rest, of_rest));
        if let Some((a, b)) = weights {
            self.streams[node as usize].high.push(Reverse((a.saturating_add(b), of_part, of_rest)));
        }
    }

    /// Returns the first, by weight and then by leaves, of the sets with what the cell asks about.
    fn lightest_high(&mut self, node: u32) -> Option<Found> {
        let heap = &self.streams[node as usize].high;
        let &Reverse((weight, ..)) = heap.peek()?;
        let tied = heap.iter().filter(|Reverse(offer)| offer.0 == weight);
        let found =
            |&Reverse((weight, a, b)): &Reverse<(u64, u32, u32)>| Found { weight, step: Step::High(a, b) };
        let tied: Vec<Found> = tied.map(found).collect();
        tied.into_iter().reduce(|a, b| if self.compare(node, a, b).is_le() { a } else { b })
    }

    /// Compares two sets of `node` by weight, then by their leaves.
    fn compare(&self, node: u32, a: Found, b: Found) -> Ordering {
        a.weight.cmp(&b.weight).then_with(|| {
            let sorted = |found: Found| {
                let mut leaves = Vec::new();
                self.leaves_of(node, found, &mut leaves);
                leaves.sort_unstable();
                leaves
            };
            sorted(a).cmp(&sorted(b))
        })
    }

    fn leaves_of_part(&self, part: u32, nth: u32, leaves: &mut Vec<u32>) {
        match part.checked_sub(self.sets.leaf_count) {
            None => leaves.push(part),
            Some(module) => self.leaves_of_nth(self.sets.roots[module as usize], nth, leaves),
        }
    }

    fn leaves_of_nth(&self, node: u32, nth: u32, leaves: &mut Vec<u32>) {
        let found = match node {
            0 | 1 => Found { weight: 0, step: Step::End },
            _ => self.streams[node as usize].found[nth as usize],
        };
        self.leaves_of(node, found, leaves);
    }

    fn leaves_of(&self, mut node: u32, mut found: Found, leaves: &mut Vec<u32>) {
        loop {
            let cell = self.sets.cells[node as usize];
            let nth = match found.step {
                Step::End => return,
                Step::Low(nth) => {
                    node = cell.low;
                    nth
                }
                Step::High(of_part, of_rest) => {
                    self.leaves_of_part(self.sets.parts[cell.level as usize], of_part, leaves);
                    node = cell.high;
                    of_rest
                }
            };
            if node < 2 {
                return;
            }
            found = self.streams[node as usize].found[nth as usize];
        }
    }
}
