//! In which order should a diagram ask about the leaves?
//!
//! The size of a diagram hangs on this more than on anything else, and no rule is best everywhere, so
//! there are several, each cheap, to be tried in turn.

use super::{Node, Op, Structure};

/// A rule that puts the leaves of a structure in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Depth first, the arguments with the fewest gates and leaves below them first.
    SmallFirst,
    /// Depth first, the arguments with the most below them first.
    LargeFirst,
    /// Layer by layer from the root.
    Layers,
    /// Starting from each of the others, every leaf pulled towards the middle of the gates it is in;
    /// the best of these.
    Pulled,
}

/// Returns the leaves below `root` in the order of `rule`.
pub(crate) fn ordered(structure: &Structure, root: Node, rule: Order) -> Vec<u32> {
    let len = root.idx() + 1;
    let weight = |structure: &Structure| -> Vec<u64> {
        let mut weight = vec![1_u64; len];
        for idx in 2..len {
            let below: u64 = structure
                .args(Node(idx as u32))
                .iter()
                .map(|arg| weight[arg.idx()])
                .fold(0, u64::saturating_add);
            weight[idx] = below.saturating_add(1);
        }
        weight
    };
    match rule {
        Order::SmallFirst => {
            let weight = weight(structure);
            depth_first(structure, root, |node| weight[node.idx()])
        }
        Order::LargeFirst => {
            let weight = weight(structure);
            depth_first(structure, root, |node| u64::MAX - weight[node.idx()])
        }
        Order::Layers => layers(structure, root),
        Order::Pulled => {
            let starts = [Order::SmallFirst, Order::LargeFirst, Order::Layers];
            let all = starts.map(|start| pulled(structure, root, ordered(structure, root, start)));
            let narrowest = all
                .into_iter()
                .min_by(|a, b| width(structure, root, a).total_cmp(&width(structure, root, b)));
            narrowest.expect("there are three")
        }
    }
}

fn depth_first(structure: &Structure, root: Node, key: impl Fn(Node) -> u64) -> Vec<u32> {
    let mut seen = vec![false; root.idx() + 1];
    let mut order = Vec::new();
    let mut walk = vec![root];
    let mut args: Vec<Node> = Vec::new();
    while let Some(node) = walk.pop() {
        if std::mem::replace(&mut seen[node.idx()], true) {
            continue;
        }
        if structure.op(node) == Op::Leaf {
            order.push(structure.number(node));
            continue;
        }
        args.clear();
        args.extend_from_slice(structure.args(node));
        args.sort_by_key(|&arg| key(arg));
        walk.extend(args.iter().rev());
    }
    order
}

fn layers(structure: &Structure, root: Node) -> Vec<u32> {
    let mut seen = vec![false; root.idx() + 1];
    let mut order = Vec::new();
    let mut layer = vec![root];
    while !layer.is_empty() {
        let mut next = Vec::new();
        for node in layer {
            for &arg in structure.args(node) {
                if !std::mem::replace(&mut seen[arg.idx()], true) {
                    match structure.op(arg) {
                        Op::Leaf => order.push(structure.number(arg)),
                        _ => next.push(arg),
                    }
                }
            }
        }
        layer = next;
    }
    order
}

/// *Source:* F. A. Aloul, I. L. Markov, K. A. Sakallah, "FORCE: a fast and easy-to-implement
/// variable-ordering heuristic", Great Lakes Symposium on VLSI, 2003, pp. 116–119.
fn pulled(structure: &Structure, root: Node, start: Vec<u32>) -> Vec<u32> {
    let len = root.idx() + 1;
    let uses = super::simplify::uses(structure, root);
    // Gates are points too: a gate sits in the middle of what it joins.
    let mut place = vec![0.0_f64; len];
    let mut node_of = vec![Node::FALSE; structure.leaf_count()];
    for idx in (2..len).filter(|&idx| uses[idx] > 0 && structure.op(Node(idx as u32)) == Op::Leaf) {
        node_of[structure.number(Node(idx as u32)) as usize] = Node(idx as u32);
    }
    let mut order: Vec<Node> = start.iter().map(|&leaf| node_of[leaf as usize]).collect();
    let gates: Vec<Node> = (2..len)
        .map(|idx| Node(idx as u32))
        .filter(|&n| uses[n.idx()] > 0 && structure.op(n) != Op::Leaf)
        .collect();
    let span = |place: &[f64]| -> f64 {
        gates
            .iter()
            .map(|&gate| {
                let places = structure.args(gate).iter().map(|arg| place[arg.idx()]);
                let (low, high) = places.fold((f64::MAX, f64::MIN), |(l, h), p| (l.min(p), h.max(p)));
                high - low
            })
            .sum()
    };
    let mut best = (f64::MAX, order.clone());
    let mut rounds_since_best = 0;
    // Most models settle within ten rounds; few still gain after five without gain.
    for _ in 0..40 {
        order.iter().enumerate().for_each(|(nth, leaf)| place[leaf.idx()] = nth as f64);
        for _ in 0..3 {
            for &gate in &gates {
                let args = structure.args(gate);
                place[gate.idx()] = args.iter().map(|arg| place[arg.idx()]).sum::<f64>() / args.len() as f64;
            }
        }
        let now = span(&place);
        rounds_since_best += 1;
        if now < best.0 {
            best = (now, order.clone());
            rounds_since_best = 0;
        } else if rounds_since_best == 5 {
            break;
        }
        let mut pull = vec![(0.0, 0_u32); len];
        for &gate in &gates {
            for arg in structure.args(gate) {
                pull[arg.idx()].0 += place[gate.idx()];
                pull[arg.idx()].1 += 1;
            }
        }
        let mut pulled: Vec<(f64, Node)> =
            order.iter().map(|&leaf| (pull[leaf.idx()].0 / f64::from(pull[leaf.idx()].1), leaf)).collect();
        pulled.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order = pulled.into_iter().map(|(_, leaf)| leaf).collect();
    }
    best.1.iter().map(|&leaf| structure.number(leaf)).collect()
}

/// Returns how wide a diagram in this order is likely to get: the sum over all places of a power of
/// the number of gates that have leaves on both sides.
fn width(structure: &Structure, root: Node, order: &[u32]) -> f64 {
    let mut place = vec![0_u32; structure.leaf_count()];
    order.iter().enumerate().for_each(|(nth, &leaf)| place[leaf as usize] = nth as u32);
    let uses = super::simplify::uses(structure, root);
    let mut spans = vec![(u32::MAX, 0_u32); root.idx() + 1];
    let mut opening = vec![0_i32; order.len() + 1];
    for idx in (2..=root.idx()).filter(|&idx| uses[idx] > 0) {
        let node = Node(idx as u32);
        if structure.op(node) == Op::Leaf {
            let at = place[structure.number(node) as usize];
            spans[idx] = (at, at);
            continue;
        }
        let args = structure.args(node).iter().map(|arg| spans[arg.idx()]);
        let (from, to) = args.fold((u32::MAX, 0), |(from, to), (f, t)| (from.min(f), to.max(t)));
        spans[idx] = (from, to);
        opening[from as usize] += 1;
        opening[to as usize] -= 1;
    }
    let mut open = 0;
    let powers = opening.iter().map(|change| {
        open += change;
        libm::exp2(f64::from(open) / 4.0)
    });
    powers.sum()
}
