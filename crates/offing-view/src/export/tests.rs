use offing_model::{Inputs, Model, read};

use super::*;

fn inputs(text: &str) -> Inputs {
    Inputs::of_text(text, jiff::civil::date(2026, 3, 2))
}

fn model(inputs: &Inputs) -> Model {
    let reading = read(inputs);
    reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

const SHOP: &str = "\
company: { name: \"Shop & <Co>\" }
outcomes:
  shop: { title: \"The \\\"shop\\\"\", chosen: true, needs: { all: [till, { any: [post, courier] }] } }
  plan-b: { confidential: true, needs: [secret-sauce] }
capabilities:
  till: { have: true, needs: [till-service, stock] }
  post: { have: true }
  courier: {}
  stock: { have: true, needs: [stock-service] }
  secret-sauce: { confidential: true }
systems:
  till-service: { owner: makers, lead: mia, uses: [rust], needs: [stock-service, post] }
  stock-service: { lead: mia, note: \"-1 is\\nno stock\" }
technologies:
  rust: { ring: adopt, vendor: nobody }
vendors: { nobody: {} }
initiatives:
  hire-courier: { delivers: [courier], takes: 2 to 6 weeks, staff: { makers: 2 } }
  cook: { delivers: [secret-sauce], takes: 3 weeks, after: [hire-courier], staff: { makers: 1 }, confidential: true }
teams: { makers: { people: 3 } }
people: { mia: { title: Lead Engineer, team: makers } }
signals:
  - { date: 2026-02-01, about: plan-b, note: hush }
  - { date: 2026-02-02, about: shop }
";

const ALL: [Form; 8] = [
    Form::Backstage,
    Form::Archimate,
    Form::Owm,
    Form::Mermaid,
    Form::Dot,
    Form::Csv,
    Form::Msproject,
    Form::Json,
];

#[test]
fn what_is_confidential_is_left_out_of_every_form_and_counted() {
    let inputs = inputs(SHOP);
    let model = model(&inputs);
    for form in ALL {
        let exported = export(&model, &inputs, form, false);
        assert_eq!(exported.confidential, 3, "{form:?}");
        for word in ["plan-b", "secret-sauce", "cook", "hush"] {
            assert!(!exported.text.contains(word), "{form:?} tells `{word}`:\n{}", exported.text);
        }
        assert!(exported.text.contains("ourier"), "{form:?}:\n{}", exported.text);
        let whole = export(&model, &inputs, form, true);
        assert_eq!(whole.confidential, 0);
        assert!(whole.text.len() > exported.text.len(), "{form:?}");
    }
}

#[test]
fn json_says_what_the_model_says() {
    let inputs = inputs(SHOP);
    let exported = export(&model(&inputs), &inputs, Form::Json, true);
    let again = self::inputs(&exported.text);
    assert_eq!(offing_model::change::changes(&inputs, &again), []);
}

#[test]
fn backstage_gives_the_same_entities_again() {
    let inputs = inputs(SHOP);
    let model = model(&inputs);
    let exported = export(&model, &inputs, Form::Backstage, false);
    let source = offing_model::Source {
        name: "catalog-info.yaml".to_owned(),
        content: offing_model::Content::Text(exported.text.clone()),
    };
    let gathered = offing_model::starter::Gathered { catalogs: vec![source], ..Default::default() };
    let init = offing_model::starter::from_catalogs(gathered);
    let again = self::model(&self::inputs(&init.text));
    let names = |cards: Vec<&Card>| {
        let mut names: Vec<String> = cards.iter().map(|card| card.name.to_string()).collect();
        names.sort();
        names
    };
    let scope = Scope { model: &model, all: false };
    assert_eq!(
        names(again.systems.iter().map(|one| &one.card).collect()),
        names(scope.of(&model.systems, |one| &one.card).iter().map(|one| &one.card).collect())
    );
    assert_eq!(
        names(again.capabilities.iter().map(|one| &one.card).collect()),
        names(scope.of(&model.capabilities, |one| &one.card).iter().map(|one| &one.card).collect())
    );
    assert_eq!(
        names(
            again
                .teams
                .iter()
                .filter(|one| !one.card.tags.contains(&"undeclared".to_owned()))
                .map(|one| &one.card)
                .collect()
        ),
        ["makers"]
    );
    assert_eq!(names(again.people.iter().map(|one| &one.card).collect()), ["mia"]);
    let system = again.systems.iter().find(|one| one.card.name == "till-service").unwrap();
    assert_eq!(again[system.owner.unwrap()].card.name, "makers");
    let mut needs = Vec::new();
    system.needs.each_node(&mut |node, _| needs.push(again.label(node)));
    needs.sort();
    assert_eq!(needs, ["capability:post", "system:stock-service"]);
    let till = again.capabilities.iter().find(|one| one.card.name == "till").unwrap();
    let mut needs = Vec::new();
    till.needs.each_node(&mut |node, _| needs.push(again.label(node)));
    assert_eq!(needs, ["system:till-service"], "the need between capabilities is counted as not carried");
    assert!(exported.not_carried.contains(&("needs between capabilities".to_owned(), 1)));
}

#[test]
fn a_spreadsheet_takes_no_cell_for_a_formula() {
    let inputs = inputs(SHOP);
    let exported = export(&model(&inputs), &inputs, Form::Csv, false);
    assert!(exported.text.contains("\"'-1 is\nno stock\""), "{}", exported.text);
    assert!(exported.text.lines().next().unwrap().starts_with("kind,name,title"));
}

/// A tag: its name, its attributes, how deep it stands.
type Tag = (String, Vec<(String, String)>, usize);

/// Walks XML without the code that wrote it: tags open and close in order, and what each holds is handed out.
fn walk(xml: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let body = xml.split_once("?>").expect("a declaration").1;
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag ends");
        assert!(
            !text.contains(">") && !tag.contains('&')
                || tag.contains("&amp;")
                || tag.contains("&lt;")
                || tag.contains("&quot;"),
            "{part}"
        );
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "tags close in order");
            continue;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let mut words = tag.splitn(2, ' ');
        let name = words.next().unwrap().to_owned();
        let mut attributes = Vec::new();
        let mut rest = words.next().unwrap_or("");
        while let Some((key, value)) = rest.split_once("=\"") {
            let (value, after) = value.split_once('"').expect("an attribute ends");
            attributes.push((key.trim().to_owned(), value.to_owned()));
            rest = after;
        }
        found.push((name.clone(), attributes, open.len()));
        if !closed {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "every tag is closed");
    found
}

#[test]
fn the_exchange_file_has_the_structure_of_its_schema() {
    let inputs = inputs(SHOP);
    let exported = export(&model(&inputs), &inputs, Form::Archimate, true);
    let found = walk(&exported.text);
    let get = |attributes: &[(String, String)], key: &str| {
        attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
    };
    let top: Vec<&str> =
        found.iter().filter(|(_, _, depth)| *depth == 1).map(|(name, ..)| name.as_str()).collect();
    assert_eq!(
        top,
        ["name", "elements", "relationships", "propertyDefinitions"],
        "in the order of ModelType"
    );
    let (_, attributes, _) = &found[0];
    assert_eq!(get(attributes, "xmlns").as_deref(), Some("http://www.opengroup.org/xsd/archimate/3.0/"));
    let elements =
        ["Outcome", "Capability", "ApplicationComponent", "SystemSoftware", "BusinessActor", "WorkPackage"];
    let relations = ["Realization", "Serving", "Association", "Aggregation", "Triggering"];
    let mut ids: Vec<String> = Vec::new();
    let mut ends: Vec<String> = Vec::new();
    for (name, attributes, _) in &found {
        if let Some(id) = get(attributes, "identifier") {
            let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            assert!(id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.chars().all(is_name), "{id}");
            assert!(!ids.contains(&id), "{id} stands twice");
            ids.push(id);
        }
        match name.as_str() {
            "element" => assert!(elements.contains(&get(attributes, "xsi:type").unwrap().as_str())),
            "relationship" => {
                assert!(relations.contains(&get(attributes, "xsi:type").unwrap().as_str()));
                ends.extend([get(attributes, "source").unwrap(), get(attributes, "target").unwrap()]);
            }
            "property" => ends.push(get(attributes, "propertyDefinitionRef").unwrap()),
            "name" | "value" | "documentation" => {
                assert_eq!(get(attributes, "xml:lang").as_deref(), Some("en"))
            }
            _ => {}
        }
    }
    assert!(ends.iter().all(|end| ids.contains(end)), "what is referred to is there");
    // Within an element: name, documentation, properties.
    let mut last = 0;
    for (name, _, depth) in &found {
        match (name.as_str(), depth) {
            (_, 2) => last = 0,
            (part, 3) => {
                let at = ["name", "documentation", "properties"].iter().position(|known| *known == part);
                if let Some(at) = at {
                    assert!(at + 1 > last, "{part} stands too late");
                    last = at + 1;
                }
            }
            _ => {}
        }
    }
    assert!(exported.text.contains("Shop &amp; &lt;Co&gt;"));
}

#[test]
fn a_project_file_has_its_parts_in_order() {
    let inputs = inputs(SHOP);
    let exported = export(&model(&inputs), &inputs, Form::Msproject, true);
    let found = walk(&exported.text);
    let top: Vec<&str> =
        found.iter().filter(|(_, _, depth)| *depth == 1).map(|(name, ..)| name.as_str()).collect();
    let expected = [
        "SaveVersion",
        "Name",
        "StartDate",
        "MinutesPerDay",
        "MinutesPerWeek",
        "DaysPerMonth",
        "Tasks",
        "Resources",
        "Assignments",
    ];
    assert_eq!(top, expected);
    // Three weeks of 40 hours.
    assert!(exported.text.contains("<Duration>PT120H0M0S</Duration>"));
    assert!(exported.text.contains("<PredecessorUID>1</PredecessorUID>"));
    assert!(exported.text.contains("offing-takes: 14 to 42 days"));
}

#[test]
fn a_map_and_diagrams_draw_what_stands_on_what() {
    let inputs = inputs(SHOP);
    let model = model(&inputs);
    let owm = export(&model, &inputs, Form::Owm, false).text;
    assert!(
        owm.contains("anchor The \"shop\" [0.97, 0.50]\n") && owm.contains("till->till-service\n"),
        "{owm}"
    );
    let mermaid = export(&model, &inputs, Form::Mermaid, false).text;
    assert!(mermaid.contains("([\"The #quot;shop#quot;\"])"), "{mermaid}");
    let dot = export(&model, &inputs, Form::Dot, false).text;
    assert!(dot.contains("label=\"The \\\"shop\\\"\""), "{dot}");
    assert_eq!(dot.matches(" -> ").count(), mermaid.matches(" --> ").count());
}
