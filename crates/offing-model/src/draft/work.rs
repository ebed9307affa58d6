//! Initiatives and the teams that do them.

use smol_str::SmolStr;

use crate::field::{Count, Day, DurationEstimate, Entries, List, Money, MoneyEstimate, Percent, record};

record! {
    /// Work that, when done, delivers capabilities or systems, or tests an outcome.
    pub struct InitiativeDraft("initiative") card {
        /// Capabilities or systems that are there when it is done.
        "delivers" delivers: List<SmolStr>,
        /// The outcome it is an experiment on.
        "tests" tests: Box<TestDraft>,
        /// How long, with the staff below.
        "takes" takes: DurationEstimate,
        /// People kept busy by it, per team.
        "staff" staff: Entries<Count>,
        /// Initiatives that must be done before.
        "after" after: List<SmolStr>,
        /// Money beyond staff.
        "cost" cost: MoneyEstimate,
        /// Chance of technical success (default 100%).
        "odds" odds: Percent,
        /// The day work began.
        "started" started: Day,
        /// The day it was finished.
        "done" done: Day,
        /// The day it was given up.
        "dropped" dropped: Day,
    }
}

record! {
    /// An experiment on an outcome.
    pub struct TestDraft("test") {
        /// The outcome it says something about.
        "outcome" outcome: SmolStr,
        /// Chance of a right answer, either way.
        "accuracy" accuracy: Percent,
    }
}

record! {
    /// People who work together.
    pub struct TeamDraft("team") card {
        /// The person who leads it.
        "lead" lead: SmolStr,
        /// How many it has (default: the persons who name it).
        "people" people: Count,
        /// What the whole team costs in a week.
        "cost-per-week" cost_per_week: Money,
    }
}
