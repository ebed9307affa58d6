//! How likely is it, where some leaves are others' opposites?
//!
//! A structure with a leaf for *not* is no longer monotone in what happens: it has no cut sets, but it
//! has a chance. Benchmarks need it; companies do not.

use super::chance::Chance;
use super::deep::with_room;
use super::draw::race;
use super::{Limits, TooLarge};
use crate::structure::{Node, Structure, simplified};

/// Returns the exact chance that `root` holds, where leaf `l` with `opposites[l] = Some(o)` holds
/// whenever leaf `o` does not.
///
/// *Shape:* one entry of each list per leaf; the chance of a leaf that is an opposite is ignored.
/// *Assumes:* independent leaves, but for the opposites.
/// *Errors:* [`TooLarge`] when no order of the leaves that was tried keeps the diagram within the limit.
/// *Panics:* if a list is shorter than the structure's leaves, or an opposite has an opposite.
pub fn chance_with_opposites(
    structure: &Structure,
    root: Node,
    opposites: &[Option<u32>],
    chances: &[f64],
    limits: &Limits,
) -> Result<Chance, TooLarge> {
    // A leaf and its opposite share a level, so modules, which go by leaves, must not part them.
    let (structure, root) = simplified(structure, root, |_| None);
    let won = with_room(structure.leaves_below(), || race(&structure, root, opposites, limits))?;
    let mut holds: Vec<f64> = vec![0.0, 1.0];
    for cell in &won.drawn.cells[2..] {
        let chance = chances[won.order[cell.level as usize] as usize];
        holds.push(chance * holds[cell.high as usize] + (1.0 - chance) * holds[cell.low as usize]);
    }
    Ok(Chance::of(holds[won.drawn.root as usize]))
}
