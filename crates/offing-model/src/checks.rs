//! What a bound model must not contain, and what looks suspicious in it.

use crate::circle::circles;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::draft::CompanyDraft;
use crate::model::*;
use crate::names::is_kebab_case;
use crate::reading::Draft;
use crate::span::Span;
use crate::units::Presence;

/// A check: a function from the bound model to findings.
type Check = fn(&Draft, &Model, &mut Faults);

/// All checks, those that forbid a model first.
const CHECKS: &[Check] = &[
    one_chosen,
    needs_circle,
    after_circle,
    reports_circle,
    dates_in_order,
    needs_nothing,
    for_nothing,
    delivers_what_exists,
    after_dropped,
    staff_over_team,
    waiver_expired,
    useless_experiment,
    name_style,
];

/// Runs every check.
pub(crate) fn check(draft: &Draft, model: &Model, faults: &mut Faults) {
    for check in CHECKS {
        check(draft, model, faults);
    }
}

/// Reports horizons of which the short one is not the shorter.
pub(crate) fn horizons(draft: &CompanyDraft, company: &Company, faults: &mut Faults) {
    if let Some(horizons) = draft.horizons.as_ref().filter(|_| company.short_days >= company.medium_days) {
        let months = |days: f64| crate::units::trim(days / 30.4375);
        let end = |said: bool, days: f64| {
            let taken = if said { "" } else { " where nothing is said" };
            format!("{} months{taken}", months(days))
        };
        let message = format!(
            "the short term ({}) does not end before the medium term ({})",
            end(horizons.value.short.is_some(), company.short_days),
            end(horizons.value.medium.is_some(), company.medium_days)
        );
        let fault = Diagnostic::new(Code::HorizonsOutOfOrder, horizons.span, message);
        faults.push(fault.help("write `{ short: 6 months, medium: 18 months }`, the shorter first"));
    }
}

fn one_chosen(draft: &Draft, _: &Model, faults: &mut Faults) {
    let chosen = |entry: &&(crate::field::Name, crate::draft::OutcomeDraft)| {
        entry.1.chosen.as_ref().is_some_and(|chosen| chosen.value)
    };
    let mut all = draft.outcomes.iter().filter(chosen);
    let Some((first, _)) = all.next() else { return };
    for (name, outcome) in all {
        let span = outcome.chosen.as_ref().map_or(name.span, |chosen| chosen.span);
        let message = format!("`{}` is chosen, and so is `{}`", name.value, first.value);
        let fault = Diagnostic::new(Code::SeveralChosen, span, message).other(first.span, "chosen here");
        faults.push(fault.help("choose one outcome; the others are kept open, which is the point"));
    }
}

fn needs_circle(_: &Draft, model: &Model, faults: &mut Faults) {
    let nodes: Vec<Node> = model.nodes().collect();
    let next =
        |at: usize| needed_by(model, nodes[at]).into_iter().map(|(node, _)| model.node_index(node)).collect();
    for circle in circles(nodes.len(), next) {
        let steps: Vec<(String, Span)> = (0..circle.len())
            .map(|at| {
                let (from, to) = (nodes[circle[at]], nodes[circle[(at + 1) % circle.len()]]);
                let place =
                    needed_by(model, from).into_iter().find(|(node, _)| *node == to).map(|(_, place)| place);
                (model.card(from).name.to_string(), place.unwrap_or(model.card(from).place))
            })
            .collect();
        let help = "take one of the steps out; what two things both need is a thing of its own";
        faults.push(told(Code::NeedsCircle, "needs", steps, help));
    }
}

/// Returns what a node needs by name, with the place that says so; without implicit needs, which lead to leaves.
fn needed_by(model: &Model, node: Node) -> Vec<(Node, Span)> {
    let needs = match node {
        Node::Outcome(id) => &model[id].needs,
        Node::Capability(id) => &model[id].needs,
        Node::System(id) => &model[id].needs,
        Node::Technology(_) | Node::Vendor(_) | Node::Person(_) => return Vec::new(),
    };
    let mut found = Vec::new();
    needs.each_node(&mut |node, place| found.push((node, place)));
    found
}

fn after_circle(draft: &Draft, model: &Model, faults: &mut Faults) {
    let next = |at: usize| model.initiatives[at].after.iter().map(|id| id.0 as usize).collect();
    for circle in circles(model.initiatives.len(), next) {
        let place = |at: usize, before: &str| {
            let (name, initiative) = &draft.initiatives[at];
            let mut after = initiative.after.iter().flat_map(|after| &after.value.0);
            let step = after.find(|after| after.value.rsplit(':').next() == Some(before));
            step.map_or(name.span, |after| after.span)
        };
        let named = |at: usize| &model.initiatives[circle[at % circle.len()]].card.name;
        let steps =
            (0..circle.len()).map(|at| (named(at).to_string(), place(circle[at], named(at + 1)))).collect();
        faults.push(told(
            Code::AfterCircle,
            "waits for",
            steps,
            "one of them has to come first: take its `after` out",
        ));
    }
}

fn reports_circle(draft: &Draft, model: &Model, faults: &mut Faults) {
    let next = |at: usize| model.people[at].reports_to.iter().map(|id| id.0 as usize).collect();
    for circle in circles(model.people.len(), next) {
        let place = |at: usize| {
            let (name, person) = &draft.people[at];
            person.reports_to.as_ref().map_or(name.span, |boss| boss.span)
        };
        let steps = circle.iter().map(|at| (model.people[*at].card.name.to_string(), place(*at))).collect();
        faults.push(told(
            Code::ReportsCircle,
            "reports to",
            steps,
            "someone reports to nobody: take one `reports-to` out",
        ));
    }
}

/// Returns a finding that names every step of a circle.
fn told(code: Code, verb: &str, steps: Vec<(String, Span)>, help: &str) -> Diagnostic {
    let names: Vec<String> = steps.iter().map(|(name, _)| format!("`{name}`")).collect();
    let message = match names.as_slice() {
        [only] => format!("{only} {verb} itself"),
        [first, rest @ ..] => {
            format!("{first} {verb} {}, which {verb} {first}", rest.join(&format!(", which {verb} ")))
        }
        [] => String::new(),
    };
    let step = |at: usize| format!("`{}` {verb} `{}`", steps[at].0, steps[(at + 1) % steps.len()].0);
    let mut fault = Diagnostic::new(code, steps[0].1, message).help(help);
    if steps.len() > 1 {
        fault = fault.label(step(0));
    }
    for (at, (_, place)) in steps.iter().enumerate().skip(1) {
        fault = fault.other(*place, step(at));
    }
    fault
}

fn dates_in_order(draft: &Draft, _: &Model, faults: &mut Faults) {
    for (name, initiative) in &draft.initiatives {
        let (started, done, dropped) = (&initiative.started, &initiative.done, &initiative.dropped);
        if let (Some(done), Some(dropped)) = (done, dropped) {
            let message = format!("initiative `{}` is both done and dropped", name.value);
            let fault =
                Diagnostic::new(Code::DatesOutOfOrder, dropped.span, message).other(done.span, "done here");
            faults.push(fault.help("keep the one that is true"));
        }
        for (word, end) in [("done", done), ("dropped", dropped)] {
            if let (Some(started), Some(end)) = (started, end)
                && end.value.0 < started.value.0
            {
                let message = format!(
                    "initiative `{}` was {word} on {}, before it was started on {}",
                    name.value, end.value.0, started.value.0
                );
                let fault = Diagnostic::new(Code::DatesOutOfOrder, end.span, message);
                faults.push(fault.other(started.span, "started here").help("mend one of the two dates"));
            }
        }
    }
}

fn needs_nothing(draft: &Draft, _: &Model, faults: &mut Faults) {
    // What is written counts, not what could be bound: a misspelt need is a fault of its own.
    for (name, outcome) in &draft.outcomes {
        if outcome.needs.as_ref().is_some_and(|needs| !needs.value.is_empty()) {
            continue;
        }
        let message = format!("outcome `{}` needs nothing, so it is always enabled", name.value);
        let fault = Diagnostic::new(Code::OutcomeNeedsNothing, name.span, message);
        faults.push(fault.help("list what it stands on under `needs:`"));
    }
}

fn for_nothing(draft: &Draft, model: &Model, faults: &mut Faults) {
    let mut waited_for = vec![false; model.initiatives.len()];
    for id in model.initiatives.iter().flat_map(|initiative| &initiative.after) {
        waited_for[id.0 as usize] = true;
    }
    for ((name, initiative), waited_for) in draft.initiatives.iter().zip(waited_for) {
        let delivers = initiative.delivers.as_ref().is_some_and(|list| !list.value.0.is_empty());
        if waited_for || delivers || initiative.tests.is_some() {
            continue;
        }
        let message = format!("initiative `{}` delivers nothing and tests nothing", name.value);
        let fault = Diagnostic::new(Code::InitiativeForNothing, name.span, message);
        faults.push(fault.help("say what it `delivers:` or `tests:`, or what comes `after:` it"));
    }
}

fn delivers_what_exists(_: &Draft, model: &Model, faults: &mut Faults) {
    for initiative in &model.initiatives {
        if initiative.progress(model.company.as_of) == Progress::Done {
            continue;
        }
        for node in &initiative.delivers {
            let there = match node {
                Node::Capability(id) => {
                    model[*id].have == Presence::Known(true) && model[*id].needs.is_nothing()
                }
                Node::System(id) => model[*id].live == Presence::Known(true),
                _ => false,
            };
            if there {
                let field = if matches!(node, Node::System(_)) { "live" } else { "have" };
                let name = &model.card(*node).name;
                let message =
                    format!("initiative `{}` delivers `{name}`, which is there", initiative.card.name);
                let fault = Diagnostic::new(Code::DeliversWhatExists, initiative.card.place, message);
                let fault = fault.other(model.card(*node).place, "there by this");
                faults.push(fault.help(format!("write `{field}: false` there, or `done: DATE` here")));
            }
        }
    }
}

fn after_dropped(_: &Draft, model: &Model, faults: &mut Faults) {
    let as_of = model.company.as_of;
    for initiative in &model.initiatives {
        if matches!(initiative.progress(as_of), Progress::Done | Progress::Dropped) {
            continue;
        }
        for id in initiative.after.iter().filter(|id| model[**id].progress(as_of) == Progress::Dropped) {
            let (name, before) = (&initiative.card.name, &model[*id].card);
            let message = format!("initiative `{name}` waits for `{}`, which was dropped", before.name);
            let fault = Diagnostic::new(Code::AfterDropped, initiative.card.place, message);
            faults.push(
                fault.other(before.place, "dropped").help("take it out of `after:`, or it can never begin"),
            );
        }
    }
}

fn staff_over_team(draft: &Draft, model: &Model, faults: &mut Faults) {
    for (initiative, (name, _)) in model.initiatives.iter().zip(&draft.initiatives) {
        for (team, people) in &initiative.staff {
            // A team that says nothing has as many as are needed; NaN compares as no.
            if *people > model[*team].people {
                let (team, has) = (&model[*team].card, crate::units::trim(model[*team].people));
                let message = format!(
                    "initiative `{}` keeps {} people of team `{}` busy, which has {has}",
                    name.value,
                    crate::units::trim(*people),
                    team.name
                );
                let fault =
                    Diagnostic::new(Code::StaffOverTeam, name.span, message).other(team.place, "the team");
                faults.push(fault.help("lower its staff and lengthen `takes:`, or hire"));
            }
        }
    }
}

fn waiver_expired(_: &Draft, model: &Model, faults: &mut Faults) {
    for waiver in model.waivers.iter().filter(|waiver| waiver.until < model.company.as_of) {
        let name = &model[waiver.guarantee].card.name;
        let message = format!("the waiver of `{name}` ended on {}", waiver.until);
        let fault = Diagnostic::new(Code::WaiverExpired, waiver.card.place, message);
        faults.push(fault.help("mend what it excused, extend it with a reason, or delete it"));
    }
}

fn useless_experiment(draft: &Draft, _: &Model, faults: &mut Faults) {
    for (name, initiative) in &draft.initiatives {
        let accuracy = initiative.tests.as_ref().and_then(|test| test.value.accuracy.as_ref());
        if let Some(accuracy) = accuracy.filter(|accuracy| accuracy.value.0 <= 0.5) {
            let message = format!("experiment `{}` is right no more often than a coin", name.value);
            let fault = Diagnostic::new(Code::UselessExperiment, accuracy.span, message);
            faults.push(fault.help("50% tells nothing; write the chance of a right answer, either way"));
        }
    }
}

fn name_style(draft: &Draft, _: &Model, faults: &mut Faults) {
    fn names<T>(entries: &[(crate::field::Name, T)]) -> impl Iterator<Item = &crate::field::Name> {
        entries.iter().map(|(name, _)| name)
    }
    let all = names(&draft.outcomes)
        .chain(names(&draft.capabilities))
        .chain(names(&draft.systems))
        .chain(names(&draft.technologies))
        .chain(names(&draft.vendors))
        .chain(names(&draft.initiatives))
        .chain(names(&draft.teams))
        .chain(names(&draft.people))
        .chain(names(&draft.departments))
        .chain(names(&draft.competitors))
        .chain(names(&draft.guarantees));
    // Names in a catalog are not the model's to change.
    let mut odd = all.filter(|name| name.span.source < draft.own_sources && !is_kebab_case(&name.value));
    let Some(first) = odd.next() else { return };
    // One finding for all: names taken over from elsewhere come in hundreds.
    let others = odd.count();
    let message = match others {
        0 => format!("`{}` is not in lower case with dashes", first.value),
        others => format!("`{}` and {others} more names are not in lower case with dashes", first.value),
    };
    let help = "names are written as `take-payments`; what readers see goes under `title:`";
    faults.push(Diagnostic::new(Code::NameStyle, first.span, message).help(help));
}
