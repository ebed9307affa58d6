use super::*;
use crate::inputs::Inputs;
use crate::model::{Model, Need, Node};
use crate::reading::{Reading, read};
use jiff::civil::date;
use proptest::prelude::*;

/// A reading of a hand-written model with catalogs beside it.
struct Case {
    inputs: Inputs,
    reading: Reading,
}

fn case(model: &str, catalogs: &[&str]) -> Case {
    let mut inputs = Inputs::of_text(model, date(2026, 3, 2));
    let source =
        |text: &&str| Source { name: "catalog.yaml".to_owned(), content: Content::Text((*text).to_owned()) };
    inputs.catalogs = catalogs.iter().map(source).collect();
    let reading = read(&inputs);
    Case { inputs, reading }
}

impl Case {
    fn model(&self) -> &Model {
        self.reading.model.as_ref().unwrap_or_else(|| panic!("unsound: {:#?}", self.reading.diagnostics))
    }

    /// Codes of the findings, each with the text under its caret.
    fn found(&self) -> Vec<String> {
        let under =
            |span: crate::span::Span| &self.inputs.text(span.source)[span.start as usize..span.end as usize];
        let told = |found: &Diagnostic| format!("{} {}", found.code.slug(), under(found.span));
        self.reading.diagnostics.iter().map(told).collect()
    }

    /// What a node needs, by kind and name.
    fn needs(&self, name: &str) -> Vec<String> {
        let model = self.model();
        let mut names = Vec::new();
        let mut push = |node: Node, _| names.push(model.label(node));
        match model.named(name).first() {
            Some(crate::model::Named::Node(Node::System(id))) => model[*id].needs.each_node(&mut push),
            Some(crate::model::Named::Node(Node::Capability(id))) => model[*id].needs.each_node(&mut push),
            other => panic!("{name} is {other:?}"),
        }
        names
    }
}

/// Descriptors in short: `Kind name: spec fields`.
fn descriptors(lines: &[&str]) -> String {
    let one = |line: &&str| {
        let (head, spec) = line.split_once(": ").unwrap_or((line, ""));
        let (kind, name) = head.split_once(' ').unwrap();
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata: {{ name: {name} }}\nspec: {{ {spec} }}\n"
        )
    };
    lines.iter().map(one).collect()
}

#[test]
fn each_kind_becomes_what_it_is_here() {
    let catalog = descriptors(&[
        "Component shop: type: service, lifecycle: experimental, owner: web, system: trade, providesApis: [orders]",
        "Component search: owner: 'user:ana', consumesApis: [orders], dependsOn: ['resource:db']",
        "Component widget: subcomponentOf: shop",
        "Resource db: type: database, dependencyOf: [shop]",
        "API orders: owner: web, system: trade",
        "System trade: owner: web, domain: art",
        "Domain art: owner: web",
        "Group web: profile: { displayName: The web team }, members: [ana, ben]",
        "User ana: profile: { displayName: Ana Ito, email: a@example.com }, memberOf: [web]",
    ]);
    let case = case("", &[&catalog]);
    let model = case.model();
    assert_eq!(case.needs("system:search"), ["capability:orders", "system:db"]);
    assert_eq!(case.needs("system:shop"), ["system:widget", "system:db"], "the whole needs its part");
    assert_eq!(case.needs("capability:orders"), ["system:shop"]);
    assert!(matches!(model.capabilities[0].needs, Need::Any(_)), "any provider will do");
    assert_eq!(case.needs("capability:trade"), ["system:shop"], "a system needs its parts");
    let team = &model.teams[0];
    assert_eq!((team.card.shown(), team.people, model.people.len()), ("The web team", 2.0, 2));
    let ana = &model.people[0];
    assert_eq!(
        (&*ana.card.name, ana.card.title.as_deref(), ana.card.note.as_deref()),
        ("ana", None, Some("Ana Ito"))
    );
    assert_eq!(model.systems[1].lead.map(|lead| &*model[lead].card.name), Some("ana"));
    assert_eq!(model.systems[0].card.tags, ["type-service", "lifecycle-experimental", "domain-art"]);
    assert_eq!(model.systems[3].card.tags, ["type-database", "resource"]);
    let trade = model.capabilities.iter().find(|one| one.card.name == "trade").unwrap();
    assert_eq!(trade.card.tags, ["domain-art", "owner-web"]);
    model.each_card(&mut |_, card| assert!(card.from_catalog, "{}", card.name));
    assert_eq!(case.found(), ["catalog-left-aside email"]);
    assert_eq!(case.reading.catalog.read["Component"], 3);
    assert_eq!(case.reading.catalog.fields["spec.profile.email"], 1);
}

#[test]
fn what_was_written_by_hand_wins_and_differences_show_both_places() {
    let model = "\
systems:
  shop: { owner: core, title: Our shop, tags: [mine] }
  Search: {}
teams: { core: { people: 3 }, web: {} }
";
    let catalog = descriptors(&[
        "Component shop: type: service, owner: web, dependsOn: [search]",
        "Component search: owner: web",
        "Group web: members: [ana]",
        "Group core: members: [ana]",
    ]);
    let case = case(model, &[&catalog]);
    let model = case.model();
    assert_eq!(model.systems.len(), 2, "names that differ in case alone are one here");
    let shop = &model.systems[0];
    assert_eq!(shop.owner.map(|owner| &*model[owner].card.name), Some("core"));
    assert_eq!((shop.card.shown(), shop.card.from_catalog), ("Our shop", false));
    assert_eq!(shop.card.tags, ["mine", "type-service"]);
    assert_eq!(case.needs("shop"), ["system:Search"], "filled, and bound to the name it has here");
    assert_eq!(model.teams[1].people, 1.0);
    let differ: Vec<&Diagnostic> =
        case.reading.diagnostics.iter().filter(|found| found.code == Code::CatalogDiffers).collect();
    let messages: Vec<&str> = differ.iter().map(|found| found.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "system `shop`: `owner` is `core` here and `web` in the catalog; what is written here counts",
            "team `core`: `people` is `3` here and `1` in the catalog; what is written here counts",
        ]
    );
    assert!(differ.iter().all(|found| found.span.source == 0 && found.others[0].0.source == 1));
}

#[test]
fn a_bad_document_hides_no_other() {
    let good = descriptors(&["Component good: type: x"]);
    let bad = "---\nkind: [\n---\n- a\n---\nkind: Component\n---\nkind: API\nmetadata: { name: }\n---\nmetadata: { name: x }\n\
               ---\nkind: Group\nmetadata: { name: g, tags: 3 }\nspec: text\n";
    let case = case("", &[&format!("{bad}{good}"), "\u{0}", &good.replace("good", "other")]);
    let systems: Vec<&str> = case.model().systems.iter().map(|system| &*system.card.name).collect();
    assert_eq!(systems, ["good", "other"]);
    assert_eq!(case.model().teams.len(), 1, "a descriptor with a faulty field is read without it");
    assert!(case.found().iter().all(|found| found.starts_with("catalog-syntax")), "{:?}", case.found());
    assert_eq!(case.reading.catalog.faulty, 6);
    assert_eq!(case.found().len(), 8, "six documents, two fields: {:?}", case.found());
}

#[test]
fn files_that_can_not_be_read_are_warnings() {
    let mut inputs = Inputs::of_text("systems: { shop: {} }", date(2026, 3, 2));
    for content in [
        Content::NotUtf8 { valid_up_to: 1 },
        Content::TooLarge { bytes: 1 << 40 },
        Content::Unreadable { reason: "gone".to_owned() },
    ] {
        inputs.catalogs.push(Source { name: "c".to_owned(), content });
    }
    let reading = read(&inputs);
    assert!(reading.model.is_some());
    assert_eq!(reading.diagnostics.len(), 3);
    assert!(reading.diagnostics.iter().all(|found| found.code == Code::CatalogSyntax));
}

#[test]
fn what_is_named_and_not_described_is_told_once() {
    let catalog = descriptors(&[
        "Component a: owner: ghosts, system: none, dependsOn: [nowhere, 'group:web', 'template:x']",
        "Component b: owner: 'group:default/ghosts', system: none, providesApis: [nothing]",
        "Component c: owner: 'component:a'",
        "Group web: members: [ana]",
    ]);
    let case = case("", &[&catalog]);
    let model = case.model();
    let ghosts = &model.teams[1].card;
    assert_eq!((&*ghosts.name, ghosts.tags.as_slice()), ("ghosts", &["undeclared".to_owned()][..]));
    assert_eq!(case.needs("a"), Vec::<String>::new());
    assert_eq!(
        case.found(),
        [
            "catalog-reference ghosts",
            "catalog-reference none",
            "catalog-reference nowhere",
            "catalog-reference 'group:web'",
            "catalog-reference 'template:x'",
            "catalog-reference nothing",
            "catalog-syntax 'component:a'",
        ]
    );
    assert_eq!(case.reading.diagnostics[0].others.len(), 1, "the other place is shown too");
}

#[test]
fn namespaces_are_part_of_names_and_of_what_is_meant() {
    let catalog = "\
kind: Component
metadata: { name: shop, namespace: art }
spec: { owner: web, dependsOn: [db, 'resource:default/db'] }
---
kind: Resource
metadata: { name: db, namespace: art }
---
kind: Resource
metadata: { name: DB, namespace: Default }
---
kind: Group
metadata: { name: web, namespace: ART }
";
    let case = case("", &[catalog]);
    assert_eq!(case.needs("art.shop"), ["system:art.db", "system:DB"]);
    let owner = case.model().systems[0].owner.unwrap();
    assert_eq!(case.model()[owner].card.name, "ART.web", "the namespace of who refers, in any case");
}

#[test]
fn names_that_meet_or_can_not_be_carried_are_changed_and_told() {
    let catalog = descriptors(&[
        "System pay: owner: web",
        "API pay: type: openapi",
        "Resource db: type: a",
        "Component db: type: b",
        "Component \"a b:c\": dependsOn: ['resource:db']",
        "Group web: type: team",
    ]);
    let case = case("", &[&catalog]);
    let names = |names: &[&str]| -> Vec<String> { names.iter().map(|name| (*name).to_owned()).collect() };
    let told =
        |cards: Vec<&crate::model::Card>| cards.iter().map(|card| card.name.to_string()).collect::<Vec<_>>();
    let model = case.model();
    assert_eq!(told(model.capabilities.iter().map(|one| &one.card).collect()), names(&["pay-system", "pay"]));
    assert_eq!(
        told(model.systems.iter().map(|one| &one.card).collect()),
        names(&["db-resource", "db", "a-b-c"])
    );
    assert_eq!(case.needs("a-b-c"), ["system:db-resource"]);
    let found = case.found();
    assert_eq!(found.iter().filter(|found| found.starts_with("catalog-renamed")).count(), 3, "{found:?}");
}

#[test]
fn one_described_twice_is_one() {
    let catalog = descriptors(&[
        "Component a: owner: web, type: x",
        "Component A: owner: core, lifecycle: y",
        "Group web: ",
    ]);
    let case = case("", &[&catalog]);
    let model = case.model();
    assert_eq!(model.systems.len(), 1);
    assert_eq!(
        model.systems[0].card.tags,
        ["type-x", "lifecycle-y"],
        "the second fills what the first leaves out"
    );
    assert_eq!(case.found(), ["catalog-twice A"]);
    assert!(case.reading.diagnostics[0].message.contains("differs in owner"));
    assert_eq!(case.reading.catalog.repeated["Component"], 1);
}

#[test]
fn circles_lose_a_step_and_no_more() {
    let catalog = descriptors(&[
        "Component a: dependsOn: [b]",
        "Component b: dependsOn: [c]",
        "Component c: dependsOn: [a, d]",
        "Component d: dependsOn: [d], providesApis: [x], consumesApis: [x]",
        "API x: type: y",
    ]);
    let case = case("", &[&catalog]);
    assert_eq!(case.needs("a"), ["system:b"]);
    assert_eq!(case.needs("b"), ["system:c"]);
    assert_eq!(case.needs("c"), ["system:d"]);
    let circles: Vec<&Diagnostic> =
        case.reading.diagnostics.iter().filter(|found| found.code == Code::CatalogCircle).collect();
    assert_eq!(circles.len(), 3);
    assert_eq!(
        circles[0].message,
        "in the catalog `c` needs `a`, which needs `b`, which needs `c`: the first step is left out"
    );
    assert_eq!(circles[1].message, "in the catalog `d` needs itself: that is left out");
}

#[test]
fn a_circle_through_the_model_loses_the_catalogs_step() {
    let model = "capabilities: { sell: { needs: [shop] } }\nsystems: { shop: { needs: [db] } }";
    let catalog = descriptors(&[
        "Resource db: dependsOn: ['component:back']",
        "Component back: dependsOn: ['component:shop']",
    ]);
    let case = case(model, &[&catalog]);
    assert_eq!(case.needs("shop"), ["system:db"], "what was written by hand stays");
    let left: usize = ["db", "back"].iter().map(|name| case.needs(name).len()).sum();
    assert_eq!(left, 1);
    assert!(case.found().iter().any(|found| found.starts_with("catalog-circle")));
}

#[test]
fn a_circle_written_by_hand_is_still_an_error() {
    let model = "systems: { shop: { needs: [db] }, db: { needs: [shop] } }";
    let catalog = descriptors(&["Component x: dependsOn: ['component:shop']"]);
    let case = case(model, &[&catalog]);
    assert!(case.reading.model.is_none());
    assert_eq!(case.found(), ["needs-circle db"]);
}

#[test]
fn what_only_the_model_has_is_met_not_missed() {
    let model = "systems: { Old: {}, box: {} }\nteams: { web: {} }\ncapabilities: { pay: { needs: [box] } }";
    let catalog = descriptors(&[
        "Component new: owner: web, dependsOn: [old, 'component:box'], consumesApis: [pay]",
        "Resource box: type: x",
    ]);
    let case = case(model, &[&catalog]);
    assert_eq!(case.needs("new"), ["system:Old", "system:box", "capability:pay"]);
    assert_eq!(case.found(), ["name-style Old"], "nothing about the catalog");
    assert_eq!(case.model().capabilities[0].have, crate::units::Presence::Known(true), "by its needs alone");
    assert!(case.model().teams[0].card.tags.is_empty());
    assert_eq!(case.model().systems[1].card.tags, ["type-x", "resource"]);
}

#[test]
fn a_catalog_makes_no_clear_name_ambiguous() {
    let catalog = descriptors(&["Component payments: type: service"]);
    let case = case("outcomes: { o: { needs: [payments] } }\ncapabilities: { payments: {} }", &[&catalog]);
    let mut needs = Vec::new();
    case.model().outcomes[0].needs.each_node(&mut |node, _| needs.push(case.model().label(node)));
    assert_eq!(needs, ["capability:payments"]);
}

#[test]
fn findings_of_a_large_catalog_are_few() {
    let lines: Vec<String> = (0..5000)
        .map(|at| {
            format!("Component c{at}: owner: o{at}, dependsOn: [missing{at}, c{}, c{at}]", (at + 1) % 5000)
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let case = case("", &[&descriptors(&lines)]);
    assert_eq!(case.model().systems.len(), 5000);
    assert_eq!(case.reading.dropped, 0);
    assert!(case.reading.diagnostics.len() < 200, "{}", case.reading.diagnostics.len());
    let more =
        case.reading.diagnostics.iter().filter(|found| found.message.contains("more findings of this kind"));
    assert_eq!(more.count(), 2, "references and circles");
}

#[test]
fn long_descriptions_are_cut_between_words() {
    assert_eq!(shorten("one two three", 13), "one two three");
    assert_eq!(shorten("one two three", 12), "one two…");
    assert_eq!(shorten("ééééé", 3), "éé…");
}

/// Graphs of components, every edge from `dependsOn`, some entries written by hand too.
fn graphs() -> impl Strategy<Value = (Vec<(usize, usize)>, Vec<(usize, usize)>)> {
    let edges = |most: usize| prop::collection::vec((0..7usize, 0..7usize), 0..most);
    (edges(4), edges(20))
}

proptest! {
    /// Whatever a catalog needs, a model whose own needs have no circle stays sound, keeps all of them, and loses
    /// nothing of a catalog that closes no circle.
    #[test]
    fn no_catalog_makes_a_model_unsound((mut own, edges) in graphs()) {
        own.retain(|(from, to)| from < to);
        let list = |all: &[(usize, usize)], at: usize| -> Vec<String> {
            all.iter().filter(|(from, _)| *from == at).map(|(_, to)| format!("s{to}")).collect()
        };
        let mut model = String::from("systems:\n");
        for at in 0..7 {
            let needs = list(&own, at);
            let needs = if needs.is_empty() { String::new() } else { format!("needs: [{}]", needs.join(", ")) };
            model.push_str(&format!("  s{at}: {{ {needs} }}\n"));
        }
        let components: Vec<String> =
            (0..7).map(|at| format!("Component s{at}: dependsOn: [{}]", list(&edges, at).join(", "))).collect();
        let components: Vec<&str> = components.iter().map(String::as_str).collect();
        let case = case(&model, &[&descriptors(&components)]);
        let dropped = case.reading.diagnostics.iter().filter(|found| found.code == Code::CatalogCircle).count();
        let mut wanted = 0;
        for at in 0..7 {
            let mut needs = list(&own, at);
            if needs.is_empty() {
                needs = list(&edges, at);
            }
            needs.sort();
            needs.dedup();
            wanted += needs.len();
        }
        let mut kept = 0;
        for at in 0..7 {
            let mut needs = case.needs(&format!("s{at}"));
            needs.sort();
            needs.dedup();
            if !list(&own, at).is_empty() {
                let mut by_hand: Vec<String> = list(&own, at).iter().map(|name| format!("system:{name}")).collect();
                by_hand.sort();
                by_hand.dedup();
                prop_assert_eq!(&needs, &by_hand);
            }
            kept += needs.len();
        }
        prop_assert_eq!(kept + dropped, wanted, "each step left out is told");
    }
}
