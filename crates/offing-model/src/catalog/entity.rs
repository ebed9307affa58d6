//! One document → one descriptor, as it says it; what it says in vain is reported, never passed over.

use smol_str::SmolStr;

use super::findings::Findings;
use super::reference::{DEFAULT, Reference, Role};
use crate::span::{Span, Spanned};
use crate::yaml::Node;

/// The annotation that says where the source is.
const SOURCE: &str = "backstage.io/source-location";

/// The kinds of descriptors that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Component,
    Api,
    Resource,
    System,
    Domain,
    Group,
    User,
}

impl Kind {
    const ALL: [Kind; 7] =
        [Kind::Component, Kind::Api, Kind::Resource, Kind::System, Kind::Domain, Kind::Group, Kind::User];

    /// Returns the word catalogs use.
    pub(super) fn word(self) -> &'static str {
        match self {
            Kind::Component => "Component",
            Kind::Api => "API",
            Kind::Resource => "Resource",
            Kind::System => "System",
            Kind::Domain => "Domain",
            Kind::Group => "Group",
            Kind::User => "User",
        }
    }

    /// Returns the kind a word names, in upper or lower case as catalogs take it.
    pub(super) fn named(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }
}

/// One descriptor.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    pub(super) kind: Kind,
    pub(super) namespace: SmolStr,
    pub(super) name: Spanned<SmolStr>,
    pub(super) title: Option<Spanned<String>>,
    pub(super) description: Option<Spanned<String>>,
    /// The first link, or where the source is.
    pub(super) link: Option<Spanned<String>>,
    pub(super) tags: Vec<Spanned<String>>,
    /// `spec.type` and `spec.lifecycle`.
    pub(super) subtype: Option<Spanned<String>>,
    pub(super) lifecycle: Option<Spanned<String>>,
    pub(super) display_name: Option<Spanned<String>>,
    pub(super) refs: Vec<Reference>,
    /// Nobody described it: it is only named.
    pub(super) undeclared: bool,
    /// It is named in the catalog and stands in the hand-written model: nothing is to be added.
    pub(super) by_hand: bool,
}

impl Entity {
    /// Returns a descriptor that says nothing but who it is.
    pub(super) fn bare(kind: Kind, namespace: SmolStr, name: Spanned<SmolStr>) -> Entity {
        Entity {
            kind,
            namespace,
            name,
            title: None,
            description: None,
            link: None,
            tags: Vec::new(),
            subtype: None,
            lifecycle: None,
            display_name: None,
            refs: Vec::new(),
            undeclared: false,
            by_hand: false,
        }
    }

    /// Returns what a document describes; nothing where that is left aside or faulty, which is reported.
    pub(super) fn read(root: Node<'_>, findings: &mut Findings<'_>) -> Option<Entity> {
        if root.entries().is_none() {
            let message = format!("a descriptor is expected here, not {}", root.what());
            findings.syntax(root.span(), message, "write `apiVersion:`, `kind:` and `metadata:`");
            findings.summary.faulty += 1;
            return None;
        }
        let api = root.get("apiVersion").and_then(Node::scalar).unwrap_or_default();
        let Some(word) = root.get("kind").and_then(Node::scalar).map(str::trim).filter(|k| !k.is_empty())
        else {
            let help = "write `kind: Component`, or one of API, Resource, System, Domain, Group, User";
            findings.syntax(first_key(root), "this descriptor says no `kind`", help);
            findings.summary.faulty += 1;
            return None;
        };
        let kind_place = root.get("kind").map_or(root.span(), Node::span);
        let ours = api.is_empty() || api.trim().starts_with("backstage.io/");
        let Some(kind) = Kind::named(word).filter(|_| ours) else {
            findings.kind_aside(&shorten(word, 60), kind_place);
            return None;
        };
        let Some((namespace, name)) = identity(root, kind_place, findings) else {
            findings.summary.faulty += 1;
            return None;
        };
        let mut entity = Entity::bare(kind, namespace, name);
        for (key, value) in root.entries()? {
            match key.scalar().unwrap_or_default() {
                "apiVersion" | "kind" => {}
                "metadata" => entity.take_metadata(value, findings),
                "spec" => entity.take_spec(value, findings),
                field => aside(field, key, value, findings),
            }
        }
        *findings.summary.read.entry(kind.word().to_owned()).or_default() += 1;
        Some(entity)
    }

    fn take_metadata(&mut self, metadata: Node<'_>, findings: &mut Findings<'_>) {
        for (key, value) in fields("metadata", metadata, findings) {
            match key.scalar().unwrap_or_default() {
                "name" | "namespace" => {}
                "title" => self.title = text("metadata.title", value, findings),
                "description" => self.description = text("metadata.description", value, findings),
                "tags" => self.tags = texts("metadata.tags", value, findings),
                "links" => self.take_links(value, findings),
                "annotations" => self.take_annotations(value, findings),
                field => aside(&format!("metadata.{field}"), key, value, findings),
            }
        }
    }

    fn take_links(&mut self, links: Node<'_>, findings: &mut Findings<'_>) {
        let Some(items) = list("metadata.links", links, findings) else { return };
        let mut urls = items.into_iter().filter_map(|link| {
            let url = link.get("url").unwrap_or(link);
            url.scalar().filter(|text| !text.trim().is_empty()).map(|text| (text, url.span()))
        });
        // A link of the descriptor's own comes before the place of its source, whichever stands first.
        if let Some((url, place)) = urls.next() {
            if let Some(source) = &self.link {
                findings.annotation_aside(SOURCE, source.span);
            }
            self.link = Some(Spanned::new(squeeze(url), place));
        }
        for (_, place) in urls {
            findings.field_aside("metadata.links beyond the first", place);
        }
    }

    fn take_annotations(&mut self, annotations: Node<'_>, findings: &mut Findings<'_>) {
        for (key, value) in fields("metadata.annotations", annotations, findings) {
            let name = key.scalar().unwrap_or_default();
            let url = value.scalar().and_then(|text| text.trim().strip_prefix("url:"));
            match url {
                Some(url) if name == SOURCE && self.link.is_none() => {
                    self.link = Some(Spanned::new(squeeze(url), value.span()));
                }
                _ => findings.annotation_aside(&shorten(name, 80), key.span()),
            }
        }
    }

    fn take_spec(&mut self, spec: Node<'_>, findings: &mut Findings<'_>) {
        for (key, value) in fields("spec", spec, findings) {
            match (self.kind, key.scalar().unwrap_or_default()) {
                (_, "type") => self.subtype = text("spec.type", value, findings),
                (_, "lifecycle") => self.lifecycle = text("spec.lifecycle", value, findings),
                (Kind::Group | Kind::User, "profile") => self.take_profile(value, findings),
                (kind, field) => match Role::of_field(kind, field) {
                    Some(role) => self.take_references(role, value, findings),
                    None => aside(&format!("spec.{field}"), key, value, findings),
                },
            }
        }
    }

    fn take_profile(&mut self, profile: Node<'_>, findings: &mut Findings<'_>) {
        for (key, value) in fields("spec.profile", profile, findings) {
            match key.scalar().unwrap_or_default() {
                "displayName" => self.display_name = text("spec.profile.displayName", value, findings),
                field => aside(&format!("spec.profile.{field}"), key, value, findings),
            }
        }
    }

    fn take_references(&mut self, role: Role, value: Node<'_>, findings: &mut Findings<'_>) {
        if value.is_null() {
            return;
        }
        let field = format!("spec.{}", role.field());
        let items = match value.items() {
            Some(items) if role.is_single() && items.clone().count() != 1 => {
                let message = format!("`{field}` names one thing, not a list");
                findings.syntax(value.span(), message, format!("write `{}: NAME`", role.field()));
                return;
            }
            Some(items) => items.collect(),
            None => vec![value],
        };
        for item in items {
            match Reference::of_node(item, role, &self.namespace) {
                Some(reference) => self.refs.push(reference),
                None => {
                    let message = format!("`{field}` is to name a thing as `[kind:][namespace/]name`");
                    findings.syntax(item.span(), message, "write for example `component:default/shop`");
                }
            }
        }
    }
}

/// Returns the namespace and name of a descriptor, or reports that it has no name.
fn identity(root: Node<'_>, kind: Span, findings: &mut Findings<'_>) -> Option<(SmolStr, Spanned<SmolStr>)> {
    let metadata = root.get("metadata").filter(|metadata| metadata.entries().is_some());
    let name = metadata.and_then(|metadata| metadata.get("name"));
    let Some((text, node)) =
        name.and_then(|node| Some((node.scalar()?.trim(), node))).filter(|(text, _)| !text.is_empty())
    else {
        let place = name.or(metadata).map_or(kind, Node::span);
        findings.syntax(place, "this descriptor has no `metadata.name`", "write `metadata: { name: … }`");
        return None;
    };
    let namespace = metadata.and_then(|metadata| metadata.get("namespace")).and_then(Node::scalar);
    let namespace = namespace.map(str::trim).filter(|text| !text.is_empty()).unwrap_or(DEFAULT);
    Some((SmolStr::new(namespace), Spanned::new(SmolStr::new(text), node.span())))
}

fn fields<'t>(field: &str, value: Node<'t>, findings: &mut Findings<'_>) -> Vec<(Node<'t>, Node<'t>)> {
    if value.is_null() {
        return Vec::new();
    }
    let Some(entries) = value.entries() else {
        let message = format!("`{field}` is a mapping, not {}", value.what());
        findings.syntax(value.span(), message, "write its fields as `field: value`; it is left aside");
        return Vec::new();
    };
    entries.collect()
}

/// Notes a field that is not carried over; one that says nothing is no loss.
fn aside(field: &str, key: Node<'_>, value: Node<'_>, findings: &mut Findings<'_>) {
    let empty = value.is_null()
        || value.scalar() == Some("")
        || value.items().is_some_and(|mut items| items.next().is_none())
        || value.entries().is_some_and(|mut entries| entries.next().is_none());
    if !empty {
        findings.field_aside(&shorten(field, 80), key.span());
    }
}

fn text(field: &str, value: Node<'_>, findings: &mut Findings<'_>) -> Option<Spanned<String>> {
    if value.is_null() {
        return None;
    }
    match value.scalar() {
        Some(text) => Some(Spanned::new(squeeze(text), value.span())).filter(|text| !text.value.is_empty()),
        None => {
            let message = format!("`{field}` is a text, not {}", value.what());
            findings.syntax(value.span(), message, "write a single value; it is left aside");
            None
        }
    }
}

fn texts(field: &str, value: Node<'_>, findings: &mut Findings<'_>) -> Vec<Spanned<String>> {
    let items = list(field, value, findings).unwrap_or_default();
    items.into_iter().filter_map(|item| text(field, item, findings)).collect()
}

fn list<'t>(field: &str, value: Node<'t>, findings: &mut Findings<'_>) -> Option<Vec<Node<'t>>> {
    if value.is_null() {
        return None;
    }
    let items = value.items().map(Iterator::collect);
    if items.is_none() {
        let message = format!("`{field}` is a list, not {}", value.what());
        findings.syntax(value.span(), message, "write one item a line, each after a dash");
    }
    items
}

/// Returns a text on one line, without what a terminal would take for a command.
pub(super) fn squeeze(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns a text of at most `most` characters, cut between words where that is possible.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let head: String = text[..end].chars().take(most - 1).collect();
    let cut = head.rfind(' ').filter(|at| *at >= head.len() / 2).unwrap_or(head.len());
    format!("{}…", head[..cut].trim_end_matches([' ', ',', ';', ':', '.', '-', '–', '—']))
}

/// Returns where a mapping's first key stands.
fn first_key(map: Node<'_>) -> Span {
    map.entries().and_then(|mut entries| entries.next()).map_or(map.span(), |(key, _)| key.span())
}
