//! Which changes did it: each is made by itself, and what does not happen then is looked for by leaving one out.

use std::collections::{BTreeMap, BTreeSet};

use offing_model::change::{Change, with};
use offing_model::patch::Path;
use offing_model::{Inputs, Model, read};
use rayon::prelude::*;

use super::effects::{About, Effect, between};
use super::{DiffQuestion, Side, Tried};
use crate::standing::{Standing, StandingQuestion, Which, standing};

/// Which changes did it, by their position in [`Diff::changes`](super::Diff::changes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Causes {
    /// Each of these does it by itself.
    Alone(Vec<usize>),
    /// None does it by itself; without any one of these it does not happen.
    Together(Vec<usize>),
    /// It was not found out which of all the changes it is.
    Unknown,
    /// No text changed: the day did, or something the text does not say.
    NotTheText,
}

/// Finds what did each effect.
pub(super) fn find(
    (before, was): (Side<'_>, &Standing),
    after: Side<'_>,
    changes: &[Change],
    effects: &mut [Effect],
    question: &DiffQuestion,
) -> Tried {
    let all = |causes: Causes, effects: &mut [Effect]| {
        effects.iter_mut().for_each(|effect| effect.causes = causes.clone())
    };
    // Where the two sides are judged on different days, what the day alone does is not the text's doing.
    let day = after.inputs.today;
    let aged = (before.inputs.today != day).then(|| Inputs { today: day, ..before.inputs.clone() });
    match changes {
        [] => all(Causes::NotTheText, effects),
        [_] if aged.is_none() => all(Causes::Alone(vec![0]), effects),
        _ => {}
    }
    if changes.is_empty() || changes.len() == 1 && aged.is_none() || effects.is_empty() {
        return Tried::Nothing;
    }
    let mut tried = Tried::Each;
    let mut groups: Vec<Vec<usize>> = (0..changes.len()).map(|at| vec![at]).collect();
    if groups.len() > question.most_tried {
        tried = Tried::Entities;
        let mut entities: BTreeMap<Path, Vec<usize>> = BTreeMap::new();
        changes
            .iter()
            .enumerate()
            .for_each(|(at, change)| entities.entry(change.entity()).or_default().push(at));
        groups = entities.into_values().collect();
    }
    if groups.len() > question.most_tried {
        return Tried::None;
    }
    let quick = StandingQuestion { plans: 0, ..question.standing.clone() };
    let from = aged.as_ref().unwrap_or(before.inputs);
    let later = aged.as_ref().and_then(|aged| read(aged).model).map(|model| standing(&model, &quick));
    let base = later.as_ref().unwrap_or(was);
    let by_day = keys(later.as_ref().map(|later| between(was, later)));
    let alone = |group: &Vec<usize>| -> BTreeSet<(About, u8)> {
        let made: Vec<&Change> = group.iter().map(|at| &changes[*at]).collect();
        let model = changed(from, after.inputs, &made);
        keys(model.map(|model| between(base, &standing(&model, &quick))))
    };
    let alone: Vec<BTreeSet<(About, u8)>> = groups.par_iter().map(alone).collect();
    let gather =
        |found: Vec<usize>| found.into_iter().flat_map(|group| groups[group].clone()).collect::<Vec<usize>>();
    for effect in effects.iter_mut() {
        let key = asked(effect);
        let does: Vec<usize> = (0..groups.len()).filter(|at| alone[*at].contains(&key)).collect();
        if !does.is_empty() {
            effect.causes = Causes::Alone(gather(does));
        } else if by_day.contains(&key) {
            effect.causes = Causes::NotTheText;
        }
    }
    if effects.iter().all(|effect| effect.causes != Causes::Unknown) {
        return tried;
    }
    let without = |group: &Vec<usize>| -> Option<BTreeSet<(About, u8)>> {
        let undone: Vec<Change> = group.iter().map(|at| reversed(&changes[*at])).collect();
        let model = changed(after.inputs, before.inputs, &undone.iter().collect::<Vec<_>>())?;
        let still = between(was, &standing(&model, &quick));
        Some(keys(Some(still)))
    };
    let without: Vec<Option<BTreeSet<(About, u8)>>> = groups.par_iter().map(without).collect();
    for effect in effects.iter_mut().filter(|effect| effect.causes == Causes::Unknown) {
        let key = asked(effect);
        // What can not be left out at all is needed by another change, and so belongs to it.
        let needed = |at: &usize| without[*at].as_ref().is_some_and(|still| !still.contains(&key));
        let needed: Vec<usize> = (0..groups.len()).filter(needed).collect();
        if !needed.is_empty() {
            effect.causes = Causes::Together(gather(needed));
        }
    }
    tried
}

/// Returns the key by which an effect is looked for where plans are not searched: every plan by that which does the
/// chosen outcome first.
fn asked(effect: &Effect) -> (About, u8) {
    match effect.key() {
        (About::Plan(_), what) => (About::Plan(Which::ChosenFirst), what),
        key => key,
    }
}

fn keys(effects: Option<Vec<Effect>>) -> BTreeSet<(About, u8)> {
    effects.into_iter().flatten().map(|effect| effect.key()).collect()
}

/// Returns the model with only these changes made; `None` where they do not stand alone.
fn changed(from: &Inputs, to: &Inputs, made: &[&Change]) -> Option<Model> {
    read(&with(from, to, made).ok()?).model
}

fn reversed(change: &Change) -> Change {
    Change { before: change.after.clone(), after: change.before.clone(), ..change.clone() }
}
