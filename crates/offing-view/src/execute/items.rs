//! When so many items will be done, by the pace of those finished (`--items`).

use offing_analysis::throughput::{FEWEST_WEEKS, NoThroughput, Throughput, ThroughputQuestion};
use offing_analysis::words::{amount, days, percent};
use offing_model::Model;
use serde_json::{Value, json};

use crate::dates::{date_after, long};
use crate::page::{Line, Page, Tone, plain};

/// From how many weeks without a finished item on a list may be an old one.
const SILENT: usize = 2;

/// Bars of a week, from nothing to the most of any week.
const BARS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Returns what is said about so many items.
pub fn items_page(
    model: &Model,
    question: &ThroughputQuestion,
    found: &Result<Throughput, NoThroughput>,
) -> Page {
    let mut page = Page::default();
    let asked = amount(question.items as usize, "more item", "more items");
    page.heading(format!("When {asked} will be done"));
    let found = match found {
        Ok(found) => found,
        Err(why) => {
            page.text(plain(format!("That can not be said: {}.", reason(*why))));
            return page;
        }
    };
    let date = |days: f64| date_after(model, days).map_or_else(|| "never".to_owned(), long);
    let of = &found.days;
    page.text(vec![
        Tone::Strong.say(format!("{asked} will be done by {} at 80 %", date(of.p80))),
        Tone::Plain.say(format!(" (P50 {}, P95 {}), in {}.", date(of.p50), date(of.p95), days(of.p80))),
    ]);
    page.text(vec![Tone::Plain.say(format!(
        "In the last {} {:.1} were done a week: {} (a bar a week, the highest {}).",
        amount(found.weeks.len(), "week", "weeks"),
        found.per_week(),
        bars(&found.weeks),
        found.weeks.iter().max().unwrap_or(&0)
    ))]);
    page.text(held(found));
    if found.silent_weeks() >= SILENT {
        page.text(vec![Tone::Warn.say(format!(
            "Nothing was done in the last {} weeks, the last item on {}: is the list an old one?",
            found.silent_weeks(),
            long(found.last)
        ))]);
    }
    page
}

fn held(found: &Throughput) -> Line {
    match found.backtest {
        Some(test) => plain(format!(
            "Asked in the past about {}, the P80 held in {} of {} ({} to {}; it should in four of five).",
            amount(test.items as usize, "item", "items"),
            test.held,
            test.forecasts,
            percent(test.chance.0),
            percent(test.chance.1)
        )),
        None => plain("The history is too short to say how such forecasts held."),
    }
}

fn reason(why: NoThroughput) -> String {
    match why {
        NoThroughput::NothingDone => "no list under `sources.issues` has a finished item".to_owned(),
        NoThroughput::TooShort { weeks } => format!(
            "the lists go back {}, and a forecast takes {FEWEST_WEEKS}",
            amount(weeks, "full week", "full weeks")
        ),
    }
}

fn bars(weeks: &[u32]) -> String {
    let most = weeks.iter().copied().max().unwrap_or(0).max(1);
    weeks.iter().map(|count| BARS[(count * 8).div_ceil(most) as usize]).collect()
}

/// Returns the same as JSON.
pub fn items_json(
    model: &Model,
    question: &ThroughputQuestion,
    found: &Result<Throughput, NoThroughput>,
) -> Value {
    let number = |value: f64| if value.is_finite() { json!(value) } else { Value::Null };
    match found {
        Ok(found) => json!({
            "items": question.items,
            "finish_days":
                { "p50": number(found.days.p50), "p80": number(found.days.p80), "p95": number(found.days.p95) },
            "finish": {
                "p50": date_after(model, found.days.p50).map(|date| date.to_string()),
                "p80": date_after(model, found.days.p80).map(|date| date.to_string()),
                "p95": date_after(model, found.days.p95).map(|date| date.to_string()),
            },
            "weeks": found.weeks,
            "per_week": found.per_week(),
            "done": found.done,
            "last": found.last.to_string(),
            "silent_weeks": found.silent_weeks(),
            "backtest": found.backtest.map(|test| json!({
                "forecasts": test.forecasts,
                "items": test.items,
                "held": test.held,
                "chance": [test.chance.0, test.chance.1],
            })),
        }),
        Err(why) => json!({ "items": question.items, "finish_days": null, "why": reason(*why) }),
    }
}
