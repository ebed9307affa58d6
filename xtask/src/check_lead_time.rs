//! Are the lead times of Apache DevLake's own test data reproduced, exactly?
//!
//! The folder holds pull requests, their commits and comments, deployments, what each deployment holds, and what is
//! expected of each pull request.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use offing_analysis::beat::pull_requests::{Merged, stages};
use offing_load::deliveries::{Row, moment, rows};
use offing_model::deliveries::Moment;

/// Whether the lead times of Apache DevLake's test data are reproduced
#[derive(Debug, clap::Args)]
pub(crate) struct CheckLeadTime {
    /// The folder with pull_requests.csv, project_pr_metrics.csv and so on
    folder: PathBuf,
}

impl CheckLeadTime {
    pub(crate) fn run(&self) -> Result<()> {
        let expected = table(&self.folder, "project_pr_metrics")?;
        let found = found(&self.folder, "project1")?;
        let mut differ = 0;
        for row in &expected {
            let id = said(row, "id");
            let ours = found.get(id);
            for column in COLUMNS {
                let theirs = normal(column, said(row, column))?;
                let ours = ours.and_then(|ours| ours.get(column)).map_or("", String::as_str);
                if ours != theirs {
                    differ += 1;
                    println!("{id} {column}: ours `{ours}`, expected `{theirs}`");
                }
            }
        }
        if differ > 0 || found.len() != expected.len() {
            bail!("{differ} figures differ; {} pull requests, expected {}", found.len(), expected.len());
        }
        println!("{} pull requests, each of {} figures as expected", found.len(), COLUMNS.len());
        Ok(())
    }
}

/// What is compared: all that is expected but for the name of the project, which is the question.
const COLUMNS: [&str; 13] = [
    "first_commit_sha",
    "pr_coding_time",
    "first_review_id",
    "pr_pickup_time",
    "pr_review_time",
    "deployment_commit_id",
    "pr_deploy_time",
    "pr_cycle_time",
    "first_commit_authored_date",
    "first_comment_date",
    "pr_created_date",
    "pr_merged_date",
    "pr_deployed_date",
];

/// Returns an expected value as ours are written: dates as seconds.
fn normal(column: &str, value: &str) -> Result<String> {
    if value.is_empty() || !column.ends_with("_date") {
        return Ok(value.to_owned());
    }
    Ok(moment(value).with_context(|| format!("`{value}` is no time"))?.0.to_string())
}

fn table(folder: &Path, name: &str) -> Result<Vec<Row>> {
    let path = folder.join(format!("{name}.csv"));
    let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let (_, rows) = rows(&text)?;
    Ok(rows)
}

fn said<'r>(row: &'r Row, column: &str) -> &'r str {
    row.said(&[column]).unwrap_or_default()
}

fn at(row: &Row, column: &str) -> Option<Moment> {
    row.said(&[column]).and_then(moment)
}

/// Returns the figures of each merged pull request of a project, by column.
fn found(folder: &Path, project: &str) -> Result<BTreeMap<String, BTreeMap<&'static str, String>>> {
    let [pulls, commits, comments] =
        ["pull_requests", "pull_request_commits", "pull_request_comments"].map(|name| table(folder, name));
    let (commits, comments) = (commits?, comments?);
    let mapping = table(folder, "project_mapping")?;
    let in_project = |kind: &str, id: &str| {
        mapping.iter().any(|row| {
            said(row, "project_name") == project && said(row, "table") == kind && said(row, "row_id") == id
        })
    };
    let deployed = deployed(folder, &|scope| in_project("cicd_scopes", scope))?;
    let mut found = BTreeMap::new();
    for pull in pulls?.iter().filter(|pull| in_project("repos", said(pull, "base_repo_id"))) {
        let id = said(pull, "id");
        let (Some(opened), Some(merged)) = (at(pull, "created_date"), at(pull, "merged_date")) else {
            continue;
        };
        let first = |rows: &[Row], date: &str, counts: &dyn Fn(&Row) -> bool| -> Option<(Moment, Row)> {
            let theirs = rows.iter().filter(|row| said(row, "pull_request_id") == id && counts(row));
            theirs.filter_map(|row| Some((at(row, date)?, row.clone()))).min_by_key(|(at, _)| *at)
        };
        let commit = first(&commits, "commit_authored_date", &|_| true);
        let author = said(pull, "author_id");
        let review = first(&comments, "created_date", &|row| said(row, "account_id") != author);
        let deployment = deployed.get(said(pull, "merge_commit_sha"));
        let of = Merged {
            first_commit: commit.as_ref().map(|one| one.0),
            opened,
            first_review: review.as_ref().map(|one| one.0),
            merged,
            deployed: deployment.map(|one| one.1),
        };
        let stages = stages(&of);
        let number = |minutes: Option<i64>| minutes.map(|minutes| minutes.to_string());
        let date = |at: Option<Moment>| at.map(|at| at.0.to_string());
        let name =
            |of: &Option<(Moment, Row)>, column: &str| of.as_ref().map(|one| said(&one.1, column).to_owned());
        let figures = [
            name(&commit, "commit_sha"),
            number(stages.coding),
            name(&review, "id"),
            number(stages.pickup),
            number(stages.review),
            deployment.map(|one| one.0.clone()),
            number(stages.deploy),
            number(Some(stages.cycle)),
            date(of.first_commit),
            date(of.first_review),
            date(Some(opened)),
            date(Some(merged)),
            date(of.deployed),
        ];
        let figures = COLUMNS.into_iter().zip(figures).filter_map(|(column, figure)| Some((column, figure?)));
        found.insert(id.to_owned(), figures.collect());
    }
    Ok(found)
}

/// Returns, for each commit, the first successful deployment to production that holds it and did not hold it before: its
/// name, and when it was finished. The first deployment of all holds nothing that is known to be new.
fn deployed(folder: &Path, counts: &dyn Fn(&str) -> bool) -> Result<BTreeMap<String, (String, Moment)>> {
    let deployments = table(folder, "cicd_deployment_commits")?;
    let differences = table(folder, "commits_diffs")?;
    /// By commit: when the deployment began, its name, when it was finished; the first of all is kept.
    type Found = BTreeMap<String, (Moment, String, Moment)>;
    let mut found = Found::new();
    for one in &deployments {
        let production = said(one, "environment") == "PRODUCTION" && said(one, "result") == "SUCCESS";
        let before = said(one, "prev_success_deployment_commit_id");
        if !production || before.is_empty() || !counts(said(one, "cicd_scope_id")) {
            continue;
        }
        let old = deployments.iter().find(|other| said(other, "id") == before);
        let old = old.map_or("", |old| said(old, "commit_sha"));
        let (Some(started), Some(finished)) = (at(one, "started_date"), at(one, "finished_date")) else {
            continue;
        };
        let id = said(one, "id").to_owned();
        let holds = |row: &&Row| {
            said(row, "new_commit_sha") == said(one, "commit_sha") && said(row, "old_commit_sha") == old
        };
        for row in differences.iter().filter(holds) {
            let entry = (started, id.clone(), finished);
            let known = found.entry(said(row, "commit_sha").to_owned()).or_insert_with(|| entry.clone());
            if entry < *known {
                *known = entry;
            }
        }
    }
    Ok(found.into_iter().map(|(commit, (_, id, finished))| (commit, (id, finished))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pull request of three days, deployed with the second deployment; the first, and one to staging, do not count.
    #[test]
    fn a_pull_request_by_hand() {
        let folder = std::env::temp_dir().join(format!("offing-lead-time-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
        write(
            "pull_requests",
            "id,base_repo_id,author_id,merge_commit_sha,created_date,merged_date\n\
            p1,r1,a,m1,2026-03-02 00:00,2026-03-04 00:00\np2,r1,a,m2,2026-03-02 00:00,\np3,r2,a,m1,2026-03-02,2026-03-03\n",
        );
        write(
            "pull_request_commits",
            "commit_sha,pull_request_id,commit_authored_date\n\
            c2,p1,2026-03-01 12:00\nc1,p1,2026-03-01 00:00\n",
        );
        write(
            "pull_request_comments",
            "id,pull_request_id,created_date,account_id\n\
            own,p1,2026-03-02 01:00,a\nfirst,p1,2026-03-03 00:00,b\n",
        );
        write("project_mapping", "project_name,table,row_id\nproject1,repos,r1\nproject1,cicd_scopes,s1\n");
        write(
            "cicd_deployment_commits",
            "id,result,started_date,finished_date,cicd_scope_id,environment,\
            prev_success_deployment_commit_id,commit_sha\n\
            d1,SUCCESS,2026-03-01,2026-03-01,s1,PRODUCTION,,m0\n\
            d2,SUCCESS,2026-03-04 10:00,2026-03-04 11:00,s1,STAGING,d1,m1\n\
            d3,SUCCESS,2026-03-05 00:00,2026-03-05 01:00,s1,PRODUCTION,d1,m1\n",
        );
        write("commits_diffs", "old_commit_sha,new_commit_sha,commit_sha\nm0,m1,m1\n,m0,m0\n");
        let found = found(&folder, "project1").unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.len(), 1, "one is not merged, one is of another project");
        let figure = |column: &str| found["p1"].get(column).map(String::as_str);
        let expected = [
            ("first_commit_sha", Some("c1")),
            ("pr_coding_time", Some("1440")),
            ("first_review_id", Some("first")),
            ("pr_pickup_time", Some("1440")),
            ("pr_review_time", Some("1440")),
            ("deployment_commit_id", Some("d3")),
            ("pr_deploy_time", Some("1500")),
            ("pr_cycle_time", Some("5820")),
        ];
        for (column, value) in expected {
            assert_eq!(figure(column), value, "{column}");
        }
    }
}
