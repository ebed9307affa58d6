//! How long a search goes on: until its time is over, or whoever waits has seen enough.

use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether Ctrl-C was pressed once.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// What a shell sees of a program that Ctrl-C ended.
const ENDED_BY_INTERRUPT: i32 = 130;

/// The time a search has, from when it began.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    start: Instant,
    limit: Option<Duration>,
}

#[allow(clippy::disallowed_methods, reason = "how long a reader waits is for the binary to know")]
impl Waiting {
    /// Begins to wait: from here on the first Ctrl-C ends the search and keeps what it found, the second ends all.
    pub(crate) fn start(limit: Option<Duration>) -> Self {
        static LISTENING: Once = Once::new();
        LISTENING.call_once(|| {
            // Where nobody can be listened to, Ctrl-C ends the program as it always does.
            let _ = ctrlc::set_handler(|| {
                if INTERRUPTED.swap(true, Ordering::Relaxed) {
                    std::process::exit(ENDED_BY_INTERRUPT);
                }
            });
        });
        Self { start: Instant::now(), limit }
    }

    /// Returns how long it has been.
    pub(crate) fn passed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Returns whether it has been long enough.
    pub(crate) fn is_over(&self) -> bool {
        was_interrupted() || self.limit.is_some_and(|limit| self.passed() >= limit)
    }
}

/// Returns whether somebody pressed Ctrl-C while a search was going on.
pub(crate) fn was_interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Reads `60s`, `5m`, or a number of seconds.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix('m') {
        Some(number) => (number, 60.0),
        None => (text.strip_suffix('s').unwrap_or(text), 1.0),
    };
    match number.trim().parse::<f64>() {
        Ok(number) if number >= 0.0 && number * unit <= 1e6 => Ok(Duration::from_secs_f64(number * unit)),
        _ => Err("write a time such as `60s` or `5m`".to_owned()),
    }
}
