//! How far each outcome is, against what was promised; what closes them; the cheapest way to have several open.

use offing_analysis::ensure::OutcomeAnswer;
use offing_analysis::guarantees::{limit, outcomes_of};
use offing_analysis::holding::Status;
use offing_analysis::study::Study;
use offing_analysis::words::{days, money, several};
use offing_model::{Model, OutcomeId, Promise};

use crate::chart::{Chart, Drawing, Interval, Intervals};
use crate::ensure::{closers, outcomes, verdict};
use crate::names::Names;
use crate::page::{Align, Page, Table, Tone};

/// How many outcomes are drawn; more would be a wall.
const MOST: usize = 24;

/// How many single closers are listed.
const MOST_CLOSERS_LISTED: usize = 40;

/// Adds the page.
pub(super) fn add(study: &Study, page: &mut Page) {
    let (model, ensure) = (study.model(), study.ensure());
    page.heading("Outcomes");
    page.text(verdict(ensure));
    page.chart(reach(study));
    page.heading("Each outcome");
    page.table(outcomes(model, ensure, &Names::of(model)));
    closers(model, ensure, MOST_CLOSERS_LISTED, page);
    together(study, page);
}

/// Returns how far each outcome is, as bars against what was promised.
pub(crate) fn reach(study: &Study) -> Option<Chart> {
    let (model, ensure) = (study.model(), study.ensure());
    let mut data = Table::new([
        ("Outcome", Align::Left),
        ("P50", Align::Right),
        ("P80", Align::Right),
        ("P95", Align::Right),
        ("Promised at 80 % or so", Align::Right),
    ]);
    let mut rows = Vec::new();
    for answer in ensure.outcomes.iter().take(MOST) {
        let promised = promised(model, answer.outcome);
        let quantiles = answer.reach.as_ref().map(|reach| [reach.days.p50, reach.days.p80, reach.days.p95]);
        let cell =
            |at: usize| quantiles.map_or_else(|| Tone::Faint.say("—"), |of| Tone::Plain.say(days(of[at])));
        let label = model[answer.outcome].card.shown().to_owned();
        data.row([
            Tone::Strong.say(label.clone()),
            cell(0),
            cell(1),
            cell(2),
            promised.map_or_else(|| Tone::Faint.say("—"), |day| Tone::Plain.say(days(day))),
        ]);
        rows.push(Interval { label, tone: tone(answer), days: quantiles, promised, note: note(answer) });
    }
    (!rows.is_empty()).then(|| Chart {
        title: "How far each outcome is.".to_owned(),
        says: says(study, &rows),
        data,
        drawing: Drawing::Intervals(Intervals { as_of: model.company.as_of, rows }),
    })
}

fn tone(answer: &OutcomeAnswer) -> Tone {
    match answer.status {
        Status::Enabled => Tone::Good,
        Status::Reachable => Tone::Plain,
        Status::Unknown => Tone::Warn,
        Status::Blocked => Tone::Bad,
    }
}

fn note(answer: &OutcomeAnswer) -> String {
    match (answer.status, &answer.reach) {
        (Status::Enabled, _) => "enabled today".to_owned(),
        (_, Some(reach)) => format!("{} at 80 %", days(reach.days.p80)),
        (Status::Blocked, None) => "blocked: nothing we know opens it".to_owned(),
        (Status::Unknown, None) => "unknown".to_owned(),
        (Status::Reachable, None) => "no estimate".to_owned(),
    }
}

fn says(study: &Study, rows: &[Interval]) -> String {
    let kept = |row: &&Interval| match (row.days, row.promised) {
        (Some([_, p80, _]), Some(promised)) => p80 <= promised,
        _ => false,
    };
    let promised = rows.iter().filter(|row| row.promised.is_some()).count();
    let bars = "A bar runs from P50 to P80, its line on to P95, if all teams turn to it today";
    if promised == 0 {
        return format!("{bars}.");
    }
    let kept = rows.iter().filter(kept).count();
    let hidden = study.ensure().outcomes.len().saturating_sub(rows.len());
    let rest = if hidden > 0 { format!(" {hidden} more are in the table.") } else { String::new() };
    format!("{bars}; the upright mark is what was promised. {kept} of {promised} keep it at P80.{rest}")
}

/// Returns the nearest day that is promised for an outcome.
fn promised(model: &Model, outcome: OutcomeId) -> Option<f64> {
    let day = |promise: &Promise| match promise {
        Promise::Reach { of, when, .. } if outcomes_of(model, *of).contains(&outcome) => {
            Some(limit(model, *when))
        }
        _ => None,
    };
    model.guarantees.iter().filter_map(|one| day(&one.promise)).min_by(f64::total_cmp)
}

fn together(study: &Study, page: &mut Page) {
    let (model, ensure) = (study.model(), study.ensure());
    if ensure.together.is_empty() {
        return;
    }
    page.heading("The cheapest way to have several open");
    let mut table = Table::new([("Open", Align::Right), ("Costs", Align::Right), ("By doing", Align::Left)]);
    for (open, path) in &ensure.together {
        let names = path.initiatives.iter().map(|id| model[*id].card.shown().to_owned()).collect();
        table.row([
            Tone::Strong.say(format!("{open} or more")),
            Tone::Plain.say(money(path.cost)),
            Tone::Plain.say(if path.initiatives.is_empty() {
                "nothing".to_owned()
            } else {
                several(names, 12)
            }),
        ]);
    }
    page.table(table);
}
