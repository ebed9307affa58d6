//! The technologies of a model as a radar, in the forms that others read.

use std::collections::BTreeMap;

use offing_model::Model;
use offing_model::radar::{Radar, RadarEntry};

use super::{Exported, Scope};

/// A form of a radar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chart {
    /// The table of Thoughtworks' build-your-own-radar.
    Byor,
    /// The folder of AOE's radar.
    Aoe,
    /// Zalando's JSON.
    Zalando,
    /// Backstage's JSON.
    Backstage,
}

/// Returns the files of a radar by their names, a single one under an empty name, and what they leave out; what is
/// confidential is left out unless it is asked for.
pub fn radar(model: &Model, chart: Chart, with_confidential: bool) -> (BTreeMap<String, String>, Exported) {
    let scope = Scope { model, all: with_confidential };
    let told = scope.of(&model.technologies, |one| &one.card);
    let entries: Vec<RadarEntry> = told
        .iter()
        .filter_map(|technology| {
            let card = &technology.card;
            Some(RadarEntry {
                name: card.shown().to_owned(),
                key: Some(card.name.to_string()),
                ring: technology.ring?.word().to_owned(),
                quadrant: card.tags.first().map_or("Technologies", String::as_str).to_owned(),
                change: None,
                description: card.note.clone().unwrap_or_default(),
                link: card.link.clone(),
                tags: card.tags.clone(),
                place: (String::new(), None),
            })
        })
        .collect();
    let not_carried = vec![("technologies without a ring".to_owned(), told.len() - entries.len())];
    let hidden = model.technologies.len() - told.len();
    let (title, today) = (model.company.name.clone(), model.company.as_of);
    let radar = Radar { title: Some(title), date: Some(today), entries, moves: Vec::new() };
    let single = |text: String| BTreeMap::from([(String::new(), text)]);
    let files = match chart {
        Chart::Byor => single(crate::radar::thoughtworks(&radar)),
        Chart::Aoe => crate::radar::aoe(&radar, today),
        Chart::Zalando => single(format!("{:#}\n", crate::radar::zalando(&radar))),
        Chart::Backstage => single(format!("{:#}\n", crate::radar::backstage(&radar, today))),
    };
    let not_carried = not_carried.into_iter().filter(|(_, count)| *count > 0).collect();
    (files, Exported { text: String::new(), confidential: hidden, not_carried })
}
