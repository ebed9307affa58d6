//! All open work of a company as one project: what can be scheduled, and what has no date and why.

use offing_math::forecast::{Activity, Milestone, Project};
use offing_model::{Initiative, InitiativeId, Model, Progress, TeamId};

use crate::holding::Holding;
use crate::reach::PERSON;
use crate::work::Work;

/// Why an open initiative has no date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Undated {
    /// Nobody said how long it takes.
    NoEstimate,
    /// It needs more people of a team than there are.
    Overstaffed {
        /// The team.
        team: TeamId,
        /// How many it needs.
        needs: f64,
        /// How many there are.
        people: f64,
    },
    /// It comes after something that was dropped.
    AfterDropped(InitiativeId),
    /// It comes after something without a date.
    After(InitiativeId),
}

/// Open work, ready to be scheduled.
#[derive(Debug, Clone)]
pub(super) struct Open<'m> {
    pub(super) model: &'m Model,
    pub(super) work: Work,
    /// Activity `i` is `initiatives[i]`; those without a date are among them, and in no order.
    pub(super) initiatives: Vec<InitiativeId>,
    pub(super) project: Project,
    /// The activities that can be scheduled, in the order of the model.
    pub(super) scheduled: Vec<usize>,
    /// What has no date, and why.
    pub(super) undated: Vec<(InitiativeId, Undated)>,
    activities: Vec<Activity>,
    people: Vec<u32>,
    place: Vec<Option<usize>>,
}

impl<'m> Open<'m> {
    /// Returns the open work of a model.
    pub(super) fn of(model: &'m Model, holding: &Holding, work: Work) -> Self {
        let open = |id: &InitiativeId| {
            matches!(work.item(*id).progress, Progress::Waiting | Progress::Started)
                && holding.usable[id.0 as usize]
        };
        let initiatives: Vec<InitiativeId> = Initiative::ids(model).filter(open).collect();
        let mut place = vec![None; model.initiatives.len()];
        initiatives.iter().enumerate().for_each(|(at, id)| place[id.0 as usize] = Some(at));
        let people: Vec<u32> = model.teams.iter().map(|team| hundredths(team.people)).collect();
        let why = reasons(model, &work, &initiatives, &place, &people);
        let activity = |(id, why): (&InitiativeId, &Option<Undated>)| Activity {
            // What is never scheduled keeps nobody busy.
            staff: match why {
                Some(_) => Vec::new(),
                None => staff(&work, *id),
            },
            after: model[*id].after.iter().filter_map(|id| place[id.0 as usize]).collect(),
            not_before: work.item(*id).not_before,
            running: work.item(*id).progress == Progress::Started,
        };
        let activities: Vec<Activity> = initiatives.iter().zip(&why).map(activity).collect();
        let project = Project::new(&people, &activities).expect("what does not fit its team was left out");
        let scheduled = (0..initiatives.len()).filter(|at| why[*at].is_none()).collect();
        let mut undated: Vec<(InitiativeId, Undated)> =
            initiatives.iter().zip(&why).filter_map(|(id, why)| why.map(|why| (*id, why))).collect();
        undated.extend(Initiative::ids(model).filter_map(|id| Some((id, after_dropped(model, id)?))));
        undated.sort_by_key(|(id, _)| *id);
        Self { model, work, initiatives, project, scheduled, undated, activities, people, place }
    }

    /// Returns the activity that is an initiative.
    pub(super) fn activity(&self, id: InitiativeId) -> Option<usize> {
        self.place[id.0 as usize]
    }

    /// Writes how long each activity takes in a draw.
    pub(super) fn draw(&self, draw: u64, durations: &mut [f64]) {
        for (days, id) in durations.iter_mut().zip(&self.initiatives) {
            *days = self.work.days(*id, draw).unwrap_or(f64::INFINITY);
        }
    }

    /// Returns the moment at which initiatives are done and a day has come; never where one of them has no date.
    pub(super) fn milestone(&self, initiatives: &[InitiativeId], not_before: f64) -> Milestone {
        let mut parts = vec![Milestone::At(not_before)];
        parts.extend(initiatives.iter().map(|id| match self.activity(*id) {
            Some(activity) => Milestone::Finished(activity),
            None => Milestone::At(f64::INFINITY),
        }));
        Milestone::All(parts)
    }

    /// Returns the same project with one more person in a team.
    pub(super) fn with_one_more(&self, team: TeamId) -> Project {
        let mut people = self.people.clone();
        people[team.0 as usize] += PERSON as u32;
        Project::new(&people, &self.activities).expect("more people fit what fewer did")
    }

    /// Returns whether any team could ever be asked for more people than it has.
    pub(super) fn is_contested(&self) -> bool {
        let mut asked = vec![0_i64; self.people.len()];
        for activity in &self.scheduled {
            let staff = self.project.staff(*activity);
            staff.iter().for_each(|(team, people)| asked[*team as usize] += i64::from(*people));
        }
        asked.iter().zip(&self.people).any(|(asked, people)| *asked > i64::from(*people))
    }
}

fn hundredths(people: f64) -> u32 {
    (people * PERSON).round() as u32
}

fn staff(work: &Work, id: InitiativeId) -> Vec<(usize, u32)> {
    work.item(id).staff.iter().map(|(team, people)| (team.0 as usize, hundredths(*people))).collect()
}

/// Returns why each initiative has no date, if it has none.
fn reasons(
    model: &Model,
    work: &Work,
    initiatives: &[InitiativeId],
    place: &[Option<usize>],
    people: &[u32],
) -> Vec<Option<Undated>> {
    let own = |id: &InitiativeId| {
        let item = work.item(*id);
        if item.takes.is_none() {
            return Some(Undated::NoEstimate);
        }
        let too_many = |(team, needs): &&(TeamId, f64)| hundredths(*needs) > people[team.0 as usize];
        let (team, needs) = *item.staff.iter().find(too_many)?;
        let fits = item.progress == Progress::Started;
        (!fits).then(|| Undated::Overstaffed { team, needs, people: model[team].people })
    };
    let mut why: Vec<Option<Undated>> = initiatives.iter().map(own).collect();
    // `after` has no circle, so following it ends; started work waits for nothing.
    let waits = |at: &usize| work.item(initiatives[*at]).progress != Progress::Started;
    loop {
        let before = |at: usize| {
            let undated = |id: &&InitiativeId| place[id.0 as usize].is_some_and(|at| why[at].is_some());
            model[initiatives[at]].after.iter().find(undated).copied()
        };
        let late: Vec<(usize, InitiativeId)> = (0..initiatives.len())
            .filter(|at| why[*at].is_none() && waits(at))
            .filter_map(|at| Some((at, before(at)?)))
            .collect();
        if late.is_empty() {
            return why;
        }
        late.into_iter().for_each(|(at, before)| why[at] = Some(Undated::After(before)));
    }
}

/// Returns that an open initiative comes, by whatever way, after a dropped one.
fn after_dropped(model: &Model, id: InitiativeId) -> Option<Undated> {
    let progress = |id: InitiativeId| model[id].progress(model.company.as_of);
    if !matches!(progress(id), Progress::Waiting | Progress::Started) {
        return None;
    }
    let mut seen = vec![false; model.initiatives.len()];
    let mut open: Vec<InitiativeId> = model[id].after.clone();
    while let Some(before) = open.pop() {
        if std::mem::replace(&mut seen[before.0 as usize], true) || progress(before) == Progress::Done {
            continue;
        }
        if progress(before) == Progress::Dropped {
            return Some(Undated::AfterDropped(before));
        }
        open.extend(&model[before].after);
    }
    None
}
