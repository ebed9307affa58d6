//! Is the beat of delivery steady? The five measures of DORA, per system and team, never per person (DESIGN 4.9).
//!
//! Deployments come from tags, merges or lists ([`releases`]); each change belongs to the first that held it ([`held`]).
//! What is said of a system or team is worked out over the last days and week by week ([`Rhythm`]), with a note when the
//! beat broke ([`breaks`]) and DORA's own bands ([`bands`]). What commits say they were for is added up in [`split`].
//!
//! *Assumes:* the definitions of DORA as of its 2024 report. Days begin at midnight UTC, and `as-of` ends with its day.
//!
//! *Source:* DORA, "Accelerate State of DevOps Report 2024", pp. 10-17; dora.dev/guides/dora-metrics.

pub mod bands;
pub mod breaks;
pub mod held;
pub mod pull_requests;
pub mod releases;
mod rhythm;
pub mod split;

pub use bands::Band;
pub use breaks::Break;
pub use releases::{Note, Release};
pub use rhythm::{Rhythm, Share, Spread, Week};

use jiff::civil::Date;
use offing_model::deliveries::{Deliveries, Moment};
use offing_model::{Model, SystemId, TeamId};

/// How the beat is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeatQuestion {
    /// Over how many days up to `as-of` the measures are taken.
    pub days: u32,
    /// How many weeks up to `as-of` are shown one by one, and searched for a break.
    pub weeks: u32,
    /// The seed of the test for a break.
    pub seed: u64,
}

impl Default for BeatQuestion {
    fn default() -> Self {
        Self { days: 90, weeks: 26, seed: 1 }
    }
}

impl BeatQuestion {
    /// Returns the days that count, the first and the last.
    pub fn window(&self, model: &Model) -> (Date, Date) {
        let as_of = model.company.as_of;
        let first = as_of.checked_sub(jiff::Span::new().days(i64::from(self.days) - 1)).unwrap_or(Date::MIN);
        (first, as_of)
    }

    /// Returns the moment from which commits matter to any of it.
    pub fn since(&self, model: &Model) -> Moment {
        let days = i64::from(self.days.max(self.weeks * 7));
        Moment(end_of(model.company.as_of).0 - days * 86_400)
    }
}

/// The beat.
#[derive(Debug, Clone, PartialEq)]
pub struct Beat {
    /// How it was asked.
    pub question: BeatQuestion,
    /// Teams that have one, in the order of the model.
    pub teams: Vec<Rhythm>,
    /// Systems that have one, in the order of the model; then repositories that belong to none.
    pub systems: Vec<Rhythm>,
    /// What a reader has to know of where it comes from.
    pub notes: Vec<Note>,
    /// Whether the model names any source of deliveries.
    pub sourced: bool,
    /// Whether lists of incidents could be read.
    pub incidents: bool,
    /// Whether lines were counted.
    pub lines: bool,
}

/// Whose beat it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// A team's.
    Team(TeamId),
    /// A system's.
    System(SystemId),
    /// That of a repository that belongs to no system, by its position in `sources.repositories`.
    Repository(usize),
    /// That of deployments of which nobody said what they brought out.
    Nobody,
}

/// Returns the beat.
///
/// *Cost:* linear in the commits.
pub fn beat(model: &Model, deliveries: &Deliveries, question: &BeatQuestion) -> Beat {
    let found = releases::releases(model, deliveries);
    let sources = &model.sources;
    let sourced = !(sources.repositories.is_empty() && sources.deployments.is_empty());
    let whose = |release: &Release| match (release.system, release.history) {
        (Some(system), _) => Whose::System(system),
        (None, Some(history)) => Whose::Repository(deliveries.histories[history].repository),
        (None, None) => Whose::Nobody,
    };
    let team = |release: &Release| release.system.and_then(|system| model[system].owner).map(Whose::Team);
    let rhythms = |of: &dyn Fn(&Release) -> Option<Whose>| -> Vec<Rhythm> {
        let mut all: Vec<Whose> = found.releases.iter().filter_map(of).collect();
        all.sort_unstable();
        all.dedup();
        let one = |whose: &Whose| {
            let theirs: Vec<&Release> =
                found.releases.iter().filter(|release| of(release) == Some(*whose)).collect();
            rhythm::rhythm(model, deliveries, *whose, &theirs, question)
        };
        all.iter().map(one).collect()
    };
    Beat {
        question: *question,
        teams: rhythms(&team),
        systems: rhythms(&|release| Some(whose(release))),
        sourced,
        incidents: found.incidents_known,
        lines: deliveries
            .histories
            .iter()
            .any(|history| history.commits.iter().any(|one| one.lines.is_some())),
        notes: found.notes,
    }
}

/// Returns the moment at which a day is over.
fn end_of(date: Date) -> Moment {
    Moment(Moment::start_of(date).0 + 86_400)
}

#[cfg(test)]
mod tests;
