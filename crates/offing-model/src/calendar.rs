//! What a leader's calendar says: when, with whom, about what. Only sums of hours are made of it.

use std::fmt;

use jiff::civil::Date;

use crate::PersonId;

/// A leader's calendar, its recurrences written out.
#[derive(Debug, Clone, PartialEq)]
pub struct Calendar {
    /// Whose it is.
    pub person: PersonId,
    /// Whether the owner's own address in it is known, so that what was declined could be left out.
    pub owner_known: bool,
    /// What took time: nothing cancelled, declined, free or of a whole day; by their beginning.
    pub appointments: Vec<Appointment>,
    /// How many appointments were left out, by why.
    pub left_out: LeftOut,
}

/// How many appointments of a calendar were left out, each recurrence counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeftOut {
    /// Of whole days.
    pub all_day: u32,
    /// Declined by the owner.
    pub declined: u32,
    /// Cancelled.
    pub cancelled: u32,
    /// Shown as free.
    pub free: u32,
}

/// An appointment that took time.
///
/// Its title and its attendees serve to say which job it belongs to, and go no further: they are not even part of what
/// is printed for debugging.
#[derive(Clone, PartialEq, Eq)]
pub struct Appointment {
    /// When it begins, in seconds since 1970 in UTC.
    pub start: i64,
    /// When it ends.
    pub end: i64,
    /// The day it begins on where it was made.
    pub day: Date,
    /// Its categories.
    pub categories: Vec<String>,
    /// Addresses of those asked to it and of who asked, the owner's left out.
    pub attendees: Vec<String>,
    /// What it is called.
    pub title: String,
}

impl fmt::Debug for Appointment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Appointment")
            .field("start", &self.start)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}
