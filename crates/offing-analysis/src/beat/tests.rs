use jiff::civil::date;
use offing_model::deliveries::{Commit, CommitId, Deployment, History, Incident, Lines, Named, Tag, What};
use offing_model::{Inputs, read};

use super::*;
use crate::beat::held::{held, lead_days, marks};
use crate::beat::split::split;

const DAY: i64 = 86_400;

/// Returns the moment so many days after the beginning of 2026.
fn on(day: f64) -> Moment {
    Moment(Moment::start_of(date(2026, 1, 1)).0 + (day * DAY as f64) as i64)
}

fn commit(id: u8, parents: &[u32], day: f64) -> Commit {
    Commit {
        id: CommitId([id; 20]),
        parents: parents.to_vec(),
        merge: parents.len() > 1,
        authored: on(day),
        committed: on(day),
        pull_request: None,
        began: None,
        lines: Some(Lines { added: 10, removed: u64::from(id) }),
    }
}

/// The tip first: 0 merges 1 (main) and 2 (work, on 3); 1 and 3 stand on 4, the root.
fn history() -> History {
    let commits = vec![
        commit(0, &[1, 2], 20.0),
        commit(1, &[4], 12.0),
        commit(2, &[3], 15.0),
        commit(3, &[4], 11.0),
        commit(4, &[], 1.0),
    ];
    let tag = |name: &str, commit: u32, day: f64| Tag { name: name.to_owned(), commit, at: on(day) };
    History {
        branch: "main".to_owned(),
        on_branch: commits.len(),
        commits,
        tags: vec![tag("v1", 4, 2.0), tag("v2", 1, 13.0), tag("v3", 0, 21.0)],
        ..History::default()
    }
}

const MODEL: &str = r#"
company: { as-of: 2026-02-28 }
outcomes: { shop: { needs: [s], chosen: true }, later: { needs: [c] } }
capabilities: { c: {} }
systems: { s: { owner: t }, other: { owner: t } }
teams: { t: { people: 3 } }
initiatives:
  build: { delivers: [c], takes: 8 months, staff: { t: 1 } }
  old: { delivers: [other], done: 2026-01-10, started: 2025-12-01 }
sources:
  repositories: [ { path: r, system: s, deploys: "tag v*", initiatives: { SHOP-1: build, 7: old } } ]
"#;

fn model(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, date(2026, 2, 28)));
    reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn delivered(history: History) -> Deliveries {
    Deliveries { histories: vec![history], ..Deliveries::default() }
}

fn listed(id: &str, day: f64, commit: Option<u8>) -> Deployment {
    Deployment {
        file: "d.csv".to_owned(),
        line: 2,
        id: id.to_owned(),
        at: on(day),
        commit: commit.map(|id| CommitId([id; 20]).to_string()[..10].to_owned()),
        system: Some("s".to_owned()),
        environment: None,
        aborted: false,
        failed: None,
        rework: None,
    }
}

fn incident(opened: f64, resolved: Option<f64>, deployment: Option<&str>) -> Incident {
    Incident {
        file: "i.csv".to_owned(),
        line: 2,
        id: "i".to_owned(),
        opened: on(opened),
        resolved: resolved.map(on),
        system: Some("s".to_owned()),
        deployment: deployment.map(str::to_owned),
    }
}

fn of_system(model: &Model, deliveries: &Deliveries) -> Rhythm {
    beat(model, deliveries, &BeatQuestion::default()).systems[0].clone()
}

/// v1 holds the root; v2 what is new on main; v3 the branch, its merge being no change of its own.
#[test]
fn each_change_belongs_to_the_first_deployment_that_holds_it() {
    let history = history();
    let (marks, stand_in) = marks(&history, &offing_model::Deploys::Tag("v*".to_owned()));
    assert!(!stand_in);
    assert_eq!(held(&history, &marks), [vec![4], vec![1], vec![2, 3]]);
}

/// Lead times: 13 - 12 = 1 day with v2; 21 - 15 = 6 and 21 - 11 = 10 days with v3. Batches of 1 and 2 commits; lines
/// 10 + 1, and 10 + 2 + 10 + 3. What v1 was the first to hold is not known, as nobody knows what ran before.
#[test]
fn lead_times_and_batches_by_hand() {
    let found = of_system(&model(MODEL), &delivered(history()));
    assert_eq!(found.deployments, 3);
    let lead = found.lead_days.unwrap();
    assert_eq!((lead.count, lead.p50), (3, 6.0));
    let (commits, lines) = (found.batch_commits.unwrap(), found.batch_lines.unwrap());
    assert_eq!((commits.count, commits.p50, lines.p50), (2, 1.5, (11.0 + 25.0) / 2.0));
    assert_eq!((found.failed, found.rework, found.recovery_days), (None, None, None), "nothing says so");
    assert_eq!(found.bands(), [Some(Band::Medium), Some(Band::High), None]);
}

#[test]
fn merges_count_where_nothing_else_is_said_and_commits_stand_in_for_them() {
    let mut history = history();
    assert_eq!(marks(&history, &offing_model::Deploys::Merge).0.len(), 1);
    history.commits[1].pull_request = Some(7);
    let (found, stand_in) = marks(&history, &offing_model::Deploys::Merge);
    assert_eq!((found.iter().map(|mark| mark.commit).collect::<Vec<_>>(), stand_in), (vec![1, 0], false));
    assert_eq!(marks(&history, &offing_model::Deploys::Commit).0.len(), 3);
    let linear = History {
        commits: vec![commit(1, &[1], 2.0), commit(2, &[], 1.0)],
        on_branch: 2,
        ..History::default()
    };
    let (found, stand_in) = marks(&linear, &offing_model::Deploys::Merge);
    assert_eq!((found.len(), stand_in), (2, true));
}

#[test]
fn a_squashed_change_begins_with_its_first_commit_where_that_is_known() {
    let mut squashed = commit(1, &[], 10.0);
    assert_eq!(lead_days(&squashed, on(12.0)), Some(2.0));
    squashed.began = Some(on(4.0));
    assert_eq!(lead_days(&squashed, on(12.0)), Some(8.0));
    let mut deliveries = delivered(history());
    let commits = &mut deliveries.histories[0].commits;
    (commits[1].pull_request, commits[2].pull_request, commits[2].began) = (Some(1), Some(2), Some(on(9.0)));
    let found = beat(&model(MODEL), &deliveries, &BeatQuestion::default());
    assert!(found.notes.contains(&Note::Squashed(0, 2, 1)), "{:?}", found.notes);
    assert_eq!(found.systems[0].lead_days.unwrap().p50, 10.0);
}

#[test]
fn a_wrong_clock_is_named_and_left_out() {
    let mut deliveries = delivered(history());
    deliveries.histories[0].commits[2].authored = on(22.0);
    let found = beat(&model(MODEL), &deliveries, &BeatQuestion::default());
    assert!(found.notes.contains(&Note::Skew(0, 1)));
    assert_eq!(found.systems[0].lead_days.unwrap().count, 2);
}

#[test]
fn a_list_replaces_tags_and_finds_its_commits() {
    let mut deliveries = delivered(history());
    let mut staging = listed("d0", 3.0, Some(4));
    staging.environment = Some("Staging".to_owned());
    let mut aborted = listed("d1", 4.0, Some(4));
    aborted.aborted = true;
    let mut strange = listed("d5", 30.0, None);
    strange.system = Some("sss".to_owned());
    deliveries.deployments = vec![
        staging,
        aborted,
        listed("d2", 14.0, Some(4)),
        listed("d3", 22.0, Some(0)),
        listed("d4", 23.0, Some(9)),
        strange,
        listed("d6", 24.0, None),
        listed("d7", 80.0, None),
    ];
    let found = beat(&model(MODEL), &deliveries, &BeatQuestion::default());
    let system = &found.systems[0];
    assert_eq!(system.deployments, 4, "d2, d3, d4 and d6");
    assert_eq!(system.lead_days.unwrap().count, 3, "d3 holds 1, 2 and 3");
    for note in [
        Note::Listed(SystemId(0)),
        Note::Elsewhere(1),
        Note::Aborted(1),
        Note::Later(1),
        Note::NoCommit(1),
        Note::LostCommit(1, "0909090909".to_owned()),
        Note::UnknownSystem("sss".to_owned(), 1, Some("s".to_owned())),
    ] {
        let near = |one: &Note| match (one, &note) {
            (Note::UnknownSystem(name, count, _), Note::UnknownSystem(other, of, _)) => {
                (name, count) == (other, of)
            }
            (one, note) => one == note,
        };
        assert!(found.notes.iter().any(near), "{note:?} in {:?}", found.notes);
    }
}

/// d2 fails by an incident that names it: 15 to 15.5. d3 ends it? No: it comes later. The second incident names nobody,
/// so the last deployment before it failed, d3; d4 came while it was open and was the last before it was over.
#[test]
fn incidents_fail_deployments_and_make_rework() {
    let text = format!("{MODEL}  incidents: [i.csv]\n");
    let mut deliveries = delivered(history());
    deliveries.deployments = vec![
        listed("d2", 14.0, Some(4)),
        listed("d3", 22.0, Some(0)),
        listed("d4", 23.0, Some(0)),
        listed("d5", 30.0, Some(0)),
    ];
    deliveries.incidents = vec![
        incident(15.0, Some(15.5), Some("d2")),
        incident(22.5, Some(23.25), None),
        incident(31.0, None, Some("d9")),
        incident(1.0, Some(2.0), None),
    ];
    let found = beat(&model(&text), &deliveries, &BeatQuestion::default());
    let system = &found.systems[0];
    assert_eq!(system.failed, Some(Share { count: 3, of: 4 }));
    assert_eq!(system.rework, Some(Share { count: 1, of: 4 }));
    let recovery = system.recovery_days.unwrap();
    assert_eq!((recovery.count, recovery.p50, system.unrecovered), (2, 0.625, 1));
    for note in [Note::Guessed(4, 2), Note::UnknownDeployment(1, "d9".to_owned()), Note::NoDeployment(1)] {
        assert!(found.notes.contains(&note), "{note:?} in {:?}", found.notes);
    }
}

#[test]
fn a_failure_without_incident_is_over_with_the_next_deployment_that_works() {
    let mut deliveries = delivered(history());
    let failed = |mut one: Deployment, yes: bool| {
        one.failed = Some(yes);
        one
    };
    deliveries.deployments = vec![
        failed(listed("d1", 10.0, None), true),
        failed(listed("d2", 11.0, None), true),
        failed(listed("d3", 13.0, None), false),
        listed("hotfix-4", 14.0, None),
    ];
    let found = of_system(&model(MODEL), &deliveries);
    assert_eq!(found.failed, Some(Share { count: 2, of: 3 }), "of d4 nothing is said");
    assert_eq!(found.rework, Some(Share { count: 1, of: 1 }));
    assert_eq!(found.recovery_days.unwrap().p50, 2.5);
}

#[test]
fn weeks_end_with_as_of_and_gaps_tell_how_regular_it_is() {
    let mut deliveries = delivered(history());
    // 2026-02-28 is day 58: its week began on day 52.
    let days = [58.9, 52.0, 51.99, 45.0, 38.0, 31.0];
    deliveries.deployments =
        days.iter().enumerate().map(|(nth, day)| listed(&nth.to_string(), *day, None)).collect();
    let found = of_system(&model(MODEL), &deliveries);
    let last: Vec<usize> = found.weeks.iter().rev().take(5).map(|week| week.deployments).collect();
    assert_eq!(last, [2, 2, 1, 1, 0]);
    assert_eq!(found.weeks.last().unwrap().begins, date(2026, 2, 22));
    assert_eq!(found.weeks.iter().filter(|week| week.known).count(), 4);
    let gaps = [7.0, 7.0, 6.99, 0.01, 6.9];
    let mean = gaps.iter().sum::<f64>() / 5.0;
    let variance = gaps.iter().map(|gap| (gap - mean) * (gap - mean)).sum::<f64>() / 4.0;
    assert!((found.gap_variation.unwrap() - variance.sqrt() / mean).abs() < 1e-3);
}

#[test]
fn a_model_without_sources_has_no_beat_and_a_broken_source_stops_nothing() {
    let bare = model("outcomes: { a: { needs: [c] } }\ncapabilities: { c: {} }\n");
    let found = beat(&bare, &Deliveries::default(), &BeatQuestion::default());
    assert!(!found.sourced && found.systems.is_empty() && found.notes.is_empty());
    let unread = offing_model::deliveries::Unread {
        file: "r".to_owned(),
        line: None,
        message: "no repository is there".to_owned(),
        help: "name it".to_owned(),
    };
    let deliveries = Deliveries { unread: vec![unread.clone()], ..Deliveries::default() };
    let found = beat(&model(MODEL), &deliveries, &BeatQuestion::default());
    assert_eq!((found.sourced, found.notes), (true, vec![Note::Unread(unread)]));
}

/// Of four commits that are no merges, within 90 days: two name `build` (one of them `old` too), one an unknown one.
#[test]
fn the_real_split_counts_what_commits_name() {
    let mut history = history();
    let named = |commit: u32, what: What| Named { commit, what };
    history.named = vec![
        named(1, What::Initiative("build".to_owned())),
        named(1, What::Issue("#7".to_owned())),
        named(2, What::Issue("SHOP-1".to_owned())),
        named(3, What::Initiative("bild".to_owned())),
        named(0, What::Initiative("build".to_owned())),
    ];
    let model = model(MODEL);
    let order: Vec<offing_model::InitiativeId> = vec![offing_model::InitiativeId(0)];
    let found = split(&model, &delivered(history), &BeatQuestion::default(), &order);
    assert_eq!((found.commits, found.named), (4, 2), "the merge does not count");
    assert_eq!(found.unknown, [("bild".to_owned(), 1)]);
    let [build, old] = [0, 1].map(offing_model::InitiativeId);
    assert_eq!(found.initiatives, [(build, 1.5), (old, 0.5)]);
    assert_eq!(found.outcomes, [(offing_model::OutcomeId(1), 1.5)]);
    assert_eq!((found.terms, found.aside), ([0.0, 1.5, 0.0], 0.5), "eight months are the medium term");
}
