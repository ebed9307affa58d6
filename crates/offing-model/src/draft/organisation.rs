//! People and departments.

use smol_str::SmolStr;

use crate::field::{List, Percent, record, words};

record! {
    /// A person who leads, owns or knows something.
    pub struct PersonDraft("person") card {
        /// The team worked in.
        "team" team: SmolStr,
        /// The person reported to.
        "reports-to" reports_to: SmolStr,
        /// Responsibilities, from a fixed list.
        "does" does: List<Duty>,
        /// Share of time spent with people outside the company or its technology.
        "outward" outward: Percent,
        /// Chance to lose the person within a year (default 0%).
        "risk" risk: Percent,
        /// How the person means to spend the time, to hold the calendar against.
        "intends" intends: Box<SplitDraft>,
    }
}

record! {
    /// How a leader's time is meant to be split.
    pub struct SplitDraft("split") {
        /// Share for keeping outcomes possible; the rest is for executing on the chosen one (default: by `does`).
        "enable" enable: Percent,
        /// Share with people outside the company or its technology (default: the person's `outward`).
        "outward" outward: Percent,
        /// Share for the short term.
        "short" short: Percent,
        /// Share for the medium term.
        "medium" medium: Percent,
        /// Share for the long term.
        "long" long: Percent,
    }
}

record! {
    /// A part of the company that relies on technology.
    pub struct DepartmentDraft("department") card {
        /// Who heads it.
        "head" head: String,
        /// Capabilities or systems it relies on.
        "relies-on" relies_on: List<SmolStr>,
    }
}

words! {
    /// A responsibility of a technology leader.
    pub enum Duty {
        /// Keep every outcome enabled with technology.
        EnableOutcomes = "enable-outcomes",
        /// Watch business, competition and the technical landscape.
        WatchLandscape = "watch-landscape",
        /// Represent technology to investors and the board.
        RepresentTechnology = "represent-technology",
        /// Place technology within the other departments.
        PartnerDepartments = "partner-departments",
        /// Hold the big picture with technology in mind.
        BigPicture = "big-picture",
        /// Decide which technologies to bet on.
        TechnologyBets = "technology-bets",
        /// Execute on the chosen outcome.
        ExecuteOutcome = "execute-outcome",
        /// Keep the beat of continuous delivery.
        DeliveryBeat = "delivery-beat",
        /// Focus leads and contributors.
        FocusTeams = "focus-teams",
        /// Lead a system.
        LeadSystem = "lead-system",
        /// Hire and grow engineers.
        HireEngineers = "hire-engineers",
        /// Do the tasks at hand.
        TasksAtHand = "tasks-at-hand",
    }
}
