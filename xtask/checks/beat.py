#!/usr/bin/env python3
"""The beat of a repository by `git log` alone: slow, obvious, and sharing nothing with what it checks.

For each deployment it asks git itself which commits it holds that none before it held (`git rev-list NEW --not OLD`),
and adds up lead times and lines. Prints a row a deployment, tab separated:

    name  seconds  changes  sum of lead times in seconds  median lead time in days  skewed  lines added  lines removed

usage: beat.py REPOSITORY BRANCH tag PATTERN | beat.py REPOSITORY BRANCH merge
"""

import fnmatch
import re
import statistics
import subprocess
import sys


def git(repository, *args, text=None):
    command = ["git", "-C", repository, "-c", "core.quotePath=false", *args]
    return subprocess.run(command, input=text, check=True, capture_output=True, text=True, errors="replace").stdout


def marks_of_tags(repository, pattern):
    form = "%(refname:strip=2)%09%(objecttype)%09%(taggerdate:unix)%09%(objectname)%09%(*objectname)%09%(*objecttype)"
    marks = []
    for line in git(repository, "for-each-ref", f"--format={form}", "refs/tags").splitlines():
        name, kind, tagged, target, peeled, peeled_kind = line.split("\t")
        if not fnmatch.fnmatchcase(name, pattern):
            continue
        if (peeled_kind or kind) != "commit":
            continue
        commit = peeled or target
        at = int(tagged) if tagged else int(git(repository, "log", "-1", "--format=%ct", commit))
        marks.append((at, name, commit))
    return sorted(marks)


def marks_of_merges(repository, branch):
    marks = []
    for line in git(repository, "log", "--first-parent", "--reverse", "--format=%H%x09%ct%x09%P%x09%s", branch).splitlines():
        commit, at, parents, subject = line.split("\t", 3)
        if len(parents.split()) > 1 or re.search(r" \(#\d{1,9}\)$", subject):
            marks.append((int(at), commit[:12], commit))
    return marks


def lines_of(repository, tips):
    """Lines added and removed by each commit, as `git log --numstat` counts them; a moved file is no change."""
    lines, commit = {}, None
    log = git(repository, "log", "--numstat", "-M100%", "-l0", "--no-merges", "--format=commit %H", "--stdin", text="\n".join(tips))
    for line in log.splitlines():
        if line.startswith("commit "):
            commit = line[7:]
            lines[commit] = [0, 0]
        elif line:
            added, removed, _ = line.split("\t", 2)
            if added != "-":
                lines[commit][0] += int(added)
                lines[commit][1] += int(removed)
    return lines


def began(repository, pull_heads, tip):
    """When the first commit that only a pull request holds was written, by the pull request's number."""
    found = {}
    for number, head in pull_heads.items():
        dates = git(repository, "log", "--format=%at", head, "--not", *tip).split()
        if dates:
            found[number] = min(map(int, dates))
    return found


def main():
    repository, branch, kind = sys.argv[1:4]
    marks = marks_of_tags(repository, sys.argv[4]) if kind == "tag" else marks_of_merges(repository, branch)
    tips = [branch, *(commit for _, _, commit in marks)]
    lines = lines_of(repository, tips)
    heads = {}
    for line in git(repository, "for-each-ref", "--format=%(refname)%09%(objectname)", "refs/pull").splitlines():
        name, head = line.split("\t")
        heads[int(name.split("/")[2])] = head
    first_commit = began(repository, heads, [branch])
    before = []
    for nth, (at, name, commit) in enumerate(marks):
        new = git(repository, "log", "--no-merges", "--format=%H%x09%at%x09%s", commit, "--stdin",
                  text="\n".join(f"^{old}" for old in before))
        before.append(commit)
        leads, skewed, added, removed, changes = [], 0, 0, 0, 0
        for line in new.splitlines():
            sha, authored, subject = line.split("\t", 2)
            start = int(authored)
            pull = re.search(r" \(#(\d{1,9})\)$", subject)
            if pull and int(pull[1]) in first_commit:
                start = min(start, first_commit[int(pull[1])])
            changes += 1
            added += lines[sha][0]
            removed += lines[sha][1]
            if start > at:
                skewed += 1
            else:
                leads.append(at - start)
        median = statistics.median(leads) / 86400 if leads else 0.0
        print(name, at, changes, sum(leads), f"{median:.9f}", skewed, added, removed, sep="\t")


main()
