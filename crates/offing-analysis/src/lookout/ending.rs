//! Until when is what we run supported, and what stands on it?

use std::collections::BTreeMap;

use jiff::civil::Date;
use offing_model::end_of_life::{Cycle, Ends, Product};
use offing_model::radar::plain_name;
use offing_model::units::days_between;
use offing_model::{Model, Technology, TechnologyId};

use super::{Carried, Carriers};

/// Until when technologies are supported.
#[derive(Debug, Clone, PartialEq)]
pub struct EndsOfLife {
    /// Whether a folder of products was read.
    pub has_folder: bool,
    /// Each technology the folder knows, what has ended first, then what ends soonest.
    pub endings: Vec<Ending>,
    /// Technologies that say a version or a product that the folder does not have.
    pub unlisted: Vec<TechnologyId>,
    /// How many technologies in use the folder says nothing of.
    pub silent: usize,
}

/// A technology and its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// Which technology.
    pub technology: TechnologyId,
    /// What the folder calls it.
    pub product: String,
    /// The cycle of the version that runs.
    pub cycle: Option<Cycle>,
    /// Where that stands.
    pub stage: Stage,
    /// The newest version there is.
    pub newest: Option<String>,
    /// Cycles that are supported at `as-of`, with their ends, in the order of the file; where no version is said.
    pub supported: Vec<(String, Ends)>,
    /// What stands on it.
    pub carries: Carried,
}

/// Where the life of a version stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    /// It has ended, on this day if that is known.
    Ended(Option<Date>),
    /// It ends on this day, in so many days.
    Ends(Date, f64),
    /// Nobody says which version runs.
    NoVersion,
    /// The folder does not have the version that runs.
    NoCycle,
    /// No end is known.
    Open,
}

/// Returns until when technologies are supported.
pub(super) fn ends(model: &Model, products: Option<&[Product]>, carriers: &Carriers<'_>) -> EndsOfLife {
    let mut found =
        EndsOfLife { has_folder: products.is_some(), endings: Vec::new(), unlisted: Vec::new(), silent: 0 };
    let Some(products) = products else { return found };
    let mut by_name: BTreeMap<String, &Product> = BTreeMap::new();
    for product in products {
        by_name.insert(plain_name(&product.name), product);
    }
    // A product's own name comes before what others go by.
    for product in products {
        for alias in &product.aliases {
            by_name.entry(plain_name(alias)).or_insert(product);
        }
    }
    for id in Technology::ids(model) {
        let technology = &model[id];
        let card = &technology.card;
        let own = [Some(card.name.as_str()), card.title.as_deref()];
        let names = match &technology.eol {
            Some(name) => vec![name.as_str()],
            None => own.into_iter().flatten().collect(),
        };
        match names.into_iter().find_map(|name| by_name.get(&plain_name(name))) {
            Some(product) => found.endings.push(ending(model, id, product, carriers)),
            None if technology.version.is_some() || technology.eol.is_some() => found.unlisted.push(id),
            None if carriers.is_used(id) => found.silent += 1,
            None => {}
        }
    }
    found
        .endings
        .sort_by(|a, b| order(&a.stage).total_cmp(&order(&b.stage)).then(a.technology.cmp(&b.technology)));
    found
}

fn ending(model: &Model, id: TechnologyId, product: &Product, carriers: &Carriers<'_>) -> Ending {
    let as_of = model.company.as_of;
    let version = model[id].version.as_deref();
    let cycle = version.and_then(|version| product.cycle_of(version));
    let stage = match (version, cycle) {
        (None, _) => Stage::NoVersion,
        (Some(_), None) => Stage::NoCycle,
        (_, Some(cycle)) => stage(cycle, as_of),
    };
    let alive = |cycle: &&Cycle| !matches!(self::stage(cycle, as_of), Stage::Ended(_));
    let supported: Vec<(String, Ends)> =
        product.cycles.iter().filter(alive).map(|cycle| (cycle.name.clone(), cycle.life)).collect();
    Ending {
        technology: id,
        product: product.name.clone(),
        cycle: cycle.cloned(),
        stage,
        newest: product
            .cycles
            .first()
            .map(|cycle| cycle.latest.clone().unwrap_or_else(|| cycle.name.clone())),
        supported: if cycle.is_none() { supported } else { Vec::new() },
        carries: carriers.on(id),
    }
}

/// Returns where a cycle's life stands on a day; its last day is still part of it.
fn stage(cycle: &Cycle, as_of: Date) -> Stage {
    match cycle.life {
        Ends::Over => Stage::Ended(None),
        Ends::On(day) if day < as_of => Stage::Ended(Some(day)),
        Ends::On(day) => Stage::Ends(day, days_between(as_of, day)),
        Ends::Open | Ends::Unsaid => Stage::Open,
    }
}

/// Returns a number that sorts stages: ended long ago first, what has no end last.
fn order(stage: &Stage) -> f64 {
    match stage {
        Stage::Ended(None) => -1e9,
        Stage::Ended(Some(day)) => days_between(jiff::civil::date(2000, 1, 1), *day) - 1e8,
        Stage::Ends(_, days) => *days,
        Stage::NoCycle => 1e8,
        Stage::NoVersion => 2e8,
        Stage::Open => 3e8,
    }
}
