use super::proportion::beta_quantile;

/// Returns the quantile of Student's t distribution: how far the mean of few values may lie from the truth, in its
/// standard errors.
///
/// *Assumes:* `freedom` above zero, `p` in 0..=1.
/// *Shape:* −∞ and ∞ at the two ends of `p`.
/// *Source:* "Student" (W. S. Gosset), "The probable error of a mean", Biometrika 6 (1908), pp. 1-25; by the
/// incomplete beta function as in M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions (1964), 26.7.1.
pub fn student_quantile(p: f64, freedom: f64) -> f64 {
    if p < 0.5 {
        return -student_quantile(1.0 - p, freedom);
    }
    if p <= 0.5 {
        return 0.0;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    // P(|T| > t) is the chance that a Beta(freedom/2, 1/2) is at most freedom/(freedom + t²).
    let x = beta_quantile(2.0 * (1.0 - p), 0.5 * freedom, 0.5);
    (freedom * (1.0 - x) / x).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the table of percentage points in every textbook, e.g. Abramowitz and Stegun, table 26.10.
    #[test]
    fn percentage_points_of_the_tables() {
        for (p, freedom, expected) in [
            (0.95, 1.0, 6.314),
            (0.975, 1.0, 12.706),
            (0.95, 4.0, 2.132),
            (0.95, 7.0, 1.895),
            (0.975, 10.0, 2.228),
            (0.99, 30.0, 2.457),
        ] {
            let found = student_quantile(p, freedom);
            assert!((found - expected).abs() < 5e-4, "t({p}; {freedom}) = {found}, not {expected}");
            assert_eq!(student_quantile(1.0 - p, freedom) < 0.0, p > 0.5);
        }
        assert_eq!([student_quantile(0.5, 3.0), student_quantile(1.0, 3.0)], [0.0, f64::INFINITY]);
    }
}
