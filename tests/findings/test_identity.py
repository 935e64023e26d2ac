from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from pytest_contentjobs.findings.identity import identify, make_class_name, make_entity_name, normalise
from pytest_contentjobs.model import Entity, Finding, LogEntry, SafeName
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
            entry("references record 17 that does not exist", entity=article("One")),
            entry("references record 18 that does not exist", entity=article("One")),
            id="number that is the fault",
        ),
        pytest.param(
            entry("date 2026-01-01T10:00:00Z is past", timestamp=NOON),
            entry("date 2026-01-02T10:00:00Z is past", timestamp=NOON),
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


TEXT = st.text(max_size=260) | st.sampled_from(
    [
        "a",
        "a (error)",
        "a (error) #2",
        "a #0123456789ab",
        "a::b",
        "[a]",
        "a: a",
        ":a",
        "line 3",
        "x" * 400,
        "took 5 ms",
        "",
    ]
)
SHORT = st.text(min_size=1, max_size=3) | st.sampled_from(
    [
        *(
            "a",
            "A/B",
            "ü",
            "a:",
            "a: a",
            "a (item)",
            "a (id a)",
            "a (item, id a)",
            "a) (id a",
            "item id a",
            "item 1",
            "the item",
        ),
        *("general", "no folder", "x" * 250, "東" * 90),
    ]
)
ENTITIES = st.none() | st.builds(
    Entity,
    kind=st.sampled_from(["article", "topic", "item", "file", "an item", ""]),
    name=st.none() | SHORT,
    folder=st.none() | st.just("") | SHORT,
    id=st.none() | SHORT,
    index=st.none() | st.integers(0, 3),
)
ENTRIES = st.builds(
    entry,
    TEXT,
    st.sampled_from([ERROR, WARNING]),
    rule=st.none()
    | st.sampled_from(["R-1", "R::2", "warning", "warning R-1", "R-1) (R-1", "error", "\x1b[0m", "R" * 90]),
    entity=ENTITIES,
    file=st.none() | st.just("") | SHORT,
    line=st.none() | st.integers(1, 2),
    details=st.none() | st.builds(dict, id=st.integers(0, 1)),
)


@settings(max_examples=200)
@given(st.lists(ENTRIES, max_size=12))
def test_names_are_unique_safe_and_split_nowhere(entries: list[LogEntry]) -> None:
    found = names(entries)

    assert len(set(found)) == len(found)
    for class_name, name in found:
        assert f"content::{class_name}::{name}".split("::") == ["content", class_name, name]
        assert "." not in class_name
        for text in (class_name, name):
            assert TypeAdapter(SafeName).validate_python(text) == text
            assert len(text.encode()) <= 250
            assert unicodedata.is_normalized("NFC", text)
            assert text == text.strip()


@given(ENTRIES, ENTRIES)
def test_two_findings_have_one_name_only_if_they_have_one_fingerprint(first: LogEntry, second: LogEntry) -> None:
    one, other = identify([first])[0], identify([second])[0]

    assert ((one.class_name, one.name) == (other.class_name, other.name)) == (one.fingerprint == other.fingerprint)


@given(entries=st.lists(ENTRIES, max_size=8), data=st.data())
def test_identities_do_not_depend_on_the_order_nor_on_neighbours(entries: list[LogEntry], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(entries))

    assert sorted(names(entries)) == sorted(names(shuffled))
    assert {names([original])[0] for original in entries} <= set(names(entries))


def test_naming_findings_again_changes_nothing() -> None:
    found = identify(
        [entry("has no title"), entry("has no title"), entry("x", rule="ART-1"), entry("is odd", rule="is-odd")]
    )

    assert identify(found) == found


def test_a_rule_that_looks_made_of_the_message_says_nothing_beside_it() -> None:
    (named,), (made,) = identify([entry("is odd", rule="is-odd")]), identify([entry("is odd")])

    assert (named.name, named.fingerprint) == (made.name, made.fingerprint) == ("is odd (error)", named.fingerprint)
    assert [finding.name for finding in identify([entry("is odd", rule="is-bad"), entry("is odd", rule="IS-ODD")])] == [
        "is odd (is-bad)",
        "is odd (IS-ODD)",
    ]


@given(ENTITIES.filter(bool), ENTITIES.filter(bool))
def test_the_names_of_items_differ_as_the_items_do(first: Entity, second: Entity) -> None:
    one, other = ((make_class_name(entity), make_entity_name(entity)) for entity in (first, second))

    assert (one == other) == (first.key == second.key)
    assert TypeAdapter(SafeName).validate_python(one[1]) == one[1]
