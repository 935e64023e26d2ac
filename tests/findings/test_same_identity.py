"""Which findings of two runs count as the same one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.findings.identity import identify
from pytest_contentjobs.model import Entity, LogEntry
from tests.builders import article, entry

LONG = "Folder/" * 50


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(entry(log_line=4), entry(log_line=70), id="log lines"),
        pytest.param(
            entry("articles[3].tags[0] is bad", entity=article("One", index=3)),
            entry("articles[4].tags[0] is bad", entity=article("One", index=4)),
            id="index of a named article in its message",
        ),
        pytest.param(
            entry("Row 7: article 'One' is bad", entity=article("One")),
            entry("Row 12: article 'One' is bad", entity=article("One")),
            id="row before the article that it is about",
        ),
        pytest.param(
            entry("job 7A84B875-6F75-4C7B-B137-0632B62DB0BD", timestamp="2026-11-23 10:00:00"),
            entry("job 00000000-0000-0000-0000-000000000001", timestamp="2027-01-01 11:00:00"),
            id="job id and time",
        ),
        pytest.param(
            entry(entity=article("One", index=3)), entry(entity=article("One", index=4)), id="index of a named article"
        ),
        pytest.param(
            entry(entity=article("One", LONG, index=3)), entry(entity=article("One", LONG)), id="index, with a long path"
        ),
        pytest.param(
            entry(entity=Entity(kind="article", id="7", index=1)), entry(entity=Entity(kind="article", id="7")), id="index of an id"
        ),
        pytest.param(entry(raw=("ERROR a",)), entry(raw=("ERROR b", " at c")), id="raw lines"),
        pytest.param(entry(file="a", line=1, column=2), entry(file="a", line=3), id="place in a file"),
        pytest.param(
            entry(entity=article("One"), line=1, details={"id": 1}),
            entry(entity=article("One"), line=3, details={"id": 2}),
            id="place and details of a named item",
        ),
        pytest.param(
            entry(details={"requestId": "a", "thread name": 1, "count": 2}),
            entry(details={"requestId": "b", "thread name": 2, "count": 3}),
            id="details that name nothing",
        ),
    ],
)  # fmt: skip
def test_the_same_problem_has_the_same_identity_in_the_next_run(first: LogEntry, second: LogEntry) -> None:
    before, after = identify([first])[0], identify([second])[0]

    assert (before.class_name, before.name, before.fingerprint) == (after.class_name, after.name, after.fingerprint)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(entry("line 3"), entry("line 9"), id="line"),
        pytest.param(
            entry("row 7: is empty", entity=article("One")), entry("row 8: is empty", entity=article("One")), id="row of a table"
        ),
        pytest.param(
            entry("references record 17 which is not there", entity=article("One")),
            entry("references record 18 which is not there", entity=article("One")),
            id="number that is the fault",
        ),
        pytest.param(
            entry("date 2026-01-01T10:00:00Z is past", timestamp="2026-11-23 12:00:00,123"),
            entry("date 2026-01-02T10:00:00Z is past", timestamp="2026-11-23 12:00:00,123"),
            id="date that is the fault",
        ),
        pytest.param(entry("articles[3] is bad"), entry("articles[4] is bad"), id="index"),
        pytest.param(
            entry("names articles[3]", entity=article("One", index=5)),
            entry("names articles[4]", entity=article("One", index=5)),
            id="index of another",
        ),
        pytest.param(
            entry("articles[3] is bad", entity=Entity(kind="article", index=3)),
            entry("articles[4] is bad", entity=Entity(kind="article", index=4)),
            id="index that alone tells",
        ),
        pytest.param(entry("took 5 ms"), entry("took <n> ms"), id="a placeholder"),
        pytest.param(entry("<n>, took 5 ms"), entry("<n>, took <n> ms"), id="a placeholder beside one"),
        pytest.param(
            entry("articles[3] is bad", entity=article("One", index=3)),
            entry("articles[<n>] is bad", entity=article("One", index=3)),
            id="a placeholder of an index",
        ),
        pytest.param(entry(file="a"), entry(file="b"), id="file"),
        pytest.param(entry(file="a", entity=article("One")), entry(file="b", entity=article("One")), id="file of an item"),
        pytest.param(entry(line=1), entry(line=2), id="line without a file"),
        pytest.param(entry(details={"articleId": 1}), entry(details={"articleId": 2}), id="details that name something"),
    ],
)  # fmt: skip
def test_another_problem_has_another_identity(first: LogEntry, second: LogEntry) -> None:
    assert identify([first])[0].fingerprint != identify([second])[0].fingerprint


DRIFT = st.sampled_from(["took 5 ms", "took 77 ms", "pointer 0xdeadbeef", "pointer 0xcafebabe", "pid 1", "pid 22"])

WRITTEN = st.sampled_from(
    ["<n>", "<id>", "<address>", "took <n> ms", "pid <id>", "pointer <address>", " ", "x", "'", "<", "("]
)


@given(st.lists(DRIFT | WRITTEN, max_size=6), st.lists(DRIFT | WRITTEN, max_size=6))
def test_only_what_drifts_makes_messages_equal(first: list[str], second: list[str]) -> None:
    """Messages are equal if their literal parts are, and a placeholder in a message is never taken for one of ours."""

    def identity(parts: list[str]) -> str:
        return identify([entry("; ".join(parts))])[0].fingerprint

    def drawn(parts: list[str]) -> str:
        return re.sub(r"\b(?:\d+|0x\w{8})\b", "\0", "; ".join(parts))

    is_same = " ".join(drawn(first).split()) == " ".join(drawn(second).split())
    if "'" in (*first, *second):
        assert (identity(first) == identity(second)) <= is_same
    else:
        assert (identity(first) == identity(second)) == is_same


def test_naming_findings_again_changes_nothing() -> None:
    found = identify(
        [entry("has no title"), entry("has no title"), entry("x", rule="ART-1"), entry("is odd", rule="is-odd")]
    )

    assert identify(found) == found
