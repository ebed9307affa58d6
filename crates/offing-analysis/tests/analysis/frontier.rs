//! Frontiers against enumeration, and what information is worth against figures worked out by hand.
#![allow(clippy::float_cmp, reason = "tests ask for the same digits")]

use offing_analysis::balance::{Balance, BalanceQuestion, balance};
use offing_analysis::draws::{Plan, Simulation, Tally};
use offing_analysis::frontier::{Effort, Frontier, SEARCH_FROM, SENSES, search};
use offing_analysis::information::{About, Information, information};
use offing_math::pareto;
use offing_model::{InitiativeId, Inputs, Model, OutcomeId, read};

fn model(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, jiff::civil::date(2026, 1, 1)));
    reading.model.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

/// One team of two people, a chosen outcome in two steps, two options, one of them only for a while: every order
/// matters.
const TENSE: &str = "
company: { as-of: 2026-01-01, runway: 11 months }
outcomes:
  shop: { chosen: true, odds: 30%, value: 10M to 30M, learn: 1 to 3 months, needs: [cart, stock] }
  rental: { odds: 35%, value: 20M to 40M, learn: 1 to 3 months, until: 2026-03-15, needs: [calendar] }
  advice: { odds: 40%, value: 5M to 20M, learn: 1 to 3 months, until: 2026-05-01, needs: [chat] }
capabilities: { cart: {}, stock: {}, calendar: {}, chat: {} }
teams: { all: { people: 2 } }
initiatives:
  build-cart: { delivers: [cart], takes: 4 to 8 weeks, staff: { all: 2 } }
  build-stock: { delivers: [stock], takes: 4 to 8 weeks, staff: { all: 2 }, after: [build-cart] }
  build-calendar: { delivers: [calendar], takes: 5 to 9 weeks, staff: { all: 2 } }
  build-chat: { delivers: [chat], takes: 3 to 8 weeks, staff: { all: 1 }, odds: 90% }
";

fn orders(ids: &[InitiativeId]) -> Vec<Vec<InitiativeId>> {
    if ids.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (at, id) in ids.iter().enumerate() {
        let rest: Vec<InitiativeId> = ids[..at].iter().chain(&ids[at + 1..]).copied().collect();
        all.extend(orders(&rest).into_iter().map(|order| std::iter::once(*id).chain(order).collect()));
    }
    all
}

/// Returns the figures of the frontier of all orders, with the two options done or not, sorted.
fn enumerated(sim: &Simulation, draws: u64) -> Vec<[f64; 3]> {
    let fates = sim.fates(SEARCH_FROM..SEARCH_FROM + draws);
    let mut counts: Vec<[f64; 3]> = Vec::new();
    for left_out in 0..4_u32 {
        let kept: Vec<InitiativeId> =
            (0..4).filter(|at| *at < 2 || left_out >> (at - 2) & 1 == 0).map(InitiativeId).collect();
        counts.extend(
            orders(&kept).into_iter().map(|order| Tally::of(&sim.under(&Plan { order }, &fates)).counts()),
        );
    }
    let mut best: Vec<[f64; 3]> =
        pareto::frontier(&counts, &SENSES).into_iter().map(|at| counts[at]).collect();
    best.sort_by(|a, b| a.partial_cmp(b).unwrap());
    best
}

fn figures(found: &Frontier) -> Vec<[f64; 3]> {
    let mut figures: Vec<[f64; 3]> = found.points.iter().map(|point| point.tally.counts()).collect();
    figures.sort_by(|a, b| a.partial_cmp(b).unwrap());
    figures
}

#[test]
fn a_small_frontier_is_that_of_all_orders() {
    let sim = Simulation::of(&model(TENSE), 1);
    let expected = enumerated(&sim, 500);
    assert!(expected.len() >= 3, "a model without tension tests nothing: {expected:?}");
    let all = search(&sim, &Effort { seed: 1, plans: 300, draws: 500 }, &mut |_| true);
    assert!(all.complete);
    assert_eq!(figures(&all), expected);
    // With fewer plans than there are, it has to search, and finds as much.
    let some = search(&sim, &Effort { seed: 1, plans: 37, draws: 500 }, &mut |_| true);
    assert!(!some.complete && some.tried <= 37);
    assert_eq!(figures(&some), expected);
}

#[test]
fn a_frontier_depends_on_the_number_of_plans_alone() {
    let sim = Simulation::of(&model(TENSE), 1);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| search(&sim, &Effort { seed: 1, plans: 30, draws: 300 }, &mut |_| true).points)
    };
    let one = with(1);
    assert_eq!(one, with(2));
    assert_eq!(one, with(4));
}

#[test]
fn an_interrupted_search_keeps_what_it_found() {
    let sim = Simulation::of(&model(TENSE), 1);
    let mut asked = 0;
    let effort = Effort { seed: 1, plans: u32::MAX, draws: 100 };
    let found = search(&sim, &effort, &mut |_| {
        asked += 1;
        asked < 3
    });
    assert!(!found.points.is_empty() && found.tried >= 2 && !found.complete);
    let at_once = search(&sim, &effort, &mut |_| false);
    assert_eq!(at_once.tried, 2);
}

fn answer(text: &str) -> (Model, Balance) {
    let model = model(text);
    let question =
        BalanceQuestion { draws: 4_000, search_draws: 500, plans: 100, ..BalanceQuestion::default() };
    let answer = balance(&model, &question, &mut |_| true).unwrap();
    (model, answer)
}

#[test]
fn the_answer_holds_the_extremes_and_advises_the_highest_value() {
    let (_, answer) = answer(TENSE);
    assert!((2..=8).contains(&answer.plans.len()));
    assert_eq!(answer.plans[0].slip_days, 0.0);
    assert!(answer.plans[1].slip_days > 20.0, "options first delay the shop: {}", answer.plans[1].slip_days);
    let best = answer.plans.iter().map(|plan| plan.report.tally.value).fold(0.0, f64::max);
    assert_eq!(answer.plans[answer.recommended].report.tally.value, best);
    assert!(answer.recommended != 0 && answer.plans[answer.recommended].find_gain.0 > 0.0);
    assert!(answer.failure.share > 0.0 && !answer.failure.conditions.is_empty());
    assert!(!answer.flips.is_empty(), "with the odds of the options at 1 % the shop goes first");
}

/// A promised date that only the plan which ships first keeps: it binds.
#[test]
fn a_guarantee_binds_where_it_changes_the_advice() {
    let (_, free) = answer(TENSE);
    let p80 = free.plans[0].report.tally.chosen_p80;
    assert!(free.plans[free.recommended].report.tally.chosen_p80 > p80 + 3.0);
    let date = jiff::civil::date(2026, 1, 1).checked_add(jiff::Span::new().days(p80 as i64 + 2)).unwrap();
    let promise = format!("{TENSE}guarantees: {{ ship: {{ outcome: shop, by: {date}, at: 80% }} }}\n");
    let (model, bound) = answer(&promise);
    assert!(bound.plans[bound.recommended].breaks.is_empty());
    assert!(bound.plans[bound.recommended].report.tally.chosen_p80 <= p80 + 3.0);
    assert_eq!(
        bound.binding.iter().map(|(id, _)| model[*id].card.name.as_str()).collect::<Vec<_>>(),
        ["ship"]
    );
}

/// A pursued outcome that takes 100 days to open, and an enabled one worth the same; an experiment on the first.
fn probe(accuracy: &str) -> Model {
    model(&format!(
        "company: {{ as-of: 2026-01-01, runway: 150 days, discount: 0% }}
outcomes:
  a: {{ chosen: true, odds: 60%, value: 10M, learn: 40 days, needs: [x] }}
  b: {{ odds: 50%, value: 10M, learn: 120 days, needs: [y] }}
capabilities: {{ x: {{}}, y: {{ have: true }} }}
initiatives:
  w: {{ delivers: [x], takes: 100 days }}
  probe: {{ takes: 0 days, tests: {{ outcome: a, accuracy: {accuracy} }} }}
"
    ))
}

fn worths(model: &Model) -> Vec<Information> {
    let sim = Simulation::of(model, 1);
    let plan = Plan { order: vec![InitiativeId(0)] };
    let fates = sim.fates(0..20_000);
    information(model, &sim, &plan, std::slice::from_ref(&plan), &fates)
}

fn worth(list: &[Information], about: About) -> f64 {
    list.iter().find(|info| info.about == about).map_or(0.0, |info| info.worth)
}

/// By hand: without information a is tried and nothing after it: 0.6 · 10M. Told that a is none, b is tried at once:
/// the gain is 0.4 · 0.5 · 10M = 2M. Told that b is none, a is pursued as before; told that it is one, b is turned to
/// for the same 10M with certainty, where a gave 0.6: 0.5 · 0.4 · 10M = 2M.
#[test]
fn perfect_information_is_worth_what_it_changes() {
    let list = worths(&probe("75%"));
    for outcome in 0..2 {
        let worth = worth(&list, About::Odds(OutcomeId(outcome)));
        assert!((worth - 2e6).abs() < 4.0 * 10e6 * (0.16_f64 / 20_000.0).sqrt(), "{outcome}: {worth}");
    }
}

#[test]
fn an_experiment_is_worth_nothing_as_a_coin_and_all_as_an_oracle() {
    let about = About::Experiment(InitiativeId(1));
    assert_eq!(worth(&worths(&probe("50%")), about), 0.0);
    let oracle = worths(&probe("100%"));
    assert_eq!(worth(&oracle, about), worth(&oracle, About::Odds(OutcomeId(0))));
    // By hand, 75 %: a no (0.6 · 0.25 + 0.4 · 0.75 = 0.45) leaves a with 1/3 under b's 1/2; b then gives 0.5 where a
    // gave 1/3: 0.45 · (1/2 − 1/3) · 10M = 0.75M.
    let some = worth(&worths(&probe("75%")), about);
    assert!((some - 0.75e6).abs() < 4.0 * 10e6 * (0.2_f64 / 20_000.0).sqrt(), "{some}");
}

/// Whether the work takes 10 or 300 days decides which of two plans is better; knowing it is worth something, and
/// knowing how long work takes that decides nothing is not.
#[test]
fn a_duration_is_worth_knowing_where_it_decides() {
    let model = model(
        "company: { as-of: 2026-01-01, runway: 240 days, discount: 0%, correlation: 0 }
outcomes:
  a: { chosen: true, odds: 90%, value: 10M, learn: 10 days, needs: [x] }
  b: { odds: 60%, value: 10M, learn: 10 days, needs: [y] }
capabilities: { x: {}, y: {}, z: {} }
teams: { t: { people: 1 }, u: { people: 1 } }
initiatives:
  open-a: { delivers: [x], takes: 20 to 800 days, staff: { t: 1 } }
  open-b: { delivers: [y], takes: 100 days, staff: { t: 1 } }
  other: { delivers: [z], takes: 20 to 800 days, staff: { u: 1 } }
",
    );
    let sim = Simulation::of(&model, 1);
    let [a, b, other] = [0, 1, 2].map(InitiativeId);
    let first = Plan { order: vec![a, b, other] };
    let rivals = [first.clone(), Plan { order: vec![b, a, other] }];
    let list = information(&model, &sim, &first, &rivals, &sim.fates(0..10_000));
    assert_eq!(worth(&list, About::Duration(other)), 0.0);
    assert_eq!(worth(&list, About::Duration(b)), 0.0);
    let deciding = worth(&list, About::Duration(a));
    assert!((0.0..10e6).contains(&deciding), "{deciding}");
}
