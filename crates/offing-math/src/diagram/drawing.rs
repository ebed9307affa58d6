//! How does a structure become a diagram, once the order of its leaves is settled?
//!
//! *Source:* R. E. Bryant, "Graph-based algorithms for Boolean function manipulation", IEEE
//! Transactions on Computers 35(8), 1986, pp. 677–691.

use oxidd::BooleanFunction;
use oxidd::bdd::BDDFunction;

use super::engine::{Engine, with_engine};
use super::store::{BOTTOM, Cell};
use crate::structure::{Node, Op, Structure, uses};

/// A structure to be drawn in one order of its leaves.
#[derive(Debug)]
pub(crate) struct Drawing<'a> {
    structure: &'a Structure,
    root: Node,
    opposites: &'a [Option<u32>],
    /// Leaf `order[l]` is asked about at level `l`.
    pub(crate) order: Vec<u32>,
    level_of: Vec<u32>,
    uses: Vec<u32>,
    /// It is known to take at least so many nodes.
    least: usize,
}

/// A diagram, and how many nodes were drawn for it.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) cells: Vec<Cell>,
    pub(crate) root: u32,
    pub(crate) nodes: usize,
}

/// What a gate is, and the level of its topmost decision or one above.
type Gate = (u32, BDDFunction);

impl<'a> Drawing<'a> {
    /// Returns a drawing of nothing yet. A leaf that is another's opposite is drawn at the other's level.
    pub(crate) fn new(
        structure: &'a Structure,
        root: Node,
        order: Vec<u32>,
        opposites: &'a [Option<u32>],
    ) -> Drawing<'a> {
        let order = without_opposites(order, opposites);
        let mut level_of = vec![BOTTOM; structure.leaf_count().max(opposites.len())];
        order.iter().enumerate().for_each(|(level, &leaf)| level_of[leaf as usize] = level as u32);
        Drawing { structure, root, opposites, order, level_of, uses: uses(structure, root), least: 0 }
    }

    /// Returns the diagram, unless more than `budget` nodes are drawn on the way to it.
    pub(crate) fn draw(&mut self, budget: usize) -> Option<Drawn> {
        if budget < self.least {
            return None;
        }
        with_engine(budget, self.order.len(), |engine| {
            let root = self.gates(engine);
            let nodes = engine.drawn();
            match root {
                Some(root) => {
                    let (cells, root) = engine.copy(&root);
                    Some(Drawn { cells, root, nodes })
                }
                None => {
                    self.least = nodes;
                    None
                }
            }
        })
    }

    /// Draws gate after gate up to the root.
    fn gates(&self, engine: &Engine) -> Option<BDDFunction> {
        let constants = [false, true].map(|holds| engine.constant(holds));
        let mut drawn: Vec<Gate> = Vec::with_capacity(self.root.idx() + 1);
        drawn.extend(constants.clone().map(|constant| (BOTTOM, constant)));
        for idx in drawn.len()..=self.root.idx() {
            let gate = Node(idx as u32);
            if self.uses[idx] == 0 {
                drawn.push((BOTTOM, constants[0].clone()));
                continue;
            }
            let mut args: Vec<&Gate> =
                self.structure.args(gate).iter().map(|arg| &drawn[arg.idx()]).collect();
            // Deepest first: each step then adds on top of what is there.
            args.sort_by_key(|arg| std::cmp::Reverse(arg.0));
            let top = args.last().map_or(BOTTOM, |arg| arg.0);
            let new = match self.structure.op(gate) {
                Op::Always => unreachable!("the two constants come first"),
                Op::Leaf => self.leaf(self.structure.number(gate), engine)?,
                Op::All => (top, joined(&args, &constants[1], |a, b| engine.within(a.and(b)))?),
                Op::Any => (top, joined(&args, &constants[0], |a, b| engine.within(a.or(b)))?),
                Op::AtLeast => {
                    (top, at_least(self.structure.number(gate) as usize, &args, &constants, engine)?)
                }
            };
            drawn.push(new);
        }
        Some(drawn[self.root.idx()].1.clone())
    }

    fn leaf(&self, leaf: u32, engine: &Engine) -> Option<Gate> {
        let opposite = self.opposites.get(leaf as usize).copied().flatten();
        let level = self.level_of[opposite.unwrap_or(leaf) as usize];
        Some((level, engine.leaf(level, opposite.is_none())?))
    }
}

/// Returns all of `args` joined, or `neutral` if there are none.
fn joined(
    args: &[&Gate],
    neutral: &BDDFunction,
    join: impl Fn(&BDDFunction, &BDDFunction) -> Option<BDDFunction>,
) -> Option<BDDFunction> {
    args.iter().try_fold(neutral.clone(), |so_far, (_, arg)| join(arg, &so_far))
}

/// Returns what holds where at least `k` of `args` do.
fn at_least(
    k: usize,
    args: &[&Gate],
    [never, always]: &[BDDFunction; 2],
    engine: &Engine,
) -> Option<BDDFunction> {
    let mut so_many = vec![never.clone(); k + 1];
    so_many[0] = always.clone();
    for (_, arg) in args {
        for j in (1..=k).rev() {
            so_many[j] = engine.within(arg.ite(&so_many[j - 1], &so_many[j]))?;
        }
    }
    so_many.pop()
}

/// Returns `order` with each opposite replaced by the leaf it is the opposite of, once.
fn without_opposites(order: Vec<u32>, opposites: &[Option<u32>]) -> Vec<u32> {
    if opposites.is_empty() {
        return order;
    }
    let mut is_there = vec![false; opposites.len()];
    let leaves = order.into_iter().map(|leaf| opposites[leaf as usize].unwrap_or(leaf));
    leaves.filter(|&leaf| !std::mem::replace(&mut is_there[leaf as usize], true)).collect()
}
