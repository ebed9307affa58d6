//! Until when what we run is supported.

use offing_analysis::lookout::{Ending, Lookout, Stage};
use offing_analysis::words::{amount, days, several};
use offing_model::end_of_life::Ends;
use offing_model::{Model, Node};

use super::outcomes;
use super::rings::{systems, technologies};
use crate::dates::short;
use crate::page::{Align, Line, Page, Run, Table, Tone};
use crate::site::Section;

/// From how many days before its end a version is shown as near it.
const NEAR: f64 = super::YEAR;

/// Returns until when technologies are supported, what has ended first.
pub fn ends(model: &Model, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    page.heading("End of life");
    let ends = &lookout.ends;
    if !ends.has_folder {
        page.text(vec![
            Tone::Plain.say("Not known: name a folder of files from endoflife.date, and what runs: "),
            Tone::Code.say("sources: { end-of-life: eol/ }"),
            Tone::Plain.say(" with files such as "),
            Tone::Code.say("eol/postgresql.json"),
            Tone::Plain.say(", "),
            Tone::Code.say("version: 14"),
            Tone::Plain.say(" at a technology."),
        ]);
        return page;
    }
    let mut table = Table::new([
        ("Technology", Align::Left),
        ("Version", Align::Left),
        ("Supported", Align::Left),
        ("Newest", Align::Left),
        ("Used by", Align::Left),
        ("Carries", Align::Left),
    ])
    .whole(&[1, 3]);
    for ending in &ends.endings {
        table.row([
            Tone::Strong
                .say(model[ending.technology].card.shown())
                .to(Section::Thing(Node::Technology(ending.technology))),
            Tone::Plain.say(model[ending.technology].version.as_deref().unwrap_or("?")),
            stage(model, ending),
            Tone::Plain.say(ending.newest.as_deref().unwrap_or_default()),
            Tone::Plain.say(systems(model, &ending.carries.systems)),
            Tone::Plain.say(outcomes(model, &ending.carries.outcomes, 2)),
        ]);
    }
    page.table(table);
    if !ends.unlisted.is_empty() {
        page.item(vec![
            Tone::Warn.say("Not in the folder, though a version or product is named: "),
            Tone::Code.say(technologies(model, &ends.unlisted)),
        ]);
    }
    if ends.silent > 0 {
        let others = amount(ends.silent, "other technology", "other technologies");
        page.text(vec![Tone::Faint.say(format!(
            "The folder says nothing of {others} in use; where it has another name for one, write `eol: NAME`."
        ))]);
    }
    page
}

/// Returns, a line each, what is no longer supported or will not be within a year, with what stands on it.
pub(crate) fn ending(model: &Model, lookout: &Lookout) -> Vec<Line> {
    let is_near = |one: &&Ending| match one.stage {
        Stage::Ended(_) => true,
        Stage::Ends(_, left) => left <= NEAR,
        _ => false,
    };
    let told = |one: &Ending| {
        let technology = &model[one.technology];
        let version = technology.version.as_deref().unwrap_or_default();
        let mut line = vec![
            Tone::Strong.say(format!("{} {version}", technology.card.shown())),
            Tone::Plain.say(" is supported "),
            stage(model, one),
        ];
        if !one.carries.outcomes.is_empty() {
            line.push(Tone::Plain.say("; on it stand "));
            line.push(Tone::Plain.say(outcomes(model, &one.carries.outcomes, 3)));
        }
        line
    };
    lookout.ends.endings.iter().filter(is_near).map(told).collect()
}

fn stage(model: &Model, ending: &Ending) -> Run {
    let as_of = model.company.as_of;
    match ending.stage {
        Stage::Ended(None) => Tone::Bad.say("no longer"),
        Stage::Ended(Some(day)) => Tone::Bad.say(format!("no longer, since {}", short(day, as_of))),
        Stage::Ends(day, left) => {
            let text = format!("until {} ({})", short(day, as_of), days(left));
            if left <= NEAR { Tone::Warn.say(text) } else { Tone::Plain.say(text) }
        }
        Stage::Open => Tone::Plain.say("no end is announced"),
        Stage::NoCycle => Tone::Warn.say(format!("unknown version; {}", known(model, ending))),
        Stage::NoVersion => Tone::Faint.say(format!("say `version:`; {}", known(model, ending))),
    }
}

/// Returns the versions that are supported, with their ends.
fn known(model: &Model, ending: &Ending) -> String {
    let told = |(name, ends): &(String, Ends)| match ends {
        Ends::On(day) => format!("{name} until {}", short(*day, model.company.as_of)),
        Ends::Over | Ends::Open | Ends::Unsaid => name.clone(),
    };
    several(ending.supported.iter().map(told).collect(), 3)
}
