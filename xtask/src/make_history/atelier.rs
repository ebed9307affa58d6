//! The example company's own histories: four repositories, the deployments of three systems as a list, incidents, and
//! the model's own.
//!
//! Web ships its catalog twice a week by tag. Galleries merge and deploy as often as they can, until in January half of
//! the team is asked to help elsewhere. Commerce brings out the ledger once a month, in one piece, and it hurts. Data
//! ships search every week; the storefront is known by its list alone.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};
use jiff::civil::{Date, date};
use offing_model::deliveries::Moment;

use super::stream::{Stream, Told};
use crate::generate::Dice;

/// The week in which it begins, and the day of the model.
const BEGINS: Date = date(2025, 8, 18);
const AS_OF: Date = date(2026, 3, 2);

const DAY: i64 = 86_400;

/// How a system is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deploys {
    Tag,
    Merge,
    List,
}

/// A system and its way of working.
struct System {
    name: &'static str,
    deploys: Deploys,
    /// Days from a deployment to the next.
    every: f64,
    /// From a day on it is another number.
    later: Option<(Date, f64)>,
    /// Commits of a deployment, from so many to so many.
    batch: (usize, usize),
    /// Deployments that fail, of a hundred.
    fails: u32,
    /// What commits are for, each with how many of a hundred say so.
    work: &'static [(&'static str, u32)],
    has_repository: bool,
}

const SYSTEMS: [System; 5] = [
    System {
        name: "catalog-service",
        deploys: Deploys::Tag,
        every: 3.5,
        later: None,
        batch: (2, 7),
        fails: 7,
        work: &[("Initiative: leave-heroku", 22), ("Initiative: take-payments", 12)],
        has_repository: true,
    },
    System {
        name: "gallery-cms",
        deploys: Deploys::Merge,
        every: 2.2,
        later: Some((date(2026, 1, 12), 9.0)),
        batch: (1, 4),
        fails: 6,
        work: &[("GAL-7", 25), ("Initiative: quote-shiping", 3)],
        has_repository: true,
    },
    System {
        name: "invoice-service",
        deploys: Deploys::List,
        every: 26.0,
        later: None,
        batch: (18, 34),
        fails: 60,
        work: &[("Initiative: take-payments", 55), ("Initiative: ledger-audit", 10)],
        has_repository: true,
    },
    System {
        name: "search",
        deploys: Deploys::List,
        every: 7.0,
        later: None,
        batch: (4, 10),
        fails: 14,
        work: &[("Initiative: search-relevance", 45), ("Initiative: provenance-graph", 25)],
        has_repository: true,
    },
    System {
        name: "storefront",
        deploys: Deploys::List,
        every: 1.9,
        later: None,
        batch: (1, 3),
        fails: 9,
        work: &[],
        has_repository: false,
    },
];

/// What the example's delivery.yaml says beside the lists, once the repositories are there.
const REPOSITORIES: &str = "  repositories:
    - { path: ../catalog-service, system: catalog-service, deploys: \"tag v*\" }
    - { path: ../gallery-cms, system: gallery-cms, initiatives: { GAL-7: quote-shipping } }
    - { path: ../invoice-service, system: invoice-service }
    - { path: ../search, system: search }
";

/// The two lists.
#[derive(Debug, PartialEq, Eq)]
pub struct Lists {
    pub deployments: String,
    /// Incidents of the systems whose deployments are listed.
    pub incidents: String,
    /// Incidents of all of them.
    pub all_incidents: String,
}

/// Writes the repositories and lists, and a copy of the model that names them.
pub fn write(model: &Path, folder: &Path, seed: u64) -> Result<()> {
    let lists = histories(folder, seed)?;
    let copy = folder.join("model");
    copied(model, &copy).with_context(|| format!("copying {}", model.display()))?;
    std::fs::write(copy.join("deployments.csv"), &lists.deployments)?;
    std::fs::write(copy.join("incidents.csv"), &lists.all_incidents)?;
    let delivery = std::fs::read_to_string(model.join("delivery.yaml")).context("reading delivery.yaml")?;
    std::fs::write(copy.join("delivery.yaml"), delivery + REPOSITORIES)?;
    std::fs::write(folder.join("deployments.csv"), &lists.deployments)?;
    std::fs::write(folder.join("incidents.csv"), &lists.incidents)?;
    super::model::write(&copy)?;
    println!("See them by: offing execute {0}, and the model's own by: offing history {0}", copy.display());
    Ok(())
}

pub(super) fn copied(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in from.read_dir()? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copied(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Writes the repositories and returns the lists.
pub fn histories(folder: &Path, seed: u64) -> Result<Lists> {
    let mut deployments: Vec<(i64, String)> = Vec::new();
    let mut incidents: Vec<(i64, bool, String)> = Vec::new();
    for system in &SYSTEMS {
        let mut made = Made {
            system,
            dice: Dice::about(system.name, seed),
            marks: Vec::new(),
            files: 0,
            pull: 100,
            pending: Vec::new(),
        };
        let commits =
            if system.has_repository { made.repository(&folder.join(system.name))? } else { made.times() };
        let listed = system.deploys == Deploys::List;
        let mut deployed = |at: i64, id: &str, commit: &str| {
            if listed {
                deployments.push((at, format!("{id},{},{},production,{commit}\n", said(at), system.name)));
            }
        };
        for (nth, (at, commit)) in commits.iter().enumerate() {
            let id = format!("{}-{}", system.name, nth + 1);
            deployed(*at, &id, commit);
            if !made.dice.percent(system.fails) {
                continue;
            }
            let opened = at + made.dice.between(300, 9_000) as i64;
            let hours = if system.name == "invoice-service" { 40 } else { 9 };
            let resolved = opened + made.dice.between(1_500, hours * 3_600) as i64;
            // What was there before is brought back, or something mended in a hurry.
            deployed(resolved - 240, &format!("{id}-again"), commit);
            let named = if listed && made.dice.percent(70) { id } else { String::new() };
            incidents.push((
                opened,
                listed,
                format!("{},{},{},{named}\n", said(opened), said(resolved), system.name),
            ));
        }
    }
    deployments.sort();
    incidents.sort();
    let mut lists = Lists {
        deployments: "id,time,system,environment,commit\n".to_owned(),
        incidents: "id,opened,resolved,system,deployment\n".to_owned(),
        all_incidents: "id,opened,resolved,system,deployment\n".to_owned(),
    };
    lists.deployments.extend(deployments.into_iter().map(|(_, row)| row));
    for (nth, (_, listed, row)) in incidents.into_iter().enumerate() {
        write!(lists.all_incidents, "INC-{},{row}", nth + 1)?;
        if listed {
            write!(lists.incidents, "INC-{},{row}", nth + 1)?;
        }
    }
    Ok(lists)
}

fn said(at: i64) -> String {
    let clock = at.rem_euclid(DAY);
    format!("{}T{:02}:{:02}:{:02}Z", Moment(at).date(), clock / 3_600, clock / 60 % 60, clock % 60)
}

/// The history of one system.
struct Made<'s> {
    system: &'s System,
    dice: Dice,
    /// The deployments: when, and the commit by its number.
    marks: Vec<(i64, u32)>,
    files: usize,
    pull: u32,
    /// What the work on a branch wrote so far.
    pending: Vec<(String, Option<Vec<u8>>)>,
}

impl Made<'_> {
    /// Returns when it is deployed, in working hours.
    fn moments(&mut self) -> Vec<i64> {
        let (mut at, end) = (Moment::start_of(BEGINS).0 as f64, Moment::start_of(AS_OF).0);
        let mut moments = Vec::new();
        loop {
            let every = match self.system.later {
                Some((from, later)) if at as i64 >= Moment::start_of(from).0 => later,
                _ => self.system.every,
            };
            at += every * DAY as f64 * self.dice.between(70, 130) as f64 / 100.0;
            let day = (at as i64).div_euclid(DAY);
            // 1 January 1970 was a Thursday; nothing is deployed at the weekend.
            let day = day + [0, 0, 0, 0, 0, 2, 1][(day + 3).rem_euclid(7) as usize];
            let moment = day * DAY + self.dice.between(9 * 3_600, 17 * 3_600) as i64;
            if moment >= end {
                return moments;
            }
            // Two on the Monday after a weekend are one.
            if moments.last().is_none_or(|last| moment > last + 6 * 3_600) {
                moments.push(moment);
            }
        }
    }

    /// Returns the deployments of a system whose repository is elsewhere.
    fn times(&mut self) -> Vec<(i64, String)> {
        self.moments().into_iter().map(|at| (at, String::new())).collect()
    }

    /// Writes the repository and returns its deployments, each with its commit.
    fn repository(&mut self, folder: &Path) -> Result<Vec<(i64, String)>> {
        let mut stream = Stream::start(folder)?;
        let moments = self.moments();
        let begun = Moment::start_of(BEGINS).0;
        let mut tip = self.commit(&mut stream, "refs/heads/main", &[], begun, "Begin")?;
        let mut last = begun;
        for (nth, at) in moments.into_iter().enumerate() {
            tip = self.batch(&mut stream, tip, last, at)?;
            self.marks.push((at, tip));
            if self.system.deploys == Deploys::Tag {
                stream.tag(&format!("v2.{}", nth + 1), tip, Some(at))?;
            }
            last = at;
        }
        let names = stream.finish(folder, &["refs/heads/work"])?;
        let named = |(at, mark): &(i64, u32)| {
            let name = names.get(mark).with_context(|| format!("commit {mark} was not written"))?;
            Ok((*at, name.clone()))
        };
        self.marks.iter().map(named).collect()
    }

    /// Writes the commits between two deployments; the last of them is ready to be deployed.
    fn batch(&mut self, stream: &mut Stream, tip: u32, last: i64, at: i64) -> Result<u32> {
        let count = self.dice.between(self.system.batch.0, self.system.batch.1);
        let step = (at - last - 3_600) / (count as i64 + 1);
        let merges = self.system.deploys == Deploys::Merge;
        let ready = at - 1_200;
        if merges && self.dice.percent(40) {
            return self.squashed(stream, tip, count, last, ready.max(last + 60));
        }
        let branch = if merges { "refs/heads/work" } else { "refs/heads/main" };
        let mut work = tip;
        for nth in 0..count {
            if merges && nth == 0 {
                stream.reference(branch, tip)?;
            }
            let message = self.message();
            work = self.commit(stream, branch, &[work], last + step * (nth as i64 + 1), &message)?;
        }
        if !merges {
            return Ok(work);
        }
        self.pull += 1;
        let message = format!("Merge pull request #{} from work", self.pull);
        // A merge is its own deployment: it is written when that happens.
        let files = std::mem::take(&mut self.pending);
        stream.commit(&Told {
            branch: "refs/heads/main",
            parents: &[tip, work],
            authored: at,
            committed: at,
            message: &message,
            files: &files,
        })
    }

    /// Writes a pull request whose commits are kept beside, and the one commit that it was squashed to.
    fn squashed(&mut self, stream: &mut Stream, tip: u32, count: usize, last: i64, at: i64) -> Result<u32> {
        self.pull += 1;
        stream.reference("refs/heads/work", tip)?;
        let mut head = tip;
        for nth in 0..count {
            let when = last + (at - last) * (nth as i64 + 1) / (count as i64 + 1);
            head = self.commit(stream, "refs/heads/work", &[head], when, "Part of it")?;
        }
        stream.reference(&format!("refs/pull/{}/head", self.pull), head)?;
        let first = self.message();
        let (first, rest) = first.split_once('\n').unwrap_or((&first, ""));
        let message = format!("{first} (#{})\n{rest}", self.pull);
        let files = std::mem::take(&mut self.pending);
        stream.commit(&Told {
            branch: "refs/heads/main",
            parents: &[tip],
            authored: at,
            committed: at,
            message: &message,
            files: &files,
        })
    }

    fn message(&mut self) -> String {
        const WHAT: [&str; 8] = [
            "Show prices with VAT",
            "Load images later",
            "Name the gallery first",
            "Check the address",
            "Retry once",
            "Log less",
            "Split the long form",
            "Remove what nobody calls",
        ];
        let what = self.dice.pick(&WHAT);
        for (work, chance) in self.system.work {
            if self.dice.percent(*chance) {
                let issue = !work.starts_with("Initiative");
                return if issue { format!("{what}, for {work}\n") } else { format!("{what}\n\n{work}\n") };
            }
        }
        format!("{what}\n")
    }

    fn commit(
        &mut self,
        stream: &mut Stream,
        branch: &str,
        parents: &[u32],
        at: i64,
        message: &str,
    ) -> Result<u32> {
        self.files += 1;
        let lines = self.dice.between(4, 120);
        let text: String = (0..lines).map(|line| format!("line {line} of change {}\n", self.files)).collect();
        let file = (format!("src/part{}.rb", self.files % 60), Some(text.into_bytes()));
        if branch != "refs/heads/main" {
            self.pending.retain(|(path, _)| *path != file.0);
            self.pending.push(file.clone());
        }
        let files = [file];
        stream.commit(&Told { branch, parents, authored: at, committed: at, message, files: &files })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_of_the_example_are_those_of_its_history() {
        let folder = std::env::temp_dir().join(format!("offing-history-{}", std::process::id()));
        let lists = histories(&folder, 1).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let kept = |file: &str| {
            std::fs::read_to_string(crate::tree::root().join("models/atelier").join(file)).unwrap()
        };
        let found = (lists.deployments, lists.incidents);
        let kept = (kept("deployments.csv"), kept("incidents.csv"));
        assert_eq!(found, kept, "write them anew with `cargo xtask make-history DIR`: they are in DIR");
    }
}
