//! What is seen outside: signals and competitors.

use smol_str::SmolStr;

use crate::field::{Count, Day, Days, List, record, words};

record! {
    /// A dated observation from outside that changes a belief.
    pub struct SignalDraft("signal") card {
        /// The day it was seen.
        "date" date: Day,
        /// The outcome it is about.
        "about" about: SmolStr,
        /// Whether it speaks for the outcome or against it (default: for).
        "says" says: Says,
        /// How much it weighs (default: moderate).
        "strength" strength: Strength,
        /// The Bayes factor itself, instead of `strength`.
        "factor" factor: Count,
        /// Where it was seen.
        "source" source: String,
    }
}

record! {
    /// Who else is going for an outcome.
    pub struct CompetitorDraft("competitor") card {
        /// Outcomes it goes for.
        "pursues" pursues: List<SmolStr>,
        /// Capabilities it has.
        "has" has: List<SmolStr>,
        /// When it would be there: dates or years, each day as likely.
        "arrives" arrives: Days,
    }
}

words! {
    /// Which way a signal points.
    pub enum Says {
        /// It raises the odds.
        For = "for",
        /// It lowers them.
        Against = "against",
    }
}

words! {
    /// How much a signal weighs.
    pub enum Strength {
        /// A Bayes factor of 1.5.
        Weak = "weak",
        /// A Bayes factor of 3.
        Moderate = "moderate",
        /// A Bayes factor of 10.
        Strong = "strong",
    }
}
