"""Layouts of users, line by line; tests/options/test_content_log_pattern.py shows them as users see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pytest_contentjobs.errors import LogUnreadableError, SettingsError
from pytest_contentjobs.joblog.formats import pattern
from pytest_contentjobs.joblog.formats.base import INFORMATIONAL, ParsedEntry, UnknownLevel
from pytest_contentjobs.joblog.formats.pattern import OwnPatterns
from pytest_contentjobs.model import Entity
from pytest_contentjobs.model.reason import Reason
from tests.builders import ERROR, WARNING, article

ALL = (
    r"(?P<timestamp>\d+)?;(?P<severity>[^;]+)?;(?P<rule>[^;]+)?;(?P<file>[^;]+)?;(?P<line>[^;]+)?;(?P<column>[^;]+)?;"
    r"(?P<entity_kind>[^;]+)?;(?P<entity_folder>[^;]+)?;(?P<entity_name>[^;]+)?;(?P<entity_id>[^;]+)?;"
    r"(?P<entity_index>[^;]+)?;(?P<message>.*)"
)
SHORT = r"(?P<severity>[^:]*): (?P<message>.*)"


def read(line: str, *patterns: str) -> Sequence[ParsedEntry] | None:
    return OwnPatterns(patterns or (ALL,)).parser().parse(line)


def error(message: str, **fields: object) -> tuple[ParsedEntry, ...]:
    return (ParsedEntry(severity=ERROR, message=message, **fields),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "12;Warn;R-1;a.json;7;3;Topic;A/B;C;id-1;4; no title ",
            (
                ParsedEntry(
                    severity=WARNING,
                    message="no title",
                    rule="R-1",
                    entity=Entity(kind="topic", folder="A/B", name="C", id="id-1", index=4),
                    file="a.json",
                    line=7,
                    column=3,
                    timestamp="12",
                ),
            ),
            id="every group",
        ),
        pytest.param(";;;;;;;;;;;no title", error("no title"), id="the message alone is an error"),
        pytest.param(";;;;;;;;;;;", error(""), id="an empty message"),
        pytest.param(
            ";;;;;;;A;B;;;no title", error("no title", entity=article("B", "A")), id="an article, if not said"
        ),
        pytest.param(
            ";;;;;;;;;;0;no title", error("no title", entity=Entity(kind="article", index=0)), id="an index alone"
        ),
        pytest.param(
            ";;;;;;;;;;-1;no title", error("no title", entity=Entity(kind="article")), id="an index that is none"
        ),
        pytest.param(
            ";;;;;;;;;;;article 'A/B': untitled",
            error("untitled", entity=article("B", "A")),
            id="an entity in the message",
        ),
        pytest.param(
            ";;;;;;;;C;;;article 'A/B': untitled",
            error("article 'A/B': untitled", entity=article("C", None)),
            id="the groups' entity before the message's",
        ),
        pytest.param(
            ";;;;999999999;1234567890;;;;;;no title", error("no title", line=999999999), id="a number too long"
        ),
        pytest.param(";;;;x;1.5;;;;;;no title", error("no title"), id="numbers that are none"),
        pytest.param(";info;;;;;;;;;;no title", INFORMATIONAL, id="informational"),
        pytest.param(";odd;;;;;;;;;;no title", UnknownLevel("odd"), id="a severity that is unknown"),
        pytest.param("no title", None, id="another layout"),
        pytest.param("x 12;;;;;;;;;;;no title", None, id="not from the line's start"),
    ],
)
def test_a_line_of_an_own_layout(line: str, expected: Sequence[ParsedEntry] | None) -> None:
    assert read(line) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("E", ERROR),
        ("F", ERROR),
        ("w", WARNING),
        ("I", None),
        ("D", None),
        ("T", None),
        ("V", None),
        ("N", None),
        (" error ", ERROR),
        ("Critical", ERROR),
        ("WARNING", WARNING),
        ("Notice", None),
    ],
)
def test_a_severity_is_a_word_or_a_letter(word: str, expected: object) -> None:
    assert [entry.severity for entry in read(f"{word}: x", SHORT) or ()] == ([expected] if expected else [])
    assert read(f"{word}: x", SHORT) is not None


def test_the_first_pattern_that_matches_reads_a_line() -> None:
    assert read("error: a", r"error: (?P<message>b)", r"(?P<message>.*)", SHORT) == error("error: a")


def test_a_line_whose_severity_is_unknown_is_not_given_to_the_next_pattern() -> None:
    assert read("odd: a", SHORT, r"(?P<message>.*)") == UnknownLevel("odd")


def test_what_is_indented_continues() -> None:
    parser = OwnPatterns([SHORT]).parser()

    assert [parser.continues(line) for line in (" a", "\ta", "a b", "")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param("(", "position 1", id="not a regular expression"),
        pytest.param("(.*)", "message", id="no message"),
        pytest.param("(?P<message>.*)(?P<where>x)(?P<colour>x)", "colour, where", id="unknown groups"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused(text: str, named: str, wording: Callable[[str], None]) -> None:
    with pytest.raises(SettingsError) as refusal:
        OwnPatterns([SHORT, text])

    assert refusal.value.reason is Reason.LOG_PATTERN_INVALID
    assert repr(text) in refusal.value.what
    assert named in refusal.value.what
    assert "--content-log-pattern" in refusal.value.next_step
    wording(str(refusal.value))


def test_a_log_whose_lines_take_too_long_is_refused(
    monkeypatch: pytest.MonkeyPatch, wording: Callable[[str], None]
) -> None:
    monkeypatch.setattr(pattern, "LINE_TIME", 0.01)
    slow = r"(?P<message>(?:a|aa)+)$"
    parser = OwnPatterns([slow, SHORT]).parser()
    line = f"{'a' * 40}: x"

    # The other patterns are not tried either: the machine's speed must not decide which of them reads a line.
    assert [parser.parse(line) for _ in range(10)] == [None] * 10
    with pytest.raises(LogUnreadableError) as refusal:
        parser.parse(line)

    assert refusal.value.reason is Reason.LOG_PATTERN_SLOW
    assert repr(slow) in refusal.value.what
    wording(str(refusal.value))


def test_a_line_that_calls_itself_routine_is_searched_for_a_finding() -> None:
    parser = OwnPatterns([r"(?P<severity>\w+)> (?P<message>.*)"]).parser()

    assert parser.parse("INFO> article A is validated") == ()
    assert [entry.severity for entry in parser.parse("INFO> [ERROR] article A has no title") or ()] == ["error"]
