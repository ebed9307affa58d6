//! Guarantees, waivers and decisions.

use smol_str::SmolStr;

use crate::field::{Day, Duration, List, Percent, record, words};

record! {
    /// A promise about the model, checked as a test.
    pub struct GuaranteeDraft("guarantee") card {
        /// Every outcome is meant.
        "every" every: Every,
        /// One outcome is meant.
        "outcome" outcome: SmolStr,
        /// It is reached within this time, from `as-of`.
        "within" within: Duration,
        /// It is reached by this day.
        "by" by: Day,
        /// With at least this chance (default 80%).
        "at" at: Percent,
        /// It is in this state now.
        "is" is: Is,
        /// No single thing of this kind closes too much.
        "no-single" no_single: Closer,
        /// What a single thing may not close: so many outcomes (or more), `chosen`, or an outcome's name.
        "closes" closes: SmolStr,
        /// The share of planned capacity for this horizon.
        "horizon" horizon: Horizon,
        /// At least this share.
        "at-least" at_least: Percent,
        /// At most this share.
        "at-most" at_most: Percent,
        /// Chance to find a business before the runway ends.
        "find" find: Percent,
        /// Every outcome has a signal not older than this.
        "signals-within" signals_within: Duration,
        /// Every fact that carries `reviewed` was reviewed not longer ago than this.
        "facts-within" facts_within: Duration,
    }
}

record! {
    /// A dated, owned exception to a guarantee.
    pub struct WaiverDraft("waiver") card {
        /// The guarantee that need not hold.
        "guarantee" guarantee: SmolStr,
        /// The last day of the exception.
        "until" until: Day,
        /// The person who answers for it.
        "by" by: SmolStr,
        /// Why.
        "why" why: String,
    }
}

record! {
    /// What was chosen, over what, and why.
    pub struct DecisionDraft("decision") card {
        /// The day.
        "date" date: Day,
        /// What was chosen: usually an outcome.
        "chose" chose: SmolStr,
        /// What it was chosen over.
        "over" over: List<SmolStr>,
        /// Why.
        "because" because: String,
        /// Who decided.
        "by" by: SmolStr,
        /// When to look at it again.
        "review" review: Day,
    }
}

words! {
    /// All things of a kind.
    pub enum Every {
        /// Every outcome.
        Outcome = "outcome",
    }
}

words! {
    /// A state an outcome is promised to be in.
    pub enum Is {
        /// Its needs hold now.
        Enabled = "enabled",
        /// Its needs hold now, or can be made to hold with initiatives we know.
        Reachable = "reachable",
    }
}

words! {
    /// A kind of thing that can be lost.
    pub enum Closer {
        /// A vendor.
        Vendor = "vendor",
        /// A technology.
        Technology = "technology",
        /// A system.
        System = "system",
        /// A person.
        Person = "person",
        /// A capability.
        Capability = "capability",
        /// A thing of any kind.
        Thing = "thing",
    }
}

words! {
    /// How far ahead.
    pub enum Horizon {
        /// Up to the end of the short term.
        Short = "short",
        /// From there to the end of the medium term.
        Medium = "medium",
        /// Beyond.
        Long = "long",
    }
}
