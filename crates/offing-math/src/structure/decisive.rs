//! Which single leaf decides?
//!
//! A leaf is *needed* when nothing holds without it, and *enough* when everything holds with it
//! alone. Both are read off one evaluation each, sixty-four leaves to the word, for any number of
//! roots at once and without a diagram.

use super::{Gate, Node, Op, Structure};

/// The leaves that decide a node alone, in ascending order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisive {
    /// Without any one of these the node fails, whatever else holds: its cut sets of one.
    pub needed: Vec<u32>,
    /// With any one of these the node holds, whatever else fails: its path sets of one.
    pub enough: Vec<u32>,
}

/// Leaves are tried in batches of this many words, which bounds memory and fills vector registers.
const WORDS: usize = 4;
type Batch = [u64; WORDS];

impl Structure {
    /// Returns the leaves that alone decide each of `roots`, exactly and without a diagram.
    ///
    /// *Shape:* one entry per root, in the order given.
    /// *Cost:* gates times leaves / 256, shared by all roots; no diagram is drawn, so it cannot blow up.
    pub fn decisive(&self, roots: &[Node]) -> Vec<Decisive> {
        let Some(&highest) = roots.iter().max() else { return Vec::new() };
        let mut reached = vec![false; highest.idx() + 1];
        roots.iter().for_each(|root| reached[root.idx()] = true);
        let mut leaves = Vec::new();
        for idx in (0..=highest.idx()).rev().filter(|&idx| idx > 1) {
            let node = Node(idx as u32);
            if reached[idx] {
                self.args(node).iter().for_each(|arg| reached[arg.idx()] = true);
                if self.op(node) == Op::Leaf {
                    leaves.push(self.number(node));
                }
            }
        }
        leaves.sort_unstable();
        let mut found = vec![Decisive::default(); roots.len()];
        let mut values = vec![[0; WORDS]; highest.idx() + 1];
        let mut place = vec![usize::MAX; self.leaf_count()];
        for batch in leaves.chunks(64 * WORDS) {
            for (bit, &leaf) in batch.iter().enumerate() {
                place[leaf as usize] = bit;
            }
            for all_but_one in [true, false] {
                self.try_batch(&reached, &place, all_but_one, &mut values);
                for (root, decisive) in roots.iter().zip(&mut found) {
                    let value = values[root.idx()];
                    let hits = batch
                        .iter()
                        .enumerate()
                        .filter(|&(bit, _)| (value[bit / 64] >> (bit % 64) & 1 == 1) != all_but_one);
                    let list = if all_but_one { &mut decisive.needed } else { &mut decisive.enough };
                    list.extend(hits.map(|(_, &leaf)| leaf));
                }
            }
            batch.iter().for_each(|&leaf| place[leaf as usize] = usize::MAX);
        }
        found
    }

    /// Evaluates every reached node with all leaves but one holding, or none but one: bit `b` is the
    /// case in which the one is the leaf with place `b`.
    fn try_batch(&self, reached: &[bool], place: &[usize], all_but_one: bool, values: &mut [Batch]) {
        let rest = if all_but_one { [u64::MAX; WORDS] } else { [0; WORDS] };
        let mut at_least = Vec::new();
        for idx in (0..reached.len()).filter(|&idx| reached[idx] || idx < 2) {
            values[idx] = match self.gate_of(Node(idx as u32)) {
                Gate::Always(holds) => [if holds { u64::MAX } else { 0 }; WORDS],
                Gate::Leaf(leaf) => {
                    let mut value = rest;
                    let bit = place[leaf as usize];
                    if bit != usize::MAX {
                        value[bit / 64] ^= 1 << (bit % 64);
                    }
                    value
                }
                Gate::All(args) => {
                    args.iter().fold([u64::MAX; WORDS], |all, arg| zip(all, values[arg.idx()], |a, b| a & b))
                }
                Gate::Any(args) => {
                    args.iter().fold([0; WORDS], |any, arg| zip(any, values[arg.idx()], |a, b| a | b))
                }
                Gate::AtLeast(k, args) => {
                    at_least.clear();
                    at_least.resize(k as usize + 1, [0; WORDS]);
                    at_least[0] = [u64::MAX; WORDS];
                    for arg in args {
                        for j in (1..=k as usize).rev() {
                            let one_more = zip(at_least[j - 1], values[arg.idx()], |a, b| a & b);
                            at_least[j] = zip(at_least[j], one_more, |a, b| a | b);
                        }
                    }
                    at_least[k as usize]
                }
            };
        }
    }
}

/// Returns the leaves that alone decide `root`.
pub(crate) fn decisive(structure: &Structure, root: Node) -> Decisive {
    structure.decisive(&[root]).pop().unwrap_or_default()
}

fn zip(a: Batch, b: Batch, f: impl Fn(u64, u64) -> u64) -> Batch {
    std::array::from_fn(|word| f(a[word], b[word]))
}
