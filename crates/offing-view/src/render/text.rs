//! A page for the terminal: as wide as it is, in colour where that is wanted.

use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Width, presets,
};
use unicode_width::UnicodeWidthStr;

use super::plainer;
use crate::page::{Align, Block, Line, Page, Run, Table, Tone, Tree};

/// How a terminal wants it.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Columns.
    pub width: u16,
    /// Whether to colour.
    pub color: bool,
}

/// Returns the page as text, with a line feed at its end.
pub fn text(page: &Page, style: Style) -> String {
    let mut out = String::new();
    let blocks = plainer(&page.blocks, 0);
    let mut previous: Option<&Block> = None;
    for block in blocks.iter().map(AsRef::as_ref) {
        let close = matches!((previous, block), (Some(Block::Item(..)), Block::Item(..)));
        let under = matches!((previous, block), (Some(Block::Heading(_)), block) if !matches!(block, Block::Heading(_)));
        if previous.is_some() && !close && !under {
            out.push('\n');
        }
        self::block(block, style, &mut out);
        previous = Some(block);
    }
    out
}

fn block(block: &Block, style: Style, out: &mut String) {
    match block {
        Block::Heading(heading) => {
            out.push_str(&painted(&Tone::Strong.say(heading.clone()), style));
            out.push('\n');
        }
        Block::Text(line) => wrapped(line, "", "", style, out),
        Block::Item(level, line) => {
            let indent = "  ".repeat(*level);
            wrapped(line, &format!("{indent}- "), &format!("{indent}  "), style, out);
        }
        Block::Table(table) => out.push_str(&self::table(table, style)),
        Block::Tree(tree) => branch(tree, "", "", style, out),
        Block::Verbatim(lines) => {
            for line in lines {
                let painted: Vec<String> = line.iter().map(|run| self::painted(run, style)).collect();
                out.push_str(painted.concat().trim_end());
                out.push('\n');
            }
        }
        _ => debug_assert!(false, "said in plainer blocks before"),
    }
}

fn branch(tree: &Tree, first: &str, rest: &str, style: Style, out: &mut String) {
    let hang = if tree.branches.is_empty() { format!("{rest}  ") } else { format!("{rest}│ ") };
    wrapped(&tree.line, first, &hang, style, out);
    for (at, below) in tree.branches.iter().enumerate() {
        let last = at + 1 == tree.branches.len();
        let (first, next) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        branch(below, &format!("{rest}{first}"), &format!("{rest}{next}"), style, out);
    }
}

/// Adds a line, broken at spaces where it is too wide.
fn wrapped(line: &Line, first: &str, rest: &str, style: Style, out: &mut String) {
    let room = usize::from(style.width.max(20));
    out.push_str(first);
    let mut column = first.width();
    let mut empty = true;
    for word in words(line) {
        let width: usize = word.iter().map(|run| run.text.width()).sum();
        if !empty && column + 1 + width > room {
            out.push('\n');
            out.push_str(rest);
            column = rest.width();
        } else if !empty {
            out.push(' ');
            column += 1;
        }
        word.iter().for_each(|run| out.push_str(&painted(run, style)));
        column += width;
        empty = false;
    }
    out.push('\n');
}

/// Returns the words of a line; a word may change its tone within.
fn words(line: &Line) -> Vec<Vec<Run>> {
    let mut words: Vec<Vec<Run>> = vec![Vec::new()];
    for run in line {
        for (at, piece) in run.text.split(' ').enumerate() {
            if at > 0 {
                words.push(Vec::new());
            }
            if !piece.is_empty()
                && let Some(word) = words.last_mut()
            {
                word.push(run.tone.say(piece));
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn painted(run: &Run, style: Style) -> String {
    let code = match run.tone {
        _ if !style.color || run.text.is_empty() => return run.text.clone(),
        Tone::Plain => return run.text.clone(),
        Tone::Strong => "1",
        Tone::Good => "32",
        Tone::Warn => "33",
        Tone::Bad => "31",
        Tone::Faint => "2",
        Tone::Code => "36",
    };
    format!("\u{1b}[{code}m{}\u{1b}[0m", run.text)
}

fn table(table: &Table, style: Style) -> String {
    let table = &filled(table);
    let Some(widths) = widths(table, usize::from(style.width)) else { return stacked(table, style) };
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(style.width);
    if style.color {
        drawn.enforce_styling();
    } else {
        drawn.force_no_tty();
    }
    let head = |(text, _): &(String, Align)| {
        let cell = Cell::new(text);
        if style.color { cell.add_attribute(Attribute::Dim) } else { cell }
    };
    drawn.set_header(table.head.iter().map(head));
    for row in &table.rows {
        drawn.add_row(row.iter().map(|run| cell(run, style)));
    }
    for (at, (_, align)) in table.head.iter().enumerate() {
        let Some(column) = drawn.column_mut(at) else { continue };
        let (before, after) = if at == 0 { (2, 2) } else { (0, 2) };
        // The library counts the padding in.
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(widths[at] as u16 + before + after)));
        column.set_padding((before, after));
        if *align == Align::Right {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines = drawn.lines().map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}

/// Returns a table without the columns in which nothing stands: room is scarce.
fn filled(table: &Table) -> Table {
    let is_filled =
        |at: &usize| table.rows.iter().any(|row| row.get(*at).is_some_and(|run| !run.text.is_empty()));
    let kept: Vec<usize> = (0..table.head.len()).filter(is_filled).collect();
    Table {
        head: kept.iter().map(|at| table.head[*at].clone()).collect(),
        rows: table.rows.iter().map(|row| kept.iter().map(|at| row[*at].clone()).collect()).collect(),
        whole: (0..kept.len()).filter(|at| table.whole.contains(&kept[*at])).collect(),
    }
}

/// Characters up to which words are not broken to make a column narrower: as many of these as fit.
const UNBROKEN: std::ops::RangeInclusive<usize> = 8..=24;

/// Returns the width of each column, or nothing where even the narrowest are too wide together. Columns begin as narrow
/// as they may be; the rest of the room goes to those that want most.
fn widths(table: &Table, room: usize) -> Option<Vec<usize>> {
    let columns = 0..table.head.len();
    let taken = |widths: &[usize]| 2 + widths.iter().map(|width| width + 2).sum::<usize>();
    let mut narrowest = UNBROKEN.rev().map(|unbroken| -> Vec<usize> {
        columns.clone().map(|column| narrowest(table, column, unbroken)).collect()
    });
    let mut widths = narrowest.find(|widths| taken(widths) <= room)?;
    let wanted: Vec<usize> = columns
        .clone()
        .map(|column| texts(table, column).map(UnicodeWidthStr::width).max().unwrap_or(0))
        .collect();
    for _ in taken(&widths)..room {
        let wants = |column: &usize| wanted[*column].saturating_sub(widths[*column]);
        // Of equal wants the first column's counts, so that titles stay readable.
        let most = columns.clone().rev().max_by_key(wants)?;
        if wants(&most) == 0 {
            break;
        }
        widths[most] += 1;
    }
    Some(widths)
}

/// Returns how narrow a column may become: as wide as its longest word, or as all of it where that must stay whole.
fn narrowest(table: &Table, column: usize, unbroken: usize) -> usize {
    if table.whole.contains(&column) {
        return texts(table, column).map(UnicodeWidthStr::width).max().unwrap_or(0);
    }
    let words = texts(table, column).flat_map(|text| text.split(' ')).map(UnicodeWidthStr::width);
    words.max().unwrap_or(0).clamp(1, unbroken)
}

fn texts(table: &Table, column: usize) -> impl Iterator<Item = &str> {
    let cells = table.rows.iter().filter_map(move |row| row.get(column));
    cells.map(|run| run.text.as_str()).chain([table.head[column].0.as_str()])
}

/// Returns a table that is wider than the terminal row by row, each cell on a line of its own under its heading.
fn stacked(table: &Table, style: Style) -> String {
    let mut out = String::new();
    for row in &table.rows {
        let mut cells = row.iter().zip(&table.head).filter(|(run, _)| !run.text.is_empty());
        if let Some((run, _)) = cells.next() {
            wrapped(&vec![run.clone()], "  ", "  ", style, &mut out);
        }
        for (run, (head, _)) in cells {
            let line = vec![Tone::Faint.say(format!("{head}:")), Tone::Plain.say(" "), run.clone()];
            wrapped(&line, "    ", "      ", style, &mut out);
        }
    }
    out
}

fn cell(run: &Run, style: Style) -> Cell {
    let cell = Cell::new(&run.text);
    if !style.color {
        return cell;
    }
    match run.tone {
        Tone::Plain => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Good => cell.fg(Color::DarkGreen),
        Tone::Warn => cell.fg(Color::DarkYellow),
        Tone::Bad => cell.fg(Color::DarkRed),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
        Tone::Code => cell.fg(Color::DarkCyan),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::plain;

    fn shown(page: &Page, width: u16) -> String {
        text(page, Style { width, color: false })
    }

    #[test]
    fn lines_break_at_spaces_and_lose_no_word() {
        let mut page = Page::default();
        let words = "one two three four five six seven eight nine ten eleven twelve";
        page.item(vec![
            Tone::Strong.say("one two three four "),
            Tone::Code.say(&words["one two three four ".len()..]),
        ]);
        let out = shown(&page, 24);
        assert!(out.lines().all(|line| line.chars().count() <= 24), "{out}");
        assert_eq!(out.split_whitespace().skip(1).collect::<Vec<_>>().join(" "), words);
        let coloured = text(&page, Style { width: 24, color: true });
        let bare = coloured.replace("\u{1b}[1m", "").replace("\u{1b}[36m", "").replace("\u{1b}[0m", "");
        assert_eq!(bare, out, "colour changes nothing but colour");
    }

    #[test]
    fn control_characters_never_reach_the_terminal() {
        let mut page = Page::default();
        page.text(plain("a\u{1b}[31mb\u{7}"));
        assert!(!shown(&page, 80).contains('\u{1b}'));
    }

    #[test]
    fn a_table_wider_than_the_terminal_is_told_row_by_row() {
        let mut table =
            Table::new([("Outcome", Align::Left), ("Missing", Align::Left), ("Reach", Align::Right)])
                .whole(&[2]);
        table.row([Tone::Strong.say("auctions"), Tone::Plain.say(""), Tone::Plain.say("now")]);
        table.row([
            Tone::Strong.say("lending"),
            Tone::Plain.say("custody, valuation"),
            Tone::Plain.say("12 months"),
        ]);
        let mut page = Page::default();
        page.table(table);
        let narrow = "  auctions\n    Reach: now\n  lending\n    Missing: custody,\n      valuation\n    Reach: 12 months\n";
        assert_eq!(shown(&page, 24), narrow);
        let wide = shown(&page, 60);
        assert!(wide.starts_with("  Outcome   Missing"), "{wide}");
        assert!(wide.lines().all(|line| line.chars().count() <= 60), "{wide}");
    }

    #[test]
    fn a_tree_draws_its_branches() {
        let leaf = |text: &str| Tree { line: plain(text), branches: Vec::new() };
        let tree = Tree {
            line: plain("root"),
            branches: vec![Tree { line: plain("a"), branches: vec![leaf("b")] }, leaf("c")],
        };
        let page = Page { blocks: vec![Block::Tree(tree)] };
        assert_eq!(shown(&page, 80), "root\n├─ a\n│  └─ b\n└─ c\n");
    }

    #[test]
    fn a_column_in_which_nothing_stands_takes_no_room() {
        let mut table =
            Table::new([("Outcome", Align::Left), ("Cost", Align::Right), ("State", Align::Left)])
                .whole(&[2]);
        table.row([Tone::Plain.say("shop"), Tone::Plain.say(""), Tone::Plain.say("enabled")]);
        let mut page = Page::default();
        page.table(table);
        assert_eq!(shown(&page, 60), "  Outcome  State\n  shop     enabled\n");
    }
}
