//! Which activities are there, whom do they keep busy, and what comes first?

use std::error::Error;
use std::fmt;

/// One piece of work: it keeps people busy, comes after others, and is not interrupted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Activity {
    /// People kept busy, per team: (team, people).
    pub staff: Vec<(usize, u32)>,
    /// Activities that must have finished before this one starts.
    pub after: Vec<usize>,
    /// The moment before which it does not start; 0 for none.
    pub not_before: f64,
    /// Whether it has started already. It then holds its staff from moment 0, its duration is what is
    /// left of it, and `after` and `not_before` no longer matter.
    pub running: bool,
}

/// Teams and activities that fit together, in the form in which a schedule is made fast.
#[derive(Clone, Debug)]
pub struct Project {
    people: Vec<i32>,
    staff: Rows<(u32, i32)>,
    after: Rows<u32>,
    before: Rows<u32>,
    not_before: Vec<f64>,
    running: Vec<bool>,
}

impl Project {
    /// Returns the project of these teams and activities.
    ///
    /// *Shape:* `people[t]` is the size of team `t`. Running work may hold more people than there are:
    /// then nothing else of that team starts before enough of them are free.
    /// *Errors:* every fault found, in the order of the activities.
    pub fn new(people: &[u32], activities: &[Activity]) -> Result<Project, Vec<ProjectFault>> {
        let mut faults = Vec::new();
        for (idx, activity) in activities.iter().enumerate() {
            find_faults(idx, activity, people, activities.len(), &mut faults);
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        if let Some(activities) = find_circle(activities) {
            return Err(vec![ProjectFault::Circle { activities }]);
        }
        let mut before = vec![Vec::new(); activities.len()];
        for (idx, activity) in activities.iter().enumerate() {
            for after in unique(&activity.after) {
                before[after as usize].push(to_u32(idx));
            }
        }
        Ok(Project {
            people: people.iter().map(|&people| clamp(people)).collect(),
            staff: Rows::new(activities.iter().map(|activity| staff_per_team(&activity.staff))),
            after: Rows::new(activities.iter().map(|activity| unique(&activity.after))),
            before: Rows::new(before),
            not_before: activities.iter().map(|activity| activity.not_before.max(0.0)).collect(),
            running: activities.iter().map(|activity| activity.running).collect(),
        })
    }

    /// Returns how many activities there are.
    pub fn n_activities(&self) -> usize {
        self.running.len()
    }

    /// Returns how many teams there are.
    pub fn n_teams(&self) -> usize {
        self.people.len()
    }

    /// Returns the size of each team.
    pub fn people(&self) -> &[i32] {
        &self.people
    }

    /// Returns (team, people) of an activity, each team once, in the order of the teams.
    #[inline]
    pub fn staff(&self, activity: usize) -> &[(u32, i32)] {
        self.staff.row(activity)
    }

    /// Returns what an activity comes after.
    #[inline]
    pub fn after(&self, activity: usize) -> &[u32] {
        self.after.row(activity)
    }

    /// Returns what comes after an activity.
    #[inline]
    pub fn before(&self, activity: usize) -> &[u32] {
        self.before.row(activity)
    }

    /// Returns the moment before which an activity does not start.
    #[inline]
    pub fn not_before(&self, activity: usize) -> f64 {
        self.not_before[activity]
    }

    /// Returns whether an activity has started already.
    #[inline]
    pub fn is_running(&self, activity: usize) -> bool {
        self.running[activity]
    }
}

/// Why activities and teams do not make a project.
#[derive(Clone, Debug, PartialEq)]
pub enum ProjectFault {
    /// An activity needs more people of a team than there are, so it can never start.
    TooFewPeople {
        /// The activity.
        activity: usize,
        /// The team.
        team: usize,
        /// How many people it needs.
        needs: u32,
        /// How many there are.
        people: u32,
    },
    /// An activity names a team that is not there.
    NoSuchTeam {
        /// The activity.
        activity: usize,
        /// The team.
        team: usize,
    },
    /// An activity comes after one that is not there.
    NoSuchActivity {
        /// The activity.
        activity: usize,
        /// What it comes after.
        after: usize,
    },
    /// The moment before which an activity does not start is not a number.
    NoSuchMoment {
        /// The activity.
        activity: usize,
    },
    /// Activities wait for each other in a circle: each comes after the next, the last after the first.
    Circle {
        /// The activities on the circle.
        activities: Vec<usize>,
    },
}

impl fmt::Display for ProjectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProjectFault::TooFewPeople { activity, team, needs, people } => {
                write!(f, "activity {activity} needs {needs} people of team {team}, which has {people}")
            }
            ProjectFault::NoSuchTeam { activity, team } => {
                write!(f, "activity {activity} needs team {team}, which does not exist")
            }
            ProjectFault::NoSuchActivity { activity, after } => {
                write!(f, "activity {activity} comes after {after}, which does not exist")
            }
            ProjectFault::NoSuchMoment { activity } => {
                write!(f, "the moment before which activity {activity} does not start is not a number")
            }
            ProjectFault::Circle { activities } => {
                write!(f, "activities {activities:?} wait for each other in a circle")
            }
        }
    }
}

impl Error for ProjectFault {}

fn find_faults(
    idx: usize,
    activity: &Activity,
    people: &[u32],
    n_activities: usize,
    faults: &mut Vec<ProjectFault>,
) {
    if let Some(&(team, _)) = activity.staff.iter().find(|(team, _)| *team >= people.len()) {
        faults.push(ProjectFault::NoSuchTeam { activity: idx, team });
    } else if !activity.running {
        for (team, needs) in staff_per_team(&activity.staff) {
            let (team, needs) = (team as usize, needs.unsigned_abs());
            if needs > people[team] {
                faults.push(ProjectFault::TooFewPeople { activity: idx, team, needs, people: people[team] });
            }
        }
    }
    for &after in activity.after.iter().filter(|&&after| after >= n_activities) {
        faults.push(ProjectFault::NoSuchActivity { activity: idx, after });
    }
    if activity.not_before.is_nan() {
        faults.push(ProjectFault::NoSuchMoment { activity: idx });
    }
}

/// Returns one circle of `after`, if there is any. Running work waits for nothing.
fn find_circle(activities: &[Activity]) -> Option<Vec<usize>> {
    let afters = |idx: usize| if activities[idx].running { &[][..] } else { &activities[idx].after[..] };
    let mut done = vec![false; activities.len()];
    let mut on_trail = vec![false; activities.len()];
    for root in 0..activities.len() {
        // (activity, how many of its `after` have been followed)
        let mut trail = vec![(root, 0)];
        while let Some((idx, followed)) = trail.last_mut() {
            let idx = *idx;
            if done[idx] {
                trail.pop();
                continue;
            }
            on_trail[idx] = true;
            let Some(&next) = afters(idx).get(*followed) else {
                (done[idx], on_trail[idx]) = (true, false);
                trail.pop();
                continue;
            };
            *followed += 1;
            if on_trail[next] {
                let circle = trail.iter().map(|&(idx, _)| idx).skip_while(|&idx| idx != next);
                return Some(circle.collect());
            }
            trail.push((next, 0));
        }
    }
    None
}

/// Sums what is listed twice; leaves out teams of which nobody is needed.
fn staff_per_team(staff: &[(usize, u32)]) -> Vec<(u32, i32)> {
    let mut sorted: Vec<(u32, i32)> = staff
        .iter()
        .filter(|entry| entry.1 > 0)
        .map(|&(team, people)| (to_u32(team), clamp(people)))
        .collect();
    sorted.sort_unstable();
    let mut summed: Vec<(u32, i32)> = Vec::new();
    for (team, people) in sorted {
        match summed.last_mut() {
            Some(last) if last.0 == team => last.1 = last.1.saturating_add(people),
            _ => summed.push((team, people)),
        }
    }
    summed
}

fn unique(indices: &[usize]) -> Vec<u32> {
    let mut unique: Vec<u32> = indices.iter().map(|&idx| to_u32(idx)).collect();
    unique.sort_unstable();
    unique.dedup();
    unique
}

pub(super) fn to_u32(idx: usize) -> u32 {
    u32::try_from(idx).expect("a project has fewer than 2³² activities and teams")
}

/// No team has more people than mankind; sums of them stay within 32 bits.
fn clamp(people: u32) -> i32 {
    i32::try_from(people.min(1 << 24)).expect("2²⁴ fits in 31 bits")
}

/// Lists of different lengths, one behind the other.
#[derive(Clone, Debug)]
struct Rows<T> {
    ends: Vec<u32>,
    items: Vec<T>,
}

impl<T> Rows<T> {
    fn new(rows: impl IntoIterator<Item = Vec<T>>) -> Rows<T> {
        let (mut ends, mut items) = (vec![0], Vec::new());
        for row in rows {
            items.extend(row);
            ends.push(to_u32(items.len()));
        }
        Rows { ends, items }
    }

    #[inline]
    fn row(&self, idx: usize) -> &[T] {
        &self.items[self.ends[idx] as usize..self.ends[idx + 1] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(staff: &[(usize, u32)], after: &[usize]) -> Activity {
        Activity { staff: staff.to_vec(), after: after.to_vec(), ..Activity::default() }
    }

    #[test]
    fn all_faults_come_at_once() {
        let activities = [
            activity(&[(0, 4)], &[7]),
            activity(&[(1, 1)], &[]),
            Activity { not_before: f64::NAN, ..activity(&[], &[]) },
        ];
        let expected = vec![
            ProjectFault::TooFewPeople { activity: 0, team: 0, needs: 4, people: 3 },
            ProjectFault::NoSuchActivity { activity: 0, after: 7 },
            ProjectFault::NoSuchTeam { activity: 1, team: 1 },
            ProjectFault::NoSuchMoment { activity: 2 },
        ];
        assert_eq!(Project::new(&[3], &activities).unwrap_err(), expected);
    }

    #[test]
    fn people_of_one_team_listed_twice_are_summed() {
        let project = Project::new(&[3], &[activity(&[(0, 1), (0, 2)], &[])]).unwrap();
        assert_eq!(project.staff(0), [(0, 3)]);
        assert!(Project::new(&[3], &[activity(&[(0, 2), (0, 2)], &[])]).is_err());
    }

    #[test]
    fn running_work_may_hold_more_people_than_there_are() {
        let running = Activity { running: true, ..activity(&[(0, 9)], &[]) };
        assert!(Project::new(&[3], &[running]).is_ok());
    }

    #[test]
    fn a_circle_is_named_in_full() {
        let activities = [
            activity(&[], &[1]),
            activity(&[], &[4, 2]),
            activity(&[], &[3]),
            activity(&[], &[1]),
            activity(&[], &[]),
        ];
        let fault = ProjectFault::Circle { activities: vec![1, 2, 3] };
        assert_eq!(Project::new(&[], &activities).unwrap_err(), [fault]);
        assert!(Project::new(&[], &[activity(&[], &[0])]).is_err());
    }

    #[test]
    fn a_circle_through_running_work_binds_nobody() {
        let running = Activity { running: true, ..activity(&[], &[1]) };
        assert!(Project::new(&[], &[running, activity(&[], &[0])]).is_ok());
    }
}
