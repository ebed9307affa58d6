//! A stream of luck for search: fast, seeded, the same everywhere.

/// Pseudorandom numbers that depend on the seed alone.
///
/// *Source:* Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 10
/// (SplitMix64).
#[derive(Clone, Debug)]
pub(super) struct Luck(u64);

impl Luck {
    /// Returns the stream of one (seed, place): places with different names share nothing.
    pub(super) fn new(seed: u64, place: u64) -> Self {
        let mut luck = Self(seed ^ place.wrapping_mul(0xd134_2543_de82_ef95));
        Self(luck.next())
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number below `limit`, which must be above zero.
    ///
    /// *Assumes:* limits far below 2^32, where the bias of the product method is of no account.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (((self.next() >> 32) * limit as u64) >> 32) as usize
    }

    /// Returns true `percent` times out of a hundred.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first outputs published for seed 1234567 (Rosetta Code, "Pseudo-random numbers/Splitmix64").
    #[test]
    fn splitmix_outputs_as_published() {
        let mut luck = Luck(1_234_567);
        let expected = [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423];
        assert_eq!([luck.next(), luck.next(), luck.next()], expected);
    }
}
