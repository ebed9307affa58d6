//! A shorter schedule, as good as the budget allows.
//!
//! *Method:* a genetic algorithm over two populations, one of schedules pushed to the begin, one of schedules
//! pushed to the end (Debels and Vanhoucke, "A decomposition-based genetic algorithm for the
//! resource-constrained project-scheduling problem", Operations Research 55, 2007). Children of the one live
//! in the other, so every schedule generated is also the justification of its parents (Valls, Ballestín and
//! Quintanilla, EJOR 165, 2005). Each child meets the occupant of its own slot alone, which keeps the
//! population diverse; its size grows with the budget, so that it has converged when the budget is spent.

use std::fmt;
use std::thread;

use super::bounds::Bounds;
use super::breeding::{Best, Breeder, Individual};
use super::luck::Luck;
use super::packed::{Direction, Packed, with_packed};
use super::project::{Project, Schedule};

/// How long to go on.
#[derive(Clone, Copy)]
pub enum Budget<'a> {
    /// So many generated schedules; the answer is the same on any number of threads.
    Schedules(u64),
    /// Until this share of the time, asked again and again, reaches one.
    ///
    /// A share rather than a yes or no: the search sizes its population by how fast time runs out.
    Share(&'a (dyn Fn() -> f64 + Sync)),
}

impl fmt::Debug for Budget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Schedules(count) => f.debug_tuple("Schedules").field(count).finish(),
            Self::Share(_) => f.write_str("Share"),
        }
    }
}

/// What [`improve`] is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Improvement<'a> {
    /// When to stop short of proof.
    pub budget: Budget<'a>,
    /// Where the search begins; the same seed, the same search.
    pub seed: u64,
    /// How many threads work on it; at least one does.
    pub threads: usize,
}

/// A schedule, and how much better one could at most be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Improved {
    /// The shortest schedule found.
    pub schedule: Schedule,
    /// When it ends.
    pub makespan: u32,
    /// No schedule ends before; equal to `makespan` when that is proved to be optimal.
    pub lower_bound: u32,
    /// How many schedules were generated on the way.
    pub generated: u64,
}

/// Returns the shortest schedule found within the budget, with a lower bound.
///
/// *Cost:* the budget, or less: it stops the moment the lower bound is met.
pub fn improve(project: &Project, asked: &Improvement<'_>) -> Improved {
    let longest = project.activities().iter().map(|activity| activity.duration).max();
    if longest.unwrap_or(0) == 0 {
        let schedule = Schedule { starts: vec![0; project.activities().len()] };
        return Improved { schedule, makespan: 0, lower_bound: 0, generated: 0 };
    }
    let mut bounds = Bounds::new(project);
    with_packed!(project, |packed| {
        let mut search = Search::new(&packed, asked);
        search.run(&mut bounds);
        Improved {
            schedule: packed.unpack(&search.best.starts),
            makespan: search.best.makespan,
            lower_bound: bounds.best(),
            generated: search.generated,
        }
    })
}

/// Slots bred with one stream of luck: the unit of work, however many threads there are.
const CHUNK: usize = 16;

/// Below this many slots a generation is over before another thread has begun.
const WORTH_A_THREAD: usize = 96;

struct Search<'a, 'p, const W: usize> {
    asked: &'a Improvement<'a>,
    breeders: Vec<Breeder<'p, W>>,
    n_activities: usize,
    best: Best,
    floor: u32,
    generated: u64,
    generation: u64,
}

impl<'a, 'p, const W: usize> Search<'a, 'p, W> {
    fn new(packed: &'p Packed<W>, asked: &'a Improvement<'a>) -> Self {
        let breeders = vec![Breeder::new(packed); asked.threads.max(1)];
        let best = breeders[0].best.clone();
        let n_activities = packed.len();
        Self { asked, breeders, n_activities, best, floor: 0, generated: 0, generation: 0 }
    }

    /// A first, small search settles what is easy and tells how fast time runs; then one that fits the rest.
    fn run(&mut self, bounds: &mut Bounds<'_>) {
        self.floor = bounds.best();
        match self.asked.budget {
            Budget::Schedules(count) => {
                let first = (count / 20).clamp(1, 2_000);
                if count >= 20_000 {
                    self.evolve(first);
                    if self.best.makespan > self.floor {
                        self.floor = bounds.tighten(self.best.makespan);
                    }
                }
                while self.generated < count.max(1) && self.best.makespan > self.floor {
                    self.evolve(count.max(1) - self.generated);
                }
            }
            Budget::Share(spent) => {
                self.evolve(1_000);
                if self.best.makespan > self.floor {
                    self.floor = bounds.tighten(self.best.makespan);
                }
                let mut pilot = 2_000;
                while self.best.makespan > self.floor && spent() < 1.0 {
                    let (before, generated) = (spent(), self.generated);
                    self.evolve(pilot);
                    let (after, made) = (spent(), self.generated - generated);
                    let rest = (1.0 - after).max(0.0) * made as f64 / (after - before).max(1e-9);
                    // A pilot too short to be timed is followed by a longer one.
                    pilot = if after - before < 0.004 { 2 * pilot } else { (rest as u64).max(1_000) };
                }
            }
        }
    }

    fn out_of_time(&self) -> bool {
        matches!(self.asked.budget, Budget::Share(spent) if spent() >= 1.0)
    }

    /// Spends `budget` schedules on one pair of populations.
    fn evolve(&mut self, budget: u64) {
        let size = population(budget);
        let end = self.generated + budget;
        let mut parents = vec![Individual::blank(self.n_activities); size];
        let mut others = parents.clone();
        self.generation(None, &mut parents, Direction::Forward, budget);
        let mut direction = Direction::Backward;
        while self.generated < end && self.best.makespan > self.floor && !self.out_of_time() {
            self.generation(Some(&parents), &mut others, direction, end - self.generated);
            std::mem::swap(&mut parents, &mut others);
            direction = direction.reversed();
        }
    }

    /// Makes one child per slot, at most `limit`, from `parents` or, if there are none, from chance.
    fn generation(
        &mut self,
        parents: Option<&[Individual]>,
        slots: &mut [Individual],
        direction: Direction,
        limit: u64,
    ) {
        self.generation += 1;
        let slots_now = usize::try_from(limit).unwrap_or(usize::MAX).min(slots.len());
        let slots = &mut slots[..slots_now];
        let (generation, asked) = (self.generation, self.asked);
        let work = move |breeder: &mut Breeder<'p, W>, from: usize, slots: &mut [Individual]| {
            let mut child = Individual::blank(slots[0].order.len());
            for (chunk, slots) in slots.chunks_mut(CHUNK).enumerate() {
                if generation > 1 && matches!(asked.budget, Budget::Share(spent) if spent() >= 1.0) {
                    return;
                }
                let first = from + chunk * CHUNK;
                let mut luck = Luck::new(asked.seed, generation << 24 | first as u64);
                for (k, slot) in slots.iter_mut().enumerate() {
                    let place = (generation, first + k);
                    match parents {
                        None => breeder.found(direction, &mut luck, place, slot),
                        Some(parents) => {
                            succeed(breeder, parents, direction, &mut luck, place, slot, &mut child);
                        }
                    }
                }
            }
        };
        if slots.len() < WORTH_A_THREAD || self.breeders.len() == 1 {
            work(&mut self.breeders[0], 0, slots);
        } else {
            let share = slots.len().div_ceil(CHUNK).div_ceil(self.breeders.len()) * CHUNK;
            thread::scope(|scope| {
                let parts = self.breeders.iter_mut().zip(slots.chunks_mut(share));
                for (t, (breeder, part)) in parts.enumerate() {
                    scope.spawn(move || work(breeder, t * share, part));
                }
            });
        }
        self.generated += slots_now as u64;
        for breeder in &self.breeders {
            let found = &breeder.best;
            if (found.makespan, found.arose) < (self.best.makespan, self.best.arose) {
                self.best.clone_from(found);
            }
        }
    }
}

/// Breeds a child for one slot and lets it in unless it is worse than the occupant and than its parent there.
fn succeed<const W: usize>(
    breeder: &mut Breeder<'_, W>,
    parents: &[Individual],
    direction: Direction,
    luck: &mut Luck,
    place: (u64, usize),
    slot: &mut Individual,
    child: &mut Individual,
) {
    let own = &parents[place.1];
    let (a, b) = (&parents[luck.below(parents.len())], &parents[luck.below(parents.len())]);
    let other = if a.worth <= b.worth { a } else { b };
    let pair = if luck.chance(50) { [own, other] } else { [other, own] };
    breeder.breed(pair, direction, luck, place, child);
    if child.worth <= slot.worth.max(own.worth) {
        std::mem::swap(slot, child);
    }
}

/// Returns how many individuals a budget of so many schedules feeds until they agree.
fn population(budget: u64) -> usize {
    let size = 0.0275 * libm::pow(budget as f64, 0.86);
    (size as usize).clamp(8, 20_000).min(budget as usize)
}
