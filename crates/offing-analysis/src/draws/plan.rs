//! Plans: what is done first, and what is not done at all.

use offing_model::InitiativeId;

use super::crew::Order;
use super::routes::ones;
use super::world::Simulation;

/// A priority order over initiatives. What it leaves out is not done, unless the company turns to an outcome that
/// needs it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Plan {
    /// First things first.
    pub order: Vec<InitiativeId>,
}

/// A plan ready to be followed.
#[derive(Debug, Clone)]
pub(super) struct Marching {
    pub(super) order: Order,
    pub(super) active: Vec<bool>,
}

impl Marching {
    pub(super) fn of(sim: &Simulation, plan: &Plan) -> Self {
        let mut active = vec![false; sim.items.len()];
        let mut items = Vec::with_capacity(active.len());
        for id in &plan.order {
            if let Ok(item) = sim.items.binary_search(id)
                && !std::mem::replace(&mut active[item], true)
            {
                items.push(item as u32);
            }
        }
        items.extend((0..active.len() as u32).filter(|item| !active[*item as usize]));
        let mut order = Order::default();
        order.set(&items, &sim.staffing);
        Self { order, active }
    }
}

impl Simulation {
    /// Returns the plan by which everything is done, in the order of the model's text.
    pub fn text_order(&self) -> Plan {
        Plan { order: self.items.clone() }
    }

    /// Returns the plan that does everything on the way to the outcome that draws begin with first, and then the
    /// rest in the order of the text: the plan taken where none is given.
    pub fn chosen_first(&self) -> Plan {
        self.with_first(self.way_first().as_deref().unwrap_or(&[]))
    }

    /// Returns the plan that does everything that is not on the way to the outcome that draws begin with first.
    pub fn options_first(&self) -> Plan {
        let way = self.way_first().unwrap_or_default();
        let mut order: Vec<InitiativeId> =
            self.items.iter().copied().filter(|id| !way.contains(id)).collect();
        order.extend(way);
        Plan { order }
    }

    /// Returns the plan that does these first, in the order of the text, and then the rest.
    pub fn with_first(&self, first: &[InitiativeId]) -> Plan {
        let (mut order, rest): (Vec<InitiativeId>, Vec<InitiativeId>) =
            self.items.iter().partition(|id| first.contains(id));
        order.extend(rest);
        Plan { order }
    }

    /// Returns the cheapest way to each outcome, in the order of the text, by the index of the outcome; `None`
    /// where there is none.
    pub fn ways(&self) -> Vec<Option<Vec<InitiativeId>>> {
        let first = |at: usize| {
            let route = self.routes[at].list.first()?;
            let items = ones(&route.bits).take_while(|item| *item < self.items.len());
            Some(items.map(|item| self.items[item]).collect())
        };
        (0..self.outcomes.len()).map(first).collect()
    }

    /// Returns, for each open initiative, the outcomes it serves: those with a way that it is part of, and those
    /// it is an experiment on.
    pub fn serves(&self) -> Vec<Vec<u32>> {
        let mut serves = vec![Vec::new(); self.items.len()];
        for (outcome, routes) in self.routes.iter().enumerate() {
            for item in routes.list.iter().flat_map(|route| ones(&route.bits)) {
                if item < self.items.len() {
                    serves[item].push(outcome as u32);
                }
            }
        }
        for (item, tests) in self.tests.iter().enumerate() {
            serves[item].extend(tests.map(|(outcome, _)| outcome));
        }
        for list in &mut serves {
            list.sort_unstable();
            list.dedup();
        }
        serves
    }

    /// Returns the experiments that can be done, in the order of the text.
    pub fn experiments(&self) -> Vec<InitiativeId> {
        let can = |item: &usize| self.tests[*item].is_some() && self.never[*item].is_none();
        (0..self.items.len()).filter(can).map(|item| self.items[item]).collect()
    }

    /// Returns whether an open initiative keeps anybody busy, by its position in [`Simulation::open`].
    pub fn keeps_busy(&self, item: usize) -> bool {
        !self.staffing.staff[item].is_empty()
    }

    /// Returns the cheapest way to the outcome that draws begin with, everything unknown taken for there.
    fn way_first(&self) -> Option<Vec<InitiativeId>> {
        let first = self.begins_with()? as usize;
        self.ways().swap_remove(first)
    }
}
