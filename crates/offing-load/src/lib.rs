//! The only crate that reads disk: paths in, [`Inputs`](offing_model::Inputs) out, nothing interpreted.
//!
//! [`find`] says which model is meant, [`inputs`] reads it with the catalogs it names, [`watch()`] tells when that
//! changed, [`gather`] collects what `offing init --from` starts from, [`issues`] reads a tracker's lists of finished items,
//! [`radar`], [`end_of_life`] and [`calendar`] what those under `sources` say, [`record`] keeps
//! evaluations, [`write`](mod@write) replaces files, [`webhook`] tells others.
//!
//! ```
//! let missing = offing_load::find(Some("no/such/model".as_ref())).unwrap_err();
//! assert!(missing.to_string().contains("offing init"));
//! ```
//!
//! *Absent on purpose:* what any text means. A file that can not be read is an input too, with the reason why; only
//! where there is nothing to read at all is that an error.

pub mod calendar;
mod disk;
pub mod end_of_life;
mod error;
mod file;
mod folder;
mod gather;
mod glob;
pub mod import;
pub mod issues;
pub mod radar;
mod source;
pub mod record;
pub mod revision;
pub mod deliveries;
pub mod repository;
mod watch;
pub mod webhook;
pub mod write;

pub use disk::{find, inputs};
pub use error::LoadError;
pub use gather::gather;
pub use source::SourceFault;
pub use watch::{watch, watch_from_now};
