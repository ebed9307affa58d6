//! A quantity made of many small influences that multiply: durations and costs.

use super::{BadInterval, normal};
use libm::{exp, expm1, log};

/// The distribution of a product of many small influences: what people mean by "six to fourteen weeks".
///
/// ```
/// use offing_math::dist::Lognormal;
///
/// let takes = Lognormal::from_interval90(6.0, 14.0)?;
/// assert!((takes.cdf(14.0) - takes.cdf(6.0) - 0.9).abs() < 1e-12);
/// # Ok::<(), offing_math::dist::BadInterval>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lognormal {
    median: f64,
    sigma: f64,
}

impl Lognormal {
    /// Returns the lognormal of which `low` and `high` are the 5 % and the 95 % quantile.
    ///
    /// *Shape:* `low == high` is exact: every draw is that figure, to the last digit.
    /// *Errors:* an end that is not above zero and finite, or `low > high`.
    pub fn from_interval90(low: f64, high: f64) -> Result<Lognormal, BadInterval> {
        for end in [low, high] {
            if !(end > 0.0 && end.is_finite()) {
                return Err(BadInterval::NotAboveZero { end });
            }
        }
        if low > high {
            return Err(BadInterval::Reversed { low, high });
        }
        let median = if low < high { low.sqrt() * high.sqrt() } else { low };
        let sigma = (log(high) - log(low)) / (2.0 * normal::SCORE_95);
        Ok(Lognormal { median, sigma })
    }

    /// Returns the lognormal whose median is multiplied by `shift` and whose spread on the log scale is
    /// multiplied by `widen`: what calibration does to the estimates of a team.
    ///
    /// *Assumes:* `shift` above zero, `widen` not negative.
    pub fn recalibrated(self, shift: f64, widen: f64) -> Lognormal {
        Lognormal { median: self.median * shift, sigma: self.sigma * widen }
    }

    /// Returns the value that is exceeded as often as not.
    pub fn median(self) -> f64 {
        self.median
    }

    /// Returns the standard deviation of the logarithm.
    pub fn sigma(self) -> f64 {
        self.sigma
    }

    /// Returns the value at a standard normal score.
    ///
    /// *Shape:* the largest finite number where it would be infinite.
    #[inline]
    pub fn at_score(self, z: f64) -> f64 {
        (self.median * exp(self.sigma * z)).min(f64::MAX)
    }

    /// Returns the standard normal score of a value: ±∞ off an exact figure, 0 on it.
    pub fn score(self, value: f64) -> f64 {
        if value <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let distance = log(value / self.median);
        if distance.abs() > 0.0 { distance / self.sigma } else { 0.0 }
    }

    /// Returns the value below which the quantity is with chance `u`.
    ///
    /// *Assumes:* `u` in 0..=1.
    #[inline]
    pub fn quantile(self, u: f64) -> f64 {
        if self.sigma > 0.0 { self.at_score(normal::quantile(u)) } else { self.median }
    }

    /// Returns the chance that the quantity is at most `value`.
    pub fn cdf(self, value: f64) -> f64 {
        if self.sigma > 0.0 {
            normal::cdf(self.score(value))
        } else {
            f64::from(u8::from(value >= self.median))
        }
    }

    /// Returns the expectation: above the median, by half the square of the spread on the log scale.
    pub fn mean(self) -> f64 {
        self.at_score(0.5 * self.sigma)
    }

    /// Returns the two ends of the 90 % interval.
    pub fn interval90(self) -> (f64, f64) {
        (self.at_score(-normal::SCORE_95), self.at_score(normal::SCORE_95))
    }

    /// Returns what is left, at a standard normal score, when it is known that the quantity exceeds
    /// `elapsed`: a draw of the conditional distribution, less `elapsed`.
    ///
    /// *Shape:* rises with `z`, to within rounding (1 part in 10¹² of `elapsed`); never negative, NaN or
    /// infinite, however far `elapsed` is beyond the estimate. There the distribution tends to an exponential one with mean
    /// `elapsed · sigma / score(elapsed)`: the longer it has taken, the longer it will still take.
    /// An exact figure has nothing left once exceeded.
    #[inline]
    pub fn remaining_at_score(self, elapsed: f64, z: f64) -> f64 {
        if elapsed <= 0.0 {
            return self.at_score(z);
        }
        if self.sigma <= 0.0 {
            return (self.median - elapsed).max(0.0);
        }
        let elapsed_score = self.score(elapsed);
        if elapsed_score < -8.0 {
            return (self.at_score(z) - elapsed).max(0.0);
        }
        let excess = normal::excess_above(elapsed_score, z);
        (elapsed * expm1(self.sigma * excess)).min(f64::MAX)
    }

    /// The mean of [`Self::remaining_at_score`]. Where chances run out of digits, that of the exponential
    /// distribution it tends to.
    pub(super) fn mean_remaining(self, elapsed: f64) -> f64 {
        let score = self.score(elapsed);
        let exceeds = normal::survival(score);
        if exceeds > 1e-290 {
            (self.mean() * normal::survival(score - self.sigma) / exceeds - elapsed).max(0.0)
        } else {
            elapsed * self.sigma / score
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyed::Quantity;
    use proptest::prelude::*;

    fn close(found: f64, expected: f64, relative: f64) {
        assert!((found / expected - 1.0).abs() < relative, "{found} instead of {expected}");
    }

    #[test]
    fn the_ends_of_the_interval_are_its_quantiles() {
        let takes = Lognormal::from_interval90(6.0, 14.0).unwrap();
        close(takes.quantile(0.05), 6.0, 1e-14);
        close(takes.quantile(0.95), 14.0, 1e-14);
        close(takes.quantile(0.5), 84.0_f64.sqrt(), 1e-14);
        close(takes.cdf(6.0), 0.05, 1e-13);
    }

    /// By hand: σ = ln(e²)/(2 · 1.6449) = 0.60796; mean = e · exp(σ²/2) = 2.71828 · 1.2030.
    #[test]
    fn mean_of_a_known_one() {
        let takes = Lognormal::from_interval90(1.0, exp(2.0)).unwrap();
        let sigma = 1.0 / normal::SCORE_95;
        close(takes.mean(), exp(1.0 + 0.5 * sigma * sigma), 1e-14);
        close(takes.mean(), std::f64::consts::E * 1.2030, 1e-4);
    }

    #[test]
    fn equal_ends_are_exact() {
        let exact = Lognormal::from_interval90(0.1, 0.1).unwrap();
        for value in [exact.at_score(5.0), exact.quantile(0.01), exact.quantile(1.0), exact.mean()] {
            assert_eq!(value.to_bits(), 0.1_f64.to_bits());
        }
        assert_eq!([exact.cdf(0.09), exact.cdf(0.1)], [0.0, 1.0]);
        assert_eq!([exact.remaining_at_score(0.2, 1.0), exact.remaining_at_score(0.0, 1.0)], [0.0, 0.1]);
    }

    #[test]
    fn what_is_no_interval_is_refused() {
        let refused = |low, high| Lognormal::from_interval90(low, high).unwrap_err();
        assert_eq!(refused(0.0, 1.0), BadInterval::NotAboveZero { end: 0.0 });
        assert_eq!(refused(1.0, f64::INFINITY), BadInterval::NotAboveZero { end: f64::INFINITY });
        assert_eq!(refused(2.0, 1.0), BadInterval::Reversed { low: 2.0, high: 1.0 });
    }

    /// The share of conditional draws that end within t equals (F(e + t) − F(e)) / (1 − F(e)).
    #[test]
    fn remainder_has_the_conditional_distribution() {
        let takes = Lognormal::from_interval90(6.0, 14.0).unwrap();
        for elapsed in [3.0, 8.0, 13.0, 20.0] {
            for z in [-2.0, -1.0, 0.0, 1.0, 2.0] {
                let until = elapsed + takes.remaining_at_score(elapsed, z);
                let conditional = (takes.cdf(until) - takes.cdf(elapsed)) / (1.0 - takes.cdf(elapsed));
                close(conditional, normal::cdf(z), 1e-9);
            }
        }
    }

    /// By the midpoint rule over the quantiles of what is left.
    #[test]
    fn mean_remainder_is_the_mean_of_remainders() {
        let takes = Lognormal::from_interval90(6.0, 14.0).unwrap();
        assert_eq!(takes.mean_remaining(0.0).to_bits(), takes.mean().to_bits());
        for elapsed in [3.0, 8.0, 13.0, 40.0] {
            let score = |step: u32| normal::quantile((f64::from(step) + 0.5) / 100_000.0);
            let sum: f64 = (0..100_000).map(|step| takes.remaining_at_score(elapsed, score(step))).sum();
            close(takes.mean_remaining(elapsed), sum / 100_000.0, 1e-4);
        }
    }

    /// The same by brute force: keep the draws that exceed the elapsed time. Of 200,000 draws about
    /// 44,000 exceed 11; the standard error of their mean excess is 0.01.
    #[test]
    fn remainder_agrees_with_rejection() {
        let takes = Lognormal::from_interval90(6.0, 14.0).unwrap();
        let luck = Quantity::named("takes").luck(5);
        let (mut kept, mut n_kept, mut conditional) = (0.0, 0.0, 0.0);
        for draw in 0..200_000 {
            let value = takes.at_score(luck.normal(draw));
            if value > 11.0 {
                kept += value - 11.0;
                n_kept += 1.0;
            }
            conditional += takes.remaining_at_score(11.0, luck.normal(draw)) / 200_000.0;
        }
        assert!((kept / n_kept - conditional).abs() < 0.06, "{} against {conditional}", kept / n_kept);
    }

    #[test]
    fn long_overdue_work_tends_to_an_exponential() {
        let takes = Lognormal::from_interval90(6.0, 14.0).unwrap();
        let elapsed = 6_000_000.0;
        let mean = elapsed * takes.sigma() / takes.score(elapsed);
        close(takes.remaining_at_score(elapsed, 0.0), mean * std::f64::consts::LN_2, 0.02);
    }

    proptest! {
        #[test]
        fn remainder_is_finite_and_rises_with_luck(
            low in 1e-3..1e4_f64, spread in 1.0..1e6_f64, elapsed in 0.0..1e12_f64, z in -8.2..8.2_f64,
        ) {
            let takes = Lognormal::from_interval90(low, low * spread).unwrap();
            let (less, more) = (takes.remaining_at_score(elapsed, z), takes.remaining_at_score(elapsed, z + 0.01));
            prop_assert!(less.is_finite() && less >= 0.0 && less <= more + 1e-12 * elapsed, "{less} {more}");
        }

        #[test]
        fn a_narrow_range_long_exceeded_is_finite(width in 0.0..1e-9_f64, elapsed in 10.0..1e300_f64) {
            let takes = Lognormal::from_interval90(10.0, 10.0 * (1.0 + width)).unwrap();
            prop_assert!(takes.remaining_at_score(elapsed, 0.3).is_finite());
        }
    }
}
