//! What there is to say about one node, under its requirement tree: the why behind each figure of the page.

use offing_analysis::closing::risk;
use offing_analysis::ensure::{Ensure, OutcomeAnswer};
use offing_analysis::words::{amount, days, money, percent, several};
use offing_model::{InitiativeId, Model, Node};

use crate::names::Names;
use crate::page::{Page, Tone, plain};

/// How many paths, sets and things of a kind are named.
const MOST: usize = 5;

/// Returns what the answer says about a node.
pub fn about(model: &Model, ensure: &Ensure, node: Node) -> Page {
    let names = Names::of(model);
    let mut page = Page::default();
    match node {
        Node::Outcome(id) => {
            let answer = &ensure.outcomes[id.0 as usize];
            ways(model, answer, &mut page);
            closing(answer, &names, &mut page);
        }
        _ => thing(model, ensure, node, &names, &mut page),
    }
    page
}

fn ways(model: &Model, answer: &OutcomeAnswer, page: &mut Page) {
    let Some(path) = answer.path.as_ref().filter(|path| !path.initiatives.is_empty()) else { return };
    page.heading("The way there");
    page.item(vec![
        Tone::Plain.say("along "),
        Tone::Code.say(listed(model, &path.initiatives)),
        Tone::Plain.say(format!(
            ": the fastest at P80 of the {} looked at",
            amount(answer.paths.cheapest.len(), "cheapest way", "cheapest ways")
        )),
    ]);
    if let Some(reach) = &answer.reach {
        page.item(plain(format!(
            "takes {} (P50), {} (P80), {} (P95) and costs {}, {}, {}, if all teams turn to it today",
            days(reach.days.p50),
            days(reach.days.p80),
            days(reach.days.p95),
            money(reach.cost.p50),
            money(reach.cost.p80),
            money(reach.cost.p95),
        )));
        if reach.works < 1.0 {
            page.item(plain(format!(
                "the dates assume technical success, of which the chance is {}",
                percent(reach.works)
            )));
        }
    }
    if !path.sure {
        page.item(vec![Tone::Warn.say("only if what is not known proves to be there")]);
    }
    let total = answer.paths.count.map(|count| format!(" of {count}")).unwrap_or_default();
    for (at, path) in
        answer.paths.cheapest.iter().take(MOST).enumerate().filter(|_| answer.paths.cheapest.len() > 1)
    {
        let rank = if at == 0 { format!("cheapest{total}") } else { format!("{}.", at + 1) };
        page.item(vec![
            Tone::Plain.say(format!("{rank} {}: ", money(path.cost))),
            Tone::Code.say(listed(model, &path.initiatives)),
        ]);
    }
}

fn listed(model: &Model, initiatives: &[InitiativeId]) -> String {
    several(initiatives.iter().map(|id| model[*id].card.name.to_string()).collect(), 8)
}

fn closing(answer: &OutcomeAnswer, names: &Names<'_>, page: &mut Page) {
    let closing = &answer.closing;
    if closing.sets.is_empty() {
        return;
    }
    page.heading("What would close it");
    if let Some(stays) = closing.stays_enabled {
        page.item(plain(format!(
            "stays enabled for a year with a chance of {}, if losses are independent",
            percent(stays)
        )));
    }
    for kind in offing_model::EntityKind::ALL {
        let alone: Vec<Node> = closing.singles().filter(|node| node.kind() == kind).collect();
        if !alone.is_empty() {
            page.item(plain(format!("alone, {}: {}", kind.section(), names.several(&alone, MOST))));
        }
    }
    let together: Vec<&Vec<Node>> = closing.sets.iter().filter(|set| set.len() > 1).collect();
    for set in together.iter().take(MOST) {
        let set: Vec<String> = set.iter().map(|node| names.of_node(*node)).collect();
        page.item(plain(format!("together: {}", set.join(" and "))));
    }
    let rest = closing.count.saturating_sub((closing.singles().count() + together.len().min(MOST)) as u128);
    if closing.only_singles {
        page.item(plain("sets of several things are not told: there are too many ways to lose it"));
    } else if rest > 0 {
        page.item(plain(format!("and {rest} more sets")));
    }
    let weighty: Vec<String> = (closing.importance.iter())
        .filter(|importance| importance.fussell_vesely.unwrap_or(0.0) > 0.0)
        .take(3)
        .map(|one| format!("{} ({})", names.of_node(one.node), percent(one.fussell_vesely.unwrap_or(0.0))))
        .collect();
    if !weighty.is_empty() {
        page.item(plain(format!("of the chance to be closed, most goes through {}", weighty.join(", "))));
    }
}

fn thing(model: &Model, ensure: &Ensure, node: Node, names: &Names<'_>, page: &mut Page) {
    let closes = ensure.closers.iter().find(|closer| closer.node == node);
    let risk = risk(model, node);
    let leaving = ensure.exits.iter().find(|leaving| leaving.node == node);
    if closes.is_none() && leaving.is_none() && risk <= 0.0 {
        return;
    }
    page.heading("If it were gone");
    if let Some(closer) = closes {
        let closed = closer.closes.iter().map(|id| model[*id].card.shown().to_owned()).collect();
        page.item(plain(format!("closes by itself {}", several(closed, MOST))));
    }
    if risk > 0.0 {
        page.item(plain(format!("is lost within a year with a chance of {}", percent(risk))));
    }
    let Some(leaving) = leaving else { return };
    match &leaving.takes {
        Some((took, cost)) => page.item(plain(format!(
            "leaving it takes {} (P50), {} (P80) and costs {} (P80)",
            days(took.p50),
            days(took.p80),
            money(cost.p80)
        ))),
        None => page.item(plain("how long leaving it takes is not said")),
    }
    if !leaving.with.is_empty() {
        page.item(plain(format!("can not stay without it: {}", names.several(&leaving.with, 2 * MOST))));
    }
    if leaving.unestimated > 0 {
        let unestimated: Vec<Node> = leaving.unestimated(model).collect();
        page.item(plain(format!("say nothing of their exit: {}", names.several(&unestimated, MOST))));
    }
}
