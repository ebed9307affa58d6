//! Who answers for what, does each title say what the job is, and where does a leader's time go (DESIGN 4.8)? The
//! answer behind `offing people`.
//!
//! *Absent on purpose:* any order of persons but that of the model. Nobody is ranked.

mod duties;
mod hat;
mod relief;
mod span;
mod titles;
mod words;

pub use duties::{Direction, Job, direction, is_sole, job};
pub use hat::{Hat, Hours, Intended, Measured, Month, Source, hats};
pub use relief::{Relief, Taker};
pub use span::{Size, SpanOf, size, spans};
pub use titles::{TitleCheck, TitleFinding, Usual, ladder};

use jiff::civil::Date;
use offing_model::calendar::Calendar;
use offing_model::draft::Duty;
use offing_model::{Model, Node, OutcomeId, Person, PersonId, System, SystemId};

use crate::ensure::Ensure;
use crate::holding::Holds;

/// How `people` is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleQuestion {
    /// Since which day calendars count, up to `as-of`.
    pub since: Date,
    /// How many systems one person may lead before that is too many.
    pub most_systems: usize,
}

impl PeopleQuestion {
    /// Returns the usual question: half a year, four systems.
    pub fn usual(model: &Model) -> Self {
        let half = jiff::Span::new().months(6);
        let as_of = model.company.as_of;
        Self { since: as_of.checked_sub(half).unwrap_or(as_of), most_systems: 4 }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct People {
    /// How it was asked.
    pub question: PeopleQuestion,
    /// Each responsibility with those who have it, in the order of the list.
    pub duties: Vec<(Duty, Vec<PersonId>)>,
    /// Who leads which systems, in the order of the model.
    pub leads: Vec<Led>,
    /// Systems that are there, or will be, and nobody leads.
    pub without_lead: Vec<SystemId>,
    /// How few people would have to leave.
    pub bus: Bus,
    /// How many people report to whom: those to whom anybody does.
    pub spans: Vec<SpanOf>,
    /// How large the company is.
    pub size: Size,
    /// What is wrong with titles and mandates.
    pub titles: Vec<TitleFinding>,
    /// Where leaders' time goes.
    pub hats: Vec<Hat>,
    /// What would free time.
    pub relief: Vec<Relief>,
}

/// Who leads what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// Who.
    pub person: PersonId,
    /// Which systems.
    pub systems: Vec<SystemId>,
}

/// How few people would have to leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bus {
    /// For each outcome the smallest set of people whose leaving closes it; empty where no set that was looked for
    /// does.
    pub outcomes: Vec<(OutcomeId, Vec<PersonId>)>,
    /// People whose leaving alone closes outcomes, in the order of the model.
    pub singles: Vec<(PersonId, Vec<OutcomeId>)>,
    /// Systems that one person alone could run.
    pub known_by_one: Vec<(SystemId, PersonId)>,
    /// Systems that nobody is named for who could run them.
    pub known_by_none: Vec<SystemId>,
}

impl People {
    /// Returns responsibilities that nobody has; none where nobody says any.
    pub fn gaps(&self) -> Vec<Duty> {
        if self.duties.iter().all(|(_, people)| people.is_empty()) {
            return Vec::new();
        }
        self.duties.iter().filter(|(_, people)| people.is_empty()).map(|(duty, _)| *duty).collect()
    }

    /// Returns responsibilities for which one person should answer and several do.
    pub fn doubles(&self) -> Vec<(Duty, &[PersonId])> {
        let double = |(duty, people): &&(Duty, Vec<PersonId>)| is_sole(*duty) && people.len() > 1;
        self.duties.iter().filter(double).map(|(duty, people)| (*duty, people.as_slice())).collect()
    }
}

/// Returns who answers for what.
pub fn people(model: &Model, ensure: &Ensure, calendars: &[Calendar], question: &PeopleQuestion) -> People {
    let does = |duty: Duty| Person::ids(model).filter(|id| model[*id].does.contains(&duty)).collect();
    let leads = leads(model);
    let spans = spans(model);
    let size = size(model);
    let hats = hats(model, ensure, calendars);
    let mut people = People {
        question: question.clone(),
        duties: Duty::ALL.iter().map(|duty| (*duty, does(*duty))).collect(),
        without_lead: System::ids(model).filter(|id| model[*id].lead.is_none()).collect(),
        bus: bus(model, ensure),
        relief: relief::relief(model, &leads, &spans),
        titles: Vec::new(),
        leads,
        spans: spans.into_iter().filter(|span| span.total > 0.0).collect(),
        size,
        hats,
    };
    people.titles = titles::findings(model, &people);
    people
}

fn leads(model: &Model) -> Vec<Led> {
    let mut systems: Vec<Vec<SystemId>> = vec![Vec::new(); model.people.len()];
    for id in System::ids(model) {
        if let Some(lead) = model[id].lead {
            systems[lead.0 as usize].push(id);
        }
    }
    let all = Person::ids(model).zip(systems).map(|(person, systems)| Led { person, systems });
    all.filter(|led| !led.systems.is_empty()).collect()
}

fn bus(model: &Model, ensure: &Ensure) -> Bus {
    let person = |node: &Node| match node {
        Node::Person(id) => Some(*id),
        _ => None,
    };
    let smallest = |sets: &[Vec<Node>]| {
        let only_people = |set: &Vec<Node>| set.iter().map(person).collect::<Option<Vec<PersonId>>>();
        sets.iter().filter_map(only_people).min_by_key(Vec::len).unwrap_or_default()
    };
    let mut singles: Vec<(PersonId, Vec<OutcomeId>)> = (ensure.closers.iter())
        .filter_map(|closer| Some((person(&closer.node)?, closer.closes.clone())))
        .collect();
    singles.sort();
    let here = |id: &SystemId| ensure.holding.holds(model, Node::System(*id)) != Holds::No;
    let known_by =
        |count: usize| System::ids(model).filter(move |id| model[*id].knows.len() == count).filter(here);
    Bus {
        outcomes: ensure
            .outcomes
            .iter()
            .map(|answer| (answer.outcome, smallest(&answer.closing.sets)))
            .collect(),
        singles,
        known_by_one: known_by(1).map(|id| (id, model[id].knows[0])).collect(),
        known_by_none: known_by(0).collect(),
    }
}
