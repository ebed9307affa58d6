use crate::dist::normal;
use libm::{exp, lgamma, log, log1p};

/// Returns the standard error of a share of `n` draws.
///
/// *Assumes:* independent draws; says 0 where all agree, so show an interval as well when `n` is small.
pub fn standard_error_of_proportion(successes: u64, n: u64) -> f64 {
    let share = successes as f64 / n as f64;
    (share * (1.0 - share) / n as f64).sqrt()
}

/// Returns the interval that holds the true chance behind `successes` of `n`, with this confidence.
///
/// *Shape:* within 0..=1, and never empty: also when nothing or everything succeeded. All of 0..=1 when
/// `n` is 0.
/// *Panics:* if more succeeded than were tried.
/// *Source:* E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
/// Journal of the American Statistical Association 22 (1927), pp. 209-212.
pub fn wilson_interval(successes: u64, n: u64, confidence: f64) -> (f64, f64) {
    assert!(successes <= n, "{successes} of {n} can not succeed");
    if n == 0 {
        return (0.0, 1.0);
    }
    let z = normal::quantile(0.5 + 0.5 * confidence);
    let (n, share) = (n as f64, successes as f64 / n as f64);
    let weight = z * z / n;
    let middle = (share + 0.5 * weight) / (1.0 + weight);
    let half = z * (share * (1.0 - share) / n + 0.25 * weight / n).sqrt() / (1.0 + weight);
    let low = if share > 0.0 { (middle - half).max(0.0) } else { 0.0 };
    let high = if share < 1.0 { (middle + half).min(1.0) } else { 1.0 };
    (low, high)
}

/// Returns the interval that holds the chance behind `successes` of `n` with this probability, when
/// nothing was known before: the equal-tailed one of the Beta(successes + ½, n − successes + ½) posterior.
///
/// *Shape:* starts at 0 when nothing succeeded, ends at 1 when everything did.
/// *Panics:* if more succeeded than were tried.
/// *Source:* L. D. Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion",
/// Statistical Science 16 (2001), pp. 101-133, section 4.1.2.
pub fn jeffreys_interval(successes: u64, n: u64, confidence: f64) -> (f64, f64) {
    assert!(successes <= n, "{successes} of {n} can not succeed");
    let tail = 0.5 - 0.5 * confidence;
    let (a, b) = (successes as f64 + 0.5, (n - successes) as f64 + 0.5);
    let low = if successes == 0 { 0.0 } else { beta_quantile(tail, a, b) };
    let high = if successes == n { 1.0 } else { 1.0 - beta_quantile(tail, b, a) };
    (low, high)
}

/// Returns the chance of `k` successes or more in `n` independent trials of chance `p` each.
///
/// *Shape:* relative error below 10⁻¹⁰ or so, also where it is tiny.
/// *Source:* NIST Digital Library of Mathematical Functions, 8.17.5.
pub fn binomial_at_least(k: u64, n: u64, p: f64) -> f64 {
    if k == 0 {
        1.0
    } else if k > n {
        0.0
    } else {
        beta_cdf(p, k as f64, (n - k) as f64 + 1.0)
    }
}

/// Returns the quantile of a Beta distribution by bisection of its distribution function, which only
/// rises: slow, and never astray.
pub(super) fn beta_quantile(p: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    // Halving the exponent first finds small quantiles to full relative precision.
    for _ in 0..200 {
        let middle = if low <= 0.0 { high * 0.5 } else { 0.5 * (low + high) };
        if middle <= low || middle >= high {
            break;
        }
        if beta_cdf(middle, a, b) < p { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Returns the chance that a Beta(a, b) is at most `x`: the regularized incomplete beta function.
fn beta_cdf(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let log_front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x);
    if x < (a + 1.0) / (a + b + 2.0) {
        exp(log_front) * beta_fraction(x, a, b) / a
    } else {
        1.0 - exp(log_front) * beta_fraction(1.0 - x, b, a) / b
    }
}

/// The continued fraction of the incomplete beta function, from the front by Lentz's method as modified
/// by Thompson and Barnett (1986).
///
/// *Source:* NIST Digital Library of Mathematical Functions, 8.17.22 and 8.17.23.
fn beta_fraction(x: f64, a: f64, b: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for step in 1..10_000 {
        let m = f64::from(step);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let mut factor = 1.0;
        for coefficient in [even, odd] {
            d = 1.0 / away_from_zero(1.0 + coefficient * d);
            c = away_from_zero(1.0 + coefficient / c);
            factor = c * d;
            fraction *= factor;
        }
        if (factor - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    type Case = ((u64, u64, f64), (f64, f64));

    fn check(interval: impl Fn(u64, u64, f64) -> (f64, f64), published: &[Case]) {
        for &((successes, n, confidence), (low, high)) in published {
            let found = interval(successes, n, confidence);
            let close = (found.0 - low).abs() < 1e-12 * low.max(1e-3) && (found.1 - high).abs() < 1e-11;
            assert!(close, "{successes} of {n}: {found:?} instead of {:?}", (low, high));
        }
    }

    /// As `beta.ppf` of SciPy 1.17 gives them.
    #[test]
    fn jeffreys_intervals_as_scipy_gives_them() {
        check(
            jeffreys_interval,
            &[
                ((0, 10, 0.95), (0.0, 0.217_196_267_509_210_53)),
                ((5, 10, 0.95), (0.223_528_670_252_705_23, 0.776_471_329_747_294_7)),
                ((8, 10, 0.9), (0.547_504_363_037_316_6, 0.939_786_281_733_811)),
                ((10, 10, 0.95), (0.782_803_732_490_789_5, 1.0)),
                ((89, 882, 0.95), (0.082_337_167_769_617_25, 0.122_090_386_873_851_2)),
                ((1, 1000, 0.99), (3.586_921_333_728_693e-5, 0.006_400_116_047_383_881)),
            ],
        );
    }

    /// By Wilson's formula in Python, with SciPy's normal quantile.
    #[test]
    fn wilson_intervals_of_known_counts() {
        check(
            wilson_interval,
            &[
                ((0, 10, 0.95), (0.0, 0.277_532_799_862_889_2)),
                ((5, 10, 0.95), (0.236_593_090_512_564, 0.763_406_909_487_436_1)),
                ((8, 10, 0.9), (0.540_792_805_687_488, 0.931_442_012_262_468)),
                ((89, 882, 0.95), (0.082_727_298_430_389_23, 0.122_548_100_468_615_36)),
            ],
        );
        assert_eq!(wilson_interval(0, 0, 0.9), (0.0, 1.0));
    }

    #[test]
    fn standard_error_of_a_half() {
        assert_eq!(standard_error_of_proportion(50, 100), 0.05);
    }

    /// By hand: of three coins, two or three heads: (3 + 1)/8; of ten dice, ten sixes: 6⁻¹⁰.
    #[test]
    fn successes_of_coins_and_dice() {
        assert!((binomial_at_least(2, 3, 0.5) - 0.5).abs() < 1e-14);
        let sixes = binomial_at_least(10, 10, 1.0 / 6.0);
        assert!((sixes * 60_466_176.0 - 1.0).abs() < 1e-12, "{sixes}");
        assert_eq!([binomial_at_least(0, 3, 0.2), binomial_at_least(4, 3, 0.2)], [1.0, 0.0]);
    }

    /// Beta(a, 1) has the closed form xᵃ; Beta(1, b) is 1 − (1 − x)ᵇ.
    #[test]
    fn beta_where_it_has_a_closed_form() {
        for x in [0.01, 0.3, 0.7, 0.99] {
            assert!((beta_cdf(x, 3.0, 1.0) - x * x * x).abs() < 1e-14);
            assert!((beta_cdf(x, 1.0, 2.0) - x * (2.0 - x)).abs() < 1e-14);
        }
    }
}
