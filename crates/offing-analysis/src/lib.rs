//! Questions about a [`Model`](offing_model::Model), and their answers.
//!
//! Every module is one question, in the order a reader meets them: [`graph`] (what needs what) → [`holding`]
//! (what holds now, and later) → [`why`] (branch by branch) → [`calibration`] (do our estimates hold) → [`work`]
//! (how long and how much, draw by draw) → [`closing`] (what would close an outcome) → [`paths`] (the cheapest ways
//! to open one) → [`reach`] (how long that takes) → [`exits`] (what it takes to leave something) → [`reliance`] (what a department stands on) → [`odds`] (how
//! likely each is a business) → [`draws`] (does the company find one) → [`horizons`] (for which term the work is) →
//! [`stale`] (what nobody looked at) → [`guarantees`] (is every promise still true) → [`ensure`] (all of it on one
//! page) → [`change`] (what would be different) → [`execute`] (when the chosen outcome will be there, and what to do
//! now) → [`throughput`] (when so many items will be done) → [`frontier`] (which plans no other beats) → [`information`] (what is worth finding out) →
//! [`failure`] (when it goes wrong) → [`flips`] (what would change the advice) → [`balance`] (all of that) →
//! [`people`] (who answers for what, and where a leader's time goes) → [`lookout`] (what is seen outside) →
//! [`study`] (one model and all its answers, shared) → [`turns`] (what broke since, and why) →
//! [`standing`] (where the company stands) → [`diff`] (what a change means) → [`history`] (how it came here).
//!
//! *Absent on purpose:* files, clocks, formats. Same model, same seed, same digits.
#![cfg_attr(test, allow(clippy::float_cmp, reason = "tests ask for the same digits"))]

pub mod graph;
pub mod holding;
pub mod why;
mod requirements;
pub mod calibration;
pub mod work;
pub mod closing;
pub mod paths;
pub mod reach;
pub mod exits;
pub mod reliance;
pub mod odds;
pub mod draws;
pub mod horizons;
pub mod frontier;
pub mod information;
pub mod failure;
pub mod flips;
pub mod balance;
pub mod stale;
pub mod guarantees;
pub mod ensure;
pub mod change;
pub mod execute;
pub mod throughput;
pub mod people;
pub mod lookout;
pub mod study;
pub mod turns;
pub mod standing;
pub mod diff;
pub mod history;
pub mod beat;
pub mod words;
