//! Where does a company stand, in so few figures that two days, or two versions of a model, can be compared?

use jiff::civil::Date;
use offing_model::units::days_between;
use offing_model::{Model, Node};

use crate::draws::{Draw, Plan, Simulation};
use crate::ensure::{Ensure, EnsureQuestion, OutcomeAnswer, ensure};
use crate::frontier::{Effort, search};
use crate::holding::Status;
use crate::reach::Quantiles;

/// How it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct StandingQuestion {
    /// The seed of all luck.
    pub seed: u64,
    /// How many draws each outcome and each plan gets.
    pub draws: u32,
    /// How many plans are tried for the best one; 0 leaves the search out.
    pub plans: u32,
}

impl Default for StandingQuestion {
    fn default() -> Self {
        Self { seed: 1, draws: 2_000, plans: 60 }
    }
}

/// Where a company stands. Things are told by their names, as two models have ids of their own.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The day.
    pub as_of: Date,
    /// The outcome that is chosen.
    pub chosen: Option<String>,
    /// Every outcome, in the order of the model.
    pub outcomes: Vec<OutcomeStanding>,
    /// Every guarantee, in the order of the model.
    pub guarantees: Vec<GuaranteeStanding>,
    /// What plans yield: the chosen outcome first, every option first, the best that was found.
    pub plans: Vec<PlanStanding>,
    /// Whether any outcome has a value.
    pub valued: bool,
}

/// Where an outcome stands.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeStanding {
    /// Its name.
    pub name: String,
    /// What readers see.
    pub title: String,
    /// Enabled, reachable, unknown or blocked.
    pub status: Status,
    /// Belief that it proves to be a business, signals counted.
    pub odds: f64,
    /// Days until it would be enabled, where that has a date.
    pub reach: Option<Quantiles>,
    /// The single things that close it, as `kind:name`.
    pub closed_by: Vec<String>,
    /// Whether it is left out of what goes outside.
    pub confidential: bool,
}

/// What became of a guarantee.
#[derive(Debug, Clone, PartialEq)]
pub struct GuaranteeStanding {
    /// Its name.
    pub name: String,
    /// What it wants, in words.
    pub wants: String,
    /// What was found, in words.
    pub found: String,
    /// Whether it holds.
    pub holds: bool,
    /// Whether a waiver excuses it.
    pub waived: bool,
}

/// Which plan it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// Everything on the way to the chosen outcome first.
    ChosenFirst,
    /// Everything else first.
    OptionsFirst,
    /// The best found: by expected value, or the chance to find a business where nothing has a value.
    Best,
}

/// What a plan yields.
#[derive(Debug, Clone)]
pub struct PlanStanding {
    /// Which one.
    pub which: Which,
    /// The names of its initiatives, first things first.
    pub order: Vec<String>,
    /// Chance to find a business, with its standard error.
    pub find: (f64, f64),
    /// Expected value, with its standard error.
    pub value: (f64, f64),
    /// Days until the outcome that draws begin with is enabled.
    pub days: Quantiles,
    /// Expected value less that of staying with the first outcome, with its standard error.
    pub flexibility: (f64, f64),
    /// The draws, so that another plan's can be compared one by one.
    pub draws: Vec<Draw>,
}

impl Standing {
    /// Returns the outcome of this name.
    pub fn outcome(&self, name: &str) -> Option<&OutcomeStanding> {
        self.outcomes.iter().find(|outcome| outcome.name == name)
    }

    /// Returns the plan of this kind.
    pub fn plan(&self, which: Which) -> Option<&PlanStanding> {
        self.plans.iter().find(|plan| plan.which == which)
    }

    /// Returns the day that comes so many days after its own; `None` beyond the calendar.
    pub fn day_after(&self, days: f64) -> Option<Date> {
        let whole = days.ceil();
        (whole.abs() < 3e6)
            .then(|| jiff::Span::new().days(whole as i64))
            .and_then(|span| self.as_of.checked_add(span).ok())
    }

    /// Returns by how many days a moment so many days after `as-of` here is later than one in another standing.
    pub fn later_than(&self, days: f64, other: &Standing, other_days: f64) -> f64 {
        days + days_between(other.as_of, self.as_of) - other_days
    }
}

/// Returns where the company of a model stands.
///
/// *Cost:* that of `ensure`, and plans × draws where plans are tried.
pub fn standing(model: &Model, question: &StandingQuestion) -> Standing {
    let usual = EnsureQuestion::default();
    let asked = EnsureQuestion { seed: question.seed, draws: question.draws, largest_set: 1, ..usual };
    let answer = ensure(model, &asked);
    let sim = (!model.outcomes.is_empty()).then(|| Simulation::of(model, question.seed));
    Standing {
        as_of: model.company.as_of,
        chosen: model.outcomes.iter().find(|one| one.chosen).map(|one| one.card.name.to_string()),
        outcomes: answer.outcomes.iter().map(|one| outcome(model, one)).collect(),
        guarantees: guarantees(model, &answer),
        plans: sim.as_ref().map(|sim| plans(model, sim, question)).unwrap_or_default(),
        valued: sim.as_ref().is_some_and(Simulation::is_valued),
    }
}

fn outcome(model: &Model, answer: &OutcomeAnswer) -> OutcomeStanding {
    let card = &model[answer.outcome].card;
    let label = |node: Node| model.label(node);
    OutcomeStanding {
        name: card.name.to_string(),
        title: card.shown().to_owned(),
        status: answer.status,
        odds: answer.odds,
        reach: answer.reach.as_ref().map(|reach| reach.days),
        closed_by: answer.closing.singles().map(label).collect(),
        confidential: card.confidential,
    }
}

fn guarantees(model: &Model, answer: &Ensure) -> Vec<GuaranteeStanding> {
    let told = |judgement: &crate::guarantees::Judgement| GuaranteeStanding {
        name: model[judgement.guarantee].card.name.to_string(),
        wants: judgement.wants.clone(),
        found: judgement.found.clone(),
        holds: judgement.holds,
        waived: judgement.waived,
    };
    answer.guarantees.iter().map(told).collect()
}

fn plans(model: &Model, sim: &Simulation, question: &StandingQuestion) -> Vec<PlanStanding> {
    let mut plans = vec![(Which::ChosenFirst, sim.chosen_first())];
    if question.plans > 0 {
        plans.push((Which::OptionsFirst, sim.options_first()));
        let effort =
            Effort { seed: question.seed, plans: question.plans, draws: (question.draws / 2).max(1) };
        let found = search(sim, &effort, &mut |_| true);
        // Of plans that are as good the one with the earliest date, which stands first.
        let best = found
            .points
            .into_iter()
            .reduce(|best, point| if point.tally.value > best.tally.value { point } else { best });
        plans.extend(best.map(|best| (Which::Best, best.plan)));
    }
    plans.into_iter().map(|(which, plan)| reported(model, sim, which, &plan, question.draws)).collect()
}

fn reported(model: &Model, sim: &Simulation, which: Which, plan: &Plan, draws: u32) -> PlanStanding {
    let (report, draws) = sim.report_with_draws(plan, 0..u64::from(draws.max(1)));
    PlanStanding {
        which,
        order: plan.order.iter().map(|id| model[*id].card.name.to_string()).collect(),
        find: (report.tally.find, report.tally.find_stderr),
        value: (report.tally.value, report.tally.value_stderr),
        days: Quantiles::of_sorted(&report.chosen_sorted),
        flexibility: report.flexibility,
        draws,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use offing_model::{Inputs, read};

    #[test]
    fn the_figures_are_those_of_ensure_and_of_the_draws() {
        let text = "company: { as-of: 2026-03-02 }\n\
                    outcomes: { shop: { chosen: true, odds: 40%, needs: [till] }, club: { needs: [] } }\n\
                    capabilities: { till: {} }\n\
                    initiatives: { build: { delivers: [till], takes: 10 days } }\n\
                    guarantees: { soon: { outcome: shop, within: 20 days } }\n";
        let model = read(&Inputs::of_text(text, jiff::civil::date(2026, 3, 2))).model.unwrap();
        let standing = standing(&model, &StandingQuestion { draws: 400, ..StandingQuestion::default() });
        assert_eq!(standing.chosen.as_deref(), Some("shop"));
        let shop = standing.outcome("shop").unwrap();
        assert_eq!((shop.status, shop.odds), (Status::Reachable, 0.4));
        assert_eq!(shop.reach.unwrap().p80, 10.0);
        assert_eq!(standing.day_after(10.0), Some(jiff::civil::date(2026, 3, 12)));
        assert!(standing.guarantees[0].holds);
        let plan = standing.plan(Which::ChosenFirst).unwrap();
        assert_eq!((plan.days.p80, plan.draws.len()), (10.0, 400));
        assert!((plan.find.0 - 0.7).abs() < 0.1, "two tries of 40 % and 50 %: {}", plan.find.0);
        assert!(standing.plan(Which::Best).is_some());
    }
}
