//! The brief: what those read who never see the application. One document for a board, a department or the leads, with
//! nothing confidential in it.

mod board;
mod department;
mod leads;
mod made_of;
mod withheld;

pub use made_of::MadeOf;

use offing_analysis::diff::Diff;
use offing_analysis::study::Study;
use offing_analysis::words::amount;
use offing_model::{DepartmentId, Model};

use crate::dates::long;
use crate::diff::Sides;
use crate::html::{self, Links, Shell};
use crate::page::{Block, Page, Tone};
use crate::site::{Beside, Section};
use withheld::Withheld;

/// Whom a brief is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// Investors and the board.
    Board,
    /// A department that relies on technology.
    Department(DepartmentId),
    /// Those who lead teams and systems.
    Leads,
}

/// A brief before it is rendered.
#[derive(Debug, Clone)]
pub struct Brief {
    /// What it is called.
    pub title: String,
    /// Its sheets, each the page of a section where it is one.
    pub sheets: Vec<(Option<Section>, Page)>,
    /// How many things were left out because they are confidential.
    pub withheld: usize,
    /// What it was made of, if that is to be found again when the next one is made.
    pub made_of: Option<MadeOf>,
}

/// What changed since the last brief.
#[derive(Debug, Clone)]
pub struct Changed {
    page: Page,
    /// What was confidential then: it may have been renamed since, or made public, or taken out.
    before: Model,
}

impl Changed {
    /// Returns what a comparison says, `since` what; `before` is the model that was compared with.
    pub fn of(since: &str, sides: &Sides<'_>, diff: &Diff, before: &Model) -> Self {
        let mut page = crate::diff::page(sides, diff);
        if let Some(Block::Heading(title)) = page.blocks.first_mut() {
            *title = format!("What changed since {since}");
        }
        Self { page, before: before.clone() }
    }
}

/// Returns the brief of a study; `changed` says what changed since the last one.
///
/// *Cost:* that of every answer in it, the search for plans included.
pub fn brief(study: &Study, edition: Edition, beside: &Beside, changed: Option<Changed>) -> Brief {
    let model = study.model();
    let company = &model.company;
    let day = long(company.as_of);
    let (title, mut sheets) = match edition {
        Edition::Board => (format!("{}, {day}", company.name), board::sheets(study)),
        Edition::Department(id) => {
            (format!("{} for {}, {day}", company.name, model[id].card.shown()), department::sheets(study, id))
        }
        Edition::Leads => (format!("{} for its leads, {day}", company.name), leads::sheets(study, beside)),
    };
    if let Some(Changed { mut page, before }) = changed {
        Withheld::of(&before).strike(&mut page);
        sheets.push((None, page));
    }
    let withheld = Withheld::of(model);
    sheets.iter_mut().for_each(|(_, page)| withheld.strike(page));
    if let Some((_, last)) = sheets.last_mut() {
        last.text(vec![Tone::Faint.say(footing(study, &withheld))]);
    }
    Brief { title: withheld.struck(&title), sheets, withheld: withheld.count(), made_of: None }
}

fn footing(study: &Study, withheld: &Withheld) -> String {
    let model = study.model();
    let mut parts = Vec::new();
    if withheld.count() > 0 {
        parts
            .push(format!("{} left out as confidential", amount(withheld.count(), "thing is", "things are")));
    }
    if !model.assumed.is_empty() {
        parts.push(format!(
            "{} made where nothing is said",
            amount(model.assumed.len(), "assumption is", "assumptions are")
        ));
    }
    let settings = study.settings();
    parts.push(format!("dates and chances come from {} draws, seed {}", settings.draws, settings.seed));
    parts.push("P50 is as likely as not, P80 four in five".to_owned());
    format!("{}.", parts.join("; "))
}

impl Brief {
    /// Returns the brief as one HTML document that needs nothing besides itself.
    pub fn html(&self, study: &Study) -> String {
        let mut shell = Shell::new(study.model(), Section::BigPicture);
        shell.links = Links::Within(self.sheets.iter().filter_map(|(section, _)| *section).collect());
        html::single(&shell, &self.title, self.made_of.as_ref(), &self.sheets)
    }

    /// Returns the brief as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", crate::render::markdown::escaped(&self.title));
        for (_, page) in &self.sheets {
            out.push('\n');
            out.push_str(&crate::render::markdown::markdown(page));
        }
        if let Some(made_of) = &self.made_of {
            out.push_str(&format!("\n<!-- {made_of} -->\n"));
        }
        out
    }
}

#[cfg(test)]
pub(crate) mod tests;
