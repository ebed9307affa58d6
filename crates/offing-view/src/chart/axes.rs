//! Axes: days that fall on a calendar, and shares in percent. Which marks an axis has, and where each stands.

use jiff::civil::Date;
use offing_model::units::days_between;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};
use plotters::coord::types::RangedCoordf64;
use plotters::style::text_anchor::{HPos, VPos};

use super::canvas::{Canvas, FINE, Ink};
use crate::dates::month;

/// Size of the letters at an axis.
pub(super) const SMALL: f64 = 12.0;

/// The part of a chart that figures are drawn in, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

/// Days of a stretch that is marked by weeks rather than by months.
const WEEKLY: f64 = 120.0;

/// Days from `as_of`, marked where months or years begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Days {
    pub(super) as_of: Date,
    pub(super) first: f64,
    pub(super) last: f64,
}

impl Days {
    /// Returns the axis on which all of these days are seen, with a little room at its end.
    pub(super) fn holding(as_of: Date, days: impl Iterator<Item = f64>) -> Self {
        let (mut first, mut last) = (0.0_f64, 0.0_f64);
        for day in days.filter(|day| day.is_finite()) {
            (first, last) = (first.min(day), last.max(day));
        }
        Self { as_of, first, last: first + (last - first).max(14.0) * 1.04 }
    }

    fn date(&self, day: f64) -> Option<Date> {
        let span = (day.abs() < 3e6).then(|| jiff::Span::new().days(day.floor() as i64))?;
        self.as_of.checked_add(span).ok()
    }

    /// Returns where a day stands, within the frame also if it lies beyond.
    pub(super) fn x(&self, frame: &Frame, day: f64) -> f64 {
        let day = day.clamp(self.first, self.last);
        f64::from(self.map(&day, ((frame.left * FINE) as i32, (frame.right * FINE) as i32))) / FINE
    }

    /// Draws the marks, their names below the frame, and a line for today.
    pub(super) fn draw(&self, canvas: &Canvas, frame: &Frame) {
        let most = ((frame.right - frame.left) / 52.0) as usize;
        for day in self.key_points(most.max(2)) {
            let x = self.x(frame, day);
            canvas.line(&[(x, frame.top), (x, frame.bottom)], Ink::Grid.line(1.0));
            let label = self.date(day).map_or_else(String::new, |date| self.label(date));
            let style = Ink::Faint.text(SMALL, HPos::Center, VPos::Top);
            if x > frame.left + 8.0 && x < frame.right - 8.0 {
                canvas.text(&label, (x, frame.bottom + 5.0), &style, 80.0);
            }
        }
        let x = self.x(frame, 0.0);
        canvas.line(&[(x, frame.top - 2.0), (x, frame.bottom + 2.0)], Ink::Faint.line(1.5));
    }

    fn label(&self, date: Date) -> String {
        if self.last - self.first < WEEKLY {
            return format!("{} {}", date.day(), month(date));
        }
        if date.month() == 1 || self.last - self.first > 1_500.0 {
            return date.year().to_string();
        }
        month(date).to_owned()
    }
}

impl Ranged for Days {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, day: &f64, (from, to): (i32, i32)) -> i32 {
        let share = (day - self.first) / (self.last - self.first);
        from + (share * f64::from(to - from)).round() as i32
    }

    /// Returns the Mondays of a short stretch, or the first days of months, as many months apart as leaves no more than asked for.
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        let days = self.last - self.first;
        if days < WEEKLY {
            let weeks = (days / 7.0 / hint.max_num_points() as f64).ceil().max(1.0);
            let first = self.first.ceil() as i64;
            let monday = |day: &i64| {
                let date = self.date(*day as f64);
                date.is_some_and(|date| date.weekday() == jiff::civil::Weekday::Monday)
            };
            let mondays = (first..=self.last.floor() as i64).filter(monday).map(|day| day as f64);
            return mondays.step_by(weeks as usize).collect();
        }
        let months = days / 30.4;
        let fits = |every: &&i32| months / f64::from(**every) <= hint.max_num_points() as f64;
        let every = [1, 2, 3, 6, 12, 24, 60, 120, 600].iter().find(fits).copied().unwrap_or(1_200);
        let mut found = Vec::new();
        let mut begins = self.date(self.first).map(Date::first_of_month);
        while let Some(date) = begins.filter(|_| found.len() <= hint.max_num_points()) {
            let day = days_between(self.as_of, date);
            if day > self.last {
                break;
            }
            let nth = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
            if day >= self.first && nth % every == 0 {
                found.push(day);
            }
            begins = date.checked_add(jiff::Span::new().months(1)).ok();
        }
        found
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.first..self.last
    }
}

/// Figures upwards, from the least to the most.
pub(super) struct Upwards {
    axis: RangedCoordf64,
}

impl Upwards {
    /// Returns the axis between two figures.
    pub(super) fn between(least: f64, most: f64) -> Self {
        Self { axis: (least..most).into() }
    }

    /// Returns where a figure stands.
    pub(super) fn y(&self, frame: &Frame, figure: f64) -> f64 {
        f64::from(self.axis.map(&figure, ((frame.bottom * FINE) as i32, (frame.top * FINE) as i32))) / FINE
    }

    /// Draws the marks, each named by `label` to the left of the frame.
    pub(super) fn draw(&self, canvas: &Canvas, frame: &Frame, label: impl Fn(f64) -> String) {
        for figure in self.axis.key_points(6_usize) {
            let y = self.y(frame, figure);
            if !(frame.top - 1.0..=frame.bottom + 1.0).contains(&y) {
                continue;
            }
            canvas.line(&[(frame.left, y), (frame.right, y)], Ink::Grid.line(1.0));
            let style = Ink::Faint.text(SMALL, HPos::Right, VPos::Center);
            canvas.text(&label(figure), (frame.left - 6.0, y), &style, frame.left);
        }
    }
}
