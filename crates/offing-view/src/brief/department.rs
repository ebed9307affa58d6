//! For a department: what it relies on, what is coming, what would hurt it.

use offing_analysis::closing::risk;
use offing_analysis::execute::Planned;
use offing_analysis::holding::Holds;
use offing_analysis::reliance::{Reliance, reliance};
use offing_analysis::study::Study;
use offing_analysis::words::{amount, percent, several};
use offing_model::{DepartmentId, Model, Node};

use crate::execute::two_dates;
use crate::page::{Align, Page, Run, Table, Tone, plain};
use crate::site::Section;

/// How many losses are told.
const MOST: usize = 12;

/// Returns the sheet.
pub(super) fn sheets(study: &Study, id: DepartmentId) -> Vec<(Option<Section>, Page)> {
    let model = study.model();
    let answer = reliance(model, study.graph(), &study.ensure().holding, id);
    let mut page = Page::default();
    page.heading(format!("What technology does for {}", model[id].card.shown()));
    page.text(verdict(study, &answer));
    page.heading("What you rely on");
    page.table(relied(study, &answer));
    if !answer.coming.is_empty() {
        page.heading("What is coming");
        page.table(coming(study, &answer));
    }
    page.heading("What would hurt");
    hurts(model, &answer, &mut page);
    vec![(None, page)]
}

fn verdict(study: &Study, answer: &Reliance) -> Vec<Run> {
    let there =
        answer.relied.iter().filter(|node| study.ensure().holding.holds(study.model(), **node) == Holds::Yes);
    let (there, all) = (there.count(), answer.relied.len());
    if all == 0 {
        return plain("Nothing is named yet that this department relies on: list it under `relies-on`.");
    }
    let tone = if there == all { Tone::Good } else { Tone::Strong };
    vec![
        tone.say(format!("{there} of {} work today", amount(all, "thing", "things"))),
        Tone::Plain.say(format!(
            "; {} would change some of them, and {} could take one away alone.",
            amount(
                answer.coming.len(),
                "piece of work under way or planned",
                "pieces of work under way or planned"
            ),
            amount(answer.hurts.len(), "loss", "losses")
        )),
    ]
}

fn relied(study: &Study, answer: &Reliance) -> Table {
    let (model, holding) = (study.model(), &study.ensure().holding);
    let mut table = Table::new([
        ("", Align::Left),
        ("What", Align::Left),
        ("Who to ask", Align::Left),
        ("Missing", Align::Left),
    ]);
    for node in &answer.relied {
        let state = match holding.holds(model, *node) {
            Holds::Yes => Tone::Good.say("works"),
            Holds::Unknown => Tone::Warn.say("unknown"),
            Holds::No => Tone::Bad.say("not there"),
        };
        let missing: Vec<String> = holding
            .missing(model, *node)
            .into_iter()
            .map(|node| model.card(node).shown().to_owned())
            .collect();
        let missing =
            if holding.holds(model, *node) == Holds::Yes { String::new() } else { several(missing, 4) };
        table.row([
            state,
            Tone::Strong.say(model.card(*node).shown()),
            Tone::Plain.say(asked(model, study, *node)),
            Tone::Plain.say(missing),
        ]);
    }
    table
}

/// Returns the teams that own the systems nearest below something.
fn asked(model: &Model, study: &Study, node: Node) -> String {
    let of = |node: Node| match node {
        Node::System(id) => model[id].owner.map(|team| model[team].card.shown().to_owned()),
        _ => None,
    };
    if let Some(team) = of(node) {
        return team;
    }
    let mut teams: Vec<String> =
        offing_analysis::graph::needed(model, node).into_iter().filter_map(of).collect();
    if teams.is_empty() {
        let below = study.graph().below(model, &[node]);
        teams = model.nodes().filter(|node| below[model.node_index(*node)]).filter_map(of).collect();
    }
    let mut seen = std::collections::BTreeSet::new();
    teams.retain(|team| seen.insert(team.clone()));
    several(teams, 3)
}

fn coming(study: &Study, answer: &Reliance) -> Table {
    let model = study.model();
    let mut table = Table::new([
        ("Work", Align::Left),
        ("Brings", Align::Left),
        ("There P50 / P80", Align::Right),
        ("", Align::Left),
    ]);
    for (id, delivers) in &answer.coming {
        let planned: Option<&Planned> = study.execute().initiatives.iter().find(|one| one.initiative == *id);
        let brings = delivers.iter().map(|node| model.card(*node).shown().to_owned()).collect();
        table.row([
            Tone::Strong.say(model[*id].card.shown()),
            Tone::Plain.say(several(brings, 4)),
            planned.map_or_else(
                || Tone::Faint.say("no date"),
                |one| Tone::Plain.say(two_dates(model, &one.finish)),
            ),
            Tone::Faint.say(if planned.is_some_and(|one| one.started) { "under way" } else { "" }),
        ]);
    }
    table
}

fn hurts(model: &Model, answer: &Reliance, page: &mut Page) {
    if answer.hurts.is_empty() {
        return page.text(plain("No single loss would take anything of this away."));
    }
    page.text(plain("Each of these alone would take away what stands beside it."));
    let mut table =
        Table::new([("Loss of", Align::Left), ("Within a year", Align::Right), ("Takes away", Align::Left)]);
    for hurt in answer.hurts.iter().take(MOST) {
        let takes = hurt.takes.iter().map(|node| model.card(*node).shown().to_owned()).collect();
        let chance = risk(model, hurt.node);
        // Who left is nobody's to know; that somebody is needed is.
        let what = match hurt.node {
            Node::Person(_) => "one person's knowledge".to_owned(),
            node => format!("{} {}", node.kind().word(), model.card(node).shown()),
        };
        table.row([
            Tone::Strong.say(what),
            Tone::Plain.say(if chance > 0.0 { percent(chance) } else { String::new() }),
            Tone::Plain.say(several(takes, 4)),
        ]);
    }
    page.table(table);
    let more = answer.hurts.len().saturating_sub(MOST) + answer.untried;
    if more > 0 {
        page.text(vec![Tone::Faint.say(format!("and {more} more"))]);
    }
}
