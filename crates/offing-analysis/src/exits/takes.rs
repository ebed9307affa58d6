//! How long it takes to leave several things side by side, and what that costs.
//!
//! Each exit is drawn once, however many things it goes with: the same future meets all of them.

use std::collections::HashMap;

use offing_math::dist::{Dist, shared_score};
use offing_math::forecast::{Activity, Order, Project, Schedule};
use offing_math::keyed::{Luck, Quantity};
use offing_model::{Exit, Model, Node};
use rayon::prelude::*;

use crate::reach::{PERSON, Quantiles};
use crate::work::staff_cost;

/// Every exit that is asked for, drawn.
#[derive(Debug)]
pub(super) struct Takes {
    exits: Vec<Drawn>,
    /// The people of each team, in hundredths.
    people: Vec<u32>,
    draws: usize,
}

/// One exit in each draw.
#[derive(Debug)]
struct Drawn {
    days: Vec<f64>,
    costs: Vec<f64>,
    /// People kept busy, per team, in hundredths; none where it needs more people than a team has.
    staff: Option<Vec<(u32, u32)>>,
}

impl Takes {
    /// Returns so many draws of exits.
    pub(super) fn of(model: &Model, exits: &[(Node, &Exit)], seed: u64, draws: u32) -> Self {
        let people: Vec<u32> = model.teams.iter().map(|team| hundredths(team.people)).collect();
        let drawn = |(node, exit): &(Node, &Exit)| Drawn::of(model, *node, exit, &people, seed, draws);
        Self { exits: exits.par_iter().map(drawn).collect(), people, draws: draws as usize }
    }

    /// Returns what [`Self::together`] says of each list of exits; lists that are the same are looked at once.
    pub(super) fn of_each(&self, lists: &[Vec<u32>]) -> Vec<Option<(Quantiles, Quantiles)>> {
        let mut number: HashMap<&[u32], usize> = HashMap::with_capacity(lists.len());
        let mut different: Vec<&[u32]> = Vec::new();
        let numbers: Vec<usize> = (lists.iter())
            .map(|list| {
                *number.entry(list).or_insert_with(|| {
                    different.push(list);
                    different.len() - 1
                })
            })
            .collect();
        let together: Vec<_> = (different.into_par_iter())
            .map_init(Memory::default, |memory, list| self.together(list, memory))
            .collect();
        numbers.into_iter().map(|number| together[number]).collect()
    }

    /// Returns days and money of some of the exits, done side by side as far as teams allow, those first that are
    /// listed first; `None` where there are none, or one needs more people than a team has.
    ///
    /// *Cost:* linear in exits times draws; a schedule is made only of those that compete for people.
    fn together(&self, exits: &[u32], memory: &mut Memory) -> Option<(Quantiles, Quantiles)> {
        let all: Vec<&Drawn> = exits.iter().map(|exit| &self.exits[*exit as usize]).collect();
        if all.is_empty() || all.iter().any(|exit| exit.staff.is_none()) {
            return None;
        }
        let Memory { days, costs, .. } = memory;
        for list in [&mut *days, &mut *costs] {
            list.clear();
            list.resize(self.draws, 0.0);
        }
        for exit in &all {
            costs.iter_mut().zip(&exit.costs).for_each(|(sum, cost)| *sum += cost);
        }
        let rivals = self.rivals(&all, memory);
        let Memory { days, costs, schedule, .. } = memory;
        for (exit, _) in all.iter().zip(&rivals).filter(|(_, group)| group.is_none()) {
            days.iter_mut().zip(&exit.days).for_each(|(last, day)| *last = last.max(*day));
        }
        let groups = rivals.iter().flatten().max().map_or(0, |last| last + 1);
        let mut members: Vec<Vec<&Drawn>> = vec![Vec::new(); groups as usize];
        for (exit, group) in all.iter().zip(&rivals) {
            if let Some(group) = group {
                members[*group as usize].push(exit);
            }
        }
        members.iter().for_each(|group| self.schedule(group, schedule, days));
        days.sort_unstable_by(f64::total_cmp);
        costs.sort_unstable_by(f64::total_cmp);
        Some((Quantiles::of_sorted(days), Quantiles::of_sorted(costs)))
    }

    /// Returns for each exit with which others it competes for people, as the number of a group; `None` where there are
    /// people enough for all who want them.
    fn rivals(&self, exits: &[&Drawn], memory: &mut Memory) -> Vec<Option<u32>> {
        let Memory { wanted, group_of, .. } = memory;
        wanted.resize(self.people.len(), 0);
        for (team, people) in exits.iter().flat_map(|exit| exit.staff()) {
            wanted[*team as usize] += u64::from(*people);
        }
        let is_short = |team: u32| wanted[team as usize] > u64::from(self.people[team as usize]);
        // Teams that share an exit are in one group: each team points to another of its group, the last to itself.
        group_of.resize(self.people.len(), 0);
        exits.iter().flat_map(|exit| exit.staff()).for_each(|(team, _)| group_of[*team as usize] = *team);
        for exit in exits {
            let mut short = exit.staff().iter().map(|(team, _)| *team).filter(|team| is_short(*team));
            if let Some(first) = short.next() {
                for team in short {
                    let (a, b) = (root(group_of, first), root(group_of, team));
                    group_of[a as usize] = b;
                }
            }
        }
        let roots: Vec<Option<u32>> = (exits.iter())
            .map(|exit| exit.staff().iter().map(|(team, _)| *team).find(|team| is_short(*team)))
            .map(|team| team.map(|team| root(group_of, team)))
            .collect();
        exits.iter().flat_map(|exit| exit.staff()).for_each(|(team, _)| wanted[*team as usize] = 0);
        let mut numbers: Vec<u32> = roots.iter().flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        let number = |root: u32| numbers.binary_search(&root).expect("every root is among them") as u32;
        roots.into_iter().map(|root| root.map(number)).collect()
    }

    /// Moves the last day of each draw to when a group of rivals is done.
    fn schedule(&self, group: &[&Drawn], schedule: &mut Schedule, days: &mut [f64]) {
        let mut teams: Vec<u32> = group.iter().flat_map(|exit| exit.staff()).map(|(team, _)| *team).collect();
        teams.sort_unstable();
        teams.dedup();
        let seat = |team: &u32| teams.binary_search(team).expect("every team with an exit is seated");
        let activities: Vec<Activity> = (group.iter())
            .map(|exit| Activity {
                staff: exit.staff().iter().map(|(team, people)| (seat(team), *people)).collect(),
                ..Activity::default()
            })
            .collect();
        let people: Vec<u32> = teams.iter().map(|team| self.people[*team as usize]).collect();
        let project = Project::new(&people, &activities).expect("each exit fits its teams");
        let order = Order::new(&project, &(0..group.len()).collect::<Vec<_>>());
        let mut durations = vec![0.0; group.len()];
        for (draw, last) in days.iter_mut().enumerate() {
            durations.iter_mut().zip(group).for_each(|(duration, exit)| *duration = exit.days[draw]);
            schedule.make(&project, &order, &durations);
            *last = schedule.finishes().iter().copied().fold(*last, f64::max);
        }
    }
}

/// Returns the team at the end of the way from a team, and makes the way shorter.
fn root(group_of: &mut [u32], mut team: u32) -> u32 {
    while group_of[team as usize] != team {
        group_of[team as usize] = group_of[group_of[team as usize] as usize];
        team = group_of[team as usize];
    }
    team
}

/// What is needed to put exits together, to be used again.
#[derive(Debug, Default)]
struct Memory {
    days: Vec<f64>,
    costs: Vec<f64>,
    wanted: Vec<u64>,
    group_of: Vec<u32>,
    schedule: Schedule,
}

fn hundredths(people: f64) -> u32 {
    (people * PERSON).round() as u32
}

impl Drawn {
    fn of(model: &Model, node: Node, exit: &Exit, people: &[u32], seed: u64, draws: u32) -> Self {
        let luck = |what: &str, name: &str| Quantity::named(&format!("{what}:{name}")).luck(seed);
        let label = model.label(node);
        let takes = exit.takes.map_or(Dist::Point(0.0), |takes| takes.dist());
        let cost = exit.cost.map(|cost| cost.dist());
        let staff_per_day: f64 =
            exit.staff.iter().map(|(team, people)| staff_cost(model, *team, *people)).sum();
        let own = luck("exit", &label);
        let team: Option<Luck> = exit.staff.first().map(|(team, _)| luck("team", &model[*team].card.name));
        let money = luck("exit-cost", &label);
        let correlation = model.company.correlation;
        let (days, costs) = (0..u64::from(draws))
            .map(|draw| {
                let own = own.normal(draw);
                let score = team.map_or(own, |team| shared_score(correlation, team.normal(draw), own));
                let days = takes.at_score(score);
                let money = cost.map_or(0.0, |cost| cost.at_score(money.normal(draw)));
                (days, days * staff_per_day + money)
            })
            .unzip();
        let staff: Vec<(u32, u32)> = exit.staff.iter().map(|(team, n)| (team.0, hundredths(*n))).collect();
        let activity = Activity {
            staff: staff.iter().map(|(team, people)| (*team as usize, *people)).collect(),
            ..Activity::default()
        };
        let fits = Project::new(people, &[activity]).is_ok();
        Drawn { days, costs, staff: fits.then_some(staff) }
    }

    fn staff(&self) -> &[(u32, u32)] {
        self.staff.as_deref().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Apart from those who compete for people, exits do not meet: all of them in one schedule says the same.
        #[test]
        fn groups_of_rivals_are_as_one_schedule(
            people in prop::collection::vec(2u32..5, 5),
            exits in prop::collection::vec(
                (prop::collection::vec((0u32..5, 1u32..3), 0..3), prop::collection::vec(0.0..9.0_f64, 4)),
                1..9,
            ),
        ) {
            let drawn = |(mut staff, days): (Vec<(u32, u32)>, Vec<f64>)| {
                staff.sort_unstable();
                staff.dedup_by_key(|(team, _)| *team);
                Drawn { costs: days.clone(), days, staff: Some(staff) }
            };
            let takes = Takes { exits: exits.into_iter().map(drawn).collect(), people, draws: 4 };
            let all: Vec<u32> = (0..takes.exits.len() as u32).collect();
            let mut memory = Memory::default();
            let (days, costs) = takes.together(&all, &mut memory).unwrap();

            let mut last = vec![0.0; 4];
            takes.schedule(&takes.exits.iter().collect::<Vec<_>>(), &mut Schedule::default(), &mut last);
            last.sort_unstable_by(f64::total_cmp);
            prop_assert_eq!(days, Quantiles::of_sorted(&last));
            let mut sums: Vec<f64> =
                (0..4).map(|draw| takes.exits.iter().map(|exit| exit.costs[draw]).sum()).collect();
            sums.sort_unstable_by(f64::total_cmp);
            prop_assert_eq!(costs, Quantiles::of_sorted(&sums));
            // What has been put together leaves no trace in what is put together next.
            prop_assert_eq!(takes.together(&all, &mut memory), Some((days, costs)));
            let one = takes.together(&all[..1], &mut memory);
            let lists = [all.clone(), all[..1].to_vec(), Vec::new(), all];
            prop_assert_eq!(takes.of_each(&lists), [Some((days, costs)), one, None, Some((days, costs))]);
        }
    }

    #[test]
    fn an_exit_that_never_fits_has_no_date() {
        let exit = |staff| Drawn { days: vec![1.0], costs: vec![0.0], staff };
        let takes = Takes { exits: vec![exit(None), exit(Some(Vec::new()))], people: Vec::new(), draws: 1 };
        let mut memory = Memory::default();
        assert_eq!(takes.together(&[0, 1], &mut memory), None);
        assert_eq!(takes.together(&[], &mut memory), None);
        assert!(takes.together(&[1], &mut memory).is_some());
    }
}
