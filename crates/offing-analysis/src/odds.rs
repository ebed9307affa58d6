//! How likely does each outcome prove to be a business, after what was seen outside (DESIGN 4.7)?
//!
//! The odds in the model are the belief before the first signal; every signal multiplies the odds ratio of its
//! outcome by its Bayes factor. Signals dated after `as-of` have not been seen yet.

use jiff::civil::Date;
use offing_model::units::days_between;
use offing_model::{CompetitorId, Model, Outcome, OutcomeId};

/// Returns the belief in each outcome at `as-of`, in the order of the model.
pub fn current(model: &Model) -> Vec<f64> {
    Outcome::ids(model).map(|id| at(model, id, model.company.as_of)).collect()
}

/// Returns the belief in an outcome at a day, that day's signals included.
pub fn at(model: &Model, outcome: OutcomeId, day: Date) -> f64 {
    let seen = model.signals.iter().filter(|signal| signal.about == outcome && signal.date <= day);
    seen.fold(model[outcome].odds, |odds, signal| updated(odds, signal.factor))
}

/// Returns a chance after its odds ratio is multiplied by a Bayes factor.
///
/// *Shape:* what is certain stays certain.
pub fn updated(odds: f64, factor: f64) -> f64 {
    if odds <= 0.0 || odds >= 1.0 {
        return odds;
    }
    let ratio = odds / (1.0 - odds) * factor;
    if ratio.is_finite() { ratio / (1.0 + ratio) } else { 1.0 }
}

/// Returns the belief after an answer that is right with a chance, either way: Bayes' rule.
///
/// *Shape:* an accuracy of one half changes nothing, to the last digit; an answer that was held to be impossible
/// changes nothing either.
#[inline]
#[allow(clippy::float_cmp, reason = "exactly one half is what tells nothing")]
pub fn after_answer(odds: f64, accuracy: f64, says_yes: bool) -> f64 {
    if accuracy == 0.5 {
        return odds;
    }
    let (if_true, if_false) = if says_yes { (accuracy, 1.0 - accuracy) } else { (1.0 - accuracy, accuracy) };
    let seen = odds * if_true + (1.0 - odds) * if_false;
    if seen > 0.0 { odds * if_true / seen } else { odds }
}

/// A day on which the belief in an outcome changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    /// The day.
    pub date: Date,
    /// The signal, by its index in the model.
    pub signal: usize,
    /// The belief before it.
    pub before: f64,
    /// The belief after it.
    pub after: f64,
}

/// Returns how the belief in an outcome changed up to `as-of`, in the order of days; signals of one day in the
/// order of the text.
pub fn timeline(model: &Model, outcome: OutcomeId) -> Vec<Turn> {
    let seen = |at: &usize| {
        let signal = &model.signals[*at];
        signal.about == outcome && signal.date <= model.company.as_of
    };
    let mut order: Vec<usize> = (0..model.signals.len()).filter(seen).collect();
    order.sort_by_key(|at| (model.signals[*at].date, *at));
    let mut before = model[outcome].odds;
    let turn = |signal: usize| {
        let after = updated(before, model.signals[signal].factor);
        let turn = Turn { date: model.signals[signal].date, signal, before, after };
        before = after;
        turn
    };
    order.into_iter().map(turn).collect()
}

/// Returns the chance that a competitor arrives before us, given the days on which we would be enabled; `None`
/// where nobody says when it arrives.
///
/// *Assumes:* its arrival, uniform over its range of days, is independent of ours. An infinite day of ours means
/// that we never are.
pub fn arrives_before(model: &Model, competitor: CompetitorId, our_days: &[f64]) -> Option<f64> {
    let range = model[competitor].arrives?;
    let first = days_between(model.company.as_of, range.first);
    let last = days_between(model.company.as_of, range.last);
    let before = |ours: &f64| {
        if last > first {
            ((ours - first) / (last - first)).clamp(0.0, 1.0)
        } else {
            f64::from(u8::from(first < *ours))
        }
    };
    let n = our_days.len();
    (n > 0).then(|| our_days.iter().map(before).sum::<f64>() / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: 25 % is 1 to 3; a moderate signal makes it 3 to 3, a weak one against 2 to 3: 40 %.
    #[test]
    fn signals_multiply_the_odds_ratio() {
        let after = updated(updated(0.25, 3.0), 1.0 / 1.5);
        assert!((after - 0.4).abs() < 1e-15, "{after}");
        assert_eq!((updated(0.0, 10.0), updated(1.0, 0.1)), (0.0, 1.0));
    }

    /// By hand: 30 %, answered yes by an experiment that is right in 80 %: 0.24 / (0.24 + 0.14).
    #[test]
    fn answers_move_belief_by_bayes_rule() {
        assert!((after_answer(0.3, 0.8, true) - 0.24 / 0.38).abs() < 1e-15);
        assert!((after_answer(0.3, 0.8, false) - 0.06 / 0.62).abs() < 1e-15);
        assert_eq!(after_answer(0.3, 0.5, true).to_bits(), 0.3_f64.to_bits());
        assert_eq!((after_answer(0.3, 1.0, true), after_answer(0.3, 1.0, false)), (1.0, 0.0));
        assert_eq!(after_answer(0.0, 1.0, true).to_bits(), 0);
    }
}
