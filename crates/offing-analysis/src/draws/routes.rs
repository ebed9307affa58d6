//! The ways to open each outcome: minimal sets of items of work, closed under `after`, each with what has to turn
//! out to be there for it.
//!
//! Sets are bits: first the items, then the unknown. A list is exact up to [`MOST`] sets; beyond, the cheapest are
//! kept and the list says so.

use super::gates::{Gate, Gates, Source, Wire};

/// How many ways are kept per outcome.
pub(super) const MOST: usize = 256;

/// A way to open an outcome.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Route {
    /// Items, then the unknown.
    pub(super) bits: Box<[u64]>,
    /// Expected cost of all its work.
    pub(super) cost: f64,
    /// Expected days of all its work, one after the other: of two that cost the same, the shorter is taken.
    pub(super) days: f64,
}

/// All ways to open one outcome, cheapest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes {
    pub(super) list: Vec<Route>,
    /// Whether more than [`MOST`] were cut off.
    pub(super) cut: bool,
}

/// What a way costs, item by item.
#[derive(Debug)]
pub(super) struct Prices<'a> {
    /// Expected cost of each item.
    pub(super) cost: &'a [f64],
    /// Expected days of each item.
    pub(super) days: &'a [f64],
    /// The items that each item waits for.
    pub(super) before: &'a [Vec<u32>],
    /// Days after this one count as never.
    pub(super) horizon: f64,
}

impl Routes {
    /// Returns the ways to open each outcome.
    pub(super) fn of(gates: &Gates, prices: &Prices<'_>) -> Vec<Routes> {
        let words = (prices.cost.len() + gates.unknown.len()).div_ceil(64).max(1);
        let build = Build { gates, prices, words };
        let mut of_gate: Vec<Routes> = Vec::with_capacity(gates.gates.len());
        for gate in &gates.gates {
            of_gate.push(build.gate(gate, &of_gate));
        }
        gates.outcomes.iter().map(|wire| build.wire(*wire, &of_gate)).collect()
    }
}

struct Build<'a> {
    gates: &'a Gates,
    prices: &'a Prices<'a>,
    words: usize,
}

impl Build<'_> {
    fn free(&self) -> Routes {
        Routes { list: vec![self.route(vec![0; self.words].into())], cut: false }
    }

    /// Returns a way with its price: sums run in the order of the items, so that equal sets cost the same.
    fn route(&self, bits: Box<[u64]>) -> Route {
        let (mut cost, mut days) = (0.0, 0.0);
        for item in ones(&bits).take_while(|item| *item < self.prices.cost.len()) {
            cost += self.prices.cost[item];
            days += self.prices.days[item];
        }
        Route { bits, cost, days }
    }

    fn wire(&self, wire: Wire, of_gate: &[Routes]) -> Routes {
        let mut bits: Box<[u64]> = vec![0; self.words].into();
        let mut mark = |at: usize| {
            let was = bits[at / 64];
            bits[at / 64] |= 1 << (at % 64);
            bits[at / 64] != was
        };
        match wire {
            Wire::Yes => return self.free(),
            Wire::No => return Routes::default(),
            Wire::Gate(gate) => return of_gate[gate as usize].clone(),
            Wire::Source(Source::Date(date)) => {
                let comes = self.gates.dates[date as usize] <= self.prices.horizon;
                return if comes { self.free() } else { Routes::default() };
            }
            Wire::Source(Source::Item(item)) => {
                let mut open = vec![item];
                while let Some(item) = open.pop() {
                    if mark(item as usize) {
                        open.extend(&self.prices.before[item as usize]);
                    }
                }
            }
            Wire::Source(Source::Unknown(unknown)) => {
                mark(self.prices.cost.len() + unknown as usize);
            }
        }
        Routes { list: vec![self.route(bits)], cut: false }
    }

    fn gate(&self, gate: &Gate, of_gate: &[Routes]) -> Routes {
        let inputs: Vec<Routes> = gate.inputs.iter().map(|input| self.wire(*input, of_gate)).collect();
        let wants = gate.wants as usize;
        if wants == inputs.len() {
            return inputs.iter().fold(self.free(), |ways, input| self.product(&ways, input));
        }
        if wants == 1 {
            return inputs.into_iter().fold(Routes::default(), |ways, input| self.union(ways, input));
        }
        // Entry j: the ways to have j of the inputs seen so far.
        let mut ways = vec![Routes::default(); wants + 1];
        ways[0] = self.free();
        for (seen, input) in inputs.iter().enumerate() {
            let least = (wants + seen + 1).saturating_sub(inputs.len()).max(1);
            for reached in (least..=wants.min(seen + 1)).rev() {
                let more = self.product(&ways[reached - 1], input);
                ways[reached] = self.union(std::mem::take(&mut ways[reached]), more);
            }
        }
        ways.pop().expect("there is an entry for none")
    }

    fn product(&self, one: &Routes, other: &Routes) -> Routes {
        let mut list = Vec::with_capacity(one.list.len() * other.list.len());
        for a in &one.list {
            for b in &other.list {
                let bits: Box<[u64]> = a.bits.iter().zip(&b.bits).map(|(a, b)| a | b).collect();
                list.push(self.route(bits));
            }
        }
        minimal(list, one.cut || other.cut)
    }

    fn union(&self, one: Routes, other: Routes) -> Routes {
        let mut list = one.list;
        list.extend(other.list);
        minimal(list, one.cut || other.cut)
    }
}

/// Returns the sets of a list that hold no other of the list, cheapest first.
fn minimal(mut list: Vec<Route>, cut: bool) -> Routes {
    let size = |route: &Route| route.bits.iter().map(|word| word.count_ones()).sum::<u32>();
    let first = |a: &Route, b: &Route| ones(&a.bits).cmp(ones(&b.bits));
    list.sort_by(|a, b| {
        let price = a.cost.total_cmp(&b.cost).then(a.days.total_cmp(&b.days));
        price.then(size(a).cmp(&size(b))).then_with(|| first(a, b))
    });
    let mut kept: Vec<Route> = Vec::new();
    let mut rest = list.into_iter();
    for route in rest.by_ref() {
        // A set within another costs no more than it, so it stands before it.
        if kept.iter().any(|known| known.bits.iter().zip(&route.bits).all(|(known, bits)| known & !bits == 0))
        {
            continue;
        }
        kept.push(route);
        if kept.len() == MOST {
            break;
        }
    }
    let cut = cut || rest.next().is_some();
    Routes { list: kept, cut }
}

/// Returns the positions of the bits that are set, ascending.
pub(super) fn ones(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(at, word)| Ones(*word).map(move |bit| at * 64 + bit))
}

struct Ones(u64);

impl Iterator for Ones {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}
