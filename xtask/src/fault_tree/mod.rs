//! Reads a fault tree from Open-PSA model exchange format.
//!
//! What a benchmark needs and no more: gates of every kind, house events, constants and plain
//! probabilities. Document types and entities are not looked at, so no file can make the reader fetch
//! or multiply anything.

mod structure;

pub use structure::TopEvent;

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use quick_xml::{Reader, XmlVersion};
use quick_xml::events::{BytesStart, Event};

/// A formula, whose gates and events are still names.
#[derive(Debug)]
pub struct Formula {
    pub kind: Kind,
    pub args: Vec<Formula>,
}

/// What a formula says of its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Constant(bool),
    /// A gate, a basic event or a house event: the format lets one element name any of them.
    Named(String),
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
pub struct FaultTree {
    /// In the order of the file.
    pub gates: Vec<(String, Formula)>,
    /// The chance of each basic event that has a plain one.
    pub chances: BTreeMap<String, f64>,
    pub houses: BTreeMap<String, bool>,
}

/// Formulas nested deeper than this are refused rather than followed.
const DEEPEST: usize = 1000;

impl FaultTree {
    /// Returns the definitions in `text`.
    pub fn read(text: &str) -> Result<FaultTree> {
        let mut tree = FaultTree::default();
        let mut reading = Reading::default();
        let mut reader = Reader::from_str(text);
        loop {
            let at = reader.buffer_position();
            let event = reader.read_event().with_context(|| format!("at byte {at}"))?;
            match event {
                Event::Start(tag) => reading.open(&tag).with_context(|| format!("at byte {at}"))?,
                Event::Empty(tag) => {
                    reading.open(&tag).with_context(|| format!("at byte {at}"))?;
                    reading.close(&mut tree)?;
                }
                Event::End(_) => reading.close(&mut tree).with_context(|| format!("at byte {at}"))?,
                Event::Eof => break,
                _ => {}
            }
        }
        ensure!(!tree.gates.is_empty(), "the file defines no gate");
        Ok(tree)
    }
}

/// Elements that are open, each with what has been read inside it.
#[derive(Default)]
struct Reading {
    open: Vec<Element>,
}

struct Element {
    tag: String,
    name: Option<String>,
    value: Option<String>,
    min: Option<u32>,
    max: Option<u32>,
    formulas: Vec<Formula>,
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

    fn close(&mut self, tree: &mut FaultTree) -> Result<()> {
        let mut element = self.open.pop().context("an element ends that never began")?;
        let kind = match element.tag.as_str() {
            "define-gate" => {
                let name = element.name.context("a gate without a name")?;
                let formula = element.formulas.pop().with_context(|| format!("gate `{name}` has no formula"))?;
                tree.gates.push((name, formula));
                return Ok(());
            }
            "define-basic-event" => {
                let name = element.name.context("a basic event without a name")?;
                if let Some(chance) = element.number {
                    tree.chances.insert(name, chance);
                }
                return Ok(());
            }
            "define-house-event" => {
                let name = element.name.context("a house event without a name")?;
                tree.houses.insert(name, element.truth.unwrap_or(false));
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
                Kind::Named(element.name.context("a reference without a name")?)
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
            "define-fault-tree" | "define-component" | "model-data" | "opsa-mef" | "label" | "attributes" | "attribute" => {
                return Ok(());
            }
            // An expression that is no plain number: whoever needs the chance will say so.
            other if self.open.iter().any(|outer| outer.tag.starts_with("define-")) && !is_gate(&self.open) => {
                let _ = other;
                self.outer(|outer| outer.number = None);
                return Ok(());
            }
            other => bail!("`{other}` is not read"),
        };
        let formula = Formula { kind, args: element.formulas };
        self.outer(|outer| outer.formulas.push(formula));
        Ok(())
    }

    fn outer(&mut self, put: impl FnOnce(&mut Element)) {
        if let Some(outer) = self.open.last_mut() {
            put(outer);
        }
    }
}

fn is_gate(open: &[Element]) -> bool {
    open.iter().any(|element| element.tag == "define-gate")
}
