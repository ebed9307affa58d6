//! Where evidence is read from.

use super::{InitiativeId, PersonId, SystemId, TeamId};
use crate::draft::IssuesFormat;
use crate::span::Span;

/// Where evidence is read from; paths as written, with the place of the file they are relative to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sources {
    /// Catalog descriptors.
    pub catalogs: Vec<(String, Span)>,
    /// Git repositories.
    pub repositories: Vec<Repository>,
    /// Lists of deployments.
    pub deployments: Vec<(String, Span)>,
    /// Lists of incidents.
    pub incidents: Vec<(String, Span)>,
    /// Calendars.
    pub calendars: Vec<CalendarFile>,
    /// A radar: a file or a folder.
    pub radar: Option<(String, Span)>,
    /// A folder of ends of life.
    pub end_of_life: Option<(String, Span)>,
    /// Lists of finished items.
    pub issues: Vec<IssueList>,
}

/// A git repository.
#[derive(Debug, Clone, PartialEq)]
pub struct Repository {
    /// Where it is.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// The system it holds.
    pub system: Option<SystemId>,
    /// What counts as a deployment.
    pub deploys: Deploys,
    /// The initiatives that issues belong to, by the issue's key.
    pub initiatives: Vec<(String, InitiativeId)>,
}

/// What counts as a deployment in a repository.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Deploys {
    /// What arrives on the main branch: a merge, or a pull request squashed into one commit.
    #[default]
    Merge,
    /// Each commit on the main branch.
    Commit,
    /// A tag that fits a pattern.
    Tag(String),
}

/// A leader's calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarFile {
    /// Whose it is.
    pub person: PersonId,
    /// The file.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// The owner's address in it.
    pub email: Option<String>,
}

/// A list of finished items.
#[derive(Debug, Clone, PartialEq)]
pub struct IssueList {
    /// The file.
    pub path: String,
    /// Where that is said.
    pub place: Span,
    /// Who wrote it.
    pub format: IssuesFormat,
    /// The team whose items these are.
    pub team: Option<TeamId>,
}
