//! A page as Markdown, for a pull request or a document.

use super::plainer;
use crate::page::{Align, Block, Line, Page, Run, Table, Tone, Tree};

/// Returns the page as Markdown (GitHub's flavour).
pub fn markdown(page: &Page) -> String {
    let mut out = String::new();
    let mut previous_item = false;
    for block in plainer(&page.blocks, 0) {
        let block = block.as_ref();
        let item = matches!(block, Block::Item(..));
        if !(out.is_empty() || item && previous_item) {
            out.push('\n');
        }
        previous_item = item;
        match block {
            Block::Heading(heading) => out.push_str(&format!("## {}\n", escaped(heading))),
            Block::Text(line) => out.push_str(&format!("{}\n", self::line(line))),
            Block::Item(level, line) => {
                out.push_str(&format!("{}- {}\n", "  ".repeat(*level), self::line(line)))
            }
            Block::Table(table) => out.push_str(&self::table(table)),
            Block::Tree(tree) => branch(tree, 0, &mut out),
            Block::Verbatim(lines) => {
                out.push_str("```text\n");
                for line in lines {
                    let text: String = line.iter().map(|run| run.text.as_str()).collect();
                    out.push_str(&format!("{}\n", text.trim_end().replace("```", "'''")));
                }
                out.push_str("```\n");
            }
            _ => debug_assert!(false, "said in plainer blocks before"),
        }
    }
    out
}

fn branch(tree: &Tree, level: usize, out: &mut String) {
    out.push_str(&format!("{}- {}\n", "  ".repeat(level), line(&tree.line)));
    tree.branches.iter().for_each(|below| branch(below, level + 1, out));
}

fn line(line: &Line) -> String {
    line.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    let text = run.text.as_str();
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return text.to_owned();
    }
    let (before, after) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
    match run.tone {
        Tone::Strong | Tone::Bad => format!("{before}**{}**{after}", escaped(trimmed)),
        Tone::Code => format!("{before}`{}`{after}", trimmed.replace('`', "'")),
        _ => escaped(text),
    }
}

fn table(table: &Table) -> String {
    let head: Vec<String> = table.head.iter().map(|(text, _)| escaped(text)).collect();
    let rule: Vec<&str> =
        table.head.iter().map(|(_, align)| if *align == Align::Right { "---:" } else { "---" }).collect();
    let mut out = format!("| {} |\n| {} |\n", head.join(" | "), rule.join(" | "));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(run).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out
}

/// Returns a text in which nothing is Markdown or HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::plain;

    #[test]
    fn text_from_a_model_stays_text() {
        let mut page = Page::default();
        page.text(plain("<script> [x](javascript:y) | *a*"));
        assert_eq!(markdown(&page), "\\<script\\> \\[x\\](javascript:y) \\| \\*a\\*\n");
    }
}
