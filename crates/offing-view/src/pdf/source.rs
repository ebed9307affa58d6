//! Pages as a source for Typst. Everything a page says stands in string literals.

use std::fmt::Write;

use jiff::civil::Date;

use super::Paper;
use super::charts::{INKS, on_paper};
use crate::brief::Brief;
use crate::chart::{Chart, WIDTHS};
use crate::html::on_page;
use crate::map::Map;
use crate::page::{Align, Block, Card, Line, Metric, Page, Run, Table, Target, Tone, Tree};

/// How many cards or figures stand side by side.
const SIDE_BY_SIDE: usize = 4;

/// A source, and the drawings that it names.
pub(super) struct Written {
    pub(super) source: String,
    pub(super) drawings: Vec<(String, String)>,
}

/// Returns the source of a brief.
pub(super) fn of(brief: &Brief, day: Date, paper: Paper) -> Written {
    let mut written = Written { source: String::new(), drawings: Vec::new() };
    let paper = match paper {
        Paper::A4 => "a4",
        Paper::Letter => "us-letter",
    };
    let (title, faint) = (literal(&brief.title), ink("faint"));
    written.put(format_args!(
        "#set document(title: {title}, date: datetime(year: {}, month: {}, day: {}))\n\
         #set page(paper: \"{paper}\", margin: (x: 18mm, top: 16mm, bottom: 20mm), footer: context \
         text(size: 8pt, fill: {faint}, [#{title} #h(1fr) #counter(page).display(\"1 / 1\", both: true)]))\n\
         #set text(font: \"Libertinus Serif\", size: 10pt, lang: \"en\")\n\
         #set par(leading: 0.6em, spacing: 0.85em)\n\
         #set list(indent: 0pt, spacing: 0.6em)\n\
         #set table(stroke: none, inset: (x: 0pt, y: 3pt), column-gutter: 9pt)\n\
         #set table.cell(breakable: false)\n\
         #show table: set text(size: 8.5pt)\n\
         #show table: set par(justify: false, leading: 0.5em)\n\
         #show raw: set text(font: \"DejaVu Sans Mono\", size: 0.82em)\n\
         #show heading: set block(above: 1.3em, below: 0.7em)\n\
         #show heading.where(level: 1): set text(size: 19pt)\n\
         #show heading.where(level: 2): set text(size: 14pt)\n\
         #show heading.where(level: 3): set text(size: 11pt)\n",
        day.year(),
        day.month(),
        day.day(),
    ));
    if let Some(made_of) = &brief.made_of {
        // Found there when the next brief takes its place.
        written.put(format_args!("#set document(keywords: ({},))\n", literal(&made_of.to_string())));
    }
    written.put(format_args!("#heading(level: 1, {title})\n"));
    for (nth, (_, page)) in brief.sheets.iter().enumerate() {
        if nth > 0 {
            written.put(format_args!("#pagebreak(weak: true)\n"));
        }
        written.page(page);
    }
    written
}

impl Written {
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        self.source.write_fmt(text).expect("a text takes everything");
    }

    fn page(&mut self, page: &Page) {
        for (at, block) in page.blocks.iter().enumerate() {
            let level = if at == 0 { 2 } else { 3 };
            self.block(block, level);
        }
    }

    fn block(&mut self, block: &Block, level: u8) {
        match block {
            Block::Heading(text) => self.put(format_args!("#heading(level: {level}, {})\n", literal(text))),
            Block::Text(line) | Block::Pending(line) => self.put(format_args!("{}\n\n", said(line))),
            Block::Item(level, line) => self.item(*level, line),
            Block::Table(table) => self.table(table),
            Block::Tree(tree) => self.tree(tree, 0),
            Block::Verbatim(lines) => {
                let text: Vec<String> =
                    lines.iter().map(|line| line.iter().map(|run| run.text.as_str()).collect()).collect();
                self.put(format_args!("#raw(block: true, {})\n\n", literal(&text.join("\n"))));
            }
            Block::Metrics(metrics) => self.side_by_side(metrics.iter().map(metric)),
            Block::Cards(cards) => self.side_by_side(cards.iter().map(card)),
            Block::Chart(chart) => self.chart(chart),
            Block::Map(map) => self.map(map),
            Block::Fold(summary, inside) => {
                self.put(format_args!("{}\n\n", said(summary)));
                inside.iter().for_each(|block| self.block(block, 3));
            }
            Block::Choice(_, alternatives) => {
                for one in alternatives {
                    self.put(format_args!("{}\n\n", said(&one.title)));
                    one.blocks.iter().for_each(|block| self.block(block, 3));
                }
            }
        }
    }

    fn item(&mut self, level: usize, line: &Line) {
        self.put(format_args!("{}- {}\n", "  ".repeat(level), said(line)));
    }

    fn tree(&mut self, tree: &Tree, level: usize) {
        self.item(level, &tree.line);
        tree.branches.iter().for_each(|below| self.tree(below, level + 1));
    }

    fn table(&mut self, table: &Table) {
        let columns: Vec<&str> = table.head.iter().map(|_| "auto").collect();
        let align: Vec<&str> = (table.head.iter())
            .map(|(_, align)| if *align == Align::Right { "right" } else { "left" })
            .collect();
        let (faint, line) = (ink("faint"), ink("grid"));
        self.put(format_args!("#table(columns: ({},), align: ({},),\n", columns.join(","), align.join(",")));
        let head: Vec<String> =
            table.head.iter().map(|(text, _)| format!("text(fill: {faint}, {})", literal(text))).collect();
        self.put(format_args!("table.header({}), table.hline(stroke: 0.6pt + {line}),\n", head.join(",")));
        for row in &table.rows {
            let cell = |(at, cell): (usize, &Run)| match table.whole.contains(&at) {
                true => format!("box[{}]", run(cell)),
                false => format!("[{}]", run(cell)),
            };
            let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
            self.put(format_args!("{}, table.hline(stroke: 0.3pt + {line}),\n", cells.join(",")));
        }
        self.put(format_args!(")\n\n"));
    }

    fn side_by_side(&mut self, boxes: impl Iterator<Item = String>) {
        let line = ink("grid");
        self.put(format_args!("#grid(columns: ({},), gutter: 3mm,\n", ["1fr"; SIDE_BY_SIDE].join(",")));
        for one in boxes {
            self.put(format_args!(
                "grid.cell(breakable: false, block(width: 100%, inset: 2.5mm, radius: 1.5mm, stroke: 0.6pt + \
                 {line}, text(size: 9pt)[{one}])),\n"
            ));
        }
        self.put(format_args!(")\n\n"));
    }

    fn chart(&mut self, chart: &Chart) {
        let says = vec![Tone::Strong.say(chart.title.as_str()), Tone::Faint.say(format!(" {}", chart.says))];
        let alt = format!("{} {}", chart.title, chart.says);
        self.drawing(&said(&says), &chart.drawing.svg(WIDTHS[0]), &alt, "80mm");
    }

    fn map(&mut self, map: &Map) {
        let says = vec![Tone::Faint.say(map.says.as_str())];
        self.drawing(&said(&says), &map.svg(&|_| None), &map.says, "125mm");
    }

    /// Adds a drawing that is not cut, nor parted from what it says.
    fn drawing(&mut self, says: &str, svg: &str, alt: &str, most: &str) {
        let name = format!("drawing-{}.svg", self.drawings.len() + 1);
        self.put(format_args!(
            "#block(breakable: false, width: 100%)[{says}\n\n#layout(size => {{ let drawn = image(\"{name}\", \
             alt: {}, width: size.width); if measure(drawn).height > {most} {{ image(\"{name}\", alt: {}, \
             height: {most}) }} else {{ drawn }} }})]\n\n",
            literal(alt),
            literal(alt),
        ));
        self.drawings.push((name, on_paper(svg)));
    }
}

fn metric(metric: &Metric) -> String {
    let figure = format!("#text(size: 13pt, weight: \"bold\")[{}]", run(&metric.figure));
    let label = run(&Tone::Faint.say(metric.label.as_str()));
    format!("{label}\\ {figure}\\ {}", said(&metric.note))
}

fn card(card: &Card) -> String {
    let mut lines = vec![run(&Run { tone: Tone::Strong, ..card.title.clone() })];
    if !card.state.text.is_empty() {
        lines.push(run(&card.state));
    }
    lines.extend(card.lines.iter().map(said));
    lines.join("\\ ")
}

/// Returns a line as markup.
fn said(line: &Line) -> String {
    line.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    let run = on_page(run);
    if matches!(run.target, Some(Target::Answer(_))) {
        // There is nobody to ask.
        return String::new();
    }
    let text = parts(&run.text);
    let colored = |class: &str| format!("#text(fill: {})[{text}]", ink(class));
    let text = match run.tone {
        Tone::Plain => text,
        Tone::Strong => format!("#strong[{text}]"),
        Tone::Code => raw(&run.text),
        Tone::Good => colored("good"),
        Tone::Warn => colored("warn"),
        Tone::Bad => format!("#strong[{}]", colored("bad")),
        Tone::Faint => colored("faint"),
    };
    match &run.target {
        Some(Target::Web(address))
            if ["http://", "https://"].iter().any(|kind| address.starts_with(kind)) =>
        {
            format!("#link({})[{text}]", literal(address))
        }
        _ => text,
    }
}

/// Letters from which on a word may be broken anywhere, so that it does not run off the sheet.
const LONG_WORD: usize = 25;

/// Returns a text in which very long words may be broken.
fn breakable(text: &str) -> String {
    let word = |word: &str| match word.chars().count() {
        0..LONG_WORD => word.to_owned(),
        _ => word.chars().flat_map(|c| [c, '\u{200b}']).collect(),
    };
    text.split_inclusive(' ').map(word).collect()
}

/// Returns a text in which what stands between backticks is a name.
fn parts(text: &str) -> String {
    let text = breakable(&text.replace(" %", "\u{a0}%"));
    let parts: Vec<&str> = text.split('`').collect();
    // An odd backtick opens nothing.
    if parts.len().is_multiple_of(2) {
        return format!("#{};", literal(&text));
    }
    let part = |(at, part): (usize, &&str)| match (at % 2, part.is_empty()) {
        (_, true) => String::new(),
        (1, _) => raw(part),
        _ => format!("#{};", literal(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

fn raw(text: &str) -> String {
    format!("#raw({});", literal(text))
}

/// Returns a text as a string literal of Typst.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a colour of the drawings, for text.
fn ink(class: &str) -> String {
    let found = INKS.iter().find(|(ink, _)| *ink == class).map_or("#111111", |(_, color)| color);
    format!("rgb(\"{found}\")")
}
