//! One file → its content, or why that can not be had. Never blocks, never reads more than is taken.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use offing_model::{Content, LARGEST_FILE, Source};

/// Returns a file's content; what is no plain file is not opened.
pub(crate) fn content(path: &Path) -> Content {
    match read(path) {
        Ok(content) => content,
        Err(error) => Content::Unreadable { reason: plain(&error) },
    }
}

/// Returns a file as a source, named as its path is written.
pub(crate) fn source(path: &Path) -> Source {
    Source { name: shown(path), content: content(path) }
}

/// Returns a path as the user would write it, without the `./` that says nothing.
pub(crate) fn shown(path: &Path) -> String {
    let plain = path.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path);
    plain.display().to_string()
}

/// Returns what the system said, without its number.
pub(crate) fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

fn read(path: &Path) -> io::Result<Content> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "a folder" } else { "a pipe or a device" };
        return Ok(Content::Unreadable { reason: format!("it is {what}, not a file") });
    }
    if metadata.len() > LARGEST_FILE {
        return Ok(Content::TooLarge { bytes: metadata.len() });
    }
    // The file may have grown since, and some files (in /proc) say they are empty: never read beyond the limit.
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Ok(Content::TooLarge { bytes: bytes.len() as u64 });
    }
    Ok(of_bytes(bytes))
}

/// Returns what these bytes are as the content of a file.
pub(crate) fn of_bytes(bytes: Vec<u8>) -> Content {
    if bytes.len() as u64 > LARGEST_FILE {
        return Content::TooLarge { bytes: bytes.len() as u64 };
    }
    match String::from_utf8(bytes) {
        Ok(text) => Content::Text(text),
        Err(error) => Content::NotUtf8 { valid_up_to: error.utf8_error().valid_up_to() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_says_why() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        fs::write(&path, b"a: \xff").unwrap();
        assert!(matches!(content(&path), Content::NotUtf8 { valid_up_to: 3 }));
        fs::write(&path, b"a: \0").unwrap();
        assert!(
            matches!(content(&path), Content::Text(text) if text == "a: \0"),
            "NUL is UTF-8; the parser judges"
        );
        assert!(matches!(content(folder.path()), Content::Unreadable { .. }));
        assert!(
            matches!(content(&folder.path().join("none")), Content::Unreadable { reason } if reason == "it is not there")
        );
    }

    #[test]
    fn a_file_of_a_hundred_megabytes_is_measured_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sparse.yaml");
        File::create(&path).unwrap().set_len(100 << 20).unwrap();
        assert!(matches!(content(&path), Content::TooLarge { bytes } if bytes == 100 << 20));
        File::create(&path).unwrap().set_len(LARGEST_FILE).unwrap();
        assert!(matches!(content(&path), Content::Text(text) if text.len() as u64 == LARGEST_FILE));
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_opened() {
        // Opening it would wait for a writer for ever.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe.yaml");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.is_ok_and(|status| status.success()), "mkfifo is part of every Unix");
        let content = content(&path);
        assert!(matches!(content, Content::Unreadable { reason } if reason.contains("pipe")));
        assert!(matches!(super::content(Path::new("/dev/zero")), Content::Unreadable { .. }));
    }
}
