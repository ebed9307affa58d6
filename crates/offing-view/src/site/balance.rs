//! What keeping options open costs and buys: the plans that no other beats, of which one is looked at at a time.

use offing_analysis::balance::{Balance, PlanAnswer};
use offing_analysis::study::Study;
use offing_analysis::words::{days, percent, several};
use offing_model::Model;

use crate::balance::Words;
use crate::chart::{Chart, Drawing, Point, Points};
use crate::page::{Align, Alternative, Block, Page, Table, Tone, plain};

/// How much of a plan's order is told.
const MOST: usize = 24;

/// Adds the page.
pub(super) fn add(study: &Study, page: &mut Page) {
    page.heading("Balance");
    match study.balance_known() {
        Some(Some(balance)) => answer(study.model(), balance, page),
        Some(None) => page.text(plain("No outcome is named yet, so there is nothing to balance.")),
        None => page.blocks.push(Block::Pending(plain(
            "Plans are being looked for: every choice between delivering and keeping options open, priced. This takes \
             some seconds.",
        ))),
    }
}

fn answer(model: &Model, balance: &Balance, page: &mut Page) {
    let words = Words { model, balance };
    page.text(words.verdict());
    page.heading("The price of tension");
    page.chart(frontier(model, balance));
    let alternative = |(at, plan): (usize, &PlanAnswer)| Alternative {
        title: words.plan(at, plan),
        blocks: about(model, &words, plan).blocks,
    };
    let alternatives: Vec<Alternative> = balance.plans.iter().enumerate().map(alternative).collect();
    page.blocks.push(Block::Choice(balance.recommended, alternatives));
    page.fold(plain("All plans in one table"), Page { blocks: vec![Block::Table(words.plans())] });
    page.heading("Advice");
    words.advice().into_iter().for_each(|line| page.item(line));
    page.chart(found(model, balance));
    page.chart(arrival(model, balance));
    words.information(page);
    words.failure(page);
    words.options(page);
    words.footing(page);
}

/// Returns the plans as points.
pub(crate) fn frontier(model: &Model, balance: &Balance) -> Option<Chart> {
    if balance.plans.len() < 2 || balance.first.is_none() {
        return None;
    }
    let words = Words { model, balance };
    let mut data = Table::new([
        ("Plan", Align::Left),
        ("Chosen there at P80", Align::Right),
        ("Find a business", Align::Right),
        ("On options", Align::Right),
    ]);
    let mut points = Vec::new();
    for (at, plan) in balance.plans.iter().enumerate() {
        let (day, share) = (plan.report.tally.chosen_p80, plan.report.tally.find);
        let name = words.name(plan);
        data.row([
            Tone::Strong.say(format!("{} {name}", at + 1)),
            Tone::Plain.say(days(day)),
            Tone::Plain.say(percent(share)),
            Tone::Plain.say(percent(plan.report.option_share)),
        ]);
        let tone = match at {
            at if at == balance.recommended => Tone::Strong,
            _ if plan.beaten => Tone::Faint,
            _ => Tone::Plain,
        };
        points.push(Point { label: (at + 1).to_string(), name, day, share, tone });
    }
    Some(Chart {
        title: "Every choice, priced.".to_owned(),
        says: format!(
            "To the right the chosen outcome comes later, upwards a business is found more often. Plan {} is advised; \
             choose another to see what it moves and buys.",
            balance.recommended + 1
        ),
        data,
        drawing: Drawing::Points(Points {
            as_of: model.company.as_of,
            right: "the chosen outcome is there (P80)".to_owned(),
            up: "chance to find a business".to_owned(),
            points,
        }),
    })
}

/// Returns what there is to say about one plan.
fn about(model: &Model, words: &Words<'_>, plan: &PlanAnswer) -> Page {
    let mut page = Page::default();
    let report = &plan.report;
    let mut table = Table::new([("", Align::Left), ("In this plan", Align::Left)]);
    let mut row = |what: &str, text: String| table.row([Tone::Faint.say(what), Tone::Plain.say(text)]);
    if let Some(chosen) = &report.chosen_days {
        row(
            "The chosen outcome is there",
            format!("in {} (P50), {} (P80), {} (P95)", days(chosen.p50), days(chosen.p80), days(chosen.p95)),
        );
    }
    row("A business is found", format!("with a chance of {}", percent(report.tally.find)));
    if let Some(found) = &report.find_days {
        row("If so, after", format!("{} (P50), {} (P80)", days(found.p50), days(found.p80)));
    }
    row("Outcomes tried", format!("{:.1} on average", report.tries));
    row("People's time on options", percent(report.option_share));
    row("Against the first plan", words.price(plan));
    page.table(table);
    let order: Vec<_> = report.plan.order.iter().take(MOST).copied().collect();
    if !order.is_empty() {
        let mut table =
            Table::new([("", Align::Right), ("In this order", Align::Left), ("Delivers", Align::Left)]);
        for (at, id) in order.iter().enumerate() {
            let delivers =
                model[*id].delivers.iter().map(|node| model.card(*node).shown().to_owned()).collect();
            table.row([
                Tone::Faint.say((at + 1).to_string()),
                Tone::Plain.say(model[*id].card.shown()),
                Tone::Plain.say(several(delivers, 3)),
            ]);
        }
        page.table(table);
        let rest = report.plan.order.len() - order.len();
        if rest > 0 {
            page.text(vec![Tone::Faint.say(format!("and {rest} more"))]);
        }
    }
    page
}

/// Returns how likely the chosen outcome is there by each day, under the advised plan.
fn arrival(model: &Model, balance: &Balance) -> Option<Chart> {
    let report = &balance.plans[balance.recommended].report;
    let days = report.chosen_days.as_ref()?;
    let quantiles = [("P50", days.p50), ("P80", days.p80), ("P95", days.p95)];
    let says = "The chance that it is enabled by each day, under the advised plan; the page of the plan says what decides it.";
    super::thing::spread_of(
        model,
        "When the chosen outcome is there.",
        says.to_owned(),
        report.chosen_sorted.clone(),
        report.chosen_sorted.len(),
        &quantiles,
        Vec::new(),
    )
}

/// Returns how likely a business has been found by each day, under the advised plan.
pub(crate) fn found(model: &Model, balance: &Balance) -> Option<Chart> {
    let report = &balance.plans[balance.recommended].report;
    let quantiles: Vec<(&str, f64)> = report
        .find_days
        .iter()
        .flat_map(|days| [("half of the finds by", days.p50), ("four in five by", days.p80)])
        .collect();
    let runway = model.company.runway_days.map(|day| crate::chart::Mark {
        day,
        label: format!("the money ends {}", crate::dates::short_after(model, day)),
        tone: Tone::Bad,
    });
    super::thing::spread_of(
        model,
        "Time to find a business.",
        format!(
            "The chance to have found one by each day, under the advised plan; {} in the end.",
            percent(report.tally.find)
        ),
        report.find_sorted.clone(),
        report.chosen_sorted.len(),
        &quantiles,
        runway.into_iter().collect(),
    )
}
