//! What is seen outside, by hand.

use jiff::civil::{Date, date};
use offing_analysis::ensure::{EnsureQuestion, ensure};
use offing_analysis::lookout::{Lookout, LookoutQuestion, NoChance, Outside, Stage, lookout, of_model};
use offing_model::draft::Ring;
use offing_model::end_of_life::{Cycle, Ends, Product};
use offing_model::radar::{Radar, RadarChange, RadarEntry, RadarMove};
use offing_model::{Inputs, Model, read};

const TODAY: Date = date(2026, 3, 2);

fn model(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, TODAY));
    reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics))
}

fn ask(model: &Model, outside: &Outside) -> Lookout {
    lookout(model, &ensure(model, &EnsureQuestion::default()), outside, &LookoutQuestion::usual(model))
}

fn entry(name: &str, ring: &str, change: Option<RadarChange>) -> RadarEntry {
    RadarEntry {
        name: name.to_owned(),
        key: None,
        ring: ring.to_owned(),
        quadrant: "x".to_owned(),
        change,
        description: String::new(),
        link: None,
        tags: Vec::new(),
        place: (String::new(), None),
    }
}

fn step(date: Date, name: &str, ring: &str) -> RadarMove {
    RadarMove { date, name: name.to_owned(), ring: ring.to_owned(), description: String::new() }
}

/// By hand: 20 % is 1 to 4; a moderate signal makes it 3 to 4, one against 1 to 4 again; one of tomorrow counts nothing.
#[test]
fn beliefs_move_with_what_was_seen() {
    let model = model(
        "outcomes: { a: { odds: 20% }, b: { odds: 50% } }\nsignals:\n  - { date: 2026-02-01, about: a, says: against }\n  \
         - { date: 2026-01-01, about: a }\n  - { date: 2026-03-03, about: b }\n",
    );
    let found = ask(&model, &Outside::default());
    let belief = &found.beliefs[0];
    assert!((belief.turns[0].after - 3.0 / 7.0).abs() < 1e-12 && (belief.now - 0.2).abs() < 1e-12);
    assert!(found.beliefs[1].turns.is_empty());
    let blind: Vec<u32> = found.blindness.outcomes.iter().map(|blind| blind.outcome.0).collect();
    assert_eq!((blind, found.blindness.outcomes[0].newest), (vec![1], None));
}

/// By hand: we are enabled on day 73 and the competitor arrives on any day of the 365 from today on: 73 / 365. Where we
/// never arrive it does for certain; half of the time our work fails.
#[test]
fn competitors_arrive_before_us_with_the_share_of_their_days() {
    let model = model(
        "outcomes: { a: { needs: [x] }, b: { needs: [y] }, c: { needs: [z] }, d: {} }\n\
         capabilities: { x: {}, y: {}, z: {} }\n\
         initiatives: { make-x: { delivers: [x], takes: 73 days }, make-z: { delivers: [z], takes: 73 days, odds: 50% } }\n\
         competitors:\n  r: { pursues: [a, b, c, d], arrives: 2026-03-02 to 2027-03-02 }\n  s: { pursues: [a] }\n",
    );
    let found = ask(&model, &Outside::default());
    let chances: Vec<Option<f64>> = found.rivals.iter().map(|rival| rival.before_us).collect();
    let near = |found: Option<f64>, by_hand: f64| (found.unwrap() - by_hand).abs() < 1e-9;
    assert!(near(chances[0], 0.2) && near(chances[1], 1.0) && near(chances[2], 0.6), "{chances:?}");
    assert!(near(chances[3], 0.0), "what is enabled today is there");
    assert_eq!((chances[4], found.rivals[4].why_not), (None, Some(NoChance::NoArrival)));
}

const RINGED: &str = "outcomes: { a: { needs: [sys] }, b: { needs: [other] } }\n\
    systems: { sys: { uses: [old, new, node-js, bare] }, other: { uses: [new] } }\n\
    technologies: { old: { ring: hold }, new: { title: Brand New, ring: adopt }, node-js: {}, bare: {}, idle: {} }\n";

#[test]
fn rings_come_from_the_model_first_and_what_no_ring_names_is_told() {
    let model = model(RINGED);
    let radar = Radar {
        entries: vec![
            entry("Brand new", "Hold", None),
            entry("Node.js", "Caution", None),
            entry("Zig", "Adopt", None),
            entry("Bare", "Watch", None),
        ],
        ..Radar::default()
    };
    let rings = ask(&model, &Outside { radar: Some(radar), ..Outside::default() }).rings;
    let name = |id: offing_model::TechnologyId| model[id].card.name.as_str();
    assert_eq!(rings.counts, [1, 0, 0, 2]);
    assert_eq!(rings.held.iter().map(|held| name(held.technology)).collect::<Vec<_>>(), ["old", "node-js"]);
    assert_eq!(rings.held[0].carries.systems.len(), 1);
    assert_eq!(rings.held[0].carries.outcomes.len(), 1);
    assert_eq!(rings.held[0].carries.closes.len(), 1, "`a` is closed without it");
    assert_eq!(
        rings.unringed.iter().map(|id| name(*id)).collect::<Vec<_>>(),
        ["bare"],
        "what nobody uses needs none"
    );
    assert_eq!((name(rings.differences[0].technology), rings.differences[0].model), ("new", Ring::Adopt));
    assert_eq!((rings.differences.len(), rings.only_on_radar), (1, vec!["Zig".to_owned()]));
    assert_eq!(rings.other_rings, [("Watch".to_owned(), vec!["Bare".to_owned()])]);
    let bare = ask(&model, &Outside::default()).rings;
    assert_eq!((bare.has_radar, bare.moves.len(), bare.unringed.len()), (false, 0, 2));
}

/// A quarter before 2 March 2026 is 2 December 2025.
#[test]
fn moves_are_those_between_two_days() {
    let model = model(RINGED);
    let radar = Radar {
        entries: vec![entry("old", "hold", None), entry("New", "adopt", None)],
        moves: vec![
            step(date(2025, 1, 1), "old", "adopt"),
            step(date(2025, 12, 2), "old", "trial"),
            step(date(2026, 1, 5), "old", "hold"),
            step(date(2026, 2, 5), "old", "Hold"),
            step(date(2025, 1, 1), "New", "adopt"),
            step(date(2026, 1, 1), "New", "trial"),
            step(date(2026, 2, 1), "New", "adopt"),
            step(date(2026, 2, 9), "Zig", "assess"),
            step(date(2026, 3, 3), "Later", "assess"),
        ],
        ..Radar::default()
    };
    let moves = ask(&model, &Outside { radar: Some(radar), ..Outside::default() }).rings.moves;
    let told: Vec<_> =
        moves.iter().map(|one| (one.name.as_str(), one.from.as_deref(), one.to.as_str(), one.date)).collect();
    assert_eq!(
        told,
        [
            ("Zig", None, "assess", Some(date(2026, 2, 9))),
            ("old", Some("trial"), "Hold", Some(date(2026, 1, 5))),
        ],
        "there and back is no move; what comes later has not moved yet"
    );
    assert!(moves[0].technology.is_none() && moves[1].technology.is_some());
}

#[test]
fn a_radar_without_days_says_what_its_last_edition_changed() {
    let model = model(RINGED);
    let radar = Radar {
        entries: vec![
            entry("old", "hold", Some(RadarChange::Out)),
            entry("new", "adopt", Some(RadarChange::New)),
            entry("bare", "adopt", Some(RadarChange::Stays)),
        ],
        ..Radar::default()
    };
    let rings = ask(&model, &Outside { radar: Some(radar), ..Outside::default() }).rings;
    let told: Vec<_> =
        rings.moves.iter().map(|one| (one.name.as_str(), one.from.is_some(), one.date)).collect();
    assert_eq!((told, rings.has_days), (vec![("old", true, None), ("new", false, None)], false));
}

#[test]
fn ends_of_life_are_joined_by_name_and_version() {
    let model = model(
        "outcomes: { a: { needs: [sys] } }\nsystems: { sys: { uses: [pg, ruby, redis, go, perl, lost] } }\n\
         technologies:\n  pg: { eol: postgresql, version: 14.2 }\n  ruby: { version: 3.1 }\n  redis: {}\n  \
         go: { version: 9 }\n  perl: {}\n  lost: { version: 1 }\n",
    );
    let cycle = |name: &str, life: Ends| Cycle {
        name: name.to_owned(),
        released: None,
        support: Ends::Unsaid,
        life,
        latest: None,
    };
    let product = |name: &str, cycles: Vec<Cycle>| Product {
        name: name.to_owned(),
        aliases: Vec::new(),
        cycles,
        file: String::new(),
    };
    let products = vec![
        product("postgresql", vec![cycle("15", Ends::Open), cycle("14", Ends::On(date(2026, 3, 12)))]),
        product("Ruby", vec![cycle("3.1", Ends::On(date(2026, 3, 1)))]),
        product("redis", vec![cycle("7", Ends::Open), cycle("6", Ends::Over)]),
        product("go", vec![cycle("1", Ends::Over)]),
    ];
    let ends = ask(&model, &Outside { products: Some(products), ..Outside::default() }).ends;
    let told: Vec<_> =
        ends.endings.iter().map(|one| (model[one.technology].card.name.as_str(), one.stage)).collect();
    assert_eq!(
        told,
        [
            ("ruby", Stage::Ended(Some(date(2026, 3, 1)))),
            ("pg", Stage::Ends(date(2026, 3, 12), 10.0)),
            ("go", Stage::NoCycle),
            ("redis", Stage::NoVersion),
        ]
    );
    assert_eq!(ends.endings[0].carries.outcomes.len(), 1);
    assert_eq!(ends.endings[3].supported, [("7".to_owned(), Ends::Open)]);
    assert_eq!(ends.unlisted.iter().map(|id| model[*id].card.name.as_str()).collect::<Vec<_>>(), ["lost"]);
    assert_eq!((ends.has_folder, ends.silent), (true, 1));
    assert!(!ask(&model, &Outside::default()).ends.has_folder);
}

#[test]
fn guarantees_about_looking_out_are_told_here_too() {
    let model = model(
        "outcomes: { a: { reviewed: 2025-01-01 } }\nguarantees: { look: { signals-within: 90 days }, \
         fresh: { facts-within: 6 months }, open: { outcome: a, is: enabled } }\n",
    );
    let found = ask(&model, &Outside::default());
    let told: Vec<_> =
        found.guarantees.iter().map(|one| (model[one.guarantee].card.name.as_str(), one.holds)).collect();
    assert_eq!(told, [("look", false), ("fresh", false)]);
    assert_eq!((found.blindness.stale.len(), found.blindness.dated), (1, (1, 4)));
}

#[test]
fn the_rings_of_a_model_make_a_radar() {
    let radar = of_model(&model(RINGED));
    let told: Vec<_> = radar.entries.iter().map(|one| (one.name.as_str(), one.ring.as_str())).collect();
    assert_eq!(told, [("old", "hold"), ("Brand New", "adopt")]);
    assert_eq!(radar.entries[0].quadrant, "Technologies");
}
