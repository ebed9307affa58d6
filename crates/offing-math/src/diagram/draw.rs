//! From a structure to its diagram: cut into modules, order each, draw each.

use super::forest::{Drawing, Forest};
use super::store::{CONSTANTS, Cell};
use super::{Diagram, Kind, Limits, ModuleRoot, TooLarge};
use crate::structure::{
    Decisive, Module, Modules, Node, Op, Order, Structure, modules, modules_without, ordered,
};

pub(super) fn draw(structure: &Structure, root: Node, limits: &Limits) -> Result<Diagram, TooLarge> {
    draw_modules(&modules(structure, root), limits)
}

/// Draws `root`, of which it is known already which leaves decide alone.
pub(super) fn draw_without(
    structure: &Structure,
    root: Node,
    decisive: &Decisive,
    limits: &Limits,
) -> Result<Diagram, TooLarge> {
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

/// Who may draw how much, in nodes per leaf, in turn; see docs/decisions/0006. An order that comes up
/// again goes on where it stopped. After the last, the last two go on with ever more.
const TURNS: [(Order, usize); 7] = [
    (Order::Layers, 16),
    (Order::LargeFirst, 48),
    (Order::SmallFirst, 24),
    (Order::LargeFirst, 192),
    (Order::Pulled, 256),
    (Order::LargeFirst, 384),
    (Order::Pulled, 1024),
];

/// By how much the last two turns grow each time.
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

/// Draws a module in several orders, each within a budget that grows from turn to turn, until the
/// first is done: what the bad orders cost is bounded by what the good one takes.
fn race(module: &Module, limits: &Limits) -> Result<Race, TooLarge> {
    let (structure, root) = (&module.structure, module.root);
    let leaves = structure.leaves_below().max(32);
    let mut running: Vec<(Order, Drawing<'_>)> = Vec::new();
    let mut tried = 0;
    for turn in 0_usize.. {
        let (nth, growth) = match turn.checked_sub(TURNS.len()) {
            None => (turn, 1),
            Some(more) => (TURNS.len() - 2 + more % 2, GROWTH.saturating_pow(1 + more as u32 / 2)),
        };
        let is_last = nth + 1 == TURNS.len();
        let (rule, share) = TURNS[nth];
        let allowed = |share: usize| leaves.saturating_mul(share).saturating_mul(growth).min(limits.nodes);
        let budget = allowed(share);
        let nth = running.iter().position(|(started, _)| *started == rule).unwrap_or_else(|| {
            running.push((rule, Drawing::new(structure, root, ordered(structure, root, rule))));
            running.len() - 1
        });
        let drawing = &mut running[nth].1;
        let before = drawing.forest.cells().len();
        let done = drawing.go_on(budget);
        tried += drawing.forest.cells().len() - before;
        if let Some(root) = done {
            let (_, won) = running.swap_remove(nth);
            return Ok(Race { forest: won.forest, root, order: won.order, tried });
        }
        // The share of the turn before the last is the smaller one of the two.
        if is_last && allowed(TURNS[nth - 1].1) == limits.nodes {
            break;
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
