//! What it takes to leave a system, technology or vendor: un-digging (DESIGN 4.7).
//!
//! Leaving something takes its own `exit`, and that of everything that can not stay without it. What an alternative
//! carries stays.

use offing_math::dist::{Dist, shared_score};
use offing_math::forecast::{Activity, Order, Project, Schedule};
use offing_math::keyed::{Luck, Quantity};
use offing_model::{Exit, Model, Node, OutcomeId, System, TeamId, Technology, Vendor};

use crate::graph::{Graph, needed};
use crate::holding::{Holding, Holds, judge_node};
use crate::reach::{PERSON, Quantiles};
use crate::work::staff_cost;

/// What it takes to leave one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaving {
    /// What is left.
    pub node: Node,
    /// What has to go with it, as it can not stay without it.
    pub with: Vec<Node>,
    /// Days until all of it is left, and money; `None` where no exit among them has an estimate.
    pub takes: Option<(Quantiles, Quantiles)>,
    /// Those among them that say nothing of their exit, so that the figures are too low.
    pub unestimated: Vec<Node>,
    /// Outcomes that are enabled now and are not while it is gone.
    pub closes: Vec<OutcomeId>,
}

/// Returns what it takes to leave every system, technology and vendor that says so, or on which something that says so
/// stands; the dearest first.
///
/// *Cost:* what stands above each thing, and so many draws of its exits.
pub fn exits(model: &Model, graph: &Graph, holding: &Holding, seed: u64, draws: u32) -> Vec<Leaving> {
    let above = Above::of(model, graph);
    let all = System::ids(model).map(Node::System);
    let all =
        all.chain(Technology::ids(model).map(Node::Technology)).chain(Vendor::ids(model).map(Node::Vendor));
    let all: Vec<Node> = all.collect();
    let says: Vec<Node> = all.iter().copied().filter(|node| exit_of(model, *node).is_some()).collect();
    // Only what stands below something with an exit can have that exit among what falls with it.
    let below = graph.below(model, &says);
    let mut found: Vec<Leaving> = all
        .into_iter()
        .filter(|node| below[model.node_index(*node)] && holding.holds(model, *node) == Holds::Yes)
        .filter_map(|node| leaving(model, holding, &above, node, seed, draws))
        .collect();
    let cost = |leaving: &Leaving| leaving.takes.map_or(-1.0, |(_, cost)| cost.p80);
    found.sort_by(|a, b| cost(b).total_cmp(&cost(a)).then(a.node.cmp(&b.node)));
    found
}

/// Which nodes name each node among their needs.
struct Above(Vec<Vec<Node>>);

impl Above {
    fn of(model: &Model, graph: &Graph) -> Self {
        let mut above = vec![Vec::new(); model.node_count()];
        for node in graph.order() {
            for need in needed(model, *node) {
                above[model.node_index(need)].push(*node);
            }
        }
        Self(above)
    }

    /// Returns everything that holds now and does not without `node`, what is closest to it first.
    fn fall_with(&self, model: &Model, holding: &Holding, node: Node) -> Vec<Node> {
        let mut fallen = std::collections::BTreeSet::from([node]);
        let mut order = vec![node];
        let mut next = 0;
        while let Some(node) = order.get(next).copied() {
            next += 1;
            for above in &self.0[model.node_index(node)] {
                let stood = holding.holds(model, *above) == Holds::Yes;
                let of =
                    |node: Node| if fallen.contains(&node) { Holds::No } else { holding.holds(model, node) };
                if stood
                    && !fallen.contains(above)
                    && judge_node(model, *above, Holds::Yes, &of) != Holds::Yes
                {
                    fallen.insert(*above);
                    order.push(*above);
                }
            }
        }
        order.split_off(1)
    }
}

fn exit_of(model: &Model, node: Node) -> Option<&Exit> {
    match node {
        Node::System(id) => model[id].exit.as_ref(),
        Node::Technology(id) => model[id].exit.as_ref(),
        Node::Vendor(id) => model[id].exit.as_ref(),
        _ => None,
    }
}

fn leaving(
    model: &Model,
    holding: &Holding,
    above: &Above,
    node: Node,
    seed: u64,
    draws: u32,
) -> Option<Leaving> {
    let fallen = above.fall_with(model, holding, node);
    let leaves = |node: &Node| matches!(node, Node::System(_) | Node::Technology(_) | Node::Vendor(_));
    let with: Vec<Node> = fallen.iter().copied().filter(leaves).collect();
    let all: Vec<Node> = std::iter::once(node).chain(with.iter().copied()).collect();
    let exits: Vec<(Node, &Exit)> =
        all.iter().filter_map(|node| Some((*node, exit_of(model, *node)?))).collect();
    if exits.is_empty() {
        return None;
    }
    let says = |node: &Node| exit_of(model, *node).is_some_and(|exit| exit.takes.is_some());
    // A vendor is left with its technologies: only what it adds would be an exit of its own.
    let silent = |node: &&Node| !says(node) && !matches!(node, Node::Vendor(_));
    let closes = fallen.iter().filter_map(|node| match node {
        Node::Outcome(id) => Some(*id),
        _ => None,
    });
    let mut closes: Vec<OutcomeId> = closes.collect();
    closes.sort_unstable();
    Some(Leaving {
        node,
        takes: draw(model, &exits, seed, draws),
        unestimated: all.iter().filter(silent).copied().collect(),
        with,
        closes,
    })
}

/// Returns days and money of some exits, done side by side as far as teams allow.
fn draw(model: &Model, exits: &[(Node, &Exit)], seed: u64, draws: u32) -> Option<(Quantiles, Quantiles)> {
    let exits: Vec<&(Node, &Exit)> = exits.iter().filter(|(_, exit)| exit.takes.is_some()).collect();
    if exits.is_empty() {
        return None;
    }
    let hundredths = |people: f64| (people * PERSON).round() as u32;
    let mut teams: Vec<TeamId> =
        exits.iter().flat_map(|(_, exit)| &exit.staff).map(|(team, _)| *team).collect();
    teams.sort_unstable();
    teams.dedup();
    let seat = |team: &TeamId| teams.binary_search(team).expect("every team with an exit is seated");
    let activities: Vec<Activity> = (exits.iter())
        .map(|(_, exit)| Activity {
            staff: exit.staff.iter().map(|(team, n)| (seat(team), hundredths(*n))).collect(),
            ..Activity::default()
        })
        .collect();
    let people: Vec<u32> = teams.iter().map(|team| hundredths(model[*team].people)).collect();
    let project = Project::new(&people, &activities).ok()?;
    let order = Order::new(&project, &(0..exits.len()).collect::<Vec<_>>());
    let items: Vec<Item> = exits.iter().map(|(node, exit)| Item::of(model, *node, exit, seed)).collect();
    let correlation = model.company.correlation;
    let mut schedule = Schedule::default();
    let mut durations = vec![0.0; items.len()];
    let (mut days, mut costs) = (Vec::new(), Vec::new());
    for draw in (0..draws).map(u64::from) {
        let mut cost = 0.0;
        for (duration, item) in durations.iter_mut().zip(&items) {
            *duration = item.takes.at_score(item.score(correlation, draw));
            cost += *duration * item.staff_per_day
                + item.cost.map_or(0.0, |cost| cost.at_score(item.money.normal(draw)));
        }
        schedule.make(&project, &order, &durations);
        days.push(schedule.finishes().iter().copied().fold(0.0, f64::max));
        costs.push(cost);
    }
    days.sort_unstable_by(f64::total_cmp);
    costs.sort_unstable_by(f64::total_cmp);
    Some((Quantiles::of_sorted(&days), Quantiles::of_sorted(&costs)))
}

/// One exit, ready to be drawn.
struct Item {
    takes: Dist,
    cost: Option<Dist>,
    staff_per_day: f64,
    own: Luck,
    team: Option<Luck>,
    money: Luck,
}

impl Item {
    fn of(model: &Model, node: Node, exit: &Exit, seed: u64) -> Self {
        let luck = |what: &str, name: &str| Quantity::named(&format!("{what}:{name}")).luck(seed);
        let label = model.label(node);
        Item {
            takes: exit.takes.map_or(Dist::Point(0.0), |takes| takes.dist()),
            cost: exit.cost.map(|cost| cost.dist()),
            staff_per_day: exit.staff.iter().map(|(team, people)| staff_cost(model, *team, *people)).sum(),
            own: luck("exit", &label),
            team: exit.staff.first().map(|(team, _)| luck("team", &model[*team].card.name)),
            money: luck("exit-cost", &label),
        }
    }

    fn score(&self, correlation: f64, draw: u64) -> f64 {
        let own = self.own.normal(draw);
        self.team.map_or(own, |team| shared_score(correlation, team.normal(draw), own))
    }
}
