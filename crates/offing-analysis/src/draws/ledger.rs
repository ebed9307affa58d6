//! What the work in draws adds up to: how long people were kept busy by what.

/// Sums over draws.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger {
    /// Days each item was worked on while it was not on the way to what was pursued.
    pub(super) off_route: Vec<f64>,
    /// Days of one person, spent on the way to the outcome pursued first until that was enabled or left.
    pub(super) leading_on: f64,
    /// The same, spent on everything else.
    pub(super) leading_off: f64,
    /// Days that the draws lasted.
    pub(super) days: f64,
}

impl Ledger {
    pub(super) fn of(items: usize) -> Self {
        Self { off_route: vec![0.0; items], ..Self::default() }
    }

    /// Books days on an item; `leading` holds the days of one person and whether they were on the way to what is
    /// pursued first, while that is neither enabled nor left.
    #[inline]
    pub(super) fn add(&mut self, item: usize, days: f64, on_route: bool, leading: Option<(f64, bool)>) {
        if !on_route {
            self.off_route[item] += days;
        }
        match leading {
            Some((days, true)) => self.leading_on += days,
            Some((days, false)) => self.leading_off += days,
            None => {}
        }
    }

    /// Adds another's sums.
    pub(super) fn merge(&mut self, other: &Ledger) {
        self.off_route.iter_mut().zip(&other.off_route).for_each(|(sum, more)| *sum += more);
        self.leading_on += other.leading_on;
        self.leading_off += other.leading_off;
        self.days += other.days;
    }
}
