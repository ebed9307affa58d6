//! When can everything be done, if people are shared and some work waits for other work?
//!
//! A [`Project`] lists activities, what each keeps busy and what it waits for. A [`Schedule`] says when each
//! starts; [`verify`] says whether it may. [`improve`] looks for a short one:
//!
//! ```
//! use offing_math::schedule::{Activity, Budget, Improvement, Project, improve, verify};
//!
//! // Two jobs for one person and one for the other, which must come before the first.
//! let activity = |duration, demands: [u32; 2], after: &[usize]| Activity {
//!     duration,
//!     demands: demands.to_vec(),
//!     after: after.to_vec(),
//! };
//! let activities = vec![activity(3, [1, 0], &[2]), activity(2, [1, 0], &[]), activity(2, [0, 1], &[])];
//! let project = Project::new(vec![1, 1], activities).expect("demands fit and nothing waits for itself");
//! let asked = Improvement { budget: Budget::Schedules(100), seed: 1, threads: 1 };
//! let improved = improve(&project, &asked);
//! assert_eq!((improved.makespan, improved.lower_bound), (5, 5));
//! assert_eq!(verify(&project, &improved.schedule), Ok(()));
//! ```
//!
//! *Absent on purpose:* durations that are not known (see [`crate::forecast`]), costs, calendars.

mod project;
mod verify;

mod bounds;
mod breeding;
mod generation;
mod improve;
mod luck;
mod orders;
mod packed;
#[cfg(feature = "prove")]
mod prove;

pub use bounds::{critical_path, lower_bound};
pub use improve::{Budget, Improved, Improvement, improve};
pub use orders::{Direction, justify, parallel_schedule, serial_schedule};
pub use project::{Activity, LONGEST, Project, ProjectFault, Schedule};
#[cfg(feature = "prove")]
pub use prove::{Within, prove, within};
pub use verify::{Violation, verify};

#[cfg(test)]
mod tests;
