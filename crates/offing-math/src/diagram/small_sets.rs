//! Which few leaves decide together, where no diagram can be had?
//!
//! Works from the leaves up with plain lists of sets, and drops any set as soon as it is too large. It
//! needs no leaf order, so it answers where [`Diagram::draw`](super::Diagram::draw) gives up; where
//! that does not, [`minimal_sets_up_to`](super::Diagram::minimal_sets_up_to) is quicker.

use std::collections::HashMap;

use super::{Limits, Side, TooLarge};
use crate::interning::{Interned, mix};
use crate::structure::{Node, Op, Structure, Top, modules_without};

/// A list of sets, each in ascending order, none of them within another.
type Family = Vec<Vec<u32>>;

/// Returns the minimal sets of at most `most` leaves that decide `root` for `side`, smaller sets first
/// and then by their leaves.
///
/// *Errors:* [`TooLarge`] when some gate has more such sets than the limit.
/// *Cost:* sets of a gate times those of its neighbour, where a gate joins them; 2 to the `most` for
/// each, so `most` is for small numbers.
pub fn small_sets(
    structure: &Structure,
    root: Node,
    most: usize,
    side: Side,
    limits: &Limits,
) -> Result<Family, TooLarge> {
    let decisive = structure.decisive(&[root]).pop().unwrap_or_default();
    let cut = modules_without(structure, root, &decisive);
    let making = Making { most, side, limits: *limits };
    let mut of_module: Vec<Family> = Vec::with_capacity(cut.modules.len());
    for module in &cut.modules {
        let mut families: Vec<Family> = vec![Vec::new(); module.root.idx() + 1];
        let uses = crate::structure::uses(&module.structure, module.root);
        for idx in (2..=module.root.idx()).filter(|&idx| uses[idx] > 0) {
            let gate = Node(idx as u32);
            families[idx] = match module.structure.op(gate) {
                Op::Always => unreachable!("the two constants come first"),
                Op::Leaf => making.part(module.structure.number(gate), cut.leaf_count, &of_module),
                op => {
                    let args: Vec<&Family> =
                        module.structure.args(gate).iter().map(|arg| &families[arg.idx()]).collect();
                    let needed = match op {
                        Op::All => args.len(),
                        Op::Any => 1,
                        _ => module.structure.number(gate) as usize,
                    };
                    making.at_least(needed, &args)?
                }
            };
        }
        of_module.push(families.swap_remove(module.root.idx()));
    }
    Ok(match cut.top {
        Top::Always(holds) if holds == (side == Side::Holds) => vec![Vec::new()],
        Top::Always(_) => Vec::new(),
        Top::Part(part) => making.part(part, cut.leaf_count, &of_module),
    })
}

struct Making {
    most: usize,
    side: Side,
    limits: Limits,
}

impl Making {
    fn part(&self, part: u32, leaf_count: u32, of_module: &[Family]) -> Family {
        match part.checked_sub(leaf_count) {
            Some(module) => of_module[module as usize].clone(),
            None if self.most == 0 => Vec::new(),
            None => vec![vec![part]],
        }
    }

    /// Returns the sets that decide a gate that holds when `needed` of `args` do.
    fn at_least(&self, needed: usize, args: &[&Family]) -> Result<Family, TooLarge> {
        let happening = if self.side == Side::Holds { needed } else { args.len() - needed + 1 };
        if happening == 1 {
            return self.minimal(args.iter().flat_map(|family| family.iter().cloned()).collect());
        }
        // Sets that make at least so many of the arguments so far happen.
        let mut so_many: Vec<Family> = vec![Vec::new(); happening + 1];
        so_many[0] = vec![Vec::new()];
        for (nth, family) in args.iter().enumerate() {
            // With too few arguments left to reach the number, it is not worth knowing.
            let lowest = happening.saturating_sub(args.len() - nth).max(1);
            for j in (lowest..=happening.min(nth + 1)).rev() {
                let mut sets = self.product(&so_many[j - 1], family)?;
                sets.append(&mut so_many[j]);
                so_many[j] = self.minimal(sets)?;
            }
        }
        Ok(so_many.swap_remove(happening))
    }

    fn product(&self, a: &Family, b: &Family) -> Result<Family, TooLarge> {
        // Where two sets are too large together, they must have a leaf in common.
        let mut with_leaf: HashMap<u32, Vec<usize>> = HashMap::new();
        for (nth, y) in b.iter().enumerate() {
            y.iter().for_each(|&leaf| with_leaf.entry(leaf).or_default().push(nth));
        }
        let mut sets = Vec::new();
        let mut join = |x: &[u32], y: &[u32]| {
            let mut both = [x, y].concat();
            both.sort_unstable();
            both.dedup();
            if both.len() <= self.most {
                sets.push(both);
            }
        };
        for x in a {
            // Families list small sets first.
            let fitting = b.partition_point(|y| x.len() + y.len() <= self.most);
            b[..fitting].iter().for_each(|y| join(x, y));
            for leaf in x {
                let sharing = with_leaf.get(leaf).map_or(&[][..], Vec::as_slice);
                sharing.iter().filter(|&&nth| nth >= fitting).for_each(|&nth| join(x, &b[nth]));
            }
        }
        self.check(&sets)?;
        Ok(sets)
    }

    /// Returns the sets within which there is no other.
    fn minimal(&self, mut sets: Family) -> Result<Family, TooLarge> {
        self.check(&sets)?;
        sets.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        sets.dedup();
        let mut kept = Interned::default();
        let mut is_kept = Vec::with_capacity(sets.len());
        let mut within: Vec<u32> = Vec::new();
        for (nth, set) in sets.iter().enumerate() {
            // All choices but the set itself, which comes last.
            let has_another_within = (0..(1_u64 << set.len()) - 1).any(|choice| {
                within.clear();
                within.extend(
                    set.iter().enumerate().filter(|(bit, _)| choice >> bit & 1 == 1).map(|(_, &leaf)| leaf),
                );
                kept.find(hash_of(&within), |idx| sets[idx as usize] == within).is_some()
            });
            is_kept.push(!has_another_within);
            if !has_another_within {
                kept.insert(hash_of(set), nth as u32);
            }
        }
        let mut is_kept = is_kept.into_iter();
        sets.retain(|_| is_kept.next().expect("one for each set"));
        Ok(sets)
    }

    fn check(&self, sets: &Family) -> Result<(), TooLarge> {
        if sets.len() > self.limits.nodes { Err(TooLarge { nodes: self.limits.nodes }) } else { Ok(()) }
    }
}

fn hash_of(set: &[u32]) -> u64 {
    set.iter().fold(set.len() as u64, |hash, &leaf| mix(hash, u64::from(leaf)))
}
