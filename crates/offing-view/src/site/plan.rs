//! When the chosen outcome is there, what decides that, and who does what now and next.

use offing_analysis::execute::{Execute, Planned};
use offing_analysis::study::Study;
use offing_analysis::words::percent;
use offing_model::Model;

use super::Beside;
use crate::chart::{Bar, Chart, Drawing, Gantt, Mark};
use crate::dates::short_after;
use crate::execute::gantt::{bars, elapsed, promised};
use crate::execute::{
    attention, calibration, date, decided_by, deciding, in_the_way, name, promises, team_tables, terms,
    two_dates, verdict,
};
use crate::page::{Align, Metric, Page, Table, Tone, plain};

/// Adds the page.
pub(super) fn add(study: &Study, beside: &Beside, page: &mut Page) {
    let (model, execute) = (study.model(), study.execute());
    page.heading("Plan");
    page.text(verdict(model, execute));
    page.metrics(metrics(model, execute));
    page.text(decided_by(model, execute).unwrap_or_default());
    attention::add(model, execute, page);
    let chart = gantt(model, execute);
    if chart.is_some() {
        page.heading("Work over time");
    }
    page.chart(chart);
    page.chart(finish(model, execute));
    team_tables::now_and_next(model, execute, page);
    deciding(model, execute, page);
    team_tables::waiting(model, execute, page);
    in_the_way(model, execute, page);
    promises(model, execute, page);
    terms(model, execute, page);
    calibration(model, execute, page);
    if let Some(beat) = &beside.beat {
        page.blocks.extend(super::within(model, beat));
    }
    page.blocks.retain(|block| !matches!(block, crate::page::Block::Text(line) if line.is_empty()));
}

fn metrics(model: &Model, execute: &Execute) -> Vec<Metric> {
    let Some(finish) = execute.finish.filter(|_| execute.aim.has_date()) else { return Vec::new() };
    let figure = |label: &str, figure: String, note: String| Metric {
        label: label.to_owned(),
        figure: Tone::Plain.say(figure),
        note: plain(note),
    };
    let mut metrics = vec![
        figure("As likely as not", date(model, finish.days.p50), "P50".to_owned()),
        figure("Four in five", date(model, finish.days.p80), "P80".to_owned()),
        figure("Almost surely", date(model, finish.days.p95), "P95".to_owned()),
    ];
    if execute.works < 1.0 {
        metrics.push(figure("Its work succeeds", percent(execute.works), "technically".to_owned()));
    }
    metrics
}

/// Returns the plan as bars over time.
pub(crate) fn gantt(model: &Model, execute: &Execute) -> Option<Chart> {
    let planned = bars(execute);
    if planned.is_empty() {
        return None;
    }
    let mut data = Table::new([
        ("Initiative", Align::Left),
        ("Start P50 / P80", Align::Right),
        ("Finish P50 / P80", Align::Right),
        ("Critical", Align::Right),
    ]);
    let mut drawn = Vec::new();
    for one in planned {
        let label = model[one.initiative].card.shown();
        data.row([
            Tone::Strong.say(label),
            Tone::Plain.say(if one.started { "started".to_owned() } else { two_dates(model, &one.start) }),
            Tone::Plain.say(two_dates(model, &one.finish)),
            Tone::Plain.say(percent(one.criticality)),
        ]);
        drawn.push(bar(model, one));
    }
    let more = execute.initiatives.len().saturating_sub(drawn.len());
    let rest = if more > 0 { format!(" {more} more are planned later.") } else { String::new() };
    let promised = promised(model, execute).map(|day| (day, format!("promised {}", short_after(model, day))));
    Some(Chart {
        title: "Who works on what, when.".to_owned(),
        says: format!(
            "Solid to the P50 of the end, light to the P80; ◆ decides the date in half of the draws or more; grey is \
             off the path.{rest}"
        ),
        data,
        drawing: Drawing::Gantt(Gantt { as_of: model.company.as_of, bars: drawn, promised }),
    })
}

fn bar(model: &Model, one: &Planned) -> Bar {
    Bar {
        label: name(model, one.initiative).to_owned(),
        start: if one.started { -elapsed(model, one) } else { one.start.p50 },
        finish: (one.finish.p50, one.finish.p80),
        criticality: one.criticality,
        on_path: one.on_path,
        note: format!("{} / {}", short_after(model, one.finish.p50), short_after(model, one.finish.p80)),
    }
}

/// Returns how likely the chosen outcome is enabled by each day.
pub(crate) fn finish(model: &Model, execute: &Execute) -> Option<Chart> {
    let finish = execute.finish?;
    let shown = model[execute.aim.outcome()?].card.shown();
    let promised = promised(model, execute).map(|day| Mark {
        day,
        label: format!("promised {}", short_after(model, day)),
        tone: Tone::Bad,
    });
    let kept = promised.as_ref().map_or_else(String::new, |mark| {
        let sorted = &execute.finish_sorted;
        let share = sorted.partition_point(|day| *day <= mark.day) as f64 / sorted.len().max(1) as f64;
        format!(" The day promised is kept with a chance of {}.", percent(share))
    });
    let quantiles = [("P50", finish.days.p50), ("P80", finish.days.p80), ("P95", finish.days.p95)];
    super::thing::spread(
        model,
        "When it is there.",
        format!("The chance that {shown} is enabled by each day, in this plan.{kept}"),
        execute.finish_sorted.clone(),
        &quantiles,
        promised.into_iter().collect(),
    )
}
