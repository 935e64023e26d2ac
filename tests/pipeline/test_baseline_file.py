"""The file of a baseline: read, written, and merged by git."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from pytest_contentjobs.errors import SettingsError
from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.gate.baseline import to_baseline
from pytest_contentjobs.model import EarlierFinding, LogEntry
from pytest_contentjobs.model.reason import Reason
from pytest_contentjobs.pipeline.baseline_file import dump_baseline, read_baseline, write_baseline
from tests.builders import WARNING, article, entry

ARTICLES = 500
ENTRIES = [
    entry("has no title", rule=f"ART-{rule}", entity=article(f"{number:03}"))
    for number in range(ARTICLES)
    for rule in (1, 2)
]
KNOWN = to_baseline(identify(ENTRIES))
TITLE, ODD = to_baseline(
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
        '{\n"version": 2,\n"findings": [\n'
        '{"class_name": "Billing", "name": "Account: is odd (U+001B)(31m(U+202E)(U+D800) (warning) '
        f'#{ODD.fingerprint[:12]}", "severity": "warning", "rule": "is-odd", '
        f'"message": "is odd \\\\x1b[31m\\\\u202e\\\\ud800", "fingerprint": "{ODD.fingerprint}"}},\n'
        '{"class_name": "Billing", "name": "Zurück: has no title (ART-1)", "severity": "error", "rule": "ART-1", '
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
    read: dict[str, Any] = json.loads(dump_baseline([item]))["findings"][0]
    return {**read, **fields}


#: Texts of files that are not baselines, each with its code.
NO_BASELINES: dict[str, tuple[str, Reason]] = {
    "cut off": ("{", Reason.BASELINE_INVALID),
    "empty": ("", Reason.BASELINE_INVALID),
    "too deep": ("[" * 100_000, Reason.BASELINE_INVALID),
    "newer": ('{"version": 3, "findings": [null]}', Reason.BASELINE_VERSION),
    "a list": ("[]", Reason.BASELINE_INVALID),
    "a number": ("1", Reason.BASELINE_INVALID),
    "nothing in it": ("{}", Reason.BASELINE_INVALID),
    "no version": ('{"findings": []}', Reason.BASELINE_INVALID),
    "no findings": ('{"version": 2}', Reason.BASELINE_INVALID),
    "version as a text": ('{"version": "1", "findings": []}', Reason.BASELINE_INVALID),
    "findings as an object": ('{"version": 2, "findings": {}}', Reason.BASELINE_INVALID),
}
#: Second findings that cannot be used, each with the code and what the message names.
WRONG_LINES: dict[str, tuple[object, Reason, str]] = {
    "wrong value": (line(TITLE, until="soon"), Reason.BASELINE_INVALID, "until: "),
    "unknown key": (line(TITLE, untill="2027-01-01"), Reason.BASELINE_INVALID, "'untill'"),
    "name": (line(TITLE, name="<Zurück>"), Reason.BASELINE_INVALID, "name: "),
    "fingerprint": (line(TITLE, fingerprint="abc"), Reason.BASELINE_INVALID, "fingerprint: "),
    "count": (line(TITLE, count=0), Reason.BASELINE_INVALID, "count"),
    "no finding": ("x", Reason.BASELINE_INVALID, "it: "),
}


def refuse(folder: Path, text: str) -> SettingsError:
    """Return the error of a baseline with this text."""
    file = folder / "b.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_baseline(file)
    assert repr(str(file)) in refused.value.what
    return refused.value


def two_lines(first: object, second: object) -> str:
    return json.dumps({"version": 2, "findings": [first, second]})


@pytest.mark.parametrize("case", NO_BASELINES)
def test_a_file_that_is_not_a_baseline_is_refused(tmp_path: Path, case: str) -> None:
    text, reason = NO_BASELINES[case]

    assert refuse(tmp_path, text).reason is reason


@pytest.mark.parametrize("case", WRONG_LINES)
def test_a_line_that_cannot_be_used_is_named_with_its_place(tmp_path: Path, case: str) -> None:
    second, reason, named = WRONG_LINES[case]

    error = refuse(tmp_path, two_lines(line(ODD), second))

    assert (error.reason, error.what.startswith("Finding 2 ")) == (reason, True)
    assert named in error.what


def test_two_different_lines_of_one_finding_are_refused(tmp_path: Path) -> None:
    error = refuse(tmp_path, two_lines(line(TITLE), line(TITLE, count=1)))

    assert error.reason is Reason.BASELINE_CONFLICT
    assert "Billing: Zurück: has no title (ART-1)" in error.what


def test_wording_of_what_is_refused(tmp_path: Path, wording: Callable[[str], None]) -> None:
    texts = [text for text, _ in NO_BASELINES.values()]
    texts += [two_lines(line(ODD), second) for second, _, _ in WRONG_LINES.values()]

    errors = [refuse(tmp_path, text) for text in [*texts, two_lines(line(TITLE), line(TITLE, count=1))]]

    # What Python says of JSON that is too deep differs between versions.
    wording("\n".join(str(error) for error in errors if "recursion" not in str(error)))


def test_two_lines_that_are_equal_are_one(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(json.dumps({"version": 2, "findings": [line(ODD), line(ODD)]}), encoding="utf-8")

    assert [item.count for item in read_baseline(tmp_path / "b.json")] == [1]


def test_a_folder_is_no_baseline(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        read_baseline(tmp_path)

    assert refused.value.reason is Reason.FILE_UNREADABLE


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
    gone = {f"{number:03}" for number in numbers}
    return [item for item in KNOWN if item.name.partition(":")[0] not in gone]


def new(*names: str) -> Sequence[EarlierFinding]:
    entries: list[LogEntry] = [entry("is new", rule="NEW-1", entity=article(name)) for name in names]
    return to_baseline(identify(entries))


def accepted(number: int) -> Sequence[EarlierFinding]:
    return [replace(item, reason="later") if item.name.startswith(f"{number:03}:") else item for item in KNOWN]


def beside(known: Sequence[EarlierFinding], gone: int) -> Sequence[EarlierFinding]:
    return [item for item in known if not item.name.startswith(f"{gone:03}:")]


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
    tmp_path: Path,
    ours: Sequence[EarlierFinding],
    theirs: Sequence[EarlierFinding],
    result: Sequence[EarlierFinding],
) -> None:
    status, file = merged(tmp_path / "repository", ours, theirs)

    assert status == 0
    assert file.read_text(encoding="utf-8") == dump_baseline(result)


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
    tmp_path: Path,
    ours: Sequence[EarlierFinding],
    theirs: Sequence[EarlierFinding],
    at_least: Sequence[EarlierFinding],
) -> None:
    status, file = merged(tmp_path / "repository", ours, theirs, attributes="b.json merge=union\n")

    assert status == 0
    text = file.read_text(encoding="utf-8")
    assert [line for line in dump_baseline(at_least).splitlines() if line not in text.splitlines()] == []
    assert all(first <= second for first, second in pairwise(sorted(text.splitlines())))
    json.loads(text)
