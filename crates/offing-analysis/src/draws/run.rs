//! One draw under one plan: what the company does, moment by moment (DESIGN 4.5, steps 1 to 6).

use super::crew::{Crew, Order};
use super::gates::{Opening, Source, Wire};
use super::ledger::Ledger;
use super::plan::Marching;
use super::routes::ones;
use super::sample::Fate;
use super::world::Simulation;
use crate::odds::after_answer;

/// How a draw is run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mode {
    /// The company stays with what it pursues first, whatever it learns, until that is enabled; nothing ends it.
    pub(super) stays: bool,
    /// With `stays`: not even that ends it, only that no work is left.
    pub(super) all_work: bool,
    /// The outcome of which the truth is known from the start.
    pub(super) told: Option<u32>,
    /// The item whose answer nobody listens to.
    pub(super) deaf: Option<u32>,
}

impl Mode {
    pub(super) const STAYS: Mode = Mode { stays: true, all_work: false, told: None, deaf: None };
    pub(super) const ALL_WORK: Mode = Mode { stays: true, all_work: true, told: None, deaf: None };
}

/// How a draw ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct End {
    /// The outcome that was found.
    pub(super) found: Option<u32>,
    /// The outcome pursued first.
    pub(super) first: Option<u32>,
    /// When the draw ended.
    pub(super) day: f64,
    /// What was found is worth, discounted from the day it was enabled.
    pub(super) value: f64,
    /// How many outcomes were tried.
    pub(super) tries: u32,
    /// Whether the outcome pursued first was not enabled by then, and it is not known that it never would be.
    pub(super) first_open: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Running,
    Paused,
    Done,
    Failed,
}

/// What a draw works on; made once per thread, reused for every draw and plan.
#[derive(Debug, Clone, Default)]
pub(super) struct Desk {
    opening: Opening,
    ahead_opening: Opening,
    crew: Crew,
    ahead: Crew,
    order: Order,
    state: Vec<State>,
    /// Whether each item may be started.
    active: Vec<bool>,
    /// Days each item still takes, as of `since`.
    left: Vec<f64>,
    /// Days each item has been worked on, as of `since`.
    worked: Vec<f64>,
    since: Vec<f64>,
    belief: Vec<f64>,
    /// Outcomes that were refuted, or are too late.
    out: Vec<bool>,
    tried: Vec<bool>,
    /// The day each outcome was enabled; infinite while it is not.
    pub(super) enabled: Vec<f64>,
    /// Items done, as bits.
    done: Vec<u64>,
    /// Items that failed and unknown things that are not there, as bits.
    barred: Vec<u64>,
    /// The way to the pursued outcome, as bits.
    route: Vec<u64>,
    /// The way to the outcome pursued first.
    first_route: Vec<u64>,
    /// The way to an outcome that is being looked at.
    looked_at: Vec<u64>,
    answers: Vec<u32>,
    /// What would end on a way that is being looked at.
    ended: Vec<u32>,
    pub(super) ledger: Option<Ledger>,
    now: f64,
    pursued: Option<u32>,
    first: Option<u32>,
    learned: f64,
    /// Whether the company left the outcome pursued first before that was enabled, though it could have been.
    left_early: bool,
    /// Whether something failed since the way to the pursued outcome was last looked for.
    failed: bool,
    /// Whether the outcome pursued first is still pursued and not yet enabled, unless it was so from the start.
    leading: bool,
}

impl Desk {
    /// Runs a draw.
    pub(super) fn run(&mut self, sim: &Simulation, plan: &Marching, fate: &Fate, mode: Mode) -> End {
        self.begin(sim, plan, fate, mode);
        let found = self.live(sim, fate, mode);
        let now = if mode.stays { self.now } else { self.now.min(sim.horizon) };
        self.settle(sim, now);
        if let Some(ledger) = &mut self.ledger {
            ledger.days += now;
        }
        let value = found.map_or(0.0, |outcome| {
            fate.value[outcome as usize] * sim.discount(self.enabled[outcome as usize])
        });
        let tries = self.tried.iter().filter(|tried| **tried).count() as u32;
        let first_open = self.first.is_some_and(|first| {
            self.enabled[first as usize] == f64::INFINITY && (self.left_early || self.pursued == self.first)
        });
        End { found, first: self.first, day: now, value, tries, first_open }
    }

    fn begin(&mut self, sim: &Simulation, plan: &Marching, fate: &Fate, mode: Mode) {
        let (n, outcomes) = (sim.items.len(), sim.outcomes.len());
        let words = (n + sim.gates.unknown.len()).div_ceil(64).max(1);
        refill(&mut self.state, n, State::Waiting);
        refill(&mut self.since, n, 0.0);
        refill(&mut self.out, outcomes, false);
        refill(&mut self.tried, outcomes, false);
        refill(&mut self.enabled, outcomes, f64::INFINITY);
        for bits in
            [&mut self.done, &mut self.barred, &mut self.route, &mut self.first_route, &mut self.looked_at]
        {
            refill(bits, words, 0);
        }
        self.active.clone_from(&plan.active);
        self.left.clone_from(&fate.days);
        self.worked.clear();
        self.worked.extend(sim.takes.iter().map(|takes| takes.elapsed));
        self.belief.clear();
        self.belief.extend(sim.outcomes.iter().map(|outcome| outcome.belief));
        self.order.copy(&plan.order);
        self.opening.reset(&sim.gates);
        self.crew.reset(&sim.staffing);
        self.answers.clear();
        (self.now, self.learned) = (0.0, f64::INFINITY);
        (self.pursued, self.first) = (None, None);
        (self.left_early, self.failed, self.leading) = (false, false, false);
        for (outcome, wire) in sim.gates.outcomes.iter().enumerate() {
            if *wire == Wire::Yes {
                self.enabled[outcome] = 0.0;
            }
        }
        for (unknown, there) in fate.there.iter().enumerate() {
            if *there {
                self.comes(sim, Source::Unknown(unknown as u32));
            } else {
                let at = n + unknown;
                self.barred[at / 64] |= 1 << (at % 64);
            }
        }
        for item in &sim.running {
            if self.active[*item as usize] {
                self.state[*item as usize] = State::Running;
                self.crew.run(&sim.staffing, *item, self.left[*item as usize]);
            } else {
                self.state[*item as usize] = State::Paused;
            }
        }
        self.refresh_ready(sim);
        if let Some(told) = mode.told {
            let truth = fate.business[told as usize];
            self.belief[told as usize] = f64::from(u8::from(truth));
        }
    }

    /// Lives through the draw, and returns what was found.
    fn live(&mut self, sim: &Simulation, fate: &Fate, mode: Mode) -> Option<u32> {
        let first = sim
            .chosen
            .or_else(|| self.best(sim, None, None))
            .or_else(|| (mode.all_work && !sim.outcomes.is_empty()).then_some(0))?;
        self.first = Some(first);
        self.pursue(sim, fate, first, false);
        self.first_route.clone_from(&self.route);
        self.leading = true;
        let leads_to_enabling = self.enabled[first as usize] > 0.0;
        let mut next_date = 0;
        let mut turned = mode.told.is_some();
        loop {
            if mode.stays {
                if self.enabled[first as usize] <= self.now && !mode.all_work {
                    return None;
                }
                self.still_possible(sim, first);
            } else if !self.go_on(sim, fate, mode, &mut turned)? {
                return self.pursued;
            }
            if leads_to_enabling && self.leading && self.enabled[first as usize] <= self.now {
                self.settle(sim, self.now);
                self.leading = false;
            }
            self.start(sim);
            let date = sim.gates.dates.get(next_date).copied().unwrap_or(f64::INFINITY);
            let mut next = self.crew.next_end().min(date);
            if !mode.stays {
                next = next.min(self.learned).min(self.too_late(sim));
            }
            if next == f64::INFINITY || (!mode.stays && next > sim.horizon) {
                self.now = if mode.stays { self.now } else { sim.horizon };
                return None;
            }
            self.now = next;
            while let Some(item) = self.crew.end(&self.order, &sim.staffing, self.now) {
                self.finish(sim, fate, item);
            }
            while sim.gates.dates.get(next_date).is_some_and(|date| *date <= self.now) {
                self.comes(sim, Source::Date(next_date as u32));
                next_date += 1;
            }
        }
    }

    /// Learns, turns, or goes on as before; `Some(false)` when what is pursued proves to be a business, `None` when
    /// no outcome is left.
    fn go_on(&mut self, sim: &Simulation, fate: &Fate, mode: Mode, turned: &mut bool) -> Option<bool> {
        let pursued = self.pursued.expect("an outcome is pursued while a draw goes on");
        let at = pursued as usize;
        let in_time = self.enabled[at] <= sim.outcomes[at].until;
        if self.enabled[at] <= self.now && self.learned == f64::INFINITY {
            self.learned = self.now + fate.learn[at];
        }
        if self.learned <= self.now {
            if fate.business[at] && in_time {
                return Some(false);
            }
            self.out[at] = true;
        }
        for nth in 0..self.answers.len() {
            let item = self.answers[nth];
            *turned |= mode.deaf != Some(item) && self.answer(sim, fate, item);
        }
        self.answers.clear();
        // Several turns may come at one moment: what is turned to may be out as well.
        loop {
            let pursued = self.pursued.expect("an outcome is pursued while a draw goes on");
            let at = pursued as usize;
            if !self.out[at] && self.enabled[at] == f64::INFINITY && self.now >= sim.outcomes[at].until {
                self.out[at] = true;
                self.left_early |= self.first == self.pursued;
            }
            let lost = self.out[at] || !self.still_possible(sim, pursued);
            let turns = std::mem::take(turned) && !lost;
            if lost {
                let next = self.best(sim, Some(pursued), None)?;
                self.leave(sim);
                self.pursue(sim, fate, next, true);
            } else if turns
                && let index = self.index(sim, pursued).1
                && let Some(next) = self.best(sim, Some(pursued), Some(index))
            {
                self.left_early |= self.first == self.pursued && self.enabled[at] == f64::INFINITY;
                self.leave(sim);
                self.pursue(sim, fate, next, true);
            } else {
                return Some(true);
            }
        }
    }

    /// Returns whether the pursued outcome can still be enabled; takes another way where the one taken failed.
    fn still_possible(&mut self, sim: &Simulation, pursued: u32) -> bool {
        if !std::mem::take(&mut self.failed) {
            return true;
        }
        let possible = self.find_route(sim, pursued);
        if self.bring_in(sim) {
            self.refresh_ready(sim);
        }
        possible
    }

    /// Takes the way to the pursued outcome up into the work where the plan leaves part of it out, at the front.
    fn bring_in(&mut self, sim: &Simulation) -> bool {
        let mut left_out = false;
        for item in ones(&self.route).take_while(|item| *item < sim.items.len()) {
            left_out |= !std::mem::replace(&mut self.active[item], true);
        }
        if left_out {
            self.order.move_front(&self.route, &sim.staffing);
        }
        left_out
    }

    /// Returns when the pursued outcome will be too late, unless it is enabled by then.
    fn too_late(&self, sim: &Simulation) -> f64 {
        let at = self.pursued.expect("an outcome is pursued while a draw goes on") as usize;
        if self.enabled[at] == f64::INFINITY { sim.outcomes[at].until.max(self.now) } else { f64::INFINITY }
    }

    /// Updates belief by the answer of an experiment, and returns whether it changed.
    fn answer(&mut self, sim: &Simulation, fate: &Fate, item: u32) -> bool {
        let Some((outcome, accuracy)) = sim.tests[item as usize] else { return false };
        let at = outcome as usize;
        let before = self.belief[at];
        let says_yes = fate.business[at] == fate.right[item as usize];
        self.belief[at] = after_answer(before, accuracy, says_yes);
        self.belief[at].to_bits() != before.to_bits()
    }

    fn finish(&mut self, sim: &Simulation, fate: &Fate, item: u32) {
        self.book(sim, item, self.now);
        let at = item as usize;
        if !fate.succeeds[at] {
            self.state[at] = State::Failed;
            self.barred[at / 64] |= 1 << (at % 64);
            self.failed = true;
            return;
        }
        self.state[at] = State::Done;
        self.done[at / 64] |= 1 << (at % 64);
        for next in &sim.staffing.next[at] {
            let before = &mut self.crew.before[*next as usize];
            *before -= 1;
            if *before == 0 && self.may_start(sim, *next) {
                self.crew.make_ready(&self.order, *next);
            }
        }
        self.comes(sim, Source::Item(item));
        if sim.tests[at].is_some() {
            self.answers.push(item);
        }
    }

    fn comes(&mut self, sim: &Simulation, source: Source) {
        let (enabled, now) = (&mut self.enabled, self.now);
        self.opening.comes(&sim.gates, source, |outcome| enabled[outcome] = now);
    }

    #[inline]
    fn may_start(&self, sim: &Simulation, item: u32) -> bool {
        let at = item as usize;
        let waits = self.state[at] == State::Paused
            || (self.state[at] == State::Waiting && self.crew.before[at] == 0);
        waits && self.active[at] && sim.never[at].is_none()
    }

    /// Finds out afresh what waits for people.
    fn refresh_ready(&mut self, sim: &Simulation) {
        self.crew.none_ready();
        for item in 0..sim.items.len() as u32 {
            if self.may_start(sim, item) {
                self.crew.make_ready(&self.order, item);
            }
        }
    }

    fn start(&mut self, sim: &Simulation) {
        let (state, since, left, now) = (&mut self.state, &mut self.since, &self.left, self.now);
        self.crew.start(&self.order, &sim.staffing, |item| {
            let at = item as usize;
            state[at] = State::Running;
            since[at] = now;
            now + left[at]
        });
    }

    /// Books what was worked on an item up to now.
    fn book(&mut self, sim: &Simulation, item: u32, now: f64) {
        let at = item as usize;
        let days = now - self.since[at];
        self.since[at] = now;
        self.worked[at] += days;
        self.left[at] = (self.left[at] - days).max(0.0);
        if let Some(ledger) = &mut self.ledger {
            let within = |set: &[u64]| set[at / 64] >> (at % 64) & 1 == 1;
            let people_days = days * sim.prices[at].people;
            ledger.add(
                at,
                days,
                within(&self.route),
                self.leading.then(|| (people_days, within(&self.first_route))),
            );
        }
    }

    /// Books what was worked on everything that runs.
    fn settle(&mut self, sim: &Simulation, now: f64) {
        if self.ledger.is_none() {
            return;
        }
        let crew = std::mem::take(&mut self.crew);
        crew.each_running(|item| self.book(sim, item, now));
        self.crew = crew;
    }

    /// Stops pursuing what is pursued.
    fn leave(&mut self, sim: &Simulation) {
        self.settle(sim, self.now);
        self.leading = false;
    }

    /// Pursues an outcome; after a turn its way goes to the front and what runs off it is paused.
    fn pursue(&mut self, sim: &Simulation, fate: &Fate, outcome: u32, turn: bool) {
        let at = outcome as usize;
        self.pursued = Some(outcome);
        let possible = self.find_route(sim, outcome);
        self.tried[at] |= possible;
        self.learned = if self.enabled[at] <= self.now { self.now + fate.learn[at] } else { f64::INFINITY };
        self.failed = !possible;
        if turn {
            self.order.move_front(&self.route, &sim.staffing);
            self.bring_in(sim);
            self.pause_off_route(sim);
            self.refresh_ready(sim);
        } else if self.bring_in(sim) {
            self.refresh_ready(sim);
        }
    }

    fn pause_off_route(&mut self, sim: &Simulation) {
        let mut crew = std::mem::take(&mut self.crew);
        crew.pause(&sim.staffing, |item| {
            let at = item as usize;
            let stays = self.route[at / 64] >> (at % 64) & 1 == 1 || sim.never[at].is_some();
            if !stays {
                self.book(sim, item, self.now);
                self.state[at] = State::Paused;
            }
            !stays
        });
        self.crew = crew;
    }

    /// Puts the cheapest way to an outcome, of those still open, into `route`; returns whether there is one.
    fn find_route(&mut self, sim: &Simulation, outcome: u32) -> bool {
        let mut route = std::mem::take(&mut self.route);
        let found = self.cheapest(sim, outcome, &mut route);
        self.route = route;
        found
    }

    /// Puts the cheapest way to an outcome that is still open into `into`, without what is done.
    fn cheapest(&self, sim: &Simulation, outcome: u32, into: &mut [u64]) -> bool {
        into.fill(0);
        if self.enabled[outcome as usize] <= self.now {
            return true;
        }
        let routes = &sim.routes[outcome as usize];
        let open = |bits: &[u64]| bits.iter().zip(&self.barred).all(|(bits, barred)| bits & barred == 0);
        let mut best: Option<(f64, f64, usize)> = None;
        let several = routes.list.len() > 1;
        for (at, route) in routes.list.iter().enumerate().filter(|(_, route)| open(&route.bits)) {
            let price = if several { self.price_left(sim, &route.bits) } else { (0.0, 0.0) };
            if best.is_none_or(|best| price < (best.0, best.1)) {
                best = Some((price.0, price.1, at));
            }
        }
        let Some((_, _, at)) = best else {
            return routes.cut && self.thinned(sim, outcome, into);
        };
        for ((into, bits), done) in into.iter_mut().zip(&routes.list[at].bits).zip(&self.done) {
            *into = bits & !done;
        }
        true
    }

    /// Returns what is still to be paid, and to be worked, for a way.
    fn price_left(&self, sim: &Simulation, bits: &[u64]) -> (f64, f64) {
        let (mut cost, mut days) = (0.0, 0.0);
        for item in ones(bits).take_while(|item| *item < sim.items.len()) {
            if self.done[item / 64] >> (item % 64) & 1 == 0 {
                let mean = sim.takes[item].mean;
                cost += sim.prices[item].staff_per_day * mean + sim.prices[item].money;
                days += mean;
            }
        }
        (cost, days)
    }

    /// Puts some minimal way into `into`, where the list of ways was cut off and none of it is open any more: all
    /// that can still be done, less one item after the other as long as the outcome stays enabled.
    fn thinned(&self, sim: &Simulation, outcome: u32, into: &mut [u64]) -> bool {
        let n = sim.items.len();
        let usable = |item: usize| {
            sim.never[item].is_none()
                && (self.barred[item / 64] | self.done[item / 64]) >> (item % 64) & 1 == 0
        };
        let mut within: Vec<bool> = (0..n).map(usable).collect();
        let mut opening = Opening::default();
        let mut enables = |within: &[bool]| {
            opening.copy(&self.opening);
            (0..n as u32)
                .filter(|item| within[*item as usize])
                .for_each(|item| opening.comes(&sim.gates, Source::Item(item), |_| {}));
            (0..sim.gates.dates.len() as u32)
                .filter(|date| (self.now..=sim.horizon).contains(&sim.gates.dates[*date as usize]))
                .for_each(|date| opening.comes(&sim.gates, Source::Date(date), |_| {}));
            opening.is_open(sim.gates.outcomes[outcome as usize])
        };
        if !enables(&within) {
            return false;
        }
        let mut dearest: Vec<usize> = (0..n).filter(|item| within[*item]).collect();
        let cost =
            |item: usize| sim.prices[item].staff_per_day * sim.takes[item].mean + sim.prices[item].money;
        dearest.sort_by(|a, b| cost(*b).total_cmp(&cost(*a)).then(b.cmp(a)));
        // What others wait for goes only after them, so it may take several rounds.
        loop {
            let before = within.iter().filter(|within| **within).count();
            for item in &dearest {
                let needed = sim.staffing.next[*item].iter().any(|next| within[*next as usize]);
                if within[*item] && !needed {
                    within[*item] = false;
                    within[*item] = !enables(&within);
                }
            }
            if within.iter().filter(|within| **within).count() == before {
                break;
            }
        }
        (0..n).filter(|item| within[*item]).for_each(|item| into[item / 64] |= 1 << (item % 64));
        true
    }

    /// Returns the outcome with the highest index, other than one and above so much: of those not out, that can be
    /// enabled in time and learned before the money ends.
    fn best(&mut self, sim: &Simulation, other_than: Option<u32>, above: Option<f64>) -> Option<u32> {
        let mut highest = above;
        let mut best = None;
        for outcome in 0..sim.outcomes.len() as u32 {
            if self.out[outcome as usize] || Some(outcome) == other_than {
                continue;
            }
            // Time makes nothing worth more, so what is worth no more at once needs no look at how far it is.
            if highest.is_some_and(|highest| self.worth(sim, outcome) <= highest) {
                continue;
            }
            let (there, index) = self.index(sim, outcome);
            let prospect = &sim.outcomes[outcome as usize];
            let in_time = there <= prospect.until && self.now.max(there) + prospect.mean_learn <= sim.horizon;
            if in_time && highest.is_none_or(|highest| index > highest) {
                (highest, best) = (Some(index), Some(outcome));
            }
        }
        best
    }

    /// Returns what is expected of an outcome that is enabled at once.
    fn worth(&self, sim: &Simulation, outcome: u32) -> f64 {
        self.belief[outcome as usize] * sim.outcomes[outcome as usize].mean_value
    }

    /// Returns the day on which an outcome is expected to be enabled, and its index: odds × mean value × discount
    /// over the time still needed.
    fn index(&mut self, sim: &Simulation, outcome: u32) -> (f64, f64) {
        let worth = self.worth(sim, outcome);
        let enabled = self.enabled[outcome as usize];
        if enabled <= self.now {
            return (enabled, worth);
        }
        let mut route = std::mem::take(&mut self.looked_at);
        let days = if self.cheapest(sim, outcome, &mut route) {
            self.days_ahead(sim, outcome, &route)
        } else {
            f64::INFINITY
        };
        self.looked_at = route;
        if days == f64::INFINITY { (days, 0.0) } else { (self.now + days, worth * sim.discount(days)) }
    }

    /// Returns the days until a way is done, alone and on mean durations; running work keeps what is left of it.
    fn days_ahead(&mut self, sim: &Simulation, outcome: u32, route: &[u64]) -> f64 {
        let mut ahead = std::mem::take(&mut self.ahead);
        ahead.go_home(&sim.staffing);
        let mut before = std::mem::take(&mut self.crew.before);
        let mut ended = std::mem::take(&mut self.ended);
        let mut open = 0;
        for item in ones(route).take_while(|item| *item < sim.items.len()) {
            open += 1;
            if self.state[item] == State::Running {
                ahead.run(&sim.staffing, item as u32, self.mean_left(sim, item));
            } else if before[item] == 0 || self.state[item] == State::Paused {
                ahead.make_ready(&self.order, item as u32);
            }
        }
        let mut now = 0.0;
        while open > 0 {
            ahead.start(&self.order, &sim.staffing, |item| now + self.mean_left(sim, item as usize));
            now = ahead.next_end();
            if now == f64::INFINITY {
                break;
            }
            while let Some(item) = ahead.end(&self.order, &sim.staffing, now) {
                open -= 1;
                ended.push(item);
                for next in &sim.staffing.next[item as usize] {
                    let at = *next as usize;
                    before[at] -= 1;
                    if before[at] == 0
                        && route[at / 64] >> (at % 64) & 1 == 1
                        && self.state[at] == State::Waiting
                    {
                        ahead.make_ready(&self.order, *next);
                    }
                }
            }
        }
        // Nothing has really ended.
        let waits = ended.drain(..).flat_map(|item| &sim.staffing.next[item as usize]);
        waits.for_each(|next| before[*next as usize] += 1);
        (self.ahead, self.ended, self.crew.before) = (ahead, ended, before);
        let last = sim.gates.dates.last().copied().unwrap_or(0.0);
        if last > self.now { now.max(self.date_ahead(sim, outcome, route) - self.now) } else { now }
    }

    /// Returns the day by which the dates have come that a way waits for.
    fn date_ahead(&mut self, sim: &Simulation, outcome: u32, route: &[u64]) -> f64 {
        let mut opening = std::mem::take(&mut self.ahead_opening);
        opening.copy(&self.opening);
        for item in ones(route).take_while(|item| *item < sim.items.len()) {
            opening.comes(&sim.gates, Source::Item(item as u32), |_| {});
        }
        let wire = sim.gates.outcomes[outcome as usize];
        let mut day = self.now;
        for (at, date) in sim.gates.dates.iter().enumerate().filter(|(_, date)| **date > self.now) {
            if opening.is_open(wire) {
                break;
            }
            opening.comes(&sim.gates, Source::Date(at as u32), |_| {});
            day = *date;
        }
        let opens = opening.is_open(wire);
        self.ahead_opening = opening;
        if opens { day } else { f64::INFINITY }
    }

    fn mean_left(&self, sim: &Simulation, item: usize) -> f64 {
        let running = if self.state[item] == State::Running { self.now - self.since[item] } else { 0.0 };
        sim.takes[item].mean_left(self.worked[item] + running)
    }
}

fn refill<T: Clone>(list: &mut Vec<T>, n: usize, with: T) {
    list.clear();
    list.resize(n, with);
}
