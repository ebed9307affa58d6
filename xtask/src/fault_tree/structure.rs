//! Turns the definitions of a fault tree into a structure function.

use anyhow::{Context, Result, bail, ensure};
use offing_math::structure::{Node, Structure};

use super::{FaultTree, Formula, Kind};

/// The top gate of a fault tree as a structure function: a leaf that holds is an event that happens.
#[derive(Debug)]
pub(crate) struct TopEvent {
    pub(crate) structure: Structure,
    pub(crate) root: Node,
    /// The event of each leaf.
    events: Vec<usize>,
    /// For a leaf that stands for an event not happening: that event's leaf.
    opposite: Vec<Option<u32>>,
}

impl TopEvent {
    /// Returns whether the function never gets less likely when an event gets more so.
    pub(crate) fn is_coherent(&self) -> bool {
        self.opposite.iter().all(Option::is_none)
    }

    /// Returns the chance of each leaf.
    pub(crate) fn chances(&self, tree: &FaultTree) -> Result<Vec<f64>> {
        let chance = |(&event, opposite): (&usize, &Option<u32>)| {
            let (name, chance) = &tree.events[event];
            let chance = chance.with_context(|| format!("event `{name}` has no plain chance"))?;
            Ok(if opposite.is_some() { 1.0 - chance } else { chance })
        };
        self.events.iter().zip(&self.opposite).map(chance).collect()
    }
}

impl FaultTree {
    /// Returns the top gate as a structure function.
    pub(crate) fn top_event(&self) -> Result<TopEvent> {
        let mut building = Building {
            tree: self,
            structure: Structure::new(),
            gates: vec![[None; 2]; self.gates.len()],
            leaves: vec![[None; 2]; self.events.len()],
            events: Vec::new(),
            opposite: Vec::new(),
        };
        let root = building.gate(self.top)?;
        let Building { structure, events, opposite, .. } = building;
        Ok(TopEvent { structure, root, events, opposite })
    }
}

struct Building<'a> {
    tree: &'a FaultTree,
    structure: Structure,
    /// What each gate has become, as it is and negated; and likewise each event.
    gates: Vec<[Option<Node>; 2]>,
    leaves: Vec<[Option<u32>; 2]>,
    events: Vec<usize>,
    opposite: Vec<Option<u32>>,
}

impl<'a> Building<'a> {
    /// Builds a gate after the gates it takes, without recursion from gate to gate.
    fn gate(&mut self, top: usize) -> Result<Node> {
        let mut is_open = vec![[false; 2]; self.gates.len()];
        let mut walk = vec![(top, false)];
        while let Some(&(idx, negated)) = walk.last() {
            let slot = usize::from(negated);
            if self.gates[idx][slot].is_some() {
                walk.pop();
                continue;
            }
            let (name, formula) = &self.tree.gates[idx];
            let mut missing = Vec::new();
            self.wanted(formula, negated, &mut missing);
            if missing.is_empty() {
                self.gates[idx][slot] = Some(self.formula(formula, negated)?);
                walk.pop();
                continue;
            }
            ensure!(!is_open[idx][slot], "gate `{name}` takes itself");
            is_open[idx][slot] = true;
            missing.reverse();
            walk.extend(missing);
        }
        self.gates[top][0].context("the top gate was built")
    }

    /// Lists the gates, negated or not, that `formula` takes and that are not built yet.
    fn wanted(&self, formula: &Formula, negated: bool, missing: &mut Vec<(usize, bool)>) {
        if let Kind::Gate(idx) = formula.kind
            && self.gates[idx][usize::from(negated)].is_none()
        {
            missing.push((idx, negated));
        }
        for (nth, arg) in formula.args.iter().enumerate() {
            let signs: &[bool] = match (&formula.kind, nth) {
                (Kind::Xor | Kind::Iff | Kind::Count(_, Some(_)), _) => &[false, true],
                (Kind::Not | Kind::Nand | Kind::Nor, _) | (Kind::Imply, 0) => &[true],
                _ => &[false],
            };
            signs.iter().for_each(|&sign| self.wanted(arg, negated ^ sign, missing));
        }
    }

    /// Returns the node of `formula`, or of its negation, pushing negations down to the events.
    fn formula(&mut self, formula: &'a Formula, negated: bool) -> Result<Node> {
        let args = &formula.args;
        Ok(match &formula.kind {
            Kind::Constant(holds) => self.structure.always(holds ^ negated),
            Kind::Gate(idx) => {
                self.gates[*idx][usize::from(negated)].context("gates come after those they take")?
            }
            Kind::Event(event) => {
                let leaf = self.leaf(*event, negated);
                self.structure.leaf(leaf)
            }
            Kind::Not => self.formula(args.first().context("`not` of nothing")?, !negated)?,
            Kind::And | Kind::Nand => {
                self.joined(args, negated, (formula.kind == Kind::And) ^ negated, formula.kind == Kind::Nand)?
            }
            Kind::Or | Kind::Nor => {
                self.joined(args, negated, (formula.kind == Kind::Nor) ^ negated, formula.kind == Kind::Nor)?
            }
            Kind::Imply => {
                let [cause, effect] = args.as_slice() else { bail!("`imply` takes two arguments") };
                let nodes = [self.formula(cause, !negated)?, self.formula(effect, negated)?];
                if negated { self.structure.all(&nodes) } else { self.structure.any(&nodes) }
            }
            Kind::Xor | Kind::Iff => self.differs(args, negated ^ (formula.kind == Kind::Iff))?,
            Kind::Count(min, max) => {
                let low = self.count(args, *min, negated)?;
                match max {
                    None => low,
                    // At most `max` is the opposite of at least `max + 1`.
                    Some(max) => {
                        let high = self.count(args, max + 1, !negated)?;
                        if negated {
                            self.structure.any(&[low, high])
                        } else {
                            self.structure.all(&[low, high])
                        }
                    }
                }
            }
        })
    }

    fn joined(&mut self, args: &'a [Formula], negated: bool, all: bool, flips: bool) -> Result<Node> {
        let nodes =
            args.iter().map(|arg| self.formula(arg, negated ^ flips)).collect::<Result<Vec<Node>>>()?;
        Ok(if all { self.structure.all(&nodes) } else { self.structure.any(&nodes) })
    }

    fn differs(&mut self, args: &'a [Formula], same: bool) -> Result<Node> {
        let [a, b] = args else { bail!("`xor` and `iff` take two arguments") };
        let [a, not_a] = [self.formula(a, false)?, self.formula(a, true)?];
        let [b, not_b] = [self.formula(b, same)?, self.formula(b, !same)?];
        let cases = [self.structure.all(&[a, not_b]), self.structure.all(&[not_a, b])];
        Ok(self.structure.any(&cases))
    }

    fn count(&mut self, args: &'a [Formula], at_least: u32, negated: bool) -> Result<Node> {
        let nodes = args.iter().map(|arg| self.formula(arg, negated)).collect::<Result<Vec<Node>>>()?;
        let n = nodes.len() as u32;
        // Fewer than k of n is at least n - k + 1 that do not.
        let k = if negated { (n + 1).saturating_sub(at_least) } else { at_least };
        Ok(self.structure.at_least(k, &nodes))
    }

    fn leaf(&mut self, event: usize, negated: bool) -> u32 {
        if let Some(leaf) = self.leaves[event][usize::from(negated)] {
            return leaf;
        }
        let opposite = negated.then(|| self.leaf(event, false));
        let leaf = self.events.len() as u32;
        self.leaves[event][usize::from(negated)] = Some(leaf);
        self.events.push(event);
        self.opposite.push(opposite);
        leaf
    }
}
