//! The same simulation in plain Python, called through `ema_workbench`: what a team does that has no Offing.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use offing_analysis::graph::{Part, each_part};
use offing_analysis::odds;
use offing_analysis::work::Work;
use offing_math::dist::Dist;
use offing_model::units::{Presence, days_between};
use offing_model::{InitiativeId, Model, Need, Node, Outcome, OutcomeId, Progress};
use serde_json::{Value, json};

const SIMULATION: &str = include_str!("simulation.py");
const PEER: &str = include_str!("ema_draws.py");

/// What the peer's run gave.
#[derive(Debug)]
pub(super) struct Peer {
    /// Experiments a second through the workbench.
    pub(super) per_second: f64,
    /// Experiments a second of the Python function alone, without the workbench around it.
    pub(super) alone: f64,
    pub(super) find: f64,
    pub(super) value: f64,
    pub(super) tries: f64,
    pub(super) chosen_p50: f64,
}

/// Runs the peer: so many experiments under a plan.
pub(super) fn run(python: &str, model: &Model, order: &[InitiativeId], n: u64) -> anyhow::Result<Peer> {
    let folder = std::env::temp_dir().join(format!("offing-bench-balance-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let result = run_in(&folder, python, model, order, n);
    std::fs::remove_dir_all(&folder)?;
    result
}

fn run_in(
    folder: &Path,
    python: &str,
    model: &Model,
    order: &[InitiativeId],
    n: u64,
) -> anyhow::Result<Peer> {
    std::fs::write(folder.join("simulation.py"), SIMULATION)?;
    std::fs::write(folder.join("peer.py"), PEER)?;
    std::fs::write(folder.join("world.json"), world(model, order).to_string())?;
    let output = Command::new(python)
        .args(["-W", "ignore"])
        .args([folder.join("peer.py"), folder.join("world.json")])
        .arg(n.to_string())
        .output()
        .with_context(|| format!("running {python}"))?;
    ensure!(output.status.success(), "{python}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout)?;
    let last = text.lines().last().context("the peer said nothing")?;
    let said: Value = serde_json::from_str(last).with_context(|| format!("the peer said `{last}`"))?;
    let number = |key: &str| said[key].as_f64().with_context(|| format!("the peer said no `{key}`"));
    Ok(Peer {
        per_second: number("per_second")?,
        alone: number("alone")?,
        find: number("find")?,
        value: number("value")?,
        tries: number("tries")?,
        chosen_p50: number("chosen_p50")?,
    })
}

/// Returns a model as plain data.
fn world(model: &Model, order: &[InitiativeId]) -> Value {
    let as_of = model.company.as_of;
    let work = Work::of(model, 1);
    let of = |node: Node| model.node_index(node);
    let items: Vec<Value> = offing_model::Initiative::ids(model)
        .map(|id| {
            let (initiative, item) = (&model[id], work.item(id));
            json!({
                "open": !matches!(item.progress, Progress::Done | Progress::Dropped),
                "done": item.progress == Progress::Done,
                "running": item.progress == Progress::Started,
                "takes": item.takes.as_ref().map(dist),
                "elapsed": item.elapsed.unwrap_or(0.0),
                "staff": item.staff.iter().map(|(team, people)| json!([team.0, people])).collect::<Vec<_>>(),
                "cost": work.mean_cost(id),
                "after": initiative.after.iter().map(|id| id.0).collect::<Vec<_>>(),
                "odds": item.odds,
                "delivers": initiative.delivers.iter().map(|node| of(*node)).collect::<Vec<_>>(),
                "tests": initiative.tests.map(|(outcome, accuracy)| json!([outcome.0, accuracy])),
            })
        })
        .collect();
    let nodes: Vec<Value> = model
        .nodes()
        .map(|node| {
            let presence = match node {
                Node::Capability(id) => model[id].have,
                Node::System(id) => model[id].live,
                _ => Presence::Known(true),
            };
            let (chance, date) = match presence {
                Presence::Known(known) => (f64::from(u8::from(known)), None),
                Presence::Unknown => (0.5, None),
                Presence::Chance(chance) => (chance, None),
                Presence::From(date) if date <= as_of => (1.0, None),
                Presence::From(date) => (0.0, Some(days_between(as_of, date))),
            };
            let mut needs = Vec::new();
            each_part(model, node, &mut |part| {
                needs.push(match part {
                    Part::Need(need) => self::need(model, need),
                    Part::Uses(technology) => json!(of(Node::Technology(technology))),
                    Part::Vendor(vendor) => json!(of(vendor)),
                    Part::Knows(system) => {
                        let knows: Vec<usize> =
                            model[system].knows.iter().map(|id| of(Node::Person(*id))).collect();
                        json!([1, knows])
                    }
                });
            });
            json!({ "chance": chance, "date": date, "needs": needs })
        })
        .collect();
    let values: Vec<f64> =
        model.outcomes.iter().filter_map(|outcome| outcome.value).map(|value| value.mean()).collect();
    let mean = if values.is_empty() { 1.0 } else { values.iter().sum::<f64>() / values.len() as f64 };
    let outcomes: Vec<Value> = Outcome::ids(model)
        .zip(odds::current(model))
        .map(|(id, odds)| {
            let outcome = &model[id];
            json!({
                "node": of(Node::Outcome(id)),
                "odds": odds,
                "value": outcome.value.map_or(json!([mean]), |value| dist(&value.dist())),
                "mean_value": outcome.value.map_or(mean, |value| value.mean()),
                "learn": dist(&outcome.learn.dist()),
                "mean_learn": outcome.learn.mean(),
                "until": outcome.until.map(|until| days_between(as_of, until)),
            })
        })
        .collect();
    json!({
        "teams": model.teams.iter().map(|team| team.people).collect::<Vec<_>>(),
        "items": items,
        "nodes": nodes,
        "outcomes": outcomes,
        "chosen": model.chosen().map(|OutcomeId(at)| at),
        "runway": model.company.runway_days.unwrap_or(3652.5),
        "discount": model.company.discount,
        "correlation": model.company.correlation,
        "order": order.iter().map(|id| id.0).collect::<Vec<_>>(),
    })
}

/// Returns a distribution as `[exact]` or `[mean of the logarithm, its deviation]`.
fn dist(dist: &Dist) -> Value {
    match dist {
        Dist::Lognormal(lognormal) => json!([libm::log(lognormal.median()), lognormal.sigma()]),
        other => json!([other.mean()]),
    }
}

/// Returns a need as a node, or `[how many of, which]`.
fn need(model: &Model, need: &Need) -> Value {
    let parts = |wants: usize, parts: &[Need]| {
        let parts: Vec<Value> = parts.iter().map(|part| self::need(model, part)).collect();
        json!([wants, parts])
    };
    match need {
        Need::One(node, _) => json!(model.node_index(*node)),
        Need::All(all) => parts(all.len(), all),
        Need::Any(any) => parts(1, any),
        Need::AtLeast(least, of) => parts(*least as usize, of),
    }
}
