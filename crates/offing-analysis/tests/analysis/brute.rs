//! Holding, closing, paths and exits against brute force: small random companies, judged by an evaluator that shares no code
//! with the crate (names and recursion, all subsets tried).
#![allow(clippy::float_cmp, reason = "costs are whole numbers here")]

use std::collections::{BTreeMap, BTreeSet};

use offing_analysis::ensure::{EnsureQuestion, ensure};
use offing_analysis::holding::Status;
use offing_model::{Inputs, read};
use proptest::prelude::*;

/// A requirement of a random company.
#[derive(Debug, Clone)]
enum Want {
    Thing(String),
    All(Vec<Want>),
    Any(Vec<Want>),
    AtLeast(usize, Vec<Want>),
}

/// Something in a random company.
#[derive(Debug, Clone)]
struct Thing {
    kind: &'static str,
    /// `true`, `false`, `unknown`; nothing for what exists by being named.
    there: &'static str,
    needs: Want,
    /// One of these is needed.
    knows: Vec<String>,
    risk: u32,
}

#[derive(Debug, Clone)]
struct Work {
    delivers: Vec<String>,
    after: Vec<String>,
    cost: u32,
    state: &'static str,
}

#[derive(Debug, Clone)]
struct Firm {
    things: BTreeMap<String, Thing>,
    work: BTreeMap<String, Work>,
}

/// Judges a thing when these exist, by plain recursion over names.
fn holds(firm: &Firm, name: &str, exists: &BTreeSet<String>) -> bool {
    let thing = &firm.things[name];
    exists.contains(name)
        && want(firm, &thing.needs, exists)
        && (thing.knows.is_empty() || thing.knows.iter().any(|person| holds(firm, person, exists)))
}

fn want(firm: &Firm, want: &Want, exists: &BTreeSet<String>) -> bool {
    let each = |parts: &[Want]| parts.iter().filter(|part| self::want(firm, part, exists)).count();
    match want {
        Want::Thing(name) => holds(firm, name, exists),
        Want::All(parts) => each(parts) == parts.len(),
        Want::Any(parts) => each(parts) > 0,
        Want::AtLeast(least, parts) => each(parts) >= *least,
    }
}

/// What exists when these initiatives are done, unknown things counted or not.
fn existing(firm: &Firm, done: &BTreeSet<String>, hoping: bool) -> BTreeSet<String> {
    let by_itself = |thing: &Thing| thing.there == "true" || hoping && thing.there == "unknown";
    let mut exists: BTreeSet<String> =
        firm.things.iter().filter(|(_, thing)| by_itself(thing)).map(|(name, _)| name.clone()).collect();
    let all = firm.work.iter().filter(|(name, work)| work.state == "done" || done.contains(*name));
    exists.extend(all.flat_map(|(_, work)| work.delivers.clone()));
    exists
}

fn subsets(names: &[String]) -> Vec<BTreeSet<String>> {
    (0..1u32 << names.len())
        .map(|bits| (0..names.len()).filter(|at| bits >> at & 1 == 1).map(|at| names[at].clone()).collect())
        .collect()
}

/// Returns those sets of which no other set of the list is a part.
fn minimal(sets: Vec<BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let least = |set: &BTreeSet<String>| !sets.iter().any(|other| other != set && other.is_subset(set));
    sets.iter().filter(|set| least(set)).cloned().collect()
}

/// The sets of open initiatives, closed under `after`, that open an outcome, of which none is a part of another.
fn paths(firm: &Firm, outcome: &str, hoping: bool) -> BTreeSet<BTreeSet<String>> {
    let open: Vec<String> =
        firm.work.iter().filter(|(_, w)| w.state == "open").map(|(n, _)| n.clone()).collect();
    let closed = |set: &BTreeSet<String>| {
        set.iter()
            .all(|name| firm.work[name].after.iter().all(|b| firm.work[b].state == "done" || set.contains(b)))
    };
    let opens = |set: &BTreeSet<String>| holds(firm, outcome, &existing(firm, set, hoping));
    minimal(subsets(&open).into_iter().filter(|set| closed(set) && opens(set)).collect())
}

/// The sets of losses that close an outcome, of which none is a part of another.
fn cuts(firm: &Firm, outcome: &str, exists: &BTreeSet<String>) -> BTreeSet<BTreeSet<String>> {
    let left = |lost: &BTreeSet<String>| exists.difference(lost).cloned().collect::<BTreeSet<String>>();
    let sets = subsets(&basic(firm, exists)).into_iter().filter(|lost| !holds(firm, outcome, &left(lost)));
    minimal(sets.collect())
}

/// What can be lost: all that exists but outcomes, and capabilities that stand on others.
fn basic(firm: &Firm, exists: &BTreeSet<String>) -> Vec<String> {
    let atomic = |thing: &Thing| matches!(&thing.needs, Want::All(parts) if parts.is_empty());
    let can = |name: &&String| {
        let thing = &firm.things[*name];
        thing.kind != "outcomes" && (thing.kind != "capabilities" || atomic(thing))
    };
    exists.iter().filter(can).cloned().collect()
}

/// The chance that an outcome holds when each thing is lost by its own chance.
fn stays(firm: &Firm, outcome: &str, exists: &BTreeSet<String>) -> f64 {
    let basic = basic(firm, exists);
    let chance = |lost: &BTreeSet<String>| -> f64 {
        let of = |name: &String| f64::from(firm.things[name].risk) / 100.0;
        basic.iter().map(|name| if lost.contains(name) { of(name) } else { 1.0 - of(name) }).product()
    };
    let left = |lost: &BTreeSet<String>| exists.difference(lost).cloned().collect::<BTreeSet<String>>();
    subsets(&basic).iter().filter(|lost| holds(firm, outcome, &left(lost))).map(chance).sum()
}

/// What holds now and does not without one thing, itself included.
fn falls(firm: &Firm, lost: &str) -> BTreeSet<String> {
    let exists = existing(firm, &BTreeSet::new(), false);
    let left: BTreeSet<String> = exists.iter().filter(|name| *name != lost).cloned().collect();
    let falls = |name: &&String| holds(firm, name, &exists) && !holds(firm, name, &left);
    firm.things.keys().filter(falls).cloned().collect()
}

fn text_of(want: &Want) -> String {
    let list = |parts: &[Want]| format!("[{}]", parts.iter().map(text_of).collect::<Vec<_>>().join(", "));
    match want {
        Want::Thing(name) => name.clone(),
        Want::All(parts) => format!("{{ all: {} }}", list(parts)),
        Want::Any(parts) => format!("{{ any: {} }}", list(parts)),
        Want::AtLeast(least, parts) => format!("{{ at-least: {least}, of: {} }}", list(parts)),
    }
}

fn yaml(firm: &Firm) -> String {
    let mut text =
        "company: { as-of: 2026-03-02 }\nteams: { t: { people: 9, cost-per-week: 0 } }\n".to_owned();
    for kind in ["outcomes", "capabilities", "systems", "vendors", "people"] {
        text.push_str(&format!("{kind}:\n"));
        for (name, thing) in firm.things.iter().filter(|(_, thing)| thing.kind == kind) {
            let mut fields = Vec::new();
            if kind != "vendors" && kind != "people" {
                fields.push(format!("needs: {}", text_of(&thing.needs)));
            }
            match kind {
                "capabilities" => fields.push(format!("have: {}", thing.there)),
                "systems" => {
                    fields.push(format!("live: {}, knows: [{}]", thing.there, thing.knows.join(", ")))
                }
                _ => {}
            }
            if kind != "outcomes" {
                fields.push(format!("risk: {}%", thing.risk));
            }
            if kind == "systems" || kind == "vendors" {
                fields.push("exit: { takes: 2 weeks }".to_owned());
            }
            text.push_str(&format!("  {name}: {{ {} }}\n", fields.join(", ")));
        }
    }
    text.push_str("initiatives:\n");
    for (name, work) in &firm.work {
        let state = match work.state {
            "done" => ", done: 2026-01-01",
            "dropped" => ", dropped: 2026-01-01",
            _ => "",
        };
        text.push_str(&format!(
            "  {name}: {{ delivers: [{}], after: [{}], cost: {}, takes: 2 weeks{state} }}\n",
            work.delivers.join(", "),
            work.after.join(", "),
            work.cost
        ));
    }
    text
}

fn a_want(names: Vec<String>) -> BoxedStrategy<Want> {
    if names.is_empty() {
        return Just(Want::All(Vec::new())).boxed();
    }
    let leaf = prop::sample::select(names).prop_map(Want::Thing);
    let tree = leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Want::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Want::Any),
            (1usize..4, prop::collection::vec(inner, 1..4))
                .prop_map(|(k, of)| Want::AtLeast(k.min(of.len()), of)),
        ]
    });
    prop_oneof![1 => Just(Want::All(Vec::new())), 4 => tree].boxed()
}

/// A company of two outcomes, three capabilities, two systems, a vendor, two people, up to four initiatives.
fn a_firm() -> impl Strategy<Value = Firm> {
    let there = || prop::sample::select(vec!["true", "true", "false", "unknown"]);
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let risk = || 0u32..60;
    let low = names(&["v", "p1", "p2"]);
    let wants = (
        a_want(low.clone()),
        a_want([low.clone(), names(&["s1"])].concat()),
        a_want(names(&["s1", "s2", "v"])),
        a_want(names(&["s1", "s2", "c1"])),
        a_want(names(&["c1", "c2", "c3", "s1", "s2"])),
        a_want(names(&["c1", "c2", "c3", "s2", "o1"])),
    );
    let knows = || prop::sample::subsequence(names(&["p1", "p2"]), 0..=2);
    let work = prop::collection::vec(
        (
            prop::sample::subsequence(names(&["c1", "c2", "c3", "s1", "s2"]), 1..3),
            any::<prop::sample::Index>(),
            any::<bool>(),
            0u32..9,
            prop::sample::select(vec!["open", "open", "open", "open", "done", "dropped"]),
        ),
        0..5,
    );
    (
        wants,
        (there(), there(), there(), there(), there()),
        (knows(), knows()),
        prop::array::uniform8(risk()),
        work,
    )
        .prop_map(|(wants, there, knows, risks, work)| {
            let thing = |kind, there, needs: &Want, knows: &[String], risk| Thing {
                kind,
                there,
                needs: needs.clone(),
                knows: knows.to_vec(),
                risk,
            };
            let nothing = Want::All(Vec::new());
            let things = [
                ("v", thing("vendors", "true", &nothing, &[], risks[0])),
                ("p1", thing("people", "true", &nothing, &[], risks[1])),
                ("p2", thing("people", "true", &nothing, &[], risks[2])),
                ("s1", thing("systems", there.0, &wants.0, &knows.0, risks[3])),
                ("s2", thing("systems", there.1, &wants.1, &knows.1, risks[4])),
                ("c1", thing("capabilities", there.2, &wants.2, &[], risks[5])),
                ("c2", thing("capabilities", there.3, &wants.3, &[], risks[6])),
                ("c3", thing("capabilities", there.4, &nothing, &[], risks[7])),
                ("o1", thing("outcomes", "true", &wants.4, &[], 0)),
                ("o2", thing("outcomes", "true", &wants.5, &[], 0)),
            ];
            let mut initiatives = BTreeMap::new();
            for (at, (delivers, before, waits, cost, state)) in work.into_iter().enumerate() {
                let after = if waits && at > 0 { vec![format!("i{}", before.index(at))] } else { Vec::new() };
                initiatives.insert(format!("i{at}"), Work { delivers, after, cost, state });
            }
            Firm { things: things.map(|(name, thing)| (name.to_owned(), thing)).into(), work: initiatives }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn answers_equal_brute_force(firm in a_firm()) {
        let text = yaml(&firm);
        let reading = read(&Inputs::of_text(&text, jiff::civil::date(2026, 3, 2)));
        let model = reading.model.unwrap_or_else(|| panic!("{:?}\n{text}", reading.diagnostics));
        let question = EnsureQuestion { draws: 10, largest_set: 9, ..EnsureQuestion::default() };
        let answer = ensure(&model, &question);
        for (found, name) in answer.outcomes.iter().zip(["o1", "o2"]) {
            let none = BTreeSet::new();
            let now = |hoping| holds(&firm, name, &existing(&firm, &none, hoping));
            let (sure, hoped) = (paths(&firm, name, false), paths(&firm, name, true));
            let status = match () {
                () if now(false) => Status::Enabled,
                () if now(true) => Status::Unknown,
                () if !sure.is_empty() => Status::Reachable,
                () if !hoped.is_empty() => Status::Unknown,
                () => Status::Blocked,
            };
            prop_assert_eq!(found.status, status, "{} in\n{}", name, text);

            let expected = if sure.is_empty() { &hoped } else { &sure };
            let label = |id: &offing_model::InitiativeId| model[*id].card.name.to_string();
            let told: BTreeSet<BTreeSet<String>> =
                found.paths.cheapest.iter().map(|path| path.initiatives.iter().map(label).collect()).collect();
            prop_assert_eq!(&told, expected, "paths of {} in\n{}", name, text);
            let cost = |set: &BTreeSet<String>| set.iter().map(|name| f64::from(firm.work[name].cost)).sum::<f64>();
            let costs: Vec<f64> = found.paths.cheapest.iter().map(|path| path.cost).collect();
            prop_assert!(costs.is_sorted());
            prop_assert_eq!(costs.first().copied(), expected.iter().map(cost).reduce(f64::min));

            let Some(path) = &found.path else { continue };
            let done: BTreeSet<String> =
                if status == Status::Enabled { none } else { path.initiatives.iter().map(label).collect() };
            let exists = existing(&firm, &done, status != Status::Enabled && !path.sure);
            let bare = |node: &offing_model::Node| model.card(*node).name.to_string();
            let told: BTreeSet<BTreeSet<String>> =
                found.closing.sets.iter().map(|set| set.iter().map(bare).collect()).collect();
            prop_assert_eq!(&told, &cuts(&firm, name, &exists), "what closes {} in\n{}", name, text);
            let stays_enabled = found.closing.stays_enabled.expect("small enough to be exact");
            prop_assert!((stays_enabled - stays(&firm, name, &exists)).abs() < 1e-12, "{}", text);
        }
        let names = |nodes: &[offing_model::Node]| -> BTreeSet<String> {
            nodes.iter().map(|node| model.card(*node).name.to_string()).collect()
        };
        let of_kind = |names: &BTreeSet<String>, kinds: &[&str]| -> BTreeSet<String> {
            names.iter().filter(|name| kinds.contains(&firm.things[*name].kind)).cloned().collect()
        };
        for name in ["s1", "s2", "v"] {
            let expected = falls(&firm, name);
            let found = answer.exits.iter().find(|leaving| names(&[leaving.node]).contains(name));
            prop_assert_eq!(found.is_some(), expected.contains(name), "leaving {} in\n{}", name, text);
            let Some(found) = found else { continue };
            let told = &names(&[found.node]) | &names(&found.with);
            prop_assert_eq!(told, of_kind(&expected, &["systems", "vendors"]), "with {} in\n{}", name, text);
            let closes: BTreeSet<String> = found.closes.iter().map(|id| model[*id].card.name.to_string()).collect();
            prop_assert_eq!(closes, of_kind(&expected, &["outcomes"]), "closed without {} in\n{}", name, text);
        }
    }
}
