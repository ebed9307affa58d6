//! How did the company come to where it stands? A timeline of standings, each with what moved since the one before and
//! which lines did it. The answer behind `offing history`.

use jiff::civil::Date;
use offing_model::change::changes;
use offing_model::{Diagnostic, Inputs, Model, Severity, read};
use rayon::prelude::*;

use crate::diff::{Diff, DiffQuestion, Side, diff_of};
use crate::standing::{Standing, StandingQuestion, standing};

/// A version of the model on a day.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its texts; `today` is the day it is judged on, unless it says itself what day it is.
    pub inputs: Inputs,
    /// The commit that made it what it is, by its position in the caller's list.
    pub commit: usize,
    /// Whether that commit was made on this day; else only time has passed.
    pub is_commit: bool,
}

/// How it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryQuestion {
    /// The seed of all luck.
    pub seed: u64,
    /// How many draws each version gets.
    pub draws: u32,
    /// How many changes of a commit are tried one at a time at most, to find what did it.
    pub most_tried: usize,
}

impl Default for HistoryQuestion {
    fn default() -> Self {
        Self { seed: 1, draws: 500, most_tried: 12 }
    }
}

/// The answer.
#[derive(Debug, Clone)]
pub struct History {
    /// How it was asked.
    pub question: HistoryQuestion,
    /// A point for each version, in the order they were given.
    pub points: Vec<Point>,
}

/// One day of the timeline.
#[derive(Debug, Clone)]
pub struct Point {
    /// The day.
    pub date: Date,
    /// The commit, by its position in the caller's list.
    pub commit: usize,
    /// Whether the commit was made on this day; else only time has passed.
    pub is_commit: bool,
    /// Whether the model says itself what day it is.
    pub states_as_of: bool,
    /// Where the company stood, or why that is not known.
    pub state: State,
}

/// Where the company stood on a day.
#[derive(Debug, Clone)]
pub enum State {
    /// The model was sound.
    Sound {
        /// Where it stood; the draws are left out.
        standing: Box<Standing>,
        /// What moved since the last sound point, and what did it; `None` for the first.
        since: Option<Box<Diff>>,
    },
    /// The model had errors.
    Faulty {
        /// The first of them, its place in the version's texts.
        first: Box<Diagnostic>,
        /// How many there were.
        errors: usize,
    },
}

/// Returns the timeline of these versions, which are given from the oldest on. `watch` is told after each version how
/// many are done, in any order.
///
/// *Cost:* a standing without plans for each version, and one for each change that is tried; in parallel.
pub fn history(versions: &[Version], question: &HistoryQuestion, watch: &(dyn Fn(usize) + Sync)) -> History {
    let asked = StandingQuestion { seed: question.seed, draws: question.draws, plans: 0 };
    let done = std::sync::atomic::AtomicUsize::new(0);
    let one = |version: &Version| {
        let read = judged(version, &asked);
        watch(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1);
        read
    };
    let judged: Vec<Judged> = versions.par_iter().map(one).collect();
    let sound: Vec<usize> = (0..versions.len()).filter(|at| judged[*at].is_ok()).collect();
    let since = |pair: &[usize]| {
        let side = |at: usize| match &judged[at] {
            Ok((model, standing)) => (Side { inputs: &versions[at].inputs, model }, standing.clone()),
            Err(_) => unreachable!("only sound versions are compared"),
        };
        let question = DiffQuestion { standing: asked.clone(), most_tried: question.most_tried };
        let mut diff = diff_of(side(pair[0]), side(pair[1]), &question);
        [&mut diff.before, &mut diff.after].into_iter().for_each(without_draws);
        diff
    };
    let mut moved: Vec<Diff> = sound.par_windows(2).map(since).collect();
    moved.reverse();
    let mut first = true;
    let point = |(version, judged): (&Version, Judged)| {
        let state = match judged {
            Err((first, errors)) => State::Faulty { first, errors },
            Ok((_, mut standing)) => {
                without_draws(&mut standing);
                let since = if std::mem::take(&mut first) { None } else { moved.pop().map(Box::new) };
                State::Sound { standing: Box::new(standing), since }
            }
        };
        Point {
            date: version.inputs.today,
            commit: version.commit,
            is_commit: version.is_commit,
            states_as_of: states_as_of(&version.inputs),
            state,
        }
    };
    let points = versions.iter().zip(judged).map(point).collect();
    History { question: question.clone(), points }
}

/// Returns whether the texts say what day it is, so that no time passes for them.
pub fn states_as_of(inputs: &Inputs) -> bool {
    let nothing =
        Inputs { sources: Vec::new(), catalogs: Vec::new(), unmatched: Vec::new(), today: inputs.today };
    changes(&nothing, &Inputs { catalogs: Vec::new(), ..inputs.clone() }).iter().any(|change| {
        let of_company = change.path.parts().first().is_some_and(|part| part == "company");
        of_company && change.after.as_ref().is_some_and(|(value, _)| value.get("as-of").is_some())
    })
}

type Judged = Result<(Model, Standing), (Box<Diagnostic>, usize)>;

fn judged(version: &Version, question: &StandingQuestion) -> Judged {
    let reading = read(&version.inputs);
    match reading.model {
        Some(model) => {
            let standing = standing(&model, question);
            Ok((model, standing))
        }
        None => {
            let errors = reading.diagnostics.into_iter().filter(|found| found.severity() == Severity::Error);
            let errors: Vec<Diagnostic> = errors.collect();
            let count = errors.len();
            let first = errors.into_iter().next().expect("there is no model exactly when there is an error");
            Err((Box::new(first), count))
        }
    }
}

fn without_draws(standing: &mut Standing) {
    standing.plans.iter_mut().for_each(|plan| plan.draws = Vec::new());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{About, Causes, What};
    use jiff::civil::date;

    fn version(text: &str, today: Date, commit: usize) -> Version {
        Version { inputs: Inputs::of_text(text, today), commit, is_commit: true }
    }

    #[test]
    fn gaps_are_stepped_over_and_time_alone_breaks_promises() {
        let text = "outcomes: { shop: { chosen: true, needs: [till] } }\n\
                    capabilities: { till: {} }\n\
                    initiatives: { build: { delivers: [till], takes: 20 days } }\n\
                    guarantees: { ship: { outcome: shop, by: 2026-04-01 } }\n";
        let slower = text.replace("20 days", "25 days");
        let versions = [
            version(text, date(2026, 3, 2), 0),
            version("outcomes: { shop: { needs: [none] } }", date(2026, 3, 3), 1),
            version(&slower, date(2026, 3, 4), 2),
            Version { is_commit: false, ..version(&slower, date(2026, 4, 2), 2) },
        ];
        let told = std::sync::atomic::AtomicUsize::new(0);
        let question = HistoryQuestion { draws: 50, ..HistoryQuestion::default() };
        let watch = |_| {
            told.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        };
        let history = history(&versions, &question, &watch);
        assert_eq!(told.into_inner(), 4);
        assert!(matches!(&history.points[0].state, State::Sound { since: None, .. }));
        assert!(matches!(&history.points[1].state, State::Faulty { errors: 1, .. }));
        let since = |at: usize| match &history.points[at].state {
            State::Sound { since: Some(since), .. } => since,
            other => panic!("{other:?}"),
        };
        let moved = &since(2).effects[0];
        // 5 days longer, begun 2 days later.
        assert!(matches!(&moved.what, What::Moved { later, .. } if later.1 == 7.0), "{moved:?}");
        assert_eq!(moved.causes, Causes::Alone(vec![0]));
        let broken = &since(3).effects[0];
        assert_eq!(broken.about, About::Guarantee("ship".to_owned()));
        assert!(matches!(broken.what, What::Broken(_)));
        assert_eq!(broken.causes, Causes::NotTheText);
    }

    #[test]
    fn what_the_day_does_is_not_blamed_on_the_text() {
        let text = "outcomes: { shop: { chosen: true, odds: 30%, needs: [till] } }\n\
                    capabilities: { till: {} }\n\
                    initiatives: { build: { delivers: [till], takes: 20 days } }\n\
                    guarantees: { ship: { outcome: shop, by: 2026-04-01 } }\n";
        let versions =
            [version(text, date(2026, 3, 2), 0), version(&text.replace("30%", "40%"), date(2026, 3, 20), 1)];
        let history =
            history(&versions, &HistoryQuestion { draws: 50, ..HistoryQuestion::default() }, &|_| ());
        let State::Sound { since: Some(since), .. } = &history.points[1].state else { panic!("sound") };
        let causes = |fits: &dyn Fn(&What) -> bool| {
            since.effects.iter().find(|effect| fits(&effect.what)).map(|effect| effect.causes.clone())
        };
        assert_eq!(causes(&|what| matches!(what, What::Broken(_))), Some(Causes::NotTheText));
        assert_eq!(causes(&|what| matches!(what, What::Odds(..))), Some(Causes::Alone(vec![0])));
    }

    #[test]
    fn a_model_may_say_what_day_it_is() {
        let inputs = |text: &str| Inputs::of_text(text, date(2026, 3, 2));
        assert!(states_as_of(&inputs("company: { as-of: 2026-03-02 }")));
        assert!(!states_as_of(&inputs("company: { name: Shop }")));
    }
}
