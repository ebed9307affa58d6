//! The error gallery: every code with its page, and what is really shown for the faulty model on it.

use std::fmt::Write as _;

use offing_model::{Code, Severity, read};

use crate::diagnostics::{Look, full};

const OPENING: &str = "\
# Error gallery

Everything Offing can find in the text of a model: what it is, why it matters, a model that has it, what is shown for
that model, and the same model mended. This page is generated: the models are those of `offing explain CODE`, and what
is shown for them is what the program shows.

An *error* forbids a model, so there are no numbers. A *warning* is suspicious, a *note* worth knowing.
";

/// Columns of the terminal in the gallery.
const WIDTH: usize = 100;

/// Returns the page of the error gallery, in Markdown.
pub fn errors() -> String {
    let mut page = OPENING.to_owned();
    page.push_str("\n| code | | what it is |\n|---|---|---|\n");
    for code in Code::ALL {
        let (slug, word) = (code.slug(), code.severity().word());
        let _ = writeln!(page, "| [`{slug}`](#{slug}) | {word} | {} |", first_sentence(code.page()));
    }
    for code in Code::ALL {
        push_code(&mut page, *code);
    }
    page
}

fn push_code(page: &mut String, code: Code) {
    let text = code.page().replacen("# ", "## ", 1);
    let said = format!("What is shown:\n\n```text\n{}\n```\n", shown(code));
    page.push('\n');
    match text.split_once("\nMended:\n") {
        Some((before, after)) => {
            let _ = write!(page, "{before}\n{said}\nMended:\n{after}");
        }
        None => {
            let _ = write!(page, "{text}\n{said}");
        }
    }
}

/// Returns what is shown for the faulty model of a code: errors with it, warnings only where the code is one.
fn shown(code: Code) -> String {
    let faulty = code.example().faulty;
    let mut found = read(&faulty).diagnostics;
    found.retain(|found| found.code == code || found.severity() == Severity::Error);
    full(&found, &faulty, &Look::plain(WIDTH)).trim_end().to_owned()
}

/// Returns the first sentence of a page, on one line.
pub(crate) fn first_sentence(page: &str) -> String {
    let first = page.split("\n\n").nth(1).unwrap_or_default().replace('\n', " ");
    let end = first.find([';', ':']).into_iter().chain(first.find(". ")).min().unwrap_or(first.len());
    first[..end].trim_end_matches('.').to_owned()
}
