use offing_math::keyed::Quantity;

use super::super::tests::model;
use super::super::{ExecuteQuestion, execute};
use super::*;

fn proved(text: &str) -> Proof {
    let model = model(text);
    let answer = execute(&model, &ExecuteQuestion { draws: 200, ..ExecuteQuestion::default() });
    proof(&model, &answer, &|| false).expect("the outcome has a date")
}

/// Three jobs of one person: only if the one that the long job of another waits for goes first is all done in time.
#[test]
fn the_order_that_lets_others_begin_is_proved() {
    let proof = proved(
        "outcomes: { shop: { chosen: true, needs: [pay, ship] } }\ncapabilities: { pay: {}, ship: {} }\n\
         teams: { a: { people: 1 }, b: { people: 1 } }\ninitiatives:\n  \
         x: { takes: 20 days, staff: { a: 1 }, delivers: [pay] }\n  y: { takes: 10 days, staff: { a: 1 } }\n  \
         z: { takes: 30 days, staff: { b: 1 }, after: [y], delivers: [ship] }",
    );
    assert_eq!((proof.days, proof.at_least_days, proof.plan_days), (40.0, 40.0, 40.0));
    assert!(proof.is_optimal() && proof.all_paths && !proof.stopped);
    assert_eq!(proof.starts[0], (InitiativeId(1), 0.0), "y goes first");
}

/// The same, but x is in progress with 20 days left: y waits for its person until then, and is followed by 30 more.
/// Letting x wait would make it 40.
#[test]
fn work_in_progress_is_not_put_aside() {
    let proof = proved(
        "outcomes: { shop: { chosen: true, needs: [pay, ship] } }\ncapabilities: { pay: {}, ship: {} }\n\
         teams: { a: { people: 1 }, b: { people: 1 } }\ninitiatives:\n  \
         x: { takes: 30 days, started: 2026-02-20, staff: { a: 1 }, delivers: [pay] }\n  \
         y: { takes: 10 days, staff: { a: 1 } }\n  \
         z: { takes: 30 days, staff: { b: 1 }, after: [y], delivers: [ship] }",
    );
    assert_eq!((proof.days, proof.at_least_days), (60.0, 60.0));
}

/// The dearer path is shorter, and nothing of the other can be: 12 days against 35.
#[test]
fn the_shortest_of_all_paths_is_proved() {
    let proof = proved(
        "outcomes: { shop: { chosen: true, needs: [{ any: [pay, bill] }] } }\ncapabilities: { pay: {}, bill: {} }\n\
         initiatives:\n  x: { takes: 35 days, delivers: [pay] }\n  \
         y: { takes: 12 days, cost: 1M, delivers: [bill] }",
    );
    assert_eq!((proof.days, proof.at_least_days, proof.paths), (12.0, 12.0, 2));
    assert_eq!(proof.starts, [(InitiativeId(1), 0.0)]);
}

#[test]
fn where_nothing_is_to_be_reached_nothing_is_proved() {
    let model = model("outcomes: { shop: { needs: [pay] } }\ncapabilities: { pay: {} }");
    let answer = execute(&model, &ExecuteQuestion::default());
    assert_eq!(proof(&model, &answer, &|| false), Err(NoProof::NoDate));
}

/// Six pieces of work for two small teams, of lengths and in an order that luck says: no list of priorities, each piece
/// put as early as it fits, beats what is proved, and one of them is as good.
#[test]
fn no_order_of_six_beats_what_is_proved() {
    for case in 0..25_u64 {
        let luck = Quantity::named("case").luck(case);
        let pick = |which: u64, n: u64| luck.word(which) % n;
        let jobs: Vec<Job> = (0..6)
            .map(|at| Job {
                days: 1 + pick(at, 9) as usize,
                team: pick(10 + at, 2) as usize,
                people: 1 + pick(20 + at, 2),
                after: (at > 1 && pick(30 + at, 2) == 0).then(|| pick(40 + at, at) as usize),
            })
            .collect();
        let proof = proved(&text(&jobs));
        assert!(proof.is_optimal(), "case {case}: {proof:?}");
        assert_eq!(proof.days as usize, shortest(&jobs), "case {case}: {jobs:?}");
    }
}

#[derive(Debug)]
struct Job {
    days: usize,
    team: usize,
    people: u64,
    after: Option<usize>,
}

fn text(jobs: &[Job]) -> String {
    let names = ["a", "b", "c", "d", "e", "f"];
    let needs = names.map(|name| format!("can-{name}")).join(", ");
    let capabilities = names.map(|name| format!("can-{name}: {{}}")).join(", ");
    let initiatives = jobs.iter().zip(names).map(|(job, name)| {
        let after = job.after.map_or_else(String::new, |after| format!(", after: [{}]", names[after]));
        format!(
            "  {name}: {{ delivers: [can-{name}], takes: {} days, staff: {{ t{}: {} }}{after} }}\n",
            job.days, job.team, job.people
        )
    });
    format!(
        "outcomes: {{ all: {{ chosen: true, needs: [{needs}] }} }}\ncapabilities: {{ {capabilities} }}\n\
         teams: {{ t0: {{ people: 2 }}, t1: {{ people: 3 }} }}\ninitiatives:\n{}",
        initiatives.collect::<String>()
    )
}

/// Returns the end of the shortest schedule, by every order of priorities: among those that put each piece as early as
/// it fits (serial generation), one is as short as any.
fn shortest(jobs: &[Job]) -> usize {
    let mut best = usize::MAX;
    let mut order: Vec<usize> = (0..jobs.len()).collect();
    each_order(&mut order, 0, &mut |order| best = best.min(end_of(jobs, order)));
    best
}

fn each_order(order: &mut Vec<usize>, fixed: usize, visit: &mut impl FnMut(&[usize])) {
    if fixed == order.len() {
        return visit(order);
    }
    for at in fixed..order.len() {
        order.swap(fixed, at);
        each_order(order, fixed + 1, visit);
        order.swap(fixed, at);
    }
}

fn end_of(jobs: &[Job], order: &[usize]) -> usize {
    let people = [2, 3];
    let mut busy = vec![[0_u64; 2]; 80];
    let mut finish = vec![None; jobs.len()];
    // Passes over the list until all are placed: a piece waits until what it comes after is.
    while finish.contains(&None) {
        let ready = |at: &&usize| {
            let job = &jobs[**at];
            finish[**at].is_none() && job.after.is_none_or(|after| finish[after].is_some())
        };
        let at = *order.iter().find(ready).expect("nothing goes in circles");
        let job = &jobs[at];
        let from = job.after.and_then(|after| finish[after]).unwrap_or(0);
        let fits = |start: &usize| {
            (*start..start + job.days).all(|day| busy[day][job.team] + job.people <= people[job.team])
        };
        let start = (from..).find(fits).expect("the days are enough for all of it");
        (start..start + job.days).for_each(|day| busy[day][job.team] += job.people);
        finish[at] = Some(start + job.days);
    }
    finish.into_iter().flatten().max().unwrap_or(0)
}
