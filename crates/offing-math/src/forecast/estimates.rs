//! How long does each activity take in each draw, and whose luck does it share?

use crate::dist::{Dist, shared_score};
use crate::keyed::{Luck, Quantity};

/// How long one activity takes, and whose luck it shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// How long it takes from its start.
    pub takes: Dist,
    /// For how long it has been running; what is drawn is then what is left of it. 0 if not started.
    pub elapsed: f64,
    /// The luck of its own.
    pub own: Quantity,
    /// The luck of its team; without one, all of its luck is its own.
    pub team: Option<Quantity>,
}

/// The durations of all activities in every draw.
///
/// The normal score behind a duration is `sqrt(c)·z_team + sqrt(1−c)·z_own`.
#[derive(Clone, Debug)]
pub struct Estimates {
    correlation: f64,
    /// Those of one team stand together, so that its score is drawn once.
    estimates: Vec<Drawn>,
}

#[derive(Clone, Copy, Debug)]
struct Drawn {
    activity: usize,
    takes: Dist,
    elapsed: f64,
    own: Luck,
    team: Option<Luck>,
}

impl Estimates {
    /// Returns the durations of these estimates under a seed.
    ///
    /// *Shape:* `estimates[i]` belongs to activity `i`.
    /// *Assumes:* `correlation` in 0..=1.
    pub fn new(seed: u64, correlation: f64, estimates: &[Estimate]) -> Estimates {
        let mut order: Vec<usize> = (0..estimates.len()).collect();
        order.sort_by_key(|&activity| estimates[activity].team);
        let drawn = |activity: usize| {
            let Estimate { takes, elapsed, own, team } = estimates[activity];
            Drawn { activity, takes, elapsed, own: own.luck(seed), team: team.map(|team| team.luck(seed)) }
        };
        Estimates { correlation, estimates: order.into_iter().map(drawn).collect() }
    }

    /// Writes how long each activity takes in a draw.
    ///
    /// *Panics:* if `durations` does not have one place per activity.
    pub fn draw(&self, draw: u64, durations: &mut [f64]) {
        assert_eq!(durations.len(), self.estimates.len(), "each activity has its duration");
        let (mut drawn_for, mut team_score) = (None, 0.0);
        for estimate in &self.estimates {
            let score = match estimate.team {
                _ if estimate.takes.is_exact() => 0.0,
                None => estimate.own.normal(draw),
                Some(team) => {
                    if drawn_for != Some(team) {
                        (drawn_for, team_score) = (Some(team), team.normal(draw));
                    }
                    shared_score(self.correlation, team_score, estimate.own.normal(draw))
                }
            };
            durations[estimate.activity] = if estimate.elapsed > 0.0 {
                estimate.takes.remaining_at_score(estimate.elapsed, score)
            } else {
                estimate.takes.at_score(score)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dist::Lognormal;

    fn estimate(own: &str, team: Option<&str>) -> Estimate {
        let takes = Dist::Lognormal(Lognormal::from_interval90(6.0, 14.0).unwrap());
        Estimate { takes, elapsed: 0.0, own: Quantity::named(own), team: team.map(Quantity::named) }
    }

    fn drawn(correlation: f64, estimates: &[Estimate], draw: u64) -> Vec<f64> {
        let mut durations = vec![0.0; estimates.len()];
        Estimates::new(3, correlation, estimates).draw(draw, &mut durations);
        durations
    }

    #[test]
    fn with_correlation_1_a_team_has_one_luck() {
        let estimates = ["a", "b", "c"].map(|own| estimate(own, Some("web")));
        let durations = drawn(1.0, &estimates, 8);
        assert!(durations.iter().all(|duration| duration.to_bits() == durations[0].to_bits()));
    }

    #[test]
    fn with_correlation_0_the_team_does_not_matter() {
        assert_eq!(
            drawn(0.0, &[estimate("a", Some("web"))], 8),
            drawn(0.0, &[estimate("a", Some("shop"))], 8)
        );
        assert_eq!(drawn(0.0, &[estimate("a", Some("web"))], 8), drawn(0.7, &[estimate("a", None)], 8));
    }

    #[test]
    fn another_activity_moves_no_luck() {
        let (a, b, c) = (estimate("a", Some("web")), estimate("b", Some("shop")), estimate("c", Some("web")));
        let (all, some) = (drawn(0.3, &[a, b, c], 8), drawn(0.3, &[c, a], 8));
        assert_eq!([all[0], all[2]], [some[1], some[0]]);
    }
}
