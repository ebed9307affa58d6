//! Everything a diagram says, against what counting every case says.

mod brute;
mod by_hand;
mod case_by_case;
mod exhaustive;
mod random;

use brute::Table;

use super::{Diagram, Limits, Side, TooLarge, chance_with_opposites, small_sets, weights_of_chances};
use crate::structure::{Node, Structure};

const SIDES: [Side; 2] = [Side::Holds, Side::Fails];

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1e-9)
}

/// Checks all that `root` is asked against `table`, its truth table, made by other means.
fn check(structure: &Structure, root: Node, table: &Table, chances: &[f64], weights: &[u64]) {
    let limits = Limits::default();
    let diagram = Diagram::draw(structure, root, &limits).unwrap();
    check_diagram(&diagram, table, chances, weights);
    let again = Diagram::draw_all(structure, &[root], &limits).pop().unwrap().unwrap();
    check_diagram(&again, table, chances, weights);

    let decisive = structure.decisive(&[root]).pop().unwrap();
    for side in SIDES {
        let small = small_sets(structure, root, 3, side, &limits).unwrap();
        let expected: Vec<_> = table.minimal_sets(side).into_iter().filter(|set| set.len() <= 3).collect();
        assert_eq!(small, expected, "without a diagram");
    }
    let singles = |side| -> Vec<u32> {
        let sets = table.minimal_sets(side);
        sets.iter().filter(|set| set.len() == 1).map(|set| set[0]).collect()
    };
    assert_eq!(decisive.needed, singles(Side::Fails));
    assert_eq!(decisive.enough, singles(Side::Holds));
}

fn check_diagram(diagram: &Diagram, table: &Table, chances: &[f64], weights: &[u64]) {
    let chance = diagram.chance(chances);
    assert!(close(chance.holds, table.chance(Side::Holds, chances)), "{chance:?}");
    assert!(close(chance.fails, table.chance(Side::Fails, chances)), "{chance:?}");
    for side in SIDES {
        check_sets(diagram, table, side, weights);
        check_importance(diagram, table, side, chances);
    }
}

fn check_sets(diagram: &Diagram, table: &Table, side: Side, weights: &[u64]) {
    let limits = Limits::default();
    let expected = table.minimal_sets(side);
    let sets = diagram.minimal_sets(side, &limits).unwrap();
    assert_eq!(sets.count(), expected.len() as u128);
    assert_eq!(sets.listed(usize::MAX), expected);
    for limit in [0, 1, 2, 3, 5, 9, expected.len()] {
        check_smallest(&sets.smallest(limit), &expected, limit);
    }
    for most in 0..=4 {
        let small = diagram.minimal_sets_up_to(most, side, &limits).unwrap();
        let expected: Vec<_> = expected.iter().filter(|set| set.len() <= most as usize).cloned().collect();
        assert_eq!(small.listed(usize::MAX), expected, "at most {most}");
        check_smallest(&small.smallest(3), &expected, 3);
        assert_eq!(small.count(), expected.len() as u128, "at most {most}");
        let mut ranked: Vec<_> = small.ranked(weights).map(|set| set.leaves).collect();
        ranked.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        assert_eq!(ranked, expected, "ranked, at most {most}");
    }
    for weights in [weights, &vec![1; weights.len()], &vec![0; weights.len()]] {
        let mut by_weight: Vec<(u64, Vec<u32>)> = expected
            .iter()
            .map(|set| (set.iter().map(|&leaf| weights[leaf as usize]).sum(), set.clone()))
            .collect();
        by_weight.sort();
        by_weight.truncate(300);
        let ranked: Vec<_> = sets.ranked(weights).take(300).map(|set| (set.weight, set.leaves)).collect();
        assert_eq!(ranked, by_weight);
    }
}

/// Of the size of which not all fit any will do, but none twice.
fn check_smallest(found: &[Vec<u32>], all: &[Vec<u32>], limit: usize) {
    assert_eq!(found.len(), limit.min(all.len()));
    assert!(found.iter().zip(all).all(|(found, set)| found.len() == set.len()), "the smallest");
    assert!(found.iter().all(|set| all.contains(set)), "minimal");
    assert!(found.windows(2).all(|pair| pair[0].len() < pair[1].len() || pair[0] < pair[1]), "in order");
    let last = found.last().map_or(0, Vec::len);
    let whole = all.iter().take(found.len()).filter(|set| set.len() < last).count();
    assert_eq!(found[..whole], all[..whole], "smaller ones are all there");
}

fn check_importance(diagram: &Diagram, table: &Table, side: Side, chances: &[f64]) {
    let found = diagram.importance(side, chances);
    let whole = table.chance(side, chances);
    for leaf in 0..table.leaves {
        let [certain, impossible] =
            [true, false].map(|happens| table.chance_given(side, chances, leaf, happens));
        let happens = if side == Side::Holds { chances[leaf] } else { 1.0 - chances[leaf] };
        let importance = found[leaf];
        assert!(close(importance.birnbaum, certain - impossible), "{leaf}: {importance:?}");
        if whole == 0.0 {
            continue;
        }
        assert!(
            close(importance.criticality, happens * (certain - impossible) / whole),
            "{leaf}: {importance:?}"
        );
        assert!(close(importance.achievement, certain / whole), "{leaf}: {importance:?}");
        if impossible > 1e-9 * whole {
            assert!(close(importance.reduction, whole / impossible), "{leaf}: {importance:?}");
        } else if impossible == 0.0 {
            assert!(importance.reduction.is_infinite(), "{leaf}: {importance:?}");
        }
    }
    if table.leaves <= 9 && whole > 0.0 {
        let found = diagram.fussell_vesely(side, chances, &Limits::default()).unwrap();
        for (leaf, &found) in found.iter().enumerate() {
            let expected = table.takes_part(side, chances, leaf) / whole;
            assert!(close(found, expected), "{leaf}: {found} is not {expected}");
        }
    }
}
