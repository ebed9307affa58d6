//! For which term is the work planned: short, medium or long (DESIGN 4.6)?
//!
//! Each piece of work counts for the first of the outcomes it serves that the plan would enable. It serves an
//! outcome when it is part of a way to open it, or an experiment on it.

use std::collections::HashSet;

use offing_model::{InitiativeId, Model};

use crate::draws::{Plan, Simulation};

/// What a plan spends on each term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Horizons {
    /// Weeks of one person, for outcomes enabled in the short, the medium and the long term. What would never be
    /// enabled counts as long.
    pub weeks: [f64; 3],
    /// Weeks of one person that serve no outcome.
    pub aside: f64,
}

impl Horizons {
    /// Returns the share of each term in what serves an outcome; `None` where nothing does.
    pub fn shares(&self) -> Option<[f64; 3]> {
        let all: f64 = self.weeks.iter().sum();
        (all > 0.0).then(|| self.weeks.map(|weeks| weeks / all))
    }
}

/// Returns what a plan spends on each term, all work taking its mean time, succeeding, and what is unknown being
/// there.
pub fn horizons(model: &Model, sim: &Simulation, plan: &Plan) -> Horizons {
    let enabled = sim.expected_days(plan);
    let serves = sim.serves();
    let planned: HashSet<InitiativeId> = plan.order.iter().copied().collect();
    let mut horizons = Horizons { weeks: [0.0; 3], aside: 0.0 };
    for (item, serves) in serves.iter().enumerate() {
        let weeks = sim.person_days(item) / crate::work::WEEK;
        if !planned.contains(&sim.open()[item]) {
            continue;
        }
        if serves.is_empty() {
            horizons.aside += weeks;
            continue;
        }
        let day = serves.iter().map(|outcome| enabled[*outcome as usize]).fold(f64::INFINITY, f64::min);
        let term = match day {
            day if day <= model.company.short_days => 0,
            day if day <= model.company.medium_days => 1,
            _ => 2,
        };
        horizons.weeks[term] += weeks;
    }
    horizons
}
