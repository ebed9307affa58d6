//! Pages → terminal, Markdown.

pub mod markdown;
pub mod text;
