//! From a structure to its diagram: cut into modules, order each, draw each.

use super::forest::{Drawing, Forest};
use super::store::{CONSTANTS, Cell};
use super::{Diagram, Kind, Limits, ModuleRoot, TooLarge};
use crate::structure::{Decisive, Module, Modules, Node, Op, Order, Structure, modules, modules_without, ordered};

pub(super) fn draw(structure: &Structure, root: Node, limits: &Limits) -> Result<Diagram, TooLarge> {
    draw_modules(&modules(structure, root), limits)
}

/// Draws `root`, of which it is known already which leaves decide alone.
pub(super) fn draw_without(structure: &Structure, root: Node, decisive: &Decisive, limits: &Limits) -> Result<Diagram, TooLarge> {
    draw_modules(&modules_without(structure, root, decisive), limits)
}

fn draw_modules(cut: &Modules, limits: &Limits) -> Result<Diagram, TooLarge> {
    let mut diagram = Diagram {
        leaf_count: cut.leaf_count,
        cells: CONSTANTS.to_vec(),
        parts: Vec::new(),
        roots: Vec::with_capacity(cut.modules.len()),
        top: cut.top,
        tried: 0,
    };
    for module in &cut.modules {
        diagram.add(module, limits)?;
    }
    Ok(diagram)
}

/// The orders that are cheap to find, which go first: each may draw so many nodes per leaf.
const SPRINT: [Order; 3] = [Order::Layers, Order::LargeFirst, Order::SmallFirst];
const SPRINT_NODES: usize = 32;

/// From round to round, orders may draw this many times as much.
const GROWTH: usize = 4;

impl Diagram {
    fn add(&mut self, module: &Module, limits: &Limits) -> Result<(), TooLarge> {
        let kind = kind_of(module);
        let root = if kind == Kind::Drawn { self.add_drawn(module, limits)? } else { self.add_plain(module) };
        self.roots.push(ModuleRoot { kind, root, end: self.cells.len() as u32 });
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
        let won = race(module, limits)?;
        self.tried += won.tried;
        let first = self.parts.len() as u32;
        self.parts.extend(won.order);
        Ok(self.copy(&won.forest, won.root, first))
    }

    /// Copies what `root` reaches, children first, with levels counted from `first`.
    fn copy(&mut self, forest: &Forest, root: u32, first: u32) -> u32 {
        let mut moved = vec![0_u32; forest.cells().len()];
        moved[1] = 1;
        let mut walk = vec![root];
        while let Some(&node) = walk.last() {
            let cell = forest.cells()[node as usize];
            let open =
                [cell.high, cell.low].into_iter().find(|&child| child > 1 && moved[child as usize] == 0);
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

fn kind_of(module: &Module) -> Kind {
    let structure = &module.structure;
    let is_plain = structure.args(module.root).iter().all(|&arg| structure.op(arg) == Op::Leaf);
    match structure.op(module.root) {
        Op::All if is_plain => Kind::All,
        Op::Any if is_plain => Kind::Any,
        _ => Kind::Drawn,
    }
}

/// Draws a module in several orders, each within a budget that grows from round to round, until the
/// first is done: what the bad orders cost is bounded by what the good one takes.
fn race(module: &Module, limits: &Limits) -> Result<Race, TooLarge> {
    let (structure, root) = (&module.structure, module.root);
    let mut budget = SPRINT_NODES * structure.leaves_below().max(32);
    let mut tried = 0;
    let mut large_first = None;
    for rule in SPRINT {
        let mut drawing = Drawing::new(structure, root, ordered(structure, root, rule));
        let done = drawing.go_on(budget.min(limits.nodes));
        tried += drawing.forest.cells().len();
        if let Some(root) = done {
            return Ok(Race { forest: drawing.forest, root, order: drawing.order, tried });
        }
        if rule == Order::LargeFirst {
            large_first = Some(drawing);
        }
    }
    let pulled = Drawing::new(structure, root, ordered(structure, root, Order::Pulled));
    let mut running: Vec<(Drawing<'_>, usize)> = [(pulled, 2), (large_first.expect("it has run"), 1)].into();
    while budget < limits.nodes {
        budget *= GROWTH;
        for nth in 0..running.len() {
            let (drawing, share) = &mut running[nth];
            if let Some(root) = drawing.go_on((budget * *share).min(limits.nodes)) {
                tried += running.iter().map(|(drawing, _)| drawing.forest.cells().len()).sum::<usize>();
                let (drawing, _) = running.swap_remove(nth);
                return Ok(Race { forest: drawing.forest, root, order: drawing.order, tried });
            }
        }
    }
    Err(TooLarge { nodes: limits.nodes })
}

/// What won, and what all together have drawn.
struct Race {
    forest: Forest,
    root: u32,
    order: Vec<u32>,
    tried: usize,
}
