/// A moment that depends on when activities finish: when an outcome holds, when a promise is kept.
///
/// ```
/// use offing_math::forecast::Milestone;
///
/// let opened = Milestone::All(vec![
///     Milestone::Finished(0),
///     Milestone::Any(vec![Milestone::Finished(1), Milestone::Finished(2)]),
/// ]);
/// assert_eq!(opened.moment(&[3.0, 9.0, 7.0]), 7.0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Milestone {
    /// When this activity has finished.
    Finished(usize),
    /// At this moment whatever is done: 0 for what holds already, ∞ for what never will.
    At(f64),
    /// When all of these are reached; at 0 when there are none.
    All(Vec<Milestone>),
    /// When the first of these is reached; never when there are none.
    Any(Vec<Milestone>),
    /// When so many of these are reached.
    AtLeast(usize, Vec<Milestone>),
}

impl Milestone {
    /// Returns the milestone at which all these activities have finished.
    pub fn all_finished(activities: impl IntoIterator<Item = usize>) -> Milestone {
        Milestone::All(activities.into_iter().map(Milestone::Finished).collect())
    }

    /// Returns when it is reached; ∞ for never.
    ///
    /// *Shape:* `finishes[i]` belongs to activity `i`.
    pub fn moment(&self, finishes: &[f64]) -> f64 {
        self.moment_with(finishes, &mut Vec::new())
    }

    /// The same with memory to be used again: empty before and after.
    pub(super) fn moment_with(&self, finishes: &[f64], scratch: &mut Vec<f64>) -> f64 {
        match self {
            Milestone::Finished(activity) => finishes[*activity],
            Milestone::At(moment) => *moment,
            Milestone::All(parts) => {
                parts.iter().map(|part| part.moment_with(finishes, scratch)).fold(0.0, later)
            }
            Milestone::Any(parts) => {
                parts.iter().map(|part| part.moment_with(finishes, scratch)).fold(f64::INFINITY, earlier)
            }
            Milestone::AtLeast(0, _) => 0.0,
            Milestone::AtLeast(k, parts) if *k > parts.len() => f64::INFINITY,
            Milestone::AtLeast(k, parts) => {
                let base = scratch.len();
                for part in parts {
                    let moment = part.moment_with(finishes, scratch);
                    scratch.push(moment);
                }
                let (_, &mut moment, _) = scratch[base..].select_nth_unstable_by(k - 1, f64::total_cmp);
                scratch.truncate(base);
                moment
            }
        }
    }

    /// Hands the activities that decide when it is reached to `decides`: those whose finish is that
    /// moment and on which it hangs.
    ///
    /// *Assumes:* `moment` is [`Milestone::moment`] of the same finishes.
    pub(super) fn decided_by(
        &self,
        finishes: &[f64],
        moment: f64,
        scratch: &mut Vec<f64>,
        decides: &mut impl FnMut(usize),
    ) {
        match self {
            Milestone::Finished(activity) => decides(*activity),
            Milestone::At(_) => {}
            Milestone::All(parts) | Milestone::Any(parts) | Milestone::AtLeast(_, parts) => {
                for part in parts {
                    if part.moment_with(finishes, scratch).to_bits() == moment.to_bits() {
                        part.decided_by(finishes, moment, scratch, decides);
                    }
                }
            }
        }
    }
}

// Moments are never NaN: a plain comparison is several times faster than `f64::max`.

#[inline]
fn later(one: f64, other: f64) -> f64 {
    if other > one { other } else { one }
}

#[inline]
fn earlier(one: f64, other: f64) -> f64 {
    if other < one { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Milestone::{All, Any, At, AtLeast, Finished};

    #[test]
    fn the_second_of_three() {
        let second = AtLeast(2, vec![Finished(0), Finished(1), All(vec![Finished(2), At(5.0)])]);
        assert_eq!(second.moment(&[9.0, 1.0, 2.0]), 5.0);
    }

    #[test]
    fn what_hangs_on_nothing() {
        assert_eq!(
            [All(vec![]), AtLeast(0, vec![]), At(0.0)].map(|milestone| milestone.moment(&[])),
            [0.0; 3]
        );
        assert_eq!(
            [Any(vec![]), AtLeast(1, vec![])].map(|milestone| milestone.moment(&[])),
            [f64::INFINITY; 2]
        );
    }

    #[test]
    fn only_what_ends_at_the_moment_decides() {
        let milestone = All(vec![Finished(0), Any(vec![Finished(1), Finished(2)]), Finished(3)]);
        let mut deciding = Vec::new();
        milestone
            .decided_by(&[4.0, 9.0, 6.0, 6.0], 6.0, &mut Vec::new(), &mut |activity| deciding.push(activity));
        assert_eq!(deciding, [2, 3]);
    }
}
