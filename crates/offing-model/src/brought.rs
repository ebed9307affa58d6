//! What another tool's file becomes here: entities with keys of that tool, and what could not be carried.
//!
//! Whoever reads such a file fills [`Brought`]; [`bring`] writes it into a model, again and again: what it brought before
//! is brought up to date, what a person wrote is never touched.

mod merge;

pub use merge::{Difference, Import, bring};

use std::collections::{BTreeMap, BTreeSet};

use crate::model::EntityKind;
use crate::patch::Value;

/// What another tool's file becomes here.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Brought {
    /// Which tool, in one word: `jira`.
    pub source: String,
    /// Entities, in the order of the file.
    pub entities: Vec<Entity>,
    /// What could not be carried, by what it is, each with its names.
    pub left: BTreeMap<String, Vec<String>>,
}

/// An entity that a file brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// What the other tool calls it, whatever its title: `SHOP-12`.
    pub key: String,
    /// What it becomes here.
    pub kind: EntityKind,
    /// Its name here.
    pub name: String,
    /// Its fields.
    pub fields: Vec<(String, Value)>,
}

impl Brought {
    /// Returns what a tool's file brings, before anything is found in it.
    pub fn from(source: &str) -> Self {
        Self { source: source.to_owned(), ..Self::default() }
    }

    /// Notes something that could not be carried.
    pub fn leave(&mut self, what: &str, name: impl Into<String>) {
        self.left.entry(what.to_owned()).or_default().push(name.into());
    }
}

/// Names for things of a file, each its own.
#[derive(Debug, Default)]
pub struct Naming {
    taken: BTreeSet<String>,
}

impl Naming {
    /// Returns a name as a model has it, made of a title: lower case with dashes; with a number where it is taken.
    pub fn name(&mut self, title: &str) -> String {
        let mut name = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            if c.is_alphanumeric() {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        let end = name.char_indices().nth(60).map_or(name.len(), |(at, _)| at);
        name.truncate(end);
        let name = name.trim_end_matches('-');
        let name = if name.is_empty() { "unnamed" } else { name };
        let numbered = (2..).map(|nth| format!("{name}-{nth}"));
        let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !self.taken.contains(name));
        let free = free.expect("numbers do not end");
        self.taken.insert(free.clone());
        free
    }
}
