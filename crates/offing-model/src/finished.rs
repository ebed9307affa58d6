//! Finished items of a tracker: what a forecast needs that has no estimates.

use jiff::civil::Date;

/// An item that was finished.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finished {
    /// The day it was.
    pub done: Date,
    /// What the tracker calls it: `SHOP-12`, `#34`.
    pub name: String,
}
