//! What is seen outside, and what we run: radar, odds over time, competitors, what it takes to leave.

use jiff::civil::Date;
use offing_analysis::odds::{self, timeline};
use offing_analysis::study::Study;
use offing_analysis::words::{days, percent, several};
use offing_model::draft::Ring;
use offing_model::units::days_between;
use offing_model::{Model, Node, Outcome, OutcomeId, Technology};

use super::{Beside, Section};
use crate::chart::{Blip, Chart, Drawing, Lines, Radar, Series};
use crate::dates::long;
use crate::names::Names;
use crate::page::{Align, Page, Table, Tone, plain};

/// How many technologies the radar shows.
const MOST_BLIPS: usize = 60;

/// How many outcomes the odds are drawn of.
const MOST_LINES: usize = 8;

/// How many exits are listed.
const MOST_EXITS: usize = 40;

/// Adds the page.
pub(super) fn add(study: &Study, beside: &Beside, page: &mut Page) {
    let model = study.model();
    page.heading("Landscape");
    let seen = odds(model, None);
    if seen.is_some() {
        page.heading("What was seen outside");
    }
    page.chart(seen);
    let radar = radar(model);
    if let Some(lookout) = &beside.landscape {
        page.chart(radar);
        page.blocks.extend(super::within(model, lookout));
        return;
    }
    page.table(signals(model, None));
    let rivals = competitors(study, None);
    if !rivals.rows.is_empty() {
        page.heading("Who else is going for it");
        page.table(rivals);
    }
    if radar.is_some() {
        page.heading("What we run");
    }
    page.chart(radar);
    crate::ensure::exits(model, &study.ensure().exits, MOST_EXITS, &Names::of(model), page);
    if page.blocks.len() == 1 {
        page.text(plain(
            "Nothing is said of what is outside yet: signals, competitors, technologies with their ring.",
        ));
    }
}

/// Returns how the belief in outcomes moved, in one or in all.
pub(super) fn odds(model: &Model, only: Option<OutcomeId>) -> Option<Chart> {
    let mut data = Table::new([
        ("Day", Align::Left),
        ("Outcome", Align::Left),
        ("Odds before", Align::Right),
        ("Odds after", Align::Right),
    ]);
    let begin = model.signals.iter().map(|signal| signal.date).min()?.yesterday().ok()?;
    let mut series = Vec::new();
    for id in Outcome::ids(model).filter(|id| only.is_none_or(|only| only == *id)).take(MOST_LINES) {
        let outcome = &model[id];
        let mut steps: Vec<(Date, f64)> = vec![(begin, outcome.odds)];
        for turn in timeline(model, id) {
            steps.push((turn.date, turn.after));
            data.row([
                Tone::Plain.say(long(turn.date)),
                Tone::Strong.say(outcome.card.shown()),
                Tone::Plain.say(percent(turn.before)),
                Tone::Plain.say(percent(turn.after)),
            ]);
        }
        let tone = if outcome.chosen || only.is_some() { Tone::Strong } else { Tone::Plain };
        series.push(Series { label: outcome.card.shown().to_owned(), tone, steps });
    }
    let moved = data.rows.len();
    (moved > 0).then(|| Chart {
        title: "Odds over time.".to_owned(),
        says: format!(
            "How likely each outcome is to prove a business, moved by {} so far; thick is the chosen one.",
            offing_analysis::words::amount(moved, "signal", "signals")
        ),
        data,
        drawing: Drawing::Lines(Lines { as_of: model.company.as_of, series }),
    })
}

/// Returns what was seen, the newest first.
pub(super) fn signals(model: &Model, only: Option<OutcomeId>) -> Table {
    let mut table = Table::new([
        ("Seen", Align::Left),
        ("About", Align::Left),
        ("Says", Align::Left),
        ("What", Align::Left),
    ])
    .whole(&[0]);
    let mut order: Vec<_> = (model.signals.iter())
        .filter(|signal| signal.date <= model.company.as_of && only.is_none_or(|only| only == signal.about))
        .collect();
    order.sort_by_key(|one| std::cmp::Reverse(one.date));
    for signal in order {
        let raises = signal.factor >= 1.0;
        let what = signal.card.note.clone().unwrap_or_default();
        let what = match &signal.source {
            Some(source) => {
                Tone::Plain.say(if what.is_empty() { source.clone() } else { what }).to_web(source.clone())
            }
            None => Tone::Plain.say(what),
        };
        let tone = if raises { Tone::Good } else { Tone::Bad };
        table.row([
            Tone::Plain.say(long(signal.date)),
            Tone::Strong
                .say(model[signal.about].card.shown())
                .to(Section::Thing(Node::Outcome(signal.about))),
            tone.say(format!(
                "{} ({} {:.1})",
                if raises { "for" } else { "against" },
                if raises { "×" } else { "÷" },
                if raises { signal.factor } else { 1.0 / signal.factor }
            )),
            what,
        ]);
    }
    table
}

/// Returns who else goes for outcomes, and how likely they arrive before us.
pub(super) fn competitors(study: &Study, only: Option<OutcomeId>) -> Table {
    let model = study.model();
    let mut table = Table::new([
        ("Competitor", Align::Left),
        ("Goes for", Align::Left),
        ("Has", Align::Left),
        ("Arrives", Align::Left),
        ("Before us", Align::Right),
    ]);
    for id in offing_model::Competitor::ids(model) {
        let competitor = &model[id];
        for outcome in competitor.pursues.iter().filter(|id| only.is_none_or(|only| only == **id)) {
            let has = competitor.has.iter().map(|id| model[*id].card.shown().to_owned()).collect();
            let arrives = competitor
                .arrives
                .map_or_else(String::new, |range| format!("{} to {}", range.first.year(), range.last.year()));
            let reach = study.ensure().outcomes[outcome.0 as usize].reach.as_ref();
            let before = reach.and_then(|reach| odds::arrives_before(model, id, &reach.sorted_days));
            table.row([
                Tone::Strong.say(competitor.card.shown()),
                Tone::Plain.say(model[*outcome].card.shown()).to(Section::Thing(Node::Outcome(*outcome))),
                Tone::Plain.say(several(has, 3)),
                Tone::Plain.say(arrives),
                Tone::Plain.say(before.map(percent).unwrap_or_default()),
            ]);
        }
    }
    table
}

/// The rings, from the middle outwards.
const RINGS: [(Ring, &str); 4] =
    [(Ring::Adopt, "adopt"), (Ring::Trial, "trial"), (Ring::Assess, "assess"), (Ring::Hold, "hold")];

/// Returns the technologies by ring; those that outcomes stand on although they are on hold stand out.
fn radar(model: &Model) -> Option<Chart> {
    let mut data = Table::new([
        ("No.", Align::Right),
        ("Technology", Align::Left),
        ("Ring", Align::Left),
        ("Used by", Align::Left),
        ("Reviewed", Align::Left),
    ]);
    let used = |id| -> Vec<String> {
        let users = model.systems.iter().filter(|system| system.uses.contains(&id));
        users.map(|system| system.card.shown().to_owned()).collect()
    };
    let mut order: Vec<_> = Technology::ids(model).filter(|id| model[*id].ring.is_some()).collect();
    order.sort_by_key(|id| RINGS.iter().position(|(ring, _)| Some(*ring) == model[*id].ring));
    order.truncate(MOST_BLIPS);
    let mut blips = Vec::new();
    let mut held = Vec::new();
    for (at, id) in order.into_iter().enumerate() {
        let technology = &model[id];
        let ring = RINGS.iter().position(|(ring, _)| Some(*ring) == technology.ring).unwrap_or(0);
        let users = used(id);
        let on_hold = technology.ring == Some(Ring::Hold) && !users.is_empty();
        if on_hold {
            held.push(technology.card.shown().to_owned());
        }
        let tone = match (on_hold, users.is_empty()) {
            (true, _) => Tone::Bad,
            (_, true) => Tone::Faint,
            _ => Tone::Plain,
        };
        let age = technology.card.reviewed.map(|date| days(days_between(date, model.company.as_of)));
        data.row([
            Tone::Plain.say((at + 1).to_string()),
            Tone::Strong.say(technology.card.shown()).to(Section::Thing(Node::Technology(id))),
            if on_hold { Tone::Bad } else { Tone::Plain }.say(RINGS[ring].1),
            Tone::Plain.say(several(users, 3)),
            Tone::Faint.say(age.map_or_else(|| "never".to_owned(), |age| format!("{age} ago"))),
        ]);
        blips.push(Blip { label: technology.card.shown().to_owned(), ring, tone });
    }
    let says = match held.len() {
        0 => "Nothing that is on hold is still used.".to_owned(),
        _ => format!("On hold, and still used: {}.", several(held, 5)),
    };
    (!blips.is_empty()).then(|| Chart {
        title: "Technologies by ring.".to_owned(),
        says,
        data,
        drawing: Drawing::Radar(Radar { rings: RINGS.map(|(_, word)| word.to_owned()).to_vec(), blips }),
    })
}
