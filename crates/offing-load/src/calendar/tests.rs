use super::*;
use jiff::civil::date;

/// Returns a calendar of components.
fn calendar(parts: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\n{parts}END:VCALENDAR\n")
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:a\n{lines}END:VEVENT\n")
}

const YEAR: Asked<'static> =
    Asked { from: date(2026, 1, 1), to: date(2027, 1, 1), email: Some("ana@a.example"), name: "ana" };

fn read(parts: &str) -> Read {
    of_text(&calendar(parts), &YEAR).unwrap()
}

fn hours(read: &Read) -> i64 {
    let seconds: i64 = read.appointments.iter().map(|one| one.end - one.start).sum();
    assert_eq!(seconds % 3600, 0, "whole hours");
    seconds / 3600
}

/// Returns the beginnings in UTC.
fn starts(read: &Read) -> Vec<String> {
    let utc = |at: i64| jiff::Timestamp::from_second(at).unwrap().strftime("%m-%dT%H:%M").to_string();
    read.appointments.iter().map(|one| utc(one.start)).collect()
}

/// The zone of Berlin by its rules, under a name that no database has.
const OWN_ZONE: &str = "BEGIN:VTIMEZONE\nTZID:Our Office\nBEGIN:STANDARD\nDTSTART:16011028T030000\n\
    RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nEND:STANDARD\n\
    BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\n\
    TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nEND:DAYLIGHT\nEND:VTIMEZONE\n";

/// By hand: 09:00 in Berlin is 08:00 UTC until 28 March 2026, and 07:00 UTC from the 29th on.
#[test]
fn a_weekly_hour_keeps_its_clock_over_a_change_of_it() {
    let weekly = |zone: &str| {
        event(&format!("DTSTART;TZID={zone}:20260316T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\n"))
    };
    let expected = ["03-16T08:00", "03-23T08:00", "03-30T07:00", "04-06T07:00"];
    for (zone, with) in [
        ("Europe/Berlin", ""),
        ("europe/berlin", ""),
        ("/mozilla.org/20050126_1/Europe/Berlin", ""),
        ("Our Office", OWN_ZONE),
        ("\"Our Office\"", OWN_ZONE),
    ] {
        let read = read(&format!("{with}{}", weekly(zone)));
        assert_eq!(starts(&read), expected, "{zone}");
        assert_eq!(hours(&read), 4, "{zone}");
    }
}

/// By hand: from half past one to half past three there is one hour on the night that skips one, three on the night
/// that has one twice, two on any other.
#[test]
fn a_night_over_a_change_of_the_clock_has_the_hours_that_pass() {
    for (day, passed) in [("20260328", 2), ("20260329", 1), ("20261025", 3), ("20261026", 2)] {
        for (zone, with) in [("Europe/Berlin", ""), ("Our Office", OWN_ZONE)] {
            let night = event(&format!("DTSTART;TZID={zone}:{day}T013000\nDTEND;TZID={zone}:{day}T033000\n"));
            assert_eq!(hours(&read(&format!("{with}{night}"))), passed, "{day} {zone}");
        }
    }
    // 02:30 does not exist on that night: it is taken by the offset before, 01:30 UTC.
    for (zone, with) in [("Europe/Berlin", ""), ("Our Office", OWN_ZONE)] {
        let skipped = event(&format!("DTSTART;TZID={zone}:20260329T023000\nDURATION:PT30M\n"));
        assert_eq!(starts(&read(&format!("{with}{skipped}"))), ["03-29T01:30"], "{zone}");
    }
}

/// By hand: ten days, but not the 3rd nor the 5th; the 4th moved to the afternoon and made longer; one day added.
#[test]
fn exceptions_additions_and_moves_are_counted_once() {
    let master = event(
        "DTSTART;TZID=Europe/Berlin:20260601T100000\nDTEND;TZID=Europe/Berlin:20260601T110000\n\
         RRULE:FREQ=DAILY;COUNT=10\nEXDATE;TZID=Europe/Berlin:20260603T100000\nEXDATE:20260605T080000Z\n\
         RDATE;TZID=Europe/London:20260620T090000\n",
    );
    let moved = event(
        "RECURRENCE-ID;TZID=Europe/Berlin:20260604T100000\nDTSTART;TZID=Europe/Berlin:20260604T140000\nDURATION:PT2H\n",
    );
    let gone =
        event("RECURRENCE-ID:20260606T080000Z\nDTSTART:20260606T080000Z\nDURATION:PT1H\nSTATUS:CANCELLED\n");
    let read = read(&format!("{moved}{master}{gone}"));
    let days = [
        "06-01T08:00",
        "06-02T08:00",
        "06-04T12:00",
        "06-07T08:00",
        "06-08T08:00",
        "06-09T08:00",
        "06-10T08:00",
    ];
    assert_eq!(starts(&read), [&days[..], &["06-20T08:00"]].concat());
    assert_eq!(hours(&read), 9);
    assert_eq!(read.left_out.cancelled, 1);
}

#[test]
fn all_later_recurrences_can_be_moved_at_once() {
    let master = event("DTSTART:20260601T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=4\n");
    let later = event(
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260603T100000Z\nDTSTART:20260603T150000Z\nDURATION:PT2H\n",
    );
    let read = read(&format!("{master}{later}"));
    assert_eq!(starts(&read), ["06-01T10:00", "06-02T10:00", "06-03T15:00", "06-04T15:00"]);
    assert_eq!(hours(&read), 6);
}

#[test]
fn what_takes_no_time_of_the_owner_is_left_out_and_counted() {
    let named = |uid: &str, lines: &str| {
        event(&format!("DTSTART:20260302T100000Z\nDTEND:20260302T110000Z\n{lines}"))
            .replace("UID:a", &format!("UID:{uid}"))
    };
    let text = [
        named("1", "STATUS:CANCELLED\n"),
        named("2", "TRANSP:TRANSPARENT\n"),
        named("3", "X-MICROSOFT-CDO-BUSYSTATUS:FREE\n"),
        named("4", "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Ana@A.example\n"),
        named(
            "5",
            "ATTENDEE;PARTSTAT=DECLINED:mailto:ben@a.example\nATTENDEE;CUTYPE=ROOM:mailto:room@rooms.example\n",
        ),
        event("DTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260304\n").replace("UID:a", "UID:6"),
        event("DTSTART:20260302T000000Z\nDURATION:P2D\n").replace("UID:a", "UID:7"),
        event("DTSTART:20260302T100000Z\n").replace("UID:a", "UID:8"),
    ];
    let read = read(&text.concat());
    assert_eq!(read.left_out, LeftOut { all_day: 2, declined: 1, cancelled: 1, free: 2 });
    assert_eq!(read.appointments.len(), 1);
    assert_eq!(read.appointments[0].attendees, ["ben@a.example"], "a room is nobody");
}

#[test]
fn the_owner_is_known_by_address_name_of_the_calendar_or_own_name() {
    let declined =
        event("DTSTART:20260302T100000Z\nDURATION:PT1H\nATTENDEE;PARTSTAT=DECLINED:mailto:ana@a.example\n");
    let asked = Asked { email: None, name: "root", ..YEAR };
    let unknown = of_text(&calendar(&declined), &asked).unwrap();
    assert_eq!((unknown.appointments.len(), unknown.owner_known), (1, false));
    let named = of_text(&calendar(&format!("X-WR-CALNAME:ana@a.example\n{declined}")), &asked).unwrap();
    assert_eq!((named.appointments.len(), named.owner_known), (0, true));
    let by_name = of_text(&calendar(&declined), &Asked { name: "Ana", ..asked }).unwrap();
    assert_eq!(by_name.left_out.declined, 1);
}

#[test]
fn only_the_days_asked_for_and_the_newest_version_count() {
    let asked = Asked { from: date(2026, 3, 3), to: date(2026, 3, 5), ..YEAR };
    let daily = event("DTSTART:20200101T100000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY\n");
    let newer = event("SEQUENCE:2\nDTSTART:20200101T100000Z\nDURATION:PT3H\nRRULE:FREQ=DAILY\n");
    assert_eq!(hours(&of_text(&calendar(&daily), &asked).unwrap()), 2);
    assert_eq!(hours(&of_text(&calendar(&format!("{newer}{daily}")), &asked).unwrap()), 6);
    let floating = event("DTSTART:20260303T003000\nDURATION:PT1H\nBEGIN:VALARM\nDURATION:PT5H\nEND:VALARM\n");
    let read = of_text(&calendar(&format!("X-WR-TIMEZONE:Asia/Tokyo\n{floating}")), &asked).unwrap();
    assert_eq!(starts(&read), ["03-02T15:30"], "the day is that of the place");
    assert_eq!(hours(&read), 1, "an alarm's duration is not the event's");
}

#[test]
fn a_debug_print_shows_neither_title_nor_attendees() {
    let secret = event(
        "DTSTART:20260302T100000Z\nDURATION:PT1H\nSUMMARY:secret\nATTENDEE:mailto:secret@b.example\nCATEGORIES:secret\n",
    );
    let read = read(&secret);
    assert_eq!(read.appointments[0].title, "secret");
    assert!(!format!("{read:?}").contains("secret"), "{read:?}");
}

#[test]
fn faults_name_their_line() {
    let fault = |text: &str| of_text(text, &YEAR).unwrap_err();
    for (text, line, says) in [
        (String::new(), 1, "no calendar"),
        ("BEGIN:VEVENT\nEND:VEVENT\n".to_owned(), 1, "no calendar"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260302\n".to_owned(), 2, "`BEGIN:VEVENT` is never ended"),
        ("BEGIN:VCALENDAR\nEND:VEVENT\n".to_owned(), 2, "`END:VEVENT` ends nothing that is open"),
        (calendar(&event("SUMMARY:x\n")), 3, "an event without `DTSTART`"),
        (calendar(&event("DTSTART:soon\n")), 5, "`DTSTART` is no time: `soon`"),
        (calendar(&event("DTSTART:20260302T100000Z\nDTEND:20260302T090000Z\n")), 6, "ends before it begins"),
        (calendar(&event("DTSTART:20260302T100000Z\nDURATION:long\n")), 6, "`DURATION` is none"),
        (
            calendar(&event("DTSTART;TZID=Nowhere:20260302T100000\n")),
            5,
            "nobody knows the time zone `Nowhere`",
        ),
        (calendar(&event("DTSTART:20260302T100000Z\nRRULE:FREQ=NEVER\n")), 6, "`FREQ=NEVER` is no part"),
        (calendar(&event("DTSTART:20260302T100000Z\nnonsense\n")), 6, "no line of a calendar"),
        (
            calendar(&event("DTSTART:19000101T000000Z\nDURATION:PT1S\nRRULE:FREQ=SECONDLY\n")),
            7,
            "repeats too often",
        ),
        (
            calendar(
                "BEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:20260101T000000\nEND:STANDARD\nEND:VTIMEZONE\n",
            ),
            5,
            "`TZOFFSETFROM`",
        ),
    ] {
        let fault = fault(&text);
        assert!(fault.message.contains(says), "{fault}");
        assert_eq!(fault.line, Some(line), "{fault}");
    }
}

/// A calendar cut off anywhere, or with a line lost or spoilt, is read or refused with its line; it never hangs.
#[test]
fn any_damage_ends_in_an_answer() {
    let master = event(
        "DTSTART;TZID=Our Office:20260601T100000\nDTEND;TZID=Our Office:20260601T110000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;\
         UNTIL=20261001T000000Z\nEXDATE;TZID=Our Office:20260603T100000\nATTENDEE;CN=\"a;b\":mailto:ana@a.example\n\
         SUMMARY:one\n  two é\nBEGIN:VALARM\nTRIGGER:-PT5M\nEND:VALARM\n",
    );
    let whole = calendar(&format!("{OWN_ZONE}{master}"));
    assert!(!of_text(&whole, &YEAR).unwrap().appointments.is_empty());
    let mut damaged: Vec<String> =
        whole.char_indices().step_by(3).map(|(at, _)| whole[..at].to_owned()).collect();
    let lines: Vec<&str> = whole.lines().collect();
    for at in 0..lines.len() {
        for instead in [
            "",
            ":",
            "DTSTART:",
            "RRULE:FREQ=HOURLY;INTERVAL=10000;BYSETPOS=-1",
            "END:X",
            "TZOFFSETTO:+9999",
            "é",
        ] {
            let mut lines = lines.clone();
            lines[at] = instead;
            damaged.push(lines.join("\n"));
        }
    }
    for text in damaged {
        if let Err(fault) = of_text(&text, &YEAR) {
            assert!(fault.line.is_some(), "{fault}: {text}");
        }
    }
}
