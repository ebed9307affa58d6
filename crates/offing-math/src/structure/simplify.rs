//! What of a structure matters to one of its nodes?
//!
//! Rewrites that keep the function and shrink its graph, before any diagram is drawn: leaves known to
//! hold or fail put in, gates of one kind merged into each other, and children that always come
//! together given a gate of their own, which later turns out to be a module.

use super::{Node, Op, Structure};
use crate::interning::mix;

/// Returns a structure of nothing but what `root` needs, and `root` in it.
///
/// *Shape:* `fixed(leaf)` says of a leaf whether it is known to hold or to fail.
/// *Cost:* a few passes, each linear in the size of what `root` reaches.
pub(crate) fn simplified(
    from: &Structure,
    root: Node,
    fixed: impl Fn(u32) -> Option<bool>,
) -> (Structure, Node) {
    let (mut structure, mut root) = flattened(from, root, fixed);
    // Every round takes at least one argument from some gate; models seen need two or three rounds.
    while let Some((next, next_root)) = coalesced(&structure, root).or_else(|| factored(&structure, root)) {
        (structure, root) = flattened(&next, next_root, |_| None);
    }
    (structure, root)
}

/// Which nodes `root` reaches, and from how many gates each.
pub(crate) fn uses(of: &Structure, root: Node) -> Vec<u32> {
    let mut uses = vec![0_u32; root.idx() + 1];
    uses[root.idx()] = 1;
    for idx in (2..=root.idx()).rev() {
        if uses[idx] > 0 {
            of.args(Node(idx as u32)).iter().for_each(|arg| uses[arg.idx()] += 1);
        }
    }
    uses
}

fn flattened(from: &Structure, root: Node, fixed: impl Fn(u32) -> Option<bool>) -> (Structure, Node) {
    let uses = uses(from, root);
    let mut into = Structure::new();
    let mut moved = vec![Node::FALSE; root.idx() + 1];
    if root.idx() > 0 {
        moved[1] = Node::TRUE;
    }
    let mut args = Vec::new();
    for idx in (2..=root.idx()).filter(|&idx| uses[idx] > 0) {
        let node = Node(idx as u32);
        let op = from.op(node);
        args.clear();
        for &arg in from.args(node) {
            let new = moved[arg.idx()];
            let is_same_kind = op != Op::AtLeast && into.op(new) == op;
            if is_same_kind && uses[arg.idx()] == 1 {
                args.extend_from_slice(into.args(new));
            } else {
                args.push(new);
            }
        }
        moved[idx] = match op {
            Op::Always => unreachable!("the two constants come first"),
            Op::Leaf => match fixed(from.number(node)) {
                Some(holds) => into.always(holds),
                None => into.leaf(from.number(node)),
            },
            Op::All | Op::Any => into.gate(op, &args),
            Op::AtLeast => into.at_least(from.number(node), &args),
        };
    }
    let root = moved[root.idx()];
    (into, root)
}

/// Returns the structure with every set of children that share all their parents, two or more and
/// all of one kind, put under a gate of its own; or nothing if there is no such set.
fn coalesced(from: &Structure, root: Node) -> Option<(Structure, Node)> {
    let len = root.idx() + 1;
    let parents = Parents::of(from, root);
    let mut alike: Vec<(u64, u32)> = (2..len)
        .filter(|&idx| parents.share_kind(from, idx))
        .map(|idx| {
            (parents.list(idx).iter().fold(0, |hash, &parent| mix(hash, u64::from(parent))), idx as u32)
        })
        .collect();
    alike.sort_unstable();
    let same = |a: &(u64, u32), b: &(u64, u32)| {
        a.0 == b.0 && parents.list(a.1 as usize) == parents.list(b.1 as usize)
    };
    let groups: Vec<&[(u64, u32)]> = alike.chunk_by(same).filter(|group| group.len() > 1).collect();
    if groups.is_empty() {
        return None;
    }
    let mut group_of = vec![u32::MAX; len];
    for (nth, group) in groups.iter().enumerate() {
        group.iter().for_each(|&(_, idx)| group_of[idx as usize] = nth as u32);
    }
    let mut into = Structure::new();
    let mut moved = vec![Node::FALSE; len];
    moved[1] = Node::TRUE;
    for idx in 2..len {
        let node = Node(idx as u32);
        let op = from.op(node);
        if op == Op::Leaf {
            moved[idx] = into.leaf(from.number(node));
            continue;
        }
        let mut args = Vec::new();
        for &arg in from.args(node) {
            let nth = group_of[arg.idx()];
            if nth == u32::MAX {
                args.push(moved[arg.idx()]);
            } else if groups[nth as usize][0].1 == arg.0 {
                let members: Vec<Node> = groups[nth as usize].iter().map(|m| moved[m.1 as usize]).collect();
                args.push(into.gate(op, &members));
            }
        }
        moved[idx] =
            if op == Op::AtLeast { into.at_least(from.number(node), &args) } else { into.gate(op, &args) };
    }
    Some((into, moved[root.idx()]))
}

/// Returns the structure with what several arguments of a gate have in common taken out of them, as in
/// (a or x) and (a or y), which is a or (x and y); or nothing if there is no such gate.
///
/// Only arguments that no other gate takes are opened, so that nothing is written twice.
fn factored(from: &Structure, root: Node) -> Option<(Structure, Node)> {
    let uses = uses(from, root);
    let len = root.idx() + 1;
    let has_common = |gate: Node| {
        let opened = opened(from, &uses, gate);
        opened.len() > 1 && common(&opened.iter().map(|&arg| from.args(arg).to_vec()).collect::<Vec<_>>()).is_some()
    };
    let gates = (2..len).filter(|&idx| uses[idx] > 0).map(|idx| Node(idx as u32));
    let is_rewritten: Vec<Node> = gates.clone().filter(|&gate| has_common(gate)).collect();
    if is_rewritten.is_empty() {
        return None;
    }
    let mut into = Structure::new();
    let mut moved = vec![Node::FALSE; len];
    moved[1] = Node::TRUE;
    for gate in gates {
        let op = from.op(gate);
        let args: Vec<Node> = from.args(gate).iter().map(|arg| moved[arg.idx()]).collect();
        moved[gate.idx()] = match op {
            Op::Always => unreachable!("the two constants come first"),
            Op::Leaf => into.leaf(from.number(gate)),
            Op::AtLeast => into.at_least(from.number(gate), &args),
            _ if is_rewritten.binary_search(&gate).is_err() => into.gate(op, &args),
            _ => {
                let opened = opened(from, &uses, gate);
                let others = from.args(gate).iter().filter(|arg| !opened.contains(arg));
                let mut args: Vec<Node> = others.map(|arg| moved[arg.idx()]).collect();
                let list = |&arg: &Node| -> Vec<Node> {
                    let mut list: Vec<Node> = from.args(arg).iter().map(|arg| moved[arg.idx()]).collect();
                    list.sort_unstable();
                    list.dedup();
                    list
                };
                take_out_common(&mut into, op, opened.iter().map(list).collect(), &mut args);
                into.gate(op, &args)
            }
        };
    }
    Some((into, moved[root.idx()]))
}

/// Returns the arguments of `gate` that no other gate takes and that are of the other kind.
fn opened(from: &Structure, uses: &[u32], gate: Node) -> Vec<Node> {
    let Some(dual) = dual(from.op(gate)) else { return Vec::new() };
    from.args(gate).iter().copied().filter(|arg| uses[arg.idx()] == 1 && from.op(*arg) == dual).collect()
}

/// Adds to `args`, the arguments of a gate of kind `op`, gates of the other kind over `lists`, with
/// what these have in common taken out.
fn take_out_common(into: &mut Structure, op: Op, mut lists: Vec<Vec<Node>>, args: &mut Vec<Node>) {
    let dual = dual(op).expect("only all and any have a dual");
    while let Some(shared) = common(&lists) {
        let (with, without): (Vec<_>, Vec<_>) = lists.into_iter().partition(|list| list.contains(&shared));
        let rests: Vec<Node> = with
            .into_iter()
            .map(|mut list| {
                list.retain(|&node| node != shared);
                into.gate(dual, &list)
            })
            .collect();
        let rest = into.gate(op, &rests);
        args.push(into.gate(dual, &[shared, rest]));
        lists = without;
    }
    args.extend(lists.iter().map(|list| into.gate(dual, list)));
}

/// Returns the node that most of `lists` contain, if at least two of them do.
fn common(lists: &[Vec<Node>]) -> Option<Node> {
    let mut all: Vec<Node> = lists.iter().flatten().copied().collect();
    all.sort_unstable();
    let runs = all.chunk_by(|a, b| a == b).filter(|run| run.len() > 1);
    // Of equals, the first.
    runs.rev().max_by_key(|run| run.len()).map(|run| run[0])
}

fn dual(op: Op) -> Option<Op> {
    match op {
        Op::All => Some(Op::Any),
        Op::Any => Some(Op::All),
        _ => None,
    }
}

/// The gates that take each node, in ascending order.
struct Parents {
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Parents {
    fn of(from: &Structure, root: Node) -> Parents {
        let len = root.idx() + 1;
        let reached = uses(from, root);
        let gates = || (2..len).filter(|&idx| reached[idx] > 0);
        let mut starts = vec![0_u32; len + 1];
        for idx in gates() {
            from.args(Node(idx as u32)).iter().for_each(|arg| starts[arg.idx() + 1] += 1);
        }
        (0..len).for_each(|idx| starts[idx + 1] += starts[idx]);
        let mut next = starts.clone();
        let mut all = vec![0; starts[len] as usize];
        for idx in gates() {
            for arg in from.args(Node(idx as u32)) {
                all[next[arg.idx()] as usize] = idx as u32;
                next[arg.idx()] += 1;
            }
        }
        Parents { starts, all }
    }

    fn list(&self, idx: usize) -> &[u32] {
        &self.all[self.starts[idx] as usize..self.starts[idx + 1] as usize]
    }

    fn share_kind(&self, from: &Structure, idx: usize) -> bool {
        let list = self.list(idx);
        let op = list.first().map(|&parent| from.op(Node(parent)));
        list.len() > 1
            && op != Some(Op::AtLeast)
            && list.iter().all(|&parent| Some(from.op(Node(parent))) == op)
    }
}
