//! The sound model: every reference bound, every tree without a circle, every chance valid.
//!
//! Whoever holds a `&Model` may trust it. It exists only when reading found no error.

mod node;
mod entity;
mod promise;
mod sources;

pub use entity::*;
pub use node::*;
pub use promise::*;
pub use sources::*;

use std::collections::BTreeSet;

use jiff::civil::Date;
use smol_str::SmolStr;

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
    /// Names that nodes of several kinds have, so that each is named `kind:name`.
    pub shared_names: BTreeSet<SmolStr>,
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
