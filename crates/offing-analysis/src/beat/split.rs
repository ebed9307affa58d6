//! What was the work of the last days really for, by what commits say?
//!
//! A commit that names its initiative counts for it; one that names several counts for each in part. An initiative counts
//! for the first of the outcomes it serves that the plan would enable, and for the term that lies in, as planned work
//! does (DESIGN 4.6).
//!
//! *Assumes:* that commits stand for work; a commit of an hour counts as one of a week.

use offing_model::deliveries::{Deliveries, Moment, What};
use offing_model::{Initiative, InitiativeId, Model, Node, OutcomeId};

use super::BeatQuestion;
use super::end_of;
use crate::draws::{Plan, Simulation};
use crate::graph::Graph;

/// What the work of the last days was for.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// How many days.
    pub days: u32,
    /// Commits in these days, without merges.
    pub commits: usize,
    /// Those of them that name an initiative of the model.
    pub named: usize,
    /// Initiatives that commits name and the model does not know, with how many commits do.
    pub unknown: Vec<(String, usize)>,
    /// Commits for each initiative, the most first.
    pub initiatives: Vec<(InitiativeId, f64)>,
    /// Commits for each outcome, the most first.
    pub outcomes: Vec<(OutcomeId, f64)>,
    /// Commits for the short, the medium and the long term.
    pub terms: [f64; 3],
    /// Commits for initiatives that serve no outcome.
    pub aside: f64,
}

impl Split {
    /// Returns the share of each term in what serves an outcome; `None` where nothing does.
    pub fn shares(&self) -> Option<[f64; 3]> {
        let all: f64 = self.terms.iter().sum();
        (all > 0.0).then(|| self.terms.map(|term| term / all))
    }
}

/// Returns the real split of the last days over initiatives, outcomes and terms, under a plan.
pub fn split(
    model: &Model,
    deliveries: &Deliveries,
    question: &BeatQuestion,
    order: &[InitiativeId],
) -> Split {
    let mut split = counted(model, deliveries, question);
    if split.initiatives.is_empty() {
        return split;
    }
    let sim = Simulation::of(model, question.seed);
    let enabled = sim.expected_days(&Plan { order: order.to_vec() });
    let serves = sim.serves();
    let mut outcomes = vec![0.0; model.outcomes.len()];
    for (initiative, commits) in &split.initiatives {
        let open = sim.open().iter().position(|id| id == initiative);
        let served = open.map_or_else(|| served_by_nature(model, *initiative), |at| serves[at].clone());
        let first = served.iter().copied().min_by(|one, other| {
            enabled[*one as usize].total_cmp(&enabled[*other as usize]).then(one.cmp(other))
        });
        let Some(first) = first else {
            split.aside += commits;
            continue;
        };
        outcomes[first as usize] += commits;
        let term = match enabled[first as usize] {
            day if day <= model.company.short_days => 0,
            day if day <= model.company.medium_days => 1,
            _ => 2,
        };
        split.terms[term] += commits;
    }
    let named = outcomes.into_iter().enumerate().filter(|(_, commits)| *commits > 0.0);
    split.outcomes = named.map(|(at, commits)| (OutcomeId(at as u32), commits)).collect();
    split.outcomes.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    split
}

/// Counts the commits of the last days by the initiative that they name.
fn counted(model: &Model, deliveries: &Deliveries, question: &BeatQuestion) -> Split {
    let end = end_of(model.company.as_of);
    let start = Moment(end.0 - i64::from(question.days) * 86_400);
    let mut commits = vec![0.0; model.initiatives.len()];
    let mut unknown = std::collections::BTreeMap::<String, usize>::new();
    let (mut all, mut named) = (0, 0);
    for history in &deliveries.histories {
        let mapped = &model.sources.repositories[history.repository].initiatives;
        let counts = |at: u32| {
            let commit = &history.commits[at as usize];
            !commit.merge && commit.committed >= start && commit.committed < end
        };
        all += (0..history.commits.len() as u32).filter(|at| counts(*at)).count();
        for of_commit in history.named.chunk_by(|one, other| one.commit == other.commit) {
            if !counts(of_commit[0].commit) {
                continue;
            }
            let mut found: Vec<InitiativeId> = Vec::new();
            for named in of_commit {
                let id = match &named.what {
                    What::Initiative(name) => initiative(model, name),
                    What::Issue(key) => {
                        let bare = key.strip_prefix('#').unwrap_or(key);
                        mapped.iter().find(|(issue, _)| issue == bare).map(|(_, id)| *id)
                    }
                };
                match (id, &named.what) {
                    (Some(id), _) if !found.contains(&id) => found.push(id),
                    (None, What::Initiative(name)) => *unknown.entry(name.clone()).or_insert(0) += 1,
                    _ => {}
                }
            }
            named += usize::from(!found.is_empty());
            found.iter().for_each(|id| commits[id.0 as usize] += 1.0 / found.len() as f64);
        }
    }
    let ids = Initiative::ids(model).filter(|id| commits[id.0 as usize] > 0.0);
    let mut initiatives: Vec<(InitiativeId, f64)> = ids.map(|id| (id, commits[id.0 as usize])).collect();
    initiatives.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
    Split {
        days: question.days,
        commits: all,
        named,
        unknown: unknown.into_iter().collect(),
        initiatives,
        outcomes: Vec::new(),
        terms: [0.0; 3],
        aside: 0.0,
    }
}

fn initiative(model: &Model, name: &str) -> Option<InitiativeId> {
    let bare = name.strip_prefix("initiative:").unwrap_or(name);
    Initiative::ids(model).find(|id| model[*id].card.name == bare)
}

/// Returns the outcomes that a finished or dropped initiative serves: those it tests, and those that stand on what it
/// delivers.
fn served_by_nature(model: &Model, id: InitiativeId) -> Vec<u32> {
    let initiative = &model[id];
    let graph = Graph::of(model);
    let stands_on = |outcome: &OutcomeId| {
        let below = graph.below(model, &[Node::Outcome(*outcome)]);
        initiative.delivers.iter().any(|node| below[model.node_index(*node)])
            || initiative.tests.is_some_and(|(tested, _)| tested == *outcome)
    };
    offing_model::Outcome::ids(model).filter(stands_on).map(|id| id.0).collect()
}
