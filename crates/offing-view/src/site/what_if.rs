//! What is different from today, what else could be, and what that changes.

use offing_analysis::change::Change;
use offing_analysis::closing::can_be_lost;
use offing_analysis::study::Study;
use offing_analysis::words::{days, percent};
use offing_model::{EntityKind, Initiative, InitiativeId, Model, Node, Outcome, Progress, Team};

use crate::dates::{date_after, long, short};
use crate::page::{Page, Tone};

/// What is different from today, and what else could be.
#[derive(Debug, Clone, Default)]
pub struct WhatIf {
    /// What is different.
    pub changes: Vec<Said>,
    /// What else could be, in groups.
    pub offers: Vec<(&'static str, Vec<Said>)>,
}

/// A change, as it is written and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// As [`Change::read`] reads it.
    pub text: String,
    /// As people say it.
    pub words: String,
}

/// How many things of a kind are offered: more is no list to choose from.
const MOST: usize = 60;

/// Returns what is different in a study, and what else could be.
pub fn what_if(study: &Study) -> WhatIf {
    let model = study.model();
    let said = |change: Change| Said { text: change.text(model), words: words(model, change) };
    let changes = study.changes();
    let mut offers: Vec<(&'static str, Vec<Said>)> = Vec::new();
    let losses = [
        ("Without a vendor", EntityKind::Vendor),
        ("Without a technology", EntityKind::Technology),
        ("Without a system", EntityKind::System),
        ("Without a person", EntityKind::Person),
    ];
    for (group, kind) in losses {
        let fits =
            |node: &Node| node.kind() == kind && can_be_lost(model, *node) && !model.lost.contains(node);
        offers.push((group, model.nodes().filter(fits).map(Change::Without).map(said).take(MOST).collect()));
    }
    let open = |id: &InitiativeId| {
        matches!(model[*id].progress(model.company.as_of), Progress::Waiting | Progress::Started)
    };
    offers.push((
        "Done today",
        Initiative::ids(model).filter(open).map(Change::Done).map(said).take(MOST).collect(),
    ));
    offers.push((
        "Given up",
        Initiative::ids(model).filter(open).map(Change::Dropped).map(said).take(MOST).collect(),
    ));
    let people = Team::ids(model).flat_map(|id| {
        let now = model[id].people;
        [now - 1.0, now + 1.0, now + 2.0]
            .into_iter()
            .filter(|n| *n >= 0.0)
            .map(move |n| Change::People(id, n))
    });
    offers.push(("More or fewer people", people.map(said).take(MOST).collect()));
    let odds = Outcome::ids(model).flat_map(|id| {
        let now = model[id].odds;
        [now - 0.1, now + 0.1]
            .into_iter()
            .filter(|odds| (0.0..=1.0).contains(odds))
            .map(move |odds| Change::Odds(id, odds))
    });
    offers.push(("Other odds", odds.map(said).take(MOST).collect()));
    if let Some(runway) = model.company.runway_days {
        let half = 182.625;
        let other = [runway - half, runway + half].into_iter().filter(|days| *days > 0.0);
        offers.push(("The money lasts", other.map(|days| said(Change::Runway(Some(days)))).collect()));
    }
    let others = Outcome::ids(model).filter(|id| !model[*id].chosen);
    offers.push(("Another outcome is chosen", others.map(Change::Chosen).map(said).take(MOST).collect()));
    offers.retain(|(_, offers)| !offers.is_empty());
    WhatIf { changes: changes.iter().map(|change| said(*change)).collect(), offers }
}

/// Returns a change as people say it.
fn words(model: &Model, change: Change) -> String {
    let initiative = |id: InitiativeId| model[id].card.shown();
    match change {
        Change::Without(node) => format!("without {} {}", node.kind().word(), model.card(node).shown()),
        Change::Done(id) => format!("{} done", initiative(id)),
        Change::Dropped(id) => format!("{} given up", initiative(id)),
        Change::NotBefore(id, date) => {
            format!("{} not before {}", initiative(id), short(date, model.company.as_of))
        }
        Change::People(id, people) => format!("{} with {people} people", model[id].card.shown()),
        Change::Odds(id, odds) => format!("{} at odds of {}", model[id].card.shown(), percent(odds)),
        Change::Runway(None) => "the money never ends".to_owned(),
        Change::Runway(Some(left)) => match date_after(model, left) {
            Some(date) => format!("the money lasts until {}", long(date)),
            None => format!("the money lasts {}", days(left)),
        },
        Change::Chosen(id) => format!("{} chosen", model[id].card.shown()),
    }
}

/// Returns what a what-if changes against today, under the same luck; nothing for today itself.
pub(super) fn changed(study: &Study) -> Option<Page> {
    let today = study.today()?;
    let model = study.model();
    let mut page = crate::ensure::changes(model, today.ensure(), study.ensure());
    let finish = |study: &Study| study.execute_soon()?.finish.map(|finish| finish.days.p80);
    if let (Some(was), Some(is)) = (finish(today), finish(study)) {
        let moved = is - was;
        if moved.abs() >= 1.0 && moved.is_finite() {
            let (tone, word) = if moved > 0.0 { (Tone::Bad, "later") } else { (Tone::Good, "sooner") };
            page.item(vec![
                Tone::Plain.say("The chosen outcome's date at P80 is "),
                tone.say(format!("{} {word}", days(moved.abs()))),
                Tone::Plain.say(" in the plan"),
            ]);
        }
    }
    Some(page)
}
