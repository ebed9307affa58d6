//! A model's files and the catalogs it names, as they lie on disk.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use offing_model::{Content, Inputs, Source, catalog_patterns};

use crate::error::LoadError;
use crate::file::{plain, shown, source};
use crate::folder::below;
use crate::glob::matching;

/// Where a model is looked for when none is named.
const USUAL: [&str; 3] = ["offing.yaml", "offing", "model"];

/// Returns the path of the model that is meant: the one named, or the first there is of `offing.yaml`, `offing/` and
/// `model/` below the current folder, or that folder itself.
///
/// *Errors:* a named path that does not exist.
pub fn find(path: Option<&Path>) -> Result<PathBuf, LoadError> {
    match path {
        Some(path) if path.exists() => Ok(path.to_path_buf()),
        Some(path) => Err(LoadError::Missing { path: path.to_path_buf() }),
        None => Ok(found_in(Path::new("")).unwrap_or_else(|| PathBuf::from("."))),
    }
}

fn found_in(folder: &Path) -> Option<PathBuf> {
    USUAL.iter().map(|name| folder.join(name)).find(|path| {
        let is_yaml = path.extension().is_some();
        if is_yaml { path.is_file() } else { path.is_dir() }
    })
}

/// Returns everything a reading of the model at a path rests on.
///
/// A folder gives every `.yaml` and `.yml` file below it, but for names that begin with `.` or `_`; a file gives
/// itself. Files that a pattern of `sources.catalogs` matches are catalogs, even where they lie in the folder.
///
/// *Errors:* nothing at the path, no file in the folder, a pipe or a device. A file that can not be read is no error
/// here: it is an input that says why.
pub fn inputs(path: &Path, today: Date) -> Result<Inputs, LoadError> {
    Files::of(path).map(|files| files.read(today))
}

/// The files of a model, by path.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) own: Vec<PathBuf>,
    /// Folders that could not be looked into.
    closed: Vec<Source>,
}

impl Files {
    /// Returns the files that belong to the model at a path.
    pub(crate) fn of(path: &Path) -> Result<Files, LoadError> {
        let metadata = fs::metadata(path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => LoadError::Missing { path: path.to_path_buf() },
            _ => LoadError::Denied { path: path.to_path_buf(), reason: plain(&error) },
        })?;
        if metadata.is_file() {
            return Ok(Files { own: vec![path.to_path_buf()], closed: Vec::new() });
        }
        if !metadata.is_dir() {
            return Err(LoadError::NotAFile { path: path.to_path_buf() });
        }
        let found = below(path, |name| !is_private(name), is_model_file);
        let closed = |(path, error): (PathBuf, std::io::Error)| Source {
            name: shown(&path),
            content: Content::Unreadable { reason: plain(&error) },
        };
        if let [(only, error)] = found.closed.as_slice()
            && only == path
        {
            return Err(LoadError::Denied { path: path.to_path_buf(), reason: plain(error) });
        }
        if found.files.is_empty() && found.closed.is_empty() {
            return Err(LoadError::NoYaml { path: path.to_path_buf() });
        }
        Ok(Files { own: found.files, closed: found.closed.into_iter().map(closed).collect() })
    }

    /// Reads them, and the catalogs they name.
    pub(crate) fn read(self, today: Date) -> Inputs {
        let sources: Vec<Source> = self.own.iter().map(|path| source(path)).chain(self.closed).collect();
        let mut inputs = Inputs { sources, catalogs: Vec::new(), unmatched: Vec::new(), today };
        let mut catalogs: BTreeSet<PathBuf> = BTreeSet::new();
        let mut naming: BTreeSet<u32> = BTreeSet::new();
        for (pattern, place) in catalog_patterns(&inputs) {
            naming.insert(place.source);
            let base = self.own[place.source as usize].parent().unwrap_or(Path::new(""));
            let base = if base.as_os_str().is_empty() { Path::new(".") } else { base };
            let found = matching(base, &pattern);
            if found.is_empty() {
                inputs.unmatched.push((pattern, place));
            }
            catalogs.extend(found);
        }
        let catalogs = once_each(catalogs);
        self_without(&mut inputs, &self.own, &catalogs, &naming);
        inputs.catalogs = catalogs.into_iter().map(|(path, _)| source(&path)).collect();
        inputs
    }
}

/// Returns the paths that lead to different files, each with the path it really has.
fn once_each(paths: BTreeSet<PathBuf>) -> Vec<(PathBuf, PathBuf)> {
    let mut seen = BTreeSet::new();
    let real = |path: PathBuf| {
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        (path, real)
    };
    paths.into_iter().map(real).filter(|(_, real)| seen.insert(real.clone())).collect()
}

/// Takes files that are read as catalogs out of the model's own, unless they name catalogs themselves.
fn self_without(
    inputs: &mut Inputs,
    own: &[PathBuf],
    catalogs: &[(PathBuf, PathBuf)],
    naming: &BTreeSet<u32>,
) {
    if catalogs.is_empty() {
        return;
    }
    let catalogs: BTreeSet<&PathBuf> = catalogs.iter().map(|(_, real)| real).collect();
    let is_catalog = |at: usize| {
        own.get(at).is_some_and(|path| fs::canonicalize(path).is_ok_and(|real| catalogs.contains(&real)))
    };
    let stays: Vec<bool> =
        (0..inputs.sources.len()).map(|at| naming.contains(&(at as u32)) || !is_catalog(at)).collect();
    for (_, place) in &mut inputs.unmatched {
        let before = stays[..place.source as usize].iter().filter(|stays| **stays).count();
        place.source = before as u32;
    }
    let mut stays = stays.into_iter();
    inputs.sources.retain(|_| stays.next().unwrap_or(true));
}

fn is_private(name: &str) -> bool {
    name.starts_with(['.', '_'])
}

/// Returns whether a file of this name belongs to the model that its folder holds.
pub(crate) fn is_model_file(name: &str) -> bool {
    !is_private(name) && is_yaml(name)
}

/// Returns whether a file of this name is YAML.
pub(crate) fn is_yaml(name: &str) -> bool {
    let ending = Path::new(name).extension().unwrap_or_default();
    ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml")
}

#[cfg(test)]
mod tests;
