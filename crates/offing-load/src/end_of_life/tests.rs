use super::*;
use jiff::civil::date as on;

#[test]
fn the_three_forms_say_the_same() {
    let older = r#"[
        {"cycle": "16", "releaseDate": "2023-09-14", "eol": "2028-11-09", "latest": "16.4"},
        {"cycle": 15, "support": true, "eol": false},
        {"cycle": "9.6", "eol": true}
    ]"#;
    let newer = r#"{"schema_version": "1.0", "result": {"name": "postgresql", "label": "PostgreSQL", "aliases": ["postgres"],
        "releases": [
            {"name": "16", "releaseDate": "2023-09-14", "isEol": false, "eolFrom": "2028-11-09", "latest": {"name": "16.4"}},
            {"name": "15", "isEoas": true, "isEol": false, "eolFrom": null},
            {"name": "9.6", "isEol": true}
        ]}}"#;
    let markdown = "---\ntitle: PostgreSQL\nalternate_urls:\n  - /postgres\nreleases:\n  - releaseCycle: \"16\"\n    \
                    releaseDate: 2023-09-14\n    eol: 2028-11-09\n    latest: \"16.4\"\n  - releaseCycle: \"15\"\n    \
                    eoas: true\n    eol: false\n  - releaseCycle: \"9.6\"\n    eol: true\n---\n> Text\n";
    let older = of_json(older, "postgresql").unwrap().remove(0);
    let newer = of_json(newer, "x").unwrap().remove(0);
    let markdown = of_markdown(markdown, "postgresql").unwrap().unwrap();
    assert_eq!(older.cycles[0].life, Ends::On(on(2028, 11, 9)));
    assert_eq!((older.cycles[1].support, older.cycles[1].life), (Ends::Over, Ends::Open));
    assert_eq!(older.cycles[2].life, Ends::Over);
    assert_eq!(older.cycles, newer.cycles);
    assert_eq!(older.cycles, markdown.cycles);
    assert_eq!(newer.aliases, ["postgres", "PostgreSQL"]);
    assert_eq!(markdown.aliases, newer.aliases);
}

#[test]
fn faults_name_their_place() {
    assert_eq!(of_json("[\n{,}]", "x").unwrap_err().line, Some(2));
    let fault = of_json(r#"[{"cycle": "1", "eol": "soon"}]"#, "x").unwrap_err();
    assert_eq!(fault.message, "cycle 1 (`1`) ends on no day: \"soon\"");
    let fault = of_json(r#"[{"cycle": "1"}, {"eol": true}]"#, "x").unwrap_err();
    assert_eq!(fault.message, "cycle 2 has no name");
    let fault =
        of_markdown("---\nreleases:\n  - releaseCycle: a\n    eol: 2026-02-30\n---\n", "x").unwrap_err();
    assert_eq!((fault.line, fault.message.as_str()), (Some(4), "release `a` ends on no day: `2026-02-30`"));
    assert!(of_json(r#"{"a": 1}"#, "x").is_err());
}

#[test]
fn a_folder_gives_its_products_and_passes_over_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("README.md", "# Ends of life\n");
    assert_eq!(read(folder.path()).unwrap_err()[0].message, "no product below");
    write("all.json", r#"["ruby", "redis"]"#);
    write("ruby.json", r#"[{"cycle": "3.2", "eol": "2026-03-31"}]"#);
    write("redis.md", "---\nreleases:\n  - releaseCycle: 7\n    eol: false\n---\n");
    let found = read(folder.path()).unwrap();
    assert_eq!(found.iter().map(|product| product.name.as_str()).collect::<Vec<_>>(), ["redis", "ruby"]);
    write("bad.json", "[1");
    write("worse.md", "---\nreleases: 3\n---\n");
    let faults = read(folder.path()).unwrap_err();
    assert_eq!(faults.len(), 2, "every file that can not be read is told: {faults:?}");
    assert!(faults[0].to_string().contains("bad.json:1: no JSON"), "{}", faults[0]);
    assert!(faults[1].to_string().contains("worse.md:2: `releases` is no list"), "{}", faults[1]);
    assert!(read(&folder.path().join("none")).is_err());
}
