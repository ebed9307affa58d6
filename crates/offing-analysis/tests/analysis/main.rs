//! Answers against what was worked out by hand or by brute force. One test binary; its modules stand beside this file.

mod brute;
mod draws;
mod frontier;
