//! An effect and a change in a line each.

use jiff::civil::Date;
use offing_analysis::diff::{About, Effect, PlanMove, Turn, What};
use offing_analysis::words::{days, money, percent, several};
use offing_model::change::Change;
use offing_model::patch::Value;

use super::{Sides, plan_name};
use crate::dates;
use crate::ensure::place;
use crate::page::{Line, Run, Tone};

/// Characters of a value that are shown.
const MOST_SHOWN: usize = 48;

/// Returns what a change means, on one line.
pub fn effect(effect: &Effect) -> Line {
    let tone = match effect.turn() {
        Turn::Worse => Tone::Bad,
        Turn::Better => Tone::Good,
        Turn::Other => Tone::Plain,
    };
    let mut line = match &effect.about {
        About::Company => Vec::new(),
        About::Outcome { title, .. } => vec![Tone::Strong.say(title.as_str()), Tone::Plain.say(": ")],
        About::Guarantee(name) => {
            vec![Tone::Plain.say("guarantee "), Tone::Code.say(name.as_str()), Tone::Plain.say(": ")]
        }
        About::Plan(which) => vec![Tone::Strong.say(plan_name(*which)), Tone::Plain.say(": ")],
    };
    line.push(tone.say(what(&effect.what)));
    line
}

fn what(what: &What) -> String {
    let name = |name: &Option<String>| name.as_ref().map_or("nothing".to_owned(), |name| format!("`{name}`"));
    match what {
        What::Opened => "enabled now".to_owned(),
        What::Closed(status) => format!("no longer enabled, now {}", status.word()),
        What::State(from, to) => format!("{}, now {}", from.word(), to.word()),
        What::New(Some(status)) => format!("new, {}", status.word()),
        What::New(None) => "new, and it holds".to_owned(),
        What::Gone => "no longer in the model".to_owned(),
        What::Moved { from, to, dates, later } => {
            let date = |date: Option<Date>, days_on: f64| date.map_or_else(|| days(days_on), dates::long);
            let (size, word) = (days(later.1.abs()), if later.1 > 0.0 { "later" } else { "sooner" });
            format!("{size} {word} at P80: {}, not {}", date(dates.1, to.p80), date(dates.0, from.p80))
        }
        What::Dated(Some(reach)) => format!("has a date now: {} at P80", days(reach.p80)),
        What::Dated(None) => "no way to it any more that has a date".to_owned(),
        What::Odds(from, to) => format!("odds {}, not {}", percent(*to), percent(*from)),
        What::ClosedBy(more, fewer) => {
            let list = |names: &[String]| several(names.to_vec(), 3);
            match (more.is_empty(), fewer.is_empty()) {
                (false, true) => format!("now also closed by losing {}", list(more)),
                (true, false) => format!("no longer closed by losing {}", list(fewer)),
                _ => format!("now closed by losing {}, no longer by {}", list(more), list(fewer)),
            }
        }
        What::Chosen(from, to) => format!("{} is chosen, not {}", name(to), name(from)),
        What::Broken(found) => format!("broken: {found}"),
        What::Mended(found) => format!("mended: {found}"),
        What::Waived => "does not hold, and is waived".to_owned(),
        What::Plan(moved) => plan(moved),
    }
}

fn plan(moved: &PlanMove) -> String {
    let signed = |gain: f64, said: String| if gain < 0.0 { format!("−{said}") } else { format!("+{said}") };
    let points = |gain: f64| format!("{:.1} points", gain.abs() * 100.0);
    let sure = |(gain, error): (f64, f64)| gain.abs() > 2.0 * error;
    let mut said = Vec::new();
    if sure(moved.find_gain) && moved.find_gain.0.abs() >= 0.0005 {
        let (gain, error) = moved.find_gain;
        let gain = signed(gain, points(gain));
        said.push(format!("chance to find a business {gain} (± {:.1})", error * 100.0));
    }
    if moved.valued && sure(moved.value_gain) {
        let (gain, error) = moved.value_gain;
        said.push(format!("expected value {} (± {})", signed(gain, money(gain.abs())), money(error)));
    }
    if moved.later.is_finite() && moved.later.abs() >= 0.5 {
        let word = if moved.later > 0.0 { "later" } else { "sooner" };
        said.push(format!("P80 {} {word}", days(moved.later.abs())));
    }
    if said.is_empty() {
        return "moves by less than can be told".to_owned();
    }
    said.join(", ")
}

/// Returns a change of the text on one line, with its places on both sides.
pub fn cause(sides: &Sides<'_>, change: &Change) -> Line {
    let at = |side: &Option<(Value, offing_model::Span)>, inputs| {
        side.as_ref().map(|(_, span)| place(inputs, *span))
    };
    let (was, is) = (at(&change.before, sides.before_inputs), at(&change.after, sides.after_inputs));
    let mut line = vec![Tone::Code.say(change.path.to_string())];
    if change.in_catalog {
        line.push(Tone::Plain.say(" (catalog) changed"));
        return line;
    }
    if sides.outward {
        line.push(Tone::Plain.say(format!(" {}", said_outward(change))));
        return line;
    }
    line.push(Tone::Plain.say(format!(" {} ", said(change))));
    let places = match (was, is) {
        (Some(was), Some(is)) if was == is => format!("{}:{}", is.0, is.1),
        (Some(was), Some(is)) if was.0 == is.0 => format!("{}:{}, was line {}", is.0, is.1, was.1),
        (Some(was), Some(is)) => format!("{}:{}, was {}:{}", is.0, is.1, was.0, was.1),
        (None, Some(is)) => format!("{}:{}", is.0, is.1),
        (Some(was), None) => format!("was {}:{}", was.0, was.1),
        (None, None) => String::new(),
    };
    line.push(faint(format!("({places})")));
    line
}

fn faint(text: String) -> Run {
    Tone::Faint.say(text)
}

fn said(change: &Change) -> String {
    match (&change.before, &change.after) {
        (Some((was, _)), Some((is, _))) => format!("{} → {}", shown(was), shown(is)),
        (None, Some((is, _))) => format!("is new: {}", shown(is)),
        (Some((was, _)), None) => format!("is gone, was {}", shown(was)),
        (None, None) => String::new(),
    }
}

/// Returns what changed for those who have not the model: one figure or name for another, and of anything longer only
/// that it changed. What is cut short could be part of something confidential that nobody would know by its beginning.
fn said_outward(change: &Change) -> String {
    let is_short = |side: &Option<(Value, offing_model::Span)>| match side {
        None => true,
        Some((Value::Text(text), _)) => text.chars().count() <= MOST_SHOWN,
        Some((Value::Nothing, _)) => true,
        Some((Value::List(_) | Value::Map(_), _)) => false,
    };
    let of_sources = change.path.to_string().starts_with("sources");
    if !of_sources && is_short(&change.before) && is_short(&change.after) {
        return said(change);
    }
    match (&change.before, &change.after) {
        (None, Some(_)) => "is new".to_owned(),
        (Some(_), None) => "is gone".to_owned(),
        _ => "changed".to_owned(),
    }
}

/// Returns a value in so few characters that a line holds two.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
