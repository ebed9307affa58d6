//! Who answers for what, by hand.

use jiff::civil::date;
use offing_analysis::ensure::{EnsureQuestion, ensure};
use offing_analysis::people::{People, PeopleQuestion, TitleCheck, ladder, people};
use offing_model::{Inputs, Model, PersonId, read};

fn model(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, date(2026, 3, 2)));
    reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn ask(model: &Model) -> People {
    people(model, &ensure(model, &EnsureQuestion::default()), &[], &PeopleQuestion::usual(model))
}

/// Returns each finding as its check and whom it is about.
fn found(text: &str) -> Vec<(TitleCheck, Vec<u32>)> {
    let model = model(text);
    let found = ask(&model).titles;
    for finding in &found {
        assert!(!finding.reason.is_empty() && !finding.remedy.is_empty());
    }
    let ids = |people: &[PersonId]| people.iter().map(|id| id.0).collect();
    let rest = |finding: &&offing_analysis::people::TitleFinding| finding.check != TitleCheck::NobodyHas;
    found.iter().filter(rest).map(|finding| (finding.check, ids(&finding.people))).collect()
}

const LARGE: &str = "company: { people: 200 }\nteams: { all: { lead: cto, people: 60 } }\n";

#[test]
fn a_title_that_names_the_other_job_is_found() {
    let wrong = "people: { cto: { title: CTO, does: [delivery-beat, execute-outcome, big-picture] } }\n";
    assert_eq!(found(&format!("{LARGE}{wrong}")), [(TitleCheck::OtherJob, vec![0])]);
    let even = "people: { cto: { title: CTO, does: [delivery-beat, big-picture] } }\n";
    assert_eq!(found(&format!("{LARGE}{even}")), []);
    let other = "people: { cto: { title: Head of Engineering, does: [technology-bets, big-picture] } }\n";
    assert_eq!(found(&format!("{LARGE}{other}")), [(TitleCheck::OtherJob, vec![0])]);
    let unclear = "people: { cto: { title: Head of Technology, does: [technology-bets, big-picture] } }\n";
    assert_eq!(found(&format!("{LARGE}{unclear}")), []);
}

#[test]
fn a_title_is_as_grand_as_the_company_and_the_span() {
    let person = |title: &str| format!("people: {{ cto: {{ title: \"{title}\" }} }}\n");
    let small = "teams: { all: { lead: cto, people: 6 } }\n";
    for title in ["CTO", "Chief Technology Officer", "VP Engineering", "Vice President, Platform", "SVP Data"]
    {
        let checks = found(&format!("{small}{}", person(title)));
        assert_eq!(checks, [(TitleCheck::TooGrandForSize, vec![0])], "{title}");
        assert_eq!(found(&format!("{LARGE}{}", person(title))), [], "{title}");
    }
    assert_eq!(found(&format!("{small}{}", person("Head of Engineering"))), []);
    let alone = "company: { people: 200 }\n";
    assert_eq!(
        found(&format!("{alone}{}", person("VP Engineering"))),
        [(TitleCheck::TooGrandForSpan, vec![0])]
    );
    // A model that says what is usual is believed.
    let own = "company: { titles: { cto: { people: 5 }, guru: { people: 500 } } }\n";
    assert_eq!(found(&format!("{own}{small}{}", person("CTO"))), []);
    assert_eq!(
        found(&format!("{own}{small}{}", person("Data Guru"))),
        [(TitleCheck::TooGrandForSize, vec![0])]
    );
    let ladder = ladder(&model(own));
    assert_eq!((ladder[0].word.as_str(), ladder.len()), ("chief", 5));
    assert!((ladder[0].people - 5.0).abs() < 1e-9 && (ladder[0].span - 3.0).abs() < 1e-9);
}

#[test]
fn a_remedy_names_the_title_that_would_be_usual() {
    let model = model(
        "people: { a: { title: VP Platform } }\nteams: { t: { lead: a, people: 6 }, u: { people: 30 } }\n",
    );
    let found = ask(&model).titles;
    assert!(found[0].reason.starts_with("6 people report to it"), "{}", found[0].reason);
    assert!(found[0].remedy.contains("`Head of …`"), "{}", found[0].remedy);
}

#[test]
fn several_who_decide_and_nobody_who_does() {
    let text = format!(
        "{LARGE}people: {{ cto: {{ does: [big-picture, technology-bets, focus-teams] }}, \
         ana: {{ does: [big-picture, technology-bets, focus-teams] }}, ben: {{ title: Chief Architect }}, \
         cleo: {{ title: chief architect }} }}\nsystems: {{ s: {{}}, t: {{ lead: ana }} }}\n"
    );
    let found = found(&text);
    assert!(
        found.contains(&(TitleCheck::OneMandate, vec![0, 1])),
        "one finding for both responsibilities: {found:?}"
    );
    assert!(found.contains(&(TitleCheck::OneMandate, vec![2, 3])), "{found:?}");
    assert!(found.contains(&(TitleCheck::NobodyLeads, vec![])), "{found:?}");
    assert_eq!(found.iter().filter(|(check, _)| *check == TitleCheck::OneMandate).count(), 2);
    let people = ask(&model(&text));
    assert_eq!((people.gaps().len(), people.doubles().len()), (9, 2), "leading teams can be shared");
    assert!(ask(&model("people: { a: {}, b: {} }\n")).gaps().is_empty(), "who says nothing has no gaps");
}

#[test]
fn titles_that_outsiders_meet_must_be_readable() {
    let person = |fields: &str| format!("{LARGE}people: {{ cto: {{ {fields} }} }}\n");
    assert_eq!(found(&person("title: Code Wizard, outward: 40%")), [(TitleCheck::Unreadable, vec![0])]);
    assert_eq!(found(&person("outward: 40%")), [(TitleCheck::Unreadable, vec![0])]);
    assert_eq!(
        found(&person("title: Code Wizard, does: [watch-landscape, represent-technology]")),
        [(TitleCheck::Unreadable, vec![0])]
    );
    assert_eq!(found(&person("title: Code Wizard, outward: 10%")), []);
    assert_eq!(found(&person("title: Principal Engineer, outward: 40%")), []);
}

#[test]
fn too_many_systems_are_found_and_could_be_handed_over() {
    let systems = ["a", "b", "c", "d", "e"]
        .map(|name| format!("{name}: {{ lead: ana, knows: [ana, ben] }}"))
        .join(", ");
    let text = format!("people: {{ ana: {{}}, ben: {{}} }}\nsystems: {{ {systems}, f: {{ lead: ben }} }}\n");
    assert_eq!(found(&text), [(TitleCheck::TooManySystems, vec![0])]);
    let people = ask(&model(&text));
    assert_eq!(people.relief.len(), 5, "who leads one system has nothing to hand over");
    assert_eq!((people.relief[0].takers[0].person, people.relief[0].takers[0].leads), (PersonId(1), 1));
    assert_eq!(people.bus.known_by_one.len(), 1);
}

/// By hand: root has ana; ana leads a team of six of whom ben and cleo are named, cleo reports to ben, and three are not
/// named: ana has ben and three others, and with ben's cleo there are five; root has ana and those five. Were root to
/// report to cleo, everybody would stand above everybody: each has the three others and the three without a name.
#[test]
fn spans_count_the_named_and_the_unnamed_once() {
    let model = model(
        "people: { root: { reports-to: cleo }, ana: { reports-to: root, team: t }, ben: { team: t }, \
         cleo: { team: t, reports-to: ben } }\nteams: { t: { lead: ana, people: 6 } }\n",
    );
    let people = ask(&model);
    let of = |at: u32| {
        people
            .spans
            .iter()
            .find(|span| span.person.0 == at)
            .map(|span| (span.direct as u32, span.total as u32))
    };
    assert_eq!((of(1), of(2)), (Some((4, 6)), Some((1, 6))), "reports that go in circles end");
    let text = "people: { root: {}, ana: { reports-to: root, team: t }, ben: { team: t }, cleo: { team: t, reports-to: ben } }\n\
                teams: { t: { lead: ana, people: 6 } }\n";
    let people = ask(&self::model(text));
    let of = |at: u32| {
        people
            .spans
            .iter()
            .find(|span| span.person.0 == at)
            .map(|span| (span.direct as u32, span.total as u32))
    };
    assert_eq!((of(0), of(1), of(2), of(3)), (Some((1, 6)), Some((4, 5)), Some((1, 1)), None));
    assert_eq!((people.size.people as u32, people.size.said), (7, false));
}

#[test]
fn whose_leaving_closes_what() {
    let model = model(
        "outcomes: { a: { needs: [s] }, b: { needs: [t] } }\npeople: { ana: {}, ben: {}, cleo: {} }\n\
         systems: { s: { lead: ana }, t: { knows: [ben, cleo] }, u: {} }\n",
    );
    let bus = ask(&model).bus;
    assert_eq!(bus.singles.iter().map(|(id, closes)| (id.0, closes.len())).collect::<Vec<_>>(), [(0, 1)]);
    let sets: Vec<Vec<u32>> =
        bus.outcomes.iter().map(|(_, set)| set.iter().map(|id| id.0).collect()).collect();
    assert_eq!(sets, [vec![0], vec![1, 2]]);
    assert_eq!((bus.known_by_one.len(), bus.known_by_none.len()), (1, 1));
}
