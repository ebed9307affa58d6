//! Until when versions of technologies are supported, as endoflife.date tells it.

use jiff::civil::Date;

/// A product and its release cycles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its name: that of its file.
    pub name: String,
    /// Other names it goes by, its title among them.
    pub aliases: Vec<String>,
    /// Its cycles, in the order of the file: the newest first, usually.
    pub cycles: Vec<Cycle>,
    /// The file.
    pub file: String,
}

/// A release cycle: versions that end together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// What its versions begin with: `14`, `3.2`.
    pub name: String,
    /// When it was first released.
    pub released: Option<Date>,
    /// Until when it is actively supported; after that only mended.
    pub support: Ends,
    /// Until when it is mended at all.
    pub life: Ends,
    /// Its newest version.
    pub latest: Option<String>,
}

/// When something ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// On this day.
    On(Date),
    /// It has ended, nobody says when.
    Over,
    /// No end is announced.
    Open,
    /// Nothing is said.
    Unsaid,
}

impl Product {
    /// Returns the cycle a version belongs to: the one whose name it begins with, part by part; the longest of several.
    pub fn cycle_of(&self, version: &str) -> Option<&Cycle> {
        let parts = |text: &str| -> Vec<String> {
            let text = text.trim().trim_start_matches(['v', 'V']);
            text.split(['.', '-', ' ', '_']).map(str::to_lowercase).collect()
        };
        let version = parts(version);
        let fits = |cycle: &&Cycle| version.starts_with(&parts(&cycle.name));
        self.cycles.iter().filter(fits).max_by_key(|cycle| cycle.name.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_belongs_to_the_longest_cycle_that_it_begins_with() {
        let cycle = |name: &str| Cycle {
            name: name.to_owned(),
            released: None,
            support: Ends::Unsaid,
            life: Ends::Open,
            latest: None,
        };
        let cycles = ["14", "1", "1.4", "1.40"].map(cycle).to_vec();
        let product = Product { name: "x".to_owned(), aliases: Vec::new(), cycles, file: String::new() };
        let of = |version: &str| product.cycle_of(version).map(|cycle| cycle.name.as_str());
        assert_eq!(
            (of("14.2"), of("v14"), of("1.4.9"), of("1.41")),
            (Some("14"), Some("14"), Some("1.4"), Some("1"))
        );
        assert_eq!((of("15"), of("")), (None, None));
    }
}
