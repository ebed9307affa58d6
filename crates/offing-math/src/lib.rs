//! Numbers in, numbers out.
//!
//! The mathematics that Offing rests on, with no idea what a company is. In reading order:
//! keyed luck and distributions, statistics, structure functions (what holds, what closes it, the
//! cheapest way to open it), schedules.
//!
//! *Absent on purpose:* companies, files, clocks, ambient luck. Same arguments, same digits, on any
//! machine and any thread count.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests ask for the same digits"))]

pub mod keyed;

pub mod dist;

pub mod stats;
pub mod diagram;
mod interning;
pub mod structure;

pub mod forecast;

pub mod pareto;

pub mod prim;
