//! How long will it take, what will it cost: a quantity of which only a range is known.
//!
//! A range turns into a value by a normal score, so that several quantities can share their luck:
//! [`shared_score`] mixes the score of a team with the score of one of its initiatives.
//!
//! ```
//! use offing_math::dist::{Dist, Lognormal};
//!
//! let takes = Dist::Lognormal(Lognormal::from_interval90(6.0, 14.0)?);
//! assert!((takes.quantile(0.95) - 14.0).abs() < 1e-12);
//! assert!(takes.mean() > takes.quantile(0.5));
//! # Ok::<(), offing_math::dist::BadInterval>(())
//! ```
//!
//! *Absent on purpose:* units and dates.

pub mod normal;

mod lognormal;
mod uniform;

pub use lognormal::Lognormal;
pub use uniform::Uniform;

use std::error::Error;
use std::fmt;

/// A distribution of a quantity that is not negative.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dist {
    /// Exactly this.
    Point(f64),
    /// The range of an estimate.
    Lognormal(Lognormal),
    /// A range of dates.
    Uniform(Uniform),
}

impl Dist {
    /// Returns the value at a standard normal score: the quantile at `normal::cdf(z)`.
    #[inline]
    pub fn at_score(&self, z: f64) -> f64 {
        match self {
            Dist::Point(value) => *value,
            Dist::Lognormal(lognormal) => lognormal.at_score(z),
            Dist::Uniform(uniform) => uniform.quantile(normal::cdf(z)),
        }
    }

    /// Returns the value below which the quantity is with chance `u`.
    ///
    /// *Assumes:* `u` in 0..=1.
    #[inline]
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Dist::Point(value) => *value,
            Dist::Lognormal(lognormal) => lognormal.quantile(u),
            Dist::Uniform(uniform) => uniform.quantile(u),
        }
    }

    /// Returns the chance that the quantity is at most `value`.
    pub fn cdf(&self, value: f64) -> f64 {
        match self {
            Dist::Point(point) => f64::from(u8::from(value >= *point)),
            Dist::Lognormal(lognormal) => lognormal.cdf(value),
            Dist::Uniform(uniform) => uniform.cdf(value),
        }
    }

    /// Returns the expectation.
    pub fn mean(&self) -> f64 {
        match self {
            Dist::Point(value) => *value,
            Dist::Lognormal(lognormal) => lognormal.mean(),
            Dist::Uniform(uniform) => uniform.mean(),
        }
    }

    /// Returns what is left, at a standard normal score, when it is known that the quantity exceeds
    /// `elapsed`: a draw of the conditional distribution, less `elapsed`.
    ///
    /// *Shape:* rises with `z`; never negative, NaN or infinite. A quantity that can not exceed
    /// `elapsed` (a point, the end of a range) has nothing left.
    #[inline]
    pub fn remaining_at_score(&self, elapsed: f64, z: f64) -> f64 {
        match self {
            Dist::Point(value) => (value - elapsed.max(0.0)).max(0.0),
            Dist::Lognormal(lognormal) => lognormal.remaining_at_score(elapsed, z),
            Dist::Uniform(uniform) => uniform.remaining_at(elapsed, normal::cdf(z)),
        }
    }

    /// Returns the expectation of what is left when it is known that the quantity exceeds `elapsed`.
    ///
    /// *Shape:* never negative; nothing is left of a quantity that can not exceed `elapsed`.
    /// *Source:* partial expectation of the lognormal, e.g. N. L. Johnson, S. Kotz and N. Balakrishnan,
    /// "Continuous univariate distributions", vol. 1 (1994), 14.4.
    pub fn mean_remaining(&self, elapsed: f64) -> f64 {
        let elapsed = elapsed.max(0.0);
        match self {
            Dist::Point(value) => (value - elapsed).max(0.0),
            Dist::Lognormal(lognormal) => lognormal.mean_remaining(elapsed),
            Dist::Uniform(uniform) => {
                let from = uniform.low().max(elapsed);
                (0.5 * (from + uniform.high()) - elapsed).max(0.0)
            }
        }
    }

    /// Returns whether every draw of it is the same.
    pub fn is_exact(&self) -> bool {
        match self {
            Dist::Point(_) => true,
            Dist::Lognormal(lognormal) => lognormal.sigma() <= 0.0,
            Dist::Uniform(uniform) => uniform.low() >= uniform.high(),
        }
    }
}

/// Returns a standard normal score that shares part of its luck: any two scores with the same `shared`
/// and independent `own` have this correlation.
///
/// *Assumes:* `correlation` in 0..=1; at 0 the result is `own`, at 1 it is `shared`, to the last digit.
#[inline]
pub fn shared_score(correlation: f64, shared: f64, own: f64) -> f64 {
    correlation.sqrt() * shared + (1.0 - correlation).sqrt() * own
}

/// Why two figures are not a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BadInterval {
    /// An end that is not above zero, or not finite.
    NotAboveZero {
        /// The end in question.
        end: f64,
    },
    /// The low end is above the high end.
    Reversed {
        /// The end that should be the lower one.
        low: f64,
        /// The end that should be the higher one.
        high: f64,
    },
}

impl fmt::Display for BadInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadInterval::NotAboveZero { end } => write!(f, "an end of a range must be above zero, not {end}"),
            BadInterval::Reversed { low, high } => write!(f, "the range from {low} to {high} runs backwards"),
        }
    }
}

impl Error for BadInterval {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyed::Quantity;

    #[test]
    fn extremes_of_shared_luck() {
        assert_eq!(shared_score(0.0, 1.7, -0.3).to_bits(), (-0.3_f64).to_bits());
        assert_eq!(shared_score(1.0, 1.7, -0.3).to_bits(), 1.7_f64.to_bits());
    }

    /// By hand: E[(√c·s + √(1−c)·a)(√c·s + √(1−c)·b)] = c. The standard error of a correlation of 0.3
    /// over 100,000 pairs is (1 − 0.3²)/√100,000 = 0.0029.
    #[test]
    fn scores_correlate_as_asked() {
        let [shared, one, other] = ["shared", "one", "other"].map(|name| Quantity::named(name).luck(11));
        let product = |draw| {
            let score = |own: crate::keyed::Luck| shared_score(0.3, shared.normal(draw), own.normal(draw));
            score(one) * score(other)
        };
        let correlation = (0..100_000).map(product).sum::<f64>() / 100_000.0;
        assert!((correlation - 0.3).abs() < 5.0 * 0.0035, "{correlation}");
    }

    #[test]
    fn an_exact_figure_has_no_spread_and_nothing_left_once_exceeded() {
        let exact = Dist::Point(5.0);
        assert!(exact.is_exact());
        assert_eq!([exact.at_score(-3.0), exact.quantile(0.9), exact.mean()], [5.0; 3]);
        assert_eq!([exact.cdf(4.9), exact.cdf(5.0)], [0.0, 1.0]);
        assert_eq!([exact.remaining_at_score(2.0, 1.0), exact.remaining_at_score(9.0, 1.0)], [3.0, 0.0]);
        assert_eq!([exact.mean_remaining(2.0), exact.mean_remaining(9.0)], [3.0, 0.0]);
    }
}
