use super::*;
use crate::dist::{Dist, Lognormal};
use crate::keyed::Quantity;
use proptest::prelude::*;

fn activity(staff: &[(usize, u32)], after: &[usize]) -> Activity {
    Activity { staff: staff.to_vec(), after: after.to_vec(), ..Activity::default() }
}

fn lognormal(low: f64, high: f64) -> Dist {
    Dist::Lognormal(Lognormal::from_interval90(low, high).unwrap())
}

fn estimates(takes: &[Dist], correlation: f64) -> Estimates {
    let estimate = |(idx, &takes): (usize, &Dist)| Estimate {
        takes,
        elapsed: 0.0,
        own: Quantity::named("own").part(idx as u64),
        team: Some(Quantity::named("team")),
    };
    let estimates: Vec<Estimate> = takes.iter().enumerate().map(estimate).collect();
    Estimates::new(17, correlation, &estimates)
}

/// The forecast of all activities in the order listed, with the finish of all as the milestone.
fn all_finished(project: &Project, estimates: &Estimates, n_draws: u64) -> Forecast {
    let all: Vec<usize> = (0..project.n_activities()).collect();
    let order = Order::new(project, &all);
    let milestones = [Milestone::all_finished(all)];
    let question = ForecastQuestion::new(project, &order, &milestones, 0..n_draws);
    forecast(&question, |draw, durations| estimates.draw(draw, durations))
}

fn one_schedule(project: &Project, order: &[usize], durations: &[f64]) -> Schedule {
    let mut schedule = Schedule::default();
    schedule.make(project, &Order::new(project, order), durations);
    schedule
}

fn critical(project: &Project, schedule: &Schedule, milestone: &Milestone) -> (Vec<bool>, Vec<f64>) {
    let mut criticality = Criticality::default();
    criticality.trace(project, schedule, milestone);
    (criticality.is_critical().to_vec(), criticality.waits().to_vec())
}

/// The standard error of a quantile is √(p(1 − p)/n) over the density there; five of these are allowed.
fn assert_quantiles(found: &Sample, cdf: impl Fn(f64) -> f64) {
    for p in [0.05, 0.2, 0.5, 0.8, 0.95] {
        let reached = cdf(found.quantile(p));
        let error = (p * (1.0 - p) / found.n() as f64).sqrt();
        assert!((reached - p).abs() < 5.0 * error, "{p}: {} has {reached} below it", found.quantile(p));
    }
}

#[test]
fn one_initiative_has_the_quantiles_of_its_estimate() {
    let project = Project::new(&[2], &[activity(&[(0, 2)], &[])]).unwrap();
    let takes = lognormal(6.0, 14.0);
    let forecast = all_finished(&project, &estimates(&[takes], 0.3), 20_000);
    assert_quantiles(&forecast.finishes[0], |days| takes.cdf(days));
    assert_eq!((forecast.criticality[0], forecast.influence[0]), (1.0, 1.0));
}

/// By hand: 2 + 3 + 4.
#[test]
fn a_chain_of_exact_ones_takes_their_sum() {
    let chain = [activity(&[(0, 1)], &[]), activity(&[(0, 1)], &[0]), activity(&[(0, 1)], &[1])];
    let project = Project::new(&[5], &chain).unwrap();
    let forecast = all_finished(&project, &estimates(&[2.0, 3.0, 4.0].map(Dist::Point), 0.3), 100);
    for p in [0.0, 0.5, 1.0] {
        assert_eq!(
            forecast.starts.iter().map(|start| start.quantile(p)).collect::<Vec<_>>(),
            [0.0, 2.0, 5.0]
        );
        assert_eq!(forecast.milestones[0].quantile(p), 9.0);
    }
    assert_eq!(forecast.criticality, [1.0; 3]);
    assert_eq!(forecast.influence, [0.0; 3]);
}

/// Independent: P(max ≤ t) = F(t)². With one luck: F(t).
#[test]
fn two_in_parallel_take_the_longer() {
    let project = Project::new(&[4], &[activity(&[(0, 2)], &[]), activity(&[(0, 2)], &[])]).unwrap();
    let takes = lognormal(6.0, 14.0);
    let independent = all_finished(&project, &estimates(&[takes; 2], 0.0), 20_000);
    assert_quantiles(&independent.milestones[0], |days| takes.cdf(days) * takes.cdf(days));
    assert!((independent.criticality[0] - 0.5).abs() < 5.0 * (0.25 / 20_000.0_f64).sqrt());
    assert!((independent.criticality[0] + independent.criticality[1] - 1.0).abs() < 1e-12);
    let shared = all_finished(&project, &estimates(&[takes; 2], 1.0), 20_000);
    assert_quantiles(&shared.milestones[0], |days| takes.cdf(days));
    assert_eq!(shared.criticality, [1.0, 1.0]);
}

/// With too few people the two follow each other; equal shares of luck make that 2x in every draw.
#[test]
fn two_that_share_their_people_take_turns() {
    let project = Project::new(&[3], &[activity(&[(0, 2)], &[]), activity(&[(0, 2)], &[])]).unwrap();
    let takes = lognormal(6.0, 14.0);
    let forecast = all_finished(&project, &estimates(&[takes; 2], 1.0), 20_000);
    assert_quantiles(&forecast.milestones[0], |days| takes.cdf(days / 2.0));
    assert_eq!(forecast.criticality, [1.0, 1.0]);
    let TeamWait { share, mean, critical_share, critical_mean } = forecast.teams[0];
    assert_eq!((share, critical_share), (1.0, 1.0));
    assert!((mean / takes.mean() - 1.0).abs() < 0.01 && (mean - critical_mean).abs() < 1e-9, "{mean}");
}

/// Started work holds its people from the first moment, and ends as its conditional remainder does:
/// P(left ≤ t) = (F(11 + t) − F(11)) / (1 − F(11)).
#[test]
fn started_work_keeps_what_is_left_of_it() {
    let started = Activity { running: true, ..activity(&[(0, 2)], &[]) };
    let project = Project::new(&[2], &[activity(&[(0, 1)], &[]), started]).unwrap();
    let takes = lognormal(6.0, 14.0);
    let own = Quantity::named("started");
    let estimates = [
        Estimate { takes: Dist::Point(1.0), elapsed: 0.0, own, team: None },
        Estimate { takes, elapsed: 11.0, own, team: None },
    ];
    let forecast = all_finished(&project, &Estimates::new(1, 0.3, &estimates), 20_000);
    let conditional = |left: f64| (takes.cdf(11.0 + left) - takes.cdf(11.0)) / (1.0 - takes.cdf(11.0));
    assert_quantiles(&forecast.finishes[1], conditional);
    assert_quantiles(&forecast.starts[0], conditional);
    assert_eq!(forecast.starts[1].quantile(1.0), 0.0);
}

#[test]
fn running_work_that_holds_more_than_there_is_delays_all_else() {
    let running = |people| Activity { running: true, ..activity(&[(0, people)], &[]) };
    let project = Project::new(&[3], &[running(2), running(2), activity(&[(0, 2)], &[])]).unwrap();
    let schedule = one_schedule(&project, &[2, 0, 1], &[3.0, 5.0, 1.0]);
    assert_eq!(schedule.starts(), [0.0, 0.0, 5.0]);
}

#[test]
fn what_is_not_done_never_finishes_nor_does_what_comes_after_it() {
    let project =
        Project::new(&[2], &[activity(&[(0, 2)], &[]), activity(&[], &[0]), activity(&[(0, 2)], &[])])
            .unwrap();
    let schedule = one_schedule(&project, &[2, 1], &[3.0, 5.0, 1.0]);
    assert_eq!(schedule.finishes(), [f64::INFINITY, f64::INFINITY, 1.0]);
    assert_eq!(critical(&project, &schedule, &Milestone::Finished(1)).0, [false; 3]);
}

/// By hand: team 0 has 2 people. At 0 the first (1 person) and the third start, the second needs both.
/// At 4 the third ends, at 6 the first: then the second starts, waited for 6, and lets the fourth start.
#[test]
fn what_is_critical_goes_back_through_people_and_predecessors() {
    let activities = [
        activity(&[(0, 1)], &[]),
        activity(&[(0, 2)], &[]),
        activity(&[(0, 1)], &[]),
        activity(&[(1, 1)], &[1]),
        Activity { not_before: 30.0, ..activity(&[(1, 1)], &[3]) },
    ];
    let project = Project::new(&[2, 1], &activities).unwrap();
    let schedule = one_schedule(&project, &[0, 1, 2, 3, 4], &[6.0, 3.0, 4.0, 2.0, 1.0]);
    assert_eq!(schedule.starts(), [0.0, 6.0, 0.0, 9.0, 30.0]);
    assert_eq!(schedule.waits(), [6.0, 0.0]);
    let fourth = critical(&project, &schedule, &Milestone::Finished(3));
    assert_eq!(fourth, (vec![true, true, false, true, false], vec![6.0, 0.0]));
    let held_by_date = critical(&project, &schedule, &Milestone::Finished(4));
    assert_eq!(held_by_date, (vec![false, false, false, false, true], vec![0.0, 0.0]));
}

#[test]
fn work_that_takes_no_time_lets_its_followers_start_at_once() {
    let project =
        Project::new(&[1], &[activity(&[(0, 1)], &[]), activity(&[], &[0]), activity(&[(0, 1)], &[1])])
            .unwrap();
    let schedule = one_schedule(&project, &[2, 1, 0], &[2.0, 0.0, 1.0]);
    assert_eq!(schedule.starts(), [0.0, 2.0, 2.0]);
    assert_eq!(critical(&project, &schedule, &Milestone::Finished(2)).0, [true; 3]);
}

/// More draws than are kept: the mean of exact ones, and memory that is counted, not kept.
#[test]
fn more_draws_than_are_kept_are_counted() {
    let project = Project::new(&[2], &[activity(&[(0, 2)], &[])]).unwrap();
    let order = Order::new(&project, &[0]);
    let takes = lognormal(6.0, 14.0);
    let estimates = estimates(&[takes], 0.3);
    let milestones = [Milestone::Finished(0)];
    let question =
        ForecastQuestion { keep: 1000, ..ForecastQuestion::new(&project, &order, &milestones, 0..50_000) };
    let forecast = forecast(&question, |draw, durations| estimates.draw(draw, durations));
    assert!(!forecast.finishes[0].is_exact());
    assert!((forecast.finishes[0].mean() / takes.mean() - 1.0).abs() < 0.01);
    for p in [0.05, 0.5, 0.8, 0.95] {
        assert!((forecast.milestones[0].quantile(p) / takes.quantile(p) - 1.0).abs() < 0.01);
        assert!((forecast.milestones[0].share_within(takes.quantile(p)) - p).abs() < 0.01);
    }
    assert_eq!((forecast.n_draws, forecast.influence[0]), (50_000, 1.0));
}

#[test]
fn a_forecast_that_is_stopped_is_of_the_draws_made() {
    let project = Project::new(&[2], &[activity(&[(0, 2)], &[])]).unwrap();
    let order = Order::new(&project, &[0]);
    let estimates = estimates(&[lognormal(6.0, 14.0)], 0.3);
    let question = ForecastQuestion::new(&project, &order, &[], 0..20_000);
    let stop_early = |done| if done > 6000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
    let forecast = forecast_watched(&question, |draw, durations| estimates.draw(draw, durations), stop_early);
    assert_eq!((forecast.n_draws, forecast.finishes[0].n()), (8192, 8192));
}

/// Thirty activities over three teams, with every kind of tie between them.
fn tangled() -> (Project, Estimates) {
    let luck = Quantity::named("tangled").luck(4);
    let number = |idx: usize, what: u64, below: f64| (luck.uniform(idx as u64 * 10 + what) * below) as usize;
    let activities: Vec<Activity> = (0..30)
        .map(|idx| Activity {
            staff: vec![(number(idx, 0, 3.0), 1 + number(idx, 1, 3.0) as u32), (number(idx, 2, 3.0), 1)],
            after: (0..number(idx, 3, 3.0).min(idx))
                .map(|nth| number(idx, 4 + nth as u64, idx as f64))
                .collect(),
            not_before: if idx % 7 == 6 { 20.0 } else { 0.0 },
            running: idx == 3,
        })
        .collect();
    let takes: Vec<Dist> = (0..30).map(|idx| lognormal(2.0 + idx as f64 / 5.0, 12.0 + idx as f64)).collect();
    (Project::new(&[4, 4, 4], &activities).unwrap(), estimates(&takes, 0.3))
}

#[test]
fn the_same_digits_on_1_2_and_8_threads() {
    let (project, estimates) = tangled();
    let order = Order::new(&project, &(0..30).rev().collect::<Vec<_>>());
    let milestones = [Milestone::all_finished([29, 28, 20]), Milestone::Finished(3)];
    let digits = |n_threads: usize, keep: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        let question =
            ForecastQuestion { keep, ..ForecastQuestion::new(&project, &order, &milestones, 5..9_000) };
        let forecast =
            pool.install(|| forecast(&question, |draw, durations| estimates.draw(draw, durations)));
        format!("{forecast:?}")
    };
    for keep in [20_000, 500] {
        let one = digits(1, keep);
        assert!(one == digits(2, keep) && one == digits(8, keep));
    }
}

#[test]
fn moments_are_those_of_the_forecast() {
    let (project, estimates) = tangled();
    let order = Order::new(&project, &(0..30).collect::<Vec<_>>());
    let milestones = [Milestone::all_finished(0..30)];
    let question = ForecastQuestion::new(&project, &order, &milestones, 100..1100);
    let draw_durations = |draw: u64, durations: &mut [f64]| estimates.draw(draw, durations);
    let moments = moments(&question, &milestones[0], draw_durations);
    let forecast = forecast(&question, draw_durations);
    assert_eq!(moments.len(), 1000);
    for p in [0.0, 0.5, 0.8, 1.0] {
        assert_eq!(stats::quantile(&moments, p), forecast.milestones[0].quantile(p));
    }
}

/// Two of one team in turn, then one that comes after the first: right at 0, 2 and 2; then wrong in
/// every way.
#[test]
fn the_checker_sees_what_is_wrong() {
    let activities = [activity(&[(0, 2)], &[]), activity(&[(0, 2)], &[]), activity(&[(0, 1)], &[0])];
    let project = Project::new(&[3], &activities).unwrap();
    let order = Order::new(&project, &[0, 2, 1]);
    let durations = [2.0, 3.0, 1.0];
    let check = |starts: [f64; 3]| {
        let finishes: Vec<f64> =
            starts.iter().zip(durations).map(|(start, duration)| start + duration).collect();
        verify(&project, &order, &durations, &starts, &finishes)
    };
    assert_eq!(check([0.0, 2.0, 2.0]), Ok(()));
    assert_eq!(check([0.0, 2.0, 1.0]), Err(Violation::TooEarly(2)));
    assert_eq!(check([0.0, 1.0, 2.0]), Err(Violation::TooFewPeople(1)));
    assert_eq!(check([0.0, 4.0, 2.0]), Err(Violation::Idle(1, 2.0)));
    assert_eq!(check([3.0, 0.0, 5.0]), Err(Violation::OutOfTurn(0, 0.0)));
    assert_eq!(
        verify(&project, &order, &durations, &[0.0, 2.0, 2.0], &[2.0; 3]),
        Err(Violation::Duration(1))
    );
}

prop_compose! {
    fn arb_activity(idx: usize)(
        staff in prop::collection::vec((0..3_usize, 1..4_u32), 0..3),
        after in prop::collection::vec(0..idx.max(1), 0..3),
        not_before in prop_oneof![3 => Just(0.0), 1 => 0.0..10.0_f64],
        is_running in prop::bool::weighted(0.1),
    ) -> Activity {
        Activity { staff, after: if idx == 0 { vec![] } else { after }, not_before, running: is_running }
    }
}

fn arb_project() -> impl Strategy<Value = (Project, Vec<usize>, Vec<f64>)> {
    // Whole durations make ties, and 0 makes flashes.
    let duration =
        prop_oneof![3 => (0..6_u32).prop_map(f64::from), 3 => 0.1..9.0_f64, 1 => Just(f64::INFINITY)];
    (1..16_usize).prop_flat_map(move |n| {
        let activities: Vec<_> = (0..n).map(arb_activity).collect();
        let order = Just((0..n).collect::<Vec<_>>()).prop_shuffle();
        (activities, order, prop::collection::vec(duration.clone(), n), 0..3_usize).prop_map(
            |(activities, mut order, durations, n_left_out)| {
                order.truncate(order.len().saturating_sub(n_left_out).max(1));
                (Project::new(&[7, 7, 7], &activities).unwrap(), order, durations)
            },
        )
    })
}

proptest! {
    #[test]
    fn every_schedule_passes_the_checker((project, order, durations) in arb_project()) {
        let schedule = one_schedule(&project, &order, &durations);
        let order = Order::new(&project, &order);
        prop_assert_eq!(verify(&project, &order, &durations, schedule.starts(), schedule.finishes()), Ok(()));
    }

    /// Memory used again carries nothing over.
    #[test]
    fn a_schedule_does_not_depend_on_the_one_before(
        (first, first_order, first_durations) in arb_project(), (project, order, durations) in arb_project(),
    ) {
        let mut schedule = one_schedule(&first, &first_order, &first_durations);
        schedule.make(&project, &Order::new(&project, &order), &durations);
        let fresh = one_schedule(&project, &order, &durations);
        prop_assert_eq!((schedule.starts(), schedule.waits()), (fresh.starts(), fresh.waits()));
        let last = Milestone::all_finished(order);
        prop_assert_eq!(critical(&project, &schedule, &last), critical(&project, &fresh, &last));
    }

    /// Every chain goes back to a start that nothing else explains: time 0, or a date.
    #[test]
    fn critical_chains_have_no_gap((project, order, durations) in arb_project()) {
        let schedule = one_schedule(&project, &order, &durations);
        let reached: Vec<usize> = order.into_iter().filter(|&idx| schedule.finishes()[idx] < f64::INFINITY).collect();
        let (is_critical, _) = critical(&project, &schedule, &Milestone::all_finished(reached));
        for activity in (0..project.n_activities()).filter(|&idx| is_critical[idx]) {
            let start = schedule.starts()[activity];
            let is_explained = start <= 0.0
                || start.to_bits() == project.not_before(activity).to_bits()
                || (0..project.n_activities()).any(|cause| is_critical[cause] && schedule.finishes()[cause].to_bits() == start.to_bits());
            prop_assert!(is_explained, "{} starts at {} for no reason", activity, start);
        }
    }
}
