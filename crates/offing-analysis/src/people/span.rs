//! How many people report to whom, and how large the company is.

use offing_model::{Model, Person, PersonId, TeamId};

/// How many people report to somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpanOf {
    /// To whom.
    pub person: PersonId,
    /// Directly.
    pub direct: f64,
    /// Directly or through others.
    pub total: f64,
}

/// How large the company is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// How many people.
    pub people: f64,
    /// Whether that is said, rather than the people of the teams and those who are in none.
    pub said: bool,
}

/// Returns how many people report to each person, in the order of the model.
///
/// Those of a team who are not named report to its lead, as do those who are and do not say to whom.
///
/// *Shape:* reports that go in circles count each person once.
/// *Cost:* linear in people for each person to whom anybody reports.
pub fn spans(model: &Model) -> Vec<SpanOf> {
    let mut named: Vec<Vec<PersonId>> = vec![Vec::new(); model.people.len()];
    let mut unnamed = vec![0.0; model.people.len()];
    let mut in_team = vec![0.0; model.teams.len()];
    for id in Person::ids(model) {
        let person = &model[id];
        if let Some(team) = person.team {
            in_team[team.0 as usize] += 1.0;
        }
        let lead = person.team.and_then(|team| model[team].lead);
        if let Some(above) = person.reports_to.or(lead).filter(|above| *above != id) {
            named[above.0 as usize].push(id);
        }
    }
    for (team, in_team) in (0..).map(TeamId).zip(in_team) {
        if let Some(lead) = model[team].lead {
            unnamed[lead.0 as usize] += (model[team].people - in_team).max(0.0);
        }
    }
    let mut seen = vec![u32::MAX; model.people.len()];
    Person::ids(model)
        .map(|person| {
            let at = person.0 as usize;
            let mut open = vec![person];
            let mut total = 0.0;
            seen[at] = person.0;
            while let Some(next) = open.pop() {
                total += unnamed[next.0 as usize];
                for report in &named[next.0 as usize] {
                    if std::mem::replace(&mut seen[report.0 as usize], person.0) != person.0 {
                        total += 1.0;
                        open.push(*report);
                    }
                }
            }
            SpanOf { person, direct: named[at].len() as f64 + unnamed[at], total }
        })
        .collect()
}

/// Returns how large the company is.
pub fn size(model: &Model) -> Size {
    if let Some(people) = model.company.people {
        return Size { people, said: true };
    }
    let teams: f64 = model.teams.iter().map(|team| team.people).sum();
    let alone = model.people.iter().filter(|person| person.team.is_none()).count();
    Size { people: teams + alone as f64, said: false }
}
