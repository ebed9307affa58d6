//! Answers to pages: terminal, JSON, Markdown and the gate's formats.

pub mod diagnostics;
pub mod gate;
