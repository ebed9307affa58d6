//! Draws as CSV: one row per draw.

use std::fmt::Write;

use offing_analysis::draws::Draw;
use offing_model::Model;

/// Returns draws as lines of CSV, their head first; what never comes is empty.
pub fn csv(model: &Model, draws: &[Draw]) -> String {
    let mut text = String::from("draw,found,outcome,day,value,tries,chosen_day,value_without_pivot\n");
    for (at, draw) in draws.iter().enumerate() {
        let outcome = draw.found.map_or("", |id| model[id].card.name.as_str());
        let chosen = if draw.chosen_day.is_finite() { draw.chosen_day.to_string() } else { String::new() };
        // Names are without commas and quotes: see `name-style`; what is not, is quoted.
        let outcome = if outcome.contains([',', '"', '\n']) {
            format!("\"{}\"", outcome.replace('"', "\"\""))
        } else {
            outcome.to_owned()
        };
        let found = u8::from(draw.found.is_some());
        let stays = draw.stays.unwrap_or(0.0);
        writeln!(text, "{at},{found},{outcome},{},{},{},{chosen},{stays}", draw.day, draw.value, draw.tries)
            .expect("a text takes what is written to it");
    }
    text
}
