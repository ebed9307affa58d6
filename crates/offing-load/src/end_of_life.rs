//! Ends of life: a folder in the form of endoflife.date in, [`Product`]s out.
//!
//! Read are the JSON of its interface (a list of cycles in a file named by the product; or the newer form with
//! `result`), and the Markdown of its repository (`releases` in the head). Other files are passed over.
//!
//! ```
//! let json = r#"[{"cycle": "14", "eol": "2026-11-12", "latest": "14.20"}]"#;
//! let product = &offing_load::end_of_life::of_json(json, "postgresql").unwrap()[0];
//! assert_eq!(product.cycles[0].latest.as_deref(), Some("14.20"));
//! ```

use std::path::Path;

use jiff::civil::Date;
use offing_model::end_of_life::{Cycle, Ends, Product};
use offing_model::front_matter::{Said, Value as Head, front_matter};
use offing_model::{Inputs, Model};
use serde_json::Value;

use crate::file::shown;
use crate::folder::below;
use crate::source::{SourceFault, path_of, text_of};

/// What a fault of form says.
const HELP: &str = "write it as endoflife.date does: `https://endoflife.date/api/PRODUCT.json`";

/// Returns the products that a model names under `sources.end-of-life`, if it names a folder.
///
/// *Errors:* as [`read`].
pub fn of_model(model: &Model, inputs: &Inputs) -> Result<Option<Vec<Product>>, Vec<SourceFault>> {
    let Some((path, place)) = &model.sources.end_of_life else { return Ok(None) };
    read(&path_of(inputs, *place, path)).map(Some)
}

/// Returns the products of a folder, by their names.
///
/// *Errors:* a folder without any, and every file that can not be read.
pub fn read(folder: &Path) -> Result<Vec<Product>, Vec<SourceFault>> {
    if !folder.is_dir() {
        let fault =
            SourceFault::new(None, "is no folder", "name a folder of files such as `postgresql.json`");
        return Err(vec![fault.of(folder)]);
    }
    let wanted = |name: &str| name.ends_with(".json") || name.ends_with(".md");
    let found = below([folder.to_path_buf()], |name| !name.starts_with('.'), wanted);
    let (mut products, mut faults) = (Vec::new(), Vec::new());
    for path in &found.files {
        match file(path) {
            Ok(of) => products.extend(of),
            Err(fault) => faults.push(fault.of(path)),
        }
    }
    faults.extend(found.closed.iter().map(|(path, error)| {
        SourceFault::new(None, format!("can not be looked into: {error}"), "check that you may").of(path)
    }));
    if products.is_empty() && faults.is_empty() {
        faults.push(SourceFault::new(None, "no product below", HELP).of(folder));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    products.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(products)
}

fn file(path: &Path) -> Result<Vec<Product>, SourceFault> {
    let text = text_of(path)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_markdown = path.extension().is_some_and(|end| end == "md");
    let mut products =
        if is_markdown { of_markdown(&text, &name)?.into_iter().collect() } else { of_json(&text, &name)? };
    for product in &mut products {
        product.file = shown(path);
    }
    Ok(products)
}

/// Returns the products of a JSON text; a list of cycles says no name, so it takes that of its file.
///
/// *Errors:* no JSON, with its line; a cycle without a name or with a day that is none, by its number.
pub fn of_json(text: &str, name: &str) -> Result<Vec<Product>, SourceFault> {
    let value: Value = serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(text))
        .map_err(|error| SourceFault::new(Some(error.line() as u64), format!("no JSON: {error}"), HELP))?;
    match &value {
        // The list of all products is a list of names.
        Value::Array(all) if all.iter().all(Value::is_string) => Ok(Vec::new()),
        Value::Array(cycles) => Ok(vec![product(name, Vec::new(), cycles)?]),
        Value::Object(whole) => match whole.get("result") {
            Some(Value::Array(all)) => all.iter().map(|one| newer(one, name)).collect(),
            Some(one) => Ok(vec![newer(one, name)?]),
            None => Err(SourceFault::new(None, "neither a list of cycles nor a `result`", HELP)),
        },
        _ => Err(SourceFault::new(None, "neither a list of cycles nor a `result`", HELP)),
    }
}

/// Reads a product of the newer form.
fn newer(value: &Value, file: &str) -> Result<Product, SourceFault> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let name = text("name").unwrap_or_else(|| file.to_owned());
    let aliases = value.get("aliases").and_then(Value::as_array).into_iter().flatten();
    let aliases = aliases.filter_map(Value::as_str).map(str::to_owned).chain(text("label")).collect();
    let Some(releases) = value.get("releases").and_then(Value::as_array) else {
        return Err(SourceFault::new(None, format!("`{name}` has no `releases`"), HELP));
    };
    product(&name, aliases, releases)
}

fn product(name: &str, aliases: Vec<String>, cycles: &[Value]) -> Result<Product, SourceFault> {
    let read = |(nth, value): (usize, &Value)| cycle(nth + 1, value);
    let cycles = cycles.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    Ok(Product { name: name.to_owned(), aliases, cycles, file: String::new() })
}

/// Reads a cycle of either form.
fn cycle(nth: usize, value: &Value) -> Result<Cycle, SourceFault> {
    let fault = |message: String| SourceFault::new(None, format!("cycle {nth} {message}"), HELP);
    let plain = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let name = ["cycle", "name"].iter().find_map(|key| plain(value.get(key)?));
    let name = name.filter(|name| !name.is_empty()).ok_or_else(|| fault("has no name".to_owned()))?;
    let ends = |keys: [&str; 2], over: &str| -> Result<Ends, SourceFault> {
        let said = keys.iter().find_map(|key| value.get(key)).filter(|said| !said.is_null());
        match said {
            Some(Value::Bool(true)) => Ok(Ends::Over),
            Some(Value::Bool(false)) => Ok(Ends::Open),
            Some(said) => match said.as_str().and_then(date) {
                Some(day) => Ok(Ends::On(day)),
                None => Err(fault(format!("(`{name}`) ends on no day: {said}"))),
            },
            None => Ok(match value.get(over).and_then(Value::as_bool) {
                Some(true) => Ends::Over,
                Some(false) => Ends::Open,
                None => Ends::Unsaid,
            }),
        }
    };
    let latest = value.get("latest").and_then(|latest| latest.get("name").or(Some(latest)));
    Ok(Cycle {
        released: value.get("releaseDate").and_then(Value::as_str).and_then(date),
        support: ends(["support", "eoasFrom"], "isEoas")?,
        life: ends(["eol", "eolFrom"], "isEol")?,
        latest: latest.and_then(plain),
        name,
    })
}

/// Returns the product of a Markdown file; `None` where its head says no `releases`.
///
/// *Errors:* a head that is no YAML, a release without a name or with a day that is none; each with its line.
pub fn of_markdown(text: &str, name: &str) -> Result<Option<Product>, SourceFault> {
    let head = front_matter(text)
        .map_err(|fault| SourceFault::new(Some(u64::from(fault.line)), fault.message, fault.help))?;
    let Some((head, _)) = head else { return Ok(None) };
    let Some(releases) = head.get("releases") else { return Ok(None) };
    let Said::List(releases) = &releases.said else {
        return Err(SourceFault::new(Some(u64::from(releases.line)), "`releases` is no list", HELP));
    };
    let others = head.get("alternate_urls").map(Head::texts).unwrap_or_default();
    let aliases = others.into_iter().map(|url| url.trim_matches('/').to_owned());
    let aliases = aliases.chain(head.get("title").and_then(Head::text).map(str::to_owned)).collect();
    let cycles = releases.iter().map(release).collect::<Result<_, _>>()?;
    Ok(Some(Product { name: name.to_owned(), aliases, cycles, file: String::new() }))
}

fn release(value: &Head) -> Result<Cycle, SourceFault> {
    let fault = |line: u32, message: String| SourceFault::new(Some(u64::from(line)), message, HELP);
    let text = |key: &str| value.get(key).and_then(Head::text).map(str::trim);
    let name = text("releaseCycle").filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| fault(value.line, "a release has no `releaseCycle`".to_owned()))?;
    let ends = |keys: [&str; 2]| match keys.iter().find_map(|key| value.get(key)) {
        Some(Head { said: Said::Text(said), line }) => match said.as_str() {
            "true" => Ok(Ends::Over),
            "false" => Ok(Ends::Open),
            said => match date(said) {
                Some(day) => Ok(Ends::On(day)),
                None => Err(fault(*line, format!("release `{name}` ends on no day: `{said}`"))),
            },
        },
        _ => Ok(Ends::Unsaid),
    };
    Ok(Cycle {
        released: text("releaseDate").and_then(date),
        support: ends(["eoas", "support"])?,
        life: ends(["eol", "eol"])?,
        latest: text("latest").map(str::to_owned),
        name: name.to_owned(),
    })
}

fn date(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

#[cfg(test)]
mod tests;
