//! Does each title say what the job is, to insiders and outsiders, and is it what a company of our size gives?
//!
//! Every finding has its reason and its remedy. A title that nothing speaks against is not mentioned.

use offing_model::draft::Duty;
use offing_model::{Model, Person, PersonId};

use super::People;
use super::duties::{Direction, Job, direction, job};
use super::hat::Hat;
use super::words::words;

/// Which check found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TitleCheck {
    /// The title names one job, the responsibilities are the other's.
    OtherJob,
    /// The title names one job, the time goes to the other.
    OtherTime,
    /// The title is more than a company of this size gives.
    TooGrandForSize,
    /// The title is more than so few reports carry.
    TooGrandForSpan,
    /// Nobody has a responsibility.
    NobodyHas,
    /// Nobody leads a system.
    NobodyLeads,
    /// Several people have one mandate.
    OneMandate,
    /// A lead has too many systems.
    TooManySystems,
    /// Outsiders can not read from the title what the job is.
    Unreadable,
}

impl TitleCheck {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            TitleCheck::OtherJob => "other-job",
            TitleCheck::OtherTime => "other-time",
            TitleCheck::TooGrandForSize => "size",
            TitleCheck::TooGrandForSpan => "span",
            TitleCheck::NobodyHas => "nobody-has",
            TitleCheck::NobodyLeads => "nobody-leads",
            TitleCheck::OneMandate => "one-mandate",
            TitleCheck::TooManySystems => "too-many-systems",
            TitleCheck::Unreadable => "unreadable",
        }
    }
}

/// Something found about titles or mandates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleFinding {
    /// By which check.
    pub check: TitleCheck,
    /// Whom it is about, in the order of the model.
    pub people: Vec<PersonId>,
    /// Why.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

/// From which size and span on a title is usual.
#[derive(Debug, Clone, PartialEq)]
pub struct Usual {
    /// A word of the title.
    pub word: String,
    /// How many people the company has, at least.
    pub people: f64,
    /// How many people report to the holder, at least.
    pub span: f64,
}

/// What most companies do: a word, from how many people on, from how many reports on.
const LADDER: [(&str, f64, f64); 4] =
    [("chief", 15.0, 3.0), ("vp", 15.0, 10.0), ("director", 40.0, 8.0), ("head", 5.0, 3.0)];

/// What a word of the ladder is written like besides.
const ALSO: [(&str, &str); 10] = [
    ("cto", "chief"),
    ("cio", "chief"),
    ("cpo", "chief"),
    ("cdo", "chief"),
    ("ciso", "chief"),
    ("coo", "chief"),
    ("ceo", "chief"),
    ("cfo", "chief"),
    ("svp", "vp"),
    ("evp", "vp"),
];

/// Words by which an outsider knows what somebody does.
const READABLE: [&str; 23] = [
    "chief",
    "vp",
    "president",
    "director",
    "head",
    "lead",
    "leader",
    "manager",
    "engineer",
    "engineering",
    "developer",
    "architect",
    "officer",
    "founder",
    "cofounder",
    "designer",
    "scientist",
    "analyst",
    "consultant",
    "owner",
    "programmer",
    "administrator",
    "partner",
];

/// From which share of time outward a title is read outside.
const OUTSIDE: f64 = 0.3;

/// How many hours of a known job a calendar must hold before it speaks against a title.
const ENOUGH_HOURS: f64 = 20.0;

/// From which share on time goes to the other job.
const MOSTLY: f64 = 0.6;

/// Returns the ladder of a company: the usual one, with what the model says instead, the highest title first.
pub fn ladder(model: &Model) -> Vec<Usual> {
    let usual = |(word, people, span): &(&str, f64, f64)| Usual {
        word: (*word).to_owned(),
        people: *people,
        span: *span,
    };
    let mut ladder: Vec<Usual> = LADDER.iter().map(usual).collect();
    for said in &model.company.titles {
        let word = rung(&said.word.to_lowercase()).to_owned();
        let at = ladder.iter().position(|usual| usual.word == word).unwrap_or_else(|| {
            ladder.push(Usual { word, people: 0.0, span: 0.0 });
            ladder.len() - 1
        });
        ladder[at].people = said.people.unwrap_or(ladder[at].people);
        ladder[at].span = said.span.unwrap_or(ladder[at].span);
    }
    ladder
}

/// Returns the word of the ladder that a word of a title means.
fn rung(word: &str) -> &str {
    ALSO.iter().find(|(also, _)| *also == word).map_or(word, |(_, word)| word)
}

/// Returns the words of a title, "vice president" as one.
fn title_words(title: &str) -> Vec<String> {
    let joined = words(title).join(" ").replace("vice president", "vp");
    joined.split(' ').map(|word| rung(word).to_owned()).collect()
}

/// Returns the job a title names, if it names one.
fn title_job(words: &[String]) -> Option<Job> {
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let enables = has(&["architect", "strategy", "innovation", "research"])
        || has(&["chief"])
            && (words.len() == 1 || has(&["technology", "technical", "information", "scientist"]));
    let executes = has(&["vp", "head", "director", "manager"])
        && has(&["engineering", "delivery", "development"])
        || has(&["delivery", "lead"]);
    match (enables, executes) {
        (true, false) => Some(Job::Enable),
        (false, true) => Some(Job::Execute),
        _ => None,
    }
}

/// Returns what is wrong with titles and mandates, check by check in the order of the model.
pub(super) fn findings(model: &Model, people: &People) -> Vec<TitleFinding> {
    let ladder = ladder(model);
    let mut found = Vec::new();
    for id in Person::ids(model) {
        let Some(title) = model[id].card.title.as_deref() else { continue };
        let words = title_words(title);
        found.extend(other_job(model, id, title, &words));
        found.extend(other_time(id, title, &words, &people.hats));
        found.extend(too_grand(id, title, &words, &ladder, people));
    }
    found.extend(nobody_has(model, people));
    found.extend(nobody_leads(model, people));
    found.extend(mandates(model, people));
    found.extend(same_titles(model));
    found.extend(too_many_systems(model, people));
    found.extend(Person::ids(model).filter_map(|id| unreadable(model, id, people)));
    found.sort_by_key(|finding| finding.check);
    found
}

fn listed(duties: &[Duty]) -> String {
    duties.iter().map(|duty| format!("`{}`", duty.word())).collect::<Vec<_>>().join(", ")
}

fn names(model: &Model, people: &[PersonId]) -> String {
    people.iter().map(|id| model[*id].card.name.to_string()).collect::<Vec<_>>().join(", ")
}

fn other_job(model: &Model, id: PersonId, title: &str, words: &[String]) -> Option<TitleFinding> {
    let named = title_job(words)?;
    let (own, other): (Vec<Duty>, Vec<Duty>) = model[id].does.iter().partition(|duty| job(**duty) == named);
    (other.len() > own.len()).then(|| TitleFinding {
        check: TitleCheck::OtherJob,
        people: vec![id],
        reason: format!(
            "the title names the {} job; {} of {} responsibilities are the other's ({})",
            named.word(),
            other.len(),
            own.len() + other.len(),
            listed(&other)
        ),
        remedy: match named {
            Job::Enable => {
                format!("call the job VP or Head of Engineering instead of `{title}`, or hand these over")
            }
            Job::Execute => format!("call the job CTO instead of `{title}`, or hand these over"),
        },
    })
}

fn other_time(id: PersonId, title: &str, words: &[String], hats: &[Hat]) -> Option<TitleFinding> {
    let named = title_job(words)?;
    let measured = hats.iter().find(|hat| hat.person == id)?.measured.as_ref()?;
    let [enable, execute, _] = measured.hours.jobs;
    let known = enable + execute;
    let other = if named == Job::Enable { execute } else { enable };
    (known >= ENOUGH_HOURS && other > MOSTLY * known).then(|| TitleFinding {
        check: TitleCheck::OtherTime,
        people: vec![id],
        reason: format!(
            "the title names the {} job; {:.0} of {known:.0} hours whose job is known went to {}",
            named.word(),
            other,
            named.other().word()
        ),
        remedy: format!("hand over what takes that time, or let `{title}` say what the job has become"),
    })
}

fn too_grand(
    id: PersonId,
    title: &str,
    words: &[String],
    ladder: &[Usual],
    people: &People,
) -> Option<TitleFinding> {
    let at = ladder.iter().position(|usual| words.contains(&usual.word))?;
    let usual = &ladder[at];
    let size = people.size.people;
    let span = people.spans.iter().find(|span| span.person == id).map_or(0.0, |span| span.total);
    let fits = |usual: &&Usual| usual.people <= size && usual.span <= span;
    let instead = match ladder[at + 1..].iter().find(fits).map(|usual| usual.word.as_str()) {
        Some("vp") => "VP",
        Some("director") => "Director",
        Some("head") => "Head of …",
        Some(_) | None => "Lead Engineer",
    };
    let field = |key: &str, value: f64| format!("titles: {{ {}: {{ {key}: {value:.0} }} }}", usual.word);
    let remedy = |key: &str, value: f64| {
        format!(
            "others call such a job `{instead}`; where `{title}` is right for you, write `{}` under `company:`",
            field(key, value)
        )
    };
    if size < usual.people {
        return Some(TitleFinding {
            check: TitleCheck::TooGrandForSize,
            people: vec![id],
            reason: format!("{size:.0} people in the company; usual from {:.0}", usual.people),
            remedy: remedy("people", size),
        });
    }
    (span < usual.span).then(|| TitleFinding {
        check: TitleCheck::TooGrandForSpan,
        people: vec![id],
        reason: format!(
            "{span:.0} people report to it, directly or through others; usual from {:.0}",
            usual.span
        ),
        remedy: remedy("span", span),
    })
}

/// Responsibilities nobody has, those of a job together; who does most of that job is the likely one.
fn nobody_has(model: &Model, people: &People) -> Vec<TitleFinding> {
    let likely = |wanted: Job| {
        let count = |id: PersonId| model[id].does.iter().filter(|duty| job(**duty) == wanted).count();
        let most = Person::ids(model).map(count).max().filter(|most| *most > 0)?;
        Person::ids(model).find(|id| count(*id) == most)
    };
    let tell = |wanted: Job| {
        let gaps: Vec<Duty> = people.gaps().into_iter().filter(|duty| job(*duty) == wanted).collect();
        let words: Vec<&str> = gaps.iter().map(|duty| duty.word()).collect();
        let does = format!("`does: [{}]`", words.join(", "));
        (!gaps.is_empty()).then(|| TitleFinding {
            check: TitleCheck::NobodyHas,
            people: Vec::new(),
            reason: format!("nobody answers for {}", listed(&gaps)),
            remedy: match likely(wanted) {
                Some(id) => format!(
                    "give it to somebody, such as {}, who does most of the {} job: {does}",
                    model[id].card.name,
                    wanted.word()
                ),
                None => format!("give it to somebody: {does}"),
            },
        })
    };
    [Job::Enable, Job::Execute].into_iter().filter_map(tell).collect()
}

fn nobody_leads(model: &Model, people: &People) -> Option<TitleFinding> {
    let systems: Vec<String> =
        people.without_lead.iter().map(|id| format!("`{}`", model[*id].card.name)).collect();
    (!systems.is_empty()).then(|| TitleFinding {
        check: TitleCheck::NobodyLeads,
        people: Vec::new(),
        reason: format!("nobody leads {}", crate::words::several(systems, 6)),
        remedy: "name one who decides there: `lead: PERSON`".to_owned(),
    })
}

fn mandates(model: &Model, people: &People) -> Vec<TitleFinding> {
    let mut found: Vec<TitleFinding> = Vec::new();
    let mut by_people: Vec<(Vec<PersonId>, Vec<Duty>)> = Vec::new();
    for (duty, who) in people.doubles() {
        match by_people.iter_mut().find(|(known, _)| known == who) {
            Some((_, duties)) => duties.push(duty),
            None => by_people.push((who.to_vec(), vec![duty])),
        }
    }
    for (who, duties) in by_people {
        found.push(TitleFinding {
            check: TitleCheck::OneMandate,
            reason: format!("{} answer for {} together", names(model, &who), listed(&duties)),
            remedy: "name the one who decides, and take it from the `does` of the others".to_owned(),
            people: who,
        });
    }
    found
}

/// Two people with the same title of the highest rungs have one mandate, whatever their responsibilities say.
fn same_titles(model: &Model) -> Vec<TitleFinding> {
    let mut by_title: Vec<(String, Vec<PersonId>)> = Vec::new();
    for id in Person::ids(model) {
        let Some(title) = model[id].card.title.as_deref() else { continue };
        let words = title_words(title);
        if !words.iter().any(|word| word == "chief" || word == "vp") {
            continue;
        }
        let key = words.join(" ");
        match by_title.iter_mut().find(|(known, _)| *known == key) {
            Some((_, who)) => who.push(id),
            None => by_title.push((key, vec![id])),
        }
    }
    let several = by_title.into_iter().map(|(_, who)| who).filter(|who| who.len() > 1);
    several
        .map(|who| TitleFinding {
            check: TitleCheck::OneMandate,
            reason: format!("{} have one title, `{}`", names(model, &who), model[who[0]].card.shown()),
            remedy: "let each title say for what, or name the one who decides".to_owned(),
            people: who,
        })
        .collect()
}

fn too_many_systems(model: &Model, people: &People) -> Vec<TitleFinding> {
    let most = people.question.most_systems;
    let many = people.leads.iter().filter(|led| led.systems.len() > most);
    many.map(|led| {
        let systems: Vec<String> = led.systems.iter().map(|id| model[*id].card.name.to_string()).collect();
        TitleFinding {
            check: TitleCheck::TooManySystems,
            people: vec![led.person],
            reason: format!("leads {} systems: {}", systems.len(), crate::words::several(systems, 6)),
            remedy: format!("hand some over: below, who could take which; {most} is the most asked for"),
        }
    })
    .collect()
}

fn unreadable(model: &Model, id: PersonId, people: &People) -> Option<TitleFinding> {
    let person = &model[id];
    let hat = people.hats.iter().find(|hat| hat.person == id);
    let measured = hat.and_then(|hat| hat.measured.as_ref()?.hours.outward_share());
    let outward = measured.or(person.outward).unwrap_or(0.0);
    let duties = person.does.iter().filter(|duty| direction(**duty) == Direction::Outward).count();
    if outward < OUTSIDE && duties < 2 {
        return None;
    }
    let title = person.card.title.as_deref();
    let readable = |title: &str| title_words(title).iter().any(|word| READABLE.contains(&word.as_str()));
    if title.is_some_and(readable) {
        return None;
    }
    let why = match outward >= OUTSIDE {
        true => format!("{} of the time goes outside", crate::words::percent(outward)),
        false => format!("{duties} responsibilities look outside"),
    };
    Some(TitleFinding {
        check: TitleCheck::Unreadable,
        people: vec![id],
        reason: match title {
            Some(title) => format!("{why}, where `{title}` does not say what the job is"),
            None => format!("{why}, and there is no title"),
        },
        remedy: "take a title that others know: Chief Technology Officer, Head of Engineering, Lead Engineer"
            .to_owned(),
    })
}
