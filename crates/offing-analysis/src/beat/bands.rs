//! Where does a measure lie in DORA's own bands?
//!
//! *Assumes:* that the bands say anything: they are clusters of what people answered in a survey, and DORA itself uses
//! none since 2025. They are shown as DORA's, never as a goal.
//!
//! *Absent on purpose:* a band of the change fail rate and of the rework rate. In the same report the high cluster
//! fails more often (20 %) than the medium one (10 %), so there is no order to lie in.
//!
//! *Source:* DORA, "Accelerate State of DevOps Report 2024", p. 14: the four clusters.

/// The report that the bands come from.
pub const REPORT: &str = "Accelerate State of DevOps Report 2024";

/// A band, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// On demand; within a day; recovered within an hour.
    Elite,
    /// Between once a day and once a week; within a week; recovered within a day.
    High,
    /// Between once a week and once a month; within a month; recovered within a day.
    Medium,
    /// Rarer, slower.
    Low,
}

impl Band {
    /// Returns the band of deployments a week.
    pub fn of_frequency(per_week: f64) -> Self {
        match per_week {
            often if often > 7.0 => Band::Elite,
            often if often >= 1.0 => Band::High,
            often if often >= 7.0 / 30.4375 => Band::Medium,
            _ => Band::Low,
        }
    }

    /// Returns the band of a lead time in days.
    pub fn of_lead_time(days: f64) -> Self {
        match days {
            days if days < 1.0 => Band::Elite,
            days if days <= 7.0 => Band::High,
            days if days <= 30.4375 => Band::Medium,
            _ => Band::Low,
        }
    }

    /// Returns the band of a recovery time in days; the report gives high and medium the same, so it is never medium.
    pub fn of_recovery(days: f64) -> Self {
        match days {
            days if days < 1.0 / 24.0 => Band::Elite,
            days if days <= 1.0 => Band::High,
            _ => Band::Low,
        }
    }

    /// Returns the word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Band::Elite => "elite",
            Band::High => "high",
            Band::Medium => "medium",
            Band::Low => "low",
        }
    }
}
