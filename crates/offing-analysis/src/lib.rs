//! Questions about a [`Model`](offing_model::Model), and their answers.

pub mod graph;
pub mod holding;
pub mod why;
