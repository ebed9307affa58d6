//! What `offing init --from` starts from: catalog descriptors and CODEOWNERS, wherever they lie.

use std::fs;
use std::path::{Path, PathBuf};

use offing_model::starter::Gathered;
use offing_model::{Content, Source};

use crate::disk::is_yaml;
use crate::error::LoadError;
use crate::file::{content, plain, shown};
use crate::folder::below;

/// Hidden folders that may hold a CODEOWNERS.
const HOSTS: [&str; 3] = [".github", ".gitlab", ".gitea"];

/// The folder of what others wrote.
const FOREIGN: &str = "node_modules";

/// Returns the catalog descriptors and CODEOWNERS below paths, in the order of their names.
///
/// A descriptor is a YAML file with `apiVersion: backstage.io/…`, or a YAML file that is itself one of the paths.
///
/// *Errors:* a path that does not exist; nothing of the two below any of them.
pub fn gather(paths: &[PathBuf]) -> Result<Gathered, LoadError> {
    let mut gathered = Gathered::default();
    for path in paths {
        let metadata = fs::metadata(path).map_err(|_| LoadError::Missing { path: path.clone() })?;
        if metadata.is_dir() {
            folder(path, &mut gathered);
        } else if !metadata.is_file() {
            return Err(LoadError::NotAFile { path: path.clone() });
        } else if is_owners(&name_of(path)) {
            take(path, &mut gathered.owners);
        } else {
            take(path, &mut gathered.catalogs);
        }
    }
    for list in [&mut gathered.catalogs, &mut gathered.owners] {
        list.sort_by(|one, other| one.name.cmp(&other.name));
        list.dedup_by(|one, other| one.name == other.name);
    }
    if gathered.catalogs.is_empty() && gathered.owners.is_empty() {
        return Err(LoadError::NothingToStartFrom { paths: paths.to_vec() });
    }
    Ok(gathered)
}

fn folder(path: &Path, gathered: &mut Gathered) {
    let enter = |name: &str| HOSTS.contains(&name) || (!name.starts_with('.') && name != FOREIGN);
    let found = below(path, enter, |name| is_owners(name) || (is_yaml(name) && !name.starts_with('.')));
    for path in found.files {
        if is_owners(&name_of(&path)) {
            take(&path, &mut gathered.owners);
            continue;
        }
        let content = content(&path);
        match &content {
            Content::Text(text) if !is_descriptor(text) => gathered.others += 1,
            _ => gathered.catalogs.push(Source { name: shown(&path), content }),
        }
    }
    for (path, error) in found.closed {
        let content = Content::Unreadable { reason: plain(&error) };
        gathered.catalogs.push(Source { name: shown(&path), content });
    }
}

fn take(path: &Path, list: &mut Vec<Source>) {
    list.push(Source { name: shown(path), content: content(path) });
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn is_owners(name: &str) -> bool {
    name == "CODEOWNERS"
}

/// Returns whether a text has a line that says `apiVersion: backstage.io/…`, in YAML or in JSON.
fn is_descriptor(text: &str) -> bool {
    text.lines().any(|line| {
        let Some((_, rest)) = line.split_once("apiVersion") else { return false };
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let Some(version) = rest.strip_prefix(':') else { return false };
        version.trim_start().trim_start_matches(['"', '\'']).starts_with("backstage.io/")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptors_are_told_from_other_yaml_by_their_version() {
        for text in [
            "apiVersion: backstage.io/v1alpha1\nkind: API",
            "# x\n---\nkind: API\napiVersion: \"backstage.io/v1beta1\"",
            "{\"apiVersion\": \"backstage.io/v1alpha1\"}",
        ] {
            assert!(is_descriptor(text), "{text}");
        }
        for text in
            ["apiVersion: apps/v1", "note: see backstage.io/docs", "apiVersion:\n  x: backstage.io/v1", ""]
        {
            assert!(!is_descriptor(text), "{text}");
        }
    }

    #[test]
    fn what_others_wrote_and_what_is_hidden_is_passed_over() {
        let root = tempfile::tempdir().unwrap();
        let descriptor = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: a }\n";
        for (path, text) in [
            ("shop/catalog-info.yaml", descriptor),
            ("shop/deploy.yaml", "apiVersion: apps/v1"),
            ("shop/node_modules/x/catalog-info.yaml", descriptor),
            (".github/CODEOWNERS", "* @org/web"),
            (".github/workflows/ci.yml", "on: push"),
            (".cache/catalog-info.yaml", descriptor),
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::write(root.path().join("bad.yaml"), b"\xff").unwrap();
        let gathered = gather(&[root.path().to_path_buf()]).unwrap();
        let ends = |list: &[Source], ends: &[&str]| {
            assert_eq!(list.len(), ends.len(), "{list:?}");
            assert!(list.iter().zip(ends).all(|(source, end)| source.name.ends_with(end)), "{list:?}");
        };
        ends(&gathered.catalogs, &["bad.yaml", "shop/catalog-info.yaml"]);
        ends(&gathered.owners, &[".github/CODEOWNERS"]);
        assert_eq!(gathered.others, 2, "two YAML files are no descriptors");
    }

    #[test]
    fn nothing_to_start_from_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        let paths = vec![root.path().to_path_buf()];
        let error = gather(&paths).unwrap_err();
        assert_eq!(error, LoadError::NothingToStartFrom { paths });
        let missing = root.path().join("none");
        assert!(matches!(gather(&[missing]), Err(LoadError::Missing { .. })));
    }
}
