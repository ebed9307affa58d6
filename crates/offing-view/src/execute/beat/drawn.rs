//! The beat as a chart: how often each system is deployed, week by week, how long changes take to get there, and where
//! that broke.

use offing_analysis::beat::{Beat, Rhythm, Week};
use offing_analysis::words::several;
use offing_model::Model;

use super::{frequency, named, ordered, span};
use crate::chart::{Broken, Chart, Counted, Drawing, Row, Weeks};
use crate::dates::short;
use crate::page::{Align, Table, Tone};

/// How many systems and teams are drawn.
const MOST: usize = 8;

/// Returns the chart; `None` where nothing was deployed.
pub(super) fn weeks(model: &Model, beat: &Beat) -> Option<Chart> {
    let ordered = ordered(model, beat);
    let first = ordered.first()?.weeks.first()?.begins;
    let since = short(first, model.company.as_of);
    let mut data = Table::new([
        ("", Align::Left),
        ("Deployments a week, oldest first", Align::Left),
        ("Lead time a week", Align::Left),
    ]);
    for one in ordered.iter().take(MOST) {
        let told = |of: fn(&Week) -> String| one.weeks.iter().map(of).collect::<Vec<_>>().join(", ");
        data.row([
            Tone::Strong.say(named(model, one.whose)),
            Tone::Plain
                .say(told(|week| if week.known { week.deployments.to_string() } else { "?".to_owned() })),
            Tone::Plain.say(told(|week| week.lead_days.map_or_else(|| "?".to_owned(), span))),
        ]);
    }
    let rows = ordered.iter().take(MOST).map(|one| row(model, one)).collect();
    Some(Chart {
        title: "The beat, week by week.".to_owned(),
        says: says(model, &ordered, &since),
        data,
        drawing: Drawing::Weeks(Weeks { as_of: model.company.as_of, rows }),
    })
}

fn row(model: &Model, of: &Rhythm) -> Row {
    let week = |week: &Week| Counted {
        begins: week.begins,
        count: week.known.then_some(week.deployments),
        failed: week.failed,
        days: week.lead_days,
    };
    let broken =
        |(from, of): (_, offing_analysis::beat::Break)| Broken { from, before: of.before, since: of.after };
    Row {
        label: named(model, of.whose),
        often: format!("{} a week", frequency(of.per_week)),
        long: of.lead_days.map_or_else(String::new, |lead| format!("lead {}", span(lead.p50))),
        weeks: of.weeks.iter().map(week).collect(),
        broken: of.broken_on().map(broken),
    }
}

fn says(model: &Model, ordered: &[&Rhythm], since: &str) -> String {
    let broken: Vec<String> = (ordered.iter().take(MOST))
        .filter_map(|one| Some((named(model, one.whose), one.broken_on()?)))
        .map(|(name, (day, broken))| {
            let (before, after) = (frequency(broken.before), frequency(broken.after));
            let week = short(day, model.company.as_of);
            format!("{name} in the week of {week}, from {before} to {after} a week")
        })
        .collect();
    let turned = match broken.len() {
        0 => "No beat broke.".to_owned(),
        _ => format!("The upright line marks where a beat broke: {}.", several(broken, 3)),
    };
    let hidden = ordered.len().saturating_sub(MOST);
    let rest = if hidden > 0 { format!(" {hidden} more are in the table below.") } else { String::new() };
    let timed = ordered.iter().take(MOST).any(|one| one.weeks.iter().any(|week| week.lead_days.is_some()));
    let points = if timed { "; the points below are the median lead time of what they brought" } else { "" };
    format!(
        "Deployments each week since {since}, those that failed at the foot of a bar{points}. {turned}{rest}"
    )
}
