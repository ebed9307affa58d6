//! What a model's text says, typed and placed but not yet bound: names are still names.
//!
//! One record a kind of entity; its fields, their meaning and their form stand together and nowhere else.

mod company;
mod evidence;
mod lookout;
mod need;
mod organisation;
mod promises;
mod technology;
mod work;

pub use company::*;
pub use evidence::*;
pub use lookout::*;
pub use need::*;
pub use organisation::*;
pub use promises::*;
pub use technology::*;
pub use work::*;

use crate::diagnostic::Faults;
use crate::field::{Day, Duration, Entries, List, Read, record, set};
use crate::shape::{Field, Shape};
use crate::span::Spanned;
use crate::yaml::Node;

record! {
    /// A model: everything Offing knows about a company, in one file or spread over a folder.
    pub struct ModelDraft("model") {
        /// The company itself: its name, its currency, today's date, how long the money lasts.
        "company" company: CompanyDraft,
        /// Businesses the company might become, or states it might win.
        "outcomes" outcomes: Entries<OutcomeDraft>,
        /// What the company's technology can do.
        "capabilities" capabilities: Entries<CapabilityDraft>,
        /// What runs and is owned.
        "systems" systems: Entries<SystemDraft>,
        /// What systems are built on: languages, frameworks, services.
        "technologies" technologies: Entries<TechnologyDraft>,
        /// Who sells technologies.
        "vendors" vendors: Entries<VendorDraft>,
        /// Work that delivers capabilities or systems, or tests an outcome.
        "initiatives" initiatives: Entries<InitiativeDraft>,
        /// Who works together.
        "teams" teams: Entries<TeamDraft>,
        /// Who leads, owns, knows.
        "people" people: Entries<PersonDraft>,
        /// The rest of the company, which relies on technology.
        "departments" departments: Entries<DepartmentDraft>,
        /// Dated observations from outside that change a belief.
        "signals" signals: List<SignalDraft>,
        /// Who else is going for an outcome.
        "competitors" competitors: Entries<CompetitorDraft>,
        /// Promises about the model, checked as tests.
        "guarantees" guarantees: Entries<GuaranteeDraft>,
        /// Dated, owned exceptions to guarantees.
        "waivers" waivers: List<WaiverDraft>,
        /// What was chosen, over what, and why.
        "decisions" decisions: List<DecisionDraft>,
        /// Where evidence is read from.
        "sources" sources: SourcesDraft,
    }
}

/// What any entity may carry.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// What readers see instead of the name.
    pub title: Option<Spanned<String>>,
    /// When a person last looked whether this is still true.
    pub reviewed: Option<Spanned<Day>>,
    /// What few cards say, kept apart so that the others take less memory.
    pub rest: Option<Box<CardRest>>,
}

/// The fields of a [`Card`] that few fill in.
#[derive(Debug, Clone, Default)]
pub struct CardRest {
    /// Anything worth saying.
    pub note: Option<Spanned<String>>,
    /// Where more stands.
    pub link: Option<Spanned<String>>,
    /// After how long it is stale.
    pub review_every: Option<Spanned<Duration>>,
    /// Left out of what goes outside.
    pub confidential: Option<Spanned<bool>>,
    /// Words to group by.
    pub tags: Option<Spanned<List<String>>>,
    /// Where an import brought it from.
    pub origin: Option<Spanned<String>>,
}

impl Card {
    /// Reads the field if it is one of the card's; says whether it was.
    pub(crate) fn set(&mut self, name: &str, key: Node<'_>, value: Node<'_>, faults: &mut Faults) -> bool {
        match name {
            "title" => set(&mut self.title, key, value, faults),
            "reviewed" => set(&mut self.reviewed, key, value, faults),
            "note" => set(&mut self.rest().note, key, value, faults),
            "link" => set(&mut self.rest().link, key, value, faults),
            "review-every" => set(&mut self.rest().review_every, key, value, faults),
            "confidential" => set(&mut self.rest().confidential, key, value, faults),
            "tags" => set(&mut self.rest().tags, key, value, faults),
            "origin" => set(&mut self.rest().origin, key, value, faults),
            _ => return false,
        }
        true
    }

    /// Returns what few cards say, to be filled in.
    pub(crate) fn rest(&mut self) -> &mut CardRest {
        self.rest.get_or_insert_default()
    }
}

/// The fields of [`Card`], for the schema.
pub(crate) mod card {
    use super::*;

    pub(crate) const KEYS: [&str; 8] =
        ["title", "note", "link", "reviewed", "review-every", "confidential", "tags", "origin"];

    pub(crate) fn fields() -> Vec<Field> {
        let field = |key, doc, shape| Field { key, doc, shape };
        vec![
            field("title", " What readers see instead of the name.", String::shape()),
            field("note", " Anything worth saying.", String::shape()),
            field("link", " Where more stands.", String::shape()),
            field("reviewed", " When a person last looked whether this is still true.", Day::shape()),
            field("review-every", " After how long it is stale (default: the company's).", Duration::shape()),
            field("confidential", " Left out of what goes outside (default false).", bool::shape()),
            field("tags", " Words to group by.", List::<String>::shape()),
            field(
                "origin",
                " Where `offing import` brought it from; it knows its own by this.",
                String::shape(),
            ),
        ]
    }
}

/// Returns the form of a whole model, from the same definitions that read it.
pub fn shape() -> Shape {
    ModelDraft::shape()
}
