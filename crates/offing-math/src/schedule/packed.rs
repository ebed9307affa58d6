//! A project laid out for scheduling it a million times.
//!
//! *Why so:* an improver spends its whole life asking "does this fit from here on?". All resources of one
//! time step therefore share a few machine words, each resource a lane of its own with a guard bit on top:
//! one subtraction and one comparison answer for all of them. Activities are renumbered so that a
//! predecessor always has the smaller index, and the reversed project lies beside the given one, so that
//! backward scheduling is forward scheduling of the other side.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::project::{Activity, Project, Schedule};

/// Which way time runs: from the project's begin, or back from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Predecessors come first, and everything as early as possible.
    Forward,
    /// Successors come first, and everything as late as possible.
    Backward,
}

impl Direction {
    pub(super) fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
        }
    }
}

/// What waits for what, read in one direction: `of(i)` must be finished before `i`.
#[derive(Clone, Debug)]
pub(super) struct Links {
    begins: Vec<u32>,
    items: Vec<u32>,
}

impl Links {
    fn new(lists: &[Vec<u32>]) -> Self {
        let mut begins = vec![0];
        let mut items = Vec::new();
        for list in lists {
            items.extend(list);
            begins.push(u32::try_from(items.len()).expect("fewer links than 2^32"));
        }
        Self { begins, items }
    }

    #[inline]
    pub(super) fn of(&self, i: u32) -> &[u32] {
        &self.items[self.begins[i as usize] as usize..self.begins[i as usize + 1] as usize]
    }
}

/// The packed project; `W` words hold all resources of one time step.
#[derive(Clone, Debug)]
pub(super) struct Packed<const W: usize> {
    /// Given index of each activity; position is the packed index, topologically sorted.
    pub(super) given: Vec<usize>,
    pub(super) durations: Vec<u32>,
    pub(super) needs: Vec<[u64; W]>,
    /// Duration times the share of each capacity in use, summed over resources, in thousandths.
    pub(super) shares: Vec<u64>,
    /// Free at any time when nothing runs, guard bits set.
    pub(super) capacity: [u64; W],
    pub(super) guard: u64,
    pub(super) horizon: u32,
    before: Links,
    behind: Links,
    tails: [Vec<u32>; 2],
}

/// Lanes are as narrow as the largest capacity allows, with one bit to spare for the guard.
fn lane_bits(project: &Project) -> usize {
    match project.capacities().iter().max() {
        None | Some(0..=127) => 8,
        Some(128..=32_767) => 16,
        Some(_) => 32,
    }
}

/// Returns how many words the resources of one time step take.
pub(super) fn words(project: &Project) -> usize {
    project.capacities().len().div_ceil(64 / lane_bits(project)).max(1)
}

/// Returns the longest chain of `links` in front of each activity; `indices` visits links before what they lead to.
fn longest_ways(links: &Links, durations: &[u32], indices: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut ways = vec![0u32; durations.len()];
    for i in indices {
        let through = links.of(i as u32).iter().map(|&j| ways[j as usize] + durations[j as usize]);
        ways[i] = through.max().unwrap_or(0);
    }
    ways
}

fn share(project: &Project, activity: &Activity) -> u64 {
    let used = activity.demands.iter().zip(project.capacities()).filter(|(_, capacity)| **capacity > 0);
    let thousandths = used.map(|(&demand, &capacity)| u64::from(demand) * 1_000 / u64::from(capacity));
    u64::from(activity.duration) * thousandths.sum::<u64>()
}

impl<const W: usize> Packed<W> {
    /// *Panics:* if `W` is below [`words`].
    pub(super) fn new(project: &Project) -> Self {
        let bits = lane_bits(project);
        let pack = |amounts: &[u32]| {
            let mut lanes = [0u64; W];
            for (r, &amount) in amounts.iter().enumerate() {
                lanes[r / (64 / bits)] |= u64::from(amount) << (r % (64 / bits) * bits);
            }
            lanes
        };
        let guard = (0..64 / bits).fold(0u64, |guard, lane| guard | 1 << (lane * bits + bits - 1));
        let given = project.topological().to_vec();
        let mut packed_idx = vec![0u32; given.len()];
        for (packed, &g) in given.iter().enumerate() {
            packed_idx[g] = u32::try_from(packed).expect("fewer activities than 2^32");
        }
        let mut before = vec![Vec::new(); given.len()];
        let mut behind = vec![Vec::new(); given.len()];
        for (i, &g) in given.iter().enumerate() {
            let mut list: Vec<u32> = project.activities()[g].after.iter().map(|&a| packed_idx[a]).collect();
            list.sort_unstable();
            list.dedup();
            for &a in &list {
                behind[a as usize].push(packed_idx[g]);
            }
            before[i] = list;
        }
        let activities = given.iter().map(|&g| &project.activities()[g]);
        let durations: Vec<u32> = activities.clone().map(|a| a.duration).collect();
        let (before, behind) = (Links::new(&before), Links::new(&behind));
        let n = given.len();
        Self {
            tails: [longest_ways(&behind, &durations, (0..n).rev()), longest_ways(&before, &durations, 0..n)],
            durations,
            needs: activities.clone().map(|a| pack(&a.demands)).collect(),
            shares: activities.map(|a| share(project, a)).collect(),
            capacity: pack(project.capacities()).map(|word| word | guard),
            guard,
            horizon: project.horizon(),
            before,
            behind,
            given,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.given.len()
    }

    /// What must be finished before an activity when time runs in `direction`.
    #[inline]
    pub(super) fn before(&self, direction: Direction) -> &Links {
        match direction {
            Direction::Forward => &self.before,
            Direction::Backward => &self.behind,
        }
    }

    /// Returns how long at least time in `direction` goes on after each activity is finished.
    pub(super) fn tails(&self, direction: Direction) -> &[u32] {
        &self.tails[direction as usize]
    }

    /// Returns whether `need` fits into what is `free`.
    #[inline]
    pub(super) fn fits(&self, free: &[u64; W], need: &[u64; W]) -> bool {
        let mut guards = self.guard;
        for (free, need) in free.iter().zip(need) {
            guards &= free - need;
        }
        guards == self.guard
    }

    /// Returns the schedule under the indices of the project given.
    pub(super) fn unpack(&self, starts: &[u32]) -> Schedule {
        let mut given = vec![0; self.len()];
        for (&start, &g) in starts.iter().zip(&self.given) {
            given[g] = start;
        }
        Schedule { starts: given }
    }

    /// Returns the activities in `order`, each behind all it waits for in `direction`.
    pub(super) fn list(&self, order: &[usize], direction: Direction) -> Vec<u32> {
        let mut turn = vec![usize::MAX; self.len()];
        for (at, &g) in order.iter().enumerate() {
            turn[g] = at;
        }
        assert!(order.len() == self.len() && !turn.contains(&usize::MAX), "the order is a permutation");
        let turn = |i: u32| turn[self.given[i as usize]];
        let mut waits: Vec<usize> =
            (0..self.len()).map(|i| self.before(direction).of(i as u32).len()).collect();
        let first = (0..self.len() as u32).filter(|&i| waits[i as usize] == 0);
        let mut ready: BinaryHeap<_> = first.map(|i| Reverse((turn(i), i))).collect();
        let mut list = Vec::with_capacity(self.len());
        while let Some(Reverse((_, next))) = ready.pop() {
            list.push(next);
            for &i in self.before(direction.reversed()).of(next) {
                waits[i as usize] -= 1;
                if waits[i as usize] == 0 {
                    ready.push(Reverse((turn(i), i)));
                }
            }
        }
        list
    }

    /// Returns the starts by packed index of a schedule of the project given.
    pub(super) fn pack(&self, schedule: &Schedule) -> Vec<u32> {
        self.given.iter().map(|&g| schedule.starts[g]).collect()
    }
}

/// Runs `body` with the project packed into as few words per time step as it takes.
macro_rules! with_packed {
    ($project:expr, |$packed:ident| $body:expr) => {
        match $crate::schedule::packed::words($project) {
            1 => with_packed!(1, $project, |$packed| $body),
            2 => with_packed!(2, $project, |$packed| $body),
            3..=4 => with_packed!(4, $project, |$packed| $body),
            5..=16 => with_packed!(16, $project, |$packed| $body),
            _ => with_packed!(64, $project, |$packed| $body),
        }
    };
    ($words:literal, $project:expr, |$packed:ident| $body:expr) => {{
        let $packed = $crate::schedule::packed::Packed::<$words>::new($project);
        $body
    }};
}
pub(super) use with_packed;
