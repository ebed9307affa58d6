//! Schedules against published optima, against brute force, and against theorems.

use proptest::prelude::*;

use super::*;

/// Activities as (duration, demands, predecessors).
fn project(capacities: &[u32], activities: &[(u32, &[u32], &[usize])]) -> Project {
    let activity = |&(duration, demands, after): &(u32, &[u32], &[usize])| Activity {
        duration,
        demands: demands.to_vec(),
        after: after.to_vec(),
    };
    Project::new(capacities.to_vec(), activities.iter().map(activity).collect()).unwrap()
}

/// Kolisch and Hartmann, "Heuristic algorithms for the resource-constrained project scheduling problem:
/// classification and computational analysis", in Weglarz (ed.), Project Scheduling, 1999, figure 1: two
/// chains 1-3-5 and 2-4-6 share four units. By hand: only 1 and 6 can run at once, so no schedule ends
/// before 4 + 2 + 2 + 1 + max(3, 4) = 13.
fn two_chains() -> Project {
    let activities: [(u32, &[u32], &[usize]); 6] =
        [(3, &[2], &[]), (4, &[3], &[]), (2, &[4], &[0]), (2, &[4], &[1]), (1, &[3], &[2]), (4, &[2], &[3])];
    project(&[4], &activities)
}

/// Fisher and Thompson (1963), 6 jobs on 6 machines ("ft06"), as (machine, duration) in each job's order.
/// The optimum, 55, was proved by Carlier and Pinson, Management Science 35 (1989).
fn six_by_six() -> Project {
    const JOBS: [[(usize, u32); 6]; 6] = [
        [(2, 1), (0, 3), (1, 6), (3, 7), (5, 3), (4, 6)],
        [(1, 8), (2, 5), (4, 10), (5, 10), (0, 10), (3, 4)],
        [(2, 5), (3, 4), (5, 8), (0, 9), (1, 1), (4, 7)],
        [(1, 5), (0, 5), (2, 5), (3, 3), (4, 8), (5, 9)],
        [(2, 9), (1, 3), (4, 5), (5, 4), (0, 3), (3, 1)],
        [(1, 3), (3, 3), (5, 9), (0, 10), (4, 4), (2, 1)],
    ];
    let activity = |at: usize| {
        let (machine, duration) = JOBS[at / 6][at % 6];
        let demands = (0..6).map(|m| u32::from(m == machine)).collect();
        let after = if at.is_multiple_of(6) { vec![] } else { vec![at - 1] };
        Activity { duration, demands, after }
    };
    Project::new(vec![1; 6], (0..36).map(activity).collect()).unwrap()
}

fn improved(project: &Project, schedules: u64, threads: usize) -> Improved {
    let improved = improve(project, &Improvement { budget: Budget::Schedules(schedules), seed: 7, threads });
    assert_eq!(verify(project, &improved.schedule), Ok(()));
    assert_eq!(improved.schedule.makespan(project), improved.makespan);
    assert!(improved.lower_bound <= improved.makespan);
    improved
}

#[test]
fn two_chains_end_at_13() {
    let found = improved(&two_chains(), 200, 1);
    assert_eq!(found.makespan, 13);
    assert_eq!(critical_path(&two_chains()), 10);
}

#[test]
fn six_by_six_ends_at_55() {
    let found = improved(&six_by_six(), 20_000, 1);
    assert_eq!(found.makespan, 55);
    assert!((47..=55).contains(&lower_bound(&six_by_six())));
}

/// By hand: 3 and 4 steps of two out of three units cannot overlap, so 7, though the chain is 4 and the
/// energy (2 · 3 + 2 · 4) / 3 rounds up to 5.
#[test]
fn what_cannot_overlap_adds_up() {
    let pair = project(&[3], &[(3, &[2], &[]), (4, &[2], &[])]);
    assert_eq!((critical_path(&pair), lower_bound(&pair)), (4, 7));
}

#[test]
fn nothing_to_do_is_done_at_once() {
    for project in [project(&[], &[]), project(&[2], &[(0, &[2], &[]), (0, &[1], &[0])])] {
        assert_eq!((improved(&project, 10, 2).makespan, lower_bound(&project)), (0, 0));
    }
}

/// 200 resources of large capacity fill more words than one; activity `i` and `i + 1` share resource `i` alone.
#[test]
fn many_resources_are_all_respected() {
    let n = 120;
    let activity = |i: usize| Activity {
        duration: 1 + (i as u32 % 5),
        demands: (0..n).map(|r| if r == i || r + 1 == i { 60_000 } else { 0 }).collect(),
        after: vec![],
    };
    let project = Project::new(vec![100_000; n], (0..n).map(activity).collect()).unwrap();
    // Neighbours last at most 4 + 5 steps, and odd ones beside even ones reach that.
    assert_eq!(improved(&project, 500, 1).makespan, 9);
}

#[test]
fn the_same_digits_on_any_number_of_threads() {
    let project = six_by_six();
    // Large enough a budget for populations that are shared between threads.
    let alone = improve_without_stop(&project, 1);
    assert_eq!(alone, improve_without_stop(&project, 2));
    assert_eq!(alone, improve_without_stop(&project, 8));
}

/// All jobs of [`six_by_six`] twice over, so that the optimum is not found at once.
fn improve_without_stop(project: &Project, threads: usize) -> Improved {
    let mut activities = project.activities().to_vec();
    activities.extend(project.activities().iter().map(|activity| {
        let after = activity.after.iter().map(|i| i + 36).collect();
        Activity { after, ..activity.clone() }
    }));
    let twice = Project::new(vec![1; 6], activities).unwrap();
    let found = improved(&twice, 30_000, threads);
    assert!(found.generated > 2_500, "stopped in its first, small population");
    found
}

#[test]
fn a_share_of_time_stops_the_search() {
    use std::sync::atomic::{AtomicU64, Ordering};
    let asked = AtomicU64::new(0);
    let share = || asked.fetch_add(1, Ordering::Relaxed) as f64 / 400.0;
    let budget = Budget::Share(&share);
    let found = improve(&six_by_six(), &Improvement { budget, seed: 1, threads: 2 });
    assert_eq!(verify(&six_by_six(), &found.schedule), Ok(()));
    assert!(asked.load(Ordering::Relaxed) < 450);
}

#[cfg(feature = "prove")]
#[test]
fn optima_are_proved() {
    // Three that cannot overlap, and a resource that none of them needs.
    let three = project(&[2, 1], &[(2, &[1, 0], &[]), (1, &[2, 0], &[]), (1, &[2, 0], &[])]);
    for (project, optimum) in [(two_chains(), 13), (six_by_six(), 55), (three, 4)] {
        // A poor schedule to begin with: the proof finds a better one by itself.
        let order: Vec<usize> = (0..project.activities().len()).collect();
        let schedule = serial_schedule(&project, &order, Direction::Forward);
        let makespan = schedule.makespan(&project);
        let known = Improved { schedule, makespan, lower_bound: 0, generated: 1 };
        let proved = prove(&project, known, &|| false);
        assert_eq!(verify(&project, &proved.schedule), Ok(()));
        assert_eq!((proved.makespan, proved.lower_bound), (optimum, optimum));
    }
}

#[cfg(feature = "prove")]
#[test]
fn a_stopped_proof_keeps_what_is_known() {
    let known = improved(&six_by_six(), 20_000, 1);
    let proved = prove(&six_by_six(), known.clone(), &|| true);
    assert_eq!((proved.schedule, proved.makespan), (known.schedule, known.makespan));
}

/// Projects in the manner of PSPLIB: few successors each, demands on some of the resources.
fn arb_project(activities: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Project> {
    let capacities = prop::collection::vec(1u32..=5, 1..=3);
    (capacities, activities).prop_flat_map(|(capacities, n)| {
        let demands: Vec<_> = capacities.iter().map(|&capacity| 0..=capacity).collect();
        let links = prop::collection::vec((0..n.max(1), 0..n.max(1)), 0..=n);
        (Just(capacities), prop::collection::vec((0u32..=4, demands), n), links).prop_map(build)
    })
}

type Parts = (Vec<u32>, Vec<(u32, Vec<u32>)>, Vec<(usize, usize)>);

fn build((capacities, activities, links): Parts) -> Project {
    let whole = |(duration, demands)| Activity { duration, demands, after: vec![] };
    let mut activities: Vec<Activity> = activities.into_iter().map(whole).collect();
    for (a, b) in links {
        if a != b {
            // From the larger index to the smaller: given orders need not be topological.
            activities[a.min(b)].after.push(a.max(b));
        }
    }
    Project::new(capacities, activities).unwrap()
}

/// The shortest makespan over every precedence-feasible list, each scheduled the plainest way there is.
///
/// Active schedules contain an optimal one, and serial generation reaches every active schedule.
fn brute_force(project: &Project, placed: &mut Vec<(usize, u32)>) -> u32 {
    let activities = project.activities();
    if placed.len() == activities.len() {
        return placed.iter().map(|&(i, start)| start + activities[i].duration).max().unwrap_or(0);
    }
    let finish = |placed: &[(usize, u32)], wanted: usize| {
        placed.iter().find(|(i, _)| *i == wanted).map(|&(i, start)| start + activities[i].duration)
    };
    let mut best = u32::MAX;
    for i in 0..activities.len() {
        let ready = activities[i].after.iter().map(|&b| finish(placed, b)).collect::<Option<Vec<u32>>>();
        let (None, Some(ready)) = (finish(placed, i), ready) else { continue };
        let fits_at = |time: u32| {
            project.capacities().iter().enumerate().all(|(r, &capacity)| {
                let runs =
                    |&&(j, start): &&(usize, u32)| start <= time && time < start + activities[j].duration;
                let busy: u32 = placed.iter().filter(runs).map(|&(j, _)| activities[j].demands[r]).sum();
                busy + activities[i].demands[r] <= capacity
            })
        };
        let mut start = ready.into_iter().max().unwrap_or(0);
        while !(start..start + activities[i].duration).all(fits_at) {
            start += 1;
        }
        placed.push((i, start));
        best = best.min(brute_force(project, placed));
        placed.pop();
    }
    best
}

fn arb_order(n: usize) -> impl Strategy<Value = Vec<usize>> {
    Just((0..n).collect::<Vec<usize>>()).prop_shuffle()
}

fn arb_project_and_order() -> impl Strategy<Value = (Project, Vec<usize>)> {
    arb_project(0..=14).prop_flat_map(|project| {
        let order = arb_order(project.activities().len());
        (Just(project), order)
    })
}

/// Returns whether `activity` could start one step earlier with all others where they are.
fn could_start_earlier(project: &Project, schedule: &Schedule, activity: usize) -> bool {
    (0..schedule.starts[activity]).any(|start| {
        let mut moved = schedule.clone();
        moved.starts[activity] = start;
        verify(project, &moved).is_ok()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_shortest_of_small_projects_is_found(project in arb_project(0..=6)) {
        let optimum = brute_force(&project, &mut Vec::new());
        let found = improved(&project, 2_000, 1);
        prop_assert_eq!(found.makespan, optimum);
        prop_assert!(lower_bound(&project) <= optimum);
        prop_assert!(critical_path(&project) <= optimum);
    }

    #[test]
    fn every_schedule_passes_the_checker((project, order) in arb_project_and_order()) {
        for direction in [Direction::Forward, Direction::Backward] {
            let serial = serial_schedule(&project, &order, direction);
            prop_assert_eq!(verify(&project, &serial), Ok(()));
            let parallel = parallel_schedule(&project, &order, direction);
            prop_assert_eq!(verify(&project, &parallel), Ok(()));
            let floor = lower_bound(&project);
            prop_assert!(serial.makespan(&project) >= floor && parallel.makespan(&project) >= floor);
        }
        improved(&project, 300, 2);
    }

    /// Kolisch (1996), theorem 1: nothing can start earlier unless something else moves.
    #[test]
    fn serial_schedules_are_active((project, order) in arb_project_and_order()) {
        let schedule = serial_schedule(&project, &order, Direction::Forward);
        for activity in 0..order.len() {
            prop_assert!(!could_start_earlier(&project, &schedule, activity));
        }
    }

    /// At no moment does something wait that is ready and fits until its end.
    #[test]
    fn parallel_schedules_are_active_too((project, order) in arb_project_and_order()) {
        let schedule = parallel_schedule(&project, &order, Direction::Forward);
        for activity in 0..order.len() {
            prop_assert!(!could_start_earlier(&project, &schedule, activity));
        }
    }

    #[test]
    fn justification_never_lengthens((project, order) in arb_project_and_order(), late in 0u32..5) {
        let mut schedule = parallel_schedule(&project, &order, Direction::Forward);
        for start in &mut schedule.starts {
            *start += late;
        }
        let justified = justify(&project, &schedule);
        prop_assert_eq!(verify(&project, &justified), Ok(()));
        prop_assert!(justified.makespan(&project) <= schedule.makespan(&project));
    }
}

#[cfg(feature = "prove")]
proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn proofs_agree_with_brute_force(project in arb_project(1..=6)) {
        let optimum = brute_force(&project, &mut Vec::new());
        let order: Vec<usize> = (0..project.activities().len()).collect();
        let schedule = serial_schedule(&project, &order, Direction::Backward);
        let makespan = schedule.makespan(&project);
        let known = Improved { schedule, makespan, lower_bound: 0, generated: 1 };
        let proved = prove(&project, known, &|| false);
        prop_assert_eq!(verify(&project, &proved.schedule), Ok(()));
        prop_assert_eq!((proved.makespan, proved.lower_bound), (optimum, optimum));
    }
}
