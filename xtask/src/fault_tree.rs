//! Reads a fault tree from Open-PSA model exchange format.
//!
//! What a benchmark needs and no more: gates of every kind, house events, constants and plain
//! probabilities. Document types and entities are not looked at, so no file can make the reader fetch
//! or multiply anything.

mod structure;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// A formula over gates and events, which are positions in the lists of the [`FaultTree`].
#[derive(Debug)]
pub(crate) struct Formula {
    pub(crate) kind: Kind,
    pub(crate) args: Vec<Formula>,
}

/// What a formula says of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Constant(bool),
    Gate(usize),
    Event(usize),
    And,
    Or,
    Not,
    Xor,
    Nand,
    Nor,
    Iff,
    Imply,
    /// At least so many, and at most so many if said.
    Count(u32, Option<u32>),
}

/// The definitions of one file.
#[derive(Debug, Default)]
pub(crate) struct FaultTree {
    /// In the order of the file.
    pub(crate) gates: Vec<(String, Formula)>,
    /// The basic events that gates take, each with its chance if that is a plain number.
    pub(crate) events: Vec<(String, Option<f64>)>,
    /// The gate that no other gate takes.
    pub(crate) top: usize,
}

/// Formulas nested deeper than this are refused rather than followed.
const DEEPEST: usize = 1000;

impl FaultTree {
    /// Returns the definitions in `text`.
    pub(crate) fn read(text: &str) -> Result<FaultTree> {
        let mut reading = Reading::default();
        let mut reader = Reader::from_str(text);
        loop {
            let at = reader.buffer_position();
            let event = reader.read_event().with_context(|| format!("at byte {at}"))?;
            match event {
                Event::Start(tag) => reading.open(&tag).with_context(|| format!("at byte {at}"))?,
                Event::Empty(tag) => {
                    reading.open(&tag).with_context(|| format!("at byte {at}"))?;
                    reading.close()?;
                }
                Event::End(_) => reading.close().with_context(|| format!("at byte {at}"))?,
                Event::Eof => break,
                _ => {}
            }
        }
        reading.resolve()
    }

    fn top(&self) -> Result<usize> {
        fn note(formula: &Formula, is_taken: &mut [bool]) {
            if let Kind::Gate(idx) = formula.kind {
                is_taken[idx] = true;
            }
            formula.args.iter().for_each(|arg| note(arg, is_taken));
        }
        let mut is_taken = vec![false; self.gates.len()];
        self.gates.iter().for_each(|(_, formula)| note(formula, &mut is_taken));
        let tops: Vec<usize> = (0..self.gates.len()).filter(|&idx| !is_taken[idx]).collect();
        let [top] = tops[..] else {
            let names: Vec<&str> = tops.iter().map(|&idx| self.gates[idx].0.as_str()).collect();
            bail!("not one top gate but {}: {}", tops.len(), names.join(", "));
        };
        Ok(top)
    }
}

/// Elements that are open, each with what has been read inside it.
#[derive(Default)]
struct Reading {
    open: Vec<Element>,
    gates: Vec<(String, Draft)>,
    chances: BTreeMap<String, f64>,
    houses: BTreeMap<String, bool>,
}

/// A formula whose gates and events are still names.
enum Draft {
    /// A gate, a basic event or a house event: the format lets one element name any of them.
    Named(String),
    Formula(Kind, Vec<Draft>),
}

struct Element {
    tag: String,
    name: Option<String>,
    value: Option<String>,
    min: Option<u32>,
    max: Option<u32>,
    formulas: Vec<Draft>,
    /// A probability or a truth value found inside.
    number: Option<f64>,
    truth: Option<bool>,
}

impl Reading {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<()> {
        ensure!(self.open.len() < DEEPEST, "elements nest deeper than {DEEPEST}");
        let mut element = Element {
            tag: tag.local_name().as_ref().to_owned(),
            name: None,
            value: None,
            min: None,
            max: None,
            formulas: Vec::new(),
            number: None,
            truth: None,
        };
        for attribute in tag.attributes() {
            let attribute = attribute?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
            match attribute.key.local_name().as_ref() {
                "name" => element.name = Some(value),
                "value" => element.value = Some(value),
                "min" => element.min = Some(value.parse().context("`min`")?),
                "max" => element.max = Some(value.parse().context("`max`")?),
                _ => {}
            }
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        let mut element = self.open.pop().context("an element ends that never began")?;
        let kind = match element.tag.as_str() {
            "define-gate" => {
                let name = element.name.context("a gate without a name")?;
                let formula =
                    element.formulas.pop().with_context(|| format!("gate `{name}` has no formula"))?;
                self.gates.push((name, formula));
                return Ok(());
            }
            "define-basic-event" => {
                let name = element.name.context("a basic event without a name")?;
                if let Some(chance) = element.number {
                    self.chances.insert(name, chance);
                }
                return Ok(());
            }
            "define-house-event" => {
                let name = element.name.context("a house event without a name")?;
                self.houses.insert(name, element.truth.unwrap_or(false));
                return Ok(());
            }
            "float" | "int" => {
                let number = element.value.context("a number without a value")?.parse()?;
                self.outer(|outer| outer.number = Some(number));
                return Ok(());
            }
            "constant" | "bool" => {
                let truth = element.value.as_deref() == Some("true");
                self.outer(|outer| outer.truth = Some(truth));
                Kind::Constant(truth)
            }
            "gate" | "basic-event" | "house-event" | "event" => {
                let name = element.name.context("a reference without a name")?;
                self.outer(|outer| outer.formulas.push(Draft::Named(name)));
                return Ok(());
            }
            "and" => Kind::And,
            "or" => Kind::Or,
            "not" => Kind::Not,
            "xor" => Kind::Xor,
            "nand" => Kind::Nand,
            "nor" => Kind::Nor,
            "iff" => Kind::Iff,
            "imply" => Kind::Imply,
            "atleast" => Kind::Count(element.min.context("`atleast` without `min`")?, None),
            "cardinality" => Kind::Count(element.min.unwrap_or(0), element.max),
            "define-fault-tree" | "define-component" | "model-data" | "opsa-mef" | "label" | "attributes"
            | "attribute" => {
                return Ok(());
            }
            // An expression that is no plain number: whoever needs the chance will say so.
            other
                if self.open.iter().any(|outer| outer.tag.starts_with("define-")) && !is_gate(&self.open) =>
            {
                let _ = other;
                self.outer(|outer| outer.number = None);
                return Ok(());
            }
            other => bail!("`{other}` is not read"),
        };
        let formula = Draft::Formula(kind, element.formulas);
        self.outer(|outer| outer.formulas.push(formula));
        Ok(())
    }

    fn outer(&mut self, put: impl FnOnce(&mut Element)) {
        if let Some(outer) = self.open.last_mut() {
            put(outer);
        }
    }
}

/// Names on their way to positions.
struct Names<'a> {
    gates: BTreeMap<&'a str, usize>,
    houses: &'a BTreeMap<String, bool>,
    chances: &'a BTreeMap<String, f64>,
    known: BTreeMap<String, usize>,
    events: Vec<(String, Option<f64>)>,
}

impl Reading {
    fn resolve(self) -> Result<FaultTree> {
        ensure!(!self.gates.is_empty(), "the file defines no gate");
        let gates: BTreeMap<&str, usize> =
            self.gates.iter().enumerate().map(|(idx, (name, _))| (name.as_str(), idx)).collect();
        ensure!(gates.len() == self.gates.len(), "a gate is defined twice");
        let mut names = Names {
            gates,
            houses: &self.houses,
            chances: &self.chances,
            known: BTreeMap::new(),
            events: Vec::new(),
        };
        let mut tree = FaultTree::default();
        for (name, draft) in &self.gates {
            tree.gates.push((name.clone(), names.formula(draft)));
        }
        tree.events = names.events;
        tree.top = tree.top()?;
        Ok(tree)
    }
}

impl Names<'_> {
    fn formula(&mut self, draft: &Draft) -> Formula {
        match draft {
            Draft::Formula(kind, args) => {
                Formula { kind: *kind, args: args.iter().map(|arg| self.formula(arg)).collect() }
            }
            Draft::Named(name) => Formula { kind: self.named(name), args: Vec::new() },
        }
    }

    fn named(&mut self, name: &str) -> Kind {
        if let Some(&gate) = self.gates.get(name) {
            return Kind::Gate(gate);
        }
        if let Some(&holds) = self.houses.get(name) {
            return Kind::Constant(holds);
        }
        if let Some(&event) = self.known.get(name) {
            return Kind::Event(event);
        }
        let event = self.events.len();
        self.events.push((name.to_owned(), self.chances.get(name).copied()));
        self.known.insert(name.to_owned(), event);
        Kind::Event(event)
    }
}

fn is_gate(open: &[Element]) -> bool {
    open.iter().any(|element| element.tag == "define-gate")
}
