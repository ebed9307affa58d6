//! Mean and spread of values that come one by one.

/// The mean and the spread of a sequence of values, kept while they come in.
///
/// ```
/// use offing_math::stats::Moments;
///
/// let moments: Moments = [1.0, 2.0, 3.0, 4.0].into_iter().collect();
/// assert_eq!(moments.mean(), 2.5);
/// assert!((moments.variance() - 5.0 / 3.0).abs() < 1e-15);
/// ```
///
/// *Shape:* an infinite value makes the mean infinite and the variance NaN.
/// *Source:* B. P. Welford, "Note on a method for calculating corrected sums of squares and products",
/// Technometrics 4 (1962), pp. 419-420; the sum of two parts by T. F. Chan, G. H. Golub and
/// R. J. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", 1979.
/// The running mean carries a compensation (W. Kahan, 1965), so that it keeps all digits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    n: u64,
    mean: f64,
    /// What the last addition to `mean` lost.
    lost: f64,
    squares: f64,
}

impl Moments {
    /// Adds one value.
    #[inline]
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        if !(value.is_finite() && self.mean.is_finite()) {
            self.mean += value;
            self.squares = f64::NAN;
            return;
        }
        let deviation = (value - self.mean) - self.lost;
        self.shift_mean(deviation / self.n as f64);
        self.squares += deviation * ((value - self.mean) - self.lost);
    }

    /// Adds all values of another sequence.
    ///
    /// *Assumes:* the digits depend on how the values are split over parts: split them the same way
    /// whatever the number of threads.
    pub fn merge(&mut self, other: &Moments) {
        if other.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *other;
            return;
        }
        let (n_self, n_other) = (self.n as f64, other.n as f64);
        let n = n_self + n_other;
        let distance = (other.mean - self.mean) + (other.lost - self.lost);
        self.squares += other.squares + distance * distance * (n_self * n_other / n);
        self.n += other.n;
        if distance.is_finite() {
            self.shift_mean(distance * (n_other / n));
        } else {
            self.mean += other.mean;
        }
    }

    fn shift_mean(&mut self, by: f64) {
        let wanted = by + self.lost;
        let mean = self.mean + wanted;
        self.lost = wanted - (mean - self.mean);
        self.mean = mean;
    }

    /// Returns how many values came in.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Returns the arithmetic mean; NaN of no values.
    pub fn mean(&self) -> f64 {
        if self.n == 0 { f64::NAN } else { self.mean + self.lost }
    }

    /// Returns the variance with divisor n − 1; NaN of less than two values.
    pub fn variance(&self) -> f64 {
        if self.n < 2 { f64::NAN } else { self.squares / (self.n - 1) as f64 }
    }

    /// Returns the square root of [`Moments::variance`].
    pub fn standard_deviation(&self) -> f64 {
        self.variance().sqrt()
    }

    /// Returns the standard error of the mean.
    ///
    /// *Assumes:* independent values.
    pub fn standard_error(&self) -> f64 {
        (self.variance() / self.n as f64).sqrt()
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Moments {
        let mut moments = Moments::default();
        values.into_iter().for_each(|value| moments.add(value));
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Returns how many decimal digits two numbers share: NIST's log relative error.
    fn digits(found: f64, certified: f64) -> f64 {
        let error = ((found - certified) / certified).abs();
        if error > 0.0 { -libm::log10(error) } else { 17.0 }
    }

    /// A first value, then `n_pairs` times a value below and a value above it.
    fn alternating(first: f64, below: f64, above: f64) -> Vec<f64> {
        let pairs = std::iter::repeat_n([below, above], 500).flatten();
        std::iter::once(first).chain(pairs).collect()
    }

    /// NIST Statistical Reference Datasets, univariate summary statistics: certified mean and standard
    /// deviation of NumAcc1 to NumAcc4. The data as doubles are off from the certified decimals by up to
    /// 1e-9 of their deviation in NumAcc3 and 1e-8 in NumAcc4: no method reaches more digits.
    #[test]
    fn nist_numerical_accuracy() {
        let cases = [
            (vec![10_000_001.0, 10_000_003.0, 10_000_002.0], 10_000_002.0, 1.0, 15.0),
            (alternating(1.2, 1.1, 1.3), 1.2, 0.1, 14.0),
            (alternating(1_000_000.2, 1_000_000.1, 1_000_000.3), 1_000_000.2, 0.1, 9.0),
            (alternating(10_000_000.2, 10_000_000.1, 10_000_000.3), 10_000_000.2, 0.1, 8.0),
        ];
        for (values, mean, deviation, least_digits) in cases {
            let moments: Moments = values.into_iter().collect();
            assert!(digits(moments.mean(), mean) > 15.0, "{}", moments.mean());
            let found = moments.standard_deviation();
            assert!(digits(found, deviation) >= least_digits, "{found} instead of {deviation}");
        }
    }

    #[test]
    fn too_few_values_have_no_spread() {
        let none = Moments::default();
        assert!(none.mean().is_nan() && none.variance().is_nan());
        let one: Moments = [3.0].into_iter().collect();
        assert!(one.variance().is_nan() && one.n() == 1);
    }

    #[test]
    fn an_infinite_value_makes_the_mean_infinite() {
        let mut moments: Moments = [3.0, f64::INFINITY, 4.0].into_iter().collect();
        moments.merge(&[1.0].into_iter().collect());
        assert_eq!(moments.mean(), f64::INFINITY);
        assert!(moments.variance().is_nan());
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_whole(
            one in prop::collection::vec(-1e3..1e3_f64, 2..40), other in prop::collection::vec(1e3..2e3_f64, 0..40),
        ) {
            let whole: Moments = one.iter().chain(&other).copied().collect();
            let mut sum: Moments = one.iter().copied().collect();
            sum.merge(&other.iter().copied().collect());
            prop_assert_eq!(sum.n(), whole.n());
            prop_assert!((sum.mean() - whole.mean()).abs() < 1e-11);
            prop_assert!((sum.variance() / whole.variance() - 1.0).abs() < 1e-9);
        }
    }
}
