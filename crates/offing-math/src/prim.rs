//! Under which few conditions do things go wrong?
//!
//! Many cases, each with its inputs and a mark whether it is one of interest: [`peel`] looks for boxes
//! in the space of the inputs that hold many of the cases of interest and few others, each box a
//! trade between *coverage* (the share of the cases of interest that it holds) and *density* (the share
//! of its cases that are of interest).
//!
//! ```
//! use offing_math::prim::{PrimQuestion, peel};
//!
//! let delay: Vec<f64> = (0..100).map(f64::from).collect();
//! let lost: Vec<bool> = delay.iter().map(|&days| days >= 80.0).collect();
//! let boxes = peel(&PrimQuestion::new(&[delay], &lost));
//! let first = boxes.first().expect("there is always a box");
//! assert_eq!((first.limits[0].low, first.coverage, first.density), (80.0, 1.0, 1.0));
//! ```
//!
//! *Absent on purpose:* inputs without an order; number them, or mark them by 0 and 1.

use crate::pareto::{Sense, frontier};
use crate::stats;
use rayon::prelude::*;
use std::cmp::Ordering;

/// What to look for, and how patiently.
#[derive(Clone, Copy, Debug)]
pub struct PrimQuestion<'a> {
    /// The inputs, column by column: `columns[c][r]` belongs to case `r`.
    pub columns: &'a [Vec<f64>],
    /// Which cases are of interest.
    pub interesting: &'a [bool],
    /// Share of a box that is cut off at a time: smaller is more patient.
    pub peel_alpha: f64,
    /// Share of all cases below which no box is cut further.
    pub min_mass: f64,
    /// How many inputs a box may limit.
    pub max_restricted: usize,
    /// How many boxes are followed side by side, of each number of inputs limited.
    pub beam: usize,
}

impl<'a> PrimQuestion<'a> {
    /// Returns the question with the usual patience: 5 % at a time, down to 5 % of the cases.
    pub fn new(columns: &'a [Vec<f64>], interesting: &'a [bool]) -> PrimQuestion<'a> {
        let max_restricted = columns.len();
        PrimQuestion { columns, interesting, peel_alpha: 0.05, min_mass: 0.05, max_restricted, beam: 4 }
    }
}

/// The lowest and highest value that a box allows of an input, both included; infinite for no limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// −∞ when there is no limit below.
    pub low: f64,
    /// ∞ when there is no limit above.
    pub high: f64,
}

impl Limits {
    const NONE: Limits = Limits { low: f64::NEG_INFINITY, high: f64::INFINITY };

    /// Returns whether a value lies within.
    pub fn allow(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Returns whether any value is not allowed.
    pub fn restrict(self) -> bool {
        self.low > f64::NEG_INFINITY || self.high < f64::INFINITY
    }
}

/// Conditions on the inputs, and how well they single out the cases of interest.
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioBox {
    /// What is allowed of each input.
    pub limits: Vec<Limits>,
    /// How many cases it holds.
    pub n: usize,
    /// How many of them are of interest.
    pub n_interesting: usize,
    /// Share of all cases of interest that it holds.
    pub coverage: f64,
    /// Share of its cases that are of interest.
    pub density: f64,
    /// Share of all cases that it holds.
    pub mass: f64,
    /// How many inputs it limits.
    pub n_restricted: usize,
}

impl ScenarioBox {
    /// Returns the box of these limits over the cases of a question.
    pub fn of(question: &PrimQuestion<'_>, limits: Vec<Limits>) -> ScenarioBox {
        let inside = |row: &usize| {
            limits.iter().zip(question.columns).all(|(limits, column)| limits.allow(column[*row]))
        };
        let rows: Vec<usize> = (0..question.interesting.len()).filter(inside).collect();
        let n_interesting = rows.iter().filter(|&&row| question.interesting[row]).count();
        let n_wanted = question.interesting.iter().filter(|&&is_interesting| is_interesting).count();
        ScenarioBox {
            n: rows.len(),
            n_interesting,
            coverage: share(n_interesting, n_wanted),
            density: share(n_interesting, rows.len()),
            mass: share(rows.len(), question.interesting.len()),
            n_restricted: limits.iter().filter(|limits| limits.restrict()).count(),
            limits,
        }
    }

    /// Returns how likely it is that the limits of one input are luck: the chance that as many cases of
    /// interest or more fall into the box if, among what the other limits hold, these told nothing.
    ///
    /// *Shape:* 1 for an input without limits.
    /// *Source:* B. P. Bryant and R. J. Lempert, "Thinking inside the box", Technological Forecasting
    /// and Social Change 77 (2010), pp. 34-49: the quasi-p-value.
    pub fn luck_of(&self, question: &PrimQuestion<'_>, column: usize) -> f64 {
        let mut limits = self.limits.clone();
        limits[column] = Limits::NONE;
        let wider = ScenarioBox::of(question, limits);
        stats::binomial_at_least(self.n_interesting as u64, self.n as u64, wider.density)
    }
}

/// Returns the boxes found that no other one beats on coverage, density and few limits: from the one
/// that covers most to the one that covers least.
///
/// From one box to the next a slice is cut off, at either end of any input, such that the density rises
/// most; then limits are moved out again as far as that raises it further, and shifted to where they
/// hold the same cases of interest among fewer others. Several boxes are followed side by side, as the
/// best slice now is not always the best for what comes after it. The reader picks the trade, or
/// [`best`] does.
///
/// *Panics:* if a column does not have one value per case, or holds a NaN.
/// *Cost:* boxes followed × cuts × columns × cases; the boxes on all threads.
/// *Source:* J. H. Friedman and N. I. Fisher, "Bump hunting in high-dimensional data", Statistics and
/// Computing 9 (1999), pp. 123-143. There one box is followed, and limits are pasted back once, at the
/// end; here after every peel, case by case, as long as the box stays smaller than the one before.
pub fn peel(question: &PrimQuestion<'_>) -> Vec<ScenarioBox> {
    let search = Search::new(question);
    let mut followed = vec![search.everything()];
    let mut found = vec![followed[0].found()];
    while !followed.is_empty() {
        followed = search.next_boxes(&followed, &mut found);
    }
    let counts =
        |found: &Found| [found.rows.n_interesting as f64, found.rows.density(), found.n_restricted as f64];
    let counts: Vec<[f64; 3]> = found.iter().map(counts).collect();
    let kept = frontier(&counts, &[Sense::Maximise, Sense::Maximise, Sense::Minimise]);
    kept.into_iter().map(|idx| ScenarioBox::of(question, found[idx].limits.clone())).collect()
}

/// Returns the box that serves best when it may limit so many inputs: with the highest harmonic mean of
/// coverage and density, of equal ones the one with fewer limits, then the first.
pub fn best(boxes: &[ScenarioBox], max_restricted: usize) -> Option<&ScenarioBox> {
    let score = |candidate: &ScenarioBox| {
        let sum = candidate.coverage + candidate.density;
        if sum > 0.0 { candidate.coverage * candidate.density / sum } else { 0.0 }
    };
    let allowed = boxes.iter().filter(|candidate| candidate.n_restricted <= max_restricted);
    allowed.reduce(|best, candidate| {
        let by_score = score(candidate).total_cmp(&score(best));
        let fewer_limits = candidate.n_restricted < best.n_restricted;
        if by_score.is_gt() || (by_score.is_eq() && fewer_limits) { candidate } else { best }
    })
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How many cases, and how many of them of interest.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    n: usize,
    n_interesting: usize,
}

impl Count {
    fn add(&mut self, is_interesting: bool) {
        self.n += 1;
        self.n_interesting += usize::from(is_interesting);
    }

    fn density(self) -> f64 {
        share(self.n_interesting, self.n)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Low,
    High,
}

/// A limit moved, and what the box then holds.
#[derive(Clone, Copy, Debug)]
struct Slice {
    column: usize,
    side: Side,
    limit: f64,
    then: Count,
    n_restricted: usize,
}

impl Slice {
    /// Denser first, then the one that holds more, then fewer limits.
    fn compare(&self, other: &Slice) -> Ordering {
        let by_density = other.then.density().total_cmp(&self.then.density());
        let by_size = other.then.n.cmp(&self.then.n);
        by_density.then(by_size).then(self.n_restricted.cmp(&other.n_restricted))
    }
}

/// A box that was met on the way, whether it was followed or not.
#[derive(Clone, Debug)]
struct Found {
    limits: Vec<Limits>,
    rows: Count,
    n_restricted: usize,
}

/// A box on the way.
#[derive(Clone, Debug)]
struct Candidate {
    limits: Vec<Limits>,
    /// How many limits each case breaks: it is inside when none.
    n_broken: Vec<u32>,
    rows: Count,
}

impl Candidate {
    fn found(&self) -> Found {
        Found { limits: self.limits.clone(), rows: self.rows, n_restricted: self.n_restricted() }
    }

    fn n_restricted(&self) -> usize {
        self.limits.iter().filter(|limits| limits.restrict()).count()
    }

    fn move_limit(&mut self, values: &[f64], slice: &Slice) {
        let limits = self.limits[slice.column];
        let limits = match slice.side {
            Side::Low => Limits { low: slice.limit, ..limits },
            Side::High => Limits { high: slice.limit, ..limits },
        };
        self.set_limits(values, slice.column, limits, slice.then);
    }

    fn set_limits(&mut self, values: &[f64], column: usize, is: Limits, then: Count) {
        let was = std::mem::replace(&mut self.limits[column], is);
        for (n_broken, &value) in self.n_broken.iter_mut().zip(values) {
            match (was.allow(value), is.allow(value)) {
                (true, false) => *n_broken += 1,
                (false, true) => *n_broken -= 1,
                _ => {}
            }
        }
        self.rows = then;
        debug_assert_eq!(self.n_broken.iter().filter(|&&n| n == 0).count(), self.rows.n, "rows are counted");
    }

    fn holds_the_same_as(&self, other: &Candidate) -> bool {
        let inside = |candidate: &Candidate, row: usize| candidate.n_broken[row] == 0;
        self.rows.n == other.rows.n
            && (0..self.n_broken.len()).all(|row| inside(self, row) == inside(other, row))
    }
}

struct Search<'a> {
    question: &'a PrimQuestion<'a>,
    /// Per column, the cases in the order of its values.
    sorted: Vec<Vec<u32>>,
}

impl<'a> Search<'a> {
    fn new(question: &'a PrimQuestion<'a>) -> Search<'a> {
        let n = question.interesting.len();
        let sorted = |column: &Vec<f64>| {
            assert_eq!(column.len(), n, "a column has one value per case");
            assert!(!column.iter().any(|value| value.is_nan()), "every value of a column has its place");
            let mut rows: Vec<u32> = (0..).take(n).collect();
            rows.sort_by(|&a, &b| column[a as usize].total_cmp(&column[b as usize]));
            rows
        };
        Search { question, sorted: question.columns.iter().map(sorted).collect() }
    }

    fn everything(&self) -> Candidate {
        let mut rows = Count::default();
        self.question.interesting.iter().for_each(|&is_interesting| rows.add(is_interesting));
        let limits = vec![Limits::NONE; self.question.columns.len()];
        Candidate { limits, n_broken: vec![0; self.question.interesting.len()], rows }
    }

    /// The best boxes that are one peel, and the pastes after it, away; no two of them hold the same.
    fn next_boxes(&self, followed: &[Candidate], found: &mut Vec<Found>) -> Vec<Candidate> {
        let beam = self.question.beam.max(1);
        let peels = followed.par_iter().map(|candidate| self.peels(candidate)).collect::<Vec<_>>();
        let mut peels: Vec<(usize, Slice)> = (0..)
            .zip(peels)
            .flat_map(|(idx, peels)| peels.into_iter().map(move |slice| (idx, slice)))
            .collect();
        peels.sort_by(|one, other| one.1.compare(&other.1));
        // Some lead to the same box, so more are made than are followed.
        let mut n_made = vec![0; self.question.columns.len() + 1];
        peels.retain(|(_, slice)| {
            n_made[slice.n_restricted] += 1;
            n_made[slice.n_restricted] <= 3 * beam
        });
        let made =
            peels.par_iter().map(|(idx, slice)| self.peeled(&followed[*idx], slice)).collect::<Vec<_>>();
        let mut candidates = Vec::new();
        for (before_pastes, candidate) in made {
            found.push(before_pastes);
            found.push(candidate.found());
            candidates.push(candidate);
        }
        candidates.sort_by(|one, other| other.rows.density().total_cmp(&one.rows.density()));
        let mut kept: Vec<Candidate> = Vec::new();
        let mut n_kept = vec![0; self.question.columns.len() + 1];
        for candidate in candidates {
            let n_kept = &mut n_kept[candidate.n_restricted()];
            if *n_kept < beam && !kept.iter().any(|other| other.holds_the_same_as(&candidate)) {
                *n_kept += 1;
                kept.push(candidate);
            }
        }
        kept
    }

    /// The box without a slice, before and after the pastes that follow.
    fn peeled(&self, candidate: &Candidate, slice: &Slice) -> (Found, Candidate) {
        let n_before = candidate.rows.n;
        let mut candidate = candidate.clone();
        candidate.move_limit(&self.question.columns[slice.column], slice);
        let before_pastes = candidate.found();
        while let Some(slice) = self.best_paste(&candidate, n_before) {
            candidate.move_limit(&self.question.columns[slice.column], &slice);
        }
        self.shift_limits(&mut candidate);
        (before_pastes, candidate)
    }

    /// Shifts both limits of one input after the other to where the fewest cases lie between them, as
    /// long as no case of interest is lost by it.
    fn shift_limits(&self, candidate: &mut Candidate) {
        let mut n_unchanged = 0;
        for column in (0..candidate.limits.len()).cycle() {
            if n_unchanged == candidate.limits.len() {
                return;
            }
            n_unchanged += 1;
            if candidate.limits[column].restrict()
                && let Some((limits, rows)) = self.narrowest(candidate, column)
            {
                candidate.set_limits(&self.question.columns[column], column, limits, rows);
                n_unchanged = 0;
            }
        }
    }

    /// Returns the limits of one input that hold at least as many cases of interest in fewer cases, if
    /// there are any, and what they hold.
    fn narrowest(&self, candidate: &Candidate, column: usize) -> Option<(Limits, Count)> {
        let values = &self.question.columns[column];
        let is_free = |&row: &usize| match candidate.n_broken[row] {
            0 => true,
            1 => !candidate.limits[column].allow(values[row]),
            _ => false,
        };
        // (value, cases up to it)
        let mut up_to: Vec<(f64, Count)> = Vec::new();
        let mut sum = Count::default();
        for row in self.in_order(column, Side::Low).filter(is_free) {
            sum.add(self.question.interesting[row]);
            match up_to.last_mut() {
                Some(last) if last.0.to_bits() == values[row].to_bits() => last.1 = sum,
                _ => up_to.push((values[row], sum)),
            }
        }
        let mut best = candidate.rows;
        let mut window = None;
        let mut last = 0;
        for first in 0..up_to.len() {
            let before = if first == 0 { Count::default() } else { up_to[first - 1].1 };
            while last < up_to.len()
                && up_to[last].1.n_interesting - before.n_interesting < best.n_interesting
            {
                last += 1;
            }
            let Some((_, up_to_last)) = up_to.get(last) else { break };
            let rows = Count {
                n: up_to_last.n - before.n,
                n_interesting: up_to_last.n_interesting - before.n_interesting,
            };
            if rows.n < best.n {
                (best, window) = (rows, Some((first, last)));
            }
        }
        let (first, last) = window?;
        let low = if first == 0 { f64::NEG_INFINITY } else { up_to[first].0 };
        let high = if last + 1 == up_to.len() { f64::INFINITY } else { up_to[last].0 };
        Some((Limits { low, high }, best))
    }

    /// All slices of the set share that raise the density.
    fn peels(&self, candidate: &Candidate) -> Vec<Slice> {
        let rows = candidate.rows;
        let n_to_cut = ((self.question.peel_alpha * rows.n as f64) as usize).max(1);
        let n_least = (self.question.min_mass * self.question.interesting.len() as f64).max(1.0);
        let n_restricted = candidate.n_restricted();
        let mut slices = Vec::new();
        for column in 0..candidate.limits.len() {
            let n_restricted = n_restricted + usize::from(!candidate.limits[column].restrict());
            if n_restricted > self.question.max_restricted {
                continue;
            }
            for side in [Side::Low, Side::High] {
                let Some((limit, then)) = self.cut(candidate, column, side, n_to_cut) else { continue };
                if then.n as f64 >= n_least && then.density() > rows.density() {
                    slices.push(Slice { column, side, limit, then, n_restricted });
                }
            }
        }
        slices
    }

    /// Cuts off so many cases at one end, and all that are equal to the last of them; returns the first
    /// value that stays, and what stays.
    fn cut(&self, candidate: &Candidate, column: usize, side: Side, n_to_cut: usize) -> Option<(f64, Count)> {
        let mut left = candidate.rows;
        let mut last_cut = f64::NAN;
        for row in self.in_order(column, side).filter(|&row| candidate.n_broken[row] == 0) {
            let value = self.question.columns[column][row];
            if candidate.rows.n - left.n >= n_to_cut && value.to_bits() != last_cut.to_bits() {
                return Some((value, left));
            }
            left.n -= 1;
            left.n_interesting -= usize::from(self.question.interesting[row]);
            last_cut = value;
        }
        None
    }

    /// The limit moved out that raises the density most, if any does, of those that keep the box smaller
    /// than `n_most`.
    fn best_paste(&self, candidate: &Candidate, n_most: usize) -> Option<Slice> {
        let mut best: Option<Slice> = None;
        for column in (0..candidate.limits.len()).filter(|&column| candidate.limits[column].restrict()) {
            for side in [Side::Low, Side::High] {
                self.consider_pastes(candidate, column, side, n_most, &mut best);
            }
        }
        best
    }

    fn consider_pastes(
        &self,
        candidate: &Candidate,
        column: usize,
        side: Side,
        n_most: usize,
        best: &mut Option<Slice>,
    ) {
        let values = &self.question.columns[column];
        let Limits { low, high } = candidate.limits[column];
        let (beyond, outwards) = match side {
            Side::Low => ((f64::NEG_INFINITY, low), Side::High),
            Side::High => ((high, f64::INFINITY), Side::Low),
        };
        // The cases that break nothing but this limit.
        let is_beyond = |row: &usize| {
            candidate.n_broken[*row] == 1
                && !candidate.limits[column].allow(values[*row])
                && (beyond.0..=beyond.1).contains(&values[*row])
        };
        let mut then = candidate.rows;
        let mut rows = self.in_order(column, outwards).filter(is_beyond).peekable();
        while let Some(row) = rows.next() {
            then.add(self.question.interesting[row]);
            if then.n >= n_most {
                return;
            }
            let next = rows.peek().map(|&row| values[row]);
            if next.is_some_and(|next| next.to_bits() == values[row].to_bits()) {
                continue;
            }
            let limit = match (next, side) {
                (Some(_), _) => values[row],
                (None, Side::Low) => f64::NEG_INFINITY,
                (None, Side::High) => f64::INFINITY,
            };
            let best_density = best.as_ref().map_or(candidate.rows.density(), |best| best.then.density());
            if then.density() > best_density {
                *best = Some(Slice { column, side, limit, then, n_restricted: candidate.n_restricted() });
            }
        }
    }

    /// The cases in the order of a column, from one end.
    fn in_order(&self, column: usize, side: Side) -> impl Iterator<Item = usize> + '_ {
        let rows = &self.sorted[column];
        let n = rows.len();
        (0..n).map(move |at| rows[if side == Side::Low { at } else { n - 1 - at }] as usize)
    }
}

#[cfg(test)]
mod tests;
