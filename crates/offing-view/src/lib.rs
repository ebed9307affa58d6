//! Answers → pages → terminal, JSON, Markdown and the gate's formats.
//!
//! A question's module turns its answer into a [`page::Page`] for people and into JSON for programs;
//! [`render`] turns any page into text or Markdown.
//!
//! *Absent on purpose:* computing. What is shown was answered before.

pub mod page;
pub mod chart;
pub mod map;
pub mod render;
pub mod names;
pub mod dates;
pub mod diagnostics;
pub mod gate;
pub mod ensure;
pub mod execute;
pub mod balance;
pub mod lookout;
pub mod people;
pub mod radar;
pub mod site;
pub mod html;
pub mod brief;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod assets;
pub mod record;
pub mod diff;
pub mod history;
pub mod import;
pub mod export;
pub mod schema;
pub mod reference;
