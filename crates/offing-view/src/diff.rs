//! `offing diff`: what a change of a model means, and which lines did it.

mod json;
mod words;

pub use json::json;
pub(crate) use json::{change as change_json, effect as effect_json, standing as standing_json};
pub use words::{cause, effect};

use offing_analysis::diff::{About, Causes, Diff, Effect, Tried, What};
use offing_analysis::standing::{PlanStanding, Which};
use offing_analysis::words::{amount, money, percent};
use offing_model::Inputs;

use crate::page::{Align, Block, Line, Page, Run, Table, Tone, plain};

/// How many changes that move no figure are named.
const MOST_IDLE: usize = 8;

/// How many changes are named beside what they did.
const MOST_CAUSES: usize = 4;

/// The two sides as readers know them.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    /// What the first is called: a revision, a folder.
    pub before: &'a str,
    /// Its texts.
    pub before_inputs: &'a Inputs,
    /// What the second is called.
    pub after: &'a str,
    /// Its texts.
    pub after_inputs: &'a Inputs,
    /// Whether the reader has not the model: its text and its files are told as far as a single figure or name goes.
    pub outward: bool,
}

/// Returns the page for people.
pub fn page(sides: &Sides<'_>, diff: &Diff) -> Page {
    let mut page = Page::default();
    page.heading(format!("From {} to {}", sides.before, sides.after));
    page.text(verdict(diff));
    let (plans, effects): (Vec<&Effect>, Vec<&Effect>) =
        diff.effects.iter().partition(|effect| matches!(effect.about, About::Plan(_)));
    if !effects.is_empty() {
        page.heading("What it means");
        for (causes, effects) in by_cause(&effects) {
            page.item(because(sides, diff, causes));
            effects.into_iter().for_each(|of| page.blocks.push(Block::Item(1, effect(of))));
        }
    }
    plans_moved(sides, diff, &plans, &mut page);
    let idle = idle(diff);
    if !idle.is_empty() && !diff.changes.is_empty() {
        page.heading("Changes that move no figure by themselves");
        for at in idle.iter().take(MOST_IDLE) {
            page.item(cause(sides, &diff.changes[*at]));
        }
        if idle.len() > MOST_IDLE {
            page.item(plain(format!("and {} more", idle.len() - MOST_IDLE)));
        }
    }
    page.text(vec![Tone::Faint.say(footing(diff))]);
    page
}

/// Returns the changes that are the cause of no effect.
pub fn idle(diff: &Diff) -> Vec<usize> {
    if diff.tried == Tried::None {
        return Vec::new();
    }
    let named = |causes: &Causes, at: usize| match causes {
        Causes::Alone(found) | Causes::Together(found) => found.contains(&at),
        Causes::Unknown => true,
        Causes::NotTheText => false,
    };
    let is_idle = |at: &usize| !diff.effects.iter().any(|effect| named(&effect.causes, *at));
    (0..diff.changes.len()).filter(is_idle).collect()
}

fn verdict(diff: &Diff) -> Line {
    let changes = amount(diff.changes.len(), "change of the text", "changes of the text");
    if diff.effects.is_empty() {
        let what = if diff.changes.is_empty() {
            "Nothing is said otherwise.".to_owned()
        } else {
            format!("{changes}; no figure moves.")
        };
        return vec![Tone::Good.say(what)];
    }
    let count = |fits: &dyn Fn(&Effect) -> bool| diff.effects.iter().filter(|effect| fits(effect)).count();
    let outcome = |effect: &Effect| matches!(effect.about, About::Outcome { .. });
    let said = [
        (
            count(&|effect| matches!(effect.what, What::Broken(_))),
            "guarantee breaks",
            "guarantees break",
            Tone::Bad,
        ),
        (
            count(&|effect| matches!(effect.what, What::Mended(_))),
            "guarantee is mended",
            "guarantees are mended",
            Tone::Good,
        ),
        (
            count(&|effect| matches!(effect.what, What::Closed(_))),
            "outcome closes",
            "outcomes close",
            Tone::Bad,
        ),
        (count(&|effect| effect.what == What::Opened), "outcome opens", "outcomes open", Tone::Good),
        (
            count(&|effect| outcome(effect) && matches!(effect.what, What::New(_))),
            "outcome is new",
            "outcomes are new",
            Tone::Plain,
        ),
        (
            count(&|effect| outcome(effect) && effect.what == What::Gone),
            "outcome is gone",
            "outcomes are gone",
            Tone::Plain,
        ),
        (
            count(&|effect| matches!(effect.what, What::Moved { .. } | What::Dated(_))),
            "date moves",
            "dates move",
            Tone::Plain,
        ),
        (
            count(&|effect| matches!(effect.what, What::Odds(..))),
            "belief changes",
            "beliefs change",
            Tone::Plain,
        ),
    ];
    let mut line = vec![Tone::Plain.say(format!("{changes}: "))];
    let mut first = true;
    for (count, one, many, tone) in said.into_iter().filter(|(count, ..)| *count > 0) {
        if !std::mem::take(&mut first) {
            line.push(Tone::Plain.say(", "));
        }
        line.push(tone.say(amount(count, one, many)));
    }
    if first {
        line.push(Tone::Plain.say("no outcome, date or guarantee moves, but other figures do"));
    }
    line.push(Tone::Plain.say("."));
    line
}

/// Returns effects with what did them, each cause once, in the order of the gravest effect.
pub(crate) fn by_cause<'d>(effects: &[&'d Effect]) -> Vec<(&'d Causes, Vec<&'d Effect>)> {
    let mut groups: Vec<(&Causes, Vec<&Effect>)> = Vec::new();
    for effect in effects {
        match groups.iter_mut().find(|(causes, _)| **causes == effect.causes) {
            Some((_, group)) => group.push(effect),
            None => groups.push((&effect.causes, vec![effect])),
        }
    }
    groups
}

/// Returns what did something, on one line.
pub(crate) fn because(sides: &Sides<'_>, diff: &Diff, causes: &Causes) -> Line {
    let (found, how) = match causes {
        Causes::Alone(found) => (found, "each alone: "),
        Causes::Together(found) => (found, "together: "),
        Causes::Unknown => {
            let why = "one of the changes, or several together: which was not found out";
            return vec![Tone::Faint.say(why)];
        }
        Causes::NotTheText => return vec![Tone::Faint.say("the day, not the text")],
    };
    let mut line: Line = Vec::new();
    if found.len() > 1 {
        line.push(Tone::Faint.say(how));
    }
    for (nth, at) in found.iter().take(MOST_CAUSES).enumerate() {
        if nth > 0 {
            line.push(Tone::Plain.say("; "));
        }
        line.extend(cause(sides, &diff.changes[*at]));
    }
    if found.len() > MOST_CAUSES {
        line.push(Tone::Faint.say(format!(" and {} more", found.len() - MOST_CAUSES)));
    }
    line
}

fn plans_moved(sides: &Sides<'_>, diff: &Diff, effects: &[&Effect], page: &mut Page) {
    if effects.is_empty() {
        return;
    }
    page.heading("Plans, under the same luck");
    let mut table = Table::new([
        ("Plan", Align::Left),
        ("", Align::Left),
        ("P80", Align::Right),
        ("Find a business", Align::Right),
        ("Expected value", Align::Right),
    ]);
    let valued = diff.before.valued && diff.after.valued;
    for now in &diff.after.plans {
        let Some(then) = diff.before.plan(now.which) else { continue };
        if effects.iter().all(|effect| effect.about != About::Plan(now.which)) {
            continue;
        }
        let row =
            |label: Run, when: &str, standing: &offing_analysis::standing::Standing, plan: &PlanStanding| {
                let day = standing
                    .day_after(plan.days.p80)
                    .map_or("never".to_owned(), |day| crate::dates::short(day, standing.as_of));
                let value = if valued { money(plan.value.0) } else { String::new() };
                [
                    label,
                    Tone::Plain.say(when),
                    Tone::Plain.say(day),
                    Tone::Plain.say(percent(plan.find.0)),
                    Tone::Plain.say(value),
                ]
            };
        table.row(row(Tone::Strong.say(plan_name(now.which)), "before", &diff.before, then));
        table.row(row(Tone::Plain.say(""), "after", &diff.after, now));
    }
    page.table(table);
    for (causes, effects) in by_cause(effects) {
        page.item(because(sides, diff, causes));
        effects.into_iter().for_each(|of| page.blocks.push(Block::Item(1, effect(of))));
    }
}

/// Returns what a plan is called.
pub(crate) fn plan_name(which: Which) -> &'static str {
    match which {
        Which::ChosenFirst => "the chosen outcome first",
        Which::OptionsFirst => "every option first",
        Which::Best => "the best plan found",
    }
}

fn footing(diff: &Diff) -> String {
    let tried = match diff.tried {
        Tried::Nothing => "",
        Tried::Each => " What did it was found by making each change by itself.",
        Tried::Entities => " What did it was found by making the changes of each entity by themselves.",
        Tried::None => " There are too many changes to find out which did what; compare fewer commits.",
    };
    format!(
        "As of {} and {}; the same luck on both sides, so what differs is a difference.{tried}",
        diff.before.as_of, diff.after.as_of
    )
}
