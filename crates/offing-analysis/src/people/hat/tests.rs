use super::*;
use crate::ensure::{EnsureQuestion, ensure};
use jiff::civil::date;
use offing_model::{Inputs, read};

fn model() -> Model {
    let text = "company: { domains: [a.example] }\n\
        outcomes: { marketplace: { chosen: true, needs: [pay] }, auctions: { needs: [bid] } }\n\
        capabilities: { pay: {}, bid: {} }\n\
        initiatives: { take-payments: { delivers: [pay], takes: 4 weeks }, sale-room: { delivers: [bid], takes: 9 months } }\n\
        people: { root: { does: [big-picture, delivery-beat, lead-system], outward: 40%, intends: { long: 30% } }, ana: { title: x } }\n";
    read(&Inputs::of_text(text, date(2026, 3, 2))).model.unwrap()
}

fn appointment(
    hours: std::ops::Range<i64>,
    title: &str,
    categories: &[&str],
    attendees: &[&str],
) -> Appointment {
    let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
    Appointment {
        start: hours.start * 3600,
        end: hours.end * 3600,
        day: date(2026, 2, 3),
        categories: owned(categories),
        attendees: owned(attendees),
        title: title.to_owned(),
    }
}

fn classes(appointments: &[Appointment]) -> Vec<(Option<Job>, Option<Direction>, Option<usize>)> {
    let model = model();
    let phrases = Phrases::of(&model, &ensure(&model, &EnsureQuestion::default()));
    let domains = ["a.example".to_owned()];
    let of = |one: &Appointment| class(one, &phrases, &domains);
    appointments.iter().map(of).map(|class| (class.job, class.direction, class.term)).collect()
}

#[test]
fn categories_come_first_then_attendees_then_the_title() {
    use Direction::{Inward, Outward};
    use Job::{Enable, Execute};
    let found = classes(&[
        appointment(0..1, "Sprint planning", &["watch-landscape"], &["x@b.example"]),
        appointment(0..1, "Candidate", &["Hire engineers"], &["x@b.example"]),
        appointment(0..1, "Sprint review", &[], &["x@b.example", "y@a.example"]),
        appointment(0..1, "Sprint review", &[], &["y@sub.a.example"]),
        appointment(0..1, "Board meeting", &[], &[]),
        appointment(0..1, "Take payments: where are we", &[], &[]),
        appointment(0..1, "Sale room, sketches", &[], &["y@a.example"]),
        appointment(0..1, "Lunch", &[], &[]),
        appointment(0..1, "Lunch", &[], &["y@nota.example"]),
        appointment(0..1, "Sprint on the technology radar", &[], &[]),
        appointment(0..1, "Daily", &["enable", "execute", "long"], &[]),
    ]);
    assert_eq!(
        found,
        [
            (Some(Enable), Some(Outward), None),
            (Some(Execute), Some(Inward), None),
            (Some(Enable), Some(Outward), None),
            (Some(Execute), Some(Inward), None),
            (Some(Enable), Some(Outward), None),
            (Some(Execute), None, Some(0)),
            (Some(Enable), Some(Inward), Some(1)),
            (None, None, None),
            (Some(Enable), Some(Outward), None),
            (None, Some(Inward), None),
            (None, Some(Inward), Some(2)),
        ]
    );
}

/// By hand: two hours, then one that two share, then one: 2.5 and 1.5 of four hours that passed.
#[test]
fn shared_time_is_divided() {
    let long = appointment(0..3, "Daily", &[], &[]);
    let late = appointment(2..4, "Board", &[], &[]);
    let model = model();
    let answer = ensure(&model, &EnsureQuestion::default());
    let calendar = Calendar {
        person: PersonId(0),
        owner_known: true,
        appointments: vec![long, late],
        left_out: LeftOut::default(),
    };
    let hats = hats(&model, &answer, &[calendar]);
    assert_eq!(hats.len(), 1, "nothing is said about ana's time");
    let measured = hats[0].measured.as_ref().unwrap();
    assert_eq!(measured.hours.jobs, [1.5, 2.5, 0.0]);
    assert_eq!((measured.hours.total(), measured.months.len()), (4.0, 1));
    assert_eq!(measured.hours.enable_share(), Some(0.375));
    let intended = hats[0].intended;
    assert_eq!(intended.enable, Some((1.0 / 3.0, Source::Does)));
    assert_eq!((intended.outward, intended.terms), (Some((0.4, Source::Outward)), [None, None, Some(0.3)]));
}
