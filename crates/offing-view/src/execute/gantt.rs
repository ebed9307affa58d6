//! The plan as a chart of characters: one bar an initiative, solid to its P50, lighter to its P80.

use offing_analysis::execute::{Execute, Planned};
use offing_model::Model;
use offing_model::units::{Until, days_between};
use unicode_width::UnicodeWidthStr;

use super::name;
use crate::dates::{date_after, month, short_after};
use crate::page::{Block, Line, Page, Tone};

/// How many initiatives are drawn.
const MOST_BARS: usize = 16;

/// From which share of draws on a bar is marked as critical.
pub(super) const CRITICAL: f64 = 0.5;

/// Share of the chart that shows what is past.
const PAST: f64 = 0.12;

/// Columns that the dates at the end of a bar take.
const DATES: usize = 25;

/// Adds the chart to the page.
pub(crate) fn add(model: &Model, execute: &Execute, width: usize, page: &mut Page) {
    let bars = bars(execute);
    if bars.is_empty() {
        return;
    }
    page.heading("Plan");
    let longest = bars.iter().map(|one| name(model, one.initiative).width()).max().unwrap_or(0);
    let label = longest.min(width / 3).max(8);
    let columns = width.saturating_sub(2 + label + 1 + DATES).max(12);
    let scale = Scale::of(model, execute, &bars, columns);
    let promised = promised(model, execute);
    let mut lines = vec![ticks(model, &scale, 2 + label + 1)];
    lines.extend(bars.iter().map(|one| bar(model, one, &scale, label, promised)));
    lines.push(legend(promised.is_some()));
    page.blocks.push(Block::Verbatim(lines));
    super::fold(execute.initiatives.len(), MOST_BARS, page);
}

/// Returns what is drawn, in the order of the starts, the path first.
pub(crate) fn bars(execute: &Execute) -> Vec<&Planned> {
    let mut bars: Vec<&Planned> = execute.initiatives.iter().collect();
    let rank = |one: &&Planned| !one.on_path;
    bars.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.start.p50.total_cmp(&b.start.p50)));
    bars.truncate(MOST_BARS);
    bars
}

/// Returns the earliest day that was promised for the chosen outcome.
pub(crate) fn promised(model: &Model, execute: &Execute) -> Option<f64> {
    let chosen = execute.aim.outcome()?;
    let days =
        execute.promises.iter().filter(|promise| promise.outcome == chosen).filter_map(
            |promise| match promise.when {
                Until::Date(date) => Some(days_between(model.company.as_of, date)),
                Until::Days(_) => None,
            },
        );
    days.min_by(f64::total_cmp)
}

/// Which day is where.
struct Scale {
    first: f64,
    per_column: f64,
    columns: usize,
}

impl Scale {
    /// Returns the scale on which all of the path is seen, and of the rest as much as leaves the path legible.
    fn of(model: &Model, execute: &Execute, bars: &[&Planned], columns: usize) -> Self {
        let longest = bars.iter().map(|one| one.finish.p80).fold(0.0, f64::max);
        let path = bars.iter().filter(|one| one.on_path).map(|one| one.finish.p80).fold(0.0, f64::max);
        let last = if path > 0.0 { longest.min(path * 3.0) } else { longest };
        let last = last.max(promised(model, execute).unwrap_or(0.0).min(longest.max(1.0) * 2.0)).max(7.0);
        let oldest = bars.iter().map(|one| -elapsed(model, one)).fold(0.0, f64::min);
        let first = oldest.max(-last * PAST / (1.0 - PAST)).floor();
        Self { first, per_column: (last - first) / columns as f64, columns }
    }

    /// Returns the column of a day, if it is on the chart.
    fn column(&self, day: f64) -> Option<usize> {
        let column = (day - self.first) / self.per_column;
        (column >= 0.0 && column < self.columns as f64).then_some(column as usize)
    }

    /// Returns the day in the middle of a column.
    fn day(&self, column: usize) -> f64 {
        self.first + (column as f64 + 0.5) * self.per_column
    }
}

pub(crate) fn elapsed(model: &Model, one: &Planned) -> f64 {
    let started = model[one.initiative].started.filter(|_| one.started);
    started.map_or(0.0, |started| days_between(started, model.company.as_of))
}

/// Returns the names of months, or of years where these would not fit, above the days they begin on.
fn ticks(model: &Model, scale: &Scale, indent: usize) -> Line {
    let mut text = vec![' '; scale.columns];
    let mut free_from = 0;
    let months = scale.per_column * scale.columns as f64 / 30.4;
    let every =
        [1, 3, 12, 60].into_iter().find(|every| months / f64::from(*every) * 5.0 <= scale.columns as f64);
    let every = every.unwrap_or(120);
    let first_day = date_after(model, scale.first);
    let mut month_start = first_day.map(|date| date.first_of_month());
    while let Some(date) = month_start {
        let Some(column) = scale.column(days_between(model.company.as_of, date).max(scale.first)) else {
            break;
        };
        let nth = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let label =
            if every >= 12 || date.month() == 1 { date.year().to_string() } else { month(date).to_owned() };
        let begins = days_between(model.company.as_of, date) >= scale.first;
        if begins && nth % every == 0 && column >= free_from && column + label.len() <= scale.columns {
            label.chars().enumerate().for_each(|(at, c)| text[column + at] = c);
            free_from = column + label.len() + 1;
        }
        month_start = date.checked_add(jiff::Span::new().months(1)).ok();
    }
    let text: String = text.into_iter().collect();
    vec![Tone::Faint.say(format!("{}{text}", " ".repeat(indent)))]
}

fn bar(model: &Model, one: &Planned, scale: &Scale, label: usize, promised: Option<f64>) -> Line {
    let critical = one.criticality >= CRITICAL;
    let mark = if critical { "◆ " } else { "  " };
    let named = fitted(name(model, one.initiative), label);
    let tone = if critical { Tone::Strong } else { Tone::Plain };
    let mut line = vec![Tone::Warn.say(mark), tone.say(format!("{named} "))];
    let today = scale.column(0.0);
    let promised = promised.and_then(|day| scale.column(day));
    let from = if one.started { -elapsed(model, one) } else { one.start.p50 };
    let (solid_to, light_to) = (one.finish.p50, one.finish.p80);
    let at_start = scale.column(from.max(scale.first));
    let cell = |column: usize| {
        let day = scale.day(column);
        if (from..solid_to).contains(&day) || (at_start == Some(column) && light_to > scale.first) {
            // The last column says that a bar goes on beyond the chart.
            let beyond = column + 1 == scale.columns && scale.column(solid_to).is_none();
            let before = column == 0 && from < scale.first;
            let tone = if critical { Tone::Warn } else { Tone::Plain };
            if Some(column) == today && from < 0.0 {
                return ('│', Tone::Faint);
            }
            (
                if beyond {
                    '▶'
                } else if before {
                    '◀'
                } else {
                    '█'
                },
                tone,
            )
        } else if (solid_to..light_to).contains(&day) && day >= from {
            ('░', Tone::Plain)
        } else if column + 1 == scale.columns && from >= day {
            ('▶', Tone::Faint)
        } else if Some(column) == promised {
            ('┊', Tone::Bad)
        } else if Some(column) == today {
            ('│', Tone::Faint)
        } else {
            (' ', Tone::Plain)
        }
    };
    let mut stretch = String::new();
    let mut of = Tone::Plain;
    for (c, tone) in (0..scale.columns).map(cell) {
        if tone != of && !stretch.is_empty() {
            line.push(of.say(std::mem::take(&mut stretch)));
        }
        of = tone;
        stretch.push(c);
    }
    line.push(of.say(stretch));
    let dates = format!(" {} / {}", short_after(model, one.finish.p50), short_after(model, one.finish.p80));
    line.push(Tone::Faint.say(dates));
    line
}

/// Returns a text of exactly so many columns, cut with an ellipsis where it is longer.
fn fitted(text: &str, columns: usize) -> String {
    let mut out = String::new();
    let whole = text.width() <= columns;
    for c in text.chars() {
        let wide = out.width() + c.to_string().width();
        if wide > if whole { columns } else { columns - 1 } {
            break;
        }
        out.push(c);
    }
    if !whole {
        out.push('…');
    }
    let missing = columns.saturating_sub(out.width());
    out + &" ".repeat(missing)
}

fn legend(promised: bool) -> Line {
    let promised = if promised { "  ┊ promised" } else { "" };
    vec![Tone::Faint.say(format!(
        "  █ to the P50  ░ to the P80  ◆ critical in half of the draws or more  │ today{promised}"
    ))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fill_their_column() {
        assert_eq!(fitted("till", 6), "till  ");
        assert_eq!(fitted("take-payments", 6), "take-…");
        assert_eq!(fitted("支払い支払い", 7).width(), 7);
    }
}
