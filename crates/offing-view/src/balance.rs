//! `offing balance`: what keeping every outcome open costs, what it buys, and which plan to follow.

mod csv;
mod json;
mod plot;

pub use csv::csv;
pub use json::json;

use offing_analysis::balance::{Balance, Kind, PlanAnswer};
use offing_analysis::beat::split::Split;
use offing_analysis::draws::Never;
use offing_analysis::failure::{Bound, Condition};
use offing_analysis::flips::{Figure, Flip};
use offing_analysis::information::{About, Information};
use offing_analysis::words::{amount, days, money, percent, several};
use offing_model::{InitiativeId, Model, OutcomeId};

use crate::ensure::{long_date, rests_on};
use crate::page::{Align, Line, Page, Run, Table, Tone, plain};
use crate::site::Section;

/// How many things worth finding out, and points at which the advice flips, the page names.
const MOST: usize = 6;

/// Returns the page for people.
pub fn page(model: &Model, balance: &Balance) -> Page {
    page_beside(model, balance, None)
}

/// Returns the page for people, planned horizons beside what work was really for.
pub fn page_beside(model: &Model, balance: &Balance, split: Option<&Split>) -> Page {
    let words = Words { model, balance };
    let mut page = Page::default();
    page.heading(format!("{}, {}", model.company.name, long_date(model.company.as_of)));
    page.text(words.verdict());
    page.heading("The price of tension");
    page.table(words.plans());
    if balance.plans.len() > 1 {
        page.blocks.push(crate::page::Block::Verbatim(plot::plot(balance)));
    }
    if words.is_calm() {
        page.text(plain("No tension here: no order of work moves the date or the chance by more than luck."));
    }
    balance.plans.iter().enumerate().for_each(|(at, plan)| page.item(words.plan(at, plan)));
    page.heading("Advice");
    words.advice().into_iter().for_each(|line| page.item(line));
    words.information(&mut page);
    words.failure(&mut page);
    words.options(&mut page);
    let real = split.map(|split| crate::execute::split_lines(model, split, None)).unwrap_or_default();
    real.into_iter().for_each(|line| page.text(line));
    words.footing(&mut page);
    page
}

/// What the page says, in words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) model: &'a Model,
    pub(crate) balance: &'a Balance,
}

impl Words<'_> {
    pub(crate) fn recommended(&self) -> &PlanAnswer {
        &self.balance.plans[self.balance.recommended]
    }

    fn outcome(&self, id: OutcomeId) -> String {
        self.model[id].card.shown().to_owned()
    }

    pub(crate) fn initiatives(&self, ids: &[InitiativeId]) -> String {
        several(ids.iter().map(|id| format!("`{}`", self.model[*id].card.name)).collect(), 6)
    }

    /// Returns an amount of expected value: money, or a chance where no outcome has a value.
    fn value(&self, value: f64) -> String {
        if self.balance.valued {
            let amount = money(value.abs());
            let sign = if value < 0.0 { "−" } else { "" };
            format!("{sign}{amount} {}", self.model.company.currency).trim_end().to_owned()
        } else {
            points(value)
        }
    }

    pub(crate) fn verdict(&self) -> Line {
        let report = &self.recommended().report;
        let end = match self.model.company.runway_days {
            Some(left) => format!(" before the money ends in {}", days(left)),
            None => " within ten years".to_owned(),
        };
        let mut line = vec![
            Tone::Strong.say(percent(report.tally.find)),
            Tone::Plain.say(format!(" ± {} to find a business{end}", points(report.tally.find_stderr))),
        ];
        if let Some(found) = report.find_days {
            line.push(Tone::Plain.say(format!(
                ", after {} (P50), {} (P80); {:.1} outcomes tried",
                days(found.p50),
                days(found.p80),
                report.tries
            )));
        }
        line.push(Tone::Plain.say(". "));
        let likely = self.most_found(report);
        line.push(Tone::Plain.say(likely));
        line
    }

    /// Returns which outcomes are the ones found, most often first.
    fn most_found(&self, report: &offing_analysis::draws::Report) -> String {
        let mut found: Vec<(f64, usize)> =
            report.found.iter().copied().zip(0..).filter(|(share, _)| *share > 0.0).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        if found.is_empty() {
            return "In no draw does any outcome prove to be one.".to_owned();
        }
        let tell = |(share, at): (f64, usize)| {
            format!("{} in {}", self.outcome(OutcomeId(at as u32)), percent(share))
        };
        format!("The business found is {}.", several(found.into_iter().map(tell).collect(), 4))
    }

    pub(crate) fn plans(&self) -> Table {
        let value = if self.balance.valued { "expected value" } else { "find, discounted" };
        let mut table = Table::new([
            ("", Align::Left),
            ("plan", Align::Left),
            ("there at P50", Align::Right),
            ("P80", Align::Right),
            ("slips", Align::Right),
            ("find", Align::Right),
            ("gains", Align::Right),
            (value, Align::Right),
            ("tried", Align::Right),
            ("on options", Align::Right),
        ]);
        for (at, plan) in self.balance.plans.iter().enumerate() {
            let is_advised = at == self.balance.recommended;
            let tally = &plan.report.tally;
            let quantile = |of: fn(&offing_analysis::reach::Quantiles) -> f64| {
                Tone::Plain.say(plan.report.chosen_days.as_ref().map_or("—".to_owned(), |q| days(of(q))))
            };
            let value = if self.balance.valued { money(tally.value) } else { percent(tally.value) };
            table.row([
                Tone::Plain.say((at + 1).to_string()),
                if is_advised { Tone::Good } else { Tone::Plain }.say(self.name(plan)),
                quantile(|q| q.p50),
                quantile(|q| q.p80),
                slip(plan.slip_days),
                Tone::Plain.say(percent(tally.find)),
                gain(plan.find_gain),
                Tone::Plain.say(value),
                Tone::Plain.say(format!("{:.1}", plan.report.tries)),
                Tone::Plain.say(percent(plan.report.option_share)),
            ]);
        }
        table
    }

    pub(crate) fn name(&self, plan: &PlanAnswer) -> String {
        match plan.kind {
            Kind::ChosenFirst => "chosen outcome first".to_owned(),
            Kind::OptionsFirst => "every option first".to_owned(),
            Kind::Found => match (plan.forward.as_slice(), plan.left_out.as_slice()) {
                ([], []) => "options in another order".to_owned(),
                ([], left_out) => format!("without {}", self.in_short(left_out)),
                (forward, _) => format!("{} ahead", self.in_short(forward)),
            },
        }
    }

    fn in_short(&self, ids: &[InitiativeId]) -> String {
        match ids {
            [] => "nothing".to_owned(),
            [only] => self.model[*only].card.name.to_string(),
            [one, other] => format!("{} and {}", self.model[*one].card.name, self.model[*other].card.name),
            [first, rest @ ..] => format!("{} and {} more", self.model[*first].card.name, rest.len()),
        }
    }

    /// Returns a sentence on what a plan moves and buys.
    pub(crate) fn plan(&self, at: usize, plan: &PlanAnswer) -> Line {
        let mut line = vec![Tone::Strong.say(format!("{} {}", at + 1, self.name(plan)))];
        let mut say = |text: String| line.push(Tone::Plain.say(text));
        match plan.kind {
            Kind::ChosenFirst => say(format!(
                ": everything on the way to {} first, the rest after it",
                self.balance.first.map_or("an outcome".to_owned(), |id| self.outcome(id))
            )),
            Kind::OptionsFirst => say(": everything else first".to_owned()),
            Kind::Found if plan.forward.is_empty() => {}
            Kind::Found => say(format!(": {} first", self.initiatives(&plan.forward))),
        }
        if !plan.left_out.is_empty() {
            say(format!("; not done unless needed: {}", self.initiatives(&plan.left_out)));
        }
        if plan.kind != Kind::ChosenFirst {
            say(format!("; {}", self.price(plan)));
        }
        if plan.beaten {
            say("; another plan is at least as good on every count".to_owned());
        }
        if !plan.breaks.is_empty() {
            let names = plan.breaks.iter().map(|id| format!("`{}`", self.model[*id].card.name)).collect();
            line.push(Tone::Bad.say(format!("; breaks {}", several(names, 4))));
        }
        line.push(Tone::Plain.say("."));
        line
    }

    /// Returns what a plan costs and buys against the first one.
    pub(crate) fn price(&self, plan: &PlanAnswer) -> String {
        let base = &self.balance.plans[0].report.tally;
        let date = match self.balance.first {
            Some(id) if plan.report.chosen_days.is_some() => match plan.slip_days {
                slip if slip == f64::INFINITY => format!("{} is never there (P80)", self.outcome(id)),
                slip if slip >= 0.5 => format!("{} slips {} (P80)", self.outcome(id), days(slip)),
                slip if slip <= -0.5 => format!("{} comes {} earlier (P80)", self.outcome(id), days(-slip)),
                _ => format!("{} keeps its date", self.outcome(id)),
            },
            _ => "no outcome is chosen".to_owned(),
        };
        let (gain, error) = plan.find_gain;
        let find = if gain.abs() <= 2.0 * error || gain.abs() < 0.005 {
            "the chance to find a business stays about the same".to_owned()
        } else {
            let verb = if gain > 0.0 { "rises" } else { "falls" };
            let (from, to) = (percent(base.find), percent(plan.report.tally.find));
            format!("the chance to find a business {verb} from {from} to {to}")
        };
        format!("{date}, {find}")
    }

    pub(crate) fn advice(&self) -> Vec<Line> {
        let balance = self.balance;
        let plan = self.recommended();
        let others = || balance.plans.iter().filter(|other| other.breaks.len() == plan.breaks.len());
        let dearest = others().all(|other| other.report.tally.value <= plan.report.tally.value);
        let why = match (plan.breaks.is_empty(), dearest) {
            (true, true) => "the highest expected value among the plans that keep every guarantee",
            (true, false) => {
                "it keeps every guarantee, no such plan is worth more beyond luck, and it finds a business most often"
            }
            (false, true) => {
                "no plan keeps every guarantee; this one breaks fewest, with the highest expected value among those"
            }
            (false, false) => {
                "no plan keeps every guarantee; this one breaks fewest, none of those is worth more beyond luck, and it \
                 finds a business most often"
            }
        };
        let mut lines = vec![vec![
            Tone::Plain.say("Follow "),
            Tone::Good.say(format!("{} {}", balance.recommended + 1, self.name(plan))),
            Tone::Plain.say(format!(": {why}.")),
        ]];
        let order = &plan.report.plan.order;
        if !order.is_empty() {
            let rest = if order.len() > 6 { " …" } else { "" };
            lines.push(plain(format!(
                "In this order: {}{rest}",
                self.initiatives(&order[..order.len().min(6)])
            )));
        }
        for (id, other) in &balance.binding {
            lines.push(vec![
                Tone::Warn.say(format!("`{}` binds", self.model[*id].card.name)),
                Tone::Plain.say(format!(": without it, {}.", self.instead(*other))),
            ]);
        }
        if balance.plans.len() > 1 && balance.flips.is_empty() {
            lines.push(plain("No single odds, value or duration within a wide range changes this advice."));
        }
        lines.extend(balance.flips.iter().take(MOST).map(|flip| plain(self.flip(flip))));
        let (flexibility, error) = plan.report.flexibility;
        let flexible = if balance.valued { "is worth" } else { "raises the chance, discounted, by" };
        lines.push(plain(format!(
            "Being able to turn to another outcome {flexible} {} ± {}.",
            self.value(flexibility),
            self.value(error)
        )));
        lines
    }

    /// Returns that another plan would be advised, and what that would be worth.
    fn instead(&self, other: usize) -> String {
        let plan = &self.balance.plans[other];
        let more = plan.report.tally.value - self.recommended().report.tally.value;
        let worth = if more > 0.0 { format!(", worth {} more", self.value(more)) } else { String::new() };
        format!("{} {} would be advised{worth}", other + 1, self.name(plan))
    }

    /// Returns whether no plan differs from the first by more than luck, on any count.
    fn is_calm(&self) -> bool {
        let luck = |(gain, error): (f64, f64)| gain.abs() <= 2.0 * error.max(f64::MIN_POSITIVE);
        let plans = &self.balance.plans;
        plans.iter().all(|plan| plan.slip_days.abs() < 1.0 && luck(plan.find_gain) && luck(plan.value_gain))
    }

    fn flip(&self, flip: &Flip) -> String {
        let plan = format!("{} {}", flip.plan + 1, self.name(&self.balance.plans[flip.plan]));
        let past = |more: bool| if more { "above" } else { "below" };
        let more = flip.at > flip.today;
        let figure = match flip.figure {
            Figure::Odds(id) => format!(
                "the odds of {} were {} {} (today {})",
                self.outcome(id),
                past(more),
                percent(flip.at),
                percent(flip.today)
            ),
            Figure::Value(id) => {
                let today = self.model[id].value.map_or(0.0, offing_model::units::Estimate::mean);
                format!(
                    "{} were worth {} than {} (today {} on average)",
                    self.outcome(id),
                    if more { "more" } else { "less" },
                    money(today * flip.at),
                    money(today)
                )
            }
            Figure::Duration(id) => format!(
                "`{}` took {} than {:.1} times its estimate",
                self.model[id].card.name,
                if more { "more" } else { "less" },
                flip.at
            ),
        };
        format!("{plan} would be better if {figure}.")
    }

    pub(crate) fn information(&self, page: &mut Page) {
        let worth = |info: &&Information| info.worth > 0.0 && info.net() > 0.0;
        let mut table = Table::new([
            ("worth finding out", Align::Left),
            ("worth", Align::Right),
            ("costs", Align::Right),
            ("net", Align::Right),
        ]);
        for info in self.balance.information.iter().filter(worth).take(MOST) {
            let cost = if info.cost > 0.0 { self.value(info.cost) } else { "—".to_owned() };
            table.row([
                Tone::Plain.say(self.about(info.about)),
                Tone::Plain.say(format!("{} ± {}", self.value(info.worth), self.value(info.stderr))),
                Tone::Plain.say(cost),
                Tone::Plain.say(self.value(info.net())),
            ]);
        }
        page.heading("Worth finding out first");
        if table.rows.is_empty() {
            page.text(plain("Nothing that could be found out would change what is done."));
        }
        page.table(table);
        let costly = |info: &&Information| matches!(info.about, About::Experiment(_)) && info.net() <= 0.0;
        for info in self.balance.information.iter().filter(costly) {
            if let About::Experiment(id) = info.about {
                page.item(vec![
                    Tone::Code.say(self.model[id].card.name.to_string()),
                    Tone::Plain.say(if info.worth > 0.0 {
                        let (cost, worth) = (self.value(info.cost), self.value(info.worth));
                        format!(" costs {cost}, more than the {worth} that its answer is worth")
                    } else {
                        format!(
                            " costs {}, and no answer of it would change what is done",
                            self.value(info.cost)
                        )
                    }),
                ]);
            }
        }
    }

    fn about(&self, about: About) -> String {
        match about {
            About::Odds(id) => format!("whether {} is a business", self.outcome(id)),
            About::Duration(id) => format!("how long `{}` takes", self.model[id].card.name),
            About::Experiment(id) => format!("the answer of `{}`", self.model[id].card.name),
        }
    }

    pub(crate) fn failure(&self, page: &mut Page) {
        let failure = &self.balance.failure;
        page.heading("When it goes wrong");
        if failure.share <= 0.0 {
            return page.text(plain("In every draw a business is found."));
        }
        let share = format!("No business is found in {} of draws", percent(failure.share));
        if failure.conditions.is_empty() {
            return page.text(plain(format!("{share}; no condition singles them out.")));
        }
        page.text(plain(format!("{share}. {} of these have in common:", percent(failure.coverage))));
        failure.conditions.iter().for_each(|condition| page.item(plain(self.condition(condition))));
        page.text(plain(format!("Where that is so, none is found in {}.", percent(failure.density))));
    }

    fn condition(&self, condition: &Condition) -> String {
        let within = |bound: &Bound| match bound {
            Bound::AtLeast(low) => format!("{} or longer", days(*low)),
            Bound::AtMost(high) => format!("{} or less", days(*high)),
            Bound::Between(low, high) => format!("{} to {}", days(*low), days(*high)),
        };
        let name = |id: &InitiativeId| format!("`{}`", self.model[*id].card.name);
        match condition {
            Condition::Business(id, true) => format!("{} would be a business", self.outcome(*id)),
            Condition::Business(id, false) => format!("{} is no business", self.outcome(*id)),
            Condition::Takes(id, bound) => format!("{} takes {}", name(id), within(bound)),
            Condition::WorksOut(id, true) => format!("{} works out", name(id)),
            Condition::WorksOut(id, false) => format!("{} fails", name(id)),
            Condition::Learns(id, bound) => {
                format!("learning whether {} is a business takes {}", self.outcome(*id), within(bound))
            }
            Condition::There(node, there) => {
                format!("{} {} there", self.model.card(*node).shown(), if *there { "is" } else { "is not" })
            }
        }
    }

    /// What open options cost, who else goes for them, and for which term work is planned.
    pub(crate) fn options(&self, page: &mut Page) {
        let report = &self.recommended().report;
        let mut table = Table::new([
            ("open option", Align::Left),
            ("odds", Align::Right),
            ("is the one", Align::Right),
            ("carrying it takes", Align::Right),
            ("and costs", Align::Right),
            ("a rival is there first", Align::Left),
        ]);
        for carried in &report.carrying {
            let at = carried.outcome.0 as usize;
            let rivals =
                (self.balance.competitors.iter()).filter(|(_, outcome, _)| *outcome == carried.outcome);
            let rivals = rivals
                .map(|(id, _, chance)| format!("{} {}", self.model[*id].card.shown(), percent(*chance)));
            let spent = |value: f64, text: String| if value > 0.0 { text } else { "—".to_owned() };
            let weeks = format!("{:.0} person-weeks a year", carried.person_weeks_per_year.ceil());
            let money = format!("{} a year", money(carried.money_per_year));
            table.row([
                Tone::Plain.say(self.outcome(carried.outcome)),
                Tone::Plain.say(percent(self.balance.odds[at])),
                Tone::Plain.say(percent(report.found[at])),
                Tone::Plain.say(spent(carried.person_weeks_per_year, weeks)),
                Tone::Plain.say(spent(carried.money_per_year, money)),
                Tone::Plain.say(several(rivals.collect(), 2)),
            ]);
        }
        if !table.rows.is_empty() {
            page.heading("Open options");
            page.table(table);
        }
        if let Some([short, medium, long]) = self.balance.horizons.shares() {
            page.heading("Horizons");
            let (until, beyond) = (days(self.model.company.short_days), days(self.model.company.medium_days));
            let split = format!(
                "{} of planned work is for outcomes there within {until}, {} for others within {beyond}, {} for later ones",
                percent(short),
                percent(medium),
                percent(long)
            );
            let aside = self.balance.horizons.aside;
            let rest = if aside > 0.0 {
                format!("; {aside:.0} person-weeks serve no outcome")
            } else {
                String::new()
            };
            page.text(plain(format!("{split}{rest}.")));
        }
    }

    pub(crate) fn footing(&self, page: &mut Page) {
        let balance = self.balance;
        for (id, never) in &balance.never {
            let why = match never {
                Never::NoEstimate => "has no estimate, so in draws it is never done: how long does it take?",
                Never::TooManyPeople => {
                    "keeps more people busy than its team has, so in draws it never starts"
                }
                Never::AfterNever => "waits for something that is never done",
            };
            page.item(vec![
                Tone::Code.say(self.model[*id].card.name.to_string()),
                Tone::Warn.say(format!(" {why}")),
            ]);
        }
        for id in &balance.cut_short {
            let name = self.outcome(*id);
            page.item(plain(format!("{name} has so many ways that only the 256 cheapest were looked at")));
        }
        let (tried, complete) = balance.tried;
        let all = match (complete, balance.ended) {
            (true, _) => ", which are all there are",
            (false, true) => " before the search was ended",
            (false, false) => "",
        };
        let mut line = Line::new();
        let parts = rests_on(self.model, &balance.calibrated);
        if !parts.is_empty() {
            let asked = Tone::Faint.say("see the questions").to(Section::Questions);
            line.push(Tone::Faint.say(format!("{} (", parts.join("; "))));
            line.push(Tone::Faint.say("`offing ensure --assumed`").on_pages(asked));
            line.push(Tone::Faint.say("). "));
        }
        line.push(Tone::Faint.say(format!(
            "{} tried on {} draws each{all}; shown on {} other draws, seed {}.",
            amount(tried as usize, "plan", "plans"),
            balance.question.search_draws,
            balance.question.draws,
            balance.question.seed
        )));
        page.text(line);
    }
}

fn slip(slip: f64) -> Run {
    match slip {
        slip if slip == f64::INFINITY => Tone::Bad.say("never"),
        slip if slip >= 0.5 => Tone::Warn.say(format!("+{}", days(slip))),
        slip if slip <= -0.5 => Tone::Good.say(format!("−{}", days(-slip))),
        _ => Tone::Faint.say("—"),
    }
}

fn gain((gain, error): (f64, f64)) -> Run {
    if gain.abs() <= 2.0 * error || gain.abs() < 0.0005 {
        return Tone::Faint.say("—");
    }
    let tone = if gain > 0.0 { Tone::Good } else { Tone::Bad };
    let sign = if gain > 0.0 { "+" } else { "" };
    tone.say(format!("{sign}{}", points(gain)))
}

/// Returns a difference of chances in points of a hundred.
fn points(difference: f64) -> String {
    let points = difference * 100.0;
    let sign = if points < 0.0 { "−" } else { "" };
    format!("{sign}{:.1} %", points.abs())
}
