//! Cases small enough to reckon on paper, published ones, and the edges.

use std::collections::BTreeSet;

use super::*;

/// R. E. Barlow, F. Proschan, "Statistical Theory of Reliability and Life Testing", 1975, chapter 1:
/// the bridge, whose reliability is 2p² + 2p³ − 5p⁴ + 2p⁵, has the paths 14, 25, 135, 234 and the
/// cuts 12, 45, 135, 234. The crossing part has Birnbaum importance 2p²(1 − p)².
#[test]
fn the_bridge() {
    let mut s = Structure::new();
    let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|leaf| s.leaf(leaf));
    let paths = [s.all(&[a, d]), s.all(&[b, e]), s.all(&[a, c, e]), s.all(&[b, c, d])];
    let bridge = s.any(&paths);
    let diagram = Diagram::draw(&s, bridge, &Limits::default()).unwrap();
    let p = 0.9;
    let expected = 2.0 * p * p + 2.0 * p * p * p - 5.0 * p * p * p * p + 2.0 * p * p * p * p * p;
    assert!(close(diagram.chance(&[p; 5]).holds, expected));
    assert!(close(expected, 0.97848));
    let sets = |side| diagram.minimal_sets(side, &Limits::default()).unwrap().listed(9);
    assert_eq!(sets(Side::Holds), [vec![0, 3], vec![1, 4], vec![0, 2, 4], vec![1, 2, 3]]);
    assert_eq!(sets(Side::Fails), [vec![0, 1], vec![3, 4], vec![0, 2, 4], vec![1, 2, 3]]);
    let crossing = diagram.importance(Side::Fails, &[p; 5])[2].birnbaum;
    assert!(close(crossing, 2.0 * p * p * (1.0 - p) * (1.0 - p)));
}

/// W. E. Vesely et al., "Fault Tree Handbook", NUREG-0492, 1981, chapter VIII: the pressure tank. Its
/// minimal cut sets are the tank, relay K2, the switch with relay K1, and the switch with the timer.
/// By hand: the first two make 5e-6 + 3e-5, the last two about 1e-4 · (3e-5 + 1e-4).
#[test]
fn the_pressure_tank() {
    const TANK: usize = 0;
    const K2: usize = 1;
    const SWITCH: usize = 2;
    const K1: usize = 3;
    const TIMER: usize = 4;
    let mut s = Structure::new();
    let [tank, k2, switch, k1, timer] = [TANK, K2, SWITCH, K1, TIMER].map(|leaf| s.leaf(leaf as u32));
    let kept_closed = s.any(&[k1, timer]);
    let pumped_on = s.all(&[switch, kept_closed]);
    let overfilled = s.any(&[k2, pumped_on]);
    let rupture = s.any(&[tank, overfilled]);
    let chances = [5e-6, 3e-5, 1e-4, 3e-5, 1e-4];
    let diagram = Diagram::draw(&s, rupture, &Limits::default()).unwrap();
    let sets = diagram.minimal_sets(Side::Holds, &Limits::default()).unwrap();
    assert_eq!(sets.listed(9), [vec![0], vec![1], vec![2, 3], vec![2, 4]]);
    let chance = diagram.chance(&chances).holds;
    assert!((chance - 3.5013e-5).abs() < 2e-10, "{chance}");
    // Likeliest first: K2, the tank, then the two pairs.
    let ranked: Vec<_> = sets.ranked(&weights_of_chances(&chances)).map(|set| set.leaves).collect();
    assert_eq!(ranked, [vec![1], vec![0], vec![2, 4], vec![2, 3]]);
    // Nothing but the tank and K2 matters much: they make all but 1.3e-8 of it.
    let importance = diagram.importance(Side::Holds, &chances);
    assert!(importance[TANK].criticality + importance[K2].criticality > 0.999);
    assert!(importance[SWITCH].criticality < 0.001);
}

/// Two of three: 3p² − 2p³; at a half each, one half.
#[test]
fn two_of_three() {
    let mut s = Structure::new();
    let parts = [0, 1, 2].map(|leaf| s.leaf(leaf));
    let root = s.at_least(2, &parts);
    let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
    assert!(close(diagram.chance(&[0.5; 3]).holds, 0.5));
    assert!(close(diagram.chance(&[0.8; 3]).holds, 3.0 * 0.64 - 2.0 * 0.512));
}

/// Where fifty things must all hold and each is nearly certain, 1 − the chance to hold would have lost
/// half of its digits. By hand: 50 · 1e-9, less terms of 1e-15.
#[test]
fn small_chances_keep_their_digits() {
    let mut s = Structure::new();
    let pairs: Vec<Node> = (0..50)
        .map(|pair| {
            let either = [s.leaf(2 * pair), s.leaf(2 * pair + 1)];
            s.any(&either)
        })
        .collect();
    let root = s.all(&pairs);
    let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
    let each = 2.0_f64.sqrt() * 1e-7;
    let fails = diagram.chance(&[1.0 - each; 100]).fails;
    assert!((fails / (50.0 * each * each) - 1.0).abs() < 1e-8, "{fails:e}");
}

#[test]
fn constants_and_single_leaves() {
    let mut s = Structure::new();
    let leaf = s.leaf(2);
    let limits = Limits::default();
    for (root, sets) in [(s.always(true), [1_u64, 0]), (s.always(false), [0, 1]), (leaf, [1, 1])] {
        let diagram = Diagram::draw(&s, root, &limits).unwrap();
        let counts = SIDES.map(|side| diagram.minimal_sets(side, &limits).unwrap().count());
        assert_eq!(counts, sets.map(u128::from));
        let listed = SIDES.map(|side| diagram.minimal_sets_up_to(3, side, &limits).unwrap().listed(9).len());
        assert_eq!(listed.map(|n| n as u128), counts);
    }
    let diagram = Diagram::draw(&s, leaf, &limits).unwrap();
    assert!(close(diagram.chance(&[0.0, 0.0, 0.25]).holds, 0.25));
    let importance = diagram.importance(Side::Fails, &[0.5, 0.5, 0.25]);
    assert!(close(importance[2].birnbaum, 1.0) && close(importance[0].birnbaum, 0.0));
}

/// Forty pairs, one of each needed: 2⁴⁰ paths, counted without being listed and ranked without being made.
#[test]
fn a_million_million_sets() {
    let mut s = Structure::new();
    let pairs: Vec<Node> = (0..40)
        .map(|pair| {
            let either = [s.leaf(2 * pair), s.leaf(2 * pair + 1)];
            s.any(&either)
        })
        .collect();
    let root = s.all(&pairs);
    let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
    let sets = diagram.minimal_sets(Side::Holds, &Limits::default()).unwrap();
    assert_eq!(sets.count(), 1 << 40);
    assert_eq!(sets.count_by_size()[40], 1 << 40);
    // Every even leaf weighs 10, every odd one 11 but for leaf 1, which weighs 9.
    let weights: Vec<u64> = (0..80).map(|leaf| if leaf == 1 { 9 } else { 10 + leaf % 2 }).collect();
    let best: Vec<u64> = sets.ranked(&weights).take(3).map(|set| set.weight).collect();
    assert_eq!(best, [399, 400, 400]);
    assert_eq!(sets.listed(5).len(), 5);
}

/// What takes too many nodes is given up, with the limit as the reason.
#[test]
fn too_large_is_said_not_suffered() {
    // Pairs of far-off leaves: any order must remember one half, and the orders tried are no good.
    let mut s = Structure::new();
    let n = 60;
    let leaves: Vec<Node> = (0..n * n).map(|leaf| s.leaf(leaf)).collect();
    let lines: Vec<Node> = (0..n as usize)
        .flat_map(|i| {
            let row: Vec<Node> = (0..n as usize).map(|j| leaves[i * n as usize + j]).collect();
            let column: Vec<Node> = (0..n as usize).map(|j| leaves[j * n as usize + i]).collect();
            [row, column]
        })
        .map(|line| s.all(&line))
        .collect();
    let root = s.any(&lines);
    let limits = Limits { nodes: 200_000 };
    let too_large = Diagram::draw(&s, root, &limits).unwrap_err();
    assert_eq!(too_large.nodes, 200_000);
    // The weak points are known all the same.
    assert!(s.decisive(&[root])[0].needed.is_empty());
}

/// Neighbours in a long row, any two of which are enough, and the row as a whole: both are deeper than a
/// test's stack. By hand: there are n - 1 pairs of neighbours.
#[test]
fn a_row_of_thirty_thousand() {
    let n = 30_000;
    let mut s = Structure::new();
    let row: Vec<Node> = (0..n).map(|leaf| s.leaf(leaf)).collect();
    let pairs: Vec<Node> = row.windows(2).map(|pair| s.all(pair)).collect();
    let limits = Limits { nodes: 1_000_000 };
    let roots = [s.any(&pairs), s.all(&row)];
    let [neighbours, everything] = roots.map(|root| Diagram::draw(&s, root, &limits).unwrap());
    let paths = neighbours.minimal_sets(Side::Holds, &limits).unwrap();
    assert_eq!(paths.count(), u128::from(n) - 1);
    let lightest = paths.ranked(&vec![1; n as usize]).next().unwrap();
    assert_eq!((lightest.leaves, lightest.weight), (vec![0, 1], 2));
    let whole = everything.minimal_sets(Side::Holds, &limits).unwrap();
    assert_eq!(whole.listed(2)[0].len(), n as usize);
    assert_eq!(everything.minimal_sets(Side::Fails, &limits).unwrap().count(), u128::from(n));
}

/// Two neighbours, and two that are one apart: joining the two walks down all levels of both, once on
/// the caller's stack and once past what that can hold. By hand: the sets of three are n - 2 times three in a
/// row, and n - 3 times each three of four in a row that leave out an inner one; two are never enough.
#[test]
fn two_rows_across_each_other() {
    for n in [1_990, 5_000] {
        let mut s = Structure::new();
        let row: Vec<Node> = (0..n).map(|leaf| s.leaf(leaf)).collect();
        let [near, far] = [1, 2].map(|step| {
            let pairs: Vec<Node> = row.iter().zip(&row[step..]).map(|(&a, &b)| s.all(&[a, b])).collect();
            s.any(&pairs)
        });
        let root = s.all(&[near, far]);
        let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
        assert_eq!(diagram.modules(), 1);
        let smallest = diagram.minimal_sets_up_to(3, Side::Holds, &Limits::default()).unwrap();
        assert_eq!(smallest.count(), 3 * u128::from(n) - 8);
        let chance_of = |holds: &[u32]| {
            let mut chances = vec![0.0; n as usize];
            holds.iter().for_each(|&leaf| chances[leaf as usize] = 1.0);
            diagram.chance(&chances).holds
        };
        assert_eq!(chance_of(&[0, 1, 7, 8, 100, 101]), 0.0);
        assert_eq!(chance_of(&[0, 1, 7, 9]), 1.0);
        assert_eq!(chance_of(&[n - 3, n - 2, n - 1]), 1.0);
    }
}

/// Exactly one of two: holds with p (1 - q) + (1 - p) q, and is not monotone. By hand, at 0.3 and 0.6:
/// 0.3 * 0.4 + 0.7 * 0.6 = 0.54. With a third that is needed at 0.5, half of that.
#[test]
fn a_leaf_and_its_opposite() {
    let mut s = Structure::new();
    // Leaves 3 and 4 stand for 0 and 1 not holding.
    let [a, b, c, not_a, not_b] = [0, 1, 2, 3, 4].map(|leaf| s.leaf(leaf));
    let cases = [s.all(&[a, not_b]), s.all(&[not_a, b])];
    let one = s.any(&cases);
    let root = s.all(&[one, c]);
    let opposites = [None, None, None, Some(0), Some(1)];
    let chance = |root| {
        chance_with_opposites(&s, root, &opposites, &[0.3, 0.6, 0.5, 0.0, 0.0], &Limits::default())
            .unwrap()
            .holds
    };
    assert!(close(chance(one), 0.54));
    assert!(close(chance(root), 0.27));
}

/// Three gates in a ring, each two of which share a leaf, each with two leaves of its own: these are one decision
/// each, so that six things are decided in the ring and two in each pair.
#[test]
fn what_only_one_gate_asks_about_is_one_decision() {
    let mut s = Structure::new();
    let leaves: Vec<Node> = (0..9).map(|leaf| s.leaf(leaf)).collect();
    let ring = [[0, 1, 3, 4], [1, 2, 5, 6], [2, 0, 7, 8]];
    let gates = ring.map(|parts| s.any(&parts.map(|leaf| leaves[leaf])));
    let root = s.all(&gates);
    let diagram = Diagram::draw(&s, root, &Limits::default()).unwrap();
    assert_eq!(diagram.modules(), 4);
    let asked =
        |module| diagram.cells_of(module).map(|cell| diagram.cells[cell].level).collect::<BTreeSet<_>>();
    assert_eq!([0, 1, 2, 3].map(|module| asked(module).len()), [2, 2, 2, 6]);
    let table = Table::of(9, |case| ring.iter().all(|parts| parts.iter().any(|leaf| case >> leaf & 1 == 1)));
    let chances: Vec<f64> = (1..10).map(|tenth| f64::from(tenth) / 10.0).collect();
    check(&s, root, &table, &chances, &[3, 1, 4, 1, 5, 9, 2, 6, 5]);
}
