from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pytest

from pytest_contentjobs.findings.identity import identify, normalise
from pytest_contentjobs.model import Entity, Finding, LogEntry
from tests.builders import WARNING, article, entry
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
        class_name="A",
        name=f"B: line 7 is odd (warning ART-1) #{finding.fingerprint[:12]}",
        fingerprint=finding.fingerprint,
    )
    assert re.fullmatch("[0-9a-f]{64}", finding.fingerprint)


NOON = "2026-11-23 12:00:00,123"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param("job 7A84B875-6F75-4C7B-B137-0632B62DB0BD broke", "job <id> broke", id="job id"),
        pytest.param("since 2026-11-23T10:00:00.123Z", "since <time>", id="time"),
        pytest.param("since 2026-11-24 01:00:00,5+14:00 on", "since <time> on", id="time with offset"),
        pytest.param("at 11:59:59.500", "at <time>", id="time of the day"),
        pytest.param("cue 00:01:02.500 overlaps", "cue 00:01:02.500 overlaps", id="a time in a video stays"),
        pytest.param(
            "date 2026-11-20T10:00:00.000Z is past", "date 2026-11-20T10:00:00.000Z is past", id="another day stays"
        ),
        pytest.param("since 2026-02-30 10:00:00", "since 2026-02-30 10:00:00", id="an impossible day stays"),
        pytest.param("since 2026-11-23T00:00:00Z", "since 2026-11-23T00:00:00Z", id="a day stays"),
        pytest.param("articles[12].name", "articles[12].name", id="an index stays"),
        pytest.param("at line 12, column: 3", "at line 12, column: 3", id="a place in content stays"),
        pytest.param("log line 12, log file at line 3", "log line <n>, log file at line <n>", id="a place in the log"),
        pytest.param("Row   #4", "Row #4", id="a row stays, spaces do not"),
        pytest.param("references record 17", "references record 17", id="a number that is the fault stays"),
        pytest.param("took 12 ms or 1.5s", "took <n> ms or 1.5s", id="durations"),
        pytest.param("took 1.5 s, waited 3 minutes", "took <n> s, waited <n> minutes", id="longer durations"),
        pytest.param("at most 30 s, after 3 minutes", "at most 30 s, after 3 minutes", id="limits stay"),
        pytest.param(
            "duration 95 s, fades in 700 ms", "duration 95 s, fades in 700 ms", id="durations of content stay"
        ),
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
        pytest.param("Foo@1a2b3c4d, object at 0xdeadbeef", "Foo@<address>, object at <address>", id="addresses"),
        pytest.param("no character 0x0010FFFE", "no character 0x0010FFFE", id="codes of characters stay"),
        pytest.param(" a \n\t b ", "a b", id="white space"),
        pytest.param("12 articles, at most 10", "12 articles, at most 10", id="figures that are the problem stay"),
        pytest.param("code ABC-012", "code ABC-012", id="codes stay"),
        pytest.param("online 3", "online 3", id="a longer word stays"),
    ],
)
def test_what_differs_between_runs_is_taken_out_of_a_message(message: str, expected: str) -> None:
    assert normalise(entry(message, timestamp=NOON)) == expected


@pytest.mark.parametrize(
    "timestamp", [None, "12:00:00", "Nov 23 12:00:00", "2026-13-01 12:00:00"], ids=["none", "clock", "month", "no day"]
)
def test_a_time_stays_if_the_time_of_the_run_is_not_known(timestamp: str | None) -> None:
    message = "since 2026-11-23T12:00:00Z"

    assert normalise(entry(message, timestamp=timestamp)) == message


def test_a_long_hostile_message_takes_linear_time() -> None:
    assert normalise(entry("line" + " " * 2_000_000 + "x")) == "line x"


@pytest.mark.parametrize(
    ("entity", "class_name", "title"),
    [
        pytest.param(None, "general", "", id="none"),
        pytest.param(article("Refund", "A/B"), "A/B", "Refund: ", id="article in a folder"),
        pytest.param(article("Refund", None), "no folder", "Refund: ", id="article without folder"),
        pytest.param(Entity(kind="topic", name="Start"), "no folder", "Start (topic): ", id="topic"),
        pytest.param(
            Entity(kind="topic", name="A", id="7", index=3), "no folder", "A (topic, id 7): ", id="name and id"
        ),
        pytest.param(Entity(kind="article", name="A", id="7"), "no folder", "A (id 7): ", id="article and id"),
        pytest.param(Entity(kind="article", id="7", index=3), "no folder", "article id 7: ", id="id before index"),
        pytest.param(Entity(kind="article", index=0), "no folder", "article 0: ", id="index"),
        pytest.param(Entity(kind="package"), "no folder", "the package: ", id="kind alone"),
        pytest.param(article("返金・状態", "お支払い"), "お支払い", "返金・状態: ", id="another script"),
        pytest.param(article("v1.2: (new)", "A/B"), "A/B", "v1.2: (new): ", id="a colon"),
    ],
)
def test_the_entity_makes_class_name_and_title(entity: Entity | None, class_name: str, title: str) -> None:
    given = names([entry(entity=entity)])[0]

    assert given[0] == class_name
    assert given[1].startswith(f"{title}has no title (error)")


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        pytest.param("v1.2 [new]::x", "v1_2 (new):x", id="what splits class names and node ids"),
        pytest.param("general", "general", id="the class name of findings without item"),
        pytest.param("no folder", "no folder", id="that of items without folder"),
        pytest.param("rules", "rules", id="that of groups"),
        pytest.param("A:", "A:", id="a colon at the end"),
        pytest.param("", "?", id="nothing"),
        pytest.param("x" * 201, "x" * 175 + "…", id="too long"),
    ],
)
def test_a_class_name_that_is_not_the_folder_itself_has_a_hash(folder: str, expected: str) -> None:
    class_name = names([entry(entity=article("A", folder))])[0][0]

    assert class_name == f"{expected} #{hashlib.sha256(ascii(folder).encode()).hexdigest()[:12]}"


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        pytest.param(entry("has no title"), "has no title (error)", id="error without rule"),
        pytest.param(entry("has no title", WARNING), "has no title (warning)", id="warning without rule"),
        pytest.param(entry("has no title", rule="ART-1"), "has no title (ART-1)", id="rule"),
        pytest.param(
            entry("has no title", WARNING, rule="ART-1"), "has no title (warning ART-1)", id="warning with rule"
        ),
        pytest.param(entry("a: b (c)", file="x/y.html"), "y.html (file): a: b (c) (error)", id="file without item"),
        pytest.param(entry("naïve “quote”"), "naïve “quote” (error)", id="not ASCII"),
        pytest.param(
            entry("Inhaltsdatei „a.html“ fehlt", rule="ART-104", entity=article("Störung melden")),
            "Störung melden: Inhaltsdatei „a.html“ fehlt (ART-104)",
            id="all",
        ),
    ],
)
def test_title_problem_and_code_make_the_name(original: LogEntry, expected: str) -> None:
    assert names([original])[0][1] == expected


@pytest.mark.parametrize(
    ("original", "expected"),
    [
        pytest.param(entry(""), "error without a text (error)", id="no message"),
        pytest.param(
            entry("a::b [c] :::: d\x00\u202e"), "a:b (c) : d(U+0000)(U+202E) (error)", id="awkward characters"
        ),
        pytest.param(entry("took 5 ms"), "took (n) ms (error)", id="what differs between runs"),
        pytest.param(entry("a", file="b.html", entity=article("A")), "A: a (error)", id="a file beside an item"),
        pytest.param(entry("a", line=7), "a (error)", id="a line without a file"),
        pytest.param(entry("a", rule="b c"), "a (b c)", id="a code with a blank"),
        pytest.param(entry("a", rule="warning"), "a (warning)", id="a code that is a severity"),
        pytest.param(entry("b", entity=article("A: a")), "A: a: b (error)", id="a title with a colon"),
        pytest.param(
            entry("b", entity=article("A (topic)")), "A (topic): b (error)", id="a title like that of a topic"
        ),
        pytest.param(
            entry("b", entity=article("article 7")), "article 7: b (error)", id="a title like one without name"
        ),
        pytest.param(entry("x" * 300, rule="R"), "x" * 171 + "… (R)", id="too long"),
        pytest.param(
            entry("東" * 300, rule="R" * 60, entity=article("西" * 90)),
            f"{'西' * 35}…: {'東' * 20}… ({'R' * 47}…)",
            id="too long in all parts",
        ),
    ],
)
def test_a_name_that_does_not_say_all_has_the_start_of_the_fingerprint(original: LogEntry, expected: str) -> None:
    (named,) = identify([original])

    assert named.name == f"{expected} #{named.fingerprint[:12]}"


def test_a_name_has_room_for_its_ordinal() -> None:
    twins = [entry("東" * 300, entity=article("y" * 400))] * 11

    assert len(names(twins)[-1][1].encode()) <= 250
    assert names(twins)[-1][1] == f"{names(twins)[0][1]} #11"


def test_equal_findings_share_their_name_up_to_an_ordinal() -> None:
    assert names([entry("a"), entry("b"), entry("a", log_line=9), entry("a")]) == [
        ("general", "a (error)"),
        ("general", "b (error)"),
        ("general", "a (error) #2"),
        ("general", "a (error) #3"),
    ]


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param(["a", "a", "a (error) #2"], id="a message that ends like an ordinal, last"),
        pytest.param(["a (error) #2", "a", "a"], id="such a message, first"),
        pytest.param(["ü", "u\u0308", "ue", "u", "ú"], id="equal when composed, or nearly"),
        pytest.param(["x" * 300, "x" * 301, "x" * 300], id="equal when cut"),
        pytest.param(["a: :b", "a::b", "a:b"], id="equal without double colons"),
        pytest.param(["[a]", "(a)", "<a>"], id="equal without brackets"),
    ],
)
def test_names_that_look_equal_are_told_apart(messages: list[str]) -> None:
    together = names([entry(message) for message in messages])

    assert len(set(together)) == len(messages)
    assert {names([entry(message)])[0] for message in messages} <= set(together)


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


def test_a_rule_that_looks_made_of_the_message_says_nothing_beside_it() -> None:
    (named,), (made,) = identify([entry("is odd", rule="is-odd")]), identify([entry("is odd")])

    assert (named.name, named.fingerprint) == (made.name, made.fingerprint) == ("is odd (error)", named.fingerprint)
    assert [finding.name for finding in identify([entry("is odd", rule="is-bad"), entry("is odd", rule="IS-ODD")])] == [
        "is odd (is-bad)",
        "is odd (IS-ODD)",
    ]
