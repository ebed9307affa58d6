//! What is known of each thing that has a name: outcomes, capabilities, systems, people, work.

use jiff::civil::Date;
use smol_str::SmolStr;

use super::{
    CapabilityId, DepartmentId, InitiativeId, Node, OutcomeId, PersonId, TeamId, TechnologyId, VendorId,
};
use crate::draft::{Duty, Ring, Says};
use crate::span::Span;
use crate::units::{DateRange, Estimate, Presence};

/// What something needs, bound.
#[derive(Debug, Clone, PartialEq)]
pub enum Need {
    /// This node, named at this place.
    One(Node, Span),
    /// All of these.
    All(Vec<Need>),
    /// Any of these.
    Any(Vec<Need>),
    /// At least so many of these.
    AtLeast(u32, Vec<Need>),
}

impl Need {
    /// Returns the need of nothing, which always holds.
    pub fn nothing() -> Self {
        Need::All(Vec::new())
    }

    /// Returns whether nothing is needed.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Need::All(parts) if parts.is_empty())
    }

    /// Calls `visit` with every node named in it, in the order of the text.
    pub fn each_node(&self, visit: &mut impl FnMut(Node, Span)) {
        match self {
            Need::One(node, span) => visit(*node, *span),
            Need::All(parts) | Need::Any(parts) | Need::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.each_node(visit));
            }
        }
    }
}

/// What every entity has.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its name, as written.
    pub name: SmolStr,
    /// What readers see instead.
    pub title: Option<String>,
    /// Anything worth saying.
    pub note: Option<String>,
    /// Where more stands.
    pub link: Option<String>,
    /// When a person last looked.
    pub reviewed: Option<Date>,
    /// After how many days it is stale.
    pub review_every_days: f64,
    /// Left out of what goes outside.
    pub confidential: bool,
    /// Words to group by.
    pub tags: Vec<String>,
    /// Where its name stands.
    pub place: Span,
    /// Whether it was read from a catalog rather than typed.
    pub from_catalog: bool,
}

impl Card {
    /// Returns what readers see: the title, or the name.
    pub fn shown(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

/// A business the company might become, or a state it might win.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Name, title and the like.
    pub card: Card,
    /// Whether it is the one being shipped.
    pub chosen: bool,
    /// Prior belief that it proves to be a business.
    pub odds: f64,
    /// What it is worth, in the company's currency.
    pub value: Option<Estimate>,
    /// Days from being enabled to knowing.
    pub learn: Estimate,
    /// After this day it is too late to arrive.
    pub until: Option<Date>,
    /// What it stands on.
    pub needs: Need,
}

/// Something the company's technology can do.
#[derive(Debug, Clone, PartialEq)]
pub struct Capability {
    /// Name, title and the like.
    pub card: Card,
    /// Whether it is there, initiatives not counted.
    pub have: Presence,
    /// What it stands on.
    pub needs: Need,
    /// Chance to lose it within a year.
    pub risk: f64,
}

/// Something that runs and is owned.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// Name, title and the like.
    pub card: Card,
    /// The team that owns it.
    pub owner: Option<TeamId>,
    /// Who leads it.
    pub lead: Option<PersonId>,
    /// Who could run it; one of them is needed.
    pub knows: Vec<PersonId>,
    /// Whether it is there, initiatives not counted.
    pub live: Presence,
    /// What it is built on; each is needed.
    pub uses: Vec<TechnologyId>,
    /// Other things it stands on.
    pub needs: Need,
    /// Chance to lose it within a year.
    pub risk: f64,
    /// Departments that rely on it.
    pub serves: Vec<DepartmentId>,
    /// What it takes to leave it.
    pub exit: Option<Exit>,
}

/// What systems are built on.
#[derive(Debug, Clone, PartialEq)]
pub struct Technology {
    /// Name, title and the like.
    pub card: Card,
    /// Who sells it; needed.
    pub vendor: Option<VendorId>,
    /// Where it stands on the radar.
    pub ring: Option<Ring>,
    /// The version that runs.
    pub version: Option<String>,
    /// What the list of ends of life calls it.
    pub eol: Option<String>,
    /// Chance to lose it within a year.
    pub risk: f64,
    /// What it takes to leave it.
    pub exit: Option<Exit>,
}

/// Who sells technologies.
#[derive(Debug, Clone, PartialEq)]
pub struct Vendor {
    /// Name, title and the like.
    pub card: Card,
    /// Chance to lose it within a year.
    pub risk: f64,
    /// What it takes to leave it.
    pub exit: Option<Exit>,
}

/// What it takes to leave something.
#[derive(Debug, Clone, PartialEq)]
pub struct Exit {
    /// Days.
    pub takes: Option<Estimate>,
    /// Persons kept busy, per team.
    pub staff: Vec<(TeamId, f64)>,
    /// Money beyond staff.
    pub cost: Option<Estimate>,
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Name, title and the like.
    pub card: Card,
    /// The team worked in.
    pub team: Option<TeamId>,
    /// The person reported to.
    pub reports_to: Option<PersonId>,
    /// Responsibilities.
    pub does: Vec<Duty>,
    /// Share of time outward.
    pub outward: Option<f64>,
    /// Chance to lose the person within a year.
    pub risk: f64,
    /// How the time is meant to be spent.
    pub intends: Option<Split>,
}

/// How a person's time is meant to be split, in shares; `None` where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Split {
    /// For keeping outcomes possible.
    pub enable: Option<f64>,
    /// With people outside.
    pub outward: Option<f64>,
    /// For the short, the medium and the long term.
    pub terms: [Option<f64>; 3],
}

/// Work.
#[derive(Debug, Clone, PartialEq)]
pub struct Initiative {
    /// Name, title and the like.
    pub card: Card,
    /// What is there when it is done: capabilities and systems.
    pub delivers: Vec<Node>,
    /// The outcome it is an experiment on, and the chance of a right answer.
    pub tests: Option<(OutcomeId, f64)>,
    /// Days, with the staff below.
    pub takes: Option<Estimate>,
    /// Persons kept busy, per team, in the order of the text.
    pub staff: Vec<(TeamId, f64)>,
    /// What must be done before.
    pub after: Vec<InitiativeId>,
    /// Money beyond staff.
    pub cost: Option<Estimate>,
    /// Chance of technical success.
    pub odds: f64,
    /// The day work began.
    pub started: Option<Date>,
    /// The day it was finished.
    pub done: Option<Date>,
    /// The day it was given up.
    pub dropped: Option<Date>,
    /// The day before which it does not start; only a what-if says so.
    pub not_before: Option<Date>,
}

/// Where an initiative stands at a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Not begun.
    Waiting,
    /// Begun, not finished.
    Started,
    /// Finished.
    Done,
    /// Given up.
    Dropped,
}

impl Initiative {
    /// Returns where it stands at a day: dates after that day have not come yet.
    pub fn progress(&self, at: Date) -> Progress {
        let past = |date: Option<Date>| date.is_some_and(|date| date <= at);
        if past(self.done) {
            Progress::Done
        } else if past(self.dropped) {
            Progress::Dropped
        } else if past(self.started) {
            Progress::Started
        } else {
            Progress::Waiting
        }
    }
}

/// A team.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Name, title and the like.
    pub card: Card,
    /// Who leads it.
    pub lead: Option<PersonId>,
    /// How many it has (DESIGN 4.0 where nothing is said).
    pub people: f64,
    /// What the whole team costs in a week.
    pub cost_per_week: Option<f64>,
}

/// A part of the company that relies on technology.
#[derive(Debug, Clone, PartialEq)]
pub struct Department {
    /// Name, title and the like.
    pub card: Card,
    /// Who heads it.
    pub head: Option<String>,
    /// What it relies on.
    pub relies_on: Vec<Node>,
}

/// A dated observation.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Title, note and the like; its name is empty.
    pub card: Card,
    /// The day it was seen.
    pub date: Date,
    /// The outcome it is about.
    pub about: OutcomeId,
    /// Which way it points.
    pub says: Says,
    /// The Bayes factor that multiplies the odds ratio of the outcome.
    pub factor: f64,
    /// Where it was seen.
    pub source: Option<String>,
}

/// Who else is going for an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Competitor {
    /// Name, title and the like.
    pub card: Card,
    /// Outcomes it goes for.
    pub pursues: Vec<OutcomeId>,
    /// Capabilities it has.
    pub has: Vec<CapabilityId>,
    /// When it would be there.
    pub arrives: Option<DateRange>,
}
