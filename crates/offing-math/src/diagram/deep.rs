//! Room on the stack for walks as deep as a diagram.
//!
//! The walks are recursive, as the published algorithms are, and go one step down per level. A few
//! thousand levels fit on any stack; past that a walk gets one of its own.

/// Walks of so many levels run where they are called.
const SHALLOW: usize = 2_000;

/// More than any walk takes per level, in bytes, in builds without optimisation too.
const PER_LEVEL: usize = 2_048;

/// Returns what `walk` returns, which goes down at most `levels` levels.
///
/// *Panics:* if the system has no thread to give, or with what `walk` panics.
pub(super) fn with_room<T: Send>(levels: usize, walk: impl FnOnce() -> T + Send) -> T {
    if levels <= SHALLOW {
        return walk();
    }
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(levels * PER_LEVEL).spawn_scoped(scope, walk);
        thread.expect("a thread can be had").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
