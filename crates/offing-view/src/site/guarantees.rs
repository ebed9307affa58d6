//! What was promised, and whether it is still true.

use offing_analysis::study::Study;
use offing_analysis::words::amount;

use crate::dates::long;
use crate::page::{Align, Page, Table, Tone, plain};

/// Adds the page.
pub(super) fn add(study: &Study, page: &mut Page) {
    let (model, ensure) = (study.model(), study.ensure());
    page.heading("Guarantees");
    if ensure.guarantees.is_empty() {
        return page.text(plain(
            "No guarantee is given yet. A guarantee is a promise about the model, checked as a test.",
        ));
    }
    let fail = ensure.guarantees.iter().filter(|judgement| judgement.fails()).count();
    let waived = ensure.guarantees.iter().filter(|judgement| judgement.waived).count();
    let all = ensure.guarantees.len();
    page.text(vec![
        match fail {
            0 => Tone::Good.say("Every guarantee holds or is waived"),
            _ => Tone::Bad.say(format!("{fail} of {} do not hold", amount(all, "guarantee", "guarantees"))),
        },
        Tone::Plain.say(if waived == 0 { ".".to_owned() } else { format!(", {waived} waived.") }),
    ]);
    let mut table = Table::new([
        ("", Align::Left),
        ("Guarantee", Align::Left),
        ("Wants", Align::Left),
        ("Found", Align::Left),
        ("Where", Align::Left),
    ])
    .whole(&[0]);
    let mut order: Vec<_> = ensure.guarantees.iter().collect();
    order.sort_by_key(|judgement| (judgement.holds, judgement.waived));
    for judgement in order {
        let (file, line) = crate::ensure::place(study.inputs(), judgement.place);
        table.row([
            crate::ensure::verdict_on(judgement),
            Tone::Strong.say(model[judgement.guarantee].card.shown()),
            Tone::Plain.say(judgement.wants.clone()),
            Tone::Plain.say(judgement.found.clone()),
            Tone::Faint.say(format!("{file}:{line}")),
        ]);
    }
    page.table(table);
    waivers(study, page);
}

fn waivers(study: &Study, page: &mut Page) {
    let model = study.model();
    if model.waivers.is_empty() {
        return;
    }
    page.heading("Waivers");
    let mut table = Table::new([
        ("Guarantee", Align::Left),
        ("Until", Align::Left),
        ("By", Align::Left),
        ("Why", Align::Left),
    ]);
    for waiver in &model.waivers {
        let over = waiver.until < model.company.as_of;
        table.row([
            Tone::Strong.say(model[waiver.guarantee].card.shown()),
            if over {
                Tone::Bad.say(format!("{}, over", long(waiver.until)))
            } else {
                Tone::Plain.say(long(waiver.until))
            },
            Tone::Plain.say(waiver.by.map(|id| model[id].card.name.to_string()).unwrap_or_default()),
            Tone::Plain.say(waiver.why.clone().unwrap_or_default()),
        ]);
    }
    page.table(table);
}
