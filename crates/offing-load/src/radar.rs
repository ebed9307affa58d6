//! Technology radars: a file or a folder in, a [`Radar`] out. The form is told by what is in it.
//!
//! | form | what it looks like |
//! |---|---|
//! | Thoughtworks build-your-own-radar | CSV with `name,ring,quadrant,isNew,description`, or the same as a list in JSON |
//! | Zalando | JSON with `entries` that have a `label` and numbers for `ring` and `quadrant` |
//! | Backstage | JSON with `entries` that have a `timeline` |
//! | AOE | a folder of folders named by a day, with Markdown whose head says `ring` and `quadrant` or `segment` |
//!
//! ```
//! let radar = offing_load::radar::of_text("name,ring,quadrant,isNew,description\nRails,Adopt,Tools,FALSE,Ours\n").unwrap();
//! assert_eq!(radar.entries[0].ring, "Adopt");
//! ```

mod json;
mod markdown;
mod table;

use std::path::Path;

use offing_model::radar::Radar;
use offing_model::{Inputs, Model};

use crate::source::{SourceFault, path_of, text_of};

/// What a fault of form says.
const FORMS: &str = "a radar is CSV with `name,ring,quadrant,isNew,description`, JSON with `entries`, or a folder of \
                     `DATE/*.md`";

/// Returns the radar at a path: a file, or a folder of dated Markdown.
///
/// *Errors:* what can not be read, is of no known form, or breaks off; each with the file and its line.
pub fn read(path: &Path) -> Result<Radar, SourceFault> {
    if path.is_dir() {
        return markdown::radar(path);
    }
    let text = text_of(path)?;
    let mut radar = of_text(&text).map_err(|fault| fault.of(path))?;
    for entry in &mut radar.entries {
        entry.place.0 = crate::file::shown(path);
    }
    Ok(radar)
}

/// Returns the radar a text says, CSV or JSON.
///
/// *Errors:* a text of another form, an entry without a name, ring or quadrant; each with its line where JSON and CSV
/// know one.
pub fn of_text(text: &str) -> Result<Radar, SourceFault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with(['{', '[']) { json::radar(text) } else { table::radar(text) }
}

/// Returns the radar that a model names under `sources.radar`, if it names one.
///
/// *Errors:* as [`read`].
pub fn of_model(model: &Model, inputs: &Inputs) -> Result<Option<Radar>, SourceFault> {
    let Some((path, place)) = &model.sources.radar else { return Ok(None) };
    read(&path_of(inputs, *place, path)).map(Some)
}

#[cfg(test)]
mod tests;
