//! Where technologies stand on the radar.

use offing_analysis::lookout::{Held, Lookout, Moved};
use offing_analysis::words::{amount, several};
use offing_model::draft::Ring;
use offing_model::{Model, SystemId, TechnologyId};

use super::outcomes;
use crate::dates::{long, short};
use crate::page::{Align, Line, Page, Table, Tone, plain};

/// How many things are named in one line.
const MOST: usize = 8;

/// Returns where technologies stand: what moved, what is on hold and carries outcomes, what no ring names.
pub fn rings(model: &Model, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    page.heading("Technologies");
    let rings = &lookout.rings;
    let counted: Vec<String> = (Ring::ALL.iter())
        .zip(rings.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(ring, count)| format!("{count} {}", ring.word()))
        .collect();
    if counted.is_empty() {
        page.text(vec![
            Tone::Plain.say("No technology has a ring. Say your stance with "),
            Tone::Code.say("ring: adopt"),
            Tone::Plain.say(" (trial, assess, hold), or name your radar: "),
            Tone::Code.say("sources: { radar: radar.csv }"),
            Tone::Plain.say("."),
        ]);
    } else {
        page.text(plain(format!("By ring: {}.", counted.join(", "))));
    }
    moves(model, lookout, &mut page);
    held(model, &rings.held, &mut page);
    lines(model, lookout).into_iter().for_each(|line| page.item(line));
    page
}

fn moves(model: &Model, lookout: &Lookout, page: &mut Page) {
    let rings = &lookout.rings;
    let since = long(lookout.question.since);
    if !rings.has_radar {
        if rings.counts.iter().any(|count| *count > 0) {
            page.text(vec![
                Tone::Plain.say(
                    "What moved is not known: the model's rings have no days. A radar with days tells it: ",
                ),
                Tone::Code.say("sources: { radar: radar/ }"),
                Tone::Plain.say("."),
            ]);
        }
        return;
    }
    if rings.moves.is_empty() {
        let days = if rings.has_days { "." } else { "; its form knows no days." };
        page.text(plain(format!("Nothing moved on the radar since {since}{days}")));
        return;
    }
    let mut table = Table::new([
        ("Moved", Align::Left),
        ("From", Align::Left),
        ("To", Align::Left),
        ("When", Align::Left),
    ])
    .whole(&[2, 3]);
    for Moved { name, from, to, date, technology } in &rings.moves {
        let aside = if technology.is_some() { "" } else { " (not in the model)" };
        let when = date.map_or_else(|| "last edition".to_owned(), |date| short(date, model.company.as_of));
        table.row([
            Tone::Strong.say(format!("{name}{aside}")),
            Tone::Plain.say(from.as_deref().unwrap_or("new")),
            Tone::Strong.say(to.as_str()),
            Tone::Plain.say(when),
        ]);
    }
    page.table(table);
    page.text(match rings.has_days {
        true => vec![
            Tone::Faint.say(format!("Since {since}")),
            Tone::Faint.say(" (`--since DATE`).").on_pages(Tone::Faint.say(".")),
        ],
        false => {
            vec![Tone::Faint.say("Since the edition before: this form of a radar knows no days.")]
        }
    });
}

/// Adds what is on hold and carries something.
pub(crate) fn held(model: &Model, held: &[Held], page: &mut Page) {
    let mut table = Table::new([
        ("On hold", Align::Left),
        ("Used by", Align::Left),
        ("Carries", Align::Left),
        ("Closed without it", Align::Left),
    ]);
    for Held { technology, carries } in held {
        table.row([
            Tone::Warn.say(model[*technology].card.shown()),
            Tone::Plain.say(systems(model, &carries.systems)),
            Tone::Plain.say(outcomes(model, &carries.outcomes, 3)),
            Tone::Bad.say(outcomes(model, &carries.closes, 3)),
        ]);
    }
    page.table(table);
}

/// Returns in one line, for those who have not the model, what of it moved, if anything did: by the model's own words, as
/// a radar may call what is confidential by another name.
pub(crate) fn moved(model: &Model, lookout: &Lookout) -> Option<Line> {
    let told = |moved: &Moved| {
        let card = &model[moved.technology?].card;
        let shown = (!card.confidential).then(|| card.shown())?;
        Some(match &moved.from {
            Some(from) => format!("{shown} from {from} to {}", moved.to),
            None => format!("{shown} new in {}", moved.to),
        })
    };
    let moves: Vec<String> = lookout.rings.moves.iter().filter_map(told).collect();
    let since = match lookout.rings.has_days {
        true => format!("since {}", long(lookout.question.since)),
        false => "since its last edition".to_owned(),
    };
    (!moves.is_empty()).then(|| {
        vec![Tone::Strong.say(format!("Moved on the radar {since}: ")), Tone::Plain.say(several(moves, MOST))]
    })
}

/// Returns systems by their names, a few of them.
pub(super) fn systems(model: &Model, ids: &[SystemId]) -> String {
    several(ids.iter().map(|id| model[*id].card.name.to_string()).collect(), 3)
}

/// Returns technologies by their names, a few of them.
pub(super) fn technologies(model: &Model, ids: &[TechnologyId]) -> String {
    several(ids.iter().map(|id| model[*id].card.name.to_string()).collect(), MOST)
}

fn lines(model: &Model, lookout: &Lookout) -> Vec<Line> {
    let rings = &lookout.rings;
    let mut lines = Vec::new();
    if !rings.unringed.is_empty() {
        lines.push(vec![
            Tone::Warn.say("In use, and no ring names it: "),
            Tone::Code.say(technologies(model, &rings.unringed)),
        ]);
    }
    for difference in &rings.differences {
        let name = &model[difference.technology].card.name;
        lines.push(vec![
            Tone::Code.say(name.as_str()),
            Tone::Plain.say(format!(
                ": the radar says {}, the model {}; the model counts",
                difference.radar.to_lowercase(),
                difference.model.word()
            )),
        ]);
    }
    for (ring, names) in &rings.other_rings {
        lines.push(plain(format!(
            "The radar's ring `{ring}` is none of adopt, trial, assess, hold: {} without a stance ({})",
            amount(names.len(), "technology is", "technologies are"),
            several(names.clone(), 4)
        )));
    }
    if !rings.only_on_radar.is_empty() {
        lines.push(vec![
            Tone::Faint.say(format!(
                "On the radar, not in the model: {}",
                several(rings.only_on_radar.clone(), MOST)
            )),
        ]);
    }
    lines
}
