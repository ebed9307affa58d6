//! What a chart shows: its figures, what they say in words, and the same as a table and as CSV. It is drawn once, as
//! SVG, for page, brief and print alike.
//!
//! *Absent on purpose:* colours and fonts, which the style sheet decides; figures that are worked out here.

mod canvas;
mod axes;
mod csv;
mod gantt;
mod intervals;
mod lines;
mod points;
mod radar;
mod spread;
mod weeks;

pub(crate) use canvas::{escaped, fitted};
pub use gantt::{Bar, Gantt};
pub use intervals::{Interval, Intervals};
pub use lines::{Lines, Series};
pub use points::{Point, Points};
pub use radar::{Blip, Radar};
pub use spread::{Mark, Spread};
pub use weeks::{Broken, Counted, Row, Weeks};

use crate::page::Table;

/// A chart.
#[derive(Debug, Clone)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// What a reader should take from it: the text in its place for those who can not see it.
    pub says: String,
    /// Its figures.
    pub data: Table,
    /// How it is drawn.
    pub drawing: Drawing,
}

/// What is drawn.
#[derive(Debug, Clone)]
pub enum Drawing {
    /// How far things are, one below the other.
    Intervals(Intervals),
    /// Work over time.
    Gantt(Gantt),
    /// Choices by two figures.
    Points(Points),
    /// How a quantity is spread over draws.
    Spread(Spread),
    /// Figures over time.
    Lines(Lines),
    /// Technologies by ring.
    Radar(Radar),
    /// How often something happened, week by week.
    Weeks(Weeks),
}

/// Widths a chart is drawn for: a page, and a telephone.
pub const WIDTHS: [u32; 2] = [720, 340];

impl Drawing {
    /// Returns the drawing as SVG of this width, its colours left to the style sheet.
    pub fn svg(&self, width: u32) -> String {
        match self {
            Drawing::Intervals(drawing) => drawing.svg(width),
            Drawing::Gantt(drawing) => drawing.svg(width),
            Drawing::Points(drawing) => drawing.svg(width),
            Drawing::Spread(drawing) => drawing.svg(width),
            Drawing::Lines(drawing) => drawing.svg(width),
            Drawing::Radar(drawing) => drawing.svg(width),
            Drawing::Weeks(drawing) => drawing.svg(width),
        }
    }
}

#[cfg(test)]
mod tests;
