//! The company.

use crate::field::{Count, Day, Duration, DurationOrDay, Entries, List, Percent, Share, record};

record! {
    /// The company itself.
    pub struct CompanyDraft("company") card {
        /// Its name.
        "name" name: String,
        /// The currency of every amount of money in the model, such as USD.
        "currency" currency: String,
        /// Today, for every computation (default: the current date).
        "as-of" as_of: Day,
        /// How long the money lasts: a duration or a date.
        "runway" runway: DurationOrDay,
        /// What a year's delay takes off a value (default 10%).
        "discount" discount: Percent,
        /// Where the short and the medium term end (default 6 and 18 months).
        "horizons" horizons: HorizonsDraft,
        /// How much luck initiatives of one team share (default 0.3): 0 is none, 1 all.
        "correlation" correlation: Share,
        /// The company's own mail domains, to tell inward from outward meetings.
        "domains" domains: List<String>,
        /// How many people it has, all departments counted (default: those of the teams and their leaders).
        "people" people: Count,
        /// From which size and span on a title is usual, by a word of it: `chief`, `vp`, `director`, `head`, or one of
        /// your own. What is not named here stays as it is in most companies.
        "titles" titles: Entries<UsualTitleDraft>,
    }
}

record! {
    /// From which size and span on a title is usual.
    pub struct UsualTitleDraft("rung") {
        /// How many people the company has, at least.
        "people" people: Count,
        /// How many people report to the holder, directly or through others, at least.
        "span" span: Count,
    }
}

record! {
    /// Where the short and the medium term end; beyond is the long term.
    pub struct HorizonsDraft("horizons") {
        /// End of the short term (default 6 months).
        "short" short: Duration,
        /// End of the medium term (default 18 months).
        "medium" medium: Duration,
    }
}
