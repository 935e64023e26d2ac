from __future__ import annotations

from collections.abc import Sequence

import pytest

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry
from pytest_contentjobs.joblog.formats.platform import PlatformText
from tests.builders import ERROR, WARNING, article

STAMP = "2011-05-01 19:02:23.758 GMT-0400"


def error(message: str, **fields: object) -> tuple[ParsedEntry, ...]:
    return (ParsedEntry(severity=ERROR, message=message, timestamp=STAMP, **fields),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            f"{STAMP} <@> WARN <@> [32:Thread-6] <@> 42 <@> com.x.Y <@> no title <@>",
            (ParsedEntry(severity=WARNING, message="no title", timestamp=STAMP),),
            id="all fields",
        ),
        pytest.param(
            f"{STAMP} <@> ERROR <@> [32:Thread-6] <@> ART-104 article 'A/B' (articles[12]): no title",
            error("no title", rule="ART-104", entity=article("B", "A", 12)),
            id="fewer fields, with rule and entity",
        ),
        pytest.param(f"{STAMP}<@>Error<@>no title<@> <@>", error("no title"), id="no blanks, empty fields at the end"),
        pytest.param(
            f"[1] <@> {STAMP} <@> ERROR <@> INFO <@> no title", error("no title"), id="the first level counts"
        ),
        pytest.param(f"{STAMP} <@> ERROR <@>", error(f"{STAMP} <@> ERROR <@>"), id="no message: the line itself"),
        pytest.param(f"{STAMP} <@> INFO <@> c.x.Y <@> ERROR: no title", error("no title"), id="an error inside"),
        pytest.param(
            f"{STAMP} <@> INFO <@> a b <@> ERROR: no title", error("no title"), id="an error behind an unknown field"
        ),
        pytest.param(
            f"{STAMP} <@> INFO <@> ERROR: no <@> DEBUG <@> x", error("no <@> DEBUG <@> x"), id="an error before one"
        ),
        pytest.param(f"{STAMP} <@> INFO <@> c.x.Y <@> 3 ERROR pages <@>", INFORMATIONAL, id="informational"),
        pytest.param(
            f"{STAMP} <@> INFO <@> started\u2028{STAMP} <@> ERROR <@> no title",
            error("no title"),
            id="an error behind an odd line end",
        ),
        pytest.param(f"{STAMP} <@> INFO <@> a\u2028b <@> c", INFORMATIONAL, id="an odd line end in a message"),
        pytest.param(
            "yesterday <@> ERROR <@> no title",
            (ParsedEntry(severity=ERROR, message="no title"),),
            id="a time that is none",
        ),
        pytest.param(
            f"{STAMP} <@> ERROR <@> [1:T] <@> 42 <@> c.x.Y:run() <@> ART-104 article 'A/B <@> ART-201 c': no title <@>",
            error("no title", rule="ART-104", entity=article("B <@> ART-201 c", "A")),
            id="a joint in a message",
        ),
        pytest.param(
            f"{STAMP} <@> WARN <@> [1:T] <@> Title <@> ERROR <@> ART-201 x",
            (ParsedEntry(severity=WARNING, message="Title <@> ERROR <@> ART-201 x", timestamp=STAMP),),
            id="a level in the message of a warning",
        ),
        pytest.param(
            "1 mai 2011 19:02:23 CEST <@> ERROR <@> no title",
            (ParsedEntry(severity=ERROR, message="no title"),),
            id="a time of another form",
        ),
        pytest.param(
            "10:00:00 ERROR c.x.Y - article 'a <@> INFO <@> b': no title", None, id="text with joints in a title"
        ),
        pytest.param(
            "E1123 10:00:00.123 12 file.go:1] a <@> INFO <@> b has no title", None, id="glog with joints in a title"
        ),
        pytest.param("E 10:00:00 a <@> INFO <@> b has no title", None, id="a letter, with joints in a title"),
        pytest.param("10:00:00 E <@> INFO <@> b has no title", None, id="a letter behind a time"),
        pytest.param("[ERROR] <@> INFO <@> b has no title", None, id="a level in brackets, with joints in a title"),
        pytest.param("ERROR: <@> INFO <@> b has no title", None, id="a level with a colon, with joints in a title"),
        pytest.param("level=error <@> INFO <@> b has no title", None, id="a level in a pair, with joints in a title"),
        pytest.param(f"{STAMP} <@> c.x.Y <@> an ERROR page", None, id="no field that is a level"),
        pytest.param("ERROR <@> no title", None, id="two fields"),
        pytest.param(f"{STAMP} ERROR no title", None, id="no joint"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_line_of_the_platform(line: str, expected: Sequence[ParsedEntry] | None) -> None:
    assert PlatformText().parser().parse(line) == expected


def test_a_stack_trace_continues() -> None:
    parser = PlatformText().parser()
    lines = ["java.io.IOException: gone", "\tat c.x.Y(Y.java:1)", "Caused by: x", "a new sentence", " <@> INFO <@>"]

    assert [parser.continues(line) for line in lines] == [True, True, True, False, False]
