//! All that Typst may see: one source, the drawings it names, and the fonts that come with it.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::source::Written;

static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))).collect());

/// The sheets to be set.
pub(super) struct Sheets {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    main: Source,
    drawings: Vec<(FileId, Bytes)>,
}

fn id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("our own names of files are sound");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl Sheets {
    pub(super) fn new(written: Written) -> Self {
        let drawings = written.drawings.into_iter().map(|(name, svg)| (id(&name), Bytes::from_string(svg)));
        Self {
            library: LazyHash::new(<Library as LibraryExt>::default()),
            book: LazyHash::new(FontBook::from_fonts(FONTS.iter())),
            main: Source::new(id("main.typ"), written.source),
            drawings: drawings.collect(),
        }
    }
}

impl World for Sheets {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.drawings.iter().find(|(name, _)| *name == id);
        found.map(|(_, svg)| svg.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    /// There is no clock here.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
