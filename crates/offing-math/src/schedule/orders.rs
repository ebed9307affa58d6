//! A schedule from a priority order, forwards or backwards, serial or parallel; and its justification.

use super::generation::{Workbench, mirror, order_by_start, parallel, serial};
pub use super::packed::Direction;
use super::packed::with_packed;
use super::project::{Project, Schedule};

/// Returns the schedule that starts each activity, in turn, as early as what came before allows.
///
/// *Shape:* `order` names each activity once; one whose turn comes before that of something it waits for is
/// taken as soon as all it waits for is placed. Backwards, successors take the part of predecessors, each
/// activity ends as late as possible, and the schedule is moved to begin at zero.
/// *Panics:* if `order` is no permutation of the activities.
/// *Source:* R. Kolisch, "Serial and parallel resource-constrained project scheduling methods revisited",
/// EJOR 90 (1996): the result is active (theorem 1).
pub fn serial_schedule(project: &Project, order: &[usize], direction: Direction) -> Schedule {
    with_packed!(project, |packed| {
        let order = packed.list(order, direction);
        let mut starts = vec![0; order.len()];
        let makespan = serial(&packed, direction, &order, &mut Workbench::new(&packed), &mut starts);
        if direction == Direction::Backward {
            mirror(&packed, &mut starts, makespan);
        }
        packed.unpack(&starts)
    })
}

/// Returns the schedule that starts, at each moment, whatever is ready and fits, in `order`.
///
/// *Shape, Panics:* as [`serial_schedule`].
/// *Source:* Kolisch, as above: the result is non-delay (theorem 2), so a shortest schedule may be out of reach.
pub fn parallel_schedule(project: &Project, order: &[usize], direction: Direction) -> Schedule {
    with_packed!(project, |packed| {
        let order = packed.list(order, direction);
        let mut starts = vec![0; order.len()];
        let makespan = parallel(&packed, direction, &order, &mut Workbench::new(&packed), &mut starts);
        if direction == Direction::Backward {
            mirror(&packed, &mut starts, makespan);
        }
        packed.unpack(&starts)
    })
}

/// Returns `schedule` after pushing everything to its end and then back to the begin; it is never longer.
///
/// *Assumes:* that `schedule` is one of `project`.
/// *Source:* Valls, Ballestín and Quintanilla, "Justification and RCPSP: a technique that pays", EJOR 165
/// (2005), pp. 375-386.
pub fn justify(project: &Project, schedule: &Schedule) -> Schedule {
    with_packed!(project, |packed| {
        let mut bench = Workbench::new(&packed);
        let mut starts = packed.pack(schedule);
        let mut makespan = schedule.makespan(project);
        let mut order = vec![0; starts.len()];
        for direction in [Direction::Backward, Direction::Forward] {
            bench.reach(&packed, makespan);
            mirror(&packed, &mut starts, makespan);
            order_by_start(&packed, direction, &starts, makespan, &mut bench, &mut order);
            makespan = serial(&packed, direction, &order, &mut bench, &mut starts);
        }
        packed.unpack(&starts)
    })
}
