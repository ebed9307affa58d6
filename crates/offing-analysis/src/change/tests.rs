use super::*;
use crate::ensure::{EnsureQuestion, ensure};
use crate::holding::Status;

const SHOP: &str = "
company: { as-of: 2026-03-02, runway: 24 months }
outcomes:
  shop: { chosen: true, odds: 30%, needs: [till, lager] }
  post: { needs: [parcels] }
capabilities: { till: {}, parcels: { have: true } }
systems: { lager: { uses: [linux], knows: [ana] } }
technologies: { linux: { vendor: host } }
vendors: { host: {} }
people: { ana: {} }
teams: { web: { people: 2, cost-per-week: 8k } }
initiatives:
  tills: { delivers: [till], takes: 4 weeks, staff: { web: 1 } }
  old: { takes: 1 week, done: 2026-01-01 }
  going: { takes: 9 weeks, started: 2026-02-01 }
";

fn shop() -> Model {
    let inputs = offing_model::Inputs::of_text(SHOP, jiff::civil::date(2026, 3, 2));
    let reading = offing_model::read(&inputs);
    reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn status(model: &Model) -> Vec<Status> {
    ensure(model, &EnsureQuestion::default()).outcomes.iter().map(|answer| answer.status).collect()
}

#[test]
fn what_is_written_is_read_back() {
    let model = shop();
    for text in [
        "without=vendor:host",
        "without=person:ana",
        "done=tills",
        "dropped=going",
        "team:web=5",
        "team:web=2.5",
        "odds:shop=40%",
        "odds:shop=0.1%",
        "runway=548 days",
        "runway=18 months",
        "runway=none",
        "chosen=post",
        "start:tills=2026-05-01",
    ] {
        let change = Change::read(&model, text).unwrap();
        assert_eq!(change.text(&model), text);
        assert!(Change::is_key(text.split('=').next().unwrap()));
    }
    let months = Change::read(&model, "runway = 18 months").unwrap();
    assert_eq!(months, Change::Runway(Some(18.0 * 30.4375)));
    assert_eq!(Change::read(&model, "runway=2026-03-12").unwrap(), Change::Runway(Some(10.0)));
}

#[test]
fn what_can_not_be_says_what_to_write() {
    let model = shop();
    let says = |text: &str| Change::read(&model, text).unwrap_err().0;
    assert_eq!(says("team:wbe=5"), "no team is called `wbe`; did you mean `web`?");
    assert_eq!(says("team:web=many"), "`many` is no number of people: write `team:web=5`");
    assert!(says("odds:shop=140%").contains("between 0 % and 100 %"));
    assert_eq!(says("done=old"), "`old` is done: nothing about it can change");
    assert!(says("start:going=2026-05-01").contains("has started already"));
    assert!(says("runway=2020-01-01").contains("has passed already"));
    assert!(says("without=shop").starts_with("no system, technology"));
    assert!(says("colour=red").contains("nothing that can be changed: write `without="));
    assert!(says("anything").contains("says no value"));
    assert!(says("team:web=inf").contains("no number of people"));
}

/// The vendor carries the technology, that the system, that the outcome: without it nothing opens the shop any more.
#[test]
fn what_is_taken_away_takes_what_stands_on_it() {
    let model = shop();
    assert_eq!(status(&model), [Status::Reachable, Status::Enabled]);
    for text in ["without=vendor:host", "without=technology:linux", "without=lager", "without=person:ana"] {
        let change = Change::read(&model, text).unwrap();
        assert_eq!(status(&applied(&model, &[change])), [Status::Blocked, Status::Enabled], "{text}");
    }
    let till = Change::read(&model, "without=till").unwrap();
    assert_eq!(status(&applied(&model, &[till]))[0], Status::Blocked, "no initiative brings it back");
}

#[test]
fn what_is_taken_away_is_gone_in_draws_too() {
    let model = shop();
    let host = Change::read(&model, "without=vendor:host").unwrap();
    let tried = |model: &Model| {
        let sim = crate::draws::Simulation::of(model, 1);
        let report = sim.report_with_draws(&sim.chosen_first(), 0..200).1;
        report.iter().filter(|draw| draw.found == Some(OutcomeId(0))).count()
    };
    assert!(tried(&model) > 0);
    assert_eq!(tried(&applied(&model, &[host])), 0);
}

#[test]
fn done_dropped_people_odds_and_runway_do_what_they_say() {
    let model = shop();
    let with = |text: &str| applied(&model, &[Change::read(&model, text).unwrap()]);
    assert_eq!(status(&with("done=tills"))[0], Status::Enabled);
    assert_eq!(status(&with("dropped=tills"))[0], Status::Blocked);
    let more = with("team:web=4");
    assert_eq!((more.teams[0].people, more.teams[0].cost_per_week), (4.0, Some(16_000.0)));
    assert_eq!(with("odds:shop=40%").outcomes[0].odds, 0.4);
    assert_eq!(with("runway=none").company.runway_days, None);
    assert_eq!(with("chosen=post").chosen(), Some(OutcomeId(1)));
}

#[test]
fn lists_that_mean_the_same_are_the_same() {
    let model = shop();
    let read = |texts: &[&str]| -> Vec<Change> {
        in_order(&model, &texts.iter().map(|text| Change::read(&model, text).unwrap()).collect::<Vec<_>>())
    };
    assert_eq!(
        read(&["team:web=5", "done=tills", "without=ana"]),
        read(&["without=person:ana", "team:web=9", "dropped=tills", "done=tills", "team:web=5"])
    );
}

/// What is written into the files, read again, is what the change laid over the model gives.
#[test]
fn what_is_saved_is_what_was_asked() {
    let today = jiff::civil::date(2026, 3, 2);
    let inputs = offing_model::Inputs::of_text(SHOP, today);
    let model = shop();
    for text in [
        "without=lager",
        "without=capability:parcels",
        "done=tills",
        "dropped=going",
        "team:web=5",
        "team:web=3",
        "odds:shop=40%",
        "odds:post=7.5%",
        "runway=18 months",
        "runway=none",
        "chosen=post",
    ] {
        let change = Change::read(&model, text).unwrap();
        let patch = offing_model::patch::patch(&inputs, &edits(&model, change).unwrap()).unwrap();
        let written = offing_model::Inputs::of_text(&patch.files[0].text, today);
        let again = offing_model::read(&written).model.unwrap();
        let laid_over = applied(&model, &[change]);
        assert_eq!(again.company.runway_days, laid_over.company.runway_days, "{text}");
        assert_eq!(
            (again.chosen(), again.teams[0].people),
            (laid_over.chosen(), laid_over.teams[0].people),
            "{text}"
        );
        assert_eq!(again.teams[0].cost_per_week, laid_over.teams[0].cost_per_week, "{text}");
        let odds = |model: &Model| model.outcomes.iter().map(|outcome| outcome.odds).collect::<Vec<_>>();
        assert_eq!(odds(&again), odds(&laid_over), "{text}");
        let progress = |model: &Model| {
            model.initiatives.iter().map(|one| one.progress(model.company.as_of)).collect::<Vec<_>>()
        };
        assert_eq!(progress(&again), progress(&laid_over), "{text}");
        assert_eq!(status(&again), status(&laid_over), "{text}");
    }
    for text in ["without=vendor:host", "without=person:ana", "without=till", "start:tills=2026-05-01"] {
        let change = Change::read(&model, text).unwrap();
        assert!(edits(&model, change).is_err(), "{text} is no decision");
    }
}
