use super::*;
use crate::code::Code;
use crate::inputs::Content;
use crate::reading::read;
use jiff::civil::date;
use proptest::prelude::*;

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), content: Content::Text(text.to_owned()) }
}

fn init(catalog: &str, owners: &str) -> Init {
    let owners = if owners.is_empty() { Vec::new() } else { vec![source("repo/CODEOWNERS", owners)] };
    from_catalogs(Gathered {
        catalogs: vec![source("repo/shop/catalog-info.yaml", catalog)],
        owners,
        others: 0,
    })
}

/// Entities of a model with all that a catalog can say of them, names instead of ids, places left out.
fn told(model: &Model) -> Vec<String> {
    let mut lines = Vec::new();
    let card = |kind: &str, card: &crate::model::Card| {
        format!("{kind} {} {:?} {:?} {:?} {:?}", card.name, card.title, card.note, card.link, card.tags)
    };
    let needs = |needs: &crate::model::Need| {
        let mut names = Vec::new();
        needs.each_node(&mut |node, _| names.push(model.label(node)));
        format!("{} {}", matches!(needs, crate::model::Need::Any(_)), names.join(" "))
    };
    for one in &model.capabilities {
        lines.push(format!("{} {:?} {}", card("capability", &one.card), one.have, needs(&one.needs)));
    }
    for one in &model.systems {
        let owner = one.owner.map(|owner| model[owner].card.name.clone());
        let lead = one.lead.map(|lead| model[lead].card.name.clone());
        lines.push(format!("{} {owner:?} {lead:?} {}", card("system", &one.card), needs(&one.needs)));
    }
    for one in &model.teams {
        lines.push(format!("{} {}", card("team", &one.card), one.people));
    }
    for one in &model.people {
        let team = one.team.map(|team| model[team].card.name.clone());
        lines.push(format!("{} {team:?}", card("person", &one.card)));
    }
    lines.sort();
    lines
}

/// Returns the model that a catalog makes when it is read at every run.
fn by_reading(catalog: &str) -> Model {
    let mut inputs = Inputs::of_text("", date(2026, 3, 2));
    inputs.catalogs.push(source("repo/shop/catalog-info.yaml", catalog));
    let reading = read(&inputs);
    reading.model.unwrap_or_else(|| panic!("a catalog made the model unsound: {:?}", reading.diagnostics))
}

fn of_text(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, date(2026, 3, 2)));
    let faults = reading.diagnostics;
    reading.model.unwrap_or_else(|| panic!("the written model is not sound: {faults:?}\n{text}"))
}

#[test]
fn the_starter_is_short_sound_and_without_a_finding() {
    let lines = text().lines().count();
    assert!((40..=60).contains(&lines), "{lines} lines");
    let reading = read(&Inputs::of_text(text(), date(2026, 3, 2)));
    assert_eq!(reading.diagnostics, []);
    let model = reading.model.unwrap();
    let figures =
        (model.outcomes.len(), model.capabilities.len(), model.initiatives.len(), model.teams.len());
    assert_eq!((figures, model.guarantees.len()), ((3, 4, 2, 1), 1));
    assert!(model.chosen().is_some());
    assert!(text().lines().all(|line| line.chars().count() <= 120), "fits a screen");
}

const CATALOG: &str = r#"
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: shop, title: "The: shop #1", description: 'Sells "art" \ more', tags: [true, "3"] }
spec: { type: service, lifecycle: production, owner: web, providesApis: [shop], dependsOn: [resource:db], system: trade }
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: shop }
spec: { type: openapi, owner: user:ana, definition: "x" }
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: { name: db }
spec: { type: database, owner: user:ana }
---
apiVersion: backstage.io/v1alpha1
kind: System
metadata: { name: trade }
spec: { owner: web, domain: art }
---
apiVersion: backstage.io/v1alpha1
kind: Domain
metadata: { name: art }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: web }
spec: { type: team, profile: { displayName: Web }, members: [ana, "no"] }
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: lost }
spec: { type: library }
"#;

#[test]
fn the_written_model_says_what_the_catalog_says() {
    let init = init(CATALOG, "");
    let model = of_text(&init.text);
    assert_eq!(told(&model), told(&by_reading(CATALOG)), "{}", init.text);
    assert_eq!(model.outcomes.len(), 1);
    let mut needs = Vec::new();
    model.outcomes[0].needs.each_node(&mut |node, _| needs.push(model.label(node)));
    assert_eq!(needs, ["capability:shop", "system:lost", "capability:trade"], "all that nothing else needs");
    assert_eq!(init.summary.made.values().sum::<usize>(), model.entity_count(), "{:?}", init.summary.made);
    assert_eq!(init.text, self::init(CATALOG, "").text);
}

#[test]
fn owners_of_code_become_teams_and_own_what_nobody_owns() {
    let owners = "* @org/web\n/shop/ @org/Platform @ben dee@example.com\n";
    let init = init(CATALOG, owners);
    let model = of_text(&init.text);
    let lost = model.systems.iter().find(|system| system.card.name == "lost").unwrap();
    assert_eq!(model[lost.owner.unwrap()].card.name, "Platform");
    let shop = model.systems.iter().find(|system| system.card.name == "shop").unwrap();
    assert_eq!(model[shop.owner.unwrap()].card.name, "web", "a descriptor's own owner stays");
    let unknown: Vec<&str> = init
        .diagnostics
        .iter()
        .filter(|found| found.code == Code::CatalogReference)
        .map(|found| &init.inputs.text(found.span.source)[found.span.start as usize..found.span.end as usize])
        .collect();
    assert_eq!(unknown, ["@org/Platform", "@ben", "dee@example.com"]);
    let tagged = |tag: &str| {
        let mut names = Vec::new();
        model.each_card(&mut |_, card| {
            if card.tags.iter().any(|known| known == tag) {
                names.push(card.name.to_string());
            }
        });
        names
    };
    assert_eq!(tagged("undeclared"), ["ben", "dee", "Platform"]);
}

#[test]
fn a_person_leads_where_only_people_own() {
    let model = of_text(&init(CATALOG, "/shop/ @ana").text);
    let lost = model.systems.iter().find(|system| system.card.name == "lost").unwrap();
    assert_eq!(model[lost.lead.unwrap()].card.name, "ana");
}

#[test]
fn nothing_but_owners_is_a_model_too() {
    let gathered = Gathered { owners: vec![source("CODEOWNERS", "* @org/web @ana")], ..Gathered::default() };
    let model = of_text(&from_catalogs(gathered).text);
    assert_eq!((model.teams.len(), model.people.len(), model.outcomes.len()), (1, 1, 1));
}

#[test]
fn every_text_survives_being_quoted() {
    for text in [
        "",
        " ",
        "a",
        "null",
        "~",
        "3",
        "a: b",
        "#x",
        "- x",
        "é\u{202E}\u{FEFF}",
        "\u{1F600}",
        "a\"b\\c",
        "system:a",
    ] {
        let yaml = format!("company: {{ name: {} }}", write::quoted(text));
        let reading = read(&Inputs::of_text(&yaml, date(2026, 3, 2)));
        assert_eq!(reading.model.expect(&yaml).company.name, text);
    }
}

/// Descriptors with names that meet, references that dangle and turn in circles, and words that YAML takes for others.
fn catalogs() -> impl Strategy<Value = String> {
    let kinds = ["Component", "API", "Resource", "System", "Domain", "Group", "User", "Template"];
    let name = prop_oneof![
        Just("a"),
        Just("b"),
        Just("c"),
        Just("A"),
        Just("\"a b\""),
        Just("\"b:c\""),
        Just("null"),
        Just("\"true\""),
        Just("run-today"),
        Just("\"é\u{200B}\""),
        Just("\"3\""),
    ];
    let reference = prop_oneof![
        Just("a"),
        Just("component:a"),
        Just("resource:b"),
        Just("api:c"),
        Just("system:a"),
        Just("x/b"),
        Just("user:c"),
        Just("group:x/a"),
        Just("a:b:c"),
        Just("\"\""),
        Just("[a]"),
        Just("{name: b, kind: api}"),
        Just("none"),
    ];
    let field = ("owner|system|domain|subcomponentOf|providesApis|consumesApis|dependsOn|dependencyOf|members|memberOf|type|lifecycle|profile", reference)
        .prop_map(|(field, to)| match field.as_str() {
            "owner" | "system" | "domain" | "subcomponentOf" | "type" | "lifecycle" => format!("  {field}: {to}\n"),
            _ => format!("  {field}: [{to}, b]\n"),
        });
    let document = (0..kinds.len(), name, prop::collection::vec(field, 0..5), any::<bool>()).prop_map(
        move |(kind, name, fields, other)| {
            let namespace = if other { ", namespace: x" } else { "" };
            let mut fields = fields;
            fields.sort();
            fields.dedup_by_key(|field| field.split(':').next().map(str::to_owned));
            format!(
                "---\napiVersion: backstage.io/v1alpha1\nkind: {}\nmetadata: {{ name: {name}{namespace}, description: {name} }}\nspec:\n{}",
                kinds[kind],
                fields.concat()
            )
        },
    );
    prop::collection::vec(document, 0..12).prop_map(|documents| documents.concat())
}

proptest! {
    #[test]
    fn whatever_a_catalog_says_is_read_back_as_written(catalog in catalogs(), owners in r"([*a-c/]{1,5} (@o/[ab]|@[abc]|[ab]@x\.y) ?\n){0,3}") {
        let alone = init(&catalog, "");
        prop_assert_eq!(told(&of_text(&alone.text)), told(&by_reading(&catalog)));
        let owned = init(&catalog, &owners);
        of_text(&owned.text);
    }

    #[test]
    fn no_text_makes_it_panic(catalog in r"(?s)([ -~]|\PC|[\n:{}\[\]'|>&*!%\-]){0,300}", lines in prop::collection::vec("kind: (API|Group)|metadata:|  name: [a-c:]{1,3}|---|  - x|spec:|[ ]{0,3}[a-z]{1,4}: [a-z]?|apiVersion: backstage.io/v1", 0..25)) {
        of_text(&init(&catalog, &catalog).text);
        let lines = lines.join("\n");
        of_text(&init(&lines, "").text);
        by_reading(&lines);
    }
}
