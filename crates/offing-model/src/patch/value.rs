//! What a part of a model says, without its places; and how that is written.

use super::Edit;
use crate::starter::in_quotes;
use crate::yaml::Node;

/// Longest line that a list or mapping in brackets is written on.
const LINE: usize = 100;

/// What a part of a model says.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: an empty value, which stands for every default.
    Nothing,
    /// A text, a number, a quantity, a word: as it is written, without quotes.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Names or fields with a value each, in the order of the text.
    Map(Vec<(String, Value)>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text)
    }
}

impl std::fmt::Display for Value {
    /// Writes it on one line, as it would stand in a model.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&inline(self, false))
    }
}

impl Value {
    /// Returns the list of these texts.
    pub fn list<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Value {
        Value::List(items.into_iter().map(|item| Value::Text(item.into())).collect())
    }

    /// Returns the mapping of these fields.
    pub fn map<K: Into<String>>(fields: impl IntoIterator<Item = (K, Value)>) -> Value {
        Value::Map(fields.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// Returns the value of a key, when this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Map(fields) = self else { return None };
        fields.iter().find(|(found, _)| found == key).map(|(_, value)| value)
    }

    /// Returns whether nothing is said: nothing at all, no item, no field.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Nothing => true,
            Value::Text(_) => false,
            Value::List(items) => items.is_empty(),
            Value::Map(fields) => fields.is_empty(),
        }
    }

    /// Returns whether both say the same: nothing, no item and no field are one, and fields may stand in any order.
    pub fn same(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Text(one), Value::Text(other)) => one == other,
            (Value::List(one), Value::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.same(other))
            }
            (Value::Map(one), Value::Map(other)) => {
                let sorted = |fields: &[(String, Value)]| {
                    let mut order: Vec<usize> = (0..fields.len()).collect();
                    order.sort_by(|a, b| fields[*a].0.cmp(&fields[*b].0));
                    order
                };
                let pairs = sorted(one).into_iter().zip(sorted(other));
                one.len() == other.len()
                    && pairs.into_iter().all(|(a, b)| one[a].0 == other[b].0 && one[a].1.same(&other[b].1))
            }
            _ => self.is_empty() && other.is_empty(),
        }
    }

    /// Returns what a node says; aliases are written out.
    pub(crate) fn of(node: Node<'_>) -> Value {
        if node.is_null() {
            return Value::Nothing;
        }
        if let Some(items) = node.items() {
            return Value::List(items.map(Value::of).collect());
        }
        if let Some(entries) = node.entries() {
            let field = |(key, value): (Node<'_>, Node<'_>)| {
                (key.scalar().unwrap_or_default().to_owned(), Value::of(value))
            };
            return Value::Map(entries.map(field).collect());
        }
        Value::Text(node.scalar().unwrap_or_default().to_owned())
    }

    /// Makes an edit: what the text has to say once the edit is made. An error where nothing can be taken away or a text
    /// is in the way.
    pub(super) fn make(&mut self, edit: &Edit) -> Result<(), ()> {
        let parts = edit.path().parts();
        match edit {
            Edit::Set { value, .. } => *self.at(parts, true)? = value.clone(),
            Edit::Append { value, .. } => {
                let list = self.at(parts, true)?;
                match list {
                    Value::List(items) => items.push(value.clone()),
                    Value::Nothing => *list = Value::List(vec![value.clone()]),
                    // A single value stands for a list of one.
                    one => *one = Value::List(vec![one.clone(), value.clone()]),
                }
            }
            Edit::Remove { .. } => {
                let (last, way) = parts.split_last().ok_or(())?;
                match self.at(way, false)? {
                    Value::Map(fields) => {
                        let at = fields.iter().position(|(key, _)| key == last).ok_or(())?;
                        fields.remove(at);
                    }
                    Value::List(items) => {
                        let at = last.parse().ok().filter(|at| *at < items.len()).ok_or(())?;
                        items.remove(at);
                    }
                    _ => return Err(()),
                }
            }
        }
        Ok(())
    }

    fn at<P: AsRef<str>>(&mut self, parts: &[P], make: bool) -> Result<&mut Value, ()> {
        let Some((first, rest)) = parts.split_first() else { return Ok(self) };
        if make && matches!(self, Value::Nothing) {
            *self = Value::Map(Vec::new());
        }
        match self {
            Value::Map(fields) => {
                let found = fields.iter().position(|(key, _)| key == first.as_ref());
                let at = match found {
                    Some(at) => at,
                    None if make => {
                        fields.push((first.as_ref().to_owned(), Value::Nothing));
                        fields.len() - 1
                    }
                    None => return Err(()),
                };
                fields[at].1.at(rest, make)
            }
            Value::List(items) => {
                let at = first.as_ref().parse().ok().filter(|at: &usize| *at < items.len()).ok_or(())?;
                items[at].at(rest, make)
            }
            _ => Err(()),
        }
    }
}

/// Returns a whole file that says this, in the way examples are written: sections apart, one entity a block.
pub fn written(value: &Value) -> String {
    let Value::Map(sections) = value else { return format!("{}\n", inline(value, false)) };
    let mut text = String::new();
    for (at, (section, value)) in sections.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        text.push_str(&block(section, value, 0, 2, Depth::Section, "\n"));
        text.push('\n');
    }
    text
}

/// How far in something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Depth {
    /// A section of the file.
    Section,
    /// An entity of a section.
    Entity,
    /// A field of an entity, or what is in one.
    Field,
}

impl Depth {
    pub(super) fn of(steps: usize) -> Self {
        match steps {
            0 | 1 => Depth::Section,
            2 => Depth::Entity,
            _ => Depth::Field,
        }
    }

    pub(super) fn below(self) -> Self {
        match self {
            Depth::Section => Depth::Entity,
            Depth::Entity | Depth::Field => Depth::Field,
        }
    }
}

/// Returns `key: value` on as many lines as it takes, without the indentation of its first line and the end of its last.
pub(super) fn block(
    key: &str,
    value: &Value,
    indent: usize,
    step: usize,
    depth: Depth,
    newline: &str,
) -> String {
    let key = scalar(key, false);
    let inner = " ".repeat(indent + step);
    match value {
        Value::Nothing => format!("{key}:"),
        Value::Map(fields)
            if !fields.is_empty() && (depth < Depth::Field || too_long(value, indent + key.len())) =>
        {
            let mut text = format!("{key}:");
            for (field, value) in fields {
                let line = block(field, value, indent + step, step, depth.below(), newline);
                text.push_str(&format!("{newline}{inner}{line}"));
            }
            text
        }
        Value::List(items)
            if items.iter().any(|item| matches!(item, Value::Map(_)))
                || too_long(value, indent + key.len()) =>
        {
            let mut text = format!("{key}:");
            for value in items {
                let item = item(value, indent + step, step, newline);
                text.push_str(&format!("{newline}{inner}- {item}"));
            }
            text
        }
        _ => format!("{key}: {}", inline(value, false)),
    }
}

/// Returns an item of a list, without its dash; `indent` is the dash's.
pub(super) fn item(value: &Value, indent: usize, step: usize, newline: &str) -> String {
    let Value::Map(fields) = value else { return inline(value, false) };
    if fields.is_empty() {
        return "{}".to_owned();
    }
    let inner = format!("{newline}{}", " ".repeat(indent + 2));
    let line =
        |(field, value): &(String, Value)| block(field, value, indent + 2, step, Depth::Field, newline);
    fields.iter().map(line).collect::<Vec<_>>().join(&inner)
}

fn too_long(value: &Value, before: usize) -> bool {
    before + inline(value, false).chars().count() > LINE
}

/// Returns a value on one line, in brackets where it has parts.
pub(super) fn inline(value: &Value, in_brackets: bool) -> String {
    match value {
        Value::Nothing => "~".to_owned(),
        Value::Text(text) => scalar(text, in_brackets),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, true)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(fields) if fields.is_empty() => "{}".to_owned(),
        Value::Map(fields) => {
            let field =
                |(key, value): &(String, Value)| format!("{}: {}", scalar(key, true), inline(value, true));
            format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Returns a text as YAML has to have it: in quotes where a reader would take it for something else.
pub(super) fn scalar(text: &str, in_brackets: bool) -> String {
    const WORDS: [&str; 9] = ["null", "yes", "no", "on", "off", "y", "n", "nan", "~"];
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '.' | '+' | '(' | '$');
    let brackets = |c: char| in_brackets && matches!(c, ',' | '[' | ']' | '{' | '}');
    let colon = |c: char| matches!(c, ' ' | ',' | '[' | ']' | '{' | '}' | '"' | '\'');
    let plain = text.starts_with(begins)
        && !text.ends_with([' ', ':'])
        && !text
            .chars()
            .any(|c| brackets(c) || (c.is_whitespace() && c != ' ') || !crate::starter::is_printable(c))
        && !text.contains(" #")
        && !text.split(':').skip(1).any(|after| after.starts_with(colon) || after.is_empty())
        && !WORDS.contains(&text.to_lowercase().as_str());
    if plain { text.to_owned() } else { in_quotes(text) }
}
