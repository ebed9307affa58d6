//! The shortest next steps: what would improve the model or the company most, with the words to do it.

use offing_analysis::ensure::Ensure;
use offing_analysis::holding::{Holds, Status};
use offing_model::{Model, Node};

use crate::names::Names;
use crate::page::{Line, Tone};
use crate::site::Section;

/// How many steps are named: more is a backlog.
const MOST: usize = 3;

/// Returns the next steps, the most pressing first.
pub(crate) fn steps(model: &Model, ensure: &Ensure, names: &Names<'_>) -> Vec<Line> {
    let failing = ensure.guarantees.iter().filter(|judgement| judgement.fails()).map(|judgement| {
        let name = model[judgement.guarantee].card.name.as_str();
        vec![
            Tone::Plain.say("See what breaks "),
            Tone::Code
                .say(format!("offing ensure why {name}"))
                .on_pages(Tone::Code.say(name).to(Section::Guarantees)),
            Tone::Plain.say(format!(": {}", judgement.found)),
        ]
    });
    let blocked = ensure.outcomes.iter().filter(|answer| answer.status == Status::Blocked).map(|answer| {
        let shown = model[answer.outcome].card.shown();
        let missing = names.several(&answer.undelivered, 3);
        vec![
            Tone::Plain.say("No initiative delivers "),
            Tone::Code.say(missing),
            Tone::Plain.say(format!(", so {shown} is blocked: add one, or give the outcome up")),
        ]
    });
    let unknown = ensure.outcomes.iter().filter(|answer| answer.status == Status::Unknown).map(|answer| {
        let shown = model[answer.outcome].card.shown();
        let hangs: Vec<Node> = (answer.missing.iter().copied())
            .filter(|node| ensure.holding.exists[model.node_index(*node)] == Holds::Unknown)
            .collect();
        vec![
            Tone::Plain.say("Find out whether "),
            Tone::Code.say(names.several(&hangs, 3)),
            Tone::Plain.say(format!(" is there: {shown} hangs on it")),
        ]
    });
    let unestimated = ensure.outcomes.iter().filter_map(|answer| {
        let path = answer.path.as_ref().filter(|_| answer.reach.is_none())?;
        let open: Vec<String> = (path.initiatives.iter())
            .filter(|id| model[**id].takes.is_none())
            .map(|id| model[*id].card.name.to_string())
            .collect();
        (!open.is_empty()).then(|| {
            vec![
                Tone::Plain.say("Estimate "),
                Tone::Code.say(offing_analysis::words::several(open, 3)),
                Tone::Plain.say(format!(
                    " (`takes: 3 to 9 weeks`): {} has no date",
                    model[answer.outcome].card.shown()
                )),
            ]
        })
    });
    let stale = ensure.stale.iter().take(1).map(|stale| {
        vec![
            Tone::Plain.say("Look again at "),
            Tone::Code.say(stale.about.clone()),
            Tone::Plain.say(format!(", last reviewed on {}", stale.reviewed)),
        ]
    });
    let unchosen = (model.chosen().is_none() && !model.outcomes.is_empty()).then(|| {
        vec![Tone::Plain.say("Say which outcome is being shipped: "), Tone::Code.say("chosen: true")]
    });
    failing.chain(blocked).chain(unknown).chain(unestimated).chain(unchosen).chain(stale).take(MOST).collect()
}
