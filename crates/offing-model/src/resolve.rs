//! Draft → model: names become ids, defaults are taken and listed, what does not fit is reported.

mod bind;
mod guarantees;
mod teams;

use jiff::civil::Date;

use crate::assumed::Assumed;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::draft::{CompanyDraft, HorizonsDraft, Says, SourcesDraft, SplitDraft, Strength, UsualTitleDraft};
use crate::field::Name;
use crate::model::*;
use crate::names::Names;
use crate::reading::Draft;
use crate::span::{Span, Spanned};
use crate::units::{Estimate, Presence, Until};
use crate::{checks, units};

use bind::Binder;

/// Days in six months, the default of several fields.
const SIX_MONTHS: f64 = 6.0 * 30.4375;

/// Returns the model a draft says; it is sound only when no error was reported, before or here.
pub(crate) fn resolve(draft: &Draft, today: Date, faults: &mut Faults) -> Option<Model> {
    let mut names = Names::new(draft.names(), draft.incomplete, draft.own_sources);
    names.add(EntityKind::Outcome, &draft.outcomes, faults);
    names.add(EntityKind::Capability, &draft.capabilities, faults);
    names.add(EntityKind::System, &draft.systems, faults);
    names.add(EntityKind::Technology, &draft.technologies, faults);
    names.add(EntityKind::Vendor, &draft.vendors, faults);
    names.add(EntityKind::Person, &draft.people, faults);
    names.add(EntityKind::Initiative, &draft.initiatives, faults);
    names.add(EntityKind::Team, &draft.teams, faults);
    names.add(EntityKind::Department, &draft.departments, faults);
    names.add(EntityKind::Competitor, &draft.competitors, faults);
    names.add(EntityKind::Guarantee, &draft.guarantees, faults);

    let mut assumed = Assumed::default();
    let company = company(draft.company.as_ref().map(|company| &company.value), today, &mut assumed, faults);
    let own_sources = draft.own_sources;
    let mut bind = Binder { own_sources, names, faults, assumed: &mut assumed, company: &company };
    let mut model = Model {
        outcomes: bind.all(&draft.outcomes, outcome),
        capabilities: bind.all(&draft.capabilities, capability),
        systems: bind.all(&draft.systems, system),
        technologies: bind.all(&draft.technologies, technology),
        vendors: bind.all(&draft.vendors, vendor),
        people: bind.all(&draft.people, person),
        initiatives: bind.all(&draft.initiatives, initiative),
        teams: bind.all(&draft.teams, teams::team),
        departments: bind.all(&draft.departments, department),
        competitors: bind.all(&draft.competitors, competitor),
        guarantees: bind.all(&draft.guarantees, guarantees::guarantee),
        signals: draft.signals.iter().filter_map(|signal| bind::signal(signal, &mut bind)).collect(),
        waivers: draft.waivers.iter().filter_map(|waiver| guarantees::waiver(waiver, &mut bind)).collect(),
        decisions: draft
            .decisions
            .iter()
            .filter_map(|decision| guarantees::decision(decision, &mut bind))
            .collect(),
        sources: sources(&draft.sources, &mut bind),
        company: company.clone(),
        assumed: Vec::new(),
        lost: Vec::new(),
        shared_names: bind.names.shared(&bind::NODES),
    };
    crate::catalog::break_circles(&mut model, own_sources, faults);
    checks::check(draft, &model, faults);
    if faults.any_error() {
        return None;
    }
    let model = teams::filled(model, &mut assumed);
    let model = delivered(model, draft);
    assumed.of_model(&model);
    Some(Model { assumed: assumed.list(), ..model })
}

fn company(draft: Option<&CompanyDraft>, today: Date, assumed: &mut Assumed, faults: &mut Faults) -> Company {
    let empty = CompanyDraft::default();
    let draft = draft.unwrap_or(&empty);
    let as_of = draft.as_of.as_ref().map(|day| day.value.0);
    if as_of.is_none() {
        assumed.push("as-of", format!("today is {today}"));
    }
    let as_of = as_of.unwrap_or(today);
    let runway = draft.runway.as_ref().map(|runway| match runway.value.0 {
        Until::Days(days) => days,
        Until::Date(date) => units::days_between(as_of, date),
    });
    if runway.is_none() {
        assumed.push("runway", "none: draws run ten years".to_owned());
    }
    let share = |field: &Option<Spanned<crate::field::Percent>>| field.as_ref().map(|p| p.value.0);
    let none = HorizonsDraft::default();
    let horizons = draft.horizons.as_ref().map_or(&none, |horizons| &horizons.value);
    let days = |field: &Option<Spanned<crate::field::Duration>>| field.as_ref().map(|d| d.value.0);
    let rest = draft.card.rest.as_deref();
    let company = Company {
        name: draft.name.as_ref().map_or_else(|| "The company".to_owned(), |name| name.value.clone()),
        currency: draft.currency.as_ref().map(|currency| currency.value.clone()).unwrap_or_default(),
        as_of,
        runway_days: runway,
        discount: share(&draft.discount).unwrap_or(0.10),
        short_days: days(&horizons.short).unwrap_or(SIX_MONTHS),
        medium_days: days(&horizons.medium).unwrap_or(3.0 * SIX_MONTHS),
        correlation: draft.correlation.as_ref().map(|share| share.value.0).unwrap_or(0.30),
        review_every_days: rest.and_then(|rest| days(&rest.review_every)).unwrap_or(SIX_MONTHS),
        domains: draft.domains.iter().flat_map(|list| list.value.0.iter().map(|d| d.value.clone())).collect(),
        people: draft.people.as_ref().map(|count| count.value.0),
        titles: draft.titles.iter().flat_map(|titles| titles.value.0.iter().map(usual_title)).collect(),
    };
    if draft.discount.is_none() {
        assumed.push("discount", "10 % a year".to_owned());
    }
    if draft.correlation.is_none() {
        assumed.push("correlation", "initiatives of one team share 30 % of their luck".to_owned());
    }
    checks::horizons(draft, &company, faults);
    company
}

fn usual_title((name, draft): &(Name, UsualTitleDraft)) -> UsualTitle {
    let count = |field: &Option<Spanned<crate::field::Count>>| field.as_ref().map(|n| n.value.0);
    UsualTitle { word: name.value.to_string(), people: count(&draft.people), span: count(&draft.span) }
}

fn outcome(name: &Name, draft: &crate::draft::OutcomeDraft, bind: &mut Binder<'_, '_>) -> Outcome {
    let odds = draft.odds.as_ref().map(|odds| odds.value.0);
    let learn = draft.learn.as_ref().map(|learn| learn.value.0);
    if odds.is_none() {
        bind.assumed.group(name, "odds of 50 %");
    }
    if learn.is_none() {
        bind.assumed.group(name, "learning whether it is a business takes 6 months");
    }
    Outcome {
        card: bind.card(name, &draft.card),
        chosen: draft.chosen.as_ref().is_some_and(|chosen| chosen.value),
        odds: odds.unwrap_or(0.5),
        value: draft.value.as_ref().map(|value| value.value.0),
        learn: learn.unwrap_or(Estimate::exact(SIX_MONTHS)),
        until: draft.until.as_ref().map(|until| until.value.0),
        needs: bind.need(draft.needs.as_ref()),
    }
}

fn capability(name: &Name, draft: &crate::draft::CapabilityDraft, bind: &mut Binder<'_, '_>) -> Capability {
    let needs = bind.need(draft.needs.as_ref());
    let have = draft.have.as_ref().map(|have| have.value.0);
    if have == Some(Presence::Unknown) {
        bind.assumed.group(name, "unknown: counted as 50 %");
    }
    // A capability with needs that no initiative delivers exists: `delivered` takes that back where one does.
    let have = have.unwrap_or(Presence::Known(!needs.is_nothing()));
    let card = bind.card(name, &draft.card);
    Capability { card, have, needs, risk: bind::chance(&draft.risk) }
}

/// Takes back the existence of capabilities with needs and no `have` that some initiative delivers.
fn delivered(mut model: Model, draft: &Draft) -> Model {
    for node in model.initiatives.iter().flat_map(|initiative| &initiative.delivers) {
        if let Node::Capability(id) = node
            && draft.capabilities[id.0 as usize].1.have.is_none()
        {
            model.capabilities[id.0 as usize].have = Presence::Known(false);
        }
    }
    model
}

fn system(name: &Name, draft: &crate::draft::SystemDraft, bind: &mut Binder<'_, '_>) -> System {
    let lead = bind.one(draft.lead.as_ref(), PersonId);
    let mut knows = bind.many(draft.knows.as_ref(), PersonId);
    if draft.knows.is_none() {
        knows.extend(lead);
        if lead.is_some() {
            bind.assumed.group(name, "only its lead could run it");
        }
    }
    System {
        card: bind.card(name, &draft.card),
        owner: bind.one(draft.owner.as_ref(), TeamId),
        lead,
        knows,
        live: draft.live.as_ref().map_or(Presence::Known(true), |live| live.value.0),
        uses: bind.many(draft.uses.as_ref(), TechnologyId),
        needs: bind.need(draft.needs.as_ref()),
        risk: bind::chance(&draft.risk),
        serves: bind.many(draft.serves.as_ref(), DepartmentId),
        exit: bind.exit(draft.exit.as_ref()),
    }
}

fn technology(name: &Name, draft: &crate::draft::TechnologyDraft, bind: &mut Binder<'_, '_>) -> Technology {
    Technology {
        card: bind.card(name, &draft.card),
        vendor: bind.one(draft.vendor.as_ref(), VendorId),
        ring: draft.ring.as_ref().map(|ring| ring.value),
        version: draft.version.as_ref().map(|version| version.value.clone()),
        eol: draft.eol.as_ref().map(|eol| eol.value.clone()),
        risk: bind::chance(&draft.risk),
        exit: bind.exit(draft.exit.as_ref()),
    }
}

fn vendor(name: &Name, draft: &crate::draft::VendorDraft, bind: &mut Binder<'_, '_>) -> Vendor {
    let exit = bind.exit(draft.exit.as_ref());
    Vendor { card: bind.card(name, &draft.card), risk: bind::chance(&draft.risk), exit }
}

fn person(name: &Name, draft: &crate::draft::PersonDraft, bind: &mut Binder<'_, '_>) -> Person {
    Person {
        card: bind.card(name, &draft.card),
        team: bind.one(draft.team.as_ref(), TeamId),
        reports_to: bind.one(draft.reports_to.as_ref(), PersonId),
        does: draft.does.iter().flat_map(|does| does.value.0.iter().map(|duty| duty.value)).collect(),
        outward: draft.outward.as_ref().map(|outward| outward.value.0),
        risk: bind::chance(&draft.risk),
        intends: draft.intends.as_ref().map(|split| intended(split, bind)),
    }
}

fn intended(split: &Spanned<Box<SplitDraft>>, bind: &mut Binder<'_, '_>) -> Split {
    let draft = &split.value;
    let share = |field: &Option<Spanned<crate::field::Percent>>| field.as_ref().map(|p| p.value.0);
    let terms = [share(&draft.short), share(&draft.medium), share(&draft.long)];
    if terms.iter().flatten().sum::<f64>() > 1.0 + 1e-9 {
        let message = "the short, the medium and the long term make more than 100 %";
        let fault = Diagnostic::new(Code::OutOfRange, split.span, message);
        bind.faults.push(fault.help("write shares that make 100 % together"));
    }
    Split { enable: share(&draft.enable), outward: share(&draft.outward), terms }
}

fn initiative(name: &Name, draft: &crate::draft::InitiativeDraft, bind: &mut Binder<'_, '_>) -> Initiative {
    let odds = draft.odds.as_ref().map_or(1.0, |odds| odds.value.0);
    let takes = draft.takes.as_ref().map(|takes| takes.value.0);
    let open = draft.done.is_none() && draft.dropped.is_none();
    if open && takes.is_none() {
        bind.assumed.group(name, "no estimate: what hangs on it has no date");
    }
    if open && draft.staff.is_none() {
        bind.assumed.group(name, "no staff: keeps nobody busy");
    }
    let delivers = draft.delivers.iter().flat_map(|list| &list.value.0);
    let kinds = [EntityKind::Capability, EntityKind::System];
    Initiative {
        card: bind.card(name, &draft.card),
        delivers: delivers.filter_map(|name| bind.node(name, &kinds)).collect(),
        tests: draft.tests.as_ref().and_then(|test| bind.test(test)),
        takes,
        staff: bind.staff(draft.staff.as_ref()),
        after: bind.many(draft.after.as_ref(), InitiativeId),
        cost: draft.cost.as_ref().map(|cost| cost.value.0),
        odds,
        started: draft.started.as_ref().map(|day| day.value.0),
        done: draft.done.as_ref().map(|day| day.value.0),
        dropped: draft.dropped.as_ref().map(|day| day.value.0),
        not_before: None,
    }
}

fn department(name: &Name, draft: &crate::draft::DepartmentDraft, bind: &mut Binder<'_, '_>) -> Department {
    let relies_on = draft.relies_on.iter().flat_map(|list| &list.value.0);
    let kinds = [EntityKind::Capability, EntityKind::System];
    Department {
        card: bind.card(name, &draft.card),
        head: draft.head.as_ref().map(|head| head.value.clone()),
        relies_on: relies_on.filter_map(|name| bind.node(name, &kinds)).collect(),
    }
}

fn competitor(name: &Name, draft: &crate::draft::CompetitorDraft, bind: &mut Binder<'_, '_>) -> Competitor {
    Competitor {
        card: bind.card(name, &draft.card),
        pursues: bind.many(draft.pursues.as_ref(), OutcomeId),
        has: bind.many(draft.has.as_ref(), CapabilityId),
        arrives: draft.arrives.as_ref().map(|arrives| arrives.value.0),
    }
}

/// Returns the Bayes factor of a signal (DESIGN 4.7).
fn bayes_factor(says: Says, strength: Strength, factor: Option<f64>) -> f64 {
    let size = factor.unwrap_or(match strength {
        Strength::Weak => 1.5,
        Strength::Moderate => 3.0,
        Strength::Strong => 10.0,
    });
    if says == Says::Against && size > 1.0 { 1.0 / size } else { size }
}

fn sources(drafts: &[SourcesDraft], bind: &mut Binder<'_, '_>) -> Sources {
    type Paths = Option<Spanned<crate::field::List<String>>>;
    let paths = |list: &Paths| -> Vec<(String, Span)> {
        list.iter().flat_map(|list| list.value.0.iter().map(|path| (path.value.clone(), path.span))).collect()
    };
    let mut sources = Sources::default();
    for draft in drafts {
        sources.catalogs.extend(paths(&draft.catalogs));
        sources.deployments.extend(paths(&draft.deployments));
        sources.incidents.extend(paths(&draft.incidents));
        sources.radar = sources.radar.or(draft.radar.as_ref().map(|radar| (radar.value.clone(), radar.span)));
        let end_of_life = draft.end_of_life.as_ref().map(|folder| (folder.value.clone(), folder.span));
        sources.end_of_life = sources.end_of_life.or(end_of_life);
        for repository in draft.repositories.iter().flat_map(|list| &list.value.0) {
            sources.repositories.extend(bind.repository(repository));
        }
        for calendar in draft.calendars.iter().flat_map(|list| &list.value.0) {
            sources.calendars.extend(bind.calendar(calendar));
        }
        for issues in draft.issues.iter().flat_map(|list| &list.value.0) {
            sources.issues.extend(bind.issues(issues));
        }
    }
    sources
}
