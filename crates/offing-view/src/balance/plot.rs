//! Plans as points: the date of the chosen outcome to the right, the chance to find a business upwards.

use offing_analysis::balance::Balance;
use offing_analysis::words::{days, percent};

use crate::page::{Line, Tone};

const WIDTH: usize = 56;
const HEIGHT: usize = 9;

/// Returns the plot, line by line. Plans are shown by their number; where two fall on one spot, by the first.
pub(super) fn plot(balance: &Balance) -> Vec<Line> {
    let points: Vec<(f64, f64)> =
        balance.plans.iter().map(|plan| (plan.report.tally.chosen_p80, plan.report.tally.find)).collect();
    let finite = points.iter().filter(|(day, _)| day.is_finite());
    let (mut early, mut late) = (f64::INFINITY, f64::NEG_INFINITY);
    finite.for_each(|(day, _)| (early, late) = (early.min(*day), late.max(*day)));
    let low = points.iter().map(|(_, find)| *find).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|(_, find)| *find).fold(f64::NEG_INFINITY, f64::max);
    if early > late {
        return Vec::new();
    }
    // Plans that hardly differ must not look as if they did: the axes span five days and two points at least.
    let (early, late) = widened(early, late, 5.0);
    let (low, high) = widened(low, high, 0.02);
    let place = |value: f64, from: f64, to: f64, cells: usize| {
        (((value - from) / (to - from)).clamp(0.0, 1.0) * (cells - 1) as f64).round() as usize
    };
    let mut cells = vec![vec![' '; WIDTH]; HEIGHT];
    for (at, (day, find)) in points.iter().enumerate().rev() {
        let column = if day.is_finite() { place(*day, early, late, WIDTH) } else { WIDTH - 1 };
        let row = HEIGHT - 1 - place(*find, low, high, HEIGHT);
        cells[row][column] = char::from_digit(at as u32 + 1, 10).unwrap_or('*');
    }
    let advised = char::from_digit(balance.recommended as u32 + 1, 10);
    let mut lines = vec![vec![Tone::Faint.say("find")]];
    for (row, cells) in cells.iter().enumerate() {
        let label = match row {
            0 => percent(high),
            row if row == HEIGHT - 1 => percent(low),
            _ => String::new(),
        };
        let mut line = vec![Tone::Faint.say(format!("{label:>8} │"))];
        line.extend(cells.iter().map(|cell| {
            let tone = if Some(*cell) == advised { Tone::Good } else { Tone::Strong };
            tone.say(cell.to_string())
        }));
        lines.push(line);
    }
    lines.push(vec![Tone::Faint.say(format!("{:>8} └{}", "", "─".repeat(WIDTH)))]);
    let (from, to) = (days(early), days(late));
    let gap = WIDTH.saturating_sub(from.chars().count() + to.chars().count());
    lines.push(vec![Tone::Faint.say(format!(
        "{:>10}{from}{}{to}  P80 of the chosen outcome",
        "",
        " ".repeat(gap)
    ))]);
    lines
}

/// Returns a range of at least this width around the same middle, not below zero.
fn widened(low: f64, high: f64, least: f64) -> (f64, f64) {
    if high - low >= least {
        return (low, high);
    }
    let low = (0.5 * (low + high - least)).max(0.0);
    (low, low + least)
}
