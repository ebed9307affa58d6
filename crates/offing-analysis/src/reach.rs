//! How long until an outcome would be enabled if all teams turned to it today (DESIGN 4.3).

/// Three quantiles of a quantity; infinite where even that share of draws does not arrive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantiles {
    /// Half of the draws stay below.
    pub p50: f64,
    /// Four of five do.
    pub p80: f64,
    /// Nineteen of twenty do.
    pub p95: f64,
}

/// When an outcome would be enabled, and what that costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// Days from `as-of`.
    pub days: Quantiles,
    /// Money, in the company's currency.
    pub cost: Quantiles,
    /// Days in each draw, in ascending order, so that any share can be asked for.
    pub sorted_days: Vec<f64>,
    /// The chance that all its work succeeds technically; the dates assume it does.
    pub works: f64,
}

impl Reach {
    /// Returns the share of draws that arrive within so many days.
    pub fn within(&self, days: f64) -> f64 {
        if self.sorted_days.is_empty() {
            return 0.0;
        }
        self.sorted_days.partition_point(|day| *day <= days) as f64 / self.sorted_days.len() as f64
    }
}
