//! Binding one reference, one list of them, one requirement tree.

use smol_str::SmolStr;

use super::bayes_factor;
use crate::assumed::Assumed;
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::draft::{
    self, CalendarDraft, ExitDraft, IssuesDraft, NeedDraft, RepositoryDraft, Says, Strength, TestDraft,
};
use crate::field::{Count, Entries, List, Name, Percent};
use crate::model::*;
use crate::names::Names;
use crate::span::{Span, Spanned};

/// Kinds that a requirement may name.
pub(super) const NODES: [EntityKind; 6] = [
    EntityKind::Capability,
    EntityKind::System,
    EntityKind::Technology,
    EntityKind::Vendor,
    EntityKind::Person,
    EntityKind::Outcome,
];

/// What binding needs at hand.
pub(super) struct Binder<'d, 'f> {
    /// Places in sources from this one on were read from catalogs.
    pub(super) own_sources: u32,
    pub(super) names: Names<'d>,
    pub(super) faults: &'f mut Faults,
    pub(super) assumed: &'f mut Assumed,
    pub(super) company: &'f Company,
}

impl<'f> Binder<'_, 'f> {
    /// Binds all entities of a section.
    pub(super) fn all<D, E>(
        &mut self,
        drafts: &[(Name, D)],
        one: impl Fn(&Name, &D, &mut Self) -> E,
    ) -> Vec<E> {
        drafts.iter().map(|(name, draft)| one(name, draft, self)).collect()
    }

    pub(super) fn card(&self, name: &Name, card: &draft::Card) -> Card {
        let text = |field: &Option<Spanned<String>>| field.as_ref().map(|text| text.value.clone());
        let none = draft::CardRest::default();
        let rest = card.rest.as_deref().unwrap_or(&none);
        Card {
            name: name.value.clone(),
            title: text(&card.title),
            note: text(&rest.note),
            link: text(&rest.link),
            reviewed: card.reviewed.as_ref().map(|day| day.value.0),
            review_every_days: (rest.review_every.as_ref())
                .map_or(self.company.review_every_days, |every| every.value.0),
            confidential: rest.confidential.as_ref().is_some_and(|flag| flag.value),
            tags: rest
                .tags
                .iter()
                .flat_map(|tags| tags.value.0.iter().map(|tag| tag.value.clone()))
                .collect(),
            place: name.span,
            from_catalog: name.span.source >= self.own_sources,
        }
    }

    /// Binds the reference of a field to an entity of the kind that `id` makes.
    pub(super) fn one<I: OfKind>(&mut self, name: Option<&Name>, id: fn(u32) -> I) -> Option<I> {
        self.names.bind(name?, &[I::KIND], self.faults).map(|(_, at)| id(at))
    }

    /// Binds a list of references; one named twice counts once.
    pub(super) fn many<I: OfKind>(
        &mut self,
        list: Option<&Spanned<List<SmolStr>>>,
        id: fn(u32) -> I,
    ) -> Vec<I> {
        let mut bound = Vec::new();
        for name in list.iter().flat_map(|list| &list.value.0) {
            if let Some(found) = self.one(Some(name), id)
                && !bound.contains(&found)
            {
                bound.push(found);
            }
        }
        bound
    }

    /// Binds a reference to a node of one of the kinds.
    pub(super) fn node(&mut self, name: &Name, kinds: &[EntityKind]) -> Option<Node> {
        let (kind, at) = self.names.bind(name, kinds, self.faults)?;
        Some(match kind {
            EntityKind::Outcome => Node::Outcome(OutcomeId(at)),
            EntityKind::Capability => Node::Capability(CapabilityId(at)),
            EntityKind::System => Node::System(SystemId(at)),
            EntityKind::Technology => Node::Technology(TechnologyId(at)),
            EntityKind::Vendor => Node::Vendor(VendorId(at)),
            EntityKind::Person => Node::Person(PersonId(at)),
            _ => return None,
        })
    }

    pub(super) fn need(&mut self, need: Option<&Spanned<NeedDraft>>) -> Need {
        need.and_then(|need| self.part(&need.value)).unwrap_or_else(Need::nothing)
    }

    fn part(&mut self, need: &NeedDraft) -> Option<Need> {
        let mut parts = |parts: &[NeedDraft]| parts.iter().filter_map(|part| self.part(part)).collect();
        Some(match need {
            NeedDraft::One(name) => Need::One(self.node(name, &NODES)?, name.span),
            NeedDraft::All(of) => Need::All(parts(of)),
            NeedDraft::Any(of) => Need::Any(parts(of)),
            NeedDraft::AtLeast(count, of) => Need::AtLeast(*count, parts(of)),
        })
    }

    pub(super) fn staff(&mut self, staff: Option<&Spanned<Entries<Count>>>) -> Vec<(TeamId, f64)> {
        let mut bound: Vec<(TeamId, f64)> = Vec::new();
        for (name, people) in staff.iter().flat_map(|staff| &staff.value.0) {
            let Some(team) = self.one(Some(name), TeamId) else { continue };
            if bound.iter().any(|(known, _)| *known == team) {
                let message = format!("team `{}` stands here twice", name.value);
                let fault = Diagnostic::new(Code::DuplicateKey, name.span, message);
                self.faults.push(fault.help("add the two figures up"));
                continue;
            }
            bound.push((team, people.0));
        }
        bound.retain(|(_, people)| *people > 0.0);
        bound
    }

    pub(super) fn exit(&mut self, exit: Option<&Spanned<Box<ExitDraft>>>) -> Option<Exit> {
        let exit = &exit?.value;
        Some(Exit {
            takes: exit.takes.as_ref().map(|takes| takes.value.0),
            staff: self.staff(exit.staff.as_ref()),
            cost: exit.cost.as_ref().map(|cost| cost.value.0),
        })
    }

    pub(super) fn test(&mut self, test: &Spanned<Box<TestDraft>>) -> Option<(OutcomeId, f64)> {
        let outcome = self.required(test.value.outcome.as_ref(), test.span, "an experiment", "outcome");
        let accuracy = self.required(test.value.accuracy.as_ref(), test.span, "an experiment", "accuracy");
        Some((self.one(outcome, OutcomeId)?, accuracy?.value.0))
    }

    /// Returns a field that must be there, or reports that it is missing at `span`.
    pub(super) fn required<'v, T>(
        &mut self,
        field: Option<&'v Spanned<T>>,
        span: Span,
        what: &str,
        name: &str,
    ) -> Option<&'v Spanned<T>> {
        if field.is_none() {
            let fault = Diagnostic::new(Code::MissingField, span, format!("{what} needs `{name}`"));
            self.faults.push(fault.help(format!("add `{name}: {}`", example(name))));
        }
        field
    }

    pub(super) fn repository(&mut self, repository: &Spanned<RepositoryDraft>) -> Option<Repository> {
        let draft = &repository.value;
        let path = self.required(draft.path.as_ref(), repository.span, "a repository", "path");
        let system = self.one(draft.system.as_ref(), SystemId);
        let mut initiatives = Vec::new();
        for (issue, name) in draft.initiatives.iter().flat_map(|entries| &entries.value.0) {
            let bound = self.one(Some(name), InitiativeId);
            initiatives.extend(bound.map(|id| (issue.value.to_string(), id)));
        }
        let path = path?;
        let deploys = draft.deploys.as_ref().map_or_else(Deploys::default, |says| self.deploys(says));
        Some(Repository { path: path.value.clone(), place: path.span, system, deploys, initiatives })
    }

    fn deploys(&mut self, says: &Spanned<String>) -> Deploys {
        let mut words = says.value.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("merge"), None, _) => Deploys::Merge,
            (Some("commit"), None, _) => Deploys::Commit,
            (Some("tag"), Some(pattern), None) => Deploys::Tag(pattern.to_owned()),
            _ => {
                let message = format!("`{}` is nothing that could count as a deployment", says.value);
                let fault = Diagnostic::new(Code::WrongWord, says.span, message);
                self.faults.push(fault.help("write `merge`, `commit`, or `tag` and a pattern: `tag v*`"));
                Deploys::default()
            }
        }
    }

    pub(super) fn calendar(&mut self, calendar: &Spanned<CalendarDraft>) -> Option<CalendarFile> {
        let draft = &calendar.value;
        let person = self.required(draft.person.as_ref(), calendar.span, "a calendar", "person");
        let path = self.required(draft.path.as_ref(), calendar.span, "a calendar", "path");
        let person = self.one(person, PersonId)?;
        let email = draft.email.as_ref().map(|email| email.value.clone());
        path.map(|path| CalendarFile { person, path: path.value.clone(), place: path.span, email })
    }

    pub(super) fn issues(&mut self, issues: &Spanned<IssuesDraft>) -> Option<IssueList> {
        let draft = &issues.value;
        let path = self.required(draft.path.as_ref(), issues.span, "a list of items", "path");
        let format = self.required(draft.format.as_ref(), issues.span, "a list of items", "format");
        let team = self.one(draft.team.as_ref(), TeamId);
        let path = path?;
        Some(IssueList { path: path.value.clone(), place: path.span, format: format?.value, team })
    }
}

/// Returns what a field that must be there may say.
fn example(field: &str) -> &'static str {
    match field {
        "date" | "until" => "2026-12-31",
        "accuracy" => "80%",
        "format" => "jira",
        "path" => "FILE",
        _ => "NAME",
    }
}

pub(super) fn signal(signal: &Spanned<draft::SignalDraft>, bind: &mut Binder<'_, '_>) -> Option<Signal> {
    let draft = &signal.value;
    let about = bind.required(draft.about.as_ref(), signal.span, "a signal", "about");
    let date = bind.required(draft.date.as_ref(), signal.span, "a signal", "date");
    let about = bind.one(about, OutcomeId);
    let factor = draft.factor.as_ref();
    if let Some(zero) = factor.filter(|factor| factor.value.0 <= 0.0) {
        let message = "a factor of zero would make an outcome impossible for good";
        let fault = Diagnostic::new(Code::OutOfRange, zero.span, message);
        bind.faults.push(fault.help("write a factor above zero; below one speaks against the outcome"));
    }
    let says = draft.says.as_ref().map_or(Says::For, |says| says.value);
    let strength = draft.strength.as_ref().map_or(Strength::Moderate, |strength| strength.value);
    let nameless = Spanned::new(SmolStr::default(), signal.span);
    Some(Signal {
        card: bind.card(&nameless, &draft.card),
        date: date?.value.0,
        about: about?,
        says,
        factor: bayes_factor(says, strength, factor.map(|factor| factor.value.0)),
        source: draft.source.as_ref().map(|source| source.value.clone()),
    })
}

/// Returns the chance a field says; zero where it says nothing.
pub(super) fn chance(field: &Option<Spanned<Percent>>) -> f64 {
    field.as_ref().map_or(0.0, |chance| chance.value.0)
}

/// An id that belongs to one kind of entity.
pub(super) trait OfKind: PartialEq {
    /// The kind.
    const KIND: EntityKind;
}

macro_rules! of_kind {
    ($($Id:ident: $Kind:ident,)+) => { $(
        impl OfKind for $Id {
            const KIND: EntityKind = EntityKind::$Kind;
        }
    )+ };
}

of_kind! {
    OutcomeId: Outcome, CapabilityId: Capability, SystemId: System, TechnologyId: Technology, VendorId: Vendor,
    PersonId: Person, InitiativeId: Initiative, TeamId: Team, DepartmentId: Department, GuaranteeId: Guarantee,
}
