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
use crate::reach::{Effort, PERSON, Quantiles};
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
/// *Cost:* what stands above each thing, and as many draws of all exits together as `effort` allows.
pub fn exits(model: &Model, graph: &Graph, holding: &Holding, seed: u64, effort: Effort) -> Vec<Leaving> {
    let above = Above::of(model, graph);
    let all = System::ids(model).map(Node::System);
    let all =
        all.chain(Technology::ids(model).map(Node::Technology)).chain(Vendor::ids(model).map(Node::Vendor));
    let all: Vec<Node> = all.collect();
    let says: Vec<Node> = all.iter().copied().filter(|node| exit_of(model, *node).is_some()).collect();
    // Only what stands below something with an exit can have that exit among what falls with it.
    let below = graph.below(model, &says);
    let mut fallen = vec![false; model.node_count()];
    let mut found: Vec<Leaving> = all
        .into_iter()
        .filter(|node| below[model.node_index(*node)] && holding.holds(model, *node) == Holds::Yes)
        .filter_map(|node| leaving(model, holding, &above, node, &mut fallen))
        .collect();
    let estimated = |leaving: &Leaving| leaving.all().filter(|node| says_how_long(model, *node)).count();
    let draws = effort.draws_of(found.iter().map(estimated).sum(), 1);
    for leaving in &mut found {
        leaving.takes = draw(model, leaving, seed, draws);
    }
    let cost = |leaving: &Leaving| leaving.takes.map_or(-1.0, |(_, cost)| cost.p80);
    found.sort_by(|a, b| cost(b).total_cmp(&cost(a)).then(a.node.cmp(&b.node)));
    found
}

impl Leaving {
    /// Returns everything that goes, the thing itself first.
    fn all(&self) -> impl Iterator<Item = Node> + '_ {
        std::iter::once(self.node).chain(self.with.iter().copied())
    }
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
    ///
    /// *Shape:* `fallen` has a place for each node, all of them clear, before and after.
    fn fall_with(&self, model: &Model, holding: &Holding, node: Node, fallen: &mut [bool]) -> Vec<Node> {
        let mut order = vec![node];
        fallen[model.node_index(node)] = true;
        let mut next = 0;
        while let Some(node) = order.get(next).copied() {
            next += 1;
            for above in &self.0[model.node_index(node)] {
                let at = model.node_index(*above);
                if fallen[at] || holding.now[at] != Holds::Yes {
                    continue;
                }
                let of = |node: Node| match model.node_index(node) {
                    at if fallen[at] => Holds::No,
                    at => holding.now[at],
                };
                if judge_node(model, *above, Holds::Yes, &of) != Holds::Yes {
                    fallen[at] = true;
                    order.push(*above);
                }
            }
        }
        order.iter().for_each(|node| fallen[model.node_index(*node)] = false);
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

/// Returns whether something says how long leaving it takes.
fn says_how_long(model: &Model, node: Node) -> bool {
    exit_of(model, node).is_some_and(|exit| exit.takes.is_some())
}

/// Returns what goes with a thing, not yet how long that takes; `None` where nothing of it says anything of its exit.
fn leaving(
    model: &Model,
    holding: &Holding,
    above: &Above,
    node: Node,
    fallen: &mut [bool],
) -> Option<Leaving> {
    let fallen = above.fall_with(model, holding, node, fallen);
    let leaves = |node: &Node| matches!(node, Node::System(_) | Node::Technology(_) | Node::Vendor(_));
    let with: Vec<Node> = fallen.iter().copied().filter(leaves).collect();
    let mut leaving = Leaving { node, with, takes: None, unestimated: Vec::new(), closes: Vec::new() };
    if !leaving.all().any(|node| exit_of(model, node).is_some()) {
        return None;
    }
    // A vendor is left with its technologies: only what it adds would be an exit of its own.
    let silent = |node: &Node| !says_how_long(model, *node) && !matches!(node, Node::Vendor(_));
    leaving.unestimated = leaving.all().filter(silent).collect();
    leaving.closes = fallen
        .iter()
        .filter_map(|node| match node {
            Node::Outcome(id) => Some(*id),
            _ => None,
        })
        .collect();
    leaving.closes.sort_unstable();
    Some(leaving)
}

/// Returns days and money of all exits of a leaving, done side by side as far as teams allow.
fn draw(model: &Model, leaving: &Leaving, seed: u64, draws: u32) -> Option<(Quantiles, Quantiles)> {
    let exits: Vec<(Node, &Exit)> = (leaving.all())
        .filter(|node| says_how_long(model, *node))
        .filter_map(|node| Some((node, exit_of(model, node)?)))
        .collect();
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
