//! Inputs → draft → model, or every fault that could be found.

use crate::catalog::{self, CatalogSummary};
use crate::code::Code;
use crate::diagnostic::{Diagnostic, Faults};
use crate::draft::{
    CapabilityDraft, CompanyDraft, CompetitorDraft, DecisionDraft, DepartmentDraft, GuaranteeDraft,
    InitiativeDraft, ModelDraft, OutcomeDraft, PersonDraft, SignalDraft, SourcesDraft, SystemDraft,
    TeamDraft, TechnologyDraft, VendorDraft, WaiverDraft,
};
use crate::field::{Entries, List, Name, Read};
use crate::inputs::{Content, Inputs};
use crate::model::Model;
use crate::span::{Span, Spanned};
use crate::yaml::Tree;
use crate::{LARGEST_FILE, resolve};

/// What a reading gave.
#[derive(Debug)]
pub struct Reading {
    /// Everything that was found, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// How many more there were than anyone would read.
    pub dropped: usize,
    /// Present exactly when no diagnostic is an error.
    pub model: Option<Model>,
    /// What became of the descriptors of the catalogs.
    pub catalog: CatalogSummary,
}

/// Reads a model: all its files merged, bound and checked, or all their faults at once.
///
/// *Cost:* linear in the text, but for sorting names.
pub fn read(inputs: &Inputs) -> Reading {
    let mut faults = Faults::default();
    let mut draft = Draft { own_sources: inputs.sources.len() as u32, ..Draft::default() };
    for (index, source) in inputs.sources.iter().enumerate() {
        let Some(tree) = tree(index as u32, &source.content, &mut faults) else {
            draft.incomplete = true;
            continue;
        };
        draft.incomplete |= tree.incomplete;
        for root in tree.roots().filter(|root| !root.is_null()) {
            if let Some(part) = ModelDraft::read(root, &mut faults) {
                draft.take(part, &mut faults);
            }
        }
    }
    let catalog = read_catalogs(inputs, &mut draft, &mut faults);
    let model = resolve::resolve(&draft, inputs.today, &mut faults);
    let sound = !faults.any_error();
    let dropped = faults.dropped;
    Reading { diagnostics: faults.sorted(), dropped, model: model.filter(|_| sound), catalog }
}

/// Adds what catalogs say to what was written by hand.
fn read_catalogs(inputs: &Inputs, draft: &mut Draft, faults: &mut Faults) -> CatalogSummary {
    for (pattern, place) in &inputs.unmatched {
        let message = format!("no file matches `{pattern}`");
        let found = Diagnostic::new(Code::CatalogNotFound, *place, message);
        faults.push(found.help("paths are relative to the file that names them; `*` and `**` match"));
    }
    if inputs.catalogs.is_empty() {
        return CatalogSummary::default();
    }
    let (catalog, summary) = catalog::read(&inputs.catalogs, draft.own_sources, draft, faults);
    catalog::merge(draft, catalog, faults);
    summary
}

/// Returns the patterns of `sources.catalogs`, each with its place; whoever reads the disk looks for their files.
///
/// *Cost:* a second reading of those files in which the word `catalogs` stands.
pub fn catalog_patterns(inputs: &Inputs) -> Vec<(String, Span)> {
    let mut patterns = Vec::new();
    for (index, source) in inputs.sources.iter().enumerate() {
        let Content::Text(text) = &source.content else { continue };
        if !text.contains("catalogs") || text.len() as u64 > LARGEST_FILE {
            continue;
        }
        // What is wrong with it is told when the model is read.
        let mut ignored = Faults::default();
        let tree = Tree::read(index as u32, text, &mut ignored);
        let lists = tree.roots().filter_map(|root| root.get("sources")?.get("catalogs"));
        for list in lists.filter_map(|list| List::<String>::read(list, &mut ignored)) {
            patterns.extend(list.0.into_iter().map(|pattern| (pattern.value, pattern.span)));
        }
    }
    patterns
}

/// Returns the tree of a source, or reports why there is none.
fn tree(index: u32, content: &Content, faults: &mut Faults) -> Option<Tree> {
    if let Some(fault) = unread(index, content) {
        faults.push(fault);
        return None;
    }
    match content {
        Content::Text(text) => Some(Tree::read(index, text, faults)),
        _ => None,
    }
}

/// Returns why a source has no text that can be read.
pub(crate) fn unread(index: u32, content: &Content) -> Option<Diagnostic> {
    let span = Span { source: index, start: 0, end: 0 };
    match content {
        Content::Text(text) if text.len() as u64 > LARGEST_FILE => Some(too_large(span, text.len() as u64)),
        Content::Text(_) => None,
        Content::TooLarge { bytes } => Some(too_large(span, *bytes)),
        Content::NotUtf8 { valid_up_to } => {
            let message = format!("the file is not UTF-8 from its byte {} on", valid_up_to + 1);
            Some(Diagnostic::new(Code::NotUtf8, span, message).help("save it as UTF-8 text"))
        }
        Content::Unreadable { reason } => {
            let message = format!("the file can not be read: {reason}");
            let fault = Diagnostic::new(Code::UnreadableFile, span, message);
            Some(fault.help("check that it is there and that you may read it"))
        }
    }
}

fn too_large(span: Span, bytes: u64) -> Diagnostic {
    let (is, most) = (bytes >> 20, LARGEST_FILE >> 20);
    let message = format!("the file has {is} MiB, more than the {most} MiB that are read");
    Diagnostic::new(Code::FileTooLarge, span, message)
        .help("spread the model over several files of one folder")
}

/// All files of a model merged, names not yet bound.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) company: Option<Spanned<CompanyDraft>>,
    pub(crate) outcomes: Vec<(Name, OutcomeDraft)>,
    pub(crate) capabilities: Vec<(Name, CapabilityDraft)>,
    pub(crate) systems: Vec<(Name, SystemDraft)>,
    pub(crate) technologies: Vec<(Name, TechnologyDraft)>,
    pub(crate) vendors: Vec<(Name, VendorDraft)>,
    pub(crate) initiatives: Vec<(Name, InitiativeDraft)>,
    pub(crate) teams: Vec<(Name, TeamDraft)>,
    pub(crate) people: Vec<(Name, PersonDraft)>,
    pub(crate) departments: Vec<(Name, DepartmentDraft)>,
    pub(crate) signals: Vec<Spanned<SignalDraft>>,
    pub(crate) competitors: Vec<(Name, CompetitorDraft)>,
    pub(crate) guarantees: Vec<(Name, GuaranteeDraft)>,
    pub(crate) waivers: Vec<Spanned<WaiverDraft>>,
    pub(crate) decisions: Vec<Spanned<DecisionDraft>>,
    pub(crate) sources: Vec<SourcesDraft>,
    /// How many sources are the model's own: places in later ones were read from catalogs.
    pub(crate) own_sources: u32,
    /// Some text could not be read, so a name that is not found may stand there.
    pub(crate) incomplete: bool,
}

impl Draft {
    /// Returns how many things have a name.
    pub(crate) fn names(&self) -> usize {
        let structure = self.outcomes.len() + self.capabilities.len() + self.systems.len();
        let made_of = self.technologies.len() + self.vendors.len() + self.people.len();
        let work = self.initiatives.len() + self.teams.len() + self.departments.len();
        structure + made_of + work + self.competitors.len() + self.guarantees.len()
    }

    /// Adds what one document says.
    fn take(&mut self, part: ModelDraft, faults: &mut Faults) {
        if let Some(company) = part.company {
            match &self.company {
                None => self.company = Some(company),
                Some(first) => faults.push(
                    Diagnostic::new(Code::DuplicateKey, company.span, "`company` stands here a second time")
                        .other(first.span, "first here")
                        .help("keep the company in one place"),
                ),
            }
        }
        merge(&mut self.outcomes, part.outcomes);
        merge(&mut self.capabilities, part.capabilities);
        merge(&mut self.systems, part.systems);
        merge(&mut self.technologies, part.technologies);
        merge(&mut self.vendors, part.vendors);
        merge(&mut self.initiatives, part.initiatives);
        merge(&mut self.teams, part.teams);
        merge(&mut self.people, part.people);
        merge(&mut self.departments, part.departments);
        merge(&mut self.competitors, part.competitors);
        merge(&mut self.guarantees, part.guarantees);
        append(&mut self.signals, part.signals);
        append(&mut self.waivers, part.waivers);
        append(&mut self.decisions, part.decisions);
        self.sources.extend(part.sources.map(|sources| sources.value));
    }
}

fn merge<T>(all: &mut Vec<(Name, T)>, part: Option<Spanned<Entries<T>>>) {
    part.into_iter().for_each(|mut entries| all.append(&mut entries.value.0));
}

fn append<T>(all: &mut Vec<Spanned<T>>, part: Option<Spanned<List<T>>>) {
    part.into_iter().for_each(|mut list| all.append(&mut list.value.0));
}
