//! How the example's model itself came to what it is: what was known on which day, one file broken for a day.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::civil::{Date, date};
use offing_model::deliveries::Moment;

use super::stream::{Stream, Told, git};

/// A change of the model.
struct Step {
    day: Date,
    subject: &'static str,
    /// In which file, what stood there before, and what stands there since.
    edits: &'static [(&'static str, &'static str, &'static str)],
}

/// From the first day on, the last step leading to the model as it stands.
const STEPS: [Step; 9] = [
    Step { day: date(2025, 9, 1), subject: "The model of Atelier", edits: &[] },
    Step {
        day: date(2025, 10, 20),
        subject: "Lookout: half of the collectors bought unseen",
        edits: &[("lookout.yaml", "", MARKETPLACE)],
    },
    Step {
        day: date(2025, 11, 20),
        subject: "Outcomes: data products are less likely than we thought",
        edits: &[("outcomes.yaml", "odds: 25%\n    value: 50M to 900M", "odds: 15%\n    value: 50M to 900M")],
    },
    Step {
        day: date(2025, 12, 15),
        subject: "Lookout: galleries ask for seats",
        edits: &[("lookout.yaml", "", GALLERIES)],
    },
    Step {
        day: date(2026, 1, 12),
        subject: "Outcomes: the back office may do with the preview on the wall",
        edits: &[("outcomes.yaml", "{ any: [viewing-rooms] }", "{ any: [viewing-rooms, wall-previews] }")],
    },
    Step {
        day: date(2026, 1, 13),
        subject: "Outcomes: the preview by its right name",
        edits: &[("outcomes.yaml", "wall-previews", "wall-preview")],
    },
    Step {
        day: date(2026, 2, 2),
        subject: "Capabilities: private viewing rooms are open",
        edits: &[(
            "capabilities.yaml",
            "{ title: Open a private viewing room,    have: false,",
            "{ title: Open a private viewing room,    have: true,",
        )],
    },
    Step {
        day: date(2026, 2, 25),
        subject: "Lookout: what February brought for auctions",
        edits: &[("lookout.yaml", "", AUCTIONS)],
    },
    Step { day: date(2026, 3, 2), subject: "Company: the second of March", edits: &[] },
];

const MARKETPLACE: &str = "  - date: 2025-10-16
    about: marketplace
    says: for
    strength: moderate
    source: \"https://research.example.com/collectors-2025\"
    note: \"Half of 900 collectors bought a work above 5k unseen this year\"
";

const GALLERIES: &str = "  - date: 2025-12-12
    about: gallery-software
    says: for
    strength: weak
    note: \"Eleven galleries asked for seats for their staff\"
";

const AUCTIONS: &str = "  - date: 2026-02-20
    about: auctions
    says: for
    strength: moderate
    source: \"https://northlight.example.com/live\"
    note: \"Two rivals opened live sales\"
";

/// Makes a folder with the model in it its repository, whose last commit is what stands there.
pub fn write(folder: &Path) -> Result<()> {
    let mut texts = BTreeMap::new();
    read(folder, "", &mut texts)?;
    let mut commits = Vec::new();
    for step in STEPS.iter().rev() {
        let mut then = texts.clone();
        dated(&mut then, step.day)?;
        commits.push((step, then));
        for &(file, before, after) in step.edits.iter().rev() {
            undo(&mut texts, file, before, after).with_context(|| format!("before \"{}\"", step.subject))?;
        }
    }
    let mut stream = Stream::start(folder)?;
    let mut tip = Vec::new();
    for (step, texts) in commits.iter().rev() {
        let files: Vec<(String, Option<Vec<u8>>)> =
            texts.iter().map(|(path, bytes)| (path.clone(), Some(bytes.clone()))).collect();
        let at = Moment::start_of(step.day).0 + 9 * 3_600;
        let told = Told {
            branch: "refs/heads/main",
            parents: &tip,
            authored: at,
            committed: at,
            message: step.subject,
            files: &files,
        };
        tip = vec![stream.commit(&told)?];
    }
    stream.finish(folder, &[])?;
    git(folder, &["reset", "--quiet"])?;
    Ok(())
}

fn read(folder: &Path, below: &str, texts: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    for entry in folder.read_dir()? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{name}/"), texts)?;
        } else {
            texts.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// Takes an edit back. What was added must be there once, so that a model that moved on is noticed.
fn undo(texts: &mut BTreeMap<String, Vec<u8>>, file: &str, before: &str, after: &str) -> Result<()> {
    let bytes = texts.get_mut(file).with_context(|| format!("there is no {file}"))?;
    let text = std::str::from_utf8(bytes)?;
    if text.matches(after).count() != 1 {
        bail!("{file} has this {} times, and not once:\n{after}", text.matches(after).count());
    }
    *bytes = text.replacen(after, before, 1).into_bytes();
    Ok(())
}

/// Lets the model stand on the day of its commit.
fn dated(texts: &mut BTreeMap<String, Vec<u8>>, day: Date) -> Result<()> {
    let last = STEPS[STEPS.len() - 1].day;
    undo(texts, "company.yaml", &format!("as-of: {day}"), &format!("as-of: {last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_commit_is_the_model_as_it_stands() {
        let folder = std::env::temp_dir().join(format!("offing-model-history-{}", std::process::id()));
        crate::make_history::atelier::copied(&crate::tree::root().join("models/atelier"), &folder).unwrap();
        write(&folder).unwrap();
        let subjects = git(&folder, &["log", "--format=%s", "--reverse"]).unwrap();
        let differs = git(&folder, &["status", "--porcelain"]).unwrap();
        let broken = git(&folder, &["show", "HEAD~4:outcomes.yaml"]).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(subjects.lines().collect::<Vec<_>>(), STEPS.map(|step| step.subject));
        assert_eq!(differs, "");
        assert!(broken.contains("wall-previews") && broken.contains("odds: 15%"));
    }
}
