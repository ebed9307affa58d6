//! Where leaders' time goes, beside what was intended. Only sums of hours are shown.

use offing_analysis::people::{Hat, Hours, Measured, People, Source};
use offing_analysis::words::percent;
use offing_model::{Model, Node};

use super::name;
use crate::dates::{long, month};
use crate::page::{Align, Page, Run, Table, Tone, plain};
use crate::site::Section;

/// Returns the hat of each leader.
pub fn hats(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    page.heading("Which hat");
    if people.hats.is_empty() {
        page.text(vec![
            Tone::Plain.say("Nobody's time is known: write "),
            Tone::Code.say("does:"),
            Tone::Plain.say(" and "),
            Tone::Code.say("outward:"),
            Tone::Plain.say(" at a person, or name a calendar."),
        ]);
    }
    intended(model, people, &mut page);
    for hat in &people.hats {
        if let Some(measured) = &hat.measured {
            self::measured(model, people, hat, measured, &mut page);
        }
    }
    if people.hats.iter().all(|hat| hat.measured.is_none()) {
        page.text(vec![
            Tone::Plain.say("Where the time really goes, a calendar tells; it is read on this machine, and only sums of hours are kept: "),
            Tone::Code.say("sources: { calendars: [ { person: NAME, path: FILE.ics } ] }"),
            Tone::Plain.say("."),
        ]);
    }
    page
}

/// Adds what was intended, beside what a calendar says.
fn intended(model: &Model, people: &People, page: &mut Page) {
    let mut table = Table::new([
        ("Who", Align::Left),
        ("Enabling meant", Align::Right),
        ("spent", Align::Right),
        ("Outward meant", Align::Right),
        ("spent", Align::Right),
        ("Job known of", Align::Left),
    ])
    .whole(&[1, 2, 3, 4]);
    for hat in people.hats.iter().filter(|hat| is_leader(people, hat)) {
        let hours = hat.measured.as_ref().map(|measured| measured.hours);
        let known = match &hours {
            None => Tone::Faint.say("no calendar"),
            Some(hours) if hours.total() <= 0.0 => Tone::Faint.say("an empty calendar"),
            Some(hours) => {
                Tone::Plain.say(format!("{:.0} of {:.0} hours", hours.jobs[0] + hours.jobs[1], hours.total()))
            }
        };
        let spent = |share: Option<f64>, meant: Option<(f64, Source)>| match (share, meant) {
            (Some(share), Some((meant, _))) if (share - meant).abs() > 0.15 => Tone::Warn.say(percent(share)),
            (Some(share), _) => Tone::Plain.say(percent(share)),
            (None, _) => Tone::Plain.say(""),
        };
        table.row([
            Tone::Strong.say(name(model, hat.person)).to(Section::Thing(Node::Person(hat.person))),
            meant(hat.intended.enable),
            spent(hours.and_then(|hours| hours.enable_share()), hat.intended.enable),
            meant(hat.intended.outward),
            spent(hours.and_then(|hours| hours.outward_share()), hat.intended.outward),
            known,
        ]);
    }
    page.table(table);
    let by_does = (people.hats.iter().filter(|hat| is_leader(people, hat)))
        .any(|hat| matches!(hat.intended.enable, Some((_, Source::Does))));
    if by_does {
        page.text(vec![Tone::Faint.say(
            "Enabling is meant by `does`, each responsibility as much as another; `intends: { enable: 60% }` says it better.",
        )]);
    }
}

/// Returns whether somebody's hat is worth a line: who has a calendar, enables, says what is intended, or leads leads.
fn is_leader(people: &People, hat: &Hat) -> bool {
    let enables = hat.intended.enable.is_some_and(|(share, source)| share > 0.0 || source == Source::Intends);
    let leads_leads = people.spans.iter().any(|span| span.person == hat.person && span.total > span.direct);
    hat.measured.is_some() || enables || leads_leads
}

fn meant(share: Option<(f64, Source)>) -> Run {
    share.map_or_else(|| Tone::Plain.say(""), |(share, _)| Tone::Plain.say(percent(share)))
}

/// Adds the hours of one calendar by month.
fn measured(model: &Model, people: &People, hat: &Hat, measured: &Measured, page: &mut Page) {
    let since = long(people.question.since);
    page.heading(format!("The hours of {} since {since}", name(model, hat.person)));
    if measured.hours.total() <= 0.0 {
        page.text(plain("The calendar has no appointment in that time that took any."));
        return;
    }
    let mut table = Table::new([
        ("Month", Align::Left),
        ("Enabling", Align::Right),
        ("Executing", Align::Right),
        ("?", Align::Right),
        ("Outward", Align::Right),
        ("Inward", Align::Right),
        ("?", Align::Right),
        ("Short", Align::Right),
        ("Medium", Align::Right),
        ("Long", Align::Right),
        ("?", Align::Right),
    ]);
    let row = |table: &mut Table, label: Run, hours: &Hours| {
        let [enable, execute, job] = hours.jobs;
        let [outward, inward, direction] = hours.directions;
        let [short, medium, long, term] = hours.terms;
        let figures = [enable, execute, job, outward, inward, direction, short, medium, long, term];
        let mut cells = vec![label];
        cells.extend(figures.map(self::hours));
        table.rows.push(cells);
    };
    for one in &measured.months {
        let day = jiff::civil::Date::new(one.year, one.month, 1).unwrap_or(model.company.as_of);
        row(&mut table, Tone::Plain.say(format!("{} {}", month(day), one.year)), &one.hours);
    }
    if measured.months.len() > 1 {
        row(&mut table, Tone::Strong.say("All"), &measured.hours);
    }
    page.table(table);
    notes(hat, measured).into_iter().for_each(|note| page.item(note));
}

fn hours(hours: f64) -> Run {
    if hours < 0.05 { Tone::Faint.say("–") } else { Tone::Plain.say(format!("{hours:.1}")) }
}

fn notes(hat: &Hat, measured: &Measured) -> Vec<Vec<Run>> {
    let mut notes = Vec::new();
    let terms = hat.intended.terms;
    if let Some(spent) = measured.hours.term_shares()
        && terms.iter().any(Option::is_some)
    {
        let told = ["short", "medium", "long"].iter().zip(terms.iter().zip(spent)).filter_map(
            |(term, (meant, spent))| {
                Some(format!("{term} {} (meant {})", percent(spent), percent((*meant)?)))
            },
        );
        let told: Vec<String> = told.collect();
        notes.push(plain(format!("by term, of the hours whose term is known: {}", told.join(", "))));
    }
    let left = measured.left_out;
    let told: Vec<String> = [
        (left.all_day, "of a whole day"),
        (left.declined, "declined"),
        (left.cancelled, "cancelled"),
        (left.free, "shown as free"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, why)| format!("{count} {why}"))
    .collect();
    if !told.is_empty() {
        notes.push(vec![Tone::Faint.say(format!("left out: {}", told.join(", ")))]);
    }
    let unknown = measured.hours.jobs[2] / measured.hours.total();
    if unknown > 0.1 {
        notes.push(vec![
            Tone::Plain.say(format!(
                "?: nothing says to which job {} of the hours went; a category such as ",
                percent(unknown)
            )),
            Tone::Code.say("enable"),
            Tone::Plain.say(", "),
            Tone::Code.say("execute"),
            Tone::Plain.say(" or a responsibility in the calendar does"),
        ]);
    }
    if !measured.owner_known {
        notes.push(vec![
            Tone::Warn.say("whose address this is, is not known, so what was declined is counted: add "),
            Tone::Code.say("email:"),
            Tone::Warn.say(" to the calendar"),
        ]);
    }
    if !measured.domains_known {
        notes.push(vec![
            Tone::Warn.say("who is outside is not known: add your mail domains, "),
            Tone::Code.say("company: { domains: [example.com] }"),
        ]);
    }
    notes
}
