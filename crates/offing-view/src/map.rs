//! What stands on what, in layers: outcomes on top of capabilities, systems, technologies, vendors and teams. Where each
//! thing is drawn, so that few lines cross.
//!
//! Layers are given by kind, so all that is left to choose is the order within each: every thing is moved to the middle
//! of its neighbours, layer by layer, and the order with the fewest crossings is kept.
//!
//! *Source:* K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system structures", IEEE
//! Transactions on Systems, Man, and Cybernetics 11 (1981), section III (barycenter method).

mod draw;

use crate::page::Tone;
use crate::site::Section;

/// What stands on what.
#[derive(Debug, Clone)]
pub struct Map {
    /// What it says in words.
    pub says: String,
    /// The layers, from the outcomes on.
    pub layers: Vec<Layer>,
    /// Which thing stands on which, by their positions over all layers.
    pub edges: Vec<(usize, usize)>,
}

/// Things of one kind.
#[derive(Debug, Clone)]
pub struct Layer {
    /// What they are called together.
    pub title: &'static str,
    /// The things.
    pub things: Vec<Thing>,
    /// How many more there are.
    pub more: usize,
}

/// A thing on the map.
#[derive(Debug, Clone)]
pub struct Thing {
    /// What it is called.
    pub label: String,
    /// Its title, where that is something else; may be empty.
    pub title: String,
    /// `kind:name`, as a what-if says it; empty where it can not be taken away.
    pub loss: String,
    /// Open work that brings it, by its name; empty where it is there or nothing does.
    pub brought_by: String,
    /// What kind of thing it is.
    pub kind: &'static str,
    /// Its state, in a word; may be empty.
    pub state: &'static str,
    /// How that is to be taken.
    pub tone: Tone,
    /// Its page.
    pub section: Option<Section>,
    /// The outcomes that it closes alone, by their positions on the map.
    pub closes: Vec<usize>,
}

/// How often all layers are gone through.
const SWEEPS: usize = 12;

impl Map {
    /// Returns all things, in the order of their positions.
    pub fn things(&self) -> impl Iterator<Item = &Thing> {
        self.layers.iter().flat_map(|layer| &layer.things)
    }

    /// Returns the things of each layer from top to bottom, so that few lines cross.
    fn order(&self) -> Vec<Vec<usize>> {
        let mut layer_of = Vec::new();
        let mut order: Vec<Vec<usize>> = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            let from = layer_of.len();
            layer_of.extend(layer.things.iter().map(|_| at));
            order.push((from..layer_of.len()).collect());
        }
        let mut beside = vec![Vec::new(); layer_of.len()];
        for (a, b) in self.edges.iter().copied().filter(|(a, b)| layer_of[*a] != layer_of[*b]) {
            beside[a].push(b);
            beside[b].push(a);
        }
        let mut best = order.clone();
        let mut fewest = self.crossings(&order, &layer_of);
        for sweep in 0..SWEEPS {
            let layers: Vec<usize> = match sweep % 2 {
                0 => (0..order.len()).collect(),
                _ => (0..order.len()).rev().collect(),
            };
            for layer in layers {
                let place = places(&order, layer_of.len());
                let middle = |thing: &usize| {
                    let near = &beside[*thing];
                    let sum: f64 = near.iter().map(|other| place[*other]).sum();
                    if near.is_empty() { place[*thing] } else { sum / near.len() as f64 }
                };
                order[layer].sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a.cmp(b)));
            }
            let crossings = self.crossings(&order, &layer_of);
            if crossings < fewest {
                (fewest, best) = (crossings, order.clone());
            }
        }
        best
    }

    /// Returns how many pairs of lines between the same two layers cross.
    fn crossings(&self, order: &[Vec<usize>], layer_of: &[usize]) -> usize {
        let place = places(order, layer_of.len());
        let lines: Vec<(usize, usize, f64, f64)> = (self.edges.iter())
            .map(|(a, b)| (layer_of[*a], layer_of[*b], place[*a], place[*b]))
            .filter(|(from, to, ..)| from != to)
            .collect();
        let cross = |a: &(usize, usize, f64, f64), b: &(usize, usize, f64, f64)| {
            (a.0, a.1) == (b.0, b.1) && (a.2 - b.2) * (a.3 - b.3) < 0.0
        };
        let pairs = lines.iter().enumerate();
        pairs.map(|(at, one)| lines[at + 1..].iter().filter(|other| cross(one, other)).count()).sum()
    }
}

/// Returns where each thing stands in its layer, from 0 to 1.
fn places(order: &[Vec<usize>], count: usize) -> Vec<f64> {
    let mut place = vec![0.0; count];
    for layer in order {
        for (at, thing) in layer.iter().enumerate() {
            place[*thing] = (at as f64 + 0.5) / layer.len() as f64;
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(layers: &[usize], edges: &[(usize, usize)]) -> Map {
        let thing = |at: usize| Thing {
            label: at.to_string(),
            title: String::new(),
            loss: String::new(),
            brought_by: String::new(),
            kind: "system",
            state: "",
            tone: Tone::Plain,
            section: None,
            closes: Vec::new(),
        };
        let layer = |count: &usize| Layer { title: "", things: (0..*count).map(thing).collect(), more: 0 };
        Map { says: String::new(), layers: layers.iter().map(layer).collect(), edges: edges.to_vec() }
    }

    /// Three lines that all cross as written need not cross at all.
    #[test]
    fn lines_that_need_not_cross_do_not() {
        let map = map(&[3, 3], &[(0, 5), (1, 4), (2, 3)]);
        let layer_of = [0, 0, 0, 1, 1, 1];
        assert_eq!(map.crossings(&[vec![0, 1, 2], vec![3, 4, 5]], &layer_of), 3);
        assert_eq!(map.crossings(&map.order(), &layer_of), 0);
    }

    #[test]
    fn every_thing_is_placed_once() {
        let map = map(&[2, 0, 3], &[(0, 2), (1, 2), (2, 3), (0, 4)]);
        let mut all: Vec<usize> = map.order().concat();
        all.sort_unstable();
        assert_eq!(all, [0, 1, 2, 3, 4]);
        assert_eq!(map.order().iter().map(Vec::len).collect::<Vec<_>>(), [2, 0, 3]);
    }
}
