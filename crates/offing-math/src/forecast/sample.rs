use crate::stats::{self, Moments};

/// One quantity over all draws: its quantiles, its mean, how often it stays within a limit.
///
/// Up to a set number of draws every value is kept and all answers are exact. Beyond that only counts
/// are kept, in cells of fixed relative width, so that memory does not grow with the draws.
#[derive(Clone, Debug)]
pub struct Sample {
    values: Values,
}

#[derive(Clone, Debug)]
enum Values {
    /// In rising order once [`Sample::close`] was called.
    Kept(Vec<f64>),
    Counted(Cells),
}

impl Sample {
    pub(super) fn kept(n: usize) -> Sample {
        Sample { values: Values::Kept(Vec::with_capacity(n)) }
    }

    pub(super) fn counted() -> Sample {
        Sample { values: Values::Counted(Cells::new()) }
    }

    pub(super) fn extend(&mut self, values: &[f64]) {
        match &mut self.values {
            Values::Kept(kept) => kept.extend_from_slice(values),
            Values::Counted(cells) => values.iter().for_each(|&value| cells.add(value)),
        }
    }

    pub(super) fn close(&mut self) {
        if let Values::Kept(kept) = &mut self.values {
            if kept.iter().all(|value| value.is_sign_positive()) {
                // Then their bits are in their order, and compare faster.
                kept.sort_unstable_by_key(|value| value.to_bits());
            } else {
                kept.sort_unstable_by(f64::total_cmp);
            }
        }
    }

    /// Returns how many draws it is of.
    pub fn n(&self) -> u64 {
        match &self.values {
            Values::Kept(kept) => kept.len() as u64,
            Values::Counted(cells) => cells.moments.n(),
        }
    }

    /// Returns the value below which a share `p` of the draws lies; ∞ where that many never get there.
    ///
    /// *Shape:* exact, type 7 as [`stats::quantile`], when [`Sample::is_exact`]; else the order statistic
    /// at rank `p · (n − 1)`, within 1 part in 1024 for values from 2⁻¹⁶ to 2³².
    /// *Panics:* if there is no draw.
    pub fn quantile(&self, p: f64) -> f64 {
        match &self.values {
            Values::Kept(kept) => stats::quantile_sorted(kept, p),
            Values::Counted(cells) => cells.quantile(p),
        }
    }

    /// Returns the share of the draws in which the value is at most `limit`: the chance to meet a date.
    ///
    /// *Shape:* exact when [`Sample::is_exact`]; else values in the cell of `limit`, which is 1 part in
    /// 512 wide, count in proportion.
    pub fn share_within(&self, limit: f64) -> f64 {
        match &self.values {
            Values::Kept(kept) => kept.partition_point(|&value| value <= limit) as f64 / kept.len() as f64,
            Values::Counted(cells) => cells.share_within(limit),
        }
    }

    /// Returns the mean and spread of the values.
    pub fn moments(&self) -> Moments {
        match &self.values {
            Values::Kept(kept) => kept.iter().copied().collect(),
            Values::Counted(cells) => cells.moments,
        }
    }

    /// Returns the mean; ∞ if the value is infinite in any draw.
    pub fn mean(&self) -> f64 {
        self.moments().mean()
    }

    /// Returns whether every value was kept.
    pub fn is_exact(&self) -> bool {
        matches!(self.values, Values::Kept(_))
    }
}

/// Counts of values in cells whose limits are the floats with 9 leading bits behind the point: 512 cells
/// per power of two. No logarithm is taken, so that the cell of a value is the same on every machine.
#[derive(Clone, Debug)]
struct Cells {
    moments: Moments,
    counts: Vec<u64>,
    n_infinite: u64,
    lowest: f64,
    highest: f64,
}

/// Bits of a float that are not looked at: 52 behind the point, less 9.
const IGNORED_BITS: u32 = 52 - 9;
/// The cell of 2⁻¹⁶; all below it shares the first cell.
const FIRST: u64 = (1.0 / 65_536.0_f64).to_bits() >> IGNORED_BITS;
/// 48 powers of two, up to 2³², and the first cell.
const N_CELLS: usize = 48 * 512 + 1;

impl Cells {
    fn new() -> Cells {
        Cells {
            moments: Moments::default(),
            counts: vec![0; N_CELLS],
            n_infinite: 0,
            lowest: f64::INFINITY,
            highest: f64::NEG_INFINITY,
        }
    }

    fn add(&mut self, value: f64) {
        self.moments.add(value);
        self.lowest = self.lowest.min(value);
        if value == f64::INFINITY {
            self.n_infinite += 1;
        } else {
            self.highest = self.highest.max(value);
            self.counts[cell(value)] += 1;
        }
    }

    fn quantile(&self, p: f64) -> f64 {
        let n = self.moments.n();
        assert!(n > 0, "no draws have no quantile");
        let rank = (p.clamp(0.0, 1.0) * (n - 1) as f64) as u64;
        let mut below = 0;
        for (idx, count) in self.counts.iter().enumerate() {
            below += count;
            if below > rank {
                let (low, high) = limits(idx);
                return (0.5 * (low + high)).clamp(self.lowest, self.highest);
            }
        }
        f64::INFINITY
    }

    fn share_within(&self, limit: f64) -> f64 {
        if limit < self.lowest {
            return 0.0;
        }
        let n = self.moments.n() as f64;
        if limit >= self.highest {
            let infinite = if limit < f64::INFINITY { self.n_infinite } else { 0 };
            return (n - infinite as f64) / n;
        }
        let idx = cell(limit);
        let below: u64 = self.counts[..idx].iter().sum();
        let (low, high) = limits(idx);
        (below as f64 + self.counts[idx] as f64 * (limit - low) / (high - low)) / n
    }
}

fn cell(value: f64) -> usize {
    let key = value.max(0.0).to_bits() >> IGNORED_BITS;
    if key < FIRST { 0 } else { ((key - FIRST) as usize + 1).min(N_CELLS - 1) }
}

fn limits(cell: usize) -> (f64, f64) {
    let limit = |idx: usize| f64::from_bits((FIRST + idx as u64) << IGNORED_BITS);
    if cell == 0 { (0.0, limit(0)) } else { (limit(cell - 1), limit(cell)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyed::Quantity;
    use libm::exp;

    #[test]
    fn a_value_lies_within_its_cell() {
        for value in [0.0, 1e-9, 1e-3, 0.99, 1.0, 1.5, 364.99, 1e9] {
            let (low, high) = limits(cell(value));
            assert!(low <= value && value < high, "{value} not in {low}..{high}");
            assert!(low <= 0.0 || high / low <= 1.0 + 1.0 / 512.0);
        }
    }

    #[test]
    fn counting_is_within_a_thousandth_of_keeping() {
        let luck = Quantity::named("value").luck(2);
        let values: Vec<f64> = (0..50_000)
            .map(|draw| if draw % 50 == 0 { f64::INFINITY } else { exp(luck.normal(draw)) })
            .collect();
        let (mut kept, mut counted) = (Sample::kept(values.len()), Sample::counted());
        for sample in [&mut kept, &mut counted] {
            values.chunks(1000).for_each(|chunk| sample.extend(chunk));
            sample.close();
        }
        assert!(kept.is_exact() && !counted.is_exact());
        for percent in 1..98 {
            let p = f64::from(percent) / 100.0;
            let (exact, found) = (kept.quantile(p), counted.quantile(p));
            assert!((found / exact - 1.0).abs() < 1.0 / 1024.0 + 1e-4, "{p}: {found} instead of {exact}");
            assert!((counted.share_within(exact) - p).abs() < 1e-3);
            assert!((kept.share_within(exact) - p).abs() < 1e-4);
        }
        assert_eq!([kept.quantile(0.99), counted.quantile(0.99), counted.mean()], [f64::INFINITY; 3]);
        assert_eq!([kept.share_within(1e300), counted.share_within(1e300)], [0.98; 2]);
        assert_eq!([kept.share_within(f64::INFINITY), counted.share_within(f64::INFINITY)], [1.0; 2]);
    }
}
