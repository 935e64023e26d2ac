from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.findings.identity import (
    MAXIMUM_NAME,
    identify,
    normalise,
)
from pytest_contentjobs.model import Entity, Finding, LogEntry
from tests.builders import ERROR, WARNING, article, entry
from tests.findings.naming import names


def test_a_finding_is_its_entry_with_an_identity() -> None:
    original = LogEntry(
        severity=WARNING,
        message="line 7 is odd",
        log_line=3,
        raw=("a", "b"),
        rule="ART-1",
        entity=article("B", "A", 12),
        file="a.json",
        line=7,
        column=1,
        timestamp="now",
        details={"count": 2, "values": ["a"]},
    )

    (finding,) = identify([original])

    assert finding == Finding(
        severity=WARNING,
        message="line 7 is odd",
        log_line=3,
        raw=("a", "b"),
        rule="ART-1",
        entity=article("B", "A", 12),
        file="a.json",
        line=7,
        column=1,
        timestamp="now",
        details={"count": 2, "values": ["a"]},
        class_name="A/B",
        name="ART-1 line 7 is odd",
        fingerprint=finding.fingerprint,
    )
    assert re.fullmatch("[0-9a-f]{64}", finding.fingerprint)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("job 7A84B875-6F75-4C7B-B137-0632B62DB0BD broke", "job <id> broke", id="job id"),
        pytest.param("since 2026-11-23T10:00:00.123Z", "since <time>", id="time"),
        pytest.param("since 2026-11-23 10:00:00,5+01:00 on", "since <time> on", id="time with offset"),
        pytest.param("since 2026-02-30 10:00:00", "since 2026-02-30 10:00:00", id="an impossible day stays"),
        pytest.param("since 2026-11-23T00:00:00Z", "since 2026-11-23T00:00:00Z", id="a day stays"),
        pytest.param("articles[12].name", "articles[12].name", id="an index stays"),
        pytest.param("at line 12, column: 3", "at line 12, column: 3", id="a place in content stays"),
        pytest.param("log line 12, log file at line 3", "log line <n>, log file at line <n>", id="a place in the log"),
        pytest.param("Row   #4", "Row #4", id="a row stays, spaces do not"),
        pytest.param("took 12 ms or 1.5s", "took <n> ms or 1.5s", id="durations"),
        pytest.param("took 1.5 s, after 3 minutes", "took <n> s, after <n> minutes", id="longer durations"),
        pytest.param("at most 30 s", "at most 30 s", id="a limit stays"),
        pytest.param(
            "'job 7A84B875-6F75-4C7B-B137-0632B62DB0BD', 'took 12 ms'  \"a  b\"",
            "'job 7A84B875-6F75-4C7B-B137-0632B62DB0BD', 'took 12 ms' \"a  b\"",
            id="what stands in quotes stays",
        ),
        pytest.param(
            "no 's3://b/import-logs-7A84B875-6F75-4C7B-B137-0632B62DB0BD.txt'",
            "no 's3://b/import-logs-<id>.txt'",
            id="but for a log's name",
        ),
        pytest.param("traceId=4bf92f3577b3, pid 12", "traceId=<id>, pid <id>", id="ids of a run"),
        pytest.param("run 12 articles, job: 3 items", "run 12 articles, job: 3 items", id="counts stay"),
        pytest.param("Foo@1a2b3c4d and 0xdeadbeef", "Foo@<address> and <address>", id="addresses"),
        pytest.param(" a \n\t b ", "a b", id="white space"),
        pytest.param("12 articles, at most 10", "12 articles, at most 10", id="figures that are the problem stay"),
        pytest.param("code ABC-012", "code ABC-012", id="codes stay"),
        pytest.param("online 3", "online 3", id="a longer word stays"),
    ],
)
def test_what_differs_between_runs_is_taken_out_of_a_message(message: str, expected: str) -> None:
    assert normalise(message) == expected


def test_a_long_hostile_message_takes_linear_time() -> None:
    assert normalise("line" + " " * 2_000_000 + "x") == "line x"


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        pytest.param(None, "general", id="none"),
        pytest.param(article("Refund", "A/B"), "A/B/Refund", id="article in a folder"),
        pytest.param(article("Refund", None), "Refund", id="article without folder"),
        pytest.param(Entity(kind="topic", name="Start"), "topic Start", id="topic"),
        pytest.param(Entity(kind="topic", name="Start", id="7", index=3), "topic Start", id="name before id and index"),
        pytest.param(Entity(kind="article", id="7", index=3), "article 7", id="id before index"),
        pytest.param(Entity(kind="article", index=0), "article 0", id="index"),
        pytest.param(Entity(kind="package"), "package", id="kind alone"),
        pytest.param(article("v1.2 [new]::x", "A:B"), "A-B/v1_2 (new)--x", id="characters that split node ids"),
        pytest.param(
            article("Größe\n\t\x1b[0m", "日本"), "RiBen/Grosse ?(0m", id="other scripts and control characters"
        ),
        pytest.param(article("\ue000", None), "?", id="nothing that can be spelt"),
    ],
)
def test_the_entity_makes_the_class_name(entity: Entity | None, expected: str) -> None:
    assert names([entry(entity=entity)])[0][0] == expected


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        pytest.param(entry("has no title"), "error: has no title", id="error without rule"),
        pytest.param(entry("has no title", WARNING), "warning: has no title", id="warning without rule"),
        pytest.param(entry("has no title", rule="ART-1"), "ART-1 has no title", id="rule"),
        pytest.param(entry(""), "error:", id="no message"),
        pytest.param(entry("a::b [c] :::: d\x00\u202e"), "error: a:b (c) : d?", id="awkward characters"),
        pytest.param(entry("naïve “quote”"), 'error: naive "quote"', id="not ASCII"),
        pytest.param(entry("~ 5"), "error: ~ 5", id="the last of the printable characters"),
    ],
)
def test_rule_and_message_make_the_name(original: LogEntry, expected: str) -> None:
    assert names([original])[0][1] == expected


def test_equal_findings_share_their_name_up_to_an_ordinal() -> None:
    assert names([entry("a"), entry("b"), entry("a", log_line=9), entry("a")]) == [
        ("general", "error: a"),
        ("general", "error: b"),
        ("general", "error: a (2)"),
        ("general", "error: a (3)"),
    ]


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param(["a", "a", "a (2)"], id="a message that ends like an ordinal, last"),
        pytest.param(["a (2)", "a", "a"], id="such a message, first"),
        pytest.param(["ü", "ue", "u", "ú"], id="equal in ASCII"),
        pytest.param(["x" * 300, "x" * 301, "x" * 300], id="equal when cut"),
        pytest.param(["a: :b", "a::b", "a:b"], id="equal without double colons"),
        pytest.param(["[a]", "(a)"], id="equal without brackets"),
    ],
)
def test_names_that_look_equal_are_told_apart(messages: list[str]) -> None:
    given_names = names([entry(message) for message in messages])

    assert len(set(given_names)) == len(messages)


def test_a_message_that_ends_like_a_name_made_unique_is_told_apart_from_it() -> None:
    look_alikes = [entry("[a]"), entry("(a)")]
    made_unique = names(look_alikes)[0][1]

    all_names = names([*look_alikes, entry(made_unique.removeprefix("error: "))])

    assert len(set(all_names)) == 3


def test_severity_and_rule_tell_findings_apart() -> None:
    same = [
        entry("a", rule="R-1"),
        entry("a", WARNING, rule="R-1"),
        entry("a", rule="R-2"),
        entry("a", entity=article("One"), rule="R-1"),
        entry("a", entity=article("Two"), rule="R-1"),
        entry("a", entity=replace(article("Two"), id="7"), rule="R-1"),
        entry("a", entity=Entity(kind="article", index=1), rule="R-1"),
        entry("a", entity=Entity(kind="article", index=2), rule="R-1"),
    ]

    assert len({finding.fingerprint for finding in identify(same)}) == len(same)
    assert len(set(names(same))) == len(same)


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


DRIFT = st.sampled_from(["took 5 ms", "took 77 ms", "at 0xdeadbeef", "at 0xcafebabe", "pid 1", "pid 22"])
WRITTEN = st.sampled_from(
    ["<n>", "<id>", "<address>", "took <n> ms", "pid <id>", "at <address>", " ", "x", "'", "<", "("]
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


TEXT = st.text(max_size=260) | st.sampled_from(
    ["a", "a (2)", "a #0123456789ab", "a::b", "[a]", "line 3", "x" * 400, ""]
)
SHORT = st.text(min_size=1, max_size=3) | st.sampled_from(["a", "A/B", "ü", "x" * 250])
ENTITIES = st.none() | st.builds(
    Entity,
    kind=st.sampled_from(["article", "topic", "item"]),
    name=st.none() | SHORT,
    folder=st.none() | SHORT,
    id=st.none() | SHORT,
    index=st.none() | st.integers(0, 3),
)
ENTRIES = st.builds(
    entry,
    TEXT,
    st.sampled_from([ERROR, WARNING]),
    rule=st.none() | st.sampled_from(["R-1", "R::2", "\x1b[0m"]),
    entity=ENTITIES,
)


@given(st.lists(ENTRIES, max_size=12))
def test_names_are_unique_short_printable_ascii_that_splits_nowhere(entries: list[LogEntry]) -> None:
    found = names(entries)

    assert len(set(found)) == len(found)
    for pair in found:
        for text in pair:
            assert re.fullmatch(rf"[ -~]{{1,{MAXIMUM_NAME}}}", text)
            assert not {"::", "[", "]"} & {text[index : index + size] for size in (1, 2) for index in range(len(text))}
            assert text == text.strip()
        assert not set(pair[0]) & {".", ":"}


@given(entries=st.lists(ENTRIES, max_size=8), data=st.data())
def test_identities_do_not_depend_on_the_order(entries: list[LogEntry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(entries))

    assert sorted(names(entries)) == sorted(names(shuffled))
