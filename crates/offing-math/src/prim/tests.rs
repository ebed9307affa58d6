use super::*;
use crate::keyed::Quantity;
use proptest::prelude::*;

/// Cases spread evenly over so many inputs from 0 to 1.
fn even(n_columns: u64, n: u64) -> Vec<Vec<f64>> {
    let column = |idx: u64| Quantity::named("column").part(idx).luck(1);
    (0..n_columns).map(|idx| (0..n).map(|row| column(idx).uniform(row)).collect()).collect()
}

/// The corner x < 0.3, y > 0.6 of five inputs: 12 % of the cases, all of interest.
#[test]
fn a_corner_is_found_by_its_two_conditions() {
    let columns = even(5, 4000);
    let interesting: Vec<bool> =
        (0..4000).map(|row| columns[0][row] < 0.3 && columns[1][row] > 0.6).collect();
    let question = PrimQuestion::new(&columns, &interesting);
    let boxes = peel(&question);
    let found = best(&boxes, 2).unwrap();
    assert!(found.coverage > 0.95 && found.density > 0.95, "{found:?}");
    assert!((found.limits[0].high - 0.3).abs() < 0.02 && (found.limits[1].low - 0.6).abs() < 0.02);
    assert_eq!(found.n_restricted, 2);
    assert!(found.luck_of(&question, 0) < 1e-9 && found.luck_of(&question, 4) > 0.4);
}

#[test]
fn no_more_inputs_are_limited_than_allowed() {
    let columns = even(4, 1000);
    let interesting: Vec<bool> =
        (0..1000).map(|row| (0..4).all(|column| columns[column][row] < 0.6)).collect();
    let boxes = peel(&PrimQuestion { max_restricted: 2, ..PrimQuestion::new(&columns, &interesting) });
    assert!(boxes.len() > 5 && boxes.iter().all(|found| found.n_restricted <= 2));
}

/// An input of 0 and 1 can only be cut between the two.
#[test]
fn equal_values_stay_together() {
    let columns = vec![(0..100).map(|row| f64::from(row % 2)).collect::<Vec<_>>()];
    let interesting: Vec<bool> = (0..100).map(|row| row % 2 == 1).collect();
    let boxes = peel(&PrimQuestion::new(&columns, &interesting));
    assert_eq!(boxes.len(), 2);
    assert_eq!((boxes[0].limits[0].low, boxes[0].n, boxes[0].density), (1.0, 50, 1.0));
}

#[test]
fn where_nothing_or_everything_is_of_interest_there_is_one_box() {
    let columns = even(2, 50);
    for is_interesting in [false, true] {
        assert_eq!(peel(&PrimQuestion::new(&columns, &[is_interesting; 50])).len(), 1);
    }
    assert_eq!(peel(&PrimQuestion::new(&[vec![]], &[])).len(), 1);
}

proptest! {
    #[test]
    fn no_box_beats_another_and_each_counts_what_it_holds(
        rows in prop::collection::vec((0..6_u32, 0.0..1.0_f64, prop::bool::ANY), 1..60), alpha in 0.01..0.3_f64,
    ) {
        let columns = vec![rows.iter().map(|row| f64::from(row.0)).collect(), rows.iter().map(|row| row.1).collect()];
        let interesting: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let boxes = peel(&PrimQuestion { peel_alpha: alpha, ..PrimQuestion::new(&columns, &interesting) });
        let counts = |found: &ScenarioBox| [found.coverage, found.density, -(found.n_restricted as f64)];
        for (one, other) in boxes.iter().flat_map(|one| boxes.iter().map(move |other| (one, other))) {
            let beats = counts(one).iter().zip(counts(other)).all(|(&one, other)| one >= other);
            prop_assert!(!beats || one == other);
        }
        prop_assert!(boxes.iter().any(|found| found.n_restricted == 0));
        for found in boxes {
            let inside = rows.iter().filter(|row| found.limits[0].allow(f64::from(row.0)) && found.limits[1].allow(row.1));
            prop_assert_eq!(inside.clone().count(), found.n);
            prop_assert_eq!(inside.filter(|row| row.2).count(), found.n_interesting);
        }
    }
}
