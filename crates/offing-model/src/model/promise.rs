//! What was promised, what is excused, what was decided.

use jiff::civil::Date;

use super::{Card, GuaranteeId, OutcomeId, PersonId};
use crate::draft::{Closer, Every, Horizon, Is};

/// A promise about the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Guarantee {
    /// Name, title and the like.
    pub card: Card,
    /// What is promised.
    pub promise: Promise,
}

/// What a guarantee promises.
#[derive(Debug, Clone, PartialEq)]
pub enum Promise {
    /// Outcomes are reached in time with a chance.
    Reach {
        /// Which outcomes.
        of: Meant,
        /// By when.
        when: crate::units::Until,
        /// With at least this chance.
        at: f64,
    },
    /// Outcomes are in a state now.
    State {
        /// Which outcomes.
        of: Meant,
        /// In which state.
        is: Is,
    },
    /// No single thing of a kind closes too much.
    NoSingle {
        /// Things of which kind.
        kind: Closer,
        /// What none may close.
        closes: Closes,
    },
    /// A share of planned capacity.
    HorizonShare {
        /// For which horizon.
        horizon: Horizon,
        /// At least.
        at_least: Option<f64>,
        /// At most.
        at_most: Option<f64>,
    },
    /// Chance to find a business before the runway ends.
    Find(f64),
    /// Every outcome has a signal not older than so many days.
    SignalsWithin(f64),
    /// Every dated fact was reviewed not longer ago than so many days.
    FactsWithin(f64),
}

/// Which outcomes a guarantee means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// Every outcome.
    Every(Every),
    /// One.
    One(OutcomeId),
}

/// What a single thing may not close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closes {
    /// So many outcomes, or more.
    Count(u32),
    /// The chosen outcome.
    Chosen,
    /// This outcome.
    One(OutcomeId),
}

/// A dated, owned exception.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiver {
    /// Title, note and the like; its name is empty.
    pub card: Card,
    /// The guarantee that need not hold.
    pub guarantee: GuaranteeId,
    /// The last day of the exception.
    pub until: Date,
    /// Who answers for it.
    pub by: Option<PersonId>,
    /// Why.
    pub why: Option<String>,
}

/// A decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Title, note and the like; its name is empty.
    pub card: Card,
    /// The day.
    pub date: Date,
    /// What was chosen.
    pub chose: Option<OutcomeId>,
    /// Over what.
    pub over: Vec<OutcomeId>,
    /// Why.
    pub because: Option<String>,
    /// Who decided.
    pub by: Option<PersonId>,
    /// When to look again.
    pub review: Option<Date>,
}
