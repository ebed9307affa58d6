//! From two orders a third: crossing, mutation, and what a schedule is worth to the search.

use super::generation::{Workbench, mirror, order_by_start, serial};
use super::luck::Luck;
use super::packed::{Direction, Packed};

/// A schedule as the search keeps it: the order in which to build its mirror image.
#[derive(Clone, Debug)]
pub(super) struct Individual {
    /// Activities by start time, as seen from the end the next schedule is built from.
    pub(super) order: Vec<u32>,
    pub(super) worth: Worth,
}

/// How good a schedule is; smaller is better.
///
/// The makespan decides. Among equals, the schedule that keeps its resources busy early is closer to a
/// shorter one: second comes the sum over activities of finish times resource share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Worth {
    pub(super) makespan: u32,
    pub(super) lateness: u64,
}

impl Worth {
    pub(super) const WORST: Self = Self { makespan: u32::MAX, lateness: u64::MAX };
}

impl Individual {
    pub(super) fn blank(n_activities: usize) -> Self {
        Self { order: vec![0; n_activities], worth: Worth::WORST }
    }
}

/// The best schedule one worker has seen, and where it arose.
#[derive(Clone, Debug)]
pub(super) struct Best {
    /// Starts in forward time.
    pub(super) starts: Vec<u32>,
    pub(super) makespan: u32,
    /// (generation, slot): of equals the first counts, whichever worker found it.
    pub(super) arose: (u64, usize),
}

/// One worker's room to build schedules in.
#[derive(Clone, Debug)]
pub(super) struct Breeder<'p, const W: usize> {
    packed: &'p Packed<W>,
    bench: Workbench<W>,
    order: Vec<u32>,
    starts: Vec<u32>,
    part: Vec<u8>,
    waits: Vec<u32>,
    ready: Vec<u32>,
    pub(super) best: Best,
}

impl<'p, const W: usize> Breeder<'p, W> {
    pub(super) fn new(packed: &'p Packed<W>) -> Self {
        let n = packed.len();
        Self {
            packed,
            bench: Workbench::new(packed),
            order: Vec::with_capacity(n),
            starts: vec![0; n],
            part: vec![0; n],
            waits: vec![0; n],
            ready: Vec::with_capacity(n),
            best: Best { starts: vec![0; n], makespan: u32::MAX, arose: (u64::MAX, 0) },
        }
    }

    /// Makes a schedule in `direction` from chance, with a bias to what has the longest tail behind it.
    pub(super) fn found(
        &mut self,
        direction: Direction,
        luck: &mut Luck,
        place: (u64, usize),
        child: &mut Individual,
    ) {
        let behind = self.packed.before(direction.reversed());
        let tails = self.packed.tails(direction);
        self.order.clear();
        self.ready.clear();
        for i in 0..self.packed.len() as u32 {
            self.waits[i as usize] = self.packed.before(direction).of(i).len() as u32;
            if self.waits[i as usize] == 0 {
                self.ready.push(i);
            }
        }
        while !self.ready.is_empty() {
            let (a, b) = (luck.below(self.ready.len()), luck.below(self.ready.len()));
            let tail = |at: usize| tails[self.ready[at] as usize];
            let next = self.ready.swap_remove(if tail(a) >= tail(b) { a } else { b });
            self.order.push(next);
            for &i in behind.of(next) {
                self.waits[i as usize] -= 1;
                if self.waits[i as usize] == 0 {
                    self.ready.push(i);
                }
            }
        }
        self.build(direction, place, child);
    }

    /// Makes a schedule in `direction` out of two.
    pub(super) fn breed(
        &mut self,
        [outer, inner]: [&Individual; 2],
        direction: Direction,
        luck: &mut Luck,
        place: (u64, usize),
        child: &mut Individual,
    ) {
        if outer.order == inner.order {
            self.order.clear();
            self.order.extend_from_slice(&outer.order);
            for _ in 0..3 {
                self.mutate(direction, luck);
            }
        } else {
            self.cross(outer, inner, luck);
        }
        if luck.chance(50) {
            self.mutate(direction, luck);
        }
        self.build(direction, place, child);
    }

    /// Keeps the order of `outer` but for one stretch, whose activities follow each other as in `inner`.
    ///
    /// Precedence holds: each of the three parts is cut from one order by another that respects it too.
    fn cross(&mut self, outer: &Individual, inner: &Individual, luck: &mut Luck) {
        let n = self.packed.len();
        let length = n * 15 / 100 + luck.below(n * 75 / 100 + 1);
        let from = luck.below(n - length + 1);
        let to = from + length;
        self.part.fill(0);
        for &i in &outer.order[from..to] {
            self.part[i as usize] = 1;
        }
        self.order.clear();
        self.order.extend_from_slice(&outer.order[..from]);
        let part = &self.part;
        self.order.extend(inner.order.iter().filter(|&&i| part[i as usize] == 1));
        self.order.extend_from_slice(&outer.order[to..]);
    }

    /// Moves one activity to another place that precedence allows.
    fn mutate(&mut self, direction: Direction, luck: &mut Luck) {
        let n = self.order.len();
        let at = luck.below(n);
        let i = self.order[at];
        let before = self.packed.before(direction).of(i);
        let behind = self.packed.before(direction.reversed()).of(i);
        let first = self.order[..at].iter().rposition(|j| before.contains(j)).map_or(0, |b| b + 1);
        let last = self.order[at + 1..].iter().position(|j| behind.contains(j)).map_or(n - 1, |b| at + b);
        let to = first + luck.below(last - first + 1);
        if to < at {
            self.order[to..=at].rotate_right(1);
        } else {
            self.order[at..=to].rotate_left(1);
        }
    }

    /// Builds the schedule of `self.order`, keeps it if it is the best so far, and hands it on mirrored.
    fn build(&mut self, direction: Direction, place: (u64, usize), child: &mut Individual) {
        let (packed, starts) = (self.packed, &mut self.starts);
        let makespan = serial(packed, direction, &self.order, &mut self.bench, starts);
        let finishes = starts.iter().zip(&packed.durations).map(|(start, duration)| start + duration);
        let lateness = finishes.zip(&packed.shares).map(|(finish, share)| u64::from(finish) * share).sum();
        child.worth = Worth { makespan, lateness };
        if (makespan, place) < (self.best.makespan, self.best.arose) {
            self.best.makespan = makespan;
            self.best.arose = place;
            self.best.starts.copy_from_slice(starts);
            if direction == Direction::Backward {
                mirror(packed, &mut self.best.starts, makespan);
            }
        }
        mirror(packed, starts, makespan);
        order_by_start(packed, direction.reversed(), starts, makespan, &mut self.bench, &mut child.order);
    }
}
