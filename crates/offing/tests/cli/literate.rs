//! Every console block of the documents is run, and prints what it shows.
//!
//! A block holds commands (`$ offing …`) and what each prints; a line `…` stands for any lines. `$ cd FOLDER` and
//! `$ echo $?` work too. A block fenced as `yaml file=NAME` (or `csv`, `json` …) is written to that file first, so a
//! document can show a model and then ask it. All blocks of a document run in one copy of the repository's models.
//!
//! With `OFFING_BLESS=1` what is printed is written into the documents instead: `cargo xtask bless` does that.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::stage::{Ran, Stage, root};

/// The line that stands for any lines.
const ANY_LINES: &str = "…";

#[test]
fn every_console_block_prints_what_it_shows() {
    let bless = std::env::var_os("OFFING_BLESS").is_some_and(|value| value != "0");
    let mut wrong = String::new();
    for path in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let played = play(&text);
        if bless && played.text != text {
            std::fs::write(&path, &played.text).unwrap();
        } else if !bless {
            let name = path.strip_prefix(root()).unwrap().display();
            played.wrong.iter().for_each(|what| writeln!(wrong, "{name}:{what}").unwrap());
        }
    }
    assert!(wrong.is_empty(), "{wrong}\nTo take over what is printed: cargo xtask bless");
}

#[test]
fn a_block_that_shows_something_else_is_found_and_mended() {
    let shown = "# T\n\n```console\n$ offing ensure nowhere\nall is well\n$ echo $?\n0\n```\nafter\n";
    let played = play(shown);
    assert_eq!(played.wrong.len(), 2, "{:?}", played.wrong);
    assert!(
        played.text.contains("nowhere") && played.text.ends_with("$ echo $?\n2\n```\nafter\n"),
        "{}",
        played.text
    );
    assert_eq!(play(&played.text).wrong, Vec::<String>::new(), "what was mended holds");
}

#[test]
fn a_document_can_show_a_model_and_ask_it() {
    let shown = "```yaml file=shop.yaml\noutcomes: { shop: { needs: [pay] } }\n```\n\n```console\n\
        $ offing ensure shop.yaml\n…\n$ echo $?\n2\n```\n";
    assert_eq!(play(shown).wrong, Vec::<String>::new());
}

#[test]
fn any_lines_stand_for_none_some_or_the_rest() {
    let printed = ["a", "b", "c"];
    assert!(fits(&["a", ANY_LINES, "c"], &printed));
    assert!(fits(&["a", ANY_LINES], &printed));
    assert!(fits(&["a", ANY_LINES, "b", "c"], &printed));
    assert!(!fits(&["a", ANY_LINES, "b"], &printed));
    assert!(!fits(&["a", "b"], &printed));
    assert!(!fits(&[], &printed));
}

/// Returns the documents whose blocks are run.
fn documents() -> Vec<PathBuf> {
    let mut found = vec![root().join("README.md")];
    markdown_below(&root().join("docs"), &|_| true, &mut found);
    markdown_below(&root().join("models"), &|name| name == "README.md", &mut found);
    found.retain(|path| path.is_file());
    found.sort();
    found
}

fn markdown_below(folder: &Path, fits: &impl Fn(&str) -> bool, found: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            markdown_below(&path, fits, found);
        } else if name.ends_with(".md") && fits(name) {
            found.push(path);
        }
    }
}

/// What came of playing a document.
struct Played {
    /// The document as it should be.
    text: String,
    /// What it shows wrongly, each with its line.
    wrong: Vec<String>,
}

/// Plays all blocks of a document on one stage.
fn play(text: &str) -> Played {
    let mut player = Player { stage: None, folder: String::new(), code: 0 };
    let mut played = Played { text: String::new(), wrong: Vec::new() };
    let mut lines = text.lines().enumerate().peekable();
    let take_block = |lines: &mut dyn Iterator<Item = (usize, &str)>| -> Vec<String> {
        lines.map(|(_, line)| line.to_owned()).take_while(|line| line.trim_start() != "```").collect()
    };
    while let Some((at, line)) = lines.next() {
        writeln!(played.text, "{line}").unwrap();
        if let Some((_, file)) = line.strip_prefix("```").and_then(|line| line.split_once(" file=")) {
            let block = take_block(&mut lines.by_ref());
            let block: String = block.iter().map(|line| format!("{line}\n")).collect();
            player.stage().write(file.trim(), &block);
            writeln!(played.text, "{block}```").unwrap();
        } else if line == "```console" {
            let block = take_block(&mut lines.by_ref());
            player.block(at + 2, &block, &mut played);
            played.text.push_str("```\n");
        }
    }
    if !text.ends_with('\n') {
        played.text.pop();
    }
    played
}

/// Who plays the blocks of one document.
struct Player {
    stage: Option<Stage>,
    /// The folder the commands run in, within the stage.
    folder: String,
    /// How the last command ended.
    code: i32,
}

impl Player {
    fn stage(&mut self) -> &Stage {
        self.stage.get_or_insert_with(Stage::with_models)
    }

    /// Plays a block that begins at a line.
    fn block(&mut self, first: usize, block: &[String], played: &mut Played) {
        let mut at = 0;
        while at < block.len() {
            let Some(command) = block[at].strip_prefix("$ ") else {
                played.wrong.push(format!("{}: a block begins with a command", first + at));
                writeln!(played.text, "{}", block[at]).unwrap();
                at += 1;
                continue;
            };
            let shown: Vec<&str> = block[at + 1..]
                .iter()
                .map(String::as_str)
                .take_while(|line| !line.starts_with("$ "))
                .collect();
            let printed = self.printed(command);
            let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
            writeln!(played.text, "$ {command}").unwrap();
            let fits = fits(&shown, &printed);
            if !fits {
                let line = first + at;
                played.wrong.push(format!("{line}: `{command}` prints:\n{}\n", printed.join("\n")));
            }
            for line in if fits { &shown } else { &printed } {
                writeln!(played.text, "{line}").unwrap();
            }
            at += 1 + shown.len();
        }
    }

    /// Returns what a command prints, its answer before its complaints.
    fn printed(&mut self, command: &str) -> String {
        if command == "echo $?" {
            return format!("{}\n", self.code);
        }
        if let Some(folder) = command.strip_prefix("cd ") {
            self.folder = folder.to_owned();
            return String::new();
        }
        let command = command.split(" #").next().unwrap_or(command).trim();
        let words = words(command.strip_prefix("cargo run --release -- ").unwrap_or(command));
        let args = words.strip_prefix(&["offing".to_owned()]).unwrap_or(&words);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let folder = self.folder.clone();
        let mut run = self.stage().offing(&args);
        run.current_dir(self.stage().path(&folder));
        let Ran { stdout, stderr, code } = crate::stage::ran(run.output().unwrap());
        self.code = code;
        stdout + &stderr
    }
}

/// Returns the words of a command, as a shell would split them; quotes are the only signs it knows.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut quote, mut inside) = (vec![String::new()], None, false);
    for c in command.chars() {
        let word = words.last_mut().unwrap();
        match quote {
            Some(q) if c == q => quote = None,
            Some(_) => word.push(c),
            None if c == '"' || c == '\'' => (quote, inside) = (Some(c), true),
            None if c == ' ' => {
                if inside || !word.is_empty() {
                    words.push(String::new());
                    inside = false;
                }
            }
            None => word.push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Returns whether what is shown is what was printed, `…` standing for any lines.
fn fits(shown: &[&str], printed: &[&str]) -> bool {
    match shown {
        [] => printed.is_empty(),
        [any, rest @ ..] if *any == ANY_LINES => (0..=printed.len()).any(|skip| fits(rest, &printed[skip..])),
        [first, rest @ ..] => {
            printed.first().is_some_and(|line| line.trim_end() == first.trim_end())
                && fits(rest, &printed[1..])
        }
    }
}
