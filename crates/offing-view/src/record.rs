//! When did each guarantee break or mend, and what was different then? For people, for programs, and for those who are
//! told at once.

use offing_model::{Because, Card, Evaluation, Model, Turn};
use serde_json::{Value, json};

use crate::page::{Line, Page, Tone, plain};

/// How many turns a page shows.
const MOST_TURNS: usize = 50;

/// How many changed lines of a turn a page shows.
const MOST_LINES: usize = 6;

/// A turn, and what became of the message about it, where one was to be sent.
pub type Told = (Turn, Option<(String, Option<String>)>);

/// Returns the page for people: the turns, the last first.
pub fn page(evaluations: &[Evaluation], turns: &[Told]) -> Page {
    let mut page = Page::default();
    page.heading("When guarantees broke and mended");
    let Some(last) = evaluations.first() else {
        page.text(plain("Nothing is on record yet: the model is evaluated when it changes, and every day."));
        return page;
    };
    page.text(vec![Tone::Faint.say(format!(
        "Last evaluated on {}; {} on record.",
        minute(last.at),
        offing_analysis::words::amount(evaluations.len(), "evaluation", "evaluations")
    ))]);
    if turns.is_empty() {
        page.text(plain("No guarantee has broken or mended since the record begins."));
    }
    for (turn, told) in turns.iter().take(MOST_TURNS) {
        page.item(said(turn));
        for line in because(&turn.because) {
            page.blocks.push(crate::page::Block::Item(1, line));
        }
        if let Some((state, why)) = told.as_ref().filter(|(state, _)| state != "sent") {
            let why = why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
            let line = vec![Tone::Warn.say(format!("message {}{why}", state.replace('-', " ")))];
            page.blocks.push(crate::page::Block::Item(1, line));
        }
    }
    page
}

fn said(turn: &Turn) -> Line {
    let word = if turn.broke { Tone::Bad.say("broke ") } else { Tone::Good.say("mended ") };
    vec![
        Tone::Plain.say(format!("{} ", minute(turn.at))),
        word,
        Tone::Code.say(turn.guarantee.as_str()),
        Tone::Plain.say(format!(": wants {}; found {}", turn.wants, turn.found)),
    ]
}

/// Returns what was different, a line each.
fn because(because: &Because) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    if let Some((from, to)) = because.days {
        lines.push(plain(format!("the day went from {from} to {to}")));
    }
    if let Some(revision) = &because.revision {
        lines.push(vec![Tone::Plain.say("at revision "), Tone::Code.say(short(revision))]);
    }
    for line in because.lines.iter().take(MOST_LINES) {
        let sign = if line.came { "+" } else { "-" };
        lines.push(vec![
            Tone::Faint.say(format!("{}:{} ", line.file, line.number)),
            Tone::Code.say(format!("{sign} {}", line.text.trim())),
        ]);
    }
    let more = because.lines.len().saturating_sub(MOST_LINES) + because.more_lines;
    if more > 0 {
        lines.push(vec![
            Tone::Faint
                .say(format!("and {}", offing_analysis::words::amount(more, "more line", "more lines"))),
        ]);
    }
    lines
}

/// Returns everything for programs.
pub fn json(evaluations: &[Evaluation], turns: &[Told]) -> Value {
    let evaluations: Vec<Value> = (evaluations.iter())
        .map(|evaluation| {
            let failing = evaluation.verdicts.iter().filter(|verdict| verdict.fails);
            json!({
                "at": evaluation.at.to_string(),
                "as_of": evaluation.as_of.to_string(),
                "revision": evaluation.revision,
                "errors": evaluation.errors,
                "guarantees": evaluation.verdicts.len(),
                "failing": failing.map(|verdict| verdict.guarantee.as_str()).collect::<Vec<_>>(),
            })
        })
        .collect();
    let turns: Vec<Value> = (turns.iter())
        .map(|(turn, told)| {
            let mut shown = event(turn);
            shown["because"] = because_json(&turn.because);
            shown["message"] =
                told.as_ref().map_or(Value::Null, |(state, why)| json!({ "state": state, "said": why }));
            shown
        })
        .collect();
    json!({ "schema": crate::ensure::SCHEMA, "evaluations": evaluations, "turns": turns })
}

fn event(turn: &Turn) -> Value {
    json!({
        "at": turn.at.to_string(),
        "event": if turn.broke { "broke" } else { "mended" },
        "guarantee": turn.guarantee,
        "wants": turn.wants,
        "found": turn.found,
    })
}

fn because_json(because: &Because) -> Value {
    let lines: Vec<Value> = (because.lines.iter())
        .map(|line| json!({ "file": line.file, "line": line.number, "came": line.came, "text": line.text }))
        .collect();
    json!({
        "revision": because.revision,
        "lines": lines,
        "more_lines": because.more_lines,
        "days": because.days.map(|(from, to)| [from.to_string(), to.to_string()]),
    })
}

/// Returns the message about a turn, as JSON that Slack and others who read `text` show as it is. It leaves the machine:
/// changed lines are named, not quoted, and what is confidential is withheld.
pub fn message(model: &Model, turn: &Turn) -> Value {
    let confidential = confidential(model);
    let withhold = |text: &str| match confidential.iter().any(|name| text.contains(name.as_str())) {
        true => "(withheld)".to_owned(),
        false => text.to_owned(),
    };
    let turn = Turn {
        guarantee: withhold(&turn.guarantee),
        wants: withhold(&turn.wants),
        found: withhold(&turn.found),
        ..turn.clone()
    };
    let mut places: Vec<String> =
        turn.because.lines.iter().map(|line| format!("{}:{}", line.file, line.number)).collect();
    places.dedup();
    let mut text = format!(
        "{}: guarantee `{}` {}. Wants {}; found {}.",
        model.company.name,
        turn.guarantee,
        if turn.broke { "broke" } else { "mended" },
        turn.wants,
        turn.found
    );
    if let Some((from, to)) = turn.because.days {
        text.push_str(&format!(" The day went from {from} to {to}."));
    }
    if let Some(revision) = &turn.because.revision {
        text.push_str(&format!(" At revision {}.", short(revision)));
    }
    if !places.is_empty() {
        text.push_str(&format!(" Changed: {}.", offing_analysis::words::several(places.clone(), 5)));
    }
    let mut message = event(&turn);
    message["schema"] = json!(crate::ensure::SCHEMA);
    message["id"] = json!(format!("{}/{}", turn.at, turn.guarantee));
    message["company"] = json!(model.company.name);
    message["changed"] = json!(places);
    message["revision"] = json!(turn.because.revision);
    // Slack takes these three for its own marks.
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    message["text"] = json!(text);
    message
}

/// Returns the names and titles of what is left out of what goes outside.
fn confidential(model: &Model) -> Vec<String> {
    let mut names = Vec::new();
    model.each_card(&mut |_, card: &Card| {
        if card.confidential {
            names.push(card.name.to_string());
            names.extend(card.title.clone());
        }
    });
    names
}

fn short(revision: &str) -> String {
    revision.chars().take(10).collect()
}

/// Returns a moment to the minute, in universal time.
fn minute(at: jiff::Timestamp) -> String {
    let text = at.to_string();
    let minute = text.get(..16).unwrap_or(&text).replace('T', " ");
    format!("{minute} UTC")
}

#[cfg(test)]
mod tests {
    use super::*;
    use offing_model::Inputs;

    fn model() -> Model {
        let text = "company: { name: Atelier & Co }\noutcomes: { secret-plan: { confidential: true, title: Project X } }\n\
                    guarantees: { ship: { outcome: secret-plan, is: enabled } }";
        let reading = offing_model::read(&Inputs::of_text(text, jiff::civil::date(2026, 3, 2)));
        reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
    }

    fn turn(found: &str) -> Turn {
        let line = offing_model::Line {
            file: "plan.yaml".to_owned(),
            number: 7,
            came: true,
            text: "  note: nobody outside may read this".to_owned(),
        };
        Turn {
            guarantee: "ship".to_owned(),
            at: jiff::Timestamp::UNIX_EPOCH,
            broke: true,
            wants: "80 %".to_owned(),
            found: found.to_owned(),
            because: Because {
                revision: Some("0123456789abcdef".to_owned()),
                lines: vec![line],
                more_lines: 3,
                days: None,
            },
        }
    }

    #[test]
    fn a_message_quotes_no_line_and_names_nothing_confidential() {
        let message = message(&model(), &turn("70 % <for> Project X"));
        assert_eq!(
            message["text"],
            "Atelier &amp; Co: guarantee `ship` broke. Wants 80 %; found (withheld). At revision 0123456789. \
             Changed: plan.yaml:7."
        );
        let whole = message.to_string();
        assert!(!whole.contains("nobody outside") && !whole.contains("Project X"), "{whole}");
        assert_eq!(message["id"], "1970-01-01T00:00:00Z/ship");
    }

    #[test]
    fn the_page_says_when_and_why() {
        let evaluation = Evaluation {
            at: jiff::Timestamp::UNIX_EPOCH,
            as_of: jiff::civil::date(2026, 3, 2),
            revision: None,
            errors: 0,
            verdicts: Vec::new(),
        };
        let waiting = Some(("in-doubt".to_owned(), Some("the connection broke".to_owned())));
        let shown = crate::render::markdown::markdown(&page(&[evaluation], &[(turn("70 %"), waiting)]));
        for part in ["1970-01-01 00:00 UTC", "broke", "plan.yaml:7", "and 3 more lines", "message in doubt"] {
            assert!(shown.contains(part), "{part} is not in\n{shown}");
        }
    }
}
