//! What stands around a page: its head, the way to the other pages, what is different from today.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Shell;
use super::blocks::{blocks, heading};
use crate::assets;
use crate::brief::MadeOf;
use crate::dates::long;
use crate::page::{Block, Page};
use crate::site::{Section, WhatIf};

/// Returns a whole document.
pub(super) fn document(shell: &Shell<'_>, page: &Page) -> Markup {
    let company = &shell.model.company;
    let title = title(page).map_or_else(|| shell.current.title(shell.model), str::to_owned);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (metas(shell))
                title { (title) " · " (company.name) }
                link rel="icon" href=(assets::path(assets::ICON)) type="image/svg+xml";
                link rel="stylesheet" href=(assets::path(assets::STYLE));
                script src=(assets::path(assets::SCRIPT)) defer {}
            }
            body {
                a.skip href="#main" { "To the content" }
                header.top {
                    p.company { a href=(shell.section(Section::BigPicture).unwrap_or_default()) { (company.name) } }
                    p.as-of { "as of " time datetime=(company.as_of) { (long(company.as_of)) } }
                    (nav(shell))
                    p.live role="status" data-live="" {}
                }
                @if let Some(what_if) = &shell.what_if { (bar(shell, what_if)) }
                main #main tabindex="-1" { (main(shell, page)) }
                footer { p { "Offing " (env!("CARGO_PKG_VERSION")) ". Every figure comes from the model's text; nothing leaves this machine." } }
            }
        }
    }
}

/// Returns what stands within `main`.
pub(super) fn main(shell: &Shell<'_>, page: &Page) -> Markup {
    html! {
        @if let Some(banner) = &shell.banner {
            section.banner aria-label="What is wrong" { (blocks(shell, &banner.blocks, 2)) }
        }
        article { (article(shell, page, 1)) }
        @if let Some(confirm) = &shell.confirm {
            form.confirm method="post" action=(confirm.action) {
                @for (name, value) in &confirm.hidden { input type="hidden" name=(name) value=(value); }
                button type="submit" { (confirm.label) }
            }
        }
    }
}

/// Returns a page: its first heading on a level, the others one below.
fn article(shell: &Shell<'_>, page: &Page, level: u8) -> Markup {
    let (first, rest) = match page.blocks.split_first() {
        Some((Block::Heading(text), rest)) => (Some(text), rest),
        _ => (None, page.blocks.as_slice()),
    };
    html! {
        @if let Some(text) = first { (heading(text, level)) }
        (blocks(shell, rest, level + 1))
    }
}

fn title(page: &Page) -> Option<&str> {
    match page.blocks.first() {
        Some(Block::Heading(text)) => Some(text),
        _ => None,
    }
}

fn metas(shell: &Shell<'_>) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        meta name="color-scheme" content="light dark";
        meta name="referrer" content="same-origin";
        @if let Some(version) = shell.live { meta name="offing-live" content=(version); }
    }
}

fn nav(shell: &Shell<'_>) -> Markup {
    let within = shell.current.within();
    html! {
        nav aria-label="Pages" {
            ul {
                @for section in Section::NAV {
                    @let current = (section == shell.current).then_some("page");
                    @let current = current.or((section == within).then_some("true"));
                    li { a href=(shell.section(section).unwrap_or_default()) aria-current=[current] { (section.title(shell.model)) } }
                }
            }
        }
    }
}

/// Returns the bar that says what is different from today, and lets it be changed.
fn bar(shell: &Shell<'_>, what_if: &WhatIf) -> Markup {
    let path = shell.current.path(shell.model);
    let without = |at: usize| {
        let rest: Vec<String> = (what_if.changes.iter().enumerate())
            .filter(|(other, _)| *other != at)
            .map(|(_, change)| format!("change={}", crate::site::encoded(&change.text)))
            .collect();
        if rest.is_empty() { path.clone() } else { format!("{path}?{}", rest.join("&")) }
    };
    html! {
        section.what-if aria-label="What if" {
            @if !what_if.changes.is_empty() {
                ul.changes {
                    @for (at, change) in what_if.changes.iter().enumerate() {
                        li { (change.words) " " a href=(without(at)) { "undo" span.hidden { " " (change.words) } } }
                    }
                }
                p.links {
                    a href=(path) { "Back to today" }
                    @if let Some(save) = &shell.save { " " a.save href=(save) { "Save as change" } }
                }
            }
            details open[!what_if.changes.is_empty()] {
                summary { "What if …" }
                form method="get" action=(path) {
                    @for change in &what_if.changes { input type="hidden" name="change" value=(change.text); }
                    label { "Something is different"
                        select name="change" {
                            option value="" { "choose …" }
                            @for (group, changes) in &what_if.offers {
                                optgroup label=(group) {
                                    @for change in changes { option value=(change.text) { (change.words) } }
                                }
                            }
                        }
                    }
                    label { "or in words"
                        input name="change" type="text" autocomplete="off" placeholder="team:web=9" maxlength="200";
                    }
                    button type="submit" { "See what changes" }
                }
            }
        }
    }
}

/// Returns several pages one after the other, with style and script in the document itself.
pub(super) fn single(
    shell: &Shell<'_>,
    title: &str,
    made_of: Option<&MadeOf>,
    pages: &[(Option<Section>, Page)],
) -> Markup {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; \
                  base-uri 'none'; form-action 'none'";
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                (metas(shell))
                meta http-equiv="Content-Security-Policy" content=(policy);
                @if let Some(made_of) = made_of { meta name="made-of" content=(made_of); }
                title { (title) }
                style { (PreEscaped(assets::text(assets::STYLE))) }
                script { (PreEscaped(assets::text(assets::SCRIPT))) }
            }
            body.single {
                a.skip href="#main" { "To the content" }
                main #main tabindex="-1" {
                    h1 { (title) }
                    @for (section, page) in pages {
                        section.sheet id=[section.map(|section| shell.anchor(section))] { (article(shell, page, 2)) }
                    }
                }
            }
        }
    }
}
