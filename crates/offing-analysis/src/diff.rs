//! What does a change of a model mean: which outcomes does it open and close, which dates move, which guarantees break
//! and mend, what happens to the frontier, and which lines did it? The answer behind `offing diff`.
//!
//! Both sides meet the same luck: a difference is a difference. What did it is found by making changes one at a time.

mod causes;
mod effects;

pub use causes::Causes;
pub use effects::{About, Effect, PlanMove, Turn, What};

use offing_model::change::{Change, changes};
use offing_model::{Inputs, Model};

use crate::standing::{Standing, StandingQuestion, standing};

/// How it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct DiffQuestion {
    /// How each side is judged.
    pub standing: StandingQuestion,
    /// How many changes are tried one at a time at most; of more, entities are tried, and of more of those none.
    pub most_tried: usize,
}

impl Default for DiffQuestion {
    fn default() -> Self {
        Self { standing: StandingQuestion::default(), most_tried: 40 }
    }
}

/// One side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The texts.
    pub inputs: &'a Inputs,
    /// The model they make.
    pub model: &'a Model,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct Diff {
    /// Where the company stood.
    pub before: Standing,
    /// Where it stands.
    pub after: Standing,
    /// What the text says otherwise.
    pub changes: Vec<Change>,
    /// What that means, the gravest first.
    pub effects: Vec<Effect>,
    /// How the changes were tried out.
    pub tried: Tried,
}

/// How changes were tried out to find what did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// There was nothing to find out: at most one change, or no effect.
    Nothing,
    /// Each change by itself.
    Each,
    /// The changes of each entity together, as there are many.
    Entities,
    /// None, as there are too many.
    None,
}

impl Diff {
    /// Returns whether anything that is promised or open became worse: an outcome closed or further, a guarantee broken.
    pub fn is_worse(&self) -> bool {
        self.effects.iter().any(|effect| effect.turn() == Turn::Worse)
    }

    /// Returns whether a guarantee that held, or was waived, now fails.
    pub fn breaks_a_guarantee(&self) -> bool {
        self.effects.iter().any(|effect| matches!(effect.what, What::Broken(_)))
    }

    /// Returns whether a guarantee breaks or an outcome closes.
    pub fn breaks_or_closes(&self) -> bool {
        self.breaks_a_guarantee() || self.effects.iter().any(|effect| matches!(effect.what, What::Closed(_)))
    }
}

/// Returns what the change from one side to the other means.
///
/// *Cost:* that of a standing for each side, and of one without plans for each change that is tried.
pub fn diff(before: Side<'_>, after: Side<'_>, question: &DiffQuestion) -> Diff {
    let (was, is) = rayon::join(
        || standing(before.model, &question.standing),
        || standing(after.model, &question.standing),
    );
    diff_of((before, was), (after, is), question)
}

/// Returns the same where it is known already where the company stands on each side, by the same question.
pub(crate) fn diff_of(
    (before, was): (Side<'_>, Standing),
    (after, is): (Side<'_>, Standing),
    question: &DiffQuestion,
) -> Diff {
    let changes = changes(before.inputs, after.inputs);
    let mut effects = effects::between(&was, &is);
    let tried = causes::find((before, &was), after, &changes, &mut effects, question);
    effects.sort_by_key(Effect::rank);
    Diff { before: was, after: is, changes, effects, tried }
}

#[cfg(test)]
mod tests;
