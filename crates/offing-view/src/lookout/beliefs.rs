//! What is believed of each outcome and why, and who else is coming.

use offing_analysis::lookout::{Belief, Lookout, NoChance, Rival};
use offing_analysis::odds::Turn;
use offing_analysis::words::{days, percent, several};
use offing_model::units::DateRange;
use offing_model::units::days_between;
use offing_model::{Model, Node};

use crate::dates::short;
use crate::page::{Align, Page, Run, Table, Tone};
use crate::site::Section;

/// How many signals the page tells.
const MOST_SIGNALS: usize = 12;

/// Returns the belief in each outcome, before and after its signals.
pub fn beliefs(model: &Model, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    if lookout.beliefs.is_empty() {
        return page;
    }
    page.heading("What we believe");
    let mut table = Table::new([
        ("Outcome", Align::Left),
        ("At first", Align::Right),
        ("Now", Align::Right),
        ("Moved", Align::Right),
        ("Over time", Align::Left),
        ("Newest signal", Align::Left),
    ])
    .whole(&[1, 2, 3]);
    for belief in &lookout.beliefs {
        let outcome = &model[belief.outcome];
        let chosen = if outcome.chosen { " (chosen)" } else { "" };
        table.row([
            Tone::Strong
                .say(format!("{}{chosen}", outcome.card.shown()))
                .to(Section::Thing(Node::Outcome(belief.outcome))),
            Tone::Plain.say(percent(belief.prior)),
            Tone::Strong.say(percent(belief.now)),
            points(belief.now - belief.prior),
            Tone::Plain.say(over_time(belief)),
            newest(model, belief),
        ]);
    }
    page.table(table);
    page
}

/// Returns how far a belief moved, in percentage points.
fn points(by: f64) -> Run {
    let points = (by * 100.0).round();
    match points {
        points if points > 0.0 => Tone::Good.say(format!("+{points:.0} points")),
        points if points < 0.0 => Tone::Bad.say(format!("−{:.0} points", points.abs())),
        _ => Tone::Faint.say("–"),
    }
}

/// Returns the beliefs one after the other, the last ones where there are many.
fn over_time(belief: &Belief) -> String {
    const MOST: usize = 6;
    if belief.turns.is_empty() {
        return String::new();
    }
    let all: Vec<f64> =
        std::iter::once(belief.prior).chain(belief.turns.iter().map(|turn| turn.after)).collect();
    let from = all.len().saturating_sub(MOST);
    let told: Vec<String> = all[from..].iter().map(|odds| format!("{:.0}", odds * 100.0)).collect();
    format!("{}{} %", if from > 0 { "… → " } else { "" }, told.join(" → "))
}

fn newest(model: &Model, belief: &Belief) -> Run {
    match belief.turns.last() {
        Some(turn) => Tone::Plain.say(format!("{} ago", days(days_between(turn.date, model.company.as_of)))),
        None => Tone::Warn.say("never"),
    }
}

/// Returns the signals with what each one did, the newest first.
pub fn signals(model: &Model, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    page.heading("Signals");
    let mut turns: Vec<(&Belief, &Turn)> = lookout
        .beliefs
        .iter()
        .flat_map(|belief| belief.turns.iter().map(move |turn| (belief, turn)))
        .collect();
    if turns.is_empty() {
        page.text(vec![
            Tone::Plain
                .say("None is noted yet, so the odds are what was written at first. Note what you see: "),
            Tone::Code.say(
                "signals: [ { date: 2026-02-20, about: NAME, says: for, strength: moderate, note: … } ]",
            ),
            Tone::Plain.say("."),
        ]);
        return page;
    }
    turns.sort_by(|a, b| b.1.date.cmp(&a.1.date).then(b.1.signal.cmp(&a.1.signal)));
    let mut table = Table::new([
        ("Seen", Align::Left),
        ("About", Align::Left),
        ("Weight", Align::Right),
        ("Odds", Align::Left),
        ("Moved", Align::Right),
        ("What", Align::Left),
    ])
    .whole(&[0, 2, 3, 4]);
    for (belief, turn) in turns.iter().take(MOST_SIGNALS) {
        let signal = &model.signals[turn.signal];
        let what = signal.card.note.as_deref().or(signal.card.title.as_deref()).or(signal.source.as_deref());
        table.row([
            Tone::Plain.say(short(turn.date, model.company.as_of)),
            Tone::Plain.say(model[belief.outcome].card.shown()),
            Tone::Plain.say(weight(signal.factor)),
            Tone::Plain.say(format!("{:.0} → {:.0} %", turn.before * 100.0, turn.after * 100.0)),
            points(turn.after - turn.before),
            Tone::Plain.say(what.unwrap_or_default()),
        ]);
    }
    page.table(table);
    if turns.len() > MOST_SIGNALS {
        let rest = turns.len() - MOST_SIGNALS;
        let all = Tone::Faint.say(" (all, as JSON).").to_answer("lookout");
        page.text(vec![
            Tone::Faint.say(format!("{rest} older ones")),
            Tone::Faint.say(" by `--format json`.").on_pages(all),
        ]);
    }
    page
}

/// Returns a Bayes factor as people say it: times three for, times three against.
fn weight(factor: f64) -> String {
    let (size, says) = if factor >= 1.0 { (factor, "for") } else { (1.0 / factor, "against") };
    let text = format!("{size:.1}");
    format!("×{} {says}", text.strip_suffix(".0").unwrap_or(&text))
}

/// Returns who else is coming, and the chance that they are there before us.
pub fn rivals(model: &Model, lookout: &Lookout) -> Page {
    let mut page = Page::default();
    page.heading("Who else is coming");
    if lookout.rivals.is_empty() {
        page.text(vec![
            Tone::Plain
                .say("No competitor is named. Name who goes for an outcome, and when they might be there: "),
            Tone::Code.say("competitors: { NAME: { pursues: [OUTCOME], arrives: 2026 to 2028 } }"),
            Tone::Plain.say("."),
        ]);
        return page;
    }
    let mut table = Table::new([
        ("Who", Align::Left),
        ("Goes for", Align::Left),
        ("Has already", Align::Left),
        ("Arrives", Align::Left),
        ("Before us", Align::Right),
    ])
    .whole(&[4]);
    for rival in &lookout.rivals {
        let competitor = &model[rival.competitor];
        let has = competitor.has.iter().map(|id| model[*id].card.name.to_string()).collect();
        table.row([
            Tone::Strong.say(competitor.card.shown()),
            Tone::Plain.say(model[rival.outcome].card.shown()),
            Tone::Plain.say(several(has, 3)),
            Tone::Plain.say(competitor.arrives.as_ref().map(arrives).unwrap_or_default()),
            before_us(rival),
        ]);
    }
    page.table(table);
    page.text(vec![Tone::Faint.say(
        "Before us: if all our teams turned to that outcome today; each day of the range is as likely.",
    )]);
    page
}

fn arrives(range: &DateRange) -> String {
    let whole = |range: &DateRange| {
        (range.first.month(), range.first.day(), range.last.month(), range.last.day()) == (1, 1, 12, 31)
    };
    match whole(range) {
        true if range.first.year() == range.last.year() => range.first.year().to_string(),
        true => format!("{} to {}", range.first.year(), range.last.year()),
        false if range.first == range.last => range.first.to_string(),
        false => format!("{} to {}", range.first, range.last),
    }
}

fn before_us(rival: &Rival) -> Run {
    match (rival.before_us, rival.why_not) {
        (Some(chance), _) if chance >= 0.5 => Tone::Bad.say(percent(chance)),
        (Some(chance), _) if chance >= 0.2 => Tone::Warn.say(percent(chance)),
        (Some(chance), _) => Tone::Plain.say(percent(chance)),
        (None, Some(NoChance::NoArrival)) => Tone::Faint.say("no `arrives`"),
        (None, _) => Tone::Faint.say("our date is unknown"),
    }
}
