//! Where does the time of a pull request go, from its first commit to the deployment?
//!
//! *Assumes:* Apache DevLake's definitions: a stage that would be negative is none, minutes begun count in full, and the
//! whole is what the stages before the opening, from the opening to the merge, and after the merge add up to.
//!
//! *Source:* Apache DevLake, "Lead Time for Changes", devlake.apache.org/docs/Metrics/LeadTimeForChanges.

use offing_model::deliveries::Moment;

/// The moments of a pull request that was merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// When its first commit was written.
    pub first_commit: Option<Moment>,
    /// When it was opened.
    pub opened: Moment,
    /// When somebody else first said something about it.
    pub first_review: Option<Moment>,
    /// When it was merged.
    pub merged: Moment,
    /// When the deployment that first held it was finished.
    pub deployed: Option<Moment>,
}

/// How long each stage took, in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stages {
    /// From the first commit to the opening.
    pub coding: Option<i64>,
    /// From the opening to the first review.
    pub pickup: Option<i64>,
    /// From the first review to the merge.
    pub review: Option<i64>,
    /// From the merge to the deployment.
    pub deploy: Option<i64>,
    /// All of it.
    pub cycle: i64,
}

/// Returns how long each stage of a pull request took.
pub fn stages(of: &Merged) -> Stages {
    let minutes = |from: Option<Moment>, to: Option<Moment>| {
        let seconds = to?.0.checked_sub(from?.0)?;
        (seconds >= 0).then(|| (seconds + 59) / 60)
    };
    let (opened, merged) = (Some(of.opened), Some(of.merged));
    let coding = minutes(of.first_commit, opened);
    let deploy = minutes(merged, of.deployed);
    Stages {
        coding,
        pickup: minutes(opened, of.first_review),
        review: minutes(of.first_review, merged),
        deploy,
        cycle: coding.unwrap_or(0) + minutes(opened, merged).unwrap_or(0) + deploy.unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: f64) -> Moment {
        Moment((minutes * 60.0) as i64)
    }

    #[test]
    fn stages_add_up() {
        let of = Merged {
            first_commit: Some(at(0.0)),
            opened: at(100.0),
            first_review: Some(at(130.0)),
            merged: at(200.0),
            deployed: Some(at(500.0)),
        };
        let expected =
            Stages { coding: Some(100), pickup: Some(30), review: Some(70), deploy: Some(300), cycle: 500 };
        assert_eq!(stages(&of), expected);
    }

    /// A review before the opening has no pickup, a commit after it no coding, a deployment before the merge no
    /// deployment time; a second begun is a minute.
    #[test]
    fn what_would_be_negative_is_none_and_minutes_are_rounded_up() {
        let of = Merged {
            first_commit: Some(at(101.0)),
            opened: at(100.0),
            first_review: Some(at(90.0)),
            merged: Moment(at(200.0).0 + 1),
            deployed: Some(at(150.0)),
        };
        let expected = Stages { coding: None, pickup: None, review: Some(111), deploy: None, cycle: 101 };
        assert_eq!(stages(&of), expected);
    }
}
