//! A quantity of which each value in a range is as likely: dates.

use super::BadInterval;

/// Any value of a range is as likely as any other: a range of dates.
///
/// ```
/// use offing_math::dist::Uniform;
///
/// let arrives = Uniform::between(300.0, 1000.0)?;
/// assert_eq!(arrives.mean(), 650.0);
/// # Ok::<(), offing_math::dist::BadInterval>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    low: f64,
    high: f64,
}

impl Uniform {
    /// Returns the uniform distribution over a range; `low == high` is exact.
    ///
    /// *Errors:* `low > high`, or an end that is not a number.
    pub fn between(low: f64, high: f64) -> Result<Uniform, BadInterval> {
        if low <= high { Ok(Uniform { low, high }) } else { Err(BadInterval::Reversed { low, high }) }
    }

    /// Returns the lower end.
    pub fn low(self) -> f64 {
        self.low
    }

    /// Returns the upper end.
    pub fn high(self) -> f64 {
        self.high
    }

    /// Returns the value below which the quantity is with chance `u`.
    #[inline]
    pub fn quantile(self, u: f64) -> f64 {
        (self.low + u * (self.high - self.low)).min(self.high)
    }

    /// Returns the chance that the quantity is at most `value`.
    pub fn cdf(self, value: f64) -> f64 {
        if value < self.low {
            0.0
        } else if value >= self.high {
            1.0
        } else {
            (value - self.low) / (self.high - self.low)
        }
    }

    /// Returns the expectation.
    pub fn mean(self) -> f64 {
        0.5 * self.low + 0.5 * self.high
    }

    /// Returns what is left, with chance `u` of less, once the quantity is known to exceed `elapsed`;
    /// nothing when the whole range has passed.
    pub fn remaining_at(self, elapsed: f64, u: f64) -> f64 {
        let from = self.low.max(elapsed);
        if from >= self.high { 0.0 } else { from + u * (self.high - from) - elapsed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarter_points_of_a_range() {
        let range = Uniform::between(2.0, 6.0).unwrap();
        assert_eq!([0.0, 0.25, 1.0].map(|u| range.quantile(u)), [2.0, 3.0, 6.0]);
        assert_eq!([1.0, 2.0, 3.0, 6.0, 7.0].map(|value| range.cdf(value)), [0.0, 0.0, 0.25, 1.0, 1.0]);
        assert_eq!(range.mean(), 4.0);
    }

    /// By hand: known to exceed 4, it is uniform over 4 to 6; its middle is 5, of which 1 is left.
    #[test]
    fn what_is_left_of_a_range() {
        let range = Uniform::between(2.0, 6.0).unwrap();
        assert_eq!(
            [1.0, 4.0, 6.0, 9.0].map(|elapsed| range.remaining_at(elapsed, 0.5)),
            [3.0, 1.0, 0.0, 0.0]
        );
    }

    #[test]
    fn a_range_that_runs_backwards_is_refused() {
        assert_eq!(Uniform::between(3.0, 2.0), Err(BadInterval::Reversed { low: 3.0, high: 2.0 }));
        assert!(Uniform::between(f64::NAN, 2.0).is_err());
    }
}
