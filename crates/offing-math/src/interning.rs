//! Where things that are equal are kept once.
//!
//! [`Interned`] is an open-addressing table of indices into a caller's own list, with the hash kept
//! beside each index so that growing never looks at the list.
//!
//! *Absent on purpose:* iteration, so that the order of a table can reach no result.

/// Returns `hash` with `word` stirred in; the same on every machine.
#[inline]
pub(crate) fn mix(hash: u64, word: u64) -> u64 {
    let product = u128::from(hash ^ 0x9e37_79b9_7f4a_7c15) * u128::from(word ^ 0xd6e8_feb8_6659_fd93);
    (product as u64) ^ ((product >> 64) as u64)
}

const EMPTY: u32 = u32::MAX;

/// A set of indices, found by hash and a comparison of the caller's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Interned {
    /// Half of the hash, and the index; as many as a power of two.
    slots: Vec<(u32, u32)>,
    len: usize,
}

impl Interned {
    /// Returns the index under `hash` for which `is_same` holds, if there is one.
    #[inline]
    pub(crate) fn find(&self, hash: u64, is_same: impl Fn(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as u32 as usize & mask;
        loop {
            let (slot_hash, idx) = self.slots[at];
            if idx == EMPTY {
                return None;
            }
            if slot_hash == hash as u32 && is_same(idx) {
                return Some(idx);
            }
            at = (at + 1) & mask;
        }
    }

    /// Puts `idx` under `hash`, where [`Interned::find`] has found nothing.
    pub(crate) fn insert(&mut self, hash: u64, idx: u32) {
        if (self.len + 1) * 2 > self.slots.len() {
            self.grow();
        }
        self.len += 1;
        self.place(hash as u32, idx);
    }

    fn place(&mut self, hash: u32, idx: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at].1 != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = (hash, idx);
    }

    fn grow(&mut self) {
        let roomier = vec![(0, EMPTY); (self.slots.len() * 4).max(64)];
        for (hash, idx) in std::mem::replace(&mut self.slots, roomier) {
            if idx != EMPTY {
                self.place(hash, idx);
            }
        }
    }
}
