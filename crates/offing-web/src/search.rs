//! How far is the search for the frontier? One search serves everyone who asks for the same study; few run at once;
//! one that nobody waits for any more is given up.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use offing_analysis::study::Study;
use tokio::sync::{Semaphore, watch};

/// How many searches run at once.
const MOST_SEARCHES: usize = 2;

/// How far a search is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// Others run before it.
    Waiting,
    /// So many plans were tried.
    Searching {
        /// How many.
        tried: u32,
        /// How many will be, at most.
        of: u32,
        /// Those that no other beats: P80 of the chosen date in days, chance to find, expected value.
        points: Vec<[f64; 3]>,
    },
    /// The study knows the answer.
    Done,
    /// Nobody waited any more.
    GivenUp,
}

/// A search that runs: for which study, and where it says how far it is.
type Running = (Weak<Study>, Weak<watch::Sender<Step>>);

/// The searches that run.
#[derive(Debug)]
pub(crate) struct Searches {
    running: Mutex<Vec<Running>>,
    permits: Arc<Semaphore>,
}

impl Default for Searches {
    fn default() -> Self {
        Self { running: Mutex::default(), permits: Arc::new(Semaphore::new(MOST_SEARCHES)) }
    }
}

impl Searches {
    /// Returns how far the search for a study's frontier is, and all steps to come; begins it where it does not run.
    pub(crate) fn follow(&self, study: &Arc<Study>) -> watch::Receiver<Step> {
        if study.balance_known().is_some() {
            return watch::Sender::new(Step::Done).subscribe();
        }
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.retain(|(of, step)| of.strong_count() > 0 && step.strong_count() > 0);
        let same = running.iter().find(|(of, _)| std::ptr::eq(of.as_ptr(), Arc::as_ptr(study)));
        if let Some(steps) = same.and_then(|(_, step)| step.upgrade()) {
            let following = steps.subscribe();
            if *following.borrow() != Step::GivenUp {
                return following;
            }
        }
        let steps = Arc::new(watch::Sender::new(Step::Waiting));
        let following = steps.subscribe();
        running.push((Arc::downgrade(study), Arc::downgrade(&steps)));
        tokio::spawn(run(Arc::clone(study), steps, Arc::clone(&self.permits)));
        following
    }
}

async fn run(study: Arc<Study>, steps: Arc<watch::Sender<Step>>, permits: Arc<Semaphore>) {
    let permit = tokio::select! {
        permit = permits.acquire_owned() => permit,
        () = steps.closed() => return give_up(&steps),
    };
    let Ok(_permit) = permit else { return give_up(&steps) };
    let of = study.balance_question().plans;
    let search = tokio::task::spawn_blocking(move || {
        study.balance_watched(&mut |progress| {
            let points = progress.points.iter().map(|point| point.tally.counts()).collect();
            steps.send_replace(Step::Searching { tried: progress.tried, of, points });
            steps.receiver_count() > 0
        });
        let known = study.balance_known().is_some();
        steps.send_replace(if known { Step::Done } else { Step::GivenUp });
    });
    // A panic in there is told by the hook; who follows sees the search end.
    let _ = search.await;
}

fn give_up(steps: &watch::Sender<Step>) {
    steps.send_replace(Step::GivenUp);
}
