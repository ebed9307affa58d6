//! `offing history`: how the company came to where it stands, day by day.

mod json;

pub use json::json;

use jiff::civil::Date;
use offing_analysis::diff::{About, Effect, What};
use offing_analysis::history::{History, Point, State, Version};
use offing_analysis::holding::Status;
use offing_analysis::standing::{Standing, Which};
use offing_analysis::words::{amount, days, money, percent};

use crate::diff::{Sides, because, by_cause, effect};
use crate::ensure::{long_date, place};
use crate::page::{Align, Block, Page, Run, Table, Tone, plain};

/// Effects that are told of one commit.
const MOST_EFFECTS: usize = 5;

/// A commit as readers know it.
#[derive(Debug, Clone)]
pub struct Commit {
    /// The beginning of its name.
    pub short: String,
    /// Its whole name.
    pub id: String,
    /// The day.
    pub date: Date,
    /// The first line of its message.
    pub subject: String,
}

/// What the timeline is of.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The versions that were judged.
    pub versions: &'a [Version],
    /// The commits they name.
    pub commits: &'a [Commit],
    /// Whether older commits were not cloned.
    pub shallow: bool,
    /// How many commits before these were left out.
    pub left_out: usize,
}

/// Returns the page for people.
pub fn page(told: &Told<'_>, history: &History) -> Page {
    let mut page = Page::default();
    let span = history.points.first().zip(history.points.last());
    page.heading(match span {
        Some((first, last)) => format!("From {} to {}", long_date(first.date), long_date(last.date)),
        None => "No history yet".to_owned(),
    });
    page.text(plain(verdict(told, history)));
    page.table(timeline(told, history));
    gaps(told, history, &mut page);
    outcomes(history, &mut page);
    moved(told, history, &mut page);
    footing(told, history, &mut page);
    page
}

fn verdict(told: &Told<'_>, history: &History) -> String {
    let sound = |point: &&Point| matches!(point.state, State::Sound { .. });
    let gaps = history.points.iter().filter(|point| !sound(point)).count();
    let commits = amount(told.commits.len(), "commit changed", "commits changed");
    let gaps = match gaps {
        0 => String::new(),
        gaps => format!("; in {} the model had errors", amount(gaps, "version", "versions")),
    };
    format!("{commits} the model{gaps}.")
}

/// Adds why some versions have no figures.
fn gaps(told: &Told<'_>, history: &History, page: &mut Page) {
    for (at, point) in history.points.iter().enumerate().filter(|(_, point)| point.is_commit) {
        let State::Faulty { first, errors } = &point.state else { continue };
        let (file, line) = place(&told.versions[at].inputs, first.span);
        page.item(vec![
            Tone::Strong.say(point.date.to_string()),
            Tone::Plain.say(" "),
            Tone::Code.say(told.commits[point.commit].short.as_str()),
            Tone::Bad.say(format!(" not sound, {}: ", amount(*errors, "error", "errors"))),
            Tone::Plain.say(format!("{file}:{line}: {}", first.message)),
        ]);
    }
}

fn standing_of(point: &Point) -> Option<&Standing> {
    match &point.state {
        State::Sound { standing, .. } => Some(standing),
        State::Faulty { .. } => None,
    }
}

fn timeline(told: &Told<'_>, history: &History) -> Table {
    let mut table = Table::new([
        ("Day", Align::Left),
        ("Commit", Align::Left),
        ("Enabled", Align::Right),
        ("Chosen, P50", Align::Right),
        ("P80", Align::Right),
        ("Held", Align::Right),
        ("Find", Align::Right),
        ("Flexibility", Align::Right),
    ])
    .whole(&[0, 1, 2, 3, 4, 5, 6, 7]);
    for point in &history.points {
        let commit = &told.commits[point.commit];
        let day = Tone::Plain.say(point.date.to_string());
        let name =
            if point.is_commit { Tone::Code.say(commit.short.as_str()) } else { Tone::Faint.say("·") };
        table.row(match &point.state {
            State::Sound { standing, .. } => sound(day, name, standing),
            State::Faulty { .. } => {
                let blank = || Tone::Faint.say("—");
                [day, name, Tone::Bad.say("not sound"), blank(), blank(), blank(), blank(), blank()]
            }
        });
    }
    table
}

fn sound(day: Run, name: Run, standing: &Standing) -> [Run; 8] {
    let enabled = standing.outcomes.iter().filter(|one| one.status == Status::Enabled).count();
    let chosen = standing.chosen.as_ref().and_then(|name| standing.outcome(name));
    let (p50, p80) = match chosen {
        Some(one) if one.status == Status::Enabled => ("now".to_owned(), "now".to_owned()),
        Some(one) => match &one.reach {
            Some(reach) => (days(reach.p50), days(reach.p80)),
            None => (one.status.word().to_owned(), String::new()),
        },
        None => ("none chosen".to_owned(), String::new()),
    };
    let fails = standing.guarantees.iter().filter(|one| !one.holds && !one.waived).count();
    let holds = standing.guarantees.iter().filter(|one| one.holds).count();
    let held = match standing.guarantees.len() {
        0 => Tone::Faint.say("none given"),
        all if fails > 0 => Tone::Bad.say(format!("{holds} of {all}")),
        all => Tone::Good.say(format!("{holds} of {all}")),
    };
    let plan = standing.plan(Which::ChosenFirst);
    let find = plan.map_or(String::new(), |plan| percent(plan.find.0));
    let flexibility =
        plan.filter(|_| standing.valued).map_or(String::new(), |plan| money(plan.flexibility.0));
    [
        day,
        name,
        Tone::Plain.say(format!("{enabled} of {}", standing.outcomes.len())),
        Tone::Plain.say(p50),
        Tone::Plain.say(p80),
        held,
        Tone::Plain.say(find),
        Tone::Plain.say(flexibility),
    ]
}

/// Adds each outcome's way from its first day to its last.
fn outcomes(history: &History, page: &mut Page) {
    let standings: Vec<&Standing> = history.points.iter().filter_map(standing_of).collect();
    let Some(last) = standings.last() else { return };
    if standings.len() < 2 {
        return;
    }
    let mut table = Table::new([
        ("Outcome", Align::Left),
        ("States", Align::Left),
        ("Odds", Align::Right),
        ("Reach P80", Align::Right),
    ]);
    for outcome in &last.outcomes {
        let over: Vec<_> = standings.iter().filter_map(|standing| standing.outcome(&outcome.name)).collect();
        let mut states: Vec<&str> = over.iter().map(|one| one.status.word()).collect();
        states.dedup();
        let first = over.first().expect("the last standing has it");
        let arrow = |from: String, to: String| if from == to { to } else { format!("{from} → {to}") };
        let reach = |one: &offing_analysis::standing::OutcomeStanding| match (&one.reach, one.status) {
            (_, Status::Enabled) => "now".to_owned(),
            (Some(reach), _) => days(reach.p80),
            (None, _) => "—".to_owned(),
        };
        table.row([
            Tone::Strong.say(outcome.title.as_str()),
            Tone::Plain.say(states.join(" → ")),
            Tone::Plain.say(arrow(percent(first.odds), percent(outcome.odds))),
            Tone::Plain.say(arrow(reach(first), reach(outcome))),
        ]);
    }
    page.heading("Outcomes, from their first day to the last");
    page.table(table);
}

/// Adds what moved at each point, and which lines did it.
fn moved(told: &Told<'_>, history: &History, page: &mut Page) {
    let mut before: Option<usize> = None;
    let mut first = true;
    for (at, point) in history.points.iter().enumerate() {
        let State::Sound { since, .. } = &point.state else { continue };
        let earlier = before.replace(at);
        let Some((since, earlier)) = since.as_ref().zip(earlier) else { continue };
        let effects: Vec<&Effect> =
            since.effects.iter().filter(|effect| tells(effect, point.is_commit)).collect();
        if effects.is_empty() {
            continue;
        }
        if std::mem::take(&mut first) {
            page.heading("What changed it");
        }
        let commit = &told.commits[point.commit];
        page.item(match point.is_commit {
            true => vec![
                Tone::Strong.say(point.date.to_string()),
                Tone::Plain.say(" "),
                Tone::Code.say(commit.short.as_str()),
                Tone::Plain.say(format!(" {}", commit.subject)),
            ],
            false => vec![Tone::Strong.say(point.date.to_string()), Tone::Faint.say(" only time passed")],
        });
        let sides = Sides {
            before: "",
            before_inputs: &told.versions[earlier].inputs,
            after: "",
            after_inputs: &told.versions[at].inputs,
            outward: false,
        };
        let shown = &effects[..effects.len().min(MOST_EFFECTS)];
        for (causes, effects) in by_cause(shown) {
            page.blocks.push(Block::Item(1, because(&sides, since, causes)));
            effects.into_iter().for_each(|of| page.blocks.push(Block::Item(2, effect(of))));
        }
        if effects.len() > MOST_EFFECTS {
            page.blocks.push(Block::Item(
                1,
                vec![Tone::Faint.say(format!("and {} more", effects.len() - MOST_EFFECTS))],
            ));
        }
    }
}

/// Returns whether an effect is told: of passing time, only what it did to promises and states.
fn tells(effect: &Effect, is_commit: bool) -> bool {
    let of_time = matches!(
        effect.what,
        What::Broken(_) | What::Mended(_) | What::Opened | What::Closed(_) | What::Waived | What::State(..)
    );
    is_commit || of_time && !matches!(effect.about, About::Plan(_))
}

fn footing(told: &Told<'_>, history: &History, page: &mut Page) {
    let stated = history.points.iter().filter(|point| point.states_as_of).count();
    let mut said = vec![format!(
        "{} draws a version, seed {}. Each version is judged on the day of its commit, and on the first of each month \
         until the next.",
        history.question.draws, history.question.seed
    )];
    if stated > 0 {
        said.push(format!(
            "{} what day it is (`as-of`), which counts; between its commits no time passes for it.",
            amount(stated, "version says itself", "versions say themselves")
        ));
    }
    if told.left_out > 0 {
        said.push(format!("{} left out.", amount(told.left_out, "older commit is", "older commits are")));
    }
    if told.shallow {
        said.push(
            "Only a part of the git history is here: `git fetch --unshallow` brings the rest.".to_owned(),
        );
    }
    page.text(vec![Tone::Faint.say(said.join(" "))]);
}
