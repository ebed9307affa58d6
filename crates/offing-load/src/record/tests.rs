use super::*;
use crate::webhook::Posted;
use jiff::civil::date;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_772_000_000 + second).unwrap()
}

fn evaluation_at(second: i64, fails: bool) -> Evaluation {
    let verdict = Verdict {
        guarantee: "ship".to_owned(),
        fails,
        wants: "by June".to_owned(),
        found: "70 %".to_owned(),
    };
    Evaluation {
        at: at(second),
        as_of: date(2026, 3, 2),
        revision: Some("abc".to_owned()),
        errors: 0,
        verdicts: vec![verdict],
    }
}

fn turn_at(second: i64) -> Turn {
    let line = offing_model::Line {
        file: "m.yaml".to_owned(),
        number: 3,
        came: true,
        text: "  takes: 9 weeks".to_owned(),
    };
    Turn {
        guarantee: "ship".to_owned(),
        at: at(second),
        broke: true,
        wants: "by June".to_owned(),
        found: "70 %".to_owned(),
        because: Because {
            revision: None,
            lines: vec![line],
            more_lines: 2,
            days: Some((date(2026, 3, 1), date(2026, 3, 2))),
        },
    }
}

fn texts() -> Vec<(String, String)> {
    vec![("m.yaml".to_owned(), "company: { name: A }".to_owned())]
}

#[test]
fn what_was_added_is_there_after_a_restart() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("state/record.sqlite");
    let mut record = Record::open(&file, root.path()).unwrap();
    assert!(record.last_sound().unwrap().is_none());
    record.add(&evaluation_at(0, true), &texts(), &[(turn_at(0), Some("{}".to_owned()))]).unwrap();
    let broken = Evaluation { errors: 2, verdicts: Vec::new(), ..evaluation_at(1, false) };
    record.add(&broken, &[], &[]).unwrap();
    drop(record);
    let record = Record::open(&file, root.path()).unwrap();
    assert_eq!(record.last_sound().unwrap(), Some((evaluation_at(0, true), texts())), "errors hide nothing");
    assert_eq!(record.evaluations(10).unwrap(), [broken, evaluation_at(0, true)]);
    let told = Told { state: "waiting".to_owned(), said: None };
    assert_eq!(record.turns(10).unwrap(), [(turn_at(0), Some(told))]);
    let other = Record::open(&file, &root.path().join("elsewhere")).unwrap();
    assert!(other.evaluations(10).unwrap().is_empty(), "each model has its own");
}

#[test]
fn a_message_is_sent_once_and_one_that_was_not_taken_waits_longer_each_time() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("record.sqlite");
    let mut record = Record::open(&file, root.path()).unwrap();
    record.add(&evaluation_at(0, true), &texts(), &[(turn_at(0), Some("{}".to_owned()))]).unwrap();
    let first = record.take_due(at(0)).unwrap().unwrap();
    assert_eq!((first.tries, record.take_due(at(0)).unwrap()), (0, None), "nobody else takes it meanwhile");
    record.note(&first, &Posted::NotYet("no connection".to_owned()), at(0)).unwrap();
    assert_eq!(record.take_due(at(4)).unwrap(), None);
    let second = record.take_due(at(5)).unwrap().unwrap();
    record.note(&second, &Posted::NotYet("no connection".to_owned()), at(5)).unwrap();
    assert_eq!(record.take_due(at(14)).unwrap(), None);
    let third = record.take_due(at(15)).unwrap().unwrap();
    record.note(&third, &Posted::Taken, at(15)).unwrap();
    assert_eq!(record.take_due(at(9_999)).unwrap(), None);
    assert_eq!(record.turns(1).unwrap()[0].1.as_ref().unwrap().state, "sent");
}

#[test]
fn what_was_being_sent_when_the_process_died_is_never_sent_again() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("record.sqlite");
    let mut record = Record::open(&file, root.path()).unwrap();
    record.add(&evaluation_at(0, true), &texts(), &[(turn_at(0), Some("{}".to_owned()))]).unwrap();
    record.take_due(at(0)).unwrap().unwrap();
    drop(record);
    let mut record = Record::open(&file, root.path()).unwrap();
    record.leave_in_doubt().unwrap();
    assert_eq!(record.take_due(at(9_999)).unwrap(), None);
    assert_eq!(record.turns(1).unwrap()[0].1.as_ref().unwrap().state, "in-doubt");
}

#[test]
fn old_evaluations_go_and_turns_stay() {
    let root = tempfile::tempdir().unwrap();
    let mut record = Record::open(&root.path().join("record.sqlite"), root.path()).unwrap();
    record.connection.pragma_update(None, "synchronous", "off").unwrap();
    record.add(&evaluation_at(0, true), &texts(), &[(turn_at(0), None)]).unwrap();
    for second in 1..=i64::from(MOST_EVALUATIONS) + 20 {
        record.add(&evaluation_at(second, true), &[], &[]).unwrap();
    }
    assert_eq!(record.evaluations(u32::MAX).unwrap().len(), MOST_EVALUATIONS as usize);
    assert_eq!(record.turns(10).unwrap().len(), 1);
}

#[test]
fn what_is_no_record_is_put_aside() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("record.sqlite");
    std::fs::write(&file, "this is no database, and longer than the head of one would be ".repeat(40))
        .unwrap();
    let record = Record::open(&file, root.path()).unwrap();
    assert!(record.evaluations(1).unwrap().is_empty());
    assert!(root.path().join("record.sqlite.put-aside").exists());
}
