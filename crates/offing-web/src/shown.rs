//! What is shown now? The last sound study, and beside it what is wrong with the files if they are not sound any more.

use std::sync::Arc;

use offing_analysis::study::Study;
use offing_model::{Diagnostic, Inputs};
use offing_view::page::Page;
use offing_view::site::Beside;
use serde_json::Value;
use tokio::sync::watch;

/// What became of a reading of the model.
#[derive(Debug)]
pub enum News {
    /// The model is sound; what is shown beside its answers comes with it.
    Sound(Arc<Study>, Beside),
    /// It has errors.
    Broken(Faults),
    /// It can not be read at all.
    Unreadable(String),
    /// How the company came to where it stands, by the history of the model's files: for people and for programs.
    Past(Page, Value),
    /// How steady delivery is: for people and for programs.
    Beat(Page, Value),
    /// The record of evaluations has grown.
    Recorded,
    /// Something that takes a while has begun, or ended.
    Busy(Option<&'static str>),
}

/// What is wrong with a model.
#[derive(Debug)]
pub struct Faults {
    /// The texts, in which the places are.
    pub inputs: Inputs,
    /// What was found, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there were.
    pub dropped: usize,
}

/// What is shown.
#[derive(Debug, Clone, Default)]
pub struct Shown {
    /// The last sound study.
    pub study: Option<Arc<Study>>,
    /// What is shown beside its answers.
    pub beside: Arc<Beside>,
    /// Why that is not what the files say now.
    pub wrong: Option<Wrong>,
    /// How the company came to where it stands.
    pub past: Option<Arc<(Page, Value)>>,
    /// How steady delivery is.
    pub beat: Option<Arc<(Page, Value)>>,
    /// Counts what was shown: the same number, the same pages.
    pub version: u64,
    /// Counts what was read: the same number, the same files.
    pub reading: u64,
    /// Counts what was recorded.
    pub recorded: u64,
    /// What is being worked out meanwhile.
    pub busy: Option<&'static str>,
}

/// Why there is no sound model now.
#[derive(Debug, Clone)]
pub enum Wrong {
    /// It has errors.
    Faults(Arc<Faults>),
    /// It can not be read at all.
    Unreadable(Arc<str>),
}

/// Whoever reads the model tells what came of it here.
#[derive(Debug)]
pub struct Publisher(watch::Sender<Shown>);

impl Default for Publisher {
    fn default() -> Self {
        Self(watch::Sender::new(Shown::default()))
    }
}

impl Publisher {
    /// Returns a publisher whose versions are above a number, so that pages of a server before it know that they are old.
    pub fn above(version: u64) -> Self {
        Self(watch::Sender::new(Shown { version, ..Shown::default() }))
    }

    /// Shows what came of a reading to everyone who looks.
    pub fn publish(&self, news: News) {
        self.0.send_modify(|shown| {
            let read = matches!(news, News::Sound(..) | News::Broken(_) | News::Unreadable(_));
            shown.reading += u64::from(read);
            let other = |known: &Option<Arc<(Page, Value)>>, json: &Value| {
                known.as_ref().is_none_or(|known| known.1 != *json)
            };
            let beside = match &news {
                News::Past(_, json) => other(&shown.past, json),
                News::Beat(_, json) => other(&shown.beat, json),
                _ => false,
            };
            shown.version += u64::from(read || beside);
            match news {
                News::Sound(study, beside) => {
                    (shown.study, shown.wrong) = (Some(study), None);
                    shown.beside = Arc::new(beside);
                }
                News::Broken(faults) => shown.wrong = Some(Wrong::Faults(Arc::new(faults))),
                News::Unreadable(why) => shown.wrong = Some(Wrong::Unreadable(why.into())),
                News::Past(page, json) => shown.past = Some(Arc::new((page, json))),
                News::Beat(page, json) => shown.beat = Some(Arc::new((page, json))),
                News::Recorded => shown.recorded += 1,
                News::Busy(what) => shown.busy = what,
            }
        });
    }

    /// Returns what is shown now, and all that will be.
    pub fn shown(&self) -> watch::Receiver<Shown> {
        self.0.subscribe()
    }
}
