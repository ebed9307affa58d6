//! The sound model: every reference bound, every tree without a circle, every chance valid.
//!
//! Whoever holds a `&Model` may trust it. It exists only when reading found no error.

use jiff::civil::Date;
use smol_str::SmolStr;

use crate::draft::{Closer, Duty, Every, Horizon, Is, IssuesFormat, Ring, Says};
use crate::span::Span;
use crate::units::{DateRange, Estimate, Presence};

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $Id:ident: $Entity:ident in $field:ident;)+) => { $(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $Id(pub u32);

        impl std::ops::Index<$Id> for Model {
            type Output = $Entity;
            fn index(&self, id: $Id) -> &$Entity {
                &self.$field[id.0 as usize]
            }
        }

        impl $Entity {
            /// Returns the ids of all entities of this kind, in the order of the model's text.
            pub fn ids(model: &Model) -> impl DoubleEndedIterator<Item = $Id> + ExactSizeIterator + use<> {
                (0..model.$field.len() as u32).map($Id)
            }
        }
    )+ };
}

ids! {
    /// An outcome of a model.
    OutcomeId: Outcome in outcomes;
    /// A capability of a model.
    CapabilityId: Capability in capabilities;
    /// A system of a model.
    SystemId: System in systems;
    /// A technology of a model.
    TechnologyId: Technology in technologies;
    /// A vendor of a model.
    VendorId: Vendor in vendors;
    /// A person of a model.
    PersonId: Person in people;
    /// An initiative of a model.
    InitiativeId: Initiative in initiatives;
    /// A team of a model.
    TeamId: Team in teams;
    /// A department of a model.
    DepartmentId: Department in departments;
    /// A competitor of a model.
    CompetitorId: Competitor in competitors;
    /// A guarantee of a model.
    GuaranteeId: Guarantee in guarantees;
}

/// The kinds of entities that have a name of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// An outcome.
    Outcome,
    /// A capability.
    Capability,
    /// A system.
    System,
    /// A technology.
    Technology,
    /// A vendor.
    Vendor,
    /// A person.
    Person,
    /// An initiative.
    Initiative,
    /// A team.
    Team,
    /// A department.
    Department,
    /// A competitor.
    Competitor,
    /// A guarantee.
    Guarantee,
}

impl EntityKind {
    /// All kinds, those that can hold first.
    pub const ALL: [EntityKind; 11] = [
        EntityKind::Outcome,
        EntityKind::Capability,
        EntityKind::System,
        EntityKind::Technology,
        EntityKind::Vendor,
        EntityKind::Person,
        EntityKind::Initiative,
        EntityKind::Team,
        EntityKind::Department,
        EntityKind::Competitor,
        EntityKind::Guarantee,
    ];

    /// Returns the word for it, as in `vendor:salesforce`.
    pub fn word(self) -> &'static str {
        match self {
            EntityKind::Outcome => "outcome",
            EntityKind::Capability => "capability",
            EntityKind::System => "system",
            EntityKind::Technology => "technology",
            EntityKind::Vendor => "vendor",
            EntityKind::Person => "person",
            EntityKind::Initiative => "initiative",
            EntityKind::Team => "team",
            EntityKind::Department => "department",
            EntityKind::Competitor => "competitor",
            EntityKind::Guarantee => "guarantee",
        }
    }

    /// Returns the section of the file its entities stand in.
    pub fn section(self) -> &'static str {
        match self {
            EntityKind::Outcome => "outcomes",
            EntityKind::Capability => "capabilities",
            EntityKind::System => "systems",
            EntityKind::Technology => "technologies",
            EntityKind::Vendor => "vendors",
            EntityKind::Person => "people",
            EntityKind::Initiative => "initiatives",
            EntityKind::Team => "teams",
            EntityKind::Department => "departments",
            EntityKind::Competitor => "competitors",
            EntityKind::Guarantee => "guarantees",
        }
    }

    /// Returns the kind a word names.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// A node of the requirement graph: something that holds or does not (DESIGN 4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// An outcome.
    Outcome(OutcomeId),
    /// A capability.
    Capability(CapabilityId),
    /// A system.
    System(SystemId),
    /// A technology.
    Technology(TechnologyId),
    /// A vendor.
    Vendor(VendorId),
    /// A person.
    Person(PersonId),
}

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

/// The whole model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The company.
    pub company: Company,
    /// Outcomes, as all entities in the order of the text.
    pub outcomes: Vec<Outcome>,
    /// Capabilities.
    pub capabilities: Vec<Capability>,
    /// Systems.
    pub systems: Vec<System>,
    /// Technologies.
    pub technologies: Vec<Technology>,
    /// Vendors.
    pub vendors: Vec<Vendor>,
    /// People.
    pub people: Vec<Person>,
    /// Initiatives.
    pub initiatives: Vec<Initiative>,
    /// Teams.
    pub teams: Vec<Team>,
    /// Departments.
    pub departments: Vec<Department>,
    /// Competitors.
    pub competitors: Vec<Competitor>,
    /// Guarantees.
    pub guarantees: Vec<Guarantee>,
    /// Signals.
    pub signals: Vec<Signal>,
    /// Waivers.
    pub waivers: Vec<Waiver>,
    /// Decisions.
    pub decisions: Vec<Decision>,
    /// Where evidence is read from.
    pub sources: Sources,
    /// What was taken where nothing was said (DESIGN 4.0).
    pub assumed: Vec<Assumption>,
    /// What is taken away; only a what-if does so.
    pub lost: Vec<Node>,
}

/// Something taken where nothing was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// What it is about: a name, or a word such as `runway`.
    pub about: String,
    /// What is taken.
    pub assumption: String,
}

/// The company.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    /// Its name.
    pub name: String,
    /// The currency of every amount of money.
    pub currency: String,
    /// Today, for every computation.
    pub as_of: Date,
    /// How many days from `as_of` the money lasts, if that is known.
    pub runway_days: Option<f64>,
    /// What a year's delay takes off a value, in `0.0..=1.0`.
    pub discount: f64,
    /// End of the short term, in days from `as_of`.
    pub short_days: f64,
    /// End of the medium term, in days from `as_of`.
    pub medium_days: f64,
    /// Share of luck that the durations of one team have in common, in `0.0..=1.0`.
    pub correlation: f64,
    /// After how many days an unreviewed fact is stale, unless it says otherwise.
    pub review_every_days: f64,
    /// Its own mail domains.
    pub domains: Vec<String>,
    /// How many people it has, if that is said.
    pub people: Option<f64>,
    /// From which size and span on a title is usual, where that is said.
    pub titles: Vec<UsualTitle>,
}

/// From which size and span on a title is usual.
#[derive(Debug, Clone, PartialEq)]
pub struct UsualTitle {
    /// A word of the title.
    pub word: String,
    /// How many people the company has, at least.
    pub people: Option<f64>,
    /// How many people report to the holder, directly or through others, at least.
    pub span: Option<f64>,
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

/// A promise about the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Guarantee {
    /// Name, title and the like.
    pub card: Card,
    /// What is promised.
    pub promise: Promise,
}

/// What a guarantee promises.
#[derive(Debug, Clone, PartialEq)]
pub enum Promise {
    /// Outcomes are reached in time with a chance.
    Reach {
        /// Which outcomes.
        of: Meant,
        /// By when.
        when: crate::units::Until,
        /// With at least this chance.
        at: f64,
    },
    /// Outcomes are in a state now.
    State {
        /// Which outcomes.
        of: Meant,
        /// In which state.
        is: Is,
    },
    /// No single thing of a kind closes too much.
    NoSingle {
        /// Things of which kind.
        kind: Closer,
        /// What none may close.
        closes: Closes,
    },
    /// A share of planned capacity.
    HorizonShare {
        /// For which horizon.
        horizon: Horizon,
        /// At least.
        at_least: Option<f64>,
        /// At most.
        at_most: Option<f64>,
    },
    /// Chance to find a business before the runway ends.
    Find(f64),
    /// Every outcome has a signal not older than so many days.
    SignalsWithin(f64),
    /// Every dated fact was reviewed not longer ago than so many days.
    FactsWithin(f64),
}

/// Which outcomes a guarantee means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// Every outcome.
    Every(Every),
    /// One.
    One(OutcomeId),
}

/// What a single thing may not close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closes {
    /// So many outcomes, or more.
    Count(u32),
    /// The chosen outcome.
    Chosen,
    /// This outcome.
    One(OutcomeId),
}

/// A dated, owned exception.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// Title, note and the like; its name is empty.
    pub card: Card,
    /// The guarantee that need not hold.
    pub guarantee: GuaranteeId,
    /// The last day of the exception.
    pub until: Date,
    /// Who answers for it.
    pub by: Option<PersonId>,
    /// Why.
    pub why: Option<String>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Title, note and the like; its name is empty.
    pub card: Card,
    /// The day.
    pub date: Date,
    /// What was chosen.
    pub chose: Option<OutcomeId>,
    /// Over what.
    pub over: Vec<OutcomeId>,
    /// Why.
    pub because: Option<String>,
    /// Who decided.
    pub by: Option<PersonId>,
    /// When to look again.
    pub review: Option<Date>,
}

/// Where evidence is read from; paths as written, with the place of the file they are relative to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sources {
    /// Catalog descriptors.
    pub catalogs: Vec<(String, Span)>,
    /// Git repositories.
    pub repositories: Vec<Repository>,
    /// Lists of deployments.
    pub deployments: Vec<(String, Span)>,
    /// Lists of incidents.
    pub incidents: Vec<(String, Span)>,
    /// Calendars.
    pub calendars: Vec<CalendarFile>,
    /// A radar: a file or a folder.
    pub radar: Option<(String, Span)>,
    /// A folder of ends of life.
    pub end_of_life: Option<(String, Span)>,
    /// Lists of finished items.
    pub issues: Vec<IssueList>,
}

/// A git repository.
#[derive(Debug, Clone, PartialEq)]
pub struct Repository {
    /// Where it is.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// The system it holds.
    pub system: Option<SystemId>,
    /// What counts as a deployment.
    pub deploys: Deploys,
    /// The initiatives that issues belong to, by the issue's key.
    pub initiatives: Vec<(String, InitiativeId)>,
}

/// What counts as a deployment in a repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Deploys {
    /// What arrives on the main branch: a merge, or a pull request squashed into one commit.
    #[default]
    Merge,
    /// Each commit on the main branch.
    Commit,
    /// A tag that fits a pattern.
    Tag(String),
}

/// A leader's calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarFile {
    /// Whose it is.
    pub person: PersonId,
    /// The file.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// The owner's address in it.
    pub email: Option<String>,
}

/// A list of finished items.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueList {
    /// The file.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// Who wrote it.
    pub format: IssuesFormat,
    /// The team whose items these are.
    pub team: Option<TeamId>,
}

impl Model {
    /// Returns the chosen outcome.
    pub fn chosen(&self) -> Option<OutcomeId> {
        Outcome::ids(self).find(|id| self[*id].chosen)
    }

    /// Returns the card of a node.
    pub fn card(&self, node: Node) -> &Card {
        match node {
            Node::Outcome(id) => &self[id].card,
            Node::Capability(id) => &self[id].card,
            Node::System(id) => &self[id].card,
            Node::Technology(id) => &self[id].card,
            Node::Vendor(id) => &self[id].card,
            Node::Person(id) => &self[id].card,
        }
    }

    /// Returns `kind:name` of a node.
    pub fn label(&self, node: Node) -> String {
        [node.kind().word(), ":", &self.card(node).name].concat()
    }

    /// Returns how many nodes the requirement graph has.
    pub fn node_count(&self) -> usize {
        self.outcomes.len()
            + self.capabilities.len()
            + self.systems.len()
            + self.technologies.len()
            + self.vendors.len()
            + self.people.len()
    }

    /// Returns the dense index of a node, below [`Model::node_count`]: outcomes first, then capabilities,
    /// systems, technologies, vendors, people.
    pub fn node_index(&self, node: Node) -> usize {
        let before = [
            self.outcomes.len(),
            self.capabilities.len(),
            self.systems.len(),
            self.technologies.len(),
            self.vendors.len(),
        ];
        let (kind, id) = match node {
            Node::Outcome(id) => (0, id.0),
            Node::Capability(id) => (1, id.0),
            Node::System(id) => (2, id.0),
            Node::Technology(id) => (3, id.0),
            Node::Vendor(id) => (4, id.0),
            Node::Person(id) => (5, id.0),
        };
        before[..kind].iter().sum::<usize>() + id as usize
    }

    /// Returns all nodes, in the order of their dense index.
    pub fn nodes(&self) -> impl Iterator<Item = Node> + use<> {
        Outcome::ids(self)
            .map(Node::Outcome)
            .chain(Capability::ids(self).map(Node::Capability))
            .chain(System::ids(self).map(Node::System))
            .chain(Technology::ids(self).map(Node::Technology))
            .chain(Vendor::ids(self).map(Node::Vendor))
            .chain(Person::ids(self).map(Node::Person))
    }

    /// Calls `visit` with the kind and card of every entity that has a name of its own.
    pub fn each_card<'m>(&'m self, visit: &mut impl FnMut(EntityKind, &'m Card)) {
        for node in self.nodes() {
            visit(node.kind(), self.card(node));
        }
        self.initiatives.iter().for_each(|entity| visit(EntityKind::Initiative, &entity.card));
        self.teams.iter().for_each(|entity| visit(EntityKind::Team, &entity.card));
        self.departments.iter().for_each(|entity| visit(EntityKind::Department, &entity.card));
        self.competitors.iter().for_each(|entity| visit(EntityKind::Competitor, &entity.card));
        self.guarantees.iter().for_each(|entity| visit(EntityKind::Guarantee, &entity.card));
    }

    /// Returns the model with these initiatives done at `as-of`.
    #[must_use]
    pub fn with_done(&self, initiatives: &[InitiativeId]) -> Model {
        let mut model = self.clone();
        for id in initiatives {
            let initiative = &mut model.initiatives[id.0 as usize];
            initiative.done = Some(model.company.as_of);
            initiative.dropped = None;
        }
        model
    }

    /// Returns the nodes, initiatives or teams that a name given outside the model means: `name`, or `kind:name`
    /// where two kinds share a name. Empty when nothing has the name.
    pub fn named(&self, name: &str) -> Vec<Named> {
        let (kind, bare) = match name.split_once(':') {
            Some((word, bare)) => (EntityKind::named(word), bare),
            None => (None, name),
        };
        let fits = |of: EntityKind, card: &Card| kind.is_none_or(|kind| kind == of) && card.name == bare;
        let mut found: Vec<Named> =
            (self.nodes()).filter(|node| fits(node.kind(), self.card(*node))).map(Named::Node).collect();
        let initiatives = Initiative::ids(self).filter(|id| fits(EntityKind::Initiative, &self[*id].card));
        found.extend(initiatives.map(Named::Initiative));
        found.extend(Team::ids(self).filter(|id| fits(EntityKind::Team, &self[*id].card)).map(Named::Team));
        found
    }

    /// Returns how many entities the model has, of every kind.
    pub fn entity_count(&self) -> usize {
        self.node_count()
            + self.initiatives.len()
            + self.teams.len()
            + self.departments.len()
            + self.competitors.len()
            + self.guarantees.len()
    }
}

/// What a name given outside the model means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A node of the requirement graph.
    Node(Node),
    /// An initiative.
    Initiative(InitiativeId),
    /// A team.
    Team(TeamId),
}

impl Node {
    /// Returns the kind of the node.
    pub fn kind(self) -> EntityKind {
        match self {
            Node::Outcome(_) => EntityKind::Outcome,
            Node::Capability(_) => EntityKind::Capability,
            Node::System(_) => EntityKind::System,
            Node::Technology(_) => EntityKind::Technology,
            Node::Vendor(_) => EntityKind::Vendor,
            Node::Person(_) => EntityKind::Person,
        }
    }
}
