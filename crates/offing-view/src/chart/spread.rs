//! How a quantity of days is spread over draws: how many end when, or how many have ended by then.

use jiff::civil::Date;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use super::axes::{Days, Frame, SMALL, Upwards};
use super::canvas::{Canvas, Ink};
use crate::page::Tone;

/// A quantity over draws.
#[derive(Debug, Clone)]
pub struct Spread {
    /// Today.
    pub as_of: Date,
    /// The days, in ascending order; those that never come are infinite, or missing if counted in `of`.
    pub sorted: Vec<f64>,
    /// How many draws there are in all.
    pub of: usize,
    /// Days worth naming.
    pub marks: Vec<Mark>,
}

/// A day worth naming.
#[derive(Debug, Clone)]
pub struct Mark {
    /// Days from today.
    pub day: f64,
    /// Its name.
    pub label: String,
    /// How it is meant.
    pub tone: Tone,
}

/// Into how many steps the axis is cut.
const STEPS: usize = 120;

impl Spread {
    /// Returns the chart: the share of draws that has ended by each day.
    pub(super) fn svg(&self, width: u32) -> String {
        let height = if width < 500 { 230 } else { 250 };
        let frame =
            Frame { left: 46.0, right: f64::from(width) - 18.0, top: 46.0, bottom: f64::from(height) - 26.0 };
        let last = self.last();
        let marks = self.marks.iter().map(|mark| mark.day);
        let axis = Days::holding(self.as_of, marks.chain([last]));
        let up = Upwards::between(0.0, 1.0);
        let canvas = Canvas::new(width, height);
        up.draw(&canvas, &frame, |share| format!("{:.0} %", share * 100.0));
        axis.draw(&canvas, &frame);
        let curve: Vec<(f64, f64)> = (0..=STEPS)
            .map(|step| axis.first + (axis.last - axis.first) * step as f64 / STEPS as f64)
            .map(|day| (axis.x(&frame, day), up.y(&frame, self.share_by(day))))
            .collect();
        let mut below = curve.clone();
        below.extend([(frame.right, frame.bottom), (frame.left, frame.bottom)]);
        canvas.polygon(&below, Ink::Plain.color().mix(0.16).filled());
        canvas.line(&curve, Ink::Plain.line(2.5));
        self.draw_marks(&canvas, &frame, &axis);
        canvas.svg()
    }

    /// Returns the day on which the axis may end: almost all that comes has come.
    fn last(&self) -> f64 {
        let finite = self.sorted.partition_point(|day| day.is_finite());
        match finite {
            0 => 30.0,
            finite => self.sorted[(finite - 1) * 99 / 100],
        }
    }

    fn share_by(&self, day: f64) -> f64 {
        self.sorted.partition_point(|one| *one <= day) as f64 / self.of.max(1) as f64
    }

    /// Draws the marks, their names in two rows where they would stand in each other's way.
    fn draw_marks(&self, canvas: &Canvas, frame: &Frame, axis: &Days) {
        let mut marks: Vec<&Mark> = self.marks.iter().filter(|mark| mark.day.is_finite()).collect();
        marks.sort_by(|a, b| a.day.total_cmp(&b.day));
        let mut free = [f64::NEG_INFINITY; 2];
        for mark in marks {
            let x = axis.x(frame, mark.day);
            let ink = Ink::of(mark.tone);
            let room = super::canvas::width(&mark.label, SMALL);
            let row = usize::from(free[0] > x - 0.5 * room - 6.0);
            let middle = x.clamp(frame.left + 0.5 * room, (frame.right - 0.5 * room).max(frame.left));
            free[row] = middle + 0.5 * room;
            let y = 8.0 + 16.0 * row as f64;
            canvas.group("mark", &mark.label, || {
                canvas.line(&[(x, y + 15.0), (x, frame.bottom)], ink.line(1.5));
                canvas.text(&mark.label, (middle, y), &ink.text(SMALL, HPos::Center, VPos::Top), 300.0);
            });
        }
    }
}
