//! The web application and the tools for assistants: pages, JSON, events, and the door before them.
//!
//! The binary reads the model and [`Publisher::publish`]es each study; [`serve`] shows the latest one to whoever the
//! [`Door`] lets in. In reading order: `shown` (what is shown now) → `whatif` (what would be different, from an
//! address) → `pages`, `questions`, `api` and `openapi` (what is answered) → `events` and `search` (what changes
//! meanwhile) → `save` (what is written, when that is allowed) → `door` and `headers` (who may ask, and what a
//! browser may do) → `router` → `server`. [`mcp`] answers the same questions over standard input and output.
//!
//! *Absent on purpose:* the disk, the clock, and how anything looks. Only this crate is async.

mod shown;
mod whatif;
mod pages;
mod questions;
mod api;
mod openapi;
mod events;
mod search;
mod save;
mod door;
mod headers;
mod router;
mod server;
pub mod mcp;

pub use door::{Door, Token};
pub use router::{Config, Hooks, Record, Save};
pub use save::{Edit, NotSaved};
pub use server::{ServeError, serve};
pub use shown::{Faults, News, Publisher, Shown, Wrong};
