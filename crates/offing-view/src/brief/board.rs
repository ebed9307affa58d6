//! For investors and the board: where the company stands, when the chosen outcome is there, what tension costs, what
//! could go wrong.

use offing_analysis::study::Study;
use offing_analysis::words::percent;

use crate::balance::Words;
use crate::ensure::{MOST_CLOSERS, closers, exits, outcomes, verdict};
use crate::execute;
use crate::lookout;
use crate::names::Names;
use crate::page::{Align, Block, Page, Table, Tone, plain};
use crate::site::{self, Section};

/// How many exits are told.
const MOST_EXITS: usize = 6;

/// Returns the sheets.
pub(super) fn sheets(study: &Study) -> Vec<(Option<Section>, Page)> {
    // Plans are part of it, so that the first page can say how likely a business is found.
    study.balance();
    vec![
        (Some(Section::BigPicture), big_picture(study)),
        (Some(Section::Outcomes), all_outcomes(study)),
        (Some(Section::Plan), date(study)),
        (Some(Section::Balance), tension(study)),
        (Some(Section::Landscape), risks(study)),
    ]
}

fn big_picture(study: &Study) -> Page {
    let mut page = Page::default();
    page.heading("Big picture");
    page.text(verdict(study.ensure()));
    page.metrics(site::metrics(study));
    page.blocks.extend(site::cards(study));
    page.blocks.extend(site::map(study).map(|map| Block::Map(Box::new(map))));
    page
}

fn all_outcomes(study: &Study) -> Page {
    let (model, ensure) = (study.model(), study.ensure());
    let mut page = Page::default();
    page.heading("Outcomes");
    page.text(plain(
        "What the company might become, and how far each is with the technology and people it has.",
    ));
    page.chart(site::reach(study));
    page.table(outcomes(model, ensure, &Names::of(model)));
    page.chart(site::odds(model));
    page
}

fn date(study: &Study) -> Page {
    let (model, answer) = (study.model(), study.execute());
    let mut page = Page::default();
    page.heading("The chosen outcome");
    page.text(execute::verdict(model, answer));
    page.text(execute::decided_by(model, answer).unwrap_or_default());
    page.blocks.retain(|block| !matches!(block, Block::Text(line) if line.is_empty()));
    page.chart(site::finish(model, answer));
    page.chart(site::gantt(model, answer));
    execute::promises(model, answer, &mut page);
    page
}

fn tension(study: &Study) -> Page {
    let model = study.model();
    let mut page = Page::default();
    page.heading("Delivering, and keeping options open");
    let Some(balance) = study.balance() else {
        page.text(plain("No outcome is named yet, so there is nothing to balance."));
        return page;
    };
    let words = Words { model, balance };
    page.text(words.verdict());
    page.chart(site::frontier(model, balance));
    page.table(words.plans());
    words.advice().into_iter().for_each(|line| page.item(line));
    page.chart(site::found(model, balance));
    words.failure(&mut page);
    page
}

fn risks(study: &Study) -> Page {
    let (model, ensure) = (study.model(), study.ensure());
    let mut page = Page::default();
    page.heading("Exits and risks");
    let mut table = Table::new([
        ("", Align::Left),
        ("Guarantee", Align::Left),
        ("Wants", Align::Left),
        ("Found", Align::Left),
    ]);
    let mut order: Vec<_> = ensure.guarantees.iter().collect();
    order.sort_by_key(|judgement| (judgement.holds, judgement.waived));
    for judgement in order {
        table.row([
            crate::ensure::verdict_on(judgement),
            Tone::Strong.say(model[judgement.guarantee].card.shown()),
            Tone::Plain.say(judgement.wants.clone()),
            Tone::Plain.say(judgement.found.clone()),
        ]);
    }
    page.table(table);
    closers(model, ensure, MOST_CLOSERS, &mut page);
    exits(model, &ensure.exits, MOST_EXITS, &Names::of(model), &mut page);
    aging(study, &mut page);
    let stays: Vec<String> = (ensure.outcomes.iter())
        .filter_map(|answer| Some((answer, answer.closing.stays_enabled?)))
        .map(|(answer, stays)| format!("{} {}", model[answer.outcome].card.shown(), percent(stays)))
        .collect();
    if !stays.is_empty() {
        page.heading("Chance that nothing closes it within a year, once enabled");
        stays.into_iter().for_each(|text| page.item(plain(text)));
    }
    let rivals = site::competitors(study);
    if !rivals.rows.is_empty() {
        page.heading("Who else is going for it");
        page.table(rivals);
    }
    page
}

/// Adds what we run and should not for long, where anything is known of that.
fn aging(study: &Study, page: &mut Page) {
    let (model, lookout) = (study.model(), study.lookout());
    let ending = lookout::ending(model, lookout);
    let moved = lookout::moved(model, lookout);
    if lookout.rings.held.is_empty() && ending.is_empty() && moved.is_none() {
        return;
    }
    page.heading("Technology past its time");
    lookout::held(model, &lookout.rings.held, page);
    ending.into_iter().chain(moved).for_each(|line| page.item(line));
}
