//! Made-up companies of any size, for benchmarks and for trying things out: the same for the same seed.
//!
//! What runs needs only what runs, as in life; most of what is missing is brought by some initiative, some by none,
//! and some of it nobody has looked at. So outcomes of every state come out.

mod dice;
mod names;
mod structure;
mod work;
mod outlook;

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;

pub use dice::Dice;
use names::Names;
use structure::Structure;

/// The fewest entities of which a company of every kind of thing can be made.
const FEWEST: usize = 100;

/// Write a made-up model of a size, the same for the same seed.
#[derive(Args)]
pub struct Generate {
    /// How many outcomes, capabilities, systems, technologies, vendors, people, teams, initiatives and departments
    #[arg(long)]
    entities: usize,
    /// The seed of all luck
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to write to
    #[arg(short, long, value_name = "DIR", default_value = "target/generated")]
    output: PathBuf,
}

impl Generate {
    /// Writes the model, one file a section and part of the company.
    pub fn run(&self) -> Result<()> {
        if self.entities < FEWEST {
            bail!("a company has at least {FEWEST} entities");
        }
        let files = model(self.entities, self.seed);
        let mut bytes = 0;
        for (path, text) in &files {
            let path = self.output.join(path);
            let folder = path.parent().context("a file stands in a folder")?;
            std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
            std::fs::write(&path, text).with_context(|| format!("writing {}", path.display()))?;
            bytes += text.len();
        }
        let (count, output) = (files.len(), self.output.display());
        println!("{} entities in {count} files ({} kB) under {output}", self.entities, bytes / 1000);
        Ok(())
    }
}

/// How many there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub outcomes: usize,
    pub capabilities: usize,
    pub systems: usize,
    pub technologies: usize,
    pub vendors: usize,
    pub people: usize,
    pub teams: usize,
    pub initiatives: usize,
    pub departments: usize,
}

impl Counts {
    /// Returns counts that add up to so many entities.
    pub fn of(entities: usize) -> Self {
        let percent = |share: usize| (entities * share / 100).max(2);
        let mut counts = Self {
            outcomes: (entities / 2000).clamp(5, 50),
            capabilities: percent(25),
            systems: 0,
            technologies: percent(8),
            vendors: percent(2),
            people: percent(8),
            teams: percent(2),
            initiatives: percent(9),
            departments: (entities / 1000).clamp(3, 24),
        };
        counts.systems = entities - counts.sum();
        counts
    }

    fn sum(&self) -> usize {
        let Self { outcomes, capabilities, systems, technologies, vendors, .. } = self;
        let Self { people, teams, initiatives, departments, .. } = self;
        outcomes
            + capabilities
            + systems
            + technologies
            + vendors
            + people
            + teams
            + initiatives
            + departments
    }
}

/// Returns the files of a model: their paths within its folder, and their texts.
pub fn model(entities: usize, seed: u64) -> Vec<(String, String)> {
    let counts = Counts::of(entities);
    let names = Names::of(&counts);
    let structure = Structure::drawn(&counts, seed);
    let mut files = vec![
        ("company.yaml".to_owned(), outlook::company(entities)),
        ("outcomes.yaml".to_owned(), outlook::outcomes(&structure, &names, seed)),
        ("technologies.yaml".to_owned(), structure::technologies(&counts, &names, seed)),
        ("organisation.yaml".to_owned(), work::organisation(&structure, &names, seed)),
        ("lookout.yaml".to_owned(), outlook::lookout(&structure, &names, seed)),
        ("guarantees.yaml".to_owned(), outlook::guarantees(&counts, &names)),
    ];
    let mut parts = |folder: &str, entries: Vec<String>| {
        for (part, entries) in entries.chunks(ENTRIES_A_FILE).enumerate() {
            let mut text = format!("{folder}:\n");
            entries.iter().for_each(|entry| text.push_str(entry));
            files.push((format!("{folder}/{:03}.yaml", part + 1), text));
        }
    };
    parts("capabilities", structure::capabilities(&structure, &names, seed));
    parts("systems", structure::systems(&structure, &names, seed));
    parts("initiatives", work::initiatives(&structure, &names, seed));
    files
}

/// Entities a file holds at most, of the sections that are long.
const ENTRIES_A_FILE: usize = 500;

/// Writes a field of an entity in block style.
fn field(text: &mut String, key: &str, value: impl std::fmt::Display) {
    writeln!(text, "    {key}: {value}").expect("writing to a text never fails");
}

#[cfg(test)]
mod tests {
    use offing_analysis::ensure::{EnsureQuestion, ensure};
    use offing_analysis::holding::Status;
    use offing_model::{Content, Inputs, Source};

    use super::*;

    fn inputs(entities: usize, seed: u64) -> Inputs {
        let source = |(name, text)| Source { name, content: Content::Text(text) };
        let sources = model(entities, seed).into_iter().map(source).collect();
        Inputs { sources, ..Inputs::of_text("", jiff::civil::date(2026, 3, 2)) }
    }

    #[test]
    fn a_made_up_model_is_sound_and_has_so_many_entities() {
        for (entities, seed) in [(100, 1), (1000, 1), (1000, 2), (5000, 3)] {
            let reading = offing_model::read(&inputs(entities, seed));
            assert_eq!(reading.diagnostics, [], "{entities} entities, seed {seed}");
            let model = reading.model.unwrap();
            let nodes = model.node_count() + model.initiatives.len() + model.teams.len();
            assert_eq!(nodes + model.departments.len(), entities);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
        assert_eq!(model(1000, 7), model(1000, 7));
        assert_ne!(model(1000, 7), model(1000, 8));
    }

    #[test]
    fn outcomes_of_every_state_come_out() {
        let mut found: Vec<Status> = Vec::new();
        for seed in 1..=4 {
            let model = offing_model::read(&inputs(1000, seed)).model.unwrap();
            let question = EnsureQuestion { draws: 50, ..EnsureQuestion::default() };
            found.extend(ensure(&model, &question).outcomes.iter().map(|answer| answer.status));
        }
        for status in [Status::Enabled, Status::Reachable, Status::Unknown, Status::Blocked] {
            assert!(found.contains(&status), "{status:?} in {found:?}");
        }
    }
}
