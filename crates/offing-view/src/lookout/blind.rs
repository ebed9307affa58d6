//! Where we are blind.

use offing_analysis::lookout::{Blindness, Lookout};
use offing_analysis::words::{amount, days, percent, several};
use offing_model::Model;

use crate::page::{Line, Page, Tone, plain};

/// How many stale facts are named.
const MOST_STALE: usize = 4;

/// Returns where we are blind: outcomes without signals, facts nobody looked at, time that never goes outside.
pub fn blindness(model: &Model, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    page.heading("Where we are blind");
    let blind = &lookout.blindness;
    for one in &blind.outcomes {
        let since = match one.newest {
            Some((_, age)) => format!(": the newest signal is {} old", days(age)),
            None => ": no signal was ever noted".to_owned(),
        };
        page.item(vec![Tone::Warn.say(model[one.outcome].card.shown()), Tone::Plain.say(since)]);
    }
    if blind.outcomes.is_empty() && !model.outcomes.is_empty() {
        page.item(vec![
            Tone::Good
                .say(format!("every outcome has a signal within {}", days(lookout.question.blind_days))),
        ]);
    }
    page.item(stale(blind));
    page.item(outward(model, blind));
    page
}

fn stale(blind: &Blindness) -> Line {
    let (dated, all) = blind.dated;
    if dated == 0 {
        return vec![
            Tone::Plain.say("no fact says when somebody last looked: add "),
            Tone::Code.say("reviewed: 2026-03-02"),
            Tone::Plain.say(" where it would matter that it is still true"),
        ];
    }
    if blind.stale.is_empty() {
        return plain(format!("none of {dated} dated facts is past its review ({all} could be dated)"));
    }
    let told = blind.stale.iter().map(|one| format!("{} ({} ago)", one.about, days(one.age_days))).collect();
    vec![
        Tone::Warn.say(format!("{} of {dated} dated facts past review: ", blind.stale.len())),
        Tone::Plain.say(several(told, MOST_STALE)),
    ]
}

fn outward(model: &Model, blind: &Blindness) -> Line {
    let Some((share, people)) = blind.outward_share() else {
        return vec![
            Tone::Plain.say("nobody says how much time goes outside: write "),
            Tone::Code.say("outward: 20%"),
            Tone::Plain.say(" at a person, or name a calendar under "),
            Tone::Code.say("sources: { calendars: [ { person: NAME, path: FILE.ics } ] }"),
        ];
    };
    let measured = blind.outward.iter().filter_map(|one| {
        let measured = one.measured?;
        let said = one.said.map(|said| format!(", said {}", percent(said))).unwrap_or_default();
        Some(format!("{} {} by the calendar{said}", model[one.person].card.name, percent(measured)))
    });
    let measured: Vec<String> = measured.collect();
    let tail =
        if measured.is_empty() { ", as said".to_owned() } else { format!("; {}", several(measured, 4)) };
    plain(format!(
        "{} of the time of {} goes outward{tail}",
        percent(share),
        amount(people, "person", "people")
    ))
}
