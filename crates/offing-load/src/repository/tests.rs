use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use offing_model::deliveries::{Lines, What};
use tempfile::TempDir;

use super::*;

/// A repository in a folder of its own, written by git itself.
struct Repo {
    folder: TempDir,
}

/// Two commits, a branch of two that is merged, a squashed pull request whose own commits are kept, three tags.
fn story() -> String {
    let commits = [
        commit("main", 1, [1000, 1000], "Begin", "", &[("a.txt", "1\n2\n3\n"), ("b.bin", "\0binary")]),
        commit(
            "main",
            2,
            [2000, 2100],
            "Change\n\nInitiative: pay\n",
            "from :1",
            &[("a.txt", "1\ntwo\n3\n4\n")],
        ),
        commit("work", 3, [2200, 2200], "Work on SHOP-1", "from :1\nR a.txt moved.txt", &[]),
        commit("work", 4, [2300, 2300], "More", "from :3", &[("c.txt", "one")]),
        commit("main", 5, [3000, 3000], "Merge of work", "from :2\nmerge :4", &[("c.txt", "one")]),
        commit("pull", 6, [3100, 3100], "Part", "from :5", &[("d.txt", "d\n")]),
        commit("main", 7, [4000, 4000], "Together (#12)", "from :5", &[("d.txt", "d\ne\n")]),
    ];
    let references = "reset refs/pull/12/head\nfrom :6\n\nreset refs/tags/v1\nfrom :2\n\ntag v2\nfrom :7\n\
        tagger A <a@example.com> 5000 +0000\ndata 0\n\nreset refs/tags/other\nfrom :1\n\n";
    commits.concat() + references
}

/// Returns a commit as `git fast-import` reads it.
fn commit(
    branch: &str,
    mark: u32,
    at: [i64; 2],
    message: &str,
    from: &str,
    files: &[(&str, &str)],
) -> String {
    let [authored, committed] = at;
    let from = if from.is_empty() { String::new() } else { format!("{from}\n") };
    let file = |(path, text): &(&str, &str)| format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len());
    format!(
        "commit refs/heads/{branch}\nmark :{mark}\nauthor A <a@example.com> {authored} +0100\n\
         committer A <a@example.com> {committed} +0100\ndata {}\n{message}\n{from}{}\n",
        message.len(),
        files.iter().map(file).collect::<String>()
    )
}

impl Repo {
    fn of(stream: &str) -> Self {
        let repo = Self { folder: TempDir::new().unwrap() };
        repo.git(&["init", "--quiet", "--initial-branch=main", "."]);
        repo.import(stream);
        repo
    }

    fn import(&self, stream: &str) {
        let mut import = self.command(&["fast-import", "--quiet", "--date-format=raw", "--force"]);
        let mut import = import.stdin(Stdio::piped()).spawn().unwrap();
        import.stdin.take().unwrap().write_all(stream.as_bytes()).unwrap();
        assert!(import.wait().unwrap().success());
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(args).current_dir(self.folder.path());
        // Nothing of the settings of whoever runs the tests.
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }

    fn git(&self, args: &[&str]) -> String {
        let output = self.command(args).output().unwrap();
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn read(&self, question: &HistoryQuestion) -> History {
        history(self.folder.path(), question, None).unwrap()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().to_path_buf()
    }
}

fn tags() -> HistoryQuestion {
    HistoryQuestion {
        tags: Some("v*".to_owned()),
        issues: vec!["SHOP-1".to_owned()],
        lines_since: Some(Moment(0)),
    }
}

#[test]
fn a_history_is_as_git_tells_it() {
    let repo = Repo::of(&story());
    let found = repo.read(&tags());
    let ids: Vec<String> = found.commits.iter().map(|commit| commit.id.to_string()).collect();
    let mut sorted = ids.clone();
    sorted.sort();
    let mut told: Vec<String> =
        repo.git(&["log", "--format=%H", "main"]).lines().map(str::to_owned).collect();
    assert_eq!(ids[0], told[0], "the tip is the first");
    told.sort();
    assert_eq!(sorted, told);
    for (at, commit) in found.commits.iter().enumerate() {
        let line = repo.git(&["log", "-1", "--format=%at %ct %P", &ids[at]]);
        let mut words = line.split_whitespace();
        assert_eq!(words.next().unwrap().parse(), Ok(commit.authored.0));
        assert_eq!(words.next().unwrap().parse(), Ok(commit.committed.0));
        let parents: Vec<&str> = commit.parents.iter().map(|parent| ids[*parent as usize].as_str()).collect();
        assert_eq!(words.collect::<Vec<_>>(), parents);
    }
    assert_eq!(
        (found.branch.as_str(), found.on_branch, found.remarks.as_slice()),
        ("main", 6, [].as_slice())
    );
    let tags: Vec<(&str, i64)> = found.tags.iter().map(|tag| (tag.name.as_str(), tag.at.0)).collect();
    assert_eq!(tags, [("v1", 2100), ("v2", 5000)], "a tag without a date has that of its commit");
}

#[test]
fn messages_tell_what_commits_are_for_and_when_a_squashed_one_began() {
    let found = Repo::of(&story()).read(&tags());
    let tip = &found.commits[0];
    assert_eq!((tip.pull_request, tip.began), (Some(12), Some(Moment(3100))));
    let mut what: Vec<String> = found.named.iter().map(|named| format!("{:?}", named.what)).collect();
    what.sort();
    let expected = [What::Initiative("pay".to_owned()), What::Issue("SHOP-1".to_owned())]
        .map(|what| format!("{what:?}"));
    assert_eq!(what, expected);
}

/// By hand: 3 lines and a file that is no text; one changed and one new line; a file that only moved; one line without
/// an end; a merge; two lines.
#[test]
fn lines_are_those_of_numstat() {
    let found = Repo::of(&story()).read(&tags());
    let mut lines: Vec<(i64, Option<Lines>)> =
        found.commits.iter().map(|commit| (commit.authored.0, commit.lines)).collect();
    lines.sort_by_key(|one| one.0);
    let counted = |added, removed| Some(Lines { added, removed });
    assert_eq!(
        lines,
        [
            (1000, counted(3, 0)),
            (2000, counted(2, 1)),
            (2200, counted(0, 0)),
            (2300, counted(1, 0)),
            (3000, counted(0, 0)),
            (4000, counted(2, 0)),
        ]
    );
    let some = Repo::of(&story()).read(&HistoryQuestion { lines_since: Some(Moment(2250)), ..tags() });
    assert_eq!(some.commits.iter().filter(|commit| commit.lines.is_some()).count(), 3);
}

#[test]
fn what_is_no_repository_says_so() {
    let folder = TempDir::new().unwrap();
    let none = history(&folder.path().join("none"), &tags(), None).unwrap_err().to_string();
    assert!(none.contains("no repository is there; `sources.repositories` names its folder"), "{none}");
    let empty = history(folder.path(), &tags(), None).unwrap_err().to_string();
    assert!(empty.contains("is no git repository"), "{empty}");
}

#[test]
fn an_empty_repository_is_a_remark() {
    let found = Repo::of("").read(&tags());
    assert_eq!((found.commits.len(), found.remarks), (0, vec![Remark::Empty]));
}

#[test]
fn a_shallow_clone_is_named_and_ends_where_it_is_cut() {
    let repo = Repo::of(&story());
    let folder = TempDir::new().unwrap();
    let from = format!("file://{}", repo.path().display());
    repo.git(&["clone", "--quiet", "--depth=2", &from, folder.path().join("clone").to_str().unwrap()]);
    let found = history(&folder.path().join("clone"), &tags(), None).unwrap();
    assert!(found.remarks.contains(&Remark::Shallow(Moment(3000))), "{:?}", found.remarks);
    assert!(found.commits.iter().any(|commit| commit.merge && commit.parents.is_empty()));
}

#[test]
fn tags_off_the_branch_tags_of_nothing_and_no_tags_are_named() {
    let repo = Repo::of(&story());
    let off = commit("release", 8, [6000, 6000], "Mend", "from refs/heads/main", &[("e.txt", "e")]);
    let off = off + "reset refs/tags/v3\nfrom :8\n\n";
    repo.import(&off);
    let tree = repo.git(&["rev-parse", "main^{tree}"]);
    repo.git(&["tag", "v-tree", tree.trim()]);
    let found = repo.read(&tags());
    assert_eq!((found.commits.len(), found.on_branch), (7, 6));
    assert!(found.remarks.contains(&Remark::OffBranch(vec!["v3".to_owned()])), "{:?}", found.remarks);
    assert!(found.remarks.contains(&Remark::NoCommit(vec!["v-tree".to_owned()])), "{:?}", found.remarks);
    let none = repo.read(&HistoryQuestion { tags: Some("release-*".to_owned()), ..tags() });
    assert!(none.remarks.contains(&Remark::NoTag("release-*".to_owned(), 5)), "{:?}", none.remarks);
}

#[test]
fn the_main_branch_is_found_wherever_head_stands() {
    let repo = Repo::of(&story());
    repo.git(&["symbolic-ref", "HEAD", "refs/heads/work"]);
    let found = repo.read(&tags());
    assert_eq!((found.branch.as_str(), found.on_branch), ("main", 6));
    assert!(found.remarks.contains(&Remark::ElsewhereCheckedOut("work".to_owned())));
    repo.git(&["update-ref", "--no-deref", "HEAD", "refs/heads/pull"]);
    let found = repo.read(&tags());
    assert_eq!((found.branch.as_str(), found.on_branch), ("main", 6));
    assert!(found.remarks.contains(&Remark::Detached));
}

#[test]
fn what_is_kept_gives_the_same_and_a_moved_tag_is_noticed() {
    let (repo, cache) = (Repo::of(&story()), TempDir::new().unwrap());
    let kept = |question: &HistoryQuestion| history(&repo.path(), question, Some(cache.path())).unwrap();
    let first = kept(&tags());
    assert_eq!(kept(&tags()), first);
    assert_eq!(
        kept(&HistoryQuestion { lines_since: None, ..tags() }).commits,
        first.commits,
        "lines stay known"
    );
    for file in fs::read_dir(cache.path()).unwrap() {
        fs::write(file.unwrap().path(), "damaged").unwrap();
    }
    assert_eq!(kept(&tags()), first);
    repo.git(&["tag", "--force", "v1", "main"]);
    let moved = kept(&tags());
    assert!(moved.remarks.contains(&Remark::Moved(vec!["v1".to_owned()])), "{:?}", moved.remarks);
    assert!(kept(&tags()).remarks.contains(&Remark::Moved(vec!["v1".to_owned()])), "and stays noticed");
}

#[test]
fn a_missing_commit_is_an_error_with_its_name() {
    let repo = Repo::of(&story());
    repo.git(&["-c", "fetch.unpackLimit=1000", "repack", "-a", "-d", "-q"]);
    let objects = repo.path().join(".git/objects");
    let pack = fs::read_dir(objects.join("pack")).unwrap().map(|entry| entry.unwrap().path());
    let pack: PathBuf =
        pack.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "pack")).unwrap();
    let aside = repo.path().join("aside.pack");
    fs::rename(&pack, &aside).unwrap();
    fs::remove_dir_all(objects.join("pack")).unwrap();
    let mut unpack = repo.command(&["unpack-objects", "-q"]);
    assert!(unpack.stdin(fs::File::open(&aside).unwrap()).status().unwrap().success());
    let parent = repo.git(&["rev-parse", "main~1"]);
    let parent = parent.trim();
    fs::remove_file(objects.join(&parent[..2]).join(&parent[2..])).unwrap();
    let error = history(&repo.path(), &tags(), None).unwrap_err().to_string();
    assert!(error.contains(&parent[..12]) && error.contains("git fsck"), "{error}");
}

#[test]
fn references_of_pull_requests_are_known_in_every_form() {
    for name in [
        "refs/pull/12/head",
        "refs/remotes/origin/pull/12/head",
        "refs/remotes/origin/pr/12",
        "refs/merge-requests/12/head",
    ] {
        assert_eq!(pull_request(name), Some(12), "{name}");
    }
    for name in ["refs/heads/main", "refs/pull/x/head", "refs/tags/12", "refs/pull/12/merge", "HEAD"] {
        assert_eq!(pull_request(name), None, "{name}");
    }
}
