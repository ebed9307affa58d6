//! Which thing is meant: ids of entities, their kinds, the nodes of the requirement graph.

use super::{
    Capability, Competitor, Department, Guarantee, Initiative, Model, Outcome, Person, System, Team,
    Technology, Vendor,
};

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
