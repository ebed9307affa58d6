//! The parts of a page as HTML.

use maud::{Markup, PreEscaped, html};

use super::Shell;
use crate::chart::{Chart, WIDTHS};
use crate::map::Map;
use crate::page::{Align, Alternative, Block, Card, Line, Metric, Run, Table, Target, Tone, Tree};

/// How deep a tree is open at first.
const OPEN: usize = 2;

/// Rows and items from which on the rest of a table or list is folded away.
const LONG: usize = 60;

/// Returns parts of a page; headings of them begin at a level.
pub(super) fn blocks(shell: &Shell<'_>, blocks: &[Block], level: u8) -> Markup {
    let mut parts: Vec<Markup> = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let items = blocks[at..].iter().take_while(|block| matches!(block, Block::Item(..))).count();
        parts.push(match items {
            0 => self::block(shell, block, level),
            items => list(shell, &blocks[at..at + items]),
        });
        at += items.max(1);
    }
    html! { @for part in &parts { (part) } }
}

fn block(shell: &Shell<'_>, block: &Block, level: u8) -> Markup {
    match block {
        Block::Heading(text) => heading(text, level),
        Block::Text(text) => html! { p { (line(shell, text)) } },
        Block::Item(_, text) => html! { ul { li { (line(shell, text)) } } },
        Block::Table(found) => table(shell, found, None),
        Block::Tree(tree) => html! { div.tree { ul { (branch(shell, tree, 0)) } } },
        Block::Verbatim(lines) => html! {
            pre tabindex="0" { @for text in lines { (line(shell, text)) "\n" } }
        },
        Block::Metrics(metrics) => html! {
            dl.metrics { @for metric in metrics { (self::metric(shell, metric)) } }
        },
        Block::Cards(cards) => html! {
            ul.cards { @for card in cards { (self::card(shell, card)) } }
        },
        Block::Chart(chart) => self::chart(shell, chart),
        Block::Map(map) => self::map(shell, map),
        Block::Fold(summary, inside) => html! {
            details.fold { summary { (line(shell, &unlinked(summary))) } div { (blocks(shell, inside, level + 1)) } }
        },
        Block::Choice(first, alternatives) => choice(shell, *first, alternatives, level),
        Block::Pending(text) => html! { p.pending role="status" data-pending="" { (line(shell, text)) } },
    }
}

pub(super) fn heading(text: &str, level: u8) -> Markup {
    match level {
        0 | 1 => html! { h1 { (text) } },
        2 => html! { h2 { (text) } },
        3 => html! { h3 { (text) } },
        _ => html! { h4 { (text) } },
    }
}

/// Returns items as one list, those further in as lists within it, those of a long one folded away after the first.
fn list(shell: &Shell<'_>, items: &[Block]) -> Markup {
    let level = |block: &Block| match block {
        Block::Item(level, _) => *level,
        _ => 0,
    };
    let mut groups: Vec<(&Block, &[Block])> = Vec::new();
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let below = items[at + 1..].iter().take_while(|below| level(below) > level(item)).count();
        groups.push((item, &items[at + 1..at + 1 + below]));
        at += 1 + below;
    }
    let (shown, rest) = groups.split_at(groups.len().min(LONG));
    let points = |groups: &[(&Block, &[Block])]| {
        html! {
            ul {
                @for (item, below) in groups {
                    li {
                        @if let Block::Item(_, text) = item { (line(shell, text)) }
                        @if !below.is_empty() { (list(shell, below)) }
                    }
                }
            }
        }
    };
    html! {
        (points(shown))
        @if !rest.is_empty() {
            details.fold { summary { (rest.len()) " more" } div { (points(rest)) } }
        }
    }
}

pub(super) fn line(shell: &Shell<'_>, line: &Line) -> Markup {
    html! { @for part in line { (run(shell, part)) } }
}

fn run(shell: &Shell<'_>, run: &Run) -> Markup {
    let run = on_page(run);
    let said = said(&run.text);
    let text = html! {
        @match run.tone {
            Tone::Plain => (said),
            Tone::Strong => strong { (said) },
            Tone::Code => code { (run.text) },
            Tone::Good => span.good { (said) },
            Tone::Warn => span.warn { (said) },
            Tone::Bad => span.bad { (said) },
            Tone::Faint => span.faint { (said) },
        }
    };
    match run.target.as_ref().and_then(|target| shell.href(target)) {
        Some(href) => {
            html! { a href=(href) rel=[href.starts_with("http").then_some("noopener noreferrer")] { (text) } }
        }
        None if matches!(run.target, Some(Target::Answer(_))) => html! {},
        None => text,
    }
}

/// Returns what is said on a page in the place of what speaks of a command line.
pub(crate) fn on_page(run: &Run) -> &Run {
    match &run.target {
        Some(Target::Instead(instead)) => instead,
        _ => run,
    }
}

/// Returns a text in which what stands between backticks is a name, and a figure stays with its percent sign.
fn said(text: &str) -> Markup {
    let text = text.replace(" %", "\u{a0}%");
    let parts: Vec<&str> = text.split('`').collect();
    // An odd backtick opens nothing.
    let paired = parts.len() % 2 == 1;
    html! {
        @if paired {
            @for (at, part) in parts.iter().enumerate() {
                @if at % 2 == 1 { code { (part) } } @else { (part) }
            }
        } @else { (text) }
    }
}

/// Returns a table, the rows of a long one folded away after the first.
fn table(shell: &Shell<'_>, table: &Table, caption: Option<&str>) -> Markup {
    let label = caption.map_or_else(|| named(table), str::to_owned);
    let (shown, rest) = table.rows.split_at(table.rows.len().min(LONG));
    html! {
        (rows(shell, table, shown, &label))
        @if !rest.is_empty() {
            details.fold {
                summary { (rest.len()) " more" }
                div { (rows(shell, table, rest, &format!("{label}, continued"))) }
            }
        }
    }
}

/// Returns rows as a table that scrolls by itself where it is too wide, its caption for those who can not see it.
fn rows(shell: &Shell<'_>, table: &Table, rows: &[Vec<Run>], label: &str) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label=(label) {
            table {
                caption { (label) }
                thead { tr {
                    @for (text, align) in &table.head {
                        @if text.is_empty() { td.right[*align == Align::Right] {} }
                        @else { th scope="col" .right[*align == Align::Right] { (text) } }
                    }
                } }
                tbody { @for row in rows { (self::row(shell, table, row)) } }
            }
        }
    }
}

/// Returns what a table is about, from its head.
fn named(table: &Table) -> String {
    let heads: Vec<&str> =
        table.head.iter().map(|(text, _)| text.as_str()).filter(|text| !text.is_empty()).collect();
    heads.iter().take(4).copied().collect::<Vec<_>>().join(", ")
}

fn row(shell: &Shell<'_>, table: &Table, row: &[Run]) -> Markup {
    // The first cell that says what a row is about heads it.
    let head = table.head.iter().position(|(text, _)| !text.is_empty()).unwrap_or(0);
    html! {
        tr {
            @for (at, (cell, (name, align))) in row.iter().zip(&table.head).enumerate() {
                @let whole = table.whole.contains(&at);
                @if at == head { th scope="row" .right[*align == Align::Right] .whole[whole] { (run(shell, cell)) } }
                @else { td data-head=(name) .right[*align == Align::Right] .whole[whole] { (run(shell, cell)) } }
            }
        }
    }
}

/// Returns a branch that can be opened, its first levels open.
fn branch(shell: &Shell<'_>, tree: &Tree, depth: usize) -> Markup {
    html! {
        li {
            @if tree.branches.is_empty() {
                span.leaf { (line(shell, &tree.line)) }
            } @else {
                details open[depth < OPEN] {
                    summary { (line(shell, &unlinked(&tree.line))) }
                    @for href in tree.line.iter().filter_map(|run| shell.href(run.target.as_ref()?)) {
                        p.go { a href=(href) { "its page" span.hidden { ": " (spoken(&tree.line)) } } }
                    }
                    ul { @for below in &tree.branches { (branch(shell, below, depth + 1)) } }
                }
            }
        }
    }
}

/// Returns a line that leads nowhere: what opens something can not be a link as well.
fn unlinked(line: &Line) -> Line {
    line.iter().map(|run| Run { target: None, ..on_page(run).clone() }).collect()
}

/// Returns what a line says of the thing that it leads to.
fn spoken(line: &Line) -> String {
    line.iter().filter(|run| run.target.is_some()).map(|run| run.text.as_str()).collect()
}

fn metric(shell: &Shell<'_>, metric: &Metric) -> Markup {
    html! {
        div {
            dt { (metric.label) }
            dd {
                span.figure { (run(shell, &metric.figure)) }
                @if !metric.note.is_empty() { span.note { (line(shell, &metric.note)) } }
            }
        }
    }
}

fn card(shell: &Shell<'_>, card: &Card) -> Markup {
    html! {
        li .(tone(card.state.tone)) {
            p.title { (run(shell, &card.title)) }
            @if !card.state.text.is_empty() { p.state { (run(shell, &card.state)) } }
            @for text in &card.lines { p { (line(shell, text)) } }
        }
    }
}

/// Returns the class of a tone.
fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Strong => "accent",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Faint => "faint",
        Tone::Code => "code",
    }
}

/// Returns a chart at the widths it is drawn for, of which the style sheet shows one; what it says; and its data.
fn chart(shell: &Shell<'_>, chart: &Chart) -> Markup {
    html! {
        figure.chart {
            figcaption { strong { (chart.title) } " " (chart.says) }
            @for (width, class) in WIDTHS.iter().zip(["wide", "narrow"]) {
                div .drawing .(class) { (PreEscaped(chart.drawing.svg(*width))) }
            }
            @if !chart.data.rows.is_empty() {
                details.data {
                    summary { "Data" span.hidden { ": " (chart.title) } }
                    div {
                        (table(shell, &chart.data, Some(&chart.title)))
                        @if let Some(href) = shell.figures(&chart.name()) {
                            p.figures { a href=(href) { "Data as CSV" span.hidden { ": " (chart.title) } } }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the map, room for what is said about the thing chosen on it, and the same as lists.
fn map(shell: &Shell<'_>, map: &Map) -> Markup {
    let link = |section| shell.section(section);
    let what_if = shell.changed("").unwrap_or_default();
    let folded = map.layers.iter().any(|layer| layer.more > 0);
    html! {
        figure.map data-what-if=(what_if) data-folded=[folded.then_some("")] {
            figcaption { (map.says) }
            div.map-says hidden tabindex="-1" role="status" {
                p { strong data-what="" {} " " span data-says="" {} }
                p data-on="" {}
                p data-closes="" {}
                p.links {
                    a data-page="" href="#" { "Open its page" }
                    " " a data-brought="" href="#" { "What if it were there?" }
                    " " a data-loss="" href="#" { "What if it were gone?" }
                    " " button type="button" data-clear="" { "Show all" }
                }
            }
            div.map-scroll role="region" tabindex="0" aria-label="Map of what stands on what" {
                (PreEscaped(map.svg(&link)))
            }
            details.data {
                summary { "The map as lists" }
                div { (map_lists(shell, map)) }
            }
        }
    }
}

fn map_lists(shell: &Shell<'_>, map: &Map) -> Markup {
    let labels: Vec<&str> = map.things().map(|thing| thing.label.as_str()).collect();
    let on = |at: usize| -> Vec<&str> {
        map.edges.iter().filter(|(from, _)| *from == at).map(|(_, to)| labels[*to]).collect()
    };
    let mut before = 0;
    let first: Vec<usize> = (map.layers.iter())
        .map(|layer| {
            before += layer.things.len();
            before - layer.things.len()
        })
        .collect();
    html! {
        @for (layer, first) in map.layers.iter().zip(first).filter(|(layer, _)| !layer.things.is_empty()) {
            p { strong { (layer.title) } }
            ul {
                @for (thing, at) in layer.things.iter().zip(first..) {
                    li {
                        @match thing.section.and_then(|section| shell.section(section)) {
                            Some(href) => a href=(href) { (thing.label) },
                            None => (thing.label),
                        }
                        @if !thing.title.is_empty() { span.faint { " (" (thing.title) ")" } }
                        @if !thing.state.is_empty() { ", " span .(tone(thing.tone)) { (thing.state) } }
                        @let below = on(at);
                        @if !below.is_empty() { span.faint { ": stands on " (below.join(", ")) } }
                    }
                }
                @if layer.more > 0 { li.faint { "and " (layer.more) " more" } }
            }
        }
    }
}

/// Returns alternatives, one after the other; a script shows one at a time.
fn choice(shell: &Shell<'_>, first: usize, alternatives: &[Alternative], level: u8) -> Markup {
    html! {
        div.choice data-first=(first) {
            @for (at, one) in alternatives.iter().enumerate() {
                details.alternative name="choice" data-choice=(at) open[at == first] {
                    summary { (line(shell, &unlinked(&one.title))) }
                    div { (blocks(shell, &one.blocks, level + 1)) }
                }
            }
        }
    }
}
