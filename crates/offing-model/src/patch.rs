//! Which few characters of a model's text change when one thing that it says changes.
//!
//! ```
//! use offing_model::Inputs;
//! use offing_model::patch::{Edit, Path, patch};
//! let text = "outcomes:\n  shop: { odds: 30% }   # our belief\n";
//! let inputs = Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
//! let edit = Edit::set(Path::parse("outcomes.shop.odds")?, "45%");
//! let patch = patch(&inputs, &[edit])?;
//! assert_eq!(patch.files[0].text, "outcomes:\n  shop: { odds: 45% }   # our belief\n");
//! assert_eq!(patch.files[0].replacements.len(), 1);
//! # Ok::<(), offing_model::patch::Refusal>(())
//! ```
//!
//! Comments, order, blank lines and the way things are written stay, except inside what is taken away. Every patch is
//! read again before it is handed out: it says exactly what was asked for and nothing else, or there is none.
//!
//! *Absent on purpose:* the disk, and names: an edit may leave a model that is not sound, which reading it tells.

mod fields;
mod pieces;
mod place;
mod refusal;
mod rewrite;
mod value;

pub use fields::{Stated, stated};
pub use refusal::Refusal;
pub use value::{Value, written};

use smol_str::SmolStr;

use crate::diagnostic::{Faults, Severity};
use crate::inputs::{Content, Inputs};
use crate::span::Span;
use crate::yaml::{Node, Tree};
use pieces::Pieces;

/// Where in a model something is said: a section, a name in it, a field, a field of that.
///
/// An item of a list is named by its number from 0, in a list of the whole model (`signals.3`) counted over all files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Path(Vec<SmolStr>);

impl Path {
    /// Returns the path with these parts.
    pub fn of<P: AsRef<str>>(parts: impl IntoIterator<Item = P>) -> Self {
        Self(parts.into_iter().map(|part| SmolStr::new(part.as_ref())).collect())
    }

    /// Returns the path that a text says: parts with dots between them, `technologies."node.js".ring` where a name has
    /// dots itself.
    ///
    /// *Errors:* [`Refusal::Path`] when a part is empty or a quote is not closed.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::Path { text: text.to_owned() };
        let mut parts = Vec::new();
        let mut rest = text;
        loop {
            let (part, behind) = match rest.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or_else(wrong)?,
                None => rest.split_at(rest.find('.').unwrap_or(rest.len())),
            };
            if part.is_empty() {
                return Err(wrong());
            }
            parts.push(SmolStr::new(part));
            if behind.is_empty() {
                return Ok(Self(parts));
            }
            rest = behind.strip_prefix('.').ok_or_else(wrong)?;
        }
    }

    /// Returns the parts.
    pub fn parts(&self) -> &[SmolStr] {
        &self.0
    }

    /// Returns the path one step further in.
    #[must_use]
    pub fn then(&self, part: &str) -> Self {
        let mut parts = self.0.clone();
        parts.push(SmolStr::new(part));
        Self(parts)
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            let dot = if at > 0 { "." } else { "" };
            let quote = if part.contains('.') { "\"" } else { "" };
            write!(f, "{dot}{quote}{part}{quote}")?;
        }
        Ok(())
    }
}

/// One thing that is to be said otherwise.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Says a value, whether or not something stood there; what is missing on the way is made.
    Set {
        /// Where.
        path: Path,
        /// What.
        value: Value,
    },
    /// Takes away what stands there.
    Remove {
        /// Where.
        path: Path,
    },
    /// Adds an item at the end of a list, which may be missing.
    Append {
        /// The list.
        path: Path,
        /// The item.
        value: Value,
    },
}

impl Edit {
    /// Returns the edit that says `value` at `path`.
    pub fn set(path: Path, value: impl Into<Value>) -> Self {
        Edit::Set { path, value: value.into() }
    }

    /// Returns the edit that takes away what stands at `path`.
    pub fn remove(path: Path) -> Self {
        Edit::Remove { path }
    }

    /// Returns the edit that adds an item to the list at `path`.
    pub fn append(path: Path, value: impl Into<Value>) -> Self {
        Edit::Append { path, value: value.into() }
    }

    /// Returns where it changes something.
    pub fn path(&self) -> &Path {
        match self {
            Edit::Set { path, .. } | Edit::Remove { path } | Edit::Append { path, .. } => path,
        }
    }
}

/// What changes, file by file; files in which nothing changes are left out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Patch {
    /// In the order of [`Inputs::sources`].
    pub files: Vec<FilePatch>,
}

/// What changes in one file.
#[derive(Debug, Clone, PartialEq)]
pub struct FilePatch {
    /// Index of the file in [`Inputs::sources`].
    pub source: u32,
    /// The file as the user would write it.
    pub name: String,
    /// What is replaced, in the order of the file, none touching another.
    pub replacements: Vec<Replacement>,
    /// The whole text after the change.
    pub text: String,
}

/// Bytes `start..end` of the text before the change, and what stands there after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
    /// What stands there afterwards.
    pub text: String,
}

/// Returns the least change of a model's text that makes these edits, one after the other.
///
/// A new entity goes where most of its section stands, in the way its neighbours are written; a new section into the
/// file that has the `company`, or else the first.
///
/// *Errors:* the first edit that can not be made safely, and why; then nothing is changed.
///
/// *Cost:* two readings of each changed file, or two an edit where edits touch each other.
pub fn patch(inputs: &Inputs, edits: &[Edit]) -> Result<Patch, Refusal> {
    let mut files = read_all(inputs)?;
    if edits.len() > 1 && make(&mut files, edits).is_ok() {
        return Ok(handed_out(inputs, files));
    }
    files = read_all(inputs)?;
    for edit in edits {
        make(&mut files, std::slice::from_ref(edit))?;
    }
    Ok(handed_out(inputs, files))
}

/// One file while it is edited.
struct File {
    source: u32,
    name: String,
    pieces: Pieces,
    text: String,
    tree: Tree,
}

impl File {
    fn root(&self, at: usize) -> Option<Node<'_>> {
        self.tree.roots().nth(at)
    }
}

fn read_all(inputs: &Inputs) -> Result<Vec<File>, Refusal> {
    let mut files = Vec::with_capacity(inputs.sources.len());
    for (index, source) in inputs.sources.iter().enumerate() {
        let (name, index) = (source.name.clone(), index as u32);
        let Content::Text(text) = &source.content else { return Err(Refusal::Unread { file: name }) };
        let tree = read(index, &name, text)?;
        files.push(File { source: index, name, pieces: Pieces::of(text), text: text.clone(), tree });
    }
    Ok(files)
}

fn read(source: u32, name: &str, text: &str) -> Result<Tree, Refusal> {
    let mut faults = Faults::default();
    let tree = Tree::read(source, text, &mut faults);
    match faults.sorted().into_iter().find(|found| found.severity() == Severity::Error) {
        None => Ok(tree),
        Some(fault) => Err(Refusal::Broken { file: name.to_owned(), fault: Box::new(fault) }),
    }
}

/// Makes edits that do not touch each other, and checks that the texts now say what was asked for.
fn make(files: &mut [File], edits: &[Edit]) -> Result<(), Refusal> {
    let mut planned: Vec<Vec<Replacement>> = files.iter().map(|_| Vec::new()).collect();
    let mut wanted: Vec<Option<Vec<Value>>> = files.iter().map(|_| None).collect();
    let mut first: Vec<Option<(Path, Span)>> = files.iter().map(|_| None).collect();
    for edit in edits {
        let target = target(files, edit.path())?;
        let file = &files[target.file];
        let place = Span { source: file.source, start: 0, end: 0 };
        let edit = target.localised(edit);
        let change = rewrite::change(&file.text, file.root(target.root), &edit, file.source)?;
        planned[target.file].extend(change);
        let values = wanted[target.file].get_or_insert_with(|| file.tree.roots().map(Value::of).collect());
        if values.len() <= target.root {
            values.resize(target.root + 1, Value::Nothing);
        }
        values[target.root].make(&edit).map_err(|()| Refusal::Missing { path: edit.path().clone() })?;
        first[target.file].get_or_insert_with(|| (edit.path().clone(), place));
    }
    for (at, mut replacements) in planned.into_iter().enumerate() {
        let (Some(wanted), Some((path, place))) = (&wanted[at], &first[at]) else { continue };
        // A stable sort: insertions at one place stay in the order in which they were asked for.
        replacements.sort_by_key(|replacement| (replacement.start, replacement.end));
        let touching = replacements.windows(2).any(|pair| pair[0].end > pair[1].start);
        let refusal = || Refusal::after_the_fact(&files[at].text, path, *place);
        if touching {
            return Err(refusal());
        }
        let mut pieces = files[at].pieces.clone();
        pieces.replace(&replacements);
        let text = pieces.text();
        let tree = read(files[at].source, &files[at].name, &text).map_err(|_| refusal())?;
        let found = Value::List(tree.roots().map(Value::of).filter(|root| !root.is_empty()).collect());
        let wanted = Value::List(wanted.iter().filter(|root| !root.is_empty()).cloned().collect());
        if !found.same(&wanted) {
            return Err(refusal());
        }
        let file = &mut files[at];
        (file.pieces, file.text, file.tree) = (pieces, text, tree);
    }
    Ok(())
}

fn handed_out(inputs: &Inputs, files: Vec<File>) -> Patch {
    let changed = |file: &File| file.text != inputs.text(file.source);
    let patch = |file: File| FilePatch {
        source: file.source,
        name: file.name,
        replacements: file.pieces.replacements(),
        text: file.text,
    };
    Patch { files: files.into_iter().filter(changed).map(patch).collect() }
}

/// Where an edit is made.
struct Target {
    file: usize,
    root: usize,
    /// For an item of a list of the whole model: its number within the file.
    item: Option<usize>,
}

impl Target {
    fn localised(&self, edit: &Edit) -> Edit {
        let Some(item) = self.item else { return edit.clone() };
        let mut edit = edit.clone();
        match &mut edit {
            Edit::Set { path, .. } | Edit::Remove { path } | Edit::Append { path, .. } => {
                path.0[1] = SmolStr::new(item.to_string());
            }
        }
        edit
    }
}

/// Returns the file and the document in which something stands or, when it is new, should stand.
fn target(files: &[File], path: &Path) -> Result<Target, Refusal> {
    let Some(section) = path.parts().first() else { return Err(Refusal::Path { text: String::new() }) };
    let name = path.parts().get(1);
    let number = name.and_then(|name| name.parse::<usize>().ok());
    let mut largest: Option<(usize, Target)> = None;
    let mut counted = 0;
    for (file, tree) in files.iter().enumerate().map(|(at, file)| (at, &file.tree)) {
        for (root, node) in tree.roots().enumerate() {
            let Some(found) = node.get(section) else { continue };
            let size = match (found.items(), found.entries()) {
                (Some(items), _) => items.count(),
                (_, Some(entries)) => entries.count(),
                _ => 0,
            };
            let is_list = found.items().is_some();
            if let Some(number) =
                number.filter(|number| is_list && (counted..counted + size).contains(number))
            {
                return Ok(Target { file, root, item: Some(number - counted) });
            }
            counted += if is_list { size } else { 0 };
            if name.is_some_and(|name| found.get(name).is_some()) {
                return Ok(Target { file, root, item: None });
            }
            if largest.as_ref().is_none_or(|(most, _)| size > *most) {
                largest = Some((size, Target { file, root, item: None }));
            }
        }
    }
    if let Some((_, target)) = largest {
        return Ok(target);
    }
    let has_company = |file: &File| file.tree.roots().position(|root| root.get("company").is_some());
    let company = files.iter().enumerate().find_map(|(at, file)| Some((at, has_company(file)?)));
    match company {
        Some((file, root)) => Ok(Target { file, root, item: None }),
        None if files.is_empty() => Err(Refusal::NoFile { path: path.clone() }),
        None => Ok(Target { file: 0, root: 0, item: None }),
    }
}

#[cfg(test)]
mod tests;
