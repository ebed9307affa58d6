//! Who works on what: parallel schedule generation (DESIGN 4.4), one moment at a time.
//!
//! At each moment whatever is ready and fits is started, in the order of the plan. Items that keep the same people
//! busy form a class: when the first of a class does not fit, none of it does, and the whole class is passed over until
//! people of one of its teams are free again. So a moment costs what changed, not the number of items that wait.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// What the schedule must know of the items.
#[derive(Debug, Clone, Default)]
pub(super) struct Staffing {
    /// People of each team, in hundredths.
    pub(super) people: Vec<i64>,
    /// People each item keeps busy, by team, in hundredths.
    pub(super) staff: Vec<Vec<(u32, i64)>>,
    /// The class of each item: those of one class keep the same people busy.
    pub(super) class: Vec<u32>,
    /// The items of each class.
    pub(super) members: Vec<Vec<u32>>,
    /// Which row of [`Order::rows`] has the places of a class: one with more items than a row has words.
    pub(super) row: Vec<Option<u32>>,
    /// The classes that keep people of each team busy.
    pub(super) class_of_team: Vec<Vec<u32>>,
    /// How many items must be done before each item.
    pub(super) before: Vec<u32>,
    /// The items that wait for each item.
    pub(super) next: Vec<Vec<u32>>,
}

impl Staffing {
    /// Groups items into classes.
    pub(super) fn classify(&mut self) {
        let mut known: BTreeMap<&[(u32, i64)], u32> = BTreeMap::new();
        self.class_of_team = vec![Vec::new(); self.people.len()];
        self.members = Vec::new();
        self.class = Vec::with_capacity(self.staff.len());
        for (item, staff) in self.staff.iter().enumerate() {
            let class = *known.entry(staff).or_insert_with(|| {
                let class = self.members.len() as u32;
                self.members.push(Vec::new());
                staff.iter().for_each(|(team, _)| self.class_of_team[*team as usize].push(class));
                class
            });
            self.class.push(class);
            self.members[class as usize].push(item as u32);
        }
        let words = self.staff.len().div_ceil(64);
        let mut rows = 0..;
        let row = |members: &Vec<u32>| if members.len() > words { rows.next() } else { None };
        self.row = self.members.iter().map(row).collect();
    }
}

/// A priority order, seen from both ends.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    /// The items, first things first.
    pub(super) items: Vec<u32>,
    /// The place of each item.
    pub(super) place: Vec<u32>,
    /// The places that the items of a large class have: a row of bits for each.
    rows: Vec<u64>,
    words: usize,
    scratch: Vec<u32>,
}

impl Order {
    pub(super) fn set(&mut self, items: &[u32], staffing: &Staffing) {
        self.items.clear();
        self.items.extend_from_slice(items);
        self.refresh(staffing);
    }

    /// Takes over another order.
    pub(super) fn copy(&mut self, other: &Order) {
        self.items.clone_from(&other.items);
        self.place.clone_from(&other.place);
        self.rows.clone_from(&other.rows);
        self.words = other.words;
    }

    fn refresh(&mut self, staffing: &Staffing) {
        self.words = self.items.len().div_ceil(64);
        self.place.resize(self.items.len(), 0);
        let rows = staffing.row.iter().flatten().count();
        self.rows.clear();
        self.rows.resize(rows * self.words, 0);
        for (place, item) in self.items.iter().enumerate() {
            self.place[*item as usize] = place as u32;
            if let Some(row) = staffing.row[staffing.class[*item as usize] as usize] {
                self.rows[row as usize * self.words + place / 64] |= 1 << (place % 64);
            }
        }
    }

    /// Calls `visit` with the places that the items of a class have, as bits of words.
    #[inline]
    fn places(&self, staffing: &Staffing, class: u32, mut visit: impl FnMut(usize, u64)) {
        match staffing.row[class as usize] {
            Some(row) => {
                let row = &self.rows[row as usize * self.words..][..self.words];
                row.iter().enumerate().for_each(|(word, places)| visit(word, *places));
            }
            None => {
                let places = staffing.members[class as usize].iter().map(|item| self.place[*item as usize]);
                places.for_each(|place| visit(place as usize / 64, 1 << (place % 64)));
            }
        }
    }

    /// Moves the items of a set to the front; both parts keep their order.
    pub(super) fn move_front(&mut self, set: &[u64], staffing: &Staffing) {
        let within = |item: u32| set[item as usize / 64] >> (item % 64) & 1 == 1;
        self.scratch.clear();
        self.scratch.extend(self.items.iter().copied().filter(|item| within(*item)));
        self.scratch.extend(self.items.iter().copied().filter(|item| !within(*item)));
        std::mem::swap(&mut self.items, &mut self.scratch);
        self.refresh(staffing);
    }
}

/// The people at a moment: what runs, what waits for people, who is free.
#[derive(Debug, Clone, Default)]
pub(super) struct Crew {
    free: Vec<i64>,
    /// Places of the items that could start if there were people for them: bits.
    ready: Vec<u64>,
    /// Places of the classes for which there were not enough people when last looked at: bits.
    passed: Vec<u64>,
    /// Which classes these are.
    is_passed: Vec<bool>,
    /// Running items by the bits of the time they end: times are not negative, so bits sort as times do.
    running: BinaryHeap<Reverse<(u64, u32)>>,
    /// How many items each item still waits for.
    pub(super) before: Vec<u32>,
}

impl Crew {
    /// Sends everybody home, and lets each item wait for all that is before it.
    pub(super) fn reset(&mut self, staffing: &Staffing) {
        self.go_home(staffing);
        self.before.clone_from(&staffing.before);
    }

    /// Sends everybody home.
    pub(super) fn go_home(&mut self, staffing: &Staffing) {
        self.free.clone_from(&staffing.people);
        self.is_passed.clear();
        self.is_passed.resize(staffing.members.len(), false);
        let words = staffing.staff.len().div_ceil(64);
        for bits in [&mut self.ready, &mut self.passed] {
            bits.clear();
            bits.resize(words, 0);
        }
        self.running.clear();
    }

    /// Lets an item wait for people.
    #[inline]
    pub(super) fn make_ready(&mut self, order: &Order, item: u32) {
        let place = order.place[item as usize] as usize;
        self.ready[place / 64] |= 1 << (place % 64);
    }

    /// Lets nothing wait, and looks at every class afresh.
    pub(super) fn none_ready(&mut self) {
        self.ready.fill(0);
        self.passed.fill(0);
        self.is_passed.fill(false);
    }

    /// Sets an item going until a time, whether there are people for it or not.
    #[inline]
    pub(super) fn run(&mut self, staffing: &Staffing, item: u32, until: f64) {
        for (team, people) in &staffing.staff[item as usize] {
            self.free[*team as usize] -= people;
        }
        self.running.push(Reverse((until.to_bits(), item)));
    }

    /// Starts, in order, whatever is ready and fits; `starts` returns when an item would end.
    #[inline]
    pub(super) fn start(&mut self, order: &Order, staffing: &Staffing, mut starts: impl FnMut(u32) -> f64) {
        let words = self.ready.len();
        for word in 0..words {
            loop {
                let open = self.ready[word] & !self.passed[word];
                if open == 0 {
                    break;
                }
                let bit = open.trailing_zeros() as usize;
                let item = order.items[word * 64 + bit];
                if self.fits(staffing, item) {
                    self.ready[word] &= !(1 << bit);
                    let until = starts(item);
                    self.run(staffing, item, until);
                } else {
                    let class = staffing.class[item as usize];
                    self.is_passed[class as usize] = true;
                    order.places(staffing, class, |word, places| self.passed[word] |= places);
                }
            }
        }
    }

    #[inline]
    fn fits(&self, staffing: &Staffing, item: u32) -> bool {
        staffing.staff[item as usize].iter().all(|(team, people)| self.free[*team as usize] >= *people)
    }

    /// Returns when the next item ends; infinite when none does.
    #[inline]
    pub(super) fn next_end(&self) -> f64 {
        self.running.peek().map_or(f64::INFINITY, |Reverse((bits, _))| f64::from_bits(*bits))
    }

    /// Ends one item that ends at this time or before, and sets its people free.
    #[inline]
    pub(super) fn end(&mut self, order: &Order, staffing: &Staffing, now: f64) -> Option<u32> {
        let Reverse((bits, item)) = *self.running.peek()?;
        if f64::from_bits(bits) > now {
            return None;
        }
        self.running.pop();
        self.release(order, staffing, item);
        Some(item)
    }

    #[inline]
    fn release(&mut self, order: &Order, staffing: &Staffing, item: u32) {
        for (team, people) in &staffing.staff[item as usize] {
            self.free[*team as usize] += people;
            for class in &staffing.class_of_team[*team as usize] {
                if !std::mem::take(&mut self.is_passed[*class as usize]) {
                    continue;
                }
                order.places(staffing, *class, |word, places| self.passed[word] &= !places);
            }
        }
    }

    /// Takes running items for which `pauses` says so out of the work; what waits must be found out afresh after it.
    pub(super) fn pause(&mut self, staffing: &Staffing, mut pauses: impl FnMut(u32) -> bool) {
        let free = &mut self.free;
        self.running.retain(|Reverse((_, item))| {
            let goes = pauses(*item);
            if goes {
                for (team, people) in &staffing.staff[*item as usize] {
                    free[*team as usize] += people;
                }
            }
            !goes
        });
    }

    /// Calls `visit` with every running item.
    pub(super) fn each_running(&self, mut visit: impl FnMut(u32)) {
        self.running.iter().for_each(|Reverse((_, item))| visit(*item));
    }
}
