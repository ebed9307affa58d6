//! What is written is read back as it was, as far as each form goes.

use super::*;
use jiff::civil::date;

fn entry(name: &str, ring: &str, quadrant: &str, change: Option<RadarChange>) -> RadarEntry {
    RadarEntry {
        name: name.to_owned(),
        key: None,
        ring: ring.to_owned(),
        quadrant: quadrant.to_owned(),
        change,
        description: String::new(),
        link: None,
        tags: Vec::new(),
        place: (String::new(), None),
    }
}

fn radar() -> Radar {
    let step = |day: i8, name: &str, ring: &str, description: &str| RadarMove {
        date: date(2026, 2, day),
        name: name.to_owned(),
        ring: ring.to_owned(),
        description: description.to_owned(),
    };
    let mut rails = entry("Ruby on Rails", "trial", "Frameworks, large", Some(RadarChange::Out));
    rails.key = Some("rails".to_owned());
    rails.description = "Slower: now \"trial\".".to_owned();
    rails.tags = vec!["web".to_owned(), "ruby: yes".to_owned()];
    rails.link = Some("https://a.example/rails".to_owned());
    let mut zig = entry("Zig", "assess", "Languages", Some(RadarChange::New));
    zig.description = "Look\nat it".to_owned();
    Radar {
        title: Some("Ours".to_owned()),
        date: Some(date(2026, 2, 9)),
        entries: vec![rails, zig],
        moves: vec![
            step(1, "Ruby on Rails", "adopt", "Ours since 2009"),
            step(9, "Ruby on Rails", "trial", "Slower: now \"trial\"."),
            step(9, "Zig", "assess", "Look\nat it"),
        ],
    }
}

/// Returns the radar with only what a form has room for.
fn without(mut radar: Radar, lose: impl Fn(&mut RadarEntry)) -> Radar {
    radar.entries.iter_mut().for_each(lose);
    radar
}

#[test]
fn thoughtworks_tables_are_read_back() {
    let back = offing_load::radar::of_text(&thoughtworks(&radar())).unwrap();
    let expected = without(Radar { title: None, date: None, moves: Vec::new(), ..radar() }, |entry| {
        (entry.key, entry.link, entry.tags) = (None, None, Vec::new());
        // Only new and not new.
        entry.change =
            entry.change.map(|change| if change == RadarChange::New { change } else { RadarChange::Stays });
    });
    assert_eq!(without(back, |entry| entry.place = (String::new(), None)), expected);
}

#[test]
fn zalando_json_is_read_back() {
    let back = offing_load::radar::of_text(&zalando(&radar()).to_string()).unwrap();
    let expected = without(Radar { moves: Vec::new(), ..radar() }, |entry| {
        (entry.key, entry.description, entry.tags) = (None, String::new(), Vec::new());
    });
    assert_eq!(back, expected);
}

#[test]
fn backstage_json_is_read_back() {
    let back = offing_load::radar::of_text(&backstage(&radar(), date(2026, 3, 2)).to_string()).unwrap();
    let expected = without(Radar { date: None, ..radar() }, |entry| entry.tags = Vec::new());
    assert_eq!(back, expected);
}

#[test]
fn dated_folders_are_read_back() {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in aoe(&radar(), date(2026, 3, 2)) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let back = offing_load::radar::read(folder.path()).unwrap();
    let expected = without(Radar { title: None, ..radar() }, |entry| {
        entry.link = None;
        entry.key = Some(entry.key.clone().unwrap_or_else(|| entry.name.to_lowercase()));
    });
    assert_eq!(without(back, |entry| entry.place = (String::new(), None)), expected);
}

#[test]
fn a_radar_without_days_stands_since_today() {
    let bare = Radar { entries: vec![entry("A/B", "adopt", "x", None)], ..Radar::default() };
    let files = aoe(&bare, date(2026, 3, 2));
    assert_eq!(files.keys().collect::<Vec<_>>(), ["2026-03-02/a-b.md"]);
    let json = backstage(&bare, date(2026, 3, 2));
    assert_eq!(json["entries"][0]["timeline"][0]["date"], "2026-03-02");
}
