//! The requirement tree of an outcome, capability or system.

use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults, did_you_mean};
use crate::field::{List, Name, Read};
use crate::shape::Shape;
use crate::span::{Span, Spanned};
use crate::yaml::Node;

/// What something needs.
#[derive(Debug, Clone, PartialEq)]
pub enum NeedDraft {
    /// A thing by name.
    One(Name),
    /// All of these.
    All(Vec<NeedDraft>),
    /// Any one of these.
    Any(Vec<NeedDraft>),
    /// At least so many of these.
    AtLeast(u32, Vec<NeedDraft>),
}

impl NeedDraft {
    /// Returns whether nothing is needed.
    pub fn is_empty(&self) -> bool {
        matches!(self, NeedDraft::All(parts) if parts.is_empty())
    }

    /// Calls `visit` with every name in it, in the order of the text.
    pub fn each_name<'n>(&'n self, visit: &mut impl FnMut(&'n Name)) {
        match self {
            NeedDraft::One(name) => visit(name),
            NeedDraft::All(parts) | NeedDraft::Any(parts) | NeedDraft::AtLeast(_, parts) => {
                for part in parts {
                    part.each_name(visit);
                }
            }
        }
    }
}

impl Read for NeedDraft {
    fn shape() -> Shape {
        Shape::Need
    }

    fn read(node: Node<'_>, faults: &mut Faults) -> Option<Self> {
        if let Some(items) = node.items() {
            return Some(NeedDraft::All(items.filter_map(|item| Self::read(item, faults)).collect()));
        }
        if node.scalar().is_some() {
            let name = smol_str::SmolStr::read(node, faults)?;
            return Some(NeedDraft::One(Spanned::new(name, node.span())));
        }
        choice(node, faults)
    }

    fn nothing(_span: Span) -> Option<Self> {
        Some(NeedDraft::All(Vec::new()))
    }
}

/// Reads `{all: …}`, `{any: …}` or `{at-least: k, of: …}`.
fn choice(node: Node<'_>, faults: &mut Faults) -> Option<NeedDraft> {
    const FORM: &str = "write `all: […]`, `any: […]`, or `at-least: 2` with `of: […]`";
    let mut fields: Vec<(&str, Node<'_>)> = Vec::new();
    for (key, value) in node.entries()? {
        let name = key.scalar().unwrap_or_default();
        if !["all", "any", "at-least", "of"].contains(&name) {
            let help =
                did_you_mean(name, ["all", "any", "at-least", "of"]).unwrap_or_else(|| FORM.to_owned());
            let message = format!("a need has no field `{name}`");
            faults.push(Diagnostic::new(Code::UnknownField, key.span(), message).help(help));
            return None;
        }
        if fields.iter().any(|(field, _)| *field == name) {
            let message = format!("`{name}` stands here twice");
            faults.push(Diagnostic::new(Code::DuplicateKey, key.span(), message).help("keep one of the two"));
            return None;
        }
        fields.push((name, value));
    }
    match fields.as_slice() {
        [("all", parts)] => parts_of(*parts, faults).map(NeedDraft::All),
        [("any", parts)] => {
            let parts_read = parts_of(*parts, faults)?;
            if parts_read.is_empty() {
                let message = "`any` of nothing can never hold";
                faults.push(
                    Diagnostic::new(Code::EmptyChoice, parts.span(), message).help("list what would do"),
                );
                return None;
            }
            Some(NeedDraft::Any(parts_read))
        }
        [("at-least", least), ("of", parts)] | [("of", parts), ("at-least", least)] => {
            at_least(*least, *parts, faults)
        }
        _ => {
            let message = "a need says one thing at a time";
            faults.push(Diagnostic::new(Code::WrongShape, node.span(), message).help(FORM));
            None
        }
    }
}

fn at_least(least: Node<'_>, of: Node<'_>, faults: &mut Faults) -> Option<NeedDraft> {
    let parts = parts_of(of, faults)?;
    let text = least.scalar().unwrap_or_default();
    let Ok(count) = text.parse::<u32>() else {
        let message = format!("`at-least` is a whole number, not {}", least.what());
        faults.push(
            Diagnostic::new(Code::WrongShape, least.span(), message).help("write a number such as `2`"),
        );
        return None;
    };
    if count == 0 || count as usize > parts.len() {
        let message = format!(
            "at least {count} of {} can {} hold",
            parts.len(),
            if count == 0 { "not fail to" } else { "never" }
        );
        let help = format!("write a number from 1 to {}", parts.len().max(1));
        faults.push(Diagnostic::new(Code::EmptyChoice, least.span(), message).help(help));
        return None;
    }
    Some(NeedDraft::AtLeast(count, parts))
}

fn parts_of(node: Node<'_>, faults: &mut Faults) -> Option<Vec<NeedDraft>> {
    if node.is_null() {
        return Some(Vec::new());
    }
    List::<NeedDraft>::read(node, faults).map(|list| list.0.into_iter().map(|part| part.value).collect())
}
