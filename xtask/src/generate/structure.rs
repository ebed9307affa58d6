//! What a made-up company can do, what runs, and what that is built on.

use std::fmt::Write;

use super::dice::Dice;
use super::names::{Names, title};
use super::{Counts, field};

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    Yes,
    /// Nobody has looked.
    Unknown,
    /// Not yet; an initiative brings it.
    Planned,
    /// Not, and nothing brings it.
    Never,
}

/// What needs what, by number.
#[derive(Debug)]
pub struct Structure {
    pub counts: Counts,
    pub capabilities: Vec<There>,
    pub systems: Vec<There>,
    capability_needs: Vec<Vec<Need>>,
    system_needs: Vec<Vec<Need>>,
    /// What each outcome needs: numbers of capabilities.
    pub outcome_needs: Vec<Vec<Need>>,
}

/// A part of a requirement.
#[derive(Debug, Clone)]
pub enum Need {
    Capability(usize),
    System(usize),
    Any(Vec<Need>),
    AtLeast(usize, Vec<Need>),
}

impl Structure {
    /// Draws who is there and who needs whom. A capability or system needs only such of its kind as come before it, so
    /// there is no circle; systems need systems, capabilities need both, outcomes need capabilities.
    pub fn drawn(counts: &Counts, seed: u64) -> Self {
        let mut dice = Dice::about("there", seed);
        let capabilities = (0..counts.capabilities).map(|_| there(&mut dice, [75, 5, 17])).collect();
        let systems = (0..counts.systems).map(|_| there(&mut dice, [95, 1, 3])).collect();
        let mut structure = Self {
            counts: *counts,
            capabilities,
            systems,
            capability_needs: Vec::new(),
            system_needs: Vec::new(),
            outcome_needs: Vec::new(),
        };
        let mut dice = Dice::about("needs", seed);
        structure.system_needs = (0..counts.systems).map(|at| structure.of_system(at, &mut dice)).collect();
        structure.capability_needs =
            (0..counts.capabilities).map(|at| structure.of_capability(at, &mut dice)).collect();
        structure.outcome_needs =
            (0..counts.outcomes).map(|at| structure.of_outcome(at, &mut dice)).collect();
        structure
    }

    /// Returns where the layers of systems begin: what everyone stands on, what parts of the company share, products.
    fn layers(&self) -> [usize; 3] {
        let systems = self.counts.systems;
        [0, (systems / 25).max(3), (systems * 2 / 5).max(4)]
    }

    /// A system needs some of the layer below, near its own part of the company, and what everyone stands on.
    fn of_system(&self, at: usize, dice: &mut Dice) -> Vec<Need> {
        let [_, shared, products] = self.layers();
        let platform = |dice: &mut Dice| dice.popular(shared.min(at).max(1));
        let near = |dice: &mut Dice| {
            let own_part = (at - shared) * (products - shared) / (self.counts.systems - shared);
            (shared + own_part + dice.below(8)).min(at - 1).min(products - 1)
        };
        let drawn = if at < shared {
            if at < 3 || dice.percent(50) { Vec::new() } else { vec![platform(dice)] }
        } else {
            let count = dice.between(0, 2);
            let mut drawn = dice.several(count, near);
            if dice.percent(70) {
                drawn.push(platform(dice));
            }
            drawn.sort_unstable();
            drawn.dedup();
            drawn.retain(|one| *one < at);
            drawn
        };
        let firm: Vec<usize> = drawn.into_iter().filter(|one| self.systems[*one] == There::Yes).collect();
        let mut needs: Vec<Need> = firm.into_iter().map(Need::System).collect();
        if at > shared && dice.percent(12) {
            let choice = dice.several(3, near).into_iter().map(Need::System).collect();
            needs.push(choice_of(choice, dice));
        }
        needs
    }

    /// A capability needs products of its own part of the company, and some a capability that comes before it.
    fn of_capability(&self, at: usize, dice: &mut Dice) -> Vec<Need> {
        if dice.percent(15) {
            return Vec::new();
        }
        let [_, _, products] = self.layers();
        let systems = self.counts.systems;
        let near = |dice: &mut Dice| {
            (products + at * (systems - products) / self.counts.capabilities + dice.below(12))
                .min(systems - 1)
        };
        let is_there = self.capabilities[at] == There::Yes;
        let count = dice.between(1, 2);
        let drawn = dice.several(count, near);
        let fits = |one: &usize| self.systems[*one] == There::Yes || !is_there;
        let mut needs: Vec<Need> = drawn.into_iter().filter(fits).map(Need::System).collect();
        if at > 10 && dice.percent(25) {
            let other = at - 1 - dice.below(at.min(10));
            if self.capabilities[other] == There::Yes || !is_there {
                needs.push(Need::Capability(other));
            }
        }
        if dice.percent(12) {
            let choice = dice.several(3, near);
            needs.push(choice_of(choice.into_iter().map(Need::System).collect(), dice));
        }
        needs
    }

    /// An outcome stands on some capabilities that are there; what else it needs gives it its state.
    fn of_outcome(&self, at: usize, dice: &mut Dice) -> Vec<Need> {
        let like = |wanted: There, count: usize, dice: &mut Dice| -> Vec<Need> {
            let all: Vec<usize> =
                (0..self.capabilities.len()).filter(|one| self.capabilities[*one] == wanted).collect();
            if all.is_empty() {
                return Vec::new();
            }
            let drawn = dice.several(count, |dice| dice.below(all.len()));
            drawn.into_iter().map(|one| Need::Capability(all[one])).collect()
        };
        let count = dice.between(3, 7);
        let mut needs = like(There::Yes, count, dice);
        let choice = like(There::Yes, 2, dice).into_iter().chain(like(There::Planned, 2, dice)).collect();
        needs.push(choice_of(choice, dice));
        match at % 5 {
            0 => {}
            1 | 2 => {
                let count = dice.between(1, 4);
                needs.extend(like(There::Planned, count, dice));
            }
            3 => needs.extend(like(There::Unknown, 1, dice)),
            _ => needs.extend(like(There::Never, 1, dice)),
        }
        needs
    }
}

/// Draws whether something is there: how many of a hundred are, are not known, and are planned.
fn there(dice: &mut Dice, [yes, unknown, planned]: [usize; 3]) -> There {
    let throw = dice.below(100);
    if throw < yes {
        There::Yes
    } else if throw < yes + unknown {
        There::Unknown
    } else if throw < yes + unknown + planned {
        There::Planned
    } else {
        There::Never
    }
}

/// Returns one of the parts, or so many of them.
fn choice_of(parts: Vec<Need>, dice: &mut Dice) -> Need {
    match parts.len() {
        3.. if dice.percent(40) => Need::AtLeast(2, parts),
        _ => Need::Any(parts),
    }
}

/// Returns a requirement as it is written.
pub fn written(needs: &[Need], names: &Names) -> String {
    let list = |needs: &[Need]| -> String {
        let parts: Vec<String> = needs.iter().map(|need| one(need, names)).collect();
        parts.join(", ")
    };
    match needs {
        [only @ (Need::Any(_) | Need::AtLeast(..))] => one(only, names),
        _ => format!("[{}]", list(needs)),
    }
}

fn one(need: &Need, names: &Names) -> String {
    let list = |parts: &[Need]| parts.iter().map(|part| one(part, names)).collect::<Vec<_>>().join(", ");
    match need {
        Need::Capability(at) => names.capabilities[*at].clone(),
        Need::System(at) => names.systems[*at].clone(),
        Need::Any(parts) => format!("{{ any: [{}] }}", list(parts)),
        Need::AtLeast(least, parts) => format!("{{ at-least: {least}, of: [{}] }}", list(parts)),
    }
}

/// Returns the capabilities as they are written.
pub fn capabilities(structure: &Structure, names: &Names, seed: u64) -> Vec<String> {
    let mut dice = Dice::about("capabilities", seed);
    let one = |(at, there): (usize, &There)| {
        let mut text = format!("  {}:\n", names.capabilities[at]);
        field(&mut text, "title", title(&names.capabilities[at]));
        let needs = &structure.capability_needs[at];
        match there {
            // With needs and nothing said it is there as well; some say so, some do not.
            There::Yes if !needs.is_empty() && dice.percent(60) => {}
            There::Yes => field(&mut text, "have", "true"),
            There::Unknown if dice.percent(40) => {
                field(&mut text, "have", format!("{}%", dice.between(2, 9) * 10))
            }
            There::Unknown => field(&mut text, "have", "unknown"),
            There::Planned | There::Never => field(&mut text, "have", "false"),
        }
        if !needs.is_empty() {
            field(&mut text, "needs", written(needs, names));
        }
        if dice.percent(10) {
            field(&mut text, "reviewed", dice.recent_day());
        }
        text
    };
    structure.capabilities.iter().enumerate().map(one).collect()
}

/// Returns the systems as they are written.
pub fn systems(structure: &Structure, names: &Names, seed: u64) -> Vec<String> {
    let mut dice = Dice::about("systems", seed);
    let counts = &structure.counts;
    let list = |of: &[String], drawn: Vec<usize>| {
        let names: Vec<&str> = drawn.into_iter().map(|at| of[at].as_str()).collect();
        format!("[{}]", names.join(", "))
    };
    let one = |(at, there): (usize, &There)| {
        let mut text = format!("  {}:\n", names.systems[at]);
        // A system is owned by the team of its part of the company, and known by people of that team.
        let team = at * counts.teams / counts.systems;
        let member = |dice: &mut Dice| {
            (team + counts.teams * dice.below(counts.people / counts.teams)) % counts.people
        };
        let lead = member(&mut dice);
        field(&mut text, "owner", &names.teams[team]);
        field(&mut text, "lead", &names.people[lead]);
        if dice.percent(80) {
            let count = dice.between(0, 3);
            let mut knows = dice.several(count, member);
            knows.retain(|person| *person != lead);
            knows.insert(0, lead);
            field(&mut text, "knows", list(&names.people, knows));
        }
        match there {
            There::Yes => {}
            There::Unknown => field(&mut text, "live", "unknown"),
            There::Planned | There::Never => field(&mut text, "live", "false"),
        }
        let count = dice.between(1, 3);
        let uses = dice.several(count, |dice| dice.popular(counts.technologies));
        field(&mut text, "uses", list(&names.technologies, uses));
        let needs = &structure.system_needs[at];
        if !needs.is_empty() {
            field(&mut text, "needs", written(needs, names));
        }
        if dice.percent(40) {
            field(&mut text, "risk", format!("{}%", dice.between(1, 12)));
        }
        if dice.percent(15) {
            field(&mut text, "serves", list(&names.departments, vec![dice.below(counts.departments)]));
        }
        if dice.percent(10) {
            let team = &names.teams[dice.below(counts.teams)];
            let exit = format!("{{ takes: {}, staff: {{ {team}: 2 }}, cost: 20k to 60k }}", dice.weeks());
            field(&mut text, "exit", exit);
        }
        text
    };
    structure.systems.iter().enumerate().map(one).collect()
}

/// Returns technologies and vendors as they are written.
pub fn technologies(counts: &Counts, names: &Names, seed: u64) -> String {
    let mut dice = Dice::about("technologies", seed);
    let mut text = String::from("technologies:\n");
    for name in &names.technologies {
        let mut fields = Vec::new();
        if dice.percent(60) {
            fields.push(format!("vendor: {}", names.vendors[dice.popular(counts.vendors)]));
        }
        if dice.percent(50) {
            fields.push(format!("ring: {}", dice.pick(&["adopt", "trial", "assess", "hold"])));
        }
        if dice.percent(30) {
            fields.push(format!("risk: {}%", dice.between(1, 15)));
        }
        entry(&mut text, name, &fields);
    }
    text.push_str("\nvendors:\n");
    for name in &names.vendors {
        let risk = dice.percent(50).then(|| format!("risk: {}%", dice.between(1, 5)));
        entry(&mut text, name, &risk.into_iter().collect::<Vec<_>>());
    }
    text
}

/// Writes an entity on one line.
pub fn entry(text: &mut String, name: &str, fields: &[String]) {
    let fields = if fields.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", fields.join(", ")) };
    writeln!(text, "  {name}: {fields}").expect("writing to a text never fails");
}
