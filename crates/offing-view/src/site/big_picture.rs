//! All of it on one page: where the company stands, each outcome, what stands on what, what to look at first.

use offing_analysis::ensure::OutcomeAnswer;
use offing_analysis::execute::{Aim, Execute};
use offing_analysis::holding::Status;
use offing_analysis::study::Study;
use offing_analysis::words::{days, percent};
use offing_model::Node;

use super::{Section, layers};
use crate::ensure::{MOST_CLOSERS, closers, next, single_losses, state, verdict};
use crate::execute::date;
use crate::names::Names;
use crate::page::{Block, Card, Metric, Page, Tone, plain};

/// How many outcomes stand side by side; more are a list.
const MOST: usize = 12;

/// Adds the big picture.
pub(super) fn add(study: &Study, page: &mut Page) {
    let (model, ensure) = (study.model(), study.ensure());
    page.heading("Big picture");
    page.text(verdict(ensure));
    let planned = study.execute_soon();
    page.metrics(figures(study, planned));
    if planned.is_none() {
        let plan = Tone::Plain.say("When the chosen outcome is there").to(Section::Plan);
        page.text(vec![plan, Tone::Plain.say(" is being worked out.")]);
    }
    page.blocks.extend(cards(study));
    if let Some(map) = layers::map(study) {
        page.heading("What stands on what");
        page.blocks.push(Block::Map(Box::new(map)));
    }
    closers(model, ensure, MOST_CLOSERS, page);
    let steps = next::steps(model, ensure, &Names::of(model));
    if !steps.is_empty() {
        page.heading("Look at first");
        steps.into_iter().for_each(|step| page.item(step));
    }
}

/// Returns the figures a reader should take away.
pub(crate) fn metrics(study: &Study) -> Vec<Metric> {
    figures(study, Some(study.execute()))
}

fn figures(study: &Study, planned: Option<&Execute>) -> Vec<Metric> {
    let (model, ensure) = (study.model(), study.ensure());
    let enabled = ensure.outcomes.iter().filter(|answer| answer.status == Status::Enabled).count();
    let mut metrics = vec![Metric {
        label: "Enabled today".to_owned(),
        figure: Tone::Plain.say(format!("{enabled} of {}", ensure.outcomes.len())).to(Section::Outcomes),
        note: plain("outcomes that could be pursued"),
    }];
    if let Some(planned) = planned
        && let (Aim::Open(id, _), Some(finish)) = (&planned.aim, &planned.finish)
    {
        metrics.push(Metric {
            label: model[*id].card.shown().to_owned(),
            figure: Tone::Plain.say(date(model, finish.days.p80)).to(Section::Plan),
            note: plain(format!("at 80 %; {} at 50 %", date(model, finish.days.p50))),
        });
    }
    if let Some(Some(balance)) = study.balance_known() {
        let tally = &balance.plans[balance.recommended].report.tally;
        metrics.push(Metric {
            label: "Find a business".to_owned(),
            figure: Tone::Plain.say(percent(tally.find)).to(Section::Balance),
            note: plain(match model.company.runway_days {
                Some(left) => format!("before the money ends in {}", days(left)),
                None => "within ten years".to_owned(),
            }),
        });
    }
    let guarantees = ensure.guarantees.len();
    if guarantees > 0 {
        let fail = ensure.guarantees.iter().filter(|judgement| judgement.fails()).count();
        let waived = ensure.guarantees.iter().filter(|judgement| judgement.waived).count();
        let tone = if fail == 0 { Tone::Good } else { Tone::Bad };
        metrics.push(Metric {
            label: "Guarantees".to_owned(),
            figure: tone
                .say(if fail == 0 { "all hold".to_owned() } else { format!("{fail} of {guarantees} fail") })
                .to(Section::Guarantees),
            note: plain(if waived == 0 { String::new() } else { format!("{waived} waived") }),
        });
    }
    metrics.iter_mut().for_each(|metric| metric.note.retain(|run| !run.text.is_empty()));
    metrics
}

/// Returns the outcomes side by side, or as a table where there are many.
pub(crate) fn cards(study: &Study) -> Option<Block> {
    let (model, ensure) = (study.model(), study.ensure());
    if ensure.outcomes.len() > MOST {
        return Some(Block::Table(crate::ensure::outcomes(model, ensure, &Names::of(model))));
    }
    let names = Names::of(model);
    let card = |answer: &OutcomeAnswer| {
        let outcome = &model[answer.outcome];
        let mut lines = vec![plain(format!("odds {}", percent(answer.odds)))];
        match (&answer.reach, answer.status) {
            (_, Status::Enabled) => {}
            (Some(reach), _) => lines.push(plain(format!("{} away at 80 %", days(reach.days.p80)))),
            (None, _) => lines.push(plain(format!("lacks {}", names.several(&answer.missing, 2)))),
        }
        let losses = single_losses(model, answer, &names);
        if !losses.is_empty() {
            lines.push(vec![Tone::Faint.say(format!("closed by losing {losses}"))]);
        }
        Card {
            title: Tone::Strong.say(outcome.card.shown()).to(Section::Thing(Node::Outcome(answer.outcome))),
            state: if outcome.chosen {
                let state = state(answer.status);
                state.tone.say(format!("chosen, {}", state.text))
            } else {
                state(answer.status)
            },
            lines,
        }
    };
    let cards: Vec<Card> = ensure.outcomes.iter().map(card).collect();
    (!cards.is_empty()).then_some(Block::Cards(cards))
}
