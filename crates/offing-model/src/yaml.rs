//! Text → a tree of nodes with places. The only module that knows the YAML library.
//!
//! The tree is an arena: nesting costs no stack, aliases share nodes instead of copying them, and what a file
//! could do to memory is bounded before it is done ([`DEEPEST`], [`MOST_ALIASED`]).

mod syntax;

use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError};

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::span::Span;

/// Levels of nesting a file may have; a model needs about ten.
const DEEPEST: usize = 64;

/// Values that all aliases of a file may stand for together.
const MOST_ALIASED: u64 = 100_000;

/// Bytes of text that weigh as much as one value, so that aliases of long texts can not fill the memory either.
const BYTES_A_VALUE: u64 = 64;

/// The nodes of one file.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    source: u32,
    nodes: Vec<Raw>,
    kids: Vec<u32>,
    text: String,
    roots: Vec<u32>,
    /// The text ended, or broke, before the tree did.
    pub(crate) incomplete: bool,
}

#[derive(Debug, Clone, Copy)]
struct Raw {
    start: u32,
    end: u32,
    kind: Kind,
    /// From where to where in `text` (scalars) or in `kids` (the others).
    from: u32,
    to: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Quoted,
    List,
    Map,
}

/// One node of a [`Tree`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node<'t> {
    tree: &'t Tree,
    at: u32,
}

impl Tree {
    /// Returns the documents of the file.
    pub(crate) fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|at| Node { tree: self, at: *at })
    }

    /// Reads a text; what breaks it is reported, and what stood before the break is kept.
    pub(crate) fn read(source: u32, text: &str, faults: &mut Faults) -> Tree {
        let mut reader = Reader::new(source, text);
        let mut parser = Parser::new_from_str(text);
        let fault = loop {
            match parser.next_event() {
                None => break None,
                Some(Err(error)) => break Some(reader.syntax(&error)),
                Some(Ok((event, span))) => match reader.take(event, span.start, span.end) {
                    Ok(true) => {}
                    Ok(false) => break None,
                    Err(fault) => break Some(fault),
                },
            }
        };
        reader.tree.incomplete = fault.is_some();
        faults_extend(faults, fault);
        reader.close();
        reader.tree
    }

    /// Reads a part of a text as if it stood alone; its places are those in the whole text.
    pub(crate) fn read_part(source: u32, text: &str, part: Range<usize>, faults: &mut Faults) -> Tree {
        let base = part.start as u32;
        let mut found = Faults::default();
        let mut tree = Tree::read(source, &text[part], &mut found);
        for raw in &mut tree.nodes {
            raw.start += base;
            raw.end += base;
        }
        for mut fault in found.sorted() {
            fault.span.start += base;
            fault.span.end += base;
            faults.push(fault);
        }
        tree
    }
}

fn faults_extend(faults: &mut Faults, fault: Option<Diagnostic>) {
    if let Some(fault) = fault {
        faults.push(fault);
    }
}

impl<'t> Node<'t> {
    fn raw(self) -> &'t Raw {
        &self.tree.nodes[self.at as usize]
    }

    /// Returns where the node stands: a scalar or flow collection whole, a block collection by its first line.
    pub(crate) fn span(self) -> Span {
        let raw = self.raw();
        Span { source: self.tree.source, start: raw.start, end: raw.end }
    }

    /// Returns the text of a scalar.
    pub(crate) fn scalar(self) -> Option<&'t str> {
        let raw = self.raw();
        matches!(raw.kind, Kind::Plain | Kind::Quoted)
            .then(|| &self.tree.text[raw.from as usize..raw.to as usize])
    }

    /// Returns whether the node says nothing: an empty value, `~` or `null`.
    pub(crate) fn is_null(self) -> bool {
        self.raw().kind == Kind::Plain && matches!(self.scalar(), Some("" | "~" | "null" | "Null" | "NULL"))
    }

    /// Returns whether the node is a scalar without quotes, as `true` and `3` must be.
    pub(crate) fn is_plain(self) -> bool {
        self.raw().kind == Kind::Plain
    }

    /// Returns the items of a list.
    pub(crate) fn items(self) -> Option<impl Iterator<Item = Node<'t>> + Clone> {
        let Node { tree, .. } = self;
        (self.raw().kind == Kind::List).then(|| self.kids().iter().map(move |at| Node { tree, at: *at }))
    }

    /// Returns the keys and values of a mapping.
    pub(crate) fn entries(self) -> Option<impl Iterator<Item = (Node<'t>, Node<'t>)> + Clone> {
        let Node { tree, .. } = self;
        let pair = move |pair: &[u32]| (Node { tree, at: pair[0] }, Node { tree, at: pair[1] });
        (self.raw().kind == Kind::Map).then(|| self.kids().chunks_exact(2).map(pair))
    }

    /// Returns the value of a key, when the node is a mapping that has it.
    pub(crate) fn get(self, key: &str) -> Option<Node<'t>> {
        self.entries()?.find(|(found, _)| found.scalar() == Some(key)).map(|(_, value)| value)
    }

    /// Returns what the node is, in the reader's words.
    pub(crate) fn what(self) -> &'static str {
        match self.raw().kind {
            _ if self.is_null() => "nothing",
            Kind::Plain | Kind::Quoted => "a text",
            Kind::List => "a list",
            Kind::Map => "a mapping",
        }
    }

    fn kids(self) -> &'t [u32] {
        let raw = self.raw();
        &self.tree.kids[raw.from as usize..raw.to as usize]
    }
}

struct Reader<'s> {
    tree: Tree,
    offsets: Offsets<'s>,
    open: Vec<Open>,
    /// Finished children of the open collections, innermost last.
    waiting: Vec<u32>,
    anchors: HashMap<usize, Anchor>,
    aliased: u64,
}

struct Open {
    kind: Kind,
    start: u32,
    flow: bool,
    anchor: usize,
    first_kid: usize,
    /// Nodes below this one, those behind aliases counted each time.
    size: u64,
}

enum Anchor {
    Open,
    Done { node: u32, size: u64 },
}

impl<'s> Reader<'s> {
    fn new(source: u32, text: &'s str) -> Self {
        // About as many nodes as texts of this length have.
        let nodes = text.len() / 12;
        let (nodes, kids) = (Vec::with_capacity(nodes), Vec::with_capacity(nodes));
        Self {
            tree: Tree { source, nodes, kids, ..Tree::default() },
            offsets: Offsets::of(text),
            open: Vec::new(),
            waiting: Vec::new(),
            anchors: HashMap::new(),
            aliased: 0,
        }
    }

    /// Takes one event; `false` at the end of the stream.
    fn take(&mut self, event: Event<'_>, start: Marker, end: Marker) -> Result<bool, Diagnostic> {
        let start = self.offsets.byte(start.index());
        let end = self.offsets.byte(end.index()).max(start);
        match event {
            Event::StreamEnd => return Ok(false),
            Event::Scalar(text, style, anchor, _) => {
                let kind = if style == ScalarStyle::Plain { Kind::Plain } else { Kind::Quoted };
                let from = self.tree.text.len() as u32;
                self.tree.text.push_str(&text);
                let to = self.tree.text.len() as u32;
                // A plain scalar of several lines is reported from its last line on; the library's end of a quoted
                // one may run on over the space behind it.
                let end = match kind {
                    Kind::Plain => end,
                    _ => start + self.offsets.text[start as usize..end as usize].trim_end().len() as u32,
                };
                let node = self.push(Raw { start, end, kind, from, to });
                self.finish(node, anchor, 1 + u64::from(to - from) / BYTES_A_VALUE);
            }
            Event::SequenceStart(anchor, _) => self.begin(Kind::List, start, anchor)?,
            Event::MappingStart(anchor, _) => self.begin(Kind::Map, start, anchor)?,
            // The library's end of a flow collection runs on to the next token; its start is the closing bracket.
            Event::SequenceEnd | Event::MappingEnd => self.end((start + 1).min(end)),
            Event::Alias(anchor) => self.alias(anchor, Span { source: self.tree.source, start, end })?,
            _ => {}
        }
        Ok(true)
    }

    fn begin(&mut self, kind: Kind, start: u32, anchor: usize) -> Result<(), Diagnostic> {
        if self.open.len() >= DEEPEST {
            let span = Span { source: self.tree.source, start, end: start + 1 };
            let message = format!("this is more than {DEEPEST} levels deep");
            return Err(Diagnostic::new(Code::NestedTooDeep, span, message)
                .help("give the inner part a name of its own, as a capability, and refer to it"));
        }
        let flow = matches!(self.offsets.text.as_bytes().get(start as usize), Some(b'[' | b'{'));
        if anchor > 0 {
            self.anchors.insert(anchor, Anchor::Open);
        }
        self.open.push(Open { kind, start, flow, anchor, first_kid: self.waiting.len(), size: 1 });
        Ok(())
    }

    fn end(&mut self, end: u32) {
        let Some(open) = self.open.pop() else { return };
        let from = self.tree.kids.len() as u32;
        self.tree.kids.extend(self.waiting.drain(open.first_kid..));
        let to = self.tree.kids.len() as u32;
        let end = match self.tree.kids.get(from as usize) {
            _ if open.flow => end,
            Some(first) if from < to => self.tree.nodes[*first as usize].end,
            _ => end,
        };
        let node = self.push(Raw { start: open.start, end: end.max(open.start), kind: open.kind, from, to });
        self.finish(node, open.anchor, open.size);
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Diagnostic> {
        let Some(Anchor::Done { node, size }) = self.anchors.get(&anchor) else {
            return Err(Diagnostic::new(
                Code::AliasCircle,
                span,
                "this alias stands for something that contains it",
            )
            .help("write the value out where the alias stands"));
        };
        let (node, size) = (*node, *size);
        self.aliased += size;
        if self.aliased > MOST_ALIASED {
            let message = "the aliases of this file stand for more than 100,000 values together";
            return Err(Diagnostic::new(Code::AliasTooLarge, span, message)
                .help("name the repeated part once, as a capability, and refer to it by name"));
        }
        self.finish(node, 0, size);
        Ok(())
    }

    fn push(&mut self, raw: Raw) -> u32 {
        self.tree.nodes.push(raw);
        self.tree.nodes.len() as u32 - 1
    }

    fn finish(&mut self, node: u32, anchor: usize, size: u64) {
        if anchor > 0 {
            self.anchors.insert(anchor, Anchor::Done { node, size });
        }
        match self.open.last_mut() {
            Some(open) => {
                open.size += size;
                self.waiting.push(node);
            }
            None => self.tree.roots.push(node),
        }
    }

    /// Closes what a break left open, so that the part before it can still be read.
    fn close(&mut self) {
        let end = self.offsets.text.trim_end().len() as u32;
        while let Some(open) = self.open.last() {
            if open.kind == Kind::Map && (self.waiting.len() - open.first_kid) % 2 == 1 {
                self.waiting.pop();
            }
            self.end(end);
        }
    }

    fn syntax(&self, error: &ScanError) -> Diagnostic {
        let source = self.tree.source;
        let start = self.offsets.byte(error.marker().index());
        let rest = self.offsets.text[start as usize..].chars().next();
        let end = start + rest.filter(|c| *c != '\n').map_or(0, |c| c.len_utf8() as u32);
        let (means, help) = syntax::meaning(error.info());
        let fault = Diagnostic::new(Code::YamlSyntax, Span { source, start, end }, means).help(help);
        match self.open.iter().rev().find(|open| open.flow && open.start < start) {
            Some(open) => {
                let bracket = Span { source, start: open.start, end: open.start + 1 };
                fault.other(bracket, "inside this")
            }
            None => fault,
        }
    }
}

/// Turns the library's character offsets into byte offsets.
struct Offsets<'s> {
    text: &'s str,
    /// The byte offset of every 256th character; empty for ASCII, where both offsets are one.
    marks: Vec<u32>,
}

impl<'s> Offsets<'s> {
    fn of(text: &'s str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(256).map(|(byte, _)| byte as u32).collect()
        };
        Self { text, marks }
    }

    fn byte(&self, character: usize) -> u32 {
        let end = self.text.len();
        if self.marks.is_empty() {
            return character.min(end) as u32;
        }
        let Some(mark) = self.marks.get(character / 256) else { return end as u32 };
        let rest = &self.text[*mark as usize..];
        rest.char_indices().nth(character % 256).map_or(end as u32, |(byte, _)| *mark + byte as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Tree, Vec<Diagnostic>) {
        let mut faults = Faults::default();
        let tree = Tree::read(0, text, &mut faults);
        (tree, faults.sorted())
    }

    fn under(text: &str, span: Span) -> &str {
        &text[span.start as usize..span.end as usize]
    }

    #[test]
    fn places_are_exact_beyond_ascii() {
        let text = "é: {ü: [ö, \"ä b\"]}\n";
        let (tree, faults) = read(text);
        assert!(faults.is_empty());
        let root = tree.roots().next().unwrap();
        let (key, value) = root.entries().unwrap().next().unwrap();
        assert_eq!(under(text, key.span()), "é");
        assert_eq!(under(text, value.span()), "{ü: [ö, \"ä b\"]}");
        let items: Vec<_> = value.get("ü").unwrap().items().unwrap().collect();
        assert_eq!(under(text, items[1].span()), "\"ä b\"");
        assert_eq!(items[1].scalar(), Some("ä b"));
    }

    #[test]
    fn brackets_end_at_their_closing_one() {
        for (text, expected) in [
            ("a: {}", "{}"),
            ("a: []\nb: c", "[]"),
            ("a: {b: [x] }", "{b: [x] }"),
            ("a: [x]   # said", "[x]"),
            ("a: [x,\n  [y]\n  ]\n\nb: c", "[x,\n  [y]\n  ]"),
            ("a: [[]]", "[[]]"),
            ("a: [{}]", "[{}]"),
            ("a: [x", "[x"),
        ] {
            let (tree, _) = read(text);
            let (_, value) = tree.roots().next().unwrap().entries().unwrap().next().unwrap();
            assert_eq!(under(text, value.span()), expected);
        }
        let (tree, _) = read("a: {b: [x] , c: {d: {} } }");
        let value = tree.roots().next().unwrap().get("a").unwrap();
        assert_eq!(under("a: {b: [x] , c: {d: {} } }", value.get("b").unwrap().span()), "[x]");
        assert_eq!(under("a: {b: [x] , c: {d: {} } }", value.get("c").unwrap().span()), "{d: {} }");
    }

    #[test]
    fn a_break_keeps_what_stood_before_it() {
        let (tree, faults) = read("a: 1\nb: [x, y\nc: d\n");
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].code, Code::YamlSyntax);
        assert!(tree.incomplete);
        assert_eq!(tree.roots().next().unwrap().get("a").unwrap().scalar(), Some("1"));
    }

    #[test]
    fn aliases_share_and_cannot_explode() {
        let (tree, faults) = read("a: &x [1, 2]\nb: *x\n");
        assert!(faults.is_empty());
        assert_eq!(tree.roots().next().unwrap().get("b").unwrap().items().unwrap().count(), 2);
        let mut bomb = String::from("l0: &l0 [a, a, a, a, a, a, a, a, a, a]\n");
        for level in 1..30 {
            let below = vec![format!("*l{}", level - 1); 10].join(", ");
            bomb.push_str(&format!("l{level}: &l{level} [{below}]\n"));
        }
        assert_eq!(read(&bomb).1[0].code, Code::AliasTooLarge);
        assert_eq!(read("a: &x [*x]\n").1[0].code, Code::AliasCircle);
        let long = format!("a: &x \"{}\"\nb: [{}]\n", "long ".repeat(200_000), "*x, ".repeat(1_000));
        assert_eq!(read(&long).1[0].code, Code::AliasTooLarge);
    }

    #[test]
    fn two_hundred_levels_are_an_answer_not_a_crash() {
        let deep = format!("a: {}{}", "[".repeat(200), "]".repeat(200));
        assert_eq!(read(&deep).1[0].code, Code::NestedTooDeep);
        let endless = "[".repeat(1_000_000);
        assert!([Code::NestedTooDeep, Code::YamlSyntax].contains(&read(&endless).1[0].code));
    }
}
