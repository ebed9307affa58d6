//! From an order to a schedule: serial and parallel generation, both ways through time.
//!
//! Nothing here allocates once a [`Workbench`] exists.

use super::packed::{Direction, Packed};

/// Room to build schedules in, reused from one to the next.
#[derive(Clone, Debug)]
pub(super) struct Workbench<const W: usize> {
    /// What is free at each time step, guard bits set; beyond `touched` nothing was ever taken.
    free: Vec<[u64; W]>,
    touched: usize,
    waiting: Vec<u32>,
    heads: Vec<u32>,
}

impl<const W: usize> Workbench<W> {
    pub(super) fn new(packed: &Packed<W>) -> Self {
        Self {
            free: vec![packed.capacity; packed.horizon as usize + 1],
            touched: 0,
            waiting: Vec::with_capacity(packed.len()),
            heads: vec![0; packed.horizon as usize + 2],
        }
    }

    /// Makes room for schedules that end by `makespan`, should that be beyond all durations in a row.
    pub(super) fn reach(&mut self, packed: &Packed<W>, makespan: u32) {
        let steps = self.free.len().max(makespan as usize + 1);
        self.free.resize(steps, packed.capacity);
        self.heads.resize(steps + 1, 0);
    }

    fn clear(&mut self, packed: &Packed<W>) {
        self.free[..self.touched].fill(packed.capacity);
        self.touched = 0;
    }

    #[inline]
    fn take(&mut self, from: usize, to: usize, need: &[u64; W]) {
        for free in &mut self.free[from..to] {
            for (free, need) in free.iter_mut().zip(need) {
                *free -= need;
            }
        }
        self.touched = self.touched.max(to);
    }
}

/// Starts each activity of `order` in turn as early as precedence and what is taken allow, and returns the makespan.
///
/// *Shape:* `order` names every activity once, none before one it waits for in `direction`; `starts[i]`
/// belongs to activity `i` and counts in `direction`.
/// *Source:* J. E. Kelley, "The critical-path method: resources planning and scheduling", 1963; that the
/// result is active: Kolisch, EJOR 90 (1996), theorem 1.
pub(super) fn serial<const W: usize>(
    packed: &Packed<W>,
    direction: Direction,
    order: &[u32],
    bench: &mut Workbench<W>,
    starts: &mut [u32],
) -> u32 {
    bench.clear(packed);
    let links = packed.before(direction);
    let mut makespan = 0;
    for &i in order {
        let (duration, need) = (packed.durations[i as usize], &packed.needs[i as usize]);
        let ready = links.of(i).iter().map(|&b| starts[b as usize] + packed.durations[b as usize]).max();
        let mut at = ready.unwrap_or(0) as usize;
        let length = duration as usize;
        while let Some(clash) = bench.free[at..at + length].iter().rposition(|free| !packed.fits(free, need))
        {
            at += clash + 1;
        }
        bench.take(at, at + length, need);
        starts[i as usize] = at as u32;
        makespan = makespan.max(at as u32 + duration);
    }
    makespan
}

/// Starts at each moment, in `order`, whatever is ready and fits, and returns the makespan.
///
/// *Shape:* as [`serial`], but `order` may be any permutation: what is not ready is passed over.
/// *Source:* Bedworth and Bailey, "Integrated Production Control Systems", 1982; that the result is
/// non-delay: Kolisch, EJOR 90 (1996), theorem 2.
pub(super) fn parallel<const W: usize>(
    packed: &Packed<W>,
    direction: Direction,
    order: &[u32],
    bench: &mut Workbench<W>,
    starts: &mut [u32],
) -> u32 {
    bench.clear(packed);
    let links = packed.before(direction);
    let mut waiting = std::mem::take(&mut bench.waiting);
    waiting.clear();
    waiting.extend_from_slice(order);
    starts.fill(u32::MAX);
    let (mut now, mut makespan) = (0usize, 0);
    while !waiting.is_empty() {
        // Passed over activities keep their turn; a milestone may make another one ready at the same moment.
        let mut again = true;
        while again {
            again = false;
            waiting.retain(|&i| {
                let duration = packed.durations[i as usize];
                let ready = links.of(i).iter().all(|&b| {
                    let start = starts[b as usize];
                    start != u32::MAX && (start + packed.durations[b as usize]) as usize <= now
                });
                let need = &packed.needs[i as usize];
                if !ready || !packed.fits(&bench.free[now], need) && duration > 0 {
                    return true;
                }
                bench.take(now, now + duration as usize, need);
                starts[i as usize] = now as u32;
                makespan = makespan.max(now as u32 + duration);
                again |= duration == 0;
                false
            });
        }
        let finishes = starts.iter().zip(&packed.durations).filter(|(start, _)| **start != u32::MAX);
        let later = finishes.map(|(start, duration)| (start + duration) as usize).filter(|&at| at > now);
        now = later.min().unwrap_or(now);
    }
    bench.waiting = waiting;
    makespan
}

/// Fills `order` with the activities by start time, ties in topological order of `direction`.
///
/// *Cost:* linear in activities and makespan.
pub(super) fn order_by_start<const W: usize>(
    packed: &Packed<W>,
    direction: Direction,
    starts: &[u32],
    makespan: u32,
    bench: &mut Workbench<W>,
    order: &mut [u32],
) {
    let heads = &mut bench.heads[..makespan as usize + 2];
    heads.fill(0);
    for &start in starts {
        heads[start as usize + 1] += 1;
    }
    for at in 1..heads.len() {
        heads[at] += heads[at - 1];
    }
    let mut put = |i: usize| {
        let head = &mut heads[starts[i] as usize];
        order[*head as usize] = i as u32;
        *head += 1;
    };
    match direction {
        Direction::Forward => (0..packed.len()).for_each(&mut put),
        Direction::Backward => (0..packed.len()).rev().for_each(&mut put),
    }
}

/// Rewrites `starts` from counting in one direction to counting in the other.
pub(super) fn mirror<const W: usize>(packed: &Packed<W>, starts: &mut [u32], makespan: u32) {
    for (start, duration) in starts.iter_mut().zip(&packed.durations) {
        *start = makespan - *start - duration;
    }
}
