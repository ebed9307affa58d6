//! The binary as its users meet it: what it prints, how it ends, and that the documents show just that.
//!
//! One test binary; its modules are files beside this one.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::disallowed_methods, reason = "a test may look at the clock")]

mod stage;
mod literate;
mod manners;
mod formats;
mod baseline;
mod execute;
mod beat;
mod brief;
mod changes;
mod exchange;
mod balance;
mod outside;
mod serve;
mod mcp;
