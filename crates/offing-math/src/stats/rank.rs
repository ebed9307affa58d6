/// Returns the rank of each value, 1 for the lowest; equal values share the mean of their ranks.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, u32)> = values.iter().copied().zip(0..).collect();
    // Among equal values the order does not matter: they share their ranks.
    order.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut ranks = vec![0.0; values.len()];
    let mut first = 0;
    while first < order.len() {
        let value = order[first].0;
        let ties = order[first..].iter().take_while(|entry| entry.0 <= value).count().max(1);
        let shared = first as f64 + 0.5 * (ties + 1) as f64;
        for &(_, at) in &order[first..first + ties] {
            ranks[at as usize] = shared;
        }
        first += ties;
    }
    ranks
}

/// Returns Spearman's rank correlation: how well one quantity rises with the other, whatever the scale.
///
/// *Shape:* in −1..=1; 0 when one of them does not vary. Infinite values have their rank.
/// *Panics:* if the two samples differ in length.
/// *Cost:* n log n.
/// *Source:* C. Spearman, "The proof and measurement of association between two things", American
/// Journal of Psychology 15 (1904), pp. 72-101; ties by mean ranks (M. G. Kendall, 1945).
pub fn spearman(one: &[f64], other: &[f64]) -> f64 {
    spearman_with_ranks(one, &ranks(other))
}

/// Returns the same as [`spearman`] where the ranks of one sample are known: for many samples against one.
pub fn spearman_with_ranks(one: &[f64], other_ranks: &[f64]) -> f64 {
    assert_eq!(one.len(), other_ranks.len(), "values come in pairs");
    correlation_of_ranks(&ranks(one), other_ranks)
}

/// Pearson's correlation of two lists of ranks. Sums of ranks are sums of halves, exact up to 10⁸ or so
/// values, whatever their order.
fn correlation_of_ranks(one: &[f64], other: &[f64]) -> f64 {
    let middle = 0.5 * (one.len() as f64 + 1.0);
    let (mut products, mut one_squares, mut other_squares) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        let (a, b) = (a - middle, b - middle);
        products += a * b;
        one_squares += a * a;
        other_squares += b * b;
    }
    if one_squares > 0.0 && other_squares > 0.0 {
        (products / (one_squares.sqrt() * other_squares.sqrt())).clamp(-1.0, 1.0)
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_values_share_their_ranks() {
        assert_eq!(ranks(&[30.0, 10.0, 20.0, 20.0, f64::INFINITY]), [4.0, 1.0, 2.5, 2.5, 5.0]);
    }

    /// By hand: ranks 1 2 3 4 5 against 2 1 4 3 5, differences squared sum to 4: 1 − 6·4/(5·24) = 0.8.
    #[test]
    fn a_known_correlation() {
        let found = spearman(&[1.0, 5.0, 9.0, 20.0, 21.0], &[0.2, 0.1, 0.4, 0.3, 0.5]);
        assert!((found - 0.8).abs() < 1e-15, "{found}");
    }

    /// By hand: ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: deviations −1.5, 0, 0, 1.5 and −1.5, −0.5, 0.5,
    /// 1.5; products 4.5; squares 4.5 and 5: 4.5/√22.5.
    #[test]
    fn a_known_correlation_with_ties() {
        let found = spearman(&[1.0, 2.0, 2.0, 3.0], &[1.0, 2.0, 3.0, 4.0]);
        assert!((found - 4.5 / 22.5_f64.sqrt()).abs() < 1e-15, "{found}");
    }

    #[test]
    fn what_does_not_vary_goes_with_nothing() {
        assert_eq!(spearman(&[1.0, 1.0], &[1.0, 2.0]), 0.0);
        assert_eq!(spearman(&[], &[]), 0.0);
    }

    proptest! {
        #[test]
        fn only_the_order_counts(values in prop::collection::vec(-10.0..10.0_f64, 2..40)) {
            let stretched: Vec<f64> = values.iter().map(|&value| libm::exp(value)).collect();
            let reversed: Vec<f64> = values.iter().map(|&value| -value).collect();
            prop_assert!((spearman(&values, &stretched) - 1.0).abs() < 1e-12);
            prop_assert!((spearman(&values, &reversed) + 1.0).abs() < 1e-12);
        }
    }
}
