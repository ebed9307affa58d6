//! `offing ensure`: which outcomes could be pursued, how far the others are, what closes them, and whether every
//! guarantee is still true.

mod about;
mod changes;
mod json;
pub(crate) mod next;
mod why;

pub use crate::dates::long as long_date;
pub use about::about;
pub use changes::{changes, changes_json};
pub use json::json;
pub(crate) use json::{SCHEMA, assumed as assumed_json, exits as exits_json, guarantee, quantiles};
pub use why::{why, why_json};

use offing_analysis::closing::risk;
use offing_analysis::ensure::{Ensure, OutcomeAnswer};
use offing_analysis::exits::Leaving;
use offing_analysis::guarantees::Judgement;
use offing_analysis::holding::Status;
use offing_analysis::words::{amount, days, money, percent, several};
use offing_model::{Assumption, Inputs, Model, Node, Span};

use crate::gate::{Finding, Level};
use crate::names::Names;
use crate::page::{Align, Line, Page, Run, Table, Tone, plain};
use crate::site::Section;

/// How many single closers the page names.
pub(crate) const MOST_CLOSERS: usize = 6;

/// Returns the page for people.
pub fn page(model: &Model, inputs: &Inputs, ensure: &Ensure) -> Page {
    let names = Names::of(model);
    let mut page = Page::default();
    let company = &model.company;
    page.heading(format!("{}, {}", company.name, long_date(company.as_of)));
    page.text(verdict(ensure));
    page.table(outcomes(model, ensure, &names));
    closers(model, ensure, MOST_CLOSERS, &mut page);
    exits(model, &ensure.exits, MOST_EXITS, &names, &mut page);
    guarantees(model, inputs, &ensure.guarantees, &mut page);
    let steps = next::steps(model, ensure, &names);
    if !steps.is_empty() {
        page.heading("Next");
        steps.into_iter().for_each(|step| page.item(step));
    }
    footing(model, ensure, &mut page);
    page
}

/// Returns where a span stands, as `file:line`.
pub fn place(inputs: &Inputs, span: Span) -> (String, u32) {
    let line = offing_model::span::position(inputs.text(span.source), span.start).line;
    (inputs.source(span.source).name.clone(), line)
}

pub(crate) fn verdict(ensure: &Ensure) -> Line {
    let count = |status: Status| ensure.outcomes.iter().filter(|outcome| outcome.status == status).count();
    let all = ensure.outcomes.len();
    if all == 0 {
        return plain("No outcome is named yet. Name one under `outcomes:` and say what it `needs:`.");
    }
    let enabled = count(Status::Enabled);
    let mut line = vec![Tone::Strong.say(format!("{enabled} of {}", amount(all, "outcome", "outcomes")))];
    line.push(Tone::Plain.say(if enabled == 1 { " is enabled today" } else { " are enabled today" }));
    let others = [
        (Status::Reachable, "can be reached"),
        (Status::Unknown, "hangs on something unknown"),
        (Status::Blocked, "is blocked"),
    ];
    for (status, what) in others.into_iter().filter(|(status, _)| count(*status) > 0) {
        let count = count(status);
        let what =
            if count == 1 { what.to_owned() } else { what.replace("hangs", "hang").replace("is ", "are ") };
        line.push(Tone::Plain.say(format!(", {count} {what}")));
    }
    let guarantees = ensure.guarantees.len();
    let fail = ensure.guarantees.iter().filter(|judgement| judgement.fails()).count();
    let excused = excused(ensure);
    line.push(Tone::Plain.say(". "));
    if guarantees == 0 {
        line.push(Tone::Plain.say("No guarantee is given yet."));
        return line;
    }
    line.push(match fail {
        0 => Tone::Good.say(format!("No guarantee fails ({guarantees} given")),
        _ => Tone::Bad.say(format!(
            "{fail} of {} {}",
            amount(guarantees, "guarantee", "guarantees"),
            fails(fail)
        )),
    });
    line.push(match (fail, excused.is_empty()) {
        (0, true) => Tone::Good.say(")."),
        (0, false) => Tone::Good.say(format!(", {excused}).")),
        (_, true) => Tone::Plain.say("."),
        (_, false) => Tone::Plain.say(format!(" ({excused}).")),
    });
    line
}

/// Returns how many guarantees are broken and excused, and by what; empty where none is.
fn excused(ensure: &Ensure) -> String {
    let count = |which: fn(&Judgement) -> bool| ensure.guarantees.iter().filter(|one| which(one)).count();
    let counts = [(count(|one| one.waived), "waived"), (count(|one| one.adopted), "known from the baseline")];
    let told = counts.into_iter().filter(|(count, _)| *count > 0);
    told.map(|(count, how)| format!("{count} {how}")).collect::<Vec<_>>().join(", ")
}

fn fails(count: usize) -> &'static str {
    if count == 1 { "fails" } else { "fail" }
}

pub(crate) fn outcomes(model: &Model, ensure: &Ensure, names: &Names<'_>) -> Table {
    let mut table = Table::new([
        ("Outcome", Align::Left),
        ("State", Align::Left),
        ("Odds", Align::Right),
        ("Reach P50", Align::Right),
        ("P80", Align::Right),
        ("Cost P80", Align::Right),
        ("Missing", Align::Left),
        ("Stays 1 y", Align::Right),
        ("Closed by losing", Align::Left),
    ])
    .whole(&[1, 2, 3, 4, 5, 7]);
    for answer in &ensure.outcomes {
        let outcome = &model[answer.outcome];
        let chosen = if outcome.chosen { " (chosen)" } else { "" };
        let (p50, p80) = reach(answer);
        table.row([
            Tone::Strong
                .say(format!("{}{chosen}", outcome.card.shown()))
                .to(Section::Thing(Node::Outcome(answer.outcome))),
            state(answer.status),
            Tone::Plain.say(percent(answer.odds)),
            p50,
            p80,
            Tone::Plain.say(cost(answer)),
            Tone::Plain.say(names.several(&answer.missing, 2)),
            Tone::Plain.say(answer.closing.stays_enabled.map(percent).unwrap_or_default()),
            Tone::Plain.say(single_losses(model, answer, names)),
        ]);
    }
    table
}

/// Returns the single things that close an outcome: the one most at risk, and how many more there are.
pub(crate) fn single_losses(model: &Model, answer: &OutcomeAnswer, names: &Names<'_>) -> String {
    let mut singles: Vec<Node> = answer.closing.singles().collect();
    if singles.is_empty() {
        let smallest = answer.closing.sets.first().map_or(0, Vec::len);
        return if smallest > 1 { format!("none; {smallest} together do") } else { String::new() };
    }
    singles.sort_by(|a, b| risk(model, *b).total_cmp(&risk(model, *a)).then(a.cmp(b)));
    let at_risk = |node: Node| match risk(model, node) {
        risk if risk > 0.0 => format!("{} ({})", names.of_node(node), percent(risk)),
        _ => names.of_node(node),
    };
    match singles.as_slice() {
        [one] => at_risk(*one),
        [one, other] => format!("{}, {}", at_risk(*one), at_risk(*other)),
        [first, rest @ ..] => format!("{} and {} more", at_risk(*first), rest.len()),
        [] => String::new(),
    }
}

pub(crate) fn state(status: Status) -> Run {
    let tone = match status {
        Status::Enabled => Tone::Good,
        Status::Reachable => Tone::Plain,
        Status::Unknown => Tone::Warn,
        Status::Blocked => Tone::Bad,
    };
    tone.say(status.word())
}

pub(crate) fn reach(answer: &OutcomeAnswer) -> (Run, Run) {
    if answer.status == Status::Enabled {
        return (Tone::Good.say("now"), Tone::Good.say("now"));
    }
    let word = match &answer.reach {
        // Nothing is left to do; it hangs on something that may be there already.
        Some(reach) if reach.days.p95 <= 0.0 => Tone::Warn.say("now, if there"),
        Some(reach) => return (Tone::Plain.say(days(reach.days.p50)), Tone::Plain.say(days(reach.days.p80))),
        None if answer.status == Status::Blocked => Tone::Bad.say("never"),
        None if answer.path.is_some() => Tone::Faint.say("no estimate"),
        None => Tone::Faint.say("unknown"),
    };
    (word, Tone::Faint.say(""))
}

fn cost(answer: &OutcomeAnswer) -> String {
    match &answer.reach {
        // Nothing where nobody said what anything costs.
        Some(reach) if answer.status != Status::Enabled && reach.cost.p80 > 0.0 => money(reach.cost.p80),
        _ => String::new(),
    }
}

pub(crate) fn closers(model: &Model, ensure: &Ensure, most: usize, page: &mut Page) {
    let shared: Vec<_> = ensure.closers.iter().filter(|closer| closer.closes.len() > 1).collect();
    if shared.is_empty() {
        return;
    }
    page.heading("One loss that closes several outcomes");
    for closer in shared.iter().take(most) {
        let closed: Vec<String> = closer.closes.iter().map(|id| model[*id].card.shown().to_owned()).collect();
        page.item(vec![
            Tone::Plain.say(format!("{} ", closer.node.kind().word())),
            Tone::Code.say(model.card(closer.node).name.as_str()).to(Section::Thing(closer.node)),
            Tone::Plain.say(format!(" closes {}: {}", closed.len(), several(closed.clone(), 4))),
        ]);
    }
    if shared.len() > most {
        let rest = shared.len() - most;
        page.item(vec![Tone::Faint.say(format!("and {}", amount(rest, "more thing", "more things")))]);
    }
}

/// How many exits the page names.
const MOST_EXITS: usize = 5;

/// Adds what it takes to leave things, at most so many of them.
pub(crate) fn exits(model: &Model, exits: &[Leaving], most: usize, names: &Names<'_>, page: &mut Page) {
    if exits.is_empty() {
        return;
    }
    page.heading("What it takes to leave");
    let mut table = Table::new([
        ("To leave", Align::Left),
        ("P50", Align::Right),
        ("P80", Align::Right),
        ("Cost P80", Align::Right),
        ("Goes with it", Align::Left),
        ("Closed meanwhile", Align::Left),
    ])
    .whole(&[1, 2, 3]);
    for leaving in exits.iter().take(most) {
        let closes: Vec<String> =
            leaving.closes.iter().map(|id| model[*id].card.shown().to_owned()).collect();
        let more = if leaving.unestimated > 0 { "+" } else { "" };
        let (p50, p80, cost) = match &leaving.takes {
            Some((took, cost)) => {
                (days(took.p50), format!("{}{more}", days(took.p80)), format!("{}{more}", money(cost.p80)))
            }
            None => ("no estimate".to_owned(), String::new(), String::new()),
        };
        table.row([
            Tone::Strong
                .say(format!("{} {}", leaving.node.kind().word(), model.card(leaving.node).name))
                .to(Section::Thing(leaving.node)),
            Tone::Plain.say(p50),
            Tone::Plain.say(p80),
            Tone::Plain.say(cost),
            Tone::Plain.say(names.several(&leaving.with, 3)),
            Tone::Plain.say(several(closes, 2)),
        ]);
    }
    page.table(table);
    let mut notes = Line::new();
    if exits.len() > most {
        let all = Tone::Faint.say(" (all, as JSON)").to_answer("ensure");
        notes.push(Tone::Faint.say(format!("{} more", exits.len() - most)));
        notes.push(Tone::Faint.say(" by `--format json`").on_pages(all));
    }
    if exits.iter().take(most).any(|leaving| leaving.unestimated > 0) {
        let and = if notes.is_empty() { "" } else { "; " };
        let text = "`+`: something that goes with it says nothing of its exit, so it takes more";
        notes.push(Tone::Faint.say(format!("{and}{text}")));
    }
    if !notes.is_empty() {
        notes.push(Tone::Faint.say("."));
        page.text(notes);
    }
}

/// Adds what became of guarantees, those that fail first.
pub(crate) fn guarantees(model: &Model, inputs: &Inputs, judged: &[Judgement], page: &mut Page) {
    if judged.is_empty() {
        return;
    }
    page.heading("Guarantees");
    let mut table = Table::new([
        ("", Align::Left),
        ("Guarantee", Align::Left),
        ("Wants", Align::Left),
        ("Found", Align::Left),
        ("Where", Align::Left),
    ])
    .whole(&[0, 1, 4]);
    let mut order: Vec<&Judgement> = judged.iter().collect();
    order.sort_by_key(|judgement| (judgement.holds, judgement.waived, judgement.adopted));
    for judgement in order {
        let (file, line) = place(inputs, judgement.place);
        table.row([
            verdict_on(judgement),
            Tone::Strong.say(model[judgement.guarantee].card.name.as_str()),
            Tone::Plain.say(judgement.wants.clone()),
            Tone::Plain.say(found(model, judgement)),
            Tone::Faint.say(format!("{file}:{line}")),
        ]);
    }
    page.table(table);
}

pub(crate) fn verdict_on(judgement: &Judgement) -> Run {
    match judgement {
        Judgement { holds: true, .. } => Tone::Good.say("holds"),
        Judgement { waived: true, .. } => Tone::Warn.say("waived"),
        Judgement { adopted: true, .. } => Tone::Warn.say("known"),
        _ => Tone::Bad.say("FAILS"),
    }
}

/// Returns what was found, and what excuses it where something does.
pub(crate) fn found(model: &Model, judgement: &Judgement) -> String {
    if judgement.adopted {
        return format!("{} (in the baseline)", judgement.found);
    }
    let Some(waiver) = judgement.waiver.filter(|_| judgement.waived).map(|at| &model.waivers[at]) else {
        return judgement.found.clone();
    };
    let by = waiver.by.map(|by| format!(" by {}", model[by].card.name)).unwrap_or_default();
    format!("{} (waived until {}{by})", judgement.found, waiver.until)
}

fn footing(model: &Model, ensure: &Ensure, page: &mut Page) {
    let mut lines = rests_on(model, &ensure.calibrated);
    if !ensure.stale.is_empty() {
        lines.push(format!("{} past review", amount(ensure.stale.len(), "fact is", "facts are")));
    }
    lines.push(format!("{}, seed {}", draws(ensure), ensure.question.seed));
    let rest = " Why? `offing ensure why NAME`; all of it: `--assumed`, `--format json`.";
    page.text(vec![Tone::Faint.say(format!("{}.{rest}", lines.join("; ")))]);
}

/// Returns what figures rest on that nobody wrote, in short: assumptions, and estimates read by their team's record.
pub(crate) fn rests_on(model: &Model, calibrated: &[Assumption]) -> Vec<String> {
    let mut parts = Vec::new();
    if !model.assumed.is_empty() {
        parts.push(format!(
            "{} made where the model says nothing",
            amount(model.assumed.len(), "assumption", "assumptions")
        ));
    }
    let teams: Vec<String> = calibrated.iter().map(|one| one.about.clone()).collect();
    if !teams.is_empty() {
        parts.push(format!("estimates of {} read as its done work turned out", several(teams, 3)));
    }
    parts
}

/// Returns from how many draws the figures are, and for which from fewer.
fn draws(ensure: &Ensure) -> String {
    let asked = ensure.question.draws;
    let ahead = ensure.outcomes.iter().filter(|answer| answer.status != Status::Enabled);
    let reach = ahead.filter_map(|answer| answer.reach.as_ref()).map(|reach| reach.draws() as u32).min();
    let exits =
        ensure.exits.iter().filter(|leaving| leaving.takes.is_some()).map(|leaving| leaving.draws).min();
    let fewer: Vec<String> = [(reach, "for the longest path"), (exits, "for exits")]
        .into_iter()
        .filter_map(|(draws, what)| {
            draws.filter(|draws| *draws < asked).map(|draws| format!("{draws} {what}"))
        })
        .collect();
    if fewer.is_empty() { format!("{asked} draws") } else { format!("{asked} draws ({})", fewer.join(", ")) }
}

/// Returns what was assumed and what is stale, in full.
pub fn assumed(model: &Model, ensure: &Ensure) -> Page {
    let mut page = Page::default();
    page.heading("Assumed");
    let mut table = Table::new([("About", Align::Left), ("Assumed", Align::Left)]);
    for assumption in model.assumed.iter().chain(&ensure.calibrated) {
        table.row([
            Tone::Strong.say(assumption.about.clone()),
            Tone::Plain.say(assumption.assumption.clone()),
        ]);
    }
    page.table(table);
    if !ensure.stale.is_empty() {
        page.heading("Past review");
        let mut table = Table::new([("Fact", Align::Left), ("Reviewed", Align::Left), ("Age", Align::Right)]);
        for stale in &ensure.stale {
            table.row([
                Tone::Strong.say(stale.about.clone()),
                Tone::Plain.say(stale.reviewed.to_string()),
                Tone::Plain.say(days(stale.age_days)),
            ]);
        }
        page.table(table);
    }
    page
}

/// Returns what became of every guarantee, as findings for a gate.
pub fn findings(model: &Model, inputs: &Inputs, ensure: &Ensure) -> Vec<Finding> {
    let finding = |judgement: &Judgement| {
        let name = &model[judgement.guarantee].card.name;
        let at = offing_model::span::position(inputs.text(judgement.place.source), judgement.place.start);
        Finding {
            id: "guarantee".to_owned(),
            level: match judgement {
                Judgement { holds: true, .. } => Level::Pass,
                Judgement { waived: true, .. } | Judgement { adopted: true, .. } => Level::Note,
                _ => Level::Error,
            },
            about: name.to_string(),
            message: format!("{name} wants {}; found: {}", judgement.wants, found(model, judgement)),
            file: inputs.source(judgement.place.source).name.clone(),
            line: at.line,
            column: at.column,
            help: (!judgement.holds).then(|| format!("offing ensure why {name}")),
        }
    };
    ensure.guarantees.iter().map(finding).collect()
}
