use super::*;

fn finding(id: &str, level: Level, about: &str, line: u32) -> Finding {
    Finding {
        id: id.to_owned(),
        level,
        about: about.to_owned(),
        message: format!("100 % of `{about}`, & <more>:\nx"),
        file: "models/a b,c:d.yaml".to_owned(),
        line,
        column: 3,
        help: Some("mend it".to_owned()),
    }
}

#[test]
fn nothing_in_a_finding_ends_a_workflow_command() {
    let commands = github(&[
        finding("unknown-name", Level::Error, "x", 4),
        finding("guarantee", Level::Pass, "ship", 9),
        finding("waiver", Level::Note, "y\r", 5),
    ]);
    assert_eq!(
        commands,
        "::error file=models/a b%2Cc%3Ad.yaml,line=4,col=3,title=unknown-name::100 %25 of `x`, & <more>:%0Ax%0Amend it\n\
         ::notice file=models/a b%2Cc%3Ad.yaml,line=5,col=3,title=waiver::100 %25 of `y%0D`, & <more>:%0Ax%0Amend it\n"
    );
}

#[test]
fn junit_is_xml_whatever_it_says() {
    let xml = junit(&[
        finding("guarantee", Level::Pass, "ship", 1),
        finding("guarantee", Level::Error, "a\"b\u{1}\u{ffff}", 2),
        finding("guarantee", Level::Note, "waived", 3),
    ]);
    assert!(xml.contains("<testsuites name=\"offing\" tests=\"3\" failures=\"1\" skipped=\"1\">"), "{xml}");
    assert!(xml.contains("name=\"a&quot;b\u{fffd}\u{fffd}\""), "{xml}");
    assert!(
        xml.contains("<failure message=\"100 % of `a&quot;b\u{fffd}\u{fffd}`, &amp; &lt;more&gt;:&#10;x\""),
        "{xml}"
    );
    assert!(xml.contains("<skipped message="), "{xml}");
    let closed = xml.matches("</testcase>").count() + xml.matches("time=\"0\"/>").count();
    assert_eq!((xml.matches("<testcase").count(), closed), (3, 3));
}

#[test]
fn sarif_names_rules_places_and_levels() {
    let log = sarif(&[
        finding("unknown-name", Level::Error, "x", 4),
        finding("guarantee", Level::Pass, "ship", 9),
        finding("unknown-name", Level::Error, "y", 0),
    ]);
    let run = &log["runs"][0];
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    assert_eq!(rules, ["guarantee", "unknown-name"]);
    for result in run["results"].as_array().expect("a list") {
        let rule = result["ruleIndex"].as_u64().expect("an index") as usize;
        assert_eq!(result["ruleId"], rules[rule]);
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "models/a%20b%2Cc%3Ad.yaml");
        assert!(place["region"]["startLine"].as_u64().expect("a line") >= 1);
    }
    assert_eq!((&run["results"][0]["level"], &run["results"][0]["kind"]), (&"error".into(), &"fail".into()));
    assert_eq!((&run["results"][1]["level"], &run["results"][1]["kind"]), (&"none".into(), &"pass".into()));
    let help = run["tool"]["driver"]["rules"][1]["shortDescription"]["text"].as_str().expect("a text");
    assert!(help.starts_with("Something is referred to that no file declares"), "{help}");
}

#[test]
fn fingerprints_stay_while_lines_move_and_figures_change() {
    let before = [
        finding("a", Level::Error, "x", 4),
        finding("a", Level::Error, "x", 9),
        finding("b", Level::Error, "x", 9),
    ];
    let mut after = before.clone();
    for finding in &mut after {
        finding.line += 100;
        finding.message = "other figures".to_owned();
    }
    let prints = fingerprints(&before);
    assert_eq!(prints, fingerprints(&after));
    assert!(prints[0] != prints[1] && prints[1] != prints[2], "each has its own");
    assert_eq!(prints[0], fingerprints(&before[..1])[0], "what comes later changes nothing");
    assert_eq!(prints[0], "3ccedb3ecc327d19", "the same in every version: baselines are kept in git");
}
