//! Turns the definitions of a fault tree into a structure function.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use offing_math::structure::{Node, Structure};

use super::{FaultTree, Formula, Kind};

/// The top gate of a fault tree as a structure function: a leaf that holds is an event that happens.
#[derive(Debug)]
pub struct TopEvent {
    pub name: String,
    pub structure: Structure,
    pub root: Node,
    /// The name and the chance of each leaf.
    pub events: Vec<String>,
    pub chances: Vec<f64>,
    /// For a leaf that stands for an event not happening: that event's leaf.
    pub opposite: Vec<Option<u32>>,
}

impl TopEvent {
    /// Returns whether the function never gets less likely when an event gets more so.
    pub fn is_coherent(&self) -> bool {
        self.opposite.iter().all(Option::is_none)
    }
}

impl FaultTree {
    /// Returns the gate that no other gate takes, as a structure function.
    pub fn top_event(&self) -> Result<TopEvent> {
        let by_name: BTreeMap<&str, usize> =
            self.gates.iter().enumerate().map(|(idx, (name, _))| (name.as_str(), idx)).collect();
        ensure!(by_name.len() == self.gates.len(), "a gate is defined twice");
        let mut is_used = vec![false; self.gates.len()];
        for (_, formula) in &self.gates {
            formula.names(&mut |name| {
                if let Some(&idx) = by_name.get(name) {
                    is_used[idx] = true;
                }
            });
        }
        let tops: Vec<usize> = (0..self.gates.len()).filter(|&idx| !is_used[idx]).collect();
        let [top] = tops[..] else {
            let names: Vec<&str> = tops.iter().map(|&idx| self.gates[idx].0.as_str()).collect();
            bail!("not one top gate but {}: {}", tops.len(), names.join(", "));
        };
        let mut building = Building {
            tree: self,
            by_name,
            structure: Structure::new(),
            gates: vec![[None; 2]; self.gates.len()],
            leaves: BTreeMap::new(),
            events: Vec::new(),
            opposite: Vec::new(),
        };
        let root = building.gate(top)?;
        let chance = |(event, opposite): (&String, &Option<u32>)| {
            let chance = self.chances.get(event).with_context(|| format!("event `{event}` has no plain chance"))?;
            Ok(if opposite.is_some() { 1.0 - chance } else { *chance })
        };
        let chances = building.events.iter().zip(&building.opposite).map(chance).collect::<Result<_>>()?;
        Ok(TopEvent {
            name: self.gates[top].0.clone(),
            structure: building.structure,
            root,
            events: building.events,
            chances,
            opposite: building.opposite,
        })
    }
}

impl Formula {
    fn names<'a>(&'a self, found: &mut impl FnMut(&'a str)) {
        if let Kind::Named(name) = &self.kind {
            found(name);
        }
        self.args.iter().for_each(|arg| arg.names(found));
    }
}

struct Building<'a> {
    tree: &'a FaultTree,
    by_name: BTreeMap<&'a str, usize>,
    structure: Structure,
    /// What each gate has become, as it is and negated.
    gates: Vec<[Option<Node>; 2]>,
    leaves: BTreeMap<(&'a str, bool), u32>,
    events: Vec<String>,
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
        if let Kind::Named(name) = &formula.kind {
            if let Some(&idx) = self.by_name.get(name.as_str())
                && self.gates[idx][usize::from(negated)].is_none()
            {
                missing.push((idx, negated));
            }
            return;
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
            Kind::Named(name) => self.named(name, negated)?,
            Kind::Not => self.formula(args.first().context("`not` of nothing")?, !negated)?,
            Kind::And | Kind::Nand => self.joined(args, negated, (formula.kind == Kind::And) ^ negated, formula.kind == Kind::Nand)?,
            Kind::Or | Kind::Nor => self.joined(args, negated, (formula.kind == Kind::Nor) ^ negated, formula.kind == Kind::Nor)?,
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
                        if negated { self.structure.any(&[low, high]) } else { self.structure.all(&[low, high]) }
                    }
                }
            }
        })
    }

    fn joined(&mut self, args: &'a [Formula], negated: bool, all: bool, flips: bool) -> Result<Node> {
        let nodes = args.iter().map(|arg| self.formula(arg, negated ^ flips)).collect::<Result<Vec<Node>>>()?;
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

    fn named(&mut self, name: &'a str, negated: bool) -> Result<Node> {
        if let Some(&idx) = self.by_name.get(name) {
            return self.gates[idx][usize::from(negated)].with_context(|| format!("gate `{name}` comes too late"));
        }
        if let Some(holds) = self.tree.houses.get(name) {
            return Ok(self.structure.always(holds ^ negated));
        }
        let leaf = self.event(name, negated);
        Ok(self.structure.leaf(leaf))
    }

    fn event(&mut self, name: &'a str, negated: bool) -> u32 {
        if let Some(&leaf) = self.leaves.get(&(name, negated)) {
            return leaf;
        }
        let opposite = negated.then(|| self.event(name, false));
        let leaf = self.events.len() as u32;
        self.leaves.insert((name, negated), leaf);
        self.events.push(name.to_owned());
        self.opposite.push(opposite);
        leaf
    }
}
