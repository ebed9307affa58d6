use jiff::civil::date;
use offing_model::{Reading, Source, read as read_model};

use super::*;

fn jira(text: &str) -> Result<Vec<Finished>, IssuesFault> {
    items_of(text, IssuesFormat::Jira)
}

fn github(text: &str) -> Result<Vec<Finished>, IssuesFault> {
    items_of(text, IssuesFormat::Github)
}

fn names(items: &[Finished]) -> Vec<&str> {
    items.iter().map(|item| item.name.as_str()).collect()
}

const JIRA: &str = "\u{feff}Summary,Issue key,Sprint,Sprint,Resolution,Resolved,Resolved\r\n\
    \"Pay, by card\",SHOP-1,7,8,Done,,02/Mar/26 10:15 AM\r\n\
    \"Two\nlines\",SHOP-2,7,,Done,2026-02-27 09:00,\r\n\
    Open,SHOP-3,7,,,,\r\n\
    Never mind,SHOP-4,,,Won\u{2019}t Do,01/Mar/26 1:00 PM,\r\n\
    Again,SHOP-5,,,Duplicate,01/Mar/26 1:00 PM,\r\n";

#[test]
fn jira_repeats_columns_and_quotes_lines() {
    let items = jira(JIRA).unwrap();
    assert_eq!(names(&items), ["SHOP-1", "SHOP-2"]);
    assert_eq!([items[0].done, items[1].done], [date(2026, 3, 2), date(2026, 2, 27)]);
}

#[test]
fn linear_counts_what_is_completed() {
    let text = "ID,Team,Title,Status,Completed,Canceled\n\
        WEB-1,Web,a,Done,2026-02-03T10:21:33.000Z,\nWEB-2,Web,b,Canceled,,2026-02-03T10:21:33.000Z\n\
        WEB-3,Web,c,Done,Tue Feb 03 2026 10:21:33 GMT+0000 (GMT),\n";
    let items = items_of(text, IssuesFormat::Linear).unwrap();
    assert_eq!(names(&items), ["WEB-1", "WEB-3"]);
    assert!(items.iter().all(|item| item.done == date(2026, 2, 3)));
}

#[test]
fn github_is_read_in_both_forms_and_in_pages() {
    let text = r#"[{"number": 7, "closed_at": "2026-02-03T10:21:33Z", "state_reason": "completed"},
        {"number": 8, "closed_at": null}, {"number": 9, "closed_at": "2026-02-03T10:21:33Z", "pull_request": {}}]
        [{"number": 10, "closedAt": "2026-02-04T00:00:00Z", "stateReason": "NOT_PLANNED"},
        {"number": 11, "closedAt": "2026-02-04T00:00:00Z", "url": "https://example.com/11"}]"#;
    assert_eq!(names(&github(text).unwrap()), ["#7", "https://example.com/11"]);
    assert_eq!(github("[]"), Ok(vec![]));
}

#[test]
fn malformed_lists_are_told_with_their_line() {
    let fault = |found: Result<Vec<Finished>, IssuesFault>| {
        let fault = found.unwrap_err();
        (fault.line, fault.message)
    };
    let told = |line: u64, message: &str| (Some(line), message.to_owned());
    assert_eq!(fault(jira("")), told(1, "no column `Issue key`"));
    assert_eq!(fault(jira("Issue key,Status\nA-1,Done\n")), told(1, "no column `Resolved`"));
    assert_eq!(
        fault(jira("Issue key,Resolved\nA-1,2026-02-01\nA-2,soon\n")),
        told(3, "`Resolved` is no day: `soon`")
    );
    assert_eq!(
        fault(jira("Issue key,Resolved\nA-1,2026-02-01,x\n")),
        told(2, "3 cells where the head has 2")
    );
    assert_eq!(fault(jira("Issue key,Resolved\n,2026-02-01\n")), told(2, "`Issue key` is empty"));
    assert_eq!(fault(jira("Issue key,Resolved\nA-1,02/03/2026\n")).0, Some(2), "which is the month?");
    assert_eq!(fault(github("[{\"number\": 1,\n]")).0, Some(2));
    assert_eq!(fault(github("{\"a\": 1}")), told(1, "no list of issues"));
    assert_eq!(fault(github("[3]")).1, "issue 1 of the list is no object");
    assert_eq!(fault(github("[{\"number\": 1}]")).1, "issue 1 of the list has no `closedAt`");
    assert_eq!(
        fault(github("[{\"number\": 1, \"closedAt\": 5}]")).1,
        "issue 1 of the list was closed on no day: 5"
    );
    assert_eq!(
        fault(github("[{\"closedAt\": \"2026-02-04T00:00:00Z\"}]")).1,
        "issue 1 of the list has no `number`"
    );
}

#[test]
fn lists_lie_beside_the_file_that_names_them_and_items_count_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("lists")).unwrap();
    std::fs::write(folder.path().join("lists/jira.csv"), JIRA).unwrap();
    std::fs::write(folder.path().join("lists/again.csv"), JIRA).unwrap();
    let model = |lists: &str| {
        let text = format!("sources:\n  issues:\n{lists}");
        let name = folder.path().join("model.yaml").display().to_string();
        let mut inputs = Inputs::of_text(&text, date(2026, 3, 2));
        inputs.sources = vec![Source { name, content: Content::Text(text) }];
        let Reading { model, diagnostics, .. } = read_model(&inputs);
        (model.unwrap_or_else(|| panic!("{diagnostics:?}")), inputs)
    };
    let (two, inputs) = model(
        "    - { path: lists/jira.csv, format: jira }\n    - { path: lists/again.csv, format: jira }\n",
    );
    assert_eq!(names(&finished(&two, &inputs).unwrap()), ["SHOP-2", "SHOP-1"]);
    let (missing, inputs) =
        model("    - { path: none.csv, format: jira }\n    - { path: lists/jira.csv, format: github }\n");
    let faults = finished(&missing, &inputs).unwrap_err();
    assert_eq!(faults.len(), 2, "all faults at once");
    assert!(faults[0].to_string().contains("none.csv: can not be read: it is not there"), "{}", faults[0]);
    assert!(faults[1].to_string().contains("jira.csv:1: no JSON"), "{}", faults[1]);
}
