//! How likely is a standard normal below a value, and below which value is it with a given chance?
//!
//! ```
//! use offing_math::dist::normal;
//!
//! assert!((normal::quantile(0.95) - 1.6448536269514722).abs() < 1e-15);
//! assert!((normal::cdf(normal::quantile(0.2)) - 0.2).abs() < 1e-15);
//! ```

use libm::{erfc, exp, log, log1p};
use std::f64::consts::FRAC_1_SQRT_2;

/// The 95 % quantile of a standard normal: half the width of a 90 % interval.
pub const SCORE_95: f64 = 1.644_853_626_951_472_7;

/// Returns the chance that a standard normal is below `z`.
///
/// *Shape:* relative error below 2·10⁻¹⁶·(1 + z²), also far down the lower tail.
#[inline]
pub fn cdf(z: f64) -> f64 {
    0.5 * erfc(-z * FRAC_1_SQRT_2)
}

/// Returns the chance that a standard normal is above `z`, without the loss of `1 − cdf(z)`.
#[inline]
pub fn survival(z: f64) -> f64 {
    0.5 * erfc(z * FRAC_1_SQRT_2)
}

/// Returns the density of a standard normal at `z`.
#[inline]
pub fn density(z: f64) -> f64 {
    const ONE_OVER_SQRT_TAU: f64 = 0.398_942_280_401_432_7;
    ONE_OVER_SQRT_TAU * exp(-0.5 * z * z)
}

/// Returns the value below which a standard normal is with chance `p`.
///
/// *Shape:* about 1 part in 10¹⁶; −∞ at 0, ∞ at 1, NaN outside of 0..=1.
/// *Source:* M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
/// Applied Statistics 37 (1988), pp. 477-484, routine PPND16.
#[inline]
pub fn quantile(p: f64) -> f64 {
    let from_middle = p - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180_625 - from_middle * from_middle;
        return from_middle * ratio(&MIDDLE, r);
    }
    let outside = if from_middle < 0.0 { p } else { 1.0 - p };
    let z = upper_tail(outside);
    if from_middle < 0.0 { -z } else { z }
}

/// Returns the value above which a standard normal is with chance `p`, without the loss of
/// `quantile(1 − p)` for small `p`.
#[inline]
pub fn quantile_above(p: f64) -> f64 {
    -quantile(p)
}

/// The value above which a standard normal is with a chance below 0.075.
fn upper_tail(p: f64) -> f64 {
    if p <= 0.0 {
        return if p < 0.0 { f64::NAN } else { f64::INFINITY };
    }
    let r = (-log(p)).sqrt();
    if r <= 5.0 { ratio(&TAIL, r - 1.6) } else { ratio(&FAR_TAIL, r - 5.0) }
}

/// Returns how far above `a` a standard normal lies of which it is known that it is above `a`, at the
/// score `z` that it would have had without that knowledge.
///
/// *Shape:* rises with `z`; equal to `z − a` when `a` is far below; never negative, finite for finite
/// arguments. For `a` above 30, where chances themselves run out of digits, the survival function is
/// replaced by its asymptotic series.
/// *Source:* inversion of the conditional distribution; the series of Mills' ratio is M. Abramowitz
/// and I. A. Stegun, Handbook of Mathematical Functions, 1964, 26.2.12.
pub fn excess_above(a: f64, z: f64) -> f64 {
    if a > 30.0 {
        return excess_in_far_tail(a, -log(survival(z).max(f64::MIN_POSITIVE)));
    }
    let above = survival(a);
    let p_high = above * survival(z);
    let at = if p_high < 0.5 { quantile_above(p_high) } else { quantile(cdf(a) + above * cdf(z)) };
    (at - a).max(0.0)
}

/// Solves `ln survival(a) − ln survival(a + d) = cost` for `d`, by Newton's method.
///
/// Without Mills' ratio `a·d + d²/2 = cost`: the start. The correction is of the order of `1/a²`, so
/// three steps leave nothing.
fn excess_in_far_tail(a: f64, cost: f64) -> f64 {
    let start = 2.0 * cost / (a + (a * a + 2.0 * cost).sqrt());
    (0..3).fold(start, |d, _| {
        let at = a + d;
        let (here, there) = (mills_correction(a), mills_correction(at));
        let excess_cost = d * (a + 0.5 * d) + log1p(d / a) - log1p(there) + log1p(here);
        let rate = at / (1.0 + there);
        (d - (excess_cost - cost) / rate).max(0.0)
    })
}

/// By how much Mills' ratio differs from `1/x`, relative to it.
fn mills_correction(x: f64) -> f64 {
    let y = 1.0 / (x * x);
    y * (-1.0 + y * (3.0 + y * (-15.0 + y * (105.0 - 945.0 * y))))
}

/// The coefficients of a numerator and a denominator, lowest power first.
type Ratio = ([f64; 8], [f64; 8]);

#[inline]
fn ratio((numerator, denominator): &Ratio, r: f64) -> f64 {
    let horner = |c: &[f64; 8]| {
        ((((((c[7] * r + c[6]) * r + c[5]) * r + c[4]) * r + c[3]) * r + c[2]) * r + c[1]) * r + c[0]
    };
    horner(numerator) / horner(denominator)
}

#[expect(clippy::excessive_precision, reason = "as printed, so that they can be compared")]
const MIDDLE: Ratio = (
    [
        3.387_132_872_796_366_608_0,
        1.331_416_678_917_843_774_5e2,
        1.971_590_950_306_551_442_7e3,
        1.373_169_376_550_946_112_5e4,
        4.592_195_393_154_987_145_7e4,
        6.726_577_092_700_870_085_3e4,
        3.343_057_558_358_812_810_5e4,
        2.509_080_928_730_122_672_7e3,
    ],
    [
        1.0,
        4.231_333_070_160_091_125_2e1,
        6.871_870_074_920_579_083_0e2,
        5.394_196_021_424_751_107_7e3,
        2.121_379_430_158_659_586_7e4,
        3.930_789_580_009_271_061_0e4,
        2.872_908_573_572_194_267_4e4,
        5.226_495_278_852_854_561_0e3,
    ],
);

#[expect(clippy::excessive_precision, reason = "as printed, so that they can be compared")]
const TAIL: Ratio = (
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_90,
        5.769_497_221_460_691_405_50,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        2.417_807_251_774_506_117_70e-1,
        2.272_384_498_926_918_458_33e-2,
        7.745_450_142_783_414_076_40e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_40,
        6.897_673_349_851_000_045_50e-1,
        1.481_039_764_274_800_745_90e-1,
        1.519_866_656_361_645_719_66e-2,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
);

#[expect(clippy::excessive_precision, reason = "as printed, so that they can be compared")]
const FAR_TAIL: Ratio = (
    [
        6.657_904_643_501_103_777_20,
        5.463_784_911_164_114_369_90,
        1.784_826_539_917_291_335_80,
        2.965_605_718_285_048_912_30e-1,
        2.653_218_952_657_612_309_30e-2,
        1.242_660_947_388_078_438_60e-3,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        5.998_322_065_558_879_376_90e-1,
        1.369_298_809_227_358_053_10e-1,
        1.487_536_129_085_061_485_25e-2,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, relative: f64) {
        assert!((found / expected - 1.0).abs() < relative, "{found} instead of {expected}");
    }

    /// The values that Wichura gives to check an implementation by, then more to 20 digits by mpmath.
    #[test]
    fn quantiles_of_the_published_algorithm() {
        let published = [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_814),
            (1e-20, -9.262_340_089_798_408),
            (1e-300, -37.047_096_299_361_2),
            (1e-100, -21.273_453_560_965_324),
            (1e-10, -6.361_340_902_404_056),
            (0.05, -1.644_853_626_951_472_7),
            (0.075, -1.439_531_470_938_456),
            (0.2, -0.841_621_233_572_914_2),
            (0.95, 1.644_853_626_951_472_7),
            (0.999, 3.090_232_306_167_813_5),
        ];
        for (p, z) in published {
            close(quantile(p), z, 1e-15);
        }
    }

    /// To 20 digits by mpmath.
    #[test]
    fn chances_far_down_both_tails() {
        let published = [
            (-37.0, 5.725_571_222_524_577e-300),
            (-30.0, 4.906_713_927_148_187e-198),
            (-20.0, 2.753_624_118_606_233_7e-89),
            (-10.0, 7.619_853_024_160_526e-24),
            (-5.0, 2.866_515_718_791_939e-7),
            (-1.0, 0.158_655_253_931_457_05),
            (2.0, 0.977_249_868_051_820_8),
        ];
        for (z, p) in published {
            close(cdf(z), p, 2.5e-16 * (1.0 + z * z));
            close(survival(-z), p, 2.5e-16 * (1.0 + z * z));
        }
    }

    #[test]
    fn quantile_and_cdf_undo_each_other() {
        for step in -360..=80 {
            let z = f64::from(step) / 10.0;
            if z != 0.0 {
                close(if z < 0.0 { quantile(cdf(z)) } else { quantile_above(survival(z)) }, z, 4e-15);
            }
        }
        assert_eq!(quantile(0.5).to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn quantile_at_and_beyond_its_ends() {
        assert_eq!((quantile(0.0), quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
        assert!(quantile(-0.1).is_nan() && quantile(1.1).is_nan());
    }

    /// Both branches are right at the seam, so they agree on both of its sides.
    #[test]
    fn excess_is_the_same_from_both_sides_of_the_seam() {
        for z in [-8.0, -2.0, 0.0, 1.0, 4.0, 8.0] {
            let (below, above) = (excess_above(30.0, z), excess_above(30.0_f64.next_up(), z));
            assert!((above - below).abs() < 1e-14 + 1e-12 * below, "{above} against {below}");
        }
    }

    /// Far out the excess is exponential with rate `a`: its median is ln 2 / a.
    #[test]
    fn excess_far_out_is_exponential() {
        for a in [1e4, 1e8, 1e15] {
            close(excess_above(a, 0.0) * a, std::f64::consts::LN_2, 2e-8);
        }
    }

    #[test]
    fn knowing_nothing_changes_nothing() {
        for z in [-7.0, -1.0, 0.3, 6.0] {
            close(excess_above(-40.0, z), z + 40.0, 1e-14);
        }
    }

    /// P(Z > a + d | Z > a) must be P(Z > z).
    #[test]
    fn excess_has_the_conditional_distribution() {
        for a in [-3.0, -1.0, 0.0, 1.0, 4.0, 12.0, 29.0] {
            for z in [-3.0, -0.5, 0.0, 0.5, 3.0] {
                close(survival(a + excess_above(a, z)) / survival(a), survival(z), 1e-12);
            }
        }
    }
}
