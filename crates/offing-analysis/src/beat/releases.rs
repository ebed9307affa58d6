//! What was deployed, when, with which changes, and what became of it: tags, merges and lists made one.
//!
//! Where a list names deployments of a system, that is what was deployed, and tags or merges of its repository are not.

use std::collections::BTreeMap;

use offing_model::deliveries::{CommitId, Deliveries, Deployment, Moment, Remark, Unread};
use offing_model::{Model, SystemId, diagnostic::nearest};

use super::end_of;
use super::held::{Mark, held, lead_days, marks};

/// A deployment to production that came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Release {
    /// What was deployed.
    pub system: Option<SystemId>,
    /// The history that its commit is in.
    pub history: Option<usize>,
    /// What it is called.
    pub name: String,
    /// When it was.
    pub at: Moment,
    /// The changes that it was the first to hold, by position in the history; `None` where its commit is not known, or
    /// where it is the first known, as nobody knows what ran before.
    pub changes: Option<Vec<u32>>,
    /// Whether it failed in production; `None` where nothing says so, neither its list nor one of incidents.
    pub failed: Option<bool>,
    /// Whether it had to mend something; `None` where nothing says so.
    pub rework: Option<bool>,
    /// The incidents that it brought about, by position.
    pub incidents: Vec<usize>,
}

/// What a reader has to know of where a beat comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// A source could not be read.
    Unread(Unread),
    /// Something about a repository, by its position in `sources.repositories`.
    History(usize, Remark),
    /// A repository has no merge on its main line, so each commit on it counts.
    NoMerge(usize),
    /// So many changes of a repository are later than the deployment that held them, which has no lead time.
    Skew(usize, usize),
    /// Pull requests of a repository that were squashed: how many in all, and of how many the first commit is known.
    Squashed(usize, usize, usize),
    /// A list tells the deployments of a system, so that its repository's tags or merges do not count.
    Listed(SystemId),
    /// So many listed deployments name no commit.
    NoCommit(usize),
    /// Listed deployments whose commit no repository of the system holds: how many, and one of them.
    LostCommit(usize, String),
    /// A list names a system that the model does not know: its name, how often, and the nearest that it does know.
    UnknownSystem(String, usize, Option<String>),
    /// So many listed deployments went elsewhere than to production.
    Elsewhere(usize),
    /// So many listed deployments did not come about.
    Aborted(usize),
    /// So many deployments and incidents are later than `as-of`.
    Later(usize),
    /// Of so many incidents, this many do not say which deployment brought them about: the last one before them did.
    Guessed(usize, usize),
    /// Incidents that name a deployment nobody knows: how many, and one of them.
    UnknownDeployment(usize, String),
    /// So many incidents have no deployment before them.
    NoDeployment(usize),
}

/// All deployments.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Releases {
    /// The deployments, those of a repository in the order in which they held changes.
    pub releases: Vec<Release>,
    /// Whether incidents were read.
    pub incidents_known: bool,
    /// What a reader has to know.
    pub notes: Vec<Note>,
}

/// Returns all deployments up to `as-of`.
pub fn releases(model: &Model, deliveries: &Deliveries) -> Releases {
    let mut found = Releases::default();
    found.notes.extend(deliveries.unread.iter().cloned().map(Note::Unread));
    let end = end_of(model.company.as_of);
    let listed = listed(model, deliveries, end, &mut found);
    for (at, history) in deliveries.histories.iter().enumerate() {
        let repository = &model.sources.repositories[history.repository];
        found
            .notes
            .extend(history.remarks.iter().map(|remark| Note::History(history.repository, remark.clone())));
        let of_list: Vec<&Listed> = listed.iter().filter(|one| one.history == Some(at)).collect();
        let replaced =
            repository.system.is_some_and(|system| listed.iter().any(|one| one.system == Some(system)));
        if replaced || !of_list.is_empty() {
            found.notes.extend(repository.system.filter(|_| replaced).map(Note::Listed));
            of_repository(deliveries, at, &of_list, &mut found);
            continue;
        }
        let (mut marks, stand_in) = marks(history, &repository.deploys);
        let all = marks.len();
        marks.retain(|mark| mark.at < end);
        later(all - marks.len(), &mut found.notes);
        found.notes.extend(stand_in.then_some(Note::NoMerge(history.repository)));
        let tagged: Vec<Listed> =
            marks.into_iter().map(|mark| Listed::tagged(repository.system, at, mark)).collect();
        of_repository(deliveries, at, &tagged.iter().collect::<Vec<_>>(), &mut found);
    }
    for one in listed.iter().filter(|one| one.history.is_none()) {
        found.releases.push(one.release(None));
    }
    incidents(model, deliveries, end, &mut found);
    found
}

/// A deployment, its changes not yet known.
#[derive(Debug, Clone)]
struct Listed {
    system: Option<SystemId>,
    history: Option<usize>,
    mark: Mark,
    failed: Option<bool>,
    rework: Option<bool>,
}

impl Listed {
    fn tagged(system: Option<SystemId>, history: usize, mark: Mark) -> Self {
        let rework = is_hotfix(&mark.name);
        Self { system, history: Some(history), mark, failed: None, rework }
    }

    fn release(&self, changes: Option<Vec<u32>>) -> Release {
        Release {
            system: self.system,
            history: self.history,
            name: self.mark.name.clone(),
            at: self.mark.at,
            changes,
            failed: self.failed,
            rework: self.rework,
            incidents: Vec::new(),
        }
    }
}

/// Returns that a deployment had to mend something, where its name says so.
fn is_hotfix(name: &str) -> Option<bool> {
    name.to_lowercase().contains("hotfix").then_some(true)
}

/// Adds the deployments of one repository, with their changes.
fn of_repository(deliveries: &Deliveries, at: usize, listed: &[&Listed], found: &mut Releases) {
    let history = &deliveries.histories[at];
    let marks: Vec<Mark> = listed.iter().map(|one| one.mark.clone()).collect();
    let held = held(history, &marks);
    let (mut skewed, mut squashed, mut known) = (0, 0, 0);
    for (nth, (one, changes)) in listed.iter().zip(held).enumerate() {
        if nth > 0 {
            for change in &changes {
                let commit = &history.commits[*change as usize];
                squashed += usize::from(commit.pull_request.is_some());
                known += usize::from(commit.began.is_some());
                skewed += usize::from(lead_days(commit, one.mark.at).is_none());
            }
        }
        found.releases.push(one.release((nth > 0).then_some(changes)));
    }
    let notes = &mut found.notes;
    notes.extend((skewed > 0).then_some(Note::Skew(history.repository, skewed)));
    notes.extend((squashed > 0).then_some(Note::Squashed(history.repository, squashed, known)));
}

/// Returns the listed deployments that count, each with its system and commit, the oldest first.
fn listed(model: &Model, deliveries: &Deliveries, end: Moment, found: &mut Releases) -> Vec<Listed> {
    let (mut elsewhere, mut aborted, mut after, mut silent) = (0, 0, 0, 0);
    let (mut unknown, mut lost) = (BTreeMap::new(), Vec::new());
    let index: Vec<Vec<(CommitId, u32)>> = match deliveries.deployments.is_empty() {
        true => Vec::new(),
        false => deliveries.histories.iter().map(by_name).collect(),
    };
    let mut listed = Vec::new();
    for one in &deliveries.deployments {
        if !to_production(one) {
            elsewhere += 1;
        } else if one.aborted {
            aborted += 1;
        } else if one.at >= end {
            after += 1;
        } else {
            let mut system = system_of(model, one.system.as_deref(), &mut unknown);
            let place =
                one.commit.as_deref().and_then(|commit| place(model, deliveries, &index, system, commit));
            let has_repository = model.sources.repositories.iter().any(|repository| {
                repository.system.is_some() && repository.system == system || one.system.is_none()
            });
            match (&one.commit, place) {
                (None, _) => silent += usize::from(has_repository),
                (Some(commit), None) if has_repository => lost.push(commit.clone()),
                _ => {}
            }
            if system.is_none() && one.system.is_none() {
                system = place.and_then(|(history, _)| {
                    model.sources.repositories[deliveries.histories[history].repository].system
                });
            }
            let (history, commit) = place.unzip();
            let mark = Mark { name: one.id.clone(), at: one.at, commit: commit.unwrap_or_default() };
            let rework = is_hotfix(&one.id).or(one.rework);
            listed.push(Listed { system, history, mark, failed: one.failed, rework });
        }
    }
    let notes = &mut found.notes;
    notes.extend((elsewhere > 0).then_some(Note::Elsewhere(elsewhere)));
    notes.extend((aborted > 0).then_some(Note::Aborted(aborted)));
    later(after, notes);
    notes.extend((silent > 0).then_some(Note::NoCommit(silent)));
    notes.extend(lost.first().map(|first| Note::LostCommit(lost.len(), first.clone())));
    unknown_systems(model, unknown, notes);
    listed.sort_by(|one, other| (one.mark.at, &one.mark.name).cmp(&(other.mark.at, &other.mark.name)));
    listed
}

fn later(count: usize, notes: &mut Vec<Note>) {
    if count == 0 {
        return;
    }
    match notes.iter_mut().find_map(|note| if let Note::Later(all) = note { Some(all) } else { None }) {
        Some(all) => *all += count,
        None => notes.push(Note::Later(count)),
    }
}

fn to_production(one: &Deployment) -> bool {
    one.environment
        .as_ref()
        .is_none_or(|name| name.to_lowercase().starts_with("prod") || name.eq_ignore_ascii_case("live"))
}

fn system_of(model: &Model, name: Option<&str>, unknown: &mut BTreeMap<String, usize>) -> Option<SystemId> {
    let name = name?;
    let bare = name.strip_prefix("system:").unwrap_or(name);
    let system = offing_model::System::ids(model).find(|id| model[*id].card.name == bare);
    if system.is_none() {
        *unknown.entry(name.to_owned()).or_insert(0) += 1;
    }
    system
}

fn unknown_systems(model: &Model, unknown: BTreeMap<String, usize>, notes: &mut Vec<Note>) {
    for (name, count) in unknown {
        let known = model.systems.iter().map(|system| system.card.name.as_str());
        let near = nearest(&name, known).first().map(|near| (*near).to_owned());
        notes.push(Note::UnknownSystem(name, count, near));
    }
}

fn by_name(history: &offing_model::deliveries::History) -> Vec<(CommitId, u32)> {
    let mut index: Vec<(CommitId, u32)> =
        history.commits.iter().enumerate().map(|(at, commit)| (commit.id, at as u32)).collect();
    index.sort_unstable();
    index
}

/// Returns where a commit is, by its name or the beginning of it, if only one fits.
fn place(
    model: &Model,
    deliveries: &Deliveries,
    index: &[Vec<(CommitId, u32)>],
    system: Option<SystemId>,
    name: &str,
) -> Option<(usize, u32)> {
    let (low, digits) = beginning(name)?;
    let of_system = |history: usize| {
        let repository = &model.sources.repositories[deliveries.histories[history].repository];
        system.is_none() || repository.system == system
    };
    let mut fitting = (0..index.len()).filter(|history| of_system(*history)).flat_map(|history| {
        let from = index[history].partition_point(|(id, _)| *id < low);
        let fits = move |(id, _): &&(CommitId, u32)| id.to_string()[..digits] == name[..digits];
        index[history][from..].iter().take(2).filter(fits).map(move |(_, at)| (history, *at))
    });
    let found = fitting.next();
    if fitting.next().is_some() { None } else { found }
}

/// Returns the least name of a commit that begins so, and how many digits are given.
fn beginning(name: &str) -> Option<(CommitId, usize)> {
    if !(7..=40).contains(&name.len()) {
        return None;
    }
    let mut bytes = [0; 20];
    for (at, digit) in name.chars().enumerate() {
        let digit = digit.to_digit(16)? as u8;
        bytes[at / 2] |= if at % 2 == 0 { digit << 4 } else { digit };
    }
    Some((CommitId(bytes), name.len()))
}

/// Gives each incident to the deployment that brought it about, and to the one that ended it.
fn incidents(model: &Model, deliveries: &Deliveries, end: Moment, found: &mut Releases) {
    let unread = |path: &str| deliveries.unread.iter().any(|one| one.file.ends_with(path));
    let lists = &model.sources.incidents;
    found.incidents_known = lists.iter().any(|(path, _)| !unread(path));
    if found.incidents_known {
        // Who lists incidents says of every other deployment that it had none.
        for release in &mut found.releases {
            release.failed = release.failed.or(Some(false));
            release.rework = release.rework.or(Some(false));
        }
    }
    let (mut all, mut guessed, mut after, mut alone, mut unknown) = (0, 0, 0, 0, BTreeMap::new());
    let mut lost: Vec<String> = Vec::new();
    for (nth, incident) in deliveries.incidents.iter().enumerate() {
        if incident.opened >= end {
            after += 1;
            continue;
        }
        all += 1;
        let system = system_of(model, incident.system.as_deref(), &mut unknown);
        let theirs = |release: &&Release| incident.system.is_none() || release.system == system;
        let named = incident.deployment.as_ref().and_then(|id| {
            let is = |release: &Release| release.name == *id && theirs(&release);
            found.releases.iter().position(is)
        });
        if let (Some(id), None) = (&incident.deployment, named) {
            lost.push(id.clone());
        }
        let before = |limit: Moment| {
            let fits = |release: &&Release| theirs(release) && release.at <= limit;
            let releases = found.releases.iter().enumerate();
            releases
                .filter(|(_, release)| fits(release))
                .max_by_key(|(at, release)| (release.at, *at))
                .map(|(at, _)| at)
        };
        let cause = named.or_else(|| before(incident.opened));
        guessed += usize::from(named.is_none() && cause.is_some());
        let Some(cause) = cause else {
            alone += 1;
            continue;
        };
        let ended =
            incident.resolved.and_then(before).filter(|ended| found.releases[*ended].at > incident.opened);
        found.releases[cause].failed = Some(true);
        found.releases[cause].incidents.push(nth);
        if let Some(ended) = ended {
            found.releases[ended].rework = Some(true);
        }
    }
    let notes = &mut found.notes;
    later(after, notes);
    notes.extend((guessed > 0).then_some(Note::Guessed(all, guessed)));
    notes.extend(lost.first().map(|first| Note::UnknownDeployment(lost.len(), first.clone())));
    notes.extend((alone > 0).then_some(Note::NoDeployment(alone)));
    unknown_systems(model, unknown, notes);
}
