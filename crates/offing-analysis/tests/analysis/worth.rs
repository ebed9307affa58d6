//! What it is worth to find something out, against integrals and sums worked out without a simulation.

use offing_analysis::draws::{Plan, Simulation};
use offing_analysis::information::{About, Information, information};
use offing_math::dist::Lognormal;
use offing_math::dist::normal::quantile;
use offing_model::{InitiativeId, Inputs, Model, read};

const DRAWS: u64 = 20_000;
const VALUE: f64 = 10e6;

fn company(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, jiff::civil::date(2026, 1, 1)));
    reading.model.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

fn of(list: &[Information], about: About) -> Information {
    let nothing = Information { about, worth: 0.0, stderr: 0.0, cost: 0.0 };
    list.iter().copied().find(|info| info.about == about).unwrap_or(nothing)
}

/// Returns what is left of one after so many days at a discount per year.
fn discounted(per_year: f64, days: f64) -> f64 {
    libm::pow(1.0 + per_year, -days / 365.25)
}

/// One person can build the thing in a way of which only a range is known, or in one that takes `sure` days. With D for
/// the first, the plans are worth v(D) and v(sure), where v(t) is the value discounted over t. Who knows D takes the
/// shorter way: worth E max(v(D), v(sure)) − max(E v(D), v(sure)), the integral taken over 100,000 quantiles of D.
#[test]
fn knowing_how_long_work_takes_is_worth_what_the_better_plan_wins() {
    for sure in [60.0, 100.0, 180.0] {
        let model = company(&format!(
            "company: {{ as-of: 2026-01-01, runway: 30 years, discount: 100%, correlation: 0 }}
outcomes: {{ a: {{ chosen: true, odds: 100%, value: 10M, learn: 1 day, needs: [{{ any: [x, y] }}] }} }}
capabilities: {{ x: {{}}, y: {{}} }}
teams: {{ t: {{ people: 1 }} }}
initiatives:
  guess: {{ delivers: [x], takes: 20 to 800 days, staff: {{ t: 1 }} }}
  sure: {{ delivers: [y], takes: {sure} days, staff: {{ t: 1 }} }}
"
        ));
        let sim = Simulation::of(&model, 1);
        let [guess, certain] = [0, 1].map(InitiativeId);
        let rivals = [Plan { order: vec![guess, certain] }, Plan { order: vec![certain, guess] }];
        let takes = Lognormal::from_interval90(20.0, 800.0).unwrap();
        let steps = 100_000;
        let (mut best, mut first) = (0.0, 0.0);
        for step in 0..steps {
            let score = quantile((f64::from(step) + 0.5) / f64::from(steps));
            let value = VALUE * discounted(1.0, takes.median() * libm::exp(takes.sigma() * score));
            best += value.max(VALUE * discounted(1.0, sure)) / f64::from(steps);
            first += value / f64::from(steps);
        }
        let expected = best - first.max(VALUE * discounted(1.0, sure));
        // Whichever plan is followed today, knowing is worth the same.
        for plan in &rivals {
            let list = information(&model, &sim, plan, &rivals, &sim.fates(0..DRAWS));
            let found = of(&list, About::Duration(guess));
            assert!(
                (found.worth / expected - 1.0).abs() < 0.05,
                "{sure}: {} instead of {expected}",
                found.worth
            );
            assert!(of(&list, About::Duration(certain)).worth.abs() < 1e-300, "what is certain is known");
        }
    }
}

/// The chosen outcome takes its one person 100 days, the other is there but needs 120 days to be learned: of 160 days
/// one of them can be tried. The probe ends on day 10 and is right in three of four.
///
/// A no comes with 0.6 · 0.25 + 0.4 · 0.75 = 0.45 and leaves a with 1/3: the company turns to b, which was enabled on
/// day 0, for one half instead of 1/3 discounted over 110 days. The probe costs its 200,000 and ten days of delay to a.
#[test]
fn an_experiment_is_worth_what_it_turns_less_money_and_delay() {
    let model = company(
        "company: { as-of: 2026-01-01, runway: 160 days, discount: 20%, correlation: 0 }
outcomes:
  a: { chosen: true, odds: 60%, value: 10M, learn: 40 days, needs: [x] }
  b: { odds: 50%, value: 10M, learn: 120 days, needs: [y] }
capabilities: { x: {}, y: { have: true } }
teams: { t: { people: 1 } }
initiatives:
  w: { delivers: [x], takes: 100 days, staff: { t: 1 } }
  probe: { takes: 10 days, staff: { t: 1 }, cost: 200k, tests: { outcome: a, accuracy: 75% } }
",
    );
    let sim = Simulation::of(&model, 1);
    let [work, probe] = [0, 1].map(InitiativeId);
    let plan = Plan { order: vec![work, probe] };
    let list = information(&model, &sim, &plan, std::slice::from_ref(&plan), &sim.fates(0..DRAWS));
    let found = of(&list, About::Experiment(probe));
    let worth = 0.45 * (0.5 - discounted(0.2, 110.0) / 3.0) * VALUE;
    let cost = 200e3 + 0.6 * VALUE * (discounted(0.2, 100.0) - discounted(0.2, 110.0));
    assert!((found.worth - worth).abs() < 4.0 * found.stderr, "{found:?} instead of {worth}");
    assert!(found.stderr < 0.05 * worth, "{found:?}");
    assert!((found.cost / cost - 1.0).abs() < 0.02, "{found:?} instead of {cost}");
    assert!(found.net() > 0.0 && (found.net() - (found.worth - found.cost)).abs() < 1e-6);
}
