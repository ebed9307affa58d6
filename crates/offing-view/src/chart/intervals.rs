//! How far things are: a bar from P50 to P80, a thin line on to P95, and what was promised.

use jiff::civil::Date;
use plotters::style::text_anchor::{HPos, VPos};

use super::axes::{Days, Frame, SMALL};
use super::canvas::{Canvas, Ink};
use crate::page::Tone;

/// Things, one below the other.
#[derive(Debug, Clone)]
pub struct Intervals {
    /// Today.
    pub as_of: Date,
    /// The things.
    pub rows: Vec<Interval>,
}

/// One thing.
#[derive(Debug, Clone)]
pub struct Interval {
    /// What it is.
    pub label: String,
    /// How it stands.
    pub tone: Tone,
    /// P50, P80 and P95 in days from today; `None` where it has no date.
    pub days: Option<[f64; 3]>,
    /// The day that was promised.
    pub promised: Option<f64>,
    /// What is said in place of a bar, or at its end.
    pub note: String,
}

const ROW: f64 = 34.0;

impl Intervals {
    /// Returns the chart.
    pub(super) fn svg(&self, width: u32) -> String {
        let narrow = width < 500;
        let wide = f64::from(width);
        let left = if narrow { 8.0 } else { 216.0 };
        let row = if narrow { ROW + 14.0 } else { ROW };
        let top = 8.0;
        let bottom = top + row * self.rows.len() as f64;
        let frame = Frame { left, right: wide - 14.0, top, bottom };
        let days = self.rows.iter().flat_map(|one| one.days.into_iter().flatten().chain(one.promised));
        let axis = Days::holding(self.as_of, days);
        let canvas = Canvas::new(width, (bottom + 26.0) as u32);
        axis.draw(&canvas, &frame);
        for (at, one) in self.rows.iter().enumerate() {
            let y = top + row * at as f64 + if narrow { row - 16.0 } else { row / 2.0 };
            canvas.group("row", &format!("{}: {}", one.label, one.note), || {
                let name = Ink::Text.text(13.5, if narrow { HPos::Left } else { HPos::Right }, VPos::Center);
                let (at, room) =
                    if narrow { ((left, y - 19.0), wide) } else { ((left - 12.0, y), left - 16.0) };
                canvas.text(&one.label, at, &name, room);
                self.bar(&canvas, &frame, &axis, one, y);
            });
        }
        canvas.svg()
    }

    fn bar(&self, canvas: &Canvas, frame: &Frame, axis: &Days, one: &Interval, y: f64) {
        let ink = Ink::of(one.tone);
        let x = |day: f64| axis.x(frame, day);
        let note = Ink::Faint.text(SMALL, HPos::Left, VPos::Center);
        match one.days {
            Some([p50, p80, p95]) if p95 > 0.0 => {
                canvas.line(&[(x(0.0), y), (x(p95), y)], ink.line(2.0));
                canvas.line(&[(x(p95), y - 5.0), (x(p95), y + 5.0)], ink.line(2.0));
                canvas.rect((x(p50), y - 7.0), (x(p80).max(x(p50) + 2.0), y + 7.0), ink.fill());
            }
            Some(_) => {
                canvas.circle((x(0.0), y), 7.0, ink.fill());
                canvas.text(&one.note, (x(0.0) + 13.0, y), &note, frame.right - x(0.0));
            }
            None => canvas.text(&one.note, (x(0.0) + 8.0, y), &note, frame.right - x(0.0)),
        }
        if let (Some(day), Some([_, p80, p95])) = (one.promised, one.days) {
            if p95 <= 0.0 {
                return;
            }
            let kept = p80 <= day;
            let ink = if kept { Ink::Text } else { Ink::Bad };
            canvas.line(&[(x(day), y - 12.0), (x(day), y + 12.0)], ink.line(2.5));
        }
    }
}
