//! What a made-up company wants, promises and sees outside.

use std::fmt::Write;

use super::dice::Dice;
use super::names::{Names, title};
use super::structure::{Structure, written};
use super::{Counts, field};

/// Returns the company as it is written.
pub fn company(entities: usize) -> String {
    format!(
        "# Made up by `cargo xtask generate`: {entities} entities. Nobody in it is real.\n\
        company:\n  name: Generated\n  currency: EUR\n  as-of: 2026-03-02\n  runway: 30 months\n  discount: 10%\n  \
        correlation: 0.3\n"
    )
}

/// Returns the outcomes as they are written.
pub fn outcomes(structure: &Structure, names: &Names, seed: u64) -> String {
    let mut dice = Dice::about("outcomes", seed);
    let mut text = String::from("outcomes:\n");
    for (at, name) in names.outcomes.iter().enumerate() {
        writeln!(text, "  {name}:").expect("writing to a text never fails");
        field(&mut text, "title", title(name));
        if at == 1 {
            field(&mut text, "chosen", "true");
        }
        field(&mut text, "odds", format!("{}%", dice.between(2, 12) * 5));
        let low = dice.between(2, 40);
        field(&mut text, "value", format!("{low}M to {}M", low * dice.between(3, 9)));
        field(&mut text, "learn", format!("{} to {} months", dice.between(2, 4), dice.between(5, 12)));
        if dice.percent(20) {
            field(&mut text, "until", format!("{}-12-31", dice.between(2028, 2031)));
        }
        field(&mut text, "needs", written(&structure.outcome_needs[at], names));
    }
    text
}

/// Returns signals and competitors as they are written.
pub fn lookout(structure: &Structure, names: &Names, seed: u64) -> String {
    let mut dice = Dice::about("lookout", seed);
    let counts = &structure.counts;
    let mut text = String::from("signals:\n");
    for name in &names.outcomes {
        for _ in 0..dice.between(0, 6) {
            let says = dice.pick(&["for", "against"]);
            let strength = dice.pick(&["weak", "weak", "moderate", "strong"]);
            let date = dice.recent_day();
            writeln!(text, "  - {{ date: {date}, about: {name}, says: {says}, strength: {strength} }}")
                .expect("writing to a text never fails");
        }
    }
    // At least one, whatever the dice say: an empty section says nothing.
    writeln!(text, "  - {{ date: 2026-02-20, about: {}, says: for, factor: 2 }}", names.outcomes[0])
        .expect("writing to a text never fails");
    text.push_str("\ncompetitors:\n");
    for competitor in 0..(counts.outcomes / 2).max(3) {
        let outcome = &names.outcomes[dice.below(counts.outcomes)];
        let has = &names.capabilities[dice.below(counts.capabilities)];
        let from = dice.between(2026, 2028);
        let arrives = format!("{from} to {}", from + dice.between(1, 3));
        writeln!(
            text,
            "  rival-{}: {{ pursues: [{outcome}], has: [{has}], arrives: {arrives} }}",
            competitor + 1
        )
        .expect("writing to a text never fails");
    }
    text
}

/// Returns a guarantee of each kind, a waiver and a decision as they are written.
pub fn guarantees(counts: &Counts, names: &Names) -> String {
    let [first, chosen] = [&names.outcomes[0], &names.outcomes[1]];
    let by = &names.people[0];
    let mut text = format!(
        "guarantees:\n  \
        turn-within-two-years: {{ every: outcome, within: 24 months, at: 80% }}\n  \
        ship: {{ outcome: {chosen}, by: 2027-06-30, at: 80% }}\n  \
        first-stays-open: {{ outcome: {first}, is: enabled }}\n  \
        all-can-be-had: {{ every: outcome, is: reachable }}\n  \
        no-single-vendor: {{ no-single: vendor, closes: 2 }}\n  \
        no-single-person: {{ no-single: person, closes: chosen }}\n  \
        no-single-thing: {{ no-single: thing, closes: {} }}\n  \
        long-share: {{ horizon: long, at-least: 15% }}\n  \
        short-share: {{ horizon: short, at-most: 70% }}\n  \
        find-a-business: {{ find: 50% }}\n  \
        look-out: {{ signals-within: 90 days }}\n  \
        fresh: {{ facts-within: 6 months }}\n",
        counts.outcomes.min(5)
    );
    write!(
        text,
        "\nwaivers:\n  - {{ guarantee: no-single-vendor, until: 2026-12-31, by: {by}, why: Leaving is in plan }}\n\
        \ndecisions:\n  - {{ date: 2026-01-10, chose: {chosen}, over: [{first}], because: It is nearer, by: {by} }}\n"
    )
    .expect("writing to a text never fails");
    text
}
