//! What a text says about a job: words that stand for one of the two, and names of the model.

use std::collections::BTreeMap;

use offing_model::draft::Duty;
use offing_model::{Initiative, Model, Outcome, OutcomeId};

use super::duties::{Direction, Job, direction, job};
use crate::ensure::Ensure;

/// Words that speak for keeping outcomes possible, with where they look.
const ENABLE: [(&str, Option<Direction>); 24] = [
    ("board", Some(Direction::Outward)),
    ("board meeting", Some(Direction::Outward)),
    ("investor", Some(Direction::Outward)),
    ("investors", Some(Direction::Outward)),
    ("conference", Some(Direction::Outward)),
    ("customer visit", Some(Direction::Outward)),
    ("customer call", Some(Direction::Outward)),
    ("market", Some(Direction::Outward)),
    ("competition", Some(Direction::Outward)),
    ("competitors", Some(Direction::Outward)),
    ("due diligence", Some(Direction::Outward)),
    ("partnership", Some(Direction::Outward)),
    ("meetup", Some(Direction::Outward)),
    ("strategy", None),
    ("vision", None),
    ("technology radar", None),
    ("tech radar", None),
    ("radar", None),
    ("architecture", None),
    ("research", None),
    ("prototype", None),
    ("experiment", None),
    ("what if", None),
    ("big picture", None),
];

/// Words that speak for executing on the chosen outcome; they look inward.
const EXECUTE: [&str; 34] = [
    "standup",
    "stand up",
    "daily",
    "sprint",
    "retro",
    "retrospective",
    "refinement",
    "grooming",
    "planning poker",
    "iteration",
    "backlog",
    "demo",
    "release",
    "deploy",
    "deployment",
    "go live",
    "incident",
    "postmortem",
    "post mortem",
    "on call",
    "code review",
    "pairing",
    "delivery",
    "bug",
    "bugs",
    "triage",
    "kanban",
    "milestone",
    "one on one",
    "1 1",
    "1on1",
    "interview",
    "hiring",
    "onboarding",
];

/// What a text speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Said {
    pub(super) job: Vote<Job>,
    pub(super) direction: Vote<Direction>,
    /// The term: 0 short, 1 medium, 2 long.
    pub(super) term: Vote<usize>,
}

/// What several words say together; when they differ, nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Vote<T> {
    /// No word says anything.
    #[default]
    Silent,
    /// All say this.
    For(T),
    /// They differ.
    Split,
}

impl<T: Copy + PartialEq> Vote<T> {
    pub(super) fn add(&mut self, says: T) {
        *self = match *self {
            Vote::Silent => Vote::For(says),
            Vote::For(known) if known == says => Vote::For(known),
            _ => Vote::Split,
        };
    }

    pub(super) fn join(&mut self, other: Vote<T>) {
        match other {
            Vote::Silent => {}
            Vote::For(says) => self.add(says),
            Vote::Split => *self = Vote::Split,
        }
    }

    pub(super) fn answer(self) -> Option<T> {
        match self {
            Vote::For(says) => Some(says),
            Vote::Silent | Vote::Split => None,
        }
    }

    pub(super) fn is_silent(self) -> bool {
        matches!(self, Vote::Silent)
    }
}

/// Returns the words of a text, in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// All phrases that say something in one model: by their first word, each with the words after it.
pub(super) struct Phrases {
    by_first: BTreeMap<String, Vec<(Vec<String>, Said)>>,
}

/// Shorter names are too likely to be another word.
const SHORTEST_NAME: usize = 4;

impl Phrases {
    /// Returns the phrases of a model: the usual words, its outcomes, its initiatives.
    pub(super) fn of(model: &Model, ensure: &Ensure) -> Self {
        let mut phrases = Phrases { by_first: BTreeMap::new() };
        for (word, looks) in ENABLE {
            let direction = looks.map_or(Vote::Silent, Vote::For);
            phrases.add(word, Said { job: Vote::For(Job::Enable), direction, term: Vote::Silent });
        }
        for word in EXECUTE {
            let (job, direction) = (Vote::For(Job::Execute), Vote::For(Direction::Inward));
            phrases.add(word, Said { job, direction, term: Vote::Silent });
        }
        for duty in Duty::ALL {
            let (job, direction) = (Vote::For(job(*duty)), Vote::For(direction(*duty)));
            phrases.add(duty.word(), Said { job, direction, term: Vote::Silent });
        }
        let terms: Vec<Vote<usize>> = Outcome::ids(model).map(|id| term(model, ensure, id)).collect();
        let served = served(model, ensure);
        let job_of = |id: OutcomeId| match model.chosen() {
            Some(chosen) if chosen == id => Vote::For(Job::Execute),
            Some(_) => Vote::For(Job::Enable),
            None => Vote::Silent,
        };
        for id in Outcome::ids(model) {
            let said = Said { job: job_of(id), direction: Vote::Silent, term: terms[id.0 as usize] };
            phrases.add_names(&model[id].card, said);
        }
        for id in Initiative::ids(model) {
            let mut said = Said::default();
            // Work that serves the chosen outcome too is executing on it.
            let serves = &served[id.0 as usize];
            let soonest = serves.iter().filter_map(|outcome| terms[outcome.0 as usize].answer()).min();
            said.term = soonest.map_or(Vote::Silent, Vote::For);
            let chosen = serves.iter().find(|outcome| Some(**outcome) == model.chosen());
            if let Some(outcome) = chosen.or(serves.first()) {
                said.job = job_of(*outcome);
            }
            phrases.add_names(&model[id].card, said);
        }
        phrases
    }

    fn add(&mut self, phrase: &str, said: Said) {
        let mut words = words(phrase);
        if words.is_empty() {
            return;
        }
        let first = words.remove(0);
        let known = self.by_first.entry(first).or_default();
        if !known.iter().any(|(rest, _)| *rest == words) {
            known.push((words, said));
        }
    }

    fn add_names(&mut self, card: &offing_model::Card, said: Said) {
        for name in [Some(card.name.as_str()), card.title.as_deref()].into_iter().flatten() {
            if name.chars().filter(|c| c.is_alphanumeric()).count() >= SHORTEST_NAME {
                self.add(name, said);
            }
        }
    }

    /// Returns what a title says.
    pub(super) fn said(&self, text: &str) -> Said {
        let words = words(text);
        let mut all = Said::default();
        for (at, first) in words.iter().enumerate() {
            for (rest, said) in self.by_first.get(first).into_iter().flatten() {
                if words[at + 1..].starts_with(rest) {
                    all.job.join(said.job);
                    all.direction.join(said.direction);
                    all.term.join(said.term);
                }
            }
        }
        all
    }

    /// Returns what a category says: a word for a job, a direction or a term, a responsibility, or a name of the model.
    pub(super) fn category(&self, text: &str) -> Said {
        let plain = words(text).join(" ");
        let mut said = Said::default();
        match plain.as_str() {
            "enable" | "enabling" => said.job.add(Job::Enable),
            "execute" | "executing" | "execution" => said.job.add(Job::Execute),
            "outward" | "external" | "outside" => said.direction.add(Direction::Outward),
            "inward" | "internal" | "inside" => said.direction.add(Direction::Inward),
            "short" | "short term" => said.term.add(0),
            "medium" | "medium term" => said.term.add(1),
            "long" | "long term" => said.term.add(2),
            _ => return self.said(text),
        }
        said
    }
}

/// Returns the term in which an outcome would be enabled; nothing where that is not known. What never would counts as
/// long.
fn term(model: &Model, ensure: &Ensure, outcome: OutcomeId) -> Vote<usize> {
    use crate::holding::Status;
    let answer = &ensure.outcomes[outcome.0 as usize];
    match &answer.reach {
        Some(reach) if reach.days.p50 <= model.company.short_days => Vote::For(0),
        Some(reach) if reach.days.p50 <= model.company.medium_days => Vote::For(1),
        Some(_) => Vote::For(2),
        None if answer.status == Status::Blocked => Vote::For(2),
        None => Vote::Silent,
    }
}

/// Returns the outcomes each initiative serves: as an experiment, or on one of the ways to them.
fn served(model: &Model, ensure: &Ensure) -> Vec<Vec<OutcomeId>> {
    let mut served: Vec<Vec<OutcomeId>> =
        model.initiatives.iter().map(|one| one.tests.iter().map(|(outcome, _)| *outcome).collect()).collect();
    for answer in &ensure.outcomes {
        for id in answer.paths.cheapest.iter().flat_map(|path| &path.initiatives) {
            let serves = &mut served[id.0 as usize];
            if serves.last() != Some(&answer.outcome) {
                serves.push(answer.outcome);
            }
        }
    }
    served
}
