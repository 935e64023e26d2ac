"""The file of a baseline: read, written, and merged by git."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.gate.baseline import known_of
from pytest_contentjobs.model import EarlierFinding, LogEntry
from pytest_contentjobs.pipeline.baseline_file import baseline_text, read_baseline, write_baseline
from tests.builders import WARNING, article, entry

ARTICLES = 500
ENTRIES = [
    entry("has no title", rule=f"ART-{rule}", entity=article(f"{number:03}"))
    for number in range(ARTICLES)
    for rule in (1, 2)
]
KNOWN = known_of(identify(ENTRIES))
TITLE, ODD = known_of(
    identify(
        [
            entry("has no title", rule="ART-1", entity=article("Zurück")),
            entry("has no title", rule="ART-1", entity=article("Zurück")),
            entry("is odd \x1b[31m\u202e\ud800", WARNING, entity=article("Account")),
        ]
    )
)[::-1]
REASONED = replace(TITLE, reason="later\n", until=date(2027, 3, 31))


def test_a_file_has_a_finding_a_line_sorted_and_safe(tmp_path: Path) -> None:
    write_baseline(tmp_path / "new" / "b.json", [REASONED, ODD])

    assert (tmp_path / "new" / "b.json").read_text(encoding="utf-8") == (
        '{\n"version": 1,\n"findings": [\n'
        '{"class_name": "Billing/Account", "name": "warning: is odd ?(31m", "severity": "warning", "rule": "is-odd", '
        f'"message": "is odd \\\\x1b[31m\\\\u202e\\\\ud800", "fingerprint": "{ODD.fingerprint}"}},\n'
        '{"class_name": "Billing/Zuruck", "name": "ART-1 has no title", "severity": "error", "rule": "ART-1", '
        f'"message": "has no title", "fingerprint": "{TITLE.fingerprint}", "count": 2, "reason": "later", '
        '"until": "2027-03-31"},\n'
        "null\n]\n}\n"
    )


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_baseline(tmp_path / "b.json", reversed([*KNOWN, replace(REASONED, reason="later")]))

    assert read_baseline(tmp_path / "b.json") == (*KNOWN, replace(REASONED, reason="later"))


def test_an_empty_baseline_is_one(tmp_path: Path) -> None:
    write_baseline(tmp_path / "b.json", [])

    assert read_baseline(tmp_path / "b.json") == ()


def line(item: EarlierFinding, **fields: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(baseline_text([item]))["findings"][0]
    return {**read, **fields}


ANEW = "Correct it, or write it again with --content-update-baseline."
NO_BASELINES: list[object] = [
    [], 1, {}, {"findings": []}, {"version": 1}, {"version": "1", "findings": []}, {"version": 1, "findings": {}},
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "error"),
    [
        pytest.param("{", "The baseline FILE is no JSON: Expecting property name", id="no JSON"),
        pytest.param(
            "", f"The baseline FILE is no JSON: Expecting value: line 1 column 1 (char 0). {ANEW}", id="empty"
        ),
        pytest.param("[" * 100_000, "The baseline FILE is no JSON: ", id="too deep"),
        pytest.param(
            '{"version": 2, "findings": [null]}',
            "The baseline FILE has version 2, and this program reads versions up to 1. Update pytest-contentjobs.",
            id="newer",
        ),
        *(
            pytest.param(
                json.dumps(document),
                f'The file FILE is no baseline: it has no "version": 1 and no list of findings. {ANEW}',
                id=json.dumps(document),
            )
            for document in NO_BASELINES
        ),
    ],
)
def test_what_is_no_baseline_is_told(tmp_path: Path, text: str, error: str) -> None:
    file = tmp_path / "b.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError) as refused:
        read_baseline(file)

    assert str(refused.value).startswith(error.replace("FILE", repr(str(file))))


@pytest.mark.parametrize(
    ("second", "error"),
    [
        pytest.param(
            line(TITLE, until="soon"),
            "cannot be used: until: Input should be a valid date or datetime, input is too short. ANEW",
            id="wrong value",
        ),
        pytest.param(
            line(TITLE, untill="2027-01-01"),
            "has an unknown key, 'untill'. Known are: class_name, name, severity, rule, message, fingerprint, count, reason, "
            "until.",
            id="unknown key",
        ),
        pytest.param(
            line(TITLE, name="Zurück"),
            "cannot be used: name: String should match pattern '^[ -~]{1,200}$'. ANEW",
            id="name",
        ),
        pytest.param(
            line(TITLE, fingerprint="abc"),
            "cannot be used: fingerprint: String should match pattern '^[0-9a-f]{64}$'. ANEW",
            id="fingerprint",
        ),
        pytest.param(line(TITLE, count=0), "has a count below 1. ANEW", id="count"),
        pytest.param(
            "x",
            "cannot be used: it: Input should be a dictionary or an instance of EarlierFinding. ANEW",
            id="no finding",
        ),
    ],
)
def test_a_line_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, second: object, error: str) -> None:
    file = tmp_path / "b.json"
    file.write_text(json.dumps({"version": 1, "findings": [line(ODD), second]}), encoding="utf-8")

    with pytest.raises(SettingsError) as refused:
        read_baseline(file)

    assert str(refused.value) == f"Finding 2 of the baseline {str(file)!r} {error.replace('ANEW', ANEW)}"


def test_two_lines_that_differ_are_told(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_text(json.dumps({"version": 1, "findings": [line(TITLE), line(TITLE, count=1)]}), encoding="utf-8")

    with pytest.raises(SettingsError) as refused:
        read_baseline(file)

    assert str(refused.value) == (
        f"The baseline {str(file)!r} says two things of one finding, Billing/Zuruck: ART-1 has no title. Keep one of the two "
        "lines, as a merge may have left both."
    )


def test_two_lines_that_are_equal_are_one(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps({"version": 1, "findings": [line(ODD), line(ODD)]}), encoding="utf-8")

    assert [item.count for item in read_baseline(tmp_path / "b.json")] == [1]


def test_a_folder_is_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"cannot be read: Is a directory\. Make it readable\.$"):
        read_baseline(tmp_path)


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def merged(
    folder: Path, ours: Iterable[EarlierFinding], theirs: Iterable[EarlierFinding], *, attributes: str = ""
) -> tuple[int, Path]:
    """Commit a baseline, change it on two branches, and let git merge them; return git's exit status and the file."""
    folder.mkdir()
    file = folder / "b.json"
    (folder / ".gitattributes").write_text(attributes, encoding="utf-8")
    git(folder, "init", "-q", "-b", "main")
    for branch, findings in (("main", KNOWN), ("theirs", theirs), ("ours", ours)):
        if branch != "main":
            git(folder, "switch", "-q", "-c", branch, "main")
        write_baseline(file, findings)
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", branch)
    return git(folder, "merge", "-q", "theirs").returncode, file


def without(*numbers: int) -> Sequence[EarlierFinding]:
    gone = {f"Billing/{number:03}" for number in numbers}
    return [item for item in KNOWN if item.class_name not in gone]


def new(*names: str) -> Sequence[EarlierFinding]:
    entries: list[LogEntry] = [entry("is new", rule="NEW-1", entity=article(name)) for name in names]
    return known_of(identify(entries))


def accepted(number: int) -> Sequence[EarlierFinding]:
    return [replace(item, reason="later") if item.class_name == f"Billing/{number:03}" else item for item in KNOWN]


def beside(known: Sequence[EarlierFinding], gone: int) -> Sequence[EarlierFinding]:
    return [item for item in known if item.class_name != f"Billing/{gone:03}"]


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        pytest.param(without(1), without(400), without(1, 400), id="fixed and fixed"),
        pytest.param(without(0), without(ARTICLES - 1), without(0, ARTICLES - 1), id="the first and the last"),
        pytest.param(without(1), [*KNOWN, *new("400b")], [*without(1), *new("400b")], id="fixed and new"),
        pytest.param([*KNOWN, *new("zzz")], [*KNOWN, *new("!")], [*KNOWN, *new("!", "zzz")], id="new at both ends"),
        pytest.param(
            accepted(7),
            without(9),
            beside(accepted(7), 9),
            id="a reason and fixed",
        ),
    ],
)
def test_git_merges_changes_to_different_articles(
    tmp_path: Path, ours: Sequence[EarlierFinding], theirs: Sequence[EarlierFinding], result: Sequence[EarlierFinding]
) -> None:
    status, file = merged(tmp_path / "repository", ours, theirs)

    assert status == 0
    assert file.read_text(encoding="utf-8") == baseline_text(result)


@pytest.mark.parametrize(
    ("ours", "theirs", "at_least"),
    [
        pytest.param(without(7), without(8), without(7, 8), id="neighbours fixed"),
        pytest.param(
            [*KNOWN, *new("007b")], [*KNOWN, *new("007c")], [*KNOWN, *new("007b", "007c")], id="both new in one gap"
        ),
        pytest.param(
            [*without(7), *new("007b")], without(8), [*without(7, 8), *new("007b")], id="fixed, new and fixed"
        ),
        pytest.param(
            accepted(7),
            without(8),
            beside(accepted(7), 8),
            id="a reason beside fixed",
        ),
    ],
)
def test_git_keeps_both_sides_of_neighbours_where_its_union_is_asked_for(
    tmp_path: Path, ours: Sequence[EarlierFinding], theirs: Sequence[EarlierFinding], at_least: Sequence[EarlierFinding]
) -> None:
    status, file = merged(tmp_path / "repository", ours, theirs, attributes="b.json merge=union\n")

    assert status == 0
    text = file.read_text(encoding="utf-8")
    assert [line for line in baseline_text(at_least).splitlines() if line not in text.splitlines()] == []
    assert all(first <= second for first, second in pairwise(sorted(text.splitlines())))
    json.loads(text)
