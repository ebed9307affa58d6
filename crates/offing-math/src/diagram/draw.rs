//! From a structure to its diagram: cut into modules, order each, draw each.

use super::deep::with_room;
use super::drawing::{Drawing, Drawn};
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
/// again starts again. After the last, the last three are allowed ever more.
const TURNS: [(Order, usize); 9] = [
    (Order::Layers, 16),
    (Order::SmallFirst, 24),
    (Order::PulledNarrow, 72),
    (Order::SmallFirst, 144),
    (Order::PulledNarrow, 384),
    (Order::SmallFirst, 640),
    (Order::Pulled, 1024),
    (Order::PulledNarrow, 1024),
    (Order::LargeFirst, 1024),
];
const LAST: usize = 3;

/// Who comes before them all in a module of more leaves than [`LARGE`], where the first turns hardly ever win.
const FIRST_OF_LARGE: (Order, usize) = (Order::PulledNarrow, 128);
const LARGE: usize = 64;

/// By how much the last turns grow each time.
const GROWTH: usize = 4;

impl Diagram {
    fn add(&mut self, module: &Module, limits: &Limits) -> Result<(), TooLarge> {
        let (kind, root) = match module {
            Module::Plain { op: Op::All, parts } => (Kind::All, self.add_chain(true, parts)),
            Module::Plain { parts, .. } => (Kind::Any, self.add_chain(false, parts)),
            Module::Graph { structure, root } => (Kind::Drawn, self.add_drawn(structure, *root, limits)?),
        };
        self.roots.push(ModuleRoot { kind, root, end: self.cells.len() as u32 });
        Ok(())
    }

    /// Adds a module of all or any of its parts: a chain, for which there is nothing to try.
    fn add_chain(&mut self, all: bool, parts: &[u32]) -> u32 {
        let first = self.parts.len() as u32;
        self.parts.extend(parts);
        let mut node = u32::from(all);
        for level in (first..self.parts.len() as u32).rev() {
            let (low, high) = if all { (0, node) } else { (node, 1) };
            node = self.cells.len() as u32;
            self.cells.push(Cell { level, low, high });
        }
        node
    }

    fn add_drawn(&mut self, structure: &Structure, root: Node, limits: &Limits) -> Result<u32, TooLarge> {
        let won = with_room(structure.leaves_below(), || race(structure, root, &[], limits))?;
        self.tried += won.tried;
        let first = self.parts.len() as u32;
        self.parts.extend(won.order);
        let moved = self.cells.len() as u32 - CONSTANTS.len() as u32;
        let place = |node: u32| if node < 2 { node } else { node + moved };
        self.cells.extend(won.drawn.cells[2..].iter().map(|cell| Cell {
            level: cell.level + first,
            low: place(cell.low),
            high: place(cell.high),
        }));
        Ok(place(won.drawn.root))
    }
}

/// Draws a module in several orders, each within a budget that grows from turn to turn, until the
/// first is done: what the bad orders cost is bounded by what the good one takes.
pub(super) fn race(
    structure: &Structure,
    root: Node,
    opposites: &[Option<u32>],
    limits: &Limits,
) -> Result<Race, TooLarge> {
    let leaves = structure.leaves_below().max(32);
    let first = (leaves > LARGE).then_some(FIRST_OF_LARGE);
    let turns: Vec<(Order, usize)> = first.into_iter().chain(TURNS).collect();
    let mut running: Vec<(Order, Drawing<'_>)> = Vec::new();
    let mut tried = 0;
    for turn in 0_usize.. {
        let (nth, growth) = match turn.checked_sub(turns.len()) {
            None => (turn, 1),
            Some(more) => (turns.len() - LAST + more % LAST, GROWTH.saturating_pow(1 + (more / LAST) as u32)),
        };
        let (rule, share) = turns[nth];
        let budget = leaves.saturating_mul(share).saturating_mul(growth).min(limits.nodes);
        let at = running.iter().position(|(started, _)| *started == rule).unwrap_or_else(|| {
            running.push((rule, Drawing::new(structure, root, ordered(structure, root, rule), opposites)));
            running.len() - 1
        });
        if let Some(drawn) = running[at].1.draw(budget) {
            let (_, won) = running.swap_remove(at);
            return Ok(Race { tried: tried + drawn.nodes, drawn, order: won.order });
        }
        tried += budget;
        // The last turns are for equal shares: whoever comes last is the last to try with all there is.
        if nth + 1 == turns.len() && budget == limits.nodes {
            break;
        }
    }
    Err(TooLarge { nodes: limits.nodes })
}

/// What won, and how many nodes all together count for.
pub(super) struct Race {
    pub(super) drawn: Drawn,
    pub(super) order: Vec<u32>,
    tried: usize,
}
