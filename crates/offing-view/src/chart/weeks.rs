//! How often something happened, week by week, one row a thing: bars for how often, below them how long it took, and
//! the week from which it happens otherwise than before.

use jiff::civil::Date;
use offing_model::units::days_between;
use plotters::style::Color;
use plotters::style::text_anchor::{HPos, VPos};

use super::axes::{Days, Frame, SMALL};
use super::canvas::{Canvas, Ink};

/// Things, one below the other, over the same weeks.
#[derive(Debug, Clone)]
pub struct Weeks {
    /// Today.
    pub as_of: Date,
    /// The things.
    pub rows: Vec<Row>,
}

/// One thing.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// What is said beside its bars.
    pub often: String,
    /// What is said beside the line below them; may be empty.
    pub long: String,
    /// Its weeks, the oldest first.
    pub weeks: Vec<Counted>,
    /// From when on it happens otherwise than before.
    pub broken: Option<Broken>,
}

/// One week.
#[derive(Debug, Clone, Copy)]
pub struct Counted {
    /// Its first day.
    pub begins: Date,
    /// How often it happened; `None` where nobody knows.
    pub count: Option<usize>,
    /// How often of that it failed.
    pub failed: usize,
    /// How many days it took.
    pub days: Option<f64>,
}

/// Where things changed.
#[derive(Debug, Clone, Copy)]
pub struct Broken {
    /// The first day from which on they are otherwise.
    pub from: Date,
    /// How often a week before.
    pub before: f64,
    /// How often since.
    pub since: f64,
}

impl Row {
    /// Returns what is said of it in one line.
    fn said(&self) -> String {
        if self.long.is_empty() { self.often.clone() } else { format!("{}, {}", self.often, self.long) }
    }
}

/// Heights of a row: its name on a telephone, its bars, what is between, the line below them, and the room to the next.
const NAME: f64 = 20.0;
const BARS: f64 = 34.0;
const BETWEEN: f64 = 6.0;
const LINE: f64 = 16.0;
const APART: f64 = 16.0;

const WEEK: f64 = 7.0;

impl Weeks {
    /// Returns the chart.
    pub(super) fn svg(&self, width: u32) -> String {
        let narrow = width < 500;
        let wide = f64::from(width);
        let name = if narrow { NAME } else { 0.0 };
        let timed = self.rows.iter().flat_map(|one| &one.weeks).any(|week| week.days.is_some());
        let below = if timed { BETWEEN + LINE } else { 0.0 };
        let row = name + BARS + below + APART;
        let (left, right) = if narrow { (8.0, wide - 10.0) } else { (160.0, wide - 132.0) };
        let bottom = 8.0 + row * self.rows.len() as f64;
        let frame = Frame { left, right, top: 8.0, bottom };
        let days = self.rows.iter().flat_map(|one| &one.weeks).map(|week| self.day(week.begins));
        let axis = Days { as_of: self.as_of, first: days.fold(-WEEK, f64::min), last: 1.0 };
        let canvas = Canvas::new(width, (bottom + 24.0) as u32);
        axis.draw(&canvas, &frame);
        for (at, one) in self.rows.iter().enumerate() {
            let top = frame.top + row * at as f64 + name;
            canvas.group("row", &format!("{}: {}", one.label, one.said()), || {
                self.names(&canvas, one, top, (left, right), narrow);
                let strip = Frame { top, bottom: top + BARS, ..frame };
                self.bars(&canvas, &strip, &axis, one);
                self.turn(&canvas, Frame { bottom: strip.bottom + below, ..strip }, &axis, one);
                let strip =
                    Frame { top: strip.bottom + BETWEEN, bottom: strip.bottom + BETWEEN + LINE, ..frame };
                self.line(&canvas, &strip, &axis, one);
            });
        }
        canvas.svg()
    }

    fn day(&self, date: Date) -> f64 {
        days_between(self.as_of, date)
    }

    fn names(&self, canvas: &Canvas, one: &Row, top: f64, (left, right): (f64, f64), narrow: bool) {
        let faint = |h| Ink::Faint.text(SMALL, h, VPos::Center);
        if narrow {
            let room = (right - left) * 0.5;
            canvas.text(
                &one.label,
                (left, top - 10.0),
                &Ink::Text.text(13.0, HPos::Left, VPos::Center),
                room,
            );
            return canvas.text(&one.said(), (right - 5.0, top - 10.0), &faint(HPos::Right), room);
        }
        let name = Ink::Text.text(13.0, HPos::Right, VPos::Center);
        canvas.text(&one.label, (left - 10.0, top + BARS * 0.6), &name, left - 12.0);
        canvas.text(&one.often, (right + 8.0, top + BARS * 0.6), &faint(HPos::Left), 122.0);
        let below = top + BARS + BETWEEN + LINE / 2.0;
        canvas.text(&one.long, (right + 8.0, below), &faint(HPos::Left), 122.0);
    }

    /// Draws a bar a week, what failed at its foot; and how often it happened before and since where that changed.
    fn bars(&self, canvas: &Canvas, frame: &Frame, axis: &Days, one: &Row) {
        let most = one.weeks.iter().filter_map(|week| week.count).max().unwrap_or(0).max(1) as f64;
        let y = |count: f64| frame.bottom - (frame.bottom - frame.top) * count / most;
        let x = |day: f64| axis.x(frame, day);
        canvas.line(&[(frame.left, frame.bottom), (frame.right, frame.bottom)], Ink::Faint.line(0.5));
        for week in &one.weeks {
            let Some(count) = week.count.filter(|count| *count > 0) else { continue };
            let begins = self.day(week.begins);
            let (from, to) = (x(begins) + 1.0, (x(begins + WEEK) - 1.0).max(x(begins) + 2.0));
            canvas.rect((from, y(count as f64)), (to, frame.bottom), Ink::Plain.fill());
            if week.failed > 0 {
                canvas.rect((from, y(week.failed.min(count) as f64)), (to, frame.bottom), Ink::Bad.fill());
            }
        }
        let Some(broken) = one.broken else { return };
        let (turn, known) = (x(self.day(broken.from)), one.weeks.iter().find(|week| week.count.is_some()));
        let first = known.map_or(frame.left, |week| x(self.day(week.begins)));
        let ink = Ink::Text.line(1.5);
        canvas.line(&[(first, y(broken.before)), (turn, y(broken.before))], ink);
        canvas.line(&[(turn, y(broken.since)), (frame.right, y(broken.since))], ink);
    }

    /// Marks the day from which on it happens otherwise.
    fn turn(&self, canvas: &Canvas, frame: Frame, axis: &Days, one: &Row) {
        if let Some(broken) = one.broken {
            let x = axis.x(&frame, self.day(broken.from));
            canvas.line(&[(x, frame.top - 4.0), (x, frame.bottom)], Ink::Bad.line(2.0));
        }
    }

    /// Draws how long it took as points, joined where weeks follow each other.
    fn line(&self, canvas: &Canvas, frame: &Frame, axis: &Days, one: &Row) {
        let longest = one.weeks.iter().filter_map(|week| week.days).fold(0.0, f64::max);
        if longest <= 0.0 {
            return;
        }
        let place = |week: &Counted| {
            let share = week.days? / longest;
            let x = axis.x(frame, self.day(week.begins) + WEEK / 2.0);
            Some((x, frame.bottom - (frame.bottom - frame.top) * share))
        };
        let places: Vec<Option<(f64, f64)>> = one.weeks.iter().map(place).collect();
        for run in places.split(Option::is_none).filter(|run| run.len() > 1) {
            let run: Vec<(f64, f64)> = run.iter().flatten().copied().collect();
            canvas.line(&run, Ink::Accent.color().mix(0.6).stroke_width((1.5 * super::canvas::FINE) as u32));
        }
        places.into_iter().flatten().for_each(|at| canvas.circle(at, 2.2, Ink::Accent.fill()));
    }
}
