from __future__ import annotations

import json

import pytest

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry, UnknownLevel, has_line_separator
from pytest_contentjobs.joblog.formats.jsonl import JsonLines
from pytest_contentjobs.joblog.formats.parts.bad_words import looks_like_a_finding
from pytest_contentjobs.joblog.formats.text import LevelledText
from pytest_contentjobs.model import Entity
from tests.builders import ERROR, WARNING, article

STAMP = "2026-11-23 10:00:01,123"


Expected = tuple[ParsedEntry, ...] | None


def error(message: str, **fields: object) -> Expected:
    return (ParsedEntry(severity=ERROR, message=message, **fields),)  # type: ignore[arg-type]


def warning(message: str, **fields: object) -> Expected:
    return (ParsedEntry(severity=WARNING, message=message, **fields),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            f"{STAMP} ERROR [worker-1] content.validation - ART-104 article 'A/B' (articles[12]): is empty",
            error("is empty", rule="ART-104", entity=article("B", "A", 12), timestamp=STAMP),
            id="everything",
        ),
        pytest.param(f"{STAMP} WARN msg", warning("msg", timestamp=STAMP), id="time, level, message"),
        pytest.param(f"[{STAMP}] [main] [x] WARN msg", warning("msg", timestamp=STAMP), id="columns before the level"),
        pytest.param(f"{STAMP} [ERROR] msg", error("msg", timestamp=STAMP), id="level in brackets"),
        pytest.param(f"{STAMP} [WARN ] msg", warning("msg", timestamp=STAMP), id="level padded in brackets"),
        pytest.param(f"{STAMP} [ ERROR] msg", error("msg", timestamp=STAMP), id="level padded in front in brackets"),
        pytest.param(f"{STAMP} <error> msg", error("msg", timestamp=STAMP), id="level in lower case behind a time"),
        pytest.param(
            f"{STAMP} [ERROR] Notice board has no content",
            error("Notice board has no content", timestamp=STAMP),
            id="a level word begins the message of an error",
        ),
        pytest.param(
            f"{STAMP} [main] [WARN ] Info page is empty",
            warning("Info page is empty", timestamp=STAMP),
            id="a level word begins the message of a warning behind a thread",
        ),
        pytest.param("ERROR: msg", error("msg"), id="bare level with colon"),
        pytest.param("  SEVERE | msg", error("msg"), id="bare level with bar, indented"),
        pytest.param("WARNING", warning("WARNING"), id="bare level alone"),
        pytest.param("[FATAL] msg", error("msg"), id="bare level in brackets"),
        pytest.param("ERROR [ABC-012] msg", error("msg", rule="ABC-012"), id="code in brackets"),
        pytest.param("ERROR [main] c.e.Check - [ABC-012] msg", error("msg", rule="ABC-012"), id="code behind columns"),
        pytest.param("ERROR [main] msg", error("msg"), id="thread without logger"),
        pytest.param("ERROR [POOL-1] c.e.Check - msg", error("msg"), id="thread that looks like a code, with logger"),
        pytest.param("ERROR c.e.Check: 400-10424, msg", error("msg", rule="400-10424"), id="numeric code"),
        pytest.param("ERROR ABC-012", error("ABC-012"), id="a code alone stays the message"),
        pytest.param("ERROR UTF8-text", error("UTF8-text"), id="a word with a hyphen is no code"),
        pytest.param(
            'WARN topic "Say \\"hi\\"" is empty',
            warning('topic "Say \\"hi\\"" is empty', entity=Entity(kind="topic", name='Say "hi"')),
            id="entity without colon stays in the message",
        ),
        pytest.param(
            "WARN no title: article 'A\\u00e9\\n\\\\B\\ud83d\\ude00\\udc00'",
            warning(
                "no title: article 'A\\u00e9\\n\\\\B\\ud83d\\ude00\\udc00'",
                entity=Entity(kind="article", name="A\u00e9\n\\B\N{GRINNING FACE}\ufffd"),
            ),
            id="escapes in an entity, one of them half a pair",
        ),
        pytest.param(
            "WARN topic 'A' (topics[2]):x",
            warning("x", entity=Entity(kind="topic", name="A", index=2)),
            id="a topic's place",
        ),
        pytest.param(
            "WARN topic (topics[2]) of article 'A/B' has no text",
            warning("topic (topics[2]) of article 'A/B' has no text", entity=Entity(kind="topic", index=2)),
            id="the first of two entities, without a name",
        ),
        pytest.param(
            "WARN package: article 'A/B' has no text",
            warning("article 'A/B' has no text", entity=Entity(kind="package")),
            id="the package, before an article",
        ),
        pytest.param(
            "WARN topic '\\x0c\\U000e0001': is odd",
            warning("is odd", entity=Entity(kind="topic", name="\x0c\U000e0001")),
            id="escapes of Python in an entity",
        ),
        *(
            pytest.param(
                f"WARN topic '{written}': is odd",
                warning(f"topic '{written}': is odd", entity=Entity(kind="topic", name=name)),
                id=f"an escape that nobody needed to write: {written}",
            )
            for written, name in [
                ("Caf\\u00e9", "Café"),
                ("a\\x41", "aA"),
                ("a\\b", "ab"),
                ('a\\"', 'a"'),
                ("\\Uffffffff", "\\Uffffffff"),
                ("\\ud83d\\ude00", "\U0001f600"),
            ]
        ),
        pytest.param(
            "WARN Folder '/': is odd", warning("is odd", entity=Entity(kind="folder")), id="a path without any name"
        ),
        pytest.param("WARN portal '':", warning("portal '':", entity=Entity(kind="portal")), id="an empty name"),
        pytest.param(
            "2026-11-23T10:00:01Z ERROR msg", error("msg", timestamp="2026-11-23T10:00:01Z"), id="time in UTC"
        ),
        pytest.param(
            "2026/11/23 10:00:01.5 GMT-0400 ERROR msg",
            error("msg", timestamp="2026/11/23 10:00:01.5 GMT-0400"),
            id="time with zone",
        ),
        pytest.param(f"{STAMP} INFO  [main] a.b - 0 errors", INFORMATIONAL, id="informational"),
        pytest.param("DEBUG", INFORMATIONAL, id="bare informational level"),
        pytest.param(
            f"{STAMP} INFO [main] a.b - ERROR: ABC-12 msg",
            error("msg", rule="ABC-12", timestamp=STAMP),
            id="an error inside an informational line",
        ),
        pytest.param("INFO [WARN] msg", warning("msg"), id="a warning in brackets inside an informational line"),
        pytest.param("INFO ERROR count is 0", INFORMATIONAL, id="a level word inside an informational line"),
        pytest.param("Error: msg", None, id="a sentence that begins with Error"),
        pytest.param("ERRORS: 3", None, id="a longer word"),
        pytest.param("CONFIG-012 msg", None, id="a code that begins with an informational level"),
        pytest.param(f"{STAMP} info-12 msg", None, id="such a code behind a time"),
        pytest.param("all is well", None, id="no level"),
        pytest.param(f"{STAMP} all is well", None, id="a time without level"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_line_of_levelled_text(line: str, expected: Expected) -> None:
    assert LevelledText().parser().parse(line) == expected


@pytest.mark.parametrize(
    ("line", "continues"),
    [
        pytest.param("\tat com.example.Foo.bar(Foo.java:12)", True, id="indented frame"),
        pytest.param("at com.example.Foo", True, id="frame that lost its indent"),
        pytest.param("Caused by: java.io.IOException: gone", True, id="cause"),
        pytest.param("... 12 more", True, id="shortened frames"),
        pytest.param("Traceback (most recent call last):", True, id="Python's trace"),
        pytest.param("java.lang.NullPointerException", True, id="exception with package"),
        pytest.param("  a detail", True, id="indented text"),
        pytest.param("A new sentence.", False, id="text at the start"),
        pytest.param("attention", False, id="a word that begins with at"),
    ],
)
def test_what_continues_levelled_text(line: str, continues: bool) -> None:
    assert LevelledText().parser().continues(line) is continues


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param({"level": "ERROR", "message": "msg"}, error("msg"), id="level and message"),
        pytest.param(
            {
                "timestamp": "2026-11-23T10:00:01Z",
                "level": "warn",
                "rule": "ART-1",
                "message": "msg",
                "entity": {"kind": "article", "name": "B", "folder": "A", "id": 7, "index": 3},
                "file": "a.json",
                "line": 4,
                "column": 2,
            },
            warning(
                "msg",
                rule="ART-1",
                entity=Entity(kind="article", name="B", folder="A", id="7", index=3),
                file="a.json",
                line=4,
                column=2,
                timestamp="2026-11-23T10:00:01Z",
            ),
            id="everything",
        ),
        pytest.param(
            {"Severity": " Error ", "MSG": "ABC-012: article 'A/B': has no text"},
            error("has no text", rule="ABC-012", entity=article("B", "A")),
            id="other spellings, rule and entity from the message",
        ),
        pytest.param(
            {"level": "ERROR", "code": 400, "text": "msg", "article": "A/B"},
            error("msg", rule="400", entity=article("B", "A")),
            id="number as rule, entity by kind",
        ),
        pytest.param(
            {"level": "ERROR", "msg": "msg", "item": {"title": "B"}},
            error("msg", entity=Entity(kind="item", name="B")),
            id="item without kind",
        ),
        pytest.param(
            {"level": "ERROR", "msg": "msg", "item": {"type": "article", "title": "B", "folder_path": "A"}},
            error("msg", entity=article("B", "A")),
            id="other keys of an item",
        ),
        pytest.param({"level": "ERROR", "msg": "msg", "item": "B"}, error("msg"), id="item that is no object"),
        pytest.param(
            {"log.level": "ERROR", "msg": "msg", "error_code": "X"}, error("msg", rule="X"), id="punctuation in keys"
        ),
        pytest.param(
            {"level": "ERROR", "msg": "msg", "name": "N", "id": 7, "index": 3, "type": "T"},
            error("msg", details={"name": "N", "id": 7, "index": 3, "type": "T"}),
            id="keys that speak in lists alone",
        ),
        pytest.param(
            {"level": "ERROR", "msg": "msg", "user": "\udc00"},
            error("msg", details={"user": "\ufffd"}),
            id="surrogates in a detail",
        ),
        pytest.param(
            {"level": "ERROR", "message": "msg", "line": -1, "column": True, "file": " ", "time": 1.5},
            error("msg"),
            id="values of the wrong kind are left out",
        ),
        pytest.param({"level": "ERROR"}, error('{"level": "ERROR"}'), id="no message: the line itself"),
        pytest.param(
            {"level": "ERROR", "message": "\ud83d\ude00 \udc00"}, error("\N{GRINNING FACE} \ufffd"), id="surrogates"
        ),
        pytest.param({"level": "INFO", "message": "errors: 0"}, INFORMATIONAL, id="informational"),
        pytest.param({"level": "INFO"}, INFORMATIONAL, id="informational without message"),
        pytest.param(
            {"level": "INFO", "time": "now", "message": " ERROR: ABC-12 article 'A/B': has no text "},
            error("has no text", rule="ABC-12", entity=article("B", "A"), timestamp="now"),
            id="an error inside an informational line",
        ),
        pytest.param({"level": "INFO", "message": "[WARN]"}, warning("[WARN]"), id="a level alone inside it"),
        pytest.param({"level": "INFO", "severity": ""}, INFORMATIONAL, id="informational beside an empty level"),
        pytest.param({"level": "INFO", "severity": None}, INFORMATIONAL, id="informational beside a level of null"),
        pytest.param({"level": "INFO", "severity": "odd"}, None, id="informational beside an unknown level"),
        pytest.param({"level": "INFO", "severity": 50}, None, id="informational beside a number as level"),
        pytest.param(
            {"level": "INFO", "severity": "ERROR", "message": "msg"}, error("msg"), id="the worse of two levels, last"
        ),
        pytest.param(
            {"level": "WARN", "loglevel": "INFO", "message": "msg"}, warning("msg"), id="the worse of two levels, first"
        ),
        pytest.param({"level": "odd", "severity": "WARN", "message": "msg"}, warning("msg"), id="one level is unknown"),
        pytest.param(
            {"level": "INFO", "success": False, "message": "msg"},
            error("msg", details={"success": False}),
            id="the result of a hook that failed",
        ),
        pytest.param({"level": "INFO", "success": True, "message": "msg"}, INFORMATIONAL, id="the result of a hook"),
        pytest.param(
            {"level": "WARN", "success": False, "message": "msg"},
            warning("msg", details={"success": False}),
            id="the result of a hook at a level of its own",
        ),
        pytest.param({"level": 50, "message": "msg"}, None, id="a number as level"),
        pytest.param({"level": "odd", "message": "msg"}, UnknownLevel("odd"), id="unknown level"),
        pytest.param({"level": None, "message": "msg"}, None, id="null as level"),
        pytest.param({"message": "msg"}, None, id="no level"),
        pytest.param({}, None, id="empty object"),
    ],
)
def test_a_json_line(document: dict[str, object], expected: Expected) -> None:
    entries = JsonLines().parser().parse(json.dumps(document))

    assert (entries if entries is None or isinstance(entries, UnknownLevel) else tuple(entries)) == expected


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('{"level": "ERROR", "message": "cut', id="cut off"),
        pytest.param('{"level": "ERROR"} and more', id="text behind"),
        pytest.param('["ERROR"]', id="a list"),
        pytest.param('{"a":' * 100_000, id="too deep"),
        pytest.param('{"level": "ERROR", "line": ' + "9" * 5000 + "}", id="a number that is too long"),
        pytest.param("ERROR msg", id="no JSON"),
    ],
)
def test_what_is_no_json_object_is_not_recognised(line: str) -> None:
    assert JsonLines().parser().parse(line) is None


def test_blanks_around_a_json_line() -> None:
    assert JsonLines().parser().parse(' {"level":  "ERROR"} ') == [
        ParsedEntry(severity=ERROR, message='{"level":  "ERROR"}')
    ]


def test_json_lines_do_not_continue() -> None:
    assert not JsonLines().parser().continues("  ")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("ERROR in article 7", True, id="a level"),
        pytest.param("VALIDATION_ERROR: title too long", True, id="a level within a name"),
        pytest.param("ValidationError: title too long", True, id="a class name"),
        pytest.param("error_code=12", True, id="the start of a name"),
        pytest.param("got ERR_GONE", True, id="a short word within a name"),
        pytest.param("article 'A' was not found", True, id="not found"),
        pytest.param("duplicate path 'A/B'", True, id="duplicate"),
        pytest.param("3 Warnings", True, id="plural"),
        pytest.param("interrupted merry alerts", False, id="short words within other words"),
        pytest.param("Articles checked: 60", False, id="nothing bad"),
    ],
)
def test_words_that_make_it_dangerous_to_lose_a_line(line: str, expected: bool) -> None:
    assert looks_like_a_finding(line) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(pytest.param(f"a{separator}b", True, id=ascii(separator)) for separator in "\x0b\x0c\x85\u2028\u2029"),
        pytest.param("\x0b\x0c\x85\u2028\u2029", True, id="all of them"),
        pytest.param("a\tb\r\n", False, id="none"),
    ],
)
def test_characters_that_some_programs_end_lines_with(text: str, expected: bool) -> None:
    assert has_line_separator(text) is expected
