//! One outcome, or one thing that outcomes stand on: where it stands, why, and what would close it.

use offing_analysis::closing::can_be_lost;
use offing_analysis::ensure::OutcomeAnswer;
use offing_analysis::holding::{Holds, Status};
use offing_analysis::odds::timeline;
use offing_analysis::study::Study;
use offing_analysis::why::why;
use offing_analysis::words::{days, money, percent};
use offing_model::{Card, Model, Node, OutcomeId};

use super::landscape;
use crate::chart::{Chart, Drawing, Mark, Spread};
use crate::dates::{date_after, long};
use crate::page::{Align, Block, Metric, Page, Table, Tone, plain};

/// Adds the page of a node.
pub(super) fn add(study: &Study, node: Node, page: &mut Page) {
    let model = study.model();
    page.heading(model.card(node).shown());
    match node {
        Node::Outcome(id) => outcome(study, id, page),
        _ => thing(study, node, page),
    }
    let tree = why(model, &study.ensure().holding, node);
    if !tree.needs.is_empty() {
        page.heading("What it stands on");
        page.blocks.push(Block::Tree(crate::ensure::why(model, &tree)));
    }
    page.blocks.extend(crate::ensure::about(model, study.ensure(), node).blocks);
    if let Node::Outcome(id) = node {
        outside(study, id, page);
    }
}

/// Adds what a card says of itself.
fn card(card: &Card, page: &mut Page) {
    if let Some(note) = &card.note {
        page.text(plain(note.clone()));
    }
    if let Some(link) = &card.link {
        page.text(vec![Tone::Plain.say("More: "), Tone::Plain.say(link.clone()).to_web(link.clone())]);
    }
    if let Some(reviewed) = card.reviewed {
        page.text(vec![Tone::Faint.say(format!("Last reviewed on {}.", long(reviewed)))]);
    }
}

fn outcome(study: &Study, id: OutcomeId, page: &mut Page) {
    let model = study.model();
    let answer = &study.ensure().outcomes[id.0 as usize];
    let outcome = &model[id];
    let chosen = if outcome.chosen { "The chosen outcome; it is " } else { "This outcome is " };
    page.text(vec![Tone::Plain.say(chosen), crate::ensure::state(answer.status), Tone::Plain.say(".")]);
    let mut metrics = vec![figure("Odds", percent(answer.odds), before_signals(model, id, answer.odds))];
    if let (Some(reach), true) = (&answer.reach, answer.status != Status::Enabled) {
        metrics.push(figure(
            "Away, at 80 %",
            days(reach.days.p80),
            format!("{} at 50 %", days(reach.days.p50)),
        ));
        metrics.push(figure(
            "Costs, at 80 %",
            money(reach.cost.p80),
            format!("{} at 50 %", money(reach.cost.p50)),
        ));
    }
    if let Some(stays) = answer.closing.stays_enabled {
        metrics.push(figure("Stays for a year", percent(stays), "once enabled".to_owned()));
    }
    if let Some(value) = outcome.value {
        let currency = &model.company.currency;
        let worth = format!("{} to {} {currency}", money(value.low), money(value.high));
        metrics.push(figure(
            "Worth",
            worth.trim_end().to_owned(),
            "if it proves to be a business".to_owned(),
        ));
    }
    page.metrics(metrics);
    card(&outcome.card, page);
    page.chart(distance(model, answer));
}

fn figure(label: &str, figure: String, note: String) -> Metric {
    Metric { label: label.to_owned(), figure: Tone::Plain.say(figure), note: plain(note) }
}

fn before_signals(model: &Model, id: OutcomeId, odds: f64) -> String {
    let prior = model[id].odds;
    if (prior - odds).abs() < 0.0005 {
        "no signal moved them".to_owned()
    } else {
        format!("{} before any signal", percent(prior))
    }
}

/// Returns how likely an outcome is enabled by each day, if all teams turn to it today.
fn distance(model: &Model, answer: &OutcomeAnswer) -> Option<Chart> {
    let reach = answer.reach.as_ref().filter(|_| answer.status != Status::Enabled)?;
    let sorted = reach.sorted_days.clone();
    let quantiles = [("P50", reach.days.p50), ("P80", reach.days.p80), ("P95", reach.days.p95)];
    spread(
        model,
        "How soon it could be enabled.",
        format!(
            "If all teams turned to it today: within {} with a chance of one half, {} with four in five.",
            days(reach.days.p50),
            days(reach.days.p80)
        ),
        sorted,
        &quantiles,
        Vec::new(),
    )
}

/// Returns a chart of days over draws, with quantiles and other days marked.
pub(super) fn spread(
    model: &Model,
    title: &str,
    says: String,
    sorted: Vec<f64>,
    quantiles: &[(&str, f64)],
    others: Vec<Mark>,
) -> Option<Chart> {
    let of = sorted.len();
    spread_of(model, title, says, sorted, of, quantiles, others)
}

/// Returns the same where some of so many draws never come to it.
pub(super) fn spread_of(
    model: &Model,
    title: &str,
    says: String,
    sorted: Vec<f64>,
    of: usize,
    quantiles: &[(&str, f64)],
    others: Vec<Mark>,
) -> Option<Chart> {
    if !sorted.iter().any(|day| day.is_finite()) {
        return None;
    }
    let mut data = Table::new([("By", Align::Left), ("Chance", Align::Right)]);
    let finite = sorted.partition_point(|day| day.is_finite());
    for step in 1..=12 {
        let day = sorted[(finite - 1) * 99 / 100] * f64::from(step) / 12.0;
        let share = sorted.partition_point(|one| *one <= day) as f64 / of.max(1) as f64;
        data.row([
            Tone::Plain.say(date_after(model, day).map_or_else(|| days(day), long)),
            Tone::Plain.say(percent(share)),
        ]);
    }
    let mark = |(name, day): &(&str, f64)| Mark {
        day: *day,
        label: format!("{name} {}", crate::dates::short_after(model, *day)),
        tone: Tone::Plain,
    };
    let marks = quantiles.iter().map(mark).chain(others).collect();
    Some(Chart {
        title: title.to_owned(),
        says,
        data,
        drawing: Drawing::Spread(Spread { as_of: model.company.as_of, sorted, of, marks }),
    })
}

fn thing(study: &Study, node: Node, page: &mut Page) {
    let model = study.model();
    let holds = match study.ensure().holding.holds(model, node) {
        Holds::Yes => Tone::Good.say("holds"),
        Holds::Unknown => Tone::Warn.say("may hold: something about it is not known"),
        Holds::No => Tone::Bad.say("does not hold"),
    };
    let kind = node.kind().word();
    page.text(vec![
        Tone::Plain.say(format!("The {kind} ")),
        Tone::Code.say(model.card(node).name.as_str()),
        Tone::Plain.say(" "),
        holds,
        Tone::Plain.say("."),
    ]);
    card(model.card(node), page);
    if let Node::System(id) = node {
        let system = &model[id];
        let mut told = Vec::new();
        told.extend(system.owner.map(|team| format!("owned by {}", model[team].card.shown())));
        told.extend(system.lead.map(|lead| format!("led by {}", model[lead].card.name)));
        let serves: Vec<&str> = system.serves.iter().map(|id| model[*id].card.shown()).collect();
        if !serves.is_empty() {
            told.push(format!("relied on by {}", serves.join(", ")));
        }
        told.into_iter().for_each(|text| page.item(plain(text)));
    }
    if can_be_lost(model, node) && !model.lost.contains(&node) {
        let change =
            Tone::Plain.say("What if it were gone?").to_what_if(format!("without={}", model.label(node)));
        page.text(vec![change]);
    }
}

/// Adds what was seen outside about an outcome.
fn outside(study: &Study, id: OutcomeId, page: &mut Page) {
    let model = study.model();
    if !timeline(model, id).is_empty() {
        page.heading("What was seen outside");
        page.chart(landscape::odds(model, Some(id)));
        page.table(landscape::signals(model, Some(id)));
    }
    let rivals = landscape::competitors(study, Some(id));
    if !rivals.rows.is_empty() {
        page.heading("Who else goes for it");
        page.table(rivals);
    }
}
