use offing_model::brought::bring;
use offing_model::{EntityKind, Inputs, Model, read};

use super::*;

/// Returns the model that a file brings by itself, as text and bound.
fn made(text: &str, form: Form) -> (String, Model) {
    let brought = brought(text, form).unwrap_or_else(|fault| panic!("{fault}"));
    let mut empty = Inputs::of_text("", jiff::civil::date(2026, 3, 2));
    empty.sources = Vec::new();
    let import = bring(&empty, "imported/x.yaml", None, &brought).unwrap();
    let text = import.own.unwrap_or_default();
    let reading = read(&Inputs::of_text(&text, jiff::civil::date(2026, 3, 2)));
    let model = reading.model.unwrap_or_else(|| panic!("{:?}\n{text}", reading.diagnostics));
    (text, model)
}

fn left(text: &str, form: Form) -> Vec<(String, usize)> {
    brought(text, form).unwrap().left.into_iter().map(|(what, names)| (what, names.len())).collect()
}

const JIRA: &str = "\
Issue key,Issue Type,Summary,Status,Resolution,Resolved,Custom field (Start date),Inward issue link (Blocks),Inward issue link (Blocks),Labels
SHOP-1,Epic,Take payments,Done,Done,02/Mar/26 10:15 AM,05/Jan/26,,,money
SHOP-2,Epic,\"Pay, galleries\",In Progress,,,10/Feb/26 9:00 AM,SHOP-1,SHOP-7,
SHOP-3,Story,A button,Done,Done,02/Feb/26,,,,
SHOP-4,Initiative,Old plan,Done,Won't Do,02/Feb/26,,,,
SHOP-5,Epic,Later,To Do,,,01/Jul/26,,,
";

#[test]
fn epics_of_jira_are_initiatives() {
    let (text, model) = made(JIRA, Form::Jira);
    assert_eq!(model.initiatives.len(), 4);
    let named = |name: &str| model.initiatives.iter().find(|one| one.card.name == name).unwrap();
    let payments = named("take-payments");
    assert_eq!(payments.done, Some(jiff::civil::date(2026, 3, 2)));
    assert_eq!(payments.started, Some(jiff::civil::date(2026, 1, 5)));
    assert_eq!(model[named("pay-galleries").after[0]].card.name, "take-payments");
    assert!(named("old-plan").dropped.is_some() && named("old-plan").done.is_none());
    assert!(named("later").started.is_none(), "what is planned has not begun");
    assert!(text.contains("origin: jira SHOP-2"), "{text}");
    let left = left(JIRA, Form::Jira);
    assert!(left.iter().any(|(what, count)| what.starts_with("Story") && *count == 1));
    assert!(left.contains(&("links to items that are not carried".to_owned(), 1)));
}

#[test]
fn a_broken_table_names_its_line() {
    let fault = |text: &str, form: Form| brought(text, form).unwrap_err().to_string();
    assert!(fault("a,b\n1,2\n", Form::Jira).contains("no column `Issue key`"));
    let short = fault("Issue key,Issue Type,Summary\nSHOP-1,Epic\n", Form::Jira);
    assert!(short.starts_with(":2: 2 cells where the head has 3"), "{short}");
    let day = fault(&JIRA.replace("02/Mar/26 10:15 AM", "02/03/2026"), Form::Jira);
    assert!(day.starts_with(":2: `Resolved` is no day: `02/03/2026`"), "{day}");
    assert!(fault("[1", Form::Github).starts_with(":1: no JSON"));
    assert!(fault("{}", Form::Github).contains("no list of issues"));
    assert!(fault("note hello\n", Form::Owm).contains("no `component`"));
    assert!(fault("component Kettle [0.4, 7]\n", Form::Owm).starts_with(":1: `[0.4, 7]` is no place"));
}

#[test]
fn projects_of_linear_and_milestones_of_github_are_initiatives() {
    let linear = "ID,Title,Status,Project,Started,Completed,Canceled\n\
                  A-1,One,Done,Checkout,2026-01-05T10:00:00.000Z,2026-01-20T10:00:00.000Z,\n\
                  A-2,Two,Done,Checkout,2026-01-10T10:00:00.000Z,2026-02-01T10:00:00.000Z,\n\
                  A-3,Three,Todo,Search,,,\n\
                  A-4,Four,Todo,,,,\n";
    let (_, model) = made(linear, Form::Linear);
    let checkout = &model.initiatives[0];
    assert_eq!(checkout.started, Some(jiff::civil::date(2026, 1, 5)));
    assert_eq!(checkout.done, Some(jiff::civil::date(2026, 2, 1)));
    assert!(model.initiatives[1].done.is_none());
    let github = r##"[
      {"number": 1, "title": "Big: #1", "labels": [{"name": "Epic"}], "closedAt": "2026-02-03T00:00:00Z", "stateReason": "COMPLETED", "url": "https://example.com/1"},
      {"number": 2, "title": "Small", "labels": [], "closedAt": null, "milestone": {"number": 7, "title": "v2"}},
      {"number": 3, "title": "Done small", "labels": [], "closedAt": "2026-01-03T00:00:00Z", "milestone": {"number": 7, "title": "v2"}}
    ]"##;
    let (text, model) = made(github, Form::Github);
    assert_eq!(model.initiatives.len(), 2);
    assert!(text.contains("origin: \"github #1\"") && text.contains("origin: github milestone 7"), "{text}");
    assert!(
        model.initiatives.iter().find(|one| one.card.name == "v2").unwrap().done.is_none(),
        "one is open"
    );
}

#[test]
fn a_wardley_map_is_what_stands_on_what() {
    let map = "\
title Tea Shop // a comment
anchor Public [0.95, 0.60]
component Cup of Tea [0.79, 0.61] label [19, -4]
component Water [0.38, 0.82]
component Kettle [0.43, 0.35] (build)
component Power [0.1, 0.7] (buy)
Public->Cup of Tea
Cup of Tea->Water; limited by
Cup of Tea->Kettle
Kettle->Power
Kettle->Nowhere
Water->Cup of Tea
evolve Kettle->Electric Kettle 0.62
note standardising power [0.69, 0.48]
style wardley
";
    let (text, model) = made(map, Form::Owm);
    assert_eq!(model.outcomes[0].card.name, "public");
    assert_eq!(
        model.capabilities.iter().map(|one| one.card.name.as_str()).collect::<Vec<_>>(),
        ["cup-of-tea", "water"]
    );
    let kettle = model.systems.iter().find(|one| one.card.name == "kettle").unwrap();
    assert_eq!((kettle.uses.len(), kettle.card.tags.as_slice()), (1, &["custom".to_owned()][..]));
    assert_eq!(model.technologies[0].card.name, "power");
    let left = left(map, Form::Owm);
    for what in ["evolve", "note", "links to what is no component", "links that would close a circle"] {
        assert!(left.contains(&(what.to_owned(), 1)), "{what}: {left:?}\n{text}");
    }
}

#[test]
fn blips_of_a_radar_are_technologies() {
    let radar = "name,ring,quadrant,isNew,description\nNode.js,Adopt,Platforms,FALSE,Ours\nRust,trial,Languages,TRUE,\n\
                 Odd,watch,Tools,FALSE,\n";
    let (text, model) = made(radar, Form::Radar);
    let node = &model.technologies[0];
    assert_eq!((node.card.name.as_str(), node.card.title.as_deref()), ("node-js", Some("Node.js")));
    assert_eq!(node.ring.map(|ring| ring.word()), Some("adopt"));
    assert_eq!(node.card.tags, ["Platforms"]);
    assert_eq!(model.technologies.len(), 3, "{text}");
    assert!(left(radar, Form::Radar).iter().any(|(what, count)| what.starts_with("rings") && *count == 1));
}

const ARCHIMATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<model xmlns="http://www.opengroup.org/xsd/archimate/3.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" identifier="m">
  <name xml:lang="en">Shop</name>
  <elements>
    <element identifier="o1" xsi:type="Goal"><name xml:lang="en">Win the market</name></element>
    <element identifier="c1" xsi:type="Capability"><name>Take payments</name><documentation>So &amp; so</documentation></element>
    <element identifier="c2" xsi:type="Capability"><name>Quote</name></element>
    <element identifier="a1" xsi:type="ApplicationComponent"><name>Till</name></element>
    <element identifier="n1" xsi:type="SystemSoftware"><name>Postgres</name></element>
    <element identifier="t1" xsi:type="BusinessActor"><name>Makers</name></element>
    <element identifier="w1" xsi:type="WorkPackage"><name>Build quotes</name></element>
    <element identifier="x1" xsi:type="BusinessProcess"><name>Selling</name></element>
  </elements>
  <relationships>
    <relationship identifier="r1" source="c1" target="o1" xsi:type="Realization"/>
    <relationship identifier="r2" source="a1" target="c1" xsi:type="Realization"/>
    <relationship identifier="r3" source="n1" target="a1" xsi:type="Serving"/>
    <relationship identifier="r4" source="t1" target="a1" xsi:type="Assignment"/>
    <relationship identifier="r5" source="w1" target="c2" xsi:type="Realization"/>
    <relationship identifier="r6" source="x1" target="c1" xsi:type="Serving"/>
  </relationships>
</model>
"#;

#[test]
fn an_architecture_is_read_in_our_words() {
    let (text, model) = made(ARCHIMATE, Form::Archimate);
    let label = |node| model.label(node);
    let mut needs = Vec::new();
    model.outcomes[0].needs.each_node(&mut |node, _| needs.push(label(node)));
    model.capabilities[0].needs.each_node(&mut |node, _| needs.push(label(node)));
    assert_eq!(needs, ["capability:take-payments", "system:till"], "{text}");
    assert_eq!(model[model.systems[0].uses[0]].card.name, "postgres");
    assert_eq!(model[model.systems[0].owner.unwrap()].card.name, "makers");
    assert_eq!(model.initiatives[0].delivers.len(), 1);
    assert_eq!(model.capabilities[0].card.note.as_deref(), Some("So & so"));
    assert_eq!(
        left(ARCHIMATE, Form::Archimate),
        [("BusinessProcess elements".to_owned(), 1), ("Serving relationships".to_owned(), 1)]
    );
}

#[test]
fn xml_that_could_do_harm_is_refused_with_its_place() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE m [\n<!ENTITY a \"aaaaaaaaaa\">\n<!ENTITY b \"&a;&a;&a;&a;\">\n]>\n<model>&b;</model>";
    let outside = "<?xml version=\"1.0\"?>\n\n<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<Project>&x;</Project>";
    for (text, form, line) in [(bomb, Form::Archimate, 2), (outside, Form::Msproject, 3)] {
        let fault = brought(text, form).unwrap_err();
        assert_eq!(fault.line, Some(line));
        assert!(fault.message.contains("document type"), "{fault}");
    }
    let deep = format!("<Project>{}", "<a>".repeat(1_000_000));
    assert!(brought(&deep, Form::Msproject).unwrap_err().message.contains("levels deep"));
    let broken = brought("<Project>\n<Tasks>\n</Project>", Form::Msproject).unwrap_err();
    assert_eq!(broken.line, Some(3), "{broken}");
    let other = brought("<html/>", Form::Archimate).unwrap_err();
    assert!(other.message.contains("begins with `html`"), "{other}");
    let unknown = brought("<Project>&nbsp;</Project>", Form::Msproject).unwrap_err();
    assert_eq!(unknown.line, Some(1), "{unknown}");
}

const PROJECT: &str = r#"<?xml version="1.0"?>
<Project xmlns="http://schemas.microsoft.com/project">
  <MinutesPerWeek>2400</MinutesPerWeek>
  <Tasks>
    <Task><UID>0</UID><Name>All</Name><Summary>1</Summary><OutlineLevel>0</OutlineLevel></Task>
    <Task><UID>1</UID><Name>Design</Name><OutlineLevel>1</OutlineLevel><Summary>1</Summary><Duration>PT120H0M0S</Duration></Task>
    <Task><UID>2</UID><Name>Sketch</Name><OutlineLevel>2</OutlineLevel><Duration>PT80H0M0S</Duration><DurationFormat>7</DurationFormat>
      <ActualStart>2026-01-05T08:00:00</ActualStart><ActualFinish>2026-01-16T17:00:00</ActualFinish></Task>
    <Task><UID>3</UID><Name>Gate</Name><OutlineLevel>1</OutlineLevel><Duration>PT0H0M0S</Duration><Milestone>1</Milestone>
      <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>1</Type></PredecessorLink></Task>
    <Task><UID>4</UID><Name>Build</Name><OutlineLevel>1</OutlineLevel><Duration>PT36H0M0S</Duration><DurationFormat>5</DurationFormat>
      <PredecessorLink><PredecessorUID>3</PredecessorUID><Type>1</Type></PredecessorLink>
      <PredecessorLink><PredecessorUID>2</PredecessorUID><Type>3</Type></PredecessorLink></Task>
  </Tasks>
  <Resources>
    <Resource><UID>1</UID><Name>Makers</Name><Type>1</Type><MaxUnits>3</MaxUnits></Resource>
    <Resource><UID>2</UID><Name>Concrete</Name><Type>0</Type></Resource>
  </Resources>
  <Assignments>
    <Assignment><UID>1</UID><TaskUID>4</TaskUID><ResourceUID>1</ResourceUID><Units>2</Units></Assignment>
  </Assignments>
</Project>
"#;

#[test]
fn tasks_are_initiatives_linked_through_milestones_and_summaries() {
    let (text, model) = made(PROJECT, Form::Msproject);
    let named = |name: &str| model.initiatives.iter().find(|one| one.card.name == name).unwrap();
    assert_eq!(model.initiatives.len(), 2, "{text}");
    assert!((named("sketch").takes.unwrap().mean() - 14.0).abs() < 1e-9, "80 hours are two weeks");
    assert_eq!(named("sketch").done, Some(jiff::civil::date(2026, 1, 16)));
    assert!((named("build").takes.unwrap().mean() - 6.3).abs() < 1e-9, "36 hours are 0.9 weeks");
    assert_eq!(model[named("build").after[0]].card.name, "sketch");
    assert_eq!(model[named("build").staff[0].0].card.name, "makers");
    assert_eq!((named("build").staff[0].1, model.teams[0].people), (2.0, 3.0));
    let left = left(PROJECT, Form::Msproject);
    let counted =
        |what: &str| left.iter().find(|(found, _)| found.starts_with(what)).map(|(_, count)| *count);
    assert_eq!(
        (counted("summary tasks"), counted("milestones"), counted("materials"), counted("links other than")),
        (Some(1), Some(1), Some(1), Some(1))
    );
    let broken = brought(&PROJECT.replace("PT36H0M0S", "soon"), Form::Msproject).unwrap_err();
    assert!(broken.message.contains("`soon`") && broken.line == Some(11), "{broken}");
}

#[test]
fn any_bytes_are_read_or_refused() {
    // Every cut of every sample, and every sample with a byte changed: an answer, never a panic.
    for (text, form) in [(JIRA, Form::Jira), (ARCHIMATE, Form::Archimate), (PROJECT, Form::Msproject)] {
        for at in (0..text.len()).step_by(7).filter(|at| text.is_char_boundary(*at)) {
            let _ = brought(&text[..at], form);
            let swapped = format!("{}<{}", &text[..at], &text[at..]);
            assert!(
                brought(&swapped, form).is_ok_and(|found| !found.entities.is_empty())
                    || brought(&swapped, form).is_err()
            );
        }
    }
    assert_eq!(EntityKind::named("team"), Some(EntityKind::Team));
}
