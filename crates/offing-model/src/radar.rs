//! What a technology radar says: where each technology stands, and since when.

use jiff::civil::Date;

use crate::draft::Ring;

/// A technology radar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Radar {
    /// What it calls itself.
    pub title: Option<String>,
    /// The day it stands for, if it says one.
    pub date: Option<Date>,
    /// Every technology on it, as it stands now, in the order of the file.
    pub entries: Vec<RadarEntry>,
    /// Where technologies were put on which day, the oldest first; empty where the format knows no days.
    pub moves: Vec<RadarMove>,
}

/// A technology on a radar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RadarEntry {
    /// What readers see.
    pub name: String,
    /// The name it has among files or identifiers, where that is another one.
    pub key: Option<String>,
    /// The ring, as written.
    pub ring: String,
    /// The quadrant or segment, as written.
    pub quadrant: String,
    /// What became of it since the last edition, where that is said.
    pub change: Option<RadarChange>,
    /// What is said about it.
    pub description: String,
    /// Where more stands.
    pub link: Option<String>,
    /// Words to group by.
    pub tags: Vec<String>,
    /// Where it stands: the file, and the line from 1 where that is known.
    pub place: (String, Option<u32>),
}

/// What became of a technology since the last edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RadarChange {
    /// It was not on the radar before.
    New,
    /// It moved to a ring further in.
    In,
    /// It moved to a ring further out.
    Out,
    /// It stayed.
    Stays,
}

/// A technology put into a ring on a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RadarMove {
    /// The day.
    pub date: Date,
    /// The technology, as [`RadarEntry::name`].
    pub name: String,
    /// The ring it was put into, as written.
    pub ring: String,
    /// Why.
    pub description: String,
}

impl RadarEntry {
    /// Returns the ring in our words; `None` for one that is not ours.
    pub fn stance(&self) -> Option<Ring> {
        stance(&self.ring)
    }
}

/// Returns a ring's word in ours: *caution*, *retire* and their like start nothing new, so they are a hold.
pub fn stance(ring: &str) -> Option<Ring> {
    const HOLDS: [&str; 6] = ["caution", "retire", "deprecated", "avoid", "stop", "contain"];
    let word = ring.trim().to_lowercase();
    let found = Ring::ALL.iter().copied().find(|ring| ring.word() == word);
    found.or(HOLDS.contains(&word.as_str()).then_some(Ring::Hold))
}

/// Returns a name without what writers of it differ in: case, spaces, dots, dashes.
pub fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#'))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_and_names_are_told_whatever_their_case() {
        assert_eq!(
            (stance("Adopt"), stance(" HOLD "), stance("Caution")),
            (Some(Ring::Adopt), Some(Ring::Hold), Some(Ring::Hold))
        );
        assert_eq!(stance("watch"), None);
        assert_eq!(plain_name("Node.js"), plain_name("node-js"));
        assert_ne!(plain_name("C"), plain_name("C++"));
    }
}
