//! A page as HTML: a whole document, or the part of one that is swapped when something changes.
//!
//! Everything can be read without a script; no style and no script stands in the text, so that a strict
//! Content-Security-Policy holds. All text of a model is escaped; what it links to is followed only as `http`, `https`
//! or `mailto`.
//!
//! ```
//! use offing_view::{html, page::{Page, plain}, site::Section};
//! let inputs = offing_model::Inputs::of_text("company: { name: <b> }", jiff::civil::date(2026, 3, 2));
//! let model = offing_model::read(&inputs).model.expect("the text is sound");
//! let mut page = Page::default();
//! page.text(plain("<script>"));
//! let shell = html::Shell::new(&model, Section::BigPicture);
//! let document = html::document(&shell, &page);
//! assert!(document.contains("&lt;script&gt;") && document.contains("&lt;b&gt;") && !document.contains("<b>"));
//! ```

mod blocks;
mod frame;

#[cfg(feature = "pdf")]
pub(crate) use blocks::on_page;

use offing_model::Model;

use crate::brief::MadeOf;
use crate::page::{Page, Target};
use crate::site::{Section, WhatIf, encoded};

/// Where a server answers questions for programs, each by its name.
pub const ANSWERS: &str = "/api/v1";

/// Where a server answers with the figures of a chart as CSV: of `page`, the path of its address, the chart of this `name`.
pub const FIGURES: &str = "/api/v1/chart";

/// What stands around a page.
#[derive(Debug, Clone)]
pub struct Shell<'a> {
    /// The model, whose names addresses are made of.
    pub model: &'a Model,
    /// The page.
    pub current: Section,
    /// What is different from today, as the query of an address: `without=vendor:host`. Kept in every link.
    pub query: String,
    /// Why the files do not say what is shown any more; on top of the page.
    pub banner: Option<Page>,
    /// The bar for what-ifs, where there is a server to ask.
    pub what_if: Option<WhatIf>,
    /// Where a what-if is saved to the files, where that is allowed.
    pub save: Option<String>,
    /// What is asked below the page before something is done.
    pub confirm: Option<Confirm>,
    /// What the server calls what is shown, where pages follow the model's files: it tells under `/events` when that
    /// changes, and `/events/balance` how far the search for plans is.
    pub live: Option<u64>,
    /// Where pages of ours are found.
    pub links: Links,
}

/// A form with one button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    /// Where it is sent to.
    pub action: String,
    /// What it carries: names and values.
    pub hidden: Vec<(String, String)>,
    /// What the button says.
    pub label: String,
}

/// Where pages of ours are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Links {
    /// Each at its own address on a server.
    Served,
    /// In the same document, under these headings; others nowhere.
    Within(Vec<Section>),
}

impl<'a> Shell<'a> {
    /// Returns what stands around a page that a server shows, with nothing different from today.
    pub fn new(model: &'a Model, current: Section) -> Self {
        Self {
            model,
            current,
            query: String::new(),
            banner: None,
            what_if: None,
            save: None,
            confirm: None,
            live: None,
            links: Links::Served,
        }
    }

    /// Returns where something leads, if anywhere.
    fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::Section(section) => self.section(*section),
            Target::Web(address) => followed(address).map(str::to_owned),
            Target::WhatIf(change) => self.changed(change),
            Target::Answer(question) => {
                let then = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
                (self.links == Links::Served).then(|| format!("{ANSWERS}/{question}{then}"))
            }
            Target::Instead(_) => None,
        }
    }

    /// Returns where a page of ours is found.
    fn section(&self, section: Section) -> Option<String> {
        match &self.links {
            Links::Served if self.query.is_empty() => Some(section.path(self.model)),
            Links::Served => Some(format!("{}?{}", section.path(self.model), self.query)),
            Links::Within(sections) => {
                sections.contains(&section).then(|| format!("#{}", self.anchor(section)))
            }
        }
    }

    /// Returns where the same page is found with one thing more different from today.
    fn changed(&self, change: &str) -> Option<String> {
        let before = if self.query.is_empty() { String::new() } else { format!("{}&", self.query) };
        let path = self.current.path(self.model);
        (self.links == Links::Served).then(|| format!("{path}?{before}change={}", encoded(change)))
    }

    /// Returns where the figures of a chart on this page are found as CSV.
    fn figures(&self, chart: &str) -> Option<String> {
        let then = if self.query.is_empty() { String::new() } else { format!("&{}", self.query) };
        let page = encoded(&self.current.path(self.model));
        (self.links == Links::Served).then(|| format!("{FIGURES}?page={page}&name={chart}{then}"))
    }

    /// Returns the id under which a page stands within a document.
    fn anchor(&self, section: Section) -> String {
        section.path(self.model).trim_start_matches('/').replace(['/', '%'], "-")
    }
}

/// Returns an address that may be followed: what a browser could take for a script is not.
pub fn followed(address: &str) -> Option<&str> {
    let address = address.trim();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let fine = scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"));
    (fine && !address.chars().any(char::is_control)).then_some(address)
}

/// Returns a whole document with a page in it.
pub fn document(shell: &Shell<'_>, page: &Page) -> String {
    frame::document(shell, page).into_string()
}

/// Returns what stands within `main` of the document: swapped for what is there when something changes.
pub fn fragment(shell: &Shell<'_>, page: &Page) -> String {
    frame::main(shell, page).into_string()
}

/// Returns several pages one after the other in a document of its own, with nothing around it to fetch: `title` on top,
/// each page under a heading that links of the others lead to.
pub fn single(
    shell: &Shell<'_>,
    title: &str,
    made_of: Option<&MadeOf>,
    pages: &[(Option<Section>, Page)],
) -> String {
    frame::single(shell, title, made_of, pages).into_string()
}

#[cfg(test)]
mod tests;
