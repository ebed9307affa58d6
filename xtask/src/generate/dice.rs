//! Choices of a made-up company, drawn from keyed luck.

use offing_math::keyed::{Luck, Quantity};

/// A row of choices about one subject: those about other subjects do not move them.
#[derive(Debug, Clone)]
pub struct Dice {
    luck: Luck,
    thrown: u64,
}

impl Dice {
    /// Returns the dice of a subject.
    pub fn about(subject: &str, seed: u64) -> Self {
        Self { luck: Quantity::named(subject).luck(seed), thrown: 0 }
    }

    fn throw(&mut self) -> f64 {
        self.thrown += 1;
        self.luck.uniform(self.thrown)
    }

    /// Returns a number below `count`, each as likely.
    pub fn below(&mut self, count: usize) -> usize {
        (self.throw() * count as f64) as usize
    }

    /// Returns a number from `low` to `high`, both included.
    pub fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// Returns a number below `count`, low ones far more likely: what is popular is used by many.
    pub fn popular(&mut self, count: usize) -> usize {
        let throw = self.throw();
        (throw * throw * throw * count as f64) as usize
    }

    /// Returns true in so many of a hundred cases.
    pub fn percent(&mut self, chance: u32) -> bool {
        self.throw() * 100.0 < f64::from(chance)
    }

    /// Returns one of the choices.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    /// Returns up to `count` different ones of what `draw` draws.
    pub fn several(&mut self, count: usize, mut draw: impl FnMut(&mut Self) -> usize) -> Vec<usize> {
        let mut drawn = Vec::new();
        for _ in 0..count {
            let one = draw(self);
            if !drawn.contains(&one) {
                drawn.push(one);
            }
        }
        drawn
    }

    /// Returns a range of durations as people write them.
    pub fn weeks(&mut self) -> String {
        let low = self.between(2, 12);
        match self.below(4) {
            0 => format!("{} to {} days", low * 5, low * 12),
            1 => format!("{} to {} months", low.div_ceil(4), low.div_ceil(4) + self.between(1, 6)),
            _ => format!("{low} to {} weeks", low * 2 + self.below(6)),
        }
    }

    /// Returns a day, as it is written, of 2024 or the first half of 2025.
    pub fn past_day(&mut self) -> String {
        match self.percent(60) {
            true => format!("2024-{:02}-{:02}", self.between(1, 12), self.between(1, 28)),
            false => format!("2025-{:02}-{:02}", self.between(1, 6), self.between(1, 28)),
        }
    }

    /// Returns a day, as it is written, of the last half year before March 2026; after every [`past_day`].
    ///
    /// [`past_day`]: Self::past_day
    pub fn recent_day(&mut self) -> String {
        match self.percent(50) {
            true => format!("2025-{:02}-{:02}", self.between(9, 12), self.between(1, 28)),
            false => format!("2026-{:02}-{:02}", self.between(1, 2), self.between(1, 28)),
        }
    }
}
