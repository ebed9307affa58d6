//! Answers → pages → terminal, JSON, Markdown and the gate's formats.
pub mod page;
pub mod render;
