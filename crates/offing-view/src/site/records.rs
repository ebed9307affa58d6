//! What was decided and when to look again; how things changed.

use offing_analysis::study::Study;
use offing_model::{Node, OutcomeId};

use super::{Beside, Section};
use crate::dates::long;
use crate::page::{Card, Page, Tone, plain};

/// Adds how things changed.
pub(super) fn history(study: &Study, beside: &Beside, page: &mut Page) {
    page.heading("History");
    match &beside.history {
        Some(history) => page.blocks.extend(super::within(study.model(), history)),
        None => page.text(plain(format!(
            "Nothing is known of how the model of {} changed: it is read from the git repository that the model's files \
             are kept in.",
            study.model().company.name
        ))),
    }
}

/// Adds what was decided, the newest first.
pub(super) fn decisions(study: &Study, page: &mut Page) {
    let model = study.model();
    page.heading("Decisions");
    if model.decisions.is_empty() {
        return page.text(plain(
            "No decision is written down yet. Say under `decisions:` what was chosen over what, and why.",
        ));
    }
    let outcome = |id: OutcomeId| model[id].card.shown().to_owned();
    let mut order: Vec<_> = model.decisions.iter().collect();
    order.sort_by_key(|one| std::cmp::Reverse(one.date));
    let card = |decision: &&offing_model::Decision| {
        let over: Vec<String> = decision.over.iter().map(|id| outcome(*id)).collect();
        let mut lines = Vec::new();
        if !over.is_empty() {
            lines.push(plain(format!("over {}", over.join(", "))));
        }
        lines.extend(decision.because.iter().map(|because| plain(format!("because {because}"))));
        let by = decision.by.map(|id| format!(", by {}", model[id].card.name)).unwrap_or_default();
        lines.push(vec![Tone::Faint.say(format!("{}{by}", long(decision.date)))]);
        if let Some(link) = &decision.card.link {
            lines.push(vec![Tone::Plain.say(link.clone()).to_web(link.clone())]);
        }
        let title = match decision.chose {
            Some(id) => Tone::Strong.say(outcome(id)).to(Section::Thing(Node::Outcome(id))),
            None => Tone::Strong.say(decision.card.title.clone().unwrap_or_else(|| "Decided".to_owned())),
        };
        let state = match decision.review {
            Some(review) if review <= model.company.as_of => {
                Tone::Bad.say(format!("look again: due since {}", long(review)))
            }
            Some(review) => Tone::Plain.say(format!("look again on {}", long(review))),
            None => Tone::Faint.say("no day to look again"),
        };
        Card { title, state, lines }
    };
    page.blocks.push(crate::page::Block::Cards(order.iter().map(card).collect()));
}
