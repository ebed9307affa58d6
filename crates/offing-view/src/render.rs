//! Pages → terminal, Markdown. What only a screen can show is said in plainer blocks here: a chart as what it says and
//! its figures, a map as lists.

pub mod markdown;
pub mod text;

use std::borrow::Cow;

use crate::chart::Chart;
use crate::map::Map;
use crate::page::{Align, Block, Card, Metric, Run, Table, Tone, plain};

/// Returns the same blocks without those that only a screen can show.
fn plainer(blocks: &[Block], level: usize) -> Vec<Cow<'_, Block>> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Metrics(metrics) => out.extend(metrics.iter().map(|one| Cow::Owned(metric(one)))),
            Block::Cards(cards) => out.extend(cards.iter().flat_map(card).map(Cow::Owned)),
            Block::Chart(chart) => out.extend(self::chart(chart).map(Cow::Owned)),
            Block::Map(map) => out.extend(self::map(map).into_iter().map(Cow::Owned)),
            Block::Fold(summary, inside) => {
                out.push(Cow::Owned(Block::Text(summary.clone())));
                out.extend(plainer(inside, level));
            }
            Block::Choice(_, alternatives) => {
                for one in alternatives {
                    out.push(Cow::Owned(Block::Text(one.title.clone())));
                    out.extend(plainer(&one.blocks, level + 1));
                }
            }
            Block::Pending(line) => out.push(Cow::Owned(Block::Text(line.clone()))),
            Block::Item(own, line) if level > 0 => {
                out.push(Cow::Owned(Block::Item(own + level, line.clone())));
            }
            other => out.push(Cow::Borrowed(other)),
        }
    }
    out
}

fn metric(metric: &Metric) -> Block {
    let mut line = vec![Tone::Plain.say(format!("{}: ", metric.label)), strong(&metric.figure)];
    if !metric.note.is_empty() {
        line.push(Tone::Plain.say(", "));
        line.extend(metric.note.iter().cloned());
    }
    Block::Item(0, line)
}

/// Returns a figure that stands out also where there is no colour.
fn strong(run: &Run) -> Run {
    match run.tone {
        Tone::Plain => Tone::Strong.say(run.text.clone()),
        _ => run.clone(),
    }
}

fn card(card: &Card) -> Vec<Block> {
    let mut title = vec![strong(&card.title)];
    if !card.state.text.is_empty() {
        title.extend([Tone::Plain.say(": "), card.state.clone()]);
    }
    let lines = card.lines.iter().map(|line| Block::Item(1, line.clone()));
    std::iter::once(Block::Item(0, title)).chain(lines).collect()
}

fn chart(chart: &Chart) -> impl Iterator<Item = Block> {
    let says = vec![Tone::Strong.say(chart.title.clone()), Tone::Plain.say(format!(" {}", chart.says))];
    let data = (!chart.data.rows.is_empty()).then(|| Block::Table(chart.data.clone()));
    std::iter::once(Block::Text(says)).chain(data)
}

fn map(map: &Map) -> Vec<Block> {
    let labels: Vec<&str> = map.things().map(|thing| thing.label.as_str()).collect();
    let mut on = vec![Vec::new(); labels.len()];
    map.edges.iter().for_each(|(from, to)| on[*from].push(labels[*to]));
    let mut table = Table::new([
        ("Layer", Align::Left),
        ("Thing", Align::Left),
        ("State", Align::Left),
        ("Stands on", Align::Left),
    ]);
    let mut at = 0;
    for layer in &map.layers {
        for thing in &layer.things {
            table.row([
                Tone::Faint.say(layer.title),
                Tone::Strong.say(thing.label.clone()),
                thing.tone.say(thing.state),
                Tone::Plain.say(on[at].join(", ")),
            ]);
            at += 1;
        }
    }
    vec![Block::Text(plain(map.says.clone())), Block::Table(table)]
}
