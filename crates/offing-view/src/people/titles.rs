//! What is wrong with titles and mandates, each with its reason and its remedy.

use offing_analysis::people::{People, TitleFinding};
use offing_analysis::words::several;
use offing_model::Model;

use crate::page::{Page, Tone, left_out};

/// How many remarks the page makes.
const MOST: usize = 12;

/// Returns the remarks about titles and mandates; nothing where there are none.
pub fn titles(model: &Model, people: &People) -> Page {
    let mut page = Page::default();
    if people.titles.is_empty() {
        return page;
    }
    page.heading("Titles and mandates");
    for TitleFinding { people: who, reason, remedy, .. } in people.titles.iter().take(MOST) {
        let told = who.iter().map(|id| match &model[*id].card.title {
            Some(title) => format!("{} ({title})", model[*id].card.name),
            None => model[*id].card.name.to_string(),
        });
        let mut line = match who.is_empty() {
            true => vec![Tone::Plain.say(format!("{}. ", capital(reason)))],
            false => {
                vec![Tone::Strong.say(several(told.collect(), 3)), Tone::Plain.say(format!(": {reason}. "))]
            }
        };
        line.push(Tone::Plain.say(capital(remedy)));
        page.item(line);
    }
    if people.titles.len() > MOST {
        let rest = people.titles.len() - MOST;
        page.item(left_out(rest, "people"));
    }
    page
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
