//! Placeholder until its first real file.
