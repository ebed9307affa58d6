//! From a structure to its diagram: cut into modules, order each, draw each.

use super::forest::Forest;
use super::store::{CONSTANTS, Cell};
use super::{Diagram, Limits, ModuleRoot, TooLarge};
use crate::structure::{Module, Node, Op, Order, Structure, modules, ordered};

pub(super) fn draw(structure: &Structure, root: Node, limits: &Limits) -> Result<Diagram, TooLarge> {
    let cut = modules(structure, root);
    let mut diagram = Diagram {
        leaf_count: cut.leaf_count,
        cells: CONSTANTS.to_vec(),
        parts: Vec::new(),
        roots: Vec::with_capacity(cut.modules.len()),
        top: cut.top,
    };
    for module in &cut.modules {
        diagram.add(module, limits)?;
    }
    Ok(diagram)
}

/// Tried one after the other; see docs/decisions/0006.
const ORDERS: [Order; 5] = [Order::LargeFirst, Order::SmallFirst, Order::Pulled, Order::SharedFirst, Order::Layers];

/// The first budget each order gets, in nodes per leaf; then eight times as many, and so on.
const FIRST_BUDGET: usize = 64;

impl Diagram {
    fn add(&mut self, module: &Module, limits: &Limits) -> Result<(), TooLarge> {
        let root = if is_plain(module) { self.add_plain(module) } else { self.add_drawn(module, limits)? };
        self.roots.push(ModuleRoot { root, end: self.cells.len() as u32 });
        Ok(())
    }

    /// Adds a module of all or any of its parts: a chain, for which there is nothing to try.
    fn add_plain(&mut self, module: &Module) -> u32 {
        let structure = &module.structure;
        let first = self.parts.len() as u32;
        self.parts.extend(structure.args(module.root).iter().map(|&arg| structure.number(arg)));
        let all = structure.op(module.root) == Op::All;
        let mut node = u32::from(all);
        for level in (first..self.parts.len() as u32).rev() {
            let (low, high) = if all { (0, node) } else { (node, 1) };
            node = self.cells.len() as u32;
            self.cells.push(Cell { level, low, high });
        }
        node
    }

    fn add_drawn(&mut self, module: &Module, limits: &Limits) -> Result<u32, TooLarge> {
        let (forest, root, order) = race(module, limits)?;
        let first = self.parts.len() as u32;
        self.parts.extend(order);
        Ok(self.copy(&forest, root, first))
    }

    /// Copies what `root` reaches, children first, with levels counted from `first`.
    fn copy(&mut self, forest: &Forest, root: u32, first: u32) -> u32 {
        let mut moved = vec![0_u32; forest.cells().len()];
        moved[1] = 1;
        let mut walk = vec![root];
        while let Some(&node) = walk.last() {
            let cell = forest.cells()[node as usize];
            let open = [cell.high, cell.low].into_iter().find(|&child| child > 1 && moved[child as usize] == 0);
            if let Some(child) = open {
                walk.push(child);
                continue;
            }
            walk.pop();
            if moved[node as usize] == 0 {
                moved[node as usize] = self.cells.len() as u32;
                let (low, high) = (moved[cell.low as usize], moved[cell.high as usize]);
                self.cells.push(Cell { level: cell.level + first, low, high });
            }
        }
        moved[root as usize]
    }
}

fn is_plain(module: &Module) -> bool {
    let structure = &module.structure;
    structure.op(module.root) != Op::AtLeast
        && structure.args(module.root).iter().all(|&arg| structure.op(arg) == Op::Leaf)
}

/// Draws a module in one order after the other, each within a budget that grows from round to round,
/// so that what is lost on bad orders is bounded by what the good one takes.
fn race(module: &Module, limits: &Limits) -> Result<(Forest, u32, Vec<u32>), TooLarge> {
    let leaves = module.structure.leaf_count().min(module.structure.len());
    let mut budget = FIRST_BUDGET * leaves.max(16);
    loop {
        for rule in ORDERS {
            let order = ordered(&module.structure, module.root, rule);
            let mut forest = Forest::new(budget.min(limits.nodes));
            if let Some(root) = forest.draw(&module.structure, module.root, &order) {
                return Ok((forest, root, order));
            }
        }
        if budget >= limits.nodes {
            return Err(TooLarge { nodes: limits.nodes });
        }
        budget = budget.saturating_mul(8);
    }
}
