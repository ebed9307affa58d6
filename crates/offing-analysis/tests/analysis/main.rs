//! Answers against what was worked out by hand or by brute force. One test binary; its modules stand beside this file.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod brute;
mod draws;
mod frontier;
mod rules;
mod worth;
mod outside;
mod titles;
