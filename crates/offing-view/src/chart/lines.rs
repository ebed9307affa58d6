//! Figures over time: how the odds of each outcome moved, signal by signal.

use jiff::civil::Date;
use offing_analysis::words::percent;
use offing_model::units::days_between;
use plotters::style::text_anchor::{HPos, VPos};

use super::axes::{Days, Frame, SMALL, Upwards};
use super::canvas::{Canvas, Ink};
use crate::page::Tone;

/// Figures over time.
#[derive(Debug, Clone)]
pub struct Lines {
    /// Today.
    pub as_of: Date,
    /// The figures.
    pub series: Vec<Series>,
}

/// One figure over time: it stays what it is until the next day that is named.
#[derive(Debug, Clone)]
pub struct Series {
    /// What it is; what it came to is said before it.
    pub label: String,
    /// How it is meant.
    pub tone: Tone,
    /// The days on which it changed, and to what; from the earliest on.
    pub steps: Vec<(Date, f64)>,
}

impl Lines {
    /// Returns the chart.
    pub(super) fn svg(&self, width: u32) -> String {
        let narrow = width < 500;
        let height = 260;
        let right = f64::from(width) - if narrow { 14.0 } else { 200.0 };
        let legend = if narrow { 16.0 * self.series.len() as f64 } else { 0.0 };
        let frame = Frame { left: 46.0, right, top: 12.0, bottom: f64::from(height) - 28.0 };
        let day = |date: Date| days_between(self.as_of, date);
        let days = self.series.iter().flat_map(|one| one.steps.iter().map(|(date, _)| day(*date)));
        let first = days.fold(-30.0, f64::min);
        let axis = Days { as_of: self.as_of, first, last: 1.0 };
        let most = self.series.iter().flat_map(|one| one.steps.iter().map(|(_, odds)| *odds));
        let up = Upwards::between(0.0, most.fold(0.1, f64::max).min(0.95) * 1.05);
        let canvas = Canvas::new(width, height + legend as u32);
        up.draw(&canvas, &frame, |share| format!("{:.0} %", share * 100.0));
        axis.draw(&canvas, &frame);
        let mut ends: Vec<(f64, usize)> = Vec::new();
        for (at, one) in self.series.iter().enumerate() {
            let mut points = Vec::new();
            let mut value = one.steps.first().map_or(0.0, |(_, odds)| *odds);
            for (date, odds) in &one.steps {
                let x = axis.x(&frame, day(*date));
                points.extend([(x, up.y(&frame, value)), (x, up.y(&frame, *odds))]);
                value = *odds;
            }
            let end = up.y(&frame, value);
            points.push((frame.right, end));
            ends.push((end, at));
            let wide = if one.tone == Tone::Strong { 3.0 } else { 2.0 };
            canvas.group("row", &one.label, || canvas.line(&points, Ink::of(one.tone).line(wide)));
        }
        ends.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut free = if narrow { f64::from(height) + 6.0 } else { f64::NEG_INFINITY };
        for (end, at) in ends {
            let one = &self.series[at];
            let now = one.steps.last().map_or(0.0, |(_, odds)| *odds);
            let y = if narrow { free } else { end.max(free) };
            free = y + 16.0;
            let style = Ink::Text.text(SMALL, HPos::Left, VPos::Center);
            let x = if narrow { frame.left } else { frame.right + 8.0 };
            let label = format!("{} {}", percent(now), one.label);
            canvas.text(&label, (x, y), &style, if narrow { 280.0 } else { 190.0 });
        }
        canvas.svg()
    }
}
