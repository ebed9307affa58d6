//! The models on a code's page, as inputs: the test of the pages reads them, and the error gallery shows them.
//!
//! A fenced block whose first words are `yaml faulty` is a file of the model that has the fault, one of
//! `yaml mended` a file of the same model without it. A third word names the file (`model.yaml` where there is
//! none); a name that ends in `catalog-info.yaml` makes it a catalog descriptor.

use jiff::civil::Date;

use super::Code;
use crate::inputs::{Content, Inputs, Source};
use crate::reading::catalog_patterns;

/// A model that has a fault, and the same model mended.
#[derive(Debug, Clone)]
pub struct Example {
    /// The model that has it.
    pub faulty: Inputs,
    /// The model without it; none where the fault is not one of the text.
    pub mended: Option<Inputs>,
}

impl Code {
    /// Returns the models on the code's page; where text can not show the fault, inputs made to have it.
    pub fn example(self) -> Example {
        if let Some(content) = made(self) {
            let source = Source { name: "model.yaml".to_owned(), content };
            return Example { faulty: Inputs { sources: vec![source], ..nothing() }, mended: None };
        }
        let blocks = blocks(self.page());
        let mut faulty = inputs(&blocks, "faulty");
        if self == Code::CatalogNotFound {
            // Which files there are is known to whoever reads the disk: here there are none.
            faulty.unmatched = catalog_patterns(&faulty);
        }
        Example { faulty, mended: Some(inputs(&blocks, "mended")) }
    }
}

/// Returns what a file holds that has a fault which no text can show.
fn made(code: Code) -> Option<Content> {
    Some(match code {
        Code::UnreadableFile => Content::Unreadable { reason: "Permission denied (os error 13)".to_owned() },
        Code::NotUtf8 => Content::NotUtf8 { valid_up_to: 17 },
        Code::FileTooLarge => Content::TooLarge { bytes: 100 << 20 },
        _ => return None,
    })
}

fn nothing() -> Inputs {
    Inputs { sources: Vec::new(), ..Inputs::of_text("", TODAY) }
}

/// The date the examples are read on.
const TODAY: Date = jiff::civil::date(2026, 3, 2);

/// A fenced block: what follows the fence, and its text.
type Block<'p> = (&'p str, String);

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(info) => {
                inside = !inside;
                if inside {
                    blocks.push((info, String::new()));
                }
            }
            None if inside => {
                if let Some((_, text)) = blocks.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                }
            }
            None => {}
        }
    }
    blocks
}

fn inputs(blocks: &[Block<'_>], state: &str) -> Inputs {
    let mut inputs = nothing();
    for (info, text) in blocks {
        let mut words = info.split_whitespace();
        if words.next() != Some("yaml") || words.next() != Some(state) {
            continue;
        }
        let name = words.next().unwrap_or("model.yaml").to_owned();
        let catalog = name.ends_with("catalog-info.yaml");
        let source = Source { name, content: Content::Text(text.clone()) };
        if catalog { inputs.catalogs.push(source) } else { inputs.sources.push(source) }
    }
    inputs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::reading::read;
    use crate::span::position;

    /// Every page opens with its code, has both models, and says no word that messages must not say.
    #[test]
    fn every_code_has_a_page() {
        for code in Code::ALL {
            let (slug, page) = (code.slug(), code.page());
            assert!(page.starts_with(&format!("# {slug}\n\n")), "{slug} has no page yet");
            assert!(page.split("\n\n").count() >= 3, "{slug}: what it is, and why it matters");
            assert!(page.lines().all(|line| line.chars().count() <= 110), "{slug} has a long line");
            assert!(!page.to_lowercase().contains("invalid"), "{slug}");
            let states = ["yaml faulty", "yaml mended"];
            let shown = states.map(|state| blocks(page).iter().any(|(info, _)| info.starts_with(state)));
            assert_eq!(shown, [made(*code).is_none(); 2], "{slug}: a model that has it, and one mended");
        }
    }

    #[test]
    fn the_faulty_model_of_each_page_has_its_fault_and_no_other_error() {
        for code in Code::ALL {
            let slug = code.slug();
            let faulty = code.example().faulty;
            let reading = read(&faulty);
            let found = reading.diagnostics.iter().find(|found| found.code == *code);
            let found = found.unwrap_or_else(|| panic!("{slug}: not found, but {:?}", reading.diagnostics));
            for other in &reading.diagnostics {
                let alone = other.severity() != Severity::Error || other.code == *code;
                assert!(alone, "{slug}: its page also shows {:?}", other);
            }
            assert_eq!(reading.model.is_none(), code.severity() == Severity::Error, "{slug}");
            assert!(found.help.is_some(), "{slug} does not say what to do");
            if made(*code).is_none() {
                let text = faulty.text(found.span.source);
                let place = position(text, found.span.start);
                assert!(found.span.end > found.span.start, "{slug} has a caret under nothing");
                assert!(text.len() >= found.span.end as usize, "{slug}");
                assert!(place.line > 1 || place.column > 1, "{slug}: a real place");
            }
        }
    }

    #[test]
    fn the_mended_model_of_each_page_is_sound_and_draws_no_remark() {
        for code in Code::ALL {
            if let Some(mended) = code.example().mended {
                let reading = read(&mended);
                assert!(reading.model.is_some(), "{}: {:?}", code.slug(), reading.diagnostics);
                assert_eq!(reading.diagnostics, [], "{}", code.slug());
            }
        }
    }

    /// The text each caret stands under, page by page.
    #[test]
    fn carets_stand_under_the_text_that_is_wrong() {
        let under = |code: Code| {
            let faulty = code.example().faulty;
            let found = read(&faulty).diagnostics.into_iter().find(|found| found.code == code);
            let span = found.expect("the page shows its fault").span;
            faulty.text(span.source)[span.start as usize..span.end as usize].to_owned()
        };
        let expected = [
            (Code::YamlSyntax, "}"),
            (Code::NestedTooDeep, "["),
            (Code::AliasTooLarge, "*d"),
            (Code::AliasCircle, "*all"),
            (Code::UnknownField, "chance"),
            (Code::DuplicateKey, "checkout"),
            (Code::WrongShape, "[checkout]"),
            (Code::WrongUnit, "3 to 8"),
            (Code::WrongDate, "2026-02-30"),
            (Code::WrongWord, "huge"),
            (Code::OutOfRange, "120%"),
            (Code::RangeBackwards, "9 to 4 months"),
            (Code::BadName, "The web shop"),
            (Code::EmptyChoice, "3"),
            (Code::MissingField, "{ guarantee: ship, why: \"The supplier is late\" }"),
            (Code::UnknownName, "chekout"),
            (Code::WrongKind, "makers"),
            (Code::AmbiguousName, "catalog"),
            (Code::NeedsCircle, "invoices"),
            (Code::AfterCircle, "new-schema"),
            (Code::ReportsCircle, "root"),
            (Code::SeveralChosen, "true"),
            (Code::GuaranteeUnclear, "ship"),
            (Code::DatesOutOfOrder, "2025-12-18"),
            (Code::HorizonsOutOfOrder, "{ short: 24 months }"),
            (Code::OutcomeNeedsNothing, "web-shop"),
            (Code::InitiativeForNothing, "clean-up"),
            (Code::DeliversWhatExists, "open-checkout"),
            (Code::AfterDropped, "take-payments"),
            (Code::StaffOverTeam, "open-checkout"),
            (Code::WaiverExpired, "{ guarantee: ship, until: 2026-01-31, why: \"The supplier is late\" }"),
            (Code::NameStyle, "TakePayments"),
            (Code::UselessExperiment, "50%"),
        ];
        for (code, text) in expected {
            assert_eq!(under(code), text, "{}", code.slug());
        }
    }
}
