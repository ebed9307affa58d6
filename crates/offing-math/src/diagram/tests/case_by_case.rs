//! Structures too large for truth tables, evaluated in one case after another.

use proptest::prelude::*;

use super::random::{build_nodes, plans};
use super::*;

/// Leaf `l` holds where bit `l` of `case` is set.
fn holding(leaves: usize, case: u64) -> Vec<bool> {
    (0..leaves).map(|leaf| case >> leaf & 1 == 1).collect()
}

/// Whether `side` happens where only the leaves of `set` do.
fn happens(s: &Structure, root: Node, leaves: usize, side: Side, set: &[u32]) -> bool {
    let mut holds = vec![side == Side::Fails; leaves];
    set.iter().for_each(|&leaf| holds[leaf as usize] = side == Side::Holds);
    s.eval(root, &holds) == (side == Side::Holds)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn structures_of_up_to_sixty_leaves(
        (leaves, plans) in plans(21..=60, 60),
        cases in prop::collection::vec(any::<u64>(), 200),
    ) {
        let (s, nodes, _) = build_nodes(leaves, &plans);
        let root = *nodes.last().unwrap();
        let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
        // Few cases drawn evenly are close calls, so some are thinned out and some filled up.
        let close = cases.windows(2).flat_map(|pair| [pair[0], pair[0] & pair[1], pair[0] | pair[1]]);
        for case in close {
            let holds = holding(leaves, case);
            let chances: Vec<f64> = holds.iter().map(|&holds| if holds { 1.0 } else { 0.0 }).collect();
            prop_assert_eq!(diagram.chance(&chances).holds == 1.0, s.eval(root, &holds));
        }
        for side in SIDES {
            let sets = diagram.minimal_sets(side, &Limits::default()).unwrap();
            for set in sets.smallest(50) {
                prop_assert!(happens(&s, root, leaves, side, &set), "{:?} is not enough", set);
                for at in 0..set.len() {
                    let mut less = set.clone();
                    less.remove(at);
                    prop_assert!(!happens(&s, root, leaves, side, &less), "{:?} is enough too", less);
                }
            }
        }
    }
}

/// What a diagram says must not hang on what was drawn before it, or is drawn beside it.
#[test]
fn the_same_diagram_whatever_else_is_drawn() {
    // Two out of each three of neighbours: one module, drawn in an order that takes its turn.
    let ring = |leaves: u32| {
        let mut s = Structure::new();
        let all: Vec<Node> = (0..leaves).map(|leaf| s.leaf(leaf)).collect();
        let gates: Vec<Node> = (0..all.len())
            .map(|at| s.at_least(2, &[0, 1, 5].map(|step| all[(at + step) % all.len()])))
            .collect();
        let root = s.any(&gates);
        (s, root)
    };
    let limits = Limits::default();
    let drawn = |leaves| {
        let (s, root) = ring(leaves);
        let diagram = Diagram::draw(&s, root, &limits).unwrap();
        (diagram.cells, diagram.parts, diagram.tried)
    };
    let sizes: Vec<u32> = (20..60).collect();
    let alone: Vec<_> = sizes.iter().map(|&leaves| drawn(leaves)).collect();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|nth| {
                let sizes = sizes.clone();
                scope.spawn(move || {
                    let mut again: Vec<_> = sizes.iter().rev().cycle().skip(nth * 7).take(40).collect();
                    again.rotate_left(nth);
                    again.into_iter().map(|&leaves| (leaves, drawn(leaves))).collect::<Vec<_>>()
                })
            })
            .collect();
        for (leaves, again) in threads.into_iter().flat_map(|thread| thread.join().unwrap()) {
            assert!(again == alone[leaves as usize - 20], "{leaves} leaves");
        }
    });
}

/// A drawing that is refused leaves nothing behind that the next one would notice.
#[test]
fn after_a_refusal_all_is_as_before() {
    // A grid of pairs, of which no order makes a small diagram.
    let mut s = Structure::new();
    let side = 9;
    let all: Vec<Node> = (0..side * side).map(|leaf| s.leaf(leaf)).collect();
    let mut pairs = Vec::new();
    for row in 0..side as usize {
        for column in 0..side as usize {
            let at = row * side as usize + column;
            if column + 1 < side as usize {
                pairs.push(s.all(&[all[at], all[at + 1]]));
            }
            if row + 1 < side as usize {
                pairs.push(s.all(&[all[at], all[at + side as usize]]));
            }
        }
    }
    let root = s.any(&pairs);
    let whole = Diagram::draw(&s, root, &Limits::default()).unwrap();
    for nodes in [0, 100, 2_000, whole.len() - 1] {
        assert_eq!(Diagram::draw(&s, root, &Limits { nodes }).unwrap_err(), TooLarge { nodes });
    }
    let again = Diagram::draw(&s, root, &Limits::default()).unwrap();
    assert!(again.cells == whole.cells && again.tried == whole.tried);
}
