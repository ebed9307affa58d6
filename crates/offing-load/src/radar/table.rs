//! Thoughtworks' build-your-own-radar: a table with a head. Newer ones say `status` where older ones say `isNew`.

use offing_model::radar::{Radar, RadarChange, RadarEntry};

use super::FORMS;
use crate::source::SourceFault;

/// Returns the radar of a table.
pub(super) fn radar(text: &str) -> Result<Radar, SourceFault> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let head = reader.headers().map_err(|error| broken(&error))?.clone();
    let at = |names: &[&str]| head.iter().position(|title| names.contains(&plain(title).as_str()));
    let column = |name: &'static str| {
        at(&[name]).ok_or_else(|| SourceFault::new(Some(1), format!("no column `{name}`"), FORMS))
    };
    let (name_at, ring_at, quadrant_at) = (column("name")?, column("ring")?, column("quadrant")?);
    let (new_at, status_at) = (at(&["isnew", "is_new", "new"]), at(&["status"]));
    let (description_at, link_at) = (at(&["description"]), at(&["link", "url"]));
    let mut radar = Radar::default();
    for record in reader.records() {
        let record = record.map_err(|error| broken(&error))?;
        let line = record.position().map(csv::Position::line);
        let said = |at: usize, what: &str| match record[at].trim() {
            "" => Err(SourceFault::new(line, format!("`{what}` is empty"), "every technology needs it")),
            said => Ok(said.to_owned()),
        };
        let may_say = |at: Option<usize>| at.map(|at| record[at].trim()).filter(|said| !said.is_empty());
        let change = match may_say(status_at) {
            Some(status) => Some(status_of(status, line)?),
            None => may_say(new_at).map(|flag| new_of(flag, line)).transpose()?,
        };
        radar.entries.push(RadarEntry {
            name: said(name_at, "name")?,
            key: None,
            ring: said(ring_at, "ring")?,
            quadrant: said(quadrant_at, "quadrant")?,
            change,
            description: may_say(description_at).unwrap_or_default().to_owned(),
            link: may_say(link_at).map(str::to_owned),
            tags: Vec::new(),
            place: (String::new(), line.map(|line| line as u32)),
        });
    }
    Ok(radar)
}

fn plain(title: &str) -> String {
    title.trim().to_lowercase()
}

/// Returns what `isNew` says: not new is not the same as never moved, but all this form knows.
fn new_of(flag: &str, line: Option<u64>) -> Result<RadarChange, SourceFault> {
    match flag.to_lowercase().as_str() {
        "true" | "yes" | "1" => Ok(RadarChange::New),
        "false" | "no" | "0" => Ok(RadarChange::Stays),
        _ => Err(SourceFault::new(
            line,
            format!("`isNew` is neither true nor false: `{flag}`"),
            "write TRUE or FALSE",
        )),
    }
}

fn status_of(status: &str, line: Option<u64>) -> Result<RadarChange, SourceFault> {
    match status.to_lowercase().as_str() {
        "new" => Ok(RadarChange::New),
        "moved in" => Ok(RadarChange::In),
        "moved out" => Ok(RadarChange::Out),
        "no change" => Ok(RadarChange::Stays),
        _ => {
            let help = "write `new`, `moved in`, `moved out` or `no change`";
            Err(SourceFault::new(line, format!("`status` says `{status}`"), help))
        }
    }
}

fn broken(error: &csv::Error) -> SourceFault {
    let line = error.position().map(csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => SourceFault::new(
            line,
            format!("{len} cells where the head has {expected_len}"),
            "put texts with commas or line feeds in double quotes",
        ),
        _ => SourceFault::new(line, error.to_string(), "export it again as CSV"),
    }
}
