//! Draws against figures worked out by hand.
#![allow(clippy::float_cmp, reason = "tests ask for the same digits")]

use offing_analysis::draws::{Draw, Plan, Simulation, Tally};
use offing_model::{InitiativeId, Inputs, Model, OutcomeId, read};

const N: u64 = 40_000;

fn model(text: &str) -> Model {
    let text =
        format!("company: {{ as-of: 2026-01-01, runway: 10 years, discount: 0%, correlation: 0 }}\n{text}");
    model_of(&text)
}

fn model_of(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, jiff::civil::date(2026, 1, 1)));
    reading.model.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

fn draws(model: &Model) -> Vec<Draw> {
    let sim = Simulation::of(model, 7);
    sim.draws(&sim.chosen_first(), 0..N)
}

/// Asserts that a share of draws is what it should be, within four standard errors.
fn assert_share(found: f64, expected: f64, what: &str) {
    let error = (expected * (1.0 - expected) / N as f64).sqrt();
    assert!((found - expected).abs() <= 4.0 * error + 1e-12, "{what}: {found} is not {expected} ± {error}");
}

fn share(draws: &[Draw], of: impl Fn(&Draw) -> bool) -> f64 {
    draws.iter().filter(|draw| of(draw)).count() as f64 / draws.len() as f64
}

#[test]
fn one_enabled_outcome_is_found_by_its_odds() {
    let model = model(
        "outcomes: { a: { chosen: true, odds: 30%, learn: 10 days, needs: [x] } }\ncapabilities: { x: { have: true } }",
    );
    let draws = draws(&model);
    assert_share(share(&draws, |draw| draw.found == Some(OutcomeId(0))), 0.3, "found");
    assert!(draws.iter().all(|draw| draw.tries == 1 && draw.chosen_day == 0.0));
    assert!(
        draws.iter().filter(|draw| draw.found.is_some()).all(|draw| draw.day == 10.0 && draw.value == 1.0)
    );
}

/// By hand: 1 − 0.7 · 0.6 · 0.8 = 0.664; tried one after the other, by falling odds after the chosen one.
#[test]
fn enabled_outcomes_are_tried_until_one_is_found() {
    let model = model(
        "outcomes:\n  a: { chosen: true, odds: 30%, learn: 10 days, needs: [x] }\n  b: { odds: 20%, learn: 10 days, needs: [x] }\n  c: { odds: 40%, learn: 10 days, needs: [x] }\ncapabilities: { x: { have: true } }",
    );
    let draws = draws(&model);
    assert_share(share(&draws, |draw| draw.found.is_some()), 0.664, "any");
    assert_share(share(&draws, |draw| draw.found == Some(OutcomeId(0))), 0.3, "first the chosen one");
    assert_share(share(&draws, |draw| draw.found == Some(OutcomeId(2))), 0.7 * 0.4, "then the likelier one");
    assert_share(share(&draws, |draw| draw.found == Some(OutcomeId(1))), 0.7 * 0.6 * 0.2, "then the last");
    assert!(
        draws
            .iter()
            .filter(|draw| draw.found == Some(OutcomeId(1)))
            .all(|draw| draw.tries == 3 && draw.day == 30.0)
    );
}

/// Learning takes 10 days each; of two trials 15 days allow one.
#[test]
fn a_runway_shorter_than_the_second_trial_allows_one() {
    let text = "company: { as-of: 2026-01-01, runway: 15 days }\noutcomes:\n  a: { chosen: true, odds: 30%, learn: 10 days, needs: [x] }\n  b: { odds: 90%, learn: 10 days, needs: [x] }\ncapabilities: { x: { have: true } }";
    let short = draws(&model_of(text));
    assert_share(share(&short, |draw| draw.found.is_some()), 0.3, "15 days");
    assert!(short.iter().all(|draw| draw.tries == 1));
    let long = draws(&model_of(&text.replace("15 days", "20 days")));
    assert_share(share(&long, |draw| draw.found.is_some()), 0.93, "20 days");
}

/// Without a chosen outcome the higher of odds × value goes first: 0.2 · 90 = 18 over 0.5 · 30 = 15.
#[test]
fn value_decides_who_is_tried_first() {
    let text = "outcomes:\n  a: { odds: 50%, value: 30M, learn: 10 days, needs: [x] }\n  b: { odds: 20%, value: 90M, learn: 10 days, needs: [x] }\ncapabilities: { x: { have: true } }";
    let first = draws(&model(text));
    assert_share(share(&first, |draw| draw.found == Some(OutcomeId(1))), 0.2, "b");
    assert_share(share(&first, |draw| draw.found == Some(OutcomeId(0))), 0.8 * 0.5, "a");
    let value = Tally::of(&first).value;
    assert!((value - (0.2 * 90e6 + 0.4 * 30e6)).abs() < 4.0 * Tally::of(&first).value_stderr, "{value}");
    let turned = draws(&model(&text.replace("90M", "60M")));
    assert_share(share(&turned, |draw| draw.found == Some(OutcomeId(0))), 0.5, "a first");
}

/// Enabled after one year of work, learned at once, worth 100 less 10 %.
#[test]
fn value_is_discounted_from_the_day_it_was_enabled() {
    let model = model_of(
        "company: { as-of: 2026-01-01, discount: 10% }\noutcomes: { a: { chosen: true, odds: 100%, value: 100, learn: 2 years, needs: [x] } }\ncapabilities: { x: {} }\ninitiatives: { w: { delivers: [x], takes: 1 year } }",
    );
    let draws = draws(&model);
    assert!(draws.iter().all(|draw| (draw.value - 100.0 / 1.1).abs() < 1e-9 && draw.day == 3.0 * 365.25));
}

/// Two pieces of work of 10 days by one person: 20 days; by two: 10. The one that fails half the time takes the
/// outcome with it.
#[test]
fn people_are_shared_and_failure_is_for_good() {
    let text = "outcomes: { a: { chosen: true, odds: 100%, learn: 1 day, needs: [x, y] } }\ncapabilities: { x: {}, y: {} }\nteams: { t: { people: 1 } }\ninitiatives:\n  w: { delivers: [x], takes: 10 days, staff: { t: 1 }, odds: 50% }\n  v: { delivers: [y], takes: 10 days, staff: { t: 1 } }";
    let one = draws(&model(text));
    assert_share(share(&one, |draw| draw.found.is_some()), 0.5, "found");
    assert!(
        one.iter()
            .filter(|draw| draw.found.is_some())
            .all(|draw| draw.day == 21.0 && draw.chosen_day == 20.0)
    );
    assert!(
        one.iter()
            .filter(|draw| draw.found.is_none())
            .all(|draw| draw.day == 10.0 && draw.chosen_day.is_infinite())
    );
    let two = draws(&model(&text.replace("people: 1", "people: 2")));
    assert!(two.iter().filter(|draw| draw.found.is_some()).all(|draw| draw.day == 11.0));
}

/// The cheaper way fails half the time; the dearer one is there then. Nothing pivots, so the order stays.
#[test]
fn a_way_that_fails_leaves_the_other() {
    let model = model(
        "outcomes: { a: { chosen: true, odds: 100%, learn: 1 day, needs: [x] } }\ncapabilities: { x: {} }\nteams: { t: { people: 1, cost-per-week: 7 } }\ninitiatives:\n  cheap: { delivers: [x], takes: 10 days, staff: { t: 1 }, odds: 50% }\n  dear: { delivers: [x], takes: 30 days, staff: { t: 1 } }",
    );
    let draws = draws(&model);
    assert!(draws.iter().all(|draw| draw.found.is_some()));
    assert_share(share(&draws, |draw| draw.day == 11.0), 0.5, "by the cheap way");
    assert_share(share(&draws, |draw| draw.day == 41.0), 0.5, "by the dear way");
}

/// `until` is day 20. Work of 10 days is in time, work of 30 days is not.
#[test]
fn what_comes_after_until_does_not_count() {
    let text = "outcomes: { a: { chosen: true, odds: 100%, learn: 50 days, until: 2026-01-21, needs: [x] } }\ncapabilities: { x: {} }\ninitiatives: { w: { delivers: [x], takes: 10 days } }";
    assert!(draws(&model(text)).iter().all(|draw| draw.found.is_some() && draw.day == 60.0));
    let late = draws(&model(&text.replace("10 days }", "30 days }")));
    assert!(late.iter().all(|draw| draw.found.is_none() && draw.day == 20.0 && draw.chosen_day == 30.0));
}

/// Unknown counts as one half, a percentage as a chance, a date from its day on.
#[test]
fn what_is_unknown_is_drawn_and_dates_come() {
    let text = "outcomes: { a: { chosen: true, odds: 100%, learn: 1 day, needs: [x] } }\ncapabilities: { x: { have: HAVE } }";
    let with = |have: &str| draws(&model(&text.replace("HAVE", have)));
    assert_share(share(&with("unknown"), |draw| draw.found.is_some()), 0.5, "unknown");
    assert_share(share(&with("20%"), |draw| draw.found.is_some()), 0.2, "20 %");
    assert!(with("2026-01-31").iter().all(|draw| draw.chosen_day == 30.0 && draw.day == 31.0));
    assert!(with("2025-01-31").iter().all(|draw| draw.chosen_day == 0.0));
}

/// After the chosen outcome is refuted on day 10, the option's work goes to the front: its 20 days began on day 0
/// only where the plan put it there.
#[test]
fn a_turn_moves_the_way_to_the_front() {
    let text = "outcomes:\n  a: { chosen: true, odds: 0%, learn: 10 days, needs: [x] }\n  b: { odds: 100%, learn: 1 day, needs: [y] }\ncapabilities: { x: { have: true }, y: {}, z: {} }\nteams: { t: { people: 1 } }\ninitiatives:\n  other: { delivers: [z], takes: 100 days, staff: { t: 1 } }\n  open-b: { delivers: [y], takes: 20 days, staff: { t: 1 } }";
    let model = model(text);
    let sim = Simulation::of(&model, 7);
    // `other` runs first and is paused on day 10.
    let text_order = sim.draws(&sim.text_order(), 0..100);
    assert!(text_order.iter().all(|draw| draw.day == 31.0 && draw.tries == 2), "{:?}", text_order[0]);
    let option_first = sim.draws(&Plan { order: vec![InitiativeId(1)] }, 0..100);
    assert!(option_first.iter().all(|draw| draw.day == 21.0));
    // A plan that leaves it out takes it up when the company turns to it.
    let left_out = sim.draws(&Plan { order: vec![InitiativeId(0)] }, 0..100);
    assert!(left_out.iter().all(|draw| draw.day == 31.0));
}

/// Paused work keeps its remainder: 100 days of work, paused on day 10 for 20 days, end on day 120.
#[test]
fn paused_work_keeps_its_remainder() {
    let text = "outcomes:\n  a: { chosen: true, odds: 0%, learn: 10 days, needs: [x] }\n  b: { odds: 99%, value: 9, learn: 1 day, needs: [y] }\n  c: { odds: 100%, value: 1, learn: 1 day, needs: [z] }\ncapabilities: { x: { have: true }, y: {}, z: {} }\nteams: { t: { people: 1 } }\ninitiatives:\n  other: { delivers: [z], takes: 100 days, staff: { t: 1 } }\n  open-b: { delivers: [y], takes: 20 days, staff: { t: 1 } }";
    let model = model(text);
    let sim = Simulation::of(&model, 7);
    let draws = sim.draws(&sim.text_order(), 0..N);
    assert_share(share(&draws, |draw| draw.found == Some(OutcomeId(1)) && draw.day == 31.0), 0.99, "b");
    let third: Vec<&Draw> = draws.iter().filter(|draw| draw.found == Some(OutcomeId(2))).collect();
    assert!(!third.is_empty() && third.iter().all(|draw| draw.day == 121.0), "{:?}", third.first());
}

/// By hand: a (30 %, worth 10) is pursued, its enabling takes 100 days; an experiment on it ends on day 5. With an
/// accuracy of 100 % a no turns the company to b (enabled, 20 %, worth 10) at once.
#[test]
fn an_experiment_turns_the_company() {
    let text = "outcomes:\n  a: { chosen: true, odds: 30%, value: 10, learn: 1 day, needs: [x] }\n  b: { odds: 20%, value: 10, learn: 1 day, needs: [y] }\ncapabilities: { x: {}, y: { have: true } }\ninitiatives:\n  w: { delivers: [x], takes: 100 days }\n  probe: { takes: 5 days, tests: { outcome: a, accuracy: ACC } }";
    let sure = draws(&model(&text.replace("ACC", "100%")));
    assert_share(share(&sure, |draw| draw.found == Some(OutcomeId(0)) && draw.day == 101.0), 0.3, "a");
    assert_share(
        share(&sure, |draw| draw.found == Some(OutcomeId(1)) && draw.day == 6.0),
        0.7 * 0.2,
        "b at once",
    );
    // A coin tells nothing: b comes after a is refuted.
    let coin = draws(&model(&text.replace("ACC", "50%")));
    assert!(coin.iter().filter(|draw| draw.found == Some(OutcomeId(1))).all(|draw| draw.day == 102.0));
    assert_share(share(&coin, |draw| draw.found.is_some()), 0.3 + 0.7 * 0.2, "both");
}

/// By hand: 10 % after a strong signal for is 1/9 · 10, so 10/19; one dated after `as-of` is not seen yet.
#[test]
fn signals_move_the_odds_that_are_drawn() {
    let model = model(
        "outcomes: { a: { chosen: true, odds: 10%, learn: 1 day, needs: [x] } }\ncapabilities: { x: { have: true } }\nsignals:\n  - { date: 2025-12-01, about: a, says: for, strength: strong }\n  - { date: 2026-02-01, about: a, says: against, strength: strong }",
    );
    assert_share(share(&draws(&model), |draw| draw.found.is_some()), 10.0 / 19.0, "found");
}

/// What has no estimate, or more staff than its team, is never done; the draw goes on without.
#[test]
fn work_without_an_estimate_is_never_done() {
    let model = model(
        "outcomes:\n  a: { chosen: true, odds: 100%, learn: 1 day, needs: [x] }\n  b: { odds: 100%, learn: 1 day, needs: [y] }\ncapabilities: { x: {}, y: {} }\nteams: { t: { people: 1 } }\ninitiatives:\n  w: { delivers: [x], staff: { t: 1 } }\n  v: { delivers: [y], takes: 10 days, staff: { t: 1 } }\n  u: { delivers: [y], takes: 1 day, staff: { t: 2 } }",
    );
    let draws = draws(&model);
    assert!(draws.iter().all(|draw| draw.found == Some(OutcomeId(1)) && draw.day == 11.0 && draw.tries == 1));
    assert_eq!(Simulation::of(&model, 1).never_done().count(), 2);
}

/// Started 10 days ago, exact 30 days: 20 are left, and its people are busy from the start.
#[test]
fn started_work_keeps_what_is_left_and_its_people() {
    let model = model(
        "outcomes: { a: { chosen: true, odds: 100%, learn: 1 day, needs: [x] } }\ncapabilities: { x: {}, y: {} }\nteams: { t: { people: 1 } }\ninitiatives:\n  w: { delivers: [x], takes: 5 days, staff: { t: 1 } }\n  v: { delivers: [y], takes: 30 days, staff: { t: 1 }, started: 2025-12-22 }",
    );
    assert!(draws(&model).iter().all(|draw| draw.chosen_day == 25.0));
}

/// No outcome at all, none that can be opened, no initiative: answers, not hangs.
#[test]
fn empty_worlds_find_nothing() {
    for text in [
        "capabilities: { x: {} }",
        "outcomes: { a: { needs: [x] } }\ncapabilities: { x: {} }",
        "outcomes: { a: { chosen: true, needs: [x] } }\ncapabilities: { x: {} }",
    ] {
        let draws = draws(&model(text));
        assert!(draws.iter().all(|draw| draw.found.is_none() && draw.tries == 0), "{text}");
    }
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let model = model_of(include_str!("../../../../models/corner-shop.yaml"));
    let sim = Simulation::of(&model, 3);
    let plan = sim.chosen_first();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (sim.draws(&plan, 0..2_000), sim.report(&plan, 0..2_000)))
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(5));
}
