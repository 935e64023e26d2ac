from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry, UnknownLevel
from pytest_contentjobs.joblog.formats.logfmt import Logfmt
from pytest_contentjobs.model import Entity
from tests.builders import ERROR, WARNING, article
from tests.support import at_least

STAMP = "2026-11-23T10:00:00Z"


def error(message: str, **fields: object) -> tuple[ParsedEntry, ...]:
    return (ParsedEntry(severity=ERROR, message=message, **fields),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            f'time={STAMP} level=error msg="no title" rule=ART-101 article="Billing/X" index=4 file=a.json line=3 column=7',
            error(
                "no title",
                rule="ART-101",
                entity=article("X", "Billing", 4),
                file="a.json",
                line=3,
                column=7,
                timestamp=STAMP,
            ),
            id="everything",
        ),
        pytest.param(
            f"ts={STAMP} LVL=WARN message=\"ART-7 article 'A/B': untitled\"",
            (
                ParsedEntry(
                    severity=WARNING, message="untitled", rule="ART-7", entity=article("B", "A"), timestamp=STAMP
                ),
            ),
            id="other keys, rule and entity in the message",
        ),
        pytest.param(
            r'level=error msg="a \"b\" \\ \u00e9\n\ud83d\ude00"', error('a "b" \\ é\n😀'), id="escapes as in JSON"
        ),
        pytest.param(r'level=error msg="a \x41 \"b\""', error('a x41 "b"'), id="escapes that JSON does not know"),
        pytest.param(
            "level=error msg=gone user= tries=3", error("gone", details={"user": "", "tries": "3"}), id="details"
        ),
        pytest.param("level=error err=gone", error("gone"), id="the error is the message"),
        pytest.param(
            "level=error msg=gone err=EOF", error("gone", details={"err": "EOF"}), id="the error beside a message"
        ),
        pytest.param("level=error user=x", error("level=error user=x", details={"user": "x"}), id="no message"),
        pytest.param(
            "level=error url=/a?b=c", error("level=error url=/a?b=c", details={"url": "/a?b=c"}), id="= in a value"
        ),
        pytest.param(
            "level=error msg=x entity=\"topic 'T'\"",
            error("x", entity=Entity(kind="topic", name="T")),
            id="entity as text",
        ),
        pytest.param("level=error msg=x line=-1", error("x", details={"line": "-1"}), id="a line that is no number"),
        pytest.param("level=info severity=error msg=x", error("x"), id="the worse of two levels"),
        pytest.param('level=info msg="ERROR: x"', error("x"), id="an error inside an informational line"),
        pytest.param('level=info msg="[ERROR] x"', error("x"), id="an error in brackets inside"),
        pytest.param('level=info msg="3 errors so far" errors=3', INFORMATIONAL, id="informational"),
        pytest.param("  level=debug msg=x  ", INFORMATIONAL, id="blanks around"),
        pytest.param("level=error", None, id="a level alone"),
        pytest.param("level=odd msg=x", UnknownLevel("odd"), id="an unknown level"),
        pytest.param("msg=x user=y", None, id="no level"),
        pytest.param("level= msg=x", None, id="an empty level"),
        pytest.param("level=error level=info msg=x", error("x"), id="one key for two levels"),
        pytest.param(
            "level=info level=odd msg=x", UnknownLevel("odd"), id="one key for two levels, of which one is unknown"
        ),
        pytest.param(
            "level=info msg=x msg=ERROR:y",
            error("level=info msg=x msg=ERROR:y"),
            id="an error inside the second message",
        ),
        pytest.param(
            "level=error code=A-1 article=A/B msg=x code=A-2",
            error("level=error code=A-1 article=A/B msg=x code=A-2"),
            id="two rules",
        ),
        pytest.param("level=error code=A-1 msg=x code=A-1", error("x", rule="A-1"), id="one rule said twice"),
        pytest.param("level=error msg=no title", None, id="a word but no pair"),
        pytest.param("at 10:00 level=error msg=x", None, id="text before"),
        pytest.param('level=error msg="no title', None, id="a quote that is open"),
        pytest.param('level=error msg="no"title', None, id="text behind a quote"),
        pytest.param('level=error msg=no"title"', None, id="a quote within a bare value"),
        pytest.param('level=error msg="no title\\"', None, id="a quote that is escaped at the end"),
        pytest.param("", None, id="empty"),
    ],
)
def test_a_line_of_pairs(line: str, expected: Sequence[ParsedEntry] | None) -> None:
    assert Logfmt().parser().parse(line) == expected


def test_pairs_do_not_continue() -> None:
    assert not Logfmt().parser().continues("  ")


@given(message=st.text(min_size=1).filter(lambda text: text.strip()), user=st.text())
def test_what_is_written_is_read(message: str, user: str) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'

    entries = Logfmt().parser().parse(f"level=error code=7 topic=T msg={quoted(message)} user={quoted(user)}")

    assert entries == error(message.strip(), rule="7", entity=Entity(kind="topic", name="T"), details={"user": user})


@given(text=st.text() | st.text(alphabet='level=error" \\ms{}\n'))
@at_least(300)
def test_any_text_is_read(text: str) -> None:
    entries = Logfmt().parser().parse(text)

    assert entries is None or all(entry.message for entry in entries)
