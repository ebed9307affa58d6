//! All 168 monotone functions of four leaves.

use super::*;

const CHANCES: [f64; 4] = [0.9, 0.5, 0.3, 0.05];
const WEIGHTS: [u64; 4] = [3, 5, 2, 3];

fn monotone_tables() -> Vec<Table> {
    (0_u32..1 << 16)
        .map(|bits| Table::of(4, |case| bits >> case & 1 == 1))
        .filter(Table::is_monotone)
        .collect()
}

/// Any of the smallest sets that are enough.
fn any_of_all(s: &mut Structure, table: &Table) -> Node {
    let cases: Vec<Node> = terms(s, table, Side::Holds).iter().map(|term| s.all(term)).collect();
    s.any(&cases)
}

/// All of the smallest sets one of which is needed.
fn all_of_any(s: &mut Structure, table: &Table) -> Node {
    let cases: Vec<Node> = terms(s, table, Side::Fails).iter().map(|term| s.any(term)).collect();
    s.all(&cases)
}

fn terms(s: &mut Structure, table: &Table, side: Side) -> Vec<Vec<Node>> {
    table.minimal_sets(side).iter().map(|set| set.iter().map(|&leaf| s.leaf(leaf)).collect()).collect()
}

#[test]
fn there_are_as_many_as_dedekind_says() {
    assert_eq!(monotone_tables().len(), 168);
}

#[test]
fn every_function_of_four_leaves() {
    for table in monotone_tables() {
        for build in [any_of_all, all_of_any] {
            let mut s = Structure::new();
            (0..4).for_each(|leaf| {
                s.leaf(leaf);
            });
            let root = build(&mut s, &table);
            for case in 0..16 {
                let holds: Vec<bool> = (0..4).map(|leaf| case >> leaf & 1 == 1).collect();
                assert_eq!(s.eval(root, &holds), table.holds[case]);
            }
            check(&s, root, &table, &CHANCES, &WEIGHTS);
        }
    }
}
