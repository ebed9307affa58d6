//! What can keep a model from being read at all.

use std::fmt;
use std::path::PathBuf;

/// Why there is nothing to read; says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// Nothing is at this path.
    Missing {
        /// The path as given.
        path: PathBuf,
    },
    /// The folder has no file that could be a model's.
    NoYaml {
        /// The folder as given.
        path: PathBuf,
    },
    /// The path leads to a pipe or a device.
    NotAFile {
        /// The path as given.
        path: PathBuf,
    },
    /// There is no catalog and no CODEOWNERS below the paths.
    NothingToStartFrom {
        /// The paths as given.
        paths: Vec<PathBuf>,
    },
    /// The system would not let us in, or watch.
    Denied {
        /// The path.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LoadError::Missing { path } => write!(
                f,
                "there is no model at `{}`: name a folder or file that exists, or run `offing init` to write one",
                path.display()
            ),
            LoadError::NoYaml { path } => write!(
                f,
                "the folder `{}` has no model: no .yaml or .yml file is below it (names that begin with `.` or `_` \
                 do not count); run `offing init` to write one",
                path.display()
            ),
            LoadError::NotAFile { path } => write!(
                f,
                "`{}` is a pipe or a device: name a file or a folder, or run `offing init` to write a model",
                path.display()
            ),
            LoadError::NothingToStartFrom { paths } => {
                let paths: Vec<String> = paths.iter().map(|path| format!("`{}`", path.display())).collect();
                write!(
                    f,
                    "no catalog descriptor (a .yaml file with `apiVersion: backstage.io/…`) and no CODEOWNERS is below \
                     {}: name other paths, or run `offing init` without `--from`",
                    paths.join(", ")
                )
            }
            LoadError::Denied { path, reason } => write!(
                f,
                "`{}` can not be read: {reason}; check that you may, or name another path",
                path.display()
            ),
        }
    }
}

impl std::error::Error for LoadError {}
