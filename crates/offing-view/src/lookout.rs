//! `offing lookout`: what was seen outside and what it does to our beliefs, who else is coming, where technologies
//! stand and until when, what it takes to leave, and where we are blind.
//!
//! Every section is a page of its own and says something useful where its source is missing.

mod beliefs;
mod blind;
mod ends;
mod json;
mod rings;

pub use beliefs::{beliefs, rivals, signals};
pub use blind::blindness;
pub(crate) use ends::ending;
pub use ends::ends;
pub use json::json;
pub use rings::rings;
pub(crate) use rings::{held, moved};

use offing_analysis::lookout::{Lookout, Stage};
use offing_analysis::words::{amount, days};
use offing_model::{Inputs, Model, OutcomeId};

use crate::dates::long;
use crate::names::Names;
use crate::page::{Line, Page, Tone, plain};

/// How many exits the page names.
const MOST_EXITS: usize = 8;

/// Returns the page for people.
pub fn page(model: &Model, inputs: &Inputs, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    page.heading(format!("{}, {}: looking out", model.company.name, long(model.company.as_of)));
    page.text(verdict(model, lookout));
    let sections = [
        beliefs(model, lookout),
        signals(model, lookout),
        rivals(model, lookout),
        rings(model, lookout),
        ends(model, lookout),
        exits(model, lookout),
        blindness(model, lookout),
        guarantees(model, inputs, lookout),
    ];
    sections.into_iter().for_each(|section| page.blocks.extend(section.blocks));
    page
}

/// Returns the page in one paragraph.
pub fn verdict(model: &Model, lookout: &Lookout) -> Line {
    let all = model.outcomes.len();
    let blind = lookout.blindness.outcomes.len();
    let within = days(lookout.question.blind_days);
    let mut line =
        match (all, blind) {
            (0, _) => plain("No outcome is named yet. "),
            (_, 0) => vec![Tone::Good.say(format!("Every outcome has a signal within {within}. "))],
            _ => vec![Tone::Warn.say(format!(
                "{blind} of {} had no signal for {within}. ",
                amount(all, "outcome", "outcomes")
            ))],
        };
    let held = lookout.rings.held.iter().filter(|held| !held.carries.outcomes.is_empty()).count();
    if held > 0 {
        let carry = if held == 1 { "on hold carries" } else { "on hold carry" };
        line.push(
            Tone::Warn.say(format!("{} {carry} outcomes. ", amount(held, "technology", "technologies"))),
        );
    }
    let over = lookout.ends.endings.iter().filter(|ending| matches!(ending.stage, Stage::Ended(_))).count();
    let soon = |ending: &&offing_analysis::lookout::Ending| matches!(ending.stage, Stage::Ends(_, days) if days <= YEAR);
    let soon = lookout.ends.endings.iter().filter(soon).count();
    if over > 0 {
        let is = if over == 1 { "is" } else { "are" };
        line.push(
            Tone::Bad
                .say(format!("{} {is} no longer supported. ", amount(over, "technology", "technologies"))),
        );
    }
    if soon > 0 {
        let ends = if soon == 1 { "ends" } else { "end" };
        line.push(Tone::Warn.say(format!("The support of {soon} {ends} within a year. ")));
    }
    line
}

/// Days in a year.
const YEAR: f64 = 365.25;

/// Returns what it takes to leave things, the dearest first.
pub fn exits(model: &Model, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    crate::ensure::exits(model, &lookout.exits, MOST_EXITS, &Names::of(model), &mut page);
    if lookout.exits.is_empty() {
        page.heading("What it takes to leave");
        page.text(vec![
            Tone::Plain.say("Nothing says what leaving it takes. Say it where it would hurt: "),
            Tone::Code.say("exit: { takes: 3 to 8 months, staff: { TEAM: 2 }, cost: 20k to 60k }"),
            Tone::Plain.say(" at a system, technology or vendor."),
        ]);
    }
    page
}

/// Returns what became of the guarantees about looking out.
pub fn guarantees(model: &Model, inputs: &Inputs, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    crate::ensure::guarantees(model, inputs, &lookout.guarantees, &mut page);
    if lookout.guarantees.is_empty() {
        page.heading("Guarantees");
        page.text(vec![
            Tone::Plain.say("None is about looking out. Promise it and have it checked: "),
            Tone::Code.say("look-out: { signals-within: 90 days }"),
            Tone::Plain.say(", "),
            Tone::Code.say("fresh: { facts-within: 6 months }"),
            Tone::Plain.say(" under "),
            Tone::Code.say("guarantees:"),
            Tone::Plain.say("."),
        ]);
    }
    page
}

/// Returns outcomes as readers know them, at most so many, the rest counted.
fn outcomes(model: &Model, ids: &[OutcomeId], most: usize) -> String {
    let names = ids.iter().map(|id| model[*id].card.shown().to_owned()).collect();
    offing_analysis::words::several(names, most)
}
