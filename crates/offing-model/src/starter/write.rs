//! A model → its text, as a person would write it, in the order of names.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use smol_str::SmolStr;

use super::Summary;
use crate::model::{Card, EntityKind, Model, Need, Node};
use crate::units::trim;

/// Name of the outcome that is added.
const OUTCOME: &str = "run-today";

/// Longest line that a list is written on.
const LINE: usize = 100;

/// Returns the text of a model that was made out of catalogs: its systems, capabilities, teams and people, and one
/// outcome that needs all of it.
pub(super) fn model(model: &Model, summary: &Summary) -> String {
    let mut text = head(summary);
    let writer = Writer { model, shared: shared(model) };
    writer.outcome(&mut text);
    writer.capabilities(&mut text);
    writer.systems(&mut text);
    writer.teams(&mut text);
    writer.people(&mut text);
    text
}

fn head(summary: &Summary) -> String {
    let read: Vec<String> =
        summary.catalog.read.iter().map(|(kind, count)| format!("{count} of kind {kind}")).collect();
    let read = if read.is_empty() { "none".to_owned() } else { read.join(", ") };
    format!(
        "# Made by `offing init --from`. It is yours now: change it, and run `offing ensure` to see what holds.\n\
         # Descriptors read: {read}; CODEOWNERS files: {}.\n\
         #\n\
         # To read the catalog at every run instead of keeping this copy, delete every section but `outcomes` and add\n\
         #   sources: {{ catalogs: [\"../**/catalog-info.yaml\"] }}\n\
         # with paths relative to this file; what you write by hand then wins over what the catalog says.\n\n\
         # What the company is called, and how long its money lasts.\n\
         # company: {{ name: Our company, currency: EUR, runway: 24 months }}\n",
        summary.owners_files
    )
}

struct Writer<'m> {
    model: &'m Model,
    /// Names that several things one can need have.
    shared: HashSet<SmolStr>,
}

impl Writer<'_> {
    fn outcome(&self, text: &mut String) {
        let mut needed = vec![false; self.model.node_count()];
        let all = self.model.systems.iter().map(|system| &system.needs);
        for needs in all.chain(self.model.capabilities.iter().map(|capability| &capability.needs)) {
            needs.each_node(&mut |node, _| needed[self.model.node_index(node)] = true);
        }
        let stands = |node: &Node| matches!(node, Node::System(_) | Node::Capability(_));
        let tops = self.model.nodes().filter(stands).filter(|node| !needed[self.model.node_index(*node)]);
        let mut tops: Vec<String> = tops.map(|node| self.reference(node)).collect();
        tops.sort();
        text.push_str(
            "\n# What the company might become. Add the outcomes you could pursue, each with what it `needs`, and mark\n\
             # the one you ship with `chosen: true`.\noutcomes:\n",
        );
        let _ = writeln!(text, "  {OUTCOME}:");
        text.push_str("    title: What we run today\n");
        text.push_str("    note: \"Made by `offing init`: it needs all that nothing else needs\"\n");
        text.push_str("    tags: [made-by-init]\n");
        list(text, "needs", &tops);
    }

    fn capabilities(&self, text: &mut String) {
        let all = self.model.capabilities.iter();
        section(
            text,
            EntityKind::Capability,
            "APIs and systems of the catalog",
            all,
            |one| &one.card,
            |text, one| {
                text.push_str("    have: true\n");
                self.needs(text, &one.needs);
            },
        );
    }

    fn systems(&self, text: &mut String) {
        let all = self.model.systems.iter();
        let comment = "Components and resources of the catalog; `owner` is a team, `lead` a person";
        section(
            text,
            EntityKind::System,
            comment,
            all,
            |one| &one.card,
            |text, one| {
                if let Some(owner) = one.owner {
                    field(text, "owner", &self.model[owner].card.name);
                }
                if let Some(lead) = one.lead {
                    field(text, "lead", &self.model[lead].card.name);
                }
                self.needs(text, &one.needs);
            },
        );
    }

    fn teams(&self, text: &mut String) {
        let comment = "Groups of the catalog and teams of CODEOWNERS; `undeclared` ones are only named there";
        let all = self.model.teams.iter();
        section(
            text,
            EntityKind::Team,
            comment,
            all,
            |one| &one.card,
            |text, one| {
                if one.people > 0.0 {
                    let _ = writeln!(text, "    people: {}", trim(one.people));
                }
            },
        );
    }

    fn people(&self, text: &mut String) {
        let all = self.model.people.iter();
        section(
            text,
            EntityKind::Person,
            "Members of groups, and owners",
            all,
            |one| &one.card,
            |text, one| {
                if let Some(team) = one.team {
                    field(text, "team", &self.model[team].card.name);
                }
            },
        );
    }

    /// Writes what something needs: catalogs say all of some, or any of some.
    fn needs(&self, text: &mut String, needs: &Need) {
        let (parts, any) = match needs {
            Need::Any(parts) => (parts, true),
            Need::All(parts) => (parts, false),
            Need::One(..) | Need::AtLeast(..) => return,
        };
        let names =
            |part: &Need| if let Need::One(node, _) = part { Some(self.reference(*node)) } else { None };
        let names: Vec<String> = parts.iter().filter_map(names).collect();
        match (names.is_empty(), any) {
            (true, _) => {}
            (false, false) => list(text, "needs", &names),
            (false, true) => {
                let _ = writeln!(text, "    needs: {{ any: [{}] }}", names.join(", "));
            }
        }
    }

    fn reference(&self, node: Node) -> String {
        let name = &self.model.card(node).name;
        if self.shared.contains(name) { quoted(&self.model.label(node)) } else { quoted(name) }
    }
}

/// Returns the names that more than one thing has that can be needed.
fn shared(model: &Model) -> HashSet<SmolStr> {
    let mut counts: HashMap<&str, usize> = HashMap::from([(OUTCOME, 1)]);
    for node in model.nodes() {
        *counts.entry(&model.card(node).name).or_default() += 1;
    }
    model
        .nodes()
        .map(|node| &model.card(node).name)
        .filter(|name| counts[name.as_str()] > 1)
        .cloned()
        .collect()
}

fn section<'e, E: 'e>(
    text: &mut String,
    kind: EntityKind,
    comment: &str,
    entities: impl Iterator<Item = &'e E>,
    card: impl Fn(&E) -> &Card,
    fields: impl Fn(&mut String, &E),
) {
    let mut entities: Vec<&E> = entities.collect();
    if entities.is_empty() {
        return;
    }
    entities.sort_by(|one, other| card(one).name.cmp(&card(other).name));
    let _ = writeln!(text, "\n# {comment}.\n{}:", kind.section());
    for entity in entities {
        let before = text.len();
        let card = card(entity);
        let _ = writeln!(text, "  {}:", quoted(&card.name));
        let empty = text.len();
        for (key, value) in [("title", &card.title), ("note", &card.note), ("link", &card.link)] {
            if let Some(value) = value {
                field(text, key, value);
            }
        }
        if !card.tags.is_empty() {
            let tags: Vec<String> = card.tags.iter().map(|tag| quoted(tag)).collect();
            list(text, "tags", &tags);
        }
        fields(text, entity);
        if text.len() == empty {
            text.truncate(before);
            let _ = writeln!(text, "  {}: {{}}", quoted(&card.name));
        }
    }
}

fn field(text: &mut String, key: &str, value: &str) {
    let _ = writeln!(text, "    {key}: {}", quoted(value));
}

/// Writes a list of what is quoted already, on one line where it fits.
fn list(text: &mut String, key: &str, items: &[String]) {
    let line = items.join(", ");
    if line.chars().count() <= LINE {
        let _ = writeln!(text, "    {key}: [{line}]");
        return;
    }
    let _ = writeln!(text, "    {key}:");
    for item in items {
        let _ = writeln!(text, "      - {item}");
    }
}

/// Returns a text as YAML has to have it: in quotes wherever any reader could take it for something else.
pub(super) fn quoted(text: &str) -> String {
    const WORDS: [&str; 10] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan"];
    let plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ' ' | '(' | ')' | '+'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    // `kind:name`, and web addresses: a colon that no space follows is a character like any other.
    let reference = text.split_once(':').is_some_and(|(before, after)| {
        let word = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/'))
        };
        before.starts_with(|c: char| c.is_ascii_alphabetic()) && word(before) && word(after)
    });
    if plain || reference {
        return text.to_owned();
    }
    in_quotes(text)
}

/// Returns a text in double quotes, what no reader sees written as its number.
pub(crate) fn in_quotes(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if is_printable(c) => quoted.push(c),
            c if (c as u32) <= 0xFFFF => {
                let _ = write!(quoted, "\\u{:04X}", c as u32);
            }
            c => {
                let _ = write!(quoted, "\\U{:08X}", c as u32);
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Returns whether YAML takes a character as it is (YAML 1.2.2, rule 1, `c-printable`) and an editor shows it: what
/// turns the direction of writing or has no width is written as its number.
pub(crate) fn is_printable(c: char) -> bool {
    let hidden = matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}');
    let yaml = matches!(c, ' '..='~' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    yaml && !hidden && c != '\u{FEFF}' && (c as u32) & 0xFFFE != 0xFFFE
}
