//! Is this really a schedule? Short, slow, and sharing no code with whatever made it.

use super::{Project, Schedule};

/// The first rule a schedule breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violation {
    /// There are `starts` entries for `activities` activities.
    WrongLength { starts: usize, activities: usize },
    /// `activity` starts before `after`, which it waits for, is finished.
    TooEarly { activity: usize, after: usize },
    /// At `time` more of `resource` is kept busy than there is.
    Overloaded { resource: usize, time: u32 },
}

/// Returns the first rule of `project` that `schedule` breaks, if any.
///
/// *Cost:* looks at every resource at every time step and asks every activity; for tests and spot checks.
pub fn verify(project: &Project, schedule: &Schedule) -> Result<(), Violation> {
    let (activities, starts) = (project.activities(), &schedule.starts);
    if starts.len() != activities.len() {
        return Err(Violation::WrongLength { starts: starts.len(), activities: activities.len() });
    }
    for (i, activity) in activities.iter().enumerate() {
        for &after in &activity.after {
            if starts[after] + activities[after].duration > starts[i] {
                return Err(Violation::TooEarly { activity: i, after });
            }
        }
    }
    let end = (0..starts.len()).map(|i| starts[i] + activities[i].duration).max().unwrap_or(0);
    for time in 0..end {
        for (resource, &capacity) in project.capacities().iter().enumerate() {
            let running = |i: &usize| starts[*i] <= time && time < starts[*i] + activities[*i].duration;
            let busy: u64 =
                (0..starts.len()).filter(running).map(|i| u64::from(activities[i].demands[resource])).sum();
            if busy > u64::from(capacity) {
                return Err(Violation::Overloaded { resource, time });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Activity;
    use super::*;

    /// Two activities of 2 steps that each need 2 of 3; the second waits for the first in the second project.
    fn pair(after: Vec<usize>) -> Project {
        let one = Activity { duration: 2, demands: vec![2], after: vec![] };
        let two = Activity { duration: 2, demands: vec![2], after };
        Project::new(vec![3], vec![one, two]).unwrap()
    }

    #[test]
    fn each_rule_is_held() {
        let free = pair(vec![]);
        let bound = pair(vec![0]);
        let at = |starts: &[u32]| Schedule { starts: starts.to_vec() };
        assert_eq!(verify(&free, &at(&[0, 2])), Ok(()));
        assert_eq!(verify(&free, &at(&[2, 0])), Ok(()));
        assert_eq!(verify(&free, &at(&[0, 1])), Err(Violation::Overloaded { resource: 0, time: 1 }));
        assert_eq!(verify(&bound, &at(&[2, 0])), Err(Violation::TooEarly { activity: 1, after: 0 }));
        assert_eq!(verify(&free, &at(&[0])), Err(Violation::WrongLength { starts: 1, activities: 2 }));
    }
}
