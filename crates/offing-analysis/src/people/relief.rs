//! What would free a leader's time: systems that somebody else could lead.

use offing_model::{Model, PersonId, SystemId};

use super::duties::{Job, job};
use super::{Led, SpanOf};

/// A system that somebody could hand over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relief {
    /// Whose time it would free.
    pub person: PersonId,
    /// The system.
    pub system: SystemId,
    /// Who could take it, in the order of the model; empty where somebody has to learn it first.
    pub takers: Vec<Taker>,
}

/// Somebody who could lead a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taker {
    /// Who.
    pub person: PersonId,
    /// How many systems that person leads already.
    pub leads: usize,
}

/// Returns the systems that could be handed over by those who have more to do than lead one system: who lead several, or
/// people, or have a responsibility of the enabling job.
///
/// *Shape:* takers know the system already; how many systems each leads stands beside.
pub(super) fn relief(model: &Model, leads: &[Led], spans: &[SpanOf]) -> Vec<Relief> {
    let count =
        |person: PersonId| leads.iter().find(|led| led.person == person).map_or(0, |led| led.systems.len());
    let mut found = Vec::new();
    for Led { person, systems } in leads {
        let leads_people = spans[person.0 as usize].direct > 0.0;
        let enables = model[*person].does.iter().any(|duty| job(*duty) == Job::Enable);
        if systems.len() < 2 && !leads_people && !enables {
            continue;
        }
        for system in systems {
            let others = model[*system].knows.iter().filter(|other| *other != person);
            let mut takers: Vec<Taker> =
                others.map(|other| Taker { person: *other, leads: count(*other) }).collect();
            takers.sort_by_key(|taker| taker.person);
            found.push(Relief { person: *person, system: *system, takers });
        }
    }
    found
}
