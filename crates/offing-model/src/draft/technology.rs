//! Outcomes and what they stand on: capabilities, systems, technologies, vendors.

use smol_str::SmolStr;

use super::NeedDraft;
use crate::field::{
    Count, Day, DurationEstimate, Entries, Have, List, MoneyEstimate, Percent, record, words,
};

record! {
    /// A business the company might become, or a state it might win.
    pub struct OutcomeDraft("outcome") card {
        /// Whether this is the outcome being shipped; one is, or none yet (default false).
        "chosen" chosen: bool,
        /// Belief that this proves to be a business (default 50%).
        "odds" odds: Percent,
        /// What it is worth today if it proves to be one and we are there (default: unknown).
        "value" value: MoneyEstimate,
        /// How long from being enabled to knowing whether it is a business (default 6 months).
        "learn" learn: DurationEstimate,
        /// After this day it is too late to arrive.
        "until" until: Day,
        /// What it stands on.
        "needs" needs: NeedDraft,
    }
}

record! {
    /// Something the company's technology can do.
    pub struct CapabilityDraft("capability") card {
        /// Whether it is there: true, false, unknown, a percentage or a date (default false; true if it has
        /// `needs` and no initiative delivers it).
        "have" have: Have,
        /// What it stands on.
        "needs" needs: NeedDraft,
        /// Chance to lose it within a year (default 0%).
        "risk" risk: Percent,
    }
}

record! {
    /// Something that runs and is owned.
    pub struct SystemDraft("system") card {
        /// The team that owns it.
        "owner" owner: SmolStr,
        /// The person who leads it.
        "lead" lead: SmolStr,
        /// Who could run it (default: the lead). One of them is needed.
        "knows" knows: List<SmolStr>,
        /// Whether it is there: true, false, unknown, a percentage or a date (default true).
        "live" live: Have,
        /// Technologies it is built on; each is needed.
        "uses" uses: List<SmolStr>,
        /// Other systems or capabilities it stands on.
        "needs" needs: NeedDraft,
        /// Chance to lose it within a year (default 0%).
        "risk" risk: Percent,
        /// Departments that rely on it.
        "serves" serves: List<SmolStr>,
        /// What it takes to leave it.
        "exit" exit: Box<ExitDraft>,
    }
}

record! {
    /// What systems are built on: a language, a framework, a service.
    pub struct TechnologyDraft("technology") card {
        /// Who sells it; needed.
        "vendor" vendor: SmolStr,
        /// Where it stands on the radar.
        "ring" ring: Ring,
        /// The version that runs, to know when it is no longer supported.
        "version" version: String,
        /// What the list of ends of life calls it, where that is another name.
        "eol" eol: String,
        /// Chance to lose it within a year (default 0%).
        "risk" risk: Percent,
        /// What it takes to leave it.
        "exit" exit: Box<ExitDraft>,
    }
}

record! {
    /// Who sells technologies.
    pub struct VendorDraft("vendor") card {
        /// Chance to lose it within a year (default 0%).
        "risk" risk: Percent,
        /// What it takes to leave it, beyond leaving its technologies.
        "exit" exit: Box<ExitDraft>,
    }
}

record! {
    /// What it takes to leave a system, technology or vendor.
    pub struct ExitDraft("exit") {
        /// How long.
        "takes" takes: DurationEstimate,
        /// People kept busy, per team.
        "staff" staff: Entries<Count>,
        /// Money beyond staff.
        "cost" cost: MoneyEstimate,
    }
}

words! {
    /// Where a technology stands on the radar.
    pub enum Ring {
        /// Use it.
        Adopt = "adopt",
        /// Use it where a failure is cheap.
        Trial = "trial",
        /// Look into it.
        Assess = "assess",
        /// Start nothing new with it.
        Hold = "hold",
    }
}
