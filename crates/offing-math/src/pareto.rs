//! Which of many choices does no other one beat on every count?
//!
//! ```
//! use offing_math::pareto::{Sense, frontier};
//!
//! // days until it is there, chance to find a business
//! let plans = [[210.0, 0.41], [231.0, 0.55], [240.0, 0.50]];
//! assert_eq!(frontier(&plans, &[Sense::Minimise, Sense::Maximise]), [0, 1]);
//! ```
//!
//! *Absent on purpose:* weights between the counts.

use std::cmp::Ordering;

/// Whether less or more of a count is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// Less is better.
    Minimise,
    /// More is better.
    Maximise,
}

impl Sense {
    /// Returns `Less` when `one` is better than `other`.
    fn compare(self, one: f64, other: f64) -> Ordering {
        match self {
            Sense::Minimise => one.total_cmp(&other),
            Sense::Maximise => other.total_cmp(&one),
        }
    }
}

/// Returns whether `one` is at least as good as `other` on every count and better on one.
///
/// *Panics:* if a point does not have one value per sense.
pub fn dominates(one: &[f64], other: &[f64], senses: &[Sense]) -> bool {
    let mut counts = compare_each(one, other, senses);
    let mut better = false;
    counts.all(|count| {
        better |= count == Ordering::Less;
        count != Ordering::Greater
    }) && better
}

/// Returns the points that no other point dominates, best on the first count first, then on the second,
/// and so on.
///
/// *Shape:* indices into `points`; of points that are equal on every count, the first. −0 is below 0, so
/// that the order is total.
/// *Panics:* if a point does not have one value per sense, or holds a NaN.
/// *Cost:* n log n + n · points returned.
/// *Source:* H. T. Kung, F. Luccio and F. P. Preparata, "On finding the maxima of a set of vectors",
/// Journal of the ACM 22 (1975), pp. 469-476: in this order only an earlier point can dominate.
pub fn frontier(points: &[impl AsRef<[f64]>], senses: &[Sense]) -> Vec<usize> {
    let point = |idx: usize| points[idx].as_ref();
    for idx in 0..points.len() {
        assert!(!point(idx).iter().any(|value| value.is_nan()), "point {idx} has a value for every count");
    }
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&one, &other| {
        let first_difference = compare_each(point(one), point(other), senses).find(|count| count.is_ne());
        first_difference.unwrap_or(Ordering::Equal).then(one.cmp(&other))
    });
    let mut kept: Vec<usize> = Vec::new();
    for idx in order {
        let at_least_as_good =
            |&earlier: &usize| compare_each(point(earlier), point(idx), senses).all(|count| count.is_le());
        if !kept.iter().any(at_least_as_good) {
            kept.push(idx);
        }
    }
    kept
}

fn compare_each<'a>(
    one: &'a [f64],
    other: &'a [f64],
    senses: &'a [Sense],
) -> impl Iterator<Item = Ordering> + 'a {
    assert!(one.len() == senses.len() && other.len() == senses.len(), "a point has one value per sense");
    one.iter().zip(other).zip(senses).map(|((&one, &other), sense)| sense.compare(one, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Sense::{Maximise, Minimise};
    use proptest::prelude::*;

    #[test]
    fn equal_points_are_kept_once_and_the_best_come_first() {
        let points = [[3.0, 1.0], [1.0, 3.0], [2.0, 2.0], [1.0, 3.0], [3.0, 2.0], [2.0, 2.0]];
        assert_eq!(frontier(&points, &[Minimise, Minimise]), [1, 2, 0]);
        assert_eq!(frontier(&points, &[Maximise, Maximise]), [4, 1]);
    }

    #[test]
    fn a_single_count_has_a_single_best() {
        assert_eq!(frontier(&[[2.0], [f64::INFINITY], [1.0], [1.0]], &[Minimise]), [2]);
        assert!(frontier(&[[0.0; 0]; 0], &[]).is_empty());
    }

    #[test]
    fn dominance_needs_one_count_that_is_better() {
        assert!(!dominates(&[1.0, 1.0], &[1.0, 1.0], &[Minimise, Maximise]));
        assert!(dominates(&[1.0, 2.0], &[1.0, 1.0], &[Minimise, Maximise]));
        assert!(!dominates(&[2.0, 2.0], &[1.0, 1.0], &[Minimise, Maximise]));
    }

    /// Says in the plainest way whether a point is beaten; shares no code with the frontier.
    fn is_beaten(points: &[[f64; 3]], idx: usize) -> bool {
        // First and last less is better, in the middle more.
        let as_costs = |[a, b, c]: [f64; 3]| [a, -b, c];
        let mine = as_costs(points[idx]);
        points.iter().any(|&point| {
            let other = as_costs(point);
            (0..3).all(|count| other[count] <= mine[count]) && (0..3).any(|count| other[count] < mine[count])
        })
    }

    proptest! {
        #[test]
        fn what_is_returned_is_what_no_other_beats(
            points in prop::collection::vec(prop::array::uniform3((0..5_u32).prop_map(f64::from)), 0..40),
        ) {
            let found = frontier(&points, &[Minimise, Maximise, Minimise]);
            for idx in 0..points.len() {
                let is_first = points[..idx].iter().all(|point| *point != points[idx]);
                prop_assert_eq!(found.contains(&idx), is_first && !is_beaten(&points, idx));
            }
        }
    }
}
