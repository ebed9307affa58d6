//! What holds in every draw of every company, whatever its numbers.
#![allow(clippy::float_cmp, reason = "tests ask for the same digits")]

use std::fmt::Write;

use offing_analysis::draws::Simulation;
use offing_model::{Inputs, Model, read};
use proptest::prelude::*;

fn company(text: &str) -> Model {
    let reading = read(&Inputs::of_text(text, jiff::civil::date(2026, 1, 1)));
    reading.model.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

/// A small made-up company: what each number decides is written beside it.
fn made_up(numbers: &[u8; 40], with_experiments: bool) -> String {
    let mut next = numbers.iter().cycle().copied().map(usize::from);
    let mut pick = move |below: usize| next.next().expect("a cycle has no end") % below;
    let (outcomes, items) = (1 + pick(4), pick(7));
    let chosen = pick(outcomes + 1);
    let mut text = format!("company: {{ as-of: 2026-01-01, runway: {} months }}\noutcomes:\n", 2 + pick(30));
    for at in 0..outcomes {
        let needs: Vec<String> = (0..=pick(3)).map(|_| format!("c{}", pick(items + 2))).collect();
        let kind = ["all", "any"][pick(2)];
        let until = if pick(3) == 0 { ", until: 2026-06-30" } else { "" };
        let value = if pick(2) == 0 { ", value: 1M to 9M" } else { "" };
        let first = if at == chosen { "chosen: true, " } else { "" };
        let odds = pick(11) * 10;
        let needs = needs.join(", ");
        writeln!(text, "  o{at}: {{ {first}odds: {odds}%, learn: 1 to 3 months, needs: {{ {kind}: [{needs}] }}{until}{value} }}").unwrap();
    }
    text += "capabilities:\n";
    for at in 0..items + 2 {
        let have = if at < items { "false" } else { ["true", "unknown", "30%", "2026-04-01"][pick(4)] };
        writeln!(text, "  c{at}: {{ have: {have} }}").unwrap();
    }
    let people = 1 + pick(3);
    write!(text, "teams: {{ t: {{ people: {people}, cost-per-week: 1k }} }}\ninitiatives:\n").unwrap();
    for at in 0..items {
        let after = if at > 0 && pick(3) == 0 { format!(", after: [i{}]", pick(at)) } else { String::new() };
        let takes = ["2 to 9 weeks", "30 days", "1 to 2 weeks"][pick(3)];
        let staff = ["", ", staff: { t: 1 }", ", staff: { t: 2 }"][pick(3)];
        let started = if pick(4) == 0 { ", started: 2025-12-15" } else { "" };
        let tests = match pick(3) {
            0 if with_experiments => format!(", tests: {{ outcome: o{}, accuracy: 80% }}", pick(outcomes)),
            _ => String::new(),
        };
        let odds = 60 + 10 * pick(5);
        writeln!(
            text,
            "  i{at}: {{ delivers: [c{at}], takes: {takes}, odds: {odds}%{staff}{after}{started}{tests} }}"
        )
        .unwrap();
    }
    if items == 0 {
        text = text.replace("initiatives:\n", "");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// What holds in every draw of every company.
    #[test]
    fn draws_keep_to_the_rules(numbers in proptest::array::uniform(0_u8..=255), experiments: bool) {
        let model = company(&made_up(&numbers, experiments));
        let sim = Simulation::of(&model, 5);
        let plan = sim.chosen_first();
        let fates = sim.fates(0..200);
        let draws = sim.draws(&plan, 0..200);
        // Kept luck is the same luck.
        prop_assert_eq!(&draws, &sim.under(&plan, &fates));
        for (at, draw) in draws.iter().enumerate() {
            prop_assert!(draw.day >= 0.0 && draw.day <= sim.horizon());
            prop_assert!(draw.tries as usize <= model.outcomes.len());
            match draw.found {
                Some(found) => {
                    prop_assert!(fates.business(found).nth(at).unwrap() && draw.value > 0.0 && draw.tries > 0);
                    prop_assert!(draw.day >= fates.learn(found).nth(at).unwrap());
                }
                None => prop_assert_eq!(draw.value, 0.0),
            }
            // Turning only comes after the first outcome was refuted, unless an experiment speaks.
            if let (Some(stays), false) = (draw.stays, experiments) {
                prop_assert_eq!(draw.value, stays);
            }
        }
        // What nobody needs changes nothing but who is busy: with no people it changes nothing at all.
        let idle = format!("{}  idle: {{ takes: 3 weeks, tests: {{ outcome: o0, accuracy: 50% }} }}\n", made_up(&numbers, experiments));
        if idle.contains("initiatives:") {
            let model = company(&idle);
            let more = Simulation::of(&model, 5);
            prop_assert_eq!(draws, more.draws(&more.chosen_first(), 0..200));
        }
    }
}
