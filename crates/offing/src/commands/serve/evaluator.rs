//! Continuous ensuring: the model is evaluated when its files change and when the day does, and what came of that is
//! shown and recorded.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use offing_analysis::study::{Settings, Study};
use offing_analysis::turns::{because, turns, verdicts};
use offing_load::record::{Record, Texts};
use offing_load::revision::Past;
use offing_load::{LoadError, SourceFault};
use offing_model::{Content, Evaluation, Inputs, Reading, Severity, Turn};
use offing_view::page::{Page, plain};
use offing_view::record::{Told, message};
use offing_view::site::Beside;
use offing_web::{Faults, News, Publisher};

use super::messages::Bell;
use super::remark;
use crate::commands::execute::beat_beside;
use crate::commands::history::past;
use crate::commands::lookout::outside;

/// How often it is looked whether the day has passed: clocks are set, and machines sleep.
const LOOK_AT_THE_CLOCK: Duration = Duration::from_secs(30);

/// How many evaluations and turns are shown.
const MOST_SHOWN: u32 = 500;

/// Evaluates one model, one evaluation after the other.
pub(super) struct Evaluator {
    path: PathBuf,
    today: Option<Date>,
    settings: Settings,
    publisher: Publisher,
    /// Rung when there is a message to be sent; `None` where nobody is told.
    bell: Option<Bell>,
    record_place: Option<PathBuf>,
    /// Held while evaluating.
    state: Mutex<State>,
    ended: AtomicBool,
    /// Says that there is another study, beside which the past is to be looked into.
    studied: Sender<Arc<Study>>,
    studies: Mutex<Option<Receiver<Arc<Study>>>>,
}

struct State {
    record: Option<Record>,
    /// The day of the last evaluation.
    day: Option<Date>,
}

impl Evaluator {
    pub(super) fn new(
        path: &Path,
        today: Option<Date>,
        settings: Settings,
        record: Option<PathBuf>,
        publisher: Publisher,
        bell: Option<Bell>,
    ) -> Self {
        let opened = record.as_ref().map(|place| Record::open(place, path));
        let kept = match opened {
            Some(Ok(record)) => Some(record),
            Some(Err(error)) => {
                remark(&format!("{error}; evaluations are shown and not recorded"));
                None
            }
            None => {
                remark(
                    "no place for the record is known: evaluations are shown and not recorded; see `--record`",
                );
                None
            }
        };
        let record_place = record.filter(|_| kept.is_some());
        let state = Mutex::new(State { record: kept, day: None });
        let (path, ended) = (path.to_path_buf(), AtomicBool::new(false));
        let (studied, studies) = channel();
        let studies = Mutex::new(Some(studies));
        Self { studied, studies, path, today, settings, publisher, bell, record_place, state, ended }
    }

    /// Returns where the record is kept.
    pub(super) fn record_place(&self) -> Option<&Path> {
        self.record_place.as_deref()
    }

    /// Waits for the evaluation under way, and lets no other begin.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
        drop(self.state());
    }

    /// Returns what was recorded: evaluations and turns, the last first.
    pub(super) fn recorded(&self) -> (Vec<Evaluation>, Vec<Told>) {
        let found = self.record_place().and_then(|place| {
            // A connection of its own: what is recorded is shown while an evaluation runs.
            let record = Record::open(place, &self.path).ok()?;
            Some((record.evaluations(MOST_SHOWN).ok()?, record.turns(MOST_SHOWN).ok()?))
        });
        let (evaluations, turns) = found.unwrap_or_default();
        let told = |(turn, told): (Turn, Option<offing_load::record::Told>)| {
            (turn, told.map(|told| (told.state, told.said)))
        };
        (evaluations, turns.into_iter().map(told).collect())
    }

    /// Evaluates the model as its files are now. A fault of ours ends one evaluation, not all that would follow.
    pub(super) fn evaluate(&self) {
        if catch_unwind(AssertUnwindSafe(|| self.evaluate_now())).is_err() {
            let why = "a fault of ours, not of your model: what happened stands where the server was started";
            self.publisher.publish(News::Unreadable(why.to_owned()));
            self.publisher.publish(News::Busy(None));
        }
    }

    fn evaluate_now(&self) {
        let mut state = self.state();
        if self.ended.load(Ordering::SeqCst) {
            return;
        }
        let today = self.day();
        state.day = Some(today);
        self.publisher.publish(News::Busy(Some("reading")));
        let inputs = match offing_load::inputs(&self.path, today) {
            Ok(inputs) => inputs,
            Err(error) => {
                self.publisher.publish(News::Unreadable(error.to_string()));
                return self.publisher.publish(News::Busy(None));
            }
        };
        let Reading { diagnostics, dropped, model, .. } = offing_model::read(&inputs);
        let texts = texts(&inputs);
        let Some(model) = model else {
            let errors = diagnostics.iter().filter(|found| found.severity() == Severity::Error).count();
            self.publisher.publish(News::Broken(Faults { inputs, diagnostics, dropped }));
            self.publisher.publish(News::Busy(None));
            return self.record(&mut state, self.evaluation(today, errors.max(1), None), &texts, None);
        };
        let outside = outside(&inputs, &model);
        let beside = outside.as_ref().err().map(|faults| unread(faults)).unwrap_or_default();
        let study = Study::new(inputs, model, diagnostics, self.settings);
        let study = Arc::new(study.with_outside(outside.unwrap_or_default()));
        self.publisher.publish(News::Busy(Some("ensure")));
        // Worked out before it is shown: until then the answers before it stay on the screen.
        study.ensure();
        self.publisher.publish(News::Sound(Arc::clone(&study), beside));
        self.publisher.publish(News::Busy(None));
        // Where nobody looks into the past any more, the server is about to end.
        let _ = self.studied.send(Arc::clone(&study));
        let evaluation = self.evaluation(study.model().company.as_of, 0, Some(&study));
        self.record(&mut state, evaluation, &texts, Some(&study));
    }

    /// Evaluates when a day has passed since the last time.
    fn evaluate_if_the_day_passed(&self) {
        let day = self.state().day;
        if day.is_some_and(|day| day != self.day()) {
            self.evaluate();
        }
    }

    /// Looks into the past beside each study, the last one where several came meanwhile: what was delivered, and how
    /// the company came here, whenever another commit is checked out.
    fn remember(&self, studies: &Receiver<Arc<Study>>) {
        let mut last = None;
        while let Ok(study) = studies.recv() {
            let study = studies.try_iter().last().unwrap_or(study);
            let (page, json) = beat_beside(&study);
            self.publisher.publish(News::Beat(page, json));
            let now = revision(&self.path);
            if now.is_none() || now == last {
                continue;
            }
            // A model without a history of its own is shown without one.
            if let Ok((page, json)) = past(&self.path, self.today, self.settings.seed) {
                self.publisher.publish(News::Past(page, json));
            }
            last = now;
        }
    }

    fn evaluation(&self, as_of: Date, errors: usize, study: Option<&Study>) -> Evaluation {
        Evaluation {
            at: Timestamp::now(),
            as_of,
            revision: revision(&self.path),
            errors,
            verdicts: study.map(|study| verdicts(study.model(), study.ensure())).unwrap_or_default(),
        }
    }

    /// Records an evaluation with the turns since the one before.
    fn record(&self, state: &mut State, evaluation: Evaluation, texts: &Texts, study: Option<&Study>) {
        let Some(record) = &mut state.record else { return };
        let last = record.last_sound();
        let turned = match (last, study) {
            (Ok(Some((before, then))), Some(_)) => {
                turns(&before, &evaluation, &because(&before, &evaluation, &then, texts))
            }
            // What fails from the first does not break.
            _ => Vec::new(),
        };
        let told: Vec<(Turn, Option<String>)> = (turned.into_iter())
            .map(|turn| {
                let told = self.bell.as_ref().zip(study);
                let message = told.map(|(_, study)| message(study.model(), &turn).to_string());
                (turn, message)
            })
            .collect();
        if let Err(error) = record.add(&evaluation, texts, &told) {
            remark(&error.to_string());
        }
        self.publisher.publish(News::Recorded);
        if let Some(bell) = self.bell.as_ref().filter(|_| !told.is_empty()) {
            bell.ring();
        }
    }

    fn day(&self) -> Date {
        self.today.unwrap_or_else(crate::reading::today)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // An evaluation that panicked left nothing half done: what it writes is one transaction.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Evaluates from now on, in threads of its own, until what is returned is dropped.
pub(super) fn start(evaluator: &Arc<Evaluator>) -> Sender<()> {
    let watching = Arc::clone(evaluator);
    std::thread::spawn(move || {
        let path = watching.path.clone();
        let watched = offing_load::watch_from_now::<LoadError>(&path, &mut || {
            watching.evaluate();
            Ok(())
        });
        if let Err(error) = watched {
            remark(&format!("changes of the files are not seen any more: {error}"));
        }
    });
    let studies = evaluator.studies.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(studies) = studies {
        let remembering = Arc::clone(evaluator);
        std::thread::spawn(move || remembering.remember(&studies));
    }
    let (stop, stopped) = channel();
    let looking = Arc::clone(evaluator);
    std::thread::spawn(move || {
        while stopped.recv_timeout(LOOK_AT_THE_CLOCK) == Err(RecvTimeoutError::Timeout) {
            looking.evaluate_if_the_day_passed();
        }
    });
    stop
}

/// Returns what stands on pages whose evidence can not be read: why.
fn unread(faults: &[SourceFault]) -> Beside {
    let mut page = Page::default();
    page.heading("What can not be read");
    faults.iter().for_each(|fault| page.item(plain(fault.to_string())));
    Beside { landscape: Some(page.clone()), people: Some(page), ..Beside::default() }
}

/// Returns the commit that is checked out where the model lies, if any is.
fn revision(path: &Path) -> Option<String> {
    Some(Past::of(path).ok()?.commit("HEAD").ok()?.id)
}

fn texts(inputs: &Inputs) -> Texts {
    let text = |source: &offing_model::Source| match &source.content {
        Content::Text(text) => Some((source.name.clone(), text.clone())),
        _ => None,
    };
    inputs.sources.iter().chain(&inputs.catalogs).filter_map(text).collect()
}
