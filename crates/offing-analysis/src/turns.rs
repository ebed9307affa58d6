//! Which guarantees broke or mended since the last evaluation, and what was different then?
//!
//! *Assumes:* what was different is named whether or not it is the cause; with one edit at a time, it is.

use offing_model::{Because, Evaluation, Line, Model, Turn, Verdict};

use crate::ensure::Ensure;

/// How many changed lines are named.
const MOST_LINES: usize = 20;

/// Up to how many lines of two files are compared one by one, in pairs, before all of them count as changed.
const MOST_PAIRS: usize = 4_000_000;

/// The texts of a model's files, by name, in the order of their names.
pub type Texts = [(String, String)];

/// Returns what became of each guarantee, as it is kept.
pub fn verdicts(model: &Model, ensure: &Ensure) -> Vec<Verdict> {
    let of = |judgement: &crate::guarantees::Judgement| Verdict {
        guarantee: model[judgement.guarantee].card.name.to_string(),
        fails: judgement.fails(),
        wants: judgement.wants.clone(),
        found: judgement.found.clone(),
    };
    ensure.guarantees.iter().map(of).collect()
}

/// Returns the guarantees that broke or mended between two evaluations. One that was not there before breaks when it
/// fails from the first; one that is gone does neither.
pub fn turns(before: &Evaluation, after: &Evaluation, because: &Because) -> Vec<Turn> {
    let failed = |name: &str| {
        let known = before.verdicts.iter().find(|verdict| verdict.guarantee == name);
        known.is_some_and(|verdict| verdict.fails)
    };
    let turned = after.verdicts.iter().filter(|verdict| verdict.fails != failed(&verdict.guarantee));
    turned
        .map(|verdict| Turn {
            guarantee: verdict.guarantee.clone(),
            at: after.at,
            broke: verdict.fails,
            wants: verdict.wants.clone(),
            found: verdict.found.clone(),
            because: because.clone(),
        })
        .collect()
}

/// Returns what was different between two evaluations of a model, by the texts of its files then and now.
pub fn because(before: &Evaluation, after: &Evaluation, then: &Texts, now: &Texts) -> Because {
    let mut lines = changed(then, now);
    let more_lines = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    Because {
        revision: after.revision.clone().filter(|_| after.revision != before.revision),
        lines,
        more_lines,
        days: (before.as_of != after.as_of).then_some((before.as_of, after.as_of)),
    }
}

/// Returns the lines that went and those that came between two states of some files, place by place.
pub fn changed(then: &Texts, now: &Texts) -> Vec<Line> {
    let mut lines = Vec::new();
    let text = |texts: &Texts, file: &str| -> String {
        texts.iter().find(|(name, _)| name == file).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    let gone = then.iter().filter(|(file, _)| now.iter().all(|(other, _)| other != file));
    for (file, _) in now.iter().chain(gone) {
        changed_lines(file, &text(then, file), &text(now, file), &mut lines);
    }
    lines
}

/// Adds the lines of a file that went, then those that came, place by place.
fn changed_lines(file: &str, then: &str, now: &str, into: &mut Vec<Line>) {
    let (then, now): (Vec<&str>, Vec<&str>) = (then.lines().collect(), now.lines().collect());
    let same = |a: &&str, b: &&str| a == b;
    let start = then.iter().zip(&now).take_while(|(a, b)| same(a, b)).count();
    let (old, new) = (&then[start..], &now[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let kept = common(old, new);
    let line = |number: usize, came: bool, text: &str| Line {
        file: file.to_owned(),
        number: start + number + 1,
        came,
        text: text.to_owned(),
    };
    let (mut at_old, mut at_new) = (0, 0);
    for (next_old, next_new) in kept.into_iter().chain([(old.len(), new.len())]) {
        into.extend((at_old..next_old).map(|at| line(at, false, old[at])));
        into.extend((at_new..next_new).map(|at| line(at, true, new[at])));
        (at_old, at_new) = (next_old + 1, next_new + 1);
    }
}

/// Returns the places of a longest common subsequence.
///
/// *Cost:* the product of both lengths, in time and in memory; beyond [`MOST_PAIRS`] nothing counts as common.
/// *Source:* R. A. Wagner and M. J. Fischer, "The string-to-string correction problem", Journal of the ACM 21(1), 1974.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let width = new.len() + 1;
    let mut length = vec![0_u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i * width + j] = match old[i] == new[j] {
                true => length[(i + 1) * width + j + 1] + 1,
                false => length[(i + 1) * width + j].max(length[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < old.len() && j < new.len() {
        if old[i] == new[j] {
            found.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if length[(i + 1) * width + j] >= length[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evaluation(day: i8, verdicts: &[(&str, bool)]) -> Evaluation {
        let verdict = |(name, fails): &(&str, bool)| Verdict {
            guarantee: (*name).to_owned(),
            fails: *fails,
            wants: "this".to_owned(),
            found: "that".to_owned(),
        };
        Evaluation {
            at: jiff::Timestamp::UNIX_EPOCH,
            as_of: jiff::civil::date(2026, 3, day),
            revision: None,
            errors: 0,
            verdicts: verdicts.iter().map(verdict).collect(),
        }
    }

    #[test]
    fn what_broke_and_what_mended() {
        let before = evaluation(2, &[("a", false), ("b", true), ("c", true), ("gone", true)]);
        let after = evaluation(3, &[("a", true), ("b", false), ("c", true), ("new", true), ("fine", false)]);
        let told: Vec<(String, bool)> = turns(&before, &after, &Because::default())
            .into_iter()
            .map(|turn| (turn.guarantee, turn.broke))
            .collect();
        assert_eq!(told, [("a".to_owned(), true), ("b".to_owned(), false), ("new".to_owned(), true)]);
        assert_eq!(because(&before, &after, &[], &[]).days, Some((before.as_of, after.as_of)));
    }

    #[test]
    fn changed_lines_have_their_places() {
        let texts = |text: &str| [("m.yaml".to_owned(), text.to_owned())];
        let (before, after) = (evaluation(2, &[]), evaluation(2, &[]));
        let lines = |then: &str, now: &str| -> Vec<String> {
            let because = because(&before, &after, &texts(then), &texts(now));
            let show =
                |line: &Line| format!("{}{} {}", if line.came { '+' } else { '-' }, line.number, line.text);
            because.lines.iter().map(show).collect()
        };
        assert!(lines("a\nb\n", "a\nb\n").is_empty());
        assert_eq!(lines("a\nb\nc\nd\n", "a\nx\nc\ny\nd\n"), ["-2 b", "+2 x", "+4 y"]);
        assert_eq!(lines("", "a\n"), ["+1 a"]);
        assert_eq!(lines("a\na\nb\n", "a\nb\n"), ["-2 a"]);
        let many: String = (0..50).map(|line| format!("{line}\n")).collect();
        let because = because(&before, &after, &[], &texts(&many));
        assert_eq!((because.lines.len(), because.more_lines), (20, 30));
    }
}
