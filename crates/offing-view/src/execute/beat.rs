//! The beat, as part of the page of `offing execute` and of its JSON.

mod drawn;
mod json;
mod notes;

pub use json::{beat_json, split_json};

use offing_analysis::beat::breaks::{FALSE_ALARM, METHOD};
use offing_analysis::beat::split::Split;
use offing_analysis::beat::{Band, Beat, Rhythm, Share, Spread, Whose, bands};
use offing_analysis::words::{amount, percent, several};
use offing_model::{Model, TeamId};

use crate::dates::{long, short};
use crate::page::{Align, Block, Line, Page, Table, Tone, plain};

/// From which variation of the gaps on deployments come in bursts; chance alone gives about 1.
const BURSTS: f64 = 1.5;

/// Up to which variation they come regularly.
const REGULAR: f64 = 0.6;

/// How many systems the table names.
const MOST_SYSTEMS: usize = 12;

/// How many notes the page has.
const MOST_NOTES: usize = 8;

/// Bars of a week, from nothing to the most of any week.
const BARS: [char; 9] = ['·', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Adds the beat to the page of `execute`, before its last line.
pub fn add_beat(model: &Model, beat: &Beat, split: &Split, planned: Option<[f64; 3]>, page: &mut Page) {
    let last = page.blocks.pop();
    page.heading("Beat");
    if !beat.sourced {
        ask_for_sources(model, page);
    } else {
        measures(model, beat, page);
        if !beat.systems.is_empty() {
            in_characters(model, beat, page);
        }
        besides(model, beat, split, planned, page);
    }
    page.blocks.extend(last);
}

/// Returns the beat as a page of its own, its weeks drawn.
pub fn beat_page(model: &Model, beat: &Beat, split: &Split, planned: Option<[f64; 3]>) -> Page {
    let mut page = Page::default();
    page.heading("Beat");
    if !beat.sourced {
        ask_for_sources(model, &mut page);
        return page;
    }
    page.chart(drawn::weeks(model, beat));
    measures(model, beat, &mut page);
    besides(model, beat, split, planned, &mut page);
    page
}

/// Adds what stands out, what to know of where it comes from, and what the work was for.
fn besides(model: &Model, beat: &Beat, split: &Split, planned: Option<[f64; 3]>, page: &mut Page) {
    remarks(model, beat, page);
    for line in notes::lines(model, beat).into_iter().take(MOST_NOTES) {
        page.item(line);
    }
    real_split(model, split, planned, page);
}

fn ask_for_sources(model: &Model, page: &mut Page) {
    page.text(plain("Nothing says yet what is delivered, and how often. Two lines are enough:"));
    let system = model.systems.first().map_or("SYSTEM", |system| system.card.name.as_str());
    page.blocks.push(Block::Verbatim(vec![
        vec![Tone::Code.say("sources:")],
        vec![Tone::Code.say(format!(
            "  repositories: [ {{ path: ../REPOSITORY, system: {system}, deploys: \"tag v*\" }} ]"
        ))],
    ]));
    page.text(plain(
        "Without tags, leave `deploys` out: then each merge to the main branch counts. `deployments: [ FILE.csv ]` and \
         `incidents: [ FILE.csv ]` tell more. Nothing leaves this machine, and nobody is counted one by one.",
    ));
}

fn measures(model: &Model, beat: &Beat, page: &mut Page) {
    let (first, last) = beat.question.window(model);
    if beat.systems.is_empty() {
        page.text(vec![
            Tone::Warn.say(format!("No deployment up to {} was found", long(last))),
            Tone::Plain.say("."),
        ]);
        return;
    }
    page.text(plain(format!(
        "The {} days from {} to {}. `?` is not known.",
        beat.question.days,
        short(first, last),
        long(last)
    )));
    let ordered = ordered(model, beat);
    let mut table = Table::new([
        ("", Align::Left),
        ("A week", Align::Right),
        ("Gaps", Align::Right),
        ("Lead time", Align::Right),
        ("Failed", Align::Right),
        ("Recovery", Align::Right),
        ("Rework", Align::Right),
        ("Commits", Align::Right),
        ("Lines", Align::Right),
    ])
    .whole(&[0, 4, 6, 7, 8]);
    for one in ordered.iter().take(MOST_SYSTEMS) {
        let strong = matches!(one.whose, Whose::Team(_));
        let name = named(model, one.whose);
        table.row([
            if strong { Tone::Strong.say(name) } else { Tone::Plain.say(name) },
            Tone::Plain.say(frequency(one.per_week)),
            Tone::Plain.say(one.gap_variation.map_or_else(unknown, |variation| format!("{variation:.1}"))),
            Tone::Plain.say(one.lead_days.map_or_else(unknown, |lead| two_spans(&lead))),
            Tone::Plain.say(one.failed.map_or_else(unknown, share)),
            Tone::Plain.say(recovery(one)),
            Tone::Plain.say(one.rework.map_or_else(unknown, share)),
            Tone::Plain.say(batch(one.batch_commits)),
            Tone::Plain.say(batch(one.batch_lines)),
        ]);
    }
    page.table(table);
    super::fold(ordered.len(), MOST_SYSTEMS, page);
    page.text(plain(format!(
        "A week: deployments. Gaps between them vary by so much of their mean: up to {REGULAR} is regular, about 1 what \
         chance alone gives, from {BURSTS} on they come in bursts. Lead time: from commit to deployment, P50 / P80. Commits \
         and lines of a deployment: P50 / P90."
    )));
    page.text(in_bands(model, beat));
}

/// Adds the deployments of each week as a chart of characters.
fn in_characters(model: &Model, beat: &Beat, page: &mut Page) {
    let ordered = ordered(model, beat);
    page.text(plain(format!(
        "Deployments in each of {} weeks, the last one at the right:",
        beat.question.weeks
    )));
    let shown = || ordered.iter().take(MOST_SYSTEMS);
    let width = shown().map(|one| named(model, one.whose).chars().count()).max().unwrap_or(0);
    let chart = |one: &&Rhythm| -> Line {
        vec![Tone::Plain.say(format!("  {:width$}  {}", named(model, one.whose), bars(one)))]
    };
    page.blocks.push(Block::Verbatim(shown().map(chart).collect()));
}

/// Returns teams with more than one system, each before its systems; then systems of no team.
fn ordered<'b>(model: &Model, beat: &'b Beat) -> Vec<&'b Rhythm> {
    let team_of = |one: &Rhythm| match one.whose {
        Whose::System(system) => model[system].owner,
        _ => None,
    };
    let of_team = |team: TeamId| beat.systems.iter().filter(move |one| team_of(one) == Some(team));
    let mut ordered = Vec::new();
    for team in &beat.teams {
        let Whose::Team(id) = team.whose else { continue };
        if of_team(id).count() > 1 {
            ordered.push(team);
        }
        ordered.extend(of_team(id));
    }
    ordered.extend(beat.systems.iter().filter(|one| team_of(one).is_none()));
    ordered
}

/// Returns how a reader names whose beat it is.
fn named(model: &Model, whose: Whose) -> String {
    match whose {
        Whose::Team(id) => format!("team {}", model[id].card.name),
        Whose::System(id) => model[id].card.name.to_string(),
        Whose::Repository(at) => model.sources.repositories[at].path.clone(),
        Whose::Nobody => "(no system named)".to_owned(),
    }
}

fn unknown() -> String {
    "?".to_owned()
}

fn frequency(per_week: f64) -> String {
    match per_week {
        none if none <= 0.0 => "0".to_owned(),
        many if many >= 9.95 => format!("{many:.0}"),
        some => format!("{some:.1}"),
    }
}

/// Returns a stretch of days as short as a table wants it, down to minutes.
fn span(of: f64) -> String {
    match of * 24.0 {
        hours if hours < 1.0 => format!("{:.0} min", hours * 60.0),
        hours if hours < 48.0 => format!("{hours:.0} h"),
        hours if hours < 2_400.0 => format!("{of:.0} d"),
        _ => format!("{:.0} wk", of / 7.0),
    }
}

fn two_spans(of: &Spread) -> String {
    format!("{} / {}", span(of.p50), span(of.p80))
}

fn share(of: Share) -> String {
    format!("{} of {}", of.count, of.of)
}

fn recovery(of: &Rhythm) -> String {
    let open = if of.unrecovered > 0 { format!(" ({} open)", of.unrecovered) } else { String::new() };
    match (of.recovery_days, of.failed) {
        (Some(days), _) => format!("{}{open}", span(days.p50)),
        (None, None) => unknown(),
        (None, Some(_)) if of.unrecovered > 0 => format!("{} open", of.unrecovered),
        (None, Some(_)) => "none failed".to_owned(),
    }
}

fn batch(of: Option<Spread>) -> String {
    of.map_or_else(unknown, |batch| format!("{:.0} / {:.0}", batch.p50, batch.p90))
}

fn bars(of: &Rhythm) -> String {
    let most = of.weeks.iter().map(|week| week.deployments).max().unwrap_or(0).max(1);
    let bar = |week: &offing_analysis::beat::Week| match week.known {
        true => BARS[(week.deployments * 8).div_ceil(most)],
        false => ' ',
    };
    of.weeks.iter().map(bar).collect()
}

/// Returns where the measures lie in DORA's bands, in a sentence a band.
fn in_bands(model: &Model, beat: &Beat) -> Line {
    let mut said = Vec::new();
    for (what, at) in [("deployment frequency", 0), ("lead time", 1), ("recovery", 2)] {
        let of_band = |band: Band| -> Vec<String> {
            let theirs = beat.systems.iter().filter(|one| one.bands()[at] == Some(band));
            theirs.map(|one| named(model, one.whose)).collect()
        };
        let bands: Vec<String> = [Band::Elite, Band::High, Band::Medium, Band::Low]
            .into_iter()
            .filter_map(|band| {
                let names = of_band(band);
                (!names.is_empty()).then(|| format!("{} {}", band.word(), several(names, 3)))
            })
            .collect();
        if !bands.is_empty() {
            said.push(format!("{what}: {}", bands.join("; ")));
        }
    }
    vec![Tone::Faint.say(format!(
        "In DORA's bands ({}, the last with bands): {}.",
        bands::REPORT,
        said.join(". ")
    ))]
}

/// Adds what stands out.
fn remarks(model: &Model, beat: &Beat, page: &mut Page) {
    for one in ordered(model, beat) {
        let Some((day, broken)) = one.broken_on() else { continue };
        page.item(vec![
            Tone::Bad.say("The beat broke"),
            Tone::Plain.say(": "),
            Tone::Code.say(named(model, one.whose)),
            Tone::Plain.say(format!(
                ", about the week of {}: {} deployments a week before, {} since ({METHOD}; a steady beat is accused in {})",
                short(day, model.company.as_of),
                frequency(broken.before),
                frequency(broken.after),
                percent(FALSE_ALARM)
            )),
        ]);
    }
}

/// Adds what commits say that the work was for.
fn real_split(model: &Model, split: &Split, planned: Option<[f64; 3]>, page: &mut Page) {
    for line in split_lines(model, split, planned) {
        page.text(line);
    }
}

/// Returns what commits say that the work was for, beside what is planned.
pub(crate) fn split_lines(model: &Model, split: &Split, planned: Option<[f64; 3]>) -> Vec<Line> {
    if split.commits == 0 {
        return Vec::new();
    }
    let commits = amount(split.commits, "commit", "commits");
    let mut lines = Vec::new();
    let Some(real) = split.shares() else {
        lines.push(vec![
            Tone::Plain.say(format!("Of {commits} in the last {} days ", split.days)),
            Tone::Plain.say(if split.named == 0 {
                "none names its initiative: a line ".to_owned()
            } else {
                format!("{} name an initiative, none of which serves an outcome: a line ", split.named)
            }),
            Tone::Code.say("Initiative: NAME"),
            Tone::Plain.say(" at the end of a commit's message, or an issue mapped by "),
            Tone::Code.say("initiatives: { SHOP-12: NAME }"),
            Tone::Plain.say(" of its repository, would show what the work is really for."),
        ]);
        return lines;
    };
    let terms = |shares: [f64; 3]| {
        let [short, medium, long] = shares.map(|share| percent((share * 100.0).round() / 100.0));
        format!("{short} short, {medium} medium, {long} long term")
    };
    let beside =
        planned.map_or_else(String::new, |planned| format!("; planned from here on: {}", terms(planned)));
    let named = split.named as f64 / split.commits as f64;
    lines.push(vec![
        Tone::Strong.say(format!("What the last {} days were for: {}", split.days, terms(real))),
        Tone::Plain.say(format!(
            "{beside}. {} of {commits} ({}) name their initiative.",
            split.named,
            percent(named)
        )),
    ]);
    let all: f64 = split.outcomes.iter().map(|one| one.1).sum::<f64>() + split.aside;
    let mut parts: Vec<String> = (split.outcomes.iter())
        .map(|(id, commits)| format!("{} {}", model[*id].card.name, whole(commits / all)))
        .collect();
    parts.extend((split.aside > 0.0).then(|| format!("no outcome {}", whole(split.aside / all))));
    let initiatives: Vec<String> = (split.initiatives.iter())
        .map(|(id, commits)| format!("{} {commits:.0}", model[*id].card.name))
        .collect();
    lines.push(plain(format!(
        "By outcome: {}. Commits by initiative: {}.",
        parts.join(", "),
        several(initiatives, 6)
    )));
    if !split.unknown.is_empty() {
        let names = split.unknown.iter().map(|(name, count)| format!("`{name}` ({count})")).collect();
        lines.push(vec![
            Tone::Warn.say("Named in commits, and no initiative of the model"),
            Tone::Plain.say(format!(": {}.", several(names, 4))),
        ]);
    }
    lines
}

fn whole(share: f64) -> String {
    percent((share * 100.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_from_minutes_to_months() {
        assert_eq!([0.01, 0.5, 1.9, 3.0, 45.0].map(span), ["14 min", "12 h", "46 h", "3 d", "45 d"]);
        assert_eq!([0.0, 0.47, 12.3].map(frequency), ["0", "0.5", "12"]);
    }
}
