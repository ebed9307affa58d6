//! Choices by two figures: how late the one chosen comes, and how likely a business is found at all.

use jiff::civil::Date;
use plotters::style::text_anchor::{HPos, VPos};

use super::axes::{Days, Frame, SMALL};
use super::canvas::{Canvas, Ink};
use crate::page::Tone;

/// Choices.
#[derive(Debug, Clone)]
pub struct Points {
    /// Today.
    pub as_of: Date,
    /// What lies to the right.
    pub right: String,
    /// What lies upwards.
    pub up: String,
    /// The choices.
    pub points: Vec<Point>,
}

/// One choice.
#[derive(Debug, Clone)]
pub struct Point {
    /// What it is called in the chart: a number.
    pub label: String,
    /// What it is called in full.
    pub name: String,
    /// The day; infinite where it never comes.
    pub day: f64,
    /// The chance.
    pub share: f64,
    /// How it stands.
    pub tone: Tone,
}

impl Points {
    /// Returns the chart.
    pub(super) fn svg(&self, width: u32) -> String {
        let height = if width < 500 { 260 } else { 300 };
        let frame =
            Frame { left: 52.0, right: f64::from(width) - 24.0, top: 30.0, bottom: f64::from(height) - 48.0 };
        let days = self.points.iter().map(|point| point.day).filter(|day| day.is_finite());
        let (early, late) =
            days.fold((f64::INFINITY, 0.0_f64), |(low, high), day| (low.min(day), high.max(day)));
        // Choices that hardly differ must not look as if they did: the axes span a month and five points at least.
        let (early, late) = if early > late { (0.0, 30.0) } else { widened(early, late, 30.0) };
        let axis = Days { as_of: self.as_of, first: early, last: late };
        let shares = self.points.iter().map(|point| point.share);
        let (low, high) =
            shares.fold((1.0_f64, 0.0_f64), |(low, high), share| (low.min(share), high.max(share)));
        let (low, high) = widened(low, high, 0.05);
        let up = super::axes::Upwards::between(low, high.min(1.0));
        let canvas = Canvas::new(width, height);
        up.draw(&canvas, &frame, |share| format!("{:.0} %", share * 100.0));
        axis.draw(&canvas, &frame);
        canvas.text(&self.up, (8.0, 6.0), &Ink::Faint.text(SMALL, HPos::Left, VPos::Top), 300.0);
        let below = (frame.right, f64::from(height) - 18.0);
        canvas.text(&self.right, below, &Ink::Faint.text(SMALL, HPos::Right, VPos::Top), 300.0);
        let places: Vec<(f64, f64)> = (self.points.iter())
            .map(|point| (if point.day.is_finite() { point.day } else { late }, point.share))
            .map(|(day, share)| (axis.x(&frame, day), up.y(&frame, share)))
            .collect();
        let drawn = apart(&places, &frame);
        for (at, point) in self.points.iter().enumerate().filter(|(at, _)| drawn[*at] != places[*at]) {
            let ink = Ink::of(point.tone);
            canvas.line(&[places[at], drawn[at]], ink.line(1.5));
            canvas.circle(places[at], 3.0, ink.fill());
        }
        for (at, (point, (x, y))) in self.points.iter().zip(drawn).enumerate() {
            let class = format!("point choice-{at}");
            canvas.group(&class, &format!("{} {}", point.label, point.name), || {
                canvas.circle((x, y), RADIUS, Ink::of(point.tone).fill());
                let style = Ink::Paper.text(13.0, HPos::Center, VPos::Center);
                canvas.text(&point.label, (x, y), &style, 24.0);
            });
        }
        canvas.svg()
    }
}

/// Size of a point.
const RADIUS: f64 = 12.0;

/// Returns where points are drawn: beside where they are, if they would hide each other there.
fn apart(places: &[(f64, f64)], frame: &Frame) -> Vec<(f64, f64)> {
    let mut drawn: Vec<(f64, f64)> = Vec::new();
    let free = |drawn: &[(f64, f64)], (x, y): (f64, f64)| {
        drawn.iter().all(|(a, b)| (a - x) * (a - x) + (b - y) * (b - y) >= 4.4 * RADIUS * RADIUS)
    };
    for place in places {
        // Places around where it is, farther and farther away.
        let around = (0..64).map(|step| {
            let (ring, turn) = (f64::from((step + 7) / 8), f64::from(step) * 0.8);
            let away = 2.2 * RADIUS * ring;
            (place.0 + away * libm::cos(turn), place.1 - away * libm::sin(turn))
        });
        let inside = |(x, y): &(f64, f64)| {
            (frame.left..=frame.right).contains(x) && (frame.top - RADIUS..=frame.bottom).contains(y)
        };
        let found = around.filter(inside).find(|spot| free(&drawn, *spot));
        drawn.push(found.unwrap_or(*place));
    }
    drawn
}

/// Returns a range that is at least so wide, with a little room on both sides, not below zero.
fn widened(low: f64, high: f64, least: f64) -> (f64, f64) {
    let room = (0.5 * (least - (high - low))).max(0.08 * (high - low));
    let low = (low - room).max(0.0);
    (low, (high + room).max(low + least))
}
