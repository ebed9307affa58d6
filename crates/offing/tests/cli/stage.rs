//! A folder that holds a copy of the example models, and the binary to run in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder of its own, gone when it is dropped.
pub(crate) struct Stage {
    folder: TempDir,
}

/// What a run printed, and how it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Stage {
    /// Returns an empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// Returns a folder with a copy of `models/` in it.
    pub(crate) fn with_models() -> Self {
        let stage = Self::empty();
        copy(&root().join("models"), &stage.path("models"));
        stage
    }

    /// Returns the path of something in the folder.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, inside: &str, text: &str) {
        let path = self.path(inside);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Returns the binary, about to run in the folder: no colour, hundred columns, nothing taken from this shell.
    pub(crate) fn offing(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offing"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_clear()
            .env("COLUMNS", "100")
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    /// Runs the binary in the folder.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        ran(self.offing(args).output().unwrap())
    }
}

/// Returns what a run printed, and how it ended.
pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// Returns the root of the workspace.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().parent().unwrap()
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
