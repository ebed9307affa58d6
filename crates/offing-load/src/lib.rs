//! The only crate that reads disk (first cut).
use offing_model::{Content, Inputs, Source};
use std::path::{Path, PathBuf};
pub fn find(path: Option<&Path>) -> std::io::Result<PathBuf> {
    Ok(path.map(Path::to_path_buf).unwrap_or_else(|| ".".into()))
}
pub fn inputs(path: &Path, today: jiff::civil::Date) -> std::io::Result<Inputs> {
    let mut files = vec![];
    if path.is_dir() {
        for e in std::fs::read_dir(path)? {
            let p = e?.path();
            if p.extension().is_some_and(|x| x == "yaml")
                && !p.file_name().unwrap().to_str().unwrap().starts_with('_')
            {
                files.push(p);
            }
        }
    } else {
        files.push(path.to_path_buf())
    }
    files.sort();
    let sources = files
        .into_iter()
        .map(|p| Source {
            name: p.display().to_string(),
            content: Content::Text(std::fs::read_to_string(&p).unwrap()),
        })
        .collect();
    Ok(Inputs { sources, catalogs: vec![], today })
}
pub fn watch(_: &Path, _: &mut dyn FnMut() -> anyhow::Result<()>) -> std::io::Result<()> {
    Ok(())
}
