//! The pages of the application: which there are, where each is found, and what stands on it.
//!
//! ```
//! use offing_view::site::Section;
//! let inputs = offing_model::Inputs::of_text("outcomes: { shop: {} }", jiff::civil::date(2026, 3, 2));
//! let model = offing_model::read(&inputs).model.expect("the text is sound");
//! let shop = Section::at(&model, "/outcomes/shop").expect("there is such a page");
//! assert_eq!((shop.path(&model).as_str(), shop.title(&model).as_str()), ("/outcomes/shop", "shop"));
//! assert_eq!(Section::at(&model, "/outcomes/ship"), None);
//! ```

mod balance;
mod big_picture;
mod guarantees;
mod landscape;
mod layers;
mod outcomes;
mod people;
mod plan;
mod questions;
mod records;
mod thing;
mod what_if;

pub(crate) use balance::{found, frontier};
pub(crate) use big_picture::{cards, metrics};
pub(crate) use layers::map;
pub(crate) use outcomes::reach;
pub(crate) use plan::{finish, gantt};
pub use what_if::{WhatIf, what_if};

use offing_analysis::study::Study;
use offing_model::{EntityKind, Model, Named, Node};

use crate::chart::Chart;
use crate::page::{Block, Page, Table};

/// A page of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// All of it on one page, with the map.
    BigPicture,
    /// How far each outcome is, and what closes it.
    Outcomes,
    /// When the chosen outcome is there, and who does what.
    Plan,
    /// What keeping options open costs and buys.
    Balance,
    /// What is seen outside, and what we run.
    Landscape,
    /// Who answers for what.
    People,
    /// How things changed.
    History,
    /// What was decided, and when to look again.
    Decisions,
    /// What was promised, and whether it is still true.
    Guarantees,
    /// What is not known: the work that makes the model better.
    Questions,
    /// One outcome, or one thing that outcomes stand on.
    Thing(Node),
}

/// What is shown beside the answers of a study, where it was looked into: pages of other questions.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// What `offing lookout` says.
    pub landscape: Option<Page>,
    /// What `offing people` says.
    pub people: Option<Page>,
    /// What `offing history` says.
    pub history: Option<Page>,
    /// How steady delivery is.
    pub beat: Option<Page>,
}

impl Section {
    /// The sections that are always there, in the order they are read.
    pub const NAV: [Section; 10] = [
        Section::BigPicture,
        Section::Outcomes,
        Section::Plan,
        Section::Balance,
        Section::Landscape,
        Section::People,
        Section::History,
        Section::Decisions,
        Section::Guarantees,
        Section::Questions,
    ];

    /// Returns the word it is found under; of a thing the one of its kind.
    fn word(self) -> &'static str {
        match self {
            Section::BigPicture => "",
            Section::Outcomes => "outcomes",
            Section::Plan => "plan",
            Section::Balance => "balance",
            Section::Landscape => "landscape",
            Section::People => "people",
            Section::History => "history",
            Section::Decisions => "decisions",
            Section::Guarantees => "guarantees",
            Section::Questions => "questions",
            Section::Thing(node) => node.kind().section(),
        }
    }

    /// Returns the path of its address, ready to be used in one.
    pub fn path(self, model: &Model) -> String {
        match self {
            Section::Thing(node) => format!("/{}/{}", self.word(), encoded(&model.card(node).name)),
            _ => format!("/{}", self.word()),
        }
    }

    /// Returns the section that a path means, percent signs decoded.
    pub fn at(model: &Model, path: &str) -> Option<Self> {
        let path = path.trim_start_matches('/');
        let path = path.strip_suffix('/').unwrap_or(path);
        if let Some(section) = Self::NAV.into_iter().find(|section| section.word() == path) {
            return Some(section);
        }
        let (kind, name) = path.split_once('/')?;
        let kind = EntityKind::ALL.into_iter().find(|of| of.section() == kind)?;
        let named = model.named(&format!("{}:{name}", kind.word()));
        named.into_iter().find_map(|named| match named {
            Named::Node(node) => Some(Section::Thing(node)),
            Named::Initiative(_) | Named::Team(_) => None,
        })
    }

    /// Returns what it is called.
    pub fn title(self, model: &Model) -> String {
        match self {
            Section::BigPicture => "Big picture".to_owned(),
            Section::Thing(node) => model.card(node).shown().to_owned(),
            _ => {
                let mut word = self.word().to_owned();
                word[..1].make_ascii_uppercase();
                word
            }
        }
    }

    /// Returns the section of the navigation that it belongs to.
    pub fn within(self) -> Self {
        match self {
            Section::Thing(Node::Outcome(_)) => Section::Outcomes,
            Section::Thing(Node::Person(_)) => Section::People,
            Section::Thing(Node::Technology(_) | Node::Vendor(_)) => Section::Landscape,
            Section::Thing(Node::Capability(_) | Node::System(_)) => Section::Outcomes,
            other => other,
        }
    }
}

/// Returns a text in which every character may stand in a part of a path, or in a value of a query.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Returns how the belief in each outcome moved, as a chart.
pub(crate) fn odds(model: &Model) -> Option<Chart> {
    landscape::odds(model, None)
}

/// Returns who else goes for outcomes.
pub(crate) fn competitors(study: &Study) -> Table {
    landscape::competitors(study, None)
}

/// Returns what stands on a page: its title first.
///
/// *Cost:* that of the answers it shows, where nobody asked for them yet; the search for plans is never waited for.
pub fn page(section: Section, study: &Study, beside: &Beside) -> Page {
    let mut page = Page::default();
    match section {
        Section::BigPicture => big_picture::add(study, &mut page),
        Section::Outcomes => outcomes::add(study, &mut page),
        Section::Plan => plan::add(study, beside, &mut page),
        Section::Balance => balance::add(study, &mut page),
        Section::Landscape => landscape::add(study, beside, &mut page),
        Section::People => people::add(study, beside, &mut page),
        Section::History => records::history(study, beside, &mut page),
        Section::Decisions => records::decisions(study, &mut page),
        Section::Guarantees => guarantees::add(study, &mut page),
        Section::Questions => questions::add(study, &mut page),
        Section::Thing(node) => thing::add(study, node, &mut page),
    }
    if let (Some(changes), Some(title)) = (what_if::changed(study), page.blocks.first().cloned()) {
        page.blocks.splice(0..1, std::iter::once(title).chain(changes.blocks));
    }
    page
}

/// Returns the parts of a page that another question gave, without the title that says whose page it is.
fn within(model: &Model, page: &Page) -> Vec<Block> {
    let titled = |block: &Block| matches!(block, Block::Heading(text) if text.starts_with(model.company.name.as_str()));
    let skip = usize::from(page.blocks.first().is_some_and(titled));
    page.blocks[skip..].to_vec()
}

#[cfg(test)]
pub(crate) mod tests;
