//! The cheapest and the fastest ways to open an outcome (DESIGN 4.3).

use offing_model::InitiativeId;

/// A minimal set of initiatives, closed under `after`, that opens an outcome.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    /// The initiatives, in the order of the model.
    pub initiatives: Vec<InitiativeId>,
    /// Expected cost: staff and money, in the company's currency.
    pub cost: f64,
}
