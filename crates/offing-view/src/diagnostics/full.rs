//! Findings as people read them: the sentence, the place with carets, what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use offing_model::{Diagnostic, Inputs, Severity, Span};

use super::excerpt::{Excerpt, excerpts};
use super::places::Places;
use super::safe::one_line;

/// How a page is to look.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// Columns of the terminal.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
}

impl Look {
    /// Returns the look of a page without colour.
    pub fn plain(width: usize) -> Self {
        Self { width, colour: false }
    }
}

/// Returns all findings with carets under the text they are about, one paragraph each.
pub fn full(found: &[Diagnostic], inputs: &Inputs, look: &Look) -> String {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let width = look.width.max(40);
    let renderer = renderer.term_width(width).decor_style(DecorStyle::Ascii);
    let mut places = Places::new(inputs);
    let mut page = String::new();
    for diagnostic in found {
        page.push_str(&paragraph(diagnostic, inputs, &mut places, &renderer, width));
        page.push_str("\n\n");
    }
    page
}

fn paragraph(
    diagnostic: &Diagnostic,
    inputs: &Inputs,
    places: &mut Places<'_>,
    renderer: &Renderer,
    width: usize,
) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let slug = diagnostic.code.slug();
    let indent = diagnostic.severity().word().len() + slug.len() + 4;
    let message = wrapped(&one_line(&diagnostic.message), width.saturating_sub(indent));
    let title = level.primary_title(message).id(slug);
    let mut group = Group::with_title(title);
    let mut headings = Vec::new();
    for source in sources(diagnostic) {
        let marks = marks_in(diagnostic, source);
        let spans: Vec<Span> = marks.iter().map(|(span, _)| *span).collect();
        if inputs.text(source).is_empty() {
            group = group.element(Origin::path(one_line(&inputs.source(source).name)));
            continue;
        }
        let (text, lines) = places.lines(source);
        for excerpt in excerpts(text, lines, &spans) {
            let lead = excerpt.carets.iter().map(|(at, _)| *at).min().unwrap_or_default();
            let place = places.of(spans[lead]);
            let (file, line, column) = (one_line(place.file), place.start.line, place.start.column);
            headings.push(format!("{file}:{line}:{column}"));
            group = group.element(snippet(excerpt, &marks));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(wrapped(&one_line(help), width.saturating_sub(16))));
    }
    let more = format!("offing explain {slug}");
    group = group.element(Level::INFO.with_name("more").message(more));
    headed(&renderer.render(&[group]), headings)
}

/// Stands for a snippet's file while it is drawn. The drawing counts columns in the excerpt; the heading tells
/// those of the file. Private use, so [`one_line`] lets none through from anywhere else.
const HEADING: char = '\u{e000}';

/// Returns the drawing with each `HEADING:line:column` replaced by its heading.
fn headed(drawn: &str, headings: Vec<String>) -> String {
    let mut parts = drawn.split(HEADING);
    let mut page = parts.next().unwrap_or_default().to_owned();
    for (part, heading) in parts.zip(headings) {
        page.push_str(&heading);
        page.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    page
}

/// Returns a sentence broken into lines of at most `width` characters, between words.
fn wrapped(text: &str, width: usize) -> String {
    let mut page = String::with_capacity(text.len());
    let mut column = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 {
            let fits = column + 1 + length <= width;
            page.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        page.push_str(word);
        column += length;
    }
    page
}

/// Returns the files that a finding is about, its own first.
fn sources(diagnostic: &Diagnostic) -> Vec<u32> {
    let mut sources = vec![diagnostic.span.source];
    for (span, _) in &diagnostic.others {
        if !sources.contains(&span.source) {
            sources.push(span.source);
        }
    }
    sources
}

/// A place of a finding, with what is said beside it; the finding's own place says `None` of being another.
type Mark<'d> = (Span, (bool, &'d str));

fn marks_in(diagnostic: &Diagnostic, source: u32) -> Vec<Mark<'_>> {
    let own = (diagnostic.span, (true, diagnostic.label.as_str()));
    let others = diagnostic.others.iter().map(|(span, what)| (*span, (false, what.as_str())));
    std::iter::once(own).chain(others).filter(|(span, _)| span.source == source).collect()
}

fn snippet<'a>(excerpt: Excerpt, marks: &[Mark<'_>]) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let carets = excerpt.carets.into_iter().map(|(at, bytes)| {
        let (_, (own, label)) = marks[at];
        let kind = if own { AnnotationKind::Primary } else { AnnotationKind::Context };
        let caret = kind.span(bytes);
        if label.is_empty() { caret } else { caret.label(one_line(label)) }
    });
    let carets: Vec<_> = carets.collect();
    Snippet::source(excerpt.text)
        .path(HEADING.to_string())
        .line_start(excerpt.first_line as usize)
        .annotations(carets)
}
