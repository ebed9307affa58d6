//! What is to be scheduled: activities, what they need and what they wait for.

use std::fmt;

/// The longest total duration a project may have, in its own time steps.
///
/// Profiles are arrays over time, so this bounds their memory; a project told in days may still
/// last for more than a thousand years of one activity after another.
pub const LONGEST: u64 = 1 << 20;

/// One piece of work: how long it runs, what it keeps busy, and what must be finished before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Time steps from start to finish, without pause; zero marks a mere milestone.
    pub duration: u32,
    /// What it keeps busy while it runs; `demands[r]` belongs to resource `r`.
    pub demands: Vec<u32>,
    /// Indices of the activities that must be finished before this one starts.
    pub after: Vec<usize>,
}

/// Why some activities and capacities are no project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectFault {
    /// `activity` lists as many `demands` as given, while there are `resources` capacities.
    DemandCount { activity: usize, demands: usize, resources: usize },
    /// `activity` needs more of `resource` at once than there will ever be.
    DemandAboveCapacity { activity: usize, resource: usize, demand: u32, capacity: u32 },
    /// `activity` waits for `after`, which is no activity.
    UnknownPredecessor { activity: usize, after: usize },
    /// Each of these waits for the one before it, and the first for the last.
    Circle { activities: Vec<usize> },
    /// One after the other, all activities last longer than [`LONGEST`].
    TooLong { total: u64 },
    /// `resource` has a capacity above `i32::MAX`.
    CapacityTooLarge { resource: usize, capacity: u32 },
}

impl fmt::Display for ProjectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DemandCount { activity, demands, resources } => {
                write!(f, "activity {activity} states {demands} demands for {resources} resources")
            }
            Self::DemandAboveCapacity { activity, resource, demand, capacity } => write!(
                f,
                "activity {activity} needs {demand} of resource {resource}, which has only {capacity}"
            ),
            Self::UnknownPredecessor { activity, after } => {
                write!(f, "activity {activity} waits for {after}, which is no activity")
            }
            Self::Circle { activities } => write!(f, "activities {activities:?} wait for each other"),
            Self::TooLong { total } => write!(f, "the durations sum to {total}, more than {LONGEST}"),
            Self::CapacityTooLarge { resource, capacity } => {
                write!(f, "resource {resource} has capacity {capacity}, more than {}", i32::MAX)
            }
        }
    }
}

impl std::error::Error for ProjectFault {}

/// Activities that can be scheduled: every demand fits its capacity and nothing waits for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    capacities: Vec<u32>,
    activities: Vec<Activity>,
    topological: Vec<usize>,
}

impl Project {
    /// Returns the project, or everything that keeps it from being one.
    ///
    /// *Errors:* all faults found; a [`ProjectFault::Circle`] is looked for once every predecessor is known,
    /// and one circle is named, not all of them.
    pub fn new(capacities: Vec<u32>, activities: Vec<Activity>) -> Result<Self, Vec<ProjectFault>> {
        let mut faults = local_faults(&capacities, &activities);
        let unknown = |fault: &ProjectFault| matches!(fault, ProjectFault::UnknownPredecessor { .. });
        let mut topological = Vec::new();
        if !faults.iter().any(unknown) {
            match topological_order(&activities) {
                Ok(order) => topological = order,
                Err(circle) => faults.push(circle),
            }
        }
        if faults.is_empty() { Ok(Self { capacities, activities, topological }) } else { Err(faults) }
    }

    /// Returns how much of each resource there is at any time.
    pub fn capacities(&self) -> &[u32] {
        &self.capacities
    }

    /// Returns the activities, as they were given.
    pub fn activities(&self) -> &[Activity] {
        &self.activities
    }

    /// Returns the activities in an order in which none comes before one it waits for; as given where free.
    pub fn topological(&self) -> &[usize] {
        &self.topological
    }

    /// Returns the sum of all durations: no reasonable schedule takes longer.
    pub fn horizon(&self) -> u32 {
        self.activities.iter().map(|activity| activity.duration).sum()
    }
}

/// When each activity starts; `starts[i]` belongs to activity `i`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Time steps from the beginning of the project.
    pub starts: Vec<u32>,
}

impl Schedule {
    /// Returns when the last activity is finished.
    ///
    /// *Panics:* if the schedule has more entries than `project` has activities.
    pub fn makespan(&self, project: &Project) -> u32 {
        let finishes =
            self.starts.iter().enumerate().map(|(i, start)| start + project.activities[i].duration);
        finishes.max().unwrap_or(0)
    }
}

fn local_faults(capacities: &[u32], activities: &[Activity]) -> Vec<ProjectFault> {
    let mut faults = Vec::new();
    for (resource, &capacity) in capacities.iter().enumerate() {
        if i32::try_from(capacity).is_err() {
            faults.push(ProjectFault::CapacityTooLarge { resource, capacity });
        }
    }
    for (i, activity) in activities.iter().enumerate() {
        if activity.demands.len() != capacities.len() {
            let (demands, resources) = (activity.demands.len(), capacities.len());
            faults.push(ProjectFault::DemandCount { activity: i, demands, resources });
        }
        for (resource, (&demand, &capacity)) in activity.demands.iter().zip(capacities).enumerate() {
            if demand > capacity {
                faults.push(ProjectFault::DemandAboveCapacity { activity: i, resource, demand, capacity });
            }
        }
        for &after in activity.after.iter().filter(|&&after| after >= activities.len()) {
            faults.push(ProjectFault::UnknownPredecessor { activity: i, after });
        }
    }
    let total = activities.iter().map(|activity| u64::from(activity.duration)).sum();
    if total > LONGEST {
        faults.push(ProjectFault::TooLong { total });
    }
    faults
}

/// Kahn's order, by generations: the first ready activity is taken first, so the order given survives where it can.
fn topological_order(activities: &[Activity]) -> Result<Vec<usize>, ProjectFault> {
    let mut successors = vec![Vec::new(); activities.len()];
    let mut waits: Vec<usize> = activities.iter().map(|activity| activity.after.len()).collect();
    for (i, activity) in activities.iter().enumerate() {
        for &before in &activity.after {
            successors[before].push(i);
        }
    }
    let mut order: Vec<usize> = (0..activities.len()).filter(|&i| waits[i] == 0).collect();
    let mut next = 0;
    while let Some(&done) = order.get(next) {
        next += 1;
        for &successor in &successors[done] {
            waits[successor] -= 1;
            if waits[successor] == 0 {
                order.push(successor);
            }
        }
    }
    if order.len() == activities.len() { Ok(order) } else { Err(circle(activities, &waits)) }
}

/// Walks backwards among activities that still wait until one is met again.
fn circle(activities: &[Activity], waits: &[usize]) -> ProjectFault {
    let stuck = |&i: &usize| waits[i] > 0;
    let mut walk = vec![(0..activities.len()).find(stuck).expect("some activity was left out of the order")];
    loop {
        let last = walk[walk.len() - 1];
        let before = activities[last].after.iter().copied().find(stuck);
        let before = before.expect("what still waits, waits for something that waits");
        if let Some(from) = walk.iter().position(|&i| i == before) {
            let mut activities = walk.split_off(from);
            activities.reverse();
            return ProjectFault::Circle { activities };
        }
        walk.push(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activity(duration: u32, demand: u32, after: &[usize]) -> Activity {
        Activity { duration, demands: vec![demand], after: after.to_vec() }
    }

    #[test]
    fn a_demand_above_capacity_is_named() {
        let faults = Project::new(vec![2], vec![activity(1, 3, &[]), activity(1, 2, &[7])]).unwrap_err();
        let above = ProjectFault::DemandAboveCapacity { activity: 0, resource: 0, demand: 3, capacity: 2 };
        assert_eq!(faults, vec![above, ProjectFault::UnknownPredecessor { activity: 1, after: 7 }]);
    }

    /// 1 waits for 3, 2 for 1, 3 for 2; activity 0 is no part of it, 4 only hangs on it.
    #[test]
    fn a_circle_is_named_in_its_order() {
        let activities = vec![
            activity(1, 0, &[]),
            activity(1, 0, &[0, 3]),
            activity(1, 0, &[1]),
            activity(1, 0, &[2]),
            activity(1, 0, &[3]),
        ];
        let faults = Project::new(vec![1], activities).unwrap_err();
        assert_eq!(faults, vec![ProjectFault::Circle { activities: vec![2, 3, 1] }]);
    }

    #[test]
    fn an_activity_that_waits_for_itself_is_a_circle_of_one() {
        let faults = Project::new(vec![1], vec![activity(1, 0, &[0])]).unwrap_err();
        assert_eq!(faults, vec![ProjectFault::Circle { activities: vec![0] }]);
    }

    #[test]
    fn counts_and_lengths_are_checked() {
        let odd = Activity { duration: 1 << 21, demands: vec![], after: vec![] };
        let faults = Project::new(vec![1, u32::MAX], vec![odd]).unwrap_err();
        let expected = vec![
            ProjectFault::CapacityTooLarge { resource: 1, capacity: u32::MAX },
            ProjectFault::DemandCount { activity: 0, demands: 0, resources: 2 },
            ProjectFault::TooLong { total: 1 << 21 },
        ];
        assert_eq!(faults, expected);
    }

    #[test]
    fn the_order_given_survives_where_it_can() {
        let activities = vec![activity(1, 0, &[2]), activity(1, 0, &[]), activity(1, 0, &[])];
        let project = Project::new(vec![1], activities).unwrap();
        assert_eq!(project.topological(), [1, 2, 0]);
    }
}
