//! Random structures, against their truth tables.

use proptest::prelude::*;

use super::*;

/// A gate of a random structure: what it is, and which of the nodes before it, leaves first, it takes.
#[derive(Clone, Debug)]
struct Plan {
    kind: u8,
    k: u32,
    args: Vec<prop::sample::Index>,
}

fn plans(leaves: std::ops::RangeInclusive<usize>, gates: usize) -> impl Strategy<Value = (usize, Vec<Plan>)> {
    let arg = any::<prop::sample::Index>();
    let plan = (0_u8..8, 1_u32..5, prop::collection::vec(arg, 1..6)).prop_map(|(kind, k, args)| Plan {
        kind,
        k,
        args,
    });
    (leaves, prop::collection::vec(plan, 1..gates))
}

/// Builds the structure, and beside it the truth table of its last gate.
fn build(leaves: usize, plans: &[Plan]) -> (Structure, Node, Table) {
    let mut s = Structure::new();
    let mut nodes: Vec<Node> = (0..leaves as u32).map(|leaf| s.leaf(leaf)).collect();
    let mut tables: Vec<Table> =
        (0..leaves).map(|leaf| Table::of(leaves, |case| case >> leaf & 1 == 1)).collect();
    for plan in plans {
        // Late nodes are likelier, so that gates stand on gates.
        let picked: Vec<usize> = plan
            .args
            .iter()
            .map(|arg| nodes.len() - 1 - arg.index(nodes.len()).min(arg.index(nodes.len() * 2 / 3 + 1)))
            .collect();
        let args: Vec<Node> = picked.iter().map(|&at| nodes[at]).collect();
        let needed = match plan.kind {
            0..3 => picked.len(),
            3..6 => 1,
            _ => plan.k as usize,
        };
        nodes.push(match plan.kind {
            0..3 => s.all(&args),
            3..6 => s.any(&args),
            _ => s.at_least(plan.k, &args),
        });
        tables.push(Table::of(leaves, |case| {
            picked.iter().filter(|&&at| tables[at].holds[case]).count() >= needed
        }));
    }
    let root = *nodes.last().unwrap();
    (s, root, tables.pop().unwrap())
}

fn chances(leaves: usize, seeds: &[u16]) -> Vec<f64> {
    // Impossible and certain leaves are among them.
    (0..leaves).map(|leaf| f64::from(seeds[leaf] % 65) / 64.0).collect()
}

fn weights(leaves: usize, seeds: &[u16]) -> Vec<u64> {
    (0..leaves).map(|leaf| u64::from(seeds[leaf] / 65 % 7)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn small_structures((leaves, plans) in plans(1..=9, 14), seeds in prop::collection::vec(any::<u16>(), 20)) {
        let (s, root, table) = build(leaves, &plans);
        check(&s, root, &table, &chances(leaves, &seeds), &weights(leaves, &seeds));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn structures_of_up_to_twenty_leaves((leaves, plans) in plans(14..=20, 24), seeds in prop::collection::vec(any::<u16>(), 20)) {
        let (s, root, table) = build(leaves, &plans);
        check(&s, root, &table, &chances(leaves, &seeds), &weights(leaves, &seeds));
    }

    /// A leaf that gets likelier never makes the whole less likely.
    #[test]
    fn more_is_never_less((leaves, plans) in plans(10..=18, 20), seeds in prop::collection::vec(any::<u16>(), 20)) {
        let (s, root, _) = build(leaves, &plans);
        let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
        let mut chances = chances(leaves, &seeds);
        for leaf in 0..leaves {
            let before = diagram.chance(&chances).holds;
            chances[leaf] = (chances[leaf] + 0.25).min(1.0);
            prop_assert!(diagram.chance(&chances).holds >= before - 1e-12);
        }
    }
}
