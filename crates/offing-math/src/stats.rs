//! What do many values say together: where they lie, how sure that is, what goes with what?
//!
//! ```
//! use offing_math::stats;
//!
//! let days = [12.0, 9.0, 30.0, 15.0, 11.0];
//! assert_eq!(stats::quantile(&days, 0.5), 12.0);
//! assert!(stats::quantile(&days, 0.8) > stats::quantile(&days, 0.5));
//! ```
//!
//! *Absent on purpose:* tests of significance.

mod moments;
mod proportion;
mod rank;
mod student;

pub use moments::Moments;
pub use proportion::{binomial_at_least, jeffreys_interval, standard_error_of_proportion, wilson_interval};
pub use rank::{ranks, spearman, spearman_with_ranks};
pub use student::student_quantile;

/// Returns the value below which a share `p` of the sample lies.
///
/// Linear between the two order statistics next to rank `p · (n − 1) + 1`: type 7, the default of R,
/// NumPy and spreadsheets.
///
/// *Shape:* infinite values are in order at either end; between a finite and an infinite one the
/// result is infinite. `p` outside of 0..=1 counts as its nearer end.
/// *Panics:* if the sample is empty or holds a NaN.
/// *Cost:* linear in the sample, plus a copy of it.
/// *Source:* R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
/// Statistician 50 (1996), pp. 361-365, definition 7.
pub fn quantile(sample: &[f64], p: f64) -> f64 {
    quantile_in_place(&mut sample.to_vec(), p)
}

/// Returns the same as [`quantile`] without a copy; leaves the sample in another order.
pub fn quantile_in_place(sample: &mut [f64], p: f64) -> f64 {
    assert!(!sample.is_empty(), "an empty sample has no quantile");
    let Position { below, share } = Position::of(p, sample.len());
    let (_, &mut low, rest) = sample.select_nth_unstable_by(below, f64::total_cmp);
    if share > 0.0 {
        let high = rest.iter().copied().min_by(f64::total_cmp).expect("a share is left only below the last");
        between(low, high, share)
    } else {
        between(low, low, 0.0)
    }
}

/// Returns the same as [`quantile`] of a sample that is in rising order already.
///
/// *Cost:* constant.
pub fn quantile_sorted(sorted: &[f64], p: f64) -> f64 {
    assert!(!sorted.is_empty(), "an empty sample has no quantile");
    let Position { below, share } = Position::of(p, sorted.len());
    between(sorted[below], sorted[(below + 1).min(sorted.len() - 1)], share)
}

/// Returns the value below which a share `p` of the weight lies: the lowest value at which the weight
/// up to and including it reaches that share.
///
/// *Assumes:* weights not negative.
/// *Panics:* if the weights sum to nothing, or the two slices differ in length.
pub fn weighted_quantile(sample: &[f64], weights: &[f64], p: f64) -> f64 {
    assert_eq!(sample.len(), weights.len(), "each value has its weight");
    let mut order: Vec<usize> = (0..sample.len()).filter(|&at| weights[at] > 0.0).collect();
    order.sort_by(|&a, &b| sample[a].total_cmp(&sample[b]));
    let wanted = p.clamp(0.0, 1.0) * order.iter().map(|&at| weights[at]).sum::<f64>();
    let mut reached = 0.0;
    for &at in &order {
        reached += weights[at];
        if reached >= wanted {
            return sample[at];
        }
    }
    sample[*order.last().expect("a sample with weights that sum to nothing has no quantile")]
}

/// Returns the standard deviation over the mean: how irregular a beat is.
///
/// *Shape:* NaN for less than two values; for a mean of zero NaN or infinite.
pub fn coefficient_of_variation(sample: &[f64]) -> f64 {
    let moments: Moments = sample.iter().copied().collect();
    moments.standard_deviation() / moments.mean()
}

/// Where in a sample in rising order a quantile lies.
struct Position {
    /// The order statistic at or below it.
    below: usize,
    /// How far it is on the way to the next.
    share: f64,
}

impl Position {
    fn of(p: f64, n: usize) -> Position {
        let at = p.clamp(0.0, 1.0) * (n - 1) as f64;
        let below = at.floor();
        Position { below: below as usize, share: at - below }
    }
}

/// The value a share of the way from `low` to `high`; infinite ends do not turn into NaN.
fn between(low: f64, high: f64, share: f64) -> f64 {
    assert!(!low.is_nan() && !high.is_nan(), "a sample that holds a NaN has no order");
    if share <= 0.0 || low >= high {
        low
    } else if high == f64::INFINITY || low == f64::NEG_INFINITY {
        if high == f64::INFINITY { high } else { low }
    } else {
        low + share * (high - low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// R: `quantile(c(1, 2, 3, 4, 10), c(0.1, 0.5, 0.8, 0.95), type = 7)` gives 1.4, 3, 5.2, 8.8.
    #[test]
    fn type_7_as_r_gives_it() {
        let sample = [10.0, 3.0, 1.0, 4.0, 2.0];
        for (p, expected) in [(0.0, 1.0), (0.1, 1.4), (0.5, 3.0), (0.8, 5.2), (0.95, 8.8), (1.0, 10.0)] {
            assert!((quantile(&sample, p) - expected).abs() < 1e-14, "{p}");
        }
    }

    #[test]
    fn infinite_values_lie_at_the_top() {
        let sample = [1.0, f64::INFINITY, 3.0, f64::INFINITY];
        assert_eq!(quantile(&sample, 0.0), 1.0);
        assert_eq!(quantile(&sample, 1.0 / 3.0), 3.0);
        assert_eq!([0.4, 0.8, 1.0].map(|p| quantile(&sample, p)), [f64::INFINITY; 3]);
    }

    #[test]
    fn weight_decides_the_weighted_quantile() {
        let (sample, weights) = ([3.0, 1.0, 2.0], [1.0, 1.0, 8.0]);
        assert_eq!(
            [0.05, 0.5, 0.9, 0.95].map(|p| weighted_quantile(&sample, &weights, p)),
            [1.0, 2.0, 2.0, 3.0]
        );
    }

    /// By hand: mean 5, squares 9 + 1 + 1 + 9 = 20, variance 20/3.
    #[test]
    fn variation_of_a_known_sample() {
        assert!(
            (coefficient_of_variation(&[2.0, 4.0, 6.0, 8.0]) - (20.0_f64 / 3.0).sqrt() / 5.0).abs() < 1e-15
        );
    }

    proptest! {
        #[test]
        fn selecting_equals_sorting(sample in prop::collection::vec(-1e3..1e3_f64, 1..60), p in 0.0..=1.0_f64) {
            let mut sorted = sample.clone();
            sorted.sort_by(f64::total_cmp);
            prop_assert_eq!(quantile(&sample, p).to_bits(), quantile_sorted(&sorted, p).to_bits());
        }
    }
}
