//! Which of the two jobs a responsibility belongs to, and whether it looks inward or outward.

use offing_model::draft::Duty;

/// One of the two jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Job {
    /// Keep every outcome possible.
    Enable,
    /// Execute on the chosen one.
    Execute,
}

/// Where somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// At people outside the company or its technology.
    Outward,
    /// At the own teams and systems.
    Inward,
}

impl Job {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Job::Enable => "enabling",
            Job::Execute => "executing",
        }
    }

    /// Returns the other job.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Job::Enable => Job::Execute,
            Job::Execute => Job::Enable,
        }
    }
}

impl Direction {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Outward => "outward",
            Direction::Inward => "inward",
        }
    }
}

/// Returns the job a responsibility belongs to.
pub fn job(duty: Duty) -> Job {
    match duty {
        Duty::EnableOutcomes
        | Duty::WatchLandscape
        | Duty::RepresentTechnology
        | Duty::PartnerDepartments
        | Duty::BigPicture
        | Duty::TechnologyBets => Job::Enable,
        Duty::ExecuteOutcome
        | Duty::DeliveryBeat
        | Duty::FocusTeams
        | Duty::LeadSystem
        | Duty::HireEngineers
        | Duty::TasksAtHand => Job::Execute,
    }
}

/// Returns where a responsibility looks.
pub fn direction(duty: Duty) -> Direction {
    match duty {
        Duty::WatchLandscape | Duty::RepresentTechnology | Duty::PartnerDepartments => Direction::Outward,
        _ => Direction::Inward,
    }
}

/// Returns whether one person should answer for a responsibility; the others can be shared.
pub fn is_sole(duty: Duty) -> bool {
    matches!(
        duty,
        Duty::EnableOutcomes
            | Duty::RepresentTechnology
            | Duty::BigPicture
            | Duty::TechnologyBets
            | Duty::ExecuteOutcome
            | Duty::DeliveryBeat
    )
}
