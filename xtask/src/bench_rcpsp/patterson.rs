//! Patterson's format for resource-constrained projects: counts, capacities, then one activity after another.

use std::path::Path;

use anyhow::{Context, anyhow};
use offing_math::schedule::{Activity, Project};

/// Reads a project from the file at `path`.
pub(super) fn read(path: &Path) -> anyhow::Result<Project> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    parse(&text).with_context(|| format!("in {}", path.display()))
}

/// Durations, capacities and demands as whole numbers; successors count from one.
fn parse(text: &str) -> anyhow::Result<Project> {
    let mut words = text.split_whitespace();
    let mut number = |what: &str| -> anyhow::Result<u32> {
        let word = words.next().with_context(|| format!("the file ends before {what}"))?;
        word.parse().with_context(|| format!("`{word}` is no {what}"))
    };
    let count = number("number of activities")? as usize;
    let resources = number("number of resources")?;
    let capacities = (0..resources).map(|_| number("capacity")).collect::<anyhow::Result<_>>()?;
    let mut activities = Vec::with_capacity(count);
    let mut successors = Vec::with_capacity(count);
    for _ in 0..count {
        let duration = number("duration")?;
        let demands = (0..resources).map(|_| number("demand")).collect::<anyhow::Result<_>>()?;
        activities.push(Activity { duration, demands, after: Vec::new() });
        let behind = number("number of successors")?;
        successors.push((0..behind).map(|_| number("successor")).collect::<anyhow::Result<Vec<_>>>()?);
    }
    for (i, behind) in successors.iter().enumerate() {
        for &j in behind {
            let named = (j as usize).checked_sub(1).and_then(|j| activities.get_mut(j));
            named.with_context(|| format!("activity {} has successor {j}", i + 1))?.after.push(i);
        }
    }
    Project::new(capacities, activities).map_err(|faults| anyhow!("{faults:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successors_become_predecessors() {
        let project = parse("3 1\n 2\n 0 0 2 2 3\n 4 2 1 3\n 0 0 0").unwrap();
        let after: Vec<&[usize]> = project.activities().iter().map(|a| a.after.as_slice()).collect();
        assert_eq!(after, [&[] as &[usize], &[0], &[0, 1]]);
        assert_eq!((project.capacities(), project.activities()[1].duration), (&[2][..], 4));
    }

    #[test]
    fn a_file_cut_short_says_what_is_missing() {
        let fault = parse("2 1\n 2\n 0 0 1 2\n 4").unwrap_err();
        assert_eq!(fault.to_string(), "the file ends before demand");
    }
}
