//! A page before it is rendered: what is said, in which order, in which tone. Terminal, Markdown and HTML come from it.

use crate::chart::Chart;
use crate::map::Map;
use crate::site::Section;

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// What stands on it, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(Line),
    /// An item of a list, indented by so many levels.
    Item(usize, Line),
    /// A table.
    Table(Table),
    /// A tree, its root first.
    Tree(Tree),
    /// Lines that keep their form: a chart of characters.
    Verbatim(Vec<Line>),
    /// The few figures a reader should take away.
    Metrics(Vec<Metric>),
    /// Things side by side, each with what matters most about it.
    Cards(Vec<Card>),
    /// A chart, with what it says in words and its data.
    Chart(Box<Chart>),
    /// What stands on what, in layers.
    Map(Box<Map>),
    /// Something most readers can do without, under a line that says what it is.
    Fold(Line, Vec<Block>),
    /// Several things of which one is looked at at a time; the one shown first by its position.
    Choice(usize, Vec<Alternative>),
    /// What is still being worked out.
    Pending(Line),
}

/// A figure that stands out.
#[derive(Debug, Clone)]
pub struct Metric {
    /// What it is.
    pub label: String,
    /// The figure, in its tone.
    pub figure: Run,
    /// What to know beside it; may be empty.
    pub note: Line,
}

/// One of several things side by side.
#[derive(Debug, Clone)]
pub struct Card {
    /// What it is called.
    pub title: Run,
    /// Its state, in one or two words; may be empty.
    pub state: Run,
    /// What there is to say about it.
    pub lines: Vec<Line>,
}

/// One of several things of which one is looked at at a time.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// What it is called.
    pub title: Line,
    /// What there is to say about it.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The head of each column, with its alignment.
    pub head: Vec<(String, Align)>,
    /// Its rows.
    pub rows: Vec<Vec<Run>>,
    /// Columns that are never broken, as what stands there is copied or compared.
    pub whole: Vec<usize>,
}

/// To which side a column leans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Texts.
    Left,
    /// Figures.
    Right,
}

/// A tree of lines.
#[derive(Debug, Clone)]
pub struct Tree {
    /// What this branch says.
    pub line: Line,
    /// Its branches.
    pub branches: Vec<Tree>,
}

/// A line of text in parts.
pub type Line = Vec<Run>;

/// A stretch of text in one tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text; one line.
    pub text: String,
    /// How it is said.
    pub tone: Tone,
    /// Where it leads, where pages can be followed.
    pub target: Option<Target>,
}

/// Where a stretch of text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To a page of ours.
    Section(Section),
    /// To the same page with one thing different from today, said as `without=vendor:host`.
    WhatIf(String),
    /// To an address outside; one that is not `http`, `https` or `mailto` is never followed.
    Web(String),
    /// To the whole answer of a question for programs, by its name; not said where there is nobody to ask.
    Answer(&'static str),
    /// Nowhere: it speaks of a command line. Where pages can be followed, this is said in its place.
    Instead(Box<Run>),
}

impl Run {
    /// Returns the run, leading to a page of ours.
    #[must_use]
    pub fn to(self, section: Section) -> Self {
        Self { target: Some(Target::Section(section)), ..self }
    }

    /// Returns the run, leading to the same page with one thing different from today.
    #[must_use]
    pub fn to_what_if(self, change: impl Into<String>) -> Self {
        Self { target: Some(Target::WhatIf(change.into())), ..self }
    }

    /// Returns the run, leading to the whole answer of a question for programs.
    #[must_use]
    pub fn to_answer(self, question: &'static str) -> Self {
        Self { target: Some(Target::Answer(question)), ..self }
    }

    /// Returns the run, in whose place another one is said where pages can be followed.
    #[must_use]
    pub fn on_pages(self, instead: Run) -> Self {
        Self { target: Some(Target::Instead(Box::new(instead))), ..self }
    }

    /// Returns the run, leading to an address outside.
    #[must_use]
    pub fn to_web(self, address: impl Into<String>) -> Self {
        Self { target: Some(Target::Web(address.into())), ..self }
    }
}

/// How something is said; colour only underlines what the words say already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As is.
    Plain,
    /// Important.
    Strong,
    /// As it should be.
    Good,
    /// Worth a look.
    Warn,
    /// Not as it should be.
    Bad,
    /// Beside the point.
    Faint,
    /// A name or command, as it is typed.
    Code,
}

impl Tone {
    /// Returns a run in this tone; control characters are shown, never sent to a terminal.
    pub fn say(self, text: impl Into<String>) -> Run {
        let text: String = text.into();
        let text = if text.chars().any(char::is_control) { printable(&text) } else { text };
        Run { text, tone: self, target: None }
    }
}

/// Returns a text on one line, with control characters made visible.
pub fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' | '\r' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Returns that so many are left out, and where all of them are: in the answer of a question for programs.
pub fn left_out(rest: usize, question: &'static str) -> Line {
    let all = Tone::Faint.say(" (all, as JSON)").to_answer(question);
    vec![
        Tone::Faint.say(format!("and {rest} more")),
        Tone::Faint.say(" (`--format json` has all)").on_pages(all),
    ]
}

/// Returns a line of one plain run.
pub fn plain(text: impl Into<String>) -> Line {
    vec![Tone::Plain.say(text)]
}

impl Page {
    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, line: Line) {
        self.blocks.push(Block::Text(line));
    }

    /// Adds an item of a list.
    pub fn item(&mut self, line: Line) {
        self.blocks.push(Block::Item(0, line));
    }

    /// Adds figures that stand out, unless there are none.
    pub fn metrics(&mut self, metrics: Vec<Metric>) {
        if !metrics.is_empty() {
            self.blocks.push(Block::Metrics(metrics));
        }
    }

    /// Adds a chart, unless it shows nothing.
    pub fn chart(&mut self, chart: Option<Chart>) {
        self.blocks.extend(chart.map(|chart| Block::Chart(Box::new(chart))));
    }

    /// Returns the chart of this name, wherever it stands.
    pub fn chart_named(&self, name: &str) -> Option<&Chart> {
        fn within<'b>(blocks: &'b [Block], name: &str) -> Option<&'b Chart> {
            blocks.iter().find_map(|block| match block {
                Block::Chart(chart) => (chart.name() == name).then_some(&**chart),
                Block::Fold(_, inside) => within(inside, name),
                Block::Choice(_, all) => all.iter().find_map(|one| within(&one.blocks, name)),
                _ => None,
            })
        }
        within(&self.blocks, name)
    }

    /// Adds what most readers can do without, unless it is nothing.
    pub fn fold(&mut self, summary: Line, page: Page) {
        if !page.blocks.is_empty() {
            self.blocks.push(Block::Fold(summary, page.blocks));
        }
    }

    /// Adds a table, unless it has no rows.
    pub fn table(&mut self, table: Table) {
        if !table.rows.is_empty() {
            self.blocks.push(Block::Table(table));
        }
    }
}

impl Table {
    /// Returns an empty table with these columns.
    pub fn new<const N: usize>(head: [(&str, Align); N]) -> Self {
        Self {
            head: head.map(|(text, align)| (text.to_owned(), align)).to_vec(),
            rows: Vec::new(),
            whole: Vec::new(),
        }
    }

    /// Returns the table with columns that are never broken.
    #[must_use]
    pub fn whole(mut self, columns: &[usize]) -> Self {
        self.whole = columns.to_vec();
        self
    }

    /// Adds a row.
    ///
    /// *Panics:* in debug builds, when it has not one cell for each column.
    pub fn row<const N: usize>(&mut self, cells: [Run; N]) {
        debug_assert_eq!(N, self.head.len(), "a row has one cell for each column");
        self.rows.push(cells.to_vec());
    }
}
