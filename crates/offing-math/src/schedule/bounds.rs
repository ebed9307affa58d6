//! What no schedule can beat.
//!
//! *Method:* destructive improvement: suppose the project were over by `T`, derive from that when each
//! activity would have to run, and when this is absurd, no schedule ends before `T + 1` (Klein and Scholl,
//! "Computing lower bounds by destructive improvement", EJOR 112, 1999).

use super::project::Project;

/// Returns the longest chain of activities that wait for each other.
pub fn critical_path(project: &Project) -> u32 {
    heads(project).iter().zip(project.activities()).map(|(head, a)| head + a.duration).max().unwrap_or(0)
}

/// Returns a time before which no schedule of `project` ends.
///
/// *Cost:* grows with the third power of the activities; a fraction of a second below two hundred.
pub fn lower_bound(project: &Project) -> u32 {
    let mut bounds = Bounds::new(project);
    bounds.tighten(u32::MAX)
}

/// Earliest starts by precedence alone.
fn heads(project: &Project) -> Vec<u32> {
    let activities = project.activities();
    let mut heads = vec![0; activities.len()];
    for &i in project.topological() {
        let ready = activities[i].after.iter().map(|&b| heads[b] + activities[b].duration).max();
        heads[i] = ready.unwrap_or(0);
    }
    heads
}

/// The best bound so far, and what it takes to find a better one.
#[derive(Debug)]
pub(super) struct Bounds<'p> {
    project: &'p Project,
    heads: Vec<u32>,
    tails: Vec<u32>,
    /// `reaches[i * n + j]`: `j` waits for `i`, directly or through others.
    reaches: Vec<bool>,
    /// `apart[i * n + j]`: some resource has not enough for both at once.
    apart: Vec<bool>,
    best: u32,
}

impl<'p> Bounds<'p> {
    pub(super) fn new(project: &'p Project) -> Self {
        let activities = project.activities();
        let n = activities.len();
        let heads = heads(project);
        let mut tails = vec![0; n];
        let mut reaches = vec![false; n * n];
        for &i in project.topological() {
            for &before in &activities[i].after {
                for k in 0..n {
                    reaches[k * n + i] |= reaches[k * n + before];
                }
                reaches[before * n + i] = true;
            }
        }
        for &i in project.topological().iter().rev() {
            for &before in &activities[i].after {
                tails[before] = tails[before].max(tails[i] + activities[i].duration);
            }
        }
        let clash = |i: usize, j: usize| {
            let pair = activities[i].demands.iter().zip(&activities[j].demands);
            let running = activities[i].duration > 0 && activities[j].duration > 0;
            i != j && running && pair.zip(project.capacities()).any(|((a, b), capacity)| a + b > *capacity)
        };
        let apart = (0..n * n).map(|at| clash(at / n, at % n)).collect();
        let mut bounds = Self { project, heads, tails, reaches, apart, best: 0 };
        bounds.best = bounds.by_energy().max(critical_path(project));
        bounds
    }

    pub(super) fn best(&self) -> u32 {
        self.best
    }

    /// Raises the bound while it is below `limit` and ending at it leads to an absurdity; returns it.
    pub(super) fn tighten(&mut self, limit: u32) -> u32 {
        while self.best < limit && self.absurd(self.best) {
            self.best += 1;
        }
        self.best
    }

    /// Returns the earliest and latest start of `i` by precedence if the project is to end by `end`.
    #[cfg(feature = "prove")]
    pub(super) fn window(&self, i: usize, end: u32) -> Option<(u32, u32)> {
        let latest = end.checked_sub(self.tails[i] + self.project.activities()[i].duration)?;
        (self.heads[i] <= latest).then_some((self.heads[i], latest))
    }

    /// Returns whether `i` and `j` cannot run at once and either could be first if the project ends by `end`.
    #[cfg(feature = "prove")]
    pub(super) fn undecided(&self, i: usize, j: usize, end: u32) -> bool {
        let activities = self.project.activities();
        let n = activities.len();
        let waits = self.reaches[i * n + j] || self.reaches[j * n + i];
        let in_time = |i: usize, j: usize| {
            let both = activities[i].duration + activities[j].duration;
            self.heads[i] + both + self.tails[j] <= end
        };
        self.apart[i * n + j] && !waits && (in_time(i, j) || in_time(j, i))
    }

    /// What a resource has to do between the earliest head and the latest end of those that need it.
    fn by_energy(&self) -> u32 {
        let activities = self.project.activities();
        let mut best = 0;
        for (resource, &capacity) in self.project.capacities().iter().enumerate() {
            let needs = |i: &usize| activities[*i].demands[resource] > 0 && activities[*i].duration > 0;
            let users: Vec<usize> = (0..activities.len()).filter(needs).collect();
            let head = users.iter().map(|&i| self.heads[i]).min().unwrap_or(0);
            let tail = users.iter().map(|&i| self.tails[i]).min().unwrap_or(0);
            let energy: u64 = users.iter().map(|&i| energy(self.project, i, resource)).sum();
            best = best.max(u64::from(head + tail) + energy.div_ceil(u64::from(capacity.max(1))));
        }
        u32::try_from(best).expect("no resource is busy for longer than all activities in a row")
    }

    /// Whether it can be shown that no schedule ends by `end`.
    fn absurd(&self, end: u32) -> bool {
        let mut windows = Windows {
            earliest: self.heads.clone(),
            latest: Vec::with_capacity(self.heads.len()),
            reaches: self.reaches.clone(),
        };
        for (i, activity) in self.project.activities().iter().enumerate() {
            let Some(latest) = end.checked_sub(self.tails[i] + activity.duration) else { return true };
            windows.latest.push(latest);
        }
        // Each round narrows some window or ends; rounds that only creep are cut off.
        for _ in 0..100 {
            let narrowed = self
                .narrow_by_precedence(&mut windows)
                .and_then(|a| self.narrow_by_pairs(&mut windows).map(|b| a | b))
                .and_then(|a| self.narrow_by_cores(&mut windows, end).map(|b| a | b))
                .and_then(|a| if a { Some(true) } else { self.narrow_by_energy(&mut windows) });
            match narrowed {
                None => return true,
                Some(false) => return false,
                Some(true) => {}
            }
        }
        false
    }

    /// Pushes windows along what waits for what; `None` if one closes.
    fn narrow_by_precedence(&self, windows: &mut Windows) -> Option<bool> {
        let activities = self.project.activities();
        let n = activities.len();
        let mut narrowed = false;
        for (i, activity) in activities.iter().enumerate() {
            for j in 0..n {
                if !windows.reaches[i * n + j] {
                    continue;
                }
                narrowed |= windows.not_before(j, windows.earliest[i] + activity.duration)?;
                narrowed |= windows.not_after(i, windows.latest[j].checked_sub(activity.duration)?)?;
            }
        }
        Some(narrowed)
    }

    /// Of two that cannot run at once, one is first; if only one order is left, it becomes a precedence.
    fn narrow_by_pairs(&self, windows: &mut Windows) -> Option<bool> {
        let activities = self.project.activities();
        let n = activities.len();
        let mut narrowed = false;
        for i in 0..n {
            for j in i + 1..n {
                if !self.apart[i * n + j] || windows.reaches[i * n + j] || windows.reaches[j * n + i] {
                    continue;
                }
                let can =
                    |a: usize, b: usize| windows.earliest[a] + activities[a].duration <= windows.latest[b];
                match (can(i, j), can(j, i)) {
                    (true, true) => {}
                    (false, false) => return None,
                    (first, _) => {
                        let (a, b) = if first { (i, j) } else { (j, i) };
                        windows.reaches[a * n + b] = true;
                        narrowed = true;
                    }
                }
            }
        }
        Some(narrowed)
    }

    /// What must run at a time whatever happens leaves less for the others then (time-table reasoning).
    fn narrow_by_cores(&self, windows: &mut Windows, end: u32) -> Option<bool> {
        let activities = self.project.activities();
        let mut narrowed = false;
        for (resource, &capacity) in self.project.capacities().iter().enumerate() {
            let mut busy = vec![0u64; end as usize + 1];
            for (i, activity) in activities.iter().enumerate() {
                for at in windows.latest[i]..windows.earliest[i] + activity.duration {
                    busy[at as usize] += u64::from(activity.demands[resource]);
                }
            }
            if busy.iter().any(|&busy| busy > u64::from(capacity)) {
                return None;
            }
            for (i, activity) in activities.iter().enumerate() {
                let (duration, demand) = (activity.duration, u64::from(activity.demands[resource]));
                if demand == 0 || duration == 0 {
                    continue;
                }
                let core = windows.latest[i]..windows.earliest[i] + duration;
                let blocked =
                    |at: u32| !core.contains(&at) && busy[at as usize] + demand > u64::from(capacity);
                let mut at = windows.earliest[i];
                while at <= windows.latest[i]
                    && let Some(clash) = (at..at + duration).rev().find(|&t| blocked(t))
                {
                    at = clash + 1;
                }
                narrowed |= windows.not_before(i, at)?;
                let mut at = windows.latest[i];
                while at >= windows.earliest[i]
                    && let Some(clash) = (at..at + duration).find(|&t| blocked(t))
                {
                    at = clash.checked_sub(duration)?;
                }
                narrowed |= windows.not_after(i, at)?;
            }
        }
        Some(narrowed)
    }

    /// What must be done between two times has to fit between them (energetic reasoning).
    ///
    /// *Source:* Baptiste, Le Pape and Nuijten, "Satisfiability tests and time-bound adjustments for
    /// cumulative scheduling problems", Annals of Operations Research 92 (1999), propositions 10 and 16;
    /// looked at for intervals from an earliest start or latest start to a latest or earliest end.
    fn narrow_by_energy(&self, windows: &mut Windows) -> Option<bool> {
        let activities = self.project.activities();
        let mut narrowed = false;
        for (resource, &capacity) in self.project.capacities().iter().enumerate() {
            let needs = |i: &usize| activities[*i].demands[resource] > 0 && activities[*i].duration > 0;
            let users: Vec<usize> = (0..activities.len()).filter(needs).collect();
            let both = [&windows.earliest, &windows.latest];
            let mut froms: Vec<u32> =
                both.iter().flat_map(|starts| users.iter().map(|&i| starts[i])).collect();
            let end = |starts: &[u32], i: usize| starts[i] + activities[i].duration;
            let mut tos: Vec<u32> = both.iter().flat_map(|s| users.iter().map(|&i| end(s, i))).collect();
            for list in [&mut froms, &mut tos] {
                list.sort_unstable();
                list.dedup();
            }
            for &from in &froms {
                for &to in tos.iter().filter(|&&to| to > from) {
                    narrowed |= self.narrow_interval(windows, resource, capacity, &users, from, to)?;
                }
            }
        }
        Some(narrowed)
    }

    fn narrow_interval(
        &self,
        windows: &mut Windows,
        resource: usize,
        capacity: u32,
        users: &[usize],
        from: u32,
        to: u32,
    ) -> Option<bool> {
        let activities = self.project.activities();
        let span = to - from;
        // Steps an activity spends in the interval if it starts as early, or as late, as it may.
        let early = |w: &Windows, i: usize| {
            (w.earliest[i] + activities[i].duration)
                .saturating_sub(from)
                .min(activities[i].duration)
                .min(span)
        };
        let late =
            |w: &Windows, i: usize| to.saturating_sub(w.latest[i]).min(activities[i].duration).min(span);
        let demand = |i: usize| u64::from(activities[i].demands[resource]);
        let must = |w: &Windows, i: usize| demand(i) * u64::from(early(w, i).min(late(w, i)));
        let needed: u64 = users.iter().map(|&i| must(windows, i)).sum();
        let offered = u64::from(capacity) * u64::from(span);
        if needed > offered {
            return None;
        }
        // The dearest activity decides whether anything can be learned.
        if offered - needed >= users.iter().map(|&i| demand(i)).max().unwrap_or(0) * u64::from(span) {
            return Some(false);
        }
        let mut narrowed = false;
        for &i in users {
            let left = offered - (needed - must(windows, i));
            let steps = u32::try_from(left / demand(i)).unwrap_or(u32::MAX);
            if early(windows, i) > steps {
                narrowed |= windows.not_before(i, to - steps)?;
            }
            if late(windows, i) > steps {
                narrowed |= windows.not_after(i, (from + steps).checked_sub(activities[i].duration)?)?;
            }
            if narrowed {
                return Some(true);
            }
        }
        Some(false)
    }
}

fn energy(project: &Project, i: usize, resource: usize) -> u64 {
    let activity = &project.activities()[i];
    u64::from(activity.duration) * u64::from(activity.demands[resource])
}

/// When each activity may start, and what must come before what, under a supposed end.
struct Windows {
    earliest: Vec<u32>,
    latest: Vec<u32>,
    reaches: Vec<bool>,
}

impl Windows {
    fn not_before(&mut self, i: usize, at: u32) -> Option<bool> {
        if at > self.latest[i] {
            return None;
        }
        let narrowed = at > self.earliest[i];
        self.earliest[i] = self.earliest[i].max(at);
        Some(narrowed)
    }

    fn not_after(&mut self, i: usize, at: u32) -> Option<bool> {
        if at < self.earliest[i] {
            return None;
        }
        let narrowed = at < self.latest[i];
        self.latest[i] = self.latest[i].min(at);
        Some(narrowed)
    }
}
