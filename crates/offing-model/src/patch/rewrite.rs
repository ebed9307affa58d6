//! Which characters change when one value does.

use super::place::{Slot, Text};
use super::value::{Depth, block, inline, item, scalar};
use super::{Edit, Path, Refusal, Replacement, Value};
use crate::span::Span;
use crate::yaml::Node;

/// Longest line that a mapping in braces is written on beside others of its kind.
const LINE: usize = 110;

/// Returns what is replaced in a text to make one edit; whether the text then says what it should is the caller's to see.
pub(super) fn change(
    text: &str,
    root: Option<Node<'_>>,
    edit: &Edit,
    source: u32,
) -> Result<Vec<Replacement>, Refusal> {
    let text = Text { text };
    let mut rewrite = Rewrite { text, path: edit.path(), source, step: step(text, root), made: Vec::new() };
    match root.filter(|root| root.entries().is_some()) {
        Some(root) => rewrite.edit(root, edit)?,
        None => match edit {
            Edit::Remove { path } => return Err(Refusal::Missing { path: path.clone() }),
            Edit::Set { value, .. } => rewrite.new_root(value.clone()),
            Edit::Append { value, .. } => rewrite.new_root(Value::List(vec![value.clone()])),
        },
    }
    Ok(rewrite.made)
}

/// Returns by how many spaces the file indents.
fn step(text: Text<'_>, root: Option<Node<'_>>) -> usize {
    let deeper = |slot: Slot<'_>| {
        let first = slot.node.entries()?.next()?.0;
        let (key, inner) = (text.column(slot.head), text.column(first.span().start as usize));
        (text.bracket(&slot).is_none() && inner > key && inner - key <= 8).then(|| inner - key)
    };
    root.and_then(|root| text.entries(&Text::root(root)).find_map(|(_, slot)| deeper(slot))).unwrap_or(2)
}

struct Rewrite<'t> {
    text: Text<'t>,
    path: &'t Path,
    source: u32,
    step: usize,
    made: Vec<Replacement>,
}

impl<'t> Rewrite<'t> {
    fn replace(&mut self, start: usize, end: usize, text: impl Into<String>) {
        self.made.push(Replacement { start, end, text: text.into() });
    }

    /// Writes the first thing that a file says.
    fn new_root(&mut self, value: Value) {
        let parts = self.path.parts();
        let newline = self.text.newline();
        let line = block(&parts[0], &nested(&parts[1..], value), 0, self.step, Depth::Section, newline);
        let end = self.text.text.len();
        let before = if end == 0 || self.text.text.ends_with('\n') { "" } else { newline };
        self.replace(end, end, format!("{before}{line}{newline}"));
    }

    fn edit(&mut self, root: Node<'t>, edit: &Edit) -> Result<(), Refusal> {
        let parts = self.path.parts();
        let mut slot = Text::root(root);
        for (at, part) in parts.iter().enumerate() {
            if slot.alias {
                return Err(Refusal::Shared { path: self.path.clone(), place: self.span(slot.node) });
            }
            let inner = if slot.node.items().is_some() {
                let number = part.parse::<usize>().ok();
                number.and_then(|number| self.text.items(&slot).into_iter().nth(number))
            } else {
                self.text.entries(&slot).find(|(key, _)| key.scalar() == Some(part)).map(|(_, slot)| slot)
            };
            if let Some(inner) = inner {
                if let (Edit::Remove { .. }, true) = (edit, at + 1 == parts.len()) {
                    self.remove(&slot, part, at == 0);
                    return Ok(());
                }
                slot = inner;
                continue;
            }
            let value = match edit {
                Edit::Remove { path } => return Err(Refusal::Missing { path: path.clone() }),
                Edit::Set { value, .. } => value.clone(),
                Edit::Append { value, .. } => Value::List(vec![value.clone()]),
            };
            return self.add(&slot, part, &nested(&parts[at + 1..], value), at);
        }
        match edit {
            Edit::Set { value, .. } => self.set(&slot, value, Depth::of(parts.len())),
            Edit::Append { value, .. } => self.append(&slot, value, Depth::of(parts.len())),
            Edit::Remove { .. } => {}
        }
        Ok(())
    }

    fn span(&self, node: Node<'_>) -> Span {
        Span { source: self.source, ..node.span() }
    }

    /// Adds an entry to a mapping, or to what says nothing yet.
    fn add(&mut self, slot: &Slot<'t>, key: &str, value: &Value, steps: usize) -> Result<(), Refusal> {
        let node = slot.node;
        if node.entries().is_some() {
            self.add_entry(slot, key, value, Depth::of(steps + 1));
        } else if node.is_null() {
            self.set(slot, &Value::map([(key, value.clone())]), Depth::of(steps));
        } else if node.items().is_some() {
            return Err(Refusal::Missing { path: self.path.clone() });
        } else {
            return Err(Refusal::Through { path: self.path.clone(), place: self.span(node) });
        }
        Ok(())
    }

    fn add_entry(&mut self, map: &Slot<'t>, key: &str, value: &Value, depth: Depth) {
        let slots: Vec<(Node<'t>, Slot<'t>)> = self.text.entries(map).collect();
        if let Some(bracket) = self.text.bracket(map) {
            match slots.last() {
                Some((_, last)) => {
                    let end = self.text.end(last);
                    let pair = format!("{}: {}", scalar(key, true), inline(value, true));
                    self.replace(end, end, format!(", {pair}"));
                }
                None => {
                    let only = inline(&Value::map([(key, value.clone())]), true);
                    self.replace(bracket, self.text.next(bracket + 1, &[]) + 1, only);
                }
            }
            return;
        }
        let Some((first, last)) = slots.first().zip(slots.last()) else { return };
        let indent = self.text.column(first.0.span().start as usize);
        let is_flow = |slot: &Slot<'_>| self.text.bracket(slot).is_some();
        let text = match value {
            Value::Map(_) if depth == Depth::Entity && is_flow(&last.1) => {
                let line = format!("{}: {}", scalar(key, false), inline(value, false));
                if indent + line.chars().count() <= LINE {
                    line
                } else {
                    self.block(key, value, indent, depth)
                }
            }
            _ => self.block(key, value, indent, depth),
        };
        let apart = depth == Depth::Section || (depth == Depth::Entity && self.stand_apart(&slots));
        let at = self.behind(self.text.end(&last.1), indent);
        self.insert_line(at, indent, &text, apart);
    }

    fn block(&self, key: &str, value: &Value, indent: usize, depth: Depth) -> String {
        block(key, value, indent, self.step, depth, self.text.newline())
    }

    /// Returns whether a blank line stands before the last of several entries.
    fn stand_apart(&self, slots: &[(Node<'t>, Slot<'t>)]) -> bool {
        let [.., before, last] = slots else { return false };
        let between = &self.text.text[self.text.end(&before.1)..last.1.head];
        let lines: Vec<&str> = between.split('\n').collect();
        // The first part is the rest of the entry's last line, the last one the indentation of the next.
        lines.len() > 2 && lines[1..lines.len() - 1].iter().any(|line| line.trim().is_empty())
    }

    /// Returns the end of the line on which something ends, or of the comments below that belong to it.
    fn behind(&self, end: usize, indent: usize) -> usize {
        let mut at = self.text.line_end(end);
        loop {
            let next = self.text.next_line(at);
            let line = &self.text.text[next..self.text.line_end(next)];
            let comment = line.trim_start();
            if next == self.text.text.len()
                || !comment.starts_with('#')
                || line.len() - comment.len() < indent.max(1)
            {
                return at;
            }
            at = self.text.line_end(next);
        }
    }

    /// Puts a line, or several, behind the line that ends at `at`.
    fn insert_line(&mut self, at: usize, indent: usize, line: &str, apart: bool) {
        let newline = self.text.newline();
        let blank = if apart { newline } else { "" };
        self.replace(at, at, format!("{newline}{blank}{}{line}", " ".repeat(indent)));
    }

    /// Says a value where another one stands, changing only what differs.
    fn set(&mut self, slot: &Slot<'t>, value: &Value, depth: Depth) {
        let old = Value::of(slot.node);
        if old.same(value) {
            return;
        }
        match (&old, value) {
            (Value::Map(before), Value::Map(after)) if !slot.alias && shares_a_key(before, after) => {
                self.set_fields(slot, after, depth);
            }
            (Value::List(before), Value::List(after))
                if !slot.alias && !before.is_empty() && !after.is_empty() =>
            {
                self.set_items(slot, before, after, depth);
            }
            _ => self.overwrite(slot, value, depth),
        }
    }

    fn set_fields(&mut self, map: &Slot<'t>, after: &[(String, Value)], depth: Depth) {
        let slots: Vec<(Node<'t>, Slot<'t>)> = self.text.entries(map).collect();
        let gone = |key: &Node<'_>| after.iter().all(|(name, _)| key.scalar() != Some(name));
        let gone: Vec<bool> = slots.iter().map(|(key, _)| gone(key)).collect();
        for (at, (key, slot)) in slots.iter().enumerate() {
            match after.iter().find(|(name, _)| key.scalar() == Some(name)) {
                Some((_, value)) => self.set(slot, value, depth.below()),
                None => self.remove_slot(&slots.iter().map(|(_, slot)| *slot).collect::<Vec<_>>(), &gone, at),
            }
        }
        for (name, value) in after {
            if slots.iter().all(|(key, _)| key.scalar() != Some(name)) {
                self.add_entry(map, name, value, depth.below());
            }
        }
    }

    fn set_items(&mut self, list: &Slot<'t>, before: &[Value], after: &[Value], depth: Depth) {
        let slots = self.text.items(list);
        let most = before.len().min(after.len());
        let head = before.iter().zip(after).take_while(|(one, other)| one.same(other)).count();
        let tail = before.iter().rev().zip(after.iter().rev()).take(most - head);
        let tail = tail.take_while(|(one, other)| one.same(other)).count();
        let (old, new) = (head..before.len() - tail, head..after.len() - tail);
        let both = old.len().min(new.len());
        for at in head..head + both {
            self.set(&slots[at], &after[at], depth.below());
        }
        let gone: Vec<bool> = (0..slots.len()).map(|at| at >= head + both && at < old.end).collect();
        for at in head + both..old.end {
            self.remove_slot(&slots, &gone, at);
        }
        if new.len() > both {
            self.insert_items(&slots, head + both, &after[head + both..new.end]);
        }
    }

    /// Puts items before the item with this number, or at the end.
    fn insert_items(&mut self, slots: &[Slot<'t>], at: usize, new: &[Value]) {
        let Some(neighbour) = slots.get(at.saturating_sub(1)) else { return };
        if neighbour.in_brackets {
            let new: Vec<String> = new.iter().map(|value| inline(value, true)).collect();
            let new = new.join(", ");
            if at == 0 {
                self.replace(neighbour.head, neighbour.head, format!("{new}, "));
            } else {
                let end = self.text.end(neighbour);
                self.replace(end, end, format!(", {new}"));
            }
            return;
        }
        let indent = self.text.column(neighbour.head);
        let newline = self.text.newline();
        let spaces = " ".repeat(indent);
        let in_braces = self.text.bracket(neighbour).is_some();
        for value in new {
            let item = match value {
                Value::Map(_) if in_braces => inline(value, false),
                _ => item(value, indent, self.step, newline),
            };
            if at == 0 {
                self.replace(neighbour.head, neighbour.head, format!("- {item}{newline}{spaces}"));
            } else {
                let apart = slots.len() > 1 && {
                    let (one, other) = (&slots[slots.len() - 2], &slots[slots.len() - 1]);
                    self.text.text[self.text.end(one)..other.head].contains(&format!("{newline}{newline}"))
                };
                let end = self.behind(self.text.end(neighbour), indent + 1);
                self.insert_line(end, indent, &format!("- {item}"), apart);
            }
        }
    }

    fn append(&mut self, slot: &Slot<'t>, value: &Value, depth: Depth) {
        let slots = self.text.items(slot);
        if slot.alias || slots.is_empty() {
            let list = match Value::of(slot.node) {
                Value::List(items) => items.into_iter().chain([value.clone()]).collect(),
                Value::Nothing => vec![value.clone()],
                one => vec![one, value.clone()],
            };
            self.overwrite(slot, &Value::List(list), depth);
        } else {
            self.insert_items(&slots, slots.len(), std::slice::from_ref(value));
        }
    }

    /// Writes a value over another one.
    fn overwrite(&mut self, slot: &Slot<'t>, value: &Value, depth: Depth) {
        let (text, after) = (self.text, slot.after);
        let Some(start) = text.start(slot) else {
            return self.fill(slot, value, depth);
        };
        let end = text.end(slot);
        let one_line = self.as_before(slot, start, value);
        let begins_behind = text.line_start(start) <= after;
        if slot.in_brackets || begins_behind {
            let behind = if start == after && !slot.in_brackets { " " } else { "" };
            let long = !slot.in_brackets && text.column(slot.head) + one_line.chars().count() > LINE;
            if long && text.ends_line(end) && value_has_parts(value) {
                self.replace(after, end, "");
                return self.fill(slot, value, depth);
            }
            return self.replace(start, end, format!("{behind}{one_line}"));
        }
        // The value stands on lines of its own: they go, and the comments beside the key and above them stay.
        self.replace(after, after, format!(" {one_line}"));
        self.replace(text.line_before(start), text.line_end(end), "");
    }

    /// Writes a value where nothing stands.
    fn fill(&mut self, slot: &Slot<'t>, value: &Value, depth: Depth) {
        let (text, after) = (self.text, slot.after);
        let indent = text.column(slot.head);
        let is_item = text.text[slot.head..].starts_with('-') && after == slot.head + 1;
        if slot.in_brackets || is_item || !text.begins_line(slot.head) || !text.ends_line(after) {
            let colon = if slot.in_brackets && !text.text[..after].ends_with(':') { ":" } else { "" };
            return self.replace(after, after, format!("{colon} {}", inline(value, slot.in_brackets)));
        }
        // What `block` writes behind the key: on the same line, or on lines below it and its comment.
        let written = block("k", value, indent, self.step, depth, text.newline());
        let written = written.strip_prefix("k:").expect("a block begins with its key");
        let at = if written.starts_with(['\n', '\r']) { text.line_end(after) } else { after };
        self.replace(at, at, written);
    }

    /// Returns a value on one line, in the quotes that the old one stands in.
    fn as_before(&self, slot: &Slot<'t>, start: usize, value: &Value) -> String {
        let old = &self.text.text[start..];
        match value {
            Value::Text(new) if old.starts_with('"') && !matches!(new.as_str(), "true" | "false") => {
                crate::starter::in_quotes(new)
            }
            Value::Text(new)
                if old.starts_with('\'') && !new.contains(|c: char| c == '\'' || c.is_control()) =>
            {
                if matches!(new.as_str(), "true" | "false") { new.clone() } else { format!("'{new}'") }
            }
            _ => inline(value, slot.in_brackets),
        }
    }

    /// Takes away an entry or item of what stands in `of`.
    fn remove(&mut self, of: &Slot<'t>, part: &str, is_root: bool) {
        let is_list = of.node.items().is_some();
        let (slots, at): (Vec<Slot<'t>>, Option<usize>) = if is_list {
            (self.text.items(of), part.parse().ok())
        } else {
            let at = self.text.entries(of).position(|(key, _)| key.scalar() == Some(part));
            (self.text.entries(of).map(|(_, slot)| slot).collect(), at)
        };
        let at = at.expect("what is removed was found before");
        if slots.len() == 1 && !is_root {
            let nothing = if is_list { Value::List(Vec::new()) } else { Value::Map(Vec::new()) };
            return self.overwrite(of, &nothing, Depth::Field);
        }
        let gone: Vec<bool> = (0..slots.len()).map(|slot| slot == at).collect();
        self.remove_slot(&slots, &gone, at);
    }

    /// Takes away one of several; `gone` says which of them go.
    fn remove_slot(&mut self, slots: &[Slot<'t>], gone: &[bool], at: usize) {
        let (text, slot) = (self.text, &slots[at]);
        let first_takes_all = self.behind_dash(slots, gone);
        if first_takes_all.is_some() && gone[..at].iter().all(|gone| *gone) {
            if let (0, Some(next)) = (at, first_takes_all) {
                self.replace(slot.head, next, "");
            }
            return;
        }
        let end = text.end(slot);
        if slot.in_brackets {
            return self.remove_in_brackets(slots, gone, at);
        }
        if text.begins_line(slot.head) {
            // The end of the line before goes with it, so that what is put behind its own last line touches nothing.
            return match text.line_start(slot.head) {
                0 => self.replace(0, text.next_line(text.line_end(end)), ""),
                _ => self.replace(text.line_before(slot.head), text.line_end(end), ""),
            };
        }
        self.replace(slot.head, text.line_end(end), "");
    }

    /// Returns where the first field starts that stays in an item whose first field goes, so that it can move up behind
    /// the dash; nothing where a comment stands between.
    fn behind_dash(&self, slots: &[Slot<'t>], gone: &[bool]) -> Option<usize> {
        let (text, first) = (self.text, slots.first()?);
        let next = slots.get(gone.iter().position(|gone| !gone)?)?;
        let moves = !first.in_brackets && gone[0] && !text.begins_line(first.head);
        let between = text.text.get(text.line_end(text.end(first))..next.head)?;
        (moves && !between.contains('#')).then_some(next.head)
    }

    fn remove_in_brackets(&mut self, slots: &[Slot<'t>], gone: &[bool], at: usize) {
        let text = self.text;
        let (slot, end) = (&slots[at], text.end(&slots[at]));
        let kept_before = (0..at).any(|before| !gone[before]);
        if kept_before {
            let before = text.end(&slots[at - 1]);
            let comment = text.text[before..slot.head].contains('#');
            match comment {
                false => self.replace(before, end, ""),
                true => {
                    let comma = text.next(end, &[]);
                    let to = if text.text[comma..].starts_with(',') && !text.text[end..comma].contains('#') {
                        comma + 1
                    } else {
                        end
                    };
                    self.replace(slot.head, to, "");
                }
            }
        } else {
            let to = slots.get(at + 1).map_or(end, |next| next.head);
            self.replace(slot.head, to, "");
        }
    }
}

fn value_has_parts(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Map(_)) && !value.is_empty()
}

fn shares_a_key(before: &[(String, Value)], after: &[(String, Value)]) -> bool {
    before.iter().any(|(key, _)| after.iter().any(|(other, _)| key == other))
}

/// Returns the mapping that leads along these parts to a value.
fn nested<P: AsRef<str>>(parts: &[P], value: Value) -> Value {
    parts.iter().rev().fold(value, |value, part| Value::map([(part.as_ref(), value)]))
}
