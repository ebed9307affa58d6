//! A long history of one made-up repository: branches that are merged, pull requests that are squashed, tags with and
//! without a date, release branches, moved and deleted files, files that are no text, clocks that go wrong.

use std::path::Path;

use anyhow::Result;

use super::stream::{Stream, Told, git};
use crate::generate::Dice;

/// The branch that work is written on before it is merged.
const WORK: &str = "refs/heads/work";
const MAIN: &str = "refs/heads/main";
const RELEASE: &str = "refs/heads/release";

/// When it begins: 2016-01-04 09:00 UTC.
const BEGINS: i64 = 1_451_898_000;

/// Writes a repository with so many commits, and packs it as a server would.
pub fn write(folder: &Path, commits: usize, seed: u64) -> Result<()> {
    let mut made = Made {
        stream: Stream::start(folder)?,
        dice: Dice::about("long history", seed),
        files: Vec::new(),
        tip: None,
        now: BEGINS,
        written: 0,
        made: 0,
        pull: 0,
        tags: 0,
    };
    for _ in 0..40 {
        made.files.push(File::new(made.files.len(), &mut made.dice));
    }
    let all: Vec<(String, Option<Vec<u8>>)> = made.files.iter().map(File::entry).collect();
    made.tip = Some(made.commit(MAIN, &[], 0, "Begin", &all)?);
    let mut until_tag = 10;
    while made.written < commits {
        match made.dice.below(100) {
            0..45 => made.merged()?,
            45..75 => made.squashed()?,
            _ => made.direct()?,
        }
        until_tag -= 1;
        if until_tag == 0 {
            made.tag()?;
            until_tag = made.dice.between(4, 24);
        }
    }
    let mut forget = vec![WORK];
    if made.tags > 8 {
        forget.push(RELEASE);
    }
    made.stream.finish(folder, &forget)?;
    git(folder, &["repack", "-a", "-d", "-q", "--depth=50", "--window=10"])?;
    println!("{} commits and {} tags in {}", made.written, made.tags, folder.display());
    Ok(())
}

/// The history so far.
struct Made {
    stream: Stream,
    dice: Dice,
    files: Vec<File>,
    tip: Option<u32>,
    now: i64,
    written: usize,
    /// How many lines were ever made up.
    made: usize,
    pull: usize,
    tags: usize,
}

/// A file as it is now.
#[derive(Clone)]
struct File {
    path: String,
    lines: Vec<String>,
    binary: bool,
}

type Entry = (String, Option<Vec<u8>>);

impl File {
    fn new(nth: usize, dice: &mut Dice) -> Self {
        let binary = nth % 37 == 36;
        let lines = (0..dice.between(5, 320)).map(|line| text(nth * 1_000 + line, dice)).collect();
        let ending = if binary { "bin" } else { "rs" };
        Self { path: format!("src/part{:02}/deep{}/file{nth}.{ending}", nth % 23, nth % 5), lines, binary }
    }

    fn entry(&self) -> Entry {
        let mut bytes = self.lines.join("\n").into_bytes();
        if self.binary {
            bytes.insert(0, 0);
        } else if !self.lines.len().is_multiple_of(7) {
            bytes.push(b'\n');
        }
        (self.path.clone(), Some(bytes))
    }
}

fn text(nth: usize, dice: &mut Dice) -> String {
    // Some lines are everywhere, as braces are in code.
    const USUAL: [&str; 5] = ["}", "", "    }", "    return Ok(());", "        break;"];
    if dice.percent(25) {
        dice.pick(&USUAL).to_owned()
    } else {
        format!("    let value_{nth} = call({});", dice.below(1_000))
    }
}

impl Made {
    fn commit(
        &mut self,
        branch: &str,
        parents: &[u32],
        lag: i64,
        message: &str,
        files: &[Entry],
    ) -> Result<u32> {
        self.now += self.dice.between(200, 22_000) as i64;
        // One clock in two hundred is wrong by up to three days, either way.
        let skew = if self.dice.percent(1) && self.dice.percent(50) {
            self.dice.between(0, 500_000) as i64 - 250_000
        } else {
            0
        };
        let committed = self.now + skew;
        self.written += 1;
        self.stream.commit(&Told { branch, parents, authored: committed - lag, committed, message, files })
    }

    /// Changes some files and returns what they are now.
    fn change(&mut self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        let count = self.files.len();
        for at in self.dice.several(4, |dice| dice.popular(count)) {
            let mut file = self.files[at].clone();
            for _ in 0..self.dice.between(1, 5) {
                self.made += 1;
                let line = self.dice.below(file.lines.len() + 1);
                match self.dice.below(5) {
                    0 | 1 => file.lines.insert(line, text(900_000 + self.made, &mut self.dice)),
                    2 if line < file.lines.len() => {
                        file.lines.remove(line);
                    }
                    3 if line < file.lines.len() => {
                        let moved = file.lines.remove(line);
                        let to = self.dice.below(file.lines.len() + 1);
                        file.lines.insert(to, moved);
                    }
                    _ if line < file.lines.len() => {
                        file.lines[line] = text(900_000 + self.made, &mut self.dice)
                    }
                    _ => {}
                }
            }
            entries.push(file.entry());
            self.files[at] = file;
        }
        if self.dice.percent(8) && self.files.len() < 1_500 {
            let file = File::new(self.files.len() + self.made, &mut self.dice);
            if self.files.iter().all(|other| other.path != file.path) {
                entries.push(file.entry());
                self.files.push(file);
            }
        }
        let free = |entries: &[Entry], file: &File| entries.iter().all(|entry| entry.0 != file.path);
        if self.dice.percent(2) {
            let at = self.dice.below(self.files.len());
            if free(&entries, &self.files[at]) {
                entries.push((self.files[at].path.clone(), None));
                self.made += 1;
                self.files[at].path = format!("src/moved{}/file{}.rs", self.made % 11, self.made);
                entries.push(self.files[at].entry());
            }
        }
        if self.dice.percent(1) && self.files.len() > 60 {
            let at = self.dice.below(self.files.len());
            if free(&entries, &self.files[at]) {
                let gone = self.files.remove(at);
                entries.push((gone.path, None));
            }
        }
        entries
    }

    fn tip(&self) -> u32 {
        self.tip.expect("the first commit comes before all else")
    }

    /// Writes a commit straight to the main branch.
    fn direct(&mut self) -> Result<()> {
        let files = self.change();
        let lag = self.dice.below(20_000) as i64;
        self.tip = Some(self.commit(MAIN, &[self.tip()], lag, "Change directly", &files)?);
        Ok(())
    }

    /// Writes a branch of some commits beside others on the main branch, and merges it.
    fn merged(&mut self) -> Result<()> {
        let (base, mut work) = (self.tip(), self.tip());
        let mut kept: Vec<Entry> = Vec::new();
        for nth in 0..self.dice.between(1, 6) {
            let files = self.change();
            kept.retain(|entry| files.iter().all(|new| new.0 != entry.0));
            kept.extend(files.iter().cloned());
            let message = format!("Step {nth}\n\nWhy it is so.\n\nInitiative: step-{}", self.made % 9);
            if work == base {
                self.stream.reference(WORK, base)?;
            }
            work = self.commit(WORK, &[work], 0, &message, &files)?;
        }
        self.pull += 1;
        let message = format!("Merge pull request #{} from work", self.pull);
        self.tip = Some(self.commit(MAIN, &[base, work], 0, &message, &kept)?);
        Ok(())
    }

    /// Writes a pull request that is squashed; of every other one its own commits are kept.
    fn squashed(&mut self) -> Result<()> {
        self.pull += 1;
        let base = self.tip();
        let keeps = self.pull.is_multiple_of(2);
        let mut kept: Vec<Entry> = Vec::new();
        let mut head = base;
        for _ in 0..self.dice.between(1, 3) {
            let files = self.change();
            kept.retain(|entry| files.iter().all(|new| new.0 != entry.0));
            kept.extend(files.iter().cloned());
            if keeps {
                if head == base {
                    self.stream.reference(WORK, base)?;
                }
                head = self.commit(WORK, &[head], 3_600, "Part of a pull request", &files)?;
                // What is squashed away is no commit of the history.
                self.written -= 1;
            }
        }
        if keeps {
            self.stream.reference(&format!("refs/pull/{}/head", self.pull), head)?;
        }
        let message = format!("Change together (#{})\n\nFor SHOP-{}.", self.pull, self.pull % 50);
        self.tip = Some(self.commit(MAIN, &[base], 0, &message, &kept)?);
        Ok(())
    }

    /// Sets a tag at the tip, or on a release branch beside it.
    fn tag(&mut self) -> Result<()> {
        self.tags += 1;
        let name = format!("v{}.{}.{}", self.tags / 100, self.tags / 10 % 10, self.tags % 10);
        if self.tags.is_multiple_of(9) {
            let files = vec![("RELEASE".to_owned(), Some(format!("{name}\n").into_bytes()))];
            self.stream.reference(RELEASE, self.tip())?;
            let release = self.commit(RELEASE, &[self.tip()], 40_000, "Mend the release", &files)?;
            return self.stream.tag(&name, release, Some(self.now + 600));
        }
        let at = (!self.tags.is_multiple_of(3)).then_some(self.now + self.dice.between(60, 90_000) as i64);
        self.stream.tag(&name, self.tip(), at)
    }
}
