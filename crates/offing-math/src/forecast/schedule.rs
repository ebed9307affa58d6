use super::project::{Project, to_u32};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Which activities are done, and which goes first where they compete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    by_rank: Vec<u32>,
    ranks: Vec<u32>,
}

impl Order {
    /// Returns the order in which `activities` are listed; those not listed are not done.
    ///
    /// *Panics:* if an activity is listed twice, or the project does not have it.
    pub fn new(project: &Project, activities: &[usize]) -> Order {
        let mut ranks = vec![NOT_DONE; project.n_activities()];
        for (rank, &activity) in activities.iter().enumerate() {
            assert_eq!(ranks[activity], NOT_DONE, "activity {activity} is listed once");
            ranks[activity] = to_u32(rank);
        }
        Order { by_rank: activities.iter().map(|&activity| to_u32(activity)).collect(), ranks }
    }

    /// Returns the activities done, the one that goes first first.
    pub fn activities(&self) -> impl Iterator<Item = usize> + '_ {
        self.by_rank.iter().map(|&activity| activity as usize)
    }

    /// Returns the rank of an activity, if it is done.
    pub fn rank(&self, activity: usize) -> Option<usize> {
        let rank = self.ranks[activity];
        (rank != NOT_DONE).then_some(rank as usize)
    }
}

const NOT_DONE: u32 = u32::MAX;
const NO_TEAM: u32 = u32::MAX;

/// A schedule, and the memory to make the next one without asking for more.
///
/// Made by *parallel schedule generation*: at each moment, start in order whatever is ready and fits;
/// then go on to the next moment at which anything finishes or is allowed to start.
///
/// *Source:* R. Kolisch, "Serial and parallel resource-constrained project scheduling methods
/// revisited", European Journal of Operational Research 90 (1996), pp. 320-333.
#[derive(Clone, Debug, Default)]
pub struct Schedule {
    starts: Vec<f64>,
    finishes: Vec<f64>,
    pub(super) causes: Vec<Cause>,
    pub(super) finished: Vec<u32>,
    n_open: Vec<u32>,
    free: Vec<i32>,
    /// What has become ready and was not yet tried.
    fresh: RankSet,
    queues: Vec<Queue>,
    waits: Vec<f64>,
    /// The teams of which people were released since work was last tried.
    released: Vec<u32>,
    moments: BinaryHeap<Reverse<(Moment, Happening)>>,
}

/// What an activity waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cause {
    /// When all it comes after had finished and it was allowed to start.
    pub(super) ready_at: f64,
    /// The team that was short of people when it last could not start; [`Cause::lacked`].
    lacked: u32,
    /// Which of [`Schedule::finished`] finished at the moment it started.
    pub(super) batch: (u32, u32),
}

impl Cause {
    const NONE: Cause = Cause { ready_at: f64::INFINITY, lacked: NO_TEAM, batch: (0, 0) };

    pub(super) fn lacked(&self) -> Option<usize> {
        (self.lacked != NO_TEAM).then_some(self.lacked as usize)
    }
}

/// A moment as the bits of a float that is not negative: these are in the order of the floats.
type Moment = u64;

/// What happens to an activity at a moment; finishing comes before being allowed to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Finishes(u32),
    MayStart(u32),
}

impl Schedule {
    /// Makes the schedule of a project whose activity `i` takes `durations[i]`.
    ///
    /// *Shape:* what is not done, or comes after what never finishes, starts and finishes at ∞; so does
    /// what comes after an activity of infinite duration, which keeps its people.
    /// *Assumes:* durations not negative and not NaN.
    /// *Cost:* activities × log activities, and for each one that finishes a look at those that wait
    /// for its team until nobody of the team is left.
    pub fn make(&mut self, project: &Project, order: &Order, durations: &[f64]) {
        debug_assert!(
            durations.iter().all(|&duration| duration >= 0.0),
            "work does not take less than no time"
        );
        self.clear(project, order);
        self.continue_running(project, order, durations);
        self.admit_what_waits_for_nothing(project, order);
        let mut now = 0.0_f64;
        let mut batch_start = 0;
        loop {
            let batch = (batch_start, to_u32(self.finished.len()));
            self.start_what_fits(project, order, durations, now, batch);
            let Some(&Reverse((next, _))) = self.moments.peek() else { break };
            let next = f64::from_bits(next);
            if next == f64::INFINITY {
                break;
            }
            if next > now {
                batch_start = to_u32(self.finished.len());
            }
            now = next;
            self.let_happen(project, order, now);
        }
        for (queue, wait) in self.queues.iter().zip(&mut self.waits) {
            *wait = queue.busy_until(now);
        }
    }

    /// Returns when each activity starts.
    pub fn starts(&self) -> &[f64] {
        &self.starts
    }

    /// Returns when each activity finishes.
    pub fn finishes(&self) -> &[f64] {
        &self.finishes
    }

    /// Returns for how long work that was ready waited for people, per team that lacked them.
    ///
    /// *Shape:* time, whatever the number of activities that waited in it. One that lacks several teams
    /// waits for one of them after the other.
    pub fn waits(&self) -> &[f64] {
        &self.waits
    }

    fn clear(&mut self, project: &Project, order: &Order) {
        let (n_activities, n_teams) = (project.n_activities(), project.n_teams());
        reset(&mut self.starts, n_activities, f64::INFINITY);
        reset(&mut self.finishes, n_activities, f64::INFINITY);
        reset(&mut self.causes, n_activities, Cause::NONE);
        reset(&mut self.n_open, n_activities, 0);
        reset(&mut self.waits, n_teams, 0.0);
        self.free.clear();
        self.free.extend_from_slice(project.people());
        self.fresh.clear(order.by_rank.len());
        self.queues.resize_with(n_teams, Queue::default);
        self.queues.iter_mut().for_each(|queue| queue.clear(order.by_rank.len()));
        self.released.clear();
        self.finished.clear();
        self.moments.clear();
    }

    fn continue_running(&mut self, project: &Project, order: &Order, durations: &[f64]) {
        for activity in order.activities().filter(|&activity| project.is_running(activity)) {
            self.causes[activity].ready_at = 0.0;
            self.start(project, durations, activity, 0.0);
        }
    }

    fn admit_what_waits_for_nothing(&mut self, project: &Project, order: &Order) {
        for activity in order.activities().filter(|&activity| !project.is_running(activity)) {
            self.n_open[activity] = to_u32(project.after(activity).len());
            if self.n_open[activity] == 0 {
                self.admit(project, order, activity, 0.0);
            }
        }
    }

    /// All that `activity` comes after has finished: it is ready, or will be when it is allowed to.
    fn admit(&mut self, project: &Project, order: &Order, activity: usize, now: f64) {
        let not_before = project.not_before(activity);
        if not_before <= now {
            self.causes[activity].ready_at = now;
            self.fresh.insert(order.ranks[activity]);
        } else if not_before < f64::INFINITY {
            self.moments.push(Reverse((not_before.to_bits(), Happening::MayStart(to_u32(activity)))));
        }
    }

    /// Tries, in order, what has become ready and what waits for a team of which people were released:
    /// nothing else can have come to fit.
    fn start_what_fits(
        &mut self,
        project: &Project,
        order: &Order,
        durations: &[f64],
        now: f64,
        batch: (u32, u32),
    ) {
        for word in 0..self.fresh.words.len() {
            let mut untried = u64::MAX;
            loop {
                let ready = self.worth_trying(word) & untried;
                if ready == 0 {
                    break;
                }
                let bit = ready.trailing_zeros();
                untried = u64::MAX.checked_shl(bit + 1).unwrap_or(0);
                let rank = word as u32 * 64 + bit;
                let activity = order.by_rank[rank as usize] as usize;
                let lacked = self.lacked(project, activity);
                self.move_to_queue(activity, rank, lacked, now);
                if lacked == NO_TEAM {
                    self.causes[activity].batch = batch;
                    self.start(project, durations, activity, now);
                }
            }
        }
        self.released.clear();
    }

    #[inline]
    fn worth_trying(&self, word: usize) -> u64 {
        let mut ranks = self.fresh.words[word];
        for &team in &self.released {
            if self.free[team as usize] > 0 {
                ranks |= self.queues[team as usize].ranks.words[word];
            }
        }
        ranks
    }

    /// Returns the first team that has not people enough, or none.
    #[inline]
    fn lacked(&self, project: &Project, activity: usize) -> u32 {
        for &(team, people) in project.staff(activity) {
            if self.free[team as usize] < people {
                return team;
            }
        }
        NO_TEAM
    }

    /// Moves an activity from where it waits, or from what is fresh, to the queue for a team, or to none.
    #[inline]
    fn move_to_queue(&mut self, activity: usize, rank: u32, lacked: u32, now: f64) {
        let was = self.causes[activity].lacked;
        if was == NO_TEAM {
            self.fresh.remove(rank);
        } else if was == lacked {
            return;
        } else {
            self.queues[was as usize].remove(rank, now);
        }
        if lacked != NO_TEAM {
            self.causes[activity].lacked = lacked;
            self.queues[lacked as usize].insert(rank, now);
        }
    }

    #[inline]
    fn start(&mut self, project: &Project, durations: &[f64], activity: usize, now: f64) {
        for &(team, people) in project.staff(activity) {
            self.free[team as usize] -= people;
        }
        let finish = now + durations[activity];
        self.starts[activity] = now;
        self.finishes[activity] = finish;
        self.moments.push(Reverse((finish.to_bits(), Happening::Finishes(to_u32(activity)))));
    }

    /// Lets everything happen that happens at `now`.
    fn let_happen(&mut self, project: &Project, order: &Order, now: f64) {
        while let Some(&Reverse((moment, happening))) = self.moments.peek() {
            if moment != now.to_bits() {
                return;
            }
            self.moments.pop();
            match happening {
                Happening::Finishes(activity) => self.finish(project, order, activity, now),
                Happening::MayStart(activity) => {
                    self.causes[activity as usize].ready_at = now;
                    self.fresh.insert(order.ranks[activity as usize]);
                }
            }
        }
    }

    #[inline]
    fn finish(&mut self, project: &Project, order: &Order, activity: u32, now: f64) {
        self.finished.push(activity);
        for &(team, people) in project.staff(activity as usize) {
            self.free[team as usize] += people;
            if !self.released.contains(&team) {
                self.released.push(team);
            }
        }
        for &next in project.before(activity as usize) {
            let next = next as usize;
            if order.ranks[next] == NOT_DONE || project.is_running(next) {
                continue;
            }
            self.n_open[next] -= 1;
            if self.n_open[next] == 0 {
                self.admit(project, order, next, now);
            }
        }
    }
}

fn reset<T: Clone>(list: &mut Vec<T>, n: usize, value: T) {
    list.clear();
    list.resize(n, value);
}

/// What waits for people of one team, and for how long anything did.
#[derive(Clone, Debug, Default)]
struct Queue {
    ranks: RankSet,
    n: u32,
    since: f64,
    busy: f64,
}

impl Queue {
    fn clear(&mut self, n: usize) {
        self.ranks.clear(n);
        (self.n, self.since, self.busy) = (0, 0.0, 0.0);
    }

    #[inline]
    fn insert(&mut self, rank: u32, now: f64) {
        if self.n == 0 {
            self.since = now;
        }
        self.n += 1;
        self.ranks.insert(rank);
    }

    #[inline]
    fn remove(&mut self, rank: u32, now: f64) {
        self.n -= 1;
        if self.n == 0 {
            self.busy += now - self.since;
        }
        self.ranks.remove(rank);
    }

    fn busy_until(&self, now: f64) -> f64 {
        if self.n > 0 { self.busy + (now - self.since) } else { self.busy }
    }
}

/// A set of ranks, read from the lowest up.
#[derive(Clone, Debug, Default)]
struct RankSet {
    words: Vec<u64>,
}

impl RankSet {
    fn clear(&mut self, n: usize) {
        reset(&mut self.words, n.div_ceil(64), 0);
    }

    #[inline]
    fn insert(&mut self, rank: u32) {
        self.words[rank as usize / 64] |= 1 << (rank % 64);
    }

    #[inline]
    fn remove(&mut self, rank: u32) {
        self.words[rank as usize / 64] &= !(1 << (rank % 64));
    }
}
