//! Which value does a quantity take in a draw?
//!
//! Luck is keyed, not streamed: a value depends on the seed, the quantity and the draw, and on
//! nothing else. Two plans judged under draw 17 meet the same luck, adding a quantity moves no other
//! quantity's numbers, and the number of threads cannot matter.
//!
//! ```
//! use offing_math::keyed::{Quantity, uniform};
//!
//! let takes = Quantity::named("takes").of("take-payments");
//! let first_asked = uniform(7, takes, 17);
//! uniform(7, Quantity::named("odds"), 17);
//! assert_eq!(uniform(7, takes, 17).to_bits(), first_asked.to_bits());
//! ```
//!
//! *Absent on purpose:* a generator with a state, a seed taken from the clock.

use crate::dist::normal;

/// The name of something uncertain, as a number that never changes for the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(u64);

impl Quantity {
    /// Returns the quantity with this name.
    ///
    /// *Assumes:* no two names collide: among 10,000 names the chance of one collision is below
    /// 3 in 10¹².
    pub const fn named(name: &str) -> Quantity {
        Quantity(mix(fnv1a(name)))
    }

    /// Returns the part of this quantity with a name of its own, as in `takes` of `take-payments`.
    #[inline]
    pub const fn of(self, name: &str) -> Quantity {
        self.part(fnv1a(name))
    }

    /// Returns the part of this quantity with a number of its own: cheaper than a name.
    #[inline]
    pub const fn part(self, number: u64) -> Quantity {
        Quantity(mix(self.0.rotate_left(23) ^ mix(number.wrapping_add(GOLDEN))))
    }

    /// Returns the luck of this quantity under a seed: all its draws.
    #[inline]
    pub const fn luck(self, seed: u64) -> Luck {
        Luck { state: mix(mix(seed.wrapping_add(GOLDEN)) ^ self.0) }
    }
}

/// All draws of one quantity under one seed: for inner loops that ask for many of them.
///
/// It is a SplitMix64 sequence from a starting point of its own, in which a draw is a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    state: u64,
}

impl Luck {
    /// Returns 64 well mixed bits of a draw.
    ///
    /// *Source:* G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number
    /// generators", OOPSLA 2014, fig. 13 (`mix64variant13` with the golden gamma), entered at a
    /// position instead of stepped to it.
    #[inline]
    pub const fn word(self, draw: u64) -> u64 {
        mix(self.state.wrapping_add(GOLDEN.wrapping_mul(draw.wrapping_add(1))))
    }

    /// Returns a value uniform in the open interval (0, 1): neither end is ever drawn.
    #[inline]
    pub const fn uniform(self, draw: u64) -> f64 {
        const STEP: f64 = 1.0 / (1_u64 << 52) as f64;
        ((self.word(draw) >> 12) as f64 + 0.5) * STEP
    }

    /// Returns a standard normal score.
    #[inline]
    pub fn normal(self, draw: u64) -> f64 {
        normal::quantile(self.uniform(draw))
    }

    /// Returns whether something of this chance happens.
    #[inline]
    pub fn happens(self, draw: u64, chance: f64) -> bool {
        self.uniform(draw) < chance
    }
}

/// Returns a value uniform in the open interval (0, 1) that depends on nothing but its three keys.
#[inline]
pub const fn uniform(seed: u64, quantity: Quantity, draw: u64) -> f64 {
    quantity.luck(seed).uniform(draw)
}

/// Returns a standard normal score that depends on nothing but its three keys.
///
/// *Shape:* rises with [`uniform`] of the same keys; within ±8.21.
#[inline]
pub fn normal(seed: u64, quantity: Quantity, draw: u64) -> f64 {
    quantity.luck(seed).normal(draw)
}

/// Returns whether something of this chance happens in a draw; depends on nothing but the keys.
///
/// *Shape:* raising `chance` never turns a yes into a no.
#[inline]
pub fn happens(seed: u64, quantity: Quantity, draw: u64, chance: f64) -> bool {
    quantity.luck(seed).happens(draw, chance)
}

/// 2⁶⁴ divided by the golden ratio, made odd: the step of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The finaliser of SplitMix64: a bijection in which each bit of the input moves half of the output.
#[inline]
const fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

/// FNV-1a with 64 bits (G. Fowler, L. C. Noll, K.-P. Vo, 1991).
const fn fnv1a(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut position = 0;
    while position < bytes.len() {
        hash = (hash ^ bytes[position] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        position += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs of SplitMix64 as its authors' C program prints them.
    #[test]
    fn words_are_those_of_splitmix64() {
        let from_1234567 = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        let luck = Luck { state: 1_234_567 };
        assert_eq!([0, 1, 2, 3, 4].map(|draw| luck.word(draw)), from_1234567);
        assert_eq!(Luck { state: 0 }.word(0), 0xe220_a839_7b1d_cdaf);
    }

    /// Test vectors published with the hash.
    #[test]
    fn names_hash_as_fnv1a() {
        assert_eq!(fnv1a(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a("foobar"), 0x8594_4171_f739_67e8);
    }

    /// These digits are a promise: a model keeps its numbers over versions of the program.
    #[test]
    fn values_stay_what_they_were() {
        let takes = Quantity::named("takes").of("take-payments");
        assert_eq!(takes.luck(1).word(0), 2_551_948_863_514_991_774);
        assert_eq!(takes.part(3).luck(1).word(17), 9_871_599_030_714_780_769);
    }

    #[test]
    fn neither_end_is_drawn() {
        assert!(((u64::MAX >> 12) as f64 + 0.5) / (1_u64 << 52) as f64 <= 1.0 - f64::EPSILON / 2.0);
        let luck = Quantity::named("end").luck(3);
        assert!((0..10_000).all(|draw| luck.uniform(draw) > 0.0 && luck.uniform(draw) < 1.0));
    }

    /// Returns Pearson's chi-square of values in (0, 1) over equal cells.
    fn chi_square(values: impl Iterator<Item = f64>, n_cells: usize) -> f64 {
        let mut counts = vec![0_u32; n_cells];
        let mut n = 0.0;
        for value in values {
            counts[(value * n_cells as f64) as usize] += 1;
            n += 1.0;
        }
        let expected = n / n_cells as f64;
        counts
            .iter()
            .map(|&count| (f64::from(count) - expected) * (f64::from(count) - expected) / expected)
            .sum()
    }

    /// Five standard deviations of a chi-square with `n_cells - 1` degrees of freedom, both ways: a
    /// sequence that is too even fails as well.
    fn plausible(chi_square: f64, n_cells: usize) -> bool {
        let freedom = (n_cells - 1) as f64;
        (chi_square - freedom).abs() < 5.0 * (2.0 * freedom).sqrt()
    }

    /// The value along one of the three keys, the other two fixed.
    fn along(key: usize, position: u64) -> f64 {
        let base = Quantity::named("base");
        match key {
            0 => uniform(position, base, 5),
            1 => uniform(5, base.part(position), 5),
            2 => uniform(5, base, position),
            _ => uniform(5, Quantity::named(&format!("item-{position}")), 5),
        }
    }

    #[test]
    fn values_are_uniform_along_each_key() {
        for key in 0..4 {
            let found = chi_square((0..200_000).map(|position| along(key, position)), 1024);
            assert!(plausible(found, 1024), "key {key}: {found}");
        }
    }

    /// Pairs of neighbours fill the square evenly: each value in one of 32 rows, its neighbour in one
    /// of 32 columns.
    #[test]
    fn neighbours_are_independent_along_each_key() {
        for key in 0..4 {
            for distance in [1, 2, 64] {
                let pairs = (0..200_000).map(|position| {
                    let row = (along(key, position) * 32.0).floor();
                    (row + along(key, position + distance)) / 32.0
                });
                let found = chi_square(pairs, 1024);
                assert!(plausible(found, 1024), "key {key}, distance {distance}: {found}");
            }
        }
    }

    /// Flipping one bit of any key flips each bit of the word half the time: mean 32 of 64, standard
    /// deviation 4 per trial, so 0.2 over 400 trials; five of these are allowed.
    #[test]
    fn each_bit_of_each_key_moves_half_the_word() {
        for bit in 0..64 {
            let mut flipped = [0_u32; 3];
            for trial in 0..400 {
                let (seed, number, draw) = (mix(trial), mix(trial ^ 0xff), mix(trial ^ 0xff00));
                let base = Quantity::named("base");
                let word = base.part(number).luck(seed).word(draw);
                let flip = 1_u64 << bit;
                flipped[0] += (word ^ base.part(number).luck(seed ^ flip).word(draw)).count_ones();
                flipped[1] += (word ^ base.part(number ^ flip).luck(seed).word(draw)).count_ones();
                flipped[2] += (word ^ base.part(number).luck(seed).word(draw ^ flip)).count_ones();
            }
            for mean in flipped.map(|count| f64::from(count) / 400.0) {
                assert!((mean - 32.0).abs() < 1.0, "bit {bit}: {mean}");
            }
        }
    }

    #[test]
    fn a_thing_happens_as_often_as_its_chance() {
        let count = (0..100_000).filter(|&draw| happens(1, Quantity::named("odds"), draw, 0.3)).count();
        assert!((count as f64 - 30_000.0).abs() < 5.0 * 145.0, "{count}");
    }
}
