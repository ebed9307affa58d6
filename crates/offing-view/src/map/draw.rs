//! The map as SVG: boxes in columns, a curve from each to what it stands on.

use std::fmt::Write;

use super::{Map, Thing};
use crate::chart::{escaped, fitted};
use crate::page::Tone;
use crate::site::Section;

const BOX: (f64, f64) = (170.0, 27.0);
const GAP: (f64, f64) = (44.0, 7.0);
const HEAD: f64 = 28.0;
const LETTERS: f64 = 13.5;

impl Map {
    /// Returns the map; `link` says where a page of ours is found.
    ///
    /// *Shape:* boxes are `a.node` with `data-at`, lines `path.edge` with `data-from` and `data-to`.
    pub fn svg(&self, link: &dyn Fn(Section) -> Option<String>) -> String {
        let order = self.order();
        let longest = order.iter().map(Vec::len).max().unwrap_or(0);
        let more = self.layers.iter().any(|layer| layer.more > 0);
        let rows = longest + usize::from(more);
        let width = order.len() as f64 * (BOX.0 + GAP.0) - GAP.0 + 16.0;
        let height = HEAD + rows as f64 * (BOX.1 + GAP.1) + 4.0;
        let things: Vec<&Thing> = self.things().collect();
        let mut at = vec![(0.0, 0.0); things.len()];
        let mut layer_of = vec![0; things.len()];
        for (layer, column) in order.iter().enumerate() {
            let x = 8.0 + layer as f64 * (BOX.0 + GAP.0);
            let free = (longest - column.len()) as f64 * 0.5;
            for (row, thing) in column.iter().enumerate() {
                at[*thing] = (x, HEAD + (free + row as f64) * (BOX.1 + GAP.1));
                layer_of[*thing] = layer;
            }
        }
        let mut out = format!(
            "<svg class=\"map\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"group\" \
             aria-label=\"Map\">"
        );
        for (layer, x) in self.layers.iter().zip(0..) {
            let x = 8.0 + f64::from(x) * (BOX.0 + GAP.0);
            put(
                &mut out,
                format_args!(
                    "<text class=\"t-faint\" x=\"{x}\" y=\"16\" font-size=\"13\">{}</text>",
                    layer.title
                ),
            );
            if layer.more > 0 {
                let y = HEAD + longest as f64 * (BOX.1 + GAP.1) + 17.0;
                put(
                    &mut out,
                    format_args!(
                        "<text class=\"t-faint\" x=\"{x}\" y=\"{y}\" font-size=\"12\">and {} more</text>",
                        layer.more
                    ),
                );
            }
        }
        for (from, to) in &self.edges {
            let aside = layer_of[*from] == layer_of[*to];
            put(
                &mut out,
                format_args!(
                    "<path class=\"edge\" data-from=\"{from}\" data-to=\"{to}\" d=\"{}\"/>",
                    curve(at[*from], at[*to], aside)
                ),
            );
        }
        // In reading order, so that the keyboard goes from top to bottom.
        for thing in order.iter().flatten() {
            node(&mut out, *thing, things[*thing], at[*thing], link);
        }
        out.push_str("</svg>");
        out
    }
}

fn node(
    out: &mut String,
    at: usize,
    thing: &Thing,
    (x, y): (f64, f64),
    link: &dyn Fn(Section) -> Option<String>,
) {
    let closes: Vec<String> = thing.closes.iter().map(ToString::to_string).collect();
    let mut says = thing.kind.to_owned();
    if !thing.state.is_empty() {
        says.push_str(&format!(", {}", thing.state));
    }
    if !thing.title.is_empty() {
        says.push_str(&format!(": {}", thing.title));
    }
    let says = escaped(&says);
    let href = thing.section.and_then(link).map(|href| format!(" href=\"{}\"", escaped(&href)));
    put(
        out,
        format_args!(
            "<a class=\"node {}\" data-at=\"{at}\" data-closes=\"{}\" data-loss=\"{}\" data-brought=\"{}\" data-says=\"{says}\" \
         data-label=\"{}\"{}><title>{}: {says}</title>\
         <rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"5\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"{LETTERS}\">{}</text></a>",
            class(thing.tone),
            closes.join(" "),
            escaped(&thing.loss),
            escaped(&thing.brought_by),
            escaped(&thing.label),
            href.unwrap_or_default(),
            escaped(&thing.label),
            BOX.0,
            BOX.1,
            x + 10.0,
            y + 18.0,
            escaped(&fitted(&thing.label, BOX.0 - 18.0, LETTERS)),
        ),
    );
}

/// Returns the class of a box.
fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Faint => "faint",
        Tone::Strong | Tone::Code => "accent",
        Tone::Plain => "plain",
    }
}

/// Returns the way from the right side of one box to the left of another, or to the right of one in the same column.
fn curve(from: (f64, f64), to: (f64, f64), aside: bool) -> String {
    let (x0, y0) = (from.0 + BOX.0, from.1 + BOX.1 / 2.0);
    let y1 = to.1 + BOX.1 / 2.0;
    if aside {
        let out = x0 + 0.75 * GAP.0;
        return format!("M{x0} {y0}C{out} {y0} {out} {y1} {x0} {y1}");
    }
    let x1 = to.0;
    let bend = 0.5 * GAP.0;
    format!("M{x0} {y0}C{} {y0} {} {y1} {x1} {y1}", x0 + bend, x1 - bend)
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a text takes what is written to it");
}
