//! What closes an outcome, and how likely it stays enabled (DESIGN 4.2).

use offing_model::Node;

/// What closes one outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Closing {
    /// Minimal sets of things whose loss together makes the outcome not enabled, smallest first, up to the size
    /// and number asked for.
    pub sets: Vec<Vec<Node>>,
    /// How many such sets there are up to that size.
    pub count: u128,
    /// The chance that it stays enabled for a year; `None` where no exact figure could be had.
    pub stays_enabled: Option<f64>,
}

impl Closing {
    /// Returns the single things that close the outcome.
    pub fn singles(&self) -> impl Iterator<Item = Node> {
        self.sets.iter().filter(|set| set.len() == 1).map(|set| set[0])
    }
}
