mod generation;
pub mod improve;
mod luck;
mod packed;
mod project;
mod verify;

pub use project::{Activity, LONGEST, Project, ProjectFault, Schedule};
pub use verify::{Violation, verify};
