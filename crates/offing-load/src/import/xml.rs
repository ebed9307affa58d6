//! XML: a tree, or the place where it breaks. A document type is refused: no entity is expanded, nothing is fetched.

use roxmltree::{Document, Node, ParsingOptions};

use crate::source::SourceFault;

/// Elements and texts that a file may have.
const MOST: u32 = 5_000_000;

/// Levels of nesting that a file may have; exchange and project files need about ten.
const DEEPEST: usize = 200;

/// Returns the tree of a text.
pub(super) fn parsed(text: &str) -> Result<Document<'_>, SourceFault> {
    if let Some(at) = text.find("<!DOCTYPE").or_else(|| text.find("<!ENTITY")) {
        let line = text[..at].matches('\n').count() as u64 + 1;
        let message = "a document type stands here; it could expand entities or name files to fetch";
        return Err(SourceFault::new(Some(line), message, "delete it: the data does not need it"));
    }
    if let Some(line) = too_deep(text) {
        let message = format!("elements are nested more than {DEEPEST} levels deep");
        return Err(SourceFault::new(
            Some(line),
            message,
            "this is no file of the tool it was said to be from",
        ));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| {
        let line = u64::from(error.pos().row);
        SourceFault::new(Some(line), format!("this is no XML: {error}"), "export it again")
    })
}

/// Returns the line on which elements nest too deep; a look that is quick and never wrong by more than comments can make
/// it.
fn too_deep(text: &str) -> Option<u64> {
    let mut depth = 0usize;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match (byte, bytes.get(at + 1)) {
            (b'<', Some(b'/')) => depth = depth.saturating_sub(1),
            (b'<', Some(next)) if next.is_ascii_alphabetic() || *next == b'_' => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(
                        text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() as u64 + 1,
                    );
                }
            }
            (b'/', Some(b'>')) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Returns the children of an element that have a name, whatever their namespace's prefix.
pub(super) fn children<'a, 'i: 'a>(node: Node<'a, 'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

/// Returns the text of the first child with a name.
pub(super) fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    let child = node.children().find(|child| child.is_element() && child.tag_name().name() == name)?;
    child.text().map(str::trim).filter(|text| !text.is_empty())
}

/// Returns the line on which a node begins.
pub(super) fn line(document: &Document<'_>, node: Node<'_, '_>) -> u64 {
    u64::from(document.text_pos_at(node.range().start).row)
}
