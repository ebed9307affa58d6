//! What would be different? A what-if, as short text and as the model that it gives.
//!
//! A change is said as `what=value`, so that it fits on a command line and in an address. It is laid over a model and
//! gives another one; whatever is asked of that is asked under the same luck.
//!
//! ```
//! use offing_analysis::change::{self, Change};
//! let text = "teams: { web: { people: 3 } }\nvendors: { host: {} }";
//! let inputs = offing_model::Inputs::of_text(text, jiff::civil::date(2026, 3, 2));
//! let model = offing_model::read(&inputs).model.expect("the text is sound");
//! let changes = ["team:web=5", "without=vendor:host"].map(|text| Change::read(&model, text).unwrap());
//! let other = change::applied(&model, &changes);
//! assert_eq!((other.teams[0].people, other.lost.len()), (5.0, 1));
//! assert_eq!(changes[0].text(&model), "team:web=5");
//! ```
//!
//! *Absent on purpose:* the text of the model's files, which [`offing_model`] alone knows.

use jiff::civil::Date;
use offing_model::diagnostic::did_you_mean;
use offing_model::patch::{Edit, Path};
use offing_model::units::{self, Presence, days_between};
use offing_model::{InitiativeId, Model, Named, Node, OutcomeId, Progress, TeamId};

/// Something that could be different.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// A thing is taken away, and nothing brings it back.
    Without(Node),
    /// An initiative is done at `as-of`.
    Done(InitiativeId),
    /// An initiative is given up.
    Dropped(InitiativeId),
    /// An initiative does not start before a day.
    NotBefore(InitiativeId, Date),
    /// A team has so many people; another person costs what those there cost.
    People(TeamId, f64),
    /// The odds of an outcome are these; signals still count.
    Odds(OutcomeId, f64),
    /// The money lasts for so many days from `as-of`, or for ever.
    Runway(Option<f64>),
    /// Another outcome is chosen.
    Chosen(OutcomeId),
}

/// The largest team anybody asks about.
const MOST_PEOPLE: f64 = 100_000.0;

/// Why a text is no change: a sentence, with what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoChange(pub String);

impl std::fmt::Display for NoChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoChange {}

impl Change {
    /// Returns whether an address says a change under this key.
    pub fn is_key(key: &str) -> bool {
        matches!(key, "without" | "done" | "dropped" | "runway" | "chosen")
            || ["team:", "odds:", "start:"].iter().any(|start| key.starts_with(start))
    }

    /// Returns the change that a text `what=value` says.
    ///
    /// *Errors:* a text of another form, a name that nothing fitting has, a quantity that can not be.
    pub fn read(model: &Model, text: &str) -> Result<Self, NoChange> {
        match text.rsplit_once('=') {
            Some((key, value)) => Self::of(model, key.trim(), value.trim()),
            None => Err(NoChange(format!("`{text}` says no value: {FORMS}"))),
        }
    }

    /// Returns the change that a key and its value say.
    ///
    /// *Errors:* as [`Change::read`].
    pub fn of(model: &Model, key: &str, value: &str) -> Result<Self, NoChange> {
        match key.split_once(':').map_or((key, ""), |(kind, name)| (kind, name.trim())) {
            ("without", "") => lost(model, value).map(Change::Without),
            ("done", "") => open(model, value).map(Change::Done),
            ("dropped", "") => open(model, value).map(Change::Dropped),
            ("runway", "") => runway(model, value).map(Change::Runway),
            ("chosen", "") => outcome(model, value).map(Change::Chosen),
            ("team", name) => Ok(Change::People(team(model, name)?, people(name, value)?)),
            ("odds", name) => Ok(Change::Odds(outcome(model, name)?, odds(name, value)?)),
            ("start", name) => Ok(Change::NotBefore(waiting(model, name)?, day(name, value)?)),
            _ => Err(NoChange(format!("`{key}` is nothing that can be changed: {FORMS}"))),
        }
    }

    /// Returns the key it is said under.
    pub fn key(self, model: &Model) -> String {
        match self {
            Change::Without(_) => "without".to_owned(),
            Change::Done(_) => "done".to_owned(),
            Change::Dropped(_) => "dropped".to_owned(),
            Change::NotBefore(id, _) => format!("start:{}", model[id].card.name),
            Change::People(id, _) => format!("team:{}", model[id].card.name),
            Change::Odds(id, _) => format!("odds:{}", model[id].card.name),
            Change::Runway(_) => "runway".to_owned(),
            Change::Chosen(_) => "chosen".to_owned(),
        }
    }

    /// Returns the value it is said with.
    pub fn value(self, model: &Model) -> String {
        match self {
            Change::Without(node) => model.label(node),
            Change::Done(id) | Change::Dropped(id) => model[id].card.name.to_string(),
            Change::NotBefore(_, day) => day.to_string(),
            Change::People(_, people) => people.to_string(),
            Change::Odds(_, odds) => format!("{}%", tidy(odds * 100.0)),
            Change::Runway(None) => "none".to_owned(),
            Change::Runway(Some(days)) => duration(days),
            Change::Chosen(id) => model[id].card.name.to_string(),
        }
    }

    /// Returns the text that [`Change::read`] reads as this.
    pub fn text(self, model: &Model) -> String {
        format!("{}={}", self.key(model), self.value(model))
    }

    /// Returns whether two changes are about the same thing, so that the later one is meant.
    pub fn replaces(self, earlier: Self) -> bool {
        match (self, earlier) {
            (Change::Without(a), Change::Without(b)) => a == b,
            (Change::Done(a) | Change::Dropped(a), Change::Done(b) | Change::Dropped(b))
            | (Change::NotBefore(a, _), Change::NotBefore(b, _)) => a == b,
            (Change::People(a, _), Change::People(b, _)) => a == b,
            (Change::Odds(a, _), Change::Odds(b, _)) => a == b,
            (Change::Runway(_), Change::Runway(_)) | (Change::Chosen(_), Change::Chosen(_)) => true,
            _ => false,
        }
    }
}

/// What can be said.
const FORMS: &str = "write `without=vendor:NAME`, `done=INITIATIVE`, `dropped=INITIATIVE`, `team:NAME=5`, \
     `odds:OUTCOME=40%`, `start:INITIATIVE=2026-05-01`, `runway=18 months` or `chosen=OUTCOME`";

/// Returns a model with changes laid over it, the later ones over the earlier ones.
pub fn applied(model: &Model, changes: &[Change]) -> Model {
    let mut changed = model.clone();
    changes.iter().for_each(|change| apply(&mut changed, *change));
    changed
}

/// Returns changes without those that a later one replaces, in the order of their texts: two lists that mean the same
/// are the same.
pub fn in_order(model: &Model, changes: &[Change]) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::new();
    for change in changes {
        kept.retain(|earlier| !change.replaces(*earlier));
        kept.push(*change);
    }
    kept.sort_by_cached_key(|change| change.text(model));
    kept
}

/// Why a change is not written into the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotWritten(pub String);

/// Returns what a change comes to in the files of a model.
///
/// *Errors:* a change that says what might happen, not what is decided: nobody writes a loss down.
pub fn edits(model: &Model, change: Change) -> Result<Vec<Edit>, NotWritten> {
    let field = |section: &str, name: &str, field: &str| Path::of([section, name, field]);
    let today = || model.company.as_of.to_string();
    let brought_back = |node: Node| {
        let by = model.initiatives.iter().find(|initiative| initiative.delivers.contains(&node))?;
        let name = &by.card.name;
        Some(NotWritten(format!("`{name}` would bring `{}` back: say that it is dropped", model.label(node))))
    };
    if let Change::Without(node) = change
        && let Some(why) = brought_back(node)
    {
        return Err(why);
    }
    Ok(match change {
        Change::Without(Node::Capability(id)) => {
            vec![Edit::set(field("capabilities", &model[id].card.name, "have"), "false")]
        }
        Change::Without(Node::System(id)) => {
            vec![Edit::set(field("systems", &model[id].card.name, "live"), "false")]
        }
        Change::Without(node) => {
            let label = model.label(node);
            return Err(NotWritten(format!(
                "`{label}` is needed by what names it: to be without it, change what that needs"
            )));
        }
        Change::NotBefore(id, _) => {
            let name = &model[id].card.name;
            return Err(NotWritten(format!(
                "no field says when `{name}` may start: say what it comes `after`"
            )));
        }
        Change::Done(id) => vec![Edit::set(field("initiatives", &model[id].card.name, "done"), today())],
        Change::Dropped(id) => {
            vec![Edit::set(field("initiatives", &model[id].card.name, "dropped"), today())]
        }
        Change::People(id, people) => people_edits(model, id, people),
        Change::Odds(id, _) => {
            vec![Edit::set(field("outcomes", &model[id].card.name, "odds"), change.value(model))]
        }
        Change::Runway(None) => vec![Edit::remove(Path::of(["company", "runway"]))],
        Change::Runway(Some(_)) => vec![Edit::set(Path::of(["company", "runway"]), change.value(model))],
        Change::Chosen(id) => {
            let chosen = |id: OutcomeId| field("outcomes", &model[id].card.name, "chosen");
            let before =
                model.chosen().filter(|before| *before != id).map(|before| Edit::remove(chosen(before)));
            before.into_iter().chain([Edit::set(chosen(id), "true")]).collect()
        }
    })
}

/// Another number of people costs as much more or less.
fn people_edits(model: &Model, id: TeamId, people: f64) -> Vec<Edit> {
    let team = &model[id];
    let field = |field: &str| Path::of(["teams", team.card.name.as_str(), field]);
    let mut edits = vec![Edit::set(field("people"), people.to_string())];
    if let Some(cost) = team.cost_per_week.filter(|_| team.people > 0.0) {
        let cost = tidy(cost * people / team.people);
        let text =
            if (cost / 1_000.0).fract() == 0.0 { format!("{}k", cost / 1_000.0) } else { cost.to_string() };
        edits.push(Edit::set(field("cost-per-week"), text));
    }
    edits
}

fn apply(model: &mut Model, change: Change) {
    let as_of = model.company.as_of;
    match change {
        Change::Without(node) => take_away(model, node),
        Change::Done(id) => {
            let initiative = &mut model.initiatives[id.0 as usize];
            (initiative.done, initiative.dropped) = (Some(as_of), None);
        }
        Change::Dropped(id) => {
            let initiative = &mut model.initiatives[id.0 as usize];
            (initiative.done, initiative.dropped) = (None, Some(as_of));
        }
        Change::NotBefore(id, day) => model.initiatives[id.0 as usize].not_before = Some(day),
        Change::People(id, people) => {
            let team = &mut model.teams[id.0 as usize];
            // Another person costs what those there cost.
            if team.people > 0.0 {
                team.cost_per_week = team.cost_per_week.map(|cost| cost * people / team.people);
            }
            team.people = people;
        }
        Change::Odds(id, odds) => model.outcomes[id.0 as usize].odds = odds,
        Change::Runway(days) => model.company.runway_days = days,
        Change::Chosen(id) => {
            for (outcome, at) in model.outcomes.iter_mut().zip(0..) {
                outcome.chosen = OutcomeId(at) == id;
            }
        }
    }
}

/// Takes a thing away so that no initiative brings it back.
fn take_away(model: &mut Model, node: Node) {
    match node {
        Node::Capability(id) => model.capabilities[id.0 as usize].have = Presence::Known(false),
        Node::System(id) => model.systems[id.0 as usize].live = Presence::Known(false),
        Node::Outcome(_) | Node::Technology(_) | Node::Vendor(_) | Node::Person(_) => {}
    }
    model.initiatives.iter_mut().for_each(|initiative| initiative.delivers.retain(|other| *other != node));
    if !model.lost.contains(&node) {
        model.lost.push(node);
    }
}

fn lost(model: &Model, name: &str) -> Result<Node, NoChange> {
    let can_be_lost = |named: &Named| matches!(named, Named::Node(node) if !matches!(node, Node::Outcome(_)));
    match one(model, name, "system, technology, vendor, person or capability", can_be_lost)? {
        Named::Node(node) => Ok(node),
        Named::Initiative(_) | Named::Team(_) => unreachable!("only nodes were asked for"),
    }
}

fn outcome(model: &Model, name: &str) -> Result<OutcomeId, NoChange> {
    match one(model, name, "outcome", |named| matches!(named, Named::Node(Node::Outcome(_))))? {
        Named::Node(Node::Outcome(id)) => Ok(id),
        _ => unreachable!("only outcomes were asked for"),
    }
}

fn team(model: &Model, name: &str) -> Result<TeamId, NoChange> {
    match one(model, name, "team", |named| matches!(named, Named::Team(_)))? {
        Named::Team(id) => Ok(id),
        _ => unreachable!("only teams were asked for"),
    }
}

/// Returns the initiative that a name means, if it is still to be done.
fn open(model: &Model, name: &str) -> Result<InitiativeId, NoChange> {
    let Named::Initiative(id) =
        one(model, name, "initiative", |named| matches!(named, Named::Initiative(_)))?
    else {
        unreachable!("only initiatives were asked for");
    };
    match model[id].progress(model.company.as_of) {
        Progress::Done => Err(NoChange(format!("`{name}` is done: nothing about it can change"))),
        Progress::Dropped => Err(NoChange(format!("`{name}` was dropped already"))),
        Progress::Waiting | Progress::Started => Ok(id),
    }
}

fn waiting(model: &Model, name: &str) -> Result<InitiativeId, NoChange> {
    let id = open(model, name)?;
    match model[id].progress(model.company.as_of) {
        Progress::Started => {
            Err(NoChange(format!("`{name}` has started already; only what has not can start later")))
        }
        _ => Ok(id),
    }
}

fn people(name: &str, text: &str) -> Result<f64, NoChange> {
    let people = text.parse().ok().filter(|people| (0.0..=MOST_PEOPLE).contains(people));
    people.ok_or_else(|| NoChange(format!("`{text}` is no number of people: write `team:{name}=5`")))
}

fn odds(name: &str, text: &str) -> Result<f64, NoChange> {
    units::percent(text)
        .map_err(|fault| NoChange(format!("{}: write `odds:{name}=40%`, from 0% to 100%", fault.message)))
}

fn day(name: &str, text: &str) -> Result<Date, NoChange> {
    units::date(text)
        .map_err(|fault| NoChange(format!("{}: write it as `start:{name}=2026-05-01`", fault.message)))
}

fn runway(model: &Model, text: &str) -> Result<Option<f64>, NoChange> {
    if text == "none" {
        return Ok(None);
    }
    let days = match units::looks_like_date(text) {
        true => units::date(text).map(|day| days_between(model.company.as_of, day)),
        false => units::days(text),
    };
    match days {
        Ok(days) if days > 0.0 => Ok(Some(days)),
        Ok(_) => Err(NoChange(format!("`{text}` has passed already: write a later day, or `18 months`"))),
        Err(fault) => Err(NoChange(format!("{}: write `runway=18 months`, a day, or `none`", fault.message))),
    }
}

/// Returns the one thing of the fitting kinds that a name means.
fn one(model: &Model, name: &str, what: &str, fits: impl Fn(&Named) -> bool) -> Result<Named, NoChange> {
    let found: Vec<Named> = model.named(name).into_iter().filter(fits).collect();
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            let mut names = Vec::new();
            model.each_card(&mut |_, card| names.push(card.name.as_str()));
            let bare = name.rsplit(':').next().unwrap_or(name);
            let near = did_you_mean(bare, names).map_or_else(String::new, |near| format!("; {near}"));
            Err(NoChange(format!("no {what} is called `{name}`{near}")))
        }
        _ => Err(NoChange(format!(
            "`{name}` is the name of several things: write `kind:name`, such as `vendor:{name}`"
        ))),
    }
}

/// Returns days as people would write them: in months where they are whole months, else in weeks, else in days.
fn duration(days: f64) -> String {
    let [month, week] = ["month", "week"].map(|unit| {
        units::DAYS.iter().find(|(name, ..)| *name == unit).map_or(1.0, |(_, _, length)| *length)
    });
    let whole = |unit: f64| (days / unit).fract() == 0.0;
    match () {
        () if whole(month) => format!("{} months", days / month),
        () if whole(week) => format!("{} weeks", days / week),
        () => format!("{} days", tidy(days)),
    }
}

/// Returns a number without needless digits.
fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests;
