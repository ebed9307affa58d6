//! The questions that programs may ask: each once, for the web and for assistants alike.

use offing_analysis::study::Study;
use offing_analysis::why::why;
use offing_model::{Model, Named, Node};
use offing_view::page::{Block, Page};
use serde_json::Value;

/// A question.
pub(crate) struct Question {
    /// Its name: the end of its address, and of the tool.
    pub(crate) name: &'static str,
    /// What is asked, in a sentence.
    pub(crate) summary: &'static str,
    /// What has to be said with it besides changes.
    pub(crate) about: Option<About>,
    /// Returns the answer for programs.
    pub(crate) json: fn(&Study, &str) -> Result<Value, NoAnswer>,
    /// Returns the answer for people, and for assistants, who read as people do.
    pub(crate) page: fn(&Study, &str) -> Result<Page, NoAnswer>,
    /// The keys of the answer for programs, each with its type.
    pub(crate) keys: &'static [(&'static str, Type)],
}

/// What a question is about.
pub(crate) struct About {
    pub(crate) name: &'static str,
    pub(crate) summary: &'static str,
}

/// What kind of value stands under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Number,
    Truth,
    List,
    Object,
    MaybeText,
    MaybeNumber,
    MaybeList,
    MaybeObject,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// Nothing is called that.
    Unknown(String),
    /// The model says nothing that could be asked about.
    Nothing(String),
}

impl NoAnswer {
    pub(crate) fn why(&self) -> &str {
        match self {
            NoAnswer::Unknown(why) | NoAnswer::Nothing(why) => why,
        }
    }
}

/// How wide a chart of characters is.
const WIDTH: usize = 100;

use Type::{List, MaybeList, MaybeNumber, MaybeObject, MaybeText, Number, Object, Text, Truth};

/// Every question.
pub(crate) const QUESTIONS: &[Question] = &[
    Question {
        name: "ensure",
        summary: "Which outcomes could we pursue today, how far is each of the others, what single loss would close \
                  which, and is every guarantee still true?",
        about: None,
        json: |study, _| Ok(offing_view::ensure::json(study.model(), study.inputs(), study.ensure())),
        page: |study, _| Ok(offing_view::ensure::page(study.model(), study.inputs(), study.ensure())),
        keys: &[
            ("schema", Number),
            ("company", Text),
            ("as_of", Text),
            ("seed", Number),
            ("draws", Number),
            ("outcomes", List),
            ("closers", List),
            ("guarantees", List),
            ("together", List),
            ("initiatives", List),
            ("exits", List),
            ("assumed", List),
            ("stale", List),
        ],
    },
    Question {
        name: "execute",
        summary: "When will the chosen outcome be there, at what confidence, what decides that date, and what should \
                  each team and lead do now?",
        about: None,
        json: |study, _| Ok(offing_view::execute::json(study.model(), study.inputs(), study.execute())),
        page: |study, _| Ok(offing_view::execute::page(study.model(), study.execute(), WIDTH)),
        keys: &[
            ("schema", Number),
            ("company", Text),
            ("as_of", Text),
            ("seed", Number),
            ("draws", Number),
            ("chosen", MaybeText),
            ("status", Text),
            ("why_no_date", MaybeObject),
            ("path", MaybeList),
            ("finish_days", MaybeObject),
            ("finish", MaybeObject),
            ("finish_p80_error_days", MaybeNumber),
            ("reach_days", MaybeObject),
            ("waits_for_date", MaybeNumber),
            ("works", Number),
            ("all_done_days", MaybeObject),
            ("path_alone", MaybeObject),
            ("initiatives", List),
            ("undated", List),
            ("overdue", List),
            ("now", List),
            ("leads", List),
            ("teams", List),
            ("in_the_way", List),
            ("promises", List),
            ("horizons", Object),
            ("what_if", List),
            ("proof", MaybeObject),
            ("calibration", Object),
            ("beat", MaybeObject),
            ("assumed", List),
        ],
    },
    Question {
        name: "balance",
        summary: "What does it cost to keep every outcome open while one is shipped, what does it buy, which plan \
                  should be followed, and what is worth finding out first? Takes seconds.",
        about: None,
        json: |study, _| {
            let balance = study.balance().ok_or_else(no_outcome)?;
            Ok(offing_view::balance::json(study.model(), balance))
        },
        page: |study, _| {
            let balance = study.balance().ok_or_else(no_outcome)?;
            Ok(offing_view::balance::page(study.model(), balance))
        },
        keys: &[
            ("schema", Number),
            ("company", Text),
            ("as_of", Text),
            ("seed", Number),
            ("draws", Number),
            ("search_draws", Number),
            ("plans_tried", Number),
            ("complete", Truth),
            ("ended_early", Truth),
            ("chosen", MaybeText),
            ("begins_with", MaybeText),
            ("outcomes", List),
            ("plans", List),
            ("recommended", Number),
            ("binding", List),
            ("binding_plans", List),
            ("flips", List),
            ("flexibility_value", MaybeNumber),
            ("flexibility_stderr", MaybeNumber),
            ("information", List),
            ("carrying", List),
            ("failure", Object),
            ("horizons", MaybeObject),
            ("horizons_person_weeks", MaybeObject),
            ("competitors", List),
            ("never_done", List),
            ("assumed", List),
        ],
    },
    Question {
        name: "lookout",
        summary: "What was seen outside and what does it do to our beliefs, who else is coming, where do technologies \
                  stand and until when, what does leaving take, where are we blind?",
        about: None,
        json: |study, _| Ok(offing_view::lookout::json(study.model(), study.inputs(), study.lookout())),
        page: |study, _| Ok(offing_view::lookout::page(study.model(), study.inputs(), study.lookout())),
        keys: &[
            ("schema", Number),
            ("company", Text),
            ("as_of", Text),
            ("since", Text),
            ("blind_after_days", Number),
            ("beliefs", List),
            ("competitors", List),
            ("radar", Object),
            ("end_of_life", MaybeObject),
            ("exits", List),
            ("blindness", Object),
            ("guarantees", List),
        ],
    },
    Question {
        name: "people",
        summary: "Who answers for what, do titles say what the job is, which of the two jobs does a leader's time go to?",
        about: None,
        json: |study, _| Ok(offing_view::people::json(study.model(), study.people())),
        page: |study, _| Ok(offing_view::people::page(study.model(), study.people())),
        keys: &[
            ("schema", Number),
            ("company", Text),
            ("as_of", Text),
            ("since", Text),
            ("company_people", Number),
            ("responsibilities", List),
            ("gaps", List),
            ("doubles", List),
            ("leads", List),
            ("without_lead", List),
            ("leaving", Object),
            ("spans", List),
            ("titles", List),
            ("hats", List),
            ("relief", List),
        ],
    },
    Question {
        name: "why",
        summary: "Why does something hold or not, branch by branch, and what would close it?",
        about: Some(About {
            name: "of",
            summary: "An outcome, capability, system, technology, vendor or person: its name, or kind:name",
        }),
        json: |study, name| {
            let node = node(study.model(), name)?;
            let branch = why(study.model(), &study.ensure().holding, node);
            Ok(offing_view::ensure::why_json(study.model(), &branch))
        },
        page: |study, name| {
            let (model, node) = (study.model(), node(study.model(), name)?);
            let branch = why(model, &study.ensure().holding, node);
            let mut page = Page::default();
            page.blocks.push(Block::Tree(offing_view::ensure::why(model, &branch)));
            page.blocks.extend(offing_view::ensure::about(model, study.ensure(), node).blocks);
            Ok(page)
        },
        keys: &[
            ("what", Text),
            ("holds", Text),
            ("because", Text),
            ("brought_by", List),
            ("shown_above", Truth),
            ("needs", List),
        ],
    },
    Question {
        name: "names",
        summary: "What does the model speak of: every name, by kind, with its title?",
        about: None,
        json: |study, _| Ok(offing_view::names::json(study.model())),
        page: |study, _| Ok(offing_view::names::page(study.model())),
        keys: &[("schema", Number), ("company", Text), ("names", List)],
    },
    Question {
        name: "changes",
        summary: "What does a what-if change, compared with today under the same luck?",
        about: None,
        json: |study, _| {
            Ok(offing_view::ensure::changes_json(study.model(), today(study).ensure(), study.ensure()))
        },
        page: |study, _| {
            Ok(offing_view::ensure::changes(study.model(), today(study).ensure(), study.ensure()))
        },
        keys: &[("schema", Number), ("outcomes", List), ("guarantees", List)],
    },
];

fn today(study: &Study) -> &Study {
    study.today().map_or(study, |today| today)
}

fn no_outcome() -> NoAnswer {
    NoAnswer::Nothing(
        "no outcome is named yet: name one under `outcomes:` and say what it `needs:`".to_owned(),
    )
}

/// Returns the one node that a name means.
fn node(model: &Model, name: &str) -> Result<Node, NoAnswer> {
    let mut nodes = model.named(name).into_iter().filter_map(|named| match named {
        Named::Node(node) => Some(node),
        Named::Initiative(_) | Named::Team(_) => None,
    });
    match (nodes.next(), nodes.next()) {
        (Some(node), None) => Ok(node),
        (Some(_), Some(_)) => {
            Err(NoAnswer::Unknown(format!("`{name}` is the name of several things: write `kind:name`")))
        }
        (None, _) => {
            let mut names = Vec::new();
            model.each_card(&mut |_, card| names.push(card.name.as_str()));
            let near = offing_model::diagnostic::did_you_mean(name, names);
            let near = near.map_or_else(String::new, |near| format!("; {near}"));
            Err(NoAnswer::Unknown(format!("nothing that can hold is called `{name}`{near}")))
        }
    }
}
