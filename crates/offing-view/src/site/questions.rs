//! What is not known: the work that makes the model better, the most telling first.

use offing_analysis::execute::Undated;
use offing_analysis::holding::Holds;
use offing_analysis::study::Study;
use offing_analysis::words::{amount, days, percent};
use offing_model::Node;
use offing_model::units::Presence;

use super::Section;
use crate::dates::long;
use crate::page::{Align, Page, Table, Tone, plain};

/// Adds the page.
pub(super) fn add(study: &Study, page: &mut Page) {
    let model = study.model();
    page.heading("Questions");
    page.text(plain(
        "What nobody has said yet, or looked at for long. An answer makes every other page better.",
    ));
    unknown(study, page);
    unestimated(study, page);
    let stale = &study.ensure().stale;
    if !stale.is_empty() {
        page.heading("Is it still so?");
        let mut table =
            Table::new([("Fact", Align::Left), ("Last reviewed", Align::Left), ("Ago", Align::Right)]);
        for stale in stale {
            table.row([
                Tone::Strong.say(stale.about.clone()),
                Tone::Plain.say(long(stale.reviewed)),
                Tone::Plain.say(days(stale.age_days)),
            ]);
        }
        page.table(table);
    }
    if !model.assumed.is_empty() {
        page.heading("Is this right?");
        page.text(plain(format!(
            "{} made where the model says nothing.",
            amount(model.assumed.len(), "assumption is", "assumptions are")
        )));
        let mut table = Table::new([("About", Align::Left), ("Taken instead", Align::Left)]);
        for one in &model.assumed {
            table.row([Tone::Strong.say(one.about.clone()), Tone::Plain.say(one.assumption.clone())]);
        }
        page.table(table);
    }
    if page.blocks.len() == 2 {
        page.text(plain("Nothing is open: everything is said, dated and looked at."));
    }
}

/// Adds what may be there or not, with what hangs on it.
fn unknown(study: &Study, page: &mut Page) {
    let (model, ensure) = (study.model(), study.ensure());
    let presence = |node: Node| match node {
        Node::Capability(id) => Some(model[id].have),
        Node::System(id) => Some(model[id].live),
        _ => None,
    };
    let mut table = Table::new([
        ("Is it there?", Align::Left),
        ("Said so far", Align::Left),
        ("Hangs on it", Align::Left),
    ]);
    for node in model.nodes().filter(|node| ensure.holding.exists[model.node_index(*node)] == Holds::Unknown)
    {
        let said = match presence(node) {
            Some(Presence::Chance(chance)) => format!("a chance of {}", percent(chance)),
            _ => "unknown".to_owned(),
        };
        let hangs: Vec<&str> = (ensure.outcomes.iter())
            .filter(|answer| answer.missing.contains(&node))
            .map(|answer| model[answer.outcome].card.shown())
            .collect();
        table.row([
            Tone::Strong.say(model.card(node).shown()).to(Section::Thing(node)),
            Tone::Warn.say(said),
            Tone::Plain.say(hangs.join(", ")),
        ]);
    }
    if !table.rows.is_empty() {
        page.heading("Is it there?");
        page.table(table);
    }
}

/// Adds work without a date.
fn unestimated(study: &Study, page: &mut Page) {
    let model = study.model();
    let Some(planned) = study.execute_soon() else {
        page.heading("How long does it take?");
        return page.text(plain("Work without a date is shown here as soon as the plan is worked out."));
    };
    let undated = &planned.undated;
    if undated.is_empty() {
        return;
    }
    page.heading("How long does it take?");
    for (id, why) in undated {
        let why = match why {
            Undated::NoEstimate => " has no estimate".to_owned(),
            Undated::Overstaffed { team, needs, people } => {
                format!(" needs {needs} of {}, which has {people}", model[*team].card.shown())
            }
            Undated::AfterDropped(before) => {
                format!(" comes after {}, which was dropped", model[*before].card.shown())
            }
            Undated::After(before) => {
                format!(" comes after {}, which has no date", model[*before].card.shown())
            }
        };
        page.item(vec![Tone::Strong.say(model[*id].card.shown()), Tone::Plain.say(why)]);
    }
}
