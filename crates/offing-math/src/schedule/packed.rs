//! A project laid out for scheduling it a million times.
//!
//! *Why so:* an improver spends its whole life asking "does this fit from here on?". All resources of one
//! time step therefore share a few machine words, each resource a lane of its own with a guard bit on top:
//! one subtraction and one comparison answer for all of them. Activities are renumbered so that a
//! predecessor always has the smaller index, and the reversed project lies beside the given one, so that
//! backward scheduling is forward scheduling of the other side.

use super::project::{Project, Schedule};

/// Which way time runs: from the project's begin, or back from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
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
    /// Free at any time when nothing runs, guard bits set.
    pub(super) capacity: [u64; W],
    pub(super) guard: u64,
    pub(super) horizon: u32,
    before: Links,
    behind: Links,
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
        Self {
            durations: activities.clone().map(|a| a.duration).collect(),
            needs: activities.map(|a| pack(&a.demands)).collect(),
            capacity: pack(project.capacities()).map(|word| word | guard),
            guard,
            horizon: project.horizon(),
            before: Links::new(&before),
            behind: Links::new(&behind),
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

    /// Returns the starts by packed index of a schedule of the project given.
    pub(super) fn pack(&self, schedule: &Schedule) -> Vec<u32> {
        self.given.iter().map(|&g| schedule.starts[g]).collect()
    }
}
