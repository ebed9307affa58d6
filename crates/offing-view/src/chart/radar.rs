//! Technologies by ring, as on a radar: what is adopted in the middle, what is on hold at the rim.

use plotters::style::text_anchor::{HPos, VPos};

use super::axes::SMALL;
use super::canvas::{Canvas, Ink};
use crate::page::Tone;

/// Technologies by ring.
#[derive(Debug, Clone)]
pub struct Radar {
    /// The rings, from the middle outwards.
    pub rings: Vec<String>,
    /// The technologies, in the order of their numbers.
    pub blips: Vec<Blip>,
}

/// One technology.
#[derive(Debug, Clone)]
pub struct Blip {
    /// What it is called.
    pub label: String,
    /// Its ring, by position.
    pub ring: usize,
    /// How it stands.
    pub tone: Tone,
}

impl Radar {
    /// Returns the chart: half a circle, its technologies spread evenly over each ring.
    pub(super) fn svg(&self, width: u32) -> String {
        let wide = f64::from(width).min(620.0);
        let radius = wide / 2.0 - 12.0;
        let middle = (f64::from(width) / 2.0, radius + 14.0);
        let columns = if width < 500 { 2 } else { 4 };
        let lines = self.blips.len().div_ceil(columns);
        let canvas = Canvas::new(width, (radius + 48.0 + LINE * lines as f64) as u32);
        let rings = self.rings.len().max(1) as f64;
        let outer = |ring: usize| radius * libm::sqrt((ring + 1) as f64 / rings);
        let at = |angle: f64, radius: f64| {
            (middle.0 - radius * libm::cos(angle), middle.1 - radius * libm::sin(angle))
        };
        for (ring, name) in self.rings.iter().enumerate() {
            let arc: Vec<(f64, f64)> =
                (0..=60).map(|step| at(std::f64::consts::PI * f64::from(step) / 60.0, outer(ring))).collect();
            canvas.line(&arc, Ink::Grid.line(1.5));
            let inner = if ring == 0 { 0.0 } else { outer(ring - 1) };
            let style = Ink::Faint.text(SMALL, HPos::Center, VPos::Top);
            let x = middle.0 - 0.5 * (inner + outer(ring));
            canvas.text(name, (x, middle.1 + 8.0), &style, outer(ring) - inner);
        }
        canvas.line(&[(middle.0 - radius, middle.1), (middle.0 + radius, middle.1)], Ink::Grid.line(1.5));
        for ring in 0..self.rings.len() {
            let inner = if ring == 0 { 0.0 } else { outer(ring - 1) };
            let here: Vec<usize> = (0..self.blips.len()).filter(|at| self.blips[*at].ring == ring).collect();
            for (nth, number) in here.iter().enumerate() {
                let blip = &self.blips[*number];
                let angle = std::f64::consts::PI * (nth as f64 + 0.5) / here.len() as f64;
                // Neighbours stand a little nearer and a little farther, so that none hides another.
                let depth = [0.5, 0.72, 0.36][nth % 3];
                let place = at(angle, inner + depth * (outer(ring) - inner));
                canvas.group("row", &format!("{} {}: {}", number + 1, blip.label, self.rings[ring]), || {
                    canvas.circle(place, 11.0, Ink::of(blip.tone).fill());
                    let style = Ink::Paper.text(11.5, HPos::Center, VPos::Center);
                    canvas.text(&(number + 1).to_string(), place, &style, 22.0);
                });
            }
        }
        self.legend(&canvas, f64::from(width), radius + 52.0, columns);
        canvas.svg()
    }

    /// Writes what each number stands for, in columns below the rings.
    fn legend(&self, canvas: &Canvas, width: f64, top: f64, columns: usize) {
        let lines = self.blips.len().div_ceil(columns);
        let room = width / columns as f64;
        for (at, blip) in self.blips.iter().enumerate() {
            let (column, line) = (at / lines, at % lines);
            let at_number = (room * column as f64 + 22.0, top + LINE * line as f64);
            let number = Ink::of(blip.tone).text(SMALL, HPos::Right, VPos::Center);
            canvas.text(&(at + 1).to_string(), at_number, &number, 22.0);
            let name = Ink::Text.text(SMALL, HPos::Left, VPos::Center);
            canvas.text(&blip.label, (at_number.0 + 7.0, at_number.1), &name, room - 34.0);
        }
    }
}

/// Height of a line of the legend.
const LINE: f64 = 17.0;
