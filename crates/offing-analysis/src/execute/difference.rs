//! Is one date really earlier than another, or is it only luck?

use offing_math::stats::{self, Moments};

/// By how much dates differ under the same luck; negative is earlier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Of the P50, in days.
    pub p50: f64,
    /// The standard error of that.
    pub p50_error: f64,
    /// Of the P80, in days.
    pub p80: f64,
    /// The standard error of that.
    pub p80_error: f64,
}

/// Into how many batches the draws are dealt for the standard errors.
const BATCHES: usize = 20;

impl Difference {
    /// Returns by how much `then` differs from `now`, draw by draw; `None` where either is not reached in all draws.
    ///
    /// The standard errors come from dealing the pairs into batches: what the difference of quantiles is in each says
    /// how far it is to be trusted, luck in common taken out.
    ///
    /// *Panics:* if the two differ in length.
    /// *Source:* A. M. Law, Simulation Modeling and Analysis, 5th ed. (2015), sections 9.5.3 (batch means) and 10.2.1
    /// (paired differences).
    pub(super) fn between(now: &[f64], then: &[f64]) -> Option<Self> {
        assert_eq!(now.len(), then.len(), "the same draws");
        let reached = |moments: &[f64]| moments.iter().all(|moment| moment.is_finite());
        if now.is_empty() || !reached(now) || !reached(then) {
            return None;
        }
        let at = |p: f64| stats::quantile(then, p) - stats::quantile(now, p);
        Some(Self {
            p50: at(0.5),
            p50_error: error(now, then, 0.5),
            p80: at(0.8),
            p80_error: error(now, then, 0.8),
        })
    }

    /// Returns whether the P80 differs by more than luck explains: by at least half a day, and two standard errors.
    pub fn is_real(&self) -> bool {
        self.p80.abs() >= 0.5 && self.p80.abs() > 2.0 * self.p80_error
    }
}

/// Returns the standard error of a quantile: infinite where it is not reached in all draws, or there are too few.
pub(super) fn quantile_error(moments: &[f64], p: f64) -> f64 {
    let reached = moments.iter().all(|moment| moment.is_finite());
    if reached { error(&vec![0.0; moments.len()], moments, p) } else { f64::INFINITY }
}

fn error(now: &[f64], then: &[f64], p: f64) -> f64 {
    let batches = BATCHES.min(now.len());
    let dealt = |moments: &[f64], batch: usize| -> f64 {
        let mut own: Vec<f64> = moments.iter().copied().skip(batch).step_by(batches).collect();
        stats::quantile_in_place(&mut own, p)
    };
    let differences: Moments = (0..batches).map(|batch| dealt(then, batch) - dealt(now, batch)).collect();
    if batches < 2 { f64::INFINITY } else { differences.standard_error() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use offing_math::keyed::Quantity;

    #[test]
    fn no_change_is_no_difference() {
        let moments: Vec<f64> = (0..500).map(|draw| Quantity::named("x").luck(1).uniform(draw)).collect();
        let same = Difference::between(&moments, &moments).unwrap();
        assert_eq!([same.p50, same.p50_error, same.p80, same.p80_error], [0.0; 4]);
        assert!(!same.is_real());
    }

    /// Noise of the same size in both, independent: P80 differs by chance alone, and the error says so. For uniform
    /// noise of 100 days the standard error of a P80 of 2,000 is 100·√(0.8·0.2/2000) = 0.89, of two of them 1.26.
    #[test]
    fn noise_is_not_sold_as_a_difference() {
        let drawn = |name: &str| -> Vec<f64> {
            (0..2000).map(|draw| 100.0 * Quantity::named(name).luck(1).uniform(draw)).collect()
        };
        let found = Difference::between(&drawn("a"), &drawn("b")).unwrap();
        assert!((0.7..2.2).contains(&found.p80_error), "{found:?}");
        let sure: Vec<f64> = drawn("a").iter().map(|moment| moment + 3.0).collect();
        let found = Difference::between(&drawn("a"), &sure).unwrap();
        assert!(found.is_real() && (found.p80 - 3.0).abs() < 1e-9 && found.p80_error < 1e-9);
    }

    #[test]
    fn what_never_comes_has_no_difference() {
        assert_eq!(Difference::between(&[1.0, 2.0], &[1.0, f64::INFINITY]), None);
    }
}
