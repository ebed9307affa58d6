//! What must not go outside: names, titles, notes and links of what is confidential, struck from everything that is
//! shown, charts and map included.
//!
//! Figures stay as they are: they were worked out with all that is known, and so are the same as within.

use offing_model::{Card, Model};

use crate::chart::{Chart, Drawing};
use crate::map::Map;
use crate::page::{Block, Line, Page, Run, Table, Target, Tree};
use crate::site::Section;

/// What is said in its place.
const WORD: &str = "[withheld]";

/// What must not go outside.
#[derive(Debug)]
pub(super) struct Withheld<'m> {
    model: &'m Model,
    /// In lower case, the longest first, so that none is struck in part.
    words: Vec<String>,
    count: usize,
}

impl<'m> Withheld<'m> {
    /// Returns what is confidential in a model.
    pub(super) fn of(model: &'m Model) -> Self {
        let (mut words, mut count) = (Vec::new(), 0);
        let mut take = |card: &Card, more: &[Option<&String>]| {
            if card.confidential {
                count += 1;
                let said = [card.title.as_ref(), card.note.as_ref(), card.link.as_ref()];
                let said = said.into_iter().chain(more.iter().copied()).flatten().map(String::as_str);
                words.extend(said.chain([card.name.as_str()]).map(|word| word.trim().to_lowercase()));
            }
        };
        model.each_card(&mut |_, card| take(card, &[]));
        model.signals.iter().for_each(|one| take(&one.card, &[one.source.as_ref()]));
        model.waivers.iter().for_each(|one| take(&one.card, &[one.why.as_ref()]));
        model.decisions.iter().for_each(|one| take(&one.card, &[one.because.as_ref()]));
        words.retain(|word| !word.is_empty());
        words.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        words.dedup();
        Self { model, words, count }
    }

    /// Returns how many things are confidential.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// Strikes all of it from a page.
    pub(super) fn strike(&self, page: &mut Page) {
        if !self.words.is_empty() {
            self.blocks(&mut page.blocks);
        }
    }

    /// Returns a text without it.
    pub(super) fn struck(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for word in &self.words {
            while let Some(at) = found(&text, word) {
                text.replace_range(at, WORD);
            }
        }
        text
    }

    /// Returns whether a text says something of it.
    fn says(&self, text: &str) -> bool {
        self.words.iter().any(|word| found(text, word).is_some())
    }

    fn blocks(&self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| self.block(block));
    }

    /// Strikes it from a block; returns whether anything is left.
    fn block(&self, block: &mut Block) -> bool {
        match block {
            Block::Heading(text) => *text = self.struck(text),
            Block::Text(line) | Block::Item(_, line) | Block::Pending(line) => self.line(line),
            Block::Table(table) => {
                self.table(table);
                return !table.rows.is_empty();
            }
            Block::Tree(tree) => self.tree(tree),
            Block::Verbatim(lines) => lines.iter_mut().for_each(|line| self.line(line)),
            Block::Metrics(metrics) => metrics.iter_mut().for_each(|metric| {
                metric.label = self.struck(&metric.label);
                self.run(&mut metric.figure);
                self.line(&mut metric.note);
            }),
            Block::Cards(cards) => {
                cards.retain(|card| !self.says(&card.title.text));
                cards.iter_mut().for_each(|card| card.lines.iter_mut().for_each(|line| self.line(line)));
                return !cards.is_empty();
            }
            Block::Chart(chart) => self.chart(chart),
            Block::Map(map) => self.map(map),
            Block::Fold(summary, inside) => {
                self.line(summary);
                self.blocks(inside);
            }
            Block::Choice(_, alternatives) => alternatives.iter_mut().for_each(|one| {
                self.line(&mut one.title);
                self.blocks(&mut one.blocks);
            }),
        }
        true
    }

    /// Strikes it from a table: a row about it goes, from others it is struck.
    fn table(&self, table: &mut Table) {
        table.rows.retain(|row| {
            let subject = row.iter().find(|cell| !cell.text.is_empty());
            let about = subject.is_some_and(|cell| self.says(&cell.text));
            let whole = |cell: &Run| self.words.iter().any(|word| cell.text.trim().to_lowercase() == *word);
            !about && !row.iter().any(whole)
        });
        table.rows.iter_mut().flatten().for_each(|cell| self.run(cell));
    }

    fn tree(&self, tree: &mut Tree) {
        let said: String = tree.line.iter().map(|run| run.text.as_str()).collect();
        if self.says(&said) {
            // What stands below something withheld would tell what it is.
            tree.branches.clear();
        }
        self.line(&mut tree.line);
        tree.branches.iter_mut().for_each(|below| self.tree(below));
    }

    fn chart(&self, chart: &mut Chart) {
        chart.title = self.struck(&chart.title);
        chart.says = self.struck(&chart.says);
        self.table(&mut chart.data);
        match &mut chart.drawing {
            Drawing::Intervals(drawing) => {
                drawing.rows.retain(|row| !self.says(&row.label));
                drawing.rows.iter_mut().for_each(|row| row.note = self.struck(&row.note));
            }
            Drawing::Gantt(drawing) => {
                drawing.bars.retain(|bar| !self.says(&bar.label));
                drawing.bars.iter_mut().for_each(|bar| bar.note = self.struck(&bar.note));
                drawing.promised.iter_mut().for_each(|(_, what)| *what = self.struck(what));
            }
            Drawing::Points(drawing) => {
                drawing.points.iter_mut().for_each(|point| point.name = self.struck(&point.name));
                drawing.right = self.struck(&drawing.right);
                drawing.up = self.struck(&drawing.up);
            }
            Drawing::Spread(drawing) => {
                drawing.marks.iter_mut().for_each(|mark| mark.label = self.struck(&mark.label));
            }
            Drawing::Lines(drawing) => drawing.series.retain(|series| !self.says(&series.label)),
            Drawing::Weeks(drawing) => drawing.rows.retain(|row| !self.says(&row.label)),
            Drawing::Radar(drawing) => {
                drawing.blips.iter_mut().for_each(|blip| blip.label = self.struck(&blip.label));
            }
        }
    }

    /// Strikes it from the map: the thing, and every line to it.
    fn map(&self, map: &mut Map) {
        let kept: Vec<bool> = map
            .things()
            .map(|thing| match thing.section {
                Some(Section::Thing(node)) => !self.model.card(node).confidential,
                _ => !self.says(&thing.label),
            })
            .collect();
        let place: Vec<Option<usize>> = (kept.iter())
            .scan(0, |next, kept| {
                let at = *next;
                *next += usize::from(*kept);
                Some(kept.then_some(at))
            })
            .collect();
        let mut at = 0;
        for layer in &mut map.layers {
            layer.things.retain(|_| {
                at += 1;
                kept[at - 1]
            });
            for thing in &mut layer.things {
                thing.label = self.struck(&thing.label);
                thing.title = self.struck(&thing.title);
                // There is no server to ask what if.
                (thing.loss, thing.brought_by) = (String::new(), String::new());
                thing.closes = thing.closes.iter().filter_map(|at| place[*at]).collect();
            }
        }
        map.edges = map.edges.iter().filter_map(|(from, to)| Some((place[*from]?, place[*to]?))).collect();
        map.says = self.struck(&map.says);
    }

    fn line(&self, line: &mut Line) {
        line.iter_mut().for_each(|run| self.run(run));
    }

    fn run(&self, run: &mut Run) {
        run.text = self.struck(&run.text);
        if let Some(Target::Instead(instead)) = &mut run.target {
            self.run(instead);
        }
        let outside = matches!(&run.target, Some(Target::Web(address)) if self.says(address));
        let within = match run.target {
            Some(Target::Section(Section::Thing(node))) => self.model.card(node).confidential,
            Some(Target::WhatIf(_)) => true,
            _ => false,
        };
        if outside || within {
            run.target = None;
        }
    }
}

/// Returns where a word stands in a text, in letters of any size, not as a part of another word.
fn found(text: &str, word: &str) -> Option<std::ops::Range<usize>> {
    let inner = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let starts = text.char_indices().map(|(at, _)| at);
    for start in starts {
        if text[..start].chars().next_back().is_some_and(inner) {
            continue;
        }
        let mut rest = text[start..].char_indices();
        let mut wanted = word.chars();
        let mut next = wanted.next();
        let mut end = start;
        while let (Some(want), Some((at, c))) = (next, rest.next()) {
            // A letter may become several in lower case; all of them must be there.
            let mut lower = c.to_lowercase();
            if lower.next() != Some(want) {
                break;
            }
            next = wanted.next();
            let fits = lower.all(|more| {
                let same = next == Some(more);
                next = wanted.next();
                same
            });
            if !fits {
                break;
            }
            end = start + at + c.len_utf8();
        }
        if next.is_none() && end > start && !text[end..].chars().next().is_some_and(inner) {
            return Some(start..end);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole_and_in_letters_of_any_size() {
        assert_eq!(found("Lending has none", "lending"), Some(0..7));
        assert_eq!(found("the `lending`, now", "lending"), Some(5..12));
        assert_eq!(found("Über Straße", "straße"), Some(6..13));
        for other in ["lending-licence", "blending", "lendings", "", "lend"] {
            assert_eq!(found(other, "lending"), None, "{other}");
        }
        assert_eq!(found("Loans against art (chosen)", "loans against art"), Some(0..17));
    }
}
