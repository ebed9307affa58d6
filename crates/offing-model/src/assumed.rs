//! What was taken where nothing was said, gathered while a model is bound (DESIGN 4.0).

use crate::field::Name;
use crate::model::{Assumption, Model};

/// How many entities of one assumption are named one by one; beyond, they are counted.
const MOST_NAMED: usize = 12;

/// Assumptions so far.
#[derive(Debug, Default)]
pub(crate) struct Assumed {
    single: Vec<Assumption>,
    /// The same assumption about many entities.
    groups: Vec<(&'static str, Vec<String>)>,
}

impl Assumed {
    /// Notes an assumption.
    pub(crate) fn push(&mut self, about: &str, assumption: String) {
        self.single.push(Assumption { about: about.to_owned(), assumption });
    }

    /// Notes an assumption that many entities may share.
    pub(crate) fn group(&mut self, about: &Name, assumption: &'static str) {
        let at = self.groups.iter().position(|(known, _)| *known == assumption).unwrap_or_else(|| {
            self.groups.push((assumption, Vec::new()));
            self.groups.len() - 1
        });
        self.groups[at].1.push(about.value.to_string());
    }

    /// Notes what follows only from the whole model.
    pub(crate) fn of_model(&mut self, model: &Model) {
        if model.chosen().is_none() && !model.outcomes.is_empty() {
            self.push("chosen", "no outcome is chosen".to_owned());
        }
        let valued = model.outcomes.iter().filter(|outcome| outcome.value.is_some()).count();
        if valued == 0 && !model.outcomes.is_empty() {
            self.push("value", "no outcome has a value: they count as equal".to_owned());
        } else if valued < model.outcomes.len() {
            for outcome in model.outcomes.iter().filter(|outcome| outcome.value.is_none()) {
                self.push(&outcome.card.name, "worth the mean of the outcomes that have a value".to_owned());
            }
        }
        for team in model.teams.iter().filter(|team| team.cost_per_week.is_none()) {
            self.push(&team.card.name, "no cost per week: its staff costs nothing".to_owned());
        }
    }

    /// Returns all of them, those about the whole first.
    pub(crate) fn list(self) -> Vec<Assumption> {
        let mut list = self.single;
        for (assumption, about) in self.groups {
            let assumption = assumption.to_owned();
            if about.len() > MOST_NAMED {
                let about = format!("{} and {} more", about[0], about.len() - 1);
                list.push(Assumption { about, assumption });
            } else {
                list.extend(
                    about.into_iter().map(|about| Assumption { about, assumption: assumption.clone() }),
                );
            }
        }
        list
    }
}
