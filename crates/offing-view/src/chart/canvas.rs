//! Where charts are drawn: a backend of the `plotters` library that writes SVG without a colour in it. Each stroke says
//! by its class what it means, and the style sheet says how that looks in light, in the dark and on paper.

use std::cell::RefCell;
use std::convert::Infallible;
use std::fmt::Write;
use std::rc::Rc;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind};
use unicode_width::UnicodeWidthStr;

use crate::page::Tone;

/// Parts of a pixel that coordinates are counted in, so that a bar need not end where a pixel does.
pub(super) const FINE: f64 = 10.0;

/// What a stroke means; its class in the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// What is read.
    Text,
    /// What is read beside it.
    Faint,
    /// Lines behind the figures.
    Grid,
    /// Figures as they are.
    Plain,
    /// As it should be.
    Good,
    /// Worth a look.
    Warn,
    /// Not as it should be.
    Bad,
    /// What stands out.
    Accent,
    /// The surface of the page.
    Paper,
}

/// All inks, by the colour that stands for each within the library.
const INKS: [(Ink, &str); 9] = [
    (Ink::Text, "text"),
    (Ink::Faint, "faint"),
    (Ink::Grid, "grid"),
    (Ink::Plain, "plain"),
    (Ink::Good, "good"),
    (Ink::Warn, "warn"),
    (Ink::Bad, "bad"),
    (Ink::Accent, "accent"),
    (Ink::Paper, "paper"),
];

impl Ink {
    /// Returns the ink for a tone.
    pub(super) fn of(tone: Tone) -> Self {
        match tone {
            Tone::Good => Ink::Good,
            Tone::Warn => Ink::Warn,
            Tone::Bad => Ink::Bad,
            Tone::Strong | Tone::Code => Ink::Accent,
            Tone::Faint => Ink::Faint,
            Tone::Plain => Ink::Plain,
        }
    }

    /// Returns the colour that stands for it within the library.
    pub(super) fn color(self) -> RGBColor {
        let at = INKS.iter().position(|(ink, _)| *ink == self).expect("every ink is listed");
        RGBColor(at as u8, 0, 0)
    }

    /// Returns how an area is filled with it.
    pub(super) fn fill(self) -> ShapeStyle {
        self.color().filled()
    }

    /// Returns how a line is drawn with it, so many pixels wide.
    pub(super) fn line(self, pixels: f64) -> ShapeStyle {
        Color::stroke_width(&self.color(), (pixels * FINE) as u32)
    }

    /// Returns how a text is written with it, in so many pixels, leaning as told.
    pub(super) fn text(self, pixels: f64, h: HPos, v: VPos) -> TextStyle<'static> {
        let font = ("sans-serif", pixels * FINE).into_font();
        font.color(&self.color()).pos(Pos::new(h, v))
    }
}

/// Returns the class that a colour of the library stands for.
fn class(color: BackendColor) -> &'static str {
    INKS.get(usize::from(color.rgb.0)).map_or("text", |(_, class)| class)
}

/// A chart in the making; places and sizes are in pixels.
pub(super) struct Canvas {
    out: Rc<RefCell<String>>,
    size: (u32, u32),
    area: DrawingArea<Svg, Shift>,
}

/// Drawing ends in a text, which takes everything.
const NEVER_FAILS: &str = "a text takes what is drawn into it";

impl Canvas {
    /// Returns an empty canvas of so many pixels.
    pub(super) fn new(width: u32, height: u32) -> Self {
        let out = Rc::new(RefCell::new(String::new()));
        let size = (width, height);
        let area = Svg { out: Rc::clone(&out), size }.into_drawing_area();
        Self { out, size, area }
    }

    /// Draws a rectangle from one corner to the other.
    pub(super) fn rect(&self, from: (f64, f64), to: (f64, f64), style: ShapeStyle) {
        self.area.draw(&Rectangle::new([fine(from), fine(to)], style)).expect(NEVER_FAILS);
    }

    /// Draws a line through points.
    pub(super) fn line(&self, points: &[(f64, f64)], style: ShapeStyle) {
        let points: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        self.area.draw(&PathElement::new(points, style)).expect(NEVER_FAILS);
    }

    /// Draws an area between points.
    pub(super) fn polygon(&self, points: &[(f64, f64)], style: ShapeStyle) {
        let points: Vec<(i32, i32)> = points.iter().copied().map(fine).collect();
        self.area.draw(&Polygon::new(points, style)).expect(NEVER_FAILS);
    }

    /// Draws a circle.
    pub(super) fn circle(&self, center: (f64, f64), radius: f64, style: ShapeStyle) {
        self.area.draw(&Circle::new(fine(center), (radius * FINE) as i32, style)).expect(NEVER_FAILS);
    }

    /// Writes a text, cut where it would be wider than `room`.
    pub(super) fn text(&self, text: &str, at: (f64, f64), style: &TextStyle<'_>, room: f64) {
        let size = style.font.get_size() / FINE;
        self.area.draw(&Text::new(fitted(text, room, size), fine(at), style.clone())).expect(NEVER_FAILS);
    }

    /// Draws several strokes as one thing, which shows `title` to who points at it.
    pub(super) fn group(&self, class: &str, title: &str, draw: impl FnOnce()) {
        self.raw(&format!("<g class=\"{class}\"><title>{}</title>", escaped(title)));
        draw();
        self.raw("</g>");
    }

    fn raw(&self, text: &str) {
        self.out.borrow_mut().push_str(text);
    }

    /// Returns the drawing.
    pub(super) fn svg(self) -> String {
        let (width, height) = self.size;
        let body = self.out.borrow();
        // What it shows is said beside it, in words and as a table.
        format!(
            "<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
             aria-hidden=\"true\" focusable=\"false\">{body}</svg>"
        )
    }
}

/// Returns a place in the parts of a pixel that the library counts in.
fn fine((x, y): (f64, f64)) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

/// Returns a text of at most so many pixels at this size, cut with an ellipsis where it is longer.
pub(crate) fn fitted(text: &str, pixels: f64, size: f64) -> String {
    if width(text, size) <= pixels {
        return text.to_owned();
    }
    let mut out = String::new();
    for c in text.chars() {
        out.push(c);
        if width(&out, size) + 0.6 * size > pixels {
            out.pop();
            break;
        }
    }
    format!("{}…", out.trim_end())
}

/// Returns about how many pixels a text takes at a size, in the fonts that systems come with.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let narrow = text.chars().filter(|c| "iljtfr.,:;'|I()[] -".contains(*c)).count() as f64;
    (text.width() as f64 * 0.62 - narrow * 0.24) * size
}

/// Returns a text in which nothing is markup.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// The backend.
pub(super) struct Svg {
    out: Rc<RefCell<String>>,
    size: (u32, u32),
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Svg {
    fn put(&mut self, text: std::fmt::Arguments<'_>) -> Drawn {
        self.out.borrow_mut().write_fmt(text).expect("a text takes what is written to it");
        Ok(())
    }
}

/// Returns a coordinate in pixels, without needless digits.
fn px(fine: i32) -> f64 {
    f64::from(fine) / FINE
}

/// Returns the paint of a shape: filled, or as a line.
fn paint<S: BackendStyle>(style: &S, fill: bool) -> String {
    let color = style.color();
    let class = class(color);
    let opacity = if color.alpha < 1.0 { format!(" opacity=\"{:.2}\"", color.alpha) } else { String::new() };
    if fill {
        return format!("class=\"f-{class}\"{opacity}");
    }
    let wide = f64::from(style.stroke_width()) / FINE;
    format!("class=\"s-{class}\" stroke-width=\"{wide}\"{opacity}")
}

impl DrawingBackend for Svg {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0 * FINE as u32, self.size.1 * FINE as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(point, point, &color, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        let paint = paint(style, false);
        self.put(format_args!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" {paint}/>",
            px(from.0),
            px(from.1),
            px(to.0),
            px(to.1)
        ))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        upper_left: BackendCoord,
        bottom_right: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (x, y) = (px(upper_left.0), px(upper_left.1));
        let wide = px((bottom_right.0 - upper_left.0).max(5));
        let high = px((bottom_right.1 - upper_left.1).max(5));
        let round = (high / 2.0).min(3.0).min(wide / 2.0);
        let paint = paint(style, fill);
        self.put(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" rx=\"{round}\" {paint}/>"
        ))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<String> = path.into_iter().map(|(x, y)| format!("{},{}", px(x), px(y))).collect();
        let paint = paint(style, false);
        self.put(format_args!("<polyline points=\"{}\" fill=\"none\" {paint}/>", points.join(" ")))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        vert: I,
        style: &S,
    ) -> Drawn {
        let points: Vec<String> = vert.into_iter().map(|(x, y)| format!("{},{}", px(x), px(y))).collect();
        let paint = paint(style, true);
        self.put(format_args!("<polygon points=\"{}\" {paint}/>", points.join(" ")))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let paint = paint(style, fill);
        let fill = if fill { "" } else { " fill=\"none\"" };
        self.put(format_args!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{fill} {paint}/>",
            px(center.0),
            px(center.1),
            f64::from(radius) / FINE
        ))
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // Where a line of text begins differs between browsers; how far below its top it stands does not.
        let size = style.size() / FINE;
        let y = px(at.1)
            + match style.anchor().v_pos {
                VPos::Top => 0.78 * size,
                VPos::Center => 0.35 * size,
                VPos::Bottom => -0.22 * size,
            };
        let class = class(style.color());
        self.put(format_args!(
            "<text x=\"{}\" y=\"{:.1}\" font-size=\"{size}\" text-anchor=\"{anchor}\" class=\"t-{class}\">{}</text>",
            px(at.0),
            y,
            escaped(text)
        ))
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((width(text, style.size()) as u32, style.size() as u32))
    }
}
