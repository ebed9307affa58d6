//! Where decision nodes come from: managers of the library `oxidd`, kept and used again.
//!
//! A manager takes longer to make than most diagrams take to draw, and its room is fixed when it is
//! made. So small ones go round, large ones are made as needed, and every drawing asks about levels that
//! none before it has used. What it draws can then be counted, and neither that count nor the
//! diagram depends on what else was drawn before, or on another thread.

use std::sync::Mutex;

use oxidd::bdd::{BDDFunction, BDDManagerRef, new_manager};
use oxidd::error::OutOfMemory;
use oxidd::{BooleanFunction, Function, HasLevel, InnerNode, Manager, ManagerRef, Node};

use super::store::{CONSTANTS, Cell};

/// A drawing of no more nodes than this gets a manager that goes round, with room for twice as many.
const SMALL: usize = 1 << 15;

/// The most nodes that a drawing may take, whatever is asked.
pub(super) const MOST_NODES: usize = 30_000_000;

/// So many levels are asked about before a manager is emptied, unless one drawing takes more.
const MOST_LEVELS: u32 = 4_096;

static IDLE: Mutex<Vec<Engine>> = Mutex::new(Vec::new());

/// A manager, and what the drawing that has it has been allowed.
pub(super) struct Engine {
    manager: BDDManagerRef,
    room: usize,
    /// Levels there are, and the first that is this drawing's.
    levels: u32,
    first: u32,
    budget: usize,
    /// Nodes that were there before this drawing.
    before: usize,
    /// How often it was emptied.
    emptied: u64,
    /// Where a node has been copied to, by the library's number of it; 0 for nowhere.
    places: Vec<u32>,
}

/// Returns what `draw` returns, which is lent an engine for `levels` levels and `budget` nodes.
pub(super) fn with_engine<T>(budget: usize, levels: usize, draw: impl FnOnce(&mut Engine) -> T) -> T {
    let budget = budget.min(MOST_NODES);
    let levels = u32::try_from(levels).expect("leaves are counted in 32 bits");
    let idle = || IDLE.lock().expect("nobody panics while they hold it");
    let is_small = budget <= SMALL;
    let kept = if is_small { idle().pop() } else { None };
    let mut engine = kept.unwrap_or_else(|| {
        // An operation may fill all the room there is, so a large one has little more than is allowed.
        if is_small {
            Engine::new(2 * SMALL, SMALL / 2)
        } else {
            Engine::new(budget + budget / 8, memory(budget))
        }
    });
    engine.make_room(budget, levels);
    let drawn = draw(&mut engine);
    engine.first += levels;
    if is_small && engine.is_sound() {
        idle().push(engine);
    }
    drawn
}

/// Returns how many operations are worth remembering in a drawing of up to `budget` nodes.
fn memory(budget: usize) -> usize {
    (budget / 2).next_power_of_two().min(1 << 22)
}

/// Returns what `draw` returns, which is lent ever larger engines until it is done or has had `limit` nodes.
pub(super) fn with_engines<T>(
    limit: usize,
    levels: usize,
    draw: impl Fn(&mut Engine) -> Option<T>,
) -> Option<T> {
    let mut budget = SMALL;
    loop {
        let drawn = with_engine(budget.min(limit), levels, &draw);
        if drawn.is_some() || budget >= limit {
            return drawn;
        }
        budget *= 8;
    }
}

impl Engine {
    fn new(room: usize, memory: usize) -> Engine {
        Engine {
            manager: new_manager(room, memory, 1),
            room,
            levels: 0,
            first: 0,
            budget: 0,
            before: 0,
            emptied: 0,
            places: Vec::new(),
        }
    }

    /// Makes sure that more than `budget` nodes can be drawn before the library clears up of itself.
    fn make_room(&mut self, budget: usize, levels: u32) {
        self.budget = budget;
        let is_roomy = self.count().0 + (2 * budget).max(self.room / 8) <= self.room;
        if self.first > 0 && (!is_roomy || self.first + levels > MOST_LEVELS) {
            // Nothing that was drawn is held any more.
            self.manager.with_manager_shared(|manager| manager.gc());
            self.emptied += 1;
            self.first = 0;
        }
        let more = (self.first + levels).saturating_sub(self.levels);
        if more > 0 {
            self.manager.with_manager_exclusive(|manager| manager.add_vars(more));
            self.levels += more;
        }
        self.before = self.count().0;
    }

    /// Returns whether the next drawing can count on it. One that has been all but full may be cleared
    /// up in the background at any time from then on.
    fn is_sound(&self) -> bool {
        let (nodes, collections) = self.count();
        nodes <= self.room / 16 * 15 && collections == self.emptied && self.levels <= MOST_LEVELS
    }

    /// Returns how many nodes have been drawn.
    pub(super) fn drawn(&self) -> usize {
        self.count().0.saturating_sub(self.before)
    }

    /// Returns `drawn`, or `None` where that went past the budget.
    pub(super) fn within(&self, drawn: Result<BDDFunction, OutOfMemory>) -> Option<BDDFunction> {
        let (nodes, collections) = self.count();
        let is_within = nodes.saturating_sub(self.before) <= self.budget && collections == self.emptied;
        drawn.ok().filter(|_| is_within)
    }

    /// Returns how many nodes there are, and how often it has been cleared up. Asked in this order: what
    /// is cleared up in between is seen by one or the other.
    fn count(&self) -> (usize, u64) {
        self.manager.with_manager_shared(|manager| (manager.approx_num_inner_nodes(), manager.gc_count()))
    }

    /// Returns what always holds, or never.
    pub(super) fn constant(&self, holds: bool) -> BDDFunction {
        self.manager.with_manager_shared(|manager| {
            if holds { BDDFunction::t(manager) } else { BDDFunction::f(manager) }
        })
    }

    /// Returns what holds where the leaf at `level` does, or where it does not.
    pub(super) fn leaf(&self, level: u32, holds: bool) -> Option<BDDFunction> {
        let variable = self.first + level;
        self.within(self.manager.with_manager_shared(|manager| {
            if holds { BDDFunction::var(manager, variable) } else { BDDFunction::not_var(manager, variable) }
        }))
    }

    /// Copies the diagram of `root`, children first; what comes where depends on the diagram alone.
    pub(super) fn copy(&mut self, root: &BDDFunction) -> (Vec<Cell>, u32) {
        let mut cells = CONSTANTS.to_vec();
        let (first, places) = (self.first, &mut self.places);
        let mut copied: Vec<usize> = Vec::new();
        let root = root.with_manager_shared(|manager, root| {
            let [never, always] = [BDDFunction::f(manager), BDDFunction::t(manager)]
                .map(|constant| constant.as_edge(manager).node_id());
            let mut place = |id: usize, new: Option<u32>| -> u32 {
                if id >= places.len() {
                    places.resize((id + 1).next_power_of_two(), 0);
                }
                if let Some(new) = new {
                    places[id] = new;
                }
                if id == never || id == always { u32::from(id == always) } else { places[id] }
            };
            let mut walk = vec![root];
            while let Some(&edge) = walk.last() {
                let Node::Inner(node) = manager.get_node(edge) else { break };
                let (high, low) = (node.child(0), node.child(1));
                let open = [high, low].into_iter().find(|child| {
                    matches!(manager.get_node(*child), Node::Inner(_)) && place(child.node_id(), None) == 0
                });
                if let Some(child) = open {
                    walk.push(child);
                    continue;
                }
                walk.pop();
                let id = edge.node_id();
                if place(id, None) == 0 {
                    let (low, high) = (place(low.node_id(), None), place(high.node_id(), None));
                    place(id, Some(cells.len() as u32));
                    cells.push(Cell { level: node.level() - first, low, high });
                    copied.push(id);
                }
            }
            place(root.node_id(), None)
        });
        copied.into_iter().for_each(|id| self.places[id] = 0);
        (cells, root)
    }
}
