//! Who is meant: `[kind:][namespace/]name`, in text or in its three parts.

use smol_str::SmolStr;

use super::entity::Kind;
use crate::span::Span;
use crate::yaml::Node;

/// The namespace of what names none.
pub(super) const DEFAULT: &str = "default";

/// A reference from one descriptor to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reference {
    /// What the one is to the other.
    pub(super) role: Role,
    /// The kind it names, as written; none where the role says it.
    pub(super) kind: Option<SmolStr>,
    pub(super) namespace: SmolStr,
    pub(super) name: SmolStr,
    /// Where it stands.
    pub(super) place: Span,
}

/// What a descriptor says another is to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Owner,
    System,
    Domain,
    SubcomponentOf,
    ProvidesApi,
    ConsumesApi,
    DependsOn,
    DependencyOf,
    Member,
    MemberOf,
}

impl Role {
    /// Returns the role that a field of `spec` gives to what it names.
    pub(super) fn of_field(kind: Kind, field: &str) -> Option<Role> {
        use Kind::{Api, Component, Domain, Group, Resource, System, User};
        Some(match (kind, field) {
            (Component | Api | Resource | System | Domain, "owner") => Role::Owner,
            (Component | Api | Resource, "system") => Role::System,
            (System, "domain") => Role::Domain,
            (Component, "subcomponentOf") => Role::SubcomponentOf,
            (Component, "providesApis") => Role::ProvidesApi,
            (Component, "consumesApis") => Role::ConsumesApi,
            (Component | Resource, "dependsOn") => Role::DependsOn,
            (Component | Resource, "dependencyOf") => Role::DependencyOf,
            (Group, "members") => Role::Member,
            (User, "memberOf") => Role::MemberOf,
            _ => return None,
        })
    }

    /// Returns the field that says it.
    pub(super) fn field(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::System => "system",
            Role::Domain => "domain",
            Role::SubcomponentOf => "subcomponentOf",
            Role::ProvidesApi => "providesApis",
            Role::ConsumesApi => "consumesApis",
            Role::DependsOn => "dependsOn",
            Role::DependencyOf => "dependencyOf",
            Role::Member => "members",
            Role::MemberOf => "memberOf",
        }
    }

    /// Returns the kinds that are meant where none is named, the likeliest first.
    pub(super) fn kinds(self) -> &'static [Kind] {
        match self {
            Role::Owner | Role::MemberOf => &[Kind::Group],
            Role::Member => &[Kind::User],
            Role::System => &[Kind::System],
            Role::Domain => &[Kind::Domain],
            Role::SubcomponentOf => &[Kind::Component],
            Role::ProvidesApi | Role::ConsumesApi => &[Kind::Api],
            Role::DependsOn | Role::DependencyOf => {
                &[Kind::Component, Kind::Resource, Kind::Api, Kind::System]
            }
        }
    }

    /// Returns whether a thing of a kind can be what the role says.
    pub(super) fn fits(self, kind: Kind) -> bool {
        match self {
            Role::Owner => matches!(kind, Kind::Group | Kind::User),
            _ => self.kinds().contains(&kind),
        }
    }

    /// Returns whether a descriptor names at most one.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Role::Owner | Role::System | Role::Domain | Role::SubcomponentOf)
    }
}

impl Reference {
    /// Returns whom a node names; what it leaves out is as in the descriptor's own namespace.
    pub(super) fn of_node(node: Node<'_>, role: Role, namespace: &SmolStr) -> Option<Reference> {
        let place = node.span();
        if let Some(text) = node.scalar() {
            let (kind, namespace, name) = split(text, namespace)?;
            return Some(Reference { role, kind, namespace, name, place });
        }
        let part = |key| node.get(key).and_then(Node::scalar).map(str::trim).filter(|text| !text.is_empty());
        let name = SmolStr::new(part("name")?);
        let namespace = part("namespace").map_or_else(|| namespace.clone(), SmolStr::new);
        Some(Reference { role, kind: part("kind").map(SmolStr::new), namespace, name, place })
    }

    /// Returns the reference in full, as catalogs write it, the default namespace left out.
    pub(super) fn label(&self) -> String {
        let kind = self.kind.as_deref().unwrap_or_else(|| self.role.kinds()[0].word()).to_lowercase();
        if self.namespace.eq_ignore_ascii_case(DEFAULT) {
            format!("{kind}:{}", self.name)
        } else {
            format!("{kind}:{}/{}", self.namespace, self.name)
        }
    }
}

/// Splits `[kind:][namespace/]name`.
fn split(text: &str, namespace: &SmolStr) -> Option<(Option<SmolStr>, SmolStr, SmolStr)> {
    let text = text.trim();
    let (kind, rest) = match text.split_once(':') {
        Some((kind, rest)) => (Some(kind), rest),
        None => (None, text),
    };
    let (namespace, name) = match rest.split_once('/') {
        Some((namespace, name)) => (SmolStr::new(namespace), name),
        None => (namespace.clone(), rest),
    };
    let whole = |part: &str| !part.is_empty() && !part.contains([':', '/']);
    (kind.is_none_or(whole) && whole(&namespace) && whole(name))
        .then(|| (kind.map(SmolStr::new), namespace, SmolStr::new(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(Option<String>, String, String)> {
        let (kind, namespace, name) = split(text, &SmolStr::new("own"))?;
        Some((kind.map(|kind| kind.to_string()), namespace.to_string(), name.to_string()))
    }

    #[test]
    fn kind_and_namespace_may_be_left_out() {
        let owned = |kind: Option<&str>, namespace: &str, name: &str| {
            Some((kind.map(str::to_owned), namespace.to_owned(), name.to_owned()))
        };
        assert_eq!(parts("pay"), owned(None, "own", "pay"));
        assert_eq!(parts("group:web"), owned(Some("group"), "own", "web"));
        assert_eq!(parts("group:default/web"), owned(Some("group"), "default", "web"));
        assert_eq!(parts("other/web"), owned(None, "other", "web"));
    }

    #[test]
    fn what_has_more_parts_than_three_names_nobody() {
        for text in ["", ":", "a:", "a:b:c", "a/b/c", "/b", "a/", "a:/b", "a:b/", "a/b:c"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }
}
