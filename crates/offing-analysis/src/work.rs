//! What work there is, and how long each piece takes and costs in each draw.
//!
//! Every figure of every draw is keyed by the seed, the name of the quantity and the index of the draw, so that
//! the same future meets every plan and editing one thing moves no other thing's luck (DESIGN 4.5).

use offing_math::dist::{Dist, shared_score};
use offing_math::keyed::{Luck, Quantity};
use offing_model::units::days_between;
use offing_model::{Initiative, InitiativeId, Model, Progress, TeamId};

use crate::calibration::Corrections;

/// Days in a week, for what costs by the week.
pub const WEEK: f64 = 7.0;

/// The initiatives of a model, ready to be drawn.
#[derive(Debug, Clone)]
pub struct Work {
    correlation: f64,
    items: Vec<Item>,
    team_luck: Vec<Luck>,
}

/// One initiative.
#[derive(Debug, Clone)]
pub struct Item {
    /// How long it takes from its start, read as its team's record says ([`Corrections`]); `None` where there is no
    /// estimate.
    pub takes: Option<Dist>,
    /// How long it has been going on, in days; `None` where it has not begun.
    pub elapsed: Option<f64>,
    /// People kept busy, per team, those of nobody left out.
    pub staff: Vec<(TeamId, f64)>,
    /// What its staff costs in a day.
    pub staff_cost_per_day: f64,
    /// Money beyond staff.
    pub cost: Option<Dist>,
    /// Chance of technical success.
    pub odds: f64,
    /// Where it stands at `as-of`.
    pub progress: Progress,
    /// The day before which it does not start, in days from `as-of`.
    pub not_before: f64,
    own_luck: Luck,
    cost_luck: Luck,
    success_luck: Luck,
}

impl Work {
    /// Returns the work of a model under a seed.
    pub fn of(model: &Model, seed: u64) -> Self {
        let luck = |what: &str, name: &str| Quantity::named(&format!("{what}:{name}")).luck(seed);
        let corrections = Corrections::of(model);
        let items = Initiative::ids(model).map(|id| item(model, id, &corrections, &luck)).collect();
        let team_luck = model.teams.iter().map(|team| luck("team", &team.card.name)).collect();
        Self { correlation: model.company.correlation, items, team_luck }
    }

    /// Returns one initiative.
    pub fn item(&self, id: InitiativeId) -> &Item {
        &self.items[id.0 as usize]
    }

    /// Returns the days an initiative still takes in a draw: all of it, or what is left of started work;
    /// `None` where there is no estimate.
    pub fn days(&self, id: InitiativeId, draw: u64) -> Option<f64> {
        let item = self.item(id);
        let takes = item.takes.as_ref()?;
        let score = self.score(item, draw);
        Some(match item.elapsed {
            Some(elapsed) => takes.remaining_at_score(elapsed, score),
            None => takes.at_score(score),
        })
    }

    /// Returns the normal score behind a duration: luck shared with its first team, and luck of its own.
    fn score(&self, item: &Item, draw: u64) -> f64 {
        let own = item.own_luck.normal(draw);
        match item.staff.first() {
            Some((team, _)) => {
                shared_score(self.correlation, self.team_luck[team.0 as usize].normal(draw), own)
            }
            None => own,
        }
    }

    /// Returns what an initiative costs in a draw in which it takes so many days: staff and money.
    pub fn cost(&self, id: InitiativeId, draw: u64, days: f64) -> f64 {
        let item = self.item(id);
        let money = item.cost.as_ref().map_or(0.0, |cost| cost.at_score(item.cost_luck.normal(draw)));
        days * item.staff_cost_per_day + money
    }

    /// Returns whether an initiative succeeds technically in a draw.
    pub fn succeeds(&self, id: InitiativeId, draw: u64) -> bool {
        let item = self.item(id);
        item.success_luck.happens(draw, item.odds)
    }

    /// Returns the days an initiative still takes on average; `None` where there is no estimate.
    pub fn mean_days(&self, id: InitiativeId) -> Option<f64> {
        let item = self.item(id);
        let takes = item.takes.as_ref()?;
        Some(match item.elapsed {
            Some(elapsed) => takes.mean_remaining(elapsed),
            None => takes.mean(),
        })
    }

    /// Returns what an initiative still costs on average: staff for the days left, and all its money.
    pub fn mean_cost(&self, id: InitiativeId) -> f64 {
        let item = self.item(id);
        let money = item.cost.as_ref().map_or(0.0, Dist::mean);
        self.mean_days(id).unwrap_or(0.0) * item.staff_cost_per_day + money
    }
}

fn item(
    model: &Model,
    id: InitiativeId,
    corrections: &Corrections,
    luck: &impl Fn(&str, &str) -> Luck,
) -> Item {
    let initiative = &model[id];
    let name = &initiative.card.name;
    let progress = initiative.progress(model.company.as_of);
    let started = initiative.started.filter(|_| progress == Progress::Started);
    let not_before = initiative.not_before.map(|day| days_between(model.company.as_of, day).max(0.0));
    Item {
        takes: corrections.takes(initiative),
        elapsed: started.map(|started| days_between(started, model.company.as_of)),
        staff: initiative.staff.clone(),
        staff_cost_per_day: initiative
            .staff
            .iter()
            .map(|(team, people)| staff_cost(model, *team, *people))
            .sum(),
        cost: initiative.cost.map(|cost| cost.dist()),
        odds: initiative.odds,
        progress,
        not_before: not_before.unwrap_or(0.0),
        own_luck: luck("takes", name),
        cost_luck: luck("cost", name),
        success_luck: luck("success", name),
    }
}

/// Returns what so many people of a team cost in a day: their share of the whole team's cost.
pub fn staff_cost(model: &Model, team: TeamId, people: f64) -> f64 {
    let team = &model[team];
    match team.cost_per_week {
        Some(cost) if team.people > 0.0 => cost / WEEK * people / team.people,
        _ => 0.0,
    }
}
