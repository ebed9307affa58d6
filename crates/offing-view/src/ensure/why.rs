//! `offing ensure why NAME`: the requirement tree, branch by branch.

use offing_analysis::holding::Holds;
use offing_analysis::why::{Branch, What};
use offing_model::Model;
use serde_json::{Value, json};

use crate::page::{Line, Tone, Tree};
use crate::site::Section;

/// Returns the tree of a node for people.
pub fn why(model: &Model, branch: &Branch) -> Tree {
    Tree { line: line(model, branch), branches: branch.needs.iter().map(|below| why(model, below)).collect() }
}

fn line(model: &Model, branch: &Branch) -> Line {
    let mark = match branch.holds {
        Holds::Yes => Tone::Good.say("holds "),
        Holds::Unknown => Tone::Warn.say("unknown "),
        Holds::No => Tone::Bad.say("fails "),
    };
    let mut line = vec![mark];
    match &branch.what {
        What::Node(node) => {
            let card = model.card(*node);
            line.push(Tone::Plain.say(format!("{} ", node.kind().word())));
            line.push(Tone::Code.say(card.name.as_str()).to(Section::Thing(*node)));
            if let Some(title) = &card.title {
                line.push(Tone::Faint.say(format!(" {title}")));
            }
            if card.from_catalog {
                line.push(Tone::Faint.say(" (from the catalog)"));
            }
        }
        What::All => line.push(Tone::Plain.say("all of these")),
        What::Any => line.push(Tone::Plain.say("any one of these")),
        What::AtLeast(least) => line.push(Tone::Plain.say(format!("at least {least} of these"))),
        What::OnePerson => line.push(Tone::Plain.say("one of the people who know it")),
    }
    if !branch.because.is_empty() {
        line.push(Tone::Plain.say(format!(": {}", branch.because)));
    }
    if !branch.brought_by.is_empty() {
        let names: Vec<String> =
            branch.brought_by.iter().map(|id| model[*id].card.name.to_string()).collect();
        line.push(Tone::Plain.say(format!("; brought by {}", offing_analysis::words::several(names, 3))));
    }
    if branch.repeated {
        line.push(Tone::Faint.say(" (shown above)"));
    }
    line
}

/// Returns the tree of a node for programs.
pub fn why_json(model: &Model, branch: &Branch) -> Value {
    let what = match &branch.what {
        What::Node(node) => model.label(*node),
        What::All => "all".to_owned(),
        What::Any => "any".to_owned(),
        What::AtLeast(least) => format!("at-least {least}"),
        What::OnePerson => "one-person".to_owned(),
    };
    let holds = match branch.holds {
        Holds::Yes => "yes",
        Holds::Unknown => "unknown",
        Holds::No => "no",
    };
    json!({
        "what": what,
        "holds": holds,
        "because": branch.because,
        "brought_by": branch.brought_by.iter().map(|id| model[*id].card.name.as_str()).collect::<Vec<_>>(),
        "shown_above": branch.repeated,
        "needs": branch.needs.iter().map(|below| why_json(model, below)).collect::<Vec<_>>(),
    })
}
