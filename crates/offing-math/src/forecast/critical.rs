use super::milestone::Milestone;
use super::project::Project;
use super::schedule::Schedule;

/// What decided when a milestone was reached, in one schedule.
///
/// Traced back from what finished last: an activity started when it did because something it comes
/// after finished then, or because a team it lacked was released by something that finished then, or
/// because it was not allowed to start earlier, or because time begins there. Everything on such a
/// chain is critical, on all of them where several causes fall on the same moment.
#[derive(Clone, Debug, Default)]
pub struct Criticality {
    is_critical: Vec<bool>,
    waits: Vec<f64>,
    to_trace: Vec<usize>,
    scratch: Vec<f64>,
}

impl Criticality {
    /// Traces a schedule back from a milestone; nothing is critical for one that is never reached.
    pub fn trace(&mut self, project: &Project, schedule: &Schedule, milestone: &Milestone) {
        self.is_critical.clear();
        self.is_critical.resize(project.n_activities(), false);
        self.waits.clear();
        self.waits.resize(project.n_teams(), 0.0);
        let moment = milestone.moment_with(schedule.finishes(), &mut self.scratch);
        if moment == f64::INFINITY {
            return;
        }
        let (is_critical, to_trace) = (&mut self.is_critical, &mut self.to_trace);
        let mut mark = |activity: usize| {
            if !is_critical[activity] {
                is_critical[activity] = true;
                to_trace.push(activity);
            }
        };
        milestone.decided_by(schedule.finishes(), moment, &mut self.scratch, &mut mark);
        while let Some(activity) = self.to_trace.pop() {
            self.trace_one(project, schedule, activity);
        }
    }

    fn trace_one(&mut self, project: &Project, schedule: &Schedule, activity: usize) {
        let start = schedule.starts()[activity];
        let cause = &schedule.causes[activity];
        let (is_critical, to_trace) = (&mut self.is_critical, &mut self.to_trace);
        let mut mark = |activity: u32| {
            if !is_critical[activity as usize] {
                is_critical[activity as usize] = true;
                to_trace.push(activity as usize);
            }
        };
        match cause.lacked() {
            Some(team) if cause.ready_at < start => {
                self.waits[team] += start - cause.ready_at;
                let (from, to) = cause.batch;
                for &released_by in &schedule.finished[from as usize..to as usize] {
                    if project.staff(released_by as usize).iter().any(|entry| entry.0 as usize == team) {
                        mark(released_by);
                    }
                }
            }
            _ if project.is_running(activity) => {}
            _ => {
                for &after in project.after(activity) {
                    if schedule.finishes()[after as usize] >= start {
                        mark(after);
                    }
                }
            }
        }
    }

    /// Returns which activities are critical.
    pub fn is_critical(&self) -> &[bool] {
        &self.is_critical
    }

    /// Returns for how long critical work that was ready waited, per team that lacked people: the time
    /// by which more people in that team could move the milestone.
    pub fn waits(&self) -> &[f64] {
        &self.waits
    }
}
