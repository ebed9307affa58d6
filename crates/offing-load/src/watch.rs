//! When the files of a model change.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::disk::{Files, is_model_file};
use crate::error::LoadError;

/// How long it must be quiet before a change counts as whole: editors save in several steps.
const QUIET: Duration = Duration::from_millis(200);

/// Calls back whenever a file of the model at a path, or a catalog it names, was changed, added or taken away; until
/// the callback fails, whose error is returned.
///
/// *Errors:* the callback's, or that the path can not be watched.
pub fn watch<E: From<LoadError>>(path: &Path, on_change: &mut dyn FnMut() -> Result<(), E>) -> Result<(), E> {
    Watch::of(path)?.run(on_change)
}

/// As [`watch`], and calls back once at the beginning, when no later change can be missed any more.
///
/// *Errors:* as [`watch`].
pub fn watch_from_now<E: From<LoadError>>(
    path: &Path,
    on_change: &mut dyn FnMut() -> Result<(), E>,
) -> Result<(), E> {
    let watch = Watch::of(path)?;
    on_change()?;
    watch.run(on_change)
}

/// A watch over a model's folder and over the folders of the catalogs it names.
struct Watch {
    path: PathBuf,
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Catalogs, and the model itself where it is one file.
    files: BTreeSet<PathBuf>,
    /// The model where it is a folder.
    folder: Option<PathBuf>,
    watched: BTreeSet<PathBuf>,
}

impl Watch {
    fn of(path: &Path) -> Result<Watch, LoadError> {
        let (send, events) = channel();
        let denied =
            |error: notify::Error| LoadError::Denied { path: path.to_path_buf(), reason: error.to_string() };
        let real =
            std::fs::canonicalize(path).map_err(|_| LoadError::Missing { path: path.to_path_buf() })?;
        let mut watcher = notify::recommended_watcher(send).map_err(denied)?;
        let is_folder = real.is_dir();
        let mut watched = BTreeSet::new();
        if is_folder {
            watcher.watch(&real, RecursiveMode::Recursive).map_err(denied)?;
            watched.insert(real.clone());
        }
        let mut watch = Watch {
            path: path.to_path_buf(),
            watcher,
            events,
            files: BTreeSet::new(),
            folder: is_folder.then(|| real.clone()),
            watched,
        };
        if !is_folder {
            // An editor may replace the file: it is its folder that tells.
            watch.folder_of(&real).map_err(denied)?;
        }
        watch.follow();
        Ok(watch)
    }

    fn run<E: From<LoadError>>(mut self, on_change: &mut dyn FnMut() -> Result<(), E>) -> Result<(), E> {
        loop {
            self.next(None)?;
            on_change()?;
            self.follow();
        }
    }

    /// Looks which catalogs the model names now.
    fn follow(&mut self) {
        // Today's date decides nothing about which files are read.
        let Ok(files) = Files::of(&self.path) else { return };
        let mut now: BTreeSet<PathBuf> =
            files.own.iter().filter_map(|path| std::fs::canonicalize(path).ok()).collect();
        let inputs = files.read(jiff::civil::Date::ZERO);
        now.extend(inputs.catalogs.iter().filter_map(|source| std::fs::canonicalize(&source.name).ok()));
        for file in &now {
            // A folder that can not be watched is no reason to stop watching the others.
            let _ = self.folder_of(file);
        }
        self.files.extend(now);
    }

    fn folder_of(&mut self, file: &Path) -> notify::Result<()> {
        let Some(folder) = file.parent() else { return Ok(()) };
        let inside = self.folder.as_ref().is_some_and(|root| folder.starts_with(root));
        if !inside && self.watched.insert(folder.to_path_buf()) {
            self.watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(())
    }

    /// Waits for a change, then until it is quiet; `false` when nothing came within `most`.
    fn next(&self, most: Option<Duration>) -> Result<bool, LoadError> {
        let gone = || LoadError::Denied {
            path: self.path.clone(),
            reason: "the system stopped telling of changes".to_owned(),
        };
        loop {
            let event = match most {
                None => self.events.recv().map_err(|_| gone())?,
                Some(most) => match self.events.recv_timeout(most) {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => return Ok(false),
                    Err(RecvTimeoutError::Disconnected) => return Err(gone()),
                },
            };
            if self.matters(&event) {
                break;
            }
        }
        while self.events.recv_timeout(QUIET).is_ok() {}
        Ok(true)
    }

    fn matters(&self, event: &notify::Result<Event>) -> bool {
        // After an error events may have been lost: look again.
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        event.need_rescan() || event.paths.iter().any(|path| self.belongs(path))
    }

    fn belongs(&self, path: &Path) -> bool {
        if self.files.contains(path) {
            return true;
        }
        let Some(inside) = self.folder.as_ref().and_then(|root| path.strip_prefix(root).ok()) else {
            return false;
        };
        let mut names = inside.iter().map(|name| name.to_string_lossy());
        let last = names.next_back().unwrap_or_default();
        // A folder may have come or gone with all its files.
        let is_folder = Path::new(&*last).extension().is_none();
        names.all(|name| !name.starts_with(['.', '_']))
            && (is_model_file(&last) || is_folder && !last.starts_with(['.', '_']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Long enough for a loaded machine; a passing test never waits for it.
    const LONG: Option<Duration> = Some(Duration::from_secs(20));

    #[test]
    fn a_change_to_a_model_or_its_catalog_is_told_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::create_dir_all(at("model")).unwrap();
        fs::create_dir_all(at("shop")).unwrap();
        fs::write(at("shop/catalog-info.yaml"), "").unwrap();
        fs::write(at("model/m.yaml"), "sources: { catalogs: ['../*/catalog-info.yaml'] }").unwrap();
        let mut watch = Watch::of(&at("model")).unwrap();

        fs::write(at("model/.m.yaml.swp"), "x").unwrap();
        fs::write(at("shop/notes.txt"), "x").unwrap();
        fs::read(at("model/m.yaml")).unwrap();
        assert!(!watch.next(Some(QUIET)).unwrap(), "no file of the model changed");

        fs::write(at("model/new.yaml"), "company: { name: A }").unwrap();
        assert!(watch.next(LONG).unwrap());
        fs::write(at("shop/catalog-info.yaml"), "kind: x").unwrap();
        assert!(watch.next(LONG).unwrap());

        fs::create_dir_all(at("search")).unwrap();
        fs::write(at("search/catalog-info.yaml"), "").unwrap();
        fs::write(at("model/m.yaml"), "sources: { catalogs: ['../*/catalog-info.yaml'] }\n").unwrap();
        assert!(watch.next(LONG).unwrap());
        watch.follow();
        fs::remove_file(at("search/catalog-info.yaml")).unwrap();
        assert!(watch.next(LONG).unwrap(), "catalogs named since are followed too");
    }

    #[test]
    fn one_file_may_be_replaced() {
        let root = tempfile::tempdir().unwrap();
        let at = |path: &str| root.path().join(path);
        fs::write(at("offing.yaml"), "").unwrap();
        let mut changes = 0;
        fs::write(at("other.yaml"), "").unwrap();
        let watch = Watch::of(&at("offing.yaml")).unwrap();
        fs::write(at("other.yaml"), "x").unwrap();
        assert!(!watch.next(Some(QUIET)).unwrap());
        fs::write(at("tmp"), "company: { name: B }").unwrap();
        fs::rename(at("tmp"), at("offing.yaml")).unwrap();
        changes += usize::from(watch.next(LONG).unwrap());
        assert_eq!(changes, 1);
    }

    #[test]
    fn a_failing_callback_ends_the_watch() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("offing.yaml");
        fs::write(&file, "").unwrap();
        let (send, told) = channel();
        let path = file.clone();
        let thread = std::thread::spawn(move || {
            watch::<LoadError>(&path, &mut || {
                send.send(()).expect("the test is waiting");
                Err(LoadError::Missing { path: PathBuf::from("stop") })
            })
        });
        // The watch may not have begun yet: write until it tells.
        let mut tries = 0;
        while told.recv_timeout(QUIET * 2).is_err() {
            fs::write(&file, "x".repeat(tries)).unwrap();
            tries += 1;
            assert!(tries < 100, "the watch tells nothing");
        }
        assert_eq!(thread.join().unwrap(), Err(LoadError::Missing { path: PathBuf::from("stop") }));
    }
}
