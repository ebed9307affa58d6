//! Work over time: solid to the P50 of its end, lighter to the P80; what decides the date stands out.

use jiff::civil::Date;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use super::axes::{Days, Frame, SMALL};
use super::canvas::{Canvas, Ink};

/// Work over time.
#[derive(Debug, Clone)]
pub struct Gantt {
    /// Today.
    pub as_of: Date,
    /// The work.
    pub bars: Vec<Bar>,
    /// A day that was promised, and what for.
    pub promised: Option<(f64, String)>,
}

/// One piece of work; days from today.
#[derive(Debug, Clone)]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// When it starts: in the past where it has.
    pub start: f64,
    /// P50 and P80 of its end.
    pub finish: (f64, f64),
    /// Share of draws in which it decides the date.
    pub criticality: f64,
    /// Whether the date hangs on it.
    pub on_path: bool,
    /// What is said at its end.
    pub note: String,
}

const ROW: f64 = 28.0;

/// From which share of draws on work is marked as critical.
const CRITICAL: f64 = 0.5;

impl Gantt {
    /// Returns the chart.
    pub(super) fn svg(&self, width: u32) -> String {
        let narrow = width < 500;
        let wide = f64::from(width);
        let left = if narrow { 8.0 } else { 160.0 };
        let row = if narrow { ROW + 12.0 } else { ROW };
        let top = if self.promised.is_some() { 26.0 } else { 10.0 };
        let bottom = top + row * self.bars.len() as f64;
        let frame = Frame { left, right: wide - if narrow { 10.0 } else { 176.0 }, top, bottom };
        let axis = self.axis();
        let canvas = Canvas::new(width, (bottom + 26.0) as u32);
        axis.draw(&canvas, &frame);
        for (at, bar) in self.bars.iter().enumerate() {
            let y = top + row * at as f64 + if narrow { row - 13.0 } else { row / 2.0 };
            canvas.group("row", &format!("{}: {}", bar.label, bar.note), || {
                let name = Ink::Text.text(13.0, if narrow { HPos::Left } else { HPos::Right }, VPos::Center);
                let (at, room) =
                    if narrow { ((left, y - 16.0), wide) } else { ((left - 10.0, y), left - 12.0) };
                let critical = bar.criticality >= CRITICAL;
                let label = if critical { format!("◆ {}", bar.label) } else { bar.label.clone() };
                canvas.text(&label, at, &name, room);
                self.bar(&canvas, &frame, &axis, bar, y);
                if !narrow {
                    let note = Ink::Faint.text(SMALL, HPos::Left, VPos::Center);
                    canvas.text(&bar.note, (frame.right + 8.0, y), &note, wide - frame.right - 8.0);
                }
            });
        }
        if let Some((day, what)) = &self.promised {
            let x = axis.x(&frame, *day);
            canvas.line(&[(x, top - 6.0), (x, bottom)], Ink::Bad.line(2.0));
            let h = if x > wide / 2.0 { HPos::Right } else { HPos::Left };
            canvas.text(what, (x, 4.0), &Ink::Bad.text(SMALL, h, VPos::Top), wide / 2.0);
        }
        canvas.svg()
    }

    /// Returns the axis on which all of the path is seen, and of the rest as much as leaves the path legible.
    fn axis(&self) -> Days {
        let ends = |on_path: bool| {
            let bars = self.bars.iter().filter(move |bar| bar.on_path || !on_path);
            bars.map(|bar| bar.finish.1).filter(|day| day.is_finite()).fold(0.0, f64::max)
        };
        let (path, all) = (ends(true), ends(false));
        let last = if path > 0.0 { all.min(path * 3.0) } else { all };
        let first = self.bars.iter().map(|bar| bar.start).fold(0.0, f64::min).max(-0.25 * last.max(30.0));
        Days::holding(
            self.as_of,
            [first, last].into_iter().chain(self.promised.as_ref().map(|(day, _)| *day)),
        )
    }

    fn bar(&self, canvas: &Canvas, frame: &Frame, axis: &Days, bar: &Bar, y: f64) {
        let ink = match bar {
            bar if bar.criticality >= CRITICAL => Ink::Accent,
            bar if bar.on_path => Ink::Plain,
            _ => Ink::Faint,
        };
        let x = |day: f64| axis.x(frame, day);
        let (from, p50, p80) = (x(bar.start), x(bar.finish.0), x(bar.finish.1));
        canvas.rect((from, y - 6.0), (p80.max(from + 3.0), y + 6.0), ink.color().mix(0.35).filled());
        canvas.rect((from, y - 6.0), (p50.max(from + 3.0), y + 6.0), ink.fill());
    }
}
