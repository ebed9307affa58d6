use offing_model::{Inputs, read};

use super::*;
use crate::work::Work;

fn model(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, jiff::civil::date(2026, 3, 2)));
    reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

/// `n` done initiatives of 10 to 40 days (median 20), each of which took so many days, and one still to come.
fn team_that_took(days: &[i64]) -> Model {
    let mut text = String::from("teams: { web: { people: 3 } }\ninitiatives:\n");
    text.push_str("  next: { takes: 10 to 40 days, staff: { web: 1 } }\n");
    text.push_str("  other: { takes: 10 to 40 days }\n");
    for (at, days) in days.iter().enumerate() {
        let done = jiff::civil::date(2025, 1, 1).checked_add(jiff::Span::new().days(*days)).unwrap();
        text.push_str(&format!(
            "  d{at}: {{ takes: 10 to 40 days, staff: {{ web: 1 }}, started: 2025-01-01, done: {done} }}\n"
        ));
    }
    model(&text)
}

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-3, "{found} instead of {expected}");
}

/// By hand: sigma = ln 4 / (2 · 1.64485) = 0.42140; 40 days of a median of 20 is ln 2/0.42140 = 1.64485 deviations.
/// Five of these: mean 1.64485, no spread; weight 7. Shift 5/7 · 1.64485 = 1.17490. Spread (2 + 10/7 · 2.70554)/7 =
/// 0.83787, times 8/7 = 0.95756, its root 0.97855; t(0.95; 7) = 1.89458 over 1.64485 = 1.15182: 1.12711.
#[test]
fn the_correction_of_a_team_that_always_takes_the_upper_end() {
    let correction = Correction::of(&[normal::SCORE_95; 5]);
    close(correction.shift, 1.17490);
    close(correction.widen, 1.12711);
    let calibration = Calibration::of(&team_that_took(&[40; 5]));
    assert_eq!(calibration.teams[0].correction.map(|one| (one.shift * 1e6).round()), Some(1_174_895.0));
    let overrun = calibration.overall.overrun.unwrap();
    close(overrun.factor, 2.0);
    assert_eq!((calibration.overall.inside, calibration.overall.ranged), (5, 5));
}

/// By hand: ratios 1, 2, 4 have logarithms 0, ln 2, 2 ln 2: mean ln 2, deviation ln 2, error ln 2/√3 = 0.40019;
/// t(0.95; 2) = 2.91999: e^(0.69315 ± 1.16855).
#[test]
fn the_factor_by_which_work_ran_over() {
    let calibration = Calibration::of(&team_that_took(&[20, 40, 80]));
    let Overrun { factor, interval: Some((low, high)) } = calibration.overall.overrun.unwrap() else {
        panic!("three have an interval")
    };
    close(factor, 2.0);
    close(low, 0.62164);
    close(high, 6.43459);
    assert_eq!((calibration.overall.inside, calibration.overall.ranged), (2, 3));
}

#[test]
fn fewer_than_five_are_reported_and_change_nothing() {
    let (four, five) = (team_that_took(&[80; 4]), team_that_took(&[80; 5]));
    let next = |model: &Model| Work::of(model, 1).item(InitiativeId(0)).takes.unwrap().quantile(0.5);
    close(next(&four), 20.0);
    assert!(next(&five) > 30.0, "{}", next(&five));
    assert_eq!(Calibration::of(&four).teams[0].record.done, 4);
    let other = Work::of(&five, 1).item(InitiativeId(1)).takes.unwrap().quantile(0.5);
    close(other, 20.0);
}

#[test]
fn good_estimates_stay_almost_as_they_are() {
    let scores: Vec<f64> = (1..=99).map(|at| normal::quantile(f64::from(at) / 100.0)).collect();
    let correction = Correction::of(&scores);
    assert!(correction.shift.abs() < 1e-12 && (correction.widen - 1.0).abs() < 0.03, "{correction:?}");
}

#[test]
fn ranges_far_too_narrow_are_told_apart_from_bad_luck() {
    assert!(Calibration::of(&team_that_took(&[80, 80, 80, 80, 80, 30])).overall.too_narrow());
    assert!(!Calibration::of(&team_that_took(&[80, 20, 30])).overall.too_narrow());
    // A range of a day, missed by a month, counts as four deviations and no more.
    assert_eq!(Correction::of(&[60.0; 5]), Correction::of(&[4.0; 5]));
}

#[test]
fn a_single_figure_has_no_range_to_fall_into_and_is_not_corrected() {
    let text = "teams: { web: { people: 3 } }\ninitiatives:\n  \
        a: { takes: 20 days, staff: { web: 1 }, started: 2025-01-01, done: 2025-02-10 }\n";
    let calibration = Calibration::of(&model(text));
    assert_eq!((calibration.overall.done, calibration.overall.ranged), (1, 0));
    close(calibration.overall.overrun.unwrap().factor, 2.0);
    assert_eq!(Correction::of(&[2.0; 9]).apply(Dist::Point(20.0)), Dist::Point(20.0));
}
