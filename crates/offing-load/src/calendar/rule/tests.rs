use super::*;
use jiff::civil::date;

/// Returns the rule's times from a start up to 2010, by a clock that is UTC.
fn times(rule: &str, start: &str) -> Vec<String> {
    let line = Line { at: 1, name: "RRULE".to_owned(), params: Vec::new(), value: rule.to_owned() };
    let rule = Rule::of(&line).unwrap();
    let moment = |at: DateTime| jiff::tz::TimeZone::UTC.to_timestamp(at).unwrap().as_second();
    let last = date(2010, 1, 1).at(0, 0, 0, 0);
    let found = rule
        .expand(local(start).unwrap(), local(start).unwrap(), last, &moment, &mut Budget(1_000_000))
        .unwrap();
    found.iter().map(|at| at.strftime("%y%m%d").to_string()).collect()
}

/// The examples of RFC 5545, 3.8.5.3, by the dates it lists (its errata counted).
#[test]
fn the_examples_of_the_standard() {
    for (rule, start, expected) in [
        ("FREQ=DAILY;COUNT=3", "19970902T090000", "970902 970903 970904"),
        ("FREQ=DAILY;INTERVAL=10;COUNT=5", "19970902T090000", "970902 970912 970922 971002 971012"),
        (
            "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
            "19970901T090000",
            "970901 970903 970905 970915 970917 970919 970929 971001 971003 971013 971015 971017 971027 971029 971031 \
             971110 971112 971114 971124 971126 971128 971208 971210 971212 971222",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
            "19970805T090000",
            "970805 970810 970819 970824",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
            "19970805T090000",
            "970805 970817 970819 970831",
        ),
        (
            "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
            "19970905T090000",
            "970905 971003 971107 971205 980102 980206 980306 980403 980501 980605",
        ),
        (
            "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
            "19970907T090000",
            "970907 970928 971102 971130 980104 980125 980301 980329 980503 980531",
        ),
        ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "19970922T090000", "970922 971020 971117 971222 980119 980216"),
        (
            "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
            "19970930T090000",
            "970930 971001 971031 971101 971130 971201 971231 980101 980131 980201",
        ),
        (
            "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
            "19970101T090000",
            "970101 970410 970719 000101 000409 000718 030101 030410 030719 060101",
        ),
        ("FREQ=YEARLY;COUNT=3;BYDAY=20MO", "19970519T090000", "970519 980518 990517"),
        ("FREQ=YEARLY;COUNT=3;BYWEEKNO=20;BYDAY=MO", "19970512T090000", "970512 980511 990517"),
        ("FREQ=YEARLY;COUNT=4;BYMONTH=3;BYDAY=TH", "19970313T090000", "970313 970320 970327 980305"),
        (
            "FREQ=YEARLY;INTERVAL=4;COUNT=3;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
            "19961105T090000",
            "961105 001107 041102",
        ),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "19970904T090000", "970904 971007 971106"),
        (
            "FREQ=MONTHLY;COUNT=5;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
            "19970929T090000",
            "970929 971030 971127 971230 980129",
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "20070115T090000", "070115 070130 070215 070315 070330"),
        ("FREQ=YEARLY;COUNT=3", "20040229T090000", "040229 080229"),
    ] {
        assert_eq!(times(rule, start).join(" "), expected, "{rule}");
    }
    // The start itself is no Friday the thirteenth, but it counts.
    let fridays = times("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=6", "19970902T090000");
    assert_eq!(fridays[1..].join(" "), "980213 980313 981113 990813 001013");
    assert_eq!(
        times("FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", "19980101T090000")
            .len(),
        93
    );
    assert_eq!(times("FREQ=MINUTELY;INTERVAL=90;COUNT=4", "19970902T090000").len(), 4);
    assert_eq!(times("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,30;UNTIL=19970903", "19970902T090000").len(), 8);
    assert_eq!(times("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000", "19970902T090000").len(), 3);
}

#[test]
fn rules_that_never_match_or_never_end_are_no_hang() {
    assert_eq!(times("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "19970902T090000"), ["970902"]);
    assert_eq!(times("FREQ=MONTHLY;BYMONTHDAY=31;BYSETPOS=40", "19970902T090000"), ["970902"]);
    let line =
        |value: &str| Line { at: 7, name: "RRULE".to_owned(), params: Vec::new(), value: value.to_owned() };
    let rule = Rule::of(&line("FREQ=SECONDLY")).unwrap();
    let start = date(1970, 1, 1).at(0, 0, 0, 0);
    let last = date(2026, 1, 1).at(0, 0, 0, 0);
    assert_eq!(rule.expand(start, start, last, &|_| 0, &mut Budget(100_000)), Err(TooMany));
}

#[test]
fn what_is_no_rule_is_told_by_its_line_and_part() {
    for (value, part) in [
        ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH=13"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0"),
        ("FREQ=DAILY;BYDAY=XX", "BYDAY=XX"),
        ("FREQ=DAILY;BYDAY=é", "BYDAY=é"),
        ("FREQ=DAILY;UNTIL=soon", "UNTIL=soon"),
        ("FREQ=DAILY;COUNT", "COUNT"),
        ("FREQ=DAILY;BYEASTER=1", "BYEASTER=1"),
        ("RSCALE=CHINESE;FREQ=DAILY", "RSCALE=CHINESE"),
    ] {
        let line = Line { at: 9, name: "RRULE".to_owned(), params: Vec::new(), value: value.to_owned() };
        let fault = Rule::of(&line).unwrap_err();
        assert_eq!(fault.line, Some(9));
        assert_eq!(fault.message, format!("`{part}` is no part of a recurrence that can be read"), "{value}");
    }
    let line = Line { at: 2, name: "RRULE".to_owned(), params: Vec::new(), value: "COUNT=3".to_owned() };
    assert_eq!(Rule::of(&line).unwrap_err().message, "a recurrence without `FREQ`");
}

/// Leaving out what is long past changes nothing of what is asked for.
#[test]
fn what_is_long_past_is_skipped_and_nothing_else() {
    let start = date(1997, 9, 2).at(9, 0, 0, 0);
    let (from, last) = (date(2009, 1, 1).at(0, 0, 0, 0), date(2010, 1, 1).at(0, 0, 0, 0));
    let moment = |at: DateTime| jiff::tz::TimeZone::UTC.to_timestamp(at).unwrap().as_second();
    for value in [
        "FREQ=DAILY;INTERVAL=7",
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,SU;WKST=SU",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1MO",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=YEARLY;INTERVAL=3;BYDAY=20MO",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=YEARLY;UNTIL=20090601T000000Z",
        "FREQ=DAILY;COUNT=5000",
    ] {
        let line = Line { at: 1, name: "RRULE".to_owned(), params: Vec::new(), value: value.to_owned() };
        let rule = Rule::of(&line).unwrap();
        let times = |from: DateTime| {
            let mut found = rule.expand(start, from, last, &moment, &mut Budget(1_000_000)).unwrap();
            found.retain(|at| *at >= date(2009, 1, 1).at(0, 0, 0, 0));
            found
        };
        assert_eq!(times(from), times(start), "{value}");
    }
    let rule = Line { at: 1, name: "RRULE".to_owned(), params: Vec::new(), value: "FREQ=DAILY".to_owned() };
    let found = Rule::of(&rule).unwrap().expand(start, from, last, &moment, &mut Budget(1_000));
    assert_eq!(found.map(|times| times.len()), Ok(1 + 1 + 365), "a year costs a year, whenever it began");
}
