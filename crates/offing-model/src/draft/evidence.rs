//! Where evidence is read from; paths are relative to the file that names them.

use smol_str::SmolStr;

use crate::field::{Entries, List, Name, record, words};

record! {
    /// Where evidence is read from.
    pub struct SourcesDraft("sources") {
        /// Backstage catalog descriptors, by path; `*` and `**` match.
        "catalogs" catalogs: List<String>,
        /// Git repositories.
        "repositories" repositories: List<RepositoryDraft>,
        /// Lists of deployments, CSV or JSON.
        "deployments" deployments: List<String>,
        /// Lists of incidents, CSV or JSON.
        "incidents" incidents: List<String>,
        /// Calendars of leaders, iCalendar.
        "calendars" calendars: List<CalendarDraft>,
        /// A technology radar: a file, or a folder of dated Markdown.
        "radar" radar: String,
        /// A folder in the form of endoflife.date: when versions of technologies are no longer supported.
        "end-of-life" end_of_life: String,
        /// Lists of finished items.
        "issues" issues: List<IssuesDraft>,
    }
}

record! {
    /// A git repository.
    pub struct RepositoryDraft("repository") {
        /// Where it is.
        "path" path: String,
        /// The system it holds.
        "system" system: SmolStr,
        /// What counts as a deployment: `merge` (what arrives on the main branch), `commit` (each one on it), or `tag`
        /// and a pattern (default `merge`).
        "deploys" deploys: String,
        /// The initiatives that issues named in commits belong to, by the issue's key: `SHOP-12: take-payments`.
        /// A commit may also name its initiative itself, by a line `Initiative: take-payments` at its end.
        "initiatives" initiatives: Entries<Name>,
    }
}

record! {
    /// A leader's calendar.
    pub struct CalendarDraft("calendar") {
        /// Whose it is.
        "person" person: SmolStr,
        /// The iCalendar file.
        "path" path: String,
        /// The owner's address in it, to know what was declined (default: what the calendar is named by, if that is an
        /// address, or the address that begins with the person's name).
        "email" email: String,
    }
}

record! {
    /// A list of finished items.
    pub struct IssuesDraft("issues") {
        /// The file.
        "path" path: String,
        /// Who wrote it.
        "format" format: IssuesFormat,
        /// The team whose items these are.
        "team" team: SmolStr,
    }
}

words! {
    /// Which tracker a list of items came from.
    pub enum IssuesFormat {
        /// Jira's CSV export.
        Jira = "jira",
        /// GitHub's JSON.
        Github = "github",
        /// Linear's CSV export.
        Linear = "linear",
    }
}
