//! What do all questions say about one model? A sound model with its settings, and the answers to it: each is worked
//! out when it is first asked for, once, and shared by all who ask.
//!
//! A study never changes. A what-if gives another study beside it, under the same luck.
//!
//! ```
//! use std::sync::Arc;
//! use offing_analysis::{change::Change, study::{Settings, Study}};
//! let inputs = offing_model::Inputs::of_text("outcomes: { shop: { odds: 30% } }", jiff::civil::date(2026, 3, 2));
//! let reading = offing_model::read(&inputs);
//! let model = reading.model.expect("the text is sound");
//! let today = Arc::new(Study::new(inputs, model, reading.diagnostics, Settings::default()));
//! let change = Change::read(today.model(), "odds:shop=60%").unwrap();
//! let then = today.with(&[change]);
//! assert_eq!((today.ensure().outcomes[0].odds, then.ensure().outcomes[0].odds), (0.3, 0.6));
//! ```
//!
//! *Absent on purpose:* reading a model, and showing answers.

use std::sync::{Arc, OnceLock};

use offing_model::{Diagnostic, Inputs, Model};

use crate::balance::{Balance, BalanceQuestion, balance};
use crate::change::{self, Change};
use crate::ensure::{Ensure, EnsureQuestion, ensure};
use crate::execute::{Execute, ExecuteQuestion, execute};
use crate::frontier::Progress;
use crate::graph::Graph;
use crate::lookout::{Lookout, LookoutQuestion, Outside, lookout};
use crate::people::{People, PeopleQuestion, people};

/// Up to how many initiatives a plan comes so soon that a page may wait for it.
const MOST_AT_ONCE: usize = 400;

/// How every question of a study is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The seed of all luck.
    pub seed: u64,
    /// How many draws reach, dates and costs are judged by.
    pub draws: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let usual = EnsureQuestion::default();
        Self { seed: usual.seed, draws: usual.draws }
    }
}

/// A sound model and the answers to it.
#[derive(Debug)]
pub struct Study {
    read: Arc<Read>,
    settings: Settings,
    changes: Vec<Change>,
    /// The model with the changes laid over it.
    model: Model,
    /// The study that this is a what-if of.
    today: Option<Arc<Study>>,
    /// What was read outside the model.
    outside: Arc<Outside>,
    lookout: OnceLock<Lookout>,
    people: OnceLock<People>,
    graph: OnceLock<Graph>,
    ensure: OnceLock<Ensure>,
    execute: OnceLock<Execute>,
    balance: OnceLock<Option<Balance>>,
}

/// What a study rests on, the same for all its what-ifs.
#[derive(Debug)]
struct Read {
    inputs: Inputs,
    diagnostics: Vec<Diagnostic>,
}

impl Study {
    /// Returns the study of a model, the inputs it was read from, and what reading remarked.
    pub fn new(inputs: Inputs, model: Model, diagnostics: Vec<Diagnostic>, settings: Settings) -> Self {
        Self::of(Arc::new(Read { inputs, diagnostics }), settings, model, Vec::new(), None)
    }

    /// Returns the study with what was read outside the model.
    #[must_use]
    pub fn with_outside(self, outside: Outside) -> Self {
        Self { outside: Arc::new(outside), ..self }
    }

    fn of(
        read: Arc<Read>,
        settings: Settings,
        model: Model,
        changes: Vec<Change>,
        today: Option<Arc<Study>>,
    ) -> Self {
        Self {
            read,
            settings,
            changes,
            model,
            today,
            outside: Arc::default(),
            lookout: OnceLock::new(),
            people: OnceLock::new(),
            graph: OnceLock::new(),
            ensure: OnceLock::new(),
            execute: OnceLock::new(),
            balance: OnceLock::new(),
        }
    }

    /// Returns the study with changes laid over today's model, in place of those it has; today's own with none.
    pub fn with(self: &Arc<Self>, changes: &[Change]) -> Arc<Self> {
        let today = self.today.as_ref().unwrap_or(self);
        if changes.is_empty() {
            return Arc::clone(today);
        }
        let changes = change::in_order(&today.model, changes);
        let model = change::applied(&today.model, &changes);
        let other = Self::of(Arc::clone(&self.read), self.settings, model, changes, Some(Arc::clone(today)));
        Arc::new(Self { outside: Arc::clone(&self.outside), ..other })
    }

    /// Returns the model, changes laid over it.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Returns the texts the model was read from, in which the places of its things are.
    pub fn inputs(&self) -> &Inputs {
        &self.read.inputs
    }

    /// Returns what reading remarked: warnings and notes, never errors.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.read.diagnostics
    }

    /// Returns how questions are asked.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// Returns what is different from today, in the order of their texts.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Returns the study of today, where this is a what-if.
    pub fn today(&self) -> Option<&Arc<Study>> {
        self.today.as_ref()
    }

    /// Returns what needs what.
    pub fn graph(&self) -> &Graph {
        self.graph.get_or_init(|| Graph::of(&self.model))
    }

    /// Returns the answer to `ensure`: what holds, reach, closing, exits, guarantees.
    pub fn ensure(&self) -> &Ensure {
        self.ensure.get_or_init(|| ensure(&self.model, &self.ensure_question()))
    }

    /// Returns the answer to `execute`.
    pub fn execute(&self) -> &Execute {
        self.execute.get_or_init(|| execute(&self.model, &self.execute_question()))
    }

    /// Returns the answer to `execute` where it is known already, or where the model is small enough to have it at once.
    pub fn execute_soon(&self) -> Option<&Execute> {
        let small = self.model.initiatives.len() <= MOST_AT_ONCE;
        if small { Some(self.execute()) } else { self.execute.get() }
    }

    /// Returns the answer to `balance`; `None` where the model has no outcome.
    ///
    /// *Cost:* seconds, the first time; [`Study::balance_known`] never waits.
    pub fn balance(&self) -> Option<&Balance> {
        let ask = || balance(&self.model, &self.balance_question(), &mut |_| true);
        self.balance.get_or_init(ask).as_ref()
    }

    /// Returns the answer to `balance` where it has been worked out: `Some(None)` where there is none to give.
    pub fn balance_known(&self) -> Option<Option<&Balance>> {
        self.balance.get().map(Option::as_ref)
    }

    /// Works out the answer to `balance` and tells `watch` how far the search is; where `watch` says no, it is given up
    /// and nothing is kept. Two who ask at once both work, and the first answer is kept: they are the same.
    pub fn balance_watched(&self, watch: &mut dyn FnMut(Progress<'_>) -> bool) -> Option<&Balance> {
        if let Some(known) = self.balance_known() {
            return known;
        }
        let mut given_up = false;
        let answer = balance(&self.model, &self.balance_question(), &mut |progress| {
            given_up |= !watch(progress);
            !given_up
        });
        if given_up {
            return None;
        }
        self.balance.get_or_init(|| answer).as_ref()
    }

    /// Returns the answer to `lookout`, as usually asked.
    pub fn lookout(&self) -> &Lookout {
        let question = || LookoutQuestion::usual(&self.model);
        self.lookout.get_or_init(|| lookout(&self.model, self.ensure(), &self.outside, &question()))
    }

    /// Returns the answer to `people`, as usually asked.
    pub fn people(&self) -> &People {
        let question = || PeopleQuestion::usual(&self.model);
        self.people.get_or_init(|| people(&self.model, self.ensure(), &self.outside.calendars, &question()))
    }

    /// Returns how `ensure` is asked.
    pub fn ensure_question(&self) -> EnsureQuestion {
        let usual = EnsureQuestion::default();
        let thrifty = self.settings.draws == usual.draws;
        EnsureQuestion { seed: self.settings.seed, draws: self.settings.draws, thrifty, ..usual }
    }

    /// Returns how `execute` is asked.
    pub fn execute_question(&self) -> ExecuteQuestion {
        ExecuteQuestion { seed: self.settings.seed, draws: self.settings.draws, changes: Vec::new() }
    }

    /// Returns how `balance` is asked.
    pub fn balance_question(&self) -> BalanceQuestion {
        BalanceQuestion { seed: self.settings.seed, ..BalanceQuestion::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn study() -> Arc<Study> {
        let text = "outcomes: { shop: { odds: 30%, needs: [till] }, post: {} }\ncapabilities: { till: {} }\n\
                    initiatives: { tills: { delivers: [till], takes: 3 to 9 weeks, staff: { web: 1 } } }";
        let inputs =
            Inputs::of_text(&format!("{text}\nteams: {{ web: {{}} }}"), jiff::civil::date(2026, 3, 2));
        let reading = offing_model::read(&inputs);
        let model = reading.model.unwrap_or_else(|| panic!("{:?}", reading.diagnostics));
        Arc::new(Study::new(inputs, model, reading.diagnostics, Settings::default()))
    }

    #[test]
    fn an_answer_is_worked_out_once_and_shared() {
        let study = study();
        let asked: Vec<usize> = std::thread::scope(|scope| {
            let ask = || std::ptr::from_ref(study.ensure()).addr();
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(asked.iter().all(|at| *at == asked[0]), "one answer, not eight");
    }

    #[test]
    fn a_what_if_of_a_what_if_is_one_of_today() {
        let today = study();
        let change = |text: &str| Change::read(today.model(), text).unwrap();
        let once = today.with(&[change("odds:shop=60%")]);
        let twice = once.with(&[change("done=tills")]);
        assert_eq!(twice.changes(), [change("done=tills")]);
        assert_eq!(twice.model().outcomes[0].odds, 0.3);
        assert!(Arc::ptr_eq(twice.today().unwrap(), &today));
        assert!(Arc::ptr_eq(&twice.with(&[]), &today));
    }

    #[test]
    fn a_search_given_up_leaves_nothing_and_one_that_ends_leaves_its_answer() {
        let study = study();
        assert!(study.balance_watched(&mut |_| false).is_none() && study.balance_known().is_none());
        let mut told = 0;
        assert!(
            study
                .balance_watched(&mut |progress| {
                    told += progress.tried;
                    true
                })
                .is_some()
        );
        assert!(told > 0 && study.balance_known().is_some());
    }
}
