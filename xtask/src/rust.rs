//! The words of a Rust file that reach users: comments, texts and tests left out.

use anyhow::{Result, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A word or sign, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub text: String,
    pub line: usize,
}

/// Returns the words of a file outside its tests; a literal is the one word `"…"`.
pub fn words(text: &str) -> Result<Vec<Word>> {
    words_of(text, true)
}

/// Returns all words of a file, tests included.
pub fn all_words(text: &str) -> Result<Vec<Word>> {
    words_of(text, false)
}

fn words_of(text: &str, skip_tests: bool) -> Result<Vec<Word>> {
    let stream: TokenStream = text.parse().map_err(|error| anyhow!("this is no Rust: {error}"))?;
    let mut words = Vec::new();
    flatten(stream, skip_tests, &mut words);
    Ok(words)
}

fn flatten(stream: TokenStream, skip_tests: bool, words: &mut Vec<Word>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < trees.len() {
        if skip_tests && opens_test(&trees[at..]) {
            at += 2;
            while at < trees.len() {
                let end = ends_item(&trees[at]);
                at += 1;
                if end {
                    break;
                }
            }
            continue;
        }
        let line = trees[at].span().start().line;
        let mut push = |text: String, line: usize| words.push(Word { text, line });
        match &trees[at] {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                push(open.to_owned(), line);
                flatten(group.stream(), skip_tests, words);
                words.push(Word { text: close.to_owned(), line: group.span_close().start().line });
            }
            TokenTree::Ident(ident) => push(ident.to_string(), line),
            TokenTree::Punct(punct) => push(punct.as_char().to_string(), line),
            TokenTree::Literal(_) => push("\"…\"".to_owned(), line),
        }
        at += 1;
    }
}

/// Returns whether an attribute stands here that makes the next item a test.
fn opens_test(trees: &[TokenTree]) -> bool {
    let [TokenTree::Punct(hash), TokenTree::Group(group), ..] = trees else { return false };
    if hash.as_char() != '#' || group.delimiter() != Delimiter::Bracket {
        return false;
    }
    let inside = group.stream().to_string().replace(' ', "");
    inside == "test" || inside == "cfg(test)" || inside.starts_with("cfg(all(test,")
}

/// Returns whether an item ends with this: its body or its semicolon.
fn ends_item(tree: &TokenTree) -> bool {
    match tree {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    }
}

/// Returns the lines at which some words follow each other, written with spaces between: `std : : fs`.
pub fn lines_with(words: &[Word], pattern: &str) -> Vec<usize> {
    let pattern: Vec<&str> = pattern.split(' ').collect();
    let fits = |window: &&[Word]| window.iter().zip(&pattern).all(|(word, wanted)| word.text == *wanted);
    words.windows(pattern.len()).filter(fits).map(|window| window[0].line).collect()
}

/// Returns the lines at which a module of `std` is named: as `std::fs`, or within `std::{…}`.
pub fn lines_with_std(words: &[Word], module: &str) -> Vec<usize> {
    let mut lines = lines_with(words, &format!("std : : {module}"));
    let starts = words
        .windows(4)
        .enumerate()
        .filter(|(_, window)| window.iter().map(|word| word.text.as_str()).eq(["std", ":", ":", "{"]));
    for (start, _) in starts {
        lines.extend(within_braces(&words[start + 4..], module));
    }
    lines
}

/// Returns the lines at which a module is named first in one of the parts between braces.
fn within_braces(words: &[Word], module: &str) -> Vec<usize> {
    let (mut lines, mut depth, mut first) = (Vec::new(), 1, true);
    for word in words {
        match word.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            "," if depth == 1 => {
                first = true;
                continue;
            }
            text if first && depth == 1 && text == module => lines.push(word.line),
            _ => {}
        }
        first = false;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"
//! std::fs in a comment
use std::{collections::{BTreeMap, fs_like}, fs, io::{self, env}};
fn one() { let said = "std::env"; std::process::exit(1) }
#[cfg(test)]
mod tests {
    use std::net::TcpStream;
    fn two() { Some(1).unwrap(); }
}
#[test]
fn three() { std::net::x() }
fn four() { async { 1 } }
"#;

    #[test]
    fn modules_of_std_are_found_wherever_they_are_named_and_nowhere_else() {
        let words = words(FILE).unwrap();
        assert_eq!(lines_with_std(&words, "fs"), [3]);
        assert_eq!(lines_with_std(&words, "process"), [4]);
        assert!(lines_with_std(&words, "env").is_empty(), "a text and an inner name are no module");
        assert!(lines_with_std(&words, "net").is_empty(), "tests are left out");
        assert_eq!(lines_with(&words, "async"), [12], "what follows a test is read again");
    }

    #[test]
    fn tests_are_there_when_they_are_asked_for() {
        assert_eq!(lines_with_std(&all_words(FILE).unwrap(), "net"), [7, 11]);
    }
}
