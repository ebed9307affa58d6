use super::*;
use jiff::civil::date;
use offing_model::radar::RadarChange;

fn fault(text: &str) -> SourceFault {
    of_text(text).unwrap_err()
}

#[test]
fn thoughtworks_tables_and_lists() {
    let csv = "\u{feff}Name,ring,Quadrant,isNew,description\nRails,Adopt,Tools,FALSE,\"Ours, since 2009\"\nZig,Assess,Tools,TRUE,\n";
    let radar = of_text(csv).unwrap();
    assert_eq!(radar.entries.len(), 2);
    let first = &radar.entries[0];
    assert_eq!(
        (first.name.as_str(), first.ring.as_str(), first.quadrant.as_str()),
        ("Rails", "Adopt", "Tools")
    );
    assert_eq!((first.change, first.description.as_str()), (Some(RadarChange::Stays), "Ours, since 2009"));
    assert_eq!(radar.entries[1].change, Some(RadarChange::New));
    assert_eq!(radar.entries[1].place.1, Some(3));
    let with_status = of_text("name,ring,quadrant,status\nRails,Hold,Tools,moved out\n").unwrap();
    assert_eq!(with_status.entries[0].change, Some(RadarChange::Out));
    let list = of_text(
        r#"[{"name": "Rails", "ring": "Adopt", "quadrant": "Tools", "isNew": "TRUE", "description": "x"}]"#,
    );
    assert_eq!(list.unwrap().entries[0].change, Some(RadarChange::New));
}

#[test]
fn zalando_numbers_are_named() {
    let text = r##"{"date": "2025.05", "title": "Ours", "quadrants": [{"name": "Languages"}, {"name": "Data"}],
        "entries": [
            {"quadrant": 1, "ring": 0, "label": "Postgres", "active": true, "moved": 0},
            {"quadrant": 2, "ring": 3, "label": "Perl", "link": "#", "active": false, "moved": -1}
        ]}"##;
    let radar = of_text(text).unwrap();
    assert_eq!((radar.date, radar.title.as_deref()), (Some(date(2025, 5, 1)), Some("Ours")));
    let told: Vec<_> =
        radar.entries.iter().map(|e| (e.ring.as_str(), e.quadrant.as_str(), e.change)).collect();
    assert_eq!(
        told,
        [("adopt", "Data", Some(RadarChange::Stays)), ("hold", "quadrant 3", Some(RadarChange::Out))]
    );
    assert_eq!(radar.entries[1].link, None);
}

#[test]
fn backstage_timelines_are_moves() {
    let text = r##"{"quadrants": [{"id": "lang", "name": "Languages"}], "rings": [{"id": "adopt", "name": "USE"}, {"id": "x", "name": "Hold"}],
        "entries": [{"key": "rb", "id": "rb", "title": "Ruby", "quadrant": "lang", "links": [{"url": "https://r.example"}],
            "timeline": [
                {"moved": -1, "ringId": "x", "date": "2026-01-10", "description": "Leaving"},
                {"moved": 0, "ringId": "adopt", "date": "2019-03-01T00:00:00.000Z"}
            ]}]}"##;
    let radar = of_text(text).unwrap();
    let entry = &radar.entries[0];
    assert_eq!(
        (entry.ring.as_str(), entry.quadrant.as_str(), entry.change),
        ("Hold", "Languages", Some(RadarChange::Out))
    );
    assert_eq!((entry.key.as_deref(), entry.link.as_deref()), (Some("rb"), Some("https://r.example")));
    let moves: Vec<_> = radar.moves.iter().map(|step| (step.date, step.ring.as_str())).collect();
    assert_eq!(moves, [(date(2019, 3, 1), "adopt"), (date(2026, 1, 10), "Hold")]);
}

#[test]
fn dated_folders_are_editions() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("about.md", "# About\n");
    write(
        "2025-09-01/rails.md",
        "---\ntitle: Ruby on Rails\nring: adopt\nquadrant: tools\ntags: [web]\n---\nOurs.\n",
    );
    write("2026-02-01/rails.md", "---\nring: Trial\n---\n");
    write("2026-02-01/zig.md", "---\nring: assess\nsegment: languages\n---\nNew.\n");
    let radar = read(folder.path()).unwrap();
    let told: Vec<_> = radar
        .entries
        .iter()
        .map(|e| (e.name.as_str(), e.ring.as_str(), e.quadrant.as_str(), e.change))
        .collect();
    assert_eq!(
        told,
        [
            ("Ruby on Rails", "Trial", "tools", Some(RadarChange::Out)),
            ("zig", "assess", "languages", Some(RadarChange::New))
        ]
    );
    assert_eq!((radar.entries[0].description.as_str(), radar.entries[0].tags.len()), ("Ours.", 1));
    assert_eq!((radar.moves.len(), radar.date), (3, Some(date(2026, 2, 1))));

    write("2026-02-01/bad.md", "---\nring: adopt\n---\n");
    let fault = read(folder.path()).unwrap_err();
    assert!(fault.to_string().contains("bad.md:1: the head says no `segment`"), "{fault}");
    write("2026-02-01/bad.md", "---\nring: [adopt\n---\n");
    let fault = read(folder.path()).unwrap_err();
    assert!(fault.file.ends_with("bad.md") && fault.line.is_some_and(|line| line > 1), "{fault}");
    std::fs::remove_file(folder.path().join("2026-02-01/bad.md")).unwrap();
    write("drafts/x.md", "---\nring: adopt\nsegment: a\n---\n");
    assert!(read(folder.path()).unwrap_err().message.contains("no folder that is named by a day"));
}

#[test]
fn faults_name_their_place() {
    assert_eq!(fault("a,b\n1,2\n").message, "no column `name`");
    assert_eq!(fault("name,ring,quadrant\nRails,Adopt\n").line, Some(2));
    let empty = fault("name,ring,quadrant\nRails,Adopt,x\n,Adopt,x\n");
    assert_eq!((empty.line, empty.message.as_str()), (Some(3), "`name` is empty"));
    let flag = fault("name,ring,quadrant,isNew\nRails,Adopt,x,perhaps\n");
    assert_eq!((flag.line, flag.message.as_str()), (Some(2), "`isNew` is neither true nor false: `perhaps`"));
    assert_eq!(fault("{\"entries\": [\n{]}").line, Some(2));
    assert_eq!(fault("{}").message, "no `entries`");
    assert_eq!(fault(r#"{"entries": [3]}"#).message, "entry 1 is no object");
    assert_eq!(
        fault(r#"{"entries": [{"label": "A", "ring": 9, "quadrant": 0}]}"#).message,
        "entry 1 (`A`) has a `ring` that is not in `rings`: 9"
    );
    assert_eq!(
        fault(
            r#"{"entries": [{"title": "A", "quadrant": "q", "timeline": [{"date": "soon", "ringId": "x"}]}]}"#
        )
        .message,
        "entry 1 (`A`) has a step on no day: \"soon\""
    );
    assert!(
        read("no/such/radar.csv".as_ref())
            .unwrap_err()
            .to_string()
            .starts_with("no/such/radar.csv: can not be read")
    );
}
