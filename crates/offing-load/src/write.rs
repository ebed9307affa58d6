//! Files of a model, written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::file::plain;

/// Why a file was not written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// Its text is not the one that was changed.
    Changed {
        /// The file.
        file: String,
    },
    /// The system did not let it.
    Denied {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WriteError::Changed { file } => write!(f, "`{file}` has changed meanwhile: nothing was written"),
            WriteError::Denied { file, reason } => write!(f, "`{file}` can not be written: {reason}"),
        }
    }
}

impl std::error::Error for WriteError {}

/// Replaces the text of files, each of which must still have the text `before`. All are checked before any is written.
/// Whenever the process dies, each file has either its old text or its new one.
///
/// *Errors:* a file has another text, or can not be written; files before it in the list may have their new text then.
pub fn replace(edits: &[(&str, &str, &str)]) -> Result<(), WriteError> {
    for (file, before, _) in edits {
        check(file, before)?;
    }
    for (file, before, after) in edits {
        replace_one(file, before, after)?;
    }
    Ok(())
}

fn check(file: &str, before: &str) -> Result<(), WriteError> {
    match fs::read(file) {
        Ok(text) if text == before.as_bytes() => Ok(()),
        Ok(_) => Err(WriteError::Changed { file: file.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(WriteError::Changed { file: file.to_owned() })
        }
        Err(error) => Err(denied(file, &error)),
    }
}

fn replace_one(file: &str, before: &str, after: &str) -> Result<(), WriteError> {
    let fail = |error: io::Error| denied(file, &error);
    // Through a link, what it leads to is replaced, not the link.
    let target = fs::canonicalize(file).map_err(fail)?;
    let beside = beside(&target);
    let written = write_beside(&beside, &target, after).map_err(fail).and_then(|()| check(file, before));
    let renamed = written.and_then(|()| fs::rename(&beside, &target).map_err(fail));
    if renamed.is_err() {
        let _ = fs::remove_file(&beside);
    }
    renamed?;
    sync_folder(&target).map_err(fail)
}

/// Returns the path that a file's new text is written to first: hidden, so that it is no file of the model.
fn beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.offing-new"))
}

fn write_beside(beside: &Path, target: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // Nobody may look into it who may not look into the file itself.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(beside)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(fs::metadata(target)?.permissions())?;
    file.sync_all()
}

/// Makes the new name last: on disk it belongs to the folder.
fn sync_folder(target: &Path) -> io::Result<()> {
    let Some(folder) = target.parent().filter(|_| cfg!(unix)) else { return Ok(()) };
    File::open(folder)?.sync_all()
}

fn denied(file: &str, error: &io::Error) -> WriteError {
    WriteError::Denied { file: file.to_owned(), reason: plain(error) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_are_replaced_or_none() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name).to_string_lossy().into_owned();
        let (a, b) = (at("a.yaml"), at("b.yaml"));
        fs::write(&a, "old a").unwrap();
        fs::write(&b, "edited by hand").unwrap();
        let error = replace(&[(&a, "old a", "new a"), (&b, "old b", "new b")]).unwrap_err();
        assert_eq!(error, WriteError::Changed { file: b.clone() });
        assert_eq!(fs::read_to_string(&a).unwrap(), "old a");
        replace(&[(&a, "old a", "new a"), (&b, "edited by hand", "new b")]).unwrap();
        assert_eq!(
            (fs::read_to_string(&a).unwrap(), fs::read_to_string(&b).unwrap()),
            ("new a".into(), "new b".into())
        );
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 2, "nothing is left beside them");
        assert!(replace(&[(&at("gone.yaml"), "", "x")]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let root = tempfile::tempdir().unwrap();
        let (real, link) = (root.path().join("real.yaml"), root.path().join("link.yaml"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&real, &link).unwrap();
        replace(&[(&link.to_string_lossy(), "old", "new")]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
