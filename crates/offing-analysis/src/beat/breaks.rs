//! Did the beat break, and in which week?
//!
//! Pettitt's test looks for the week at which the counts before and after differ most by rank. How likely so large a
//! difference is where nothing changed comes from shuffling the same weeks, so that ties and empty weeks are no matter.
//! A break is told only where that chance is at most [`FALSE_ALARM`]: of a hundred steady beats, about one is accused.
//!
//! *Assumes:* that weeks of a steady beat may change places. A season or a holiday is a break to it.
//!
//! *Source:* A. N. Pettitt, "A non-parametric approach to the change-point problem", Applied Statistics 28 (1979),
//! pp. 126-135; A. C. Davison and D. V. Hinkley, "Bootstrap Methods and their Application" (1997), pp. 156-161, for the
//! chance by permutation.

use offing_math::keyed::{Luck, Quantity};

/// How likely a steady beat is said to be broken.
pub const FALSE_ALARM: f64 = 0.01;

/// What the method is called.
pub const METHOD: &str = "Pettitt's test by permutation";

/// The fewest weeks that can show a break: of fewer, no order is unlikely enough.
pub const FEWEST_WEEKS: usize = 10;

/// How often the weeks are shuffled.
const SHUFFLES: u64 = 1_999;

/// A break.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Break {
    /// How many weeks lie before it.
    pub week: usize,
    /// Deployments a week before it.
    pub before: f64,
    /// Deployments a week from it on.
    pub after: f64,
    /// How likely so large a difference is in a steady beat.
    pub chance: f64,
}

/// Returns where weekly counts break, if they do.
///
/// *Cost:* quadratic in the weeks, times the shuffles.
pub fn break_of(counts: &[u32], seed: u64) -> Option<Break> {
    if counts.len() < FEWEST_WEEKS {
        return None;
    }
    let (found, week) = statistic(counts);
    let luck = Quantity::named("break of the beat").luck(seed);
    let mut shuffled = counts.to_vec();
    let mut as_large = 0;
    for nth in 0..SHUFFLES {
        shuffle(&mut shuffled, luck, nth);
        as_large += u64::from(statistic(&shuffled).0 >= found);
    }
    let chance = (1 + as_large) as f64 / (1 + SHUFFLES) as f64;
    let mean = |weeks: &[u32]| f64::from(weeks.iter().sum::<u32>()) / weeks.len() as f64;
    (chance <= FALSE_ALARM).then(|| Break {
        week,
        before: mean(&counts[..week]),
        after: mean(&counts[week..]),
        chance,
    })
}

/// Returns Pettitt's statistic, and how many weeks lie before the place where it is largest.
fn statistic(counts: &[u32]) -> (i64, usize) {
    let (mut sum, mut best) = (0_i64, (-1, 0));
    for at in 0..counts.len() - 1 {
        // U rises by the signs of one week against all: those before it cancel out.
        sum += counts.iter().map(|other| (counts[at].cmp(other)) as i64).sum::<i64>();
        if sum.abs() > best.0 {
            best = (sum.abs(), at + 1);
        }
    }
    best
}

/// Shuffles by Fisher and Yates.
fn shuffle(counts: &mut [u32], luck: Luck, nth: u64) {
    let base = nth * counts.len() as u64;
    for last in (1..counts.len()).rev() {
        let other = (luck.uniform(base + last as u64) * (last + 1) as f64) as usize;
        counts.swap(last, other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pettitt's U_t = sum over i <= t < j of sign(x_i - x_j), added up as it is defined.
    #[test]
    fn the_statistic_is_that_of_the_paper() {
        let luck = Quantity::named("counts").luck(3);
        for nth in 0..200 {
            let counts: Vec<u32> = (0..12).map(|at| (luck.uniform(nth * 12 + at) * 5.0) as u32).collect();
            let slow = (1..counts.len()).map(|t| {
                let pairs = (0..t).flat_map(|i| (t..counts.len()).map(move |j| (i, j)));
                let sum: i64 = pairs.map(|(i, j)| counts[i].cmp(&counts[j]) as i64).sum();
                (sum.abs(), t)
            });
            let slow = slow.fold((-1, 0), |best, one| if one.0 > best.0 { one } else { best });
            assert_eq!(statistic(&counts), slow, "{counts:?}");
        }
    }

    #[test]
    fn a_halved_beat_is_found_where_it_halved() {
        let counts = [6, 5, 7, 6, 6, 5, 7, 6, 5, 6, 7, 6, 6, 2, 3, 2, 1, 3, 2, 2, 3, 2, 2, 1, 3, 2];
        let found = break_of(&counts, 1).unwrap();
        assert_eq!(found.week, 13);
        assert_eq!((found.before, found.after), (6.0, 28.0 / 13.0));
        assert!(found.chance < 0.002);
    }

    #[test]
    fn a_steady_beat_is_rarely_accused() {
        let luck = Quantity::named("steady").luck(5);
        let steady =
            |nth: u64| -> Vec<u32> { (0..26).map(|at| (luck.uniform(nth * 26 + at) * 6.0) as u32).collect() };
        let accused = (0..300).filter(|nth| break_of(&steady(*nth), *nth).is_some()).count();
        assert!(
            accused <= 9,
            "{accused} of 300, where about 3 are right; 10 or more come about in 3 of 1,000 cases"
        );
        assert_eq!(break_of(&[4; 26], 1), None);
        assert_eq!(break_of(&[9, 9, 9, 9, 0, 0, 0, 0], 1), None, "too short");
    }
}
